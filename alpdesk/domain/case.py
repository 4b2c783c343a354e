"""A case file: a patient written down in TOML, with what the rules are expected to say."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, TypeVar
from unicodedata import category

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)

from alpdesk.domain.case_check import Expected, strange
from alpdesk.domain.case_words import sentence
from alpdesk.domain.plausible import refusal
from alpdesk.domain.records import (
    Event,
    Finding,
    Haemolysis,
    Medicine,
    Panel,
    PanelWithResults,
    Patient,
    PatientRecord,
    Result,
    Sex,
    Specimen,
)
from alpdesk.domain.rules import RuleBook
from alpdesk.domain.toml_text import BadToml, read_toml
from alpdesk.errors import AlpdeskError, brief

_UNPRINTED = {"Cc", "Cs", "Zl", "Zp"}
_FIRST, _LAST = date(1850, 1, 1), date(9000, 1, 1)


class CaseError(AlpdeskError):
    """A case that cannot be assessed, in one plain sentence."""


def _as_date(value: object) -> object:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return datetime.strptime(value if isinstance(value, str) else "", "%Y-%m-%d").date()
    except ValueError:
        raise ValueError("must be a date such as 2024-06-01") from None


def _in_calendar(day: date) -> date:
    if not _FIRST <= day <= _LAST:
        raise ValueError(f"must lie between {_FIRST} and {_LAST}")
    return day


def _one_line(text: str) -> str:
    if any(category(letter) in _UNPRINTED for letter in text):
        raise ValueError("must be one line without control characters")
    return text


def _as_limit(value: object) -> object:
    if isinstance(value, bool | str):
        raise ValueError("must be a number")
    return value


Day = Annotated[date, BeforeValidator(_as_date), AfterValidator(_in_calendar)]
Limit = Annotated[Decimal, BeforeValidator(_as_limit), Field(allow_inf_nan=False, ge=-1_000_000, le=1_000_000)]
Prose = Annotated[str, Field(strict=True)]
Words = Annotated[str, StringConstraints(strict=True, strip_whitespace=True), AfterValidator(_one_line)]
Name = Annotated[Words, Field(min_length=1)]
Truth = Annotated[bool, Field(strict=True)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Patient(_Table):
    sex: Sex = Sex.UNKNOWN
    born: Day
    preterm: Truth = False


class _Result(_Table):
    analyte: Words
    value: Name = Field(max_length=64)
    unit: Words
    low: Limit | None = None
    high: Limit | None = None


class _Panel(_Table):
    collected: Day
    profile: Words = ""
    method: Words = ""
    specimen: Specimen = Specimen.SERUM
    haemolysis: Haemolysis = Haemolysis.NONE
    gestation_weeks: Annotated[int, Field(strict=True, ge=0, le=45)] | None = None
    results: tuple[_Result, ...] = ()


class _Medicine(_Table):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    name: Name = Field(max_length=200)
    medicine_class: Words = Field(default="", alias="class")
    started: Day | None = None
    stopped: Day | None = None


class _Event(_Table):
    kind: Words
    on: Day


class _Finding(_Table):
    id: Words
    present: Truth = True


class _Case(_Table):
    id: Name
    title: Prose = ""
    source: Prose = ""
    as_of: Day | None = None
    patient: _Patient
    panels: tuple[_Panel, ...] = ()
    medicines: tuple[_Medicine, ...] = ()
    events: tuple[_Event, ...] = ()
    findings: tuple[_Finding, ...] = ()


class Case(_Table):
    """A case as it was read. ``refused`` says why it cannot be assessed; then there is no record."""

    id: str
    as_of: date | None = None
    record: PatientRecord | None = None
    refused: str = ""
    expected: Expected = Expected()


T = TypeVar("T")
_IDENTITY = TypeAdapter(Name)


def read_case(text: str, rules: RuleBook, *, name: str = "case", today: date | None = None) -> Case:
    """Read a case file; raise ``CaseError`` where it is not even a case file.

    A patient or a result that must be refused is not an error here: the case says so in ``refused``.
    """
    table = _parsed(text)
    identity = _identity(table.get("id"), name)
    expected = _orderly(lambda: Expected.model_validate(table.pop("expect", {})), "expect")
    slip = strange(expected, rules)
    if slip is not None:
        raise CaseError(slip)
    try:
        case = _orderly(lambda: _Case.model_validate({"id": name, **table}))
        as_of = _as_of(case)
        for fault in _faults(case, as_of, rules, today):
            return Case(id=identity, refused=fault, expected=expected)
    except CaseError as error:
        return Case(id=identity, refused=str(error), expected=expected)
    return Case(id=identity, as_of=as_of, record=_record(case), expected=expected)


def _identity(given: object, name: str) -> str:
    """Return the id of a case, or the file's name where the case has none that can be printed."""
    try:
        return _IDENTITY.validate_python(given)
    except ValidationError:
        return name


