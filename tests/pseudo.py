"""A language that no one speaks: every translated text in it is recognised, and longer than the English one."""

import re

from PySide6.QtCore import QCoreApplication, QObject, QTranslator

DRESSED = str.maketrans("aceinorsuyACDEINOSTUZ", "àçéîñöŕšûýÀÇĐÉÎÑÖŠŤÛŽ")
OPENS, CLOSES, FILL = "«", "»", "·"
_PLACE = re.compile(r"(\{[^}]*\}|%L?n)")


def pseudo(text: str) -> str:
    """Return a text as the language has it: accents, brackets, a third more letters; ``{}`` and ``%n`` stay."""
    return f"{OPENS}{_dressed(text)}{FILL * max(1, len(text) * 3 // 10)}{CLOSES}"


def _dressed(text: str) -> str:
    """Accent what is neither in braces nor a place for a count."""
    return "".join(part if _PLACE.fullmatch(part) else part.translate(DRESSED) for part in _PLACE.split(text))


class PseudoTranslator(QTranslator):
    """Answers every text with its pseudo form."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        return pseudo(text) if text else text  # Qt itself fills in the count


def speak_pseudo(application: QCoreApplication) -> QObject:
    """Install the language; keep what is returned as long as it is spoken."""
    translator = PseudoTranslator(application)
    application.installTranslator(translator)
    return translator
