"""The trail in plain words: what somebody did, when, where and why."""

from collections.abc import Sequence
from functools import cache

from PySide6.QtCore import QCoreApplication, QLocale, QTime

from alpdesk.domain.report import Report, ReportSection, ReportTable
from alpdesk.services.looks import Deed
from alpdesk.ui.clinical.words import counted
from alpdesk.ui.widgets import format_date
from alpdesk.ui.widgets.lines import Cell

translate = QCoreApplication.translate


def heads() -> tuple[str, ...]:
    """Return what stands over the columns."""
    return (
        translate("Deeds", "When"),
        translate("Deeds", "Who"),
        translate("Deeds", "What"),
        translate("Deeds", "Why"),
        translate("Deeds", "Where"),
    )


def told(deed: Deed) -> tuple[str, ...]:
    """Return one deed in words, a text a column."""
    what = _said().get(deed.action, deed.action[:1].upper() + deed.action[1:])
    noted = "; ".join(deed.noted)
    return when(deed), deed.who, f"{what}: {noted}" if noted else what, deed.reason, deed.station


def line(deed: Deed) -> tuple[Cell, ...]:
    """Return one deed as a line of the table."""
    at, who, what, why, where = told(deed)
    return (Cell(at), Cell(who, strong=True), Cell(what), Cell(why), Cell(where, ink="muted"))


def when(deed: Deed) -> str:
    """Return the day and the time where the clinic stands."""
    local = deed.at.astimezone()
    clock = QLocale().toString(QTime(local.hour, local.minute, local.second), "HH:mm:ss")
    return f"{format_date(local.date())} {clock}"


def report(title: str, deeds: tuple[Deed, ...]) -> Report:
    """Return the deeds as they are printed."""
    table = ReportTable(head=heads(), rows=tuple(told(deed) for deed in deeds), widths=(3, 3, 6, 4, 2))
    return Report(title=translate("Deeds", "Who did what"), period=title, sections=(ReportSection(tables=(table,)),))


def taken_out(made: Sequence[Deed]) -> tuple[str, ...]:
    """Say how many patients were taken out on a legal order, and when and by whom last; nothing where none was."""
    if not made:
        return ()
    count = counted(len(made), translate("Deeds", "%n patient"), translate("Deeds", "%Ln patients", None, len(made)))
    said = translate("Deeds", "Taken out on a legal order: {count}, last by {who}, {when}")
    return (said.format(count=count, who=made[0].who, when=when(made[0])),)


def spoken() -> frozenset[str]:
    """Return the kinds of entries that have words of their own."""
    return frozenset(_said())


@cache
def _said() -> dict[str, str]:
    """Return the words for every kind of entry that has some of its own."""
    return {**_looks(), **_doors(), **_people(), **_answers(), **_papers()}


def _looks() -> dict[str, str]:
    return {
        "patient opened": translate("Deeds", "Opened the record"),
        "searched": translate("Deeds", "Searched for"),
        "letter opened": translate("Deeds", "Opened the letter"),
        "printed or saved": translate("Deeds", "Printed or saved"),
        "exported": translate("Deeds", "Exported results"),
        "everything about a patient given out": translate("Deeds", "Gave out everything about the patient"),
        "redacted on a legal order": translate("Deeds", "Took a patient out on a legal order"),
        "calendar file made": translate("Deeds", "Made a calendar file"),
        "envelopes or labels made": translate("Deeds", "Made envelopes or labels"),
        "backup made": translate("Deeds", "Made a backup"),
        "restored from backup": translate("Deeds", "Restored the record from a backup"),
        "record swept": translate("Deeds", "Searched the whole record for lows"),
        "record checked": translate("Deeds", "Checked the record"),
    }


def _doors() -> dict[str, str]:
    return {
        "logged in": translate("Deeds", "Logged in"),
        "failed log-ins": translate("Deeds", "Logged in after"),
        "locked": translate("Deeds", "Locked the desk"),
        "emergency access": translate("Deeds", "Opened the record by its recovery sheet"),
        "key changed": translate("Deeds", "Changed the key"),
        "recovery sheet proven": translate("Deeds", "Put a recovery sheet in force"),
        "password given": translate("Deeds", "Gave a password to"),
        "password changed": translate("Deeds", "Changed the password of"),
        "user added": translate("Deeds", "Added a person who works here"),
        "user changed": translate("Deeds", "Changed a person who works here"),
        "clinic settings changed": translate("Deeds", "Changed the settings of the clinic"),
        "record made": translate("Deeds", "Made the record"),
        "laboratory added": translate("Deeds", "Added a laboratory"),
        "laboratory changed": translate("Deeds", "Changed a laboratory"),
        "panel template kept": translate("Deeds", "Changed a panel template"),
        "panel template removed": translate("Deeds", "Removed a panel template"),
        "own rule kept": translate("Deeds", "Changed a rule of the clinic"),
        "back to the shipped rule": translate("Deeds", "Put a rule back as shipped"),
        "second look switched on": translate("Deeds", "Switched the second look on"),
        "second look switched off": translate("Deeds", "Switched the second look off"),
        "logo taken on": translate("Deeds", "Took on a logo"),
        "logo withdrawn": translate("Deeds", "Withdrew the logo"),
        "logo put back": translate("Deeds", "Put the logo back"),
        "demonstration filled": translate("Deeds", "Filled the demonstration"),
    }


