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
    SUMMARY = "summary"
    DOCTOR = "doctor"

    @property
    def to_colleague(self) -> bool:
        """Return whether a colleague reads it, not the patient."""
        return self in {LetterKind.REFERRAL, LetterKind.DOCTOR}


class LetterState(StrEnum):
    """How far a letter has come; ``kept`` is the first edition's word for one that the checker has passed."""

    DRAFT = "draft"
    CHECKED = "kept"
    SIGNED = "signed"
    PRINTED = "printed"
    SAVED = "saved"
    HANDED_OVER = "handed_over"
    REPLACED = "replaced"


class LetterQueue(StrEnum):
    """What letters wait for."""

    TO_SIGN = "to_sign"
    TO_SEND = "to_send"
    HALF_WAY = "half_way"


class LetterEventKind(StrEnum):
    """What was done with a letter after it was written."""

    CHECKED = "checked"
    SIGNED = "signed"
    PRINTED = "printed"
    SAVED = "saved"
    MAILED = "mailed"
    HANDED_OVER = "handed_over"
    REPLACED = "replaced"


class RunState(StrEnum):
    """How far one letter of a run has come."""

    WAITING = "waiting"
    HELD = "held"
    MADE = "made"
    LEFT_OUT = "left_out"


class Role(StrEnum):
    """What a user may do."""

    ADMINISTRATOR = "administrator"
    CLINICIAN = "clinician"
    STAFF = "staff"


class CorrectionKind(StrEnum):
    """What was done to a record that was wrong. Nothing is ever erased."""

    CORRECT = "correct"
    VOID = "void"
    RESTORE = "restore"
    MOVE = "move"
    MERGE = "merge"
    UNMERGE = "unmerge"


class CloseCode(StrEnum):
    """Why a due item left the list."""

    RESULT = "result"
    STOPPED = "stopped"
    ATTENDED_ELSEWHERE = "attended_elsewhere"
    DECLINED = "declined"
    MOVED = "moved"
    DIED = "died"
    UNREACHABLE = "unreachable"
    OTHER = "other"


class ContactKind(StrEnum):
    """How somebody was reminded."""

    LETTER = "letter"
    PHONE = "phone"
    MESSAGE = "message"
    IN_PERSON = "in_person"


class ContactOutcome(StrEnum):
    """What came of an attempt to reach somebody."""

    SENT = "sent"
    REACHED = "reached"
    MESSAGE_LEFT = "message_left"
    NO_ANSWER = "no_answer"
    RETURNED = "returned"


class Mark(StrEnum):
    """What was done about one item of a checklist."""

    ASKED = "asked"
    EXAMINED = "examined"
    ORDERED = "ordered"
    EXCLUDED = "excluded"
    CONFIRMED = "confirmed"
    SET_ASIDE = "set_aside"


class TranslationState(StrEnum):
    """Whether a native-speaking clinician has read a translation of the letters in its present edition."""

    WAITING = "waiting"
    SIGNED = "signed"
    LAPSED = "lapsed"


class EditKind(StrEnum):
    """What of the rule book a clinic has changed for itself."""

    PROFILE = "profile"
    PANEL_TEMPLATE = "panel_template"
    MEDICINE_CLASS = "medicine_class"
    MONITORING = "monitoring"
    ESCALATION = "escalation"
    SNIPPET = "snippet"
    SECOND_LOOK = "second_look"
    LETTER = "letter"
    TRANSLATION = "translation"
