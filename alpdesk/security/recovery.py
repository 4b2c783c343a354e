"""The printed way in: a code to type, and a square code that holds its slot, so that sheet and database suffice."""

import base64
import hashlib
import os
import struct

from alpdesk.errors import AlpdeskError
from alpdesk.security import keyslots
from alpdesk.security.keyslots import COST, Cost, KeyFile, Slot

RECOVERY = "\0recovery"  # no person's name holds this character
_GROUP, _LETTERS, _RANDOM = 4, 36, 20
_CHECKED = 4
_HEAD = struct.Struct(">16sIBIB16s32s60s80s")
_MISREAD = {"0": "O", "1": "I", "8": "B"}


def new_code() -> str:
    """Return 160 random bits with a checksum, in nine groups of four letters to print."""
    return _grouped(os.urandom(_RANDOM))


def tidy(typed: str) -> str:
    """Return a code as it is printed, however it was typed; refuse one with a letter that is not right."""
    letters = "".join(_MISREAD.get(letter, letter) for letter in typed.upper() if letter.isalnum())
    try:
        raw = base64.b32decode(letters[: _LETTERS - _GROUP])
    except ValueError:
        raw = b""
    if len(letters) != _LETTERS or _grouped(raw).replace("-", "") != letters:
        raise AlpdeskError("This is not the code of a recovery sheet; compare it letter by letter.")
    return _grouped(raw)


def add(file: KeyFile, key: bytes, code: str, cost: Cost = COST) -> KeyFile:
    """Return the file with the slot of this code; the code of an earlier sheet no longer opens it."""
    return keyslots.replace(file, key, RECOVERY, tidy(code), kind="recovery", cost=cost)


def unlock(file: KeyFile, code: str) -> bytes:
    """Return the database key that the code of a sheet opens."""
    return keyslots.unlock(file, RECOVERY, tidy(code))


def pack(file: KeyFile) -> str:
    """Return what the square code of the sheet holds: the recovery slot, in digits and the letters A to V."""
    slot = _slot(file)
    parts = (slot.salt, slot.pub, slot.priv, slot.dek)
    cost = slot.cost
    raw = _HEAD.pack(
        bytes.fromhex(file.db), file.gen, cost.t, cost.m, cost.p, *(base64.b64decode(part) for part in parts)
    )
    return base64.b32hexencode(raw + hashlib.sha256(raw).digest()[:_CHECKED]).decode().rstrip("=")


def rebuild(text: str, code: str) -> tuple[KeyFile, bytes]:
    """Return the key file that a sheet alone gives, with no other way in, and its database key."""
    file = _unpack("".join(text.split()).upper())
    key = keyslots.opened(file, file.slots[0], tidy(code))
    return keyslots.sealed(file, key), key


def _unpack(text: str) -> KeyFile:
    try:
        packed = base64.b32hexdecode(text + "=" * (-len(text) % 8))
    except ValueError:
        packed = b""
    raw, check = packed[:-_CHECKED], packed[-_CHECKED:]
    if len(raw) != _HEAD.size or hashlib.sha256(raw).digest()[:_CHECKED] != check:
        raise AlpdeskError("This is not the square code of a recovery sheet; scan or type it again.")
    db, gen, t, m, p, *parts = _HEAD.unpack(raw)
    salt, pub, priv, dek = (base64.b64encode(part).decode() for part in parts)
    file = KeyFile(db=db.hex(), gen=gen)
    slot = Slot(
        user=keyslots.slot_name(file, RECOVERY),
        kind="recovery",
        cost=Cost(t=t, m=m, p=p),
        salt=salt,
        pub=pub,
        priv=priv,
        dek=dek,
    )
    return file.model_copy(update={"slots": (slot,)})


def _slot(file: KeyFile) -> Slot:
    for slot in file.slots:
        if slot.user == keyslots.slot_name(file, RECOVERY):
            return slot
    raise AlpdeskError("There is no recovery sheet of this record yet.")


def _grouped(raw: bytes) -> str:
    letters = base64.b32encode(raw).decode() + base64.b32encode(hashlib.sha256(raw).digest())[:_GROUP].decode()
    return "-".join(letters[i : i + _GROUP] for i in range(0, len(letters), _GROUP))
