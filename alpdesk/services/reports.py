"""Reports on paper: whoever composed the words, the frame is the clinic's and names the state of the record."""

from alpdesk.domain.report import Report
from alpdesk.services.context import Context
from alpdesk.store import clinic

_DIGITS = 12


class Reports:
    """Prints reports (``desk.reports``)."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def framed(self, report: Report) -> Report:
        """Return the report under the clinic's name, with the day it was made and the record's state in its foot."""
        from alpdesk.letters.calendar import long_date
        from alpdesk.letters.catalogue import load

        context, head = self._context, self._context.database.head()
        with context.database.read() as session:
            found = clinic.clinic(session)
        words, day = load(found.language, found.paper), context.today()
        state = words.text("state", "report", seq=str(head.seq), hash=head.hash[:_DIGITS])
        phone = words.text("phone", "frame", phone=found.phone) if found.phone else ""
        address = (line.strip() for line in found.address.splitlines())
        frame: dict[str, object] = {
            "clinic": found.name,
            "contact": ", ".join(line for line in (*address, phone, found.email) if line),
            "language": found.language,
            "paper": found.paper,
            "day": day,
            "printed": words.text("printed", "report", day=long_date(day, words.locale)),
            "footer": "" if report.general else state,
            "page_words": words.text("page", "frame", page="{page}", pages="{pages}"),
        }
        return report.model_copy(update=frame)

    def pdf(self, report: Report) -> bytes:
        """Return the pages; the same report about the same state of the record gives the same bytes."""
        from alpdesk.letters.report import render

        return render(self.framed(report))
