"""The clinic's own rules: what is shipped, what the clinic made of it, who did so and why, and the way back."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from alpdesk.domain.followup import ClinicEdit
from alpdesk.domain.own_letter import OwnLetter
from alpdesk.domain.records import Instant
from alpdesk.domain.rules import RuleBook
from alpdesk.domain.terms import EditKind, LetterKind
from alpdesk.errors import AlpdeskError, ConflictError
from alpdesk.knowledge.overlay import lay
from alpdesk.knowledge.own_forms import EditFault as EditFault, Fault as Fault, read, read_body as read_body
from alpdesk.services.context import NOBODY, Context, Watch
from alpdesk.services.following_names import follow_names
from alpdesk.services.impact import Impact, about_edit, carry_out, of_edit, settle, with_edit
from alpdesk.services.letter_faults import faults_of_letter, faults_of_words
from alpdesk.services.roles import refuse_others
from alpdesk.services.shelf import sentences
from alpdesk.services.shipped_forms import shipped_forms
from alpdesk.services.templates import forget_row, kept_as_rows
from alpdesk.store import clinic, clinic_edits, laboratories

Body = Mapping[str, Any]
_ONLY = "Only a clinician or an administrator changes the clinic's own rules."


class OwnRule(NamedTuple):
    """One entry that a clinic may change. ``fault`` says why the own value does not hold in this edition.

    ``newest`` is the last change of it, 0 where there is none: who changes it next says which one was seen.
    """

    kind: EditKind
    key: str
    title: str
    shipped: Body | None
    own: Body | None
    edits: int = 0
    fault: str = ""
    newest: int = 0

    @property
    def body(self) -> Body:
        """Return the value in force."""
        return self.own if self.own is not None else self.shipped or {}

    @property
    def changed(self) -> bool:
        """Say whether the clinic has a value of its own."""
        return self.own is not None


class Version(NamedTuple):
    """One change of an entry: who, when, why. ``body`` is absent where it went back to the shipped value."""

    id: int
    key: str
    body: Body | None
    reason: str
    by: str
    at: Instant | None


class OwnRules:
    """Changing the clinic's own rules (``desk.own_rules``)."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def list(self, kind: EditKind) -> tuple[OwnRule, ...]:
        """Return every entry of a kind: the shipped ones in their order, then the clinic's own."""
        with self._context.database.read() as session:
            edits = clinic_edits.history(session, kind)
            older = _older(session, kind)
        newest = {**older, **{edit.key: edit for edit in reversed(edits)}}
        faults = {(e.kind, e.key): str(fault) for e, fault in self._context.shelf.found.left_out}
        shipped = shipped_forms(kind, self._context.shelf.shipped)
        keys = [*shipped, *sorted(key for key, edit in newest.items() if edit.body and key not in shipped)]
        counts = [sum(edit.key == key for edit in edits) for key in keys]
        return tuple(
            _rule(kind, key, shipped.get(key), newest.get(key), count, faults.get((kind, key), ""))
            for key, count in zip(keys, counts, strict=True)
        )

    def get(self, kind: EditKind, key: str) -> OwnRule:
        """Return one entry."""
        found = next((rule for rule in self.list(kind) if rule.key == key), None)
        if found is None:
            raise AlpdeskError(f"There is no entry {key}.")
        return found

    def history(self, kind: EditKind, key: str | None = None) -> tuple[Version, ...]:
        """Return what was changed, newest first: of one entry, or of all of a kind."""
        with self._context.database.read() as session:
            names = clinic.user_names(session)
            found = clinic_edits.history(session, kind, key)
        return tuple(
            Version(e.id or 0, e.key, read_body(e.body), e.reason, names.get(e.made_by or 0, ""), e.made_at)
            for e in found
        )

    def check(self, kind: EditKind, key: str, body: Body) -> tuple[Fault, ...]:
        """Return what is wrong with a value, in one sentence for each field; nothing is kept."""
        try:
            self._check(self.edit(kind, key, body))
        except EditFault as fault:
            return fault.faults
        return ()

    def edit(self, kind: EditKind, key: str, body: Body | None, reason: str = "") -> ClinicEdit:
        """Return an edit that was not kept yet, to be looked at for its impact."""
        text = "" if body is None else json.dumps(body, ensure_ascii=False, default=str)
        return ClinicEdit(kind=kind, key=key, body=text, reason=reason)

    def put(
        self,
        kind: EditKind,
        key: str,
        body: Body,
        reason: str = "",
        *,
        signed: Impact | None = None,
        seen: int | None = None,
    ) -> ClinicEdit:
        """Keep a value of the clinic's own. One that turns flags needs the list that was signed for."""
        return self.keep(self.edit(kind, key, body, reason), signed=signed, seen=seen)

    def back_to_shipped(
        self, kind: EditKind, key: str, reason: str = "", *, signed: Impact | None = None
    ) -> ClinicEdit:
        """Let the shipped value hold again; an entry that is only the clinic's own is gone."""
        return self.keep(self.edit(kind, key, None, reason), signed=signed)

    def take_back(self, edit_id: int, *, signed: Impact | None = None, reason: str = "") -> ClinicEdit:
        """Let hold what held before an edit, unless somebody has changed the entry since."""
        edit = self.before(edit_id)
        return self.keep(edit.model_copy(update={"reason": reason}), signed=signed)

    def before(self, edit_id: int) -> ClinicEdit:
        """Return what held before an edit, as an edit that was not kept yet."""
        with self._context.database.read() as session:
            edit = clinic_edits.get(session, edit_id)
            earlier = clinic_edits.history(session, edit.kind, edit.key)
            if earlier[0].id != edit_id:
                raise ConflictError("This entry was changed again since; nothing was taken back.")
            older = _older(session, edit.kind).get(edit.key)
        before = earlier[1] if len(earlier) > 1 else older
        return ClinicEdit(kind=edit.kind, key=edit.key, body="" if before is None else before.body)

    def keep(
        self, edit: ClinicEdit, *, signed: Impact | None = None, seen: int | None = None, watch: Watch = NOBODY
    ) -> ClinicEdit:
        """Keep an edit as one step: the entry, the list that was signed for it, everybody judged again.

        ``seen`` is the last change that was read: raise ``ConflictError`` with the newer one where there is one.
        """
        context, action = self._context, "own rule kept" if edit.body else "back to the shipped rule"
        if edit.body:
            self._check(edit)
        with context.begin(action, edit.reason) as session:
            if edit.kind is not EditKind.PANEL_TEMPLATE:  # rows for typing judge nothing: whoever types makes them
                refuse_others(session, context, _ONLY)
            _refuse_newer(session, edit, seen)
            self._refuse_used(session, edit)
            turned = None
            if edit.kind is EditKind.PROFILE:
                turned = settle(session, signed, about_edit(edit), lambda: of_edit(session, context, edit))
            if edit.kind is EditKind.PANEL_TEMPLATE and not edit.body:
                forget_row(session, edit.key)
            before = context.rules
            made = {"made_by": context.actor.user_id, "made_at": context.clock()}
            kept = clinic_edits.keep(session, edit.model_copy(update=made))
            if turned is not None:
                carry_out(session, context, turned, edit.reason, watch)
            if edit.kind is EditKind.MEDICINE_CLASS:
                follow_names(session, context, before)
        with context.database.read():
            return kept

    def _check(self, edit: ClinicEdit) -> None:
        lay(self._without_own(edit), edit, sentences)
        faults = tuple(_letter_faults(edit))
        if faults:
            raise EditFault(faults)

    def _without_own(self, edit: ClinicEdit) -> RuleBook:
        """Return the rules in force, a monitoring template as shipped: an edit says all that changes."""
        rules, shipped = self._context.rules, self._context.shelf.shipped.monitoring
        if edit.kind is not EditKind.MONITORING or edit.key not in shipped:
            return rules
        return rules.with_changes(monitoring={**rules.monitoring, edit.key: shipped[edit.key]})

    def _refuse_used(self, session: Session, edit: ClinicEdit) -> None:
        """A profile that judges may change, but it may not be gone."""
        if edit.kind is not EditKind.PROFILE or edit.key in with_edit(session, self._context, edit).rules.profiles:
            return
        settings = clinic.clinic(session)
        if edit.key in (settings.child_profile, settings.adult_profile):
            raise AlpdeskError("The clinic judges by this profile; choose another one under Clinic first.")
        if any(one.profile == edit.key and one.active for one in laboratories.every(session)):
            raise AlpdeskError("A laboratory uses this profile; choose another one for it first.")


