"""How numbers, intervals, verdicts and urgencies are said on every clinical page."""

import re
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QCoreApplication, QLocale

from alpdesk.domain.assessment import AlpVerdict, CriteriaResult, Interval, Persistence, Severity, Urgency
from alpdesk.domain.records import DecisionKind, Flag
from alpdesk.services.decisions import Given
from alpdesk.ui.widgets import flag_word, format_date
from alpdesk.ui.widgets.numbers import as_shown

translate = QCoreApplication.translate
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def number(value: Decimal) -> str:
    """Return a number as the user's language writes it, without needless noughts."""
    return f"{value.normalize():f}".replace(".", str(QLocale().decimalPoint()))


def dated(line: str) -> str:
    """Return a line of the rules with its days as the rest of the window writes them."""
    return _DAY.sub(lambda found: _day(found.group()), line)


def _day(text: str) -> str:
    try:
        return format_date(date.fromisoformat(text))
    except ValueError:
        return text


def limits(interval: Interval) -> str:
    """Return ``35–104 U/L``, or the one end there is."""
    if interval.low is not None and interval.high is not None:
        return f"{number(interval.low)}–{number(interval.high)} {interval.unit}"
    if interval.low is not None:
        return f"≥ {number(interval.low)} {interval.unit}"
    return f"≤ {number(interval.high)} {interval.unit}" if interval.high is not None else ""


def change(percent: Decimal) -> str:
    """Return a change with its sign, in whole percent."""
    whole = round(percent)
    sign = "+" if whole > 0 else "−" if whole < 0 else "±"
    return f"{sign}{abs(whole)} %"


def severity(level: Severity) -> str:
    """Return how low a low value is."""
    return {
        Severity.LOW: translate("Clinical", "low"),
        Severity.MARKEDLY_LOW: translate("Clinical", "markedly low"),
        Severity.VERY_LOW: translate("Clinical", "very low"),
    }[level]


def grades(flag: Flag, level: Severity | None, series: Persistence) -> tuple[str, ...]:
    """Return how low a value is, and what its series amounts to; what is not known is left out."""
    lasting = {
        Persistence.PERSISTENT: translate("Clinical", "persistent"),
        Persistence.FORMERLY_PERSISTENT: translate("Clinical", "formerly persistent"),
        Persistence.FLUCTUATING: translate("Clinical", "fluctuating"),
        Persistence.SINGLE: translate("Clinical", "first time"),
        Persistence.RESOLVED: translate("Clinical", "since then not low"),
    }
    word = severity(level) if level else "" if flag is Flag.NONE else flag_word(flag)
    return tuple(part for part in (word, lasting.get(series, "")) if part)


def urgency(level: Urgency) -> str:
    """Return the word for an urgency."""
    return {
        Urgency.EMERGENCY: translate("Clinical", "Emergency"),
        Urgency.URGENT: translate("Clinical", "Urgent"),
        Urgency.SOON: translate("Clinical", "Soon"),
        Urgency.CONFIRM: translate("Clinical", "Confirm"),
        Urgency.ROUTINE: translate("Clinical", "Routine"),
        Urgency.INFO: translate("Clinical", "Note"),
    }[level]


def decision(kind: DecisionKind) -> str:
    """Return what a clinician answered."""
    return {
        DecisionKind.REPEAT: translate("Clinical", "Repeat"),
        DecisionKind.WORK_UP: translate("Clinical", "Work-up"),
        DecisionKind.REFER: translate("Clinical", "Refer"),
        DecisionKind.EXPLAINED: translate("Clinical", "Explained by …"),
        DecisionKind.NO_ACTION: translate("Clinical", "No action, because …"),
    }[kind]


def given(one: Given) -> str:
    """Return an answer with its reason, who signed it and when."""
    made = one.decision
    answer = " ".join(part for part in (decision(made.kind), made.reason) if part)
    day = format_date(made.signed_at.astimezone().date() if made.signed_at is not None else None)
    said = translate("Clinical", "{answer}, signed by {name} on {day}")
    return said.format(answer=answer, name=one.signed_by or "–", day=day)


def additional(one: Given) -> str:
    """Return an answer that was signed beside another one."""
    return translate("Clinical", "Also: {answer}").format(answer=given(one))


def headline(alp: AlpVerdict) -> str:
    """Return what matters now about an ALP, in one line."""
    if alp.flag is Flag.LOW:
        return low_headline(alp)
    value = f"{as_shown(alp.value)} {alp.unit}"
    day = format_date(alp.collected)
    if alp.flag is Flag.SUSPENDED:
        return translate("Clinical", "ALP {value} on {day} may not be read").format(value=value, day=day)
    if alp.flag is Flag.INDETERMINATE:
        return translate("Clinical", "ALP {value} on {day} cannot be judged").format(value=value, day=day)
    if alp.flag is Flag.NONE:
        return translate("Clinical", "No ALP on record")
    said = translate("Clinical", "ALP {value} on {day}: {word}")
    return said.format(value=value, day=day, word=flag_word(alp.flag))


