"""A new value asked about, and typed once more unseen, before it takes the place of the old one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alpdesk.domain.analytes import Analyte
from alpdesk.services.panels import ResultDraft, RowPreview
from alpdesk.ui.panel import words
from alpdesk.ui.panel.cells import EntryEdit
from alpdesk.ui.panel.looking import same
from alpdesk.ui.panel.rows import shown_row
from alpdesk.ui.panel.second_look import SecondLook
from alpdesk.ui.panel.shown import KEEP, TAKE, Question
from alpdesk.ui.theme import SPACE_2
from alpdesk.ui.widgets import Answer, InlineQuestion

_WIDTH = 112


class Looking(QWidget):
    """What stands under a value while it is asked about or typed again.

    Signals: ``put(value, unit)`` what was chosen instead (an empty text leaves the field), ``hid(bool)`` whether the
    value is out of sight, ``passed()`` when nothing is asked any more, ``told()`` when the height changed.
    """

    put = Signal(str, str)
    hid = Signal(bool)
    passed = Signal()
    told = Signal()

    def __init__(self, name: str, analyte: Analyte | None, *, looks_twice: bool) -> None:
        super().__init__()
        self._name, self._analyte, self._looks_twice = name, analyte, looks_twice
        self._kept: set[ResultDraft] = set()
        self._seen: set[tuple[str, str]] = set()
        self._draft: ResultDraft | None = None
        self._asked: Question | None = None
        self._second = ""
        self.edit = EntryEdit(self, self.tr("{analyte}: the value once more").format(analyte=name))
        self.edit.setMaximumWidth(_WIDTH)
        self._again = SecondLook(self.edit)
        self.question = InlineQuestion()
        self.question.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        column.addWidget(self._again)
        column.addWidget(self.question)
        self.question.hide()
        self.hide()
        self.edit.entered.connect(self._compare)
        self.question.answered.connect(self._answer)

    @property
    def is_hiding(self) -> bool:
        """Whether the value is being typed once more."""
        return not self._again.isHidden()

    def ask(self, draft: ResultDraft, row: RowPreview) -> bool:
        """Ask about a value what is still to be asked; return whether anything is."""
        shown = None if self._analyte is None else shown_row(row, self._analyte, draft.unit, draft.value)
        question = None if shown is None or draft in self._kept else shown.question
        self._show(draft, question)
        return question is not None

    def wanted(self, draft: ResultDraft, row: RowPreview) -> QWidget | None:
        """Return where the cursor belongs before the value may be kept; nothing when it may."""
        if self._second:
            return self.edit
        if self.is_hiding and self.edit.text().strip() and not self._is_same():
            return self.edit
        if self.ask(draft, row):
            return self.question
        if not (row.again and self._looks_twice) or (draft.value, draft.unit) in self._seen:
            return None
        self._again.open(words.type_again(self._name, row.again))
        self._show_all()
        self.hid.emit(True)
        return self.edit

    def end(self) -> None:
        """Ask nothing: the value was changed."""
        self._second = ""
        self._show(None, None)
        self._again.open("")
        self._show_all()
        self.hid.emit(False)

    def take_key(self, event: QKeyEvent) -> bool:
        """Let the open question take a key."""
        return self.question.take_key(event)

    def waits(self, _cell: QWidget) -> bool:
        """Say whether a question waits for its answer."""
        return not self.question.isHidden()

    def _show(self, draft: ResultDraft | None, question: Question | None) -> None:
        self._draft, self._asked = draft or self._draft, question
        answers = () if question is None else question.answers or self._usual(question)
        self.question.ask("" if question is None else question.text, answers)
        self._show_all()

    def _show_all(self) -> None:
        self.setVisible(self.is_hiding or not self.question.isHidden())
        self.told.emit()

    def _usual(self, question: Question) -> tuple[Answer, ...]:
        value = "" if self._draft is None else self._draft.value
        offer = " ".join(part for part in (question.value or value, question.unit) if part)
        take = (Answer("Y", self.tr("take {value}").format(value=offer), TAKE),) if question.offers else ()
        return (*take, Answer("K", self.tr("keep {value}").format(value=value), KEEP))

    def _is_same(self) -> bool:
        """Compare what was typed unseen; show both where they differ."""
        draft, text = self._draft, self.edit.text().strip()
        if draft is None or not text:
            return False
        if same(draft.value, text):
            self._seen.add((draft.value, draft.unit))
            self.end()
            return True
        self._second = text
        self._show(draft, words.differs(draft.value, text))
        return False

    def _compare(self) -> None:
        if not self._second and self._is_same():
            self.passed.emit()

    def _answer(self, answer: str) -> None:
        draft, question, second, take = self._draft, self._asked, self._second, answer == TAKE
        if draft is None or question is None:
            return
        self.end()
        if second:
            chosen = second if take else draft.value
            self._seen.add((chosen, draft.unit))
            self.put.emit(chosen, "")
        elif take:
            self.put.emit(question.value, question.unit)
            return
        else:
            self._kept.add(draft)
        self.passed.emit()
