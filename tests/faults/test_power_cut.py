"""The power fails at any moment of saving: every panel that was said to be kept is there, and the trail holds."""

import random
import shutil
import sys
from pathlib import Path
from uuid import UUID

import pytest

from alpdesk.errors import AlpdeskError
from tests.faults import recorded, saving
from tests.faults.counts import times
from tests.faults.recorded import Disk, Step
from tests.faults.test_kill import kept

PANELS = 80
Left = tuple[set[UUID], dict[UUID, int] | None]
CUTS = times(100, 2000)
pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or recorded.COMPILER is None, reason="takes its notes by LD_PRELOAD and a C compiler"
)


def cuts(folder: Path, before: Path, count: int, into: Path) -> list[Left]:
    """Cut the power at random moments; return what was acknowledged until then and what is found (none: unreadable)."""
    steps = recorded.read_steps(folder)
    chance = random.Random(20260302)
    moments = sorted(chance.randrange(len(steps) + 1) for _ in range(count))
    disk, done, found = Disk(before), 0, []
    acknowledged: set[UUID] = set()
    for number, moment in enumerate(moments):
        for step in steps[done:moment]:
            if step.path.name == "kept.txt":
                acknowledged |= {UUID(line) for line in step.data.decode().split()}
            else:
                disk.do(step)
        done = moment
        place = into / str(number)
        place.mkdir()
        disk.cut(chance, place)
        found.append((set(acknowledged), _found(place / "clinic.alpdesk")))
        shutil.rmtree(place)
    return found


def _found(place: Path) -> dict[UUID, int] | None:
    try:
        return kept(place)
    except (AlpdeskError, AssertionError):
        return None


def run(library: Path, folder: Path, tmp_path: Path, how: str, count: int) -> list[Left]:
    before = tmp_path / "clinic.alpdesk.before"
    shutil.copyfile(folder / "clinic.alpdesk", before)
    ran = recorded.run_recorded(library, folder, how, str(PANELS))
    assert ran.returncode == 0, ran.stderr
    into = tmp_path / "cuts"
    into.mkdir()
    start = folder / "clinic.alpdesk"
    shutil.copyfile(before, start)
    return cuts(folder, start, count, into)


def test_no_power_cut_loses_what_was_kept(library: Path, folder: Path, tmp_path: Path) -> None:
    found = run(library, folder, tmp_path, "save", CUTS)
    assert len(found) == CUTS and sum(len(acknowledged) for acknowledged, _ in found) > CUTS
    assert [number for number, (_, left) in enumerate(found) if left is None] == [], "a file that cannot be read"
    lost = [acknowledged - left.keys() for acknowledged, left in found if left is not None]
    assert [each for each in lost if each] == []
    assert {results for _, left in found if left is not None for results in left.values()} == {saving.RESULTS}
    assert max(len(left) - len(acknowledged) for acknowledged, left in found if left is not None) <= 1


def test_the_cuts_would_find_a_database_that_tells_before_it_has_kept(
    library: Path, folder: Path, tmp_path: Path
) -> None:
    found = run(library, folder, tmp_path, "careless", times(30, 300))
    with_loss = [left is None or bool(acknowledged - left.keys()) for acknowledged, left in found]
    assert sum(with_loss) > len(found) // 2


def test_a_disk_keeps_what_was_flushed_and_any_part_of_the_rest(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_bytes(b"old!")
    disk = Disk(place)
    for step in (Step("W", place, 0, b"new!"), Step("S", place, 0, b""), Step("W", place, 4, b"more")):
        disk.do(step)
    left = set()
    for seed in range(40):
        into = tmp_path / str(seed)
        into.mkdir()
        disk.cut(random.Random(seed), into)
        left.add((into / "file").read_bytes())
    assert left == {b"new!", b"new!more"}
