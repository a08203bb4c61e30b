"""The page of two countries: ladder, timeline, figures side by side, sectors by steps, map, what is open or late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from servanda.analysis.series import compare_figures, series_of
from servanda.days import first_day
from servanda.desk.addresses import document_address
from servanda.desk.cards import cards_of, lateness, rows_of_undertakings
from servanda.desk.claims import Told, newest_first
from servanda.desk.page import static_address
from servanda.desk.pictures.timeline import Column, Moment, columns_of, timeline
from servanda.desk.pictures.world import Bow, world_map
from servanda.desk.today import late_undertakings
from servanda.desk.view import Asked, View
from servanda.ledger.counts import months_of
from servanda.ledger.filters import Filter
from servanda.ledger.snapshot import pair_of
from servanda.ledger.totals import Totals, totals_of
from servanda.records import Amount, Entry, Event, Undertaking
from servanda.status import CLOSED, Status, ladder
from servanda.vocabulary import check_pair, codes

Pair = tuple[str, str]
_MOST = 8
_MOST_EVENTS = 60
_MOST_FIGURES = 600
_MOST_SECTORS = 12
_MOST_SPARKS = 6
_SHADES = 5
_NO_FIGURES = ("other", "attendance")


def pair_view(asked: Asked) -> View:
    """What two countries undertook."""
    pair = check_pair(asked.id)
    undertakings = asked.snapshot.pairs.get(pair_of(*pair), [])
    late = late_undertakings(undertakings, asked)
    open_ones = [undertaking for undertaking in undertakings if undertaking.status not in CLOSED]
    values = {
        "pair": "-".join(pair),
        "sides": pair,
        "count": len(undertakings),
        "ladder": ladder_of(undertakings, asked),
        "heat": heat_of(undertakings, asked),
        "open": cards_of(open_ones[:_MOST], asked),
        "open_count": len(open_ones),
        "late": _late(late[:_MOST], asked),
        "late_count": len(late),
        **_told(pair, asked),
    }
    if not asked.suffix:
        values["map"] = _map(pair, len(undertakings), asked)
    return View(
        template="pair.html",
        title=asked.words.pair(pair),
        values=values,
        rows=lambda: rows_of_undertakings(undertakings),
        active="/pairs",
    )


def ladder_of(undertakings: Sequence[Undertaking], asked: Asked) -> dict[str, Any]:
    """The ladder as a picture has it: each step with its count and sums, and what stands outside of it."""
    totals = totals_of(undertakings)
    most = max(totals.number.values(), default=1)
    rungs = [status.value for status in Status if not status.is_exit and status is not Status.DECLARATION]
    exits = [status.value for status in Status if status.is_exit and totals.number.get(status.value)]
    return {
        "rungs": [_rung(status, totals, asked) for status in reversed(rungs)],
        "exits": [_rung(status, totals, asked) for status in exits],
        "most": most,
        "left_out": {
            "umbrellas": totals.umbrellas,
            "declarations": totals.declarations,
            "not_watched": totals.not_watched,
        },
    }


def _rung(status: str, totals: Totals, asked: Asked) -> dict[str, Any]:
    sums: Mapping[str, float] = totals.value.get(status, {})
    return {
        "status": status,
        "count": totals.number.get(status, 0),
        "sums": [asked.words.wording.amount(Amount(value=value, unit=unit)) for unit, value in sums.items()],
        "value": dict(sums),
    }


def heat_of(undertakings: Sequence[Undertaking], asked: Asked) -> dict[str, Any]:
    """Sectors by steps: how many undertakings stand where, the busiest sectors first."""
    cells = Counter((sector, u.status) for u in undertakings for sector in u.sectors)
    sectors = Counter(sector for undertaking in undertakings for sector in undertaking.sectors)
    columns = [status for status in codes("status") if any(u.status == status for u in undertakings)]
    most = max(cells.values(), default=1)
    rows = [
        {
            "sector": sector,
            "label": asked.words.label("sector", sector),
            "total": total,
            "cells": [
                {"status": s, "count": cells[sector, s], "shade": -(-cells[sector, s] * _SHADES // most)}
                for s in columns
            ],
        }
        for sector, total in sectors.most_common(_MOST_SECTORS)
    ]
    return {"columns": columns, "rows": rows, "more": max(0, len(sectors) - _MOST_SECTORS)}


def _late(late: Sequence[Undertaking], asked: Asked) -> list[dict[str, Any]]:
    cards = cards_of(late, asked)
    return [{**card, "late": lateness(u, asked)} for card, u in zip(cards, late, strict=True)]


def _told(pair: Pair, asked: Asked) -> dict[str, Any]:
    """What was told of the two over time: gatherings, acts by month, figures side by side."""
    events = asked.ledger.events(Filter(pair=pair, limit=_MOST_EVENTS))
    question = f"months {pair_of(*pair)}"
    months = asked.snapshot.remember(question, lambda: months_of(asked.ledger, "act", Filter(pair=pair)))
    figures = asked.ledger.figures(Filter(pair=pair, limit=_MOST_FIGURES))
    told = Told(figures, asked)
    compared = compare_figures(f for f in told.figures if f.indicator not in _NO_FIGURES and f.measure != "rank")
    compared = newest_first(compared)
    found: dict[str, Any] = {
        "events": [_event(entry, asked) for entry in events[:_MOST]],
        "months": months,
        "steps": _steps_of(months),
        "comparisons": [told.comparison(comparison) for comparison in compared[: 6 if not asked.suffix else None]],
        "compared": len(compared),
        "disagreements": sum(comparison.disagrees for comparison in compared),
    }
    if not asked.suffix:
        sparks = (told.spark(one) for one in series_of(f for f in told.figures if f.indicator not in _NO_FIGURES))
        found["sparks"] = [spark for spark in sparks if spark][:_MOST_SPARKS]
        found["timeline"] = _timeline(pair, events, months, asked)
    return found


def _steps_of(months: Mapping[str, Counter[str]]) -> list[str]:
    """The steps that acts of these months prove on their own, the lowest first: the legend of the timeline."""
    proved = {ladder()["verbs"][verb] for verbs in months.values() for verb in verbs}
    return [status for status in codes("status") if status in proved]


def _event(entry: Entry, asked: Asked) -> dict[str, Any]:
    event = entry.record
    assert isinstance(event, Event)
    name = f" “{event.name}”" if event.name else ""
    place = event.place or (asked.words.wording.country(event.country) if event.country else "")
    return {
        "when": event.when or entry.published,
        "told": asked.words.label("event", event.type) + name,
        "place": place,
        "people": asked.words.wording.names((*event.organisers, *event.participants)),
        "quote": event.quote,
        "lang": entry.lang,
        "proof": document_address(event.doc, entry.id),
    }


def _timeline(pair: Pair, events: Sequence[Entry], months: Mapping[str, Counter[str]], asked: Asked) -> Markup | None:
    words, code = asked.words, "-".join(pair)
    verbs: Mapping[str, str] = ladder()["verbs"]
    moments = []
    for entry in events:
        told = _event(entry, asked)
        if day := first_day(told["when"]):
            moments.append(Moment(day, f"{words.day(told['when'])}: {told['told']}, {told['place']}", told["proof"]))

    def told_of(column: Column) -> tuple[str, str]:
        span = f"since={column.first.isoformat()}&until={column.last.isoformat()}"
        period = f"{words.day(column.first.isoformat())} – {words.day(column.last.isoformat())}"
        return f"/search?kind=act&pair={code}&{span}", words.t("pair.acts_of", n=column.counts.total(), period=period)

    columns = [
        Column(column.first, column.last, Counter({s: column.counts[s] for s in codes("status") if column.counts[s]}))
        for column in columns_of(months, lambda verb: verbs.get(verb, "declaration"))
    ]
    return timeline(moments, columns, name=words.t("pair.timeline_of", pair=words.pair(pair)), told=told_of)


def _map(pair: Pair, count: int, asked: Asked) -> Markup | None:
    name = asked.words.t("pairs.map_bow", pair=asked.words.pair(pair), n=count)
    bow = Bow(*pair, 0.5, name, f"/undertakings?pair={'-'.join(pair)}")
    return world_map([bow], land=static_address("world.svg"), name=name, near=True)
