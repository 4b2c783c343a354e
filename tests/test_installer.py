"""The set-up script says what it does, asks for what it may not do, and does nothing twice."""

import argparse
import ast
import importlib.util
import os
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parent.parent / "installer" / "dev.py"


@pytest.fixture
def dev() -> ModuleType:
    """Return the set-up script, loaded afresh."""
    spec = importlib.util.spec_from_file_location("dev", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Be a person without root and without sudo; return the only folder on the path."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def _command(folder: Path, name: str) -> None:
    """Put a command on the path that would tell if it were called."""
    path = folder / name
    path.write_text("#!/bin/sh\nexit 99\n", encoding="utf-8")
    path.chmod(0o755)


def _options(**given: object) -> argparse.Namespace:
    return argparse.Namespace(**{"verb": "run", "system_packages": True, "find_links": None, **given})


def test_a_python_too_old_to_run_it_can_still_read_the_script() -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 7))


def test_what_is_not_for_the_script_is_passed_on(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["dev.py", "test", "-k", "a name", "--find-links", "wheels", "tests/ui", "-x"])
    options, passed_on = dev.read_options()
    assert (options.verb, options.find_links) == ("test", str(Path.cwd() / "wheels"))
    assert passed_on == ["-k", "a name", "tests/ui", "-x"]


@pytest.mark.skipif(os.name == "nt", reason="Windows needs no system libraries")
@pytest.mark.parametrize(("manager", "command"), [("apt-get", "apt-get install -y"), ("pacman", "pacman -S")])
def test_without_root_the_missing_libraries_are_named_with_the_command_that_installs_them(
    dev: ModuleType, nobody: Path, manager: str, command: str
) -> None:
    _command(nobody, manager)
    with pytest.raises(SystemExit, match=f"please run once:  sudo {command} .*libxkbcommon") as refusal:
        dev.install_qt_libraries(_options())
    assert "\n" not in str(refusal.value)


@pytest.mark.skipif(os.name == "nt", reason="Windows needs no system libraries")
def test_an_unknown_system_is_told_what_to_look_for(dev: ModuleType, nobody: Path) -> None:
    assert not shutil.which("apt-get")
    with pytest.raises(SystemExit, match="your system's counterparts of: libgl1 "):
        dev.install_qt_libraries(_options())


@pytest.mark.skipif(os.name == "nt", reason="Windows needs no system libraries")
def test_root_may_forbid_the_script_to_touch_the_system(
    dev: ModuleType, nobody: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _command(nobody, "apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(SystemExit, match="please run once"):
        dev.install_qt_libraries(_options(system_packages=False))


def test_a_stamp_counts_only_while_nothing_changed(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = tmp_path / "stamp"
    assert not dev.up_to_date(stamp, "today")
    stamp.write_text("today", encoding="utf-8")
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    assert dev.up_to_date(stamp, "today")
    assert not dev.up_to_date(stamp, "tomorrow")


def test_without_a_screen_qt_draws_into_memory(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.system", lambda: "Linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    assert not dev.has_screen()
    assert dev.without_screen() == {"QT_QPA_PLATFORM": "offscreen"}
