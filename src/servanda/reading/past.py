"""The past of a figure: whose those before it are, and what that says of whose it is."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from msgspec import Struct

from servanda.reading.whose import ROLES, Claim, Sides, Signs

_NOBODY: Counter[str | None] = Counter()


class Told(NamedTuple):
    """A figure that was told: where its sentence begins, its paragraph, of what kind it is, and whose."""

    sentence: int
    paragraph: int
    kind: str
    sides: Sides


class Heard(NamedTuple):
    """What the figures before say of each candidate, role by role, and of a pair."""

    roles: tuple[dict[str | None, Signs], dict[str | None, Signs]]
    pairs: dict[Sides, Signs]


class Past(Struct, frozen=True):
    """The figures so far: the last, the last and the first of each kind, and how many there are of each side."""

    last: Told | None = None
    latest: dict[str, Told] = {}
    first: dict[str, Told] = {}
    counts: tuple[Counter[str | None], Counter[str | None]] = (_NOBODY, _NOBODY)

    def after(self, claim: Claim, sides: Sides) -> Past:
        """The past once a figure is of these sides."""
        told = Told(claim.sentence, claim.paragraph, claim.kind, sides)
        reporters, partners = (counts.copy() for counts in self.counts)
        reporters[sides.reporter] += 1
        partners[sides.partner] += 1
        first = self.first if told.kind in self.first else {**self.first, told.kind: told}
        return Past(told, {**self.latest, told.kind: told}, first, (reporters, partners))

    def heard(self, claim: Claim) -> Heard:
        """What it says of the sides of a figure."""
        heard = Heard(({}, {}), {})
        if self.last is None:
            return heard
        for name, code, sign in self._remembered(self.last, claim):
            for role, of in zip(ROLES, heard.roles, strict=True):
                if code or name == role:
                    of.setdefault(code, {})[sign] = 1.0
        number = self.counts[0].total()
        for of, counts in zip(heard.roles, self.counts, strict=True):
            for code, times in counts.items():
                of.setdefault(code, {})["told"] = times / number
        is_here = self.last.sentence == claim.sentence
        same: Signs = {"joined to last": 1.0} if claim.is_joined and is_here else {}
        if not claim.near - {self.last.sides.reporter}:
            same["same last" if is_here else "same before"] = 1.0
        if same:
            heard.pairs[self.last.sides] = same
        return heard

    def _remembered(self, last: Told, claim: Claim) -> list[tuple[str, str | None, str]]:
        """The sides of figures before, each with its role there and the sign that it gives."""
        others = ", others" if claim.near - {last.sides.reporter} else ""
        remembered = [(last.sides, _since(last, claim) + others)]
        if like := self.latest.get(claim.kind):
            how = "like" if like.paragraph == claim.paragraph else "like above"
            remembered += [(like.sides, how), (self.first[claim.kind].sides, "like first")]
        return [
            (name, code, f"{name} {how}") for sides, how in remembered for name, code in zip(ROLES, sides, strict=True)
        ]


def _since(told: Told, claim: Claim) -> str:
    """How long ago a figure was told."""
    return "last" if told.sentence == claim.sentence else "before" if told.paragraph == claim.paragraph else "above"
