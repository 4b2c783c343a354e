"""Whoever takes Alpdesk may pass it on: no package inside it forbids that."""

import importlib.util
import re
from importlib.metadata import distributions, metadata
from pathlib import Path

import pytest

LOCK = Path(__file__).parent.parent / "installer" / "requirements.txt"
LOCKED = set(re.findall(r"^([a-z0-9][\w.-]*)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE))
INSTALLED = {re.sub(r"[-_.]+", "-", package.name.lower()) for package in distributions()}
PASSED_ON_FREELY = re.compile(r"\b(MIT|BSD|Apache|PSF|LGPL|MPL|zlib)", re.IGNORECASE)
TOLD_ELSEWHERE = {"sqlcipher3": "zlib; SQLCipher itself BSD, OpenSSL Apache-2.0"}


def _licence(package: str) -> str:
    """Return what the package says of its licence, wherever it says it."""
    told = metadata(package)
    fields = [field for name in ("License-Expression", "License", "Classifier") for field in told.get_all(name, [])]
    return TOLD_ELSEWHERE.get(package) or " ".join(field for field in fields if not field.startswith("Programming"))


@pytest.mark.parametrize("package", sorted(LOCKED & INSTALLED))
def test_every_package_that_is_shipped_may_be_shipped(package: str) -> None:
    licence = _licence(package)
    assert PASSED_ON_FREELY.search(licence), licence


@pytest.mark.parametrize("module", ["QtCharts", "QtDataVisualization", "QtGraphs", "QtNetworkAuth"])
def test_no_part_of_qt_under_the_gpl_alone_is_installed(module: str) -> None:
    assert importlib.util.find_spec(f"PySide6.{module}") is None
