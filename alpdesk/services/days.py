"""Days as the sentences of the services say them."""

from datetime import date

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def in_words(day: date) -> str:
    """Return a day such as 13 March 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
