#!/usr/bin/env python3
"""``python3 installer/dev.py run`` or ``test``: one command from a fresh checkout, with nothing but Python.

Written in syntax that an old Python can still read, so that it can say that it is too old.
"""

import argparse
import hashlib
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

if not (3, 11) <= sys.version_info[:2] <= (3, 14):
    sys.exit("Alpdesk needs Python 3.11 to 3.14; this is Python " + platform.python_version() + ".")

ROOT = Path(__file__).resolve().parent.parent
INSTALLER = ROOT / "installer"
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCKS = {
    "run": INSTALLER / "requirements.txt",
    "test": INSTALLER / "requirements-dev.txt",
    "check": INSTALLER / "requirements-dev.txt",
    "lock": INSTALLER / "requirements-lock.txt",
}
CHECKS = (
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    ("mypy",),
    ("lint-imports",),
)
QT_MODULES = "import PySide6.QtWidgets, PySide6.QtPdfWidgets, PySide6.QtPrintSupport"
QT_SCREEN = (
    "; import ctypes, pathlib, PySide6"
    "; ctypes.CDLL(str(pathlib.Path(PySide6.__file__).parent / 'Qt/plugins/platforms/libqxcb.so'))"
)
SYSTEM_LIBRARIES = {
    "apt-get": (
        "apt-get install -y --no-install-recommends",
        "libgl1 libegl1 libglib2.0-0 libxkbcommon0 libfontconfig1 libdbus-1-3 fonts-dejavu-core libxcb-cursor0"
        " libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0",
    ),
    "dnf": (
        "dnf install -y",
        "mesa-libGL mesa-libEGL glib2 libxkbcommon fontconfig dbus-libs dejavu-sans-fonts xcb-util-cursor"
        " libxkbcommon-x11 xcb-util-wm xcb-util-keysyms",
    ),
    "zypper": (
        "zypper install -y",
        "libGL1 libEGL1 libglib-2_0-0 libxkbcommon0 fontconfig libdbus-1-3 dejavu-fonts libxcb-cursor0"
        " libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0",
    ),
    "pacman": (
        "pacman -S --needed --noconfirm",
        "libglvnd glib2 libxkbcommon fontconfig dbus ttf-dejavu xcb-util-cursor libxkbcommon-x11 xcb-util-wm"
        " xcb-util-keysyms",
    ),
}


def say(sentence: str) -> None:
    """Tell what happens now; before, not after."""
    print("[alpdesk]", sentence, flush=True)


def call(*command: object, **environment: str) -> int:
    """Run ``command`` in the checkout and return its exit status."""
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=ROOT, env={**os.environ, **environment}, check=False).returncode


def quietly(*command: object) -> bool:
    """Tell whether ``command`` succeeds, without a word from it."""
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=ROOT, capture_output=True, stdin=subprocess.DEVNULL, check=False).returncode == 0


