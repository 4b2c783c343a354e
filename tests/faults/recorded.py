"""What a program did to its files, and what of it a power cut leaves.

The program runs under a small library that notes every write, cut and flush in order. A cut at a moment keeps what was
flushed until then; of what was written since, any part may have reached the disk, in any order and torn at 512 bytes.
The method is that of SQLite's own crash tests.
"""

import os
import random
import shutil
import struct
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults import saving

SECTOR = 512
_HEAD = struct.Struct("<ciQI")
_SOURCE = Path(__file__).with_name("recorder.c")
COMPILER = shutil.which("gcc") or shutil.which("cc")


@dataclass(frozen=True)
class Step:
    """One thing done to a file: ``W`` written at an offset, ``T`` cut there, ``S`` brought to the disk."""

    op: str
    path: Path
    offset: int
    data: bytes


@dataclass
class _File:
    durable: bytearray = field(default_factory=bytearray)
    pending: list[Step] = field(default_factory=list)


def compile_recorder(folder: Path) -> Path:
    """Return the library that takes the notes."""
    library = folder / "recorder.so"
    subprocess.run(
        [str(COMPILER), "-shared", "-fPIC", "-O1", "-o", str(library), str(_SOURCE), "-ldl", "-lpthread"], check=True
    )
    return library


def run_recorded(library: Path, folder: Path, *words: str, fail_at: int = 0) -> subprocess.CompletedProcess[str]:
    """Let the saver work on ``clinic.alpdesk`` in a folder; the notes are beside the folder."""
    record = folder.with_suffix(".record")
    record.unlink(missing_ok=True)
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(saving.__file__).parents[2]),
        "LD_PRELOAD": str(library),
        "RECORDED": str(folder),
        "RECORD": str(record),
        **({"FAIL_AT": str(fail_at)} if fail_at else {}),
    }
    place, notes = folder / "clinic.alpdesk", folder / "kept.txt"
    program = [sys.executable, str(Path(saving.__file__)), str(place), str(notes), *words]
    return subprocess.run(program, env=environment, capture_output=True, text=True, check=False)


def read_steps(folder: Path) -> list[Step]:
    """Return what was done, in order."""
    notes = folder.with_suffix(".record").read_bytes()
    steps, names, at = [], dict[int, Path](), 0
    while at < len(notes):
        op, number, offset, length = _HEAD.unpack_from(notes, at)
        data = notes[at + _HEAD.size : at + _HEAD.size + length]
        at += _HEAD.size + length
        if op == b"O":
            names[number] = Path(os.fsdecode(data))
        else:
            steps.append(Step(op.decode(), names[number], offset, data))
    return steps


class Disk:
    """The files as they stand on the disk while steps are done one after the other."""

    def __init__(self, before: Path) -> None:
        self._files: dict[Path, _File] = {before: _File(bytearray(before.read_bytes()))}

    def do(self, step: Step) -> None:
        """Do a step; what is not flushed yet is only pending."""
        file = self._files.setdefault(step.path, _File())
        if step.op != "S":
            file.pending.append(step)
            return
        for waiting in file.pending:
            _apply(file.durable, waiting, waiting.data)
        file.pending = []

    def cut(self, chance: random.Random, into: Path) -> None:
        """Write into a folder what a power cut leaves."""
        for path, file in self._files.items():
            left = bytearray(file.durable)
            some = [step for step in file.pending if chance.random() < 0.5]
            chance.shuffle(some)
            for step in some:
                torn = step.data[: SECTOR * chance.randint(0, len(step.data) // SECTOR + 1)]
                _apply(left, step, torn)
            (into / path.name).write_bytes(left)


def _apply(content: bytearray, step: Step, data: bytes) -> None:
    if step.op == "T":
        del content[step.offset :]
        return
    if len(content) < step.offset + len(data):
        content.extend(bytes(step.offset + len(data) - len(content)))
    content[step.offset : step.offset + len(data)] = data
