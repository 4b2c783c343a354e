"""The language no one speaks leaves what is filled in as it is."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from tests.pseudo import PseudoTranslator, pseudo


def test_places_for_counts_and_words_stay() -> None:
    assert "%n" in pseudo("%n results on {day}")
    assert "%Ln" in pseudo("%Ln results")
    assert "{day}" in pseudo("%n results on {day}")
    assert "ŕ" in pseudo("%n results")


def test_a_count_is_filled_in(qapp: QApplication) -> None:
    translator = PseudoTranslator(qapp)
    qapp.installTranslator(translator)
    try:
        said = QCoreApplication.translate("Any", "%n results", "", 7)
    finally:
        qapp.removeTranslator(translator)
    assert said.startswith("«7 ") and "%" not in said
