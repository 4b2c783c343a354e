"""The shape of the project is a promise: layers, budgets, data where data belongs, locks that are not stale."""

import ast
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent
TOP_LEVEL = {"CHANGELOG.md", "LICENSE", "README.md", "alpdesk", "installer", "pyproject.toml", "resources", "tests"}
NOT_OURS = {"__pycache__", "build", "dist"}
TEXT = {".cfg", ".css", ".html", ".ini", ".json", ".md", ".py", ".qss", ".svg", ".toml", ".ts", ".txt", ".yml", ""}
LOCKS = sorted((ROOT / "installer").glob("requirements*.txt"))
MODULES = sorted((ROOT / "alpdesk").rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION = 300, 40
COUNTS = {-1, 0, 1, 2, 10, 100}
CALENDARS = {"ages.py", "calendar.py"}


def _kept_files() -> list[Path]:
    """Return the files under version control, or, without it, every file that is not hidden or made."""
    if git := shutil.which("git"):
        listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
        if listed.returncode == 0:
            return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    walked = (path for path in ROOT.rglob("*") if path.is_file())
    return [path for path in walked if not any(_made(part) for part in path.relative_to(ROOT).parts)]


def _made(part: str) -> bool:
    return part in NOT_OURS or part.startswith(".")


def _names(paths: list[Path]) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in paths]


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_top_level_holds_only_what_the_design_names() -> None:
    kept = {path.relative_to(ROOT).parts[0] for path in _kept_files()}
    assert {name for name in kept if not name.startswith(".")} == TOP_LEVEL


def test_no_file_of_the_program_is_longer_than_its_budget() -> None:
    sources = [*MODULES, *(ROOT / "installer").rglob("*.py")]
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in sources}
    assert _names([path for path, length in lengths.items() if length > LONGEST_FILE]) == []


def test_no_function_of_the_program_is_longer_than_its_budget() -> None:
    """Revisions of the database are lists of columns, and may be as long as a table."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in [*MODULES, *(ROOT / "installer").rglob("*.py")]
        for node in _functions(path)
        if "migrations" not in path.parts and (node.end_lineno or node.lineno) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert found == []


def _number(node: ast.AST) -> float | None:
    """Return the number that ``node`` spells out, ``Decimal("2.5")`` included."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _number(node.operand)
        return None if inner is None else -inner
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Decimal" and node.args:
        return float(ast.literal_eval(node.args[0])) if isinstance(node.args[0], ast.Constant) else None
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return float(node.value)
    return None


def _thresholds(path: Path) -> Iterator[str]:
    """Yield the comparisons of ``path`` with a number that only medicine could have chosen."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Compare) and "len(" not in ast.unparse(node):
            for side in (node.left, *node.comparators):
                number = _number(side)
                if number is not None and number not in COUNTS:
                    yield f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node)}"


@pytest.mark.parametrize("layer", ["domain", "knowledge", "services", "letters"])
def test_no_clinical_threshold_is_written_in_python(layer: str) -> None:
    modules = [path for path in MODULES if path.is_relative_to(ROOT / "alpdesk" / layer) and path.name not in CALENDARS]
    found = [line for path in modules for line in _thresholds(path)]
    assert found == []


def test_the_import_contracts_hold() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([tool, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_window_starts_without_the_libraries_that_only_some_actions_need() -> None:
    heavy = ("alembic", "babel", "reportlab", "sqlalchemy", "uharfbuzz")
    question = f"import sys, alpdesk.app, alpdesk.ui.program; print([name for name in {heavy} if name in sys.modules])"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    run = subprocess.run([sys.executable, "-c", question], env=environment, capture_output=True, text=True, check=False)
    assert run.stdout.strip() == "[]", run.stderr


def test_no_file_names_a_private_place() -> None:
    """A path of one person's machine or the address of a package index has no business here."""
    private = re.compile(r"(?<![\w.~])/(?:w[o]rk|root)/|https?://[^\s/]*(?:python[h]osted|registry|mirror)")
    texts = [path for path in _kept_files() if path.suffix in TEXT]
    found = [path for path in texts if private.search(path.read_text(encoding="utf-8", errors="replace"))]
    assert _names(found) == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_the_lock_answers_to_what_the_project_asks_for(lock: Path) -> None:
    asked = _module(ROOT / "installer" / "lock.py").fingerprint()
    assert f"# dependencies: {asked}\n" in lock.read_text(encoding="utf-8"), "run: python3 installer/dev.py lock"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_the_lock_names_files_by_hash_and_no_place_to_fetch_them_from(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    pinned = re.findall(r"^[a-z0-9][^\n]*== ?[^\n]*\\\n    --hash=sha256:[0-9a-f]{64}", text, re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE)) > 0
    assert not re.search(r"^--|https?:|file:|@", text, re.MULTILINE)


def test_what_is_tested_is_what_is_shipped() -> None:
    """Both locks name the same versions."""
    shipped, tested = (
        set(re.findall(r"^[a-z0-9][^\s]*==[^\s]*", (ROOT / "installer" / name).read_text("utf-8"), re.MULTILINE))
        for name in ("requirements.txt", "requirements-dev.txt")
    )
    assert shipped <= tested
