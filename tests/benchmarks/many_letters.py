"""How fast many letters are made, beside ReportLab that sets the same finished letters in a bare loop.

Run as ``python tests/benchmarks/many_letters.py [letters]``; the ways take turns in one run, on one file. A run of
letters reads each record, judges it, chooses the words, checks them, finds the size that fits, sets the pages and keeps
them in the encrypted file with their audit entries. The floor (``bare_letters.py``, a process of its own) is handed the
same words as paragraphs and tables that are ready to be set, and throws the pages away. What it takes for the processes
of two cores to begin counts: a run pays it once, so fewer and larger rounds tell more of them.
"""

import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from uuid import uuid4

from alpdesk import knowledge
from alpdesk.domain.letter_choice import Choosing, RunChoice
from alpdesk.domain.records import Clinic, LetterKind, Panel, Patient, Result, Role, Sex, User
from alpdesk.services.desk import Desk, build
from alpdesk.store import database as store
from alpdesk.store.audit import Actor
from tests.benchmarks import bare_letters
from tests.benchmarks.make_clinic import FAMILY, GIVEN

LETTERS = 500
ROUNDS = 5
FLOOR, ONE, TWO = "bare ReportLab", "one core", "two cores"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TICK = timedelta(milliseconds=10)


def main() -> None:
    letters = int(sys.argv[1]) if len(sys.argv) > 1 else LETTERS
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        desk, keys = clinic(Path(folder), 2 * letters)
        keys, others = keys[::2], keys[1::2]  # a letter that says the same on the same day would be set twice
        floor = Bare(desk, keys, Path(folder))
        taken = dict.fromkeys((FLOOR, ONE, TWO), (0.0, 0.0))
        for number in range(rounds):
            first, last = (letters * place // rounds for place in (number, number + 1))
            for way, times in (
                (FLOOR, floor.take(first, last)),
                (ONE, ours(desk, keys[first:last], 1)),
                (TWO, ours(desk, others[first:last], 2)),
            ):
                taken[way] = (taken[way][0] + times[0], taken[way][1] + times[1])
            report(taken, last)
        desk.close()


def report(taken: dict[str, tuple[float, float]], letters: int) -> None:
    """Say how fast each way was; a busy machine slows the clock, hardly the processor."""
    print(f"after {letters} letters")
    for way, (clock, busy) in taken.items():
        line = f"  {way:15} {letters / clock:6.1f} letters/s, {taken[FLOOR][0] / clock:5.2f} of the floor"
        if busy:
            line += f"; {1000 * busy / letters:.1f} ms of the processor, {taken[FLOOR][1] / busy:.2f} of the floor"
        print(line, flush=True)
    print(f"  two cores over one: {taken[ONE][0] / taken[TWO][0]:.2f}", flush=True)


def ours(desk: Desk, keys: list[int], workers: int) -> tuple[float, float]:
    """Return how long a run of letters takes; what it kept is then out of the way of the next."""
    choice = RunChoice(who=Choosing.SELECTION, kind=LetterKind.PATIENT, patient_ids=tuple(keys))
    line = desk.letter_runs.begin("Letters", choice, desk.letter_runs.look_through(choice))
    start, busy = time.perf_counter(), time.process_time()
    line = desk.letter_runs.make(line.run.id or 0, workers=workers)
    seconds, processor = time.perf_counter() - start, time.process_time() - busy
    assert line.made == len(keys), line
    desk.letter_runs.sign(line.run.id or 0)
    for letter in desk.letter_runs.to_print(line.run.id or 0):
        desk.letters.issued(letter, "handed_over")
    return seconds, processor if workers == 1 else 0.0


class Bare:
    """ReportLab alone, in a process of its own, with the words of the same letters."""

    def __init__(self, desk: Desk, keys: list[int], folder: Path) -> None:
        drafts = (desk.letters.compose(key, LetterKind.PATIENT).model_dump_json() for key in keys)
        told = folder / "letters.jsonl"
        told.write_text("\n".join(drafts), encoding="utf-8")
        command = [sys.executable, bare_letters.__file__, str(told)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._answer()

    def take(self, first: int, last: int) -> tuple[float, float]:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{first} {last}\n")
        self._process.stdin.flush()
        clock, busy = self._answer().split()
        return float(clock), float(busy)

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


def clinic(folder: Path, letters: int) -> tuple[Desk, list[int]]:
    """Return a clinic with as many patients with a low ALP as there are letters to write."""
    ticks = count()

    def clock() -> datetime:
        """Go on with every look: a letter that left is told from one that was kept since a run began."""
        return NOW + next(ticks) * TICK

    database = store.create(folder / "clinic.alpdesk", lambda: bytes(range(32)), clock)
    rules = knowledge.load()
    first = build(database, rules=rules, clock=clock, actor=Actor(None, "Dr. Bench", "bench"))
    first.clinic.update(Clinic(name="Made-up clinic", address="1 Hill Road\nOxford", phone="01865 000 100"))
    doctor = first.users.add(User(name="Dr. Bench", title="GP", role=Role.ADMINISTRATOR))
    desk = build(database, rules=rules, clock=clock, actor=Actor(doctor.id, doctor.name, "bench"))
    chance = random.Random(7)
    return desk, [person(desk, chance, number) for number in range(letters)]


def person(desk: Desk, chance: random.Random, number: int) -> int:
    """Add somebody with one to four low values."""
    patient = Patient(
        number=f"{number:05}",
        family_name=chance.choice(FAMILY),
        given_names=chance.choice(GIVEN),
        birth_date=date(1940, 1, 1) + timedelta(days=chance.randrange(20_000)),
        sex=chance.choice([Sex.FEMALE, Sex.MALE]),
        address=f"{number} High Street\nOxford OX2 2BB",
    )
    key = desk.patients.add(patient).id or 0
    for ago in sorted(chance.sample(range(5, 900), chance.randint(1, 4)), reverse=True):
        low = Result(analyte="alp", value=str(chance.randint(15, 31)), unit="U/L", low=Decimal(35), high=Decimal(104))
        others = tuple(Result(analyte=name, value=value, unit=unit) for name, value, unit in USUAL)
        panel = Panel(uid=uuid4(), collected=NOW.date() - timedelta(days=ago))
        desk.panels.enter(key, panel, (low, *others))
    return key


USUAL = (("calcium", "9.4", "mg/dL"), ("phosphate", "3.4", "mg/dL"), ("creatinine", "0.9", "mg/dL"))


if __name__ == "__main__":
    main()
