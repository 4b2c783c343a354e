"""The safety net on paper: what was tried, what comes next, what was asked for and never came."""

import io
from datetime import UTC, date, datetime

import pypdf

from alpdesk.domain.assessment import Persistence, Urgency
from alpdesk.domain.escalation import NextStep, Step
from alpdesk.domain.records import DecisionKind, Flag, Sex
from alpdesk.domain.report import Report
from alpdesk.domain.terms import ContactKind, ContactOutcome
from alpdesk.letters.report import render
from alpdesk.services.due_items import DueItem
from alpdesk.services.safety_net import Attempt, SafetyLine, SafetyNet
from alpdesk.services.waiting import PatientSummary
from alpdesk.services.worklist import OpenLow
from alpdesk.ui.care.safety_sheet import safety_report
from tests.ui.conftest import HOSTILE

DAY = date(2026, 3, 2)
LATE = date(2026, 1, 5)


def patient(key: int, name: str) -> PatientSummary:
    return PatientSummary(id=key, number=str(key), name=name, birth_date=date(1980, 3, 12), sex=Sex.FEMALE)


def low(key: int, name: str, days: int, urgency: Urgency = Urgency.ROUTINE) -> OpenLow:
    return OpenLow(
        patient=patient(key, name), assessment_id=key, panel_id=key, collected=LATE, made_at=datetime.now(UTC),
        value="28", unit="U/L", change=None, flag=Flag.LOW, severity=None, persistence=Persistence.SINGLE,
        urgency=urgency, waiting_days=days,
    )  # fmt: skip


def item(key: int, name: str, **more: object) -> DueItem:
    made = {"recall_id": key, "patient": patient(key, name), "title": "Repeat ALP", "due": LATE, "overdue_days": 56}
    return DueItem.model_validate({**made, **more})


def printed(report: Report) -> str:
    pages = pypdf.PdfReader(io.BytesIO(render(report))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_each_overdue_line_tells_since_when_what_was_tried_and_what_comes_next() -> None:
    step = NextStep(step=Step.PHONE_CALL, on=date(2026, 3, 9), ready=False)
    tried = Attempt(on=date(2026, 2, 1), kind=ContactKind.LETTER, outcome=ContactOutcome.RETURNED, made_by="Dr. Ade")
    line = SafetyLine(item=item(7, "Rossi, Anna", next=step, responsible="Dr. Ray"), since=LATE, tried=(tried,))
    said = printed(safety_report(SafetyNet(day=DAY, weeks=4, overdue=(line,))))
    for words in (
        "Overdue by 4 weeks or more on 2 Mar 2026", "Overdue: 1", "Rossi, Anna", "7, 12 Mar 1980", "5 Jan 2026",
        "56 days late", "1 Feb 2026: letter, came back · Dr. Ade", "phone call", "from 9 Mar 2026", "Dr. Ray",
    ):  # fmt: skip
        assert words in said, words


def test_an_order_that_never_came_stands_apart_with_what_is_missing() -> None:
    order = item(8, "Silva, Rui", title="Zinc", ordered_on=LATE, missing=("Zinc", "Magnesium"))
    plain = item(9, "Berg, Nils")
    net = SafetyNet(day=DAY, weeks=0, overdue=tuple(SafetyLine(item=each, since=LATE) for each in (order, plain)))
    said = printed(safety_report(net))
    overdue, orders = said.split("Asked for and never came: 1")
    assert "Berg, Nils" in overdue and "Silva, Rui" not in overdue
    assert "Silva, Rui" in orders and "asked for on 5 Jan 2026" in orders and "missing: Zinc, Magnesium" in orders
    assert "nothing yet" in orders


def test_missing_tests_have_names_and_a_postponed_item_both_its_days() -> None:
    order = item(8, "Silva, Rui", ordered_on=LATE, missing=("vitamin_b6",))
    moved = item(9, "Berg, Nils", due=date(2026, 2, 27), first_due=LATE, overdue_days=3)
    lines = (SafetyLine(item=order, since=LATE), SafetyLine(item=moved, since=LATE))
    said = printed(safety_report(SafetyNet(day=DAY, weeks=0, overdue=lines), {"vitamin_b6": "Vitamin B6"}))
    assert "missing: Vitamin B6" in said and "vitamin_b6" not in said
    assert "27 Feb 2026 (first 5 Jan 2026) 3 days late" in said


def test_an_answer_that_promised_something_and_set_no_date_is_named() -> None:
    line = SafetyLine(item=item(0, "Okafor, Ada", title="", promised=DecisionKind.REFER), since=LATE)
    said = printed(safety_report(SafetyNet(day=DAY, weeks=0, overdue=(line,))))
    assert "Referral no date was set" in said


def test_what_presses_stands_first_then_what_waited_longest() -> None:
    lows = (low(1, "Newest", 2), low(2, "Oldest", 90), low(3, "Pressing", 1, Urgency.URGENT))
    said = printed(safety_report(SafetyNet(day=DAY, weeks=0, unanswered=lows)))
    assert said.index("Pressing") < said.index("Oldest") < said.index("Newest")
    assert "90 days" in said and "Low ALP without an answer: 3" in said


def test_a_net_without_anything_says_so() -> None:
    said = printed(safety_report(SafetyNet(day=DAY, weeks=0)))
    for words in ("Every low ALP has an answer.", "Nothing is overdue.", "Every test that was asked for came"):
        assert words in said


def test_a_hostile_name_and_a_hostile_note_are_printed_as_they_are() -> None:
    tried = Attempt(on=LATE, kind=ContactKind.PHONE, outcome=ContactOutcome.NO_ANSWER, note=HOSTILE)
    line = SafetyLine(item=item(7, HOSTILE, title=HOSTILE), since=LATE, tried=(tried,))
    said = printed(safety_report(SafetyNet(day=DAY, weeks=0, overdue=(line,))))
    assert "".join(said.split()).count("".join(HOSTILE.split())) == 3
