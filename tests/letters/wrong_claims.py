"""Wrong letters whose fault is no figure of the record: values in words or without a unit, diagnoses, empty parts."""

from alpdesk.domain.records import LetterKind
from tests.letters import people
from tests.letters.wrong_letters import Change, Wrong, also, leave_out, say

_PATIENT, _RECALL, _REFERRAL = LetterKind.PATIENT, LetterKind.RECALL, LetterKind.REFERRAL
_IN_WORDS = {
    "en": ("Your ALP was forty-two units per litre.", "Your zinc is seven.", "The level was about nineteen.",
           "It was one hundred and two U/L."),
    "es": ("Su ALP fue cuarenta y dos unidades por litro.", "El valor era de siete.", "Eran treinta y cinco unidades."),
    "de": ("Ihre ALP war zweiundvierzig Einheiten pro Liter.", "Der Wert lag bei sieben.", "Das Ergebnis war zwölf."),
    "fr": ("Votre ALP était de quarante-deux unités par litre.", "La valeur était de sept.", "Le taux est douze."),
    "hi": ("आपका ALP बयालीस यूनिट प्रति लीटर था।", "आपका परिणाम सात था।", "यह बारह यूनिट था।"),
    "ar": ("كان ALP لديكم اثنتين وأربعين وحدة في اللتر.", "كانت النتيجة هي سبعة.", "بلغ خمسين وحدة."),
}  # fmt: skip
_BARE = {
    "en": ("Your zinc was 7.", "Your result was 12.", "Your calcium 1.9 is low.", "Ferritin 4 ug/L was found."),
    "es": ("Su zinc fue 7.", "Su resultado fue 12."),
    "de": ("Ihr Zink war 7.", "Ihr Zinkwert lag bei 7.", "Ihr Ergebnis war 12."),
    "fr": ("Votre zinc était à 7.", "Votre résultat était de 12."),
    "hi": ("आपका ज़िंक 7 था।", "आपका परिणाम 12 था।"),
    "ar": ("كان الزنك لديكم 7.", "كانت النتيجة هي 12."),
}  # fmt: skip
_DIAGNOSES = {
    "en": ("She has hypophosphatasia.", "He has prostate cancer.", "Diagnosis is Wilson disease.",
           "This is a case of osteomalacia."),
    "es": ("Tiene hipofosfatasia.", "Padece un cáncer de mama.", "El diagnóstico es enfermedad de Wilson."),
    "de": ("Sie hat eine Hypophosphatasie.", "Es besteht ein Mammakarzinom.", "Er leidet an Brustkrebs."),
    "fr": ("Elle a une hypophosphatasie.", "Il souffre d'un cancer.", "Le diagnostic est la maladie de Wilson."),
    "hi": ("उन्हें हाइपोफॉस्फेटेशिया है।", "मरीज़ को कैंसर है।"),
    "ar": ("لديها سرطان الثدي.", "المريض مصاب بداء ويلسون."),
}  # fmt: skip
_EMPTY = ("tell", "sooner", "about", "next", "meaning", "why")


def _each(by: str, kind: LetterKind, block: str, said: dict[str, tuple[str, ...]]) -> tuple[Wrong, ...]:
    return tuple(
        Wrong(f"{by} {place} to {kind.value}", people.persistent, kind, also(block, text), by, language=language)
        for language, texts in said.items()
        for place, text in enumerate(texts)
    )


def _phone(text: str, name: str) -> Wrong:
    return Wrong(name, people.persistent, _PATIENT, also("contact", text), "other_phone")


def _empty(kind: LetterKind, block: str, change: Change, how: str) -> Wrong:
    person = people.first_low if kind is _RECALL else people.persistent
    return Wrong(f"{block} {how} in {kind.value}", person, kind, change, f"no_{block}")


DIAGNOSES = _each("diagnosis", _REFERRAL, "question", _DIAGNOSES)
CLAIMS: tuple[Wrong, ...] = (
    *_each("in_words", _PATIENT, "meaning", _IN_WORDS),
    *_each("in_words", _REFERRAL, "question", {"en": _IN_WORDS["en"], "de": _IN_WORDS["de"]}),
    *_each("value", _PATIENT, "meaning", _BARE),
    *_each("value", _REFERRAL, "question", {"en": ("Ferritin 4 ug/L.", "Zinc was 7.")}),
    _phone("Or ring 030.12.34.567.", "a telephone number with dots"),
    _phone("Or ring 55 12 34.", "a telephone number of six digits"),
    _phone("Or ring 0186500010.", "a telephone number that lost a digit"),
    *(_empty(_PATIENT, block, say(block, "-"), "a dash") for block in _EMPTY),
    _empty(_RECALL, "about", say("about", " "), "blank"),
    _empty(_RECALL, "about", leave_out("about"), "left out"),
    _empty(_RECALL, "sooner", say("sooner", "–"), "a dash"),
)
