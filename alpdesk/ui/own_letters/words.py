"""How blocks, facts, values and made-up patients are named where a clinic adapts its letters."""

import re
from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from alpdesk.domain.records import LetterKind
from alpdesk.services.adapted import LEFT_OUT, ORDER, OWN, Adapted
from alpdesk.ui.letters import words as letters
from alpdesk.ui.people import language_name

translate = QCoreApplication.translate
_SHOWN = 48
_PLACE = re.compile(r"\{(\w+)\}")


def block(name: str) -> str:
    """Return what a shipped block is."""
    return {
        "replaces": translate("OwnLetters", "Takes the place of an earlier letter"),
        "opening": translate("OwnLetters", "Opening"),
        "value": translate("OwnLetters", "Value and interval"),
        "corrected": translate("OwnLetters", "What was corrected"),
        "about": translate("OwnLetters", "What ALP is"),
        "meaning": translate("OwnLetters", "What it means"),
        "why": translate("OwnLetters", "Why we ask this person"),
        "next": translate("OwnLetters", "What to do, and by when"),
        "medicines": translate("OwnLetters", "Medicines"),
        "antiresorptive": translate("OwnLetters", "Medicines that act on bone"),
        "relatives": translate("OwnLetters", "Relatives"),
        "tell": translate("OwnLetters", "Please tell us"),
        "sooner": translate("OwnLetters", "Call us sooner"),
        "emergency": translate("OwnLetters", "Emergency"),
        "contact": translate("OwnLetters", "How to reach us"),
        "sign-off": translate("OwnLetters", "Closing and signature"),
        "results": translate("OwnLetters", "Table of results"),
        "chart": translate("OwnLetters", "Chart of ALP over time"),
        "companions": translate("OwnLetters", "Other results"),
        "reason": translate("OwnLetters", "Reason for writing"),
        "question": translate("OwnLetters", "Question and urgency"),
        "alp": translate("OwnLetters", "Table of ALP"),
        "history": translate("OwnLetters", "History"),
        "checks": translate("OwnLetters", "Checks of the sample"),
        "criteria": translate("OwnLetters", "Criteria entered"),
        "cautions": translate("OwnLetters", "Cautions"),
        "checklist": translate("OwnLetters", "Checklist, not a diagnosis"),
        "urgency": translate("OwnLetters", "Urgency"),
        "decided": translate("OwnLetters", "What was decided"),
        "asked": translate("OwnLetters", "What we ask of the family doctor"),
        "note": translate("OwnLetters", "Not a diagnosis"),
    }.get(name, name.replace("-", " ").replace("_", " "))


def _facts() -> dict[str, tuple[str, str]]:
    """Return each fact as it is said where it holds, and where it does not."""
    otherwise = translate("OwnLetters", "not: {fact}")
    known = {**_facts_of_patients(), **_facts_for_colleagues(), **_facts_of_sentences()}
    return {name: (said, otherwise.format(fact=said)) for name, said in known.items()}


def _facts_of_patients() -> dict[str, str]:
    """Return what may hold of whoever the letter is about."""
    return {
        "low": translate("OwnLetters", "the latest ALP is low"),
        "not_low": translate("OwnLetters", "the latest ALP is not low"),
        "single": translate("OwnLetters", "ALP is low for the first time"),
        "persistent": translate("OwnLetters", "ALP has stayed low"),
        "fluctuating": translate("OwnLetters", "ALP goes up and down"),
        "back": translate("OwnLetters", "ALP was low before and is not now"),
        "formerly": translate("OwnLetters", "ALP had stayed low before and is not low now"),
        "sample": translate("OwnLetters", "the sample cannot be used"),
        "treated": translate("OwnLetters", "the patient has asfotase alfa"),
        "unjudged": translate("OwnLetters", "the result could not be judged"),
        "parents": translate("OwnLetters", "the letter goes to the parents"),
        "infant": translate("OwnLetters", "the child is under two years"),
        "pregnant": translate("OwnLetters", "the sample was taken in pregnancy"),
        "lowering": translate("OwnLetters", "a medicine that can lower ALP is taken"),
        "antiresorptive": translate("OwnLetters", "a bisphosphonate or denosumab is taken"),
        "illness": translate("OwnLetters", "an operation, injury or illness was near the test"),
        "bones": translate("OwnLetters", "findings of bones, joints or teeth are on record"),
        "family": translate("OwnLetters", "bone disease in the family is on record"),
        "relatives": translate("OwnLetters", "the findings meet a published combination"),
        "due": translate("OwnLetters", "a next test has a date"),
        "overdue": translate("OwnLetters", "the date of the next test has passed"),
        "reminded": translate("OwnLetters", "a reminder was sent before"),
        "b6": translate("OwnLetters", "vitamin B6 is among the tests"),
        "several": translate("OwnLetters", "more than one ALP is on file"),
        "corrected": translate("OwnLetters", "the value was corrected"),
    }


