"""A message that carries a letter: a draft, to the patient where an address is known, that gives nothing away."""

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

import pytest

from alpdesk.exchange.mail_draft import mail_draft, read_address

BODY = "A letter for you is attached.\n"


def read(content: bytes) -> EmailMessage:
    message = BytesParser(policy=policy.default).parsebytes(content)
    assert isinstance(message, EmailMessage)
    return message


def test_a_draft_is_unsent_and_has_one_pdf() -> None:
    message = read(mail_draft("abena@example.org", "A letter for you", BODY, b"%PDF-locked", "letter_2026-03-02_1.pdf"))
    assert message["X-Unsent"] == "1"
    assert message["To"] == "abena@example.org"
    assert message["From"] is None and message["Date"] is None
    (attached,) = message.iter_attachments()
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_filename() == "letter_2026-03-02_1.pdf"
    assert attached.get_content() == b"%PDF-locked"
    text = message.get_body()
    assert text is not None and text.get_content().splitlines() == BODY.splitlines()


@pytest.mark.parametrize("words", ["Ein Brief für Sie", "آپ کے لیے", "رسالة لك", "आपके लिए एक पत्र"])
def test_words_of_any_language_come_through(words: str) -> None:
    message = read(mail_draft("", words, words + "\n", b"%PDF", "a.pdf"))
    body = message.get_body()
    assert message["Subject"] == words
    assert body is not None and body.get_content().splitlines() == [words]


@pytest.mark.parametrize(
    "typed",
    ["", "nobody", "a@b", "a@b@c.org", "a b@c.org", "a@c.org\nBcc: x@y.org", "a@c.org, x@y.org", "<a@c.org", "@c.org"],
)
def test_what_cannot_be_an_address_is_left_out_and_adds_no_header(typed: str) -> None:
    message = read(mail_draft(typed, "A letter for you", BODY, b"%PDF", "a.pdf"))
    assert message["To"] is None
    assert message["Bcc"] is None
    assert set(message.keys()) == {"X-Unsent", "Subject", "MIME-Version", "Content-Type"}


def test_an_address_is_read_without_the_blanks_around_it() -> None:
    found = read_address(" abena.m@mail.example.org ")
    assert found is not None and found.addr_spec == "abena.m@mail.example.org"
