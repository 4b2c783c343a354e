"""What a change of intervals, of a birth date or of a sex would turn: listed before, signed, and then kept."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from alpdesk.domain.alp import ALP
from alpdesk.domain.followup import ClinicEdit
from alpdesk.domain.impact import FlagChange, Yardstick, alp_verdict, change, changes_of_person, may_differ
from alpdesk.domain.records import Clinic, Patient, Record
from alpdesk.domain.rules import ProfileChoice
from alpdesk.errors import AlpdeskError
from alpdesk.knowledge.overlay import lay
from alpdesk.services.context import NOBODY, Cancelled, Context, Progress, Watch, never, unwatched
from alpdesk.services.judging import as_records, choice
from alpdesk.services.reassessing import reassess
from alpdesk.services.shelf import Shelf, sentences
from alpdesk.store import care as queries_of_care, clinic_edits, patients, worklist as queries
from alpdesk.store.audit import note, read_head

_SCREENED = 5_000
_CHUNK = 500
JUDGED_BY = ("birth_date", "sex", "preterm")


class Impact(Record):
    """The flags that a change would turn, of how many that were looked at, in which state of the record.

    ``about`` says which change was compared: a signature for one counts for no other.
    """

    changes: tuple[FlagChange, ...] = ()
    looked_at: int = 0
    state: int = 0
    about: str = ""

    @property
    def patients(self) -> tuple[int, ...]:
        """Return whose flags turn, each once."""
        return tuple(dict.fromkeys(each.patient_id for each in self.changes))


class UnsignedError(AlpdeskError):
    """Flags would turn that nobody has signed for. ``impact`` is the list to be read first.

    ``another`` says that a list was signed, but that of another change.
    """

    def __init__(self, impact: Impact, *, another: bool = False) -> None:
        count = len(impact.changes)
        turned = "one flag" if count == 1 else f"{count} flags"
        signed = "The list that was signed is that of another change; this one" if another else "This"
        super().__init__(f"{signed} would turn {turned}; nothing was saved. Read the list and sign it with a reason.")
        self.impact = impact
        self.another = another


class Impacts:
    """Comparing flags before a change with flags after it (``desk.impact``). Nothing is kept."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def impact_of_patient(self, patient: Patient) -> Impact:
        """Return which flags of a patient turn by another birth date, sex or preterm birth."""
        with self._context.database.read() as session:
            return of_patient(session, self._context, patient)

    def impact_of_profile(
        self, edit: ClinicEdit, progress: Progress = unwatched, cancelled: Cancelled = never
    ) -> Impact:
        """Return which flags in the whole record turn when an edit of a profile is kept."""
        with self._context.database.read() as session:
            return of_edit(session, self._context, edit, progress, cancelled)

    def impact_of_clinic(self, clinic: Clinic, progress: Progress = unwatched, cancelled: Cancelled = never) -> Impact:
        """Return which flags in the whole record turn when the clinic judges by these profiles."""
        with self._context.database.read() as session:
            return of_choice(session, self._context, clinic, progress, cancelled)


def of_patient(session: Session, context: Context, patient: Patient) -> Impact:
    """Compare the flags of one patient as kept and as given."""
    record = patients.record(session, patient.id or 0)
    found = tuple(changes_of_person(record, patient, Yardstick(context.rules, choice(session))))
    looked_at = sum(len(both.results) for both in record.panels)
    return Impact(changes=found, looked_at=looked_at, state=_state(session), about=about_patient(patient))


def of_edit(
    session: Session, context: Context, edit: ClinicEdit, progress: Progress = unwatched, cancelled: Cancelled = never
) -> Impact:
    """Compare every ALP by the rules in force and by those with one more edit."""
    chosen = choice(session)
    before, after = Yardstick(context.rules, chosen), Yardstick(with_edit(session, context, edit).rules, chosen)
    found = _compared(session, before, after, progress, cancelled)
    return found.model_copy(update={"about": about_edit(edit)})


def of_choice(
    session: Session, context: Context, clinic: Clinic, progress: Progress = unwatched, cancelled: Cancelled = never
) -> Impact:
    """Compare every ALP by the profiles the clinic judges by and by those it would judge by."""
    wanted = ProfileChoice(child=clinic.child_profile, adult=clinic.adult_profile)
    before, after = Yardstick(context.rules, choice(session)), Yardstick(context.rules, wanted)
    found = _compared(session, before, after, progress, cancelled)
    return found.model_copy(update={"about": about_choice(clinic)})


def about_patient(patient: Patient) -> str:
    """Return a digest of what a patient is judged by."""
    return _digest("patient", patient.id, *(getattr(patient, name) for name in JUDGED_BY))


