"""The rule book: one edition of the clinical knowledge, typed."""

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from pydantic import Field

from alpdesk.domain.ages import Age, AgeText
from alpdesk.domain.analytes import Analyte
from alpdesk.domain.assessment import Urgency
from alpdesk.domain.care_standards import AuditStandards
from alpdesk.domain.cause import Cause as Cause, NotCause as NotCause
from alpdesk.domain.condition import Id, Rule, Sourced
from alpdesk.domain.conditions import Condition
from alpdesk.domain.escalation import Escalation
from alpdesk.domain.names import Names
from alpdesk.domain.own_letter import OwnLetter
from alpdesk.domain.profiles import (
    Profile as Profile,
    ProfileChoice as ProfileChoice,
    ProfileDefaults as ProfileDefaults,
)
from alpdesk.domain.promises import Promise


class Source(Rule):
    """Where a statement comes from, in our own words."""

    id: str
    citation: str
    doi: str = ""
    url: str = ""
    read: str = ""


class SeverityBands(Sourced):
    """How far below the limit is markedly and very low: absolute for adults, a fraction for children."""

    child_below: AgeText
    unit: str
    adult_markedly_low: Decimal
    adult_very_low: Decimal
    child_markedly_low: Decimal
    child_very_low: Decimal


class SeriesRules(Sourced):
    """How a series of ALP results is read."""

    persistent_after_days: int
    rcv_from: AgeText
    rcv_fall_percent: Decimal
    rcv_rise_percent: Decimal
    rcv_days: int
    ten_times_from: Decimal
    ten_times_to: Decimal


class CalciumAdjustment(Rule):
    """Adjusted calcium in mmol/L from total calcium (mmol/L) and albumin (g/L), adults only."""

    age_from: AgeText
    per_gram: Decimal
    albumin_target: Decimal
    albumin_at_least: Decimal
    sources: tuple[str, ...] = Field(min_length=1)


class Suspension(Rule):
    """When an ALP may not be read. The first reason that holds is given."""

    reason: Literal["asfotase_alfa", "edta", "wrong_tube", "unit"]
    alert: str
    sentence: str


class Severity(Rule):
    """Severity bands, series rules and reasons for suspension."""

    bands: SeverityBands
    series: SeriesRules
    calcium: CalciumAdjustment
    suspensions: tuple[Suspension, ...]


class AlertText(Rule):
    """One wording of an alert and when it is used."""

    text: str
    when: Condition | None = None


class AlertRule(Sourced):
    """A rule that speaks at once. The first wording whose condition holds is shown.

    ``inputs`` (analytes) and ``shows`` are what it spoke on; ``cause`` heads the checklist while a pressing alert
    fires, and supported causes in ``prefers`` come before the other supported ones.
    """

    id: Id
    title: str
    urgency: Urgency
    when: Condition
    wordings: tuple[AlertText, ...] = Field(min_length=1)
    inputs: tuple[str, ...] = ()
    shows: tuple[Condition, ...] = ()
    cause: str | None = None
    prefers: tuple[str, ...] = ()
    opens_checklist: bool = False


class LastingEffect(Rule):
    """Names of a class whose effect outlasts the last dose by so many days."""

    names: tuple[str, ...] = Field(min_length=1)
    days: int


class MedicineClass(Rule):
    """A class of medicines that matters for ALP, with the names people write."""

    id: Id
    title: str
    names: tuple[str, ...] = Field(min_length=1)
    lasting: LastingEffect | None = None
    sources: tuple[str, ...] = ()


class EventKind(Rule):
    """Something that happens on a day and can move ALP."""

    id: Id
    title: str


class FindingKind(Rule):
    """A sign or a piece of history that can be entered; age and sex say whom it is asked of, not whom it counts for."""

    id: Id
    title: str
    group: str
    question: str = ""
    sex: Literal["any", "female", "male"] = "any"
    age_from: AgeText | None = None
    age_to: AgeText | None = None


class Criterion(Rule):
    """One item: present when any of its conditions holds."""

    id: Id
    title: str
    major: bool
    when: Condition
    note: str = ""


class Combination(Rule):
    """So many major and so many minor items together."""

    major: int
    minor: int


class CriteriaSet(Rule):
    """A published combination of findings for an age."""

    id: Id
    title: str
    age_from: AgeText = Age(0, "d")
    age_to: AgeText | None = None
    citation: str
    caution: str
    combinations: tuple[Combination, ...] = Field(min_length=1)
    items: tuple[Criterion, ...] = Field(min_length=1)
    sources: tuple[str, ...] = Field(min_length=1)
    awaiting_sign_off: bool = False


