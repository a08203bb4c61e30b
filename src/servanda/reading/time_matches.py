"""Where the rules of time match in a segment: two times that one match names, and one time that two matches name."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from servanda.reading.engine import Alphabet, Rule

_SECOND = "second_"  # of the slots of a second time that a match names
_WEEKDAYS = ("weekday", "weekday-of-week")


class Parsed(Struct, frozen=True):
    """A rule's match in a segment: its first piece, the one behind its last, and the piece of each slot.

    Where it `opens` a stretch of time the next match is the last end of it: "from 2015 to May 2017".
    """

    rule: Rule
    first: int
    last: int
    places: dict[str, int]
    opens: bool = False


class Ends(Struct, frozen=True):
    """Letters of the words around the two ends of a stretch of time."""

    openings: frozenset[str]  # before the first
    betweens: frozenset[str]  # … where an "and" stands between both
    links: str  # between both
    pluses: str
    written: str  # of a date in figures

    def joined(self, letters: str, matches: list[Parsed]) -> list[Parsed]:
        """The matches of a segment, with those marked that open a stretch."""
        return [
            replace(one, opens=following is not None and self._opens(letters, one, following))
            for one, following in zip(matches, [*matches[1:], None], strict=False)
        ]

    def _opens(self, letters: str, one: Parsed, following: Parsed) -> bool:
        """Whether two matches are the ends of one stretch, by the word before the first and that between them."""
        gap = letters[one.last : following.first]
        link = gap or letters[following.first]
        if len(gap) > 1 or link not in self.links:
            return False
        openings = frozenset(letters[max(0, one.first - 1) : one.first + 1])
        if openings & self.betweens:
            return True
        is_figures = gap and {letters[one.last - 1], letters[following.first]} == {self.written}
        is_weekdays = following.rule.gives["gives"] == "weekday" and one.rule.gives["gives"] in _WEEKDAYS
        return link not in self.pluses and bool(is_figures or is_weekdays or openings & self.openings)


def ends_of(alphabet: Alphabet) -> Ends:
    """The letters of a language."""
    return Ends(
        openings=frozenset(alphabet.letters("begin") + alphabet.letters("from")),
        betweens=frozenset(alphabet.letters("between")),
        links="".join(alphabet.letters(name) for name in ("to", "until", "till", "dash")),
        pluses=alphabet.letters("plus"),
        written=alphabet.letter("written"),
    )


def apart(rule: Rule, start: int, end: int, places: dict[str, int]) -> list[Parsed]:
    """A match, or the two of one that names a second time in the same words: "the first and second quarters"."""
    second = {name.removeprefix(_SECOND): place for name, place in places.items() if name.startswith(_SECOND)}
    if not second:
        return [Parsed(rule, start, end, places)]
    own = {name: place for name, place in places.items() if not name.startswith(_SECOND)}
    begin = min(second.values())
    return [Parsed(rule, start, begin - 1, own), Parsed(rule, begin, end, own | second)]
