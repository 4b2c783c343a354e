"""The form of the demonstration's file."""

from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from alpdesk.domain.records import Clinic, DecisionKind, Haemolysis, Laboratory, Sex, Specimen


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class DemoSample(_Part):
    """A sample ``ago`` days back; ``measured`` replaces ordinary values, each as value and unit."""

    ago: int
    alp: str
    unit: str = "U/L"
    low: str = ""
    high: str = ""
    specimen: Specimen = Specimen.SERUM
    haemolysis: Haemolysis = Haemolysis.NONE
    gestation_weeks: int | None = None
    measured: dict[str, str] = Field(default={}, alias="with")
    limits: dict[str, tuple[Decimal, Decimal]] = {}


class DemoMedicine(_Part):
    """A medicine taken since and until so many days ago."""

    name: str
    started: int
    stopped: int | None = None


class DemoEvent(_Part):
    """Something that happened so many days ago."""

    kind: str
    ago: int


class DemoAnswer(_Part):
    """An answer that was signed so many days ago."""

    kind: DecisionKind
    ago: int
    cause: str = ""
    reason: str = ""
    templates: tuple[str, ...] = ()


class DemoPerson(_Part):
    """Somebody made up."""

    family_name: str
    given_names: str
    sex: Sex
    age: int
    preterm: bool = False
    laboratory: str = "Central Laboratory"
    address: str = "7 Example Street\nSampleton"
    referring_doctor: str = ""
    samples: tuple[DemoSample, ...] = ()
    medicines: tuple[DemoMedicine, ...] = ()
    events: tuple[DemoEvent, ...] = ()
    findings: dict[str, bool] = {}
    answer: DemoAnswer | None = None


class DemoFile(_Part):
    """Everything of the demonstration."""

    format: int
    clinic: Clinic
    laboratories: tuple[Laboratory, ...]
    people: tuple[DemoPerson, ...]
