"""All pairs of countries that undertake something, on a map and each with its ladder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from servanda.desk.addresses import pair_address
from servanda.desk.page import static_address
from servanda.desk.pictures.world import Bow, world_map
from servanda.desk.today import steps_of
from servanda.desk.view import Asked, Drawn, View

_MOST = 120
_MOST_BOWS = 60


def pairs_view(asked: Asked) -> View:
    """The pairs, those with most undertakings first."""
    country = asked.query.country("country")
    pairs, late = asked.snapshot.pairs(), asked.snapshot.late_by_pair()
    listed: list[dict[str, Any]] = [
        {
            "code": "-".join(tally.pair),
            "sides": tally.pair,
            "name": asked.words.pair(tally.pair),
            "href": pair_address(*tally.pair),
            "count": tally.times,
            "late": late[tally.pair],
            "last": tally.last,
            "steps": steps_of(tally.steps),
        }
        for tally in pairs
        if country is None or country in tally.pair
    ]
    page, room = asked.query.number("page", 0, 10_000), asked.room_of(_MOST)
    shown = listed[page * room : (page + 1) * room]
    values = {"pairs": shown, "count": len(listed), "page": page, "pages": -(-len(listed) // room)}
    rows = [{name: str(pair[name]) for name in ("code", "name", "count", "late", "last")} for pair in listed]
    drawn = _map(listed[:_MOST_BOWS], asked)
    return View(
        template="pairs.html",
        title=asked.words.t("pairs.title"),
        values=values,
        rows=lambda: rows,
        active="/pairs",
        pictures={"map": drawn} if drawn else {},
    )


def _map(pairs: Sequence[dict[str, Any]], asked: Asked) -> Drawn | None:
    most = max((pair["count"] for pair in pairs), default=1)
    bows = []
    for pair in pairs:
        first, second = pair["sides"]
        name = asked.words.t("pairs.map_bow", pair=pair["name"], n=pair["count"])
        bows.append(Bow(first, second, pair["count"] / most, name, pair["href"]))
    svg = world_map(bows, land=static_address("world.svg"), name=asked.words.t("pairs.map"))
    rows = [{"pair": pair["name"], "number": str(pair["count"]), "address": pair["href"]} for pair in pairs]
    headings = {"pair": asked.words.t("note.pair"), "number": asked.words.t("undertakings.title")}
    return Drawn(svg=svg, rows=rows, headings=headings) if svg else None
