"""Who answers for a patient: set at the first answer, changed for some patients or for all of a colleague's."""

from collections.abc import Sequence

from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Context
from alpdesk.services.plans import need_reason
from alpdesk.services.roles import clinical
from alpdesk.store import followup as queries, patients
from alpdesk.store.reading import fetch
from alpdesk.store.tables import PatientRow, UserRow


class Responsibility:
    """Whose list a patient is on."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def assign(self, patient_ids: Sequence[int], user_id: int, reason: str = "") -> int:
        """Make a clinician responsible for some patients; return for how many that is new."""
        keys = sorted(set(patient_ids))
        with self._context.begin("patients assigned", reason) as session:
            patients.hold(session, keys)
            _refuse_unfit(fetch(session, UserRow, user_id, "user"))
            rows = [fetch(session, PatientRow, key, "patient") for key in keys]
            return _give(rows, user_id)

    def count_of(self, user_id: int) -> int:
        """Return for how many patients somebody is responsible."""
        with self._context.database.read() as session:
            return queries.count_of(session, user_id)

    def hand_over(self, from_user: int, to_user: int, reason: str) -> int:
        """Give every patient of one clinician to another; return how many there were."""
        reason = need_reason(reason)
        if from_user == to_user:
            raise AlpdeskError("Choose somebody else to hand the patients over to.")
        with self._context.begin("patients handed over", reason) as session:
            _refuse_unfit(fetch(session, UserRow, to_user, "user"))
            fetch(session, UserRow, from_user, "user")
            keys = [row.id for row in queries.patients_of(session, from_user)]
            patients.hold(session, keys, merged=True)
            session.expire_all()
            return _give(queries.patients_of(session, from_user), to_user)


def _give(rows: Sequence[PatientRow], user_id: int) -> int:
    changed = [row for row in rows if row.responsible_id != user_id]
    for row in changed:
        row.responsible_id = user_id
    return len(changed)


def _refuse_unfit(user: UserRow) -> None:
    if not user.active:
        raise AlpdeskError(f"{user.name} no longer works here.")
    if not clinical(user):
        raise AlpdeskError(f"{user.name} is neither a clinician nor an administrator and cannot be responsible.")
