"""The verdicts on an ALP: the value large, then what each interval says and what the series amounts to."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpdesk.domain.analytes import Analyte
from alpdesk.domain.assessment import Assessment, Severity
from alpdesk.domain.records import Flag
from alpdesk.ui.clinical import words
from alpdesk.ui.clinical.units import interval_in
from alpdesk.ui.theme import SPACE_1, SPACE_2, SPACE_3
from alpdesk.ui.widgets import Card, Chip, FlagLabel, IconButton, PlainLabel, arrow_of, format_date
from alpdesk.ui.widgets.labels import Role

_GRAVE = {Severity.MARKEDLY_LOW: "low", Severity.VERY_LOW: "low"}
_FIGURES: dict[Flag, Role] = {Flag.LOW: "figure-low", Flag.HIGH: "figure-high"}


class VerdictCard(Card):
    """Signals: ``why_verdict`` and ``why_series``."""

    why_verdict = Signal()
    why_series = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.figure = PlainLabel("", "figure")
        self.unit = PlainLabel("", "muted")
        self.flag = FlagLabel()
        self.severity = Chip("", "low")
        self.age_sex = PlainLabel("", "strong", wrap=True)
        self.laboratory = PlainLabel("", wrap=True)
        self.series = PlainLabel("", wrap=True)
        self._build()

    def show_verdict(self, shown: Assessment, analyte: Analyte) -> None:
        """Show the verdicts of an assessment, with the interval in the unit of the value."""
        alp = shown.alp
        interval, printed = (
            None if each is None else interval_in(each, analyte, alp.unit)
            for each in (alp.interval, alp.laboratory_interval)
        )
        self.figure.setText(f"{arrow_of(alp.flag.value)} {alp.value}".strip() or "–")
        self.figure.set_role(_FIGURES.get(alp.flag, "figure"))
        self.unit.setText(self.tr("{unit}   on {day}").format(unit=alp.unit, day=format_date(alp.collected)))
        self.flag.show_flag(alp.flag.value, "" if alp.change is None else words.change(alp.change))
        self.severity.setVisible(alp.severity in _GRAVE)
        if alp.severity is not None:
            self.severity.set_text(words.severity(alp.severity))
        self.age_sex.setText(
            alp.reason if alp.flag in {Flag.SUSPENDED, Flag.INDETERMINATE} else words.age_sex_line(alp, interval)
        )
        self.laboratory.setText(words.laboratory_line(alp, printed))
        self.series.setText(words.series_line(alp))

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(SPACE_2)
        top.addWidget(PlainLabel("ALP", "heading"), 0, Qt.AlignmentFlag.AlignBottom)
        top.addWidget(self.figure, 0, Qt.AlignmentFlag.AlignBottom)
        top.addWidget(self.unit, 0, Qt.AlignmentFlag.AlignBottom)
        top.addStretch(1)
        sign = QHBoxLayout()
        sign.setSpacing(SPACE_3)
        sign.addWidget(self.flag)
        sign.addWidget(self.severity)
        sign.addStretch(1)
        lines = QVBoxLayout()
        lines.setSpacing(SPACE_1)
        verdict = IconButton("info", self.tr("Why this verdict?"))
        series = IconButton("info", self.tr("Why this course?"))
        verdict.clicked.connect(self.why_verdict)
        series.clicked.connect(self.why_series)
        lines.addLayout(_row(self.age_sex, verdict))
        lines.addWidget(self.laboratory)
        lines.addLayout(_row(self.series, series))
        self.body.setSpacing(SPACE_1)
        self.body.addLayout(top)
        self.body.addLayout(sign)
        self.body.addLayout(lines)


def _row(label: PlainLabel, why: IconButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(SPACE_3)
    row.addWidget(label, 1)
    row.addWidget(why, 0, Qt.AlignmentFlag.AlignTop)
    return row
