"""The algebra of undertakings: what evidence proves, and what the calendar suggests. Pure; rules R1 to R10.

Three things are never mixed: **status** (what the evidence shows), **attention** (what the calendar suggests on a given
day) and **verdict** (a person's judgement, which is nowhere computed). `Standing + Evidence → Standing` is the algebra;
`standing_of` adds up a thread's accepted evidence in the order of its days, so that the order in which documents were
read makes no difference. The tables (verb → step, binding instruments, windows) are in `data/ladder.yaml`.

R1 evidence without quote, day or source changes nothing · R2 a step once reached is never lowered by weaker evidence ·
R3 exits need explicit words, and new evidence reopens all but what was cancelled · R4 cancelled before it was
committed is declined · R5 delivered in part and then cancelled is two threads · R6 umbrellas stand outside all sums ·
R7 done after its day is delivered, late · R8 an unknown instrument is agreed, with a question · R9 evidence that
disagrees is kept, the better source gives the status, and it shows as contested · R10 valid and recorded time are both
kept (the ledger's `known_at`).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

import msgspec

from servanda.data import load_table
from servanda.days import last_day

Day = datetime.date


class Status(StrEnum):
    """The ladder, lowest step first, then the ways out of it."""

    DECLARATION = "declaration"
    VOICED = "voiced"
    PROPOSED = "proposed"
    PLEDGED = "pledged"
    AGREED = "agreed"
    COMMITTED = "committed"
    STARTED = "started"
    DELIVERED_PART = "delivered_part"
    DELIVERED = "delivered"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    DECLINED = "declined"
    LAPSED = "lapsed"
    SUPERSEDED = "superseded"

    @property
    def rank(self) -> int:
        """The step's place on the ladder, from 0; -1 for a way out."""
        return _RANKS[self]

    @property
    def is_exit(self) -> bool:
        """Whether it is a way out of the ladder."""
        return self.rank < 0


_EXITS = (Status.SUSPENDED, Status.CANCELLED, Status.DECLINED, Status.LAPSED, Status.SUPERSEDED)
_RANKS = {status: -1 if status in _EXITS else place for place, status in enumerate(Status)}
CLOSED = frozenset({Status.DELIVERED, Status.CANCELLED, Status.DECLINED, Status.LAPSED, Status.SUPERSEDED})


class Attention(StrEnum):
    """What the calendar suggests; computed for a day, never edited."""

    ON_WATCH = "on_watch"
    QUIET = "quiet"
    DORMANT = "dormant"
    OVERDUE = "overdue"
    NOT_WATCHED = "not_watched"
    STALLED = "stalled"
    CLOSED = "closed"


LATE = (Attention.OVERDUE, Attention.STALLED, Attention.DORMANT, Attention.QUIET)  # the most pressing first


class Windows(msgspec.Struct, frozen=True, kw_only=True):
    """How many days of silence or lateness count, and how many documents make listening; ours, so they are settings.

    All but `heard`, a number of documents, are days: without news until it is `quiet` and `dormant` (`…_event` of an
    event), at `agreed` and `committed` without a due day until it is overdue, and for which a search that found nothing
    counts (`follow_up`). What follows from each is told in `docs/reference/ladder.md`.
    """

    quiet: int
    dormant: int
    quiet_event: int
    dormant_event: int
    agreed: int
    committed: int
    heard: int
    follow_up: int


class Evidence(NamedTuple):
    """What one act proves: the step that it reaches on its own, with the day, the words and the class of the source.

    `granted` is the step that the words of a way out take for granted: who stops the building had begun to build, who
    rescinds a contract had signed it.
    """

    day: Day | None
    step: Status
    quote: str
    source: str
    act: str
    confidence: float = 1.0
    independent: bool = True
    granted: Status = Status.DECLARATION


@cache
def ladder() -> dict[str, Any]:
    """The tables of the ladder."""
    return load_table("ladder")


@cache
def windows() -> Windows:
    """The windows that hold when nothing else is set."""
    return msgspec.convert(ladder()["windows"], Windows)


def _rank(status: Status) -> int:
    return status.rank


# the algebra


