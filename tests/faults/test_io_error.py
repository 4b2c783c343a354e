"""The disk fails once, at any step of a save: the panel is whole or absent, and never told as kept when it is not."""

import shutil
import sys
from pathlib import Path

import pytest

from tests.faults import recorded, saving
from tests.faults.counts import NIGHT
from tests.faults.test_kill import kept, said_to_be_kept

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or recorded.COMPILER is None, reason="takes its notes by LD_PRELOAD and a C compiler"
)


def test_a_disk_that_fails_once_leaves_a_panel_whole_or_absent(library: Path, folder: Path, tmp_path: Path) -> None:
    before = tmp_path / "before"
    shutil.copyfile(folder / "clinic.alpdesk", before)
    assert recorded.run_recorded(library, folder, "save", "1").returncode == 0
    steps = [step for step in recorded.read_steps(folder) if step.path.name != "kept.txt"]
    assert len(steps) > 10
    outcomes = []
    for number in range(1, len(steps) + 1) if NIGHT else range(1, len(steps) + 1, max(len(steps) // 12, 1)):
        for left in folder.iterdir():
            left.unlink()
        shutil.copyfile(before, folder / "clinic.alpdesk")
        notes = folder / "kept.txt"
        notes.touch()
        ran = recorded.run_recorded(library, folder, "save", "1", fail_at=number)
        told, found = said_to_be_kept(notes), kept(folder / "clinic.alpdesk")
        assert told <= found.keys(), f"told as kept and absent, step {number}"
        assert set(found.values()) <= {saving.RESULTS}, f"half there, step {number}"
        assert (ran.returncode == 0) is (len(told) == 1), ran.stderr[-400:]
        outcomes.append(ran.returncode == 0)
    assert False in outcomes, "no save failed: the errors were not seen"
