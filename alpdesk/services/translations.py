"""The languages of letters: who has read a translation through, and whether it is still the one that was read."""

import json
from typing import NamedTuple

from sqlalchemy.orm import Session

from alpdesk.domain.followup import ClinicEdit
from alpdesk.domain.records import Instant
from alpdesk.domain.terms import EditKind, TranslationState
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Context
from alpdesk.services.roles import refuse_others
from alpdesk.store import clinic, clinic_edits

_ONLY = "Only a clinician or an administrator signs a translation off."
_KIND = EditKind.TRANSLATION


class Translation(NamedTuple):
    """A language there are letters in. ``by``, ``at`` and ``reason`` tell of its last sign-off or taking back."""

    language: str
    edition: str
    state: TranslationState
    by: str = ""
    at: Instant | None = None
    reason: str = ""


class Pair(NamedTuple):
    """One sentence beside the English one it stands for."""

    section: str
    key: str
    english: str
    own: str


class Translations:
    """Reading translations and signing them off (``desk.translations``)."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def list(self) -> tuple[Translation, ...]:
        """Return every language that letters were translated into."""
        from alpdesk.letters.catalogue import edition

        with self._context.database.read() as session:
            names, newest = clinic.user_names(session), _newest(session)
        return tuple(_told(language, edition(language), newest.get(language), names) for language in _translated())

    def pairs(self, language: str) -> tuple[Pair, ...]:
        """Return all sentences of a language side by side with English."""
        from alpdesk.letters.catalogue import SOURCE, flat

        self._refuse_unknown(language)
        english, own = flat(SOURCE), flat(language)
        rows = (*english, *(key for key in own if key not in english))
        return tuple(Pair(*key, english.get(key, ""), own.get(key, "")) for key in rows)

    def sign(self, language: str, edition: str, reason: str = "") -> None:
        """Sign a translation off in the edition that was read; a later edition waits again."""
        from alpdesk.letters.catalogue import edition as present

        self._refuse_unknown(language)
        if edition != present(language):
            raise AlpdeskError("This translation has changed since it was opened. Read it again.")
        self._keep(language, json.dumps({"edition": edition}), "translation signed off", reason)

    def take_back(self, language: str, reason: str = "") -> None:
        """Let a translation wait for a reader again."""
        self._refuse_unknown(language)
        self._keep(language, "", "sign-off of a translation taken back", reason)

    def _keep(self, language: str, body: str, action: str, reason: str) -> None:
        context = self._context
        with context.begin(action, reason) as session:
            refuse_others(session, context, _ONLY)
            edit = ClinicEdit(
                kind=_KIND, key=language, body=body, reason=reason,
                made_by=context.actor.user_id, made_at=context.clock(),
            )  # fmt: skip
            clinic_edits.keep(session, edit)

    def _refuse_unknown(self, language: str) -> None:
        if language not in _translated():
            raise AlpdeskError(f"There are no letters in the language {language}.")


def awaiting(session: Session) -> frozenset[str]:
    """Return the languages whose letters nobody has signed off in their present edition."""
    from alpdesk.letters.catalogue import edition

    newest = _newest(session)
    return frozenset(each for each in _translated() if _signed(newest.get(each)) != edition(each))


def _translated() -> tuple[str, ...]:
    from alpdesk.letters.catalogue import SOURCE, offered

    return tuple(each for each in offered() if each != SOURCE)


def _newest(session: Session) -> dict[str, ClinicEdit]:
    return {each.key: each for each in reversed(clinic_edits.history(session, _KIND))}


def _signed(edit: ClinicEdit | None) -> str:
    """Return the edition that was signed off, or nothing."""
    return "" if edit is None or not edit.body else str(json.loads(edit.body).get("edition", ""))


def _told(language: str, edition: str, edit: ClinicEdit | None, names: dict[int, str]) -> Translation:
    if edit is None:
        return Translation(language, edition, TranslationState.WAITING)
    return Translation(
        language, edition, _state(edition, edit), names.get(edit.made_by or 0, ""), edit.made_at, edit.reason
    )


def _state(edition: str, edit: ClinicEdit) -> TranslationState:
    signed = _signed(edit)
    if not signed:
        return TranslationState.WAITING
    return TranslationState.SIGNED if signed == edition else TranslationState.LAPSED
