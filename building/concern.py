"""Fit the weights of `data/concern.yaml`: how likely is it that a statement belongs in the ledger?

python building/concern.py tests/gold tests/other [FOLDER ...] [ASIDE.jsonl ...] > src/servanda/data/concern.yaml

A logistic regression with a ridge over the acts, events and figures that are read in known texts: those count as right
that are known. Of dispatches about cooperation nearly all are, of texts of other kinds few, of those in a file of JSON
lines (`id`, `lang`, `text`, `published`) none; ours were 43 talks, orders and speeches on home affairs from kremlin.ru
(CC BY 4.0), chosen by their titles. Weak signs are left out. Needs numpy and scipy, which Servanda itself does not.
What the weights alone are worth on texts that were left out of the fit goes to standard error: the share of the right
and of the wrong statements that they keep.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
from folders import matched
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from servanda.commands.scores import read_gold
from servanda.evaluation.gold import GoldDocument, load_gold
from servanda.reading import reader
from servanda.reading.concern import LEAST, Concern, Stated
from servanda.records import BODY

_RIDGE = 2.0
_RAREST = 15  # statements that a sign must be seen in
_LEAST = 0.1  # what a sign must count for
_PARTS = 5  # into which the texts are dealt, each left out in turn
_OF_OTHERS = 4.0  # how much a statement counts in a text of which some do not belong, which are fewer
_ALWAYS = "any"  # the sign of every statement, which no ridge draws to nothing
_KINDS = ("act", "event", "figure")


class Case(NamedTuple):
    """A statement that was read: its text and kind, its signs, whether it is known, and how much it counts."""

    doc: str
    kind: str
    signs: dict[str, float]
    is_known: bool
    weight: float


class Listener(Concern):
    """Keeps all, and the signs of each statement."""

    heard: list[tuple[Any, dict[str, float]]] = []  # noqa: RUF012

    def of(self, records: Iterable[Stated]) -> tuple[Stated, ...]:
        """All of the records."""
        kept = tuple(records)
        self.heard += [(record, self.signs(record)) for record in kept]
        return kept


def cases_of(gold: GoldDocument, weight: float) -> Iterator[Case]:
    """The statements that are read in a known text."""
    Listener.heard.clear()
    read_gold(gold)
    for kind in set(_KINDS) & set(gold.kinds):
        heard = [(msgspec.to_builtins(record), signs) for record, signs in Listener.heard if record.kind == kind]
        known = {place for _, place in matched(gold, kind, [record for record, _ in heard])}
        for place, (record, signs) in enumerate(heard):
            if place in known or record.get("part", BODY) == BODY:
                yield Case(gold.id, kind, signs, place in known, weight)


def golds_of(source: Path) -> Iterator[GoldDocument]:
    """The known texts of a folder; those of a file of lines, of which nothing belongs in the ledger."""
    if source.is_dir():
        yield from load_gold([source])
        return
    for line in source.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        yield GoldDocument(**{key: told[key] for key in ("id", "lang", "text", "published")}, kinds=_KINDS, records=[])


def fit(cases: Sequence[Case]) -> dict[str, float]:
    """The weights under which what is known is likeliest; a sign that counts for little is left out."""
    told = Counter(sign for case in cases for sign in case.signs)
    weights = _fit(cases, [sign for sign, times in told.items() if times >= _RAREST])
    return _fit(cases, [sign for sign, value in weights.items() if abs(value) >= _LEAST or sign == _ALWAYS])


def _fit(cases: Sequence[Case], signs: Sequence[str]) -> dict[str, float]:
    places = {sign: place for place, sign in enumerate(signs)}
    cells = [[(places[s], value) for s, value in case.signs.items() if s in places] for case in cases]
    ends = np.cumsum([0, *map(len, cells)])
    columns, values = zip(*(cell for row in cells for cell in row), strict=True)
    table = csr_matrix((values, columns, ends), shape=(len(cases), len(signs)))
    right, counts = np.array([float(case.is_known) for case in cases]), np.array([case.weight for case in cases])
    ridge = np.array([0.01 if sign == _ALWAYS else _RIDGE for sign in signs])

    def loss(weights: Any) -> tuple[float, Any]:
        worth = table @ weights
        slope = table.T @ (counts * (1 / (1 + np.exp(-worth)) - right)) + ridge * weights
        return float(np.sum(counts * (np.logaddexp(0, worth) - right * worth)) + np.sum(ridge * weights**2) / 2), slope

    found = minimize(loss, np.zeros(len(signs)), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return dict(zip(signs, map(float, found), strict=True))


def is_kept(case: Case, weights: dict[str, float]) -> bool:
    """Whether a statement would stay in the ledger."""
    worth = sum(weights.get(sign, 0.0) * value for sign, value in case.signs.items())
    return bool(1 / (1 + np.exp(-worth)) >= LEAST)


def report(cases: Sequence[Case]) -> Iterator[str]:
    """What is kept of texts that were left out of the fit, by kind."""
    parts = [zlib.crc32(case.doc.encode()) % _PARTS for case in cases]
    kept: dict[tuple[str, bool], list[bool]] = {}
    for part in range(_PARTS):
        weights = fit([case for case, own in zip(cases, parts, strict=True) if own != part])
        for case in (case for case, own in zip(cases, parts, strict=True) if own == part):
            kept.setdefault((case.kind, case.is_known), []).append(is_kept(case, weights))
    for (kind, is_known), of in sorted(kept.items()):
        yield f"# left out: kept {sum(of) / len(of):.3f} of {len(of)} {'right' if is_known else 'wrong'} {kind}s"


def main(sources: Sequence[str]) -> int:
    """Print the table."""
    reader.Concern = Listener  # type: ignore[misc]
    cases: list[Case] = []
    for source in map(Path, sources):
        is_other = source.name == "other" or source.is_file()
        found = (case for gold in golds_of(source) for case in cases_of(gold, _OF_OTHERS if is_other else 1.0))
        cases += [case for case in found if is_other or case.is_known]  # what is misread in a dispatch is of concern
    print(*report(cases), sep="\n", file=sys.stderr)
    print("# What each sign says for or against a statement's belonging in the ledger: building/concern.py.")
    for sign, value in sorted(fit(cases).items()):
        print(f"{sign}: {value:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
