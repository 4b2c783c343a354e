"""What makes the pages fit for an archive (ISO 19005-2, level B): what they are, in which language, in which colours.

Fonts are on board whole or in part in any case, nothing is transparent, and no word of the patient is in the metadata.
"""

from datetime import date
from functools import cache
from types import SimpleNamespace
from typing import NamedTuple, Protocol
from xml.sax.saxutils import escape

from reportlab.pdfbase.pdfdoc import (
    NoEncryption,
    PDFArray,
    PDFCatalog,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFObject,
    PDFStream,
    PDFString,
    PDFZCompress,
)

from alpdesk.assets import resource

_COLOURS = "sRGB IEC61966-2.1"
_PRODUCER = "Alpdesk with ReportLab"
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
   <pdfaid:part>{part}</pdfaid:part>
   <pdfaid:conformance>B</pdfaid:conformance>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
   <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
   <pdf:Producer>{producer}</pdf:Producer>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
   <xmp:CreatorTool>Alpdesk</xmp:CreatorTool>
   <xmp:CreateDate>{day}T00:00:00+00:00</xmp:CreateDate>
   <xmp:ModifyDate>{day}T00:00:00+00:00</xmp:ModifyDate>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
PART = 2
UNDATED = date(2000, 1, 1)


class _Lined(bytes, PDFObject):
    """What a stream holds; the norm wants a line end after it, which does not count as content."""

    def format(self, document: PDFDocument) -> bytes:
        return bytes(self) + b"\n"


class _Passing(NoEncryption):
    """Encrypts nothing; it is where reportlab lets the content of every stream pass by."""

    def encode(self, t: bytes | str) -> bytes:
        return _Lined(t.encode("ascii") if isinstance(t, str) else t)


class _Catalog(Protocol):
    __NoDefault__: list[str]
    Metadata: PDFStream
    OutputIntents: PDFArray


class _Document(Protocol):
    """What the stubs do not say of reportlab's document."""

    Catalog: "_Catalog"
    encrypt: NoEncryption
    info: object
    _timeStamp: object  # noqa: N815  (reportlab's name)

    def Reference(self, part: PDFObject) -> object: ...  # noqa: N802  (reportlab's name)


class _Hash(Protocol):
    def update(self, data: bytes, /) -> object: ...


class About(NamedTuple):
    """What the file says of itself to whoever does not open it."""

    title: str
    author: str
    language: str
    day: date = UNDATED


class _Info(PDFDictionary):
    """The old metadata, the same words as in the new."""

    def __init__(self, about: About) -> None:
        stamp = f"D:{about.day:%Y%m%d}000000+00'00'"
        said = {"Title": about.title, "Author": about.author or _PRODUCER, "Creator": "Alpdesk", "Producer": _PRODUCER}
        super().__init__({name: PDFString(text) for name, text in said.items()})
        self["CreationDate"] = self["ModDate"] = PDFString(stamp)

    def digest(self, signature: _Hash) -> None:
        """Let the file's own name depend on what it says of itself."""
        signature.update(repr(sorted(self.dict)).encode())


def make_archival(document: _Document, about: About) -> None:
    """Give a document that is about to be written what an archive asks for."""
    day = SimpleNamespace(t=0, lt=(*about.day.timetuple()[:3], 0, 0, 0, 0, 0, 0), dhh=0, dmm=0)
    day.YMDhms = day.lt[:6]
    document._timeStamp = day  # noqa: SLF001  (reportlab has no other way to say the day)
    document.info = _Info(about)
    document.encrypt = _Passing()
    catalog = document.Catalog
    catalog.__NoDefault__ = [*PDFCatalog.__NoDefault__, "OutputIntents"]
    catalog.Metadata = _metadata(about)
    catalog.OutputIntents = PDFArray([PDFDictionary(_colours(document))])


def _metadata(about: About) -> PDFStream:
    words = {
        "part": str(PART),
        "title": about.title,
        "author": about.author or _PRODUCER,
        "language": about.language,
        "producer": _PRODUCER,
        "day": about.day.isoformat(),
    }
    packet = _PACKET.format(**{name: escape(text) for name, text in words.items()})
    kind = PDFDictionary({"Type": PDFName("Metadata"), "Subtype": PDFName("XML")})
    return PDFStream(kind, packet.encode())


def _colours(document: _Document) -> dict[str, object]:
    profile = PDFStream(PDFDictionary({"N": 3}), _profile(), [PDFZCompress])
    return {
        "Type": PDFName("OutputIntent"),
        "S": PDFName("GTS_PDFA1"),
        "OutputConditionIdentifier": PDFString(_COLOURS),
        "Info": PDFString(_COLOURS),
        "DestOutputProfile": document.Reference(profile),
    }


@cache
def _profile() -> bytes:
    return resource("letters", "srgb.icc").read_bytes()
