"""Takes a picture of every page and dialog, in both themes and two sizes: ``python tests/tour.py OUT [--readme]``.

Each combination runs in a process of its own. Text that is cut off is named, and makes the tour fail.
"""

import os
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from tempfile import mkdtemp

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
SIZES = {100: (1240, 820), 200: (960, 600)}
PICTURE = ROOT / "resources" / "help" / "pictures" / "today.png"


def main() -> int:
    """Run the whole tour, or one combination of it."""
    options = _options()
    if options.theme:
        return _one(options)
    folders = [(theme, scale) for scale in SIZES for theme in ("light", "dark")]
    results = [_start(options.out, theme, scale) for theme, scale in folders]
    if options.readme:
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        _keep_small(options.out / "light-100" / "today.png")
    _letters(options.out)
    return max(results)


def _options() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--readme", action="store_true", help="also renew the picture of the README")
    parser.add_argument("--theme", default="")
    parser.add_argument("--scale", type=int, default=100)
    parser.add_argument("--only", default="", help="only pages whose name contains this")
    return parser.parse_args()


def _start(out: Path, theme: str, scale: int) -> int:
    """Run one combination with folders of its own, so that no setting of this user is read or written."""
    own = mkdtemp(prefix="alpdesk-tour-")
    environment = dict(
        os.environ, QT_SCALE_FACTOR=str(scale / 100), XDG_CONFIG_HOME=own, XDG_STATE_HOME=own, XDG_CACHE_HOME=own
    )
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [sys.executable, __file__, str(out), "--theme", theme, "--scale", str(scale)]
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
    from tests.tour_stops import Tour

    tour = Tour(options.out / f"{options.theme}-{options.scale}", options.theme, SIZES[options.scale], options.only)
    tour.run()
    for line in tour.cut_off:
        print(f"{options.theme} {options.scale} %: cut off: {line}")
    print(f"{options.theme} {options.scale} %: {tour.taken} pictures")
    return 1 if tour.cut_off else 0


if __name__ == "__main__":
    sys.exit(main())
