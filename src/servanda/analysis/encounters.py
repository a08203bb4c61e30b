"""Who met, as a note tells it: one gathering once, in however many documents and languages it is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from servanda.analysis.note import Clause, Sentence
from servanda.analysis.telling import Telling
from servanda.days import first_day, last_day
from servanda.records import Event

_A_DAY = 10  # characters of a date that names a day


class Encounters:
    """The sentences about gatherings."""

    def __init__(self, telling: Telling) -> None:
        self._telling = telling

    def told(self, room: int) -> tuple[tuple[Sentence, ...], int]:
        """The newest gatherings, and how many older ones had no room."""
        day = self._telling.day
        newest = sorted(self._telling.material.events, key=lambda e: (day(e.when, e), e.doc), reverse=True)
        groups = gatherings(newest)
        return tuple(Sentence((self._meeting(group),)) for group in groups[:room]), max(0, len(groups) - room)

    def _meeting(self, events: Sequence[Event]) -> Clause:
        """One gathering as all its documents tell it; the fullest account gives the words."""
        telling, words = self._telling, self._telling.words
        event = fullest(events)
        kind = words.label("event", event.type)
        place = telling.called([event.place]) if event.place else words.country(event.country) if event.country else ""
        told = [
            words.clause("named", type=kind, name=event.name) or kind,
            words.clause("at_place", place=place),
            words.clause("people", names=telling.called((*event.organisers, *event.participants))),
            words.clause("attendance", count=event.attendance),
        ]
        date = words.date(event.when) or words.say("periods", "undated")
        return Clause(date + words.say("frame", "colon") + ", ".join(filter(None, told)), telling.cited(events))


def gatherings(events: Iterable[Event]) -> list[list[Event]]:
    """The gatherings that events tell of, in their order, each as all that tell of it."""
    groups: list[list[Event]] = []
    for event in events:
        same = next((group for group in groups if any(_is_same(event, other) for other in group)), None)
        if same is None:
            groups.append([event])
        else:
            same.append(event)
    return groups


def fullest(events: Iterable[Event]) -> Event:
    """The event that tells most of a gathering."""
    return max(events, key=lambda e: (bool(e.name), len(e.participants), len(e.when or ""), len(e.quote)))


def _is_same(event: Event, other: Event) -> bool:
    """Whether two documents tell of one gathering: its kind, its country, and days that touch."""
    if event.type != other.type or event.country != other.country:
        return False
    if event.when is None or other.when is None:
        return event.when == other.when and event.doc == other.doc and event.place == other.place
    if min(len(event.when), len(other.when)) < _A_DAY:
        return event.when == other.when and event.place == other.place
    first, last = max(first_day(event.when), first_day(other.when)), min(last_day(event.when), last_day(other.when))  # type: ignore[type-var]
    return first is not None and last is not None and first <= last
