"""A clinic that does things at random, and an eye on it that asks of every low ALP in which state it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from alpdesk.domain.alp import ALP, read_alp
from alpdesk.domain.counted import counted_alps
from alpdesk.domain.loop import LOW, OF_ALP, LoopState, Standing, concerns
from alpdesk.domain.records import (
    Decision,
    DecisionKind,
    Flag,
    Medicine,
    Panel,
    PanelWithResults,
    Patient,
    PatientRecord,
    Recall,
    Result,
    Sex,
    Specimen,
)
from alpdesk.domain.rules import RuleBook
from alpdesk.domain.terms import CloseCode, ContactKind, ContactOutcome, CorrectionKind, EditKind
from alpdesk.errors import AlpdeskError
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.desk import Desk
from alpdesk.services.entry import ResultDraft
from alpdesk.services.look_back import EarlierResult
from alpdesk.services.worklist import Wanted
from tests.conftest import Clock

VALUES = ("12", "24", "31", "34", "36", "70", "150", "<30", "<60", "20-30", "0.6", "not reported")
KINDS = tuple(DecisionKind)
TEMPLATES = ("first-low", "look-back", "unexplained", "treated-cause", "antiresorptive")
Step = tuple[str, int, int, int]
# What has happened before a walk begins: most of what people do needs something to do it to.
BEFORE: tuple[tuple[Step, ...], ...] = (
    (),
    (("enter", 0, 1, 5), ("sign", 0, 0, 1)),
    (("enter", 0, 1, 5), ("sign", 0, 0, 0), ("days_pass", 0, 0, 60)),
    (("enter", 0, 1, 5), ("sign", 0, 0, 2), ("void_panel", 0, 0, 0), ("order", 1, 1, 30)),
    (("import_file", 0, 0, 0), ("review", 0, 0, 0), ("merge", 0, 0, 0)),
    (("order", 0, 0, 3), ("close", 0, 1, 0), ("enter", 0, 1, 9), ("void_result", 0, 0, 0), ("medicine", 0, 0, 9)),
    (("enter_urgent", 0, 1, 5), ("void_result", 0, 0, 0)),
    (("enter", 0, 1, 5), ("review", 0, 0, 0), ("enter", 1, 1, 5), ("void_panel", 1, 0, 0), ("medicine", 1, 1, 0)),
)


@dataclass
class Walk:
    """Two people of one clinic, and what is done about them. A refused action is no fault; a low without a state is."""

    desk: Desk
    clock: Clock
    people: list[int] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for sex, born in ((Sex.FEMALE, date(1980, 3, 12)), (Sex.MALE, date(2012, 5, 1))):
            number = self.desk.patients.next_number()
            person = Patient(number=number, family_name="Walker", given_names="Ada", birth_date=born, sex=sex)
            self.people.append(self.desk.patients.add(person).id or 0)

    def take(self, steps: Sequence[Step]) -> None:
        """Do one thing after another and look after each."""
        for name, who, what, much in steps:
            try:
                ACTIONS[name](self, self.people[who % len(self.people)], what, much)
            except AlpdeskError as refusal:
                self.done.append(f"{name} refused: {refusal}")
            else:
                self.done.append(f"{name} {who} {what} {much}")
        faults = [fault for patient in self.people for fault in in_no_state(self.desk, patient)]
        assert not faults, "\n".join((*self.done, *faults))


def one_of(items: Sequence[Any], which: int) -> Any:
    """Return some item, or refuse where there is none to choose."""
    if not items:
        raise AlpdeskError("There is nothing of this kind.")
    return items[which % len(items)]


def in_no_state(desk: Desk, patient: int) -> list[str]:
    """Hold the states against the record itself: every standing low ALP has one, and each one closed a name."""
    record, states = desk.patients.record(patient), desk.loop.of_patient(patient)
    said = [state.concern.panel_id for state in states if state.concern.about in OF_ALP]
    found = [f"the low of panel {panel} has no state" for panel in lows_of(record, desk.rules) if panel not in said]
    every = [(state.concern.panel_id, state.concern.about) for state in states]
    found += [f"{twice} has two states" for twice in every if every.count(twice) > 1]
    last = desk.context.today() + timedelta(days=desk.rules.escalation.furthest_days)
    for state in states:
        if state.due is not None and state.due > last:
            found.append(
                f"{state.concern.about} of panel {state.concern.panel_id} is due when nobody looks: {state.due}"
            )
        if state.state is LoopState.CLOSED and (not state.reason or state.by is None):
            found.append(f"{state.concern.about} of panel {state.concern.panel_id} is closed without reason or name")
    found += closed_without_its_sample(desk, patient, states)
    waits = any(one.state is LoopState.UNANSWERED and one.concern.pressing for one in states)
    listed = desk.decisions.waiting(patient) is not None
    if waits != listed:
        found.append(f"something waits: {waits}, which is not what the list of the unanswered says")
    unread = {both.panel.id for both in desk.patients.record(patient).panels if both.panel.to_review}
    for one in states:
        mild = one.state is LoopState.UNANSWERED and not one.concern.pressing
        if mild and not listed and one.concern.panel_id not in unread:
            found.append(f"{one.concern.about} of panel {one.concern.panel_id} is unread and on no list")
    return found


def closed_without_its_sample(desk: Desk, patient: int, states: Sequence[Standing]) -> list[str]:
    """Name what is closed though its newest answer promises a repeat that no item with ALP among its tests keeps."""
    answers = {kept.id: kept for kept in desk.decisions.assessments(patient) if kept.needs_answer}
    plans = {plan.id: plan.decision_id for plan in desk.decisions.plans(patient)}
    sampled = {r.decision_id or plans.get(r.plan_id) for r in desk.decisions.recalls(patient) if ALP in r.tests.split()}
    signed = [one for kept in answers.values() for one in (kept.decision, *(more.decision for more in kept.further))]
    found = []
    for state in states:
        about = [
            kept.id
            for kept in answers.values()
            if state.concern in concerns(kept.assessment, kept.panel_id) and state.concern.pressing
        ]
        covering = [one for one in signed if one is not None and about and one.assessment_id >= max(about)]
        newest = max(covering, key=lambda one: one.id or 0, default=None)
        bare = newest is not None and newest.kind is DecisionKind.REPEAT and newest.id not in sampled
        if bare and state.state is LoopState.CLOSED:
            found.append(f"{state.concern.about} of panel {state.concern.panel_id} is closed, its repeat never was due")
    return found


def lows_of(record: PatientRecord, rules: RuleBook) -> list[int | None]:
    """Return the panels whose ALP is low by either verdict, or may be; under asfotase alfa no ALP is read."""
    if any(rules.class_of(medicine.name) == "asfotase_alfa" for medicine in record.medicines):
        return []
    return [
        both.panel.id
        for both in record.panels
        if (alp := both.result(ALP)) is not None
        and ((read := read_alp(alp, both.panel, record.patient, rules)).flag is Flag.LOW or read.may_be_low)
    ]


def not_on_their_lists(desk: Desk, people: Sequence[int]) -> list[str]:
    """Hold the states against the lists people work from: item by item, what is missing and what is there too much."""
    day, everything = desk.context.today(), 1_000_000
    today = desk.worklist.today(limit=everything, wanted=Wanted(later=everything))
    lists = {
        "unanswered": [(low.patient.id, 0) for low in today.unanswered],
        "swept": [(hit.patient_id, 0) for hit in desk.worklist.sweep()],
        "overdue": [(item.patient.id, item.recall_id) for item in today.overdue],
        "due": [(item.patient.id, item.recall_id) for item in (*today.due, *today.later)],
    }
    found = [f"{name} has something twice" for name, lines in lists.items() if len(lines) > len(set(lines))]
    for patient in people:
        states, promised = desk.loop.of_patient(patient), desk.followup.undated(patient)
        alps = counted_alps(desk.patients.record(patient), desk.rules, day)
        planned = [one for one in desk.decisions.recalls(patient) if one.closed_on is None]
        waiting = [one.concern for one in states if one.state is LoopState.UNANSWERED and one.concern.pressing]
        low_now = {alp.panel_id for alp in alps if alp.is_judged and alp.flag is Flag.LOW}
        late = {one.id or 0 for one in planned if one.due < day}
        undated_late = promised is not None and any(
            one.recall_id == 0 and one.decision_id == promised.id for one in today.overdue
        )
        expected: dict[str, set[int]] = {
            "unanswered": {0} if waiting else set(),
            "swept": {0} if any(one.about == LOW and one.panel_id in low_now for one in waiting) else set(),
            "overdue": late | ({0} if undated_late else set()),
            "due": {one.id or 0 for one in planned} - late,
        }
        for name, lines in lists.items():
            listed = {key for who, key in lines if who == patient}
            if listed != expected[name]:
                found.append(f"{name}: {sorted(listed)} on the list, {sorted(expected[name])} by the record")
        dates = {one.due for one in planned} | ({signed_on(promised)} if promised is not None else set())
        found += [
            f"{one.state} on {one.due} and nothing is planned for then"
            for one in states
            if one.due is not None and one.due not in dates
        ]
    return found


def signed_on(decision: Decision) -> date | None:
    """Return the day an answer was signed, in the clinic's time."""
    return decision.signed_at and decision.signed_at.astimezone().date()


