"""One target for each parser: any bytes are taken, or refused in words for a person; nothing else may come out."""

import csv
import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from alpdesk import knowledge
from alpdesk.assets import resource
from alpdesk.domain.assess import assess
from alpdesk.domain.case import read_case
from alpdesk.domain.followup import ClinicEdit
from alpdesk.domain.own_letter import OwnLetter
from alpdesk.domain.rules import RuleBook
from alpdesk.domain.terms import EditKind, LetterKind
from alpdesk.errors import AlpdeskError
from alpdesk.exchange.mapping import COLUMNS, EXTRA_COLUMNS, Mapping, read_mapping
from alpdesk.exchange.rows import read_rows
from alpdesk.exchange.table import Table, read_table
from alpdesk.knowledge.errors import KnowledgeError
from alpdesk.knowledge.overlay import lay
from alpdesk.knowledge.own_forms import EditFault
from alpdesk.security import keyslots
from alpdesk.services import archive

LONGEST_SENTENCE = 1000
_TESTS = Path(__file__).parent.parent
_TODAY = date(2026, 3, 2)


class Target(NamedTuple):
    """What reads the bytes, and bytes that it takes."""

    read: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]


class Unclear(AssertionError):
    """A refusal that is no sentence for a person."""


def run(name: str, content: bytes) -> bool:
    """Give bytes to a parser and say whether it took them; any failure but a clear refusal comes through."""
    try:
        TARGETS[name].read(content)
    except KnowledgeError as error:
        for fault in error.faults:
            _refuse_unclear(fault)
        return False
    except EditFault as error:
        for each in error.faults:
            _refuse_unclear(each.sentence)
        return False
    except AlpdeskError as error:
        _refuse_unclear(str(error))
        return False
    return True


def _refuse_unclear(said: str) -> None:
    if not said.strip() or "Traceback" in said or len(said) > LONGEST_SENTENCE:
        raise Unclear(said[:LONGEST_SENTENCE])


@cache
def _rules() -> RuleBook:
    return knowledge.load()


@cache
def _room() -> Path:
    return Path(tempfile.mkdtemp(prefix="alpdesk-fuzz-"))


def _file(name: str, content: bytes) -> Path:
    path = _room() / name
    path.write_bytes(content)
    return path


def sweep_up() -> None:
    """Remove what the targets wrote."""
    shutil.rmtree(_room(), ignore_errors=True)
    _room.cache_clear()


def _case(content: bytes) -> None:
    case = read_case(content.decode("utf-8", "replace"), _rules(), today=_TODAY)
    if case.refused:
        _refuse_unclear(case.refused)
    if case.record is not None and case.as_of is not None:
        assess(case.record, _rules(), as_of=case.as_of)


def _table(content: bytes) -> None:
    _walk(read_table(_file("table.csv", content)), Mapping())


def _map(content: bytes) -> None:
    """Read bytes as a map file, and a small table by it."""
    mapping = read_mapping(_file("map.toml", content))
    ages = () if mapping.birth_date_from_age is None else mapping.birth_date_from_age.model_dump().values()
    names = {mapping.columns.get(name, name): cell for name, cell in _ROW.items()}
    names |= dict.fromkeys((*mapping.wide, *(age for age in ages if age)), "31")
    path = _room() / "mapped.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=mapping.file.delimiter or ",").writerows((names.keys(), names.values()))
    _walk(read_table(path, delimiter=mapping.file.delimiter, encoding=mapping.file.encoding), mapping)


def _walk(table: Table, mapping: Mapping) -> None:
    for row in read_rows(table, mapping):
        if row.problem:
            _refuse_unclear(row.problem)


_ROW = dict(
    zip(
        COLUMNS,
        [
            "7",
            "Ash",
            "Ann",
            "female",
            "1980-02-03",
            "2025-05-06",
            "City Lab",
            "alp",
            "31",
            "U/L",
            "35",
            "105",
            "serum",
            "",
        ],
        strict=True,
    )
)


def _rule_file(content: bytes) -> None:
    """Put bytes in place of one rule file: which one, the first byte says."""
    names = sorted(_shipped())
    name = names[content[0] % len(names)] if content else names[0]
    knowledge.load(_changed_book(name, content[1:]))


@cache
def _shipped() -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in resource("knowledge").iterdir() if file.name.endswith(".toml")}


@cache
def _book_folder() -> Path:
    folder = _room() / "knowledge"
    folder.mkdir()
    for name, content in _shipped().items():
        (folder / name).write_bytes(content)
    return folder


def _changed_book(name: str, content: bytes) -> Path:
    folder = _book_folder()
    for each, shipped in _shipped().items():
        wanted = content if each == name else shipped
        if (folder / each).read_bytes() != wanted:
            (folder / each).write_bytes(wanted)
    return folder


def _rule_entry(content: bytes) -> None:
    """Lay bytes over the rule book as an entry of the clinic's own: what kind of entry, the first byte says."""
    kinds = sorted(_KEYS)
    kind = kinds[content[0] % len(kinds)] if content else kinds[0]
    body = content[1:].decode("utf-8", "replace")
    lay(_rules(), ClinicEdit(kind=kind, key=_KEYS[kind], body=body), lambda: {"en.x": "Hello {name}."})


