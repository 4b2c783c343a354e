"""The words of letters: one file a language, filled with values from the record."""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from hashlib import sha256

from babel import Locale
from babel.numbers import format_decimal, get_decimal_symbol

from alpdesk.assets import resource
from alpdesk.errors import AlpdeskError

SOURCE = "en"  # the language that the others are translated from
_PLACE = re.compile(r"\{(\w+)\}")
_NAME = re.compile(r"[a-z]{2,3}([-_][A-Za-z]{2,4})?")
_OWN_WORDS = (
    "salutation", "subject", "heading", "patient", "parents", "recall", "recall_parents", "summary", "summary_parents",
    "referral", "doctor",
)  # fmt: skip
Section = Mapping[str, str | Mapping[str, str]]


class CatalogueError(AlpdeskError):
    """A sentence that cannot be made from its catalogue."""


class Catalogue:
    """The sentences of one language, and its way of writing dates and numbers."""

    def __init__(self, language: str, sections: Mapping[str, Section], locale: Locale) -> None:
        self.language = language
        self.locale = locale
        self._sections = sections

    @property
    def name(self) -> str:
        """The language by the name it gives itself."""
        return str(self.locale.get_language_name(self.language) or self.language)

    @property
    def rtl(self) -> bool:
        """Return whether the language runs from right to left."""
        return str(self.locale.text_direction) == "rtl"

    @property
    def decimal_sign(self) -> str:
        """Return what stands between whole numbers and fractions."""
        return get_decimal_symbol(self.locale)

    def text(self, key: str, *sections: str, **values: str) -> str:
        """Return a sentence from the first of the sections that has it, with its places filled."""
        return _fill(self.found(key, *sections)[1], key, values)

    def plural(self, key: str, section: str, count: int) -> str:
        """Return the form of a sentence that this number asks for."""
        forms = self._sections[section][key]
        if isinstance(forms, str):
            raise CatalogueError(f"{section}.{key} in the letters' words has no plural forms.")
        form = forms.get(self.locale.plural_form(count), forms["other"])
        return _fill(form, key, {"count": self.number(Decimal(count))})

    def find(self, key: str, section: str) -> str:
        """Return a fixed text, or nothing where the catalogue has none."""
        found = self._sections.get(section, {}).get(key, "")
        return found if isinstance(found, str) else ""

    def named(self, key: str, section: str, title: str) -> str:
        """Return what the rule book calls something in this language; English takes the rule book's own title."""
        return self.find(key, section) or title

    def texts(self) -> tuple[str, ...]:
        """Return every fixed text, as it stands."""
        return tuple(text for section in self._sections.values() for text in section.values() if isinstance(text, str))

    def number(self, number: Decimal) -> str:
        """Return a number as the language writes it: every digit kept, thousands never set apart."""
        exponent = number.as_tuple().exponent
        digits = max(0, -exponent) if isinstance(exponent, int) else 0
        return format_decimal(number, "0" + ("." + "0" * digits if digits else ""), self.locale)

    def listing(self, items: list[str]) -> str:
        """Return ``a, b and c``."""
        if len(items) < 2:
            return "".join(items)
        return self.text("and", "words", first=self.joined(items[:-1]), last=items[-1])

    def joined(self, items: Iterable[str], mark: str = "comma") -> str:
        """Return ``a, b, c`` with the language's own comma, or its semicolon."""
        return self.find(mark, "words").join(items)

    def filled(self, text: str, key: str, values: Mapping[str, str]) -> str:
        """Return a text with its places filled; ``key`` names it where a value is not known."""
        return _fill(text, key, values)

    def found(self, key: str, *sections: str) -> tuple[str, str]:
        """Return the first of the sections that has a sentence, and the sentence."""
        for section in sections:
            found = self._sections.get(section, {}).get(key)
            if isinstance(found, str):
                return section, found.strip()
        raise CatalogueError(f'The letters\' words for "{self.language}" lack {" or ".join(sections)}: {key}.')


def _fill(template: str, key: str, values: Mapping[str, str]) -> str:
    def value(place: re.Match[str]) -> str:
        if place[1] not in values:
            raise CatalogueError(f'The sentence "{key}" of the letters asks for {{{place[1]}}}, which is not known.')
        return values[place[1]]

    return _PLACE.sub(value, template)


def is_offered(language: str) -> bool:
    """Return whether there are letters in this language."""
    return _NAME.fullmatch(language) is not None and resource("letters", f"{language}.toml").is_file()


def offered() -> tuple[str, ...]:
    """Return every language there are letters in."""
    names = (file.name.removesuffix(".toml") for file in resource("letters").iterdir())
    return tuple(sorted(name for name in names if is_offered(name)))


def load(language: str, paper: str, own: Mapping[str, str] | None = None) -> Catalogue:
    """Return the words of a language; the paper says which English writes the date.

    ``own`` are a clinic's sentences, by the keys of ``replaceable``.
    """
    read = _read(language)
    locales = read["locales"]
    chosen = locales.get(paper) or locales.get("A4") or language
    return Catalogue(language, _replaced(language, read, own or {}), Locale.parse(str(chosen)))


def edition(language: str, own: Mapping[str, str] | None = None) -> str:
    """Return a short seal of every text, the clinic's own included: which words a letter is made of."""
    return _sealed(language, tuple(sorted((own or {}).items())))


@lru_cache(32)
def _sealed(language: str, own: tuple[tuple[str, str], ...]) -> str:
    said = json.dumps(_replaced(language, _read(language), dict(own)), sort_keys=True, ensure_ascii=False)
    return sha256(said.encode()).hexdigest()[:12]


def _replaced(language: str, read: Mapping[str, Section], own: Mapping[str, str]) -> Mapping[str, Section]:
    parted = [(*key.split(".", 2), text) for key, text in own.items()]
    changed = {name: dict(section) for name, section in read.items()}
    for spoken, section, key, text in parted:
        if spoken == language and section in _OWN_WORDS:
            changed[section][key] = text
    return changed


def replaceable() -> dict[str, str]:
    """Return every sentence that a clinic may put in its own words, by language, section and name."""
    return {
        f"{language}.{section}.{key}": text.strip()
        for language in offered()
        for section in _OWN_WORDS
        for key, text in _read(language).get(section, {}).items()
        if isinstance(text, str)
    }


def flat(language: str) -> dict[tuple[str, str], str]:
    """Return every sentence of a language by section and name; what is counted has one line for each form."""
    return {
        (section, name): text.strip()
        for section, found in _read(language).items()
        if section != "locales"
        for key, value in found.items()
        for name, text in ({key: value} if isinstance(value, str) else _forms(key, value)).items()
    }


def _forms(key: str, forms: Mapping[str, str]) -> dict[str, str]:
    return {f"{key} ({form})": text for form, text in forms.items()}


@cache
def _read(language: str) -> dict[str, dict[str, str | dict[str, str]]]:
    read = tomllib.loads(resource("letters", f"{language}.toml").read_text(encoding="utf-8"))
    return {name: section for name, section in read.items() if isinstance(section, dict)}
