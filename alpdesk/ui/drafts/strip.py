"""One line above a page: what was left half typed, and the key to go on with it."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from alpdesk.services.drafts import Drafts, HalfTyped
from alpdesk.ui.theme import SPACE_4, SPACE_6
from alpdesk.ui.widgets import Banner, Button, format_date

translate = QCoreApplication.translate
Target = tuple[str, tuple[object, ...]]


class DraftStrip(QWidget):
    """Names the newest draft; the others are in a list behind it.

    Signals: ``go_requested(str, object)`` with the page and what it is opened for.
    """

    go_requested = Signal(str, object)

    def __init__(self, drafts: Drafts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drafts = drafts
        self._found: tuple[HalfTyped, ...] = ()
        self._banner = Banner("info", "", action=self.tr("Go on"), key="Ctrl+G")
        self._more = Button("")
        self._build()
        self.hide()

    def reload(self, *, wanted: bool, patient_id: int | None = None) -> None:
        """Show what the user left half typed, of one patient where a key is given."""
        found = self._drafts.list() if wanted else ()
        self._found = tuple(one for one in found if patient_id in (None, one.patient_id) and target(one) is not None)
        if self._found:
            self._banner.show_message("info", sentence(self._found[0]))
            self._more.set_text(self.tr("{} more…").format(len(self._found) - 1))
        self._more.setVisible(len(self._found) > 1)
        self.setVisible(bool(self._found))

    def newest(self) -> HalfTyped | None:
        """Return what the key goes on with."""
        return next(iter(self._found), None)

    def go_on(self) -> None:
        """Open the newest draft that is named, or the newest of all."""
        found = self.newest() or next((one for one in self._drafts.list() if target(one) is not None), None)
        if found is not None:
            self._open(found)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_6, SPACE_4, SPACE_6, 0)
        inside = self._banner.layout()
        if isinstance(inside, QHBoxLayout):
            inside.insertWidget(inside.count() - 1, self._more)
        row.addWidget(self._banner)
        self._banner.acted.connect(self.go_on)
        self._more.clicked.connect(self._list)

    def _list(self) -> None:
        menu = QMenu(self)
        for one in self._found[1:]:
            menu.addAction(sentence(one).replace("&", "&&")).triggered.connect(lambda _=False, one=one: self._open(one))
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _open(self, draft: HalfTyped) -> None:
        found = target(draft)
        if found is not None:
            self.go_requested.emit(*found)


def sentence(draft: HalfTyped) -> str:
    """Return ``Half-typed panel for Mensah, Abena, of 14 Apr 2026``."""
    said = {
        "panel": translate("Drafts", "Half-typed panel for {name}, of {day}"),
        "answer": translate("Drafts", "Half-typed answer for {name}, of {day}"),
        "letter": translate("Drafts", "Half-typed letter about {name}, of {day}"),
        "medicine": translate("Drafts", "Half-typed medicine of {name}, of {day}"),
        "event": translate("Drafts", "Half-typed event of {name}, of {day}"),
        "own_letter": translate("Drafts", "Half-typed change of the clinic's letters, of {day}"),
        "plan": translate("Drafts", "Half-typed change to the monitoring of {name}, of {day}"),
        "rationale": translate("Drafts", "Half-typed rationale about {name}, of {day}"),
        "settings": translate("Drafts", "Half-typed settings, of {day}"),
        "look_back": translate("Drafts", "Half-typed earlier results of {name}, of {day}"),
        "patient": translate("Drafts", "Half-typed change to {name}, of {day}")
        if draft.name
        else translate("Drafts", "Half-typed new patient, of {day}"),
    }
    return said.get(draft.kind, "").format(name=draft.name, day=format_date(draft.on))


def target(draft: HalfTyped) -> Target | None:
    """Return the page that goes on with a draft, and what it is opened for."""
    patient, rest = draft.patient_id, draft.subject.partition("/")[2]
    about = rest.partition("/")[0]
    found: dict[str, Target] = {
        "letter": ("letter", (patient, rest)),
        "rationale": ("decide", (patient,)),
        "own_letter": ("settings", (f"letters/{draft.subject}",)),
        "settings": ("settings", (draft.subject,)),
        "patient": ("patient_form", (patient,)),
        **dict.fromkeys(("medicine", "event", "plan"), ("patient", (patient,))),
        **{kind: (kind, (patient,)) for kind in ("panel", "look_back")},
    }
    if draft.kind == "answer" and about.isdigit():
        return "decide", (patient, int(about))
    return found.get(draft.kind)
