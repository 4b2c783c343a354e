"""How much one guess costs on this computer: a password opens within a second, and not much faster."""

import math
import os
import time
from collections.abc import Callable

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from pydantic import BaseModel, ConfigDict

from alpdesk.security.passwords import normal

_AIM, _LONGEST = 0.4, 0.8  # seconds for one guess


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


def is_sane(cost: Cost) -> bool:
    """Refuse a cost so low that guessing is cheap, or so high that opening stops the computer."""
    low, asked, high = FLOOR.model_dump(), cost.model_dump(), CEILING.model_dump()
    return all(low[name] <= asked[name] <= high[name] for name in asked)


def stretch(cost: Cost, salt: bytes, secret: str) -> bytes:
    """Return what a secret is worth as a key, at the price of one guess."""
    slow = Argon2id(salt=salt, length=32, iterations=cost.t, lanes=cost.p, memory_cost=cost.m)
    return slow.derive(normal(secret).encode("utf-8", "surrogatepass"))


def _seconds(cost: Cost) -> float:
    started = time.perf_counter()
    stretch(cost, os.urandom(16), "a password to measure by")
    return time.perf_counter() - started


def calibrated(seconds: Callable[[Cost], float] = _seconds) -> Cost:
    """Return the cost whose one guess takes this computer about ``_AIM`` seconds; never below ``FLOOR``."""
    cost, took = COST, seconds(COST)
    while took > _LONGEST and cost.m > FLOOR.m:
        cost = cost.model_copy(update={"m": max(cost.m // 2, FLOOR.m)})
        took = seconds(cost)
    if took > _LONGEST:
        return FLOOR
    passes = math.ceil(cost.t * _AIM / max(took, 0.001))
    return cost.model_copy(update={"t": min(max(passes, cost.t), CEILING.t)})
