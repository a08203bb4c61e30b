"""Fit the weights of `data/indication.yaml` on known figures: what is each of?

    pip install numpy scipy
    python building/indication.py tests/gold [3*FOLDER ...] > src/servanda/data/indication.yaml

A conditional logit with a ridge: of the indicators for which a sign of a figure speaks the known one counts as right.
The sentences of the languages' corpora are known figures as well. What the figure before was read as is a sign, so that
reading and fitting take turns. Signs that count for little are dropped. On the error output stands how many figures are
right in each folder when its dispatches are left out of the fit, an eighth at a time, and as fitted on all.
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
import numpy as np
from folders import fitted_to, folders_of
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from servanda.commands.scores import read_gold
from servanda.evaluation.agreement import is_same
from servanda.evaluation.gold import Known, is_free, load_gold
from servanda.languages import known_languages, load_corpus
from servanda.reading import measures
from servanda.reading.indication import Indication, kind_of, votes_of
from servanda.reading.reader import read
from servanda.records import Document, Part, Reading

_RIDGE, _OF_KIND = 0.4, 1.5  # how strongly weights are drawn to nothing, and how much more those of one kind alone
_TURNS, _FOLDS = 2, 8
_FEWEST = 3  # figures in which a sign must stand
_LEAST = 0.2  # what a sign must count for
_CORPUS, _TIMES = "corpus", 2  # the sentences that must be read so, and how often each counts
Weights = dict[str, float]
Votes = list[tuple[str, str, float]]
Choose = Callable[[Votes, str], str]


class Case(NamedTuple):
    """A figure: its dispatch, the votes for its indicators, those that are right, and whether it is asked for."""

    dispatch: str
    votes: Votes
    right: frozenset[str]
    is_asked: bool


def read_with(choose: Choose, name: str, read_it: Callable[[], Reading]) -> list[tuple[Known, Votes]]:
    """The figures of a dispatch whose indicators are chosen so, with the votes for them."""
    seen: list[tuple[tuple[int, int], Votes]] = []

    def listen(line: Any, draft: Any, last: Any) -> Indication:
        votes = list(votes_of(line, draft, last, kind_of(line, draft)))
        seen.append((line.view.quote(draft.start, draft.end)[:2], votes))
        return Indication(choose(votes, name), "", 0.0)

    shipped, measures.indicated = measures.indicated, listen
    try:
        figures: list[Known] = [msgspec.to_builtins(figure) for figure in read_it().figures]
    finally:
        measures.indicated = shipped
    ordered = sorted(figures, key=lambda figure: (figure["start"], figure["end"]))
    return [(figure, votes) for figure, (_, votes) in zip(ordered, sorted(seen, key=lambda s: s[0]), strict=True)]


def cases_of(folder: str, choose: Choose) -> Iterator[Case]:
    """The known figures of a folder, or of the languages' corpora, that were found."""
    if folder == _CORPUS:
        yield from _of_corpora(choose)
        return
    for gold in load_gold([folder]):
        free = read_with(choose, gold.id, lambda gold=gold: read_gold(gold))
        for known in gold.of_kind("figure"):
            same = [pair for pair in free if is_same("figure", known, pair[0])]
            if same:
                best = max(same, key=lambda pair: pair[0]["measure"] == known.get("measure"))
                free.remove(best)
                yield Case(gold.id, best[1], _right(known), not is_free(known))


def _right(known: Known) -> frozenset[str]:
    also = known.get("indicator_also")
    return frozenset(filter(None, (known.get("indicator"), *(also if isinstance(also, list) else [also]))))


def _of_corpora(choose: Choose) -> Iterator[Case]:
    for lang in known_languages():
        for number, case in enumerate(load_corpus(lang, "figures")["match"]):
            text = case["text"]
            document = Document(id="f", text=text, lang=lang, published="2025-11-07", parts=(Part(0, len(text)),))
            name = f"{_CORPUS}/{lang}/{number}"
            for (_, votes), slots in zip(
                read_with(choose, name, lambda document=document: read(document)), case["figures"], strict=False
            ):
                if "indicator" in slots:
                    yield Case(name, votes, frozenset((slots["indicator"],)), True)


