"""Help says what the medicine says: every statement in its place, nothing that is forbidden, nothing unsourced."""

import re
import tomllib
from typing import Any

import pytest

from alpdesk.assets import resource
from alpdesk.domain.rules import RuleBook
from alpdesk.ui.help.rule_pages import about
from alpdesk.ui.help.topic import Topic, plain, slug
from alpdesk.ui.help.topics import context, topics
from alpdesk.ui.pages import page_kinds

_RECORD: dict[str, Any] = tomllib.loads(resource("help", "statements.toml").read_text(encoding="utf-8"))
STATEMENTS: list[dict[str, Any]] = _RECORD["statements"]
TOLD = [each for each in STATEMENTS if each["told"]]
FORBIDDEN = [(each["id"], pattern) for each in STATEMENTS for pattern in each.get("forbidden", ())]
LINK = re.compile(r"\]\(([^)#]*)(?:#([^)]*))?\)")


@pytest.fixture(scope="module")
def pages(rules: RuleBook) -> dict[str, Topic]:
    return {topic.id: topic for topic in topics(rules)}


def test_every_statement_of_the_article_has_its_verdict() -> None:
    assert [each["id"] for each in STATEMENTS] == list(range(1, 64))
    assert {each["verdict"] for each in STATEMENTS} == {"ok", "imp", "con", "unv", "out"}


def test_every_supported_statement_is_told_and_what_is_not_told_says_why() -> None:
    assert [each["id"] for each in STATEMENTS if each["verdict"] == "ok" and not each["told"]] == []
    assert [each["id"] for each in STATEMENTS if not each["told"] and not each.get("why")] == []


def test_a_contradicted_statement_is_told_corrected_or_not_at_all_and_is_looked_for() -> None:
    contradicted = [each for each in STATEMENTS if each["verdict"] in ("con", "unv")]
    assert [each["id"] for each in contradicted if each["told"] and not each.get("corrected")] == []
    assert [each["id"] for each in contradicted if not each.get("forbidden")] == []
    assert [each["id"] for each in TOLD if each["verdict"] == "imp" and not each.get("corrected")] == []


@pytest.mark.parametrize("statement", TOLD, ids=lambda each: str(each["id"]))
def test_a_statement_stands_in_its_place_with_its_words(statement: dict[str, Any], pages: dict[str, Topic]) -> None:
    told = pages[statement["told"]].statements[statement["id"]]
    assert [word for word in statement["words"] if word not in told] == []


def test_no_page_marks_a_statement_that_is_not_told_there(pages: dict[str, Topic]) -> None:
    marked = {(number, page.id) for page in pages.values() for number in page.statements}
    assert marked == {(each["id"], each["told"]) for each in TOLD}


@pytest.mark.parametrize(("statement", "pattern"), FORBIDDEN, ids=[f"{number}" for number, _ in FORBIDDEN])
def test_no_page_says_what_a_statement_forbids(statement: int, pattern: str, pages: dict[str, Topic]) -> None:
    assert [f"{statement}: {found}" for found in _found(pattern, pages)] == []


@pytest.mark.parametrize(
    ("pattern", "wrong"),
    [
        (2, "It helps to break down proteins."), (6, "Osteomalacia lowers ALP."), (14, "In older people fractures."),
        (18, "Healthy adults have 40-130."), (30, "A low ALP may, in short, point to it; a low ALP points to rickets."),
        (37, "It is the gold standard."), (38, "Gene therapies are in clinical trials."), (40, "weak enamel"),
        (43, "Foods with zinc raise ALP."), (44, "A balanced diet helps."), (47, "a classic sign of rickets"),
        (55, "The most common cause is nutritional."),
    ],
)  # fmt: skip
def test_the_article_s_own_words_would_be_caught(pattern: int, wrong: str) -> None:
    patterns = next(each["forbidden"] for each in STATEMENTS if each["id"] == pattern)
    assert any(re.search(each, wrong, re.IGNORECASE) for each in patterns)


@pytest.mark.parametrize("pattern", _RECORD["wording"])
def test_no_page_commands_or_diagnoses(pattern: str, pages: dict[str, Topic]) -> None:
    assert _found(pattern, pages) == []


