"""Assessing a patient inside a transaction and keeping what was shown."""

from datetime import date

from sqlalchemy.orm import Session

from alpdesk.domain.alp import ALP
from alpdesk.domain.assess import asking, assess, low_since
from alpdesk.domain.assessment import Assessment, Persistence, Severity, Urgency
from alpdesk.domain.judging import ResultVerdict, judge as judge_result
from alpdesk.domain.records import Flag, Panel, PanelWithResults, Patient, PatientRecord, Result
from alpdesk.domain.rules import ProfileChoice, RuleBook
from alpdesk.services.context import Context
from alpdesk.services.entry import refused
from alpdesk.store import clinic
from alpdesk.store.tables import AssessmentRow
from alpdesk.store.worklist import AlpLine

_ORDER = tuple(Urgency)
_SOMEBODY = Patient.model_construct(number="", family_name="")
_SAMPLE = Panel.model_construct()
_ALP = Result.model_construct(analyte=ALP)


def choice(session: Session) -> ProfileChoice:
    """Return the profiles the clinic judges by; empty where it keeps the rule book's own."""
    settings = clinic.clinic(session)
    return ProfileChoice(child=settings.child_profile, adult=settings.adult_profile)


def judge(
    session: Session, context: Context, record: PatientRecord, panel: PanelWithResults | None = None
) -> Assessment:
    """Assess a record from one panel (the last with an ALP when not given), with what is known today."""
    return judge_with(context, record, panel, choice(session))


def judge_with(
    context: Context,
    record: PatientRecord,
    panel: PanelWithResults | None,
    chosen: ProfileChoice,
    day: date | None = None,
) -> Assessment:
    """Assess a record by a choice of profiles that is known already, as of today or of a ``day`` gone by."""
    return assess(record, context.rules, as_of=_as_of(record, day or context.today()), panel=panel, choice=chosen)


def asking_panels(context: Context, record: PatientRecord, chosen: ProfileChoice) -> tuple[PanelWithResults, ...]:
    """Return the panels of a record that wait for an answer by what is known today."""
    return asking(record, context.rules, as_of=_as_of(record, context.today()), choice=chosen)


def run_began(context: Context, record: PatientRecord, day: date, chosen: ProfileChoice) -> date | None:
    """Return when the run of lows began to which the sample of a day belongs."""
    return low_since(record, context.rules, day, as_of=_as_of(record, context.today()), choice=chosen)


def _as_of(record: PatientRecord, day: date) -> date:
    return max([day, *(both.panel.collected for both in record.panels[-1:])])


def as_records(line: AlpLine) -> tuple[Patient, Panel, Result]:
    """Return a streamed ALP as the records that the rules judge, with no more in them than the verdicts rest on."""
    person = {"id": line.patient_id, "birth_date": line.birth_date, "sex": line.sex, "preterm": line.preterm}
    sample = {
        "id": line.panel_id,
        "collected": line.collected,
        "profile": line.profile,
        "specimen": line.specimen,
        "gestation_weeks": line.gestation_weeks,
    }
    value = {"value": line.value, "unit": line.unit, "low": line.low, "high": line.high}
    return _SOMEBODY.model_copy(update=person), _SAMPLE.model_copy(update=sample), _ALP.model_copy(update=value)


def verdict_on(
    result: Result,
    panel: Panel,
    patient: Patient,
    rules: RuleBook,
    chosen: ProfileChoice,
    previous: Result | None = None,
) -> ResultVerdict:
    """Judge one result, or refuse it by its cell."""
    verdict = judge_result(result, panel, patient, rules, choice=chosen, previous=previous)
    if verdict.refusal:
        raise refused(result, verdict.refusal, rules)
    return verdict


def flagged(result: Result, verdict: ResultVerdict) -> Result:
    """Return a result with what was made of it."""
    interval = verdict.interval
    judged = {
        "comparator": verdict.comparator,
        "canonical": verdict.canonical,
        "flag": verdict.flag,
        "judged_low": None if interval is None else interval.low,
        "judged_high": None if interval is None else interval.high,
        "judged_by": "" if interval is None else interval.profile,
    }
    return result.model_copy(update=judged)


def in_order(record: PatientRecord, panel: PanelWithResults) -> PatientRecord:
    """Return the record with one more panel, oldest first; the same panel (``uid``) is replaced."""
    uid = panel.panel.uid
    others = [both for both in record.panels if uid is None or both.panel.uid != uid]
    return record.model_copy(update={"panels": tuple(sorted([*others, panel], key=_moment))})


def _moment(both: PanelWithResults) -> tuple[date, str, int]:
    moment = both.panel.collected_time
    return both.panel.collected, "" if moment is None else moment.isoformat(), both.panel.id or 1 << 62


def worth_keeping(assessment: Assessment) -> bool:
    """Say whether an assessment must be kept: it needs an answer, alerts spoke, or the ALP is low or suspended."""
    return assessment.needs_answer or bool(assessment.alerts) or assessment.alp.flag in (Flag.LOW, Flag.SUSPENDED)


def keep(
    session: Session, context: Context, patient_id: int, panel_id: int | None, assessment: Assessment
) -> AssessmentRow:
    """Keep an assessment as it was shown."""
    row = assessment_row(context, patient_id, panel_id, assessment)
    session.add(row)
    session.flush()
    return row


def assessment_row(context: Context, patient_id: int, panel_id: int | None, assessment: Assessment) -> AssessmentRow:
    """Return an assessment as the row that keeps it."""
    return AssessmentRow(
        patient_id=patient_id,
        panel_id=panel_id,
        as_of=assessment.as_of,
        made_at=context.clock(),
        made_by=context.actor.user_id,
        rule_book=assessment.rule_book,
        flag=assessment.alp.flag,
        severity=assessment.alp.severity,
        persistence=assessment.alp.persistence,
        urgency=urgency(assessment),
        needs_answer=assessment.needs_answer,
        body=assessment.model_dump_json(),
    )


def urgency(assessment: Assessment) -> Urgency:
    """Return how pressing an assessment is in a list: its worst alert, or the low itself."""
    alp = assessment.alp
    grave = alp.severity is Severity.VERY_LOW or alp.persistence is Persistence.PERSISTENT
    low = alp.flag is Flag.LOW
    own = Urgency.SOON if low and grave else Urgency.ROUTINE if low or alp.may_be_low else Urgency.INFO
    return min([own, *(alert.urgency for alert in assessment.alerts)], key=_ORDER.index)
