"""The figures: an indicator of a country and its counterpart over time, as chart and table, and who says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from servanda.analysis.series import Series, series_of
from servanda.desk.claims import Told
from servanda.desk.search import counted
from servanda.desk.view import ROWS_OF_A_FILE, Asked, View
from servanda.ledger.filters import Filter
from servanda.records import Figure
from servanda.vocabulary import check_code

_MOST_FIGURES = 1_500  # that one page compares; the newest
_MOST_CHOICES = 16
_SERIES_OF_A_PAGE = 8
_CHOSEN = ("indicator", "country", "partner", "sector", "disagree")


def figures_view(asked: Asked) -> View:
    """The figures that fit, as series."""
    query = asked.query
    wanted = wanted_of(asked)
    limit, room = ROWS_OF_A_FILE if asked.is_file else _MOST_FIGURES, asked.size or _SERIES_OF_A_PAGE
    entries = asked.ledger.figures(msgspec.structs.replace(wanted, limit=limit))
    reporter, partner = query.country("country"), query.country("partner")
    told = Told(entries, asked)
    figures = [f for f in told.figures if {reporter, partner} - {None} <= {f.reporter, f.partner}]
    series = _series(figures, asked)
    page = query.number("page", 0, 10_000)
    shown = series[page * room : (page + 1) * room]
    values = {
        "series": [] if asked.is_file else [told.series(one) for one in shown],
        "count": len(series),
        "figures": len(figures),
        "is_cut": len(entries) == limit,
        "page": page,
        "pages": 1 if asked.is_file else -(-len(series) // room),
        **({"facets": [], "counted": 0} if asked.is_file else _facets(wanted, asked)),
        "since": query.date("since") or "",
        "until": query.date("until") or "",
        "chosen": {name: query.text(name) or "" for name in _CHOSEN},
        "heading": _heading(wanted, asked),
    }
    drawn = {} if asked.suffix else {f"series-{n}": told.drawn(one) for n, one in enumerate(shown)}
    comparisons = [comparison for one in series for comparison in one.comparisons]
    return View(
        template="figures.html",
        title=asked.words.t("figures.title"),
        values=values,
        rows=lambda: told.rows(comparisons),
        active="/figures",
        pictures={name: one for name, one in drawn.items() if one},
    )


def _series(figures: Sequence[Figure], asked: Asked) -> list[Series]:
    """The series of figures, those of ranks last; only those in which claims disagree, where the address asks so."""
    found = sorted(series_of(figures), key=lambda one: one.subject.measure == "rank")
    is_narrowed = asked.query.text("disagree") == "1"
    return [one for one in found if one.disagreements or not is_narrowed]


def wanted_of(asked: Asked) -> Filter:
    """What the address asks of figures."""
    query = asked.query
    country, partner, indicator = query.country("country"), query.country("partner"), query.text("indicator")
    return Filter(
        pair=(country, partner) if country and partner and country != partner else query.pair(),
        country=country or partner,
        sector=query.code("sector"),
        kind=check_code("indicator", indicator) if indicator else None,
        since=query.date("since"),
        until=query.date("until"),
        text=query.text("q"),
    )


def _facets(wanted: Filter, asked: Asked) -> dict[str, Any]:
    """Indicators, countries and counterparts with how many figures each has, the other choices staying as they are.

    `counted` says how many of the newest, where not all are counted.
    """
    chosen = {name: asked.query.text(name) for name in ("indicator", "country", "partner")}
    chosen["country"] = asked.query.country("country")
    chosen["partner"] = asked.query.country("partner")
    without = msgspec.structs.replace(wanted, kind=None)
    around = msgspec.structs.replace(wanted, pair=None, country=None)
    asking = [("indicator", "type", without), ("country", "party", around)]
    if chosen["country"]:
        asking.append(("partner", "party", msgspec.structs.replace(around, country=chosen["country"])))
    counts = {name: counted(narrowed, "figure", asked) for name, _, narrowed in asking}
    values = {name: Counter(counts[name].values[by]) for name, by, _ in asking}
    if chosen["country"]:
        del values["partner"][chosen["country"]]
    facets = [_facet(name, values[name], chosen[name], asked) for name in values]
    return {"facets": facets, "counted": max((one.number for one in counts.values() if one.is_more), default=0)}


def _facet(name: str, counts: Counter[str], chosen: str | None, asked: Asked) -> dict[str, Any]:
    words = asked.words
    listed = [code for code, _ in counts.most_common(_MOST_CHOICES)]
    listed += [chosen] if chosen and chosen not in listed else []
    labels = {
        code: words.label("indicator", code) if name == "indicator" else words.wording.country(code) for code in listed
    }
    choices = [
        {
            "code": code,
            "label": labels[code],
            "count": counts[code],
            "href": asked.query.with_(**{name: None if code == chosen else code, "page": None}),
        }
        for code in listed
    ]
    return {"name": name, "chosen": chosen, "choices": choices}


def _heading(wanted: Filter, asked: Asked) -> str:
    words = asked.words
    sides = wanted.pair or ((wanted.country,) if wanted.country else ())
    told = [
        words.label("indicator", wanted.kind) if wanted.kind else "",
        words.pair(sides),
        words.label("sector", wanted.sector) if wanted.sector else "",
    ]
    return " · ".join(filter(None, told))
