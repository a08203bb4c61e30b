"""The page of two countries: the ladder by number and by value, what is open, late or silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from servanda.desk.cards import cards_of, lateness, rows_of_undertakings
from servanda.desk.today import late_undertakings
from servanda.desk.view import Asked, View
from servanda.ledger.snapshot import pair_of
from servanda.ledger.totals import Totals, totals_of
from servanda.records import Amount, Undertaking
from servanda.status import CLOSED, Status
from servanda.vocabulary import check_pair

_MOST = 10


def pair_view(asked: Asked) -> View:
    """What two countries undertook."""
    pair = check_pair(asked.id)
    undertakings = asked.snapshot.pairs.get(pair_of(*pair), [])
    late = late_undertakings(undertakings, asked)[:_MOST]
    open_ones = [undertaking for undertaking in undertakings if undertaking.status not in CLOSED]
    values = {
        "pair": "-".join(pair),
        "sides": pair,
        "count": len(undertakings),
        "ladder": ladder_of(undertakings, "-".join(pair), asked),
        "open": cards_of(open_ones[:_MOST], asked),
        "open_count": len(open_ones),
        "late": [
            {**card, "late": lateness(undertaking, asked)}
            for card, undertaking in zip(cards_of(late, asked), late, strict=True)
        ],
    }
    title = asked.words.pair(pair)
    return View(
        template="pair.html",
        title=title,
        values=values,
        rows=lambda: rows_of_undertakings(undertakings),
        active="/pairs",
    )


def ladder_of(undertakings: Sequence[Undertaking], pair: str, asked: Asked) -> dict[str, Any]:
    """The ladder as a picture has it: each step with its count and sums, and what stands outside of it."""
    totals = totals_of(undertakings)
    most = max(totals.number.values(), default=1)
    rungs = [status.value for status in Status if not status.is_exit and status is not Status.DECLARATION]
    exits = [status.value for status in Status if status.is_exit and totals.number.get(status.value)]
    return {
        "rungs": [_rung(status, totals, asked) for status in reversed(rungs)],
        "exits": [_rung(status, totals, asked) for status in exits],
        "most": most,
        "left_out": {
            "umbrellas": totals.umbrellas,
            "declarations": totals.declarations,
            "not_watched": totals.not_watched,
        },
    }


def _rung(status: str, totals: Totals, asked: Asked) -> dict[str, Any]:
    sums: Mapping[str, float] = totals.value.get(status, {})
    return {
        "status": status,
        "count": totals.number.get(status, 0),
        "sums": [asked.words.wording.amount(Amount(value=value, unit=unit)) for unit, value in sums.items()],
        "value": dict(sums),
    }
