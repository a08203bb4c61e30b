"""The page of two countries: ladder, timeline, figures side by side, sectors by steps, map, what is open or late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from servanda.analysis.encounters import fullest, gatherings
from servanda.analysis.series import compare_figures, series_of
from servanda.desk.actors import each_once, who_is_who
from servanda.desk.addresses import document_address
from servanda.desk.cards import cards_of, rows_of_undertakings
from servanda.desk.claims import Told, newest_first
from servanda.desk.pair_pictures import Pair, Stand, draw_heat, draw_ladder, draw_map, draw_time, places_of
from servanda.desk.places import place_called
from servanda.desk.view import ROWS_OF_A_FILE, Asked, Drawn, View
from servanda.ledger.filters import Filter
from servanda.ledger.pair_records import months_of_acts
from servanda.ledger.tallies import pair_of
from servanda.ledger.totals import Totals, totals_of
from servanda.ledger.wanted import Wanted
from servanda.records import Amount, Entry, Event
from servanda.status import CLOSED, LATE, Status, ladder
from servanda.vocabulary import check_pair, codes

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
    stand = asked.snapshot.remember(f"stand {pair_of(*pair)} {pair}", lambda: stand_of(pair, asked))
    values: dict[str, Any] = {
        "pair": "-".join(pair),
        "sides": pair,
        "count": stand.number,
        "ladder": ladder_of(stand.totals, asked),
        "heat": heat_of(stand, asked),
        "open": cards_of(asked.snapshot.whole(stand.open), asked),
        "open_count": stand.open_count,
        "late": cards_of(asked.snapshot.whole(stand.late), asked),
        "late_count": stand.attentions.total(),
        "attentions": stand.attentions,
        **_told(pair, asked),
    }
    return View(
        template="pair.html",
        title=asked.words.pair(pair),
        values=values,
        rows=lambda: rows_of_undertakings(asked.snapshot.find(Wanted(pair=pair), limit=ROWS_OF_A_FILE)),
        active="/pairs",
        pictures=_pictures(pair, stand, values, asked),
    )


def stand_of(pair: Pair, asked: Asked) -> Stand:
    """How the undertakings of two countries stand, counted over all of them."""
    wanted = Wanted(pair=pair)
    groups = asked.snapshot.alike(wanted)
    sites, lost = places_of(pair, asked.snapshot.places(wanted))
    cells: Counter[tuple[str, str]] = Counter()
    sectors: Counter[str] = Counter()
    statuses: Counter[str] = Counter()
    late: Counter[str] = Counter()
    for group in groups:
        statuses[group.status] += group.times
        late[group.attention] += group.times
        for sector in group.sectors:
            sectors[sector] += group.times
            cells[sector, group.status] += group.times
    return Stand(
        number=statuses.total(),
        totals=totals_of((group, group.times) for group in groups),
        statuses=frozenset(statuses),
        sectors=sectors,
        cells=cells,
        sites=sites,
        lost=lost,
        open=tuple(asked.snapshot.newest_open(wanted, _MOST)),
        open_count=sum(times for status, times in statuses.items() if status not in CLOSED),
        late=tuple(asked.snapshot.pressing(wanted, _MOST)),
        attentions=Counter({kind.value: late[kind] for kind in LATE if late[kind]}),
    )


def _pictures(pair: Pair, stand: Stand, values: Mapping[str, Any], asked: Asked) -> dict[str, Drawn]:
    """The pictures by name, where there is something to draw."""
    drawn = {
        "ladder": draw_ladder(pair, values["ladder"], asked),
        "map": draw_map(pair, stand, asked),
        "time": draw_time(pair, values["events"], values["months"], asked),
        "heat": draw_heat(pair, values["heat"], asked),
    }
    return {name: one for name, one in drawn.items() if one}


def ladder_of(totals: Totals, asked: Asked) -> dict[str, Any]:
    """The ladder as a picture has it: each step with its count and sums, and what stands outside of it."""
    most = max(totals.number.values(), default=1)
    rungs = [status.value for status in Status if not status.is_exit and status is not Status.DECLARATION]
    units = Counter(unit for sums in totals.value.values() for unit in sums)
    unit = units.most_common(1)[0][0] if units else ""
    exits = [status.value for status in Status if status.is_exit and totals.number.get(status.value)]
    return {
        "rungs": [_rung(status, totals, asked) for status in reversed(rungs)],
        "exits": [_rung(status, totals, asked) for status in exits],
        "most": most,
        "unit": unit,
        "dearest": max((sums.get(unit, 0.0) for sums in totals.value.values()), default=0.0) or 1.0,
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


def heat_of(stand: Stand, asked: Asked) -> dict[str, Any]:
    """Sectors by steps: how many undertakings stand where, the busiest sectors first."""
    cells, sectors = stand.cells, stand.sectors
    columns = [status for status in codes("status") if status in stand.statuses]
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


def _told(pair: Pair, asked: Asked) -> dict[str, Any]:
    """What was told of the two over time: gatherings, acts by month, figures side by side."""
    events = asked.ledger.events(Filter(pair=pair, limit=_MOST_EVENTS))
    question = f"months {pair_of(*pair)}"
    months = asked.snapshot.remember(question, lambda: months_of_acts(asked.ledger, pair))
    figures = asked.ledger.figures(Filter(pair=pair, limit=_MOST_FIGURES))
    told = Told(figures, asked)
    compared = compare_figures(f for f in told.figures if f.indicator not in _NO_FIGURES and f.measure != "rank")
    compared = newest_first(compared)
    found: dict[str, Any] = {
        "events": _gatherings(events, pair, asked),
        "months": months,
        "steps": _steps_of(months),
        "comparisons": [told.comparison(comparison) for comparison in compared[: 6 if not asked.suffix else None]],
        "compared": len(compared),
        "disagreements": sum(comparison.disagrees for comparison in compared),
    }
    if not asked.suffix:
        sparks = (told.spark(one) for one in series_of(f for f in told.figures if f.indicator not in _NO_FIGURES))
        found["sparks"] = [spark for spark in sparks if spark][:_MOST_SPARKS]
    return found


def _steps_of(months: Mapping[str, Counter[str]]) -> list[str]:
    """The steps that acts of these months prove on their own, the lowest first: the legend of the timeline."""
    proved = {ladder()["verbs"][verb] for verbs in months.values() for verb in verbs}
    return [status for status in codes("status") if status in proved]


def _gatherings(entries: Sequence[Entry], pair: Pair, asked: Asked) -> list[dict[str, Any]]:
    """The gatherings that documents tell of, each once, with all sentences that do."""
    told = {(e.record.doc, e.record.start, e.record.end): e for e in entries if isinstance(e.record, Event)}
    groups = gatherings(e.record for e in told.values() if isinstance(e.record, Event))
    known = who_is_who({name for group in groups for event in group for name in _people(event)}, asked)
    found = []
    for group in groups:
        event = fullest(group)
        proofs = [told[one.doc, one.start, one.end] for one in sorted(group, key=lambda one: one is not event)]
        people = asked.words.wording.names(each_once(_people(event), known, asked))
        found.append({**_event(event, proofs, pair, asked), "people": people})
    return found


def _people(event: Event) -> tuple[str, ...]:
    return (*event.organisers, *event.participants)


def _event(event: Event, proofs: Sequence[Entry], pair: Pair, asked: Asked) -> dict[str, Any]:
    """A gathering as the fullest account tells it, which is the first of its proofs."""
    words, first = asked.words, proofs[0]
    name = f" “{event.name}”" if event.name else ""
    country = words.wording.country(event.country) if event.country else ""
    near = [code for code in (event.country, *pair) if code]
    return {
        "when": event.when or first.published,
        "told": words.label("event", event.type) + name,
        "place": place_called(event.place, near, words.lang) if event.place else country,
        "quote": event.quote,
        "lang": first.lang,
        "proof": document_address(event.doc, first.id),
        "proofs": [document_address(proof.record.doc, proof.id) for proof in proofs],
    }
