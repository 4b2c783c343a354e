"""The verb of ``alpdesk-admin`` for many letters: who is due one, and to make those against which nothing speaks."""

import argparse
import json
from typing import TYPE_CHECKING

from alpdesk.admin.opening import add_options, open_desk
from alpdesk.admin.output import on_terminal, say
from alpdesk.domain.letter_choice import Choosing, RunChoice

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from alpdesk.services.letter_problems import Candidate

_TITLES = {Choosing.DUE: "Letters due this week", Choosing.RECALLS: "All recalls overdue"}


def add_verb(verbs: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add letters."""
    does = "list who is due a letter and what speaks against it; with --make, make the others"
    verb = verbs.add_parser("letters", help=does, description=does[0].upper() + does[1:] + ".")
    whom = verb.add_mutually_exclusive_group(required=True)
    whom.add_argument("--due", dest="who", action="store_const", const=Choosing.DUE, help="letters due this week")
    whom.add_argument("--recalls", dest="who", action="store_const", const=Choosing.RECALLS, help="all that is overdue")
    verb.add_argument("--make", action="store_true", help="make those against which nothing speaks, for signature")
    verb.add_argument("--json", action="store_true", help="one JSON object a line")
    add_options(verb)
    verb.set_defaults(run=_letters)


def _letters(arguments: argparse.Namespace) -> int:
    choice = RunChoice(who=arguments.who)
    with open_desk(arguments) as desk:
        runs = desk.letter_runs
        found = runs.look_through(choice, on_terminal())
        for candidate in found:
            say(_as_json(candidate) if arguments.json else _as_line(candidate))
        if not arguments.make or not any(candidate.proposed for candidate in found):
            return 0
        title = f"{_TITLES[choice.who]}, {desk.context.today().isoformat()}"
        left_out = {candidate.letter for candidate in found if not candidate.proposed}
        line = runs.make(runs.begin(title, choice, found, left_out).run.id or 0, on_terminal())
    if not arguments.json:
        others = f"{line.left_out} left out, {line.held} held back"
        say(f"Made: {line.made} letters, {others}. Sign and print them in Alpdesk.")
    return 0


def _as_json(candidate: "Candidate") -> str:
    told = {
        "patient_number": candidate.patient.number,
        "kind": candidate.letter.kind.value,
        "why": candidate.letter.why.value,
        "since": candidate.letter.since and candidate.letter.since.isoformat(),
        "proposed": candidate.proposed,
        "stopped": candidate.stopped,
        "problems": [{"id": problem.id, "text": problem.text} for problem in candidate.problems],
    }
    return json.dumps(told, ensure_ascii=False)


def _as_line(candidate: "Candidate") -> str:
    state = "held back" if candidate.stopped else "to be made" if candidate.proposed else "left out"
    why = candidate.letter.why.value.replace("_", " ")
    problems = " ".join(problem.text for problem in candidate.problems)
    return f"{candidate.patient.number}: {candidate.letter.kind.value} ({why}), {state}. {problems}".rstrip()
