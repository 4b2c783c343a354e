"""The time a chart shows: narrowed, moved, and never beyond what there is."""

from datetime import date, timedelta

from hypothesis import given, strategies as st

from alpdesk.domain.span import Span, span_of

WHOLE = Span(start=date(2020, 1, 1), stop=date(2026, 1, 1))


def test_a_single_day_gets_air_on_both_sides() -> None:
    span = span_of([date(2026, 4, 14)])
    assert span.start < date(2026, 4, 14) < span.stop
    assert span.days == 60


def test_narrowing_keeps_the_day_under_the_pointer_where_it_is() -> None:
    at = date(2021, 7, 1)
    closer = WHOLE.zoomed(0.5, at, WHOLE)
    assert abs(closer.days - WHOLE.days / 2) <= 1
    before = (at - WHOLE.start).days / WHOLE.days
    after = (at - closer.start).days / closer.days
    assert abs(before - after) < 0.01


def test_widening_ends_at_the_whole() -> None:
    assert WHOLE.zoomed(0.3, date(2022, 1, 1), WHOLE).zoomed(100, date(2022, 1, 1), WHOLE) == WHOLE


def test_showing_a_day_that_is_shown_moves_nothing() -> None:
    near = Span(start=date(2023, 1, 1), stop=date(2024, 1, 1))
    assert near.showing(date(2023, 6, 1), WHOLE) == near
    assert near.showing(date(2025, 6, 1), WHOLE).holds(date(2025, 6, 1))
    assert near.showing(date(2020, 1, 2), WHOLE).start == WHOLE.start


@given(
    st.lists(st.tuples(st.floats(0.2, 4), st.integers(-900, 900), st.integers(0, WHOLE.days)), max_size=12),
)
def test_no_turn_of_the_wheel_leads_out_of_the_whole(turns: list[tuple[float, int, int]]) -> None:
    span = WHOLE
    for factor, days, at in turns:
        span = span.zoomed(factor, WHOLE.start + timedelta(days=at), WHOLE).moved(days, WHOLE)
        assert WHOLE.start <= span.start < span.stop <= WHOLE.stop