def become_root() -> list[str] | None:
    """Return what to put before a command that needs root, ``None`` where nobody can be asked."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and (sys.stdin.isatty() or quietly("sudo", "-n", "true")):
        return ["sudo"]
    return None


def install_system(reason: str, installer: str, packages: str, *, allowed: bool) -> None:
    """Install ``packages`` of the operating system when we may, else say what to type."""
    sudo = become_root() if allowed and installer.startswith("apt-get") else None
    if sudo is None:
        sys.exit(f"{reason}; please run once:  sudo {installer} {packages}")
    say(reason + "; installing: " + packages)
    apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive"]
    call(*apt, "apt-get", "update", "-q")
    if call(*apt, *installer.split(), "-q", *packages.split()):
        sys.exit(f"The system's packages could not be installed; please run:  sudo {installer} {packages}")


def make_environment(options: argparse.Namespace) -> None:
    """Make ``.venv`` unless one of this Python stands there already."""
    same_python = f"import sys, pip; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    if PYTHON.exists() and quietly(PYTHON, "-c", same_python):
        return
    if not quietly(sys.executable, "-c", "import ensurepip, venv"):
        name = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        reason = "This Python cannot make virtual environments"
        if not shutil.which("apt-get"):
            sys.exit(reason + "; please install its venv and ensurepip modules.")
        install_system(reason, "apt-get install -y --no-install-recommends", name, allowed=options.system_packages)
    say("Making a private Python environment in .venv")
    if call(sys.executable, "-m", "venv", "--clear", VENV):
        sys.exit("The private Python environment could not be made; the lines above say why.")


def install_packages(options: argparse.Namespace) -> None:
    """Install what the lock file names, every file checked against its hash, then the checkout itself."""
    pip = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    source = ["--no-index", "--find-links", options.find_links] if options.find_links else []
    lock = LOCKS[options.verb]
    say(f"Installing the packages of {lock.relative_to(ROOT)} (the first time this takes a minute or two)")
    if call(*pip, "--require-hashes", "--only-binary", ":all:", *source, "-r", lock):
        sys.exit("The packages could not be installed; the lines above say why.")
    if options.verb == "lock":
        return
    say("Installing Alpdesk itself, as a link to this checkout")
    if call(*pip, "-q", "--no-index", "--no-deps", "--no-build-isolation", "--editable", ROOT):
        sys.exit("Alpdesk could not be installed; the lines above say why.")
    call(PYTHON, "-m", "compileall", "-q", "alpdesk")


def up_to_date(stamp: Path, content: str) -> bool:
    """Tell whether an earlier run left exactly this stamp."""
    return PYTHON.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == content


def set_up(options: argparse.Namespace) -> None:
    """Make the environment that the verb needs; quick when nothing changed since the last time."""
    stamp = VENV / ("alpdesk-" + LOCKS[options.verb].stem)
    inputs = LOCKS[options.verb].read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    content = "\n".join([hashlib.sha256(inputs).hexdigest(), sys.version, str(ROOT)])
    if up_to_date(stamp, content):
        return
    make_environment(options)
    install_packages(options)
    stamp.write_text(content, encoding="utf-8")


def has_screen() -> bool:
    """Tell whether a window could be seen."""
    return platform.system() != "Linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def set_up_qt(options: argparse.Namespace) -> None:
    """Make sure that Qt finds the libraries it needs from the operating system."""
    on_screen = options.verb == "run" and has_screen()
    stamp = VENV / ("alpdesk-qt-screen" if on_screen else "alpdesk-qt")
    if platform.system() != "Linux" or up_to_date(stamp, "found\n"):
        return
    probe = [PYTHON, "-c", QT_MODULES + (QT_SCREEN if on_screen else "")]
    if not quietly(*probe):
        install_qt_libraries(options)
    if call(*probe):
        sys.exit("Qt cannot be loaded here; the line above names the library that is missing.")
    stamp.write_text("found\n", encoding="utf-8")


def install_qt_libraries(options: argparse.Namespace) -> None:
    """Install or name the system's libraries that Qt loads."""
    reason = "Qt needs libraries that this system lacks"
    for manager, (installer, packages) in SYSTEM_LIBRARIES.items():
        if shutil.which(manager):
            install_system(reason, installer, packages, allowed=options.system_packages)
            return
    sys.exit(reason + "; please install your system's counterparts of: " + SYSTEM_LIBRARIES["apt-get"][1])


def without_screen() -> dict[str, str]:
    """Return the environment in which Qt draws into memory."""
    return {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}


def run(arguments: list[str]) -> int:
    """Open the window."""
    if has_screen():
        say("Opening Alpdesk")
        return call(PYTHON, "-m", "alpdesk", *arguments)
    say("There is no screen here: Alpdesk opens its window in memory, where nobody sees it; Ctrl+C ends it.")
    return call(PYTHON, "-m", "alpdesk", *arguments, **without_screen())


def test(arguments: list[str]) -> int:
    """Run the tests: all of them on every core, or what ``arguments`` say."""
    say("Running the tests")
    return call(PYTHON, "-m", "pytest", *(arguments or ["-n", "auto", "--maxprocesses=8"]), **without_screen())


def check(arguments: list[str]) -> int:
    """Run the formatter, the linter, the type checker and the import contracts."""
    failed = 0
    for tool, *words in CHECKS:
        say(" ".join(["Checking with", tool, *words]))
        failed |= call(PYTHON.with_name(tool), *words, *arguments)
    return failed


def lock(arguments: list[str]) -> int:
    """Compile the lock files anew from ``pyproject.toml``."""
    return call(PYTHON, INSTALLER / "lock.py", *arguments)


VERBS = {"run": run, "test": test, "check": check, "lock": lock}


def read_options() -> tuple[argparse.Namespace, list[str]]:
    """Return our own options and whatever else stands on the command line, which is for the verb."""
    parser = argparse.ArgumentParser(allow_abbrev=False, description="Alpdesk from a fresh checkout.")
    parser.add_argument("verb", choices=sorted(VERBS), help="run the program, test it, check or lock it")
    parser.add_argument(
        "--no-system-packages", dest="system_packages", action="store_false", help="never call the system's installer"
    )
    parser.add_argument(
        "--find-links",
        metavar="DIR",
        type=os.path.abspath,
        help="take the packages from this folder, not from the network",
    )
    return parser.parse_known_args()


def main() -> int:
    """Set up what the verb needs, then do it."""
    options, arguments = read_options()
    set_up(options)
    if options.verb in ("run", "test"):
        set_up_qt(options)
    try:
        return VERBS[options.verb](arguments)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
