"""A message that is not sent yet, as a file that mail programs open for writing."""

from email import policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage


def mail_draft(to: str, subject: str, body: str, attachment: bytes, name: str) -> bytes:
    """Return a draft with one PDF attached; an address that cannot be one is left out.

    ``X-Unsent`` tells mail programs that it is to be sent and was not received.
    """
    message = EmailMessage(policy=policy.SMTP)
    message["X-Unsent"] = "1"
    message["Subject"] = subject
    address = read_address(to)
    if address is not None:
        message["To"] = address
    message.set_content(body)
    message.add_attachment(attachment, maintype="application", subtype="pdf", filename=name)
    return message.as_bytes()


def read_address(typed: str) -> Address | None:
    """Return an e-mail address, or nothing where it cannot be one."""
    typed = typed.strip()
    if not typed.isascii() or typed.count("@") != 1 or any(letter.isspace() for letter in typed):
        return None
    try:
        address = Address(addr_spec=typed)
    except (MessageError, ValueError, IndexError):
        return None
    return address if address.username and "." in address.domain else None
