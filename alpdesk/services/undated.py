"""An answer that promised something and never set a date: an attempt is noted about it, or a clinician closes it."""

from datetime import date

from sqlalchemy.orm import Session

from alpdesk.domain.loop import promised_since
from alpdesk.domain.records import CloseCode, Decision, DecisionKind, Recall
from alpdesk.domain.terms import ContactKind, ContactOutcome
from alpdesk.errors import AlpdeskError
from alpdesk.services.close_codes import close_reason
from alpdesk.services.context import Context
from alpdesk.services.decisions import DecisionDraft, Decisions
from alpdesk.services.reminders import Reminders, attempt, refuse_too_few
from alpdesk.services.roles import is_clinician, refuse_others
from alpdesk.store import followup as queries, patients
from alpdesk.store.reading import fetch, value
from alpdesk.store.rows import add
from alpdesk.store.tables import DecisionRow, RecallRow

_ONLY = "Only a clinician or an administrator closes an answer that set no date; it goes on waiting."


class Undated(Reminders):
    """What has no due item yet."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._context = context

    def undated(self, patient_id: int) -> Decision | None:
        """Return the answer of a patient that promised something and never set a date, if there is one."""
        with self._context.database.read() as session:
            rows = queries.undated_of(session, patient_id)
            return value(Decision, rows[0]) if rows else None

    def note_contact_about(
        self,
        decision_id: int,
        kind: ContactKind,
        outcome: ContactOutcome,
        on: date,
        note: str = "",
        *,
        every: bool = False,
    ) -> Recall:
        """Note an attempt about what has no date: from now on it is an item, overdue since the answer was signed."""
        made = attempt(self._context, kind, outcome, on, note)
        with self._context.begin("contact noted", note.strip()) as session:
            row = self._still_undated(session, decision_id)
            item = add(session, RecallRow, self._item(value(Decision, row)))
            self.note_in(session, item, made, every=every)
            return value(Recall, item)

    def close_undated(self, decision_id: int, code: CloseCode, text: str = "", *, every: bool = False) -> Decision:
        """Close what has no date: "no action" is signed on the same assessment, for one of the fixed reasons.

        ``every`` closes everything that is open for a patient who died or moved away.
        """
        code, text = CloseCode(code), text.strip()
        reason = close_reason(code, text, every=every)
        with self._context.begin("answer without a date closed", reason) as session:
            refuse_others(session, self._context, _ONLY)
            row = self._still_undated(session, decision_id)
            if code is CloseCode.UNREACHABLE:
                refuse_too_few(self._context, 0)
            signed = self._settle(session, row, reason)
            if every:
                self.close_open(session, row.patient_id, code, reason)
                self.settle(session, row.patient_id, reason)
            return signed

    def settle(self, session: Session, patient_id: int, reason: str) -> None:
        """Close every answer of a patient that set no date, as part of a step that holds the patient.

        Only a clinician can; for anybody else they go on waiting.
        """
        waiting = queries.undated_of(session, patient_id)
        if waiting and is_clinician(session, self._context):
            self._settle(session, max(waiting, key=lambda row: row.assessment_id), reason)  # answers the older ones too

    def close_open(self, session: Session, patient_id: int, code: CloseCode, reason: str) -> None:
        """Close every due item of a patient as part of a step that holds the patient."""
        raise NotImplementedError

    def _still_undated(self, session: Session, decision_id: int) -> DecisionRow:
        row = fetch(session, DecisionRow, decision_id, "answer")
        patients.hold(session, [row.patient_id])
        session.refresh(row)
        waiting = queries.undated_of(session, row.patient_id)
        if all(one.id != decision_id for one in waiting):
            raise AlpdeskError("This answer has a date, or was answered anew, by now.")
        return row

    def _settle(self, session: Session, row: DecisionRow, reason: str) -> Decision:
        draft = DecisionDraft(
            patient_id=row.patient_id,
            assessment_id=row.assessment_id,
            kind=DecisionKind.NO_ACTION,
            reason=reason,
            beside=row.id,
        )
        return Decisions(self._context).sign_in(session, draft).decision

    def _item(self, decision: Decision) -> Recall:
        """Return the item that was promised, as overdue as it is."""
        known = self._context.rules.promises[decision.kind]
        since = promised_since(decision, self._context.today())
        return Recall(
            patient_id=decision.patient_id,
            decision_id=decision.id,
            title=known.title,
            tests=" ".join(known.tests),
            not_before=since if known.tests else None,
            due=since,
        )
