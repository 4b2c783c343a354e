"""The verbs that need no database: assess, validate, vocabulary. The last two can speak by a clinic's own rules."""

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from unicodedata import category

from alpdesk.admin.case_output import as_object, as_text
from alpdesk.admin.opening import add_options, open_desk
from alpdesk.admin.output import say
from alpdesk.domain.assess import assess
from alpdesk.domain.case import Case, CaseError, read_case
from alpdesk.domain.case_check import differences
from alpdesk.domain.impact import Yardstick
from alpdesk.domain.rules import ProfileChoice, RuleBook
from alpdesk.errors import AlpdeskError
from alpdesk.knowledge import load

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    Verbs = _SubParsersAction[argparse.ArgumentParser]


_LARGEST = 4_000_000  # bytes
_UNPRINTED = {"Cc", "Cs", "Zl", "Zp"}


class _Titled(Protocol):
    @property
    def title(self) -> str: ...


def add(verbs: "Verbs") -> None:
    """Add the three verbs."""
    verb = verbs.add_parser("assess", help="say what the rules make of case files", description=_assess.__doc__)
    verb.add_argument("cases", nargs="+", type=Path, metavar="CASE.toml")
    verb.add_argument("--json", action="store_true", help="one JSON object a line")
    verb.set_defaults(run=_assess)
    verb = verbs.add_parser("validate", help="run every case under a folder", description=_validate.__doc__)
    verb.add_argument("folder", type=Path, metavar="DIR")
    add_options(verb, required=False)
    verb.set_defaults(run=_validate)
    verb = verbs.add_parser("vocabulary", help="list every id the rules know", description=_vocabulary.__doc__)
    verb.add_argument("--json", action="store_true", help="one JSON object")
    add_options(verb, required=False)
    verb.set_defaults(run=_vocabulary)


def _assess(chosen: argparse.Namespace) -> int:
    """Say what the rules make of each case file, in the order given."""
    rules = load()
    answered = [_answer(path, rules, as_json=chosen.json) for path in chosen.cases]
    return 0 if all(answered) else 1


def _answer(path: Path, rules: RuleBook, *, as_json: bool) -> bool:
    """Print the assessment of one case, or the sentence by which it is refused."""
    try:
        case = _read(path, rules)
    except AlpdeskError as error:
        case = Case(id=path.stem, refused=str(error))
    if case.record is None or case.as_of is None:
        if as_json:
            say(json.dumps({"id": case.id, "refused": case.refused}))
        say(_one_line(f"{path}: {case.refused}"), to=sys.stderr)
        return False
    found = assess(case.record, rules, as_of=case.as_of)
    say(json.dumps(as_object(case.id, found)) if as_json else as_text(case.id, found))
    return True


def _read(path: Path, rules: RuleBook) -> Case:
    try:
        text = _text(path)
    except FileNotFoundError:
        raise CaseError("There is no such file.") from None
    except IsADirectoryError:
        raise CaseError("This is a folder, not a case file.") from None
    except UnicodeDecodeError:
        raise CaseError("This file is not UTF-8 text.") from None
    except OSError as error:
        raise CaseError(f"This file cannot be read: {error.strerror or error}.") from None
    return read_case(text, rules, name=path.stem, today=date.today())  # noqa: DTZ011 - a sample is dated by the local calendar


def _text(path: Path) -> str:
    with path.open("rb") as file:
        content = file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise CaseError("This file is too large for a case file.")
    return content.decode("utf-8-sig")


def _one_line(text: str) -> str:
    """Return a text with what would break the line, or drive the terminal, spelt out."""
    return "".join(repr(each)[1:-1] if category(each) in _UNPRINTED else each for each in text)


def _validate(chosen: argparse.Namespace) -> int:
    """Run every case under DIR against its [expect] table; with --database by the clinic's rules in force."""
    if not chosen.folder.is_dir():
        raise AlpdeskError(f"{chosen.folder} is not a folder.")
    files = sorted(path for path in chosen.folder.rglob("*.toml") if path.is_file())
    if not files:
        raise AlpdeskError(f"There is no case file under {chosen.folder}.")
    by = _yardstick(chosen)
    passed = sum([_passes(path, by) for path in files])
    say(f"{passed} of {len(files)} cases pass")
    return 0 if passed == len(files) else 1


def _yardstick(chosen: argparse.Namespace) -> Yardstick:
    """Return the shipped rules, or those in force in a record with the profiles its clinic chose."""
    if chosen.database is None:
        return Yardstick(load())
    with open_desk(chosen) as desk:
        clinic = desk.clinic.get()
        return Yardstick(desk.rules, ProfileChoice(child=clinic.child_profile, adult=clinic.adult_profile))


def _passes(path: Path, by: Yardstick) -> bool:
    """Print one line for the case."""
    try:
        case = _read(path, by.rules)
    except AlpdeskError as error:
        say(_one_line(f"FAIL  {path.stem}: {error}"))
        return False
    found = None
    if case.record is not None and case.as_of is not None:
        found = assess(case.record, by.rules, as_of=case.as_of, choice=by.choice)
    faults = differences(case.expected, found, case.refused)
    say(_one_line(f"FAIL  {case.id}: {'; '.join(faults)}" if faults else f"ok    {case.id}"))
    return not faults


def _vocabulary(chosen: argparse.Namespace) -> int:
    """List every id the rule book knows, with its English name."""
    words = _words(_yardstick(chosen).rules)
    if chosen.json:
        say(json.dumps(words, indent=1))
        return 0
    for kind, named in words.items():
        for key, name in named.items():
            say(f"{kind}\t{key}\t{name}")
    return 0


def _words(rules: RuleBook) -> dict[str, dict[str, str]]:
    tables: dict[str, Mapping[str, _Titled]] = {
        "analytes": rules.analytes,
        "medicine_classes": rules.medicine_classes,
        "events": rules.events,
        "findings": rules.findings,
        "causes": rules.causes,
        "alerts": rules.alerts,
        "criteria": rules.criteria,
        "monitoring": rules.monitoring,
        "profiles": rules.profiles,
    }
    return {kind: {key: each.title for key, each in table.items()} for kind, table in tables.items()}
