"""One sample in words: how it was taken, and every value with what it was judged by."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from alpdesk.domain.records import Haemolysis, Panel, PanelWithResults, Result, Specimen
from alpdesk.services.reviewing import Reviewed
from alpdesk.ui.clinical import words
from alpdesk.ui.clinical.why import Explanation
from alpdesk.ui.widgets import Why, arrow_of, flag_word, format_date
from alpdesk.ui.widgets.numbers import as_shown

translate = QCoreApplication.translate


def specimen(value: Specimen) -> str:
    """Return the word for a tube."""
    return {
        Specimen.SERUM: translate("Sample", "serum"),
        Specimen.LI_HEPARIN: translate("Sample", "lithium heparin"),
        Specimen.EDTA: translate("Sample", "EDTA"),
        Specimen.CITRATE: translate("Sample", "citrate"),
        Specimen.OXALATE: translate("Sample", "oxalate"),
        Specimen.FLUORIDE: translate("Sample", "fluoride"),
    }[value]


def explain_sample(sample: PanelWithResults, names: dict[str, str], laboratory: str, reviewed: Reviewed) -> Explanation:
    """Return a sample as the side sheet shows it."""
    title = translate("Sample", "Sample of {day}").format(day=format_date(sample.panel.collected))
    standing = tuple(each for each in sample.results if each.standing)
    return title, (
        Why(translate("Sample", "How it was taken"), facts(sample.panel, laboratory)),
        Why(translate("Sample", "Results"), tuple(_line(each, names) for each in standing)),
        Why(translate("Sample", "Entered"), _entered(reviewed)),
    )


def facts(panel: Panel, laboratory: str) -> tuple[str, ...]:
    """Return how a sample was taken, a fact each."""
    haemolysis = {
        Haemolysis.NONE: "",
        Haemolysis.SLIGHT: translate("Sample", "slight haemolysis"),
        Haemolysis.GROSS: translate("Sample", "gross haemolysis"),
    }[panel.haemolysis]
    weeks = panel.gestation_weeks
    facts = (
        laboratory or translate("Sample", "laboratory not named"),
        specimen(panel.specimen),
        haemolysis,
        translate("Sample", "fasting") if panel.fasting else "",
        "" if weeks is None else translate("Sample", "week {week} of pregnancy").format(week=weeks),
        ""
        if panel.received is None
        else translate("Sample", "results came on {day}").format(day=format_date(panel.received)),
        panel.comment,
    )
    return tuple(fact for fact in facts if fact)


def _line(result: Result, names: dict[str, str]) -> str:
    sign = " ".join(part for part in (arrow_of(result.flag.value), flag_word(result.flag.value)) if part)
    low = "" if result.judged_low is None else words.number(result.judged_low)
    high = "" if result.judged_high is None else words.number(result.judged_high)
    limits = f"{low}–{high}" if low and high else f"≥ {low}" if low else f"≤ {high}" if high else ""
    basis = ", ".join(part for part in (limits, result.judged_by) if part)
    value = f"{names.get(result.analyte, result.analyte)} {as_shown(result.value)} {result.unit}".strip()
    return f"{value}: {sign} ({basis})" if basis else f"{value}: {sign}"


def _entered(reviewed: Reviewed) -> tuple[str, ...]:
    """Return who entered a sample and who has read it."""
    entered = _by(translate("Sample", "by {name} on {day}"), reviewed.entered_by, reviewed.entered_at)
    if reviewed.to_review:
        return entered, translate("Sample", "Nobody has signed it off yet.")
    if reviewed.reviewed_at is None:
        return (entered,)
    return entered, _by(
        translate("Sample", "signed off by {name} on {day}"), reviewed.reviewed_by, reviewed.reviewed_at
    )


def _by(said: str, name: str, at: datetime | None) -> str:
    day = format_date(at.astimezone().date() if at is not None else None)
    return said.format(name=name or "–", day=day or "–")
