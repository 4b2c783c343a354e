"""The verb of ``alpdesk-admin`` for what is shipped: a bill of materials."""

import argparse
from typing import TYPE_CHECKING

from alpdesk.admin.output import say

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_verb(verbs: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add components."""
    does = "write every part that is shipped as a bill of materials (CycloneDX, JSON)"
    verb = verbs.add_parser("components", help=does, description=does[0].upper() + does[1:] + ".")
    verb.set_defaults(run=_components)


def _components(_arguments: argparse.Namespace) -> int:
    from alpdesk.services.components import bill_of_materials

    say(bill_of_materials())
    return 0