def _refuse_newer(session: Session, edit: ClinicEdit, seen: int | None) -> None:
    """Refuse to change an entry that somebody else has changed since it was read."""
    clinic_edits.hold(session)
    newest = next(iter(clinic_edits.history(session, edit.kind, edit.key)), None)
    if seen is not None and newest is not None and newest.id != seen:
        sentence = "Somebody else has changed this since you opened it. Nothing was saved; look again."
        raise ConflictError(sentence, theirs=newest)


def _letter_faults(edit: ClinicEdit) -> Iterator[Fault]:
    """Yield what a letter must never say, and what it would lack."""
    if edit.kind is EditKind.SNIPPET:
        yield from faults_of_words(edit.key, str((read_body(edit.body) or {}).get("text", "")))
    elif edit.kind is EditKind.LETTER:
        yield from faults_of_letter(LetterKind(edit.key), read(OwnLetter, edit.body))


def _older(session: Session, kind: EditKind) -> dict[str, ClinicEdit]:
    """Return the templates that were made before changes had a history."""
    if kind is not EditKind.PANEL_TEMPLATE:
        return {}
    return {
        key: ClinicEdit(kind=kind, key=key, body=json.dumps({"name": row.name, "analytes": row.analytes.split()}))
        for key, row in kept_as_rows(session).items()
    }


def _rule(
    kind: EditKind, key: str, shipped: tuple[str, Body] | None, newest: ClinicEdit | None, edits: int, fault: str
) -> OwnRule:
    own = None if newest is None else read_body(newest.body)
    title = (own or {}).get("title") or (own or {}).get("name") or ("" if shipped is None else shipped[0]) or key
    last = 0 if newest is None else newest.id or 0
    return OwnRule(kind, key, str(title), None if shipped is None else shipped[1], own, edits, fault, last)