def _facts_for_colleagues() -> dict[str, str]:
    """Return what may hold besides where a colleague reads the letter."""
    return {
        "suspended": translate("OwnLetters", "the result may not be read"),
        "missing": translate("OwnLetters", "tests of the usual work-up were never done"),
        "history_present": translate("OwnLetters", "findings are recorded as present"),
        "criteria_met": translate("OwnLetters", "the findings meet the published criteria"),
        "urgency_emergency": translate("OwnLetters", "an emergency alert stands in the record"),
        "urgency_urgent": translate("OwnLetters", "an urgent alert stands in the record"),
        "decided": translate("OwnLetters", "a clinician has answered"),
        "decided_repeat": translate("OwnLetters", "the answer is to repeat the test"),
        "decided_work_up": translate("OwnLetters", "the answer is a work-up"),
        "decided_refer": translate("OwnLetters", "the answer is a referral"),
        "decided_explained": translate("OwnLetters", "the answer explains the low ALP"),
        "decided_no_action": translate("OwnLetters", "the answer is no action"),
    }


def _facts_of_sentences() -> dict[str, str]:
    """Return what else lets shipped sentences into a letter."""
    return {
        "phone": translate("OwnLetters", "the clinic has a telephone number"),
        "urgent_contact": translate("OwnLetters", "the clinic names an urgent contact"),
        "printed": translate("OwnLetters", "the laboratory prints an interval that fits"),
        "age_sex": translate("OwnLetters", "an interval for age and sex applies"),
        "same_interval": translate("OwnLetters", "both intervals are the same"),
        "not_before": translate("OwnLetters", "the next test has an earliest day"),
        "tests": translate("OwnLetters", "its tests are named"),
        "tests_more": translate("OwnLetters", "it has many tests"),
        "sample_edta": translate("OwnLetters", "the sample looks like EDTA"),
        "sample_tube": translate("OwnLetters", "the tube was not suitable"),
        "sample_unit": translate("OwnLetters", "the unit is in doubt"),
        "replaces": translate("OwnLetters", "the letter replaces an earlier one"),
        "replaced_number": translate("OwnLetters", "the earlier letter has a number"),
        "changed": translate("OwnLetters", "something was corrected since"),
        "corrected_sample": translate("OwnLetters", "the sample's record was corrected"),
        "has_value": translate("OwnLetters", "an ALP is on file"),
    }


def fact(name: str) -> str:
    """Return a condition in plain words; several of which one must hold are joined by "or"."""
    known = _facts()
    parts = []
    for one in name.split("|"):
        plain = one.removeprefix("!")
        said = known.get(plain, (plain.replace("_", " "),) * 2)
        parts.append(said[int(one.startswith("!"))])
    return translate("OwnLetters", " or ").join(parts)


def when(names: Iterable[str]) -> str:
    """Return when something is said, as one sentence."""
    said = translate("OwnLetters", ", and ").join(fact(name) for name in names)
    return translate("OwnLetters", "Said when {facts}.").format(facts=said) if said else ""


