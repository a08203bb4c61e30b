"""Saved searches as feeds: what was found as news, and the dates in it as a calendar."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from servanda.desk.addresses import document_address, undertaking_address
from servanda.desk.cards import shortened
from servanda.desk.search import find, kind_of, wanted_of
from servanda.desk.slots import head_of
from servanda.desk.undertakings import wanted_of as wanted_undertakings
from servanda.desk.view import ROWS_OF_A_FILE, Asked
from servanda.exchange.calendar import Date, calendar_of
from servanda.exchange.feed import Item, feed_of
from servanda.records import Act, Entry, Event

_MOST = 500
_NEWEST = 50
ATOM = "application/atom+xml; charset=utf-8"
ICAL = "text/calendar; charset=utf-8"

File = tuple[bytes, str, str]


def search_feed(asked: Asked) -> File:
    """What the search finds, the newest first, as Atom."""
    kind = kind_of(asked)
    found = find(asked, kind, wanted_of(asked, kind), most=_NEWEST)
    slots = asked.query.with_()
    body = feed_of(
        (_item(entry, asked) for entry in found),
        id=f"urn:servanda:search{slots}",
        title=f"Servanda: {asked.query.text('q') or asked.words.t(f'kind.{kind}')}",
        address=f"{asked.base}/search.atom{slots}",
        page=f"{asked.base}/search{slots}",
    )
    return body, ATOM, ""


def search_calendar(asked: Asked) -> File:
    """The dates in what the search finds: gatherings, and the days by which acts are due."""
    acts = [entry for entry in find(asked, "act", wanted_of(asked, "act"), most=_MOST) if _due(entry)]
    events = find(asked, "event", wanted_of(asked, "event"), most=_MOST)
    title = f"Servanda: {asked.query.text('q') or asked.words.t('search.title')}"
    dates = [*(_date(entry, asked) for entry in events), *(_date(entry, asked) for entry in acts)]
    return calendar_of((date for date in dates if date.when), title=title), ICAL, "servanda-search.ics"


def undertakings_calendar(asked: Asked) -> File:
    """The days by which the undertakings that fit are due."""
    dates = list(_dues(asked))
    return calendar_of(dates, title=f"Servanda: {asked.words.t('undertakings.title')}"), ICAL, "servanda-due.ics"


def _dues(asked: Asked) -> Iterator[Date]:
    lines = (line for line in asked.snapshot.lines(wanted_undertakings(asked)) if line.due)
    for undertaking in asked.snapshot.whole(islice(lines, ROWS_OF_A_FILE)):
        if undertaking.due:
            yield Date(
                id=undertaking.id,
                title=f"{asked.words.t('slot.due')}: {shortened(undertaking.title(asked.words.lang).words, 120)}",
                when=undertaking.due,
                told=undertaking.acts[-1].quote,
                address=asked.base + undertaking_address(undertaking.id),
            )


def _item(entry: Entry, asked: Asked) -> Item:
    record = entry.record
    address = document_address(record.doc, None if record.kind == "document" else entry.id)
    return Item(
        id=entry.id,
        title=shortened(head_of(record, asked.words), 200),
        summary=record.quote,
        address=asked.base + address,
        updated=entry.recorded,
        author=entry.publisher or "",
    )


def _due(entry: Entry) -> str | None:
    return entry.record.due if isinstance(entry.record, Act) else None


def _date(entry: Entry, asked: Asked) -> Date:
    record, words = entry.record, asked.words
    what = record.name if isinstance(record, Event) else getattr(record, "what", None)
    told = words.label("event", record.type) if isinstance(record, Event) else words.t("slot.due")
    return Date(
        id=entry.id,
        title=f"{told}: {shortened(what or record.quote, 120)}",
        when=(record.when if isinstance(record, Event) else _due(entry)) or "",
        told=record.quote,
        address=asked.base + document_address(record.doc, entry.id),
        recorded=entry.recorded,
    )
