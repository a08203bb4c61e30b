"""Cases: a figure whose sides are sought, with all that may tell them; and the order in which rules are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from servanda.reading.indicators import Line
from servanda.reading.roles import room_of
from servanda.reading.scenes import Named, Scene, Sides

PAIR = 2  # countries between which a flow goes
Found = TypeVar("Found")


class Case(Struct, frozen=True):
    """A figure whose sides are sought: its sentence, what it is of, where it stands, and who is named for it."""

    line: Line
    scene: Scene
    indicator: str
    span: tuple[int, int]
    named: list[Named]
    last: Sides | None  # of the figure before
    is_total: bool = False  # of all, whoever is named

    @property
    def codes(self) -> list[str]:
        """The countries named, each once, in order."""
        return distinct(self.named)

    @property
    def room(self) -> tuple[int, int]:
        """The stretch between the quantities before and behind the figure."""
        return room_of(self.line, self.span)

    @property
    def flow(self) -> Sides | None:
        """The sides of the last flow of goods."""
        return self.scene.flow[1] if self.scene.flow else None

    @property
    def flow_here(self) -> Sides | None:
        """The same, where it was told in this paragraph."""
        return self.flow if self.scene.flow and self.scene.flow[0] == self.line.sentence.paragraph else None

    @property
    def stay_here(self) -> Sides | None:
        """The sides of the last figure of what stands somewhere, where it was told in this paragraph."""
        stay = self.scene.stay
        return stay[1] if stay and stay[0] == self.line.sentence.paragraph else None

    @property
    def is_of_both(self) -> bool:
        """Whether the dispatch or the sentence is of both main countries."""
        return self.scene.is_bilateral or self.line.tells("bilateral")

    def named_in(self, stretch: tuple[int, int]) -> list[Named]:
        """The countries named that begin in a stretch."""
        first, until = stretch
        return [n for n in self.named if first <= n.start < until]

    def among(self, named: list[Named]) -> Case:
        """The same with fewer countries."""
        return replace(self, named=named)


def distinct(named: Iterable[Named]) -> list[str]:
    """The codes of the countries named, each once, in order."""
    return list(dict.fromkeys([n.code for n in named]))


def first_of(rules: Iterable[Callable[[Case], Found | None]], case: Case) -> Found | None:
    """What the first rule says that says anything; None where all are silent."""
    for rule in rules:
        if found := rule(case):
            return found
    return None
