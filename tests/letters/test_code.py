"""The code on a letter: what a camera reads is the number and nothing else, on every form, also copied in grey."""

from collections.abc import Iterator

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from alpdesk.letters.layout import render
from tests.letters.people import CLINIC, first_low

NUMBER = "7K3F-9QXM-2BVA"
FORMS = (("A4", "din5008a", "en"), ("A4", "din5008b", "en"), ("A4", "uk", "en"), ("Letter", "us", "en"))


def copies(pdf: bytes, dots: int) -> Iterator[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        yield page.render(scale=dots / 72, grayscale=True).to_pil()
        page.close()
    document.close()


@pytest.mark.parametrize(("paper", "form", "language"), FORMS)
def test_a_camera_reads_the_number_and_nothing_else(paper: str, form: str, language: str) -> None:
    clinic = CLINIC.model_copy(update={"paper": paper, "address_form": form, "language": language})
    draft = first_low().letter(clinic=clinic).model_copy(update={"number": NUMBER})
    first, *_ = copies(render(draft), 150)
    found = zxingcpp.read_barcodes(first)
    assert [(code.format.name, code.text) for code in found] == [("QRCode", NUMBER)]


def test_a_letter_without_a_number_bears_no_code() -> None:
    for page in copies(render(first_low().letter()), 150):
        assert zxingcpp.read_barcodes(page) == []
