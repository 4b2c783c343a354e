"""Wrong letters, each with one fault, and by what it has to be stopped."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from alpdesk.domain.letter import (
    LetterDraft,
    ResultsTable,
    Sender,
    SignOff,
    TrendChart,
    editable_text,
)
from alpdesk.domain.records import Flag, LetterKind
from tests.letters import people
from tests.letters.people import Person

Change = Callable[[LetterDraft], LetterDraft]


class Wrong(NamedTuple):
    """One wrong letter: how it came about, and the id of what has to be said of it."""

    name: str
    person: Callable[[], Person]
    kind: LetterKind
    change: Change
    stopped_by: str
    poor: bool = False
    language: str = "en"


def swap(block: str, old: str, new: str) -> Change:
    """Put other words into one block."""

    def changed(letter: LetterDraft) -> LetterDraft:
        text = next(editable_text(each) for each in letter.blocks if each.id == block)
        assert old in text, text
        return letter.with_words({block: text.replace(old, new)})

    return changed


def say(block: str, text: str) -> Change:
    """Put another text in the place of a block's."""
    return lambda letter: letter.with_words({block: text})


def also(block: str, text: str) -> Change:
    """Add a sentence to a block."""

    def changed(letter: LetterDraft) -> LetterDraft:
        before = next(editable_text(each) for each in letter.blocks if each.id == block)
        return letter.with_words({block: f"{before} {text}"})

    return changed


def leave_out(block: str) -> Change:
    return lambda letter: framed(blocks=tuple(each for each in letter.blocks if each.id != block))(letter)


def framed(**fields: Any) -> Change:
    return lambda letter: letter.model_copy(update=fields)


def table(**cell: Any) -> Change:
    """Change a cell of the last row of the results."""
    return _block("results", lambda block: _row(block, cells=(block.rows[-1].cells[0].model_copy(update=cell),)))


def row(**fields: Any) -> Change:
    """Change the last row of the results."""
    return _block("results", lambda block: _row(block, **fields))


def _row(block: Any, **fields: Any) -> Any:
    assert isinstance(block, ResultsTable)
    return block.model_copy(update={"rows": (*block.rows[:-1], block.rows[-1].model_copy(update=fields))})


def _block(name: str, change: Callable[[Any], Any]) -> Change:
    def changed(letter: LetterDraft) -> LetterDraft:
        assert name in {block.id for block in letter.blocks}
        blocks = tuple(change(block) if block.id == name else block for block in letter.blocks)
        return letter.model_copy(update={"blocks": blocks})

    return changed


def _chart(block: Any) -> Any:
    assert isinstance(block, TrendChart)
    return block.model_copy(update={"trend": block.trend.model_copy(update={"unit": "µkat/L"})})


def _closing(**fields: Any) -> Change:
    def change(block: Any) -> Any:
        assert isinstance(block, SignOff)
        return block.model_copy(update=fields)

    return _block("sign-off", change)


def _reference(place: int, text: str) -> Change:
    def changed(letter: LetterDraft) -> LetterDraft:
        other = letter.references[place].model_copy(update={"text": text})
        references = (*letter.references[:place], other, *letter.references[place + 1 :])
        return letter.model_copy(update={"references": references})

    return changed


def _extra_table(letter: LetterDraft) -> LetterDraft:
    foreign = next(block for block in people.long_history().letter().blocks if isinstance(block, ResultsTable))
    return letter.model_copy(update={"blocks": (*letter.blocks, foreign.model_copy(update={"id": "more"}))})


_PATIENT, _RECALL, _REFERRAL, _SUMMARY = LetterKind.PATIENT, LetterKind.RECALL, LetterKind.REFERRAL, LetterKind.SUMMARY
_LONG = "We write this because " + "and then because " * 12 + "we care."
_HARD = (
    "Hypercholesterolaemia notwithstanding, interdisciplinary multifactorial considerations necessitate "
    "comprehensive reevaluation. Pharmacotherapeutic interactions complicate physiological interpretations. "
)


def _patient(name: str, change: Change, by: str, *, person: Callable[[], Person] = people.persistent) -> Wrong:
    return Wrong(name, person, _PATIENT, change, by)


