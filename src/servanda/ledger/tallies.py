"""How many undertakings are alike: by step, attention and sums, and by pair of countries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, func, select

from servanda.ledger.groups import undertaking_codes, undertakings
from servanda.ledger.lines import Ear, sum_of
from servanda.ledger.wanted import (
    EVENT_LIKE,
    SAME,
    Pair,
    Wanted,
    calendar,
    groups_of,
    told_by_calendar,
)
from servanda.records import Amount
from servanda.status import LATE

_IS_PAIR = undertaking_codes.c.code.between("pair:", "pair;")


class Like(msgspec.Struct, frozen=True, kw_only=True):
    """Undertakings that a total takes as one: how many they are, and what the sums come to that they name in a unit."""

    status: str
    attention: str
    umbrella: bool
    sectors: tuple[str, ...]
    amount: Amount | None
    times: int


class PairTally(NamedTuple):
    """How many undertakings two countries have, by steps, and when one of them was last heard of."""

    pair: Pair
    times: int
    last: str
    steps: Mapping[str, int]


def alike_in(ear: Ear, wanted: Wanted) -> list[Like]:
    """Those that fit, as many as are alike together; the newest evidence first."""
    return [
        Like(
            status=row.status,
            attention=ear.attention(row.attention, row.parties, row.sectors, is_event=bool(row.is_event)),
            umbrella=row.outside == "umbrella",
            sectors=tuple(row.sectors.split()),
            amount=sum_of(row),
            times=row.times,
        )
        for row in ear.connection.execute(groups_of(wanted, ear.today))
    ]


def attentions_in(ear: Ear, wanted: Wanted) -> Counter[str]:
    """How many of those that may fit have which attention."""
    found = Counter[str]()
    for (told, parties, sectors, single), times in told_by_calendar(ear.connection, ear.today, wanted).items():
        found[ear.attention(told, parties, sectors, is_event=bool(single))] += times
    return found


def pairs_in(connection: Connection) -> list[PairTally]:
    """The pairs of countries of which one act names both, those with most undertakings first."""
    code = undertaking_codes.c.code
    query = select(code, undertaking_codes.c.status, func.count(), func.max(undertaking_codes.c.last_day))
    steps: dict[str, Counter[str]] = {}
    last: dict[str, str] = {}
    query = query.where(_IS_PAIR).group_by(code, undertaking_codes.c.status)
    for name, status, times, newest in connection.execute(query):
        steps.setdefault(name, Counter())[status] += times
        last[name] = max(last.get(name, ""), newest)
    found = [PairTally(_pair_of(name), counts.total(), last[name], counts) for name, counts in steps.items()]
    return sorted(found, key=lambda tally: (-tally.times, tally.pair))


def late_pairs_in(ear: Ear) -> Counter[Pair]:
    """How many undertakings of each pair of countries are late."""
    told, found = calendar(ear.today), Counter[Pair]()
    about = (undertaking_codes.c.code, undertakings.c.parties, undertakings.c.sectors)
    query = select(*about, told, EVENT_LIKE, func.count().label("times")).join(undertakings, SAME)
    query = query.where(_IS_PAIR, told.in_([attention.value for attention in LATE]))
    for row in ear.connection.execute(query.group_by(*about, "attention", "is_event")):
        if ear.attention(row.attention, row.parties, row.sectors, is_event=bool(row.is_event)) in LATE:
            found[_pair_of(row.code)] += row.times
    return found


def _pair_of(code: str) -> Pair:
    first, _, second = code.partition(":")[2].partition("-")
    return first, second


def pair_of(first: str, second: str) -> Pair:
    """The two codes in the order in which pairs are tallied."""
    return (first, second) if first <= second else (second, first)
