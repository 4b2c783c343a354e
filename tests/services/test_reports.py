"""A report names whose it is, when it was printed and which state of the record it shows."""

import io

import pypdf

from alpdesk.domain.report import Report
from tests.services.conftest import Bench


def test_a_report_says_which_state_of_the_record_it_shows(bench: Bench) -> None:
    desk = bench.desk
    found = desk.clinic.get()
    desk.clinic.update(found.model_copy(update={"name": "River Clinic", "address": "1 Bank\nCity", "phone": "020"}))
    report = Report(title="Audit of care", period="March")
    text = pypdf.PdfReader(io.BytesIO(desk.reports.pdf(report))).pages[0].extract_text()
    head = desk.context.database.head()
    for words in ("River Clinic", "1 Bank, City, Phone 020", "Printed on 2 March 2026", "Page 1 of 1"):
        assert words in text
    assert f"State of the record: {head.seq}-{head.hash[:12]}" in text


def test_equal_reports_about_one_state_of_the_record_are_equal_bytes_and_a_change_shows(bench: Bench) -> None:
    desk, report = bench.desk, Report(title="Audit of care")
    first = desk.reports.pdf(report)
    assert desk.reports.pdf(report) == first
    bench.patient()
    assert desk.reports.pdf(report) != first
