"""The sentences of the sweep."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from alpdesk.domain.records import Flag
from alpdesk.services.sweeping import SweptLow
from alpdesk.services.worklist import HitKind, SweepHit
from alpdesk.ui.clinical.words import counted, grades
from alpdesk.ui.widgets import format_date
from alpdesk.ui.widgets.lines import Cell
from alpdesk.ui.widgets.numbers import as_shown

translate = QCoreApplication.translate


def heads() -> tuple[str, ...]:
    """Return the heads of the table."""
    return (
        translate("Sweep", "Patient"), translate("Sweep", "ALP"), translate("Sweep", "How low"),
        translate("Sweep", "Since"), translate("Sweep", "On the list"),
    )  # fmt: skip


def line(low: SweptLow) -> tuple[Cell, ...]:
    """Return a line of the table."""
    hit = low.hit
    listed = translate("Sweep", "waits") if hit.on_list else translate("Sweep", "was never shown")
    return (
        Cell(low.patient.name, low.patient.number, strong=True, keeps_detail=True),
        _value(hit),
        Cell(_found(hit)),
        Cell(format_date(hit.since)),
        Cell(listed, ink="muted" if hit.on_list else "caution", strong=not hit.on_list),
    )


def _value(hit: SweepHit) -> Cell:
    alp, low = hit.alp, hit.kind is HitKind.LOW
    if not alp.value:
        return Cell("")
    text = f"{as_shown(alp.value)} {alp.unit}{' ↓' if low else ''}".replace("  ", " ")
    return Cell(text, format_date(alp.collected), ink="low" if low else "text")


def _found(hit: SweepHit) -> str:
    if hit.kind is HitKind.LOW:
        return ", ".join(grades(Flag.LOW, hit.severity, hit.persistence))
    if hit.kind is HitKind.MAY_BE_LOW:
        return ", ".join((translate("Sweep", "ALP that may be low"), *hit.alerts))
    return ", ".join(hit.alerts) or translate("Sweep", "ALP that may not be read")


def found(lows: int, never_shown: int, others: int = 0) -> tuple[str, str]:
    """Return what a sweep found, and what to do about it. ``others`` have no low ALP, but something pressing."""
    if not lows:
        return translate("Sweep", "Every low ALP in the record has an answer."), ""
    many = (
        _of_every_kind(lows)
        if others
        else counted(
            lows,
            translate("Sweep", "%n patient has a low ALP that nobody has answered."),
            translate("Sweep", "%n patients have a low ALP that nobody has answered.", None, lows),
        )
    )
    if not never_shown:
        return many, translate("Sweep", "All of them wait on Today's list.")
    missing = counted(
        never_shown,
        translate("Sweep", "%n was never shown to anybody and is on no list."),
        translate("Sweep", "%n were never shown to anybody and are on no list.", None, never_shown),
    )
    return many, missing


def _of_every_kind(people: int) -> str:
    return counted(
        people,
        translate(
            "Sweep", "%n patient has a low ALP, one that may not be read, or a pressing alert without an answer."
        ),
        translate(
            "Sweep",
            "%n patients have a low ALP, one that may not be read, or a pressing alert without an answer.",
            None,
            people,
        ),
    )


def taken_up(kept: int) -> str:
    """Say that lows were put on the list."""
    one, more = translate("Sweep", "%n low put on the list"), translate("Sweep", "%n lows put on the list", None, kept)
    return counted(kept, one, more)


def last_swept(at: datetime | None) -> str:
    """Say when the record was last searched."""
    if at is None:
        return translate("Sweep", "Never swept")
    when = QDateTime.fromSecsSinceEpoch(int(at.timestamp()))
    day = format_date(at.astimezone().date())
    clock = QLocale().toString(when.time(), QLocale.FormatType.ShortFormat)
    return translate("Sweep", "Swept {day}, {time}").format(day=day, time=clock)