VALUES = (
    _patient("another value", swap("value", "29 U/L", "39 U/L"), "value"),
    _patient("the limit told as the value", also("value", "So your ALP was 35 U/L."), "value"),
    _patient("digits turned round", swap("value", "29 U/L", "92 U/L"), "value"),
    _patient("a digit lost", swap("value", "29 U/L", "2 U/L"), "value"),
    _patient("an older value as the new one", swap("value", "29 U/L", "31 U/L"), "value"),
    _patient("a value without its unit", swap("value", "29 U/L", "29"), "no_value"),
    _patient("another value without a unit", swap("value", "29 U/L", "43"), "value"),
    _patient("another unit", swap("value", "29 U/L", "29 µkat/L"), "wrong_unit"),
    _patient("a unit of mass", swap("value", "29 U/L", "29 mg/dL"), "wrong_unit"),
    _patient("a decimal point moved", swap("value", "0.52", "5.2"), "value", person=people.microkatal),
    _patient(
        "a bound told as a value", swap("value", "below 20 U/L", "19 U/L"), "value", person=people.below_detection
    ),
    _patient("an invented value elsewhere", also("meaning", "Your calcium was 1.9 mmol/L."), "value"),
    _patient("an invented ALP elsewhere", also("meaning", "Before, your ALP was 61 U/L."), "value"),
    _patient("the number of lows", swap("meaning", "low 4 times", "low 9 times"), "value"),
    _patient("no value at all", swap("value", "Your ALP was 29 U/L. ", ""), "no_value"),
    _patient("Arabic digits of another value", swap("value", "29 U/L", "٤٩ U/L"), "value"),
    _patient("an older value beside the wrong day", also("meaning", "On 3 March 2026 it was 33 U/L."), "value"),
    _patient("weeks of pregnancy", swap("value", "10 weeks", "20 weeks"), "other_number", person=people.pregnant),
    Wrong("another value in a reminder", people.first_low, _RECALL, swap("value", "34 U/L", "44 U/L"), "value"),
    Wrong("days off vitamin B6", people.persistent, _PATIENT, swap("next", "7 days", "2 days"), "other_number"),
)
INTERVALS = (
    _patient("another lower limit", swap("value", "35 to 104", "25 to 104"), "interval"),
    _patient("another upper limit", swap("value", "35 to 104", "35 to 140"), "interval"),
    _patient("limits turned round", swap("value", "35 to 104", "104 to 35"), "interval"),
    _patient("no interval", swap("value", "It is 35 to 104 U/L. ", ""), "no_interval"),
    _patient("an interval in another unit", swap("value", "104 U/L", "104 µkat/L"), "wrong_unit"),
    _patient("the interval of a laboratory elsewhere", also("value", "Others say 30 to 120 U/L."), "interval"),
    _patient("an interval with a dash", swap("value", "35 to 104", "30–104"), "interval"),
    _patient("the adult interval for a child", swap("value", "156 to 369", "40 to 129"), "adult_interval",
             person=people.child),
    _patient("the woman's interval for a girl", swap("value", "134 to 518", "35 to 104"), "adult_interval",
             person=people.infant),
    _patient("the adult interval added for a child", also("value", "For adults it is 40 to 129 U/L."), "adult_interval",
             person=people.child),
    _patient("the interval on the report that is an adult's", also("value", "The report says 40 to 129 U/L."),
             "adult_interval", person=people.child_adult_interval),
    _patient("not the interval of the pregnancy", swap("value", "17 to 88", "35 to 104"), "interval",
             person=people.pregnant),
    Wrong("another interval in a reminder", people.first_low, _RECALL, swap("value", "40 to 129", "30 to 120"),
          "interval"),
)  # fmt: skip
DATES = (
    _patient("another day of the sample", swap("opening", "14 April 2026", "4 April 2026"), "other_date"),
    _patient("an older sample's day", swap("opening", "14 April 2026", "3 March 2026"), "other_date"),
    _patient("another year", swap("opening", "14 April 2026", "14 April 2025"), "other_date"),
    _patient("a day that does not exist", swap("opening", "14 April 2026", "31 April 2026"), "other_date"),
    _patient("no day of the sample", swap("opening", " of 14 April 2026", ""), "no_collected"),
    _patient("a later due day", swap("next", "12 May 2026", "12 June 2026"), "other_date"),
    _patient("a due day in figures", swap("next", "12 May 2026", "2026-05-21"), "other_date"),
    _patient("a due day with points", swap("next", "12 May 2026", "13.05.2026"), "other_date"),
    _patient("no due day", swap("next", " by 12 May 2026", " soon"), "no_due"),
    _patient("since another day", swap("meaning", "2 February 2025", "2 February 2024"), "other_date"),
    _patient("a past day that is nowhere", also("about", "We met on 7 January 2026."), "date"),
    Wrong("another due day in a reminder", people.first_low, _RECALL, swap("opening", "26 May", "27 May"),
          "other_date"),
    Wrong("no due day in a reminder", people.first_low, _RECALL,
          lambda letter: swap("next", " by 26 May 2026", "")(swap("opening", " by 26 May 2026", "")(letter)), "no_due"),
    Wrong("an appointment nobody planned", people.persistent, _PATIENT, also("contact", "Come on 5 June 2026."),
          "date_to_come", poor=True),
)  # fmt: skip
DATA = (
    _patient("another value in the table", table(text="92"), "data_changed"),
    _patient("a low not marked in the table", table(flag=Flag.WITHIN, words=""), "data_changed"),
    _patient("another interval in the table", row(age_sex="30 to 120"), "data_changed"),
    _patient("another day in the table", row(name="15 Apr 2026"), "data_changed"),
    _patient("no table", leave_out("results"), "data_missing"),
    _patient("no chart", leave_out("chart"), "data_missing"),
    _patient("a chart in another unit", _block("chart", _chart), "data_changed"),
    _patient("somebody else's table", _extra_table, "data_changed"),
    Wrong("no list of medicines for the specialist", people.on_alendronate, _REFERRAL, leave_out("medicines"),
          "data_missing"),
    Wrong("no ALP for the specialist", people.on_alendronate, _REFERRAL, leave_out("alp"), "data_missing"),
    Wrong("no table in the summary", people.full_record, _SUMMARY, leave_out("results"), "data_missing"),
    _patient("a result withdrawn since", framed(result_ids=(1,)), "withdrawn"),
    _patient("a result too few", lambda letter: framed(result_ids=letter.result_ids[:-1])(letter), "results"),
    _patient("another rule book", framed(rule_book="0"), "rule_book"),
    _patient("yesterday's date", framed(day=people.DAY - timedelta(days=1)), "day"),
)  # fmt: skip
PEOPLE_AND_FRAME = (
    _patient("another patient's name in the references", _reference(0, "Akua Boateng"), "identifiers"),
    _patient("another birth date", _reference(1, "13 Mar 1980"), "identifiers"),
    _patient("another number", _reference(2, "20471"), "identifiers"),
    _patient("another date of the letter", _reference(3, "21 April 2026"), "identifiers"),
    _patient("no references", framed(references=()), "identifiers"),
    _patient("another record", framed(patient_id=2), "other_patient"),
    _patient("to somebody else", lambda letter: letter.addressed_to(("Akua Boateng", "Oxford")), "recipient"),
    _patient("to nobody", framed(recipient=()), "recipient"),
    _patient("greets somebody else", framed(salutation="Dear Akua Boateng,"), "name"),
    _patient("greets nobody", framed(salutation=""), "salutation"),
    _patient("another child's name", swap("next", "bring Kofi", "bring Kwame"), "own_name", person=people.child),
    _patient("another subject", framed(subject="Blood test of 3 March 2026"), "subject"),
    _patient("another clinic", framed(sender=Sender(name="Hillside")), "sender"),
    _patient("no copies", framed(copies=()), "copies"),
    _patient("no closing", leave_out("sign-off"), "sign_off"),
    _patient("nobody signs", _closing(name=" "), "sign_off"),
    _patient("somebody else signs", _closing(name="Dr Who"), "data_changed"),
    _patient("set from right to left", framed(rtl=True), "direction"),
)  # fmt: skip
PARTS = (
    _patient("no line on medicines", leave_out("medicines"), "no_no_stop"),
    _patient("medicines without the line", swap("medicines", "Please do not stop any of your medicines unless we ask "
             "you to. ", ""), "no_no_stop"),
    _patient("an emptied line on medicines", say("medicines", " "), "no_no_stop"),
    _patient("nothing to do", say("next", ""), "no_next"),
    _patient("no contact", leave_out("contact"), "no_contact"),
    _patient("another telephone number", swap("contact", "01865 000 100", "01865 000 110"), "no_phone"),
    _patient("no telephone number", swap("contact", " on 01865 000 100", ""), "no_phone"),
    _patient("no ambulance", leave_out("emergency"), "no_emergency"),
    _patient("nothing that cannot wait", leave_out("sooner"), "no_sooner"),
    _patient("no meaning", say("meaning", ""), "no_meaning"),
    _patient("no reason", leave_out("why"), "no_why"),
    _patient("no word on what ALP is", leave_out("about"), "no_about"),
    _patient("nothing about the pain", say("tell", ""), "no_tell"),
    Wrong("a reminder without the line on medicines", people.first_low, _RECALL, leave_out("medicines"), "no_no_stop"),
    Wrong("a referral without its reason", people.persistent, _REFERRAL, leave_out("reason"), "no_reason"),
    Wrong("a referral without a question", people.persistent, _REFERRAL, say("question", ""), "part_missing"),
    Wrong("a list that is not called a checklist", people.full_record, _REFERRAL,
          swap("checklist", "Checklist, not a diagnosis; reviewed by", "Reviewed by"), "no_no_diagnosis"),
    Wrong("a referral without cautions", people.persistent, _REFERRAL, leave_out("cautions"), "part_missing"),
)  # fmt: skip
WORDS = (
    _patient("a place not filled", swap("value", "29 U/L", "29 U/L {interval_note}"), "placeholder"),
    _patient("a place in brackets", also("about", "See [name of leaflet]."), "placeholder"),
    _patient("a line to fill in", also("next", "Your time is ____."), "placeholder"),
    _patient("a diagnosis", also("meaning", "You have hypophosphatasia."), "forbidden"),
    _patient("comfort nobody can give", also("meaning", "There is nothing to worry about."), "forbidden"),
    _patient("advice to take zinc", also("next", "Take extra zinc."), "forbidden"),
    _patient("advice to stop a medicine", also("medicines", "Stop your alendronate."), "forbidden"),
    _patient("weak bones", also("meaning", "Your bones are weak."), "forbidden"),
    _patient("a probability", also("meaning", "There is a 40 % chance of it."), "forbidden"),
    _patient("cancer", also("meaning", "It may be cancer."), "forbidden"),
    _patient("a gene result", also("meaning", "The gene test was positive."), "forbidden"),
    _patient("a heading that comforts", say("why-heading", "Nothing to worry about"), "forbidden"),
    Wrong("a very long sentence", people.persistent, _PATIENT, also("about", _LONG), "long_sentence", poor=True),
    Wrong("hard words", people.persistent, _PATIENT, say("about", _HARD * 9), "ease", poor=True),
    Wrong("long sentences throughout", people.persistent, _PATIENT, say("about", ("word " * 24 + "here. ") * 20),
          "mean", poor=True),
    Wrong("a number from nowhere", people.persistent, _PATIENT, also("contact", "Ask for room 77."), "number",
          poor=True),
    Wrong("a sign no font has", people.persistent, _PATIENT, also("about", "\ue000"), "glyph", poor=True),
)  # fmt: skip