def value(name: str) -> str:
    """Return what a value of the record is."""
    return {
        "name": translate("OwnLetters", "Whole name of the patient"),
        "first_name": translate("OwnLetters", "First name"),
        "family_name": translate("OwnLetters", "Family name"),
        "age": translate("OwnLetters", "Age in years"),
        "collected": translate("OwnLetters", "Day of the sample"),
        "value": translate("OwnLetters", "ALP"),
        "unit": translate("OwnLetters", "Unit of the ALP"),
        "printed": translate("OwnLetters", "The laboratory's interval"),
        "age_sex": translate("OwnLetters", "Interval for age and sex"),
        "lows_times": translate("OwnLetters", "How often it was low in this run"),
        "since": translate("OwnLetters", "Day of the first low of this run"),
        "all_lows_times": translate("OwnLetters", "How often it was low in all"),
        "first_low": translate("OwnLetters", "Day of the first low on record"),
        "weeks_pregnant": translate("OwnLetters", "Weeks of pregnancy"),
        "due": translate("OwnLetters", "By when the next test is due"),
        "not_before": translate("OwnLetters", "Earliest day of the next test"),
        "tests": translate("OwnLetters", "Tests that are due"),
        "lowering": translate("OwnLetters", "Medicines that can lower ALP"),
        "antiresorptives": translate("OwnLetters", "Medicines that act on bone"),
        "phone": translate("OwnLetters", "The clinic's telephone"),
        "urgent_contact": translate("OwnLetters", "The clinic's words for emergencies"),
        "age_words": translate("OwnLetters", "Age in words"),
        "sex_words": translate("OwnLetters", "Sex"),
        "specimen": translate("OwnLetters", "Tube"),
        "history_present": translate("OwnLetters", "Findings recorded as present"),
        "history_absent": translate("OwnLetters", "Findings recorded as absent"),
        "history_events": translate("OwnLetters", "Events"),
        "missing": translate("OwnLetters", "Tests never done"),
        "decided_by": translate("OwnLetters", "Who answered"),
        "decided_on": translate("OwnLetters", "Day of the answer"),
        "decided_reason": translate("OwnLetters", "Reason of the answer"),
    }.get(name, name.replace("_", " "))


def example(name: str) -> str:
    """Return what a made-up patient is an example of."""
    return {
        "first_low": translate("OwnLetters", "First low"),
        "persistent": translate("OwnLetters", "Low for long, on a bone medicine"),
        "back": translate("OwnLetters", "Not low any more"),
        "child": translate("OwnLetters", "Child, to the parents"),
        "pregnant": translate("OwnLetters", "Pregnant"),
        "tube": translate("OwnLetters", "Wrong tube"),
        "reminder": translate("OwnLetters", "Overdue"),
        "second_reminder": translate("OwnLetters", "Overdue, reminded before"),
        "long_name": translate("OwnLetters", "A very long name"),
    }.get(name, name.replace("_", " "))


def short(text: str) -> str:
    """Return the beginning of a text, for a list."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def own_block(adapted: Adapted, name: str) -> str:
    """Return how a block of the clinic's own is named in lists: by how it begins."""
    found = adapted.change.block(name)
    texts = () if found is None else (*found.heading.values(), *found.text.values())
    begins = next((short(text) for text in texts if text.strip()), "")
    return begins or translate("OwnLetters", "New block")


def part(adapted: Adapted, name: str) -> str:
    """Return what a changed part is, for the history and where two versions stand side by side."""
    first, _, rest = name.partition(".")
    if first == ORDER:
        return translate("OwnLetters", "Order of the blocks")
    if first == LEFT_OUT:
        return translate("OwnLetters", "Left out")
    if first == OWN:
        return translate("OwnLetters", "Own block: {words}").format(words=own_block(adapted, rest))
    spoken, section, key = rest.split(".", 2)
    said = translate("OwnLetters", "Sentence ({language}): {name}")
    named = f"{section.replace('_', ' ')}, {key.replace('_', ' ')}"
    return said.format(language=language_name(spoken), name=named)


def part_value(adapted: Adapted, name: str, order: tuple[str, ...]) -> str:
    """Return how a part stands in a version."""
    first, _, rest = name.partition(".")
    if first == ORDER:
        return ", ".join(own_block(adapted, each) if each.startswith(f"{OWN}-") else block(each) for each in order)
    if first == LEFT_OUT:
        return ", ".join(map(block, adapted.change.left_out))
    if first == OWN:
        found = adapted.change.block(rest)
        return "" if found is None else "\n".join(filter(None, (*found.heading.values(), *found.text.values())))
    return adapted.words.get(rest, "") or translate("OwnLetters", "as it is shipped")


def said_in(kinds: Iterable[LetterKind], here: LetterKind) -> str:
    """Say which other letters say a sentence too, or nothing."""
    others = [letters.kind(kind) for kind in kinds if kind is not here]
    return translate("OwnLetters", "Also said in: {kinds}.").format(kinds=", ".join(others)) if others else ""


def places(text: str) -> tuple[str, ...]:
    """Return the names of the values that a sentence quotes, each once."""
    return tuple(dict.fromkeys(_PLACE.findall(text)))
