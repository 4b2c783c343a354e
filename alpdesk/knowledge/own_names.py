"""What may be a further name of a medicine: a name that says which medicine it is, and only this class."""

from collections.abc import Iterator

from alpdesk.domain.names import folded
from alpdesk.domain.rules import RuleBook

_SHORTEST = 3
_FORM_WORDS = """
tablet tablets tab tabs capsule capsules cap caps pill pills drop drops injection injections infusion
syringe pen patch patches gel cream powder sachet syrup solution spray ampoule ampoules implant oral mg
mcg ug g ml iu units daily weekly monthly yearly once twice day week month year dose medicine medication
drug supplement therapy treatment hormone with and of the for in or plus depot retard forte
"""
_FORMS = frozenset(_FORM_WORDS.split())


def name_faults(name: str, medicine_class: str, book: RuleBook) -> Iterator[str]:
    """Yield in one sentence each what keeps a name from standing for a class of medicines."""
    said = folded(name)
    words = [word for word in said.split() if word not in _FORMS and not word.isdecimal()]
    if len(said) < _SHORTEST:
        yield f'"{name}" is too short to tell a medicine by.'
    elif not words:
        yield f'"{name}" does not tell one medicine from another.'
    else:
        others = (each for each in book.medicine_classes.values() if each.id != medicine_class)
        taken = ((each.title, known) for each in others for known in each.names if _within(words, said, known))
        title, known = next(taken, ("", ""))
        mine = (part for part in book.medicine_classes[medicine_class].names if _is_part(words, part))
        if title:
            yield f'"{name}" is found in "{known.removeprefix("=")}", which stands for {title}.'
        elif whole := next(mine, ""):
            yield f'"{name}" is only a part of "{whole.removeprefix("=")}" and may stand in other names too.'


def _within(words: list[str], said: str, known: str) -> bool:
    """Say whether a name, or what is left of it without form and strength, is words of a known one."""
    there = f" {folded(known)} "
    return f" {said} " in there or f" {' '.join(words)} " in there


def _is_part(words: list[str], known: str) -> bool:
    """Say whether a name leaves out words of a known one: "alfa" tells no asfotase alfa from another alfa."""
    whole = folded(known).split()
    return len(words) < len(whole) and f" {' '.join(words)} " in f" {' '.join(whole)} "
