"""The whole of Help: shipped pages, the pages of causes and tests, keys, sources, and what the program is."""

import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from alpdesk.assets import resource
from alpdesk.domain.rules import RuleBook
from alpdesk.ui.help import rule_pages
from alpdesk.ui.help.components import components_topic
from alpdesk.ui.help.hazards import hazards_topic
from alpdesk.ui.help.reference import Keys, about_topic, keys_topic, sources_topic
from alpdesk.ui.help.requirements import requirements_topic
from alpdesk.ui.help.topic import Topic, topic

Maker = Callable[[RuleBook, str], Iterable[Topic]]


def topics(rules: RuleBook, keys: Iterable[Keys] = ()) -> tuple[Topic, ...]:
    """Return every topic in the order of the tree."""
    return tuple(
        found
        for section in _contents()["sections"]
        for name in section["topics"]
        for found in _made(name, section["title"], rules, keys)
    )


def titles(rules: RuleBook) -> tuple[tuple[str, str], ...]:
    """Return every topic by id and title without making its page."""
    causes = ((f"cause-{cause.id}", cause.title) for cause in rules.causes.values())
    tests = ((f"test-{analyte.id}", analyte.named) for analyte in rules.analytes.values())
    names = (name for section in _contents()["sections"] for name in section["topics"])
    files = ((name, resource("help", f"{name}.md")) for name in names)
    shipped = ((name, _first_line(file.read_text(encoding="utf-8"))) for name, file in files if file.is_file())
    return (*shipped, *causes, *tests)


def context(page: str) -> str:
    """Return the topic that belongs to a page of the window; the day's work where nothing closer is told."""
    found = _contents()["context"]
    return str(found.get(page, found["today"]))


def _made(name: str, section: str, rules: RuleBook, keys: Iterable[Keys]) -> Iterator[Topic]:
    makers: dict[str, Maker] = {
        "causes": rule_pages.cause_topics,
        "tests": rule_pages.test_topics,
        "keys": lambda _, place: (keys_topic(keys, place),),
        "hazards": lambda _, place: (hazards_topic(place),),
        "components": lambda _, place: (components_topic(place),),
        "promises": lambda _, place: (requirements_topic(place),),
        "sources": lambda book, place: (sources_topic(book, place),),
        "about": lambda book, place: (about_topic(book, place),),
    }
    yield from makers[name](rules, section) if name in makers else (_shipped(name, section, rules),)


def _shipped(name: str, section: str, rules: RuleBook) -> Topic:
    text = resource("help", f"{name}.md").read_text(encoding="utf-8")
    lists = {"causes": rule_pages.cause_list, "tests": rule_pages.test_list, "not_causes": rule_pages.not_causes}
    for place, make in lists.items():
        if f"{{{place}}}" in text:
            text = text.replace(f"{{{place}}}", make(rules))
    return topic(name, text, section=section)


def _first_line(text: str) -> str:
    return text.partition("\n")[0].removeprefix("# ").strip()


@cache
def _contents() -> dict[str, Any]:
    return tomllib.loads(resource("help", "contents.toml").read_text(encoding="utf-8"))
