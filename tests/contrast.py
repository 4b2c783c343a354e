"""Measures how well every pair of colours that meet in the window can be told apart: ``python tests/contrast.py``."""

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from alpdesk.ui import gate
from alpdesk.ui.theme import DARK, LIGHT, Colours, contrast

INKS = ("text", "muted", "accent", "low", "high", "caution", "emergency", "ok")
GROUNDS = ("surface", "raised", "sunken", "hover")
TEXT, CONTROL = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
Pair = tuple[str, str]


def text_pairs(scheme: Colours) -> Iterator[tuple[Pair, float]]:
    """Yield every text on every ground it is written on, with its ratio."""
    soft = [f"{ink}_soft" for ink in INKS if hasattr(scheme, f"{ink}_soft")]
    pairs = [(ink, ground) for ink in INKS for ground in GROUNDS]
    pairs += [(ground.removesuffix("_soft"), ground) for ground in soft]
    pairs += [(ink, ground) for ink in ("text", "muted") for ground in (*soft, "faint")]
    pairs += [(ink, "band") for ink in ("text", "muted", "low", "high", "caution")]
    pairs += [("on_accent", "accent"), ("on_accent", "accent_hover")]
    yield from _measured(scheme, pairs)
    for ground in (gate._TOP, gate._FOOT):
        yield ("white", f"gate {ground}"), contrast(gate._INK, ground)


def control_pairs(scheme: Colours) -> Iterator[tuple[Pair, float]]:
    """Yield every edge, focus ring, sign and bar on what it lies on, with its ratio."""
    pairs = [(edge, ground) for edge in ("control", "accent", "caution") for ground in GROUNDS]
    signs = ("text", "low", "high", "caution", "muted", "accent")
    pairs += [(sign, ground) for sign in signs for ground in ("raised", "band")]
    pairs += [("accent", "accent_soft"), ("caution", "caution_soft"), ("emergency", "emergency_soft")]
    yield from _measured(scheme, pairs)


def _measured(scheme: Colours, pairs: list[Pair]) -> Iterator[tuple[Pair, float]]:
    shades = asdict(scheme)
    yield from ((pair, contrast(shades[pair[0]], shades[pair[1]])) for pair in dict.fromkeys(pairs))


def main() -> int:
    """Print the table, the faintest first."""
    faint = False
    for name, scheme in (("light", LIGHT), ("dark", DARK)):
        for kind, least, pairs in (("text", TEXT, text_pairs(scheme)), ("controls", CONTROL, control_pairs(scheme))):
            ratios = sorted(pairs, key=lambda measured: measured[1])
            faint = faint or ratios[0][1] < least
            print(f"\n{name}, {kind}: {len(ratios)} pairs, lowest {ratios[0][1]:.2f} (asked: {least})")
            for (ink, ground), ratio in ratios:
                print(f"  {ratio:5.2f}  {ink} on {ground}")
    return 1 if faint else 0


if __name__ == "__main__":
    sys.exit(main())
