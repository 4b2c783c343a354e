"""What the conditions may ask of a record, seen from one panel."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from alpdesk.domain import fall, plausible, treatment
from alpdesk.domain.ages import Age, has_reached, in_words
from alpdesk.domain.alp import ALP, AlpReading
from alpdesk.domain.assessment import CriteriaResult, Persistence, Severity
from alpdesk.domain.calcium import adjusted
from alpdesk.domain.history import History
from alpdesk.domain.measured import flag_answers
from alpdesk.domain.quantity import Quantity
from alpdesk.domain.readings import Reading, limits_words
from alpdesk.domain.records import (
    Event,
    Flag,
    Haemolysis,
    Medicine,
    Panel,
    Patient,
    Result,
    Specimen,
)
from alpdesk.domain.rules import RuleBook


@dataclass
class Facts:
    """One panel of a record. What is concluded on the way (alerts, causes, criteria) is added as it is known."""

    history: History
    panel: Panel | None
    alp: AlpReading | None
    suspended: str | None = None
    persistence: Persistence = Persistence.NONE
    severity: Severity | None = None
    earlier: tuple[AlpReading, ...] = ()
    fired: set[str] = field(default_factory=set)
    supported_groups: tuple[str, ...] = ()
    criteria: CriteriaResult | None = None

    def __post_init__(self) -> None:
        self.rules: RuleBook = self.history.rules
        self.patient: Patient = self.history.patient
        self.day: date = self.history.as_of if self.panel is None else self.panel.collected
        self._found: dict[tuple[str, str, int, bool], Reading | None] = {}

    def reading(self, analyte: str, scope: str, within_days: int = 365, use_adjusted: bool = False) -> Reading | None:
        """Return the value in this sample, or the last one up to today that is not too old."""
        key = (analyte, scope, within_days, use_adjusted)
        if key not in self._found:
            self._found[key] = self._read(analyte, scope, within_days, use_adjusted=use_adjusted)
        return self._found[key]

    def _read(self, analyte: str, scope: str, within_days: int, *, use_adjusted: bool) -> Reading | None:
        for panel, result in self._candidates(analyte, scope):
            if (self.day - panel.collected).days > within_days:
                return None
            reading = self.history.reading(panel, result)
            if reading is None or reading.quantity is None:
                continue
            return adjusted(reading, self.history) if use_adjusted else reading
        return None

    def _candidates(self, analyte: str, scope: str) -> Iterable[tuple[Panel, Result]]:
        if scope != "panel":
            return reversed(self.history.results(analyte))
        here = self.history.in_sample(self.panel, analyte)
        return () if here is None or self.panel is None else ((self.panel, here),)

    def measured(self, analyte: str, scope: str) -> bool:
        """Say whether a standing result is there, even one that is not a number."""
        return any(True for _ in self._candidates(analyte, scope))

    def ratio(self, over: str, over_unit: str, under: str, under_unit: str) -> Quantity | None:
        """Divide two values of this sample; of bounds as far as it is certain."""
        upper, lower = self.reading(over, "panel"), self.reading(under, "panel")
        if upper is None or lower is None or upper.quantity is None or lower.quantity is None:
            return None
        divisor = self.rules.analyte(under).convert(lower.quantity, under_unit)
        return self.rules.analyte(over).convert(upper.quantity, over_unit).over(divisor)

    @property
    def alp_quantity(self) -> Quantity | None:
        """The ALP in U/L."""
        return None if self.alp is None else self.alp.quantity

    @property
    def alp_result(self) -> Result | None:
        """The ALP as typed."""
        return None if self.alp is None else self.alp.result

    @property
    def alp_laboratory(self) -> Flag:
        """The laboratory's verdict; none on a suspended result."""
        return Flag.NONE if self.alp is None or self.suspended else self.alp.laboratory[0]

    @property
    def alp_age_sex(self) -> Flag:
        """The age-and-sex verdict; none on a suspended result."""
        return Flag.NONE if self.alp is None or self.suspended else self.alp.age_sex[0]

    @property
    def alp_low_limit(self) -> Decimal | None:
        """The lower limit by which the value counts, in U/L."""
        return None if self.alp is None else self.alp.low_limit

    def alp_flag(self, wanted: str, *, raw: bool) -> bool | None:
        """Compare the flag; a suspended result answers only whether it is suspended, unless asked raw."""
        flag = Flag.NONE if self.alp is None else self.alp.flag
        if wanted == "suspended":
            return self.suspended is not None
        if self.suspended is not None and not raw:
            return None
        if wanted == "indeterminate":
            return flag is Flag.INDETERMINATE
        return flag_answers(flag, wanted)

    def alp_words(self) -> str:
        """Return the ALP as typed, with the interval it was judged by."""
        if self.alp is None:
            return "No ALP"
        interval = self.alp.age_sex[1] or self.alp.laboratory[1]
        return f"ALP {self.alp.result.value} {self.alp.result.unit}{limits_words(interval)}"

    def alp_fell(self, percent: Decimal, days: int) -> bool | None:
        """Say whether ALP fell by at least so many percent within so many days."""
        return None if self.alp is None or self.suspended else fall.fell(self.alp, self.earlier, percent, days)

    def alp_changed_beyond_noise(self) -> bool | None:
        """Say whether an adult's ALP changed by more than chance allows."""
        if self.alp is None or self.suspended:
            return None
        return fall.changed_beyond_noise(self.alp, self.earlier, self.patient, self.rules.severity.series)

    def adult_interval_on_child(self) -> bool | None:
        """Say whether the laboratory's lower limit lies below the one for the child's age."""
        if self.alp is None or self.alp.laboratory[1] is None or self.alp.low_limit is None:
            return None
        if has_reached(self.patient.birth_date, self.day, self.rules.defaults.adult_from):
            return False
        return None if self.alp.laboratory_limit is None else self.alp.laboratory_limit < self.alp.low_limit

    @property
    def unit_suspect(self) -> bool:
        """Whether the number reads like the other unit."""
        return self.alp is not None and self.alp.slip is not None

    @property
    def gestation_weeks(self) -> int | None:
        """Weeks of pregnancy at the sample."""
        return None if self.panel is None else self.panel.gestation_weeks

    @property
    def specimen(self) -> Specimen:
        """The tube."""
        return Specimen.SERUM if self.panel is None else self.panel.specimen

    @property
    def haemolysis(self) -> Haemolysis:
        """Haemolysis as noted."""
        return Haemolysis.NONE if self.panel is None else self.panel.haemolysis

    @property
    def method(self) -> str:
        """The laboratory's buffer, as recorded."""
        return "" if self.panel is None else self.panel.method

    def has_reached(self, age: Age) -> bool:
        """Say whether the patient had this age on the sampling day."""
        return has_reached(self.patient.birth_date, self.day, age)

    def age_words(self) -> str:
        """Return the age on the sampling day."""
        return in_words(self.patient.birth_date, self.day)

    def finding(self, finding: str) -> bool | None:
        """Return present, absent or (not entered) unknown."""
        return self.history.finding(finding)

    def medicine(self, medicine_class: str, within_days: int, min_days: int = 0) -> Medicine | None:
        """Return a medicine of the class taken on the sampling day or stopped not long before."""
        return treatment.taken(self.history, medicine_class, self.day, within_days, min_days)

    def taken_before(self, medicine_class: str, day: date, within_days: int) -> bool:
        """Say whether a medicine of the class was taken on a day or not long before it."""
        return treatment.taken(self.history, medicine_class, day, within_days) is not None

    def doubts(self) -> tuple[str, ...]:
        """Return what is asked about the values of this sample."""
        return () if self.panel is None else plausible.doubts(self.history.readings(self.panel))

    def slip_words(self) -> str:
        """Say which unit the ALP reads like."""
        if self.alp is None or self.alp.slip is None or self.alp.typed is None:
            return ""
        return plausible.slip_words(self.alp.slip, self.rules.analyte(ALP), self.alp.typed)

    def medicine_words(self, medicine: Medicine) -> str:
        """Return the medicine with its dates."""
        return treatment.words(medicine)

    def event(self, kind: str, within_days: int | None) -> Event | None:
        """Return the last such event up to the sampling day."""
        return treatment.happened(self.history.record.events, kind, self.day, within_days)

    def is_recorded(self, medicine_class: str | None, event: str | None) -> bool:
        """Say whether the medicine had begun, or the event happened, by the sampling day."""
        return treatment.is_recorded(self.history, medicine_class, event, self.day)

    def low_before(self, medicine_class: str | None, event: str | None) -> bool | None:
        """Say whether the last ALP before the medicine or event was low."""
        return treatment.low_before(self.history, (*self.earlier, *self._own()), medicine_class, event)

    def low_after(self, medicine_class: str | None, event: str | None, days: int) -> bool | None:
        """Say whether ALP is low now, more than so many days after the medicine or event ended."""
        ended = treatment.ended(self.history, medicine_class, event, self.day)
        if ended is None:
            return False
        gone = (self.day - ended).days > max(days, treatment.acts_on(self.history, medicine_class))
        return self.alp_flag("low", raw=False) if gone else None

    def _own(self) -> tuple[AlpReading, ...]:
        return () if self.alp is None or self.suspended else (self.alp,)
