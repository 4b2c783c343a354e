"""What a series amounts to, against a slow reading of the definitions."""

from datetime import date, timedelta

from hypothesis import given, strategies as st

from alpdesk.domain.assessment import Persistence
from alpdesk.domain.persistence import Series, read_series
from alpdesk.domain.records import Flag

LIMIT = 31
START = date(2020, 1, 1)
STEPS = st.lists(st.tuples(st.integers(0, 40), st.sampled_from([Flag.LOW, Flag.WITHIN, Flag.HIGH, Flag.INDETERMINATE])))


def naive(verdicts: list[tuple[date, Flag]]) -> Persistence:
    """Read the definitions one by one, run by run."""
    judged = [(day, flag is Flag.LOW) for day, flag in verdicts if flag is not Flag.INDETERMINATE]
    runs: list[list[date]] = []
    before = False
    for day, low in judged:
        if low and before:
            runs[-1].append(day)
        elif low:
            runs.append([day])
        before = low
    if not runs:
        return Persistence.NONE
    long_runs = [run[-1] >= run[0] + timedelta(days=LIMIT) for run in runs]
    if judged[-1][1] and long_runs[-1]:
        return Persistence.PERSISTENT
    if len(runs) >= 2 and not long_runs[-1]:
        return Persistence.FLUCTUATING
    if judged[-1][1]:
        return Persistence.SINGLE
    return Persistence.FORMERLY_PERSISTENT if long_runs[-1] else Persistence.RESOLVED


def dated(steps: list[tuple[int, Flag]]) -> list[tuple[date, Flag]]:
    day, found = START, []
    for gap, flag in steps:
        day += timedelta(days=gap)
        found.append((day, flag))
    return found


@given(steps=STEPS)
def test_the_label_is_what_the_definitions_say(steps: list[tuple[int, Flag]]) -> None:
    verdicts = dated(steps)
    assert read_series(verdicts, LIMIT).persistence is naive(verdicts)


@given(steps=STEPS)
def test_lows_are_counted_and_dated(steps: list[tuple[int, Flag]]) -> None:
    verdicts = dated(steps)
    found = read_series(verdicts, LIMIT)
    judged = [pair for pair in verdicts if pair[1] is not Flag.INDETERMINATE]
    assert found.lows == sum(flag is Flag.LOW for _, flag in judged)
    assert (found.low_since is not None) == (bool(judged) and judged[-1][1] is Flag.LOW)


def test_no_result_is_none() -> None:
    assert read_series([], LIMIT) == Series()


def test_thirty_days_are_too_few_and_thirty_one_are_enough() -> None:
    low = Flag.LOW
    assert read_series([(START, low), (START + timedelta(days=30), low)], LIMIT).persistence is Persistence.SINGLE
    assert read_series([(START, low), (START + timedelta(days=31), low)], LIMIT).persistence is Persistence.PERSISTENT


def test_a_fluctuation_remembers_that_a_run_persisted() -> None:
    days = [(0, Flag.LOW), (40, Flag.LOW), (10, Flag.WITHIN), (10, Flag.LOW)]
    found = read_series(dated(days), LIMIT)
    assert found.persistence is Persistence.FLUCTUATING
    assert found.contains_persistent
