"""What ReportLab does slowly and the same way every time: the digits of a number are worked out once and remembered.

The file says the same, byte for byte. A letter has some thousand numbers, most of them alike.
"""

from functools import lru_cache

from reportlab.lib import colors
from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase import pdfdoc, ttfonts
from reportlab.pdfgen import canvas, pathobject, textobject

_remembered = lru_cache(1 << 15)(fp_str)


def _digits(*numbers: object) -> str:
    try:
        return _remembered(*numbers)
    except TypeError:  # a list of numbers
        return str(fp_str(*numbers))


def make_quick() -> None:
    """Let numbers be remembered."""
    for module in (canvas, pathobject, textobject, pdfdoc, ttfonts, colors):
        vars(module).update(fp_str=_digits)
