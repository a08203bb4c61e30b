"""What a list of undertakings comes to: by number and by value at each step, and what is left out of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Protocol

import msgspec

from servanda.records import Amount
from servanda.status import Attention, Status


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """How many undertakings stand at each step, the sums named in them by unit, and how many are in neither.

    Umbrella agreements (R6) and declarations are in no count; each thing under an umbrella is. `not_watched` are
    counted, but nobody listened to what became of them.
    """

    number: Mapping[str, int]
    value: Mapping[str, Mapping[str, float]]
    umbrellas: int
    declarations: int
    not_watched: int


class Counted(Protocol):
    """What is known of an undertaking that is counted."""

    @property
    def status(self) -> str:
        """Where it stands."""

    @property
    def attention(self) -> str:
        """What the calendar says."""

    @property
    def umbrella(self) -> bool:
        """Whether others are undertaken under it."""

    @property
    def amount(self) -> Amount | None:
        """The sum that it names."""


def totals_of(undertakings: Iterable[tuple[Counted, int]]) -> Totals:
    """The totals of undertakings, each with how many are like it; `amount` is then what all of those come to."""
    listed = list(undertakings)
    counted = [(u, times) for u, times in listed if not u.umbrella and u.status != Status.DECLARATION]
    number: Counter[str] = Counter()
    value: dict[str, dict[str, float]] = {}
    for undertaking, times in counted:
        number[undertaking.status] += times
        if undertaking.amount and undertaking.amount.value:
            sums, unit = value.setdefault(undertaking.status, {}), undertaking.amount.unit
            sums[unit] = sums.get(unit, 0) + undertaking.amount.value
    return Totals(
        number={status.value: number[status] for status in Status if number[status]},
        value={status.value: value[status] for status in Status if status in value},
        umbrellas=sum(times for u, times in listed if u.umbrella),
        declarations=sum(times for u, times in listed if u.status == Status.DECLARATION and not u.umbrella),
        not_watched=sum(times for u, times in counted if u.attention == Attention.NOT_WATCHED),
    )
