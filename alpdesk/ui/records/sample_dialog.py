"""How a sample was taken, put right."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from alpdesk.domain.records import Haemolysis, Panel, Specimen
from alpdesk.services.drafts import Drafts
from alpdesk.ui.clinical.sample import specimen
from alpdesk.ui.records.conflict import ConflictDialog, clashes, settle
from alpdesk.ui.records.follows import Follows
from alpdesk.ui.records.frame import ActionDialog
from alpdesk.ui.records.sample_words import fact, sample_fields
from alpdesk.ui.widgets import Choice, DateEdit, Field, Form, format_date

translate = QCoreApplication.translate
_LAST_WEEK = 45
Consequences = Callable[[Panel], str]


class SampleDialog(ActionDialog):
    """Asks for the day, the tube and the rest of a sample; ``consequences`` says what would follow from it."""

    def __init__(self, panel: Panel, consequences: Consequences, parent: QWidget | None = None) -> None:
        title = translate("Records", "Correct the sample of {day}").format(day=format_date(panel.collected))
        text = translate(
            "Records", "Where that judges a value by something else, what was shown before stays readable."
        )
        super().__init__(title, text, translate("Records", "Keep the change"), parent)
        self._panel = panel
        self.conflict: ConflictDialog | None = None
        self._consequences = consequences
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
        self.received = DateEdit()
        self.weeks = QLineEdit("" if panel.gestation_weeks is None else str(panel.gestation_weeks))
        self._collected = Field(self.tr("Collected"), self.collected)
        self._received = Field(self.tr("Results came"), self.received)
        self._weeks = Field(self.tr("Week of pregnancy"), self.weeks)
        self.follows = Follows()
        self._lay()
        self._connect()

    def panel(self) -> Panel:
        """Return the sample as it is said to be now."""
        weeks = self.weeks.text().strip()
        changed = {
            "collected": self.collected.day() or self._panel.collected,
            "received": self.received.day(),
            "specimen": Specimen(str(self.specimen.value())),
            "haemolysis": Haemolysis(str(self.haemolysis.value())),
            "fasting": self.fasting.value(),
            "gestation_weeks": int(weeks) if weeks else None,
        }
        return self._panel.model_copy(update=changed)

    def keep_typed(self, drafts: Drafts, subject: str) -> None:
        """Show what was left in this form before, and hold on to what is typed now."""
        typed: dict[str, QWidget] = {
            "collected": self.collected, "received": self.received, "specimen": self.specimen,
            "haemolysis": self.haemolysis, "fasting": self.fasting, "weeks": self.weeks, "reason": self.reason,
        }  # fmt: skip
        if self.remember(drafts, subject, typed):
            self._tell()

    def check(self) -> QWidget | None:
        self._collected.say()
        self._received.say()
        self._weeks.say()
        if self.collected.day() is None:
            self._collected.refuse(self.tr("Type the day."))
            return self.collected
        if self.received.text().strip() and self.received.day() is None:
            self._received.refuse(self.tr("This cannot be read as a date."))
            return self.received
        if not self._weeks_fit():
            self._weeks.refuse(self.tr("Type whole weeks, or nothing."))
            return self.weeks
        return super().check()

    def _weeks_fit(self) -> bool:
        weeks = self.weeks.text().strip()
        return not weeks or (weeks.isascii() and weeks.isdigit() and int(weeks) <= _LAST_WEEK)

    def _connect(self) -> None:
        self.collected.textEdited.connect(self._tell)
        self.weeks.textEdited.connect(self._tell)
        for choice in (self.specimen, self.haemolysis, self.fasting):
            choice.currentIndexChanged.connect(self._tell)

    def _tell(self) -> None:
        """Say which flags the sample would turn as it stands there now."""
        ready = self.collected.day() is not None and self._weeks_fit()
        self.follows.tell(self._consequences(self.panel()) if ready else "")
        QTimer.singleShot(0, self, self.fit)

    def _lay(self) -> None:
        panel = self._panel
        self.collected.set_date(panel.collected)
        self.received.set_date(panel.received)
        self.specimen.set_value(panel.specimen)
        self.haemolysis.set_value(panel.haemolysis)
        self.fasting.set_value(panel.fasting)
        self.body.addWidget(
            Form(
                (
                    (self._collected, Field(self.tr("Specimen"), self.specimen)),
                    (Field(self.tr("Haemolysis"), self.haemolysis), Field(self.tr("Fasting"), self.fasting)),
                    (self._weeks, self._received),
                )
            )
        )
        self.body.addWidget(self.follows)
        self.collected.setFocus()
        self.collected.selectAll()


def side_by_side(
    dialog: SampleDialog, base: Panel, yours: Panel, theirs: Panel, again: Callable[[Panel], None]
) -> None:
    """Show what somebody else made of the sample beside what is typed; what is picked is tried again."""
    found = clashes(base, yours, theirs, sample_fields(), _fact)

    def picked(panel: Panel) -> None:
        if all(getattr(panel, clash.name) == getattr(theirs, clash.name) for clash in found):
            dialog.reject()  # theirs stands as it is
        else:
            again(panel)

    if found:
        dialog.conflict = settle(dialog, found, yours, theirs, picked)


def _fact(name: str, value: object) -> str:
    return "" if value is None else fact(name, str(value))
