"""A first page with nobody's letter on it, to see a letterhead by."""

from datetime import date

from alpdesk.domain.letter import LetterDraft, Reference, Sender
from alpdesk.domain.records import Clinic, LetterKind
from alpdesk.letters.calendar import long_date
from alpdesk.letters.catalogue import Catalogue
from alpdesk.letters.layout import render


def sample(clinic: Clinic, address_form: str, words: Catalogue, day: date, logo: bytes | None) -> bytes:
    """Return the page; it is addressed to the clinic itself."""
    lines = tuple(line.strip() for line in clinic.address.splitlines() if line.strip())
    phone = words.text("phone", "frame", phone=clinic.phone) if clinic.phone else ""
    title = words.text("title_patient", "frame")
    draft = LetterDraft(
        kind=LetterKind.PATIENT,
        variant="sample",
        title=title,
        language=words.language,
        rtl=words.rtl,
        paper=clinic.paper,
        address_form=address_form,
        day=day,
        patient_id=0,
        sender=Sender(name=clinic.name, lines=lines, phone=phone, email=clinic.email),
        recipient=(clinic.name, *lines),
        references=(Reference(label=words.text("date", "frame"), text=long_date(day, words.locale)),),
        subject=title,
        salutation="",
        blocks=(),
        footer="",
        page_words=words.text("page", "frame", page="{page}", pages="{pages}"),
        rule_book="",
    )
    return render(draft, logo)
