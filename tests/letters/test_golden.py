"""Golden letters: every kind and variant in every language is what was looked at, and stands where it should.

After a change that is meant, ``python -m tests.letters.golden OUT`` writes them anew; look at the pages in OUT.
"""

import pytest

from alpdesk.letters.layout import render, sheet_of
from tests.letters.golden import FOLDER, NAMES, draft_of, path_of, told
from tests.letters.tongues import EVERY


@pytest.mark.parametrize("language", EVERY)
@pytest.mark.parametrize("name", NAMES)
def test_a_golden_letter_says_and_stands_as_it_was_looked_at(language: str, name: str) -> None:
    draft = draft_of(language, name)
    expected = path_of(language, name).read_text(encoding="utf-8")
    assert told(draft, render(draft), sheet_of(draft)) == expected


@pytest.mark.parametrize("language", EVERY)
@pytest.mark.parametrize("name", NAMES)
def test_no_golden_letter_has_a_word_where_it_must_not_stand(language: str, name: str) -> None:
    assert path_of(language, name).read_text(encoding="utf-8").partition("== faults\n")[2] == ""


def test_there_is_a_golden_letter_of_each_kind_and_none_is_left_over() -> None:
    kept = {f"{path.parent.name}/{path.stem}" for path in FOLDER.glob("*/*.txt")}
    assert kept == {f"{language}/{name}" for language in EVERY for name in NAMES}


@pytest.mark.parametrize("language", EVERY)
@pytest.mark.parametrize("name", ["referral", "referral-first-low", "referral-correcting", "doctor", "doctor-child"])
def test_a_letter_to_a_colleague_is_one_page(language: str, name: str) -> None:
    pages = path_of(language, name).read_text(encoding="utf-8").partition("== pages\n")[2].partition("== faults")[0]
    assert len(pages.splitlines()) == 1
