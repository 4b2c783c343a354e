"""One corpus of strings through every field and every way out: literal or refused in a sentence; nothing is opened."""

import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from pydantic import ValidationError
from pypdf import PdfReader

from alpdesk.domain.records import (
    Clinic,
    DecisionKind,
    Event,
    Laboratory,
    LetterKind,
    Medicine,
    Panel,
    Patient,
    Result,
    Role,
    Sex,
    User,
)
from alpdesk.domain.report import Report, ReportSection, ReportTable
from alpdesk.domain.rules import RuleBook
from alpdesk.errors import AlpdeskError
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.desk import Desk
from alpdesk.store.audit_check import verify
from alpdesk.store.database import Database
from tests.conftest import Clock, open_clinic
from tests.hostile.corpus import CONTROLS, FORMULAS, MARKUP, PRINTABLE, STRINGS
from tests.hostile.watch import watched

DAY = date(2026, 2, 20)


@pytest.fixture
def desk(sqlite_database: Database, rules: RuleBook, clock: Clock) -> Desk:
    return open_clinic(sqlite_database, rules, clock)


def _patient(desk: Desk, number: str = "", family_name: str = "Bloom") -> int:
    number = number or desk.patients.next_number()
    patient = Patient(number=number, birth_date=date(1980, 1, 1), sex=Sex.FEMALE, family_name=family_name)
    return desk.patients.add(patient).id or 0


def _tried(work: Callable[[], str]) -> str | None:
    """Return what came back, nothing when it was refused in a sentence."""
    try:
        return work()
    except (AlpdeskError, ValidationError) as error:
        said = str(error) if isinstance(error, AlpdeskError) else error.errors()[0]["msg"]
        assert "Traceback" not in said and said.strip()
        return None


def _same(back: str, text: str) -> bool:
    """Say whether a text came back as it went in, in the one form that is kept, and without blanks around it."""
    clean = unicodedata.normalize("NFC", text)
    lines = "\n".join(clean.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").split("\n"))
    return back.strip() in (clean.strip(), lines.strip(), " ".join(lines.split()).strip())


FIELDS: dict[str, Callable[[Desk, int, str], str]] = {}


def _field(name: str) -> Callable[[Callable[[Desk, int, str], str]], Callable[[Desk, int, str], str]]:
    def keep(work: Callable[[Desk, int, str], str]) -> Callable[[Desk, int, str], str]:
        FIELDS[name] = work
        return work

    return keep


def _of_patient(desk: Desk, patient: int, text: str, *, name: str) -> str:
    before = desk.patients.get(patient)
    kept = desk.patients.update(Patient.built({**before.model_dump(), name: text}))
    return str(getattr(desk.patients.get(kept.id or 0), name))


for _name in ("family_name", "given_names", "address", "phone", "email", "notes", "referring_doctor"):
    FIELDS[f"patient {_name}"] = partial(_of_patient, name=_name)


@_field("patient number")
def _number(desk: Desk, _patient_id: int, text: str) -> str:
    return desk.patients.get(_patient(desk, text)).number


@_field("comment of a panel")
def _comment(desk: Desk, patient: int, text: str) -> str:
    panel = Panel(uid=uuid4(), collected=DAY, comment=text)
    entered = desk.panels.enter(patient, panel, (Result(analyte="ast", value="20", unit="U/L"),))
    return desk.panels.get(entered.panel_id).panel.comment


@_field("value of a result")
def _value(desk: Desk, patient: int, text: str) -> str:
    panel = Panel(uid=uuid4(), collected=DAY)
    entered = desk.panels.enter(patient, panel, (Result(analyte="ast", value=text, unit="U/L"),))
    return desk.panels.get(entered.panel_id).results[0].value


@_field("medicine")
def _medicine(desk: Desk, patient: int, text: str) -> str:
    return desk.patients.add_medicine(patient, Medicine(name=text)).name


@_field("event")
def _event(desk: Desk, patient: int, text: str) -> str:
    return desk.patients.add_event(patient, Event(kind=next(iter(desk.rules.events)), on=DAY, note=text)).note


@_field("laboratory")
def _laboratory(desk: Desk, _patient_id: int, text: str) -> str:
    return desk.laboratories.add(Laboratory(name=text)).name


@_field("person who works here")
def _person(desk: Desk, _patient_id: int, text: str) -> str:
    return desk.users.add(User(name=text, role=Role.STAFF)).name


@_field("clinic")
def _clinic(desk: Desk, _patient_id: int, text: str) -> str:
    kept = desk.clinic.update(Clinic.built({**desk.clinic.get().model_dump(), "name": text, "address": text}))
    return kept.name


@_field("reason of a decision")
def _reason(desk: Desk, _patient_id: int, text: str) -> str:
    patient = _patient(desk)
    panel = Panel(uid=uuid4(), collected=DAY)
    desk.panels.enter(patient, panel, (Result(analyte="alp", value="20", unit="U/L"),))
    waiting = desk.decisions.waiting(patient)
    assert waiting is not None
    draft = DecisionDraft(patient_id=patient, assessment_id=waiting.id, kind=DecisionKind.NO_ACTION, reason=text)
    return desk.decisions.sign(draft).decision.reason


@pytest.mark.parametrize("name", FIELDS)
def test_every_string_is_kept_as_it_is_or_refused_in_a_sentence(desk: Desk, name: str, tmp_path: Path) -> None:
    patient, kept = _patient(desk), 0
    with watched(tmp_path) as seen:
        for text in STRINGS:
            back = _tried(lambda text=text: FIELDS[name](desk, patient, text))  # type: ignore[misc]
            assert back is None or _same(back, text), (name, text, back)
            kept += back is not None
    assert seen.faults == []
    assert kept > len(STRINGS) // 2 or name in ("value of a result", "patient number"), kept
    with desk.context.database.read() as session:
        assert verify(session.connection()).faults == ()


def test_the_corpus_is_large_enough() -> None:
    assert len(set(STRINGS)) >= 80 and len(set(STRINGS)) == len(STRINGS)


def test_every_string_is_searched_for_and_finds_only_whom_it_names(desk: Desk, tmp_path: Path) -> None:
    named: dict[str, int] = {}
    for text in PRINTABLE:
        if (key := _tried(lambda text=text: str(_patient(desk, family_name=text)))) is not None:  # type: ignore[misc]
            named[text] = int(key)
    with watched(tmp_path) as seen:
        for text in STRINGS:
            found = {one.id for one in desk.patients.search(text, limit=500).items}
            words = [part for part in text.split() if any(letter.isalnum() for letter in part)]
            if text in named and words and text.isascii():
                assert named[text] in found, text
            assert len(found) < len(named) or not any(part.isalpha() for part in words), (text, "it finds everybody")
    assert seen.faults == []


def test_every_string_is_exported_literally_and_taken_in_again(desk: Desk, tmp_path: Path) -> None:
    import csv

    names = {}
    for number, text in enumerate(PRINTABLE):
        key = _tried(lambda text=text, number=number: str(_patient(desk, f"N{number}", family_name=text)))  # type: ignore[misc]
        if key is not None:
            names[f"N{number}"] = desk.patients.get(int(key)).family_name
            panel = Panel(uid=uuid4(), collected=DAY, laboratory_id=1)
            desk.panels.enter(int(key), panel, (Result(analyte="ast", value="20", unit="U/L"),))
    out = tmp_path / "all.csv"
    with watched(tmp_path) as seen:
        desk.transfer.export_csv(out)
    assert seen.faults == []
    with out.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell.lstrip()[:1] in tuple("=+-@＝＋－＠") and not _is_number(cell)]
    report = desk.transfer.import_csv(out, dry_run=True)
    assert not report.problems, report.problems[:3]


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def test_every_string_is_printed_literally_with_no_picture_and_no_link(desk: Desk, tmp_path: Path) -> None:
    rows = tuple((text, text) for text in STRINGS)
    section = ReportSection(heading="<b>x</b>", notice=MARKUP[0], paragraphs=PRINTABLE, items=PRINTABLE, notes=CONTROLS,
                            tables=(ReportTable(head=("a", "b"), rows=rows),))  # fmt: skip
    desk.reports.pdf(Report(title="First"))  # what is imported then reads its own settings
    with watched(tmp_path) as seen:
        pages = PdfReader(BytesIO(desk.reports.pdf(Report(title="Hostile", sections=(section,))))).pages
    assert seen.faults == []
    text = "".join("".join(page.extract_text().split()) for page in pages)
    missing = [each for each in (*MARKUP, *FORMULAS) if "".join(each.split()) not in text and each.isascii()]
    assert missing == []
    assert [page for page in pages if "/Annots" in page or list(page.images)] == []


