"""Every workstation judges by the rules in force, also those another one has just changed."""

import json

from alpdesk.domain.followup import ClinicEdit
from alpdesk.domain.terms import EditKind
from alpdesk.services.desk import Desk, build
from alpdesk.store import clinic_edits

BODY = json.dumps({"names": ["Bonestrong"]})


def keep(desk: Desk, body: str) -> None:
    with desk.context.begin("rule changed") as session:
        clinic_edits.keep(session, ClinicEdit(kind=EditKind.MEDICINE_CLASS, key="denosumab", body=body))


def test_the_next_session_sees_an_edit_and_the_way_back(desk: Desk) -> None:
    assert desk.rules.class_of("Bonestrong") == ""
    keep(desk, BODY)
    desk.patients.count()
    assert desk.rules.class_of("Bonestrong") == "denosumab"
    assert desk.rules.version == "2026.1+clinic.1"
    keep(desk, "")
    desk.patients.count()
    assert desk.rules.class_of("Bonestrong") == ""
    assert desk.rules.version == "2026.1"


def test_another_workstation_sees_the_edit_at_its_next_step(desk: Desk) -> None:
    from alpdesk.services.context import Context
    from alpdesk.services.shelf import Shelf

    other = Context(desk.context.database, Shelf(desk.context.shelf.shipped), desk.clock, desk.actor)
    keep(desk, BODY)
    with desk.context.database.read() as session:
        other.shelf.look(session)
    assert other.rules.class_of("Bonestrong") == "denosumab"


def test_an_edit_that_cannot_be_laid_over_the_book_stops_nobody(desk: Desk) -> None:
    keep(desk, "{]")
    assert desk.patients.count() == 0
    assert [edit.key for edit, _ in desk.context.shelf.found.left_out] == ["denosumab"]


def test_a_desk_opened_later_begins_with_the_rules_in_force(desk: Desk) -> None:
    keep(desk, BODY)
    context = desk.context
    again = build(context.database, rules=context.shelf.shipped, clock=context.clock, actor=context.actor)
    assert again.rules.class_of("Bonestrong") == "denosumab"
