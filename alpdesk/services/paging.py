"""A page of a list that is too long to load."""

from dataclasses import dataclass
from typing import Generic, TypeVar

Cursor = str
T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows of a list; ``after`` asks for the next page, ``None`` says there is none."""

    items: tuple[T, ...]
    after: Cursor | None = None
