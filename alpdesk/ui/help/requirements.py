"""What the record promises as a page: each promise, how it is shown, how often it is tried, and what is still open."""

import tomllib
from functools import cache

from pydantic import BaseModel, ConfigDict, Field
from PySide6.QtCore import QCoreApplication

from alpdesk.assets import resource
from alpdesk.ui.help.hazards import sentence
from alpdesk.ui.help.topic import Topic, escaped, topic


class Requirement(BaseModel):
    """One promise. ``push`` and ``night`` say how often it is tried, ``open`` what of it is not shown yet."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    says: str
    tests: tuple[str, ...]
    push: str = ""
    night: str = ""
    still: str = Field(default="", alias="open")


@cache
def requirements() -> tuple[Requirement, ...]:
    """Return every promise."""
    written = tomllib.loads(resource("help", "safety", "requirements.toml").read_text(encoding="utf-8"))
    return tuple(Requirement(**each) for each in written["requirements"])


def requirements_topic(section: str) -> Topic:
    """Return the page of all promises."""
    title = _tr("What the record promises")
    first = _tr(
        "How the record is kept from loss, from strangers and from change, each promise with the tests that show it. "
        "When one of them is gone, there is no release. What is still open is said."
    )
    return topic("promises", "\n\n".join((f"# {title}", first, *map(_told, requirements()))), section=section)


def _told(each: Requirement) -> str:
    rows = (
        (_tr("Shown by"), " · ".join(sentence(name) for name in each.tests)),
        (_tr("Tried at every change"), each.push),
        (_tr("Tried at night"), each.night),
        (_tr("Still open"), each.still),
    )
    lines = "\n".join(f"- **{name}**: {escaped(text)}" for name, text in rows if text)
    return f"## {escaped(each.id)} {escaped(each.says)}\n\n{lines}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Requirements", text)
