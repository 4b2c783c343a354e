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
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from pydantic import BaseModel, ConfigDict, ValidationError

from alpdesk.errors import AlpdeskError, WrongPassword
from alpdesk.security.passwords import normal

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_NONCE = 12
_LARGEST_FILE = 1 << 20
Kind = Literal["password", "recovery"]


class KeyFileTampered(AlpdeskError):
    """The key file is not as Alpdesk wrote it."""


class Strict(BaseModel):
    """A frozen value that knows all its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Cost(Strict):
    """What one guess costs: passes, memory in KiB, lanes (Argon2id)."""

    t: int = 3
    m: int = 65536
    p: int = 4


COST = Cost()
FLOOR = Cost(t=2, m=19456, p=1)
CEILING = Cost(t=20, m=1 << 20, p=16)


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
    return _sealed(KeyFile(db=secrets.token_hex(16), gen=1), key), key


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
    return _sealed(file.model_copy(update={"slots": (*file.slots, slot)}), key)


def unlock(file: KeyFile, user: str | None, secret: str) -> bytes:
    """Return the database key. Without a user the file must have one password slot."""
    slot = _slot_of(file, user)
    private = _unwrapped(file, slot, secret)
    try:
        key = _SUITE.decrypt(_bytes(slot.dek), private, file.db.encode())
    except (InvalidTag, ValueError):
        raise _tampered() from None
    verify(file, key)
    return key


def change_password(file: KeyFile, user: str | None, old: str, secret: str, *, cost: Cost = COST) -> KeyFile:
    """Return the file with the user's slot under another password; the database is not touched."""
    key = unlock(file, user, old)
    slot = _slot_of(file, user)
    private = _unwrapped(file, slot, old).private_bytes_raw()
    fresh = slot.model_copy(update={"cost": cost, "salt": _text(os.urandom(16))})
    slots = tuple(_wrapped(file, fresh, private, secret) if s is slot else s for s in file.slots)
    return _sealed(file.model_copy(update={"slots": slots}), key)


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
    return _sealed(file.model_copy(update={"gen": file.gen + 1, "slots": slots}), fresh), fresh


def verify(file: KeyFile, key: bytes) -> None:
    """Refuse a file that somebody without the database key has changed."""
    if not hmac.compare_digest(file.mac, _mac(file, key)):
        raise _tampered()


def recovery_code() -> str:
    """Return 160 random bits with a checksum, in nine groups of four letters to print."""
    raw = os.urandom(20)
    letters = base64.b32encode(raw).decode() + base64.b32encode(hashlib.sha256(raw).digest())[:4].decode()
    return "-".join(letters[i : i + 4] for i in range(0, 36, 4))


def path_of(database: Path) -> Path:
    """Return where the key file of a database stands: ``clinic.alpdesk`` has ``clinic.alpdesk-keys``."""
    return database.with_name(database.name + "-keys")


def load(path: Path) -> KeyFile:
    """Read a key file."""
    try:
        content = path.read_bytes()[: _LARGEST_FILE + 1]
    except FileNotFoundError:
        raise AlpdeskError(f"The key file {path.name} is missing beside the database. Take it from a backup.") from None
    return parse(content)


def parse(content: bytes) -> KeyFile:
    """Return the key file that ``content`` holds."""
    try:
        file = KeyFile.model_validate_json(content, strict=False)
    except ValidationError:
        raise _tampered() from None
    if len(content) > _LARGEST_FILE or not all(_is_sane(slot.cost) for slot in file.slots):
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
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


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


def _is_sane(cost: Cost) -> bool:
    """Refuse a cost so low that guessing is cheap, or so high that opening stops the computer."""
    low, asked, high = FLOOR.model_dump(), cost.model_dump(), CEILING.model_dump()
    return all(low[name] <= asked[name] <= high[name] for name in asked)


def _stretched(slot: Slot, secret: str) -> bytes:
    if not _is_sane(slot.cost):
        raise _tampered()
    cost = slot.cost
    stretch = Argon2id(salt=_bytes(slot.salt), length=32, iterations=cost.t, lanes=cost.p, memory_cost=cost.m)
    return stretch.derive(normal(secret).encode("utf-8", "surrogatepass"))


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


def _sealed(file: KeyFile, key: bytes) -> KeyFile:
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