_KEYS = {
    EditKind.PROFILE: "city",
    EditKind.PANEL_TEMPLATE: "own",
    EditKind.MEDICINE_CLASS: "bisphosphonate",
    EditKind.MONITORING: "first-low",
    EditKind.ESCALATION: "escalation",
    EditKind.SNIPPET: "en.x",
}


def _letter(content: bytes) -> None:
    """Lay bytes over the shipped letter as blocks of the clinic's own, and write a letter by them."""
    body = content.decode("utf-8", "replace")
    book = lay(_rules(), ClinicEdit(kind=EditKind.LETTER, key=LetterKind.PATIENT.value, body=body))
    _write_letter(book)


def _write_letter(book: RuleBook) -> None:
    from alpdesk.domain.records import Clinic, User
    from alpdesk.letters.compose import compose
    from alpdesk.letters.examples import examples

    source = next(iter(examples().values())).source(book, Clinic(name="Hill Clinic"), User(name="Dr. Test"), _TODAY)
    compose(source, book, LetterKind.PATIENT, "en")


def _keys(content: bytes) -> None:
    file = keyslots.parse(content)
    keyslots.holds(file, "Ann")
    with suppress(keyslots.KeyFileTampered):
        keyslots.verify(file, bytes(32))  # nobody's key: what is asked is that nothing else comes out


def _backup(content: bytes) -> None:
    path = _file("a.alpdesk-backup", content)
    manifest, _ = archive.read(path)
    archive.is_genuine(manifest, bytes(32))
    archive.is_whole(path)
    target = _room() / "taken"
    target.unlink(missing_ok=True)
    archive.take_out(path, target)


def _case_seeds() -> list[bytes]:
    return [path.read_bytes() for path in sorted((_TESTS / "cases").rglob("*.toml"))[::12]]


def _table_seeds() -> list[bytes]:
    head, row = ",".join(COLUMNS + EXTRA_COLUMNS), ",".join(_ROW.values())
    return [
        f"{head}\n{row},39,none,true\n".encode(),
        f'{head}\r\n{row}"a\nb",,,\n\'=1,"x\r\n'.encode(),
        f"{head}\n{row},,,\n".replace(",", ";").encode("utf-16"),
        f"{head}\n{row},,,\n".replace("Ash", "Böll").encode("cp1252"),
    ]


def _map_seeds() -> list[bytes]:
    return [
        (_TESTS / "exchange" / "nhanes_map.toml").read_bytes(),
        b'[file]\ndelimiter = ";"\nencoding = "latin-1"\ndates = "%d.%m.%Y"\n[columns]\nvalue = "v"\n',
        b'[constants]\nlaboratory = "L"\n[codes.sex]\n"1" = "male"\n[birth_date_from_age]\nyears = "a"\n',
    ]


def _rule_file_seeds() -> list[bytes]:
    return [bytes([place]) + content for place, (_, content) in enumerate(sorted(_shipped().items()))]


def _rule_entry_seeds() -> list[bytes]:
    from alpdesk.knowledge import own_forms

    book = _rules()
    profile = next(iter(book.profiles.values()))
    bodies = {
        EditKind.PROFILE: own_forms.profile_form(profile, "City Lab"),
        EditKind.PANEL_TEMPLATE: own_forms.template_form(next(iter(book.panel_templates.values()))),
        EditKind.MEDICINE_CLASS: {"names": ["Alendro"]},
        EditKind.MONITORING: own_forms.monitoring_form(next(iter(book.monitoring.values()))),
        EditKind.ESCALATION: own_forms.escalation_form(book.escalation),
        EditKind.SNIPPET: {"text": "Dear {name}."},
    }
    return [bytes([place]) + _json(bodies[kind]) for place, kind in enumerate(sorted(_KEYS))]


def _json(value: object) -> bytes:
    return json.dumps(value, default=str).encode()


def _letter_seeds() -> list[bytes]:
    block = {
        "id": "own-1",
        "kind": "bullets",
        "heading": {"en": "Read"},
        "when": ["child"],
        "text": {"en": "A\nB {name}"},
    }
    return [
        _json({"own": [block], "order": ["own-1"], "left_out": ["greeting"]}),
        OwnLetter().model_dump_json().encode(),
    ]


def _keys_seeds() -> list[bytes]:
    file, key = keyslots.new()
    return [keyslots.dump(keyslots.add(file, key, "Ann", "a long secret", cost=keyslots.FLOOR)), keyslots.dump(file)]


def _backup_seeds() -> list[bytes]:
    keys = _keys_seeds()[1]
    database, out = _file("clinic.alpdesk", b"database " * 20), _room() / "whole"
    out.unlink(missing_ok=True)
    manifest = archive.Manifest(
        made_at="2026-03-02", program="1", revision="0003", audit_seq=1, audit_hash="ab", rows={"patient": 1},
        database_sha256=archive.sha256_of(database), keys_sha256=hashlib.sha256(keys).hexdigest(),
    )  # fmt: skip
    archive.write(out, database, keys, manifest, lambda _done, _size: None)
    return [out.read_bytes()]


TARGETS = {
    "case": Target(_case, _case_seeds),
    "table": Target(_table, _table_seeds),
    "map": Target(_map, _map_seeds),
    "rule_file": Target(_rule_file, _rule_file_seeds),
    "rule_entry": Target(_rule_entry, _rule_entry_seeds),
    "letter": Target(_letter, _letter_seeds),
    "keys": Target(_keys, _keys_seeds),
    "backup": Target(_backup, _backup_seeds),
}
