"""The day from which relative times count, and what the words of a time say, before its value is worked out."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from servanda.days import last_day

Day = datetime.date
_CENTURY, _TURN = 2000, 50
_TAIWAN = 99  # years in three figures are counted from 1911


class Clock:
    """The day from which relative times count; without one, only what is written in full is known."""

    def __init__(self, published: str | None) -> None:
        self.day: Day | None = last_day(published)


def full_year(short: int) -> int:
    """The year of two figures: 49 is 2049, 50 is 1950; of three, as Taiwan counts."""
    if short > _TAIWAN:
        return short + 1911
    return short + (_CENTURY if short < _TURN else _CENTURY - 100)


class Told(Struct, frozen=True):
    """The kind and the ISO 8601 value of a time."""

    kind: str
    value: str


class Slots(Struct, frozen=True):
    """What a rule matched: values by slot, its role, and its sentence, whose `tense` is `ahead`, `behind` or None.

    `before` is the time that was named last before it, of a day the last day.
    """

    values: Mapping[str, Any]
    tense: str | None
    role: str | None
    before: str | None
    sentence: str

    def get(self, name: str) -> Any:
        """The value of a slot; None where it took no part."""
        return self.values.get(name)

    @property
    def which(self) -> str | None:
        """`last`, `this` or `next`, where the words say so."""
        return self.values.get("which")

    @property
    def year_before(self) -> int | None:
        """The year of the time that was named last."""
        return int(self.before[:4]) if self.before else None


def role_of(value: str, role: str | None, clock: Clock) -> str | None:
    """The role of a time; `till` is one by which something is due where it lies ahead, else as of which it stood."""
    if role != "till":
        return role
    last = last_day(value)
    return "as_of" if clock.day and last and last < clock.day else "due"
