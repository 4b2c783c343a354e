"""What can be put right from the patient page: which dialog asks for it, and what is done with the answer."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from alpdesk.domain.records import Panel, Result
from alpdesk.domain.terms import CorrectionKind
from alpdesk.errors import AlpdeskError, ConflictError
from alpdesk.services.corrections import Corrected, Mark
from alpdesk.services.desk import Desk
from alpdesk.ui.clinical.names import analyte_names
from alpdesk.ui.clinical.why import Reasons
from alpdesk.ui.records import words
from alpdesk.ui.records.after import After
from alpdesk.ui.records.correct_dialog import CorrectDialog
from alpdesk.ui.records.frame import ActionDialog
from alpdesk.ui.records.offers import Here, Offer, of_panel, of_result
from alpdesk.ui.records.people_dialog import PeopleDialog
from alpdesk.ui.records.sample_dialog import SampleDialog, side_by_side
from alpdesk.ui.records.telling import Telling
from alpdesk.ui.said import error_words
from alpdesk.ui.widgets import format_date

translate = QCoreApplication.translate
_FOUND = 20
D = TypeVar("D", bound=QDialog)


class RecordActions(QObject):
    """Signals: ``done`` (sentence) after a change, ``told`` (explanation), and what is wished next.

    ``letter_wanted`` (a letter to correct), ``answer_wanted`` (patient, assessment).
    """

    done = Signal(str)
    told = Signal(object)
    letter_wanted = Signal(object)
    answer_wanted = Signal(int, int)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self._names = analyte_names(desk.rules)
        self._telling = Telling(desk)
        self.dialog: QDialog | None = None
        self._after = After(desk, page, self._open)
        self._after.done.connect(self.done)
        self._after.letter_wanted.connect(self.letter_wanted)
        self._after.answer_wanted.connect(self.answer_wanted)

    # What can be asked for

    def menu(self, here: Here | None, where: QPoint) -> QMenu:
        """Show what can be done with a result and its sample."""
        menu = QMenu(self._page)
        for offer in self._offers(here):
            action = menu.addAction(offer.text.replace("&", "&&"))
            action.setEnabled(offer.possible)
            if offer.key is not None:
                action.setShortcut(offer.key)
            action.triggered.connect(lambda _=False, act=offer.act: act())
        menu.popup(where)
        return menu

    def named_keys(self) -> tuple[tuple[Qt.Key, str], ...]:
        """Return the keys of the table of results, and what each does."""
        return (
            (Qt.Key.Key_W, translate("Records", "Say why the value that is marked was judged so")),
            (Qt.Key.Key_F2, translate("Records", "Correct the value that is marked")),
            (Qt.Key.Key_F3, translate("Records", "Show earlier versions of the value that is marked")),
            (Qt.Key.Key_F4, translate("Records", "Move the marked sample to another patient")),
            (Qt.Key.Key_Delete, translate("Records", "Withdraw the value that is marked")),
        )

    def key(self, here: Here | None, key: int) -> None:
        """Do what a key stands for."""
        for offer in self._offers(here):
            if offer.key is not None and offer.key == key and offer.possible:
                offer.act()

    def _offers(self, here: Here | None) -> list[Offer]:
        if here is None:
            return []
        column, analyte, _ = here
        name = self._names.get(analyte, analyte)
        read = None if column.panel_id is None else self._desk.reviewing.of(column.panel_id).reviewed_at
        return [*of_result(self, here, name), *of_panel(self, column, read=read is not None)]

    def tell_why(self, panel_id: int, result_id: int) -> None:
        """Explain the flag of a result."""
        both = self._desk.panels.get(panel_id)
        result = next((each for each in both.results if each.id == result_id), None)
        if result is not None:
            spoken = self._desk.reasoning.spoken(panel_id, result)
            self.told.emit(Reasons(self._desk.rules).flag(result, both.panel, spoken))

    def correct(self, panel_id: int, result_id: int) -> None:
        """Ask for a new version of a result."""
        kept = self._telling.kept(panel_id, result_id)
        preview = partial(self._desk.corrections.preview, panel_id)
        dialog = self._open(CorrectDialog(kept, preview, self._page))
        dialog.keep_typed(self._desk.drafts, f"{self._owner(panel_id)}/{panel_id}/{result_id}")
        stands = [result_id]

        def keep() -> None:
            try:
                made = self._desk.corrections.correct(panel_id, stands[0], dialog.draft(), dialog.why())
            except ConflictError as error:
                if isinstance(error.theirs, Result):
                    stands[0] = error.theirs.id or 0
                    dialog.show_kept(self._telling.kept(panel_id, stands[0]))
                dialog.refuse(f"{error} {translate('Records', 'Save again to put yours in its place.')}")
            except AlpdeskError as error:
                dialog.refuse(error_words(error))
            else:
                self._finish(dialog, made, panel_id, dialog.why())

        dialog.submitted.connect(keep)

    def correct_sample(self, panel_id: int) -> None:
        """Ask for how a sample was really taken."""
        kept = self._desk.panels.get(panel_id).panel
        dialog = self._open(SampleDialog(kept, self._telling.sample_follows, self._page))
        dialog.keep_typed(self._desk.drafts, f"{kept.patient_id}/{panel_id}/sample")

        def keep(panel: Panel) -> None:
            try:
                made = self._desk.corrections.change_sample(panel, dialog.why())
            except ConflictError as error:
                dialog.refuse(error_words(error))
                if isinstance(error.theirs, Panel):
                    side_by_side(dialog, kept, panel, error.theirs, keep)
            except AlpdeskError as error:
                dialog.refuse(error_words(error))
            else:
                self._finish(dialog, made, panel_id, dialog.why())

        dialog.submitted.connect(lambda: keep(dialog.panel()))

    def withdraw_result(self, panel_id: int, result_id: int, name: str) -> None:
        """Ask why a result is withdrawn."""
        title = translate("Records", "Withdraw {name}").format(name=name)
        self._ask(title, translate("Records", "Withdraw"), panel_id, f"{result_id}/withdraw",
                  lambda why: self._desk.corrections.void_result(panel_id, result_id, why))  # fmt: skip

    def withdraw_panel(self, panel_id: int, day: str) -> None:
        """Ask why a panel is withdrawn."""
        title = translate("Records", "Withdraw the whole panel of {day}").format(day=day)
        seen = self._desk.panels.get(panel_id).panel.row_version
        self._ask(title, translate("Records", "Withdraw"), panel_id, "withdraw",
                  lambda why: self._desk.corrections.void_panel(panel_id, why, seen=seen))  # fmt: skip

    def restore_result(self, panel_id: int, result_id: int) -> None:
        """Ask why a result counts again."""
        title, action = translate("Records", "Restore the result"), translate("Records", "Restore")
        self._ask(title, action, panel_id, f"{result_id}/restore",
                  lambda why: self._desk.corrections.restore_result(panel_id, result_id, why))  # fmt: skip

    def restore_panel(self, panel_id: int, day: str) -> None:
        """Ask why a panel counts again."""
        title = translate("Records", "Restore the panel of {day}").format(day=day)
        self._ask(title, translate("Records", "Restore"), panel_id, "restore",
                  lambda why: self._desk.corrections.restore_panel(panel_id, why))  # fmt: skip

    def take_back_review(self, panel_id: int, day: str) -> None:
        """Ask why a panel is to be read again."""
        title = translate("Records", "Take back the sign-off of {day}").format(day=day)
        text = translate("Records", "The panel waits on the review list again.")
        dialog = self._open(ActionDialog(title, text, translate("Records", "Take back"), self._page))
        self._keep_typed(dialog, self._owner(panel_id), panel_id, "take back")
        dialog.reason.setFocus()

        def keep() -> None:
            try:
                self._desk.reviewing.take_back(panel_id, dialog.why())
            except AlpdeskError as error:
                dialog.refuse(error_words(error))
            else:
                dialog.accept()
                self.done.emit(translate("Records", "The sign-off is taken back; the panel waits to be read."))

        dialog.submitted.connect(keep)

    def move(self, panel_id: int, day: str) -> None:
        """Ask to whom a panel belongs."""
        panel = self._desk.panels.get(panel_id).panel
        dialog = self._open(PeopleDialog(
            translate("Records", "Move the panel of {day} to another patient").format(day=day),
            translate("Records", "A mark stays in both records; what was shown of it here waits here for an answer."),
            translate("Records", "Move the panel"),
            lambda text: self._desk.patients.search(text, limit=_FOUND).items,
            lambda person: self._telling.move_follows(panel, person),
            self._page,
        ))  # fmt: skip
        self._keep_typed(dialog, self._owner(panel_id), panel_id, "move")
        work = lambda: self._desk.corrections.move_panel(  # noqa: E731  read when sent
            panel_id, dialog.chosen() or 0, dialog.why(), seen=panel.row_version
        )
        dialog.submitted.connect(lambda: self._try(dialog, work, panel_id))

    def merge(self, patient_id: int | None) -> None:
        """Ask which other record is this patient's too."""
        if patient_id is None:
            return
        name = self._desk.patients.get(patient_id).name
        dialog = self._open(PeopleDialog(
            translate("Records", "Merge another record into that of {name}").format(name=name),
            translate("Records", "Choose the record that is to go into this one. It can be undone in the history."),
            translate("Records", "Merge"),
            lambda text: [p for p in self._desk.patients.search(text, limit=_FOUND).items if p.id != patient_id],
            lambda person: self._telling.merge_follows(patient_id, person),
            self._page,
        ))  # fmt: skip
        self._keep_typed(dialog, patient_id, "merge")
        work = lambda: self._desk.corrections.merge(patient_id, dialog.chosen() or 0, dialog.why())  # noqa: E731
        dialog.submitted.connect(lambda: self._try(dialog, work, None))

    def undo(self, mark: Mark) -> None:
        """Ask why a merge or a withdrawal is undone."""
        made = mark.correction
        if made.kind is CorrectionKind.MERGE:
            title = translate("Records", "Undo the merge with {other}").format(other=mark.other)
            self._ask(title, translate("Records", "Undo the merge"), None, f"{made.patient_id}/undo/{made.id}",
                      lambda why: self._desk.corrections.unmerge(made.id or 0, why))  # fmt: skip
        elif made.result_id is not None:
            self.restore_result(made.panel_id or 0, made.result_id)
        else:
            self.restore_panel(made.panel_id or 0, format_date(mark.collected))

    def tell_versions(self, panel_id: int, analyte: str) -> None:
        """Tell every version of a result, with who corrected it and why."""
        self.told.emit(self._telling.versions(panel_id, analyte))

    # How it is done

    def _owner(self, panel_id: int) -> int:
        return self._desk.panels.get(panel_id).panel.patient_id or 0

    def _ask(self, title: str, action: str, panel_id: int | None, about: str, work: Callable[[str], Corrected]) -> None:
        """Ask for a reason; ``about`` names the question among those of the panel, or of all where there is none."""
        text = translate("Records", "Nothing is erased: it stays readable, with the reason.")
        dialog = self._open(ActionDialog(title, text, action, self._page))
        self._keep_typed(dialog, *((about,) if panel_id is None else (self._owner(panel_id), panel_id, about)))
        dialog.reason.setFocus()
        dialog.submitted.connect(lambda: self._try(dialog, lambda: work(dialog.why()), panel_id))

    def _keep_typed(self, dialog: ActionDialog, *about: object) -> None:
        """Keep the reason while it is half typed; the owner's key stands first."""
        dialog.remember(self._desk.drafts, "/".join(map(str, about)), {"reason": dialog.reason})

    def _try(self, dialog: ActionDialog, work: Callable[[], Corrected], panel_id: int | None) -> None:
        try:
            made = work()
        except AlpdeskError as error:
            dialog.refuse(error_words(error))
        else:
            self._finish(dialog, made, panel_id, dialog.why())

    def _finish(self, dialog: QDialog, made: Corrected, panel_id: int | None, reason: str) -> None:
        dialog.accept()
        self.done.emit(" ".join((words.kept(made.correction), *made.said)))
        if panel_id is not None:
            self._after.ask(panel_id, reason)

    def _open(self, dialog: D) -> D:
        """Show a dialog; it is forgotten when it closes."""
        self.dialog = dialog
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog
