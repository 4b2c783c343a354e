"""The sentences of the letter page."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def kept(*, signed: bool, waits: bool) -> str:
    """Say that a letter was kept, and what comes next."""
    if signed:
        return translate("Letter", "Signed and kept. It has not been sent yet.")
    if waits:
        return translate("Letter", "Kept. A clinician has to sign it before it leaves.")
    return translate("Letter", "Letter kept. It has not been sent yet.")


def signed() -> str:
    """Say that a letter was signed."""
    return translate("Letter", "Signed. It has not been sent yet.")


def put_by() -> str:
    """Say that a letter can be finished later."""
    return translate("Letter", "Put by, to be finished later; it is in the list of letters.")


def handed_over() -> str:
    """Say that it was noted how a letter left."""
    return translate("Letter", "Noted how the letter left.")


def not_kept(reason: str) -> str:
    """Say that keeping failed, and that nothing is lost."""
    return translate("Letter", "Not kept: {reason} Your words are still here.").format(reason=reason)


def unkept(name: str) -> str:
    """Name a letter that is not kept yet."""
    return translate("Letter", "A letter about {name}").format(name=name)


def printed() -> str:
    """Say that a letter went to the printer."""
    return translate("Letter", "Sent to the printer.")


def but_for(said: str, refused: Sequence[str]) -> str:
    """Say what was done, and of each letter that may not leave who it is about and why."""
    left = translate("Letter", "Left out: {letters}").format(letters=" ".join(refused)) if refused else ""
    return f"{said} {left}".strip()


def saved(place: str) -> str:
    """Say that a copy was written."""
    return translate("Letter", "Saved a copy as {place}.").format(place=place)


def locked(place: str) -> str:
    """Say that a protected copy was written."""
    return translate("Letter", "Saved as {place}; it opens with the password only.").format(place=place)


def why_a_password() -> str:
    """Say what the password is for."""
    return translate("Letter", "The PDF is encrypted (AES-256). Whoever has the password can read and print it.")


def why_a_password_by_mail() -> str:
    """Say what is put into the message, and what mail programs make of it."""
    return translate(
        "Letter",
        "Your mail program is given a message with the encrypted PDF; its words say nothing about health. Nothing is "
        "sent until you send it. Outlook for Windows opens it ready to send. Some programs show it like a message that "
        "came in: choose “Edit as new message” there. Where none opens it, save the PDF with a password and attach it.",
    )


def mailed(to: str) -> str:
    """Say that the mail program has the message."""
    if to:
        return translate("Letter", "The message to {to} is in your mail program; send it there.").format(to=to)
    return translate("Letter", "The message is in your mail program; enter the address and send it there.")


def no_mail_program() -> str:
    """Say that nothing opens a message here."""
    return translate("Letter", "No mail program opened the message. Save the PDF with a password and attach it there.")
