"""The search that is always there: patients, pages and commands from one field."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from alpdesk.domain.records import Sex
from alpdesk.services.patients import PatientSummary
from alpdesk.ui.commands import Command, fitting, shown_key
from alpdesk.ui.icons import paint_icon
from alpdesk.ui.spoken import describe
from alpdesk.ui.theme import colours
from alpdesk.ui.widgets import SearchField, format_date

HIT = int(Qt.ItemDataRole.UserRole) + 1
_ROWS = 12
_HEIGHT = 34
_ALL = 10_000
_STEPS = {
    Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _ROWS - 1, Qt.Key.Key_PageUp: 1 - _ROWS,
    Qt.Key.Key_End: _ALL, Qt.Key.Key_Home: -_ALL,
}  # fmt: skip
AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Hit:
    """One line of the answer."""

    title: str
    detail: str
    icon: str
    run: Callable[[], object]


def find(
    text: str, patients: Sequence[PatientSummary], commands: tuple[Command, ...], open_patient: Callable[[int], None]
) -> tuple[Hit, ...]:
    """Return patients first, then the commands that fit the words, best first; without words the commands as given."""
    people = tuple(_person(patient, open_patient) for patient in patients)
    return people + tuple(doing(command) for command in fitting(text, commands))


def doing(command: Command) -> Hit:
    """Return the line of a command, with its place and its key."""
    detail = "   ".join(part for part in (command.place, shown_key(command.key) if command.key else "") if part)
    return Hit(command.text, detail, command.icon, command.run)


def _person(patient: PatientSummary, open_patient: Callable[[int], None]) -> Hit:
    sign = {Sex.FEMALE: "♀ ", Sex.MALE: "♂ "}.get(patient.sex, "")
    detail = f"{sign}{format_date(patient.birth_date)} · {patient.number}"
    if patient.replaced:
        merged = QCoreApplication.translate("Finder", "merged with {others}").format(others="; ".join(patient.replaced))
        detail = f"{detail} · {merged}"
    return Hit(patient.name, detail, "user", lambda: open_patient(patient.id))


class HitModel(QAbstractListModel):
    """The lines under the field."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: tuple[Hit, ...] = ()

    def set_rows(self, hits: tuple[Hit, ...]) -> None:
        """Replace the lines."""
        self.beginResetModel()
        self._hits = hits
        self.endResetModel()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._hits)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        hit = self._hits[index.row()]
        values: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: hit.title,
            Qt.ItemDataRole.AccessibleTextRole: f"{hit.title}, {hit.detail}",
            HIT: hit,
        }
        return values.get(role)


