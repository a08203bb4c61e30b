"""Fit the weights of `data/period.yaml` or `data/place.yaml`: when, or where, does each known figure hold?

python building/slot.py period tests/gold [3*FOLDER ...] > src/servanda/data/period.yaml
python building/slot.py place tests/gold [3*FOLDER ...] > src/servanda/data/place.yaml

A conditional logit with a ridge: of the values that a slot may have, and none, those count as right that are known.
The sentences of the corpora count as well. What was chosen for a figure speaks for those behind it, so the texts are
read again with each new table, and all readings count. Needs numpy and scipy, which Servanda itself does not. What the
table is worth, and what it would be worth were a folder left out of the fit, goes to standard error.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import msgspec
import numpy as np
from folders import fitted_to, folders_of, matched
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from servanda.commands.scores import read_gold
from servanda.evaluation.agreement import agreement
from servanda.evaluation.gold import is_free, load_gold
from servanda.languages import known_languages, load_corpus
from servanda.reading import figures, siting, timing
from servanda.reading.reader import read
from servanda.reading.weighing import likeliest, weights_of
from servanda.records import Document, Figure, Part

_ROUNDS = 3
_OWN = 2  # times that the sentences of the corpora count, and more where they are missed
_LEAST = 0.08  # what a sign must count for
_PUBLISHED = "2025-11-07"  # when the sentences of the corpora are as if published
_CORPORA = "the corpora"
Weights = dict[str, float]
Found = dict[str, set[str]]  # each value that a slot may have, "" for none, with its signs


class Slot(NamedTuple):
    """A slot of a figure: the module that weighs its values, where the function stands that chooses one, how to fit.

    `ridge` draws weights to nothing, and a sign must be told of `fewest` figures: as whole dispatches left out of the
    fit say is best.
    """

    name: str
    weighing: ModuleType
    caller: ModuleType
    function: str
    ridge: float
    fewest: int


SLOTS = {
    "period": Slot("period", timing, figures, "find_timing", 2.0, 12),
    "place": Slot("place", siting, figures, "find_place", 24.0, 75),
}


class Case(NamedTuple):
    """A figure: the signs of each value that its slot may have, those that are right, and the one that was chosen."""

    found: Found
    right: set[str]
    chosen: str
    is_free: bool


def cases_of(slot: Slot, folder: str, by: Mapping[str, float]) -> list[Case]:
    """The figures of a folder's known dispatches, or of the corpora, read by a table of weights."""
    listened: list[tuple[Found, str]] = []
    choose, load = getattr(slot.caller, slot.function), weights_of

    def listen(case: Any) -> Any:
        chosen = choose(case)
        value = chosen.period if isinstance(chosen, timing.Timing) else chosen
        listened.append((slot.weighing.candidates(case), value or ""))
        return chosen

    setattr(slot.caller, slot.function, listen)
    setattr(slot.weighing, "weights_of", lambda _: dict(by))  # noqa: B010
    try:
        return list(_of_corpora(slot, listened) if folder == _CORPORA else _of_folder(slot, folder, listened))
    finally:
        setattr(slot.caller, slot.function, choose)
        setattr(slot.weighing, "weights_of", load)  # noqa: B010


def _of_folder(slot: Slot, folder: str, listened: list[tuple[Found, str]]) -> Iterator[Case]:
    for gold in load_gold([folder]):
        listened.clear()
        read_figures = [r for r in map(msgspec.to_builtins, read_gold(gold)) if r["kind"] == "figure"]
        for known, place in matched(gold, "figure", read_figures):
            found, chosen = listened[place]
            right = {value for value in found if agreement(known, {slot.name: value or None}, slot.name) == 1}
            yield Case(found, right, chosen, is_free(known))


def _of_corpora(slot: Slot, listened: list[tuple[Found, str]]) -> Iterator[Case]:
    for lang in known_languages():
        for sentence in load_corpus(lang, "figures")["match"]:
            listened.clear()
            known: list[dict[str, Any]] = sentence["figures"]
            if len(_figures_of(lang, sentence["text"])) != len(known):
                continue
            for (found, chosen), slots in zip(listened, known, strict=True):
                if slot.name in slots:
                    yield Case(found, {slots[slot.name] or ""}, chosen, is_free=False)


