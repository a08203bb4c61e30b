"""Fit the weights of `data/whose.yaml`: of which country is a figure, and with which?

python -m pip install scipy
python building/whose.py tests/gold 0*tests/gold/told [3*FOLDER ...] > src/servanda/data/whose.yaml

A conditional logit over pairs of reporter and partner, with a ridge that is stronger on what holds for one kind of
figure only, fitted on known dispatches and on the sentences of the languages' corpora. It is fitted with the past as
known records have it, and with the past on the likeliest path by these weights, so that it trusts its own past as far
as that goes. The sentences, and dispatches that count zero times, must be read as they are known. Weak signs are left
out, the rest is rounded. What the weights are worth on dispatches that were left out of the fit is printed to the
standard error.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import msgspec
import numpy as np
from folders import fitted_to, folders_of, matched
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from servanda.commands.scores import read_gold
from servanda.evaluation.agreement import agreement
from servanda.evaluation.gold import GoldDocument, Known, is_free, load_gold
from servanda.languages import known_languages, load_corpus
from servanda.reading import whose
from servanda.reading.past import Past
from servanda.reading.paths import Paths
from servanda.reading.reader import read
from servanda.reading.whose import ROLES, Claim, Sides
from servanda.records import Document, Figure, Part

_RIDGE, _RIDGE_OF_KIND = 4.0, 6.0
_RAREST = 4  # figures that a sign must be seen in
_WEAKEST, _WEAKEST_OF_KIND = 0.1, 0.15  # weights below which a sign is left out
_PARTS = 5  # into which the dispatches are dealt, each left out in turn
_WIDTH = 118
Key = tuple[str, str, str]  # role, kind, sign
Weights = dict[str, dict[str, dict[str, float]]]


class Answer(NamedTuple):
    """What is known of a figure's sides: whether a pair is right, and the pair to tell those behind."""

    is_right: Callable[[Sides], bool]
    told: Sides
    is_free: bool  # nobody asks for the figure


class Text(NamedTuple):
    """What is asked of each figure that is read in a text, in order, and what is known of it."""

    claims: list[Claim]
    answers: list[Answer | None]
    times: int  # that it counts


class Asked(NamedTuple):
    """A figure with the past that it has on a path, and what is known of it."""

    claim: Claim
    past: Past
    answer: Answer


def _heard(read_text: Callable[[], Sequence[Figure]]) -> tuple[list[Claim], list[dict[str, Any]]]:
    """What is asked of the figures of a text, and the figures."""
    claims, take = list[Claim](), Paths.take

    def listen(paths: Paths, claim: Claim) -> Sides:
        claims.append(claim)
        return take(paths, claim)

    Paths.take = listen  # type: ignore[method-assign]
    try:
        return claims, [msgspec.to_builtins(figure) for figure in read_text()]
    finally:
        Paths.take = take  # type: ignore[method-assign]


def dispatch_of(gold: GoldDocument, times: int) -> Text:
    """A known dispatch, which counts so many times."""
    claims, found = _heard(lambda: read_gold(gold).figures)
    answers: list[Answer | None] = [None] * len(found)
    for known, place in matched(gold, "figure", found):
        told = Sides(known.get("reporter"), known.get("partner"))
        answers[place] = Answer(lambda pair, known=known: _agrees(known, pair), told, is_free(known))
    return Text(claims, answers, times)


def _agrees(known: Known, pair: Sides) -> bool:
    found = dict(zip(ROLES, pair, strict=True))
    return all(agreement(known, found, role) == 1 for role in ROLES)


def sentences_of(lang: str) -> Iterator[Text]:
    """The sentences of a language's corpus."""
    for case in load_corpus(lang, "figures")["match"]:
        text = case["text"]
        document = Document(id="f", text=text, lang=lang, published="2025-11-07", parts=(Part(0, len(text)),))
        claims, _ = _heard(lambda document=document: read(document).figures)
        answers: list[Answer | None] = []
        for slots in case["figures"]:
            known = {role: slots[role] for role in ROLES if role in slots}
            told = Sides(known.get("reporter"), known.get("partner"))
            answer = Answer(lambda pair, known=known: all(getattr(pair, r) == c for r, c in known.items()), told, True)
            answers.append(answer if known else None)
        yield Text(claims, answers, 1)