# What people do


def enter(walk: Walk, patient: int, what: int, much: int) -> None:
    day = walk.desk.context.today() - timedelta(days=much % 120)
    results = (Result(analyte=ALP, value=one_of(VALUES, what), unit="U/L"),)
    walk.desk.panels.enter(patient, Panel(uid=uuid4(), collected=day, laboratory_id=1), results)


def enter_urgent(walk: Walk, patient: int, what: int, much: int) -> None:
    """A sample that raises alerts: low calcium, high potassium, jaundice."""
    day = walk.desk.context.today() - timedelta(days=much % 30)
    others = (("potassium", "7.1", "mmol/L"), ("calcium", "6.9", "mg/dL"), ("bilirubin_total", "12", "mg/dL"))
    chosen = [Result(analyte=a, value=v, unit=u) for a, v, u in others[: 1 + what % 3]]
    results = (Result(analyte=ALP, value=one_of(VALUES, what), unit="U/L"), *chosen)
    walk.desk.panels.enter(patient, Panel(uid=uuid4(), collected=day, laboratory_id=1), results)


def enter_printed(walk: Walk, patient: int, what: int, much: int) -> None:
    """The report has limits of its own, so that a value may be low by the one verdict and not by the other."""
    day = walk.desk.context.today() - timedelta(days=much % 120)
    low, high = one_of((("40", "129"), ("30", "130"), ("0", "100"), ("60", "425")), what)
    results = (Result(analyte=ALP, value=one_of(VALUES, much), unit="U/L", low=low, high=high),)
    walk.desk.panels.enter(patient, Panel(uid=uuid4(), collected=day, laboratory_id=1), results)


