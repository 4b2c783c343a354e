"""What is installed is what was written: nothing missing, nothing found only in a checkout."""

import os
import subprocess
import sys
import zipfile
from importlib.metadata import entry_points
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LISTING = """
from alpdesk import assets
def walk(folder, name):
    for item in folder.iterdir():
        yield from walk(item, name + item.name + "/") if item.is_dir() else [name + item.name]
print(assets.__file__, *sorted(walk(assets.resource(), "")), sep="\\n")
"""


def _resources() -> list[str]:
    """Return the names of all files under ``resources/``, hidden and compiled ones aside."""
    top = ROOT / "resources"
    names = (path.relative_to(top) for path in top.rglob("*") if path.is_file())
    return sorted(name.as_posix() for name in names if not any(part[0] in "._" for part in name.parts))


def _build(source: Path, target: str, folder: Path) -> Path:
    """Build the ``target`` of the checkout at ``source``, without network."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel built from this checkout."""
    return _build(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


def _ask(code: str, path: Path) -> list[str]:
    """Run ``code`` in a new Python that looks for Alpdesk at ``path`` first."""
    environment = {**os.environ, "PYTHONPATH": str(path), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-P", "-c", code]
    run = subprocess.run(command, env=environment, cwd=path.parent, check=False, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()


def test_the_wheel_carries_every_resource(wheel: Path) -> None:
    top = "alpdesk/resources/"
    carried = [name.removeprefix(top) for name in zipfile.ZipFile(wheel).namelist() if name.startswith(top)]
    assert sorted(carried) == _resources()


def test_the_wheel_carries_nothing_but_the_package(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"alpdesk"}


def test_the_published_sources_make_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    subprocess.run(["tar", "-xf", _build(ROOT, "sdist", tmp_path / "sdist")], cwd=tmp_path, check=True)
    (sources,) = tmp_path.glob("alpdesk-*")
    again = _build(sources, "wheel", tmp_path / "again")
    assert zipfile.ZipFile(again).namelist() == zipfile.ZipFile(wheel).namelist()


def test_an_installed_wheel_finds_its_resources(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    place, *found = _ask(LISTING, tmp_path / "site")
    assert Path(place).is_relative_to(tmp_path)
    assert found == _resources()


def test_a_wheel_that_stays_zipped_finds_its_resources(wheel: Path) -> None:
    place, *found = _ask(LISTING, wheel)
    assert Path(place).is_relative_to(wheel)
    assert found == _resources()


def test_a_zipped_wheel_reads_its_rule_book(wheel: Path) -> None:
    assert _ask("from alpdesk import knowledge; print(knowledge.load().version)", wheel) != [""]


def test_a_checkout_finds_its_resources() -> None:
    place, *found = _ask(LISTING, ROOT)
    assert Path(place).is_relative_to(ROOT)
    assert found == _resources()


@pytest.mark.parametrize(("name", "target"), [("alpdesk-admin", "alpdesk.admin:main"), ("alpdesk", "alpdesk.app:main")])
def test_the_command_on_the_path_leads_into_the_program(name: str, target: str) -> None:
    (point,) = entry_points(name=name)
    assert point.value == target
    assert callable(point.load())


def test_the_unattended_command_explains_itself() -> None:
    run = subprocess.run(
        [Path(sys.executable).with_name("alpdesk-admin"), "--help"], check=True, capture_output=True, text=True
    )
    assert "validate" in run.stdout
