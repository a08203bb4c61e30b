"""The pictures of a pair's page, each with its rows: the ladder, the map, time, sectors by steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from servanda.days import first_day
from servanda.desk.page import static_address
from servanda.desk.pictures.heat import Field, heat_picture
from servanda.desk.pictures.ladder import Rung, ladder_picture
from servanda.desk.pictures.timeline import Column, Moment, columns_of, timeline
from servanda.desk.pictures.world import Bow, Dot, world_map
from servanda.desk.places import Site, find_site, site_name
from servanda.desk.view import Asked, Drawn, Row
from servanda.exchange.rows import value_text
from servanda.ledger.lines import Line
from servanda.ledger.totals import Totals
from servanda.status import ladder
from servanda.vocabulary import codes

Pair = tuple[str, str]
_MOST_PLACES = 60
_MOST_LOST = 20


class Stand(NamedTuple):
    """How the undertakings of two countries stand: what a page tells of all of them, and the few that it shows."""

    number: int
    totals: Totals
    statuses: frozenset[str]
    sectors: Counter[str]
    cells: Counter[tuple[str, str]]
    sites: Counter[Site]
    lost: Counter[str]
    open: tuple[Line, ...]
    open_count: int
    late: tuple[Line, ...]
    attentions: Counter[str]


def draw_ladder(pair: Pair, values: Mapping[str, Any], asked: Asked) -> Drawn:
    """The ladder by number, and by value in the unit that most steps have a sum in."""
    words, code = asked.words, "-".join(pair)
    listed = [*values["rungs"], *values["exits"]]
    unit = values["unit"]
    rungs = [
        Rung(
            rung["status"],
            words.label("status", rung["status"]),
            rung["count"],
            rung["value"].get(unit, 0.0),
            " + ".join(rung["sums"]),
            f"/undertakings?pair={code}&status={rung['status']}&standing=counted",
        )
        for rung in listed
    ]
    rows = [
        {
            "status": rung.status,
            "step": rung.label,
            "number": str(rung.number),
            "value": rung.told,
            "address": rung.address,
        }
        for rung in rungs
    ]
    name = words.t("pair.ladder_of", pair=words.pair(pair))
    headings = words.t("pair.by_number"), words.t("pair.by_value", unit=unit) if unit else ""
    svg = ladder_picture(rungs, name=name, headings=headings)
    told = {"step": words.t("facet.status"), "number": words.t("pair.by_number"), "value": words.t("pair.value")}
    return Drawn(svg=svg, rows=rows, headings=told)


def draw_map(pair: Pair, stand: Stand, asked: Asked) -> Drawn | None:
    """The two countries, and the places that their undertakings name as far as the register knows where they lie."""
    words, code = asked.words, "-".join(pair)
    counts, lost = stand.sites, stand.lost
    most = max(counts.values(), default=1)
    dots, rows = [], []
    for site, count in counts.most_common(_MOST_PLACES):
        label = site_name(site, words.lang)
        told = words.t("pair.place_of", place=label, n=count)
        address = f"/undertakings?pair={code}&place={quote(label)}"
        dots.append(Dot(site.x, site.y, count / most, label, told, address))
        country = words.wording.country(site.country)
        told_of = {"place": label, "country": country, "number": str(count), "on_map": words.t("slot.yes")}
        rows.append({**told_of, "address": address})
    for lost_name, times in lost.most_common(_MOST_LOST):
        address = f"/undertakings?pair={code}&place={quote(lost_name)}"
        rows.append({"place": lost_name, "country": "", "number": str(times), "on_map": "", "address": address})
    name = words.t("pair.map_of", pair=words.pair(pair))
    bow = Bow(*pair, 0.5, words.t("pairs.map_bow", pair=words.pair(pair), n=stand.number), f"/undertakings?pair={code}")
    svg = world_map([bow], land=static_address("world.svg"), name=name, near=True, dots=dots)
    headings = {name: words.t(f"slot.{name}") for name in ("place", "country")}
    headings |= {"number": words.t("undertakings.title"), "on_map": words.t("pair.on_map")}
    return Drawn(svg=svg, rows=rows, headings=headings) if svg else None


def places_of(
    pair: Pair, named: Iterable[tuple[Sequence[str], Sequence[str], int]]
) -> tuple[Counter[Site], Counter[str]]:
    """How many undertakings name each place, in whatever language, and each name that cannot be placed.

    `named` are the names that undertakings have in common, their parties, and how many they are.
    """
    counts: Counter[Site] = Counter()
    lost: Counter[str] = Counter()
    for names, parties, times in named:
        found = {name: find_site(name, (*pair, *parties)) for name in names}
        counts.update(dict.fromkeys((site for site in found.values() if site), times))
        lost.update({name: times for name, site in found.items() if site is None})
    return counts, lost


def draw_time(
    pair: Pair, events: Sequence[Mapping[str, Any]], months: Mapping[str, Counter[str]], asked: Asked
) -> Drawn | None:
    """Gatherings and acts over time; `events` are as the page lists them."""
    words, code = asked.words, "-".join(pair)
    verbs: Mapping[str, str] = ladder()["verbs"]
    columns = [
        Column(column.first, column.last, Counter({s: column.counts[s] for s in codes("status") if column.counts[s]}))
        for column in columns_of(months, lambda verb: verbs.get(verb, "declaration"))
    ]

    def told_of(column: Column) -> tuple[str, str]:
        span = f"since={column.first.isoformat()}&until={column.last.isoformat()}"
        period = f"{words.day(column.first.isoformat())} – {words.day(column.last.isoformat())}"
        return f"/search?kind=act&pair={code}&{span}", words.t("pair.acts_of", n=column.counts.total(), period=period)

    name = words.t("pair.timeline_of", pair=words.pair(pair))
    svg = timeline(list(_moments(events, asked)), columns, name=name, told=told_of)
    rows = [*_gathered(events, asked), *_acted(columns, told_of, asked)]
    rows.sort(key=lambda row: row["first"], reverse=True)
    headings = {
        "period": words.t("slot.when"),
        "what": words.t("slot.verb"),
        "number": words.t("pair.by_number"),
        "where": words.t("slot.place"),
    }
    return Drawn(svg=svg, rows=rows, headings=headings) if svg else None


def _moments(events: Sequence[Mapping[str, Any]], asked: Asked) -> Iterator[Moment]:
    for event in events:
        if day := first_day(event["when"]):
            name = f"{asked.words.day(event['when'])}: {event['told']}, {event['place']}"
            yield Moment(day, name, event["proof"])


def _gathered(events: Sequence[Mapping[str, Any]], asked: Asked) -> Iterator[Row]:
    for event in events:
        if day := first_day(event["when"]):
            period = asked.words.day(event["when"])
            told = {"what": event["told"], "number": "1", "where": event["place"], "address": event["proof"]}
            yield {"first": day.isoformat(), "last": day.isoformat(), "period": period, **told}


def _acted(columns: Sequence[Column], told_of: Callable[[Column], tuple[str, str]], asked: Asked) -> Iterator[Row]:
    words = asked.words
    for column in columns:
        first, last = column.first.isoformat(), column.last.isoformat()
        period = f"{words.day(first)} – {words.day(last)}"
        for status, count in column.counts.items():
            told = {
                "what": words.label("status", status),
                "number": str(count),
                "where": "",
                "address": told_of(column)[0],
            }
            yield {"first": first, "last": last, "period": period, **told}


def draw_heat(pair: Pair, heat: Mapping[str, Any], asked: Asked) -> Drawn | None:
    """Sectors by steps."""
    words, code = asked.words, "-".join(pair)
    if not heat["rows"]:
        return None
    labels = [words.label("status", status) for status in heat["columns"]]
    lines = []
    for row in heat["rows"]:
        fields = [
            Field(
                cell["count"],
                f"{row['label']}, {words.label('status', cell['status'])}: {cell['count']}",
                f"/undertakings?pair={code}&sector={row['sector']}&status={cell['status']}",
            )
            for cell in row["cells"]
        ]
        lines.append((row["label"], fields))
    rows = [
        {
            "sector": row["label"],
            **{cell["status"]: value_text(cell["count"]) for cell in row["cells"]},
            "address": f"/undertakings?pair={code}&sector={row['sector']}",
        }
        for row in heat["rows"]
    ]
    svg = heat_picture(labels, lines, name=words.t("pair.heat_of", pair=words.pair(pair)))
    headings = {"sector": words.t("slot.sector"), **dict(zip(heat["columns"], labels, strict=True))}
    return Drawn(svg=svg, rows=rows, headings=headings)
