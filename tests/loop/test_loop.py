"""No sequence of what people do leaves a low ALP in no state, and a leak that is planted is seen."""

import random

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st
from sqlalchemy import false

from alpdesk.domain.loop import LoopState
from alpdesk.domain.records import DecisionKind
from alpdesk.domain.rules import RuleBook
from alpdesk.services.desk import Desk
from alpdesk.store.database import Database
from tests.conftest import Clock, open_clinic
from tests.loop.walk import ACTIONS, BEFORE, KINDS, TRIED, Step, Walk, not_on_their_lists

SEQUENCES, SHARDS, WALKS = 2_000, 16, 40
small = st.integers(0, 119)
step = st.tuples(st.sampled_from(TRIED), st.integers(0, 1), small, small)
steps = st.builds(
    lambda before, then: [*before, *then], st.sampled_from(BEFORE), st.lists(step, min_size=3, max_size=8)
)


@pytest.fixture
def clinic(sqlite_database: Database, rules: RuleBook, clock: Clock) -> tuple[Desk, Clock]:
    """One clinic for many walks: each brings people of its own."""
    return open_clinic(sqlite_database, rules, clock), clock


@pytest.mark.parametrize("shard", range(SHARDS))
def test_every_low_is_in_exactly_one_state_whatever_is_done(clinic: tuple[Desk, Clock], shard: int) -> None:
    @settings(
        max_examples=SEQUENCES // SHARDS,
        deadline=None,
        derandomize=False,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(steps)
    def walk(taken: list[Step]) -> None:
        walker = Walk(*clinic)
        people.extend(walker.people)
        walker.take(taken)

    people: list[int] = []
    walk()
    assert not_on_their_lists(clinic[0], people) == []


def test_everything_people_do_is_done_on_the_way(clinic: tuple[Desk, Clock]) -> None:
    """A walk whose steps were all refused would see nothing: each thing is tried until it is done once."""
    chance, left = random.Random(1), set(ACTIONS)
    for number in range(WALKS):
        walker = Walk(*clinic)
        then = [(name, chance.randrange(2), chance.randrange(120), chance.randrange(120)) for name in sorted(left)]
        chance.shuffle(then)
        walker.take([*BEFORE[number % len(BEFORE)], *then])
        left -= {text.split()[0] for text in walker.done if " refused:" not in text}
    assert left == set()


REPEAT = KINDS.index(DecisionKind.REPEAT)
LOW_UNSIGNED: list[Step] = [("enter", 0, 1, 5)]
PROMISED: list[Step] = [("enter", 0, 1, 5), ("sign", 0, 0, 1), ("days_pass", 0, 0, 89)]


def test_a_mild_alert_goes_with_the_panel_that_was_moved_away(clinic: tuple[Desk, Clock]) -> None:
    """On asfotase alfa at one, low at the other: moved there and back, nothing of it waits where nobody looks."""
    walker = Walk(*clinic)
    walker.take([("import_file", 0, 0, 0), ("rename_medicine", 1, 1, 0), ("move", 0, 0, 0), ("move", 1, 0, 0)])
    (gone,) = walker.desk.loop.of_patient(walker.people[1])
    assert (gone.concern.about, gone.state, gone.reason) == (
        "asfotase_interference", LoopState.CLOSED, "The wrong patient."
    )  # fmt: skip


def test_a_mild_alert_that_comes_up_while_looking_back_is_read_with_that(clinic: tuple[Desk, Clock]) -> None:
    """The clinic's own name makes a medicine asfotase alfa after the low was answered; looking back shows it."""
    walker = Walk(*clinic)
    later = [("sign", 0, 0, 0), ("days_pass", 0, 0, 60), ("rename_medicine", 0, 1, 0), ("look_back", 0, 0, 0)]
    walker.take([*LOW_UNSIGNED, *later])
    (mild,) = [one for one in walker.desk.loop.of_patient(walker.people[0]) if not one.concern.pressing]
    assert (mild.state, mild.by) == (LoopState.CLOSED, walker.desk.context.actor.user_id)


def test_a_low_that_is_kept_without_being_shown_is_caught(
    clinic: tuple[Desk, Clock], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: entering a panel forgets to keep what it found."""
    monkeypatch.setattr("alpdesk.services.panels.worth_keeping", lambda _assessment: False)
    with pytest.raises(AssertionError, match="not what the list of the unanswered says"):
        Walk(*clinic).take(LOW_UNSIGNED)


def test_an_answer_that_reaches_a_low_shown_later_is_caught(
    clinic: tuple[Desk, Clock], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: a decision answers everything of a patient, also what nobody had seen when it was signed."""
    monkeypatch.setattr("alpdesk.store.decisions.unanswered", false)
    with pytest.raises(AssertionError, match="not what the list of the unanswered says"):
        Walk(*clinic).take(LOW_UNSIGNED)


def test_a_repeat_that_something_else_closes_is_caught(
    clinic: tuple[Desk, Clock], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: any item of an answer counts as the sample it promised."""
    dentist_done: list[Step] = [("enter", 0, 1, 5), ("sign", 0, REPEAT, 0), ("set_something_else", 0, 0, 3)]
    Walk(*clinic).take([*dentist_done, ("days_pass", 0, 0, 0)])
    monkeypatch.setattr("alpdesk.domain.loop.keeps", lambda *_args, **_kwargs: True)
    with pytest.raises(AssertionError, match="its repeat never was due"):
        Walk(*clinic).take([*dentist_done, ("days_pass", 0, 0, 0)])


def test_an_item_that_leaves_its_list_by_itself_is_caught(
    clinic: tuple[Desk, Clock], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: the list of what is overdue is empty though a promised repeat is late."""
    walk = Walk(*clinic)
    walk.take(PROMISED)
    assert not_on_their_lists(clinic[0], walk.people) == []
    monkeypatch.setattr("alpdesk.services.worklist.overdue", lambda *_args, **_kwargs: ())
    assert not_on_their_lists(clinic[0], walk.people) == ["overdue: [] on the list, [1] by the record"]
