"""What staff and imports enter waits until a clinician has read it; both names are kept."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from alpdesk.domain.records import Flag, Result, ResultStatus, Role, User
from alpdesk.errors import AlpdeskError, ConflictError
from alpdesk.services.desk import Desk
from alpdesk.services.entry import ResultDraft
from alpdesk.services.reviewing import ReviewFilter, Reviewing
from alpdesk.store.audit import Actor
from alpdesk.store.reading import fetch
from alpdesk.store.tables import ResultRow
from tests.services.conftest import Bench

DAY = date(2026, 2, 10)
HEAD = "patient_number;family_name;given_names;birth_date;sex;collected;laboratory;analyte;value;unit;low;high\n"
WELL = "17;Moss;Ada;1970-05-01;female;2026-02-01;City Lab;alp;70;U/L;;\n"
LOW = "18;Reed;Tom;1970-05-01;male;2026-02-01;City Lab;alp;21;U/L;;\n"
UNJUDGED = "19;Fern;Eva;1970-05-01;female;2026-02-01;City Lab;alp;not reported;U/L;;\n"


def _as(desk: Desk, role: Role | None, name: str = "Jo Clerk") -> Desk:
    """Return the same record with somebody else at the desk; nobody known when the role is ``None``."""
    key = None if role is None else desk.users.add(User(name=name, role=role)).id
    return Desk(replace(desk.context, actor=Actor(key, name, "desk-2")))


def _staff(bench: Bench) -> Bench:
    return Bench(_as(bench.desk, Role.STAFF))


def _import(desk: Desk, tmp_path: Path, *rows: str) -> None:
    path = tmp_path / "results.csv"
    path.write_text(HEAD + "".join(rows), encoding="utf-8")
    assert desk.transfer.import_csv(path).problems == ()


def test_what_staff_enter_waits_and_both_names_are_kept(bench: Bench) -> None:
    staff, patient = _staff(bench), bench.patient()
    panel = staff.enter(patient, "70", DAY).panel_id
    (line,) = bench.desk.reviewing.waiting().items
    assert (line.panel_id, line.entered_by, line.answer_id) == (panel, "Jo Clerk", None)
    signed = bench.desk.reviewing.sign_off(panel)
    assert (signed.entered_by, signed.reviewed_by, signed.to_review) == ("Jo Clerk", "Dr. Test", False)
    assert bench.desk.reviewing.count() == 0
    assert bench.desk.reviewing.of(panel) == signed


def test_what_a_clinician_enters_is_read_already(bench: Bench) -> None:
    for number, role in enumerate((Role.CLINICIAN, Role.ADMINISTRATOR)):
        Bench(_as(bench.desk, role, f"Dr. {number}")).enter(bench.patient(), "70", DAY)
    assert bench.desk.reviewing.count() == 0


def test_what_somebody_unknown_enters_waits(bench: Bench) -> None:
    Bench(_as(bench.desk, None)).enter(bench.patient(), "70", DAY)
    assert bench.desk.reviewing.count() == 1


@pytest.mark.parametrize("role", [Role.STAFF, None])
def test_only_a_clinician_signs_off(bench: Bench, role: Role | None) -> None:
    other = _as(bench.desk, role)
    panel = Bench(other).enter(bench.patient(), "70", DAY).panel_id
    before = bench.audit()
    with pytest.raises(AlpdeskError, match="clinician or an administrator"):
        other.reviewing.sign_off(panel)
    with pytest.raises(AlpdeskError, match="clinician or an administrator"):
        other.reviewing.sign_off_many([panel])
    assert (bench.desk.reviewing.count(), bench.audit(), other.reviewing.may_sign_off()) == (1, before, False)


def test_a_clinician_who_left_signs_nothing_off(bench: Bench) -> None:
    other = _as(bench.desk, Role.CLINICIAN, "Dr. Gone")
    panel = _staff(bench).enter(bench.patient(), "70", DAY).panel_id
    gone = next(user for user in bench.desk.users.list() if user.name == "Dr. Gone")
    bench.desk.users.update(gone.model_copy(update={"active": False}))
    with pytest.raises(AlpdeskError, match="clinician"):
        other.reviewing.sign_off(panel)


def test_signing_off_twice_keeps_the_first_name(bench: Bench) -> None:
    panel = _staff(bench).enter(bench.patient(), "70", DAY).panel_id
    first = bench.desk.reviewing.sign_off(panel)
    before = bench.audit()
    assert _as(bench.desk, Role.CLINICIAN, "Dr. Late").reviewing.sign_off(panel) == first
    assert bench.audit() == before + 1  # the new user; nothing of the panel


def test_signing_off_answers_no_low(bench: Bench) -> None:
    patient = bench.patient()
    entered = _staff(bench).enter(patient, "21", DAY)
    (line,) = bench.desk.reviewing.waiting().items
    assert (line.answer_id, line.flagged(Flag.LOW)) == (entered.assessment_id, 1)
    bench.desk.reviewing.sign_off(entered.panel_id)
    assert bench.desk.decisions.waiting(patient) is not None


def test_the_oldest_come_first_a_page_at_a_time(bench: Bench) -> None:
    staff = _staff(bench)
    panels = [staff.enter(bench.patient(), "70", DAY).panel_id for _ in range(5)]
    first = bench.desk.reviewing.waiting(limit=3)
    rest = bench.desk.reviewing.waiting(limit=3, after=first.after)
    assert [line.panel_id for line in (*first.items, *rest.items)] == panels
    assert rest.after is None


def test_the_list_can_be_narrowed(bench: Bench, tmp_path: Path) -> None:
    staff, mine = _staff(bench), bench.patient()
    waits = bench.desk.reviewing
    staff.enter(mine, "21", DAY)
    staff.enter(bench.patient(), "70", DAY)
    person = bench.desk.patients.get(mine)
    bench.desk.patients.update(person.model_copy(update={"responsible_id": bench.desk.actor.user_id}))
    _import(bench.desk, tmp_path, WELL)
    counts = {shown: waits.count(shown) for shown in ReviewFilter}
    assert counts == {
        ReviewFilter.ALL: 3,
        ReviewFilter.MINE: 1,
        ReviewFilter.REMARKABLE: 1,
        ReviewFilter.IMPORTED: 1,
    }
    assert [line.patient.id for line in waits.waiting(ReviewFilter.MINE).items] == [mine]


def test_imported_panels_within_their_intervals_are_signed_off_together(bench: Bench, tmp_path: Path) -> None:
    _import(bench.desk, tmp_path, WELL, LOW, UNJUDGED)
    waits: Reviewing = bench.desk.reviewing
    panels = [line.panel_id for line in waits.waiting().items]
    assert (len(panels), waits.count_unremarkable()) == (3, 1)
    before = bench.audit()
    assert waits.sign_off_many(panels) == 1
    assert bench.audit() == before + 1
    assert {line.patient.number for line in waits.waiting().items} == {"18", "19"}


def test_a_typed_panel_is_never_signed_off_unread(bench: Bench) -> None:
    panel = _staff(bench).enter(bench.patient(), "70", DAY).panel_id
    assert bench.desk.reviewing.unremarkable() == ()
    assert bench.desk.reviewing.sign_off_many([panel]) == 0


def test_results_imported_into_a_panel_that_was_read_wait_again(bench: Bench, tmp_path: Path) -> None:
    _import(bench.desk, tmp_path, WELL)
    waits = bench.desk.reviewing
    (line,) = waits.waiting().items
    waits.sign_off(line.panel_id)
    _import(bench.desk, tmp_path, WELL.replace("alp;70;U/L", "zinc;3;µmol/L"))
    (again,) = waits.waiting().items
    assert again.panel_id == line.panel_id
    assert waits.of(line.panel_id).reviewed_by == ""


def test_a_panel_without_a_verdict_is_not_within(bench: Bench, tmp_path: Path) -> None:
    _import(bench.desk, tmp_path, WELL, WELL.replace("alp;70;U/L", "plp;not reported;nmol/L"))
    assert bench.desk.reviewing.count_unremarkable() == 0


def test_a_withdrawn_value_is_not_counted(bench: Bench) -> None:
    staff = _staff(bench)
    staff.enter(bench.patient(), "21", DAY, Result(analyte="alt", value="20", unit="U/L"))
    (line,) = bench.desk.reviewing.waiting().items
    with bench.desk.context.begin("withdrawn") as session:
        fetch(session, ResultRow, line.sample.results[0].id, "result").status = ResultStatus.ENTERED_IN_ERROR
    (again,) = bench.desk.reviewing.waiting().items
    assert (line.flagged(Flag.LOW), again.flagged(Flag.LOW)) == (1, 0)


def test_a_panel_is_not_signed_off_unseen_for_another_patient_or_another_day(bench: Bench) -> None:
    staff, patient, other = _staff(bench), bench.patient(), bench.patient("Other")
    panel = staff.enter(patient, "70", DAY).panel_id
    (shown,) = bench.desk.reviewing.waiting().items
    staff.desk.corrections.move_panel(panel, other, "another patient's tube")
    with pytest.raises(ConflictError, match="put right since"):
        bench.desk.reviewing.sign_off(panel, seen=shown.sample)
    (shown,) = bench.desk.reviewing.waiting().items
    earlier = shown.sample.panel.model_copy(update={"collected": DAY - timedelta(days=1)})
    staff.desk.corrections.change_sample(earlier, "the day was misread")
    with pytest.raises(ConflictError, match="put right since"):
        bench.desk.reviewing.sign_off(panel, seen=shown.sample)
    (shown,) = bench.desk.reviewing.waiting().items
    assert not bench.desk.reviewing.sign_off(panel, seen=shown.sample).to_review


def test_nobody_has_read_a_value_that_came_after_they_read_the_panel(bench: Bench) -> None:
    staff, patient = _staff(bench), bench.patient()
    panel = staff.enter(patient, "60", DAY).panel_id
    bench.desk.reviewing.sign_off(panel)
    other = _as(bench.desk, Role.CLINICIAN, "Dr. Second")
    _put_right(other, panel, "90")
    assert bench.desk.reviewing.of(panel).reviewed_by == "Dr. Second"
    _put_right(staff.desk, panel, "91")
    read = bench.desk.reviewing.of(panel)
    assert read.to_review and (read.reviewed_by, read.reviewed_at) == ("", None)


def _put_right(desk: Desk, panel: int, value: str) -> None:
    (alp,) = (result for result in desk.panels.get(panel).results if result.standing)
    desk.corrections.correct(panel, alp.id or 0, ResultDraft(analyte="alp", value=value, unit="U/L"), "misread")
