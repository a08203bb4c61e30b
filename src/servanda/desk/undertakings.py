"""The list of undertakings, narrowed by pair, step, attention, sector, form and place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import msgspec

from servanda.desk.cards import cards_of, rows_of_undertakings
from servanda.desk.places import find_site
from servanda.desk.view import Asked, View
from servanda.errors import UsageError
from servanda.ledger.counts import MOST
from servanda.ledger.lines import Line
from servanda.ledger.search import fold_name
from servanda.ledger.wanted import Wanted
from servanda.records import Undertaking
from servanda.vocabulary import codes

_MOST_CHOICES = 14
STANDINGS = ("open", "counted", "umbrella", "declaration")
_SLOTS: dict[str, Callable[[Line], Iterable[str]]] = {
    "status": lambda undertaking: (undertaking.status,),
    "attention": lambda undertaking: (undertaking.attention,),
    "sector": lambda undertaking: undertaking.sectors,
    "form": lambda undertaking: undertaking.forms,
}


def undertakings_view(asked: Asked) -> View:
    """The undertakings that fit, newest evidence first."""
    wanted = wanted_of(asked)
    page = asked.query.number("page", 0, 1_000_000)
    count = _count(wanted, asked)
    shown = _shown(wanted, page, asked)
    values: dict[str, Any] = {
        "wanted": wanted,
        "place": asked.query.text("place") or "",
        "standing": wanted.standing or "",
        "worth": wanted.worth,
        "count": count,
        "cards": [] if asked.is_file else cards_of(shown, asked),
        **({"facets": [], "counted": 0} if asked.is_file else facets_of(wanted, asked)),
        "page": page,
        "pages": -(-count // asked.room),
        "heading": _heading(wanted, asked),
    }
    if asked.suffix:
        values["undertakings"] = shown
    return View(
        template="undertakings.html",
        title=asked.words.t("undertakings.title"),
        values=values,
        rows=lambda: rows_of_undertakings(shown),
        active="/undertakings",
    )


def _shown(wanted: Wanted, page: int, asked: Asked) -> list[Undertaking]:
    """One page of those that fit."""
    begin, room = page * asked.room, asked.room
    if asked.query.text("place"):
        return asked.snapshot.whole(_at_place(wanted, asked)[begin : begin + room])
    return asked.snapshot.find(wanted, limit=room, after=begin)


def wanted_of(asked: Asked) -> Wanted:
    """What the address asks of undertakings."""
    query = asked.query
    return Wanted(
        pair=query.pair(),
        sector=query.code("sector"),
        form=query.code("form"),
        status=query.code("status"),
        attention=query.code("attention"),
        country=query.country("country"),
        worth=query.text("worth") == "1",
        standing=_standing(query.text("standing")),
    )


def _standing(standing: str | None) -> str | None:
    """Whether what is open or counted on a ladder is asked for, or what stands outside of it as the word says."""
    if standing and standing not in STANDINGS:
        raise UsageError(f"standing {standing!r}: one of {', '.join(STANDINGS)}")
    return standing or None


def _count(wanted: Wanted, asked: Asked) -> int:
    if asked.query.text("place"):
        return len(_at_place(wanted, asked))
    return asked.snapshot.remember(f"count of {wanted!r}", lambda: asked.snapshot.count(wanted))


def _values(wanted: Wanted, asked: Asked) -> tuple[dict[str, Counter[str]], int]:
    """How many of those that fit have each value, by the slots; and how many of the newest, where not all are counted.

    Where a place is asked for, all are counted.
    """
    found = {name: Counter[str]() for name in _SLOTS}
    is_placed = bool(asked.query.text("place"))
    fit = _at_place(wanted, asked) if is_placed else asked.snapshot.lines(wanted, limit=MOST + 1)
    is_more = len(fit) > MOST and not is_placed
    for one in fit[:MOST] if is_more else fit:
        for name, values_of in _SLOTS.items():
            found[name].update(values_of(one))
    return found, MOST if is_more else 0


def _at_place(wanted: Wanted, asked: Asked) -> list[Line]:
    """Those that fit and name the place that is asked for, in any language."""
    place = asked.query.text("place") or ""
    return [line for line in asked.snapshot.lines(wanted) if _is_at(line, place, wanted.pair or ())]


def _is_at(undertaking: Line, place: str, pair: Iterable[str]) -> bool:
    countries = (*pair, *undertaking.parties)
    site = find_site(place, countries)
    return any(
        fold_name(name) == fold_name(place) or (site is not None and find_site(name, countries) == site)
        for name in undertaking.places
    )


def facets_of(wanted: Wanted, asked: Asked) -> dict[str, Any]:
    """For each slot its codes with how many undertakings each would leave, the other choices staying as they are.

    `counted` says how many of the newest, where not all are counted.
    """
    facets, counted, place = [], 0, asked.query.text("place")
    for name in _SLOTS:
        others = msgspec.structs.replace(wanted, **{name: None})
        values, some = asked.snapshot.remember(f"values of {others!r} {place}", partial(_values, others, asked))
        counted = max(counted, some)
        chosen = getattr(wanted, name)
        facets.append({"name": name, "chosen": chosen, "choices": _choices(name, values[name], chosen, asked)})
    return {"facets": facets, "counted": counted}


def _choices(name: str, counts: Counter[str], chosen: str | None, asked: Asked) -> list[dict[str, Any]]:
    """The codes to choose from: steps in their order, the rest by how many; the chosen one is always among them."""
    if name in ("status", "attention"):
        listed = [code for code in codes(name) if counts[code] or code == chosen]
    else:
        listed = [code for code, _ in counts.most_common(_MOST_CHOICES)]
        listed += [chosen] if chosen and chosen not in listed else []
    return [
        {
            "code": code,
            "label": asked.words.label(name, code),
            "count": counts[code],
            "href": asked.query.with_(**{name: None if code == chosen else code, "page": None}),
        }
        for code in listed
    ]


def _heading(wanted: Wanted, asked: Asked) -> str:
    """What is asked for, in words."""
    words = asked.words
    told = [
        words.pair(wanted.pair) if wanted.pair else "",
        words.wording.country(wanted.country) if wanted.country else "",
        *(words.label(name, getattr(wanted, name)) for name in _SLOTS),
        asked.query.text("place"),
        words.t(f"undertakings.standing_{asked.query.text('standing')}") if asked.query.text("standing") else "",
        words.t("slot.amount") if asked.query.text("worth") == "1" else "",
    ]
    return " · ".join(filter(None, told))
