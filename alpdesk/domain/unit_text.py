"""Spellings of units."""

import unicodedata

_WRITTEN = str.maketrans({"μ": "u", "µ": "u", "·": ".", "×": "x"})


def folded_unit(text: str) -> str:
    """Return a unit without case, spaces and the several ways to write micro."""
    bare = unicodedata.normalize("NFKC", text).translate(_WRITTEN).casefold()
    return "".join(bare.split()).replace("mcg", "ug").replace("litre", "l").replace("liter", "l")
