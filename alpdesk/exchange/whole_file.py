"""Files that are there whole or not at all."""

import errno
import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from alpdesk.errors import AlpdeskError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


def write_whole(place: Path, content: bytes) -> None:
    """Write beside the place and move there when everything has reached the disk; nothing half-written stays.

    What goes wrong is said in one sentence.
    """
    try:
        _write_beside(place, content)
    except OSError as error:
        raise AlpdeskError(_sentence(error, place)) from error


def _write_beside(place: Path, content: bytes) -> None:
    with NamedTemporaryFile(prefix=".", suffix=".part", dir=place.parent, delete=False) as file:
        beside = Path(file.name)
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            file.close()
            beside.replace(place)
        except BaseException:
            file.close()
            beside.unlink(missing_ok=True)
            raise


def _sentence(error: OSError, place: Path) -> str:
    if error.errno in _FULL:
        return f"The disk is full: {place.name} was not written. Make room, or choose another drive."
    if error.errno in _FORBIDDEN:
        return f"The folder {place.parent} may not be written to: {place.name} was not written. Choose another folder."
    if error.errno == errno.ENOENT:
        return f"There is no folder {place.parent}: {place.name} was not written."
    return f"{place.name} could not be written: {error.strerror or error}."
