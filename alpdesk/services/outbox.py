"""Letters on their way out of the house: behind a password, in a message, or many for the printer (``desk.outbox``)."""

import tomllib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from alpdesk.assets import resource
from alpdesk.domain.records import Record
from alpdesk.domain.terms import LetterEventKind
from alpdesk.errors import AlpdeskError
from alpdesk.exchange.mail_draft import mail_draft, read_address
from alpdesk.security.passwords import normal, refuse_weak
from alpdesk.services.context import Cancelled, Progress, never, unwatched

if TYPE_CHECKING:
    from alpdesk.services.letters import Letters
    from alpdesk.services.patients import Patients

_FALLBACK = "en"


class MailDraft(Record):
    """A message ready to be opened by a mail program; ``to`` is empty where the patient has no address."""

    name: str
    content: bytes
    to: str = ""


class Batch(Record):
    """Some letters as one file: ``letters`` are in it, ``refused`` says of each that is not who it is about and why.

    Once it was put out, ``desk.letters.put_out`` notes all that are in it.
    """

    pages: bytes
    letters: tuple[int, ...]
    refused: tuple[str, ...] = ()


class Outbox:
    """Puts kept pages into the form in which they leave. Nothing here writes a file or notes that a letter left."""

    def __init__(self, letters: "Letters", patients: "Patients") -> None:
        self._letters = letters
        self._patients = patients

    def name(self, letter_id: int, ending: str = "pdf") -> str:
        """Return a name for the file of a letter that names nobody."""
        day = self._letters.get(letter_id).created_at.astimezone().date()
        return f"letter_{day.isoformat()}_{letter_id}.{ending}"

    def locked(self, letter_id: int, password: str, kind: LetterEventKind | str = LetterEventKind.SAVED) -> bytes:
        """Return the pages of a letter that may leave encrypted (AES-256); the password is kept nowhere."""
        from alpdesk.letters.bundle import locked

        refuse_weak(password)
        return locked(self._letters.outgoing(letter_id, kind), normal(password))

    def mail(self, letter_id: int, password: str) -> MailDraft:
        """Return a message to the patient with the encrypted pages attached, in words that say nothing of health."""
        letter = self._letters.get(letter_id)
        patient = self._patients.get(letter.patient_id)
        subject, body = _words(letter.language)
        pages = self.locked(letter_id, password, LetterEventKind.MAILED)
        address = read_address(patient.email)
        return MailDraft(
            name=self.name(letter_id, "eml"),
            content=mail_draft(patient.email, subject, body, pages, self.name(letter_id)),
            to="" if address is None else address.addr_spec,
        )

    def for_printer(
        self,
        letter_ids: Sequence[int],
        *,
        both_sides: bool = False,
        progress: Progress = unwatched,
        cancelled: Cancelled = never,
    ) -> Batch:
        """Return the letters of some that may leave as one file, in the order given, and why the others may not."""
        from alpdesk.letters.bundle import merged

        ready, refused = self._sorted(letter_ids, progress, cancelled)
        if not ready:
            raise AlpdeskError("\n".join(refused) or "There is no letter to print.")
        pages = merged(ready.values(), both_sides=both_sides)
        return Batch(pages=pages, letters=tuple(ready), refused=tuple(refused))

    def _sorted(
        self, letter_ids: Sequence[int], progress: Progress, cancelled: Cancelled
    ) -> tuple[dict[int, bytes], list[str]]:
        """Return the pages of the letters that may leave, and of each other who it is about and why it may not."""
        ready: dict[int, bytes] = {}
        refused = []
        for done, letter_id in enumerate(letter_ids):
            if cancelled():
                raise AlpdeskError("Stopped; nothing was printed.")
            progress(done, len(letter_ids))
            try:
                ready[letter_id] = self._letters.outgoing(letter_id)
            except AlpdeskError as error:
                refused.append(f"{self._letters.get(letter_id).patient_name}: {error}")
        return ready, refused


def _words(language: str) -> tuple[str, str]:
    """Return subject and body in a language, or in English."""
    known = tomllib.loads(resource("letters", "mail.toml").read_text(encoding="utf-8"))
    words = known.get(language.partition("-")[0], known[_FALLBACK])
    return words["subject"], words["body"].strip() + "\n"
