"""The command ``alpdesk-admin``: everything that must run without the window."""

import argparse
import sys
from collections.abc import Sequence

from alpdesk import __version__
from alpdesk.admin import cases, components, database, letters
from alpdesk.admin.output import say
from alpdesk.errors import AlpdeskError

REFUSED = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; return 0 when done and 1 when refused. Wrong usage exits with 2."""
    try:
        chosen = _parser().parse_args(arguments)
        status: int = chosen.run(chosen)
    except AlpdeskError as error:
        say(str(error), to=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        return REFUSED
    except OSError as error:
        say(f"{error.strerror or error}: {error.filename or 'the disk or the network'}.", to=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        say("Stopped; nothing that was not finished is kept.", to=sys.stderr)
        return REFUSED
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="alpdesk-admin", description="Alpdesk without the window.")
    parser.add_argument("--version", action="version", version=f"alpdesk {__version__}")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    cases.add(verbs)
    database.add_verbs(verbs)
    letters.add_verb(verbs)
    components.add_verb(verbs)
    return parser
