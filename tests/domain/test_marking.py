"""The newest mark of a kind holds; a dismissal speaks again under another wording of its rule."""

from datetime import UTC, datetime, timedelta

from alpdesk.domain.followup import ChecklistEntry
from alpdesk.domain.marking import ItemMarks, marks_in_force
from alpdesk.domain.rules import RuleBook
from alpdesk.domain.terms import Mark

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def _entry(mark: Mark, hour: int = 0, *, holds: bool = True, edition: str = "a") -> ChecklistEntry:
    at = START + timedelta(hours=hour)
    return ChecklistEntry(patient_id=1, cause="nut-zn", mark=mark, holds=holds, edition=edition, made_at=at)


def _marks(*entries: ChecklistEntry, edition: str = "a", until: datetime | None = None) -> ItemMarks:
    return marks_in_force(entries, {"nut-zn": edition}, until).get("nut-zn", ItemMarks(cause="nut-zn"))


def _kinds(item: ItemMarks) -> list[Mark]:
    return [entry.mark for entry in item.marks]


def test_marks_stand_side_by_side_in_a_fixed_order() -> None:
    assert _kinds(_marks(_entry(Mark.ORDERED), _entry(Mark.ASKED, 1))) == [Mark.ASKED, Mark.ORDERED]


def test_a_mark_that_was_taken_back_is_gone_and_can_come_again() -> None:
    asked, back, again = _entry(Mark.ASKED), _entry(Mark.ASKED, 1, holds=False), _entry(Mark.ASKED, 2)
    assert _kinds(_marks(asked, back)) == []
    assert _marks(asked, back, again).marks == (again,)


def test_excluded_and_confirmed_never_hold_together() -> None:
    assert _kinds(_marks(_entry(Mark.CONFIRMED), _entry(Mark.EXCLUDED, 1))) == [Mark.EXCLUDED]
    assert _kinds(_marks(_entry(Mark.EXCLUDED), _entry(Mark.CONFIRMED, 1))) == [Mark.CONFIRMED]


def test_taking_back_an_exclusion_does_not_touch_a_confirmation() -> None:
    assert _kinds(_marks(_entry(Mark.CONFIRMED), _entry(Mark.EXCLUDED, 1, holds=False))) == [Mark.CONFIRMED]


def test_a_dismissal_holds_under_its_own_wording_only() -> None:
    entry = _entry(Mark.SET_ASIDE)
    same, other = _marks(entry), _marks(entry, edition="b")
    assert (same.set_aside, same.lapsed, same.has(Mark.SET_ASIDE)) == (entry, None, True)
    assert (other.set_aside, other.lapsed, other.has(Mark.SET_ASIDE)) == (None, entry, False)


def test_a_dismissal_beside_an_assessment_without_editions_stands() -> None:
    assert _marks(_entry(Mark.SET_ASIDE), edition="").set_aside is not None


def test_setting_aside_again_under_the_new_wording_holds() -> None:
    old, new = _entry(Mark.SET_ASIDE), _entry(Mark.SET_ASIDE, 1, edition="b")
    assert _marks(old, new, edition="b").set_aside == new


def test_what_is_marked_later_is_left_out_and_what_is_marked_in_that_moment_counts() -> None:
    asked, later = _entry(Mark.ASKED), _entry(Mark.EXAMINED, 1)
    assert _kinds(_marks(asked, later, until=START)) == [Mark.ASKED]
    assert _kinds(_marks(asked, later, until=START + timedelta(hours=1))) == [Mark.ASKED, Mark.EXAMINED]


def test_the_edition_of_a_cause_changes_with_what_it_says_and_not_with_its_sign_off(rules: RuleBook) -> None:
    cause = rules.causes["nut-zn"]

    def edition(**change: object) -> str:
        return cause.model_copy(update=change).edition

    assert edition() == cause.edition
    assert len(cause.edition) == 12
    assert edition(awaiting_sign_off=not cause.awaiting_sign_off) == cause.edition
    assert edition(why="Something else.") != cause.edition
    assert edition(against=()) != cause.edition
    assert len({each.edition for each in rules.causes.values()}) == len(rules.causes)
