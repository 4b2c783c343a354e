"""A cause of a low ALP: what supports it, what speaks against it, and what would settle it."""

import json
from functools import cached_property
from hashlib import sha256
from typing import Literal

from pydantic import model_validator

from alpdesk.domain.assessment import Urgency
from alpdesk.domain.condition import Id, Rule, Sourced
from alpdesk.domain.conditions import Condition

_EDITION_LENGTH = 12
Group = Literal[
    "spurious",
    "genetic",
    "nutritional",
    "gastrointestinal",
    "endocrine",
    "renal",
    "physiological",
    "liver",
    "blood",
    "malignancy",
    "drug",
    "procedure",
]


class Escalation(Rule):
    """When a cause is more pressing than usual."""

    urgency: Urgency
    when: Condition


class NotCause(Sourced):
    """A condition that is never offered as a cause, with what ALP does in it."""

    id: Id
    title: str
    alp: str


class Cause(Sourced):
    """One entry of the differential. Ids never change meaning.

    Inside ``listed``, ``{ kind = "supported" }`` stands for any of the cause's own supports.
    """

    id: Id
    title: str
    group: Group
    urgency: Urgency
    why: str
    listed: Condition | None = None
    supports: tuple[Condition, ...] = ()
    against: tuple[Condition, ...] = ()
    contradicts: tuple[Condition, ...] = ()
    ask: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    escalate: tuple[Escalation, ...] = ()

    @cached_property
    def edition(self) -> str:
        """The wording of this entry in one short word: another wording has another one.

        Whether it was signed off says nothing else to a reader, so that does not count.
        """
        said = self.model_dump(mode="json", exclude_defaults=True, exclude={"awaiting_sign_off"})
        plain = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return sha256(plain.encode()).hexdigest()[:_EDITION_LENGTH]

    @model_validator(mode="before")
    @classmethod
    def _spell_out_supported(cls, raw: object) -> object:
        if not isinstance(raw, dict) or "listed" not in raw:
            return raw
        return {**raw, "listed": _spelt_out(raw["listed"], raw.get("supports", []))}


def _spelt_out(condition: object, supports: object) -> object:
    """Replace ``supported`` by any of ``supports``, at any depth."""
    if not isinstance(condition, dict):
        return condition
    if condition.get("kind") == "supported":
        return {"kind": "any", "of": supports}
    of = condition.get("of")
    parts = [_spelt_out(part, supports) for part in of] if isinstance(of, list) else _spelt_out(of, supports)
    return {**condition, "of": parts} if "of" in condition else condition