def fit(cases: Sequence[Case], dropped: frozenset[str] = frozenset()) -> Weights:
    """The weights under which the right indicators are likeliest."""
    counts: dict[str, int] = defaultdict(int)
    for case in cases:
        for sign in {sign for _, sign, _ in case.votes}:
            counts[sign] += 1
    names = [sign for sign, count in counts.items() if count >= _FEWEST and sign not in dropped]
    signs, starts, right = _matrix(cases, {name: place for place, name in enumerate(names)})
    ridge = _RIDGE * np.array([1.0 if name.startswith("all: ") else _OF_KIND for name in names])
    sizes = np.diff(np.r_[starts, len(right)])

    def loss(weights: Any) -> tuple[float, Any]:
        scores = signs @ weights
        odds = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        total, good = np.add.reduceat(odds, starts), np.add.reduceat(odds * right, starts)
        slope = odds / np.repeat(total, sizes) - odds * right / np.repeat(good, sizes)
        return np.log(total / good).sum() + 0.5 * (ridge * weights) @ weights, signs.T @ slope + ridge * weights

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    return dict(zip(names, found.tolist(), strict=True))


def _matrix(cases: Sequence[Case], places: dict[str, int]) -> tuple[Any, Any, Any]:
    """The signs of all indicators of all figures, where each figure begins, and which indicators are right."""
    entries: list[tuple[int, int, float]] = []
    starts: list[int] = []
    right: list[float] = []
    for case in cases:
        codes = {code: len(right) + place for place, code in enumerate(dict.fromkeys(c for c, _, _ in case.votes))}
        if case.right.isdisjoint(codes):
            continue
        starts.append(len(right))
        right += [float(code in case.right) for code in codes]
        entries += [(codes[code], places[sign], value) for code, sign, value in case.votes if sign in places]
    rows, columns, values = zip(*entries, strict=True)
    return csr_matrix((values, (rows, columns)), shape=(len(right), len(places))), np.array(starts), np.array(right)


def pick(votes: Votes, weights: Weights) -> str:
    """The indicator for which most is said."""
    scores: dict[str, float] = defaultdict(float)
    for code, sign, value in votes:
        scores[code] += weights.get(sign, 0.0) * value
    return max((score, code) for code, score in scores.items())[1]


def left_out(cases: Sequence[Case]) -> Choose:
    """A choice of indicators that has not seen the dispatch that it chooses for."""
    names = sorted({case.dispatch for case in cases})
    random.Random(1).shuffle(names)  # noqa: S311
    folds = {name: number % _FOLDS for number, name in enumerate(names)}
    fitted = [fit([case for case in cases if folds[case.dispatch] != number]) for number in range(_FOLDS)]
    return lambda votes, name: pick(votes, fitted[folds.get(name, 0)])


def pruned(cases: Sequence[Case]) -> Weights:
    """The weights without those that count for little, in twentieths."""
    weak: frozenset[str] = frozenset()
    for least in (_LEAST / 2, _LEAST):
        weak |= {sign for sign, weight in fit(cases, weak).items() if abs(weight) < least}
    return {sign: round(weight * 20) / 20 for sign, weight in fit(cases, weak).items()}


def lines_of(weights: Weights) -> Iterator[str]:
    """The table: what each sign counts for, by group."""
    groups: dict[str, dict[str, float]] = defaultdict(dict)
    for name, weight in weights.items():
        group, sign = name.split(": ", 1)
        groups[group][sign] = weight
    yield "# What a figure is of: what each sign counts for (reading/indication.py), for all kinds of quantities, more"
    yield "# or less for one kind, what a kind is mostly of, and what is told of in which setting."
    yield "# Fitted as a conditional logit on known figures, and rounded: building/indication.py."
    for group in sorted(groups, key=lambda name: (name != "all", " is" in name, name)):
        yield f"{group}:"
        for sign, weight in sorted(groups[group].items()):
            if weight:
                yield f"  {sign}: {weight:g}"


def main(folders: Mapping[str, int]) -> int:
    """Print the table, and how many indicators are right."""
    times = {**folders, _CORPUS: _TIMES}
    choose: Choose = lambda votes, name: "other"  # noqa: E731
    for _ in range(_TURNS + 1):
        told = {folder: list(cases_of(folder, choose)) for folder in times}
        cases = [case for folder, found in told.items() for case in found * times[folder]]
        choose = left_out(cases)
    weights = fitted_to(
        cases, pruned, lambda by: [case for case in told[_CORPUS] if pick(case.votes, by) not in case.right]
    )
    for folder, found in told.items():
        asked = [case for case in found if case.is_asked]
        unseen = sum(choose(case.votes, case.dispatch) in case.right for case in asked) / len(asked)
        seen = sum(pick(case.votes, weights) in case.right for case in asked) / len(asked)
        print(f"{folder}: {len(asked)} figures, {unseen:.3f} left out, {seen:.3f} as fitted", file=sys.stderr)
    print("\n".join(lines_of(weights)))
    return 0


if __name__ == "__main__":
    sys.exit(main(folders_of(sys.argv[1:])))