def _in(
    language: str, name: str, change: Change, by: str, *, person: Callable[[], Person] = people.persistent
) -> Wrong:
    return Wrong(name, person, _PATIENT, change, by, language=language)


LANGUAGES = (
    _in("es", "another value", swap("value", "29 U/L", "92 U/L"), "value"),
    _in("es", "another interval", swap("value", "35 a 104", "30 a 120"), "interval"),
    _in("es", "another due day", swap("next", "12 de mayo", "12 de junio"), "other_date"),
    _in("es", "medicines may be stopped", swap("medicines", "no deje", "deje"), "no_no_stop"),
    _in("es", "cancer", also("meaning", "Puede ser cáncer."), "forbidden"),
    _in("de", "another value with a comma", swap("value", "0,52", "0,25"), "value", person=people.microkatal),
    _in("de", "another interval", swap("value", "35 bis 104", "35 bis 140"), "interval"),
    _in("de", "another day of the sample", swap("opening", "14. April", "13. April"), "other_date"),
    _in("de", "medicines may be stopped", swap("medicines", "keines Ihrer Medikamente ab", "Ihre Medikamente ab"),
        "no_no_stop"),
    _in("de", "cancer", also("meaning", "Es kann Krebs sein."), "forbidden"),
    _in("fr", "another value", swap("value", "29 U/L", "19 U/L"), "value"),
    _in("fr", "the adult interval for a child", swap("value", "156 à 369", "40 à 129"), "adult_interval",
        person=people.child),
    _in("fr", "no due day", swap("next", " au plus tard le 12 mai 2026", ""), "no_due"),
    _in("fr", "medicines may be stopped", swap("medicines", "N'arrêtez aucun de", "Arrêtez"), "no_no_stop"),
    _in("fr", "cancer", also("meaning", "Cela peut être un cancer."), "forbidden"),
    _in("hi", "another value", swap("value", "29 U/L", "39 U/L"), "value"),
    _in("hi", "another value in Devanagari digits", swap("value", "29 U/L", "३९ U/L"), "value"),
    _in("hi", "another interval", swap("value", "35 से 104", "35 से 140"), "interval"),
    _in("hi", "another due day", swap("next", "12 मई", "21 मई"), "other_date"),
    _in("hi", "medicines may be stopped", swap("medicines", "बंद न करें", "बंद करें"), "no_no_stop"),
    _in("hi", "cancer", also("meaning", "यह कैंसर हो सकता है।"), "forbidden"),
    _in("ar", "another value", swap("value", "29 U/L", "39 U/L"), "value"),
    _in("ar", "another value in Arabic digits", swap("value", "29 U/L", "٣٩ U/L"), "value"),
    _in("ar", "another interval", swap("value", "35 إلى 104", "25 إلى 104"), "interval"),
    _in("ar", "another day of the sample", swap("opening", "14 أبريل", "4 أبريل"), "other_date"),
    _in("ar", "medicines may be stopped", swap("medicines", "عدم إيقاف أي", "إيقاف"), "no_no_stop"),
    _in("ar", "set from left to right", framed(rtl=False), "direction"),
    _in("ar", "cancer", also("meaning", "قد يكون سرطان."), "forbidden"),
)  # fmt: skip


