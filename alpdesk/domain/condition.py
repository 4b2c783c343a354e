"""What every kind of condition has: three answers, and words for them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

if TYPE_CHECKING:
    from alpdesk.domain.facts import Facts


Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*([_-][a-z0-9]+)*$")]


class Rule(BaseModel):
    """A piece of the rule book: frozen, and no key that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy, which forgets what was worked out from the former values."""
        copy = super().model_copy(update=update, deep=deep)
        for name in copy.__dict__.keys() - type(self).model_fields.keys():
            del copy.__dict__[name]
        return copy


class Sourced(Rule):
    """A statement with its evidence: R read, D from data, M expert knowledge not confirmed, P our proposal."""

    evidence: Literal["R", "D", "M", "P"]
    sources: tuple[str, ...] = ()
    awaiting_sign_off: bool = False

    @model_validator(mode="after")
    def _what_was_read_is_named(self) -> "Sourced":
        if self.evidence in ("R", "D") and not self.sources:
            raise ValueError("needs at least one source, because its evidence is R or D")
        return self


class BaseCondition(Rule):
    """Something that holds, does not hold, or is not known.

    ``objective`` conditions rest on a measurement, a medicine or an event, not on a sign or on history.
    ``text`` stands in for the generated sentence.
    """

    objective: ClassVar[bool] = True
    text: str = ""

    def holds(self, facts: "Facts") -> bool | None:
        """Return ``None`` when the record does not say."""
        raise NotImplementedError

    def sentence(self, facts: "Facts") -> str:
        """Say what was found, once the condition holds."""
        return self.text or self.found(facts)

    def found(self, facts: "Facts") -> str:
        """Say in generated words what was found."""
        raise NotImplementedError

    def asks(self, facts: "Facts") -> tuple[str, ...]:
        """Say what would have to be known, once the answer is unknown."""
        return (f"Not known: {self.text}",) if self.text else ()

    def is_objective(self, facts: "Facts") -> bool:
        """Say whether what made the condition hold is objective."""
        return self.objective

    def references(self) -> Iterable[tuple[str, str]]:
        """Yield every (kind of id, id) that must exist in the rule book."""
        return ()


def plain(number: Decimal) -> str:
    """Return a number without an exponent and without trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
