"""The words a record may choose from. Their values are kept, so they never change."""

from enum import StrEnum


class Sex(StrEnum):
    """Sex used to choose reference intervals."""

    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


class Specimen(StrEnum):
    """The tube the sample was drawn into."""

    SERUM = "serum"
    LI_HEPARIN = "li_heparin"
    EDTA = "edta"
    CITRATE = "citrate"
    OXALATE = "oxalate"
    FLUORIDE = "fluoride"


class Haemolysis(StrEnum):
    """Haemolysis as the laboratory noted it."""

    NONE = "none"
    SLIGHT = "slight"
    GROSS = "gross"


class Comparator(StrEnum):
    """What stands before a value that is a bound (FHIR Quantity.comparator)."""

    EXACT = ""
    BELOW = "<"
    AT_MOST = "<="
    AT_LEAST = ">="
    ABOVE = ">"


class ResultStatus(StrEnum):
    """FHIR ObservationStatus, as far as a clinic needs it."""

    FINAL = "final"
    AMENDED = "amended"
    ENTERED_IN_ERROR = "entered-in-error"


class Flag(StrEnum):
    """A verdict on one result."""

    LOW = "low"
    WITHIN = "within"
    HIGH = "high"
    INDETERMINATE = "indeterminate"
    SUSPENDED = "suspended"
    NONE = "none"


class DecisionKind(StrEnum):
    """What a clinician answers to a low ALP."""

    REPEAT = "repeat"
    WORK_UP = "work_up"
    REFER = "refer"
    EXPLAINED = "explained"
    NO_ACTION = "no_action"


class LetterKind(StrEnum):
    """What a letter is for."""

    PATIENT = "patient"
    REFERRAL = "referral"
    RECALL = "recall"


class LetterState(StrEnum):
    """How far a kept letter has come."""

    KEPT = "kept"
    PRINTED = "printed"
    REPLACED = "replaced"


class Role(StrEnum):
    """What a user may do."""

    ADMINISTRATOR = "administrator"
    CLINICIAN = "clinician"
    STAFF = "staff"
