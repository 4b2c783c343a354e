"""A number that may be a bound, and what can be said of it."""

from decimal import Decimal
from typing import NamedTuple

from alpdesk.domain.records import Comparator, Flag

_TURNED = {
    Comparator.EXACT: Comparator.EXACT,
    Comparator.BELOW: Comparator.ABOVE,
    Comparator.AT_MOST: Comparator.AT_LEAST,
    Comparator.AT_LEAST: Comparator.AT_MOST,
    Comparator.ABOVE: Comparator.BELOW,
}


class Quantity(NamedTuple):
    """A value in a known unit. ``<20`` says less than ``20`` does, and its answers may be unknown."""

    comparator: Comparator
    number: Decimal

    def below(self, limit: Decimal) -> bool | None:
        """Say whether the value lies below ``limit``; ``None`` when the bound leaves it open."""
        match self.comparator:
            case Comparator.EXACT:
                return self.number < limit
            case Comparator.BELOW:
                return True if self.number <= limit else None
            case Comparator.AT_MOST:
                return True if self.number < limit else None
            case _:
                return False if self.number >= limit else None

    def above(self, limit: Decimal) -> bool | None:
        """Say whether the value lies above ``limit``; ``None`` when the bound leaves it open."""
        match self.comparator:
            case Comparator.EXACT:
                return self.number > limit
            case Comparator.ABOVE:
                return True if self.number >= limit else None
            case Comparator.AT_LEAST:
                return True if self.number > limit else None
            case _:
                return False if self.number <= limit else None

    def times(self, factor: Decimal) -> "Quantity":
        """Return the same quantity in another unit."""
        return Quantity(self.comparator, self.number * factor)

    def over(self, divisor: "Quantity") -> "Quantity | None":
        """Divide: above the line a bound keeps its side, below it changes sides; two opposite ones say nothing."""
        if divisor.number <= 0:
            return None
        signs = {self.comparator, _TURNED[divisor.comparator]} - {Comparator.EXACT}
        sides = {sign.value[0] for sign in signs}
        if len(sides) > 1:
            return None
        strict = [sign for sign in signs if len(sign.value) == 1]
        sign = next(iter(strict or signs), Comparator.EXACT)
        return Quantity(sign, self.number / divisor.number)

    def against(self, low: Decimal | None, high: Decimal | None) -> Flag:
        """Judge by an interval whose limits belong to it."""
        below = False if low is None else self.below(low)
        above = False if high is None else self.above(high)
        if below:
            return Flag.LOW
        if above:
            return Flag.HIGH
        return Flag.INDETERMINATE if below is None or above is None else Flag.WITHIN
