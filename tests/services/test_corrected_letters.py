"""A letter that quotes a corrected value says so, with the value that stood there before."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from alpdesk.domain.letter import KeptLetter
from alpdesk.domain.records import Haemolysis, LetterKind, LetterState, Result
from alpdesk.domain.terms import LetterEventKind
from alpdesk.errors import AlpdeskError
from alpdesk.services.entry import ResultDraft
from tests.services.conftest import Bench

DAY = date(2026, 2, 10)
UNDUE = ("nothing_due",)


def _print(bench: Bench, patient: int, kind: LetterKind) -> str:
    kept = bench.desk.letters.keep(bench.desk.letters.compose(patient, kind), seen_to=UNDUE)
    pages = PdfReader(BytesIO(bench.desk.letters.bytes(kept.id))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def _correct(bench: Bench, panel: int, analyte: str, value: str, unit: str, reason: str = "misread") -> None:
    old = bench.desk.panels.get(panel).result(analyte)
    assert old is not None
    draft = ResultDraft(analyte=analyte, value=value, unit=unit)
    bench.desk.corrections.correct(panel, old.id or 0, draft, reason)


@pytest.mark.parametrize("kind", list(LetterKind))
def test_both_values_stand_in_print(bench: Bench, kind: LetterKind) -> None:
    patient = bench.patient()
    panel = bench.enter(patient, "30", DAY).panel_id
    assert "corrected on" not in _print(bench, patient, kind)
    _correct(bench, panel, "alp", "33", "U/L")
    said = _print(bench, patient, kind)
    told = "10 Feb 2026: corrected on 2 Mar 2026, previously 30 U/L."
    if not kind.to_colleague:
        told = "This value was corrected on 2 March 2026. Before that, our record said 30 U/L."
    assert told in said and "33" in said


def test_a_table_of_a_patient_says_which_value_was_corrected(bench: Bench) -> None:
    patient = bench.patient()
    panel = bench.enter(patient, "30", date(2026, 1, 5)).panel_id
    bench.enter(patient, "31", DAY)
    _correct(bench, panel, "alp", "33", "U/L")
    said = _print(bench, patient, LetterKind.PATIENT)
    assert "5 Jan 2026: corrected on 2 Mar 2026, previously 30 U/L." in said


def test_every_earlier_version_is_named(bench: Bench) -> None:
    patient = bench.patient()
    panel = bench.enter(patient, "30", DAY).panel_id
    _correct(bench, panel, "alp", "33", "U/L")
    _correct(bench, panel, "alp", "31", "U/L")
    assert "our record said 30 U/L; 33 U/L." in _print(bench, patient, LetterKind.PATIENT)


def test_a_colleague_reads_of_other_corrected_values_too(bench: Bench) -> None:
    patient = bench.patient()
    panel = bench.enter(patient, "30", DAY, Result(analyte="zinc", value="80", unit="ug/dL")).panel_id
    _correct(bench, panel, "zinc", "90", "ug/dL", "<b>& hostile</b>")
    said = _print(bench, patient, LetterKind.REFERRAL)
    assert "Zinc" in said and "corrected on 2 Mar 2026, previously 80 ug/dL." in said
    assert "hostile" not in said, "the reason stays in the record"


@pytest.mark.parametrize("kind", [LetterKind.PATIENT, LetterKind.SUMMARY, LetterKind.REFERRAL, LetterKind.DOCTOR])
def test_what_was_put_right_of_a_sample_stands_in_print(bench: Bench, kind: LetterKind) -> None:
    patient = bench.patient()
    panel = bench.desk.panels.get(bench.enter(patient, "30", DAY).panel_id).panel
    wanted = panel.model_copy(update={"collected": date(2026, 2, 9), "haemolysis": Haemolysis.SLIGHT})
    bench.desk.corrections.change_sample(wanted, "the label was misread")
    said = _print(bench, patient, kind)
    assert "Sample of 9 Feb 2026: date corrected on 2 Mar 2026, previously 10 Feb 2026." in said
    assert "Sample of 9 Feb 2026: haemolysis corrected on 2 Mar 2026, previously none noted." in said
    assert "misread" not in said


def test_a_patient_does_not_read_of_a_corrected_week_of_pregnancy_but_a_colleague_does(bench: Bench) -> None:
    patient = bench.patient()
    panel = bench.desk.panels.get(bench.enter(patient, "30", DAY, gestation_weeks=9).panel_id).panel
    bench.desk.corrections.change_sample(panel.model_copy(update={"gestation_weeks": None}), "another patient's")
    assert "pregnan" not in _print(bench, patient, LetterKind.PATIENT)
    assert "week of pregnancy corrected on 2 Mar 2026, previously 9." in _print(bench, patient, LetterKind.REFERRAL)


def test_the_correcting_letter_names_the_letter_it_replaces_by_day_and_number_and_what_changed(bench: Bench) -> None:
    patient = bench.patient()
    panel = bench.enter(patient, "30", DAY).panel_id
    first = bench.desk.letters.keep(bench.desk.letters.compose(patient, LetterKind.PATIENT))
    _correct(bench, panel, "alp", "33", "U/L")
    draft = bench.desk.letters.compose(patient, LetterKind.PATIENT, replaces=first.id)
    said = next(block for block in draft.blocks if block.id == "replaces").model_dump()["text"]
    assert said.startswith(f"This letter takes the place of our letter of 2 March 2026, number {first.number}.")
    assert said.endswith("What changed: ALP, 10 Feb 2026: corrected on 2 Mar 2026, previously 30 U/L.")


def test_a_withdrawn_value_is_quoted_nowhere(bench: Bench) -> None:
    patient = bench.patient()
    bench.enter(patient, "31", date(2026, 1, 5))
    bench.desk.corrections.void_panel(bench.enter(patient, "17", DAY).panel_id, "wrong tube")
    assert "17" not in _print(bench, patient, LetterKind.PATIENT).replace("2017", "")


@pytest.mark.parametrize("kind", list(LetterKind))
def test_a_correcting_letter_names_the_one_it_replaces_which_stays_as_issued(bench: Bench, kind: LetterKind) -> None:
    patient = bench.patient()
    panel = bench.enter(patient, "30", DAY).panel_id
    letters = bench.desk.letters
    old = letters.keep(letters.compose(patient, kind), seen_to=UNDUE)
    pages = letters.bytes(old.id)
    _correct(bench, panel, "alp", "33", "U/L")
    new = letters.keep(letters.compose(patient, kind, replaces=old.id), replaces=old.id, seen_to=UNDUE)
    said = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(letters.bytes(new.id))).pages).split())
    assert f"This letter takes the place of our letter of 2 March 2026, number {old.number}." in said
    assert letters.get(old.id).state is LetterState.REPLACED and letters.bytes(old.id) == pages
    assert [one.letter_id for one in bench.desk.worklist.today().letters] == [new.id]


def test_a_letter_replaces_none_of_another_patient(bench: Bench) -> None:
    patient, other = bench.patient(), bench.patient("Other")
    for one in (patient, other):
        bench.enter(one, "30", DAY)
    letters = bench.desk.letters
    old = letters.keep(letters.compose(other, LetterKind.PATIENT))
    with pytest.raises(AlpdeskError, match="another patient"):
        letters.keep(letters.compose(patient, LetterKind.PATIENT), replaces=old.id)
    assert letters.get(old.id).state is LetterState.SIGNED


def _corrected(bench: Bench) -> tuple[int, KeptLetter]:
    """A patient with a signed letter whose value was put right since."""
    patient = bench.patient()
    panel = bench.enter(patient, "30", DAY).panel_id
    old = bench.desk.letters.keep(bench.desk.letters.compose(patient, LetterKind.PATIENT))
    _correct(bench, panel, "alp", "33", "U/L")
    return patient, old


def _instead(bench: Bench, patient: int, old: KeptLetter, *, sign: bool) -> KeptLetter:
    letters = bench.desk.letters
    return letters.keep(letters.compose(patient, LetterKind.PATIENT, replaces=old.id), replaces=old.id, sign=sign)


def test_a_letter_is_replaced_once_the_one_that_takes_its_place_is_signed(bench: Bench) -> None:
    letters = bench.desk.letters
    patient, old = _corrected(bench)
    new = _instead(bench, patient, old, sign=False)
    assert letters.get(old.id).state is LetterState.SIGNED and letters.replaced_by(old.id) == new
    letters.sign(new.id)
    assert letters.get(old.id).state is LetterState.REPLACED
    assert (letters.events(old.id)[-1].kind, letters.events(old.id)[-1].how) == (LetterEventKind.REPLACED, new.number)


@pytest.mark.parametrize("sign", [False, True])
def test_no_second_letter_takes_the_place_of_one(bench: Bench, sign: bool) -> None:
    patient, old = _corrected(bench)
    new = _instead(bench, patient, old, sign=sign)
    count = len(bench.desk.letters.list(patient))
    with pytest.raises(AlpdeskError, match=f"The letter {new.number} takes the place of this one already"):
        _instead(bench, patient, old, sign=True)
    draft = bench.desk.letters.compose(patient, LetterKind.PATIENT, replaces=old.id)
    with pytest.raises(AlpdeskError, match="takes the place of this one already"):
        bench.desk.letters.keep_half_way(draft, replaces=old.id)
    assert len(bench.desk.letters.list(patient)) == count


def test_a_letter_begun_half_way_is_finished_in_the_place_of_the_old_one(bench: Bench) -> None:
    letters = bench.desk.letters
    patient, old = _corrected(bench)
    draft = letters.compose(patient, LetterKind.PATIENT, replaces=old.id)
    begun = letters.keep_half_way(draft, replaces=old.id)
    done = letters.keep(draft, replaces=old.id, half_way=begun.id)
    assert done.id == begun.id and letters.get(old.id).state is LetterState.REPLACED


def test_what_an_unsigned_letter_was_to_replace_is_replaced_with_it(bench: Bench) -> None:
    """The value is put right again before the first correcting letter is signed."""
    letters = bench.desk.letters
    patient, old = _corrected(bench)
    unsigned = _instead(bench, patient, old, sign=False)
    panel = bench.desk.patients.record(patient).panels[0].panel.id or 0
    _correct(bench, panel, "alp", "31", "U/L")
    last = _instead(bench, patient, unsigned, sign=True)
    assert [letters.get(one.id).state for one in (old, unsigned)] == [LetterState.REPLACED] * 2
    assert letters.events(old.id)[-1].how == last.number
