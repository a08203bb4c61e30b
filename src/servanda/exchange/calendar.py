"""Dates as a calendar (RFC 5545), which calendar programs follow."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from servanda.days import days_of

if TYPE_CHECKING:
    from icalendar import Event


class Date(msgspec.Struct, frozen=True, kw_only=True):
    """A day or some days of the calendar: what is due or takes place, as ISO 8601, and where it is shown."""

    id: str
    title: str
    when: str
    told: str
    address: str
    recorded: str = ""


def calendar_of(dates: Iterable[Date], *, title: str) -> bytes:
    """The dates as a calendar file of whole days; what cannot be placed on a day is left out."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Servanda//desk//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", title)
    for date in dates:
        first, last = days_of(date.when)
        if first and last and last < datetime.date.max:
            calendar.add_component(_event(date, first, last))
    content: bytes = calendar.to_ical()
    return content


def _event(date: Date, first: datetime.date, last: datetime.date) -> Event:
    from icalendar import Event as CalendarEvent

    event = CalendarEvent()
    event.add("uid", f"{date.id}@servanda")
    event.add("summary", _plain(date.title))
    event.add("description", _plain(date.told))
    event.add("dtstart", first)
    event.add("dtend", last + datetime.timedelta(days=1))  # the day after: the end is not part of it
    event.add("dtstamp", _moment(date.recorded))
    event.add("url", date.address)
    event.add("transp", "TRANSPARENT")
    return event


def _moment(recorded: str) -> datetime.datetime:
    try:
        moment = datetime.datetime.fromisoformat(recorded)
    except ValueError:
        moment = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    return moment.astimezone(datetime.UTC)


def _plain(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)
