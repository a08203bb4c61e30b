"""Fit the weights of `data/period.yaml`: of which time is each figure of known dispatches?

python building/period.py tests/gold [FOLDER ...] > src/servanda/data/period.yaml

A conditional logit with a ridge: of the times that a figure may be of, and none, those count as right that are known.
The sentences of the corpora count as well. What was chosen for a figure speaks for those behind it, so the texts are
read again with each new table, and all readings count. Needs numpy and scipy, which Servanda itself does not. What the
table is worth, and what it would be worth were a folder left out of the fit, goes to standard error.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from servanda.commands.scores import read_gold
from servanda.data import load_table
from servanda.evaluation.agreement import aliases_of, best_match
from servanda.evaluation.gold import GoldDocument, Known, is_free, load_gold
from servanda.languages import known_languages, load_corpus
from servanda.reading import figures, timing
from servanda.reading.reader import read
from servanda.records import Document, Figure, Part

_ROUNDS, _RIDGE = 3, 2.0
_OWN = 2  # times that the sentences of the corpora count, which tests ask for
_FEWEST = 12  # figures that a sign must be told of
_LEAST = 0.08  # what a sign must count for
_UNREAD = "unread"  # folders that stay unseen
_PUBLISHED = "2025-11-07"  # when the sentences of the corpora are as if published
_CORPORA = "the corpora"
Weights = dict[str, float]


class Case(NamedTuple):
    """A figure: the signs of each period that it may be of, those that are right, and the one that was chosen."""

    found: timing.Found
    right: set[str]
    chosen: str
    is_free: bool


def cases_of(folder: str, by: Mapping[str, float]) -> list[Case]:
    """The figures of a folder's known dispatches, or of the corpora, read by a table of weights."""
    listened: list[tuple[timing.Found, str]] = []
    choose, load = figures.find_timing, timing.load_table

    def listen(case: timing.Case) -> timing.Timing:
        chosen = choose(case)
        listened.append((timing.candidates(case), chosen.period or ""))
        return chosen

    figures.find_timing, timing.load_table = listen, lambda _: dict(by)  # type: ignore[assignment]
    try:
        return list(_of_corpora(listened) if folder == _CORPORA else _of_folder(folder, listened))
    finally:
        figures.find_timing, timing.load_table = choose, load


def _of_folder(folder: str, listened: list[tuple[timing.Found, str]]) -> Iterator[Case]:
    files = (path for path in sorted(Path(folder).rglob("*.json")) if _UNREAD not in path.parts)
    for gold in load_gold(files):
        listened.clear()
        read_figures = [r for r in map(msgspec.to_builtins, read_gold(gold)) if r["kind"] == "figure"]
        for known, place in _matched(gold, read_figures):
            also = known.get("period_also", [])
            values = [known.get("period"), *(also if isinstance(also, list) else [also])]
            yield Case(listened[place][0], {value or "" for value in values}, listened[place][1], is_free(known))


def _matched(gold: GoldDocument, read_figures: list[Known]) -> Iterator[tuple[Known, int]]:
    """The known figures that were read, each with the number of the record."""
    places = {id(record): place for place, record in enumerate(read_figures)}
    golds, aliases, free = gold.of_kind("figure"), aliases_of(gold.records), list(read_figures)
    for known in golds:
        if best := best_match("figure", known, free, golds, aliases):
            free.remove(best)
            yield known, places[id(best)]


def _of_corpora(listened: list[tuple[timing.Found, str]]) -> Iterator[Case]:
    for lang in known_languages():
        for sentence in load_corpus(lang, "figures")["match"]:
            listened.clear()
            known: list[dict[str, Any]] = sentence["figures"]
            if len(_figures_of(lang, sentence["text"])) != len(known):
                continue
            for (found, chosen), slots in zip(listened, known, strict=True):
                if "period" in slots:
                    yield Case(found, {slots["period"] or ""}, chosen, is_free=False)


