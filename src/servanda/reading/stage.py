"""Where and when a document plays, and between whom, as its lead and its names tell."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct, field

from servanda.days import days_of
from servanda.reading.entities import SITES, Entity
from servanda.reading.names import find_demonyms
from servanda.reading.places import PlaceSpan, gazetteer
from servanda.reading.times import Time, is_dateline
from servanda.reading.view import View, within
from servanda.records import BODY, TITLE

_OFTEN = 3  # namings of a country of which a document speaks; one in its lead counts for several
_LEAD = 3  # weight of a name in the lead; also how many sentences it has
_NAME = 30  # characters of a person's name before a syllable of it
_RECENT = 21  # days before publication within which a day of the lead is the day of what is reported


class Site(NamedTuple):
    """A place with its country; without a name where only the country is known."""

    name: str | None = None
    country: str | None = None


class Stage(Struct):
    """What a document says of where and when it plays: its day, its dateline, its countries."""

    view: View
    day: str | None = None
    home: Site = field(default_factory=Site)
    main: tuple[str, ...] = ()
    voices: frozenset[str] = frozenset()
    demonyms: list[PlaceSpan] = field(default_factory=list)


def set_stage(view: View) -> Stage:
    """The stage of a document."""
    demonyms = list(_outside_people(view, find_demonyms(view)))
    return Stage(
        view=view,
        day=_day_of(view),
        home=_home_of(view),
        main=_main_of(view, demonyms),
        voices=_voices_of(view, demonyms),
        demonyms=demonyms,
    )


def _outside_people(view: View, demonyms: list[PlaceSpan]) -> Iterator[PlaceSpan]:
    """The nationalities but for syllables of a person's name: "Pham Thai Binh" is no Thai."""
    for span in demonyms:
        around = within(view.mentions, span.start - _NAME, span.start + 1)
        if not any(m.entity.type == "person" and m.start <= span.start and span.end <= m.end for m in around):
            yield span


def day_after(value: str | None, days: int = 1) -> str | None:
    """The day after a day, or so many days after it."""
    day = days_of(value)[1]
    return (day + datetime.timedelta(days=days)).isoformat() if day else None


def _day_of(view: View) -> str | None:
    """The day of what the dispatch reports: the first recent one of its lead, else that of the dateline."""
    lead = [s for s in view.sentences if s.part == BODY][:_LEAD]
    if not lead:
        return None
    days = [t for t in within(view.times, lead[0].start, lead[-1].end) if t.kind == "day" and t.role in (None, "from")]
    recent = [t for t in days if _is_recent(t, view.document.published)]
    own = [t for t in recent if not is_dateline(view, t)]
    return next((time.value for time in own), None) or next((time.value for time in recent), None)


def _is_recent(time: Time, published: str | None) -> bool:
    first, day = days_of(time.value)[0], days_of(published)[1]
    return first is None or day is None or 0 <= (day - first).days <= _RECENT


def _home_of(view: View) -> Site:
    """The place where the dispatch was written, with its country."""
    name = view.document.dateline
    if not name:
        return Site()
    low = name.casefold()
    found = (m.entity for m in view.mentions if m.entity.type in SITES)
    entity = next((e for e in found if low in (e.name.casefold(), *(a.casefold() for a in e.aka))), None)
    if entity:
        return site_of(view, entity)
    place = gazetteer(view.lang).get(name)
    return Site(name, place.country if place else None)


def site_of(view: View, entity: Entity) -> Site:
    """The site of an entity; a name that is only written in the capitals of a dateline is given as it is usual."""
    return named_site(view, entity.name, entity.country)


def named_site(view: View, name: str | None, country: str | None) -> Site:
    """The site of a name, written as is usual where the text has it in capitals."""
    place = gazetteer(view.lang).get(name) if name and name.isupper() else None
    return Site(place.name if place else name, country)


def party_of(entity: Entity, lang: str) -> str | None:
    """The country or bloc that an entity is or belongs to, as a party."""
    if entity.type == "bloc":
        place = gazetteer(lang).get(entity.name)
        return entity.code or (place and place.code) or entity.name
    return (entity.code if entity.type == "country" else entity.country) or None


def _main_of(view: View, demonyms: list[PlaceSpan]) -> tuple[str, ...]:
    """The two countries of which the document speaks most, if it does so often."""
    lead = view.head(_LEAD)
    end = lead[-1].end if lead else 0
    counts: Counter[str] = Counter()
    for mention in view.mentions:
        if (
            mention.entity.part in (BODY, TITLE)
            and mention.entity.type != "bloc"
            and (code := party_of(mention.entity, view.lang))
        ):
            counts[code[:2]] += _LEAD if mention.start < end else 1
    for span in demonyms:
        if span.place.country and span.start < end:
            counts[span.place.country] += 1
    return tuple(code for code, count in counts.most_common(2) if count >= _OFTEN)


def _voices_of(view: View, demonyms: list[PlaceSpan]) -> frozenset[str]:
    """The countries that are named other than by one of their places."""
    found = {party_of(mention.entity, view.lang) for mention in view.mentions if mention.entity.type not in SITES}
    found |= {span.place.country for span in demonyms}
    return frozenset(code for code in found if code)
