"""The verbs of ``alpdesk-admin`` that work on a record."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from alpdesk.admin.opening import add_options, now, open_desk, password, refuse_own, words
from alpdesk.admin.output import alp_object, on_terminal, say
from alpdesk.domain.records import Clinic, LetterKind, Role, User
from alpdesk.domain.terms import LetterEventKind
from alpdesk.errors import AlpdeskError
from alpdesk.exchange import mapping

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from alpdesk.services.transfer import ImportReport
    from alpdesk.services.worklist import SweepHit

    Verbs = _SubParsersAction[argparse.ArgumentParser]

_LATER = {
    "hl7": "This version reads and writes csv; HL7 messages are not read yet.",
    "fhir": "This version reads and writes csv; FHIR is not read or written yet.",
}


def add_verbs(verbs: "Verbs") -> None:
    """Add import, export, sweep, letter, create, backup, restore and verify."""
    _add_import(verbs)
    _add_export(verbs)
    sweep = _verb(verbs, "sweep", "list every low ALP that nobody has answered", _sweep)
    sweep.add_argument("--json", action="store_true", help="one JSON object a line")
    letter = _verb(verbs, "letter", "write a letter as the window would print it", _letter)
    letter.add_argument("--patient", required=True, type=words, metavar="NUMBER")
    letter.add_argument("--kind", required=True, choices=[kind.value for kind in LetterKind])
    letter.add_argument("-o", "--out", required=True, type=Path, metavar="OUT.pdf")
    create = _verb(verbs, "create", "make a new, empty, encrypted database", _create)
    create.add_argument("--clinic", type=words, metavar="NAME", help="the clinic's name")
    backup = _verb(verbs, "backup", "write a verified copy", _backup)
    backup.add_argument("-o", "--out", required=True, type=Path, metavar="FILE")
    restore = _verb(verbs, "restore", "make a database from a verified copy", _restore)
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--replace", action="store_true", help="set an existing database aside")
    verify = _verb(verbs, "verify", "check file, pages, schema and audit chain", _verify)
    verify.add_argument("--json", action="store_true", help="one JSON object a line")


def _verb(verbs: "Verbs", name: str, does: str, run: "object") -> argparse.ArgumentParser:
    verb = verbs.add_parser(name, help=does, description=does[0].upper() + does[1:] + ".")
    add_options(verb)
    verb.set_defaults(run=run)
    return verb


def _add_import(verbs: "Verbs") -> None:
    verb = _verb(verbs, "import", "take results in from a file", _import)
    verb.epilog, verb.formatter_class = mapping.__doc__, argparse.RawDescriptionHelpFormatter
    verb.add_argument("file", type=Path, metavar="FILE")
    verb.add_argument("--format", required=True, choices=["csv", *_LATER])
    verb.add_argument("--map", type=Path, metavar="MAP.toml", help="how a file that looks otherwise is read")
    verb.add_argument("--dry-run", action="store_true", help="say what would happen, keep nothing")
    verb.add_argument("--strict", action="store_true", help="keep nothing when a row is not sound")
    verb.add_argument("--json", action="store_true", help="the report as one JSON object")


def _add_export(verbs: "Verbs") -> None:
    verb = _verb(verbs, "export", "give the record back as a file", _export)
    verb.add_argument("--format", required=True, choices=["csv", "fhir", "zip"])
    whose = verb.add_mutually_exclusive_group(required=True)
    whose.add_argument("--patient", type=words, metavar="NUMBER")
    whose.add_argument("--all", action="store_true")
    verb.add_argument("-o", "--out", required=True, type=Path, metavar="OUT")


def _only_csv(wanted: str) -> None:
    if wanted in _LATER:
        raise AlpdeskError(_LATER[wanted])


def _import(arguments: argparse.Namespace) -> int:
    _only_csv(arguments.format)
    with open_desk(arguments) as desk:
        report = desk.transfer.import_csv(
            arguments.file,
            mapping=arguments.map,
            strict=arguments.strict,
            dry_run=arguments.dry_run,
            progress=on_terminal(),
        )
    if arguments.json:
        say(report.model_dump_json())
    else:
        _tell(report, dry_run=arguments.dry_run)
    return 1 if report.problems else 0


def _tell(report: "ImportReport", *, dry_run: bool) -> None:
    for problem in report.problems:
        say(f"Line {problem.line}: {problem.reason}.", to=sys.stderr)
    done = "Would be taken in" if dry_run else "Taken in" if report.taken else "Nothing was taken in; found sound"
    say(
        f"{done}: {report.patients_added} patients, {report.panels_added} panels, {report.results_added} results "
        f"({report.already_there} results were there already; {report.rows} rows read as {report.encoding})."
    )
    if report.unanswered:
        say(f"{report.unanswered} patients have a low ALP or an alert that waits for an answer.")
    if report.problems:
        count = len({problem.line for problem in report.problems})
        say(f"{count} rows were not taken in whole; each is named above.", to=sys.stderr)


def _export(arguments: argparse.Namespace) -> int:
    _only_csv(arguments.format)
    refuse_own(arguments)
    if arguments.format == "zip":
        return _give_out(arguments)
    with open_desk(arguments) as desk:
        report = desk.transfer.export_csv(arguments.out, patient_number=arguments.patient, progress=on_terminal())
    say(f"Written: {report.patients} patients, {report.panels} panels, {report.results} results.")
    return 0


def _give_out(arguments: argparse.Namespace) -> int:
    """Write everything about one patient."""
    if arguments.patient is None:
        raise AlpdeskError("A zip holds everything about one patient: name one with --patient.")
    with open_desk(arguments) as desk:
        patient = desk.patients.with_number(arguments.patient)
        given = desk.transfer.give_out(patient.id or 0, arguments.out)
    say(f"Written: {given.rows} rows, {given.files} files. The file is not encrypted.")
    return 0


def _sweep(arguments: argparse.Namespace) -> int:
    with open_desk(arguments) as desk:
        hits = desk.worklist.sweep(on_terminal())
    for hit in hits:
        say(json.dumps(_hit(hit), ensure_ascii=False) if arguments.json else _line(hit))
    if not arguments.json:
        say(f"{len(hits)} patients have a low ALP that nobody has answered.")
    return 0


def _hit(hit: "SweepHit") -> dict[str, object]:
    return {
        "patient_number": hit.patient_number,
        "persistence": hit.persistence.value,
        "severity": None if hit.severity is None else hit.severity.value,
        "alp": alp_object(hit.alp),
        "since": None if hit.since is None else hit.since.isoformat(),
    }


def _line(hit: "SweepHit") -> str:
    severity = "" if hit.severity is None else hit.severity.value.replace("_", " ")
    since = "" if hit.since is None else f" since {hit.since.isoformat()}"
    return f"{hit.patient_number}: ALP {hit.alp.value} {hit.alp.unit}, {severity}, {hit.persistence.value}{since}"


def _letter(arguments: argparse.Namespace) -> int:
    """Keep and sign the letter as the window does, then write those same bytes; one on file is not kept again."""
    refuse_own(arguments)
    if arguments.out.is_dir() or not os.access(arguments.out.absolute().parent, os.W_OK):
        raise AlpdeskError(f"The file {arguments.out} cannot be written there, so no letter was kept.")
    with open_desk(arguments) as desk:
        patient = desk.patients.with_number(arguments.patient)
        draft = desk.letters.compose(patient.id or 0, LetterKind(arguments.kind))
        asked = [warning for warning in desk.letters.check(draft).warnings if warning.blocks and warning.asks]
        kept = desk.letters.on_file(draft) or desk.letters.keep(draft, seen_to=[warning.id for warning in asked])
        _write(arguments.out, desk.letters.outgoing(kept.id))
        desk.letters.issued(kept.id, LetterEventKind.SAVED, "alpdesk-admin")
    for warning in asked:
        say(warning.text, to=sys.stderr)
    say(f"Written and kept: {arguments.out}")
    return 0


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise AlpdeskError(f"The file {path} cannot be written: {error.strerror or error}.") from None


def _create(arguments: argparse.Namespace) -> int:
    import getpass

    from alpdesk import knowledge
    from alpdesk.services import vault

    name = arguments.user or getpass.getuser()
    try:
        user = User(name=name, role=Role.ADMINISTRATOR)
    except ValueError:
        raise AlpdeskError(f"{name[:40]!r}... cannot be a user's name; give a shorter one with --user.") from None
    desk = vault.create(
        arguments.database,
        password(arguments, again=True),
        clinic=Clinic(name=arguments.clinic or ""),
        user=user,
        rules=knowledge.load(),
        clock=now,
    )
    desk.close()
    say(f"Made: {arguments.database}, administered by {name}.")
    return 0


def _backup(arguments: argparse.Namespace) -> int:
    with open_desk(arguments) as desk:
        desk.safety.backup(arguments.out, on_terminal())
    say(f"Written and verified: {arguments.out}")
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    from alpdesk.services import vault

    secret = password(arguments) or ""
    done = vault.restore(arguments.file, Path(arguments.database), secret, arguments.replace, user=arguments.user)
    say(f"Restored: {done.path}, as of {done.made_at}.")
    if done.replaced is not None:
        say(f"What stood there was set aside as {done.replaced}.")
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    with open_desk(arguments) as desk:
        checks = desk.safety.verify(on_terminal())
    for check in checks:
        if arguments.json:
            say(json.dumps({"check": check.name, "ok": check.ok, "detail": check.detail}, ensure_ascii=False))
        else:
            say(f"{'ok  ' if check.ok else 'FAIL'} {check.name}: {check.detail}")
    return 0 if all(check.ok for check in checks) else 1
