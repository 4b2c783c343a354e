"""Compile the lock files from ``pyproject.toml``; ``python3 installer/dev.py lock`` calls this."""

import hashlib
import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS: dict[str, tuple[str, ...]] = {
    "requirements.txt": ("pyproject.toml", "--group", "build"),
    "requirements-dev.txt": ("pyproject.toml", "--group", "dev", "--constraints", "installer/requirements.txt"),
    "requirements-lock.txt": ("--group", "lock"),
}
HEADER = """\
# Made by `python3 installer/dev.py lock` from pyproject.toml; do not edit.
# dependencies: {fingerprint}
"""


def fingerprint(pyproject: Path = ROOT / "pyproject.toml") -> str:
    """Return a hash of everything in ``pyproject.toml`` that the lock files answer to."""
    data = tomllib.loads(pyproject.read_text(encoding="utf-8"))
    project = data["project"]
    asked = [project["requires-python"], sorted(project["dependencies"]), data["dependency-groups"]]
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def compile_lock(name: str, sources: tuple[str, ...], options: list[str]) -> None:
    """Write one lock file for every platform and Python that the project serves."""
    target = ROOT / "installer" / name
    command = [sys.executable, "-m", "uv", "pip", "compile", *sources, "--quiet", "--universal", "--generate-hashes"]
    command += ["--python-version", "3.11", "--no-header", "--no-emit-index-url", "--no-emit-find-links"]
    subprocess.run([*command, "--output-file", str(target), *options], cwd=ROOT, check=True)
    body = "".join(line for line in target.read_text(encoding="utf-8").splitlines(keepends=True) if line[0] != "-")
    target.write_text(HEADER.format(fingerprint=fingerprint()) + body, encoding="utf-8")


def main() -> None:
    """Compile every lock file; further options, such as ``--upgrade``, are for the compiler."""
    for name, sources in LOCKS.items():
        print("[alpdesk] Compiling installer/" + name, flush=True)
        compile_lock(name, sources, sys.argv[1:])


if __name__ == "__main__":
    main()