@pytest.mark.parametrize(
    "wrong",
    ["Stop taking the bisphosphonate.", "Start vitamin D.", "Take zinc.", "The child has HPP.", "your normal range"],
)
def test_a_command_or_a_diagnosis_would_be_caught(wrong: str) -> None:
    assert any(re.search(each, wrong, re.IGNORECASE) for each in _RECORD["wording"])


def test_every_source_that_is_cited_exists(pages: dict[str, Topic], rules: RuleBook) -> None:
    cited = {source for page in pages.values() for source in page.cited}
    assert "S1" in cited
    assert cited - set(rules.sources) == set()


def test_every_cause_and_every_test_has_its_page_with_words_of_its_own(
    pages: dict[str, Topic], rules: RuleBook
) -> None:
    assert set(about("causes")) == set(rules.causes)
    assert set(about("tests")) == set(rules.analytes)
    assert [cause.id for cause in rules.causes.values() if plain(cause.why)[:40] not in _words(pages, cause.id)] == []
    assert [
        name for name in rules.analytes if plain(about("tests")[name])[:9] not in plain(pages[f"test-{name}"].text)
    ] == []


def test_every_link_leads_to_a_page_and_a_place(pages: dict[str, Topic]) -> None:
    broken = []
    for page in pages.values():
        for target, place in LINK.findall(page.text):
            name = target.removesuffix(".md") or page.id
            if target.startswith("http"):
                continue
            if name not in pages or (place and not _has_place(pages[name].text, place)):
                broken.append(f"{page.id}: {target}#{place}")
    assert broken == []


def test_every_file_of_help_stands_in_the_tree(pages: dict[str, Topic]) -> None:
    files = {file.name.removesuffix(".md") for file in resource("help").iterdir() if file.name.endswith(".md")}
    assert files - set(pages) == set()


def test_every_page_of_the_window_has_its_help(pages: dict[str, Topic]) -> None:
    assert [kind for kind in page_kinds() if kind != "help" and context(kind) not in pages] == []


def test_no_mark_meant_for_the_program_is_shown(pages: dict[str, Topic]) -> None:
    assert [page.id for page in pages.values() if re.search(r"<!--|\[[MP]\]|\{\w+\}", page.text)] == []


def test_background_knowledge_says_that_it_awaits_sign_off(pages: dict[str, Topic], rules: RuleBook) -> None:
    unconfirmed = [cause.id for cause in rules.causes.values() if cause.evidence in ("M", "P")]
    assert unconfirmed
    assert [name for name in unconfirmed if "sign-off" not in pages[f"cause-{name}"].text] == []


def _found(pattern: str, pages: dict[str, Topic]) -> list[str]:
    return [
        f"{page.id}: {found.group()}"
        for page in pages.values()
        for found in re.finditer(pattern, plain(page.text), re.IGNORECASE)
    ]


def _words(pages: dict[str, Topic], cause: str) -> str:
    return plain(pages[f"cause-{cause}"].text)


def _has_place(text: str, place: str) -> bool:
    lines = [plain(line.lstrip("# ")) for line in text.splitlines()]
    return any(slug(line) == place or line.casefold().startswith(f"{place} ") for line in lines)


def _alerts(pages: dict[str, Topic]) -> str:
    return next(topic.text for topic in pages.values() if topic.title == "Alerts")


def test_every_alert_is_told_by_the_words_it_speaks_under(pages: dict[str, Topic], rules: RuleBook) -> None:
    told = _alerts(pages)
    assert [alert.id for alert in rules.alerts.values() if alert.title not in told] == []


def test_an_alert_that_waits_for_nobody_to_call_is_not_told_as_an_emergency(pages: dict[str, Topic]) -> None:
    at_once, soon = _alerts(pages).split("## Needs a look soon")
    assert "AST is high against ALT" in soon and "or AST over ALT" not in at_once


def test_fits_of_a_baby_are_for_the_ambulance() -> None:
    said = resource("help", "70_questions_people_ask.md").read_text(encoding="utf-8")
    (sentence,) = re.findall(r"[^.]*\bfits\b[^.]*[.]", said)
    assert "Call one too" in sentence and "Call us" not in sentence
