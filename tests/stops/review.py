"""Panels that staff entered, read and signed off."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from alpdesk.domain.records import Panel, Result, Role, User
from alpdesk.services.desk import Desk
from alpdesk.store.audit import Actor
from tests.stops.guide import Guide, Stop

_VALUES = (
    ("alp", "29", "U/L"),
    ("calcium", "9.4", "mg/dL"),
    ("phosphate", "4.9", "mg/dL"),
    ("magnesium", "1.9", "mg/dL"),
    ("alt", "62", "U/L"),
    ("vitamin_b6", "212", "nmol/L"),
)


def stops(guide: Guide) -> Iterator[tuple[str, Stop]]:
    """Yield the review page with panels, with its explanation, and without anything."""
    yield "review", lambda: _fill(guide)
    yield "review-why", lambda: guide.page("review")._why(guide.page("review")._current().sample.results[0])
    yield "review-empty", lambda: _empty(guide)


def _fill(guide: Guide) -> None:
    desk = guide.desk
    clerk = desk.users.add(User(name="Jo Clerk", role=Role.STAFF))
    typist = Desk(replace(desk.context, actor=Actor(clerk.id, clerk.name, "desk-2")))
    people = [guide.patient(), *(each.id for each in desk.patients.search("", limit=5).items)]
    results = tuple(Result(analyte=name, value=value, unit=unit) for name, value, unit in _VALUES)
    for number, patient in enumerate(people):
        day = desk.context.today() - timedelta(days=number)
        typist.panels.enter(
            patient, Panel(collected=day, laboratory_id=1), results if number % 3 == 0 else results[1:4]
        )
    guide.workspace.refresh()
    guide.go("review")


def _empty(guide: Guide) -> None:
    for waiting in guide.desk.reviewing.waiting(limit=500).items:
        guide.desk.reviewing.sign_off(waiting.panel_id)
    guide.workspace.refresh()
    guide.go("review")
