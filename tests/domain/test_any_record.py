"""Whatever is in a record, the rules answer, and what they say holds together."""

from datetime import date, timedelta

from hypothesis import given, settings, strategies as st

from alpdesk.domain.assess import assess, judge
from alpdesk.domain.records import (
    Event,
    Finding,
    Flag,
    Haemolysis,
    Medicine,
    PanelWithResults,
    Patient,
    PatientRecord,
    Result,
    Sex,
    Specimen,
)
from tests.domain.making import a_panel, shipped

BOOK = shipped()
TODAY = date(2025, 1, 1)
DAYS = st.dates(date(2000, 1, 1), TODAY)
VALUES = st.one_of(
    st.integers(0, 500).map(str),
    st.decimals(0, 100, places=2).map(str),
    st.sampled_from(
        [
            "0",
            "<5",
            "<20",
            ">900",
            "<=40",
            "0,52",
            "not detected",
            "-3",
            "99999999999",
            "?",
            "<0",
            "1,234",
            "less than 9",
        ]
    ),
)


@st.composite
def results(draw: st.DrawFn, analyte: str) -> Result:
    known = BOOK.analytes[analyte]
    unit = draw(st.sampled_from([*(u.code for u in known.units), "stone", ""]))
    limits = draw(st.sampled_from([(None, None), ("33", "115"), (None, "5"), ("0", None), ("9", "3")]))
    table = {"analyte": analyte, "value": draw(VALUES), "unit": unit, "low": limits[0], "high": limits[1]}
    return Result.model_validate(table)


@st.composite
def panels(draw: st.DrawFn) -> PanelWithResults:
    names = draw(st.lists(st.sampled_from(["alp", "alp", *BOOK.analytes]), unique=True, max_size=6))
    return a_panel(
        *(draw(results(name)) for name in names),
        day=draw(DAYS),
        profile=draw(st.sampled_from(["", *BOOK.profiles, "gone"])),
        specimen=draw(st.sampled_from(list(Specimen))),
        haemolysis=draw(st.sampled_from(list(Haemolysis))),
        gestation_weeks=draw(st.one_of(st.none(), st.integers(0, 45))),
    )


@st.composite
def records(draw: st.DrawFn) -> PatientRecord:
    classes = st.sampled_from([*BOOK.medicine_classes, ""])
    patient = Patient(
        number="1",
        family_name="Any",
        birth_date=draw(DAYS),
        sex=draw(st.sampled_from(list(Sex))),
        preterm=draw(st.booleans()),
    )
    dates = st.one_of(st.none(), DAYS)
    return PatientRecord(
        patient=patient,
        panels=tuple(draw(st.lists(panels(), max_size=4))),
        medicines=tuple(
            Medicine(name="any", medicine_class=draw(classes), started=draw(dates), stopped=draw(dates))
            for _ in range(draw(st.integers(0, 3)))
        ),
        events=tuple(
            Event(kind=kind, on=draw(DAYS)) for kind in draw(st.lists(st.sampled_from(list(BOOK.events)), max_size=3))
        ),
        findings=tuple(
            Finding(finding=name, present=draw(st.booleans()))
            for name in draw(st.lists(st.sampled_from(list(BOOK.findings)), max_size=5))
        ),
    )


@settings(max_examples=150, deadline=None)
@given(record=records())
def test_every_record_is_assessed_and_the_answer_holds_together(record: PatientRecord) -> None:
    found = assess(record, BOOK, as_of=TODAY)
    assert (found.alp.severity is not None) == (found.alp.flag is Flag.LOW)
    assert (found.alp.suspended is not None) == (found.alp.flag is Flag.SUSPENDED)
    assert found.alp.reason or found.alp.flag not in (Flag.INDETERMINATE, Flag.SUSPENDED)
    opened = found.alp.flag in (Flag.LOW, Flag.SUSPENDED) or {a.id for a in found.alerts} & {"wilson_alf", "acute_fall"}
    assert opened or not found.checklist
    assert len({item.cause for item in found.checklist}) == len(found.checklist)
    assert all(text for item in found.checklist for text in (*item.supports, *item.against, *item.missing))
    assert all(each.due >= TODAY for each in found.monitoring)
    assert assess(record, BOOK, as_of=TODAY) == found


@settings(max_examples=150, deadline=None)
@given(record=records())
def test_every_result_is_judged_or_refused_with_a_sentence(record: PatientRecord) -> None:
    for panel in record.panels:
        for result in panel.results:
            found = judge(result, panel.panel, record.patient, BOOK, previous=result)
            assert found.reason or found.flag not in (Flag.NONE, Flag.INDETERMINATE)
            assert found.refusal is None or found.refusal.endswith(".")


@settings(max_examples=60, deadline=None)
@given(record=records(), days=st.integers(1, 400))
def test_waiting_alone_never_changes_the_verdict(record: PatientRecord, days: int) -> None:
    now, later = assess(record, BOOK, as_of=TODAY), assess(record, BOOK, as_of=TODAY + timedelta(days=days))
    assert now.alp == later.alp