def about_edit(edit: ClinicEdit) -> str:
    """Return a digest of an edit as it would be kept; the reason may still be typed."""
    return _digest("edit", edit.kind.value, edit.key, edit.body)


def about_choice(clinic: Clinic) -> str:
    """Return a digest of the profiles a clinic would judge by."""
    return _digest("clinic", clinic.child_profile, clinic.adult_profile)


def _digest(*facts: object) -> str:
    return sha256(json.dumps(facts, default=str).encode()).hexdigest()


def with_edit(session: Session, context: Context, edit: ClinicEdit) -> Shelf:
    """Return a shelf with the rules in force and one more edit, or the shipped entry where its body is empty."""
    if edit.body:
        return Shelf(lay(context.rules, edit, sentences))
    kept = [each for each in clinic_edits.in_force(session) if (each.kind, each.key) != (edit.kind, edit.key)]
    return context.shelf.holding(kept)


def settle(session: Session, signed: Impact | None, about: str, found: Callable[[], Impact]) -> Impact:
    """Return what the change ``about`` turns, which is just what was signed; else raise ``UnsignedError``."""
    if signed is not None and (signed.about, signed.state) == (about, _state(session)):
        return signed
    now = found()
    another = signed is not None and signed.about != about
    agreed = set() if signed is None or another else set(map(_plain, signed.changes))
    if now.changes and agreed != set(map(_plain, now.changes)):
        raise UnsignedError(now, another=another)
    return now


def carry_out(session: Session, context: Context, impact: Impact, reason: str, watch: Watch = NOBODY) -> None:
    """Judge everybody again whose flags turn, and keep the signed list in the trail. What was shown stays.

    Who is stopped on the way has changed nothing: all of it is one step.
    """
    if not impact.changes:
        return
    if not reason.strip():
        raise AlpdeskError("Say why; the list of flags is signed with the reason.")
    fresh = Shelf(context.shelf.shipped)
    fresh.look(session)
    after = replace(context, shelf=fresh)
    for start in range(0, len(impact.patients), _CHUNK):
        patients.hold(session, list(impact.patients[start : start + _CHUNK]))
    for done, patient_id in enumerate(impact.patients):
        if watch.cancelled():
            raise AlpdeskError("It was stopped before everybody was judged again; nothing was changed.")
        watch.progress(done, len(impact.patients))
        reassess(session, after, patient_id)
    note(session, json.dumps({"signed flags": [_plain(each) for each in impact.changes]}))


def turned_by_people(session: Session, since: datetime) -> dict[tuple[int, int], str]:
    """Return what the ALP of a patient's panel became when the person was corrected, since an instant."""
    became: dict[tuple[int, int], str] = {}
    for detail in queries_of_care.notes_about_people(session, since):
        for patient_id, panel_id, analyte, _, becomes in json.loads(detail).get("signed flags", ()):
            if analyte == ALP:
                became[patient_id, panel_id] = becomes
    return became


def _plain(change: FlagChange) -> tuple[int, int, str, str, str]:
    """Return a turned flag in the shortest form that can be looked up: patient, panel, analyte, was, becomes."""
    was, becomes = change.was_severity or change.was, change.becomes_severity or change.becomes
    return change.patient_id, change.panel_id, change.analyte, str(was), str(becomes)


def _compared(
    session: Session, before: Yardstick, after: Yardstick, progress: Progress, cancelled: Cancelled
) -> Impact:
    total, found = queries.count_alp(session), list[FlagChange]()
    for done, line in enumerate(queries.alp_lines(session)):
        if done % _SCREENED == 0:
            if cancelled():
                raise AlpdeskError("The comparison was cancelled before it had seen every result.")
            progress(done, max(total, 1))
        patient, panel, result = as_records(line)
        if not may_differ(panel, patient, before, after):
            continue
        was, becomes = (alp_verdict(result, panel, patient, by) for by in (before, after))
        if was != becomes:
            found.append(change(result, panel, patient, was, becomes))
    progress(total, max(total, 1))
    return Impact(changes=tuple(_named(session, found)), looked_at=total, state=_state(session))


def _named(session: Session, found: Sequence[FlagChange]) -> Iterator[FlagChange]:
    """Yield the changes with number and name of the patients, by name and day."""
    keys = list(dict.fromkeys(each.patient_id for each in found))
    people: dict[int, patients.Line] = {}
    for start in range(0, len(keys), _CHUNK):
        people |= patients.lines(session, keys[start : start + _CHUNK])
    named = (
        each.model_copy(
            update={"patient": people[each.patient_id].name, "patient_number": people[each.patient_id].number}
        )
        for each in found
    )
    yield from sorted(named, key=lambda each: (each.patient.casefold(), each.patient_id, each.collected))


def _state(session: Session) -> int:
    return read_head(session.connection()).seq