def test_every_name_is_in_its_letter_and_nothing_else_happens(desk: Desk, tmp_path: Path) -> None:
    desk.clinic.update(desk.clinic.get().model_copy(update={"phone": "01865 100 200"}))
    with watched(tmp_path) as seen:
        for text in (*MARKUP[:8], *FORMULAS[:3], "{name}", "%s%n%x", "'; DROP TABLE patient;--", "[Test]", "TODO"):
            patient = _patient(desk, family_name=text)
            panel = Panel(uid=uuid4(), collected=DAY)
            desk.panels.enter(
                patient, panel, (Result(analyte="alp", value="20", unit="U/L", low=Decimal(35), high=Decimal(105)),)
            )
            draft = desk.letters.compose(patient, LetterKind.PATIENT)
            kept = desk.letters.keep(draft)
            page = PdfReader(BytesIO(desk.letters.bytes(kept.id))).pages[0]
            assert "".join(text.split()) in "".join(page.extract_text().split()), text
            assert "/Annots" not in page
    assert seen.faults == []


def test_the_calendar_file_names_nobody(desk: Desk, tmp_path: Path) -> None:
    due: list[int] = []
    for text in PRINTABLE[:30]:
        patient = _patient(desk, family_name=text)
        desk.panels.enter(patient, Panel(uid=uuid4(), collected=DAY), (Result(analyte="alp", value="20", unit="U/L"),))
        waiting = desk.decisions.waiting(patient)
        assert waiting is not None
        draft = DecisionDraft(patient_id=patient, assessment_id=waiting.id, kind=DecisionKind.WORK_UP)
        desk.decisions.sign(draft.model_copy(update={"templates": ("hpp-adult",)}))
        due += [one.id or 0 for one in desk.decisions.recalls(patient) if one.closed_on is None]
    content = desk.followup.calendar(due).decode()
    assert content.count("BEGIN:VEVENT") == len(due) > 30
    assert not [text for text in PRINTABLE[:30] if len(text) > 4 and text in content]
