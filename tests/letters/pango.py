"""Lines as Pango sets them in our fonts, to compare ours with: ``python -m tests.letters.pango`` writes them anew.

Pango finds directions with FriBidi and splits a line into scripts and fonts on its own; it needs ``pango-view`` of
Debian's package pango1.0-tools.
"""

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import correlation
from typing import Any, NamedTuple

from PySide6.QtGui import QImage
from reportlab.pdfgen.canvas import Canvas

from alpdesk.assets import resource
from alpdesk.letters import faces
from alpdesk.letters.lines import Lines, Look
from alpdesk.letters.pieces import clean, held, in_order, runs_right_to_left, words
from tests.letters.pictures import pictures

KEPT = Path(__file__).parent / "data" / "pango.json"
_FAMILIES = "Noto Sans, Noto Sans Hebrew, Noto Sans Arabic, Noto Sans Devanagari"
SIZE = 60  # so large that Pango's whole pixels matter little
_SHARED = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0\u2013"
_NOTHING = 0x0FFFFFFF
_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>"""


class Case(NamedTuple):
    """A line in a letter that runs one way or the other."""

    text: str
    rtl: bool = False
    bold: bool = False


CASES = (
    Case("كانت نتيجة فحص الفوسفاتاز القلوية لديك 23 U/L وهي أقل من المعتاد", rtl=True),
    Case("المجال المرجعي لدى المختبر (البالغون) هو 40–129 U/L", rtl=True),
    Case("السيدة Abena Mensah المولودة في 14\u200f/4\u200f/2026", rtl=True),
    Case("يُرجى الاتصال على الرقم +44 1865 000 199 في أيّ وقتٍ", rtl=True),
    Case("أُخذت العينة في 2026-04-14 الساعة 09:30", rtl=True),
    Case("تتناول alendronate 70 mg أسبوعياً (أو أكثر)", rtl=True),
    Case("لا إله الأحمد الإمام آلاء لألأ", rtl=True),
    Case("بين 15 مايو 2026 و26 مايو 2026", rtl=True, bold=True),
    Case("نتيجة منخفضة: يجب إعادة الفحص", rtl=True, bold=True),
    Case("می‌خواهم کتاب‌های پچژگ را بخوانم", rtl=True),
    Case("ٹیسٹ کا نتیجہ ہے", rtl=True),
    Case("Dear دعاء الأحمد, we have your result"),
    Case("מר דוד לוי נולד ב 12 במאי 1980", rtl=True),
    Case("שָׁלוֹם עֲלֵיכֶם (בְּרָכָה)", rtl=True),
    Case("תוצאת הבדיקה ALP הייתה 23 U/L", rtl=True, bold=True),
    Case("Dear דוד לוי, your value of 14 April"),
    Case("आपके रक्त परीक्षण का परिणाम सामान्य से कम है"),
    Case("श्रीमती कृष्णा क्षत्रिय ज्ञानेश्वर विद्यार्थी"),
    Case("र्क र्कि क्ष क्‍ष क्‌ष द्ध ट्र ड़ ढ़ शृंगार र्‍य"),
    Case("किताब हिन्दी स्त्री त्र्यंबक ऊँट हृदय रूप"),
    Case("१४ अप्रैल २०२६ को ALP 23 U/L था"),
    Case("कृपया चिकित्सक से संपर्क करें", bold=True),
    Case("श्रीमती कृष्णा क्षत्रिय र्कि", bold=True),
    Case("Ɛ\u0301wura Ɔ\u0301dɔ x\u030c E\u0301milie"),
    Case("Nguyễn Thị Hồng Łukasz Żółć Щербаков Παπαδόπουλος"),
)


def command() -> str | None:
    """Return where Pango's program is, if it is here."""
    return shutil.which("pango-view")


def theirs(case: Case) -> list[str]:
    """Return the glyphs of a line as Pango sets it, from left to right."""
    turned = runs_right_to_left(case.text, rtl=case.rtl)
    text = clean(case.text, turned=turned)
    with tempfile.TemporaryDirectory() as folder:
        told = _pango(Path(folder), held(text, turned=turned), turned=turned, bold=case.bold)
    (line,) = told["output"]["lines"]
    return [
        token
        for run in line["runs"]
        for glyph in run["glyphs"]
        if glyph["glyph"] != _NOTHING
        and (token := _token(_file_of(run["font"]["description"], bold=case.bold), glyph["glyph"]))
    ]


