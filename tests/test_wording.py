"""No text that the program can show, print or send commands a treatment, names a disease somebody has, or promises."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from alpdesk.assets import resource

ROOT = Path(__file__).parent.parent
FORBIDDEN: list[str] = tomllib.loads(resource("help", "statements.toml").read_text(encoding="utf-8"))["wording"]
# A sentence of the medicine that begins so is a command; on a button of the window the same word moves the program.
COMMAND = re.compile(
    r"(?:^|[.:;!?]\s+)(?:start|stop|give|take|prescribe|administer|discontinue|withhold|increase|reduce|switch|resume"
    r"|begin|supplement|replace|treat|avoid|hold|continue|pause)\b",
    re.IGNORECASE,
)
# What the checkers look for is not what the program says.
SOUGHT = ("help/statements.toml", "letters/checks.toml")


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


def _resources() -> Iterator[tuple[str, str]]:
    for file in sorted((ROOT / "resources").rglob("*.toml")):
        if not file.as_posix().endswith(SOUGHT):
            written = tomllib.loads(file.read_text(encoding="utf-8"))
            yield from ((file.name, text) for text in _strings(written))


def _literals() -> Iterator[tuple[str, str]]:
    for file in sorted((ROOT / "alpdesk").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield file.name, node.value


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_no_text_of_the_program_commands_or_diagnoses(pattern: str) -> None:
    texts = [*_resources(), *_literals()]
    assert len(texts) > 10_000
    assert [f"{place}: {text}" for place, text in texts if re.search(pattern, text, re.IGNORECASE)] == []


def test_no_sentence_of_the_medicine_is_a_command() -> None:
    assert [f"{place}: {text}" for place, text in _resources() if COMMAND.search(text)] == []


@pytest.mark.parametrize("wrong", ["Low. Stop the bisphosphonate.", "Give zinc", "Seen: reduce the dose."])
def test_a_command_would_be_caught(wrong: str) -> None:
    assert COMMAND.search(wrong)
