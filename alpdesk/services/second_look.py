"""Whether low, critical and doubted values are typed a second time; a clinic may switch that off, with a reason."""

import json
from datetime import date

from alpdesk.domain.followup import ClinicEdit
from alpdesk.domain.records import Record
from alpdesk.domain.terms import EditKind
from alpdesk.errors import AlpdeskError
from alpdesk.knowledge.own_forms import read_body
from alpdesk.services.context import Context
from alpdesk.services.roles import refuse_others
from alpdesk.store import clinic_edits

_KEY = "second_look"
_ONLY = "Only a clinician or an administrator switches the second look on or off."


class SecondLookSetting(Record):
    """Whether values are typed again; when it was changed last, by whom and why."""

    on: bool = True
    reason: str = ""
    changed_on: date | None = None
    changed_by: int | None = None


class SecondLook:
    """The clinic's choice (``desk.second_look``)."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def setting(self) -> SecondLookSetting:
        """Return what holds; a clinic that never chose looks twice."""
        with self._context.database.read() as session:
            edits = clinic_edits.history(session, EditKind.SECOND_LOOK, _KEY)
        return _setting(edits[0]) if edits else SecondLookSetting()

    def switch(self, *, on: bool, reason: str) -> SecondLookSetting:
        """Switch the second look off or on again; off needs a reason."""
        if not on and not reason.strip():
            raise AlpdeskError("Say why values are no longer typed a second time.")
        edit = ClinicEdit(
            kind=EditKind.SECOND_LOOK,
            key=_KEY,
            body="" if on else json.dumps({"on": False}),
            reason=reason,
            made_by=self._context.actor.user_id,
            made_at=self._context.clock(),
        )
        action = "second look switched on" if on else "second look switched off"
        with self._context.begin(action, reason.strip()) as session:
            refuse_others(session, self._context, _ONLY)
            clinic_edits.keep(session, edit)
        return _setting(edit)


def _setting(edit: ClinicEdit) -> SecondLookSetting:
    day = None if edit.made_at is None else edit.made_at.astimezone().date()
    return SecondLookSetting(on=_is_on(edit.body), reason=edit.reason, changed_on=day, changed_by=edit.made_by)


def _is_on(body: str) -> bool:
    """Only a plain no switches it off: what cannot be read leaves the safety in place."""
    return (read_body(body) or {}).get("on") is not False
