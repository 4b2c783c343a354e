"""What closes a due item: a result that can be read and judged, and nothing else."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from alpdesk.domain.records import DecisionKind, Panel, Recall, Result
from alpdesk.domain.rules import MonitoringItem
from alpdesk.domain.terms import Specimen
from alpdesk.errors import AlpdeskError
from alpdesk.services.days import in_words
from alpdesk.services.decisions import DecisionDraft, Signed
from alpdesk.services.entry import ResultDraft
from tests.conftest import Clock
from tests.services.conftest import Bench

DAY = date(2026, 3, 2)
REPEAT = DAY + timedelta(days=45)


def _signed(bench: Bench, patient: int, template: str = "first-low", alp: str = "24") -> Signed:
    entered = bench.enter(patient, alp, DAY)
    return bench.desk.decisions.sign(
        DecisionDraft(
            patient_id=patient,
            assessment_id=entered.assessment_id or 0,
            kind=DecisionKind.REPEAT,
            templates=(template,),
        )
    )


def _open(bench: Bench, patient: int) -> list[Recall]:
    return [one for one in bench.desk.decisions.recalls(patient) if one.closed_on is None]


def _correct(bench: Bench, panel_id: int, alp: str) -> tuple[str, ...]:
    old = next(one for one in bench.desk.panels.get(panel_id).results if one.standing and one.analyte == "alp")
    draft = ResultDraft(analyte="alp", value=alp, unit="U/L")
    return bench.desk.corrections.correct(panel_id, old.id or 0, draft, "typing slip").said


@pytest.mark.parametrize("template", ["first-low", "unexplained"])
def test_a_sample_from_before_a_repeat_was_planned_leaves_it_due_and_says_so(
    bench: Bench, clock: Clock, template: str
) -> None:
    """Papers come in a pile: the sample was taken after the low, and lay about when the low was answered."""
    patient = bench.patient()
    clock.now += timedelta(days=60)
    planned = bench.desk.context.today()
    _signed(bench, patient, template)
    before = _open(bench, patient)
    late = bench.enter(patient, "24", DAY + timedelta(days=40))
    (said,) = [one for one in late.closed if "ALP" in one]
    assert said.endswith(f"this sample was taken before it was planned on {in_words(planned)}; it stays due.")
    assert _open(bench, patient) == before


@pytest.mark.parametrize("words", ["pending", "not reported", "haemolysed", ">20"])
def test_a_value_that_says_nothing_leaves_the_repeat_open(bench: Bench, clock: Clock, words: str) -> None:
    patient = bench.patient()
    item = _signed(bench, patient).recalls[0]
    clock.now += timedelta(days=45)
    assert bench.enter(patient, words, REPEAT).closed == (
        "Repeat ALP: this sample does not count: a new one is needed.",
    )
    assert [one.id for one in _open(bench, patient)] == [item.id]
    assert bench.enter(patient, "70", REPEAT).closed[0] == "Repeat ALP: done with this sample."


def test_the_wrong_tube_leaves_the_repeat_open_and_the_plan_running(bench: Bench, clock: Clock) -> None:
    patient = bench.patient()
    _signed(bench, patient)
    clock.now += timedelta(days=45)
    said = bench.enter(patient, "70", REPEAT, specimen=Specimen.EDTA).closed
    assert said == ("Repeat ALP: this sample does not count: a new one is needed.",)
    assert _open(bench, patient) and bench.desk.decisions.plans(patient)[0].stopped is None


def test_a_value_corrected_to_text_opens_the_repeat_again(bench: Bench, clock: Clock) -> None:
    patient = bench.patient()
    item = _signed(bench, patient).recalls[0]
    clock.now += timedelta(days=45)
    entered = bench.enter(patient, "70", REPEAT)
    assert not _open(bench, patient)
    said = _correct(bench, entered.panel_id, "haemolysed")
    assert f"Repeat ALP: open again, due {in_words(item.due)}." in said
    assert [one.id for one in _open(bench, patient)] == [item.id]
    assert bench.desk.decisions.plans(patient)[0].stopped is None


def test_an_order_waits_for_a_value_that_can_be_read(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient()
    order = desk.followup.order_tests(patient, ["alp", "zinc"], DAY + timedelta(days=14))
    clock.now += timedelta(days=3)
    day = DAY + timedelta(days=3)
    zinc = Result(analyte="zinc", value="not reported", unit="ug/dL")
    bench.enter(patient, "70", day, zinc)
    assert desk.followup.missing([order]) == {order.id: ("zinc",)}
    bench.enter(patient, "pending", day, Result(analyte="zinc", value="80", unit="ug/dL"))
    assert not _open(bench, patient)


def test_a_stop_that_no_longer_holds_opens_everything_it_closed(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient(born=date(2015, 5, 1))
    _signed(bench, patient, "child")
    waiting = len(_open(bench, patient))
    clock.now += timedelta(days=250)
    bench.enter(patient, "250", DAY + timedelta(days=125))
    entered = bench.enter(patient, "250", DAY + timedelta(days=250))
    assert not _open(bench, patient) and desk.decisions.plans(patient)[0].stopped is not None
    _correct(bench, entered.panel_id, "25")
    assert desk.decisions.plans(patient)[0].stopped is None
    assert len(_open(bench, patient)) == waiting
    desk.corrections.void_panel(entered.panel_id, "another child's")
    assert len(_open(bench, patient)) == waiting and desk.decisions.plans(patient)[0].stopped is None


def test_the_sample_that_led_to_an_order_does_not_bring_it(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient()
    bench.enter(patient, "24", DAY)
    order = desk.followup.order_tests(patient, ["alp", "zinc"], DAY + timedelta(days=14))
    assert desk.followup.missing([order]) == {order.id: ("alp", "zinc")}
    zinc = Result(analyte="zinc", value="80", unit="ug/dL")
    desk.panels.enter(patient, Panel(uid=uuid4(), collected=DAY), (zinc,))
    assert desk.followup.missing([order]) == {order.id: ("alp",)} and _open(bench, patient)
    bench.enter(patient, "30", DAY)
    assert not _open(bench, patient)


@pytest.mark.parametrize("template", ["unexplained", "treated-cause", "hpp-adult", "antiresorptive", "pregnancy"])
def test_one_early_sample_closes_nothing(bench: Bench, clock: Clock, template: str) -> None:
    patient = bench.patient()
    waiting = len(_signed(bench, patient, template).recalls)
    clock.now += timedelta(days=9)
    for day in (1, 9):
        bench.enter(patient, "70", DAY + timedelta(days=day))
    assert len(_open(bench, patient)) == waiting
    assert bench.desk.decisions.plans(patient)[0].stopped is None


def test_one_sample_closes_one_alp_of_a_plan_and_the_next_needs_its_own(bench: Bench, clock: Clock) -> None:
    patient = bench.patient()
    _signed(bench, patient, "treated-cause")
    clock.now += timedelta(days=400)
    bench.enter(patient, "24", DAY + timedelta(days=300))
    assert len(_open(bench, patient)) == 2
    bench.enter(patient, "24", DAY + timedelta(days=301))
    assert len(_open(bench, patient)) == 1


def test_samples_of_one_month_do_not_end_a_plan_that_asks_for_two(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient()
    _signed(bench, patient, "treated-cause")
    clock.now += timedelta(days=400)
    for day in (200, 230):
        bench.enter(patient, "70", DAY + timedelta(days=day))
    assert desk.decisions.plans(patient)[0].stopped is None
    bench.enter(patient, "70", DAY + timedelta(days=231))
    assert desk.decisions.plans(patient)[0].stopped is not None


def test_a_work_up_waits_for_all_of_its_tests_and_names_what_is_missing(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient()
    item = desk.followup.add_item(patient, "Minerals", ["calcium", "magnesium"], DAY + timedelta(days=20))
    clock.now += timedelta(days=5)
    day = DAY + timedelta(days=5)
    calcium = Result(analyte="calcium", value="9.2", unit="mg/dL")
    magnesium = Result(analyte="magnesium", value="2.0", unit="mg/dL")
    said = desk.panels.enter(patient, Panel(uid=uuid4(), collected=day), (calcium,))
    assert said.closed == ("Minerals: still missing: Magnesium.",)
    assert [one.id for one in _open(bench, patient)] == [item.id]
    desk.panels.enter(patient, Panel(uid=uuid4(), collected=day), (magnesium,))
    assert not _open(bench, patient)
    desk.corrections.void_panel(said.panel_id, "another patient's")
    assert [one.id for one in _open(bench, patient)] == [item.id]


def test_alp_alone_does_not_close_what_is_looked_at_together(bench: Bench, clock: Clock) -> None:
    patient = bench.patient()
    _signed(bench, patient, "hpp-adult")
    clock.now += timedelta(days=200)
    said = bench.enter(patient, "24", DAY + timedelta(days=190)).closed
    assert len(said) == 1 and "still missing: Calcium" in said[0]
    assert any("alp" in one.tests.split() for one in _open(bench, patient))


def test_a_date_on_which_no_sample_counts_is_refused_with_the_first_that_is_possible(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    entered = bench.enter(patient, "24", DAY)
    draft = DecisionDraft(patient_id=patient, assessment_id=entered.assessment_id or 0, kind=DecisionKind.REPEAT)
    early, words = DAY + timedelta(days=10), "counts from 2 April 2026; choose that day or a later one"
    for asked in ({"templates": ("first-low",), "due": early}, {"promised": early}):
        with pytest.raises(AlpdeskError, match=words):
            desk.decisions.sign(draft.model_copy(update=asked))
    signed = desk.decisions.sign(draft.model_copy(update={"promised": DAY + timedelta(days=31)}))
    with pytest.raises(AlpdeskError, match=words):
        desk.followup.postpone(signed.recalls[0].id or 0, early, "sooner")


def test_a_date_that_would_be_forgotten_is_refused(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    item = _signed(bench, patient).recalls[0]
    far = DAY + timedelta(days=732)
    with pytest.raises(AlpdeskError, match="last possible one is 2 March 2028"):
        desk.followup.postpone(item.id or 0, far, "typing slip")
    with pytest.raises(AlpdeskError, match="too far ahead"):
        desk.followup.order_tests(patient, ["zinc"], far)
    assert desk.followup.postpone(item.id or 0, far - timedelta(days=1), "abroad").due == far - timedelta(days=1)


def test_a_changed_plan_never_runs_without_a_date(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient()
    plan = _signed(bench, patient, "antiresorptive").plans[0].id or 0
    once = MonitoringItem(title="ALP now", tests=("alp",), after_days=10)
    zinc = MonitoringItem(title="Zinc", tests=("zinc",), after_days=40)
    desk.followup.edit_plan(plan, [once, zinc], "closer")
    clock.now += timedelta(days=10)
    bench.enter(patient, "24", DAY + timedelta(days=10))
    desk.followup.edit_plan(plan, [once.model_copy(update={"every_days": 90})], "quarterly")
    assert [(one.title, one.due) for one in _open(bench, patient)] == [("ALP now", DAY + timedelta(days=100))]
    desk.followup.edit_plan(plan, [zinc], "zinc only")
    assert [one.title for one in _open(bench, patient)] == ["Zinc"]


def test_opening_a_repeating_item_again_takes_back_its_next_date(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient()
    item = next(one for one in _signed(bench, patient, "pregnancy").recalls)
    clock.now += timedelta(days=80)
    bench.enter(patient, "70", DAY + timedelta(days=80))
    assert [one.id for one in _open(bench, patient)] != [item.id]
    desk.followup.reopen(item.id or 0, "wrong patient's letter")
    assert [one.id for one in _open(bench, patient)] == [item.id]


def test_a_result_from_before_its_order_leaves_the_order_open_and_says_so(bench: Bench) -> None:
    """Zinc was added to the tube of the day before."""
    patient, today = bench.patient(), bench.desk.context.today()
    order = bench.desk.followup.order_tests(patient, ("zinc",), today + timedelta(days=7), "Same tube")
    day = today - timedelta(days=1)
    zinc = Result(analyte="zinc", value="80", unit="ug/dL")
    entered = bench.desk.panels.enter(patient, Panel(uid=uuid4(), collected=day), (zinc,))
    said = f"this sample was taken before it was ordered on {in_words(today)}; it stays due."
    assert entered.closed == (f"{order.title}: {said}",)
    assert [one.id for one in _open(bench, patient)] == [order.id]


@pytest.mark.parametrize("history", ["single", "persistent"])
def test_that_a_later_sample_is_not_low_is_no_news_of_an_answered_low(bench: Bench, clock: Clock, history: str) -> None:
    """The sample was dated wrong, and later one was moved in: nothing low is new, so nothing waits anew."""
    patient, other = bench.patient(), bench.patient("Other")
    if history == "persistent":
        bench.enter(patient, "29", DAY - timedelta(days=60))
    _signed(bench, patient, "first-low")
    clock.now += timedelta(days=60)
    late = bench.enter(patient, "70", DAY + timedelta(days=20)).panel_id
    sample = bench.desk.panels.get(late).panel
    bench.desk.corrections.change_sample(sample.model_copy(update={"collected": DAY + timedelta(days=35)}), "Misread.")
    assert bench.desk.decisions.waiting(patient) is None
    moved = bench.enter(other, "72", DAY + timedelta(days=50)).panel_id
    bench.desk.corrections.move_panel(moved, patient, "The wrong patient.")
    assert bench.desk.decisions.waiting(patient) is None
