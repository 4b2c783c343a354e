"""The window."""

import ctypes
import sys

_ENOUGH = 1 << 40


def _keep_alive(*constants: object) -> None:
    """Give the constants of Python references to spare.

    PySide6 6.12.0 takes one reference to ``None`` too many in every call that returns it, and one to ``True`` in every
    signal that is sent. From Python 3.12 on they cannot die; before, the interpreter stops with "deallocating None" or
    "deallocating True or False" after some hundred calls. The reference count is the first field of every object.
    """
    for constant in constants:
        ctypes.c_ssize_t.from_address(id(constant)).value += _ENOUGH


if sys.version_info < (3, 12):
    _keep_alive(None, True, False)