class _HitDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(200, max(_HEIGHT, option.fontMetrics.height() + 14))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        hit, scheme = index.data(HIT), colours()
        rect: QRect = option.rect
        painter.save()
        painter.setClipRect(rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(scheme.accent_soft))
        paint_icon(painter, hit.icon, QRect(rect.left() + 10, rect.center().y() - 8, 16, 16), scheme.muted)
        detail = option.fontMetrics.horizontalAdvance(hit.detail)
        room = rect.width() - detail - 64
        painter.setPen(QColor(scheme.text))
        middle = Qt.AlignmentFlag.AlignVCenter
        title = option.fontMetrics.elidedText(hit.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(rect.adjusted(36, 0, 0, 0), middle, title)
        painter.setPen(QColor(scheme.muted))
        painter.drawText(rect.adjusted(0, 0, -12, 0), middle | Qt.AlignmentFlag.AlignRight, hit.detail)
        painter.restore()


class _FinderField(SearchField):
    entered = Signal()
    left = Signal()
    put_away = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ShortcutFocusReason):
            self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at_end = self.cursorPosition() == len(self.text()) and event.key() == Qt.Key.Key_End
        at_start = self.cursorPosition() == 0 and event.key() == Qt.Key.Key_Home
        if event.key() == Qt.Key.Key_Escape:
            self.put_away.emit()
        elif at_end or at_start:
            self.moved.emit(event.key())
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class Finder(QWidget):
    """The field and, while one types in it, the lines under it.

    Signals: ``asked(str)``; the owner answers with ``show_hits``.
    """

    asked = Signal(str)

    def __init__(self, ground: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ground = ground
        self.field = _FinderField(self.tr("Find a patient, page or command   Ctrl+K"))
        self._model = HitModel(self)
        self.came_from: QWidget | None = None
        self._popup = QFrame(ground)
        self._popup.setObjectName("popup")
        self._list = QListView(self._popup)
        self._build()
        self._connect()

    def show_hits(self, hits: tuple[Hit, ...]) -> None:
        """Show the lines, the first one chosen."""
        self._model.set_rows(hits)
        if not hits or not self.field.hasFocus():
            self._popup.hide()
            return
        self._list.setCurrentIndex(self._model.index(0))
        self._place(len(hits))
        self._popup.show()
        self._popup.raise_()
        self._say_current()

    def open(self) -> None:
        """Put the cursor into the field; what was done before comes back with Esc."""
        if not self.field.hasFocus():
            self.came_from = QApplication.focusWidget()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def close_list(self) -> None:
        """Put the lines away and forget what was typed."""
        self._popup.hide()
        self._say_current()
        self.field.empty()

    def hits(self) -> int:
        """Return how many lines are shown."""
        return self._model.rowCount() if not self._popup.isHidden() else 0

    def _build(self) -> None:
        self._list.setModel(self._model)
        self._list.setItemDelegate(_HitDelegate(self._list))
        self._list.setProperty("plain", True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName(self.tr("Found"))
        inside = QVBoxLayout(self._popup)
        inside.setContentsMargins(4, 4, 4, 4)
        inside.addWidget(self._list)
        self._popup.hide()
        row = QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field)

    def _connect(self) -> None:
        self.field.searched.connect(self.asked)
        self.field.chosen.connect(self._take)
        self.field.moved.connect(self._move)
        self.field.entered.connect(lambda: self.asked.emit(self.field.text()))
        self.field.left.connect(self._popup.hide)
        self.field.put_away.connect(self._put_away)
        self._list.pressed.connect(self._take)
        self._list.selectionModel().currentChanged.connect(lambda *_: self._say_current())

    def _take(self) -> None:
        index = self._list.currentIndex()
        if self._popup.isHidden() or not index.isValid():
            return
        hit = index.data(HIT)
        self._put_away()
        hit.run()

    def _put_away(self) -> None:
        self.close_list()
        back = self.came_from or self._ground
        try:
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        except RuntimeError:  # the widget was taken away in the meantime
            self._ground.setFocus()

    def _move(self, key: int) -> None:
        last = self._model.rowCount() - 1
        here = self._list.currentIndex().row()
        row = min(max(here + _STEPS.get(Qt.Key(key), 0), 0), last)
        if row >= 0:
            self._list.setCurrentIndex(self._model.index(row))

    def _say_current(self) -> None:
        """Tell a screen reader which line Enter would take: the cursor itself stays in the field."""
        index = self._list.currentIndex()
        if not index.isValid() or self._popup.isHidden():
            describe(self.field, "")
            return
        line = str(index.data(Qt.ItemDataRole.AccessibleTextRole)).rstrip(", ")
        said = self.tr("{line}; {number} of {count}")
        words = said.format(line=line, number=index.row() + 1, count=self._model.rowCount())
        describe(self.field, words)

    def _place(self, lines: int) -> None:
        corner = self.field.mapTo(self._ground, self.field.rect().bottomLeft())
        height = min(lines, _ROWS) * max(_HEIGHT, self.fontMetrics().height() + 14) + 12
        self._popup.setGeometry(corner.x(), corner.y() + 4, self.field.width(), height)
