"""A thread of acts as an undertaking: what it is about, its status with its proofs, and its attention on a day."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from servanda.days import days_of
from servanda.documents.text import fold
from servanda.ledger.evidence import PROMISES, evidence_in, is_blocked, is_of_signature
from servanda.ledger.joining import thread_of
from servanda.ledger.listening import Listens
from servanda.ledger.prefixes import UNDERTAKING
from servanda.ledger.threads import Piece, Thread
from servanda.ledger.titles import titles_of
from servanda.records import Act, Step, Undertaking
from servanda.status import (
    Attention,
    Evidence,
    Standing,
    Status,
    Watch,
    attention_of,
    days_late,
    delivery_of,
    is_accepted,
    ladder,
    silence_window,
    split_threads,
    standing_of,
    windows,
)
from servanda.steps import questions_of

Day = datetime.date
_A_YEAR = 364  # days between the first and the last of one


class Surroundings(NamedTuple):
    """What attention needs beside the acts: how well we listen, which searches found nothing, and the day."""

    listening: Listens
    searched: Mapping[str, Day]
    today: Day


class Joined(NamedTuple):
    """The threads of a ledger in one state, and what attention needs: all that no day changes."""

    threads: Sequence[Thread]
    listening: Listens
    searched: Mapping[str, Day]


def thread_until(thread: Thread, day: Day) -> Thread | None:
    """The thread with the acts that had happened by a day (valid time); None where none had. It keeps its id."""
    told = [pair for pair in zip(thread.acts, thread.joins, strict=True) if pair[0].day <= day]
    if len(told) == len(thread.acts):
        return thread
    return thread_of(thread.founder, told) if told else None


def undertakings_of(thread: Thread, around: Surroundings) -> Iterator[Undertaking]:
    """The undertakings that a thread is: one, or two when a part was delivered and the rest cancelled (R5).

    Its id is that of the act that founded it, so that it stays the same whatever is added; of two, the part that was
    delivered keeps it.
    """
    for account in accounts_of(thread):
        yield account.undertaking(around)


def accounts_of(thread: Thread) -> Iterator[Account]:
    """The accounts of a thread: one, or two (R5)."""
    identity = identity_of(thread.founder)
    for number, child in enumerate(split_threads(evidence_in(thread)), 1):
        yield Account(thread, child, identity if number == 1 else f"{identity}.{number}")


def identity_of(act: str) -> str:
    """The id of the undertaking that an act founds: act-3f09c2d17a5e founds und-3f09c2d17a5e."""
    return f"{UNDERTAKING}-{act.partition('-')[2]}"


class Account:
    """One undertaking in the making: all of it but what a day suggests."""

    def __init__(self, thread: Thread, evidence: list[Evidence], identity: str) -> None:
        self.id = identity
        self.evidence = evidence
        proving = {piece.act for piece in evidence}
        proved = [pair for pair in zip(thread.acts, thread.joins, strict=True) if pair[1].act in proving]
        proved.sort(key=lambda pair: (pair[0].day, pair[0].order))
        self.told = [one for one, _ in proved]
        self.acts = [one.act for one in self.told]
        self.joins = tuple(join for _, join in proved)
        self.standing: Standing = standing_of(evidence)
        self.parties, self.forms, self.sectors = (_union(self.acts, s) for s in ("parties", "forms", "sectors"))

    def undertaking(self, around: Surroundings) -> Undertaking:
        """The undertaking as of a day."""
        acts = self.acts
        by = self._by()
        days = self.days()
        done = next((e.day for status, e in self.standing.moves if status is Status.DELIVERED), None)
        watch, titles = self.watch(around.searched), titles_of(self.told)
        return Undertaking(
            id=self.id,
            status=self.standing.status.value,
            attention=self._attention(watch, around),
            acts=tuple(acts),
            act_ids=tuple(one.entry.id for one in self.told),
            steps=tuple(self.steps()),
            joins=self.joins,
            parties=self.parties,
            by=by,
            to=tuple(name for name in _union(acts, "to") if name not in by),
            what=titles[0].words,
            titles=titles,
            forms=self.forms,
            sectors=self.sectors,
            places=_union(acts, "places"),
            instrument=self.newest("instrument"),
            amount=self.newest("amount"),
            due=watch.due,
            since=days[0].isoformat(),
            last=days[-1].isoformat(),
            delivery=delivery_of(self.evidence),
            late=days_late(watch.due, done),
            umbrella=self.is_umbrella,
            contested=self.standing.contested,
            questions=tuple(self._questions(by)),
            sources=len({one.entry.publisher or one.act.doc for one in self.told}),
        )

    def union(self, slot: str) -> tuple[str, ...]:
        """All values that acts give the slot, the most frequent first."""
        return _union(self.acts, slot)

    @property
    def is_umbrella(self) -> bool:
        """Whether an act is of an instrument under which others are undertaken (R6)."""
        return any(act.instrument in ladder()["umbrellas"] for act in self.acts)

    @property
    def due(self) -> str | None:
        """The newest day by which it is to be done, that is not met.

        One in whose month or quarter it started was set for the start; one by which it is to be signed is met by that.
        """
        told = [one for one in self.told if one.act.due]
        starts, signed = ([one.day for one in self.told if one.act.verb == verb] for verb in ("start", "sign"))
        unmet = [one for one in told if not any(_is_met(one, day) for day in starts)]
        open_still = [one for one in unmet if not (signed and max(signed) >= one.day and is_of_signature(one))]
        return max(open_still, key=lambda one: (one.day, one.order)).act.due if open_still else None

    def newest(self, slot: str) -> Any:
        """What the newest act that fills the slot says there."""
        filled = [one for one in self.told if getattr(one.act, slot)]
        return getattr(max(filled, key=lambda one: (one.day, one.order)).act, slot) if filled else None

    def _by(self) -> tuple[str, ...]:
        """Whose undertaking it is: who promises and does; of what is only asked for, who is asked."""
        acts = self.acts
        doing = _union([act for act in acts if act.verb in PROMISES], "by")
        return doing or _union([act for act in acts if act.verb in ("request", "propose")], "to") or _union(acts, "by")

    def days(self) -> list[Day]:
        """The days of the substantive evidence: a sentence said again is no news."""
        if len(self.told) == 1:
            return [self.told[0].day]
        first: dict[str, Day] = {}
        for one in self.told:
            first.setdefault(fold(" ".join(one.act.quote.split())), one.day)
        return sorted(first.values())

    def steps(self) -> Iterator[Step]:
        """The steps of the ladder that were reached, each with its proof."""
        documents = {one.entry.id: one.act.doc for one in self.told}
        for status, piece in self.standing.moves:
            day = piece.day.isoformat() if piece.day else None
            yield Step(
                status=status.value,
                act=piece.act,
                quote=piece.quote,
                doc=documents[piece.act],
                date=day,
                source=piece.source,
            )

    def watch(self, searched: Mapping[str, Day]) -> Watch:
        """What attention looks at beside the standing; `searched` are follow-up searches by act."""
        newest = max(self.told, key=lambda one: (one.day, one.order))
        moves = self.standing.moves
        return Watch(
            last=self.days()[-1],
            due=self.due,
            reached=moves[-1][1].day if moves else None,
            is_event=not set(self.forms).isdisjoint(ladder()["events"]),
            blocked=is_blocked(newest),
            searched=max((day for one in self.told if (day := searched.get(one.entry.id))), default=None),
        )

    def _attention(self, watch: Watch, around: Surroundings) -> str:
        today, status = around.today, self.standing.status
        found = attention_of(status, watch._replace(heard=windows().heard), today)
        if found not in (Attention.QUIET, Attention.DORMANT):
            return found.value  # whatever was heard
        since = today - datetime.timedelta(days=silence_window(watch, today))
        heard = around.listening.heard(self.parties, self.sectors, since, today)
        return attention_of(status, watch._replace(heard=heard), today).value

    def _questions(self, by: Sequence[str]) -> Iterator[str]:
        asked = {question for act in self.acts for question in questions_of(act)}
        if "instrument" in asked and self.standing.status is Status.AGREED:
            yield "instrument"
        if not by:
            yield "debtor"
        if not all(map(is_accepted, self.evidence)):
            yield "evidence"
        if self.standing.contested:
            yield "contested"


def _is_met(one: Piece, started: Day) -> bool:
    """Whether the day that an act sets is that of a start which came later; a year is too long to tell."""
    first, last = days_of(one.act.due)
    if first is None or last is None or one.act.verb == "start" or started < one.day:
        return False
    return first <= started <= last and (last - first).days < _A_YEAR


def _union(acts: Iterable[Act], slot: str) -> tuple[str, ...]:
    """All values of the slot, the most frequent first, else in the order in which they come."""
    groups = [group for act in acts if (group := getattr(act, slot))]
    if len(groups) <= 1:  # most undertakings have one act, and counting costs
        return tuple(dict.fromkeys(groups[0])) if groups else ()
    return tuple(value for value, _ in Counter(chain.from_iterable(groups)).most_common())
