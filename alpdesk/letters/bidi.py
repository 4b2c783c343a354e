"""The order of letters on a line that runs both ways: the Unicode bidirectional algorithm (UAX 9).

Embeddings and overrides are left out on purpose: no text that people type may turn a line. Isolates are honoured.
"""

import unicodedata
from collections.abc import Iterator, Sequence

_BRACKETS = (
    "()[]{}༺༻༼༽᚛᚜⁅⁆⁽⁾₍₎⌈⌉⌊⌋〈〉❨❩❪❫❬❭❮❯❰❱❲❳❴❵⟅⟆⟦⟧⟨⟩⟪⟫⟬⟭⟮⟯⦃⦄⦅⦆⦇⦈⦉⦊⦋⦌⦍⦐⦏⦎⦑⦒⦓⦔⦕⦖⦗⦘⧘⧙⧚⧛⧼⧽"
    "⸢⸣⸤⸥⸦⸧⸨⸩⹕⹖⹗⹘⹙⹚⹛⹜\u3008\u3009《》「」『』【】〔〕〖〗〘〙〚〛﹙﹚﹛﹜﹝﹞（）［］｛｝｟｠｢｣"
)
_CLOSES = dict(zip(_BRACKETS[::2], _BRACKETS[1::2], strict=True))
_SAME = {"\u2329": "\u3008", "\u232a": "\u3009"}
_OPENED = {closing: _SAME.get(opening, opening) for opening, closing in _CLOSES.items()}
_ISOLATES = {"LRI", "RLI", "FSI"}
_SKIPPED = {"BN", "LRE", "RLE", "LRO", "RLO", "PDF"}
_NEUTRAL = {"B", "S", "WS", "ON", "PDI", *_ISOLATES}
_TURNED = {"R", "EN", "AN"}
_DEEPEST = 125
_WATCHED = 63


def levels(text: str, base: int) -> list[int]:
    """Return the level of every character of one line: odd ones run from right to left."""
    given = [unicodedata.bidirectional(letter) or "L" for letter in text]
    pairs = _isolated(given)
    found = _explicit(given, pairs, base)
    for run in _sequences(given, found, pairs):
        _resolve(run, text, given, found, base, pairs)
    return _trailing(given, found, base)


def order(found: Sequence[int]) -> list[int]:
    """Return the places of the levels from left to right, as they stand on the page."""
    places = list(range(len(found)))
    for level in range(max(found, default=0), 0, -1):
        start = 0
        while start < len(places):
            end = start
            while end < len(places) and found[places[end]] >= level:
                end += 1
            places[start:end] = reversed(places[start:end])
            start = end + 1
    return places


def base_of(kinds: Sequence[str]) -> int:
    """Return the level that the first strong letter gives, those inside isolates aside."""
    depth = 0
    for kind in kinds:
        if kind in _ISOLATES:
            depth += 1
        elif kind == "PDI":
            depth -= 1
            if depth < 0:
                return 0
        elif not depth and kind in {"L", "R", "AL"}:
            return int(kind != "L")
    return 0


def _isolated(given: list[str]) -> dict[int, int]:
    """Return where each isolate that is closed ends."""
    opened: list[int] = []
    pairs: dict[int, int] = {}
    for place, kind in enumerate(given):
        if kind in _ISOLATES:
            opened.append(place)
        elif kind == "PDI" and opened:
            pairs[opened.pop()] = place
    return pairs


def _explicit(given: list[str], pairs: dict[int, int], base: int) -> list[int]:
    found: list[int] = []
    stack = [base]
    overflow = 0
    closing = set(pairs.values())
    for place, kind in enumerate(given):
        if kind == "PDI" and place in closing:
            if overflow:
                overflow -= 1
            else:
                stack.pop()
        found.append(stack[-1])
        if kind in _ISOLATES:
            inner = _inner(given, place, pairs) if kind == "FSI" else int(kind == "RLI")
            deeper = stack[-1] + (1 if (stack[-1] + 1) % 2 == inner else 2)
            if deeper > _DEEPEST or overflow:
                overflow += 1
            else:
                stack.append(deeper)
    return found


def _inner(given: list[str], place: int, pairs: dict[int, int]) -> int:
    return base_of(given[place + 1 : pairs.get(place, len(given))])


def _sequences(given: list[str], found: list[int], pairs: dict[int, int]) -> list[list[int]]:
    """Return the places that are resolved together: runs of one level, joined over what is isolated in them."""
    runs: list[list[int]] = []
    for place in (place for place, kind in enumerate(given) if kind not in _SKIPPED):
        if runs and found[runs[-1][-1]] == found[place]:
            runs[-1].append(place)
        else:
            runs.append([place])
    begun = {run[0]: run for run in runs}
    for run in runs:
        while begun.get(run[0]) is run and run[-1] in pairs and pairs[run[-1]] in begun:
            run.extend(begun.pop(pairs[run[-1]]))
    return list(begun.values())


