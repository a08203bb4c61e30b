"""Events: meetings, visits, signings and the like, with when, where and who.

`gatherings.py` finds where the text tells of one, `occasions.py` reads the slots of each sentence; here what is told of
the same gathering is put together, and becomes a record.
"""

from __future__ import annotations

import re

from msgspec import Struct, field
from msgspec.structs import replace

from servanda.days import days_of
from servanda.reading.gathering import BESIDE, Gathering
from servanda.reading.gatherings import find_gatherings, lines_of
from servanda.reading.indicators import Line
from servanda.reading.occasions import (
    find_attendance,
    find_mode,
    find_organisers,
    find_parties,
    find_people,
    find_site,
    find_when,
    has_year,
    is_of_old,
    joins_from_afar,
    people_of,
)
from servanda.reading.stage import Site, Stage, day_after, set_stage
from servanda.reading.titles import words_of
from servanda.reading.view import View
from servanda.records import BODY, Event

_KIN = (frozenset(("meeting", "committee")), frozenset(("seminar", "conference", "forum", "round-table")))
_COUNTED = frozenset(("meeting", "committee", "seminar", "conference", "forum", "round-table", "exhibition"))
_WITHOUT_SPEAKERS = ("visit", "exhibition")  # where who is spoken of in what follows need not be there
_HEAD = 4  # sentences of the dispatch; who speaks after a gathering told of there was at it
_LEADING = 2  # body sentences in which what has no date is of the day that is reported
_SAME_TRIP = 2  # days before or after the day of the dispatch in which one is still at its place
_REMEMBERED = 30  # gatherings told of last to which words can point back
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_HALF_YEAR = 190  # days
_BESIDE_DAYS = {"same-day": 0, "next-day": 1, "day-before": -1}
_GOES_ON = 5  # days that a gathering lasts at most
_SURE, _LIKELY, _UNSURE = 0.9, 0.8, 0.6


class Told(Struct):
    """A gathering while the document is read: what has been told of it so far."""

    first: Gathering
    start: int
    end: int
    when: str | None
    is_dated: bool
    site: Site
    parties: tuple[str, ...]
    name: str | None = None
    organisers: dict[str, None] = field(default_factory=dict)
    participants: dict[str, None] = field(default_factory=dict)
    attendance: int | None = None
    mode: str | None = None
    is_current: bool = False

    @property
    def type(self) -> str:
        """The type of the event."""
        return self.first.type


def read_events(view: View) -> tuple[Event, ...]:
    """The events of a document, in order."""
    stage = set_stage(view)
    told: list[Told] = []
    latest: Told | None = None
    for place, line in enumerate(lines_of(view)):
        found = list(find_gatherings(line))
        heard = _hear(stage, told, found, place) if found else None
        if heard is None and latest:
            _hear_more(latest, line)
        latest = heard or latest
    home = next((one.site for one in told if one.is_current and one.site.name), None)
    for one in told:
        if home and one.is_current and not one.site.country and one.mode != "online":
            one.site = home
    return tuple(_event(view, one) for one in sorted(told, key=_start))


def _start(one: Told) -> int:
    return one.start


def _hear(stage: Stage, told: list[Told], found: list[Gathering], place: int) -> Told | None:
    """The first gathering of a sentence: each of them is one told of before, or a new one."""
    is_at_another = any(
        g.is_strong and g.type not in ("", "signing", "launch", "visit") and not g.is_beside for g in found
    )
    current: list[Told] = []
    for gathering in found:
        one = _read(stage, told, gathering, [g for g in found if g is not gathering and _stands_alone(g)])
        if gathering.is_ahead and not one.is_dated and current and current[-1].is_dated:
            one.when, one.is_dated, one.site = current[-1].when, True, one.site if one.site.name else current[-1].site
        known = _known(told, one)
        if known:
            _join(known, one)
            current.append(known)
        elif _counts(stage, one, place, is_at_another=is_at_another):
            told.append(one)
            current.append(one)
    if current:
        _hear_more(current[0], found[0].line)
    return current[0] if current else None


def _stands_alone(found: Gathering) -> bool:
    """Whether a gathering has a day and place of its own; a ceremony may only be where another takes place."""
    return bool(found.type)


