"""Tells a drawing from an SVG that does more: runs, fetches, points elsewhere, or grows when it is read."""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from alpdesk.errors import AlpdeskError

_DRAWN = frozenset({
    "svg", "g", "defs", "title", "desc", "metadata", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon",
    "use", "symbol", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern", "text", "tspan",
    "style", "switch",
})  # fmt: skip
_SVG = "http://www.w3.org/2000/svg"
_HREF = ("href", "http://www.w3.org/1999/xlink href")
_ELSEWHERE = re.compile(r"url\(\s*['\"]?\s*(?!#)|@import|\\|expression\s*\(|javascript:", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_MOST_PARTS, _DEEPEST, _LONGEST_WAY, _LARGEST_NUMBER = 20_000, 60, 200, 1e6


class _RefusedError(Exception):
    """Why a drawing is not taken."""


@dataclass
class _Node:
    name: str
    points_to: str = ""
    inner: "list[_Node]" = field(default_factory=list)


def refuse_acting(content: bytes, name: str) -> None:
    """Refuse, in one sentence, a file that is no SVG or more than a drawing."""
    try:
        _Reader().read(content)
    except expat.ExpatError:
        raise AlpdeskError(f"{name} is neither a PNG nor a whole SVG.") from None
    except _RefusedError as why:
        raise AlpdeskError(f"{name} holds {why}; save it as a plain SVG or as a PNG.") from None


class _Reader:
    """Walks through the file; nothing in it is followed."""

    def __init__(self) -> None:
        self._open: list[_Node] = []
        self._named: dict[str, _Node] = {}
        self._count = 0
        self._root: _Node | None = None

    def read(self, content: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._entity
        parser.StartDoctypeDeclHandler = self._doctype
        parser.ProcessingInstructionHandler = self._instruction
        parser.Parse(content, True)
        if self._root is None or self._root.name != f"{_SVG} svg":
            raise _RefusedError("no drawing in SVG")
        if _drawn(self._root, self._named, {}, ()) > _MOST_PARTS:
            raise _RefusedError("parts that multiply")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > _MOST_PARTS or len(self._open) >= _DEEPEST:
            raise _RefusedError("too many parts")
        space, _, tag = name.rpartition(" ")
        if space == _SVG and tag not in _DRAWN:
            raise _RefusedError(f"<{tag[:20]}>, which is more than a drawing")
        for key, text in attributes.items():
            _refuse_attribute(key, text)
        node = _Node(name, next((attributes[key].strip() for key in _HREF if key in attributes), ""))
        if self._open:
            self._open[-1].inner.append(node)
        self._root = self._root or node
        self._named.setdefault(attributes.get("id", ""), node)
        self._open.append(node)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        if self._open and self._open[-1].name == f"{_SVG} style" and _ELSEWHERE.search(text):
            raise _RefusedError("a style that points outside the drawing")

    def _entity(self, *_given: object) -> None:
        raise _RefusedError("words that stand for others")

    def _doctype(self, _name: str, _system: str | None, _public: str | None, own: int) -> None:
        if own:
            raise _RefusedError("rules of its own")

    def _instruction(self, target: str, _text: str) -> None:
        if target.casefold() != "xml":
            raise _RefusedError("an instruction to whoever reads it")


def _refuse_attribute(key: str, text: str) -> None:
    tag = key.rpartition(" ")[2]
    if tag.casefold().startswith("on"):
        raise _RefusedError("a script")
    if (tag == "href" and not text.strip().startswith("#")) or tag == "base":
        raise _RefusedError("a link to something outside the drawing")
    if _ELSEWHERE.search(text):
        raise _RefusedError("a style that points outside the drawing")
    dashes = text if tag == "stroke-dasharray" else text.partition("stroke-dasharray:")[2].partition(";")[0]
    if dashes.strip() not in {"", "none"}:
        raise _RefusedError("dashed lines")
    _refuse_measures(tag, text)


def _refuse_measures(tag: str, text: str) -> None:
    if tag in {"id", "class", "style", "href", "fill", "stroke"}:
        return
    if any(abs(float(number)) >= _LARGEST_NUMBER for number in _NUMBER.findall(text)[:5000]):
        raise _RefusedError("measures beyond reason")


def _drawn(node: _Node, named: dict[str, _Node], known: dict[int, int], way: tuple[int, ...]) -> int:
    """Return how many parts are drawn once every part that is used again is drawn again."""
    if id(node) in way or len(way) > _LONGEST_WAY:
        raise _RefusedError("a part that holds itself")
    if id(node) not in known:
        further = (*way, id(node))
        used = named.get(node.points_to.removeprefix("#")) if node.points_to else None
        inner = (*node.inner, *((used,) if used is not None else ()))
        known[id(node)] = min(1 + sum(_drawn(each, named, known, further) for each in inner), _MOST_PARTS + 1)
    return known[id(node)]
