"""A backup is one file: the encrypted database, its key file, and a manifest that says what they must be."""

import hashlib
import hmac
import os
import shutil
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Literal

from pydantic import BaseModel, ConfigDict

from alpdesk.errors import AlpdeskError

DATABASE, KEYS, MANIFEST = "database.alpdesk", "database.alpdesk-keys", "manifest.json"
_SMALL = 1 << 20
_CHUNK = 1 << 20
# All that reading a damaged zip, or a manifest in it, may end in; ``zipfile`` lets more through than its own error.
_DAMAGED = (zipfile.BadZipFile, EOFError, KeyError, ValueError, RuntimeError, OverflowError, struct.error)
Progress = Callable[[int, int], None]


class Manifest(BaseModel):
    """What a backup holds. ``mac`` is made with the database key."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    made_at: str
    program: str
    revision: str
    audit_seq: int
    audit_hash: str
    rows: dict[str, int]
    database_sha256: str
    keys_sha256: str
    mac: str = ""


def sealed(manifest: Manifest, key: bytes) -> Manifest:
    """Return the manifest with its seal."""
    return manifest.model_copy(update={"mac": _mac(manifest, key)})


def is_genuine(manifest: Manifest, key: bytes) -> bool:
    """Say whether whoever wrote the manifest had the database key."""
    return hmac.compare_digest(manifest.mac.encode(), _mac(manifest, key).encode())


def write(out: Path, database: Path, keys: bytes, manifest: Manifest, progress: Progress) -> None:
    """Write a backup under a passing name, read it back, and only then give it its own."""
    draft = out.with_name(out.name + ".part")
    try:
        with draft.open("wb") as raw:
            draft.chmod(0o600)
            with zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED, allowZip64=True) as box:
                box.writestr(MANIFEST, manifest.model_dump_json(indent=1))
                box.writestr(KEYS, keys)
                with database.open("rb") as source, box.open(DATABASE, "w", force_zip64=True) as target:
                    _pump(source, target, database.stat().st_size, progress)
            raw.flush()
            os.fsync(raw.fileno())
        _check(draft, manifest)
        _give_name(draft, out)
    finally:
        draft.unlink(missing_ok=True)


def read(backup: Path) -> tuple[Manifest, bytes]:
    """Return manifest and key file of a backup."""
    try:
        with zipfile.ZipFile(backup) as box:
            if sorted(box.namelist()) != sorted((DATABASE, KEYS, MANIFEST)):
                raise _not_a_backup(backup)
            sizes = [info.file_size for info in box.infolist() if info.filename != DATABASE]
            if max(sizes) > _SMALL or any(info.compress_type != zipfile.ZIP_STORED for info in box.infolist()):
                raise _not_a_backup(backup)
            return Manifest.model_validate_json(box.read(MANIFEST)), box.read(KEYS)
    except FileNotFoundError:
        raise AlpdeskError(f"There is no backup at {backup}.") from None
    except OSError as error:
        raise AlpdeskError(f"The backup {backup} cannot be read: {error.strerror}.") from None
    except _DAMAGED:
        raise _not_a_backup(backup) from None


def take_out(backup: Path, target: Path) -> str:
    """Write the database of a backup to the new file ``target`` and return its SHA-256."""
    try:
        with zipfile.ZipFile(backup) as box, box.open(DATABASE) as source, target.open("xb") as out:
            shutil.copyfileobj(source, out, _CHUNK)
            out.flush()
            os.fsync(out.fileno())
    except _DAMAGED:
        raise AlpdeskError(f"The backup {backup.name} is damaged; take an older one.") from None
    return sha256_of(target)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _pump(source: IO[bytes], target: IO[bytes], size: int, progress: Progress) -> None:
    done = 0
    while chunk := source.read(_CHUNK):
        target.write(chunk)
        done += len(chunk)
        progress(done, size)


def is_whole(backup: Path) -> bool:
    """Read a whole backup from the disk, and say whether it holds what its manifest says."""
    manifest, keys = read(backup)
    try:
        with zipfile.ZipFile(backup) as box, box.open(DATABASE) as stored:
            digest = hashlib.file_digest(stored, "sha256").hexdigest()  # type: ignore[arg-type]  # it reads like a file
    except (*_DAMAGED, OSError):
        return False
    return digest == manifest.database_sha256 and _sha256(keys) == manifest.keys_sha256


def _check(draft: Path, manifest: Manifest) -> None:
    """Read the whole backup back from the disk."""
    if read(draft)[0] != manifest or not is_whole(draft):
        raise AlpdeskError("The copy was not the same when read back; the disk may be failing. Choose another place.")


def _give_name(draft: Path, out: Path) -> None:
    """Rename the finished file; never over another one."""
    if out.exists():
        raise AlpdeskError(f"There is already a file at {out}; choose another name.")
    draft.rename(out)
    if os.name == "posix":
        folder = os.open(out.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


def _mac(manifest: Manifest, key: bytes) -> str:
    mac_key = hmac.digest(key, b"alpdesk backup manifest v1", "sha256")
    return hmac.digest(mac_key, manifest.model_dump_json(exclude={"mac"}).encode(), "sha256").hex()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _not_a_backup(path: Path) -> AlpdeskError:
    return AlpdeskError(f"{path.name} is not a backup of Alpdesk, or it is damaged.")
