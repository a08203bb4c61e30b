"""A gathering or ceremony as a sentence tells of it, and what all ways of telling share."""

from __future__ import annotations

from msgspec import Struct

from servanda.reading.engine import Piece
from servanda.reading.entities import Entity
from servanda.reading.indicators import Line
from servanda.reading.times import Time
from servanda.reading.titles import DATE

DATED = frozenset(("day", "days", "week", "month", "months", "season"))
REACH = 160  # characters between a noun and the verb that it goes with
BESIDE = 3  # characters between a preposition and its phrase
DENIED = 40  # … and what denies it
_ASIDE = 24  # characters between a comma and the date that it sets apart, with a place that stands between
_WHICH = 14  # … and between a comma and "held"
_PLAIN_DATE = 60  # characters between a noun and a date that alone says that it takes place
BEGUN = "works are begun"
VERBS = (
    "receive", "meet", "gather", "again", "go", "arrive", "lead", "stay", "sign", "open", "begun", "commence", "launch",
)  # fmt: skip


class Gathering(Struct, frozen=True):
    """A place where a gathering is told of: its words, its type, and how the words stand to others.

    `noun` is where its noun or verb begins. `is_known`: the words point back, as "the seminar" does; `is_any`: to a
    gathering of any type; `is_indefinite`: they bring in a new one: "a meeting"; `is_sitting`: they may be a sitting
    of a committee; `is_at`: they say where something else happens: "at the seminar"; `is_beside`: on its sidelines.
    `is_told`: a bare noun, in a language without articles, that can only point back. `moved`: the time to which it
    was put off or brought forward. `is_counted`: it is told of by its number alone: "the sixth".
    """

    start: int
    end: int
    noun: int
    type: str
    rule: str
    line: Line
    is_known: bool = False
    is_any: bool = False
    is_indefinite: bool = False
    is_ahead: bool = False
    is_earlier: bool = False
    is_strong: bool = False
    is_sitting: bool = False
    is_at: bool = False
    is_told: bool = False
    is_beside: bool = False
    is_counted: bool = False
    name: str | None = None
    name_end: int = 0
    moved: Time | None = None
    guests: tuple[Entity, ...] = ()

    @property
    def is_begun(self) -> bool:
        """Whether it is told of by a verb that says that works begin."""
        return self.rule == BEGUN

    @property
    def words(self) -> str:
        """Its noun or verb, in small letters."""
        return self.line.view.lower[self.noun : self.end]


def is_wished(line: Line, cue: Piece) -> bool:
    """Whether the words before it only wish for it: nothing says that it was agreed or will be."""
    wish = line.before(cue.start, "wish", cue.start - REACH)
    return wish is not None and not line.has("agreed", wish.end, cue.end + DATE)


def near_times(line: Line, cue: Piece, *, is_named: bool) -> list[Time]:
    """Days and months named beside the noun."""
    near = [t for t in line.times if t.kind in DATED and cue.start - _PLAIN_DATE < t.start < cue.end + _PLAIN_DATE]
    return [t for t in near if is_named or _is_beside(line, cue, t)]


def _is_beside(line: Line, cue: Piece, time: Time) -> bool:
    """Whether no comma parts a time from a noun, or two set it apart: "the session, on Monday in Lima, approved"."""
    norm = line.view.norm
    between = norm[min(time.end, cue.end) : max(time.start, cue.start)]
    if "," not in between:
        return True
    before = max(norm.rfind(",", time.start - _ASIDE, time.start), norm.rfind(",", cue.end, time.start))
    is_last = line.sentence.end - time.end <= _ASIDE and not norm[before + 1 : time.start].strip()
    is_after = is_last or norm.find(",", time.end, time.end + _ASIDE) >= 0 or line.has("hold", before, before + _WHICH)
    return between.count(",") == 1 and before >= 0 and time.start - before <= _ASIDE and is_after
