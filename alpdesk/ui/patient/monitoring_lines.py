"""The lines of the monitoring tab: due items, plans, attempts, and what was closed."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QCoreApplication

from alpdesk.domain.records import DecisionKind, MonitoringPlan, Recall
from alpdesk.domain.rules import MonitoringItem
from alpdesk.ui.clinical.names import tests_named
from alpdesk.ui.clinical.words import counted
from alpdesk.ui.followup import words as said
from alpdesk.ui.followup.requests import Act
from alpdesk.ui.patient import words
from alpdesk.ui.patient.line_list import Line
from alpdesk.ui.patient.monitoring_presenter import Followed, MonitoringPresenter
from alpdesk.ui.widgets import format_date

translate = QCoreApplication.translate
Action = tuple[str, str, Callable[[], None]]


class Lines:
    """Makes lines whose buttons ask the presenter."""

    def __init__(self, presenter: MonitoringPresenter) -> None:
        self._presenter = presenter

    def due(self, shown: Followed) -> Iterator[Line]:
        """Yield the open items by day; an answer that never set a date comes first."""
        if shown.undated is not None:
            yield self._undated(shown.undated.kind)
        for recall in shown.waiting:
            yield self._due(recall, shown)

    def plans(self, shown: Followed) -> Iterator[Line]:
        """Yield the plans, newest first, with what each repeats or why it ended."""
        for plan in shown.plans:
            yield self._plan(plan, shown)

    def contacts(self, shown: Followed) -> Iterator[Line]:
        """Yield every attempt, newest first."""
        titles = {recall.id: recall.title for recall in (*shown.waiting, *shown.closed)}
        every = [contact for made in shown.contacts.values() for contact in made]
        for one in sorted(every, key=lambda contact: (contact.on, contact.id or 0), reverse=True):
            how = f"{said.kind_word(one.kind)}, {said.outcome_word(one.outcome)}"
            by = shown.users.get(one.made_by or 0, "")
            yield Line(
                ((format_date(one.on), "body"), (how, "body"), (titles.get(one.recall_id, ""), "muted"),
                 (one.note, "muted"), (by, "muted"))
            )  # fmt: skip

    def closed(self, shown: Followed) -> Iterator[Line]:
        """Yield what was closed, newest first, with why and by whom."""
        for recall in shown.closed:
            name = translate("Monitoring", "Open {title} again").format(title=recall.title)
            act = (translate("Monitoring", "Open again…"), name, self._asking(Act.REOPEN, recall))
            by = shown.users.get(recall.closed_by or 0, "")
            yield Line(
                ((recall.title, "body"), (format_date(recall.closed_on), "body"), (recall.closed_reason, "muted"),
                 (by, "muted")), (act,),
            )  # fmt: skip

    def _undated(self, promised: DecisionKind) -> Line:
        named = (
            (Act.DATE, translate("Monitoring", "Set a date…"), translate("Monitoring", "Set a date…")),
            (Act.CONTACT, translate("Monitoring", "Contact…"), translate("Monitoring", "Note a contact")),
            (Act.CLOSE, translate("Monitoring", "Close…"), translate("Monitoring", "Close without a date")),
        )
        acts = tuple((word, spoken, partial(self._presenter.ask, act)) for act, word, spoken in named)
        title = f"⚠ {translate('Monitoring', 'No date was set')}"
        return Line(((title, "caution"), (said.promise_word(promised), "body"), ("", "muted"), ("", "muted")), acts)

    def _due(self, recall: Recall, shown: Followed) -> Line:
        late = recall.due < shown.today
        due = words.due_words(recall, shown.today)
        if recall.first_due is not None:
            first = translate("Monitoring", "moved from {day}").format(day=format_date(recall.first_due))
            due = f"{due}\n{first}"
        next_line = said.next_words(shown.steps[recall.id or 0]) if late else ""
        tried = said.tried(shown.contacts.get(recall.id or 0, ()))
        return Line(
            ((recall.title, "strong"), (self._asked(recall, shown), "body"),
             ("\n".join(part for part in (next_line, tried) if part), "muted"),
             (f"⚠ {due}" if late else due, "caution" if late else "body")),
            tuple(self._acts(recall)),
        )  # fmt: skip

    def _asked(self, recall: Recall, shown: Followed) -> str:
        if recall.ordered_on is not None:
            missing = tests_named(shown.missing.get(recall.id or 0, ()), self._presenter.tests)
            ordered, waits = (
                translate("Monitoring", "Ordered {day}"),
                translate("Monitoring", "Ordered {day}; missing: {tests}"),
            )
            return (waits if missing else ordered).format(day=format_date(recall.ordered_on), tests=missing)
        asked = recall.tests.replace(",", " ").split()
        tests, left = tests_named(asked, self._presenter.tests), shown.missing.get(recall.id or 0, ())
        if left and len(left) < len(asked):
            missing = tests_named(left, self._presenter.tests)
            tests = f"{tests}\n{translate('Monitoring', 'missing: {tests}').format(tests=missing)}"
        if recall.not_before is None or recall.not_before <= shown.today:
            return tests
        early = translate("Monitoring", "not before {day}").format(day=format_date(recall.not_before))
        return f"{tests}\n{early}" if tests else early

    def _acts(self, recall: Recall) -> Iterator[Action]:
        spoken_why = translate("Monitoring", "Why is {title} due then?").format(title=recall.title)
        yield translate("Monitoring", "Why?"), spoken_why, lambda: self._presenter.why(recall)
        named = (
            (Act.DONE, translate("Monitoring", "Done…"), translate("Monitoring", "Note {title} as done")),
            (Act.CONTACT, translate("Monitoring", "Contact…"), translate("Monitoring", "Note a contact about {title}")),
            (Act.POSTPONE, translate("Monitoring", "Move…"), translate("Monitoring", "Move the date of {title}")),
            (Act.CLOSE, translate("Monitoring", "Close…"), translate("Monitoring", "Close {title}")),
        )
        for act, word, spoken in named:
            if act is not Act.DONE or not recall.tests:
                yield word, spoken.format(title=recall.title), self._asking(act, recall)

    def _asking(self, act: Act, recall: Recall) -> Callable[[], None]:
        return lambda: self._presenter.ask(act, recall=recall)

    def _plan(self, plan: MonitoringPlan, shown: Followed) -> Line:
        title = self._presenter.templates.get(plan.template, plan.template)
        if plan.stopped is not None:
            by = shown.users.get(plan.stopped_by or 0, "")
            ended = ", ".join(part for part in (f"{format_date(plan.stopped)}: {plan.stop_reason}", by) if part)
            return Line(((title, "muted"), (format_date(plan.started), "body"), (ended, "muted")))
        lines = [_item(item) for item in shown.items.get(plan.id or 0, ())]
        items = "\n".join((*lines, *_end(plan, shown.users.get(plan.own_stop_by or 0, ""))))
        own = translate("Monitoring", "{title} (own items)").format(title=title) if plan.own_items else title
        edit = translate("Monitoring", "Change the items of {title}").format(title=title)
        stop = translate("Monitoring", "End {title}").format(title=title)
        return Line(
            ((own, "body"), (format_date(plan.started), "body"), (items, "muted")),
            ((translate("Monitoring", "Change…"), edit, lambda: self._presenter.edit(plan)),
             (translate("Monitoring", "End…"), stop, lambda: self._presenter.ask(Act.STOP, plan=plan))),
        )  # fmt: skip


def _item(item: MonitoringItem) -> str:
    if item.every_days is None:
        when = counted(
            item.after_days,
            translate("Monitoring", "after %n day"),
            translate("Monitoring", "after %n days", None, item.after_days),
        )
    else:
        when = counted(
            item.every_days,
            translate("Monitoring", "every %n day"),
            translate("Monitoring", "every %n days", None, item.every_days),
        )
    return f"{item.title}: {when}"


def _end(plan: MonitoringPlan, by: str) -> Iterator[str]:
    """Say when a plan ends for this patient, who set that and why."""
    if plan.own_stop is None:
        return
    said = translate("Monitoring", "never ends by itself")
    if plan.own_stop:
        one = translate("Monitoring", "ends after %n sample that is not low")
        said = counted(
            plan.own_stop,
            one,
            translate("Monitoring", "ends after %n samples in a row that are not low", None, plan.own_stop),
        )
    yield translate("Monitoring", "{rule} ({who}: {why})").format(
        rule=said, who=by or "–", why=plan.own_stop_reason or ""
    )