def _figures_of(lang: str, text: str) -> Sequence[Figure]:
    return read(Document(id="c", text=text, lang=lang, published=_PUBLISHED, parts=(Part(0, len(text)),))).figures


def fit(slot: Slot, cases: Sequence[Case]) -> Weights:
    """The weights under which the right values are likeliest; a sign that counts for little is left out."""
    told = Counter(sign for case in cases for sign in set().union(*case.found.values()))
    weights = _fit(slot, cases, sorted(sign for sign, times in told.items() if times >= slot.fewest))
    return _fit(slot, cases, [sign for sign, value in weights.items() if abs(value) >= _LEAST])


def _fit(slot: Slot, cases: Sequence[Case], signs: Sequence[str]) -> Weights:
    known = [case for case in cases if not case.right.isdisjoint(case.found)]
    rows = [(number, value in case.right, s) for number, case in enumerate(known) for value, s in case.found.items()]
    places = {sign: place for place, sign in enumerate(signs)}
    columns = [[places[sign] for sign in has if sign in places] for _, _, has in rows]
    ends = np.cumsum([0, *map(len, columns)])
    flat = [column for row in columns for column in row]
    table = csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(rows), len(signs)))
    found = minimize(
        _loss_of(table, rows, slot.ridge), np.zeros(len(signs)), jac=True, method="L-BFGS-B", options={"maxiter": 500}
    )
    return dict(zip(signs, found.x.tolist(), strict=True))


def _loss_of(
    table: csr_matrix, rows: Sequence[tuple[int, bool, set[str]]], ridge: float
) -> Callable[[Any], tuple[float, Any]]:
    """What is to be made small: how unlikely the right values are, with its slope."""
    owner, right = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    starts = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])

    def loss(weights: Any) -> tuple[float, Any]:
        sums = table @ weights
        odds = np.exp(sums - np.maximum.reduceat(sums, starts)[owner])
        good = np.where(right, odds, 0.0)
        total, won = np.add.reduceat(odds, starts), np.add.reduceat(good, starts)
        slope = table.T @ (odds / total[owner] - good / won[owner]) + ridge * weights
        return float((np.log(total) - np.log(won)).sum() + ridge / 2 * weights @ weights), slope

    return loss


def share_of(cases: Sequence[Case], by: Mapping[str, float] | None = None) -> float:
    """The share of the asked figures whose value was chosen rightly, or would be by other weights."""
    asked = [case for case in cases if not case.is_free]
    chosen = (case.chosen if by is None else likeliest(by, case.found) for case in asked)
    return sum(value in case.right for value, case in zip(chosen, asked, strict=True)) / len(asked)


def main(name: str, folders: Mapping[str, int]) -> int:
    """Print the table; what it is worth, and would be were a folder not known, goes to standard error."""
    slot, weights = SLOTS[name], weights_of(name)
    times = {**folders, _CORPORA: _OWN}
    cases: dict[str, list[Case]] = {folder: [] for folder in times}
    for _ in range(_ROUNDS):
        for folder, own in cases.items():
            own += cases_of(slot, folder, weights) * times[folder]
        weights = fit(slot, [case for own in cases.values() for case in own])
    weights = fitted_to(
        [case for own in cases.values() for case in own],
        lambda known: fit(slot, known),
        lambda by: [case for case in cases[_CORPORA] if likeliest(by, case.found) not in case.right],
    )
    weights = {sign: round(value, 2) for sign, value in sorted(weights.items())}
    for folder, own in cases.items():
        others = [case for other, found in cases.items() if other != folder for case in found]
        left_out = share_of(own[-len(own) // _ROUNDS :], fit(slot, others))
        print(f"{folder}: {share_of(cases_of(slot, folder, weights)):.3f}; left out {left_out:.3f}", file=sys.stderr)
    comment = "".join(line for line in _head(name) if line.startswith("#"))
    print(comment + "".join(f"{sign}: {value}\n" for sign, value in weights.items()), end="")
    return 0


def _head(name: str) -> list[str]:
    path = Path(__file__).parents[1] / f"src/servanda/data/{name}.yaml"
    return path.read_text(encoding="utf-8").splitlines(keepends=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], folders_of(sys.argv[2:])))
