"""Pages on their way out: merged for the printer, and behind a password."""

from io import BytesIO

import pikepdf
import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from alpdesk.letters.bundle import count_pages, locked, merged


def made(name: str, pages: int, size: tuple[float, float] = (595, 842)) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=size)
    for number in range(1, pages + 1):
        canvas.drawString(72, 700, f"{name}{number}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def texts(pdf: bytes) -> list[str]:
    return [page.extract_text().strip() for page in PdfReader(BytesIO(pdf)).pages]


LETTERS = (("a", 1), ("b", 2), ("c", 3))


@pytest.mark.parametrize(
    ("both_sides", "pages"),
    [(False, ["a1", "b1", "b2", "c1", "c2", "c3"]), (True, ["a1", "", "b1", "b2", "c1", "c2", "c3", ""])],
)
def test_letters_follow_each_other_and_none_begins_on_the_back_of_another(both_sides: bool, pages: list[str]) -> None:
    assert texts(merged([made(*each) for each in LETTERS], both_sides=both_sides)) == pages


def test_an_empty_page_is_as_large_as_the_one_before_it() -> None:
    pdf = PdfReader(BytesIO(merged([made("a", 1, (612, 792)), made("b", 1)], both_sides=True)))
    assert [float(page.mediabox.height) for page in pdf.pages] == [792, 792, 842, 842]


def test_the_same_letters_make_the_same_file() -> None:
    letters = [made(*each) for each in LETTERS]
    assert merged(letters, both_sides=True) == merged(letters, both_sides=True)


def test_a_locked_letter_is_aes_256_of_revision_6_and_opens_with_its_password_only() -> None:
    pdf = locked(made("secret", 2), "three plain words")
    with pikepdf.Pdf.open(BytesIO(pdf), password="three plain words") as opened:
        assert (opened.encryption.R, opened.encryption.V, opened.encryption.bits) == (6, 5, 256)
        assert opened.encryption.stream_method is pikepdf.models.EncryptionMethod.aesv3
        assert opened.encryption.file_method is pikepdf.models.EncryptionMethod.aesv3
        assert len(opened.pages) == 2
    for wrong in ("", "three plain word", "THREE PLAIN WORDS"):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.Pdf.open(BytesIO(pdf), password=wrong)


def test_nothing_of_the_letter_is_readable_in_a_locked_file() -> None:
    letter = made("Mensah", 1)
    with pikepdf.Pdf.open(BytesIO(letter)) as pdf:
        pdf.docinfo["/Title"] = "Mensah"
        buffer = BytesIO()
        pdf.save(buffer, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    assert b"Mensah" in buffer.getvalue()
    assert b"Mensah" not in locked(buffer.getvalue(), "three plain words")


def test_a_password_with_letters_of_any_script_opens_what_it_locked() -> None:
    pdf = locked(made("a", 1), "пароль für Käthe")
    with pikepdf.Pdf.open(BytesIO(pdf), password="пароль für Käthe") as opened:
        assert len(opened.pages) == 1


def test_pages_are_counted() -> None:
    assert count_pages(made("a", 3)) == 3