def sign(walk: Walk, patient: int, what: int, much: int) -> None:
    waiting = walk.desk.decisions.waiting(patient)
    if waiting is None:
        raise AlpdeskError("Nothing waits.")
    templates = TEMPLATES[: much % 3]
    kind = one_of(KINDS, what)
    draft = DecisionDraft(
        patient_id=patient,
        assessment_id=waiting.id,
        kind=kind,
        cause="nut-zn",
        reason="Seen.",
        templates=templates,
        seen=tuple(one.id for one in walk.desk.decisions.older(waiting.id)),
    )
    walk.desk.decisions.sign(draft)


def sign_with_a_date(walk: Walk, patient: int, what: int, much: int) -> None:
    """The answer says when; the year may be a slip of the hand."""
    waiting = walk.desk.decisions.waiting(patient)
    if waiting is None:
        raise AlpdeskError("Nothing waits.")
    due = walk.desk.context.today() + timedelta(days=20 * much)
    draft = DecisionDraft(
        patient_id=patient,
        assessment_id=waiting.id,
        kind=one_of((DecisionKind.REPEAT, DecisionKind.REFER), what),
        reason="Seen.",
        templates=TEMPLATES[:1] if what % 3 else (),
        due=due if what % 3 else None,
        promised=None if what % 3 else due,
        seen=tuple(one.id for one in walk.desk.decisions.older(waiting.id)),
    )
    walk.desk.decisions.sign(draft)


def sign_an_old_one(walk: Walk, patient: int, what: int, much: int) -> None:
    """Another desk still has an older assessment open and answers that."""
    older = one_of(walk.desk.decisions.assessments(patient), much)
    kind = one_of(KINDS, what)
    draft = DecisionDraft(patient_id=patient, assessment_id=older.id, kind=kind, cause="nut-zn", reason="Seen.")
    walk.desk.decisions.sign(draft)


def look_back(walk: Walk, patient: int, what: int, much: int) -> None:
    day = walk.desk.context.today() - timedelta(days=200 + much)
    rows = [
        EarlierResult(collected=day + timedelta(days=40 * i), value=one_of(VALUES, what + i), unit="U/L")
        for i in range(3)
    ]
    walk.desk.look_back.enter(patient, rows)


