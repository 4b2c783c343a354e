"""The key file: the database key, sealed once for every user to a key pair that only the user's password opens.

Sealing to a public key lets one user rotate the database key for the others without knowing their passwords.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from pathlib import Path
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from pydantic import ValidationError

from alpdesk.errors import AlpdeskError, WrongPassword
from alpdesk.security.costs import COST as COST, FLOOR as FLOOR, Cost as Cost, Strict, is_sane, stretch
from alpdesk.security.passwords import normal

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_NONCE = 12
_LARGEST_FILE = 1 << 20
Kind = Literal["password", "recovery"]


class KeyFileTampered(AlpdeskError):
    """The key file is not as Alpdesk wrote it."""


class Slot(Strict):
    """One way in: a private key wrapped by a secret, and the database key sealed to its public half."""

    user: str
    kind: Kind
    cost: Cost
    salt: str
    pub: str
    priv: str
    dek: str


class KeyFile(Strict):
    """Every way into one database. ``mac`` is made with the database key and covers all the rest."""

    v: Literal[1] = 1
    db: str
    gen: int
    slots: tuple[Slot, ...] = ()
    mac: str = ""


def new() -> tuple[KeyFile, bytes]:
    """Return a key file without slots, and its database key."""
    key = os.urandom(32)
    return sealed(KeyFile(db=secrets.token_hex(16), gen=1), key), key


def slot_name(file: KeyFile, user: str) -> str:
    """Return what stands for ``user`` in the file, so that no name is readable there."""
    return hashlib.sha256(f"{file.db}:{normal(user).casefold()}".encode()).hexdigest()[:32]


def add(file: KeyFile, key: bytes, user: str, secret: str, *, kind: Kind = "password", cost: Cost = COST) -> KeyFile:
    """Return the file with one more slot."""
    verify(file, key)
    name = slot_name(file, user)
    if any(slot.user == name for slot in file.slots):
        raise AlpdeskError("This user has a password already.")
    private = X25519PrivateKey.generate()
    public = private.public_key()
    slot = Slot(
        user=name,
        kind=kind,
        cost=cost,
        salt=_text(os.urandom(16)),
        pub=_text(public.public_bytes_raw()),
        priv="",
        dek=_seal(file, public, key),
    )
    slot = _wrapped(file, slot, private.private_bytes_raw(), secret)
    return sealed(file.model_copy(update={"slots": (*file.slots, slot)}), key)


def holds(file: KeyFile, user: str) -> bool:
    """Say whether there is a way in for ``user``."""
    return any(slot.user == slot_name(file, user) for slot in file.slots)


def replace(
    file: KeyFile, key: bytes, user: str, secret: str, *, kind: Kind = "password", cost: Cost = COST
) -> KeyFile:
    """Return the file with a fresh slot for ``user``, whether or not there was one."""
    return add(without(file, key, user), key, user, secret, kind=kind, cost=cost)


def without(file: KeyFile, key: bytes, user: str) -> KeyFile:
    """Return the file without the way in of ``user``, who may know the key all the same: only ``rotate`` shuts out."""
    verify(file, key)
    others = tuple(slot for slot in file.slots if slot.user != slot_name(file, user))
    return sealed(file.model_copy(update={"slots": others}), key)


def unlock(file: KeyFile, user: str | None, secret: str) -> bytes:
    """Return the database key. Without a user the file must have one password slot."""
    key = opened(file, _slot_of(file, user), secret)
    verify(file, key)
    return key


def opened(file: KeyFile, slot: Slot, secret: str) -> bytes:
    """Return the database key as one slot holds it; whether the rest of the file is genuine, ``verify`` says."""
    private = _unwrapped(file, slot, secret)
    try:
        return _SUITE.decrypt(_bytes(slot.dek), private, file.db.encode())
    except (InvalidTag, ValueError):
        raise _tampered() from None


def rotate(file: KeyFile, key: bytes, *, drop: str | None = None) -> tuple[KeyFile, bytes]:
    """Return the file of the next generation and its key, without the slot of ``drop``."""
    verify(file, key)
    gone = slot_name(file, drop) if drop is not None else None
    fresh = os.urandom(32)
    slots = tuple(
        slot.model_copy(update={"dek": _seal(file, X25519PublicKey.from_public_bytes(_bytes(slot.pub)), fresh)})
        for slot in file.slots
        if slot.user != gone
    )
    return sealed(file.model_copy(update={"gen": file.gen + 1, "slots": slots}), fresh), fresh


def verify(file: KeyFile, key: bytes) -> None:
    """Refuse a file that somebody without the database key has changed."""
    if not hmac.compare_digest(file.mac.encode(), _mac(file, key).encode()):
        raise _tampered()


def path_of(database: Path) -> Path:
    """Return where the key file of a database stands: ``clinic.alpdesk`` has ``clinic.alpdesk-keys``."""
    return database.with_name(database.name + "-keys")


def load(path: Path) -> KeyFile:
    """Read a key file."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE + 1)
    except FileNotFoundError:
        raise AlpdeskError(f"The key file {path.name} is missing beside the database. Take it from a backup.") from None
    except OSError as error:
        raise AlpdeskError(f"The key file {path.name} cannot be read: {error.strerror or error}.") from None
    return parse(content)