def _resolve(
    run: list[int], text: str, given: list[str], found: list[int], base: int, pairs: dict[int, int]
) -> None:  # fmt: skip
    level = found[run[0]]
    before = next((found[place] for place in range(run[0] - 1, -1, -1) if given[place] not in _SKIPPED), base)
    following = (found[place] for place in range(run[-1] + 1, len(given)) if given[place] not in _SKIPPED)
    after = base if given[run[-1]] in _ISOLATES and run[-1] not in pairs else next(following, base)
    sides = tuple("R" if max(level, each) % 2 else "L" for each in (before, after))
    kinds = _weak([given[place] for place in run], sides[0])
    _brackets([text[place] for place in run], kinds, [given[place] for place in run], sides[0], level)
    _neutral(kinds, sides, level)
    for place, kind in zip(run, kinds, strict=True):
        found[place] += 1 if (kind == "R") is (level % 2 == 0) and kind in {"L", "R"} else _numeral(kind, level)


def _numeral(kind: str, level: int) -> int:
    return 0 if kind in {"L", "R"} else 1 + (level % 2 == 0)


def _weak(kinds: list[str], before: str) -> list[str]:
    """Return the kinds after the rules W1 to W7."""
    strong, last = before, before
    for place, kind in enumerate(kinds):
        if kind == "NSM":
            kinds[place] = "ON" if last in {"PDI", *_ISOLATES} else last
        last = kinds[place]
        if last in {"L", "R", "AL"}:
            strong = last
        elif last == "EN" and strong == "AL":
            kinds[place] = "AN"
        last = kind if kind in {"PDI", *_ISOLATES} else last
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]
    for place in range(1, len(kinds) - 1):
        left, right = kinds[place - 1], kinds[place + 1]
        if left == right and ((left == "EN" and kinds[place] in {"ES", "CS"}) or (left, kinds[place]) == ("AN", "CS")):
            kinds[place] = left
    _terminators(kinds)
    strong = before
    for place, kind in enumerate(kinds):
        if kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[place] = "L"
    return kinds


def _terminators(kinds: list[str]) -> None:
    """Let signs of currency and per cent beside a number belong to it, and other separators be neutral (W5, W6)."""
    for places in (range(1, len(kinds)), range(len(kinds) - 2, -1, -1)):
        for place in places:
            if kinds[place] == "ET" and kinds[place - places.step] == "EN":
                kinds[place] = "EN"
    kinds[:] = ["ON" if kind in {"ES", "ET", "CS"} else kind for kind in kinds]


def _brackets(letters: list[str], kinds: list[str], given: list[str], before: str, level: int) -> None:
    """Give both brackets of a pair the direction of what they hold (N0)."""
    usual = "R" if level % 2 else "L"
    for start, end in sorted(_pairs(letters, kinds)):
        inside = {_strong(kind) for kind in kinds[start + 1 : end]}
        if usual in inside:
            side = usual
        elif inside & {"L", "R"}:
            outside = next((each for each in map(_strong, reversed(kinds[:start])) if each), before)
            side = outside
        else:
            continue
        for place in (start, end):
            kinds[place] = side
            for after in range(place + 1, len(kinds)):
                if given[after] != "NSM":
                    break
                kinds[after] = side


def _pairs(letters: list[str], kinds: list[str]) -> Iterator[tuple[int, int]]:
    opened: list[tuple[str, int]] = []
    found: list[tuple[int, int]] = []
    bracketed = ((place, _SAME.get(letter, letter)) for place, letter in enumerate(letters) if kinds[place] == "ON")
    for place, letter in bracketed:
        if letter in _CLOSES:
            if len(opened) == _WATCHED:
                break
            opened.append((letter, place))
        elif letter in _OPENED:
            match = next((at for at in range(len(opened) - 1, -1, -1) if opened[at][0] == _OPENED[letter]), None)
            if match is not None:
                found.append((opened[match][1], place))
                del opened[match:]
    return iter(found)


def _strong(kind: str) -> str:
    return "R" if kind in _TURNED else "L" if kind == "L" else ""


def _neutral(kinds: list[str], sides: tuple[str, ...], level: int) -> None:
    """Let what stands between letters of one direction run with them, all else with the line (N1, N2)."""
    usual = "R" if level % 2 else "L"
    place = 0
    while place < len(kinds):
        end = place
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        if end > place:
            left = _strong(kinds[place - 1]) if place else sides[0]
            right = _strong(kinds[end]) if end < len(kinds) else sides[1]
            kinds[place:end] = [left if left == right else usual] * (end - place)
        place = end + 1


def _trailing(given: list[str], found: list[int], base: int) -> list[int]:
    """Let blanks at the end, and before a separator, stand where the line ends (L1)."""
    blank = True
    for place in range(len(given) - 1, -1, -1):
        if given[place] in {"B", "S"}:
            blank = True
        elif given[place] not in {"WS", "PDI", *_ISOLATES, *_SKIPPED}:
            blank = False
        if blank and given[place] not in _SKIPPED:
            found[place] = base
    return found
