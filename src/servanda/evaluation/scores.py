"""Scores of readings against known records: found, complete, each slot, exact quotes, and what was missed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import msgspec

from servanda.evaluation.agreement import COMPLETE, SLOTS, agreement, aliases_of, best_match
from servanda.evaluation.gold import GoldDocument, Known, is_free
from servanda.records import BODY, Reading

ALL = "all"


class Score(msgspec.Struct):
    """The counts of one kind of record in one language; `slots` are the agreements of the records that were found."""

    gold: int = 0
    read: int = 0
    hits: int = 0
    complete: int = 0
    slots: dict[str, list[float]] = msgspec.field(default_factory=dict)

    @property
    def precision(self) -> float:
        """The share of what was read that is known."""
        return self.hits / self.read if self.read else 0.0

    @property
    def recall(self) -> float:
        """The share of what is known that was read."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.hits / (self.gold + self.read) if self.hits else 0.0

    @property
    def complete_f1(self) -> float:
        """The same where only records count whose main slots all agree."""
        return 2 * self.complete / (self.gold + self.read) if self.complete else 0.0

    def slot(self, name: str) -> float | None:
        """The mean agreement of a slot; None where nothing known has it."""
        values = self.slots.get(name)
        return sum(values) / len(values) if values else None

    @property
    def slots_mean(self) -> float:
        """The mean over the slots that have a value."""
        means = [mean for name in self.slots if (mean := self.slot(name)) is not None]
        return sum(means) / len(means) if means else 0.0


class Miss(msgspec.Struct, frozen=True, kw_only=True):
    """What was missed, read for nothing (`spurious`) or read wrongly (`kind.slot`), with the words and the route."""

    doc: str
    what: str
    kind: str
    words: str
    known: Any = None
    read: Any = None
    rule: str = ""


class Scores(msgspec.Struct):
    """Scores by (kind, language), over all languages as `all`; quotes that are exact, of how many; the misses."""

    table: dict[tuple[str, str], Score] = msgspec.field(default_factory=dict)
    exact: int = 0
    records: int = 0
    misses: list[Miss] = msgspec.field(default_factory=list)
    sure: list[tuple[str, float, bool]] = msgspec.field(default_factory=list)

    def get(self, kind: str, lang: str = ALL) -> Score:
        """The score of a kind in a language."""
        return self.table.setdefault((kind, lang), Score())


def score(golds: Iterable[GoldDocument], read: Callable[[GoldDocument], Reading]) -> Scores:
    """The scores of what `read` gives for each document."""
    scores = Scores()
    for gold in golds:
        records = [msgspec.to_builtins(record) for record in read(gold)]
        mine = [record for record in records if record["kind"] in gold.kinds]
        scores.records += len(mine)
        scores.exact += sum(gold.text[record["start"] : record["end"]] == record["quote"] for record in mine)
        for kind in gold.kinds:
            _score_kind(scores, gold, kind, [record for record in mine if record["kind"] == kind])
    return scores


def _score_kind(scores: Scores, gold: GoldDocument, kind: str, free: list[Known]) -> None:
    golds, aliases = gold.of_kind(kind), aliases_of(gold.records)
    tallies = (scores.get(kind), scores.get(kind, gold.lang))
    for known in golds:
        best = best_match(kind, known, free, golds, aliases)
        if best is not None:
            free.remove(best)
        if not is_free(known):
            for tally in tallies:
                _count(tally, kind, known, best, aliases)
            scores.misses += _misses_of(gold, kind, known, best, aliases)
        if best is not None:
            scores.sure.append((kind, best["confidence"], True))
    for record in free:
        if record.get("part", BODY) == BODY:  # what is read outside the body is no fault where nothing is known of it
            for tally in tallies:
                tally.read += 1
            scores.sure.append((kind, record["confidence"], False))
            scores.misses.append(
                Miss(doc=gold.id, what="spurious", kind=kind, words=record["quote"], rule=record["rule"])
            )


def _count(tally: Score, kind: str, known: Known, best: Known | None, aliases: dict[str, set[str]]) -> None:
    tally.gold += 1
    if best is None:
        return
    tally.read += 1
    tally.hits += 1
    for slot in _scored_slots(kind, known):
        tally.slots.setdefault(slot, []).append(agreement(known, best, slot, aliases))
    if kind == "figure":
        tally.complete += all(agreement(known, best, slot, aliases) == 1 for slot in COMPLETE)


def _scored_slots(kind: str, known: Known) -> Sequence[str]:
    """The slots that a known record says something about; those of actors and events may be unknown."""
    return [slot for slot in SLOTS[kind] if kind not in ("actor", "event") or known.get(slot) not in (None, [], "")]


def _misses_of(
    gold: GoldDocument, kind: str, known: Known, best: Known | None, aliases: dict[str, set[str]]
) -> Iterator[Miss]:
    words = known.get("quote") or known.get("name") or ""
    if best is None:
        yield Miss(doc=gold.id, what="missed", kind=kind, words=words)
        return
    for slot in _scored_slots(kind, known):
        if agreement(known, best, slot, aliases) < 1:
            values = {"known": known.get(slot), "read": best.get(slot)}
            yield Miss(doc=gold.id, what=f"{kind}.{slot}", kind=kind, words=words, rule=best["rule"], **values)


def reliability(scores: Scores, kind: str) -> list[tuple[float, int, float, float]]:
    """Bins of a tenth: (lower end, number of records, mean confidence, share that is right), without empty bins."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for of_kind, confidence, is_right in scores.sure:
        if of_kind == kind:
            bins[min(9, int(confidence * 10))].append((confidence, is_right))
    return [
        (place / 10, len(found), sum(c for c, _ in found) / len(found), sum(r for _, r in found) / len(found))
        for place, found in sorted(bins.items())
    ]


def calibration_error(scores: Scores, kind: str) -> float:
    """The expected calibration error of a kind: how far confidence and precision lie apart, weighted by records."""
    bins = reliability(scores, kind)
    total = sum(number for _, number, _, _ in bins)
    return sum(number * abs(sure - right) for _, number, sure, right in bins) / total if total else 0.0
