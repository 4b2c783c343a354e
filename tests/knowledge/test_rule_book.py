"""The shipped rule book loads, and a faulty one names every fault with its place."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from alpdesk.assets import resource
from alpdesk.domain.condition import Sourced
from alpdesk.domain.rules import RuleBook
from alpdesk.knowledge import KnowledgeError, load

ANALYTES = (
    "alp ast alt ggt bilirubin_total bilirubin_direct albumin total_protein sodium potassium bicarbonate "
    "calcium calcium_ionised phosphate magnesium zinc copper ceruloplasmin tsh free_t4 pth vitamin_d "
    "vitamin_b6 vitamin_b12 folate vitamin_c haemoglobin mcv creatinine egfr urine_pea bone_alp "
    "bone_alp_activity ctx p1np crp ferritin ttg_iga iga cortisol igf1 inr ldh ck urine_copper_24h ppi"
)
ALERTS = (
    "wilson_alf edta_probable edta_possible critical_chemistry infant_emergency femur haemolysis "
    "wrong_tube unit_suspect implausible acute_fall notable_change antiresorptive_caution "
    "asfotase_interference below_40 lab_interval_unsafe_for_child"
)
PROFILES = "caliper_abbott roche_mayo arup uk_harmony_2011 denmark_2026 winnipeg pregnancy"
TEMPLATES = (
    "first-low look-back acute-event treated-cause unexplained hpp-adult child asfotase antiresorptive "
    "pregnancy ckd malnutrition"
)
NEVER = {"nutritional-rickets", "xlh", "vitamin-d-deficiency", "cholestasis", "paget", "bone-metastases"}


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "knowledge"
    folder.mkdir()
    for file in resource("knowledge").iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


def faults(folder: Path) -> tuple[str, ...]:
    with pytest.raises(KnowledgeError) as caught:
        load(folder)
    return caught.value.faults


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_shipped_book_knows_every_id(book: RuleBook) -> None:
    assert set(book.analytes) == set(ANALYTES.split())
    assert set(ALERTS.split()) <= set(book.alerts)
    assert set(book.profiles) == set(PROFILES.split())
    assert set(book.monitoring) == set(TEMPLATES.split())
    assert set(book.criteria) == {"iwg-2024-adult", "iwg-2024-child"}
    assert not NEVER & set(book.causes)
    assert set(book.not_causes) == NEVER


def test_what_is_read_or_computed_names_a_source(book: RuleBook) -> None:
    tables: list[dict[str, Sourced]] = [{**book.profiles}, {**book.alerts}, {**book.causes}, {**book.monitoring}]
    entries = [each for table in tables for each in table.values()]
    assert all(each.sources for each in entries if each.evidence in ("R", "D"))


def test_the_ladder_is_a_proposal_that_awaits_sign_off(book: RuleBook) -> None:
    assert (book.escalation.evidence, book.escalation.awaiting_sign_off) == ("P", True)
    stops = {each.code: each.stop_after_not_low for each in book.monitoring.values() if each.stop_after_not_low}
    assert stops == {"M1": 1, "M3": 2, "M4": 2, "M7": 2}


def test_the_end_of_monitoring_never_reads_as_advice_about_a_treatment(book: RuleBook) -> None:
    ends = [each.stop_when for each in book.monitoring.values()]
    assert ends and all(end.startswith("This monitoring ends when ") for end in ends)


def test_no_text_of_the_book_tells_anybody_to_stop_start_or_take(book: RuleBook) -> None:
    told = re.compile(
        r"(?:^|[\"“.;:] ?)(?:stop|start|take|give|withhold|discontinue|pause|prescribe|switch|reduce|increase)\b",
        re.IGNORECASE,
    )
    texts = [line for file in resource("knowledge").iterdir() for line in _texts(file.read_text("utf-8"))]
    assert len(texts) > 500
    assert [text for text in texts if told.search(text)] == []


def _texts(file: str) -> list[str]:
    """Return every text of a file that has more than one word."""
    found = re.findall(r'"([^"\n]* [^"\n]*)"', file)
    return [text for text in found if not text.islower() or "." in text]


def test_a_copy_of_the_shipped_files_loads(files: Path, book: RuleBook) -> None:
    assert load(files).version == book.version


def test_an_analyte_is_found_by_id_code_and_synonym(book: RuleBook) -> None:
    for text in ("alp", "ALP", "6768-6", "ALK phos", "alkp", "Alkaline phosphatase", " sap "):
        assert book.analyte_of(text) == "alp"
    for text in ("BAP", "ALPL", "ALT", "ACP", "PLAP", ""):
        assert book.analyte_of(text) != "alp"


FAULTS: dict[str, tuple[str, str, str, str]] = {
    "a key that is not known": (
        "profiles.toml",
        'id = "arup"',
        'id = "arup"\ncolour = "red"',
        'profiles.toml: profiles "arup": colour: unknown key',
    ),
    "a missing key": ("panels.toml", 'name = "Liver"\n', "", 'panels.toml: panels "liver": name: Field required'),
    "an id used twice": (
        "panels.toml",
        'id = "bone"',
        'id = "liver"',
        'panels.toml: panels "liver": the id is used twice',
    ),
    "an unknown source": (
        "profiles.toml",
        'sources = ["S9"]',
        'sources = ["S999"]',
        'profile "arup": the source "S999"',
    ),
    "evidence without a source": ("profiles.toml", 'sources = ["S9"]', "sources = []", "needs at least one source"),
    "an overlap": (
        "profiles.toml",
        '{ from = "1y", to = "4y", low = 125',
        '{ from = "1y", to = "5y", low = 125',
        'profile "arup" (female): intervals overlap',
    ),
    "a gap": (
        "profiles.toml",
        '{ from = "1y", to = "4y", low = 125',
        '{ from = "2y", to = "4y", low = 125',
        'profile "arup" (female): no interval from day',
    ),
    "limits the wrong way round": (
        "profiles.toml",
        "low = 30, high = 130",
        "low = 130, high = 30",
        "a lower limit is above the upper one",
    ),
    "a gap in pregnancy": (
        "profiles.toml",
        "weeks_from = 14",
        "weeks_from = 15",
        "the weeks of pregnancy overlap or leave a gap",
    ),
    "an unknown analyte": ("panels.toml", '"ggt"', '"gtg"', 'panel "liver": the analyte "gtg" is not known'),
    "an unknown unit": (
        "alerts.toml",
        'analyte = "magnesium", unit = "mmol/L"',
        'analyte = "magnesium", unit = "stone"',
        'the unit "stone" is not one of magnesium',
    ),
    "an unknown finding": (
        "criteria.toml",
        'finding = "chondrocalcinosis"',
        'finding = "x"',
        'the finding "x" is not known',
    ),
    "an unknown medicine class": (
        "monitoring.toml",
        'class = "denosumab"',
        'class = "x"',
        'the medicine class "x" is not known',
    ),
    "an unknown event": ("monitoring.toml", 'event = "apheresis"', 'event = "x"', 'the event "x" is not known'),
    "an unknown alert": ("severity.toml", 'alert = "wrong_tube"', 'alert = "x"', 'the alert "x" is not known'),
    "an unknown cause": (
        "alerts.toml",
        'cause = "spu-edta"',
        'cause = "x"',
        'alert "edta_probable": the cause "x" is not known',
    ),
    "a step of the ladder that is missing": (
        "escalation.toml",
        "phone_call_days = 14",
        "",
        "rule book: escalation.phone_call_days: Field required",
    ),
    "a step of the ladder before the one before": (
        "escalation.toml",
        "second_letter_days = 14",
        "second_letter_days = -1",
        "rule book: escalation.second_letter_days: Input should be greater than or equal to 0",
    ),
    "a plan that stops after no sample": (
        "monitoring.toml",
        "stop_after_not_low = 1",
        "stop_after_not_low = 0",
        'monitoring.toml: templates "first-low": stop_after_not_low: Input should be greater than or equal to 1',
    ),
    "an unknown kind of condition": (
        "alerts.toml",
        'kind = "implausible"',
        'kind = "guess"',
        'alerts.toml: alerts "implausible": when',
    ),
    "an unknown profile": ("profiles.toml", 'adult = "roche_mayo"', 'adult = "x"', 'the profile "x" is not known'),
    "an age that is none": ("severity.toml", 'child_below = "19y"', 'child_below = "19"', "an age is a whole number"),
    "a unit without a factor": (
        "analytes_10_enzymes.toml",
        'code = "ukat/L", factor = 60',
        'code = "ukat/L"',
        "needs either factor or per_canonical",
    ),
    "a name of two analytes": ("analytes_10_enzymes.toml", '"SGOT"', '"SAP"', 'the name "sap" stands for both'),
    "another format": ("events.toml", "format = 1", "format = 2", "events.toml: format must be 1"),
    "broken TOML": ("events.toml", "format = 1", "format = ", "events.toml: Invalid value"),
    "a list that is a table": (
        "edition.toml",
        'version = "2026.1"',
        'versoin = "2026.1"',
        "edition.toml: versoin: unknown key",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_named(files: Path, name: str) -> None:
    file, old, new, expected = FAULTS[name]
    change(files / file, old, new)
    assert any(expected in fault for fault in faults(files)), faults(files)


def test_every_fault_is_named_at_once(files: Path) -> None:
    change(files / "panels.toml", 'name = "Liver"\n', "")
    change(files / "profiles.toml", 'id = "arup"', 'id = "arup"\ncolour = "red"')
    change(files / "criteria.toml", "major = 2", 'major = "two"')
    found = "\n".join(faults(files))
    assert all(name in found for name in ("panels.toml", "profiles.toml", "criteria.toml"))


@pytest.mark.parametrize(
    "spoil", [lambda f: (f / "alerts.toml").unlink(), lambda f: shutil.copy(f / "events.toml", f / "more.toml")]
)
def test_a_missing_file_and_a_stray_file_are_named(files: Path, spoil: Callable[[Path], object]) -> None:
    spoil(files)
    assert any("missing" in fault or "not a rule file" in fault for fault in faults(files))


def test_a_file_in_another_encoding_is_named(files: Path) -> None:
    (files / "events.toml").write_bytes(b"format = 1 # \xff")
    assert any("events.toml" in fault for fault in faults(files))


def test_a_lasting_effect_belongs_to_a_known_name(files: Path) -> None:
    change(files / "medicines.toml", 'lasting = { names = ["zoledronate",', 'lasting = { names = ["zoledronat",')
    assert faults(files) == ('medicine class "bisphosphonate": "zoledronat" is not one of its names',)


def test_what_is_never_a_cause_is_refused_as_one(files: Path) -> None:
    change(files / "not_causes.toml", 'id = "xlh"', 'id = "nut-zn"')
    assert faults(files) == ('cause "nut-zn": it is among the conditions that are never a cause',)


def test_a_finding_asked_of_nobody_is_named(files: Path) -> None:
    change(files / "findings.toml", 'age_from = "12y"\nage_to = "20y"', 'age_from = "20y"\nage_to = "12y"')
    assert faults(files) == ('finding "delayed_puberty": age_from is not before age_to, so it is asked of nobody',)
