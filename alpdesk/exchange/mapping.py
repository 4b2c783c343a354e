"""How a file that looks otherwise is read: the map file of an import.

A map file is TOML. Every part is optional::

    [file]
    delimiter = ";"                     # found by itself when absent
    encoding = "latin-1"                # found by itself when absent
    dates = "%d.%m.%Y"                  # ISO 8601 when absent

    [columns]                           # our column = the file's column
    patient_number = "SEQN"

    [constants]                         # our column = the same text in every row
    laboratory = "NHANES"

    [codes.sex]                         # the file's code = our word; a blank cell stays blank
    "1" = "male"

    [wide]                              # a column that holds one analyte's values
    LBXSAPSI = { analyte = "alp", unit = "U/L" }

    [birth_date_from_age]               # no birth date, but an age on the day of collection
    months = "RIDEXAGM"                 # used where it is given,
    years = "RIDAGEYR"                  # else this

A birth date from an age is the day on which the person had exactly that age when the sample was taken; the
patient's notes then say that the day is worked out and not known.
"""

import re
from datetime import date, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from alpdesk.domain.toml_text import BadToml, read_toml
from alpdesk.errors import brief
from alpdesk.exchange.table import FileError

_PERSON = ("patient_number", "family_name", "given_names", "sex", "birth_date")
_SAMPLE = ("collected", "laboratory")
_VALUE = ("analyte", "value", "unit", "low", "high")
COLUMNS = (*_PERSON, *_SAMPLE, *_VALUE, "specimen", "comment")
EXTRA_COLUMNS = ("gestation_weeks", "haemolysis", "preterm")
_LARGEST = 1_000_000  # bytes
_SOME_DAY = date(2026, 11, 30)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FileForm(_Part):
    """How the text of the file is written, where that is not found by itself."""

    delimiter: str = ""
    encoding: str = ""
    dates: str = ""

    @field_validator("delimiter")
    @classmethod
    def _separates(cls, given: str) -> str:
        if len(given) > 1 or given in ('"', "\r", "\n"):
            raise ValueError(f"{brief(given)!r} is not one character that can stand between cells")
        return given

    @field_validator("encoding")
    @classmethod
    def _is_an_encoding(cls, given: str) -> str:
        try:
            "".encode(given or "utf-8")
        except LookupError:
            raise ValueError(f"the encoding {brief(given)!r} is not known") from None
        return given

    @field_validator("dates")
    @classmethod
    def _gives_a_day(cls, given: str) -> str:
        try:
            whole = not given or datetime.strptime(_SOME_DAY.strftime(given), given).date() == _SOME_DAY
        except (ValueError, re.error):  # the second where a part stands twice
            whole = False
        if not whole:
            raise ValueError(f"{brief(given)!r} does not give day, month and year, such as %d.%m.%Y")
        return given


class WideColumn(_Part):
    """A column of a wide file: whose values it holds, and the interval printed for all of them, if any."""

    analyte: str
    unit: str = ""
    low: str = ""
    high: str = ""


class AgeColumns(_Part):
    """Where the age on the day of collection stands."""

    months: str = ""
    years: str = ""

    @model_validator(mode="after")
    def _one_of_them(self) -> "AgeColumns":
        if not (self.months or self.years):
            raise ValueError("name a column with months, with years, or both")
        return self


class Mapping(_Part):
    """A map file as read."""

    file: FileForm = FileForm()
    columns: dict[str, str] = {}
    constants: dict[str, str] = {}
    codes: dict[str, dict[str, str]] = {}
    wide: dict[str, WideColumn] = {}
    birth_date_from_age: AgeColumns | None = None

    @model_validator(mode="after")
    def _knows_its_columns(self) -> "Mapping":
        for part, names in (("columns", self.columns), ("constants", self.constants), ("codes", self.codes)):
            for name in names:
                if name not in COLUMNS + EXTRA_COLUMNS:
                    raise ValueError(f"[{part}] names {brief(name)!r}, which is no column of the long form")
        twice = next((name for name in self.columns if name in self.constants), "")
        if twice:
            raise ValueError(f"{twice!r} is in [columns] and in [constants]")
        clash = next((name for name in _VALUE if self.wide and name in {**self.columns, **self.constants}), "")
        if clash:
            raise ValueError(f"{clash!r} cannot be given beside [wide]")
        return self

    def needed(self) -> tuple[str, ...]:
        """Return the long form's columns that a file must have under this map."""
        given = set(self.constants)
        if self.wide:
            given |= set(_VALUE)
        if self.birth_date_from_age:
            given.add("birth_date")
        must = ("patient_number", "birth_date", "collected", "analyte", "value")
        return tuple(name for name in must if name not in given)


def read_mapping(path: Path | None) -> Mapping:
    """Return the map in ``path``; without a file, the map of the long form itself."""
    if path is None:
        return Mapping()
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise FileError("The map file is too large; it cannot be a map of columns.")
        return Mapping.model_validate(read_toml(content.decode("utf-8-sig")))
    except OSError as error:
        raise FileError(f"The map file cannot be opened: {error.strerror or error}.") from None
    except (BadToml, UnicodeDecodeError) as error:
        raise FileError(f"The map file is not valid TOML: {error}.") from None
    except ValidationError as error:
        raise FileError(f"The map file cannot be used: {_first(error)}.") from None


def _first(error: ValidationError) -> str:
    fault = error.errors()[0]
    where = brief(".".join(str(part) for part in fault["loc"]))
    said = str(fault["msg"]).removeprefix("Value error, ")
    if fault["type"] == "extra_forbidden":
        said = "this key is not known"
    return f"{where}: {said}" if where else said
