"""Walks over every page and dialog and looks for what nobody should meet: ``python tests/walk.py [--small]``.

Under the language of ``tests/pseudo.py`` it names texts that are not translated and texts that do not fit; for the
keyboard and the screen reader, controls without name or role, controls too small to hit, and what Tab never reaches.
Ends with 1 when there was any.
"""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections import defaultdict
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from tests.eyes.painted import Painted

USUAL, SMALL = (1240, 820), (960, 600)  # 960 x 600 is what 200 % leaves of a full HD screen


def main() -> int:
    """Walk, and say what was met."""
    options = _options()
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        os.environ[name] = mkdtemp(prefix="alpdesk-walk-")
    walk = Walk()
    walk.go(options)
    for fault, stops in sorted(walk.faults.items()):
        print(f"{fault}  ({', '.join(sorted(stops)[:3])})")
    print(f"{walk.stops} stops, {walk.texts} texts, {walk.controls} controls, {len(walk.faults)} faults")
    return 1 if walk.faults else 0


def _options() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="in the window that 200 %% leaves room for")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--only", default="", help="only pages whose name contains this")
    return parser.parse_args()


class Walk:
    """What was looked at and what was met, by fault with the stops that have it."""

    def __init__(self) -> None:
        self.stops = self.texts = self.controls = 0
        self._usual = True
        self.faults: dict[str, set[str]] = defaultdict(set)
        self._typed: set[str] = set()
        self._focused: set[str] = set()
        self._said: dict[str, set[str]] = defaultdict(set)

    def go(self, options: Namespace) -> None:
        """Visit every stop."""
        from PySide6.QtWidgets import QApplication

        from tests.eyes.known import Known
        from tests.eyes.painted import watching
        from tests.pseudo import speak_pseudo
        from tests.stops.guide import Guide
        from tests.stops.route import made_up, visits

        self._usual = not options.small
        application = QApplication(["alpdesk"])
        speak_pseudo(application)
        guide = Guide(application, "dark" if options.dark else "light", SMALL if options.small else USUAL)
        guide.start()
        with watching() as painted:
            for name, shown in visits(guide, options.only):
                painted.clear()
                shown.grab()
                self._look(name, shown, painted)
        known = Known(
            guide.desk, (*self._typed, *made_up())
        )  # at the end: a stop may have brought people and words of its own
        for text, stops in self._said.items():
            if known.untranslated(text):
                self.faults[f"not translated: {text[:120]!r}"] |= stops
        guide.close()

    def _look(self, name: str, shown: "QWidget", painted: "Painted") -> None:
        from tests.eyes import access
        from tests.eyes.cut_off import cut_off_texts
        from tests.eyes.elided import elided_texts
        from tests.eyes.focus import unseen_focus
        from tests.eyes.texts import spoken_texts, typed_texts

        self.stops += 1
        said = [text for _, text in spoken_texts(shown)] + painted.texts
        self.texts += len(said)
        self._typed.update(typed_texts(shown))
        self.controls += len(access.controls(shown))
        for text in said:
            self._said[text].add(name)
        self._note(name, "cut off", painted.cut_off + cut_off_texts(shown, sideways=self._usual))
        self._note(name, "shortened", elided_texts(shown, usual=self._usual))
        self._note(name, "unnamed", access.unnamed(shown))
        self._note(name, "too small", access.small_targets(shown))
        self._note(name, "keyboard", access.tab_faults(shown))
        self._note(name, "focus", unseen_focus(shown, self._focused))

    def _note(self, stop: str, kind: str, faults: list[str]) -> None:
        for fault in faults:
            self.faults[f"{kind}: {fault[:120]!r}"].add(stop)


if __name__ == "__main__":
    sys.exit(main())
