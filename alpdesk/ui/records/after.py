"""After something was put right: what rests on the old value is shown, and dealt with if the user wants to."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

from alpdesk.domain.letter import KeptLetter
from alpdesk.errors import AlpdeskError
from alpdesk.services.corrections import StaleAnswer, StaleAssessment
from alpdesk.services.desk import Desk
from alpdesk.ui.clinical.words import counted
from alpdesk.ui.records.after_dialog import AfterDialog, Afterwards
from alpdesk.ui.said import error_words

translate = QCoreApplication.translate


class After(QObject):
    """Signals: ``done`` (sentence), ``letter_wanted`` (letter), ``answer_wanted`` (patient, assessment)."""

    done = Signal(str)
    letter_wanted = Signal(object)
    answer_wanted = Signal(int, int)

    def __init__(self, desk: Desk, page: QWidget, show: Callable[[AfterDialog], object]) -> None:
        super().__init__(page)
        self._desk, self._page, self._show = desk, page, show
        self._dialog: AfterDialog | None = None

    def ask(self, panel_id: int, reason: str) -> None:
        """Ask what is to be done about what rests on a panel as it was; without any such thing, nothing."""
        affected = self._desk.corrections.affected(panel_id)
        if not (affected.waiting or affected.answers or affected.later or affected.letters):
            return
        doing = Afterwards(self._write, self._stop, self._anew)
        after = self._dialog = AfterDialog(affected, reason, doing, self._page)
        after.submitted.connect(lambda: self._answer(after, [one.assessment_id for one in affected.waiting]))
        self._show(after)

    def _answer(self, dialog: AfterDialog, waiting: list[int]) -> None:
        try:
            for assessment_id in sorted(waiting):  # the newest last: its answer covers the older ones
                self._desk.corrections.answer_stale(assessment_id, dialog.why())
        except AlpdeskError as error:
            dialog.refuse(error_words(error))
            return
        dialog.accept()
        if waiting:
            self.done.emit(translate("Records", "Signed. The slip no longer waits."))

    def _stop(self, answer: StaleAnswer, reason: str) -> str:
        count = self._desk.corrections.stop_made(answer.decision.id or 0, reason)
        one = translate("Records", "Stopped: %n due item is closed, with the reason of the correction.")
        many = translate("Records", "Stopped: %n due items are closed, with the reason of the correction.", None, count)
        said = counted(count, one, many)
        self.done.emit(said)
        return said

    def _anew(self, answer: StaleAnswer | StaleAssessment) -> None:
        self._close()
        self.answer_wanted.emit(answer.patient_id, answer.assessment_id)

    def _write(self, letter: KeptLetter) -> None:
        self._close()
        self.letter_wanted.emit(letter)

    def _close(self) -> None:
        if self._dialog is not None:
            self._dialog.reject()
