"""What `servanda eval` prints: a table of scores by kind and language, and what was missed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import click
import msgspec

from servanda.documents.dispatch import open_text
from servanda.evaluation.agreement import SLOTS
from servanda.evaluation.gold import GoldDocument, load_gold
from servanda.evaluation.scores import ALL, Miss, Score, Scores, calibration_error, reliability, score
from servanda.reading.reader import read
from servanda.records import Reading


def read_gold(gold: GoldDocument) -> Reading:
    """The reading of a gold document's text: nothing else is told than its id and its day of publication."""
    return read(open_text(gold.id, gold.text, published=gold.published))


def print_scores(folders: Sequence[str], *, layout: str, misses: int, kind: str | None) -> None:
    """Print the scores of reading the gold documents of the folders."""
    scores = score(load_gold(folders), read_gold)
    if layout == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(_as_json(scores)), indent=1))
        return
    for line in lines_of(scores):
        click.echo(line)
    wanted = (miss for miss in scores.misses if kind in (None, miss.kind))
    for miss in islice(wanted, misses):
        click.echo(_line_of(miss))


def lines_of(scores: Scores) -> Iterator[str]:
    """The lines of a table: what is found, what is complete, each slot; then how many quotes are exact."""
    yield f"{'':12} {'known':>5} {'read':>5} {'prec.':>6} {'recall':>6} {'F1':>6}  compl. slots"
    for kind in SLOTS:
        langs = sorted({lang for of_kind, lang in scores.table if of_kind == kind} - {ALL})
        for lang in [ALL, *langs] if len(langs) > 1 else langs:
            yield _row(f"{kind} {lang}", scores.get(kind, lang))
        yield from (f"{'':12} {line}" for line in _sure_lines(scores, kind))
    yield f"exact quotes {scores.exact} of {scores.records}"


def _row(label: str, tally: Score) -> str:
    complete = f"{tally.complete_f1:.3f}" if tally.complete else "  –  "
    slots = "  ".join(f"{name} {value:.2f}" for name in tally.slots if (value := tally.slot(name)) is not None)
    numbers = f"{tally.gold:5} {tally.read:5} {tally.precision:6.3f} {tally.recall:6.3f} {tally.f1:6.3f}"
    return f"{label:12} {numbers}  {complete}  mean {tally.slots_mean:.3f}: {slots}"


def _sure_lines(scores: Scores, kind: str) -> Iterator[str]:
    bins = "  ".join(f"{sure:.2f}→{right:.2f} ({number})" for _, number, sure, right in reliability(scores, kind))
    if bins:
        yield f"confidence → right (records): {bins}; error {calibration_error(scores, kind):.3f}"


def _line_of(miss: Miss) -> str:
    words = " ".join(miss.words.split())
    if miss.what in ("missed", "spurious"):
        return f"{miss.doc}: {miss.what} {miss.kind} “{words}”" + (f" by {miss.rule}" if miss.rule else "")
    return f"{miss.doc}: {miss.what} known {miss.known!r} read {miss.read!r} in “{words}” by {miss.rule}"


def _as_json(scores: Scores) -> dict[str, object]:
    table = {
        f"{kind}/{lang}": {
            "gold": tally.gold,
            "read": tally.read,
            "precision": tally.precision,
            "recall": tally.recall,
            "f1": tally.f1,
            "complete_f1": tally.complete_f1,
            "slots": {name: tally.slot(name) for name in tally.slots},
        }
        for (kind, lang), tally in sorted(scores.table.items())
    }
    return {"scores": table, "exact": scores.exact, "records": scores.records, "misses": scores.misses}
