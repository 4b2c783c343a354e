"""What stands on the clinic's paper: the picture on the letterhead (``desk.letterhead``)."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from alpdesk.domain.issuing import Logo
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Context
from alpdesk.services.logos import Logos
from alpdesk.store import clinic, logos as queries
from alpdesk.store.letter_tables import LogoRow
from alpdesk.store.reading import fetch, value

Draw = Callable[[bytes], bytes]


class Letterhead:
    """Takes on, shows and withdraws the clinic's picture; none is ever erased."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._logos = Logos(context)

    def logo(self) -> Logo | None:
        """Return the picture that holds, without its bytes."""
        with self._context.database.read() as session:
            return queries.current(session)

    def logos(self) -> tuple[Logo, ...]:
        """Return every picture there was, newest first."""
        with self._context.database.read() as session:
            return queries.every(session)

    def picture(self) -> bytes | None:
        """Return the picture that holds, as a PNG."""
        found = self.logo()
        return None if found is None else self._logos.picture(found.sha256)

    def forms(self) -> tuple[tuple[str, str], ...]:
        """Return the places of the address that suit the clinic's paper: what each is called by, and its name."""
        from alpdesk.letters.paper import papers

        with self._context.database.read() as session:
            paper = clinic.clinic(session).paper
        there = papers()
        return tuple((form, there.forms[form].name) for form in there.papers[paper].forms)

    def sample(self, address_form: str) -> bytes:
        """Return a first page with nobody's letter on it: the letterhead, the address and the marks."""
        from alpdesk.letters.catalogue import load
        from alpdesk.letters.sample import sample

        with self._context.database.read() as session:
            found, logo = clinic.clinic(session), queries.digest(session)
        words = load(found.language, found.paper)
        return sample(found, address_form, words, self._context.today(), self._logos.picture(logo))

    def take_on(self, path: Path, draw: Draw) -> Logo:
        """Put a PNG or SVG on the letterhead from now on; ``draw`` makes a PNG of an SVG that is a drawing only."""
        from alpdesk.letters.logo import as_printed, read

        content = as_printed(read(path), path.name, draw)
        digest = hashlib.sha256(content).hexdigest()
        with self._context.begin("logo taken on") as session:
            held = queries.current(session)
            if held is not None and held.sha256 == digest:
                return held
            row = LogoRow(
                name=Logo(name=path.name[-120:], media_type="image/png", sha256=digest).name,
                media_type="image/png",
                sha256=digest,
                added_by=self._context.actor.user_id,
                added_at=self._context.clock(),
                content=content,
            )
            session.add(row)
            session.flush()
            return value(Logo, row)

    def withdraw(self, logo_id: int, reason: str = "") -> Logo:
        """Let a picture hold no longer; the one before it holds again, if it was not withdrawn."""
        reason = " ".join(reason.split()) or "withdrawn"
        with self._context.begin("logo withdrawn", reason) as session:
            row = fetch(session, LogoRow, logo_id, "logo")
            if row.withdrawn is not None:
                raise AlpdeskError("This picture was withdrawn before.")
            row.withdrawn = reason
            session.flush()
            return value(Logo, row)

    def put_back(self, logo_id: int) -> Logo:
        """Let a picture that was withdrawn hold again."""
        with self._context.begin("logo put back") as session:
            row = fetch(session, LogoRow, logo_id, "logo")
            row.withdrawn = None
            session.flush()
            return value(Logo, row)
