"""What people ruled about who is who and what belongs together, as the log of judgements tells it now or at a moment.

Actors and threads are made anew from the records and the rulings that hold, so that undoing one brings back what was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from servanda.ledger.identity import Rulings
from servanda.ledger.judgements import Judgement, effective, log_of

ACTOR_DEEDS = ("same", "different", "unsure")
THREAD_DEEDS = ("split", "merge")
_KINDS = {"same": "same", "merge": "same", "different": "different", "split": "different"}


def actor_rulings(connection: Connection, known_at: str | None = None) -> Rulings:
    """What holds about actors, now or at a moment."""
    return _rulings(connection, ACTOR_DEEDS, known_at)


def thread_rulings(connection: Connection, known_at: str | None = None) -> Rulings:
    """What holds about the acts of undertakings, now or at a moment."""
    return _rulings(connection, THREAD_DEEDS, known_at)


def _rulings(connection: Connection, deeds: tuple[str, ...], known_at: str | None) -> Rulings:
    log = [one for one in log_of(connection, deeds=deeds) if known_at is None or one.at <= known_at]
    found: dict[str, dict[str, list[str]]] = {"same": defaultdict(list), "different": defaultdict(list)}
    for judgement in _last_of_each(effective(log)):
        if kind := _KINDS.get(judgement.deed):
            other = judgement.said
            found[kind][judgement.about].append(other)
            found[kind][other].append(judgement.about)
    return Rulings(same=_frozen(found["same"]), different=_frozen(found["different"]))


def _last_of_each(log: Iterable[Judgement]) -> Iterable[Judgement]:
    """The last ruling about each two: a later one replaces what was said before."""
    last: dict[frozenset[str], Judgement] = {}
    for judgement in log:
        last[frozenset((judgement.about, judgement.said))] = judgement
    return last.values()


def _frozen(found: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {id: tuple(others) for id, others in found.items()}


def judged_actors(connection: Connection) -> set[frozenset[str]]:
    """The pairs of mentions about which somebody ruled, unsure or not."""
    return {frozenset((one.about, one.said)) for one in effective(log_of(connection, deeds=ACTOR_DEEDS))}