def paths_by(text: Text, weights: Weights) -> list[Sides]:
    """The sides on the likeliest path through a text, by other weights."""
    shipped, table = whose.load_table, {role: weights.get(role, {}) for role in (*ROLES, "pair")}
    whose.load_table = lambda _: table
    whose._weights.cache_clear()
    try:
        paths = Paths()
        for claim in text.claims:
            paths.take(claim)
        return [sides for sides, _ in paths.chosen()]
    finally:
        whose.load_table = shipped
        whose._weights.cache_clear()


def asked_of(text: Text, chosen: Sequence[Sides]) -> list[Asked]:
    """The figures of a text of which something is known, each with the past that such choices give."""
    asked, past = list[Asked](), Past()
    for claim, answer, sides in zip(text.claims, text.answers, chosen, strict=False):
        if answer:
            asked.append(Asked(claim, past, answer))
        past = past.after(claim, sides)
    return asked * text.times


def known_of(text: Text, chosen: Sequence[Sides]) -> list[Sides]:
    """The sides as they are known; as they were chosen where this is right as well, or nothing is known."""
    return [
        answer.told if answer and not answer.is_right(sides) and answer.told in claim.pairs else sides
        for claim, answer, sides in zip(text.claims, text.answers, chosen, strict=False)
    ]


def rows_of(asked: Asked) -> dict[Sides, dict[Key, float]]:
    """Every sign of each pair that a figure may be of, in every kind that it is of."""
    claim, heard = asked.claim, asked.past.heard(asked.claim)
    roles = [
        {code: _keyed(role, claim, {**claim.of(code), **of.get(code, {})}) for code in (*claim.own, None)}
        for role, of in zip(ROLES, heard.roles, strict=True)
    ]
    return {
        pair: roles[0][pair.reporter]
        | roles[1][pair.partner]
        | _keyed("pair", claim, {**signs, **heard.pairs.get(pair, {})})
        for pair, signs in claim.pairs.items()
    }


def _keyed(role: str, claim: Claim, signs: Mapping[str, float]) -> dict[Key, float]:
    return {(role, kind, sign): value for sign, value in signs.items() for kind in claim.kinds}


class Choices(NamedTuple):
    """The pairs of all figures as rows of signals, the first row of each figure, and which rows are right."""

    rows: list[dict[Key, float]]
    firsts: list[int]
    right: np.ndarray[Any, Any]


def choices_of(asked: Iterable[Asked]) -> Choices:
    """The choices that known records decide."""
    rows: list[dict[Key, float]] = []
    firsts: list[int] = []
    right: list[bool] = []
    for one in asked:
        found = rows_of(one)
        fits = list(map(one.answer.is_right, found))
        if any(fits) and not all(fits):
            firsts.append(len(rows))
            rows += found.values()
            right += fits
    return Choices(rows, firsts, np.array(right))


