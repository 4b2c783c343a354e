"""Does what was asked about a due item, and says so in one sentence. Knows no widgets."""

from PySide6.QtCore import QCoreApplication

from alpdesk.services.desk import Desk
from alpdesk.ui.followup import words
from alpdesk.ui.followup.requests import (
    Assign,
    Close,
    Done,
    EditPlan,
    NoteContact,
    Order,
    Postpone,
    Reopen,
    Request,
    SetDate,
    StopPlan,
    Target,
)
from alpdesk.ui.widgets import format_date

translate = QCoreApplication.translate


def do(desk: Desk, target: Target, asked: Request) -> str:
    """Do it in one action; return what to say. ``AlpdeskError`` says why it cannot be done."""
    if not target.recall_id and target.decision_id is not None and isinstance(asked, NoteContact | Close):
        return _about_promise(desk, target, target.decision_id, asked)
    return _about_item(desk, target, asked)


def _about_item(desk: Desk, target: Target, asked: Request) -> str:
    follow, item = desk.followup, target.recall_id
    match asked:
        case NoteContact():
            follow.note_contact(item, asked.kind, asked.outcome, asked.on, asked.note, every=asked.every)
            return translate("FollowUp", "Contact noted.")
        case Postpone():
            follow.postpone(item, asked.to, asked.reason)
            return translate("FollowUp", "Moved to {day}.").format(day=format_date(asked.to))
        case Close():
            follow.close(item, asked.code, asked.text, every=asked.every)
            return _closed(desk, target, asked)
        case Done():
            follow.done(item, asked.on, asked.note)
            return translate("FollowUp", "Noted as done.")
        case Reopen():
            follow.reopen(item, asked.reason)
            return translate("FollowUp", "Open again.")
    return _about_plan(desk, target, asked)


def _about_promise(desk: Desk, target: Target, decision: int, asked: NoteContact | Close) -> str:
    """Do it about an answer that never set a date."""
    follow = desk.followup
    if isinstance(asked, Close):
        follow.close_undated(decision, asked.code, asked.text, every=asked.every)
        return _closed(desk, target, asked)
    made = follow.note_contact_about(decision, asked.kind, asked.outcome, asked.on, asked.note, every=asked.every)
    said = translate("FollowUp", "Contact noted. It has a date now: due since {day}.")
    return said.format(day=format_date(made.due))


def _closed(desk: Desk, target: Target, asked: Close) -> str:
    said = translate("FollowUp", "Closed: {reason}.").format(reason=words.code_word(asked.code))
    if not asked.every or desk.followup.undated(target.patient_id) is None:
        return said
    waits = translate("FollowUp", "An answer without a date is left; a clinician closes it.")
    return f"{said} {waits}"


def _about_plan(desk: Desk, target: Target, asked: Assign | SetDate | Order | StopPlan | EditPlan) -> str:
    match asked:
        case StopPlan():
            desk.followup.stop_plan(target.plan_id, asked.reason)
            return translate("FollowUp", "Monitoring ended, with your reason.")
        case EditPlan():
            desk.followup.edit_plan(
                target.plan_id, asked.items, asked.reason,
                ends_after=asked.ends_after, was=asked.was, seen=target.plan,
            )  # fmt: skip
            return translate("FollowUp", "Plan changed, with your reason.")
    return _about_patient(desk, target, asked)


def _about_patient(desk: Desk, target: Target, asked: Assign | SetDate | Order) -> str:
    patient = target.patient_id
    match asked:
        case Assign():
            desk.followup.assign([patient], asked.user_id, asked.reason)
            names = {user.id: user.name for user in desk.users.list()}
            return translate("FollowUp", "{name} is responsible now.").format(name=names.get(asked.user_id, ""))
        case SetDate():
            desk.followup.add_item(patient, asked.title, asked.tests, asked.due, target.decision_id)
            return translate("FollowUp", "Due on {day}.").format(day=format_date(asked.due))
        case Order() if target.recall_id:
            desk.followup.name_tests(target.recall_id, asked.tests, asked.expected, asked.note)
            return translate("FollowUp", "Listed until every result is in.")
        case Order():
            desk.followup.order_tests(patient, asked.tests, asked.expected, asked.note, target.decision_id)
            return translate("FollowUp", "Listed until every result is in.")
