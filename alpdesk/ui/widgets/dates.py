"""Dates as people type and read them."""

import re
from datetime import date, timedelta

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

_NAME = r"[^\W\d_][^\d\s./,\-]+"  # vowel signs of Hindi are no letters to Python
_NUMBERS = re.compile(rf"^\s*(\d{{1,4}})\s*[./\-\s]\s*(\d{{1,2}}|{_NAME})\.?\s*[./\-\s]\s*(\d{{1,4}})\s*$")
_MONTH_ONLY = re.compile(rf"^\s*(\d{{1,4}}|{_NAME})\.?\s*[./\-\s]\s*(\d{{1,4}}|{_NAME})\s*$")
_DAY = re.compile(rf"\b\d{{1,4}}\s*[./-]\s*\d{{1,2}}\s*[./-]\s*\d{{1,4}}\b|\b\d{{1,2}}\.?\s+{_NAME}\.?,?\s+\d{{4}}\b")
_AIR = 12
_SOLID = re.compile(r"^\s*(\d{8})\s*$")


def format_date(day: date | None) -> str:
    """Return a date with the month as a word, so that nobody can misread it."""
    if day is None:
        return ""
    return QLocale().toString(QDate(day.year, day.month, day.day), "d MMM yyyy")


def read_date(text: str, *, today: date | None = None) -> date | None:
    """Read ``12.3.1980``, ``1980-03-12``, ``12 Mar 1980``, ``3/12/1980`` (month first where the locale says so).

    Two-digit years are read as the last one not after ``today``. ``t`` or ``today`` is today, ``-3`` three
    days ago, ``+14`` in two weeks.
    """
    relative = _relative(text, today)
    if relative is not None:
        return relative
    parts = _parts(text)
    if parts is None:
        return None
    try:
        return date(*_order(parts, text, today))
    except ValueError:
        return None


def with_days(text: str) -> str:
    """Return a search with every day in it, in whatever form one types or reads it, as the record has it."""
    return _DAY.sub(lambda found: _iso(found.group()), text)


def _iso(text: str) -> str:
    day = read_date(text.replace(",", ""))
    return text if day is None else day.isoformat()


def read_month(text: str, *, today: date | None = None) -> tuple[int, int] | None:
    """Read ``3/2024``, ``3.24``, ``2024-03``, ``Mar 2024``: a year and a month of which the day is missing."""
    found = _MONTH_ONLY.match(text)
    if found is None:
        return None
    one, two = found.groups()
    try:
        year, month = (int(one), _month(two)) if len(one) == 4 and one.isdigit() else (int(two), _month(one))
        day = date(year if year > 99 else _century(year, today), month, 1)
    except ValueError:
        return None
    return day.year, day.month


def _relative(text: str, today: date | None) -> date | None:
    word = text.strip().casefold()
    if today is None:
        return None
    if word in {"t", "today"}:
        return today
    if re.fullmatch(r"[+-]\d{1,3}", word):
        return today + timedelta(days=int(word))
    return None


def _parts(text: str) -> tuple[str, str, str] | None:
    solid = _SOLID.match(text)
    if solid:
        digits = solid.group(1)
        return digits[:4], digits[4:6], digits[6:]
    found = _NUMBERS.match(text)
    return (found.group(1), found.group(2), found.group(3)) if found else None


def _order(parts: tuple[str, str, str], text: str, today: date | None) -> tuple[int, int, int]:
    first, middle, last = parts
    if len(first) == 4:
        return int(first), _month(middle), int(last)
    year = int(last) if len(last) == 4 else _century(int(last), today)
    if not middle.isdigit():
        return year, _month(middle), int(first)
    if "/" in text and _month_first():
        return year, int(first), int(middle)
    return year, int(middle), int(first)


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    wanted = _bare(text)
    for locale in (QLocale(), QLocale(QLocale.Language.English)):
        names = {month: _names(locale, month) for month in range(1, 13)}
        exact = [month for month, known in names.items() if wanted in known]
        begun = [month for month, known in names.items() if any(name.startswith(wanted) for name in known)]
        if len(found := exact or begun) == 1:  # what begins two months names none: "jui" is juin and juillet
            return found[0]
    raise ValueError(text)


def _names(locale: QLocale, month: int) -> set[str]:
    """Return a month's names, as they stand in a date and by themselves, long and short."""
    forms = (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat)
    return {_bare(name(month, form)) for name in (locale.monthName, locale.standaloneMonthName) for form in forms}


def _bare(name: str) -> str:
    return name.casefold().strip(" .॰")


def _month_first() -> bool:
    return QLocale().dateFormat(QLocale.FormatType.ShortFormat).casefold().startswith("m")


def _century(year: int, today: date | None) -> int:
    if year > 99:
        raise ValueError(year)
    latest = (today or date(2099, 12, 31)).year
    return max(candidate for candidate in (1900 + year, 2000 + year) if candidate <= latest or candidate < 2000)


class DateEdit(QLineEdit):
    """A line that reads a date in any usual way and writes it out when it is left.

    Signals: ``date_changed(object)`` with a date or ``None`` while typing.
    """

    date_changed = Signal(object)

    def __init__(self, *, today: date | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._written: tuple[str, date | None] = ("", None)
        self.textEdited.connect(lambda: self.date_changed.emit(self.day()))
        self.editingFinished.connect(self._write_out)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the whole hint has no room, the example alone says as much."""
        hint = self.tr("for example {}").format(_example())
        room = event.size().width() - 2 * _AIR
        fits = self.fontMetrics().horizontalAdvance(hint) <= room
        self.setPlaceholderText(hint if fits else _example())
        super().resizeEvent(event)

    def day(self) -> date | None:
        """Return the date that stands there, if it is one; what this line wrote itself is remembered, not read."""
        text, day = self._written
        if text and self.text() == text:
            return day
        return read_date(self.text(), today=self._today)

    def set_today(self, today: date) -> None:
        """Say which day ``t`` and ``-1`` count from."""
        self._today = today

    def set_date(self, day: date | None) -> None:
        """Show a date."""
        self._written = (format_date(day), day)
        self.setText(self._written[0])

    def _write_out(self) -> None:
        day = self.day()
        if day is not None:
            self.set_date(day)


def _example() -> str:
    locale = QLocale()
    written = locale.dateFormat(QLocale.FormatType.ShortFormat)
    return locale.toString(QDate(1980, 3, 31), re.sub("y+", "yyyy", written))
