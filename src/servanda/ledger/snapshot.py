"""All undertakings of a ledger as of a day, with the ways to them: joined once, asked often."""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import combinations
from typing import Any, TypeVar

import msgspec

from servanda.days import first_day
from servanda.ledger.store import undertaking_of
from servanda.records import Act, Step, Undertaking
from servanda.vocabulary import sectors_under

Pair = tuple[str, str]
_Answer = TypeVar("_Answer")
_MOST_REMEMBERED = 2_000


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """A step that an undertaking reached on a day, and where it stood before."""

    date: str
    undertaking: Undertaking
    step: Step
    before: str | None = None


class Wanted(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What narrows undertakings down; each criterion must hold of one of a thread's acts, as it does in the ledger."""

    pair: Pair | None = None
    sector: str | None = None
    form: str | None = None
    status: str | None = None
    attention: str | None = None
    country: str | None = None


class Snapshot:
    """The undertakings of a ledger on a day, those with the newest evidence first."""

    def __init__(self, undertakings: Iterable[Undertaking], today: datetime.date) -> None:
        self.today = today
        self._remembered: dict[str, Any] = {}
        self.undertakings = sorted(undertakings, key=lambda u: (u.last or "", u.id), reverse=True)

    @cached_property
    def by_id(self) -> dict[str, Undertaking]:
        """The undertakings by their ids."""
        return {undertaking.id: undertaking for undertaking in self.undertakings}

    @cached_property
    def by_act(self) -> dict[str, Undertaking]:
        """The undertakings by the ids of their acts."""
        return {act: undertaking for undertaking in self.undertakings for act in undertaking.act_ids}

    @cached_property
    def pairs(self) -> dict[Pair, list[Undertaking]]:
        """The undertakings by pairs of countries of which one of their acts names both; the codes are in order."""
        found: dict[Pair, list[Undertaking]] = defaultdict(list)
        for undertaking in self.undertakings:
            for pair in {pair for act in undertaking.acts for pair in combinations(sorted(set(act.parties)), 2)}:
                found[pair].append(undertaking)
        return dict(found)

    @cached_property
    def moves(self) -> list[Move]:
        """All steps that undertakings reached, oldest first."""
        return sorted(self._moves(), key=lambda move: (move.date, move.undertaking.id))

    def _moves(self) -> Iterator[Move]:
        for undertaking in self.undertakings:
            before: str | None = None
            for step in undertaking.steps:
                if step.date:
                    yield Move(date=step.date, undertaking=undertaking, step=step, before=before)
                before = step.status

    def moves_since(self, day: datetime.date) -> list[Move]:
        """The steps that were reached on that day or later, newest first."""
        place = bisect_left(self.moves, day.isoformat(), key=lambda move: move.date)
        return self.moves[place:][::-1]

    def get(self, id: str) -> Undertaking:
        """The undertaking of that id, of a beginning that only it has, or of an id that one of its acts could give."""
        return undertaking_of(id, self.by_id)

    def find(self, wanted: Wanted) -> list[Undertaking]:
        """The undertakings that fit."""
        found: Sequence[Undertaking] = self.undertakings
        if wanted.pair:
            first, second = sorted(wanted.pair)
            found = self.pairs.get((first, second), [])
        return [undertaking for undertaking in found if _fits(undertaking, wanted)]

    def remember(self, question: str, answer: Callable[[], _Answer]) -> _Answer:
        """The answer to a question about the ledger in this state, which is asked of it once."""
        if question not in self._remembered:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[question] = answer()
        found: _Answer = self._remembered[question]
        return found

    def of_act(self, act: str) -> Undertaking | None:
        """The undertaking to which the act of that id belongs; None for an act of an older version."""
        return self.by_act.get(act)


def _fits(undertaking: Undertaking, wanted: Wanted) -> bool:
    if wanted.status and undertaking.status != wanted.status:
        return False
    if wanted.attention and undertaking.attention != wanted.attention:
        return False
    if wanted.sector and set(sectors_under(wanted.sector)).isdisjoint(undertaking.sectors):
        return False
    if wanted.form and wanted.form not in undertaking.forms:
        return False
    return not wanted.country or wanted.country in undertaking.parties


def pair_of(first: str, second: str) -> Pair:
    """The two codes in the order in which a snapshot keeps them."""
    return (first, second) if first <= second else (second, first)


def day_of(act: Act, published: str | None) -> str:
    """The day of what an act tells, else that of its document, as ISO 8601; empty when neither is known."""
    day = first_day(act.when) or first_day(published)
    return day.isoformat() if day else ""
