"""Two workstations on one record at the same moment: one waits for the other, and both end in plain words."""

import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from uuid import uuid4

import pytest

from alpdesk.domain.assessment import Persistence
from alpdesk.domain.records import Laboratory, Panel, Patient, Result, Sex
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk, build
from alpdesk.store import database as store
from tests.conftest import KEY, Clock

DAY = date(2025, 5, 6)


@pytest.fixture
def other(desk: Desk) -> Iterator[Desk]:
    """A second program on the same record."""
    database = desk.context.database
    url = database.engine.url.render_as_string(hide_password=False)
    opened = (
        store.open_server(url, Clock())
        if database.path is None
        else store.open_file(database.path, lambda: KEY, Clock())
    )
    yield build(opened, rules=desk.rules, clock=Clock(), actor=desk.actor)
    opened.close()


def _together(*acts: Callable[[], object]) -> list[object]:
    """Run all at the same moment and return what each gave or raised."""
    found: list[object] = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def run(place: int, act: Callable[[], object]) -> None:
        gate.wait()
        try:
            found[place] = act()
        except AlpdeskError as error:
            found[place] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def _person(number: str) -> Patient:
    return Patient(number=number, family_name="Ash", birth_date=date(1980, 2, 3), sex=Sex.FEMALE)


def _enter(desk: Desk, patient: int, day: date) -> object:
    results = [Result(analyte="alp", value="30", unit="U/L")]
    return desk.panels.enter(patient, Panel(uid=uuid4(), collected=day), results)


def test_one_number_is_given_once(desk: Desk, other: Desk) -> None:
    for number in "12345":
        found = _together(*(partial(one.patients.add, _person(number)) for one in (desk, other)))
        assert sorted(isinstance(one, AlpdeskError) for one in found) == [False, True]
    assert desk.patients.count() == 5


def test_one_name_of_a_laboratory_is_given_once(desk: Desk, other: Desk) -> None:
    found = _together(*(partial(one.laboratories.add, Laboratory(name="Hill Lab")) for one in (desk, other)))
    assert sorted(isinstance(one, AlpdeskError) for one in found) == [False, True]


def test_two_lows_typed_at_once_are_seen_as_persistent(desk: Desk, other: Desk) -> None:
    for number in "12345":
        patient = desk.patients.add(_person(number)).id or 0
        _together(partial(_enter, desk, patient, DAY), partial(_enter, other, patient, DAY + timedelta(days=40)))
        shown = [one.assessment.alp.persistence for one in desk.decisions.assessments(patient)]
        assert Persistence.PERSISTENT in shown
        assert desk.decisions.waiting(patient) is not None


def test_one_panel_saved_twice_at_once_is_kept_once(desk: Desk, other: Desk) -> None:
    patient, panel = desk.patients.add(_person("1")).id or 0, Panel(uid=uuid4(), collected=DAY)
    results = [Result(analyte="alp", value="30", unit="U/L")]
    found = _together(*(partial(one.panels.enter, patient, panel, results) for one in (desk, other)))
    assert not any(isinstance(one, AlpdeskError) for one in found)
    assert len(desk.patients.record(patient).panels) == 1


def test_one_finding_noted_twice_at_once_is_noted_once(desk: Desk, other: Desk) -> None:
    patient = desk.patients.add(_person("1")).id or 0
    found = _together(*(partial(one.patients.set_finding, patient, "jaundice", False) for one in (desk, other)))
    assert found == [None, None]
    assert [finding.present for finding in desk.patients.record(patient).findings] == [False]
