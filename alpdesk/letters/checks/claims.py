"""What words claim without a figure that could be held against the record: values in words, a diagnosis."""

from collections.abc import Iterator

from alpdesk.domain.letter import LetterDraft, LetterWarning
from alpdesk.letters.checks.faults import asked, running, spoken, wrong
from alpdesk.letters.checks.sentences import sentences
from alpdesk.letters.checks.truth import Truth
from alpdesk.letters.limits import phrase

_ANY_TEST = "ALP"  # what is said of one test in words is said of any


def claims(letter: LetterDraft, truth: Truth) -> Iterator[LetterWarning]:
    """Yield each value that stands in words, and each diagnosis that somebody wrote to a colleague.

    What was composed for a colleague is the record's own: titles of causes, names of findings.
    """
    language, composed = truth.words.language, running(truth.fresh)
    in_words, diagnosis = phrase("in_words", language), phrase("diagnosis", language)
    for block, text in spoken(letter).items():
        for sentence in sentences(text, language):
            here = {"block": block, "sentence": sentence}
            if letter.kind.to_colleague and sentence in composed.get(block, ""):
                continue
            if in_words is not None and in_words.search(truth.named.sub(_ANY_TEST, sentence)):
                yield wrong("in_words", what=sentence, **here)
            if letter.kind.to_colleague and diagnosis is not None and (found := diagnosis.search(sentence)):
                yield asked("diagnosis", what=found.group().strip(), **here)
