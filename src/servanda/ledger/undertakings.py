"""A thread of acts as an undertaking: what it is about, its status with its proofs, and its attention on a day."""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from servanda.days import first_day, last_day
from servanda.documents.text import fold
from servanda.ledger.identity import Identities
from servanda.ledger.prefixes import UNDERTAKING
from servanda.ledger.threads import Thread, Told
from servanda.records import Act, Entry, Step, Undertaking
from servanda.status import (
    Evidence,
    Standing,
    Status,
    Watch,
    attention_of,
    days_late,
    delivery_of,
    is_accepted,
    ladder,
    questions_of,
    silence_window,
    split_threads,
    standing_of,
    step_of,
)

Day = datetime.date
_PROMISES = ("promise", "plan", "agree", "approve", "sign", "start", "deliver", "suspend", "abandon")


class Listening:
    """How many documents about a pair and a sector were read in a window."""

    def __init__(self, documents: Iterable[tuple[int, str | None]], codes: Iterable[tuple[int, str]]) -> None:
        self._days = {key: first_day(published) for key, published in documents}
        self._by_code: dict[str, set[int]] = {}
        for key, code in codes:
            self._by_code.setdefault(code, set()).add(key)
        self._found: dict[tuple[frozenset[str], frozenset[str]], list[Day]] = {}

    def heard(self, parties: Iterable[str], sectors: Iterable[str], since: Day, until: Day) -> int:
        """Documents of these days that are about all the parties and any of the sectors."""
        days = self._about(frozenset(parties), frozenset(sectors))
        return bisect_right(days, until) - bisect_left(days, since)

    def _about(self, parties: frozenset[str], sectors: frozenset[str]) -> list[Day]:
        if (known := self._found.get((parties, sectors))) is None:
            keys = set(self._days)
            for party in parties:
                keys &= self._by_code.get(f"party:{party}", set())
            if sectors:
                keys &= set().union(*(self._by_code.get(f"sector:{sector}", set()) for sector in sectors))
            known = self._found[parties, sectors] = sorted(day for key in keys if (day := self._days[key]))
        return known


class Surroundings(NamedTuple):
    """What attention needs beside the acts: how well we listen, which searches found nothing, and the day."""

    listening: Listening
    searched: Mapping[str, Day]
    today: Day


class Joined(NamedTuple):
    """The threads of a ledger in one state, what attention needs, and who is who: all that no day changes."""

    threads: Sequence[Thread]
    listening: Listening
    searched: Mapping[str, Day]
    identities: Identities

    def on(self, today: Day) -> list[Undertaking]:
        """The undertakings as of that day."""
        around = Surroundings(self.listening, self.searched, today)
        return [undertaking for thread in self.threads for undertaking in undertakings_of(thread, around)]


def thread_until(thread: Thread, day: Day) -> Thread | None:
    """The thread with the acts that had happened by a day (valid time); None where none had. It keeps its id."""
    told = [pair for pair in zip(thread.acts, thread.joins, strict=True) if pair[0].day <= day]
    if len(told) == len(thread.acts):
        return thread
    if not told:
        return None
    then = Thread(*told[0])
    for one, join in told[1:]:
        then.add(one, join)
    then.founder = thread.founder
    return then


def undertakings_of(thread: Thread, around: Surroundings) -> Iterator[Undertaking]:
    """The undertakings that a thread is: one, or two when a part was delivered and the rest cancelled (R5).

    Its id is that of the act that founded it, so that it stays the same whatever is added; of two, the part that was
    delivered keeps it.
    """
    identity = identity_of(thread.founder)
    debtors = _debtors(thread)
    evidence = [_evidence(one, thread, debtors) for one in thread.acts]
    for number, child in enumerate(split_threads(evidence), 1):
        yield _Account(thread, child, around).undertaking(identity if number == 1 else f"{identity}.{number}")


def identity_of(act: str) -> str:
    """The id of the undertaking that an act founds: act-3f09c2d17a5e founds und-3f09c2d17a5e."""
    return f"{UNDERTAKING}-{act.partition('-')[2]}"


def _evidence(one: Told, thread: Thread, debtors: set[str]) -> Evidence:
    entry, act = one.entry, one.act
    told = last_day(entry.published) or Day.fromisoformat(entry.recorded[:10])
    return Evidence(
        day=min(one.day, told),
        step=_step(act, told, thread),
        quote=act.quote,
        source=_source(entry, debtors),
        act=entry.id,
        confidence=act.confidence,
        independent=_is_independent(entry, debtors or thread.parties),
    )


def _step(act: Act, told: Day, thread: Thread) -> Status:
    """The act's step; a delivery of much less than the sum that was undertaken is one of a part."""
    step = step_of(act, told)
    if step is not Status.DELIVERED or not (act.amount and act.amount.value):
        return step
    whole = max((value for value, unit in thread.amounts if unit == act.amount.unit), default=act.amount.value)
    return Status.DELIVERED_PART if act.amount.value < whole * ladder()["whole"] else step


def _debtors(thread: Thread) -> set[str]:
    """The countries whose side is to do it."""
    return {side for one in thread.acts if one.act.verb in _PROMISES for side in one.entry.sides}


