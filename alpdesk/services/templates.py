"""The rows offered for entry: the rule book's templates and the clinic's own."""

import json
from collections.abc import Sequence

from sqlalchemy.orm import Session

from alpdesk.domain.followup import ClinicEdit
from alpdesk.domain.records import Record
from alpdesk.domain.terms import EditKind
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Context
from alpdesk.store import clinic, clinic_edits
from alpdesk.store.tables import PanelTemplateRow

OWN = "own-"


class PanelTemplate(Record):
    """Rows offered for entry. ``id`` is the rule book's id, or ``own-…`` for one the clinic made."""

    id: str
    title: str
    analytes: tuple[str, ...]
    own: bool = False


class Templates:
    """Keeping panel templates."""

    def __init__(self, context: Context) -> None:
        self._kept_in = context

    def templates(self) -> tuple[PanelTemplate, ...]:
        """Return the panel templates in force: the shipped ones as the clinic has them, then the clinic's own."""
        with self._kept_in.database.read() as session:
            older = kept_as_rows(session)
        known = self._kept_in.rules.panel_templates
        in_force = [_template(one.id, one.name, one.analytes) for one in known.values()]
        rows = [_template(key, row.name, row.analytes.split()) for key, row in older.items() if key not in known]
        return tuple(sorted((*in_force, *rows), key=lambda one: one.own))

    def keep_template(self, title: str, analytes: Sequence[str]) -> PanelTemplate:
        """Keep a new template of the clinic's own; one with this title is refused."""
        title = " ".join(title.split())
        self._check(title, analytes)
        if any(one.own and one.title == title for one in self.templates()):
            raise AlpdeskError(f"There is a template named {title} already; choose it in the list to change it.")
        with self._kept_in.begin("panel template kept") as session:
            key = _free_key(session)
            body = json.dumps({"name": title, "analytes": list(analytes)}, ensure_ascii=False)
            self._edit(session, key, body)
        with self._kept_in.database.read():
            return _template(key, title, analytes)

    def remove_template(self, template_id: str) -> None:
        """Remove a template of the clinic's own."""
        if all(one.id != template_id for one in self.templates() if one.own):
            raise AlpdeskError("Only a template of the clinic's own can be removed.")
        with self._kept_in.begin("panel template removed") as session:
            forget_row(session, template_id)
            self._edit(session, template_id, "")
        with self._kept_in.database.read():
            return

    def _edit(self, session: Session, key: str, body: str) -> None:
        edit = ClinicEdit(kind=EditKind.PANEL_TEMPLATE, key=key, body=body)
        made = {"made_by": self._kept_in.actor.user_id, "made_at": self._kept_in.clock()}
        clinic_edits.keep(session, edit.model_copy(update=made))

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


def kept_as_rows(session: Session) -> dict[str, PanelTemplateRow]:
    """Return the templates that were made before changes had a history, by key."""
    return {f"{OWN}{row.id}": row for row in clinic.templates(session)}


def forget_row(session: Session, key: str) -> None:
    """Take a template out that was made before changes had a history; the trail keeps it."""
    row = kept_as_rows(session).get(key)
    if row is not None:
        session.delete(row)
        session.flush()


def _free_key(session: Session) -> str:
    """Return a key that no template ever had."""
    return f"{OWN}t{1 + sum(edit.key.startswith(OWN) for edit in _edits(session))}"


def _edits(session: Session) -> Sequence[ClinicEdit]:
    return clinic_edits.history(session, EditKind.PANEL_TEMPLATE)


def _template(key: str, title: str, analytes: Sequence[str]) -> PanelTemplate:
    return PanelTemplate(id=key, title=title, analytes=tuple(analytes), own=key.startswith(OWN))
