"""Letters composed, read again and set one after the other, here or in processes of their own."""

import os
import threading
from multiprocessing import parent_process
from multiprocessing.connection import wait
from multiprocessing.queues import Queue
from typing import NamedTuple

from alpdesk.domain.letter import LetterDraft
from alpdesk.domain.letter_number import number_of
from alpdesk.domain.records import LetterKind
from alpdesk.domain.rules import RuleBook
from alpdesk.errors import AlpdeskError
from alpdesk.letters.checking import made as composed_and_checked
from alpdesk.letters.layout import render
from alpdesk.letters.source import LetterSource


class Job(NamedTuple):
    """One letter to be made; ``pages`` says whether it is set, or only read."""

    source: LetterSource
    kind: LetterKind
    pages: bool = True


class Made(NamedTuple):
    """What became of a letter: a checked draft and its pages, or why there is none."""

    draft: LetterDraft | None = None
    pages: bytes = b""
    problem: str = ""


class Plate(NamedTuple):
    """What all letters are made with: the rules, and the picture on the letterhead by its seal."""

    rules: RuleBook
    logo: str = ""
    picture: bytes | None = None


def make(job: Job, plate: Plate) -> Made:
    """Compose and check one letter, and set its pages unless the checker stops it."""
    try:
        draft = composed_and_checked(job.source, plate.rules, job.kind)
        if draft.logo != plate.logo:
            return Made(problem="The picture on the letterhead was changed meanwhile; make the letter again.")
        draft = draft.model_copy(update={"number": number_of(draft)})
        stopped = any(warning.blocks for warning in draft.warnings)
        return Made(draft, render(draft, plate.picture) if job.pages and not stopped else b"")
    except AlpdeskError as error:
        return Made(problem=str(error))
    except Exception as error:  # noqa: BLE001  one letter that cannot be set must not stop the others
        return Made(problem=f"The program could not make this letter ({type(error).__name__}).")


class _Worker:
    """What a process of its own holds between two letters."""

    plate: Plate


def begin_work(plates: "Queue[Plate]") -> None:
    """Take what every letter is made with, and end when the program that started this one does."""
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_leave_with, args=(parent.sentinel,), daemon=True).start()
    _Worker.plate = plates.get()


def make_here(job: Job) -> Made:
    """Make one letter in this process, as begun."""
    return make(job, _Worker.plate)


def _leave_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
