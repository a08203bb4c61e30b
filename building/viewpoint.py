"""Fit the weights of `data/viewpoint.yaml` on known dispatches: from whose side is each told?

python building/viewpoint.py tests/gold [FOLDER ...]

A conditional logit: of the countries that a dispatch names, those count as right whose figures it tells most. Printed
are the weights, and for each folder how many figures the chosen country reports when the folder is left out of the fit.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from math import exp
from typing import NamedTuple

from servanda.commands.scores import read_gold
from servanda.evaluation.gold import GoldDocument, load_gold
from servanda.reading import scenes
from servanda.reading.viewpoint import Signs, signals_of
from servanda.reading.weighing import weights_of

_FEWEST = 3  # figures with a reporter that a dispatch must have
_STEPS, _RATE, _RIDGE = 300, 1.5, 1.0
Weights = dict[str, float]


class Case(NamedTuple):
    """A dispatch: each candidate's signals, and how many of its figures each reports."""

    signals: list[Weights]
    reported: list[int]
    total: int


def cases_of(folder: str) -> list[Case]:
    """The dispatches of a folder that tell enough figures."""
    return [case for gold in load_gold([folder]) if (case := _case(gold))]


def _case(gold: GoldDocument) -> Case | None:
    known = [f["reporter"] for f in gold.of_kind("figure") if f.get("reporter") and not f.get("optional")]
    seen: list[tuple[Signs, tuple[str, ...]]] = []
    chosen = scenes.viewpoint_of

    def listen(signs: Signs, candidates: Iterator[str]) -> str | None:
        seen.append((signs, tuple(candidates)))
        return chosen(*seen[-1])

    scenes.viewpoint_of = listen  # type: ignore[assignment]
    try:
        read_gold(gold)
    finally:
        scenes.viewpoint_of = chosen
    if not seen or len(known) < _FEWEST:
        return None
    signs, candidates = seen[0]
    counts = Counter(known)
    return Case([signals_of(signs, code) for code in candidates], [counts[code] for code in candidates], len(known))


def fit(cases: Sequence[Case]) -> Weights:
    """The weights under which the countries that report are likeliest."""
    found = dict.fromkeys(weights_of("viewpoint"), 0.0)
    for _ in range(_STEPS):
        slope = {name: -_RIDGE * value / len(cases) for name, value in found.items()}
        for case in cases:
            right = sum(case.reported)
            odds = [exp(sum(found[name] * value for name, value in one.items())) for one in case.signals]
            for one, odd, reported in zip(case.signals, odds, case.reported, strict=True):
                share = (reported / right if right else odd / sum(odds)) - odd / sum(odds)
                for name, value in one.items():
                    slope[name] += share * value / len(cases)
        found = {name: value + _RATE * slope[name] for name, value in found.items()}
    return found


def share_of(cases: Sequence[Case], by: Weights) -> float:
    """The share of figures that the chosen countries report."""
    chosen = (
        max(range(len(c.signals)), key=lambda i, c=c: sum(by[n] * v for n, v in c.signals[i].items())) for c in cases
    )
    return sum(case.reported[i] for case, i in zip(cases, chosen, strict=True)) / sum(case.total for case in cases)


def main(folders: Sequence[str]) -> int:
    """Print the weights, and what they are worth on folders that were left out."""
    cases = {folder: cases_of(folder) for folder in folders}
    for name, value in fit([case for found in cases.values() for case in found]).items():
        print(f"{name}: {value:.2f}")
    shipped = dict(weights_of("viewpoint"))
    for folder, own in cases.items():
        others = [case for other, found in cases.items() if other != folder for case in found] or own
        print(f"# {folder}: {share_of(own, fit(others)):.3f}; as shipped {share_of(own, shipped):.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["tests/gold"]))
