"""How easily each English letter reads: ``python -m tests.letters.reading`` prints the table."""

from alpdesk.domain.letter import LetterDraft
from alpdesk.letters.readability import Readability, readability
from tests.letters.tongues import GOLDEN, golden

EASE, GRADE, SENTENCE = 60, 8, 15  # clinical.md 7.1: reading ease at least, grade and mean sentence at most
AIM = 70


def measured(letter: LetterDraft) -> Readability:
    """Return the measures of the running text of a letter."""
    return readability("\n".join(letter.words()))


def table() -> str:
    """Return the measures of every English golden letter as a table."""
    lines = [
        "| letter | kind | words | mean sentence | longest | reading ease | grade |",
        "|---|---|--:|--:|--:|--:|--:|",
    ]
    for name, _, kind, _ in GOLDEN:
        each = measured(golden("en", name))
        lines.append(
            f"| {name} | {kind.value} | {each.words} | {each.sentence} | {each.longest} | {each.ease} | {each.grade} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
