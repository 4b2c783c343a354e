"""The verdict on one result while it is typed."""

from decimal import Decimal

from alpdesk.domain.alp import ALP, read_alp
from alpdesk.domain.analytes import Unit
from alpdesk.domain.assessment import Interval
from alpdesk.domain.intervals import DEFAULT_CHOICE
from alpdesk.domain.other_units import nearer_before, unit_words
from alpdesk.domain.plausible import doubtful_separator, implausible, other_unit, refusal
from alpdesk.domain.quantity import Quantity
from alpdesk.domain.readings import Reading, read_result, suspected_slip
from alpdesk.domain.records import Comparator, Flag, Panel, Patient, Record, Result
from alpdesk.domain.rules import ProfileChoice, RuleBook


class Question(Record):
    """Something to ask beside the field, with what to put there instead where that is known."""

    kind: str
    text: str
    suggested_value: str = ""
    suggested_unit: str = ""


class ResultVerdict(Record):
    """What is made of one result as typed. ``reason``: why a value cannot be judged, or what a verdict leaves out."""

    flag: Flag = Flag.NONE
    interval: Interval | None = None
    reason: str = ""
    comparator: Comparator = Comparator.EXACT
    canonical: Decimal | None = None
    questions: tuple[Question, ...] = ()
    refusal: str | None = None


def judge(
    result: Result,
    panel: Panel,
    patient: Patient,
    rules: RuleBook,
    *,
    previous: Result | None = None,
    choice: ProfileChoice = DEFAULT_CHOICE,
) -> ResultVerdict:
    """Judge one result by its printed interval, else by the one for age and sex; an ALP by both."""
    refused = refusal(result, rules)
    if refused is not None:
        return ResultVerdict(reason=refused, refusal=refused)
    reading = read_result(result, panel, patient, rules)
    if reading is None or reading.quantity is None:
        return ResultVerdict(reason="" if reading is None else reading.reason)
    flag, interval, reason = reading.flag, reading.interval, reading.reason
    if result.analyte == ALP:
        alp = read_alp(result, panel, patient, rules, choice)
        flag, interval, reason = alp.flag, alp.age_sex[1] or alp.laboratory[1], alp.why_not
        if alp.slip is not None:
            flag = Flag.SUSPENDED
    return ResultVerdict(
        flag=flag,
        interval=interval,
        reason=reason,
        comparator=reading.quantity.comparator,
        canonical=reading.quantity.number,
        questions=_questions(reading, previous, rules),
    )


def _questions(reading: Reading, previous: Result | None, rules: RuleBook) -> tuple[Question, ...]:
    slip = suspected_slip(reading.analyte, reading.unit, reading.typed)
    if slip is not None:
        return (_of_unit(reading, reading.analyte.unit_of(slip.looks_like)),)
    other = other_unit(reading) or _by_previous(reading, previous, rules)
    if other is not None:
        return (_of_unit(reading, other),)
    doubts = (text for text in (implausible(reading), doubtful_separator(reading)) if text is not None)
    asked = (Question(kind="implausible", text=text) for text in doubts)
    return (*asked, *_ten_times(reading, previous, rules))


def _of_unit(reading: Reading, other: Unit) -> Question:
    here, typed = reading.analyte.unit_of(reading.unit), reading.typed
    text = "" if typed is None else unit_words(reading.analyte, here, other, typed)
    return Question(kind="unit", text=text, suggested_value=reading.result.value, suggested_unit=other.code)


def _by_previous(reading: Reading, previous: Result | None, rules: RuleBook) -> Unit | None:
    """Return the unit that would bring the value near the previous one, which it is far from as typed."""
    if previous is None or previous.canonical is None or reading.typed is None:
        return None
    before, series = Quantity(previous.comparator, previous.canonical), rules.severity.series
    here = reading.analyte.unit_of(reading.unit)
    near, far = series.ten_times_from, series.ten_times_to
    return nearer_before(reading.analyte, here, reading.typed, before, near=near, far=far)


def _ten_times(reading: Reading, previous: Result | None, rules: RuleBook) -> tuple[Question, ...]:
    """A lost or slipped decimal point makes a value about ten times the last one, or a tenth."""
    if previous is None or previous.canonical is None or reading.quantity is None:
        return ()
    now, before = reading.quantity, Quantity(previous.comparator, previous.canonical)
    if not (now.number and before.number) or {now.comparator, before.comparator} != {Comparator.EXACT}:
        return ()
    series = rules.severity.series
    times = max(now.number / before.number, before.number / now.number)
    if not series.ten_times_from <= times <= series.ten_times_to:
        return ()
    times_words = "ten times" if now.number > before.number else "a tenth of"
    text = f"About {times_words} the previous value, {previous.value}: is the decimal point right?"
    return (Question(kind="decimal", text=text),)
