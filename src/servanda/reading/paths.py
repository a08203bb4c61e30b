"""Paths: whose all figures of a document are, decided together.

What a figure is taken for speaks for those behind it, so that one wrong choice, mostly in a headline, would mislead all
others. So the likeliest choices are followed side by side, each with the past that it gives (a beam search), until what
is told later says which of them holds. What this is worth: docs/why/weighed-not-cascaded.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import nlargest
from math import exp, fsum, log
from operator import itemgetter

from msgspec import Struct

from servanda.reading.past import Past
from servanda.reading.whose import ROLES, Claim, Sides, Signs, strongest_of, worth_of

_FOLLOWED = 3  # paths at a time
_TRIED = 2  # choices for a figure on each of them

Worths = dict[str | None, float]


class Step(Struct, frozen=True):
    """A figure as a path takes it, with the past that it has there, and the step before."""

    claim: Claim
    past: Past
    sides: Sides
    before: Step | None


class Path(Struct, frozen=True):
    """One way to take all figures so far: how likely it is, as a logarithm, the past that it gives, its last step."""

    likely: float = 0.0
    past: Past = Past()
    last: Step | None = None

    def back(self) -> Iterator[Step]:
        """Iterate over its steps, the last first."""
        step = self.last
        while step is not None:
            yield step
            step = step.before

    def on(self, claim: Claim, sides: Sides, likely: float) -> Path:
        """The path with one more figure, once it is so likely."""
        return Path(likely, self.past.after(claim, sides), Step(claim, self.past, sides, self.last))


class Paths:
    """The likeliest ways to take the figures so far, the likeliest first."""

    def __init__(self) -> None:
        self._paths = [Path()]

    @property
    def best(self) -> Path:
        """The likeliest."""
        return self._paths[0]

    def take(self, claim: Claim) -> Sides:
        """Go on with a figure; gives the sides that are likeliest for now."""
        worth = _Worth(claim)
        found = [
            (likely, path, sides) for path in self._paths for likely, sides in worth.likeliest(path.past, path.likely)
        ]
        kept = nlargest(_FOLLOWED, found, key=itemgetter(0))
        self._paths = [path.on(claim, sides, likely) for likely, path, sides in kept]
        return kept[0][2]

    def chosen(self) -> list[tuple[Sides, str]]:
        """The sides of all figures, in order, each with what spoke for them."""
        return [(step.sides, _reasons(step)) for step in self.best.back()][::-1]


class _Worth:
    """What the signs of a figure count for, but for what was told before."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        codes = (*claim.own, None)
        self._roles = tuple({code: worth_of(role, claim.kinds, claim.of(code)) for code in codes} for role in ROLES)
        self._pairs = {sides: worth_of("pair", claim.kinds, signs) for sides, signs in claim.pairs.items()}

    def likeliest(self, past: Past, likely: float) -> list[tuple[float, Sides]]:
        """The likeliest sides after a past that is so likely, with how likely both are together."""
        worths = self._after(past)
        most = max(worths.values())
        whole = log(fsum(exp(worth - most) for worth in worths.values()))
        best = nlargest(_TRIED, worths, key=worths.__getitem__)
        return [(likely + worths[sides] - most - whole, sides) for sides in best]

    def _after(self, past: Past) -> dict[Sides, float]:
        """What each pair is worth after a past."""
        kinds, heard = self.claim.kinds, past.heard(self.claim)
        reporters, partners = (
            _added(worths, role, kinds, of) for worths, role, of in zip(self._roles, ROLES, heard.roles, strict=True)
        )
        found = {sides: worth + reporters[sides[0]] + partners[sides[1]] for sides, worth in self._pairs.items()}
        for sides, signs in heard.pairs.items():
            if sides in found:
                found[sides] += worth_of("pair", kinds, signs)
        return found


def _added(worths: Worths, role: str, kinds: tuple[str, ...], heard: dict[str | None, Signs]) -> Worths:
    """What candidates are worth with what was told before of those among them."""
    return worths | {code: worths[code] + worth_of(role, kinds, heard[code]) for code in heard if code in worths}


def _reasons(step: Step) -> str:
    """What spoke most for the sides of a figure: "of VN by viewpoint, owns; with CN by towards, behind"."""
    claim, sides, heard = step.claim, step.sides, step.past.heard(step.claim)
    by = [
        strongest_of(role, claim.kinds, {**claim.of(code), **of.get(code, {})})
        for role, code, of in zip(ROLES, sides, heard.roles, strict=True)
    ]
    return f"of {sides.reporter or 'nobody'} by {by[0]}; with {sides.partner or 'nobody'} by {by[1]}"
