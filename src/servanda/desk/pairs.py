"""All pairs of countries that undertake something, each with its ladder."""

from __future__ import annotations

from typing import Any

from servanda.desk.addresses import pair_address
from servanda.desk.today import LATE, steps_of
from servanda.desk.view import Asked, View

_MOST = 300


def pairs_view(asked: Asked) -> View:
    """The pairs, those with most undertakings first."""
    country = asked.query.country("country")
    pairs = sorted(asked.snapshot.pairs.items(), key=lambda item: (-len(item[1]), item[0]))
    listed: list[dict[str, Any]] = [
        {
            "code": "-".join(pair),
            "name": asked.words.pair(pair),
            "href": pair_address(*pair),
            "count": len(undertakings),
            "late": sum(undertaking.attention in LATE for undertaking in undertakings),
            "last": max((undertaking.last or "" for undertaking in undertakings), default=""),
            "steps": steps_of(undertakings),
        }
        for pair, undertakings in pairs
        if country is None or country in pair
    ]
    values = {"pairs": listed[:_MOST], "count": len(listed), "most": max((p["count"] for p in listed), default=1)}
    rows = [{name: str(pair[name]) for name in ("code", "name", "count", "late", "last")} for pair in listed]
    return View(
        template="pairs.html", title=asked.words.t("pairs.title"), values=values, rows=lambda: rows, active="/pairs"
    )
