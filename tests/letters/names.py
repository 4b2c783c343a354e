"""Made-up people whose names are difficult or hostile: 500 of them, the same each time."""

import random

from tests.hostile.corpus import CODE, FORMULAS, MARKUP, PLACES

COUNT = 500
_GIVEN = (
    "Łukasz", "Đặng Thị", "Nguyễn", "Þórður", "Ægir", "Ǧamāl",
    "Şükrü", "Ʒivile", "Őrs", "Ħal", "Ñaña", "Ɛsi", "Ɔkɔ", "Ẹniọlá",
    "E\u0301milie", "x\u030canth", "Ɔ\u0301dɔ", "S\u0323\u0300",
    "Παναγιώτης", "Ἀλέξανδρος", "Юрий", "Їжак", "Ђорђе", "Ѳеодоръ",
    "राम", "कृष्णा", "श्रीमती ज्ञान", "क्षत्रिय", "हिन्दी",
    "त्र्यंबक", "र्किता", "क्‍षमा", "دعاء", "محمد", "الأحمد", "لآلئ",
    "پژمان", "می‌خواهم", "ٹیپو", "ڈاکٹر", "مُحَمَّد", "דוד",
    "שָׁלוֹם", "בְּרָכָה", "李明", "王小龍", "ひろし", "サトウ", "김민준",
    "이서연", "გიორგი", "Արմեն", "神\ufa19", "Jean-Luc",
    "O'Neill", "d’Ávila", "Smith-Jones III.", "Zoë", "Q", "Straße",
)  # fmt: skip
_HOSTILE = (*MARKUP, *FORMULAS, *CODE, *PLACES)
_UNPRINTED = (
    "\u202e", "\u202d", "\u202a", "\u2066", "\u2067", "\u2068",
    "\u2069", "\u202c", "\x00", "\x07", "\x1b[31m", "\x7f", "\x9f",
    "\ud800", "\ufffe", "\uffff", "\ue000", "\U000f0001", "\U0010fffd",
    "\U0001f9ec", "\U0001f469\u200d\u2695\ufe0f", "葛\U000e0100",
    "\U00020bb7田", "สมชาย", "தமிழ்", "বাংলা", "\u1200\u1208", "\U000e0041", "\u2028x", "\t", "\U00011013",
)  # fmt: skip
_SILENT = ("\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\ufeff", "\u00ad", "\u061c", "\ufe0f")
_SIGNS = ("😀", "♥", "№", "½", "™", "·", "—", "…", "\u00a0", "\u202f", "\u2009", "\u3000", "«»", "†", "ﬁ", "①", "ª")


def names() -> tuple[str, ...]:
    """Return the names."""
    source = random.Random(20260420)
    ways = (_plain, _mixed, _hostile, _unprinted, _silent, _long, _stacked, _noted)
    return tuple(ways[number % len(ways)](source) for number in range(COUNT))


def _words(source: random.Random, fewest: int = 1, most: int = 3) -> list[str]:
    return source.choices(_GIVEN, k=source.randint(fewest, most))


def _plain(source: random.Random) -> str:
    return " ".join(_words(source))


def _mixed(source: random.Random) -> str:
    return source.choice((" ", " - ", ", ", " / ")).join(_words(source, 2, 4))


def _hostile(source: random.Random) -> str:
    parts = [*_words(source), *source.choices(_HOSTILE, k=source.randint(1, 2))]
    source.shuffle(parts)
    return " ".join(parts)


def _unprinted(source: random.Random) -> str:
    return _with(source, _UNPRINTED)


def _silent(source: random.Random) -> str:
    return _with(source, _SILENT)


def _with(source: random.Random, odd: tuple[str, ...]) -> str:
    word = " ".join(_words(source))
    at = source.randint(0, len(word))
    return word[:at] + source.choice(odd) + word[at:]


def _long(source: random.Random) -> str:
    return source.choice(_GIVEN) * source.randint(8, 25) if source.random() < 0.5 else " ".join(_words(source, 12, 25))


def _stacked(source: random.Random) -> str:
    marks = [chr(source.randint(0x300, 0x36F)) for _ in range(source.randint(1, 12))]
    return source.choice(("a", "E", "x", "ñ", "ك", "ש", "क")) + "".join(marks) + source.choice(_GIVEN)


def _noted(source: random.Random) -> str:
    return source.choice(_GIVEN) + source.choice(_SIGNS) + source.choice(_GIVEN) + str(source.randint(0, 2026))
