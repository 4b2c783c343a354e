"""The sentences about corrections."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication

from alpdesk.domain.assessment import Interval
from alpdesk.domain.followup import Correction
from alpdesk.domain.records import Sex
from alpdesk.domain.terms import CorrectionKind
from alpdesk.services.corrections import FlagChange, Mark, MergePreview
from alpdesk.ui.clinical.words import counted, limits
from alpdesk.ui.people import language_name, sex_word
from alpdesk.ui.records.sample_words import sample_changes
from alpdesk.ui.widgets import flag_word, format_date

translate = QCoreApplication.translate
_TELLS_APART = frozenset({"family_name", "given_names", "birth_date", "sex"})


def made_on(correction: Correction) -> str:
    """Return the day of a correction."""
    return "" if correction.made_at is None else format_date(correction.made_at.astimezone().date())


def what(mark: Mark, names: Mapping[str, str]) -> str:
    """Say what was done."""
    day, analyte = format_date(mark.collected), names.get(mark.analyte, mark.analyte)
    kind = mark.correction.kind
    if kind is CorrectionKind.CORRECT and not mark.analyte:
        return translate("Records", "Sample of {day}: {changes}").format(day=day, changes=sample_changes(mark.changes))
    return _said(kind, whole=not mark.analyte).format(
        day=day, analyte=analyte, before=mark.before, after=mark.after, other=mark.other
    )


def _said(kind: CorrectionKind, *, whole: bool) -> str:
    if kind is CorrectionKind.VOID and not whole:
        return translate("Records", "{analyte} of {day}: {before} withdrawn")
    if kind is CorrectionKind.RESTORE and not whole:
        return translate("Records", "{analyte} of {day}: {before} restored")
    return {
        CorrectionKind.CORRECT: translate("Records", "{analyte} of {day}: {before} corrected to {after}"),
        CorrectionKind.VOID: translate("Records", "Panel of {day} withdrawn"),
        CorrectionKind.RESTORE: translate("Records", "Panel of {day} restored"),
        CorrectionKind.MOVE: translate("Records", "Panel of {day} moved; the other record is {other}"),
        CorrectionKind.MERGE: translate("Records", "Merged; the other record is {other}"),
        CorrectionKind.UNMERGE: translate("Records", "Merge undone; the other record is {other}"),
    }[kind]


def rests_on(correction: Correction) -> str:
    """Say that something was made of a value that no longer stands."""
    said = {
        CorrectionKind.CORRECT: translate("Records", "Rests on a value that was corrected on {day}: {reason}"),
        CorrectionKind.VOID: translate("Records", "Rests on a value that was withdrawn on {day}: {reason}"),
        CorrectionKind.MOVE: translate(
            "Records", "Rests on a panel that was moved to another patient on {day}: {reason}"
        ),
    }.get(correction.kind, "{reason}")
    return said.format(day=made_on(correction), reason=correction.reason)


def looked_back(correction: Correction) -> str:
    """Say that an assessment looked back on an earlier value that no longer stands."""
    said = translate("Records", "Looked back on a value that was put right on {day}: {reason}")
    return said.format(day=made_on(correction), reason=correction.reason)


def quotes(correction: Correction) -> str:
    """Say in a few words that a letter quotes what no longer stands."""
    said = {
        CorrectionKind.VOID: translate("Records", "quotes a value withdrawn on {day}"),
        CorrectionKind.MOVE: translate("Records", "quotes a panel moved on {day}"),
    }.get(correction.kind, translate("Records", "quotes a value corrected on {day}"))
    return said.format(day=made_on(correction))


def letter_quotes(correction: Correction) -> str:
    """Say in a sentence that a letter quotes what no longer stands."""
    said = quotes(correction)
    return translate("Records", "This letter {quotes}.").format(quotes=said)


def merge_follows(preview: MergePreview, names: Mapping[str, str], analytes: Mapping[str, str]) -> str:
    """Say what a merge would do, the contradictions first."""
    if preview.refused:
        return preview.refused
    differing = [
        translate("Records", "{field}: “{kept}” stays, “{other}” goes with the other record").format(
            field=names.get(one.field, one.field), kept=_fact(one.field, one.kept), other=_fact(one.field, one.other)
        )
        for one in preview.differences
    ]
    one = translate("Records", "%n sample of {name} comes into this record.")
    many = translate("Records", "%n samples of {name} come into this record.", None, preview.panels)
    head = counted(preview.panels, one, many).format(name=preview.other.name)
    if preview.waiting:
        one = translate("Records", "%n assessment waits for an answer, and goes on waiting.")
        many = translate("Records", "%n assessments wait for an answer, and go on waiting.", None, preview.waiting)
        head = f"{head} {counted(preview.waiting, one, many)}"
    listed = (f"• {line}" for line in (*differing, *preview.findings))
    return "\n".join([head, *listed, *would_turn(preview.flags, analytes)])


def merge_caution(preview: MergePreview, names: Mapping[str, str]) -> str:
    """Say which of what tells people apart is not the same in both records; nothing where it is."""
    differing = [names[one.field].lower() for one in preview.differences if one.field in _TELLS_APART]
    if preview.refused or not differing:
        return ""
    said = translate("Records", "The records differ in: {fields}. Make sure that both are of one person.")
    return said.format(fields=", ".join(differing))


def would_turn(flags: Sequence[FlagChange], names: Mapping[str, str]) -> list[str]:
    """Say of every flag that would turn how it was shown and what it would be; none is left out."""
    if not flags:
        return []
    said = translate("Records", "{analyte} {value} of {day}: shown as {shown}, the rules would now say {would_be}")
    one, count = translate("Records", "%n flag would turn:"), len(flags)
    many = translate("Records", "%n flags would turn:", None, count)
    return [counted(count, one, many), *(f"• {_turn(flag, said, names)}" for flag in flags)]


def turned(flags: Sequence[FlagChange], names: Mapping[str, str]) -> list[str]:
    """Say of every flag that turned how it was shown before."""
    said = translate("Records", "{analyte} {value} of {day}: was shown as {shown}, judged anew as {would_be}")
    return [_turn(flag, said, names) for flag in flags]


def shown_until(flag: FlagChange, mark: Mark) -> str:
    """Say how a result was shown until a correction, by whom that was and why."""
    said = translate("Records", "Was shown as {shown} until {day}, judged anew by {by}: {reason}")
    correction = mark.correction
    return said.format(shown=_verdict(flag), day=made_on(correction), by=mark.by or "–", reason=correction.reason)


def _turn(flag: FlagChange, said: str, names: Mapping[str, str]) -> str:
    return said.format(
        analyte=names.get(flag.analyte, flag.analyte), value=flag.value,
        day=format_date(date.fromisoformat(flag.collected)),
        shown=_verdict(flag), would_be=flag_word(flag.would_be.value),
    )  # fmt: skip


def _verdict(flag: FlagChange) -> str:
    """Return a flag as it was shown, with the interval it was judged by."""
    word = flag_word(flag.flag.value)
    if flag.judged_low is None and flag.judged_high is None:
        return word
    shown = Interval(low=flag.judged_low, high=flag.judged_high, unit="", profile=flag.judged_by)
    return f"{word} ({limits(shown).strip()})"


def _fact(field: str, value: str) -> str:
    """Return a field of a patient, given as text, in words."""
    if field == "birth_date":
        return format_date(date.fromisoformat(value))
    if field in {"preterm", "large_print"}:
        return {"True": translate("Records", "yes"), "False": translate("Records", "no")}.get(value, "–")
    if field == "language":
        return language_name(value)
    return sex_word(Sex(value)) if field == "sex" else value or "–"


def person_fact(field: str, value: object) -> str:
    """Return a field of a patient in words; an empty one is empty."""
    if isinstance(value, bool):
        return translate("Records", "yes") if value else translate("Records", "no")
    return _fact(field, str(value)) if value else ""


def person_fields() -> dict[str, str]:
    """Return what the fields of a patient are called."""
    return {
        "number": translate("Records", "Patient number"),
        "family_name": translate("Records", "Family name"),
        "given_names": translate("Records", "Given names"),
        "birth_date": translate("Records", "Birth date"),
        "sex": translate("Records", "Sex"),
        "preterm": translate("Records", "Born preterm"),
        "address": translate("Records", "Address"),
        "phone": translate("Records", "Phone"),
        "email": translate("Records", "E-mail"),
        "language": translate("Records", "Language of letters"),
        "large_print": translate("Records", "Letters in large print"),
        "referring_doctor": translate("Records", "Referring doctor"),
        "notes": translate("Records", "Notes"),
    }


def kept(made: Correction) -> str:
    """Say that it was done."""
    return {
        CorrectionKind.CORRECT: translate("Records", "Corrected; the old value stays readable."),
        CorrectionKind.VOID: translate("Records", "Withdrawn; it stays readable."),
        CorrectionKind.RESTORE: translate("Records", "Restored."),
        CorrectionKind.MOVE: translate("Records", "Moved; a mark stays in both records."),
        CorrectionKind.MERGE: translate("Records", "Merged."),
        CorrectionKind.UNMERGE: translate("Records", "The merge is undone."),
    }[made.kind]


def stands(said: str) -> str:
    """Say what is kept now."""
    return translate("Records", "Kept: {value}").format(value=said)


def earlier(values: str) -> str:
    """Say what stood there before."""
    return translate("Records", "Earlier: {values}").format(values=values)


def versions_title(name: str, day: str) -> str:
    """Return the title over the versions of a result."""
    return translate("Records", "{name} of {day}: every version").format(name=name, day=day)


def as_entered() -> str:
    """Say that nothing was done to a result."""
    return translate("Records", "As it was entered.")


def done(mark: Mark, *, replaced: bool) -> str:
    """Say what was done to one version, by whom and why."""
    kind = mark.correction.kind
    said = translate("Records", "Put in its place on {day}, by {by}: {reason}")
    if kind is CorrectionKind.CORRECT and replaced:
        said = translate("Records", "Corrected on {day}, by {by}: {reason}")
    elif kind is CorrectionKind.VOID:
        said = translate("Records", "Withdrawn on {day}, by {by}: {reason}")
    elif kind is CorrectionKind.RESTORE:
        said = translate("Records", "Restored on {day}, by {by}: {reason}")
    return said.format(day=made_on(mark.correction), by=mark.by or "–", reason=mark.correction.reason)


def here_already() -> str:
    """Say that a panel is where it would go."""
    return translate("Records", "The panel is in this record already.")


def would_be(name: str, age: str) -> str:
    """Say how old somebody was on the day of the sample."""
    return translate("Records", "{name} was {age} old when the sample was taken; it is judged by that.").format(
        name=name, age=age
    )


def medicine_fields() -> dict[str, str]:
    """Return what the fields of a medicine are called."""
    return {
        "name": translate("Records", "Medicine or supplement"),
        "medicine_class": translate("Records", "Class"),
        "started": translate("Records", "Since"),
        "stopped": translate("Records", "Until"),
    }


def medicine_fact(field: str, value: object, classes: Mapping[str, str]) -> str:
    """Return a field of a medicine in words; an empty one is empty."""
    if isinstance(value, date):
        return format_date(value)
    return classes.get(str(value), str(value)) if field == "medicine_class" else str(value or "")


def clinic_fields() -> dict[str, str]:
    """Return what the settings of the clinic are called."""
    return {
        "name": translate("Records", "Name of the clinic"),
        "address": translate("Records", "Address"),
        "phone": translate("Records", "Phone"),
        "email": translate("Records", "E-mail"),
        "urgent_contact": translate("Records", "In an emergency, outside hours"),
        "paper": translate("Records", "Paper"),
        "address_form": translate("Records", "Place of the address"),
        "child_profile": translate("Records", "Age-and-sex intervals for children"),
        "adult_profile": translate("Records", "Age-and-sex intervals for adults"),
    }