def _source(entry: Entry, debtors: set[str]) -> str:
    """The class of the source: a government's is its promisor's or its counterpart's."""
    if entry.source != "gov":
        return entry.source
    return "gov-promisor" if entry.state in debtors else "gov-counterpart"


def _is_independent(entry: Entry, sides: Collection[str]) -> bool:
    """Whether the source is neither a firm nor the voice of one of these states: the debtor's, else either's."""
    return entry.source != "firm" and entry.state not in sides


class _Account:
    """One undertaking in the making."""

    def __init__(self, thread: Thread, evidence: list[Evidence], around: Surroundings) -> None:
        self.evidence = evidence
        self.around = around
        proving = {piece.act for piece in evidence}
        proved = [pair for pair in zip(thread.acts, thread.joins, strict=True) if pair[1].act in proving]
        proved.sort(key=lambda pair: (pair[0].day, pair[0].order))
        self.told = [one for one, _ in proved]
        self.acts = [one.act for one in self.told]
        self.joins = tuple(join for _, join in proved)
        self.standing: Standing = standing_of(evidence)

    def undertaking(self, identity: str) -> Undertaking:
        """The undertaking of that id."""
        acts = self.acts
        parties, forms, sectors = (_union(acts, slot) for slot in ("parties", "forms", "sectors"))
        by = self._by()
        days = self._days()
        done = next((e.day for status, e in self.standing.moves if status is Status.DELIVERED), None)
        due = _newest(self.told, "due")
        return Undertaking(
            id=identity,
            status=self.standing.status.value,
            attention=self._attention(self._watch(days[-1], due, forms), parties, sectors),
            acts=tuple(acts),
            act_ids=tuple(one.entry.id for one in self.told),
            steps=tuple(self._steps()),
            joins=self.joins,
            parties=parties,
            by=by,
            to=tuple(name for name in _union(acts, "to") if name not in by),
            what=max(acts, key=_fullness).what if len(acts) > 1 else acts[0].what,
            forms=forms,
            sectors=sectors,
            places=_union(acts, "places"),
            instrument=_newest(self.told, "instrument"),
            amount=_newest(self.told, "amount"),
            due=due,
            since=days[0].isoformat(),
            last=days[-1].isoformat(),
            delivery=delivery_of(self.evidence),
            late=days_late(due, done),
            umbrella=any(act.instrument in ladder()["umbrellas"] for act in acts),
            contested=self.standing.contested,
            questions=tuple(self._questions(by)),
            sources=len({one.entry.publisher or one.act.doc for one in self.told}),
        )

    def _by(self) -> tuple[str, ...]:
        """Whose undertaking it is: who promises and does; of what is only asked for, who is asked."""
        acts = self.acts
        doing = _union([act for act in acts if act.verb in _PROMISES], "by")
        return doing or _union([act for act in acts if act.verb in ("request", "propose")], "to") or _union(acts, "by")

    def _days(self) -> list[Day]:
        """The days of the substantive evidence: a sentence said again is no news."""
        if len(self.told) == 1:
            return [self.told[0].day]
        first: dict[str, Day] = {}
        for one in self.told:
            first.setdefault(fold(" ".join(one.act.quote.split())), one.day)
        return sorted(first.values())

    def _steps(self) -> Iterator[Step]:
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

    def _watch(self, last: Day, due: str | None, forms: Iterable[str]) -> Watch:
        newest = max(self.told, key=lambda one: (one.day, one.order)).act
        moves, searched = self.standing.moves, self.around.searched
        return Watch(
            last=last,
            due=due,
            reached=moves[-1][1].day if moves else None,
            is_event=not set(forms).isdisjoint(ladder()["events"]),
            blocked=newest.verb == "suspend",
            searched=max((day for one in self.told if (day := searched.get(one.entry.id))), default=None),
        )

    def _attention(self, watch: Watch, parties: Iterable[str], sectors: Iterable[str]) -> str:
        today = self.around.today
        since = today - datetime.timedelta(days=silence_window(watch, today))
        heard = self.around.listening.heard(parties, sectors, since, today)
        return attention_of(self.standing.status, watch._replace(heard=heard), today).value

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


def _union(acts: Iterable[Act], slot: str) -> tuple[str, ...]:
    """All values of the slot, the most frequent first, else in the order in which they come."""
    groups = [group for act in acts if (group := getattr(act, slot))]
    if len(groups) <= 1:  # most undertakings have one act, and counting costs
        return tuple(dict.fromkeys(groups[0])) if groups else ()
    return tuple(value for value, _ in Counter(chain.from_iterable(groups)).most_common())


def _newest(told: Sequence[Told], slot: str) -> Any:
    """What the newest act that fills the slot says there."""
    filled = [one for one in told if getattr(one.act, slot)]
    return getattr(max(filled, key=lambda one: (one.day, one.order)).act, slot) if filled else None


def _fullness(act: Act) -> tuple[bool, int, int]:
    """How much an act tells of the matter."""
    filled = sum(
        bool(getattr(act, slot)) for slot in ("forms", "sectors", "places", "amount", "due", "instrument", "by")
    )
    return bool(act.what), filled, -act.start
