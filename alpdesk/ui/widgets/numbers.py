"""Values as the reader's country writes them; the record keeps them as they were typed."""

import re

from PySide6.QtCore import QLocale

_DECIMAL = re.compile(r"^(\D*\d+)[.,](\d+(?:\s.*)?)$")


def as_shown(value: str) -> str:
    """Return a typed value with the decimal point or comma of the reader's country: ``31.5``, ``31,5``, ``< 0,05``."""
    found = _DECIMAL.match(value)
    return f"{found.group(1)}{QLocale().decimalPoint()}{found.group(2)}" if found else value
