"""Measures start to first paint of the window beside a bare QMainWindow, in turn."""

import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
ROUNDS = 15
_BARE = """
import os
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        os._exit(0)
application = QApplication([])
window = Window()
window.show()
application.exec()
"""
_OURS = """
import os, sys
sys.argv = ["alpdesk", "--database", sys.argv[1]]
from alpdesk.ui import main_window
paint = main_window.MainWindow.paintEvent
def painted(self, event):
    paint(self, event)
    print(",".join(sorted(name for name in sys.modules if name in {"sqlmodel", "sqlalchemy", "reportlab", "alembic"})))
    sys.stdout.flush()
    os._exit(0)
main_window.MainWindow.paintEvent = painted
from alpdesk.app import main
main()
"""


def main() -> None:
    """Print the two medians and their ratio."""
    compileall.compile_dir(ROOT / "alpdesk", quiet=2)
    bare, ours = [], []
    for _ in range(ROUNDS):
        bare.append(_seconds(_BARE))
        ours.append(_seconds(_OURS))
    first, second = statistics.median(bare), statistics.median(ours)
    print(f"bare window {first:.3f} s, Alpdesk to first paint {second:.3f} s, ratio {second / first:.2f}")


def _seconds(program: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ, XDG_CONFIG_HOME=folder, XDG_STATE_HOME=folder, PYTHONPATH=str(ROOT))
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        database = Path(folder) / "clinic.alpdesk"
        started = time.perf_counter()
        found = subprocess.run(
            [sys.executable, "-c", program, str(database)], env=environment, check=True, capture_output=True, text=True
        )
        spent = time.perf_counter() - started
    if found.stdout.strip():
        raise SystemExit(f"loaded before the first paint: {found.stdout}")
    return spent


if __name__ == "__main__":
    main()
