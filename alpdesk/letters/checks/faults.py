"""How a fault of a letter is said."""

from alpdesk.domain.letter import Heading, LetterDraft, LetterWarning, editable_text, is_editable
from alpdesk.letters.limits import limits


def wrong(name: str, *, block: str = "", sentence: str = "", **values: object) -> LetterWarning:
    """Return what stops a letter."""
    return LetterWarning(id=name, text=limits().sentence(name, **values), blocks=True, block=block, sentence=sentence)


def asked(name: str, *, block: str = "", sentence: str = "", **values: object) -> LetterWarning:
    """Return what stops a letter until somebody says that it was seen to."""
    return wrong(name, block=block, sentence=sentence, **values).model_copy(update={"asks": True})


def poor(name: str, *, block: str = "", sentence: str = "", **values: object) -> LetterWarning:
    """Return what could be better in a letter."""
    return LetterWarning(id=name, text=limits().sentence(name, **values), block=block, sentence=sentence)


def spoken(letter: LetterDraft) -> dict[str, str]:
    """Return the words of a letter by block, headings too."""
    return {block.id: editable_text(block) for block in letter.blocks if is_editable(block)}


def running(letter: LetterDraft) -> dict[str, str]:
    """Return the running text of a letter by block."""
    worded = (block for block in letter.blocks if is_editable(block) and not isinstance(block, Heading))
    return {block.id: editable_text(block) for block in worded}
