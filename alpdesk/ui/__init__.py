"""The window."""

import ctypes
import sys

_ENOUGH = 1 << 40


def _keep_none_alive() -> None:
    """Give ``None`` references to spare.

    PySide6 6.12.0 takes one reference to ``None`` too many in every call that returns it. From Python 3.12 on
    ``None`` cannot die; before, the interpreter stops with "deallocating None" after some thousand calls. The
    reference count is the first field of every object.
    """
    ctypes.c_ssize_t.from_address(id(None)).value += _ENOUGH


if sys.version_info < (3, 12):
    _keep_none_alive()