def _parsed(text: str) -> dict[str, Any]:
    try:
        return read_toml(text)
    except BadToml as error:
        raise CaseError(f"This is not valid TOML: {error}.") from None


def _orderly(build: Callable[[], T], inside: str = "") -> T:
    try:
        return build()
    except ValidationError as error:
        raise CaseError(sentence(error, inside)) from error


def _as_of(case: _Case) -> date:
    if case.as_of is not None:
        return case.as_of
    if not case.panels:
        raise CaseError("The case needs a panel, or as_of.")
    return max(panel.collected for panel in case.panels)


def _faults(case: _Case, as_of: date, rules: RuleBook, today: date | None) -> Iterator[str]:
    born = case.patient.born
    for panel in case.panels:
        yield from _panel_faults(panel, case.patient, as_of if today is None else min(as_of, today), rules)
    if as_of < born:
        yield f"The day of the assessment, {as_of}, lies before birth (born {born})."
    for medicine in case.medicines:
        yield from _medicine_faults(medicine, born, rules)
    for event in case.events:
        if event.kind not in rules.events:
            yield f'The event "{brief(event.kind)}" is not known.'
        if event.on < born:
            yield f"The event {brief(event.kind)} on {event.on} lies before birth (born {born})."
    yield from _finding_faults(case, rules)


def _panel_faults(panel: _Panel, patient: _Patient, latest: date, rules: RuleBook) -> Iterator[str]:
    day = panel.collected
    if day < patient.born:
        yield f"The sample of {day} was collected before birth (born {patient.born})."
    if day > latest:
        yield f"The sample of {day} lies in the future: it was collected after {latest}."
    if panel.profile and panel.profile not in rules.profiles:
        yield f'The profile "{brief(panel.profile)}" is not known.'
    if panel.gestation_weeks is not None and patient.sex is Sex.MALE:
        yield "The sample has gestation weeks (pregnancy), but the patient's sex is male."
    seen = set()
    for result in panel.results:
        if result.analyte in seen:
            yield f'The sample of {day} has the analyte "{brief(result.analyte)}" twice.'
        seen.add(result.analyte)
        refused = refusal(_result(result), rules)
        if refused is not None:
            yield refused


def _medicine_faults(medicine: _Medicine, born: date, rules: RuleBook) -> Iterator[str]:
    if medicine.medicine_class and medicine.medicine_class not in rules.medicine_classes:
        yield f'The medicine class "{brief(medicine.medicine_class)}" is not known.'
    started, stopped = medicine.started, medicine.stopped
    if started is not None and stopped is not None and stopped < started:
        yield f"The medicine {medicine.name} was stopped on {stopped}, before it was started on {started}."
    if any(day is not None and day < born for day in (started, stopped)):
        yield f"The medicine {medicine.name} has a date before birth (born {born})."


def _finding_faults(case: _Case, rules: RuleBook) -> Iterator[str]:
    seen = set()
    for finding in case.findings:
        if finding.id not in rules.findings:
            yield f'The finding "{brief(finding.id)}" is not known.'
        if finding.id in seen:
            yield f'The finding "{brief(finding.id)}" is listed twice.'
        seen.add(finding.id)


def _record(case: _Case) -> PatientRecord:
    patient = Patient(
        number=case.id[:64],
        family_name="case",
        birth_date=case.patient.born,
        sex=case.patient.sex,
        preterm=case.patient.preterm,
    )
    return PatientRecord(
        patient=patient,
        panels=tuple(_panel(i, panel) for i, panel in enumerate(case.panels, start=1)),
        medicines=tuple(Medicine(**medicine.model_dump()) for medicine in case.medicines),
        events=tuple(Event(kind=event.kind, on=event.on) for event in case.events),
        findings=tuple(Finding(finding=each.id, present=each.present) for each in case.findings),
    )


def _panel(number: int, panel: _Panel) -> PanelWithResults:
    kept = Panel(id=number, **panel.model_dump(exclude={"results"}))
    return PanelWithResults(panel=kept, results=tuple(_result(result) for result in panel.results))


def _result(result: _Result) -> Result:
    return Result(**result.model_dump())