class MonitoringItem(Rule):
    """One thing that falls due, counted in days from the sample; ``every_days`` repeats it.

    A sample counts from ``not_before_days`` on, of a repetition from ``repeat_not_before_days`` on. ``needs`` says
    what closes the item: its ALP, or all of its tests; where it is not given, ALP when that is among them.
    """

    title: str
    tests: tuple[str, ...] = ()
    after_days: int = 0
    not_before_days: int | None = None
    every_days: int | None = None
    repeat_not_before_days: int | None = None
    needs: Literal["all", "alp"] | None = None

    def with_days_of(self, known: "MonitoringItem") -> "MonitoringItem":
        """Return the item, without the gap of its repetitions where somebody has set other days than the known ones."""
        same = (self.every_days, self.not_before_days) == (known.every_days, known.not_before_days)
        return self if same else self.model_copy(update={"repeat_not_before_days": None})


class MonitoringTemplate(Sourced):
    """What to repeat and when; the first item gives the first date.

    ``stop_after_not_low`` ends a plan by itself after so many samples in a row whose ALP is not low.
    """

    id: Id
    code: str
    title: str
    when: Condition
    items: tuple[MonitoringItem, ...] = Field(min_length=1)
    stop_when: str = ""
    stop_after_not_low: int | None = Field(default=None, ge=1)
    basis: str


class PanelTemplate(Rule):
    """Analytes typed together, in order."""

    id: Id
    name: str
    analytes: tuple[str, ...] = Field(min_length=1)


class SecondLook(Sourced):
    """What is typed again, unseen, before it is kept, and how near to another row's last value a swapped one lies.

    ``low``: analytes, when low. ``alerts``: a value that alone makes one speak. ``questions``: kinds of doubt.
    """

    low: tuple[str, ...]
    alerts: tuple[str, ...]
    questions: tuple[str, ...]
    swapped_within_percent: Decimal


class RuleBook(Rule):
    """Everything the domain judges by.

    ``letter_words`` are the sentences a clinic has put in its own words, ``letter_blocks`` what it made of a kind.
    """

    version: str
    issued: date
    analytes: dict[str, Analyte]
    profiles: dict[str, Profile]
    defaults: ProfileDefaults
    severity: Severity
    alerts: dict[str, AlertRule]
    causes: dict[str, Cause]
    not_causes: dict[str, NotCause]
    criteria: dict[str, CriteriaSet]
    monitoring: dict[str, MonitoringTemplate]
    escalation: Escalation
    promises: dict[str, Promise]
    panel_templates: dict[str, PanelTemplate]
    sources: dict[str, Source]
    medicine_classes: dict[str, MedicineClass]
    events: dict[str, EventKind]
    findings: dict[str, FindingKind]
    audit: AuditStandards
    second_look: SecondLook
    letter_words: dict[str, str] = {}
    letter_blocks: dict[str, OwnLetter] = {}

    def with_changes(self, **changes: object) -> "RuleBook":
        """Return the book with some tables changed; nothing looked up before is carried over."""
        kept = {name: getattr(self, name) for name in RuleBook.model_fields}
        return RuleBook.model_construct(**{**kept, **changes})

    def analyte(self, analyte_id: str) -> Analyte:
        """Return an analyte the rule book knows."""
        return self.analytes[analyte_id]

    def class_of(self, medicine: str) -> str:
        """Return the class of a medicine by its common or brand name, or an empty text."""
        return self._medicine_names.find(medicine)

    def lasts(self, medicine: str) -> int:
        """Return for how many days after the last dose a medicine is known to act on; 0 where nothing is known."""
        return int(self._lasting_names.find(medicine) or 0)

    def analyte_of(self, text: str) -> str | None:
        """Return the analyte an id, LOINC code or synonym stands for."""
        return self._analyte_names.get(" ".join(text.split()).casefold())

    @cached_property
    def _medicine_names(self) -> Names:
        return Names((name, c.id) for c in self.medicine_classes.values() for name in c.names)

    @cached_property
    def _lasting_names(self) -> Names:
        lasting = (c.lasting for c in self.medicine_classes.values() if c.lasting is not None)
        return Names((name, str(effect.days)) for effect in lasting for name in effect.names)

    @cached_property
    def _analyte_names(self) -> dict[str, str]:
        return {name.casefold(): a.id for a in self.analytes.values() for name in a.all_names}
