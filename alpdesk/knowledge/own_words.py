"""What may stand in for a sentence of the letters: words that quote the same values, no more and no fewer."""

import re
from collections.abc import Iterator

_PLACE = re.compile(r"\{(\w*)\}")


def places(text: str) -> set[str]:
    """Return the names of the values that a sentence quotes."""
    return set(_PLACE.findall(text))


def braces_alone(text: str) -> bool:
    """Say whether a brace stands in a text that leads to no value."""
    rest = _PLACE.sub("", text)
    return "{" in rest or "}" in rest


def word_faults(own: str, shipped: str) -> Iterator[str]:
    """Yield in one sentence each what keeps a clinic's sentence from standing in for the shipped one."""
    wanted, given = places(shipped), places(own)
    for name in sorted(wanted - given):
        yield f"The sentence must say {{{name}}}."
    for name in sorted(given - wanted):
        yield f"{{{name}}} is not known in this sentence."
    if braces_alone(own):
        yield "A brace { or } stands alone."
