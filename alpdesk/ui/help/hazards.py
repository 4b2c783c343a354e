"""The hazard log as a page: what could do harm, what guards against it, and how the guard is proven."""

import tomllib
from functools import cache

from pydantic import BaseModel, ConfigDict
from PySide6.QtCore import QCoreApplication

from alpdesk.assets import resource
from alpdesk.ui.help.topic import Topic, escaped, topic


class Hazard(BaseModel):
    """One entry of the log. ``tests`` are named as ``tests/FILE.py::NAME``; each proves the control."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    hazard: str
    cause: str
    effect: str
    severity: str
    control: str
    tests: tuple[str, ...]


@cache
def log() -> tuple[str, tuple[Hazard, ...]]:
    """Return how far the log is reviewed, and its entries."""
    written = tomllib.loads(resource("help", "safety", "hazards.toml").read_text(encoding="utf-8"))
    return str(written["status"]), tuple(Hazard(**each) for each in written["hazards"])


def hazards_topic(section: str) -> Topic:
    """Return the page of all hazards."""
    status, hazards = log()
    title = _tr("Hazards and what guards against them")
    first = _tr(
        "What could harm a patient or a record while Alpdesk works as it was built. The harm named is what would "
        "follow if nothing guarded. Each guard is proven by tests that run before a version is released; when one of "
        "them is gone, there is no release."
    )
    parts = (f"# {title}", first, escaped(status), *(_told(each) for each in hazards))
    return topic("hazards", "\n\n".join(parts), section=section)


def _told(each: Hazard) -> str:
    rows = (
        (_tr("Cause"), each.cause),
        (
            _tr("Effect"),
            _tr("{effect} ({severity})").format(effect=each.effect.removesuffix("."), severity=each.severity),
        ),
        (_tr("Guard"), each.control),
        (_tr("Proven by"), " · ".join(sentence(name) for name in each.tests)),
    )
    lines = "\n".join(f"- **{name}**: {escaped(text)}" for name, text in rows)
    return f"## {escaped(each.id)} {escaped(each.hazard)}\n\n{lines}"


def sentence(test: str) -> str:
    """Return the name of a test as the words it stands for."""
    return test.rpartition("::")[2].removeprefix("test_").replace("_", " ")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Hazards", text)
