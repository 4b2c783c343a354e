"""Letters on their way out of the house: behind a password, in a message, or many for the printer (``desk.outbox``)."""

import tomllib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from alpdesk.assets import resource
from alpdesk.domain.records import Record
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


class Outbox:
    """Puts kept pages into the form in which they leave. Nothing here writes a file or notes that a letter left."""

    def __init__(self, letters: "Letters", patients: "Patients") -> None:
        self._letters = letters
        self._patients = patients

    def name(self, letter_id: int, ending: str = "pdf") -> str:
        """Return a name for the file of a letter that names nobody."""
        day = self._letters.get(letter_id).created_at.astimezone().date()
        return f"letter_{day.isoformat()}_{letter_id}.{ending}"

    def locked(self, letter_id: int, password: str) -> bytes:
        """Return the pages of a letter encrypted (AES-256); the password is kept nowhere."""
        from alpdesk.letters.bundle import locked

        refuse_weak(password)
        return locked(self._letters.bytes(letter_id), normal(password))

    def mail(self, letter_id: int, password: str) -> MailDraft:
        """Return a message to the patient with the encrypted pages attached, in words that say nothing of health."""
        letter = self._letters.get(letter_id)
        patient = self._patients.get(letter.patient_id)
        subject, body = _words(letter.language)
        pages = self.locked(letter_id, password)
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
    ) -> bytes:
        """Return some letters as one file, in the order given."""
        from alpdesk.letters.bundle import merged

        return merged(self._each(letter_ids, progress, cancelled), both_sides=both_sides)

    def _each(self, letter_ids: Sequence[int], progress: Progress, cancelled: Cancelled) -> Iterator[bytes]:
        for done, letter_id in enumerate(letter_ids):
            if cancelled():
                raise AlpdeskError("Stopped; nothing was printed.")
            progress(done, len(letter_ids))
            yield self._letters.bytes(letter_id)


def _words(language: str) -> tuple[str, str]:
    """Return subject and body in a language, or in English."""
    known = tomllib.loads(resource("letters", "mail.toml").read_text(encoding="utf-8"))
    words = known.get(language.partition("-")[0], known[_FALLBACK])
    return words["subject"], words["body"].strip() + "\n"
