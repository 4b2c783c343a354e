"""Takes a picture of every page and dialog: ``python tests/tour.py OUT [--readme]``.

In both themes and two sizes, in English and in the language of ``tests/pseudo.py`` that shows what is not translated;
each combination in a process of its own. Text that is cut off is named, and makes the tour fail.
"""

import os
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from dataclasses import asdict
from itertools import product
from pathlib import Path
from tempfile import mkdtemp

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
SIZES = {100: (1240, 820), 200: (960, 600)}
THEMES = ("light", "dark")
LOCALES = ("en", "pseudo")
PICTURE = ROOT / "resources" / "help" / "pictures" / "today.png"


def main() -> int:
    """Run the whole tour, or one combination of it."""
    options = _options()
    if options.here:
        return _one(options)
    ways = product(options.locale or LOCALES, options.scale or SIZES, options.theme or THEMES)
    results = [_start(options, *way) for way in ways]
    if options.readme:
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        _keep_small(options.out / "light-100" / "today.png")
    _letters(options.out)
    return max(results)


def _options() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--readme", action="store_true", help="also renew the picture of the README")
    parser.add_argument("--theme", choices=THEMES, action="append", help="only this one")
    parser.add_argument("--scale", choices=SIZES, type=int, action="append", help="only this one")
    parser.add_argument("--locale", choices=LOCALES, action="append", help="only this one")
    parser.add_argument("--here", action="store_true", help="in this process, as the tour starts itself")
    parser.add_argument("--only", default="", help="only pages whose name contains this")
    return parser.parse_args()


def _start(options: Namespace, locale: str, scale: int, theme: str) -> int:
    """Run one combination with folders of its own, so that no setting of this user is read or written."""
    own = mkdtemp(prefix="alpdesk-tour-")
    environment = dict(
        os.environ, QT_SCALE_FACTOR=str(scale / 100), XDG_CONFIG_HOME=own, XDG_STATE_HOME=own, XDG_CACHE_HOME=own
    )
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [sys.executable, __file__, str(options.out), "--theme", theme, "--scale", str(scale), "--locale", locale]
    command += ["--only", options.only, "--here"]
    return subprocess.run(command, env=environment, check=False).returncode


def _keep_small(picture: Path) -> None:
    """Keep a picture in 256 colours, the theme's own and the commonest, so that it does not weigh on the package."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage

    from alpdesk.ui.theme import LIGHT

    plain = QImage(str(picture)).convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(plain.constBits()).cast("I"))
    own = [0xFF000000 | int(colour.removeprefix("#"), 16) for colour in asdict(LIGHT).values()]
    common = [colour | 0xFF000000 for colour, _ in counted.most_common(256)]
    table = list(dict.fromkeys(own + common))[:256]
    exact = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    plain.convertToFormat(QImage.Format.Format_Indexed8, table, exact).save(str(PICTURE), quality=0)


def _letters(out: Path) -> None:
    gallery = ROOT / "tests" / "letters" / "gallery.py"
    if gallery.exists():
        subprocess.run([sys.executable, str(gallery), str(out / "letters")], stdout=subprocess.DEVNULL, check=False)


def _one(options: Namespace) -> int:
    """Take the pictures of one combination; the exit status says whether text was cut off."""
    from PySide6.QtWidgets import QApplication

    from tests.eyes.cut_off import cut_off_texts
    from tests.pseudo import speak_pseudo
    from tests.stops.guide import Guide
    from tests.stops.route import visits

    application = QApplication(["alpdesk"])
    [theme], [scale], [locale] = options.theme, options.scale, options.locale
    way = f"{theme}-{scale}" + ("-pseudo" if locale == "pseudo" else "")
    if locale == "pseudo":
        speak_pseudo(application)
    guide = Guide(application, theme, SIZES[scale])
    guide.start()
    folder = options.out / way
    folder.mkdir(parents=True, exist_ok=True)
    taken, cut_off = 0, []
    for name, shown in visits(guide, options.only):
        taken += 1
        shown.grab().save(str(folder / f"{name}.png"))
        cut_off += [f"{name}: {text}" for text in cut_off_texts(shown)]
    guide.close()
    print(*(f"{way}: cut off: {line}" for line in cut_off), f"{way}: {taken} pictures", sep="\n")
    return 1 if cut_off else 0


if __name__ == "__main__":
    sys.exit(main())
