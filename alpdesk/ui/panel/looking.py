"""What is wrong with a row, asked about it, or typed again, before the panel can be kept."""

from typing import Protocol

from alpdesk.domain.rules import RuleBook
from alpdesk.domain.units import read_quantity
from alpdesk.services.panels import ResultDraft, RowPreview
from alpdesk.ui.panel import words
from alpdesk.ui.panel.entry import Entry, Seen
from alpdesk.ui.panel.rows import shown_row
from alpdesk.ui.panel.shown import Question, RowShown
from alpdesk.ui.widgets.banner import Kind


class RowsView(Protocol):
    """What a look at a row needs of the page."""

    def row(self, analyte: str) -> ResultDraft: ...
    def show_error(self, analyte: str, sentence: str) -> None: ...
    def ask(self, analyte: str, question: Question | None) -> None: ...
    def look_again(self, analyte: str, sentence: str) -> None: ...
    def put(self, analyte: str, value: str, unit: str) -> None: ...
    def show_summary(self, kind: Kind, text: str, detail: str) -> None: ...


class Looker:
    """Looks at one row at a time; the key of a row is its analyte, in a series ``alp@3``.

    ``hidden`` is the row whose value is being typed again, unseen.
    """

    def __init__(self, view: RowsView, rules: RuleBook) -> None:
        self._view = view
        self._rules = rules
        self.hidden = ""
        self._second = ""

    def look(self, entry: Entry, analyte: str, *, again: bool = False) -> bool:
        """Say what is wrong with a row, ask about it, or (``again``) have it typed once more.

        Return whether the row may stay as it is.
        """
        swap = self._swap(entry, analyte)
        error = "" if swap is not None else entry.error_of(analyte)
        self._view.show_error(analyte, error)
        question = swap or (None if error else self.question(entry, analyte))
        if self._is_choosing(analyte):
            return False
        self._view.ask(analyte, question)
        if error or question is not None:
            return False
        due = self.why_again(entry, analyte)
        if due and again:
            self.hidden, self._second = analyte, ""
            self._view.ask(analyte, None)
            self._view.show_summary("info", "", "")
            self._view.look_again(analyte, words.type_again(entry.specs[analyte].name, due))
        return not due

    def show(self, analyte: str) -> None:
        """The value was changed: it is in sight again, and nothing said of it holds."""
        self._view.ask(analyte, None)
        self._view.show_error(analyte, "")
        self._end(analyte)

    def retyped(self, entry: Entry, analyte: str, text: str) -> bool:
        """Compare what was typed unseen; show both where they differ. Return whether they are the same."""
        first = self._view.row(analyte).value
        if not text:
            return False
        if same(first, text):
            entry.seen.add(_seen(self._view.row(analyte)))
            self._end(analyte)
            return True
        self._second = text
        self._view.ask(analyte, words.differs(first, text))
        return False

    def answer(self, entry: Entry, analyte: str, *, take: bool) -> bool:
        """Take or keep what was asked about; return whether anything was asked."""
        if self._is_choosing(analyte):
            self._choose(entry, analyte, second=take)
            return True
        swap = self._swap(entry, analyte)
        question = self.question(entry, analyte)
        if swap is not None:
            self._uncross(entry, analyte, take=take)
        elif question is None:
            return False
        elif take:
            row = self._view.row(analyte)
            self._view.put(analyte, question.value or row.value, question.unit or row.unit)
        else:
            entry.kept.add(self._view.row(analyte))
        self._view.ask(analyte, None)
        return True

    def question(self, entry: Entry, analyte: str) -> Question | None:
        """Return what is asked about a row and was not answered yet."""
        row = entry.row_of(analyte)
        return None if row is None or self._view.row(analyte) in entry.kept else self.shown(row).question

    def why_again(self, entry: Entry, analyte: str) -> str:
        """Return why the value has to be typed once more, if it has."""
        row = entry.row_of(analyte)
        if row is None or not entry.looks_twice or _seen(self._view.row(analyte)) in entry.seen:
            return ""
        return row.again

    def waits(self, entry: Entry, analyte: str) -> str:
        """Say why the panel cannot be kept before this row is looked at."""
        error, name = entry.error_of(analyte), entry.specs[analyte].name
        if error:
            return words.not_saved(error)
        return words.again_first(name) if analyte == self.hidden else words.look_first(name)

    def shown(self, row: RowPreview) -> RowShown:
        """Return what stands beside a row."""
        typed = self._view.row(row.analyte)
        return shown_row(row, self._rules.analytes[row.analyte.partition("@")[0]], typed.unit, typed.value)

    def _is_choosing(self, analyte: str) -> bool:
        """Say whether both values of a row are in sight and one is to be chosen."""
        return analyte == self.hidden and bool(self._second)

    def _end(self, analyte: str) -> None:
        if analyte == self.hidden:
            self.hidden = self._second = ""
        self._view.look_again(analyte, "")

    def _choose(self, entry: Entry, analyte: str, *, second: bool) -> None:
        """Of two that differ the user, who sees both, chose one."""
        row = self._view.row(analyte)
        if second:
            self._view.put(analyte, self._second, row.unit)
        entry.seen.add(_seen(self._view.row(analyte)))
        self._view.ask(analyte, None)
        self._end(analyte)

    def _pair(self, entry: Entry, analyte: str) -> tuple[str, str] | None:
        pairs = () if entry.preview is None else entry.preview.swapped
        return next((pair for pair in pairs if analyte in pair and pair not in entry.apart), None)

    def _swap(self, entry: Entry, analyte: str) -> Question | None:
        pair = self._pair(entry, analyte)
        if pair is None:
            return None
        one, two = (entry.specs[each].title for each in pair)
        return words.swapped(one, two, *(self._view.row(each).value for each in pair))

    def _uncross(self, entry: Entry, analyte: str, *, take: bool) -> None:
        pair = self._pair(entry, analyte)
        if pair is None:
            return
        if not take:
            entry.apart.add(pair)
            return
        one, two = (self._view.row(each) for each in pair)
        self._view.put(pair[0], two.value, one.unit)
        self._view.put(pair[1], one.value, two.unit)
        for each in pair:
            self.show(each)


def _seen(row: ResultDraft) -> Seen:
    return row.analyte, row.value, row.unit


def same(first: str, second: str) -> bool:
    """Say whether two texts are one value: 2,40 is 2.4."""
    one, two = read_quantity(first), read_quantity(second)
    return one == two if one is not None and two is not None else first.casefold() == second.casefold()