def rename_medicine(walk: Walk, patient: int, what: int, much: int) -> None:
    """The clinic's own rules turn a medicine of some patients into one that matters, and back.

    Under asfotase alfa no ALP is read, so the name is known before anybody takes it.
    """
    taken = Medicine(name=f"bonex{patient}", started=date(2025, 1, 1))
    kind = one_of(("bisphosphonate", "asfotase_alfa"), what)
    if kind != "asfotase_alfa":
        walk.desk.patients.add_medicine(patient, taken)
    walk.desk.own_rules.put(EditKind.MEDICINE_CLASS, kind, {"names": [taken.name]}, "Ours.")
    if kind == "asfotase_alfa":
        walk.desk.patients.add_medicine(patient, taken)


def import_file(walk: Walk, patient: int, what: int, much: int) -> None:
    """Results of several samples come in by file; the pressing one need not be the newest."""
    person, day = walk.desk.patients.get(patient), walk.desk.context.today() - timedelta(days=much % 60)
    lines = ["patient_number,family_name,given_names,sex,birth_date,collected,laboratory,analyte,value,unit,specimen"]
    who = f"{person.number},Walker,Ada,{person.sex.value},{person.birth_date.isoformat()}"
    tube = one_of(("serum", "edta"), what)
    lines.append(f"{who},{(day - timedelta(days=9)).isoformat()},City Lab,alp,{one_of(VALUES, what)},U/L,{tube}")
    lines.append(f"{who},{(day - timedelta(days=5)).isoformat()},City Lab,potassium,7.1,mmol/L,serum")
    lines.append(f"{who},{day.isoformat()},City Lab,sodium,140,mmol/L,serum")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "results.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        walk.desk.transfer.import_csv(path)


def medicine(walk: Walk, patient: int, what: int, much: int) -> None:
    name = one_of(("alendronate", "asfotase alfa", "zinc"), what)
    walk.desk.patients.add_medicine(patient, Medicine(name=name, started=date(2025, 1, 1) + timedelta(days=much)))


def stop_medicine(walk: Walk, patient: int, what: int, much: int) -> None:
    taken = one_of(walk.desk.patients.record(patient).medicines, what)
    stopped = max(taken.started or date(2025, 1, 1), walk.desk.context.today() - timedelta(days=much))
    walk.desk.patients.change_medicine(taken.model_copy(update={"stopped": stopped}), "No more.")


def withdraw_medicine(walk: Walk, patient: int, what: int, much: int) -> None:
    taken = one_of(walk.desk.patients.record(patient).medicines, what)
    walk.desk.patients.withdraw_medicine(taken.id or 0, "Never taken.")


def change_person(walk: Walk, patient: int, what: int, much: int) -> None:
    kept = walk.desk.patients.get(patient)
    fields = {"sex": one_of(tuple(Sex), what), "birth_date": kept.birth_date - timedelta(days=much * 30)}
    changed = kept.model_copy(update=fields)
    walk.desk.patients.update(changed, "Typed wrong.", signed=walk.desk.impact.impact_of_patient(changed))


def days_pass(walk: Walk, patient: int, what: int, much: int) -> None:
    walk.clock.now += timedelta(days=1 + much % 90)


def a_sample(walk: Walk, patient: int, which: int, *, voided: bool = False) -> PanelWithResults:
    every = walk.desk.patients.record(patient, withdrawn=True).panels
    panels = [both for both in every if bool(both.panel.voided) is voided]
    found: PanelWithResults = one_of(panels, which)
    return found


def correct(walk: Walk, patient: int, what: int, much: int) -> None:
    both = one_of([each for each in walk.desk.patients.record(patient).panels if each.result(ALP) is not None], much)
    old = both.result(ALP)
    new = ResultDraft(analyte=ALP, value=one_of(VALUES, what), unit="U/L")
    walk.desk.corrections.correct(both.panel.id or 0, old.id, new, "Typed wrong.")


def correct_sample(walk: Walk, patient: int, what: int, much: int) -> None:
    panel = a_sample(walk, patient, much).panel
    changed = {"collected": panel.collected - timedelta(days=what), "specimen": one_of(tuple(Specimen), what)}
    walk.desk.corrections.change_sample(panel.model_copy(update=changed), "Another tube.")


def void_result(walk: Walk, patient: int, what: int, much: int) -> None:
    both = a_sample(walk, patient, much)
    standing = [result for result in both.results if result.standing]
    walk.desk.corrections.void_result(both.panel.id or 0, one_of(standing, what).id, "Not this patient's.")


