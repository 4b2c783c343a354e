"""The constants of Python outlive the calls of a long day, though the binding to Qt gives their references away."""

import subprocess
import sys

import pytest

BEGIN = "import alpdesk.ui\nfrom PySide6.QtCore import QObject\none = QObject()\nfor _ in range(100_000):\n "
MANY = {
    "calls that return nothing": "one.setObjectName('x')",
    "signals that are sent": "one.objectNameChanged.emit('x')",
}


@pytest.mark.parametrize("calls", MANY.values(), ids=MANY)
def test_the_constants_outlive_many_calls_into_qt(calls: str) -> None:
    done = subprocess.run([sys.executable, "-c", BEGIN + calls], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
