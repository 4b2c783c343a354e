"""How a person is written in a list: sign, age, dates."""

from datetime import date
from unicodedata import bidirectional

from PySide6.QtCore import QCoreApplication, QLocale

from alpdesk.domain.ages import age_on
from alpdesk.domain.records import Sex

_SIGNS = {Sex.FEMALE: "♀", Sex.MALE: "♂", Sex.UNKNOWN: "?"}
_PLAIN = {"en": "English", "es": "Español"}  # Qt tells of one country each


def sex_sign(sex: Sex) -> str:
    """Return the sign of a sex; unknown is shown, because no interval by sex can be applied."""
    return _SIGNS[sex]


def alone(name: str) -> str:
    """Return a name so that figures beside it stay on their side where it runs from right to left."""
    runs_left = any(bidirectional(letter) in {"R", "AL"} for letter in name)
    return f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}" if runs_left else name


def sex_word(sex: Sex) -> str:
    """Return the sex in words."""
    words = {
        Sex.FEMALE: QCoreApplication.translate("People", "female"),
        Sex.MALE: QCoreApplication.translate("People", "male"),
        Sex.UNKNOWN: QCoreApplication.translate("People", "sex unknown"),
    }
    return words[sex]


def age_text(born: date, today: date) -> str:
    """Return the age as people say it: days, then months, then years."""
    if today < born:
        return QCoreApplication.translate("People", "not yet born")
    number, unit = age_on(born, today)
    words = {
        "d": QCoreApplication.translate("People", "{} d"),
        "m": QCoreApplication.translate("People", "{} mo"),
        "y": QCoreApplication.translate("People", "{} y"),
    }
    return words[unit].format(number)


def days_ago(days: int) -> str:
    """Return how long ago in words."""
    if days <= 0:
        return QCoreApplication.translate("People", "today")
    if days == 1:
        return QCoreApplication.translate("People", "yesterday")
    return QCoreApplication.translate("People", "{} days ago").format(days)


def language_name(code: str) -> str:
    """Return a language by the name it gives itself, without a country."""
    if code in _PLAIN:
        return _PLAIN[code]
    name = QLocale(code).nativeLanguageName()
    return name[:1].upper() + name[1:] if name and QLocale(code).language() is not QLocale.Language.C else code