def parse(content: bytes) -> KeyFile:
    """Return the key file that ``content`` holds."""
    try:
        file = KeyFile.model_validate_json(content, strict=False)
    except ValidationError:
        raise _tampered() from None
    if len(content) > _LARGEST_FILE or not all(is_sane(slot.cost) for slot in file.slots):
        raise _tampered()
    return file


def dump(file: KeyFile) -> bytes:
    """Return the bytes of a key file."""
    return file.model_dump_json(indent=1).encode()


def save(file: KeyFile, path: Path) -> None:
    """Write the key file wholly or not at all, for its owner only."""
    draft = path.with_name(path.name + ".tmp")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(dump(file))
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)
    keep_names(path.parent)


def keep_names(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can be asked for that."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


def _tampered() -> KeyFileTampered:
    return KeyFileTampered("The key file was changed outside Alpdesk. Take the one from your last backup.")


def _slot_of(file: KeyFile, user: str | None) -> Slot:
    if user is not None:
        mine = [slot for slot in file.slots if slot.user == slot_name(file, user)]
    else:
        mine = [slot for slot in file.slots if slot.kind == "password"]
        if len(mine) > 1:
            raise AlpdeskError("This database has several users; say who you are.")
    if not mine:
        raise _wrong()
    return mine[0]


def _wrong() -> WrongPassword:
    return WrongPassword("The password is not right.")


def _stretched(slot: Slot, secret: str) -> bytes:
    if not is_sane(slot.cost):
        raise _tampered()
    return stretch(slot.cost, _bytes(slot.salt), secret)


def _bound(file: KeyFile, slot: Slot) -> bytes:
    """Return what a wrapped private key is bound to."""
    return json.dumps([file.db, slot.user, slot.kind, slot.pub, slot.cost.t, slot.cost.m, slot.cost.p]).encode()


def _wrapped(file: KeyFile, slot: Slot, private: bytes, secret: str) -> Slot:
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(_stretched(slot, secret)).encrypt(nonce, private, _bound(file, slot))
    return slot.model_copy(update={"priv": _text(nonce + sealed)})


def _unwrapped(file: KeyFile, slot: Slot, secret: str) -> X25519PrivateKey:
    wrapped = _bytes(slot.priv)
    try:
        opened = AESGCM(_stretched(slot, secret)).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], _bound(file, slot))
    except InvalidTag:
        raise _wrong() from None
    except ValueError:
        raise _tampered() from None
    return X25519PrivateKey.from_private_bytes(opened)


def _seal(file: KeyFile, public: X25519PublicKey, key: bytes) -> str:
    return _text(_SUITE.encrypt(key, public, file.db.encode()))


def sealed(file: KeyFile, key: bytes) -> KeyFile:
    """Return the file with the proof that whoever wrote it had the database key."""
    return file.model_copy(update={"mac": _mac(file, key)})


def _mac(file: KeyFile, key: bytes) -> str:
    mac_key = hmac.digest(key, b"alpdesk key file v1", "sha256")
    content = json.dumps(file.model_dump(exclude={"mac"}), sort_keys=True).encode()
    return _text(hmac.digest(mac_key, content, "sha256"))


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise _tampered() from None
