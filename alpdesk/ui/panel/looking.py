"""What is wrong with a row, or asked about it, before the panel can be kept."""

from typing import Protocol

from alpdesk.domain.rules import RuleBook
from alpdesk.services.panels import ResultDraft, RowPreview
from alpdesk.ui.panel import words
from alpdesk.ui.panel.entry import Entry
from alpdesk.ui.panel.rows import shown_row
from alpdesk.ui.panel.shown import Question, RowShown


class RowsView(Protocol):
    """What a look at a row needs of the page."""

    def row(self, analyte: str) -> ResultDraft: ...
    def show_error(self, analyte: str, sentence: str) -> None: ...
    def ask(self, analyte: str, question: Question | None) -> None: ...


class Looker:
    """Looks at one row at a time."""

    def __init__(self, view: RowsView, rules: RuleBook) -> None:
        self._view = view
        self._rules = rules

    def look(self, entry: Entry, analyte: str) -> bool:
        """Say what is wrong with a row or ask about it; return whether it may stay as it is."""
        error = entry.error_of(analyte)
        self._view.show_error(analyte, error)
        question = None if error else self.question(entry, analyte)
        self._view.ask(analyte, question)
        return not error and question is None

    def question(self, entry: Entry, analyte: str) -> Question | None:
        """Return what is asked about a row and was not answered yet."""
        if entry.preview is None or self._view.row(analyte) in entry.kept:
            return None
        found = (row for row in entry.preview.rows if row.analyte == analyte)
        return next((self.shown(row).question for row in found), None)

    def waits(self, entry: Entry, analyte: str) -> str:
        """Say why the panel cannot be kept before this row is looked at."""
        error = entry.error_of(analyte)
        return words.not_saved(error) if error else words.look_first(entry.specs[analyte].name)

    def shown(self, row: RowPreview) -> RowShown:
        """Return what stands beside a row."""
        typed = self._view.row(row.analyte)
        return shown_row(row, self._rules.analytes[row.analyte], typed.unit, typed.value)
