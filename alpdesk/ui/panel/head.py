"""What stands above the rows: the day, the laboratory, the tube, and how the sample was taken."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QSizePolicy, QWidget

from alpdesk.domain.records import Haemolysis, Laboratory, Specimen
from alpdesk.ui.panel.shown import Choices, Head
from alpdesk.ui.theme import SPACE_2, SPACE_3
from alpdesk.ui.widgets import Choice, DateEdit, Field
from alpdesk.ui.widgets.tips import tip

_LAST_WEEK = 45
_IN_ONE, _IN_TWO, _LEAST = 1080, 440, 340
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class PanelHead(QWidget):
    """Signals: ``edited`` when anything changed, ``laboratory_changed``, ``entered`` on Enter in any field."""

    edited = Signal()
    entered = Signal()
    laboratory_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.collected = DateEdit()
        self.laboratory = QComboBox()
        self.specimen = Choice(self._specimens())
        self.haemolysis = Choice(self._haemolysis())
        self.fasting = QCheckBox(self.tr("Fasting"))
        self.gestation = QLineEdit()
        self.received = DateEdit()
        self.comment = QLineEdit()
        self._build()
        self._connect()

    def start(self, choices: Choices) -> None:
        """Show what there is to choose from, and what was entered before."""
        self.collected.set_today(choices.today)
        self.collected.set_date(choices.head.collected)
        self._fill_laboratories(choices.laboratories, choices.head.laboratory)
        self.specimen.set_value(choices.head.specimen)
        self.haemolysis.set_value(choices.head.haemolysis)
        self.fasting.setChecked(choices.head.fasting)
        weeks = choices.head.gestation_weeks
        self.gestation.setText("" if weeks is None else str(weeks))
        self.comment.setText(choices.head.comment)
        self.received.set_today(choices.today)
        self.received.set_date(choices.head.received)
        self._gestation_field.setVisible(choices.asks_gestation)

    def head(self) -> Head:
        """Return what was entered."""
        weeks = self.gestation.text().strip() if self._gestation_field.isVisibleTo(self) else ""
        return Head(
            collected=self.collected.day(),
            laboratory=self.laboratory.currentText().strip(),
            specimen=Specimen(str(self.specimen.value())),
            haemolysis=Haemolysis(str(self.haemolysis.value())),
            fasting=self.fasting.isChecked(),
            gestation_weeks=int(weeks) if weeks.isdigit() else None,
            comment=self.comment.text().strip(),
            received=self.received.day(),
            unread=bool(self.received.text().strip()) and self.received.day() is None,
        )

    def show_gestation(self, *, wanted: bool) -> None:
        """Ask for the weeks of pregnancy, or do not."""
        self._gestation_field.setVisible(wanted)

    def say(self, *, collected: str = "", laboratory: str = "", received: str = "") -> None:
        """Say what is wrong with the days, and what will happen to a new laboratory name."""
        for field, wrong in ((self._collected_field, collected), (self._received_field, received)):
            if wrong:
                field.refuse(wrong)
            else:
                field.say()
        self._laboratory_field.say(laboratory)

    def go_first(self) -> None:
        """Put the cursor into the day, marked so that typing replaces it."""
        self.collected.setFocus(Qt.FocusReason.TabFocusReason)
        self.collected.selectAll()

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        width, many = event.size().width(), len(self._fields)
        across = -(-many // (1 if width >= _IN_ONE else 2 if width >= _IN_TWO else 3))
        if across != self._across:
            self._lay(across)
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.entered.emit()
            return
        super().keyPressEvent(event)

    def _specimens(self) -> tuple[tuple[str, object], ...]:
        return (
            (self.tr("Serum"), Specimen.SERUM),
            (self.tr("Lithium heparin"), Specimen.LI_HEPARIN),
            (self.tr("EDTA"), Specimen.EDTA),
            (self.tr("Citrate"), Specimen.CITRATE),
            (self.tr("Oxalate"), Specimen.OXALATE),
            (self.tr("Fluoride"), Specimen.FLUORIDE),
        )

    def _haemolysis(self) -> tuple[tuple[str, object], ...]:
        return (
            (self.tr("None noted"), Haemolysis.NONE),
            (self.tr("Slight"), Haemolysis.SLIGHT),
            (self.tr("Gross"), Haemolysis.GROSS),
        )

    def _fill_laboratories(self, laboratories: Sequence[Laboratory], chosen: str) -> None:
        names = [lab.name for lab in laboratories if lab.active]
        self.laboratory.clear()
        self.laboratory.addItem("")
        self.laboratory.addItems(names)
        self.laboratory.setCurrentText(chosen)
        edit = self.laboratory.lineEdit()
        if edit is not None:
            edit.setCursorPosition(0)

    def _build(self) -> None:
        self.laboratory.setEditable(True)
        self.laboratory.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.collected.setMinimumWidth(124)
        for box in (self.laboratory, self.specimen, self.haemolysis):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(9)
        self.gestation.setPlaceholderText(self.tr("not pregnant"))
        self.gestation.setValidator(QIntValidator(0, _LAST_WEEK, self))
        self._collected_field = Field(self.tr("Collected"), self.collected)
        self._laboratory_field = Field(self.tr("Laboratory"), self.laboratory)
        self._gestation_field = Field(self.tr("Pregnancy, week"), self.gestation)
        self._received_field = Field(self.tr("Results came"), self.received)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_3)
        self._grid.setVerticalSpacing(SPACE_2)
        self._fields = (
            (self._collected_field, 3),
            (self._laboratory_field, 5),
            (Field(self.tr("Specimen"), self.specimen), 3),
            (Field(self.tr("Haemolysis"), self.haemolysis), 3),
            (Field(" ", self.fasting), 0),
            (self._gestation_field, 3),
            (self._received_field, 3),
            (Field(self.tr("Comment"), self.comment), 3),
        )
        self.fasting.setAccessibleName(self.tr("Fasting"))
        self._lay(len(self._fields))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _lay(self, across: int) -> None:
        """Lay the fields in rows of ``across``."""
        self._across = across
        for column in range(len(self._fields)):
            self._grid.setColumnStretch(column, 0)
        for number, (field, share) in enumerate(self._fields):
            self._grid.addWidget(field, number // across, number % across, Qt.AlignmentFlag.AlignTop)
            self._grid.setColumnStretch(number % across, max(share, self._grid.columnStretch(number % across)))

    def _connect(self) -> None:
        self.collected.date_changed.connect(self.edited)
        self.collected.editingFinished.connect(self.edited)
        self.laboratory.currentTextChanged.connect(self.laboratory_changed)
        self.laboratory.currentTextChanged.connect(lambda name: self.laboratory.setToolTip(tip(name)))
        self.specimen.currentIndexChanged.connect(self.edited)
        self.haemolysis.currentIndexChanged.connect(self.edited)
        self.fasting.toggled.connect(self.edited)
        self.gestation.textChanged.connect(self.edited)
        self.received.date_changed.connect(self.edited)
        self.received.editingFinished.connect(self.edited)
