"""What is shipped: every locked package is in the bill, and what stands inside packages is named with its licence."""

import json
import re

import pytest

from alpdesk.admin import main
from alpdesk.services.components import bill_of_materials, components
from tests.test_licences import INSTALLED, LOCKED, PASSED_ON_FREELY

PARTS = {one.name: one for one in components()}
NATIVE = {"SQLCipher", "SQLite", "OpenSSL", "OpenSSL (cryptography)", "Qt", "HarfBuzz", "qpdf", "PDFium", "FreeType"}


def test_every_package_that_is_locked_and_installed_is_in_it() -> None:
    build = {"hatchling", "packaging", "pathspec", "pluggy", "trove-classifiers", "tomlkit"}
    assert (LOCKED & INSTALLED) - build <= set(PARTS)
    assert not {"pytest", "mypy", "ruff"} & set(PARTS), "tools are not shipped"


@pytest.mark.parametrize("name", sorted(NATIVE))
def test_what_stands_inside_a_package_is_named_with_version_licence_and_notice(name: str) -> None:
    part = PARTS[name]
    assert part.inside and part.licence and part.notice
    assert re.match(r"\d+(\.\d+)+", part.version) or part.version == "as shipped"


def test_every_part_says_its_licence_and_may_be_passed_on() -> None:
    others = re.compile(r"OFL|blessing|FTL|IJG|PostgreSQL|libtiff|Bitstream|ISC|Unlicense|HPND|Python", re.IGNORECASE)
    wrong = [one for one in PARTS.values() if not (PASSED_ON_FREELY.search(one.licence) or others.search(one.licence))]
    assert [one.name for one in wrong if one.name != "sqlcipher3"] == []  # told by the parts inside it


def test_the_bill_is_cyclonedx_and_the_same_each_time() -> None:
    bill = json.loads(bill_of_materials())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert {part["name"] for part in bill["components"]} == set(PARTS)
    assert all(part["purl"].startswith("pkg:pypi/") for part in bill["components"] if "properties" not in part)
    assert bill_of_materials() == bill_of_materials()


def test_the_command_writes_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["components"]) == 0
    assert json.loads(capsys.readouterr().out)["bomFormat"] == "CycloneDX"
