"""Earlier ALP results as a quick series, on both engines."""

from datetime import date

import pytest

from alpdesk.domain.assessment import Persistence
from alpdesk.domain.records import CloseCode, DecisionKind, Flag
from alpdesk.errors import AlpdeskError
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.desk import Desk
from alpdesk.services.look_back import EarlierResult, LookBackError
from tests.services.conftest import Bench

TODAY = date(2026, 3, 2)


def _rows(*typed: tuple[date, str]) -> list[EarlierResult]:
    return [EarlierResult(collected=day, value=value, unit="U/L") for day, value in typed]


def _decide(desk: Desk, patient: int, *templates: str) -> None:
    waiting = desk.decisions.waiting(patient)
    assert waiting is not None
    draft = DecisionDraft(
        patient_id=patient, assessment_id=waiting.id, kind=DecisionKind.WORK_UP, templates=templates,
        dues=tuple((name, TODAY) for name in templates),
    )  # fmt: skip
    desk.decisions.sign(draft)


def test_it_is_wanted_on_the_first_low_until_somebody_has_looked(desk: Desk, bench: Bench) -> None:
    patient, other = bench.patient(), bench.patient("Dedalus")
    bench.enter(patient, "60", date(2026, 2, 1))
    assert not desk.look_back.wanted(patient)
    bench.enter(patient, "29", date(2026, 2, 20))
    bench.enter(other, "29", date(2026, 2, 20))
    assert desk.look_back.wanted(patient)
    desk.look_back.enter(patient, _rows((date(2024, 3, 12), "70")))
    assert not desk.look_back.wanted(patient)
    desk.look_back.none_exists(other)
    assert not desk.look_back.wanted(other)
    assert desk.look_back.done(patient)
    assert desk.look_back.done(other)


def test_it_is_wanted_with_several_lows_that_nobody_has_looked_behind(desk: Desk, bench: Bench) -> None:
    patient = bench.patient()
    for day in (date(2025, 11, 20), date(2026, 2, 20)):
        bench.enter(patient, "29", day)
    assert desk.look_back.wanted(patient)
    desk.look_back.none_exists(patient)
    assert not desk.look_back.wanted(patient)


def test_it_is_wanted_for_an_unanswered_low_behind_a_newer_normal_value(desk: Desk, bench: Bench) -> None:
    patient = bench.patient()
    bench.enter(patient, "29", date(2026, 2, 1))
    bench.enter(patient, "70", date(2026, 2, 20))
    assert desk.look_back.wanted(patient)
    _decide(desk, patient)
    assert not desk.look_back.wanted(patient)


def test_a_series_is_one_step_and_says_what_it_changes(desk: Desk, bench: Bench) -> None:
    patient = bench.patient()
    bench.enter(patient, "29", date(2026, 2, 20))
    before = bench.audit()
    series = ((date(2023, 5, 1), "64"), (date(2024, 3, 12), "31"), (date(2025, 4, 2), "<30"))
    found = desk.look_back.enter(patient, _rows(*series), 1)
    assert bench.audit() == before + 1
    assert (len(found.panel_ids), found.lows) == (3, 2)
    assert (found.not_low_until, found.first_low) == (date(2023, 5, 1), date(2024, 3, 12))
    assert found.assessment.alp.persistence is Persistence.PERSISTENT
    record = desk.patients.record(patient)
    kept = [both for both in record.panels if both.panel.origin == "look_back"]
    assert [both.panel.collected for both in kept] == [day for day, _ in series]
    assert all(both.panel.profile == "roche_mayo" for both in kept)


def test_every_historic_low_is_on_record_and_the_newest_sample_is_what_waits(desk: Desk, bench: Bench) -> None:
    patient = bench.patient()
    first = bench.enter(patient, "29", date(2026, 2, 20))
    found = desk.look_back.enter(patient, _rows((date(2024, 3, 12), "31"), (date(2023, 5, 1), "64")))
    shown = desk.decisions.assessments(patient)
    lows = {each.panel_id for each in shown if each.assessment.alp.flag is Flag.LOW}
    assert {first.panel_id, found.panel_ids[0]} <= lows
    waiting = desk.decisions.waiting(patient)
    assert waiting is not None
    assert waiting.panel_id == first.panel_id
    assert waiting.assessment.alp.persistence is Persistence.PERSISTENT
    assert waiting.id == max(each.id for each in shown)


def test_an_answered_patient_waits_again_when_the_history_is_low(desk: Desk, bench: Bench) -> None:
    patient = bench.patient()
    bench.enter(patient, "29", date(2026, 2, 20))
    _decide(desk, patient, "look-back")
    assert desk.decisions.waiting(patient) is None
    desk.look_back.enter(patient, _rows((date(2024, 3, 12), "31")))
    assert desk.decisions.waiting(patient) is not None


@pytest.mark.parametrize("exist", [True, False])
def test_the_due_item_is_closed_with_what_was_found(desk: Desk, bench: Bench, exist: bool) -> None:
    patient = bench.patient()
    bench.enter(patient, "29", date(2026, 1, 20))
    _decide(desk, patient, "look-back", "first-low")
    if exist:
        said = desk.look_back.enter(patient, _rows((date(2024, 3, 12), "70"))).closed
    else:
        said = desk.look_back.none_exists(patient)
    assert len(said) == 1
    recalls = {one.title: one for one in desk.decisions.recalls(patient)}
    closed = recalls[desk.rules.monitoring["look-back"].items[0].title]
    assert closed.closed_on == TODAY
    assert closed.close_code is (CloseCode.RESULT if exist else CloseCode.OTHER)
    assert closed.closed_reason == ("Earlier results are on file" if exist else "No earlier results exist")
    assert recalls["Repeat ALP"].closed_on is None, "an old sample is no repeat"
    plans = {plan.template: plan.stopped for plan in desk.decisions.plans(patient)}
    assert plans == {"look-back": TODAY, "first-low": None}


def test_no_earlier_results_is_on_record_even_before_anything_asked(desk: Desk, bench: Bench) -> None:
    patient = bench.patient()
    bench.enter(patient, "29", date(2026, 2, 20))
    assert desk.look_back.none_exists(patient) == ()
    (noted,) = desk.decisions.recalls(patient)
    assert (noted.closed_reason, noted.closed_by) == ("No earlier results exist", desk.actor.user_id)


@pytest.mark.parametrize(
    ("rows", "line", "said"),
    [
        (_rows((date(2024, 3, 12), "31"), (date(2027, 1, 1), "30")), 1, "future"),
        (_rows((date(1970, 3, 12), "31")), 0, "before the birth date"),
        (_rows((date(2024, 3, 12), "-3")), 0, "impossible"),
        (_rows((date(2024, 3, 12), "31"), (date(2024, 3, 12), "31")), 1, "already"),
        (_rows((date(2026, 2, 20), "29")), 0, "already"),
    ],
)
def test_a_line_that_cannot_be_kept_is_named_and_nothing_is_kept(
    desk: Desk, bench: Bench, rows: list[EarlierResult], line: int, said: str
) -> None:
    patient = bench.patient()
    bench.enter(patient, "29", date(2026, 2, 20))
    before = bench.audit()
    with pytest.raises(LookBackError, match=said) as refused:
        desk.look_back.enter(patient, rows)
    assert refused.value.line == line
    assert len(desk.patients.record(patient).panels) == 1
    assert bench.audit() == before


def test_an_empty_series_is_refused(desk: Desk, bench: Bench) -> None:
    with pytest.raises(AlpdeskError, match="at least one earlier value"):
        desk.look_back.enter(bench.patient(), [])
