"""Which reference interval applies, by calendar age, sex and week of pregnancy."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from alpdesk.domain.ages import Age, day_reached, has_reached
from alpdesk.domain.analytes import Analyte, IntervalRow
from alpdesk.domain.assessment import Interval
from alpdesk.domain.profiles import Profile, ProfileChoice, ProfileInterval
from alpdesk.domain.records import Patient, Sex
from alpdesk.domain.rules import RuleBook

DEFAULT_CHOICE = ProfileChoice()


class Step(NamedTuple):
    """An interval from one day up to, not including, another."""

    start: date
    stop: date
    interval: Interval


def chosen_profile(
    patient: Patient, day: date, gestation_weeks: int | None, rules: RuleBook, choice: ProfileChoice = DEFAULT_CHOICE
) -> Profile:
    """Return the profile that gives the age-and-sex verdict on a day.

    Where the profile that the clinic chose has nothing for the sex, age and day, the rule book's own judges: no sample
    goes unjudged.
    """
    defaults = rules.defaults
    if gestation_weeks is not None:
        return rules.profiles[defaults.pregnancy]
    grown_up = has_reached(patient.birth_date, day, defaults.adult_from)
    own = rules.profiles.get(choice.adult if grown_up else choice.child)
    usual = rules.profiles[defaults.adult if grown_up else defaults.child]
    return own if own is not None and _judges(own, patient, day) else usual


def _judges(profile: Profile, patient: Patient, day: date) -> bool:
    """Say whether a profile has an interval for a patient on a day, and for both sexes where theirs is not known."""
    sexes = (Sex.FEMALE, Sex.MALE) if patient.sex is Sex.UNKNOWN else (patient.sex,)
    known = [row for row, _ in profile.cells if row.is_valid_on(day) and _fits_age(row, patient.birth_date, day)]
    return not profile.by_gestation and all(any(_fits_sex(row.sex, sex) for row in known) for sex in sexes)


def profile_intervals(
    profile: Profile, patient: Patient, day: date, gestation_weeks: int | None
) -> tuple[Interval, ...]:
    """Return no interval, one, or (sex unknown and the sexes differ) both."""
    if profile.by_gestation:
        fits = (shown for row, shown in profile.cells if row.is_valid_on(day) and _fits_week(row, gestation_weeks))
        return tuple(fits)
    return tuple(
        shown
        for row, shown in profile.cells
        if row.is_valid_on(day) and _fits_sex(row.sex, patient.sex) and _fits_age(row, patient.birth_date, day)
    )


def without_preterm_interval(patient: Patient, day: date, rules: RuleBook) -> bool:
    """Say whether no age interval is valid because the child was born preterm."""
    return patient.preterm and not has_reached(patient.birth_date, day, rules.defaults.preterm_below)


def age_sex_intervals(
    patient: Patient, day: date, gestation_weeks: int | None, rules: RuleBook, choice: ProfileChoice = DEFAULT_CHOICE
) -> tuple[Interval, ...]:
    """Return the intervals of the age-and-sex verdict on a day."""
    if without_preterm_interval(patient, day, rules):
        return ()
    profile = chosen_profile(patient, day, gestation_weeks, rules, choice)
    return profile_intervals(profile, patient, day, gestation_weeks)


def own_intervals(analyte: Analyte, unit: str, patient: Patient, day: date) -> tuple[IntervalRow, ...]:
    """Return the rule book's own rows: in the unit as typed where its source gives one, else in another."""
    fitting = [
        row for row in analyte.intervals if _fits_sex(row.sex, patient.sex) and _fits_age(row, patient.birth_date, day)
    ]
    as_typed = tuple(row for row in fitting if row.unit == unit)
    if as_typed or not fitting:
        return as_typed
    first = next((row.unit for row in fitting if row.unit == analyte.unit), fitting[0].unit)
    return tuple(row for row in fitting if row.unit == first)


def interval_for(
    analyte: str,
    profile: str,
    patient: Patient,
    collected: date,
    gestation_weeks: int | None,
    rules: RuleBook,
) -> Interval | None:
    """Return the one interval of an analyte on a day, or ``None`` when there is none or the sexes disagree.

    ALP is judged by ``profile``, or by the clinic's default where that is empty; other analytes by the rule book's own.
    """
    if analyte == "alp":
        found = (
            profile_intervals(rules.profiles[profile], patient, collected, gestation_weeks)
            if profile
            else age_sex_intervals(patient, collected, gestation_weeks, rules)
        )
        return found[0] if len(found) == 1 else None
    known = rules.analytes[analyte]
    rows = own_intervals(known, known.unit, patient, collected)
    return shown_row(rows[0]) if len(rows) == 1 else None


def shown_row(row: IntervalRow) -> Interval:
    """Return one of the rule book's own rows as it is shown."""
    return Interval(
        low=row.low, high=row.high, unit=row.unit, profile="own", label=row.label, source=", ".join(row.sources)
    )


def steps(
    analyte: str,
    patient: Patient,
    start: date,
    stop: date,
    rules: RuleBook,
    choice: ProfileChoice = DEFAULT_CHOICE,
) -> tuple[Step, ...]:
    """Return the interval as it changes with age from ``start`` up to ``stop``, pregnancies left out."""
    days = sorted({start, *_changes(analyte, patient.birth_date, start, stop, rules, choice)})
    spans = zip(days, [*days[1:], stop], strict=True)
    found = ((first, last, _single(analyte, patient, first, rules, choice)) for first, last in spans if first < last)
    return tuple(Step(first, last, interval) for first, last, interval in found if interval is not None)


def _single(analyte: str, patient: Patient, day: date, rules: RuleBook, choice: ProfileChoice) -> Interval | None:
    if analyte != "alp":
        return interval_for(analyte, "", patient, day, None, rules)
    found = age_sex_intervals(patient, day, None, rules, choice)
    return found[0] if len(found) == 1 else None


def _changes(
    analyte: str, born: date, start: date, stop: date, rules: RuleBook, choice: ProfileChoice
) -> Iterable[date]:
    rows: Iterable[ProfileInterval | IntervalRow] = rules.analytes[analyte].intervals
    ages: list[Age | None] = [rules.defaults.adult_from, rules.defaults.preterm_below]
    turns: list[date] = []
    if analyte == "alp":
        used = {choice.child, rules.defaults.child, choice.adult, rules.defaults.adult} & rules.profiles.keys()
        parts = [row for name in used for row in rules.profiles[name].intervals]
        turns = [day for row in parts for day in _turns(row)]
        rows = parts
    for row in rows:
        ages += (row.age_from, row.age_to)
    reached = (day_reached(born, age) for age in ages if age is not None)
    return (day for day in (*reached, *turns) if start < day < stop)


def _turns(row: ProfileInterval) -> Iterable[date]:
    """Return the first day of a partition's validity and the first day after it."""
    after = None if row.valid_to in (None, date.max) else row.valid_to + timedelta(days=1)
    return (day for day in (row.valid_from, after) if day is not None)


def _fits_sex(wanted: str, sex: Sex) -> bool:
    return wanted == "any" or sex is Sex.UNKNOWN or wanted == sex.value


def _fits_age(row: ProfileInterval | IntervalRow, born: date, day: date) -> bool:
    return has_reached(born, day, row.age_from) and (row.age_to is None or not has_reached(born, day, row.age_to))


def _fits_week(row: ProfileInterval, weeks: int | None) -> bool:
    if weeks is None:
        return False
    return weeks >= (row.weeks_from or 0) and (row.weeks_to is None or weeks < row.weeks_to)