class Standing(NamedTuple):
    """Where a thread stands: its status, the highest step that it ever reached, and what moved it."""

    status: Status = Status.DECLARATION
    highest: Status = Status.DECLARATION
    moves: tuple[tuple[Status, Evidence], ...] = ()
    contested: bool = False

    def __add__(self, evidence: object) -> Standing:
        """The standing after one more piece of evidence; what is not accepted changes nothing (R1)."""
        if not isinstance(evidence, Evidence):
            return NotImplemented
        if not is_accepted(evidence):
            return self
        return self._leave(evidence) if evidence.step.is_exit else self._climb(evidence)

    def _climb(self, evidence: Evidence) -> Standing:
        highest = max(self.highest, evidence.step, key=_rank)
        if not self.status.is_exit:
            return self._moved(highest, highest, evidence) if highest is not self.status or not self.moves else self
        yes = "taken_up_by" if self.status is Status.DECLINED else "reopened_by"
        if evidence.step.rank < Status(ladder()[yes]).rank:
            return self
        if self.status in (Status.SUSPENDED, Status.LAPSED, Status.DECLINED):
            return self._moved(highest, highest, evidence)
        return self._contest(highest, evidence)

    def _leave(self, evidence: Evidence) -> Standing:
        reached = max(self.highest, evidence.granted, self._stopped, key=_rank)
        exit = _exit_of(evidence.step, reached)
        if exit is None:
            return self._grant(evidence)
        is_over = self.status is Status.DELIVERED or self.status in CLOSED or exit is self.status
        # What is stopped had not been declined: something else was.
        was_not_declined = self.status is Status.DECLINED and exit is Status.SUSPENDED
        return self if is_over and not was_not_declined else self._moved(exit, self.highest, evidence)

    @property
    def _stopped(self) -> Status:
        """What it takes to be suspended, where it is: that it had been bound."""
        return Status.COMMITTED if self.status is Status.SUSPENDED else Status.DECLARATION

    def _grant(self, evidence: Evidence) -> Standing:
        """The standing after a way out that closes nothing: it proves what it takes for granted."""
        if self.status.is_exit or evidence.granted.rank <= self.highest.rank:
            return self
        return self._moved(evidence.granted, evidence.granted, evidence)

    def _contest(self, highest: Status, evidence: Evidence) -> Standing:
        """New evidence against a final exit: both are kept, the better source gives the status (R9)."""
        against = self.moves[-1][1]
        if source_rank(evidence.source) > source_rank(against.source):
            return self._moved(highest, highest, evidence)._replace(contested=True)
        return self._replace(contested=True)

    def _moved(self, status: Status, highest: Status, evidence: Evidence) -> Standing:
        return self._replace(status=status, highest=highest, moves=(*self.moves, (status, evidence)))


def _exit_of(said: Status, highest: Status) -> Status | None:
    """The exit that words amount to, given how far the thread had come; None when they close nothing."""
    committed = highest.rank >= Status.COMMITTED.rank
    if said is Status.CANCELLED:
        return Status.CANCELLED if committed else Status.DECLINED  # R4
    if said is Status.SUSPENDED:
        return Status.SUSPENDED if committed else None
    if said is Status.DECLINED:
        return None if committed else Status.DECLINED
    return said


def is_accepted(evidence: Evidence) -> bool:
    """Whether evidence may change a status: it has its quote, its day and its source, and is sure enough (R1)."""
    return bool(
        evidence.quote.strip()
        and evidence.day
        and evidence.source
        and evidence.confidence >= ladder()["accepted_confidence"]
    )


def source_rank(source: str) -> int:
    """How far a class of source carries; 0 for one that is not known."""
    return int(ladder()["sources"].get(source, 0))


def in_order(evidence: Iterable[Evidence]) -> list[Evidence]:
    """The evidence by day, each piece once; of one day the lower step first, and what closes last."""
    return sorted(set(evidence), key=_place)


def _place(one: Evidence) -> tuple[Any, ...]:
    is_final = one.step.is_exit and one.step is not Status.SUSPENDED
    return one.day or Day.min, one.step.is_exit, is_final, one.step.rank, one.source, one.act, one.quote


def standing_of(evidence: Iterable[Evidence]) -> Standing:
    """Where a thread stands on all its evidence, in whatever order that is given."""
    standing = Standing()
    for piece in in_order(evidence):
        standing += piece
    return standing


def split_threads(evidence: Iterable[Evidence]) -> list[list[Evidence]]:
    """The thread's evidence as one thread, or as two when a part was delivered and the rest cancelled (R5)."""
    ordered = in_order(evidence)
    standing = Standing()
    for place, piece in enumerate(ordered):
        before, standing = standing, standing + piece
        if before.status is Status.DELIVERED_PART and standing.status is Status.CANCELLED:
            part = [e for e in ordered[:place] if not e.step.is_exit]
            rest = [e for e in ordered if e.step is not Status.DELIVERED_PART]
            return [part, rest]
    return [ordered]


