"""Envelopes and labels: each address whole in its place, whatever the address, from whichever label on."""

import pytest

from alpdesk.errors import AlpdeskError
from alpdesk.letters.envelopes import Addressed, EnvelopeForm, LabelSheet, envelopes, labels, stationery
from alpdesk.letters.paper import MM, Box, papers
from tests.letters.geometry import Word, words_of
from tests.letters.test_pages import NAMES, squeezed

SENDER = ("Riverside Practice", "12 Mill Lane", "Oxford OX1 1AA")
ONE = Addressed(("Kwame Mensah", "5 High Street", "Oxford OX2 2BB"), SENDER)
LONG = Addressed(tuple(f"Line {number} of a very long address in the country" for number in range(9)), SENDER)
TOLD = stationery()
STAMP = 40.0
READ_BY_MACHINES = 15.0


def told(words: list[Word]) -> str:
    return "".join(word.text for word in words)


@pytest.mark.parametrize("name", TOLD.envelopes)
def test_an_envelope_keeps_clear_of_the_stamp_the_edges_and_what_machines_read(name: str) -> None:
    form: EnvelopeForm = TOLD.envelopes[name]
    address, back = Box(*form.address), Box(*form.back)
    assert address.top >= STAMP and address.below <= form.height - READ_BY_MACHINES
    assert address.right <= form.width - 8 and address.left >= form.width * 0.4
    assert back.left >= 8 and back.top >= 8 and back.below <= address.top and back.right <= form.width - 70


@pytest.mark.parametrize("name", TOLD.envelopes)
@pytest.mark.parametrize("one", [ONE, LONG], ids=["short", "long"])
def test_an_envelope_shows_who_gets_it_and_from_whom(name: str, one: Addressed) -> None:
    form = TOLD.envelopes[name]
    (words,) = words_of(envelopes([one], form=name, title="Envelopes", language="en"))
    address, back = (Box(*(each * MM for each in box)) for box in (form.address, form.back))
    assert told([word for word in words if word.inside(address)]) == squeezed("".join(one.recipient))
    assert told([word for word in words if word.inside(back)]) == squeezed("".join(SENDER))


def test_each_letter_has_an_envelope_of_its_own() -> None:
    pages = words_of(envelopes([ONE, LONG, ONE], "c5", "Envelopes", "en"))
    assert [told(page).count("KwameMensah") for page in pages] == [1, 0, 1]


@pytest.mark.parametrize("name", TOLD.labels)
def test_labels_lie_on_the_paper_and_apart(name: str) -> None:
    sheet: LabelSheet = TOLD.labels[name]
    paper = papers().papers[sheet.paper]
    last = sheet.box(sheet.count - 1)
    assert last.right <= paper.width * MM + 1 and last.below <= paper.height * MM + 1
    assert sheet.across >= sheet.width - 0.01 and sheet.down >= sheet.height - 0.01


@pytest.mark.parametrize("name", TOLD.labels)
def test_every_label_from_the_first_to_the_last_holds_its_address(name: str) -> None:
    sheet = TOLD.labels[name]
    every = [Addressed((f"Person{number}", "5 High Street", "Oxford")) for number in range(sheet.count + 2)]
    pages = words_of(labels(every, name, "Labels", "en"))
    assert len(pages) == 2
    for number, one in enumerate(every):
        page, at = divmod(number, sheet.count)
        held = [word for word in pages[page] if word.inside(sheet.box(at))]
        assert told(held) == squeezed("".join(one.recipient))


def test_the_first_labels_of_a_sheet_begun_stay_bare() -> None:
    sheet = TOLD.labels["a4_21"]
    first, second = words_of(labels([ONE, LONG], "a4_21", "Labels", "en", start=21))
    assert all(word.inside(sheet.box(20)) for word in first) and told(first) == squeezed("".join(ONE.recipient))
    assert all(word.inside(sheet.box(0)) for word in second)


@pytest.mark.parametrize("name", [name for name in NAMES if name.isascii()])
def test_a_hostile_name_stands_letter_for_letter_inside_its_label(name: str) -> None:
    (page,) = words_of(labels([Addressed((name.strip(), "5 High Street"))], "us_30", "Labels", "en"))
    assert told(page) == squeezed(name) + "5HighStreet"
    assert all(word.inside(TOLD.labels["us_30"].box(0)) for word in page)


def test_equal_addresses_give_equal_bytes_and_what_is_not_there_is_refused() -> None:
    assert labels([ONE], "a4_24", "Labels", "en") == labels([ONE], "a4_24", "Labels", "en")
    for start in (0, 25):
        with pytest.raises(AlpdeskError, match="labels 1 to 24"):
            labels([ONE], "a4_24", "Labels", "en", start=start)
    with pytest.raises(AlpdeskError, match="There is no sheet"):
        labels([ONE], "none", "", "en")
    with pytest.raises(AlpdeskError, match="There is no envelope"):
        envelopes([ONE], "none", "", "en")