def low_headline(alp: AlpVerdict) -> str:
    """Return the headline of a low ALP with what its series amounts to."""
    series = {
        Persistence.PERSISTENT: translate("Clinical", "Low ALP, persistent: {lows} lows since {since}"),
        Persistence.FLUCTUATING: translate("Clinical", "Low ALP, fluctuating: low and not low by turns"),
        Persistence.SINGLE: translate("Clinical", "Low ALP, not yet known to last: {value} on {day}"),
    }
    said = series.get(alp.persistence, translate("Clinical", "Low ALP: {value} on {day}"))
    return said.format(
        lows=alp.lows,
        since=format_date(alp.low_since),
        value=f"{as_shown(alp.value)} {alp.unit}",
        day=format_date(alp.collected),
    )


def assessed_line(alp: AlpVerdict) -> str:
    """Return one assessed ALP with its day, its verdict and its course."""
    said = translate("Clinical", "ALP {value} {unit} of {day}: {word}{course}")
    courses = {
        Persistence.PERSISTENT: translate("Clinical", ", persistent"),
        Persistence.FLUCTUATING: translate("Clinical", ", fluctuating"),
    }
    return said.format(
        value=as_shown(alp.value),
        unit=alp.unit,
        day=format_date(alp.collected),
        word=flag_word(alp.flag),
        course=courses.get(alp.persistence, ""),
    )


def counted(number: int, one: str, many: str) -> str:
    """Return ``one`` or ``many`` with the number in place of ``%n``.

    ``many`` is translated with its number, as Qt does it, so that a language has as many forms as it needs.
    """
    return (one if number == 1 else many).replace("%n", str(number))


def age_sex_line(alp: AlpVerdict, interval: Interval | None) -> str:
    """Return the verdict by age and sex with its interval."""
    if interval is None:
        return alp.reason or translate("Clinical", "No age-and-sex interval applies.")
    said = translate("Clinical", "{word} for age and sex: interval {limits}, {label}")
    line = said.format(word=flag_word(alp.age_sex), limits=limits(interval), label=interval.label or interval.profile)
    return line[:1].upper() + line[1:]


def laboratory_line(alp: AlpVerdict, interval: Interval | None) -> str:
    """Return the laboratory's own verdict."""
    if interval is None or alp.laboratory is Flag.NONE:
        return translate("Clinical", "Laboratory: no interval was printed with the result")
    said = translate("Clinical", "Laboratory: {word} ({limits})")
    return said.format(word=flag_word(alp.laboratory), limits=limits(interval))


def series_line(alp: AlpVerdict) -> str:
    """Return what the series of ALP results amounts to, explained."""
    if alp.persistence is Persistence.SINGLE and alp.lows == 1:
        said = translate("Clinical", "Single so far: one low value, on {since}")
        return said.format(since=format_date(alp.low_since))
    days = (alp.collected - alp.low_since).days if alp.collected is not None and alp.low_since is not None else 0
    sentences = {
        Persistence.PERSISTENT: translate(
            "Clinical", "Persistent: {lows} lows over {days} days, since {since}; none between them was normal"
        ),
        Persistence.SINGLE: translate(
            "Clinical", "Single so far: {lows} lows since {since}, too close together to count as persistent"
        ),
        Persistence.FLUCTUATING: translate("Clinical", "Fluctuating: lows separated by a value that was not low"),
        Persistence.RESOLVED: translate("Clinical", "Resolved: low before, not low since"),
        Persistence.FORMERLY_PERSISTENT: translate("Clinical", "Persistently low before, not low since"),
        Persistence.NONE: translate("Clinical", "Never low before"),
    }
    return sentences[alp.persistence].format(lows=alp.lows, days=days, since=format_date(alp.low_since))


def criteria_line(criteria: CriteriaResult) -> str:
    """Return whether the entered items meet the combination. Never a diagnosis."""
    counts = translate("Clinical", "{major} major, {minor} minor of the entered items; {unknown} unknown")
    counts = counts.format(major=criteria.major, minor=criteria.minor, unknown=len(criteria.unknown))
    met = {
        True: translate("Clinical", "the combination is met"),
        False: translate("Clinical", "the combination is not met"),
        None: translate("Clinical", "unknown items could still decide it"),
    }[criteria.met]
    return f"{counts}: {met}"