def delivery_of(evidence: Iterable[Evidence]) -> str | None:
    """`confirmed` when somebody says so beside the debtor and its state's media, else `claimed`; None undelivered."""
    told = [e for e in evidence if e.step in (Status.DELIVERED, Status.DELIVERED_PART) and is_accepted(e)]
    if not told:
        return None
    return "confirmed" if any(piece.independent for piece in told) else "claimed"


def days_late(due: str | None, done: Day | None) -> int | None:
    """By how many days something was done after its day (R7); 0 when in time, None when either day is unknown."""
    last = last_day(due)
    return None if last is None or done is None else max(0, (done - last).days)


# attention


class Watch(NamedTuple):
    """What attention looks at besides the standing: the newest evidence, the due day, and how well we listen.

    `heard` counts the documents about the pair and sector in the window of silence; `blocked` is true when the newest
    evidence itself says so; `searched` is the day of the last follow-up search that found nothing.
    """

    last: Day | None
    due: str | None = None
    reached: Day | None = None
    is_event: bool = False
    heard: int = 0
    blocked: bool = False
    searched: Day | None = None


def attention_of(status: Status, watch: Watch, today: Day, limits: Windows | None = None) -> Attention:
    """What the calendar suggests about an undertaking on a day."""
    limits = limits or windows()
    if status in CLOSED:
        return Attention.CLOSED
    overdue = is_overdue(status, watch, today, limits)
    silence = _silence(watch, today, limits)
    if watch.blocked or ((overdue or silence is Attention.DORMANT) and _was_searched(watch, today, limits)):
        return Attention.STALLED
    if overdue:
        return Attention.OVERDUE
    if silence is not Attention.ON_WATCH and watch.heard < limits.heard:
        return Attention.NOT_WATCHED
    return silence


def is_overdue(status: Status, watch: Watch, today: Day, limits: Windows | None = None) -> bool:
    """Whether its day is past; where none is stated, whether it waits too long since it was agreed or committed."""
    until = in_time_until(status, watch, limits)
    return until is not None and today > until


def in_time_until(status: Status, watch: Watch, limits: Windows | None = None) -> Day | None:
    """The last day on which it is not overdue; None for what waits for no day."""
    limits = limits or windows()
    last = last_day(watch.due)
    if last is not None:
        return last
    waiting = {Status.AGREED: limits.agreed, Status.COMMITTED: limits.committed}.get(status)
    return watch.reached + datetime.timedelta(days=waiting) if waiting and watch.reached else None


def silence_window(watch: Watch, today: Day, limits: Windows | None = None) -> int:
    """The days back from `today` in which documents count as listening."""
    limits = limits or windows()
    return silence_days(_silence(watch, today, limits), is_event=watch.is_event, limits=limits)


def silence_days(found: Attention, *, is_event: bool, limits: Windows | None = None) -> int:
    """After how many days of silence it is quiet, or dormant: those in which listening counts."""
    limits = limits or windows()
    if found is Attention.DORMANT:
        return limits.dormant_event if is_event else limits.dormant
    return limits.quiet_event if is_event else limits.quiet


def _silence(watch: Watch, today: Day, limits: Windows) -> Attention:
    if watch.last is None:
        return Attention.ON_WATCH
    days = (today - watch.last).days
    if days > (limits.dormant_event if watch.is_event else limits.dormant):
        return Attention.DORMANT
    if days > (limits.quiet_event if watch.is_event else limits.quiet):
        return Attention.QUIET
    return Attention.ON_WATCH


def _was_searched(watch: Watch, today: Day, limits: Windows) -> bool:
    """Whether a follow-up search after the newest evidence, and fresh enough, found nothing."""
    searched, last = watch.searched, watch.last
    return bool(searched and (last is None or searched > last) and 0 <= (today - searched).days <= limits.follow_up)


# scores


def source_score(sources: Sequence[str], promisor_only: bool) -> int:
    """S1, 1 to 5: who vouches for it; at most 3 when all official sources are the debtor's side."""
    official = [source for source in sources if source in ladder()["official"]]
    if official:
        score = 5 if len(official) > 1 else 4
        return min(score, 3) if promisor_only else score
    if "academic" in sources:
        return 3
    return 2 if {"ngo", "social"} & set(sources) else 1
