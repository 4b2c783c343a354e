"""Many letters at once: spread over processes, as many as there are cores; a few are made here."""

import os
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from typing import TypeVar

from alpdesk.errors import AlpdeskError
from alpdesk.letters.press import Job, Made, Plate, begin_work, make, make_here
from alpdesk.services.context import Context
from alpdesk.services.logos import Logos
from alpdesk.store import logos

Key = TypeVar("Key")
_FEW = 40  # processes take about as long to begin as these take to be made
_AHEAD = 3  # letters that wait for each process, so that none stands idle
_MOST = 16


def cores() -> int:
    """Return how many letters are made at a time."""
    return max(1, min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, _MOST))


def plate_of(context: Context) -> Plate:
    """Return what letters are made with now."""
    with context.database.read() as session:
        logo = logos.digest(session)
    return Plate(context.rules, logo, Logos(context).picture(logo))


def press(jobs: Iterable[tuple[Key, Job]], plate: Plate, workers: int) -> Generator[tuple[Key, Made]]:
    """Make letters and yield them as they are done; jobs are only asked for when somebody is free for them."""
    jobs = iter(jobs)
    few = list(islice(jobs, _FEW if workers > 1 else 0))
    if len(few) < _FEW:
        yield from ((key, make(job, plate)) for key, job in _again(few, jobs))
        return
    apart = get_context("spawn")
    plates = apart.Queue()  # what is handed to a process as it begins holds up whoever begins it; this does not
    for _ in range(workers):
        plates.put(plate)
    pool = ProcessPoolExecutor(workers, apart, initializer=begin_work, initargs=(plates,))
    try:
        yield from _spread(pool, _again(few, jobs), workers * _AHEAD, plate)
    except BrokenProcessPool as error:
        raise AlpdeskError("The processes that set the pages were stopped. Go on with the run later.") from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        plates.cancel_join_thread()


def _again(few: Iterable[tuple[Key, Job]], rest: Iterable[tuple[Key, Job]]) -> Iterator[tuple[Key, Job]]:
    yield from few
    yield from rest


def _spread(
    pool: ProcessPoolExecutor, jobs: Iterator[tuple[Key, Job]], ahead: int, plate: Plate
) -> Iterator[tuple[Key, Made]]:
    """Hand letters out and yield what comes back; until the first does, letters are made here."""
    running: dict[Future[Made], Key] = {}
    alone = True
    while True:
        for key, job in islice(jobs, ahead - len(running)):
            running[pool.submit(make_here, job)] = key
        if not running:
            return
        done, _ = wait(running, 0 if alone else None, FIRST_COMPLETED)
        alone = alone and not done
        if alone and (one := next(jobs, None)) is not None:
            yield one[0], make(one[1], plate)
        else:
            alone = False
        for future in done:
            yield running.pop(future), future.result()
