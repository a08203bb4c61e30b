"""The first page, since a date that the reader chooses: what is new, moved, late or silent, and waits for review."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from servanda.days import last_day
from servanda.desk.addresses import document_address, pair_address, undertaking_address
from servanda.desk.cards import about_document, cards_of, rows_of_undertakings, shortened, step_of_card
from servanda.desk.slots import head_of
from servanda.desk.view import ROWS_OF_A_FILE, Asked, Row, View
from servanda.ledger.counts import count_of
from servanda.ledger.filters import Filter
from servanda.ledger.headings import Extent, extent_of, headings_of, tallies_of
from servanda.ledger.review import count_queue, find_queue
from servanda.ledger.snapshot import Move
from servanda.records import KINDS, Undertaking
from servanda.vocabulary import codes

_WINDOW = datetime.timedelta(days=30)
_MOST_MOVES = 14
_MOST_DOCUMENTS = 8
_LONGEST_MOVE = 280  # characters of a sentence that is shown whole
_MOST_LATE = 8
_MOST_PAIRS = 8
_MOST_WAITING = 5
_MOST_DUE = 8
_AHEAD = datetime.timedelta(days=92)
_COUNTED = 999  # that wait for review; more are told as more


def today_view(asked: Asked) -> View:
    """What is new in the ledger since a day."""
    extent = extent_of(asked.ledger)
    since = asked.query.day("since") or _window(extent, asked.today)
    late = asked.snapshot.attentions()
    shown, moved = asked.snapshot.late(_MOST_LATE), asked.snapshot.count_moves(since)
    due = asked.snapshot.due_until(asked.today + _AHEAD, _MOST_DUE + 1)
    page, room = asked.query.number("page", 0, 100_000), asked.room_of(_MOST_MOVES)
    values = {
        "since": since.isoformat(),
        "chosen": asked.query.day("since") is not None,
        "today": asked.today.isoformat(),
        "extent": {"documents": extent.documents, "first": extent.first, "last": extent.last},
        "undertakings": asked.snapshot.count(),
        "pairs": _pairs(asked),
        "moves": _moves(asked.snapshot.moves_since(since, limit=room, after=page * room), asked),
        "page": page,
        "pages": -(-moved // room),
        "moved": moved,
        "documents": _documents(since, asked),
        "documents_count": count_of(asked.ledger, "document", Filter(since=since.isoformat())),
        "behind": asked.snapshot.remember("behind", asked.ledger.behind) is not None,
        "due": cards_of(due[:_MOST_DUE], asked),
        "due_more": len(due) > _MOST_DUE,
        "late": cards_of(shown, asked),
        "late_count": late.total(),
        "attentions": late,
        "review": _waiting(since, asked),
    }
    title = asked.words.t("today.title")
    return View(template="today.html", title=title, values=values, rows=lambda: _table(since, asked), active="/")


def _table(since: datetime.date, asked: Asked) -> list[Row]:
    """All that moved and is late, as far as a file has room."""
    late = asked.snapshot.late(ROWS_OF_A_FILE)
    return _rows(asked.snapshot.moves_since(since, limit=ROWS_OF_A_FILE), late)


def _window(extent: Extent, today: datetime.date) -> datetime.date:
    """The month before the newest document, so that the page of a ledger at rest is not empty."""
    newest = last_day(extent.last) or today
    return min(newest, today) - _WINDOW


def _pairs(asked: Asked) -> list[dict[str, Any]]:
    """The pairs of countries with most undertakings, and how many of those stand at each step."""
    return [
        {
            "code": "-".join(tally.pair),
            "name": asked.words.pair(tally.pair),
            "href": pair_address(*tally.pair),
            "count": tally.times,
            "steps": steps_of(tally.steps),
        }
        for tally in asked.snapshot.pairs()[:_MOST_PAIRS]
    ]


def steps_of(counts: Mapping[str, int]) -> dict[str, int]:
    """How many undertakings stand at each step, the lowest first; `counts` are by status."""
    return {status: counts[status] for status in codes("status") if counts.get(status)}


def _moves(moves: Sequence[Move], asked: Asked) -> list[dict[str, Any]]:
    headings = headings_of(asked.ledger, (move.step.doc for move in moves))
    return [
        {
            **step_of_card(move.step, headings),
            "before": move.before,
            "id": move.undertaking.id,
            "href": undertaking_address(move.undertaking.id),
            **_named(move, asked.words.lang),
            "parties": list(move.undertaking.parties),
        }
        for move in moves
    ]


def _named(move: Move, lang: str) -> dict[str, Any]:
    """What moved, in its own words; `around` is the sentence of the step before and behind them, where it has them."""
    quote, title = " ".join(move.step.quote.split()), move.undertaking.title(lang)
    before, found, after = quote.partition(title.words)
    is_within = bool(found) and len(quote) <= _LONGEST_MOVE
    around = (before, after) if is_within else None
    return {"what": shortened(title.words, 140), "what_lang": title.lang, "around": around}


def _documents(since: datetime.date, asked: Asked) -> list[dict[str, Any]]:
    found = asked.ledger.documents(Filter(since=since.isoformat(), limit=_MOST_DOCUMENTS))
    tallies = tallies_of(asked.ledger, (entry.record.doc for entry in found))
    return [
        {
            "href": document_address(entry.record.doc),
            **about_document(entry),
            "recorded": entry.recorded[:10],
            "records": {kind: tallies[entry.record.doc][kind] for kind in KINDS},
        }
        for entry in found
    ]


def _waiting(since: datetime.date, asked: Asked) -> dict[str, Any]:
    """What waits for a person in documents since that day: how many records, and the newest of them."""
    day = since.isoformat()
    ledger = asked.ledger
    count, newest = asked.snapshot.remember(
        f"waiting since {day}",
        lambda: (count_queue(ledger, since=day, most=_COUNTED), find_queue(ledger, since=day, limit=_MOST_WAITING)),
    )
    return {
        "count": min(count, _COUNTED),
        "is_more": count > _COUNTED,
        "href": f"/review?since={day}",
        "newest": [
            {
                "id": entry.id,
                "href": f"/review?since={day}&record={entry.id}",
                "kind": entry.record.kind,
                "head": head_of(entry.record, asked.words),
                "quote": shortened(" ".join(entry.record.quote.split()), 110),
                "lang": entry.lang,
                "confidence": round(100 * entry.record.confidence),
            }
            for entry in newest
        ],
    }


def _rows(moves: Sequence[Move], late: Sequence[Undertaking]) -> list[Row]:
    """The moves, then the late ones, as one table."""
    moved = [
        {
            "news": "moved",
            "date": move.date,
            "id": move.undertaking.id,
            "status": move.step.status,
            "before": move.before or "",
            "quote": move.step.quote,
            "doc": move.step.doc,
        }
        for move in moves
    ]
    return [*moved, *({"news": "late", **row} for row in rows_of_undertakings(late))]
