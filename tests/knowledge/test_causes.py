"""The causes of a low ALP: complete, worked through, sourced and carefully worded."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from alpdesk.assets import resource

CASES = Path(__file__).parents[1] / "cases"

IDS = """
spu-edta spu-citrate spu-haem spu-unit spu-range spu-dilute spu-ert
gen-hpp-inf gen-hpp-child gen-hpp-adult gen-odonto gen-carrier gen-wilson gen-ccd gen-achon gen-oi2 gen-ae
nut-zn nut-mg nut-b6 nut-pem nut-ed nut-c nut-cu nut-b12 nut-fol nut-vitd-x nut-milkalk gi-coel gi-ibd gi-mal
end-hypothy end-hypopth end-cush end-ghd ren-abd phy-t1 phy-low phy-immob
liv-wilson-alf liv-failure liv-alc hae-anaem hae-transf hae-myel hae-mpn mal-cancer
drug-bp drug-dmab drug-oestr drug-gc drug-immuno drug-chemo drug-fibr drug-tam drug-vitd drug-teri
iat-cpb iat-surg iat-crit iat-radio
"""
CAUSES = IDS.split()

NEVER = {"nutritional-rickets", "xlh", "vitamin-d-deficiency", "cholestasis", "paget", "bone-metastases"}

COMMANDS = re.compile(
    r"^(stop|start|take|give|begin|discontinue|prescribe|increase|reduce|supplement|avoid)\b"
    r"|\b(you have|you should|must (stop|start|take)|diagnosed as|likely to have|probability|chance of|% risk)\b",
    re.IGNORECASE,
)
RAISES_ALP = re.compile(
    r"nutritional rickets|vitamin d deficiency|cholestasis|paget|bone metastas|x-linked", re.IGNORECASE
)
CITED = re.compile(r"\[(S\d[^\]]*)\]")
TEXT_KEYS = {"title", "why", "text", "ask", "next", "question", "note", "sentence", "caution", "basis"}


@cache
def _rule_files() -> dict[str, dict[str, Any]]:
    folder = resource("knowledge")
    files = (file for file in folder.iterdir() if file.name.endswith(".toml"))
    return {file.name: tomllib.loads(file.read_text(encoding="utf-8")) for file in files}


def _causes() -> list[dict[str, Any]]:
    return [cause for data in _rule_files().values() for cause in data.get("causes", [])]


def _texts(value: object, key: str = "") -> Iterator[str]:
    """Yield every text people read in a rule file."""
    if isinstance(value, str):
        if key in TEXT_KEYS:
            yield value
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part, key)
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _texts(part, name)


def _conditions(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for part in value:
            yield from _conditions(part)
    elif isinstance(value, dict):
        if "kind" in value:
            yield value
        for part in value.values():
            yield from _conditions(part)


def _cited(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            if name == "sources" and all(isinstance(each, str) for each in part):
                yield from part
            else:
                yield from _cited(part)
    elif isinstance(value, list):
        for part in value:
            yield from _cited(part)


@cache
def _expected(key: str) -> set[str]:
    files = (tomllib.loads(file.read_text(encoding="utf-8")) for file in CASES.rglob("*.toml"))
    return {name for case in files for name in case["expect"].get(key, [])}


def test_every_cause_is_there_once() -> None:
    assert sorted(cause["id"] for cause in _causes()) == sorted(CAUSES)


def test_what_raises_alp_is_never_a_cause() -> None:
    assert not NEVER & {cause["id"] for cause in _causes()}
    assert [title for cause in _causes() if RAISES_ALP.search(title := cause["title"])] == []


@pytest.mark.parametrize("cause", CAUSES)
def test_a_cause_has_a_case_where_it_is_listed_and_one_where_it_is_not(cause: str) -> None:
    assert cause in _expected("causes")
    assert cause in _expected("no_causes")


def test_the_worked_cases_forbid_what_raises_alp() -> None:
    assert _expected("no_causes") >= NEVER
    assert not _expected("causes") & NEVER


@pytest.mark.parametrize("file", sorted(_rule_files()))
def test_no_text_commands_a_treatment_or_claims_a_diagnosis(file: str) -> None:
    assert [text for text in _texts(_rule_files()[file]) if COMMANDS.search(text)] == []


@pytest.mark.parametrize(
    "text",
    ["Stop the bisphosphonate", "Take zinc", "You have hypophosphatasia", "A probability of 80", "Give vitamin D"],
)
def test_the_wording_check_finds_a_bad_text(text: str) -> None:
    assert COMMANDS.search(text)


@pytest.mark.parametrize("file", sorted(_rule_files()))
def test_every_source_that_is_named_exists(file: str) -> None:
    files = _rule_files()
    known = {source["id"] for data in files.values() for source in data.get("sources", []) if isinstance(source, dict)}
    rules = {name: part for name, part in files[file].items() if name != "sources"}
    assert set(_cited(rules)) <= known


def test_every_source_named_in_the_help_exists() -> None:
    known = {source["id"] for source in _rule_files()["sources.toml"]["sources"]}
    for page in (page for page in resource("help").iterdir() if page.name.endswith(".md")):
        text = page.read_text(encoding="utf-8")
        named = {part.strip() for group in CITED.findall(text) for part in group.replace(" to ", ",").split(",")}
        assert named <= known, page.name


def test_every_help_page_begins_with_its_title() -> None:
    pages = [page for page in resource("help").iterdir() if page.name.endswith(".md")]
    assert pages
    assert [page.name for page in pages if not page.read_text(encoding="utf-8").startswith("# ")] == []


def test_a_cause_without_a_source_is_marked_as_background_knowledge() -> None:
    assert {cause["evidence"] for cause in _causes() if not cause["sources"]} <= {"M"}


def test_a_cause_says_why_and_what_would_settle_it() -> None:
    assert [cause["id"] for cause in _causes() if not (cause["why"] and cause["next"])] == []


def test_only_a_cause_in_the_sample_is_listed_without_a_low_alp_or_an_alert() -> None:
    others = [cause for cause in _causes() if cause["group"] != "spurious"]
    needs = {cause["id"]: {condition["kind"] for condition in _conditions(cause["listed"])} for cause in others}
    assert [cause for cause, kinds in needs.items() if not kinds & {"alp", "alert"}] == []


def test_a_medicine_or_procedure_is_weighed_against_the_alp_before_it() -> None:
    judged = [cause for cause in _causes() if cause["group"] in {"drug", "procedure"}]
    without = {c["id"] for c in judged if "low_before" not in {k["kind"] for k in _conditions(c.get("against", []))}}
    assert without == {"drug-teri", "iat-radio"}


def test_a_medicine_name_stands_in_one_class_only() -> None:
    names = [name for medicine in _rule_files()["medicines.toml"]["classes"] for name in medicine["names"]]
    assert len(names) >= 150
    assert len(names) == len(set(names))
