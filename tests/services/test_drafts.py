"""Forms left half typed, kept in the record on both engines."""

from dataclasses import dataclass, replace as changed

import pytest
from sqlalchemy import select

from alpdesk.domain.records import Role, User
from alpdesk.services.desk import Desk, build
from alpdesk.services.drafts import UnreadableDraft
from alpdesk.store.audit import Actor
from alpdesk.store.care_tables import DraftRow
from tests.services.conftest import Bench


@dataclass(frozen=True)
class Form:
    """A form with two fields."""

    name: str
    values: tuple[str, ...] = ()


TYPED = Form("Ängström\x00'; drop table draft;--", ("29", "2,40"))


@pytest.fixture(autouse=True)
def _somebody(bench: Bench) -> None:
    """The forms are about the first patient."""
    assert bench.patient("First") == 1


def test_nothing_is_kept_about_somebody_who_is_in_the_record_no_more(desk: Desk) -> None:
    desk.drafts.put("panel", "4711", TYPED)
    desk.drafts.put("answer", "4711/7", TYPED)
    desk.drafts.put("patient", "", TYPED)
    with desk.context.database.read() as session:
        assert [row.subject for row in session.scalars(select(DraftRow))] == [""]


def test_a_draft_comes_back_as_it_was_typed_and_leaves_no_trace_in_the_trail(desk: Desk, bench: Bench) -> None:
    before = bench.audit()
    desk.drafts.put("panel", "1", Form("first"))
    desk.drafts.put("panel", "1", TYPED)
    assert desk.drafts.get("panel", "1", Form) == TYPED
    assert desk.drafts.get("answer", "1", Form) is None
    desk.drafts.clear("panel", "1")
    desk.drafts.clear("panel", "1")
    assert desk.drafts.get("panel", "1", Form) is None
    assert bench.audit() == before


@pytest.mark.parametrize("body", ["", "{", "[1]", '{"name": 5}', '{"nome": "x"}', "null"])
def test_a_damaged_draft_is_said_in_one_sentence_and_can_be_typed_over(desk: Desk, body: str) -> None:
    desk.drafts.put("panel", "1", TYPED)
    with desk.context.begin("draft damaged") as session:
        row = session.scalars(select(DraftRow)).one()
        row.body = body
    with pytest.raises(UnreadableDraft, match=r"could not be read back, so the form is empty\.$"):
        desk.drafts.get("panel", "1", Form)
    desk.drafts.put("panel", "1", TYPED)
    assert desk.drafts.get("panel", "1", Form) == TYPED


def test_a_character_that_no_file_can_keep_is_refused_plainly(desk: Desk) -> None:
    with pytest.raises(Exception, match="A character in this form cannot be kept"):
        desk.drafts.put("panel", "1", Form("\ud800"))


def test_drafts_are_listed_newest_first_with_the_name_of_the_patient(desk: Desk, bench: Bench) -> None:
    one, other = bench.patient("Bloom"), bench.patient("Dedalus")
    desk.drafts.put("panel", str(one), TYPED)
    desk.drafts.put("answer", f"{other}/7", TYPED)
    desk.drafts.put("patient", "", TYPED)
    desk.drafts.put("panel", "4711", TYPED)
    found = desk.drafts.list()
    assert [(draft.kind, draft.name) for draft in found] == [
        ("patient", ""), ("answer", "Dedalus, Molly"), ("panel", "Bloom, Molly"),
    ]  # fmt: skip
    assert [draft.kind for draft in desk.drafts.list(other)] == ["answer"]
    assert found[0].on == desk.context.today()


def test_nobody_sees_what_another_user_typed(desk: Desk) -> None:
    desk.drafts.put("panel", "1", TYPED)
    second = desk.users.add(User(name="Nurse Quick", role=Role.STAFF))
    context = changed(desk.context, actor=Actor(second.id, second.name, "desk-2"))
    theirs = build(context.database, rules=context.rules, clock=context.clock, actor=context.actor)
    assert theirs.drafts.get("panel", "1", Form) is None
    theirs.drafts.put("panel", "1", Form("theirs"))
    theirs.drafts.clear("panel", "1")
    assert desk.drafts.get("panel", "1", Form) == TYPED


def test_a_desk_without_a_user_keeps_one_draft_too(desk: Desk) -> None:
    context = desk.context
    nobody = build(context.database, rules=context.rules, clock=context.clock, actor=Actor(None, "nobody", "desk-1"))
    for name in ("first", "second"):
        nobody.drafts.put("panel", "1", Form(name))
    assert nobody.drafts.get("panel", "1", Form) == Form("second")
    assert [draft.subject for draft in nobody.drafts.list()] == ["1"]
    with context.database.read() as session:
        assert len(session.scalars(select(DraftRow)).all()) == 1


def test_what_was_typed_about_a_merged_record_is_offered_in_the_record_it_went_into(desk: Desk, bench: Bench) -> None:
    first, second, third = bench.patient("Bloom"), bench.patient("Blum"), bench.patient("Bloome")
    desk.drafts.put("panel", str(first), TYPED)
    desk.drafts.put("answer", f"{first}/7/anew", TYPED)
    desk.drafts.put("patient", str(first), TYPED)
    desk.corrections.merge(second, first, "One person.")
    desk.corrections.merge(third, second, "One person.")
    offered = desk.drafts.list(third)
    assert {(one.kind, one.subject, one.name) for one in offered} == {
        ("panel", str(third), "Bloome, Molly"),
        ("answer", f"{third}/7/anew", "Bloome, Molly"),
    }
    assert desk.drafts.get("panel", str(third), Form) == TYPED
    assert desk.drafts.get("patient", str(third), Form) is None, "other details are no change to these"
    desk.drafts.clear("panel", str(third))
    assert desk.drafts.get("panel", str(third), Form) is None


def test_a_draft_of_a_merged_record_waits_behind_one_of_the_record_that_stays(desk: Desk, bench: Bench) -> None:
    keep, gone = bench.patient("Bloom"), bench.patient("Blum")
    desk.drafts.put("panel", str(keep), Form("kept"))
    desk.drafts.put("panel", str(gone), TYPED)
    desk.corrections.merge(keep, gone, "One person.")
    assert [one.subject for one in desk.drafts.list(keep)] == [str(keep)]
    assert desk.drafts.get("panel", str(keep), Form) == Form("kept")
    desk.drafts.clear("panel", str(keep))
    assert [one.subject for one in desk.drafts.list(keep)] == [str(keep)]
    assert desk.drafts.get("panel", str(keep), Form) == TYPED
