"""The clinic's picture: what is taken on as a logo, and what is refused in one sentence."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from alpdesk.errors import AlpdeskError
from alpdesk.letters.logo import as_printed, read

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 20">'
GOOD = (
    f'<?xml version="1.0"?>{OPEN}<defs><linearGradient id="a"><stop offset="0" stop-color="red"/></linearGradient>'
    '<path id="b" d="M0 0 L10 10"/></defs><rect width="40" height="20" fill="url(#a)" style="stroke-dasharray:none"/>'
    '<use href="#b"/><use xlink:href="#b" x="5"/><text x="1" y="9">Klinik &amp; Söhne</text></svg>'
)
INKSCAPE = (
    '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    f'{OPEN}<metadata xmlns:rdf="urn:rdf"><rdf:RDF/></metadata><circle r="5"/></svg>'
)
BOMB = "".join(f'<g id="g{n + 1}">' + f'<use href="#g{n}"/>' * 12 + "</g>" for n in range(8))
HOSTILE = {
    "script": f"{OPEN}<script>alert(1)</script></svg>",
    "event": f'{OPEN}<rect onload="alert(1)"/></svg>',
    "event in capitals": f'{OPEN}<rect ONCLICK="alert(1)"/></svg>',
    "picture from a file": f'{OPEN}<image href="file:///etc/passwd"/></svg>',
    "picture from the net": f'{OPEN}<image xlink:href="http://127.0.0.1/x.png"/></svg>',
    "picture within": f'{OPEN}<image href="data:image/png;base64,AAAA"/></svg>',
    "use of another file": f'{OPEN}<use href="other.svg#x"/></svg>',
    "link": f'{OPEN}<a href="http://127.0.0.1/"><rect/></a></svg>',
    "foreign object": f"{OPEN}<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'/></foreignObject></svg>",
    "animation": f'{OPEN}<animate attributeName="href"/></svg>',
    "filter": f'{OPEN}<filter id="f"><feGaussianBlur stdDeviation="900000"/></filter></svg>',
    "style that imports": f"{OPEN}<style>@import 'http://127.0.0.1/x.css';</style></svg>",
    "style that fetches": f"{OPEN}<style>rect{{fill:url(http://127.0.0.1/x)}}</style></svg>",
    "style that hides what it fetches": f"{OPEN}<style>rect{{fill:u\\72l(http://127.0.0.1/x)}}</style></svg>",
    "fill that fetches": f"{OPEN}<rect fill=\"url( 'http://127.0.0.1/x')\"/></svg>",
    "entity": f'<!DOCTYPE svg [<!ENTITY a "x">]>{OPEN}<text>&a;</text></svg>',
    "entity bomb": '<!DOCTYPE svg [<!ENTITY a "xx"><!ENTITY b "&a;&a;&a;&a;">]>' + OPEN + "<text>&b;</text></svg>",
    "entity from a file": f'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>{OPEN}<text>&a;</text></svg>',
    "style sheet of another file": f'<?xml-stylesheet href="http://127.0.0.1/x.css"?>{OPEN}</svg>',
    "base elsewhere": f'{OPEN}<g xml:base="http://127.0.0.1/"><use href="#x"/></g></svg>',
    "parts that multiply": f"{OPEN}<g id='g0'><path d='M0 0'/></g>{BOMB}<use href='#g8'/></svg>",
    "part that holds itself": f'{OPEN}<g id="a"><use href="#a"/></g></svg>',
    "deep": OPEN + "<g>" * 5000 + "</g>" * 5000 + "</svg>",
    "many": OPEN + "<g/>" * 30_000 + "</svg>",
    "endless dashes": f'{OPEN}<path d="M0 0H9" stroke-dasharray="0.000001"/></svg>',
    "endless dashes in a style": f'{OPEN}<path d="M0 0H9" style="stroke-dasharray:1e-9;fill:red"/></svg>',
    "endless": f'{OPEN}<path d="M0 0 L1e30 1e30"/></svg>',
    "cut off": GOOD[:-10],
    "page": "<html><body/></html>",
    "words": "My logo",
    "zeros": "\0\0\0\0",
}


def png(size: tuple[int, int] = (60, 30), mode: str = "RGBA", colour: object = (200, 0, 0, 0)) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, "PNG")  # type: ignore[arg-type]
    return out.getvalue()


def drawn(_svg: bytes) -> bytes:
    return png()


def never(_svg: bytes) -> bytes:
    raise AssertionError("this was to be refused before anybody draws it")


@pytest.mark.parametrize("svg", [GOOD, INKSCAPE])
def test_a_drawing_is_taken_and_drawn(svg: str) -> None:
    assert as_printed(svg.encode(), "logo.svg", drawn).startswith(b"\x89PNG")


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_more_than_a_drawing_is_refused_in_one_sentence_before_it_is_drawn(case: str) -> None:
    with pytest.raises(AlpdeskError, match=r"^logo\.svg [^\n]*\.$"):
        as_printed(HOSTILE[case].encode(), "logo.svg", never)


@pytest.mark.parametrize(("mode", "colour"), [("RGBA", (9, 9, 9, 0)), ("LA", (9, 0)), ("P", 0), ("L", 255), ("1", 1)])
def test_a_picture_is_printed_on_white_without_transparency(mode: str, colour: object) -> None:
    made = Image.open(io.BytesIO(as_printed(png(mode=mode, colour=colour), "logo.png", never)))
    assert made.mode == "RGB"
    if mode != "P":
        assert made.getpixel((5, 5)) == (255, 255, 255)


def test_a_picture_finer_than_paper_shows_is_made_smaller_and_equal_each_time() -> None:
    large = png((5000, 1000), "RGB", (1, 2, 3))
    made = as_printed(large, "logo.png", never)
    assert Image.open(io.BytesIO(made)).size == (1800, 360)
    assert made == as_printed(large, "logo.png", never)


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def test_pictures_that_are_cut_off_endless_or_tiny_are_refused() -> None:
    endless = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">2I5B", 60_000, 60_000, 8, 2, 0, 0, 0))
    for content, said in ((png()[:60], "damaged"), (endless, "more dots"), (png((4, 4)), "too few dots")):
        with pytest.raises(AlpdeskError, match=f"^logo.png .*{said}"):
            as_printed(content, "logo.png", never)


def test_a_file_that_is_empty_too_large_or_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "large.png").write_bytes(b"\x89PNG" + b"x" * (2 * 1024 * 1024))
    for name, said in (("empty.png", "is empty"), ("large.png", "larger than 2 MB"), ("none.png", "cannot be read")):
        with pytest.raises(AlpdeskError, match=said):
            read(tmp_path / name)