def _read(stage: Stage, told: list[Told], found: Gathering, others: list[Gathering]) -> Told:
    """What the sentence of a gathering tells of it."""
    line = found.line
    time = find_when(found, others, stage.day or stage.view.document.published)
    when = time.value if time else None
    if when and found.moved and not _YEAR.search(line.view.norm, found.moved.start, found.moved.end):
        when = _put_ahead(when, stage)
    if not (time and 0 <= time.start - found.end <= BESIDE):
        when = _day_beside(stage, told, found) or when
    if found.is_sitting and any(other.type == "committee" for other in told):
        found = replace(found, type="committee")
    if found.is_counted and not found.type:
        found = replace(found, type=next((one.type for one in reversed(told) if one.type in _COUNTED), ""))
    site = find_site(found, others, stage)
    end = max(found.end, time.end if time and time.start >= found.start else 0)
    start = min(found.start, time.start) if time and found.start - time.end < 20 else found.start
    return Told(
        first=found,
        start=start,
        end=end,
        when=when,
        is_dated=when is not None,
        site=site,
        parties=find_parties(found, stage, site.country),
        name=found.name,
        organisers=dict.fromkeys(find_organisers(found)),
        participants=dict.fromkeys(find_people(found)),
        mode=find_mode(line, found),
    )


def _put_ahead(when: str, stage: Stage) -> str:
    """The time to which something is put off, a year later where the last one of that name is over."""
    first, day = days_of(when)[1], days_of(stage.day or stage.view.document.published)[1]
    is_over = first is not None and day is not None and first < day
    return _YEAR.sub(lambda year: str(int(year[0]) + 1), when) if is_over else when


def _day_beside(stage: Stage, told: list[Told], found: Gathering) -> str | None:
    """The day of what was told last, or that before or behind it, where the words nearest to a gathering say so."""
    near = [(cue.end, days) for name, days in _BESIDE_DAYS.items() if (cue := found.line.before(found.end, name))]
    end, days = max(near, default=(-1, 0))
    if not near or any(end <= time.start < found.start for time in found.line.times):
        return None
    beside = (one for one in reversed(told) if one.first.line.sentence.paragraph == found.line.sentence.paragraph)
    return day_after(next((one.when for one in beside if _has_been(one)), stage.day), days)


def _has_been(one: Told) -> bool:
    """Whether it took place on a day that is known."""
    return not one.first.is_ahead and _is_day(one.when or "")


def _known(told: list[Told], one: Told) -> Told | None:
    """The gathering told of before that this one is: what the dispatch reports before what was or will be."""
    ranked = told[: -_REMEMBERED - 1 : -1]
    if one.first.is_known:
        ranked.sort(key=lambda other: not other.is_current)
    return next((other for other in ranked if _is_same(other, one)), None)


def _is_same(other: Told, one: Told) -> bool:
    is_said_again = one.first.is_known and one.type == other.type and other.is_current
    if (
        one.is_dated
        and not _meets(other.when, one.when)
        and not (is_said_again and _is_near(other.when, one.when, _GOES_ON))
    ):
        return False
    if is_said_again and not one.is_dated:
        return True
    if one.first.is_ahead and not one.is_dated:
        return False
    if not one.is_dated and (_points_back(other, one) or (one.type == "launch" == other.type and other.is_current)):
        return True
    has_place = bool(one.site.name and other.site.name)
    if has_place and one.site.name != other.site.name and one.site.country != other.site.country:
        return False
    if one.name and other.name and one.name != other.name:
        return False
    is_pointing = one.first.is_known and one.first.is_any and not one.first.is_told
    if is_pointing:
        return True
    if one.type == other.type:
        return one.first.is_known or _are_alike(other, one)
    return one.first.is_known and any(one.type in kin and other.type in kin for kin in _KIN)


def _points_back(other: Told, one: Told) -> bool:
    """Whether a bare noun without a date of its own can be of this gathering: of its type, its kin, or any."""
    is_kin = any(one.type in kin and other.type in kin for kin in _KIN)
    return one.first.is_told and (one.type in (other.type, "") or is_kin)


def _are_alike(other: Told, one: Told) -> bool:
    """Whether two of a type, neither of which points back, are told alike: the same day, nobody else met."""
    mine, theirs = set(one.first.guests), set(other.first.guests)
    if mine and theirs and mine.isdisjoint(theirs):
        return False
    if one.type in ("launch", "visit", "signing"):
        return True
    if other.is_current and not (one.is_dated and other.is_dated) and one.first.words == other.first.words:
        return True
    people, others = set(one.participants), set(other.participants)
    if mine and theirs and not (people <= others or others <= people):
        return False
    return (one.is_dated and other.is_dated) or bool(mine & theirs)