def _people() -> dict[str, str]:
    return {
        "patient added": translate("Deeds", "Entered the patient"),
        "patient changed": translate("Deeds", "Changed the patient's details"),
        "patients assigned": translate("Deeds", "Assigned the patient"),
        "patients handed over": translate("Deeds", "Handed the patient over"),
        "patients merged": translate("Deeds", "Merged two records"),
        "merge undone": translate("Deeds", "Undid a merge"),
    }


def _answers() -> dict[str, str]:
    return {
        "panel entered": translate("Deeds", "Entered results"),
        "earlier results entered": translate("Deeds", "Entered earlier results"),
        "results imported": translate("Deeds", "Took results in from a file"),
        "result corrected": translate("Deeds", "Corrected a result"),
        "result withdrawn": translate("Deeds", "Withdrew a result"),
        "result restored": translate("Deeds", "Restored a result"),
        "sample corrected": translate("Deeds", "Corrected a sample"),
        "panel withdrawn": translate("Deeds", "Withdrew results"),
        "panel restored": translate("Deeds", "Restored results"),
        "panel moved": translate("Deeds", "Moved results between two patients"),
        "panel reviewed": translate("Deeds", "Signed off results"),
        "decision signed": translate("Deeds", "Signed a decision"),
        "contact noted": translate("Deeds", "Noted a contact"),
        "tests ordered": translate("Deeds", "Ordered tests"),
        "due item closed": translate("Deeds", "Closed what was due"),
        "due item postponed": translate("Deeds", "Postponed what is due"),
        "finding noted": translate("Deeds", "Noted a finding"),
        "checklist marked": translate("Deeds", "Marked the checklist"),
        "answer without a date closed": translate("Deeds", "Closed an answer without a date"),
        "due item added": translate("Deeds", "Added what is due"),
        "due item done": translate("Deeds", "Noted what was due as done"),
        "due item opened again": translate("Deeds", "Opened again what was due"),
        "event added": translate("Deeds", "Entered an event"),
        "event changed": translate("Deeds", "Changed an event"),
        "event withdrawn": translate("Deeds", "Withdrew an event"),
        "medicine added": translate("Deeds", "Entered a medicine"),
        "medicine changed": translate("Deeds", "Changed a medicine"),
        "medicine withdrawn": translate("Deeds", "Withdrew a medicine"),
        "imported panels reviewed": translate("Deeds", "Signed off imported results"),
        "review taken back": translate("Deeds", "Took a sign-off back"),
        "low ALP taken up from a sweep": translate("Deeds", "Took up a low ALP that a sweep found"),
        "monitoring plan changed": translate("Deeds", "Changed the monitoring"),
        "monitoring stopped": translate("Deeds", "Stopped the monitoring"),
        "no earlier results exist": translate("Deeds", "Noted that no earlier results exist"),
        "tests of an order named": translate("Deeds", "Named the tests of an order"),
    }


def _papers() -> dict[str, str]:
    return {
        "translation signed off": translate("Deeds", "Signed off the letters of a language"),
        "sign-off of a translation taken back": translate("Deeds", "Took back the sign-off of a language"),
        "letter kept": translate("Deeds", "Kept a letter"),
        "letter signed": translate("Deeds", "Signed a letter"),
        "letter put by": translate("Deeds", "Left a letter half way"),
        "letter printed": translate("Deeds", "Printed a letter"),
        "letters printed": translate("Deeds", "Printed letters"),
        "letter saved": translate("Deeds", "Saved a letter as a file"),
        "letter handed over": translate("Deeds", "Handed a letter over"),
        "letters of a run kept": translate("Deeds", "Made letters in a run"),
        "scanned report attached": translate("Deeds", "Attached a scanned report"),
        "scanned report withdrawn": translate("Deeds", "Withdrew a scanned report"),
        "letter checked": translate("Deeds", "Checked a letter"),
        "letters saved": translate("Deeds", "Saved letters as a file"),
        "letter mailed": translate("Deeds", "Put a letter into the mail program"),
        "letters mailed": translate("Deeds", "Put letters into the mail program"),
        "letters handed over": translate("Deeds", "Handed letters over"),
        "letter replaced": translate("Deeds", "Replaced a letter"),
        "letter adapted": translate("Deeds", "Adapted the clinic's letters"),
        "run of letters begun": translate("Deeds", "Began a run of letters"),
        "run of letters ended": translate("Deeds", "Ended a run of letters"),
    }
