"""Every parser takes bytes or refuses them in words: known trouble and seeded changes at each commit, atheris by night.

By hand: ``python -m tests.fuzz TARGET -max_total_time=600 FOLDER``. What it finds goes into ``found.py``.
"""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from alpdesk.errors import AlpdeskError
from tests.faults.counts import times
from tests.fuzz.found import EVERYWHERE, FOUND
from tests.fuzz.mutate import changed
from tests.fuzz.targets import TARGETS, Target, Unclear, run, sweep_up

LONGEST = 5.0  # seconds for one input, on a busy computer
CHANGES = {"rule_file": times(25, 4000), "letter": times(100, 4000)}
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module", autouse=True)
def _swept() -> Iterator[None]:
    yield
    sweep_up()


def _timed(name: str, content: bytes) -> None:
    started = time.monotonic()
    run(name, content)
    assert time.monotonic() - started < LONGEST, content[:200]


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_sound_is_read(name: str) -> None:
    assert all(run(name, seed) for seed in TARGETS[name].seeds()[:10])


@pytest.mark.parametrize("name", TARGETS)
def test_known_trouble_is_refused_in_words_or_taken(name: str) -> None:
    for content in (*EVERYWHERE, *FOUND[name]):
        _timed(name, content)


@pytest.mark.parametrize("name", ["case", "map", "rule_entry", "letter", "table"])
def test_a_word_without_end_is_not_told_whole(name: str) -> None:
    for seed in TARGETS[name].seeds()[:8]:
        for word in list(re.finditer(rb'(?<=")[^"\n]+(?=")|(?<=,)[^",\n]+(?=,)', seed))[:40]:
            run(name, seed[: word.start()] + b"x" * 5000 + seed[word.end() :])


@pytest.mark.parametrize("name", TARGETS)
def test_sound_bytes_a_little_changed_are_refused_in_words_or_taken(name: str) -> None:
    seeds = TARGETS[name].seeds()
    taken = set()
    for number in range(CHANGES.get(name, times(300, 20_000))):
        content = changed(seeds[number % len(seeds)], number)
        _timed(name, content)
        taken.add(len(content))
    assert len(taken) > 10


@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris has no wheel for this system")
@pytest.mark.parametrize("name", TARGETS if times(0, 1) else ["keys"])
def test_nothing_that_coverage_leads_to_gets_through(name: str, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number, seed in enumerate((*TARGETS[name].seeds(), *FOUND[name])):
        (corpus / str(number)).write_bytes(seed)
    enough = times(0, 300)
    limits = [f"-max_total_time={enough}"] if enough else ["-runs=300"]
    options = [*limits, "-seed=1", "-timeout=5", "-rss_limit_mb=500", "-max_len=20000", f"-artifact_prefix={tmp_path}/"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", name, *options, str(corpus)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0 and "Done" in done.stderr, done.stderr[-3000:] + done.stdout[-3000:]


@pytest.mark.parametrize("failure", [KeyError("x"), RecursionError(), AlpdeskError(" "), AlpdeskError("x" * 5000)])
def test_a_parser_that_fails_otherwise_is_seen(monkeypatch: pytest.MonkeyPatch, failure: Exception) -> None:
    def fails(_content: bytes) -> None:
        raise failure

    monkeypatch.setitem(TARGETS, "broken", Target(fails, list))
    with pytest.raises((KeyError, RecursionError, Unclear)):
        run("broken", b"")
