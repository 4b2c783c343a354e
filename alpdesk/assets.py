"""The one door to the files under ``resources/``.

A wheel carries them inside the package; a checkout keeps them beside it.
"""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

_installed = files("alpdesk") / "resources"
_checkout = Path(__file__).parent.parent / "resources"
_root: Traversable = _installed if _installed.is_dir() else _checkout


def resource(*parts: str) -> Traversable:
    """Return the file at ``parts`` below ``resources/``."""
    return _root.joinpath(*parts)