def _pango(folder: Path, text: str, *, turned: bool, bold: bool) -> Any:
    fonts = folder / "fonts.conf"
    fonts.write_text(_FONTS.format(fonts=resource("fonts"), cache=folder / "cache"), encoding="utf-8")
    asked = [
        str(command()), "--backend=ft2", "-q", f"--output={folder / 'line.pgm'}", f"--serialize-to={folder / 'line'}",
        f"--font={_FAMILIES} {'Bold ' if bold else ''}{SIZE}", "--no-auto-dir", f"--text={text}",
        *(["--rtl"] if turned else []),
    ]  # fmt: skip
    subprocess.run(asked, check=True, env={**os.environ, "FONTCONFIG_FILE": str(fonts), "LC_ALL": "C.UTF-8"})
    return json.loads((folder / "line").read_text(encoding="utf-8"))


def ours(case: Case) -> list[str]:
    """Return the glyphs of a line as our letters print it, from left to right."""
    told = [(word.blank, *word.pieces) for word in words(case.text, bold=case.bold, rtl=case.rtl)]
    line = in_order([piece for word in told for piece in word if piece])
    return [
        token for piece in line for number in numbers(piece.font, piece.text) if (token := _token(piece.font, number))
    ]


def ink_of_theirs(case: Case, folder: Path) -> list[int]:
    """Return how dark each column of a line is as Pango draws it."""
    turned = runs_right_to_left(case.text, rtl=case.rtl)
    _pango(folder, held(clean(case.text, turned=turned), turned=turned), turned=turned, bold=case.bold)
    return _ink(QImage(str(folder / "line.pgm")))


def ink_of_ours(case: Case) -> list[int]:
    """Return how dark each column of a line is on our page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(2700, 180))
    line = Lines(case.text, Look(SIZE, 90, bold=case.bold, rtl=case.rtl))
    line.wrap(2700, 180)
    line.drawOn(canvas, 0, 45)
    canvas.save()
    return _ink(next(pictures(buffer.getvalue(), 96 / 72)))


def likeness(ours: list[int], theirs: list[int]) -> float:
    """Return the correlation of two rows of ink, one stretched to the length of the other."""
    fitted = [ours[min(len(ours) - 1, at * len(ours) // len(theirs))] for at in range(len(theirs))]
    blurred = [[sum(row[max(0, at - 4) : at + 5]) for at in range(len(row))] for row in (fitted, theirs)]
    return correlation(*blurred)


def _ink(image: QImage) -> list[int]:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    bits, step = bytes(grey.constBits()), grey.bytesPerLine()
    columns = [sum(255 - bits[row * step + x] for row in range(grey.height())) for x in range(grey.width())]
    inked = [x for x, ink in enumerate(columns) if ink > 128]
    return columns[inked[0] : inked[-1] + 1]


def numbers(font: str, text: str) -> list[int]:
    """Return the glyphs that characters print in a font, those that glyphs are made of."""
    face = faces.face(font)
    made = {code: parts for (parts, _, _), code in face._glyphs.items()}
    return [
        number
        for letter in text
        for number in (
            [part.number for part in made[letter]] if letter in made else [face.face.charToGlyph[ord(letter)]]
        )
    ]


def _token(font: str, number: int) -> str:
    """Return a name for a glyph; digits and signs that several fonts draw are named by what they are."""
    prints = faces.face(font).face.charToGlyph
    plain = next((letter for letter in _SHARED if prints.get(ord(letter)) == number), None)
    return plain.strip() if plain is not None else f"{font}:{number}"


def _file_of(description: str, *, bold: bool) -> str:
    family = description.removesuffix(f" {SIZE}").removesuffix(" Bold").replace(" ", "")
    return f"{family}-{'Bold' if bold else 'Regular'}"


if __name__ == "__main__":
    kept = [{"text": case.text, "glyphs": theirs(case)} for case in CASES]
    KEPT.write_text(json.dumps(kept, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(kept)} lines written to {KEPT}", file=sys.stderr)
