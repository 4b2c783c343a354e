"""Letters in every language: complete, in its own plurals, dates and numbers, and never saying what none may say."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from alpdesk.assets import resource
from alpdesk.domain.records import LetterKind
from alpdesk.letters import bidi
from alpdesk.letters.catalogue import load, offered
from alpdesk.letters.checking import forbidden, forbidden_in
from alpdesk.letters.compose import compose
from alpdesk.letters.pieces import _levels
from tests.letters import people, tongues
from tests.letters.people import DAY, MARCH, PEOPLE
from tests.letters.tongues import EVERY, GOLDEN, OTHERS, golden, letter_in

_PLACE = re.compile(r"\{(\w+)\}")
_NAMES = {"analytes", "events", "findings", "causes", "criteria"}
# The same word in both languages, or a sign that no language translates.
_SAME = {"crp", "ppi", "zinc", "cortisol", "magnesium", "phosphate", "calcium", "calcium_ionised", "date", "collected",
         "specimen", "edta_probable", "edta_possible"}  # fmt: skip


def catalogue(language: str) -> dict[str, Any]:
    return tomllib.loads(resource("letters", f"{language}.toml").read_text(encoding="utf-8"))


def sentences(language: str) -> Iterator[tuple[str, str, str | dict[str, str]]]:
    for section, found in catalogue(language).items():
        if isinstance(found, dict) and section not in {"locales", *_NAMES}:
            yield from ((section, key, text) for key, text in found.items())


def test_there_are_letters_in_six_languages() -> None:
    assert set(offered()) == set(EVERY)


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_every_sentence_of_english_and_no_other(language: str) -> None:
    assert {each[:2] for each in sentences(language)} == {each[:2] for each in sentences("en")}


@pytest.mark.parametrize("language", OTHERS)
def test_a_sentence_quotes_the_same_values_in_every_language(language: str) -> None:
    english = {each[:2]: each[2] for each in sentences("en")}
    for section, key, text in sentences(language):
        if isinstance(text, str):
            assert set(_PLACE.findall(text)) == set(_PLACE.findall(str(english[section, key]))), f"{section}.{key}"


@pytest.mark.parametrize("language", EVERY)
def test_what_is_counted_has_every_form_that_its_language_asks_for(language: str) -> None:
    wanted = set(Locale.parse(language).plural_form.tags) | {"other"}
    counted = [(each[1], each[2]) for each in sentences(language) if isinstance(each[2], dict)]
    assert {key for key, _ in counted} == {"times", "weeks", "age_years", "age_months", "age_days", "older"}
    assert {key for key, forms in counted if set(forms) != wanted} == set()


@pytest.mark.parametrize("language", OTHERS)
def test_no_english_is_left(language: str) -> None:
    english = {each[:2]: each[2] for each in sentences("en")}
    same = {
        key
        for section, key, text in sentences(language)
        if text == english[section, key] and re.search(r"[a-z]{3}", _PLACE.sub("", str(text)))
    }
    assert same <= _SAME


@pytest.mark.parametrize("language", OTHERS)
def test_everything_the_rule_book_names_in_a_letter_has_a_name(language: str) -> None:
    rules, named = people.rules(), catalogue(language)
    books: dict[str, dict[str, Any]] = {
        "analytes": rules.analytes,
        "events": rules.events,
        "findings": rules.findings,
        "causes": rules.causes,
    }
    for section, known in books.items():
        assert set(named[section]) == set(known), section
    assert set(named["criteria"]) == set(rules.criteria)


@pytest.mark.parametrize("language", EVERY)
def test_every_test_that_can_be_asked_for_has_a_name_a_patient_knows(language: str) -> None:
    assert set(catalogue(language)["tests"]) == set(people.rules().analytes)


@pytest.mark.parametrize("kind", list(LetterKind))
@pytest.mark.parametrize("language", OTHERS)
def test_every_letter_about_everybody_can_be_written_in_every_language(language: str, kind: LetterKind) -> None:
    for name in PEOPLE:
        letter = letter_in(language, PEOPLE[name](), kind)
        said = "\n".join((letter.subject, *letter.words()))
        assert letter.language == language
        assert not re.search(r"\{\w+\}|None|  ", said), name
        assert list(forbidden(letter)) == [], name


@pytest.mark.parametrize("language", EVERY)
def test_days_and_numbers_stand_as_babel_writes_them(language: str) -> None:
    locale = load(language, "A4").locale
    said = "\n".join(letter_in(language, people.first_low(), LetterKind.PATIENT).words())
    for day in (MARCH, date(2026, 5, 15), date(2026, 5, 26)):
        assert format_date(day, "long", locale) in said
    small = "\n".join(letter_in(language, people.microkatal(), LetterKind.PATIENT).words())
    for number in (0.52, 0.58, 1.74):
        assert format_decimal(number, "0.00", locale) in small
    table = letter_in(language, people.microkatal(), LetterKind.DOCTOR).model_dump_json()
    short = format_skeleton("yMMMd", MARCH, locale=locale) if language == "ar" else format_date(MARCH, "medium", locale)
    assert short in table


def test_arabic_letters_write_western_digits_as_the_laboratorys_report_does() -> None:
    """A value must be read off the report and found again in the letter, figure by figure."""
    said = "\n".join(letter_in("ar", people.persistent(), LetterKind.PATIENT).words())
    assert "29 U/L" in said
    assert not re.search("[٠-٩۰-۹]", said)


@pytest.mark.parametrize(
    ("count", "form"),
    [(1, "مرة واحدة"), (2, "مرتين"), (3, "3 مرات"), (10, "10 مرات"), (11, "11 مرة"), (100, "100 مرة"), (0, "ولا مرة")],
)
def test_arabic_counts_in_six_forms(count: int, form: str) -> None:
    assert load("ar", "A4").plural("times", "words", count) == form


@pytest.mark.parametrize(
    ("language", "given", "said"),
    [("de", "f", "Frau"), ("de", "m", "Herr"), ("fr", "f", "Madame"), ("fr", "m", "Monsieur"), ("ar", "f", "السيدة")],
)
def test_a_patient_is_addressed_by_the_sex_on_record(language: str, given: str, said: str) -> None:
    person = people.persistent() if given == "f" else people.first_low()
    assert said in letter_in(language, person, LetterKind.PATIENT).salutation


def test_lists_are_joined_with_the_marks_of_the_language() -> None:
    assert load("ar", "A4").listing(["a", "b", "c"]) == "a، b وc"
    assert load("en", "A4").listing(["a", "b", "c"]) == "a, b and c"


@pytest.mark.parametrize("language", EVERY)
@pytest.mark.parametrize("name", [each[0] for each in GOLDEN])
def test_a_golden_letter_may_go_out(language: str, name: str) -> None:
    letter = golden(language, name)
    assert list(forbidden(letter)) == []
    assert not any(warning.id == "glyph" for warning in letter.warnings)


WRONG = {
    "es": (
        "Usted tiene hipofosfatasia.", "Podría ser cáncer.", "Su hijo tiene raquitismo.", "No se preocupe.",
        "Ignore este resultado.", "Tome más zinc.", "Una dieta sana lo normalizará.", "Suspenda su medicamento.",
        "Deje de tomar la píldora.", "Sus huesos son débiles.", "El análisis genético salió positivo.",
        "Hay un 40 % de casos.", "El rango normal es de 40 a 129.", "Así puede subir su ALP.",
    ),
    "de": (
        "Sie haben Hypophosphatasie.", "Es könnte Krebs sein.", "Ihr Kind hat Rachitis.", "Kein Grund zur Sorge.",
        "Ignorieren Sie das Ergebnis.", "Nehmen Sie mehr Zink.", "Gesunde Ernährung wird es normalisieren.",
        "Setzen Sie Ihr Medikament ab.", "Hören Sie mit der Pille auf.", "Ihre Knochen sind schwach.",
        "Der Gentest war positiv.", "Es sind 40 Prozent.", "Der Normalbereich ist 40 bis 129.",
        "So können Sie Ihre ALP erhöhen.",
    ),
    "fr": (
        "Vous avez une hypophosphatasie.", "Ce pourrait être un cancer.", "Votre enfant a un rachitisme.",
        "Ne vous inquiétez pas.", "Ignorez ce résultat.", "Prenez plus de zinc.",
        "Une bonne alimentation va le normaliser.", "Arrêtez votre médicament.", "Cessez la pilule.",
        "Vos os sont fragiles.", "Le test génétique était positif.", "Il y a 40 % de cas.",
        "L'intervalle normal est de 40 à 129.", "Pour faire remonter votre ALP.",
    ),
    "hi": (
        "आपको हाइपोफॉस्फेटेशिया है।", "यह कैंसर हो सकता है।", "आपके बच्चे को रिकेट्स है।", "चिंता न करें।",
        "इस परिणाम को अनदेखा करें।", "ज़िंक ज़्यादा लें।", "अच्छे आहार से यह ठीक हो जाएगा।", "अपनी दवा बंद कर दें।",
        "आपकी हड्डियाँ कमज़ोर हैं।", "जीन की जाँच पॉज़िटिव थी।", "40 प्रतिशत लोगों में।", "सामान्य सीमा 40 से 129 है।",
        "इससे ALP बढ़ाएँ।",
    ),
    "ar": (
        "لديكم نقص الفوسفاتاز.", "قد يكون سرطانًا.", "طفلكم مصاب بالكساح.", "لا داعي للقلق.", "تجاهلوا هذه النتيجة.",
        "تناولوا المزيد من الزنك.", "نظام غذائي متوازن يعيد القيمة.", "أوقفوا دواءكم.", "عظامكم ضعيفة.",
        "كان الفحص الجيني إيجابيًا.", "لدى 40 % من الناس.", "النطاق الطبيعي من 40 إلى 129.", "يمكنكم رفع ALP بذلك.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("language", "said"), [(each, said) for each, every in WRONG.items() for said in every])
def test_what_no_letter_may_say_is_found_in_every_language(language: str, said: str) -> None:
    assert forbidden_in(f"{language}.patient.about", said)


@pytest.mark.parametrize("language", EVERY)
def test_a_letter_in_another_language_tells_its_reasons_and_warnings_in_the_clinics(language: str) -> None:
    source = people.persistent().source()
    patient = source.record.patient.model_copy(update={"language": language})
    spoken = source.model_copy(update={"record": source.record.model_copy(update={"patient": patient})})
    letter = compose(spoken, people.rules(), LetterKind.PATIENT)
    assert letter.language == language
    opening = next(each for each in letter.blocks if each.id == "opening")
    assert "The latest ALP, 29 U/L of 14 April 2026, is low" in " ".join(opening.reasons[0].facts)


def test_days_in_the_head_of_a_later_page_stay_whole_where_the_line_runs_from_right_to_left() -> None:
    line = "12 مارس 1980 · 20417 · 20 أبريل 2026"
    shown = "".join(line[place] for place in bidi.order(_levels(line, turned=True)))
    assert shown.index("12") > shown.index("1980") > shown.index("20417") > shown.index("20 ") > shown.index("2026")


def test_a_second_reminder_says_that_we_wrote_before() -> None:
    letter = golden("en", "recall-second")
    assert letter.subject.startswith("Second reminder")
    assert letter.variant == "again"
    assert tongues.golden("en", "recall-reminder").variant == "due"
    assert DAY > MARCH
