"""The rows offered for entry: the rule book's templates and the clinic's own."""

from collections.abc import Sequence

from alpdesk.domain.records import Record
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Context
from alpdesk.store import clinic
from alpdesk.store.tables import PanelTemplateRow

_OWN = "own-"


class PanelTemplate(Record):
    """Rows offered for entry. ``id`` is the rule book's id, or ``own-<n>`` for one the clinic made."""

    id: str
    title: str
    analytes: tuple[str, ...]
    own: bool = False


class Templates:
    """Keeping panel templates."""

    def __init__(self, context: Context) -> None:
        self._kept_in = context

    def templates(self) -> tuple[PanelTemplate, ...]:
        """Return the rule book's panel templates and then the clinic's own."""
        rules = self._kept_in.rules
        shipped = [
            PanelTemplate(id=one.id, title=one.name, analytes=one.analytes) for one in rules.panel_templates.values()
        ]
        with self._kept_in.database.read() as session:
            return (*shipped, *map(_template, clinic.templates(session)))

    def keep_template(self, title: str, analytes: Sequence[str]) -> PanelTemplate:
        """Keep a template of the clinic's own; one with this title is replaced."""
        title = " ".join(title.split())
        self._check(title, analytes)
        with self._kept_in.begin("panel template kept") as session:
            row = next((one for one in clinic.templates(session) if one.name == title), None)
            if row is None:
                row = PanelTemplateRow(name=title)
                session.add(row)
            row.analytes = " ".join(analytes)
            session.flush()
            return _template(row)

    def remove_template(self, template_id: str) -> None:
        """Remove a template of the clinic's own."""
        with self._kept_in.begin("panel template removed") as session:
            row = next((one for one in clinic.templates(session) if f"{_OWN}{one.id}" == template_id), None)
            if row is None:
                raise AlpdeskError("Only a template of the clinic's own can be removed.")
            session.delete(row)

    def _check(self, title: str, analytes: Sequence[str]) -> None:
        if not title or len(title) > 120:
            raise AlpdeskError("A template needs a name of at most 120 letters.")
        if not analytes:
            raise AlpdeskError("A template needs at least one analyte.")
        unknown = next((one for one in analytes if one not in self._kept_in.rules.analytes), None)
        if unknown is not None:
            raise AlpdeskError(f"{unknown} is not an analyte that Alpdesk knows.")
        if len(set(analytes)) < len(analytes):
            raise AlpdeskError("A template names an analyte twice.")


def _template(row: PanelTemplateRow) -> PanelTemplate:
    return PanelTemplate(id=f"{_OWN}{row.id}", title=row.name, analytes=tuple(row.analytes.split()), own=True)