def void_panel(walk: Walk, patient: int, what: int, much: int) -> None:
    walk.desk.corrections.void_panel(a_sample(walk, patient, much).panel.id or 0, "Entered twice.")


def restore_panel(walk: Walk, patient: int, what: int, much: int) -> None:
    walk.desk.corrections.restore_panel(a_sample(walk, patient, much, voided=True).panel.id or 0, "Right after all.")


def restore_result(walk: Walk, patient: int, what: int, much: int) -> None:
    panels = walk.desk.patients.record(patient).panels
    gone = [(both.panel.id or 0, result.id) for both in panels for result in both.results if not result.standing]
    panel_id, result_id = one_of(gone, what)
    walk.desk.corrections.restore_result(panel_id, result_id, "Right after all.")


def move(walk: Walk, patient: int, what: int, much: int) -> None:
    to = one_of([person for person in walk.people if person != patient], what)
    walk.desk.corrections.move_panel(a_sample(walk, patient, much).panel.id or 0, to, "The wrong patient.")


def merge(walk: Walk, patient: int, what: int, much: int) -> None:
    other = one_of([person for person in walk.people if person != patient], what)
    walk.desk.corrections.merge(patient, other, "One person.")


def unmerge(walk: Walk, patient: int, what: int, much: int) -> None:
    merges = [c for c in walk.desk.corrections.of_patient(patient) if c.kind is CorrectionKind.MERGE]
    walk.desk.corrections.unmerge(one_of(merges, what).id, "Two people.")


def review(walk: Walk, patient: int, what: int, much: int) -> None:
    walk.desk.reviewing.sign_off(a_sample(walk, patient, much).panel.id or 0)


def take_back_review(walk: Walk, patient: int, what: int, much: int) -> None:
    panels = walk.desk.patients.record(patient).panels
    signed = [both.panel.id or 0 for both in panels if both.panel.reviewed_at is not None]
    walk.desk.reviewing.take_back(one_of(signed, much), "The wrong one was signed.")


def end_otherwise(walk: Walk, patient: int, what: int, much: int) -> None:
    """A clinician says for one patient after how many samples a plan ends."""
    plans = [plan for plan in walk.desk.decisions.plans(patient) if plan.stopped is None]
    key = one_of(plans, much).id or 0
    items = walk.desk.followup.plan_items(key)
    walk.desk.followup.edit_plan(key, items, "Lifelong.", ends_after=what % 3)


def an_item(walk: Walk, patient: int, which: int, *, closed: bool = False) -> Recall:
    recalls = [one for one in walk.desk.decisions.recalls(patient) if (one.closed_on is not None) is closed]
    found: Recall = one_of(recalls, which)
    return found


def postpone(walk: Walk, patient: int, what: int, much: int) -> None:
    to = walk.desk.context.today() + timedelta(days=what)
    walk.desk.followup.postpone(an_item(walk, patient, much).id or 0, to, "On holiday.")


def close(walk: Walk, patient: int, what: int, much: int) -> None:
    codes = (CloseCode.ATTENDED_ELSEWHERE, CloseCode.DECLINED, CloseCode.DIED, CloseCode.UNREACHABLE, CloseCode.OTHER)
    code = one_of(codes, what)
    walk.desk.followup.close(an_item(walk, patient, much).id or 0, code, "Told us.", every=code is CloseCode.DIED)


def reopen(walk: Walk, patient: int, what: int, much: int) -> None:
    walk.desk.followup.reopen(an_item(walk, patient, much, closed=True).id or 0, "Too early.")


def order(walk: Walk, patient: int, what: int, much: int) -> None:
    tests = (ALP, "zinc") if what % 2 else (ALP,)
    walk.desk.followup.order_tests(patient, tests, walk.desk.context.today() + timedelta(days=much), "Asked for.")


def set_a_date(walk: Walk, patient: int, what: int, much: int) -> None:
    late = [one for one in walk.desk.worklist.today(limit=1_000_000).overdue if one.patient.id == patient]
    undated = one_of([one for one in late if one.recall_id == 0], what)
    due = walk.desk.context.today() + timedelta(days=much)
    walk.desk.followup.add_item(patient, "Repeat ALP", (ALP,), due, decision_id=undated.decision_id)


