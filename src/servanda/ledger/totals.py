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


def totals_of(undertakings: Iterable[Counted]) -> Totals:
    """The totals of the undertakings; a sum counts once for each undertaking that names one."""
    listed = list(undertakings)
    counted = [u for u in listed if not u.umbrella and u.status != Status.DECLARATION]
    number = Counter(undertaking.status for undertaking in counted)
    value: dict[str, dict[str, float]] = {}
    for undertaking in counted:
        if undertaking.amount and undertaking.amount.value:
            sums, unit = value.setdefault(undertaking.status, {}), undertaking.amount.unit
            sums[unit] = sums.get(unit, 0) + undertaking.amount.value
    return Totals(
        number={status.value: number[status] for status in Status if number[status]},
        value={status.value: value[status] for status in Status if status in value},
        umbrellas=sum(undertaking.umbrella for undertaking in listed),
        declarations=sum(u.status == Status.DECLARATION and not u.umbrella for u in listed),
        not_watched=sum(undertaking.attention == Attention.NOT_WATCHED for undertaking in counted),
    )
