"""Where a database file may stand: on a disk of this machine that nobody else copies while it is written."""

import os
import re
import sys
from pathlib import Path

from alpdesk.errors import AlpdeskError

_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "davfs", "fuse.davfs", "afs", "ceph", "fuse.rclone"}
_SYNCED = ("dropbox", "onedrive", "google drive", "googledrive", "nextcloud", "owncloud", "icloud drive", "box sync")
_REMOTE_DRIVE = 4
_SERVER = re.compile(r"postgresql(\+\w+)?:/")


def is_server(place: str | Path) -> bool:
    """Say whether ``place`` names a database server."""
    return _SERVER.match(str(place)) is not None


def why_read_only(path: Path) -> str:
    """Return why a file cannot be written, nothing when it can."""
    if not may_write(path):
        return "The file may only be read."
    return "" if may_write(path.parent) else "The folder of the record may only be read."


def may_write(path: Path) -> bool:
    """Say whether this program may write a file, or into a folder."""
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def refuse_unsafe_place(path: Path) -> None:
    """Refuse a folder that is missing, on the network, or synchronised with a cloud."""
    folder = path.expanduser().absolute().parent
    if not folder.is_dir():
        raise AlpdeskError(f"There is no folder {folder}; make it first or choose another.")
    if _is_on_network(folder):
        raise AlpdeskError(
            f"{folder} is on a network drive, where an encrypted file can be damaged by two computers at once; "
            "choose a folder on this computer, or use PostgreSQL."
        )
    if any(part.lower().startswith(_SYNCED) for part in folder.parts):
        raise AlpdeskError(
            f"{folder} is copied to a cloud while it is written, which damages a database; choose another folder."
        )


def _is_on_network(folder: Path) -> bool:
    if sys.platform == "win32":
        return _is_remote_drive(folder)
    return _mount_kind(folder.resolve()) in _NETWORK


def _is_remote_drive(folder: Path) -> bool:
    """Ask Windows; a UNC path needs no asking."""
    text = str(folder.resolve())
    if text.startswith("\\\\"):
        return True
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  only there on Windows
    return bool(kernel.GetDriveTypeW(os.path.splitdrive(text)[0] + "\\") == _REMOTE_DRIVE)


def _mount_kind(folder: Path) -> str:
    """Return the file system of the longest mount point above ``folder``, as Linux lists it."""
    try:
        lines = Path("/proc/mounts").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    mounts = [(Path(point.replace("\\040", " ")), kind) for _, point, kind, *_ in map(str.split, lines)]
    above = [(len(point.parts), kind) for point, kind in mounts if folder.is_relative_to(point)]
    return max(above, default=(0, ""))[1]
