"""The list of undertakings, narrowed by pair, step, attention, sector, form and place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from servanda.desk.cards import cards_of, lateness, rows_of_undertakings
from servanda.desk.places import find_site
from servanda.desk.view import Asked, View
from servanda.errors import UsageError
from servanda.ledger.search import fold_name
from servanda.ledger.snapshot import Wanted
from servanda.records import Undertaking
from servanda.status import Status
from servanda.vocabulary import codes

_MOST_CHOICES = 14
STANDINGS = ("counted", "umbrella", "declaration")
_SLOTS: dict[str, Callable[[Undertaking], Iterable[str]]] = {
    "status": lambda undertaking: (undertaking.status,),
    "attention": lambda undertaking: (undertaking.attention,),
    "sector": lambda undertaking: undertaking.sectors,
    "form": lambda undertaking: undertaking.forms,
}


def undertakings_view(asked: Asked) -> View:
    """The undertakings that fit, newest evidence first."""
    wanted = wanted_of(asked)
    found = found_of(wanted, asked)
    page = asked.query.number("page", 0, 1_000_000)
    shown = found[page * asked.room : (page + 1) * asked.room]
    values: dict[str, Any] = {
        "wanted": wanted,
        "place": asked.query.text("place") or "",
        "standing": asked.query.text("standing") or "",
        "worth": asked.query.text("worth") == "1",
        "count": len(found),
        "cards": _cards(shown, asked),
        "facets": facets_of(wanted, asked),
        "page": page,
        "pages": -(-len(found) // asked.room),
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
    )


def found_of(wanted: Wanted, asked: Asked) -> list[Undertaking]:
    """The undertakings that fit.

    With `place`, those that name it in any language, with `worth=1`, those with a sum, with `standing`, those inside
    (`counted`) or outside of the counts of a ladder (`umbrella`, `declaration`).
    """
    found = asked.snapshot.find(wanted)
    if standing := asked.query.text("standing"):
        found = [undertaking for undertaking in found if _stands(undertaking, standing)]
    if asked.query.text("worth") == "1":
        found = [undertaking for undertaking in found if undertaking.amount]
    if place := asked.query.text("place"):
        found = [undertaking for undertaking in found if _is_at(undertaking, place, wanted.pair or ())]
    return found


def _stands(undertaking: Undertaking, standing: str) -> bool:
    """Whether an undertaking is counted on a ladder, or stands outside as the word says."""
    if standing not in STANDINGS:
        raise UsageError(f"standing {standing!r}: one of {', '.join(STANDINGS)}")
    is_declaration = undertaking.status == Status.DECLARATION and not undertaking.umbrella
    kind = "umbrella" if undertaking.umbrella else "declaration" if is_declaration else "counted"
    return kind == standing


def _is_at(undertaking: Undertaking, place: str, pair: Iterable[str]) -> bool:
    countries = (*pair, *undertaking.parties)
    site = find_site(place, countries)
    return any(
        fold_name(name) == fold_name(place) or (site is not None and find_site(name, countries) == site)
        for name in undertaking.places
    )


def facets_of(wanted: Wanted, asked: Asked) -> list[dict[str, Any]]:
    """For each slot its codes with how many undertakings each would leave, the other choices staying as they are."""
    facets = []
    for name, values_of in _SLOTS.items():
        others = found_of(msgspec.structs.replace(wanted, **{name: None}), asked)
        counts = Counter(value for undertaking in others for value in values_of(undertaking))
        chosen = getattr(wanted, name)
        facets.append({"name": name, "chosen": chosen, "choices": _choices(name, counts, chosen, asked)})
    return facets


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


def _cards(undertakings: Sequence[Undertaking], asked: Asked) -> list[dict[str, Any]]:
    cards = cards_of(undertakings, asked)
    return [{**card, "late": lateness(u, asked)} for card, u in zip(cards, undertakings, strict=True)]


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
