"""The measures of an audit, each with what counts for it and what published audits found."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpdesk.domain.care_audit import CareAudit, Measure
from alpdesk.domain.rules import RuleBook
from alpdesk.ui.care import words
from alpdesk.ui.theme import SPACE_1, SPACE_3, SPACE_4
from alpdesk.ui.widgets import Card, Divider, PlainLabel
from alpdesk.ui.widgets.cards import clear

_FIGURES = 16


class MeasuresCard(Card):
    """One line a measure: the share, how many of how many, what counts, what others found."""

    def __init__(self, rules: RuleBook, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Measures"), parent=parent)
        self._rules = rules
        self._lines = QVBoxLayout()
        self._lines.setSpacing(SPACE_3)
        self.body.addLayout(self._lines)

    def show_audit(self, audit: CareAudit) -> None:
        """Show the measures of an audit."""
        clear(self._lines)
        shown = [each for each in audit.measures if each.of or each.id != "suspended_answered"]
        for number, measure in enumerate(shown):
            if number:
                self._lines.addWidget(Divider())
            self._lines.addWidget(self._line(measure, audit))

    def _line(self, measure: Measure, audit: CareAudit) -> QWidget:
        standard = self._rules.audit.measure(measure.id)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_4)
        told = QVBoxLayout()
        told.setSpacing(SPACE_1)
        told.addWidget(PlainLabel(standard.title, "strong", wrap=True))
        told.addWidget(PlainLabel(self._counts(measure, audit), wrap=True))
        for each in standard.published:
            told.addWidget(PlainLabel(words.published(each), "small", wrap=True))
        row.addLayout(told, 1)
        row.addLayout(_figures(measure, standard.title))
        return line

    def _counts(self, measure: Measure, audit: CareAudit) -> str:
        definition = self._rules.audit.measure(measure.id).definition
        more = {
            "answered_in_time": (words.allowed(self._rules), words.time_to_answer(audit)),
            "repeated_in_time": (words.window(self._rules), words.repeats(audit)),
        }
        return " ".join(part for part in (definition, *more.get(measure.id, ())) if part)


def _figures(measure: Measure, title: str) -> QVBoxLayout:
    """Return the share above how many of how many, at the right."""
    share, counts = PlainLabel(words.share(measure), "figure"), PlainLabel(words.of(measure), "muted")
    share.setAccessibleName(f"{title}: {words.share(measure)}, {words.of(measure)}")
    column = QVBoxLayout()
    column.setSpacing(0)
    for label in (share, counts):
        label.setAlignment(Qt.AlignmentFlag.AlignRight)
        label.setMinimumWidth(label.fontMetrics().averageCharWidth() * _FIGURES)
        column.addWidget(label)
    column.addStretch(1)
    return column
