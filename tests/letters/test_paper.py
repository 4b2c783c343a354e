"""Forms of letters: what the envelope's own measures let show is where the address stands, and nothing else."""

import pytest

from alpdesk.letters.paper import MM, Box, Form, Opening, forms_of, paper, papers

FORMS = papers().forms
SLACK = 0.3


def shown(form: Form, opening: Opening, *, always: bool) -> Box:
    """Return what a window shows of the sheet, in mm: wherever the sheet slid to, or all that may ever show."""
    there, sheet = form.envelope, next(each for each in papers().papers.values() if name_of(form) in each.forms)
    wide, high = there.width - sheet.width, there.height - there.packet
    down = there.packet - there.turned_up
    top = there.height - opening.bottom - opening.height - down
    lefts, tops = (opening.left - wide, opening.left), (top - high, top)
    pick = (max, min) if always else (min, max)
    left, up = pick[0](lefts), pick[0](tops)
    return Box(left, up, pick[1](lefts) + opening.width - left, pick[1](tops) + opening.height - up)


def name_of(form: Form) -> str:
    return next(name for name, each in FORMS.items() if each is form)


def holds(outer: Box, inner: Box) -> bool:
    return (
        outer.left - SLACK <= inner.left
        and outer.top - SLACK <= inner.top
        and inner.right <= outer.right + SLACK
        and inner.below <= outer.below + SLACK
    )


@pytest.mark.parametrize("name", FORMS)
def test_the_address_shows_wherever_the_sheet_slid_to(name: str) -> None:
    form = FORMS[name]
    assert holds(shown(form, form.opening, always=True), Box(*form.address))
    assert holds(shown(form, form.back_opening or form.opening, always=True), Box(*form.back))


@pytest.mark.parametrize("name", FORMS)
def test_all_that_may_show_is_reckoned_with_and_the_letter_begins_below_it(name: str) -> None:
    form = FORMS[name]
    seen = Box(*form.seen)
    assert holds(seen, shown(form, form.opening, always=False)._replace(left=seen.left, width=seen.width))
    assert shown(form, form.opening, always=False).right <= seen.right + SLACK
    assert form.body_top >= seen.below
    assert form.references[0] >= seen.right and form.code[0] >= seen.right


@pytest.mark.parametrize("name", FORMS)
def test_parts_of_the_head_do_not_stand_on_each_other_or_past_the_paper(name: str) -> None:
    form = FORMS[name]
    sheet = next(each for each in papers().papers.values() if name in each.forms)
    places = (form.head, form.picture, form.contact, form.back, form.references, form.code, form.address)
    boxes = [Box(*each) for each in places if each]
    for at, box in enumerate(boxes):
        assert sheet.left - SLACK <= box.left and box.right <= sheet.width - sheet.right + SLACK
        for other in boxes[at + 1 :]:
            apart = box.right <= other.left + SLACK or other.right <= box.left + SLACK
            assert apart or box.below <= other.top + SLACK or other.below <= box.top + SLACK
    assert all(box.below <= form.body_top for box in boxes)


def test_a_paper_offers_its_own_forms_only() -> None:
    assert forms_of("A4", "uk") == ("uk",)
    assert forms_of("A4", "us") == ("din5008b", "din5008a") == forms_of("A4", "")
    assert forms_of("letter", "din5008a") == ("us",)
    assert paper("Letter").address.top == pytest.approx(60.4 * MM)
