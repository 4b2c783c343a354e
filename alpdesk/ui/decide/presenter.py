"""Decides what the decide page shows, and signs the answer. Knows neither widgets nor SQL."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QCoreApplication

from alpdesk.domain.promises import is_promise
from alpdesk.domain.records import Decision, DecisionKind, Patient, Recall
from alpdesk.domain.terms import Mark
from alpdesk.errors import AlpdeskError, ConflictError
from alpdesk.services.checklists import ChecklistState
from alpdesk.services.decisions import DecisionDraft, Given
from alpdesk.services.desk import Desk
from alpdesk.services.look_back import LOOK_BACK
from alpdesk.ui.clinical import words
from alpdesk.ui.clinical.marks import Wish
from alpdesk.ui.clinical.who import age_words
from alpdesk.ui.clinical.why import Explanation, Reasons
from alpdesk.ui.decide.reading import Reader
from alpdesk.ui.decide.shown import Answer, Shown, missing, said
from alpdesk.ui.drafts.keeper import Keeper
from alpdesk.ui.said import error_words

translate = QCoreApplication.translate
_NEEDS_NO_PLAN = {DecisionKind.NO_ACTION, DecisionKind.EXPLAINED}


class DecideView(Protocol):
    """What the presenter asks of the page."""

    def show_assessment(self, shown: Shown) -> None: ...
    def show_found(self, shown: Shown) -> None: ...
    def show_marks(self, marks: ChecklistState) -> None: ...
    def offer_order(self, order: Recall) -> None: ...
    def refuse_mark(self, sentence: str) -> None: ...
    def show_nothing(self, patient: Patient, age: str) -> None: ...
    def answer(self) -> Answer: ...
    def restore(self, answer: Answer) -> None: ...
    def choose_plans(self, templates: Sequence[str]) -> None: ...
    def refuse(self, field: str, sentence: str) -> None: ...
    def show_theirs(self, theirs: str) -> None: ...
    def explain(self, explanation: Explanation) -> None: ...
    def done(self, patient_id: int, sentence: str) -> None: ...


class DecidePresenter:
    """One assessment and its answer."""

    def __init__(self, view: DecideView, desk: Desk) -> None:
        self._view = view
        self._desk = desk
        self._reasons = Reasons(desk.rules)
        self._read = Reader(desk)
        self._shown: Shown | None = None
        self._theirs: int | None = None
        self._drafts: Keeper[Answer] = Keeper(desk.drafts, "answer", Answer)

    def start(self, patient_id: int, assessment_id: int | None = None) -> None:
        """Show one assessment, or the newest that waits, or the newest at all; a half-typed answer is there again."""
        self.keep()
        self._theirs = None
        patient = self._desk.patients.get(patient_id)
        age = age_words(patient.birth_date, self._desk.context.today())
        kept = self._read.find(patient_id, assessment_id)
        if kept is None:
            self._shown = None
            self._view.show_nothing(patient, age)
            return
        self._shown = self._read.shown(
            patient, age, kept, None if kept.decision is not None else self._read.renewed(kept)
        )
        if not self._shown.open:
            self._drafts.clear(_subject(self._shown))
            anew = replace(self._shown, anew=True)
            if anew.may_sign and self._drafts.get(_subject(anew)) is not None:
                self._shown = anew
        self._lay_out(self._shown)

    def answer_anew(self) -> None:
        """Open an answered assessment to a further answer, signed beside the one it has."""
        shown = self._shown
        if shown is None or shown.open or not shown.may_sign:
            return
        renewed = self._read.renewed(shown.kept)
        self._shown = self._read.shown(shown.patient, shown.age, shown.kept, renewed, anew=True)
        self._lay_out(self._shown)

    def _lay_out(self, shown: Shown) -> None:
        """Show an assessment; what was begun of an answer is there again."""
        self._view.show_assessment(shown)
        begun = self._drafts.get(_subject(shown)) if shown.open else None
        if begun is not None:
            self._view.restore(begun)
        if self._drafts.trouble:
            self._view.refuse("", self._drafts.trouble)

    def keep(self) -> None:
        """Hold on to an answer that is begun, for when the assessment is opened again."""
        if self._shown is None or not self._shown.open:
            return
        answer = self._view.answer()
        begun = answer.kind is not None or bool(answer.reason)
        self._drafts.put(_subject(self._shown), answer if begun else None)

    def unsaved(self) -> tuple[str, ...]:
        """Name the answers that were begun and could not even be kept as drafts."""
        self.keep()
        owners = (int(subject.partition("/")[0]) for subject in self._drafts.held())
        said = translate("Decide", "An answer for {name}")
        return tuple(said.format(name=self._desk.patients.get(owner).name) for owner in owners)

    def chosen(self, kind: DecisionKind) -> None:
        """Propose the monitoring that goes with an answer."""
        if self._shown is None:
            return
        proposed = [] if kind in _NEEDS_NO_PLAN else [each.template for each in self._shown.assessment.monitoring]
        if self._desk.look_back.done(self._shown.kept.patient_id):
            proposed = [template for template in proposed if template != LOOK_BACK]
        promise = self._shown.promises.get(kind)
        kept = any(template in self._shown.keepers.get(kind, ()) for template in proposed)
        if promise is not None and (not kept or kind is DecisionKind.REFER):
            proposed.append(promise.template)
        self._view.choose_plans(proposed)

    def mark(self, wish: Wish) -> None:
        """Tick an item of the checklist, or set it aside."""
        shown = self._shown
        if shown is None or not shown.open:
            return
        try:
            self._desk.checklists.mark(
                shown.kept.patient_id,
                wish.cause,
                wish.mark,
                holds=wish.holds,
                rationale=wish.rationale,
                assessment_id=shown.kept.id,
            )
        except AlpdeskError as error:
            self._view.refuse_mark(error_words(error))
            return
        self._view.show_marks(self._read.marks(shown.kept, anew=shown.anew))
        if wish.mark is Mark.ORDERED and wish.holds:
            self._offer_order(shown.kept.patient_id, self._desk.rules.causes[wish.cause].title)

    def _offer_order(self, patient_id: int, title: str) -> None:
        orders = (one for one in self._desk.decisions.recalls(patient_id) if one.ordered_on and not one.closed_on)
        order = next((one for one in orders if one.title == title and not one.tests), None)
        if order is not None:
            self._view.offer_order(order)

    def set_finding(self, finding: str, present: bool | None) -> None:
        """Set an item of the criteria; what the record says now is shown from here on, and signed."""
        shown = self._shown
        if shown is None or not shown.open:
            return
        try:
            seen = shown.findings.get(finding)
            self._desk.patients.set_finding(shown.kept.patient_id, finding, present, seen=seen)
        except AlpdeskError as error:
            self._view.refuse("", error_words(error))
            if not isinstance(error, ConflictError):
                return
        self._shown = self._read.shown(
            shown.patient, shown.age, shown.kept, self._desk.decisions.as_now(shown.kept.id), anew=shown.anew
        )
        self._view.show_found(self._shown)

    def sign_beside(self) -> None:
        """Sign the answer in addition to the one that was shown as somebody else's."""
        self._complete(self._theirs)

    def sign(self) -> None:
        """Sign the answer; what is missing is said beside the field."""
        self._complete(None if self._shown is None else self._shown.beside)

    def _complete(self, beside: int | None) -> None:
        shown, answer = self._shown, self._view.answer()
        if shown is None or not shown.open or not shown.may_sign:
            return
        if answer.kind is None:
            self._view.refuse("kind", translate("Decide", "Choose an answer first."))
            return
        field, sentence = missing(answer, shown)
        self._view.refuse(field, sentence)
        if not sentence:
            self._sign(shown, answer, answer.kind, beside)

    def sign_slip(self) -> None:
        """Sign that nothing is to be done, because the value that was shown was a slip."""
        shown = self._shown
        if shown is None or shown.stale is None or shown.stale.looked_back or not shown.open:
            return
        reason = translate("Decide", "The value that was shown was a slip: {reason}")
        try:
            self._desk.corrections.answer_stale(
                shown.kept.id, reason.format(reason=shown.stale.correction.reason), self._desk.actor.user_id
            )
        except AlpdeskError as error:
            self._view.refuse("", translate("Decide", "Not signed: {reason}").format(reason=error))
            return
        self._drafts.clear(_subject(shown))
        self._shown = None
        self._view.done(shown.kept.patient_id, translate("Decide", "Signed: no action, the value was a slip."))

    def why_verdict(self) -> None:
        """Explain the verdicts."""
        if self._shown is not None:
            self._view.explain(self._reasons.verdict(self._shown.assessment))

    def why_series(self) -> None:
        """Explain the course."""
        if self._shown is not None:
            self._view.explain(self._reasons.series(self._shown.assessment))

    def why_criteria(self) -> None:
        """Explain the criteria set."""
        if self._shown is not None and self._shown.assessment.criteria is not None:
            self.why(self._shown.assessment.criteria)

    def why(self, thing: object) -> None:
        """Explain an alert, a cause, a criteria set or a proposal."""
        if self._shown is not None:
            self._view.explain(self._reasons.anything(thing, self._shown.assessment.rule_book))

    def _sign(self, shown: Shown, answer: Answer, kind: DecisionKind, beside: int | None) -> None:
        given = {template: due for template, due in (answer.dues or {}).items() if due is not None}
        dues = {template: due for template, due in given.items() if not is_promise(template)}
        draft = DecisionDraft(
            patient_id=shown.kept.patient_id,
            assessment_id=shown.kept.id,
            kind=kind,
            cause=answer.cause if kind is DecisionKind.EXPLAINED else "",
            reason=answer.reason,
            templates=tuple(dues),
            dues=tuple(dues.items()),
            promised=next((due for template, due in given.items() if is_promise(template)), None),
            renewed=shown.renewed is not None,
            beside=beside,
            seen=tuple(one.id for one in shown.older),
        )
        try:
            signed = self._desk.decisions.sign(draft)
        except ConflictError as error:
            self._meet(error)
            return
        except AlpdeskError as error:
            self._view.refuse("", translate("Decide", "Not signed: {reason}").format(reason=error))
            return
        for begun in self._desk.drafts.list(shown.kept.patient_id):
            if begun.kind == "answer" and _is_answered(begun.subject, shown.kept.id):
                self._drafts.clear(begun.subject)
        self._shown = None
        self._view.done(shown.kept.patient_id, said(signed))

    def _meet(self, error: ConflictError) -> None:
        """Show what somebody else answered meanwhile; signing beside it is a choice of its own."""
        if not isinstance(error.theirs, Decision):
            self._view.refuse("", error_words(error))
            return
        self._theirs = error.theirs.id
        names = {user.id: user.name for user in self._desk.users.list()}
        given = Given(decision=error.theirs, signed_by=names.get(error.theirs.signed_by, ""))
        self._view.show_theirs(words.given(given))


def _subject(shown: Shown) -> str:
    """Name the draft of an answer; a further one is another draft than the first was."""
    first = f"{shown.kept.patient_id}/{shown.kept.id}"
    return f"{first}/anew" if shown.anew else first


def _is_answered(subject: str, signed: int) -> bool:
    """Say whether a draft is of an assessment that an answer covers: the older ones too, and no newer one."""
    key = subject.split("/")[1]
    return not key.isdecimal() or int(key) <= signed