def _full(kind: LetterKind, name: str, change: Change) -> Wrong:
    return Wrong(name, people.full_record, kind, change, "quoted")


_DOCTOR = LetterKind.DOCTOR
QUOTED = (
    _patient("the verdict turned round", swap("opening", "below", "above"), "quoted"),
    _patient("the verdict taken away", swap("opening", "below", "inside"), "quoted"),
    _patient("another test in the place of ALP", swap("value", "Your ALP was", "Your calcium was"), "quoted"),
    _patient("no ambulance after all", swap("emergency", "Call an", "Do not call an"), "quoted"),
    _patient("medicines that need not be taken", swap("medicines", "Please do not stop any of your medicines unless we "
             "ask you to.", "You do not need your medicines. Do not stop to ask about a medicine."), "quoted"),
    _patient("the weeks of pregnancy in words", swap("value", "10 weeks", "ten weeks"), "quoted",
             person=people.pregnant),
    _full(_REFERRAL, "somebody else is referred", swap("reason", "Abena Mensah", "Kofi Badu")),
    _full(_REFERRAL, "another age", swap("reason", "46 years", "64 years")),
    _full(_REFERRAL, "another sex", swap("reason", "female", "male")),
    _full(_REFERRAL, "the verdict turned round for the specialist", swap("reason", "below", "above")),
    _full(_REFERRAL, "another urgency", swap("question", "urgent", "routine")),
    _full(_REFERRAL, "criteria that are not met", swap("criteria", "meet ", "do not meet ")),
    _full(_REFERRAL, "another criterion", swap("criteria", "Recurrent metatarsal fractures", "Nephrocalcinosis")),
    _full(_REFERRAL, "a diagnosis in a referral", swap("criteria", "This is not a diagnosis.",
                                                       "The patient has hypophosphatasia.")),
    _full(_REFERRAL, "a history turned round", swap("history", "Absent: Early", "Present: Early")),
    _full(_DOCTOR, "somebody else's doctor is told", swap("reason", "Abena Mensah", "Kofi Badu")),
    *(
        Wrong("the verdict turned round", people.persistent, _PATIENT, swap("opening", old, new), "quoted",
              language=language)
        for language, old, new in (
            ("de", "unter", "über"), ("es", "debajo", "encima"), ("fr", "dessous", "dessus"), ("hi", "नीचे", "ऊपर"),
            ("ar", "أقل", "أعلى"),
        )
    ),
)  # fmt: skip
_PLAIN = {
    "en": ("You have weak bones.", "You may have leukaemia.", "You can ignore it.", "There is no need to worry.",
           "Take 50 mg of vitamin B6.", "Eat more zinc-rich foods.", "A balanced diet will bring it back to normal.",
           "Please come off the pill.", "Please do not take your alendronate any more.", "Your gene test was abnormal.",
           "There is a one in ten chance of a bone disease.", "Your result is normal."),
    "de": ("Sie haben schwache Knochen.", "Sie haben vielleicht Leukämie.", "Sie können den Befund ignorieren.",
           "Machen Sie sich bitte keine Gedanken.", "Nehmen Sie täglich Zink ein.",
           "Eine ausgewogene Ernährung bringt den Wert wieder in Ordnung.", "Bitte setzen Sie die Pille ab.",
           "Nehmen Sie das Alendronat nicht mehr.", "Ihr Gentest war auffällig.", "Die Chance liegt bei eins zu zehn.",
           "Ihr Ergebnis ist völlig normal."),
    "es": ("Tiene los huesos débiles.", "Puede ser leucemia.", "Puede ignorar este resultado.",
           "No hay de qué preocuparse.", "Debe tomar zinc.", "Una dieta equilibrada normalizará el valor.",
           "Deje la píldora.", "No tome más el alendronato.", "Su prueba genética fue anormal.",
           "Hay una posibilidad de uno entre diez.", "Su resultado es normal."),
    "fr": ("Vous avez les os fragiles.", "C'est peut-être une leucémie.", "Vous pouvez ignorer ce résultat.",
           "Il n’y a pas lieu de s’inquiéter.", "Il faut prendre du zinc.",
           "Une alimentation équilibrée normalisera la valeur.", "Arrêtez la pilule.",
           "Ne prenez plus votre alendronate.", "Votre test génétique est anormal.", "Il y a une chance sur dix.",
           "Votre résultat est tout à fait normal."),
    "hi": ("आपकी हड्डियाँ कमज़ोर हैं।", "शायद यह ल्यूकेमिया है।", "इस परिणाम को अनदेखा करें।", "चिन्ता न करें।", "ज़िंक की गोली लें।",
           "संतुलित आहार से यह ठीक हो जाएगा।", "गर्भनिरोधक गोली बंद कर दें।", "आपकी जीन जाँच असामान्य थी।",
           "दस में से एक की संभावना है।", "आपका परिणाम सामान्य है।"),
    "ar": ("عظامكم ضعيفة.", "قد يكون ابيضاض الدم.", "تجاهلوا هذه النتيجة.", "لا داعي للقلق.", "خذوا الزنك يوميا.",
           "النظام الغذائي المتوازن يعيد القيمة.", "أوقفوا الدواء.", "كان الفحص الجيني غير طبيعي.",
           "الاحتمال واحد من عشرة.", "نتيجتك طبيعية."),
}  # fmt: skip
PLAIN = tuple(
    Wrong(f"must never be said {place}", people.persistent, _PATIENT, also("meaning", said), "forbidden",
          language=language)
    for language, sentences in _PLAIN.items()
    for place, said in enumerate(sentences)
)  # fmt: skip
_CHILDS = {
    "en": ("The usual range is 40 up to 129.", "The usual range lies between 40 U/L and 129 U/L.",
           "In adults, 40 is the lower limit and 129 the upper one."),
    "de": ("Der übliche Bereich geht von 40 bis zu 129.",),
    "es": ("Lo habitual es de 40 hasta 129.",),
    "fr": ("De 40 U/L à 129 U/L.",),
    "hi": ("40 U/L से 129 U/L",),
    "ar": ("بين ٤٠ و١٢٩.",),
}  # fmt: skip
CHILDS = tuple(
    Wrong(f"an adult's interval for a child {place}", people.child, _PATIENT, also("meaning", said), "adult_interval",
          language=language)
    for language, sentences in _CHILDS.items()
    for place, said in enumerate(sentences)
)  # fmt: skip
MORE = (
    _patient(
        "the value of the letter on another day", also("meaning", "Your ALP was 29 U/L on 3 March 2026."), "value"
    ),
    _patient("another telephone number", also("contact", "You can also call 020 7946 0999."), "other_phone"),
    _patient("another number with its country", also("meaning", "Ring +44 20 7946 0123."), "other_phone"),
    Wrong(
        "to be ignored, to a colleague",
        people.full_record,
        LetterKind.REFERRAL,
        also("question", "The low value may be ignored."),
        "forbidden",
    ),
    Wrong(
        "to be ignored, to a German colleague",
        people.full_record,
        LetterKind.REFERRAL,
        also("question", "Der Wert kann in diesem Fall ignoriert werden."),
        "forbidden",
        language="de",
    ),
    Wrong("the calcium as ALP", people.full_record, _PATIENT, also("meaning", "Your ALP was 2.40 mmol/L."), "value"),
)
WRONG: tuple[Wrong, ...] = (
    *VALUES,
    *INTERVALS,
    *DATES,
    *DATA,
    *PEOPLE_AND_FRAME,
    *PARTS,
    *WORDS,
    *LANGUAGES,
    *QUOTED,
    *PLAIN,
    *CHILDS,
    *MORE,
)
