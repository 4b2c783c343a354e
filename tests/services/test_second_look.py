"""The clinic's choice whether values are typed twice."""

from dataclasses import replace

import pytest

from alpdesk.domain.followup import ClinicEdit
from alpdesk.domain.records import Role, User
from alpdesk.domain.terms import EditKind
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.store import clinic_edits
from alpdesk.store.audit import Actor
from tests.services.conftest import Bench


def test_a_clinic_that_never_chose_looks_twice(desk: Desk) -> None:
    assert desk.second_look.setting().on


def test_it_is_switched_off_only_with_a_reason_and_both_are_in_the_trail(desk: Desk, bench: Bench) -> None:
    before = bench.audit()
    with pytest.raises(AlpdeskError, match="Say why"):
        desk.second_look.switch(on=False, reason="  ")
    assert desk.second_look.setting().on
    assert bench.audit() == before
    desk.second_look.switch(on=False, reason="Two people read every report.")
    found = desk.second_look.setting()
    assert (found.on, found.reason, found.changed_by) == (False, "Two people read every report.", desk.actor.user_id)
    assert found.changed_on == desk.context.today()
    desk.second_look.switch(on=True, reason="")
    assert desk.second_look.setting().on
    assert bench.audit() == before + 2


def test_staff_do_not_switch_it_off(desk: Desk) -> None:
    clerk = desk.users.add(User(name="Jo Clerk", role=Role.STAFF)).id
    staff = Desk(replace(desk.context, actor=Actor(clerk, "Jo Clerk", "desk-2")))
    with pytest.raises(AlpdeskError, match="Only a clinician or an administrator"):
        staff.second_look.switch(on=False, reason="tired")
    assert desk.second_look.setting().on


@pytest.mark.parametrize("body", ["{", "[]", "0", '{"on": "no"}', '{"on": 0}'])
def test_what_cannot_be_read_leaves_the_safety_in_place(desk: Desk, body: str) -> None:
    with desk.context.begin("damaged") as session:
        clinic_edits.keep(session, ClinicEdit(kind=EditKind.SECOND_LOOK, key="second_look", body=body))
    assert desk.second_look.setting().on