def _figures_of(lang: str, text: str) -> Sequence[Figure]:
    return read(Document(id="c", text=text, lang=lang, published=_PUBLISHED, parts=(Part(0, len(text)),))).figures


def fit(cases: Sequence[Case]) -> Weights:
    """The weights under which the right periods are likeliest; a sign that counts for little is left out."""
    told = Counter(sign for case in cases for sign in set().union(*case.found.values()))
    weights = _fit(cases, sorted(sign for sign, times in told.items() if times >= _FEWEST))
    return _fit(cases, [sign for sign, value in weights.items() if abs(value) >= _LEAST])


def _fit(cases: Sequence[Case], signs: Sequence[str]) -> Weights:
    known = [case for case in cases if not case.right.isdisjoint(case.found)]
    rows = [(number, value in case.right, s) for number, case in enumerate(known) for value, s in case.found.items()]
    places = {sign: place for place, sign in enumerate(signs)}
    columns = [[places[sign] for sign in has if sign in places] for _, _, has in rows]
    ends = np.cumsum([0, *map(len, columns)])
    flat = [column for row in columns for column in row]
    table = csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(rows), len(signs)))
    found = minimize(_loss_of(table, rows), np.zeros(len(signs)), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return dict(zip(signs, found.x.tolist(), strict=True))


def _loss_of(table: csr_matrix, rows: Sequence[tuple[int, bool, set[str]]]) -> Callable[[Any], tuple[float, Any]]:
    """What is to be made small: how unlikely the right periods are, with its slope."""
    owner, right = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    starts = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])

    def loss(weights: Any) -> tuple[float, Any]:
        sums = table @ weights
        odds = np.exp(sums - np.maximum.reduceat(sums, starts)[owner])
        good = np.where(right, odds, 0.0)
        total, won = np.add.reduceat(odds, starts), np.add.reduceat(good, starts)
        slope = table.T @ (odds / total[owner] - good / won[owner]) + _RIDGE * weights
        return float((np.log(total) - np.log(won)).sum() + _RIDGE / 2 * weights @ weights), slope

    return loss


def share_of(cases: Sequence[Case], by: Mapping[str, float] | None = None) -> float:
    """The share of the asked figures whose period was chosen rightly, or would be by other weights."""
    asked = [case for case in cases if not case.is_free]
    chosen = (case.chosen if by is None else best(case.found, by) for case in asked)
    return sum(value in case.right for value, case in zip(chosen, asked, strict=True)) / len(asked)


def best(found: timing.Found, by: Mapping[str, float]) -> str:
    """The period for which most speaks."""
    return max(found, key=lambda value: sum(by.get(sign, 0.0) for sign in found[value]))


def main(folders: Sequence[str]) -> int:
    """Print the table; what it is worth, and would be were a folder not known, goes to standard error."""
    weights: Mapping[str, float] = load_table("period")
    cases: dict[str, list[Case]] = {folder: [] for folder in (*folders, _CORPORA)}
    for _ in range(_ROUNDS):
        for folder, own in cases.items():
            own += cases_of(folder, weights) * (_OWN if folder == _CORPORA else 1)
        weights = fit([case for own in cases.values() for case in own])
    weights = {sign: round(value, 2) for sign, value in sorted(weights.items())}
    for folder, own in cases.items():
        others = [case for other, found in cases.items() if other != folder for case in found]
        left_out = share_of(own[-len(own) // _ROUNDS :], fit(others))
        print(f"{folder}: {share_of(cases_of(folder, weights)):.3f}; left out {left_out:.3f}", file=sys.stderr)
    comment = "".join(line for line in _head() if line.startswith("#"))
    print(comment + "".join(f"{sign}: {value}\n" for sign, value in weights.items()), end="")
    return 0


def _head() -> list[str]:
    path = Path(__file__).parents[1] / "src/servanda/data/period.yaml"
    return path.read_text(encoding="utf-8").splitlines(keepends=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["tests/gold"]))