def fit(choices: Choices, keys: Sequence[Key]) -> dict[Key, float]:
    """The weights under which what is right is likeliest."""
    place = {key: number for number, key in enumerate(keys)}
    cells = [(n, place[key], value) for n, row in enumerate(choices.rows) for key, value in row.items() if key in place]
    across, down, values = zip(*cells, strict=True)
    table = csr_matrix((values, (across, down)), shape=(len(choices.rows), len(keys)))
    ridge = np.array([_RIDGE if kind == "every" else _RIDGE_OF_KIND for _, kind, _ in keys])
    sizes = np.diff([*choices.firsts, len(choices.rows)])

    def loss(weights: np.ndarray[Any, Any]) -> tuple[float, np.ndarray[Any, Any]]:
        worth = table @ weights
        odds = np.exp(worth - np.repeat(np.maximum.reduceat(worth, choices.firsts), sizes))
        all_, fitting = np.add.reduceat(odds, choices.firsts), np.add.reduceat(odds * choices.right, choices.firsts)
        fitting = np.maximum(fitting, 1e-300)
        slope = table.T @ (odds / np.repeat(all_, sizes) - odds * choices.right / np.repeat(fitting, sizes))
        return float(np.sum(np.log(all_ / fitting)) + np.sum(ridge * weights**2) / 2), slope + ridge * weights

    found = minimize(loss, np.zeros(len(keys)), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    return dict(zip(keys, map(float, found), strict=True))


def weights_by(asked: Sequence[Asked], *, is_final: bool) -> Weights:
    """The weights fitted on figures; in the end without the weak ones, and rounded."""
    choices = choices_of(asked)
    ends = [*choices.firsts[1:], len(choices.rows)]
    seen = Counter(key for a, z in zip(choices.firsts, ends, strict=True) for key in set().union(*choices.rows[a:z]))
    found = fit(choices, [key for key, count in seen.items() if count >= _RAREST])
    if is_final:
        strong = [k for k, v in found.items() if abs(v) >= (_WEAKEST if k[1] == "every" else _WEAKEST_OF_KIND)]
        found = {key: round(value * 20) / 20 for key, value in fit(choices, strong).items()}
    weights: Weights = {}
    for (role, kind, sign), value in sorted(found.items(), key=lambda pair: (-abs(pair[1]), pair[0])):
        if value:
            weights.setdefault(role, {}).setdefault(kind, {})[sign] = value
    return weights


def learn(texts: Sequence[Text], asked: Sequence[Text] = ()) -> Weights:
    """The weights learned from texts, in three rounds; those that are asked for must be read as they are known."""
    first = weights_by(_by_known(texts, {}), is_final=False)
    known = _by_known(texts, first)
    second = weights_by(known, is_final=False)
    own = [one for text in texts for one in asked_of(text, paths_by(text, second))]
    return fitted_to(
        [*known, *own],
        lambda cases: weights_by(cases, is_final=True),
        lambda by: _by_known([text for text in asked if not _is_right(text, paths_by(text, by))], by),
    )


def _is_right(text: Text, chosen: Sequence[Sides]) -> bool:
    """Whether all of which something is known is chosen rightly."""
    return all(answer is None or answer.is_right(sides) for answer, sides in zip(text.answers, chosen, strict=False))


def _by_known(texts: Sequence[Text], weights: Weights) -> list[Asked]:
    """The figures with the past as it is known; where nothing is known, as it is by weights."""
    return [one for text in texts for one in asked_of(text, known_of(text, paths_by(text, weights)))]


def share_of(texts: Sequence[Text], weights: Weights) -> tuple[int, int]:
    """How many figures that are asked for get both sides right, and of how many."""
    answered = chain.from_iterable(zip(text.answers, paths_by(text, weights), strict=False) for text in texts)
    right = [answer.is_right(sides) for answer, sides in answered if answer is not None and not answer.is_free]
    return sum(right), len(right)


def lines_of(weights: Weights) -> Iterable[str]:
    """The weights as YAML, a kind a mapping."""
    for role in (*ROLES, "pair"):
        yield f"{role}:"
        for kind, signs in weights[role].items():
            line = f"  {kind}: {{"
            for number, (sign, value) in enumerate(signs.items()):
                item = (f'"{sign}"' if "," in sign or sign[0].isdigit() else sign) + f": {value:g}"
                item += "}" if number == len(signs) - 1 else ","
                if len(line) + len(item) >= _WIDTH:
                    yield line.rstrip()
                    line = "    "
                line += item + " "
            yield line.rstrip()


def main(folders: Mapping[str, int]) -> int:
    """Print the weights, and what they are worth on dispatches that were left out."""
    corpus = [text for lang in known_languages() for text in sentences_of(lang)]
    texts = [dispatch_of(gold, times) for folder, times in folders.items() if times for gold in load_gold([folder])]
    must = [*corpus, *(dispatch_of(gold, 1) for folder, n in folders.items() if not n for gold in load_gold([folder]))]
    right = total = 0
    for part in range(_PARTS):
        weights = learn([*corpus, *(one for place, one in enumerate(texts) if place % _PARTS != part)])
        found, count = share_of([one for place, one in enumerate(texts) if place % _PARTS == part], weights)
        right, total = right + found, total + count
    print(f"# left out: both sides of {right / total:.3f} of {total} figures", file=sys.stderr)
    print("\n".join(lines_of(learn([*must, *texts], must))))
    return 0


if __name__ == "__main__":
    sys.exit(main(folders_of(sys.argv[1:])))
