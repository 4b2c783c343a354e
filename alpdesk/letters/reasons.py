"""Why a sentence is in a letter, in plain words for whoever writes it."""

from collections.abc import Iterable

from alpdesk.domain.letter import Reason
from alpdesk.letters.catalogue import Catalogue
from alpdesk.letters.outline import Chosen, Entry
from alpdesk.letters.situation import Situation


class Reasons:
    """Tells the facts that let a block or a sentence into a letter, in the clinic's language."""

    def __init__(self, words: Catalogue, situation: Situation) -> None:
        self._words, self._situation = words, situation

    def of_entry(self, entry: Entry) -> str:
        """Return why a block stands, whatever it says."""
        return " ".join(self._told(entry.rests_on(self._situation.facts))) or self._words.text("always", "because")

    def of_sentence(self, entry: Entry, chosen: Chosen, sentence: str, key: str) -> Reason:
        """Return why one sentence of a block was chosen."""
        facts = self._situation.facts
        names = dict.fromkeys((*entry.rests_on(facts), *chosen.sentence.rests_on(facts)))
        told = self._told((*names, *(("otherwise",) if chosen.otherwise else ())))
        return Reason(sentence=sentence, key=key, facts=told or (self._words.text("always", "because"),))

    def together(self, reasons: Iterable[Reason]) -> str:
        """Return the reasons of all sentences of a block, each told once."""
        return " ".join(dict.fromkeys(fact for reason in reasons for fact in reason.facts))

    def _told(self, names: Iterable[str]) -> tuple[str, ...]:
        found = ((name, self._words.find(name, "because")) for name in names)
        return tuple(self._words.filled(text, name, self._situation.values) for name, text in found if text)
