"""How a sample was taken, put right."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from alpdesk.domain.records import Haemolysis, Panel, Specimen
from alpdesk.ui.clinical.sample import specimen
from alpdesk.ui.records.frame import ActionDialog
from alpdesk.ui.widgets import Choice, DateEdit, Field, Form, format_date

translate = QCoreApplication.translate
_LAST_WEEK = 45


class SampleDialog(ActionDialog):
    """Asks for the day, the tube and the rest of a sample."""

    def __init__(self, panel: Panel, parent: QWidget | None = None) -> None:
        title = translate("Records", "Correct the sample of {day}").format(day=format_date(panel.collected))
        text = translate("Records", "Every value of it is judged anew; what was shown before stays as it was shown.")
        super().__init__(title, text, translate("Records", "Keep the change"), parent)
        self._panel = panel
        self.collected = DateEdit()
        self.specimen = Choice(tuple((specimen(tube), tube) for tube in Specimen))
        self.haemolysis = Choice(
            (
                (self.tr("none noted"), Haemolysis.NONE),
                (self.tr("slight"), Haemolysis.SLIGHT),
                (self.tr("gross"), Haemolysis.GROSS),
            )
        )
        self.fasting = Choice(((self.tr("not known"), None), (self.tr("yes"), True), (self.tr("no"), False)))
        self.weeks = QLineEdit("" if panel.gestation_weeks is None else str(panel.gestation_weeks))
        self._collected = Field(self.tr("Collected"), self.collected)
        self._weeks = Field(self.tr("Week of pregnancy"), self.weeks)
        self._lay()

    def panel(self) -> Panel:
        """Return the sample as it is said to be now."""
        weeks = self.weeks.text().strip()
        changed = {
            "collected": self.collected.day() or self._panel.collected,
            "specimen": Specimen(str(self.specimen.value())),
            "haemolysis": Haemolysis(str(self.haemolysis.value())),
            "fasting": self.fasting.value(),
            "gestation_weeks": int(weeks) if weeks else None,
        }
        return self._panel.model_copy(update=changed)

    def check(self) -> QWidget | None:
        self._collected.say()
        self._weeks.say()
        if self.collected.day() is None:
            self._collected.refuse(self.tr("Type the day."))
            return self.collected
        weeks = self.weeks.text().strip()
        if weeks and not (weeks.isdigit() and int(weeks) <= _LAST_WEEK):
            self._weeks.refuse(self.tr("Type whole weeks, or nothing."))
            return self.weeks
        return super().check()

    def _lay(self) -> None:
        panel = self._panel
        self.collected.set_date(panel.collected)
        self.specimen.set_value(panel.specimen)
        self.haemolysis.set_value(panel.haemolysis)
        self.fasting.set_value(panel.fasting)
        self.body.addWidget(
            Form(
                (
                    (self._collected, Field(self.tr("Specimen"), self.specimen)),
                    (Field(self.tr("Haemolysis"), self.haemolysis), Field(self.tr("Fasting"), self.fasting)),
                    (self._weeks, QWidget()),
                )
            )
        )
        self.collected.setFocus()
        self.collected.selectAll()