def _is_day(when: str) -> bool:
    first, last = days_of(when)
    return first == last and (first is not None or when.startswith("X"))


def _is_late(stage: Stage, one: Told) -> bool:
    """Whether works were begun in a month that lies within half a year before the day of the dispatch."""
    if not one.first.is_begun:
        return False
    first, day = days_of(one.when)[0], days_of(stage.day or stage.view.document.published)[1]
    return first is not None and day is not None and 0 <= (day - first).days <= _HALF_YEAR


def _is_near(one: str | None, other: str | None, most: int) -> bool:
    """Whether two times lie within a few days: those of one gathering that goes on."""
    first, second = days_of(one)[0], days_of(other)[0]
    return first is not None and second is not None and abs((first - second).days) <= most


def _meets(one: str | None, other: str | None) -> bool:
    """Whether two times have a day in common."""
    if one == other or not one or not other:
        return True
    (a, b), (c, d) = days_of(one), days_of(other)
    return None not in (a, b, c, d) and a <= d and c <= b  # type: ignore[operator]


def _join(known: Told, one: Told) -> None:
    """Add what is told of a gathering now to what was told of it before."""
    if not known.is_dated and one.is_dated:
        known.when, known.is_dated = one.when, True
    if not known.site.name and one.site.name:
        known.site = one.site
    known.name = known.name or one.name
    known.mode = "hybrid" if one.mode == "hybrid" else known.mode or one.mode
    known.organisers |= one.organisers
    known.participants |= one.participants


def _counts(stage: Stage, one: Told, place: int, *, is_at_another: bool) -> bool:
    """Whether a gathering not told of before is a record; if so, it gets what the dispatch tells of day and place."""
    found = one.first
    if found.is_ahead and not one.is_dated:
        return False
    is_named = found.name is not None and one.is_dated
    is_new = found.is_indefinite and _is_day(one.when or "")  # "in a meeting with the ambassador on Thursday"
    is_planned = found.is_ahead and one.is_dated and one.site.name is not None  # "on the agenda of the session in Oslo"
    is_sure = found.is_strong or is_named or is_new or is_planned
    if found.type == "" or (found.is_any and not is_sure):
        return False
    if found.type in ("signing", "launch"):
        is_past = not one.is_dated and (place >= _LEADING or has_year(found))
        if is_past or (is_at_another and found.type == "signing"):
            return False
        if one.is_dated and not (_is_day(one.when or "") or _is_late(stage, one)):
            return False
    if not one.is_dated and (found.is_earlier or not found.is_strong or is_of_old(stage, found)):
        return False
    has_articles = words_of(stage.view.lang).has_articles
    if not (has_articles or one.is_dated or one.site.name or place < _LEADING):
        return False
    _settle(stage, one)
    return True


def _settle(stage: Stage, one: Told) -> None:
    """Give what is reported without a date or place those of the dispatch."""
    is_own = not one.is_dated or _meets(one.when, stage.day)
    one.is_current = is_own and not one.first.is_ahead
    one.when = one.when or stage.day
    is_there = is_own or _is_near(one.when, stage.day, _SAME_TRIP)
    if is_there and not one.site.name and not one.first.is_ahead and one.mode != "online":
        if one.type == "visit" and one.site.country not in (None, stage.home.country):
            return
        one.site = stage.home if stage.home.name else one.site


def _hear_more(one: Told, line: Line) -> None:
    """Take in how many came and how, where a sentence says so."""
    first = one.first.line
    is_main = one.is_current and first.sentence.start < first.view.head_end(_HEAD)
    if is_main and one.type not in _WITHOUT_SPEAKERS:
        one.participants |= dict.fromkeys(people_of(line))
    one.attendance = one.attendance or find_attendance(line)
    if joins_from_afar(line):
        one.mode = "hybrid"
    elif one.mode is None and line.tells("attend"):
        one.mode = find_mode(line, None)


def _event(view: View, one: Told) -> Event:
    start, end, quote = view.quote(one.start, one.end)
    confidence = _SURE if one.is_dated and one.site.name else _LIKELY if one.when else _UNSURE
    return Event(
        doc=view.document.id,
        start=start,
        end=end,
        quote=quote,
        confidence=confidence,
        rule=one.first.rule,
        part=BODY,
        type=one.type,
        name=one.name,
        when=one.when,
        place=one.site.name,
        country=one.site.country,
        parties=one.parties,
        organisers=tuple(one.organisers),
        participants=tuple(one.participants),
        attendance=one.attendance,
        mode=one.mode,
    )
