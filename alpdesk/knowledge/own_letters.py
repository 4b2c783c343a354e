"""What may stand in a letter of the clinic's own making: the form of its blocks, whatever the record holds."""

from collections import Counter
from collections.abc import Iterator

from alpdesk.domain.own_letter import OwnBlock, OwnLetter
from alpdesk.knowledge.own_forms import Fault
from alpdesk.knowledge.own_words import braces_alone


def block_faults(own: OwnLetter) -> Iterator[Fault]:
    """Yield what is wrong with a change, by field; a block's fields are led by ``own.`` and its id."""
    for name, count in Counter(block.id for block in own.own).items():
        if count > 1:
            yield Fault(f"own.{name}", "Two blocks bear the same name.")
    for block in own.own:
        yield from _faults(block)


def _faults(block: OwnBlock) -> Iterator[Fault]:
    field = f"own.{block.id}"
    if not any(block.lines(language) for language in block.text):
        yield Fault(f"{field}.text", "This block says nothing yet: type its words, or remove it.")
    for part, texts in (("text", block.text), ("heading", block.heading)):
        for language, text in texts.items():
            if braces_alone(text):
                yield Fault(f"{field}.{part}.{language}", "A brace { or } stands alone.")
    for language, heading in block.heading.items():
        if heading and not block.lines(language):
            yield Fault(f"{field}.text.{language}", "A heading needs words under it.")