def set_something_else(walk: Walk, patient: int, what: int, much: int) -> None:
    """Something beside the promised sample is made due by an answer, and done."""
    decision = an_undated(walk, patient)
    due = walk.desk.context.today() + timedelta(days=much)
    item = walk.desk.followup.add_item(patient, "Dentist", (), due, decision_id=decision)
    walk.desk.followup.done(item.id or 0, walk.desk.context.today())


def no_earlier(walk: Walk, patient: int, what: int, much: int) -> None:
    walk.desk.look_back.none_exists(patient)


def an_undated(walk: Walk, patient: int) -> int:
    undated = walk.desk.followup.undated(patient)
    if undated is None:
        raise AlpdeskError("Every answer has its date.")
    return undated.id or 0


def close_a_promise(walk: Walk, patient: int, what: int, much: int) -> None:
    code = one_of((CloseCode.DECLINED, CloseCode.DIED, CloseCode.OTHER), what)
    every = code is CloseCode.DIED
    walk.desk.followup.close_undated(an_undated(walk, patient), code, "Told us.", every=every)


def contact_about_a_promise(walk: Walk, patient: int, what: int, much: int) -> None:
    outcome, day = one_of(tuple(ContactOutcome), what), walk.desk.context.today()
    walk.desk.followup.note_contact_about(an_undated(walk, patient), ContactKind.PHONE, outcome, day)


def answer_anew(walk: Walk, patient: int, what: int, much: int) -> None:
    """Somebody reads an answer that was given and signs another one beside it."""
    kept = one_of([one for one in walk.desk.decisions.assessments(patient) if one.decision is not None], much)
    newest = max(one.id or 0 for one in (kept.decision, *(further.decision for further in kept.further)))
    draft = DecisionDraft(
        patient_id=patient,
        assessment_id=kept.id,
        kind=one_of(KINDS, what),
        cause="nut-zn",
        reason="Seen.",
        beside=newest,
    )
    walk.desk.decisions.sign(draft)


def contact(walk: Walk, patient: int, what: int, much: int) -> None:
    outcome = one_of(tuple(ContactOutcome), what)
    item, day = an_item(walk, patient, much), walk.desk.context.today()
    walk.desk.followup.note_contact(item.id or 0, ContactKind.PHONE, outcome, day, "")


def assign(walk: Walk, patient: int, what: int, much: int) -> None:
    walk.desk.followup.assign([patient], one_of(walk.desk.users.list(), what).id or 0, "Takes over.")


def stop_plan(walk: Walk, patient: int, what: int, much: int) -> None:
    plans = [plan for plan in walk.desk.decisions.plans(patient) if plan.stopped is None]
    walk.desk.followup.stop_plan(one_of(plans, what).id or 0, "Enough.")


ACTIONS: dict[str, Callable[[Walk, int, int, int], None]] = {
    "enter": enter,
    "enter_again": enter,
    "enter_urgent": enter_urgent,
    "enter_printed": enter_printed,
    "sign": sign,
    "sign_again": sign,
    "sign_with_a_date": sign_with_a_date,
    "medicine": medicine,
    "stop_medicine": stop_medicine,
    "withdraw_medicine": withdraw_medicine,
    "sign_an_old_one": sign_an_old_one,
    "look_back": look_back,
    "change_person": change_person,
    "days_pass": days_pass,
    "correct": correct,
    "correct_sample": correct_sample,
    "void_result": void_result,
    "void_panel": void_panel,
    "restore_panel": restore_panel,
    "restore_result": restore_result,
    "move": move,
    "merge": merge,
    "unmerge": unmerge,
    "review": review,
    "take_back_review": take_back_review,
    "end_otherwise": end_otherwise,
    "postpone": postpone,
    "close": close,
    "reopen": reopen,
    "order": order,
    "set_a_date": set_a_date,
    "contact": contact,
    "assign": assign,
    "rename_medicine": rename_medicine,
    "import_file": import_file,
    "stop_plan": stop_plan,
    "close_a_promise": close_a_promise,
    "contact_about_a_promise": contact_about_a_promise,
    "answer_anew": answer_anew,
    "set_something_else": set_something_else,
    "no_earlier": no_earlier,
}
SELDOM = (
    "restore_panel",
    "restore_result",
    "take_back_review",
    "contact_about_a_promise",
    "withdraw_medicine",
    "unmerge",
    "reopen",
    "postpone",
    "close",
    "contact",
    "end_otherwise",
    "stop_plan",
)  # fmt: skip  each needs something that is rarely there, so it is tried more often
TRIED = (*sorted(ACTIONS), *SELDOM, *SELDOM)
