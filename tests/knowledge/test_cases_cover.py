"""The project's own worked cases reach every word of the rules, and every limit from both sides."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from alpdesk.assets import resource
from alpdesk.domain.assessment import Persistence, Severity
from alpdesk.domain.records import Flag

CASES = Path(__file__).parents[1] / "cases"


@cache
def _cases() -> dict[str, dict[str, Any]]:
    return {str(file): tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(CASES.rglob("*.toml"))}


def _expected(key: str) -> set[str]:
    found = (case["expect"].get(key, []) for case in _cases().values())
    return {word for words in found for word in (words if isinstance(words, list) else [words])}


def _rules(file: str, key: str) -> list[dict[str, Any]]:
    data = tomllib.loads(resource("knowledge", file).read_text(encoding="utf-8"))
    entries: list[dict[str, Any]] = data[key]
    return entries


def _own(alert: str) -> bool:
    """Two alerts are finer than the contract's list and have no limit of their own."""
    return alert not in {"wilson_review", "icterus"}


def test_there_are_many_cases_and_no_two_share_an_id() -> None:
    ids = [case["id"] for case in _cases().values()]
    assert len(ids) >= 200
    assert len(ids) == len(set(ids))


def test_a_case_is_named_after_its_file() -> None:
    assert [file for file, case in _cases().items() if Path(file).stem != case["id"]] == []


@pytest.mark.parametrize("flag", [flag.value for flag in Flag])
def test_every_flag_is_expected_somewhere(flag: str) -> None:
    assert flag in _expected("flag")


@pytest.mark.parametrize("severity", [severity.value for severity in Severity])
def test_every_severity_is_expected_somewhere(severity: str) -> None:
    assert severity in _expected("severity")


@pytest.mark.parametrize("persistence", [persistence.value for persistence in Persistence])
def test_every_persistence_is_expected_somewhere(persistence: str) -> None:
    assert persistence in _expected("persistence")


def test_every_reason_for_suspension_is_expected_somewhere() -> None:
    assert _expected("suspended") == {entry["reason"] for entry in _rules("severity.toml", "suspensions")}


def test_every_alert_fires_in_one_case_and_keeps_silent_in_another() -> None:
    alerts = {alert["id"] for alert in _rules("alerts.toml", "alerts") if _own(alert["id"])}
    assert alerts <= _expected("alerts")
    assert alerts <= _expected("no_alerts")


def test_every_monitoring_template_is_proposed_somewhere() -> None:
    assert {template["id"] for template in _rules("monitoring.toml", "templates")} <= _expected("monitoring")


def test_every_interval_profile_is_judged_by_somewhere() -> None:
    used = {panel.get("profile") for case in _cases().values() for panel in case["panels"]}
    defaults = {"caliper_abbott", "pregnancy"}
    assert {profile["id"] for profile in _rules("profiles.toml", "profiles")} - defaults <= used


def test_every_criterion_is_met_somewhere() -> None:
    present = {f["id"] for case in _cases().values() if "criteria" in case["expect"] for f in case.get("findings", [])}
    items = {item["id"] for each in _rules("criteria.toml", "criteria") for item in each["items"]}
    assert items <= present
