"""The page of an actor: names in all scripts, offices, acts and undertakings, figures, and with whom it acts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from servanda.days import first_day, last_day
from servanda.desk.actors import called, grouped, told_of, who_is_who
from servanda.desk.addresses import actor_address, document_address
from servanda.desk.cards import cards_of
from servanda.desk.pictures.network import Companion, network
from servanda.desk.pictures.spans import Span, spans_picture
from servanda.desk.reasons import told_why
from servanda.desk.search import results_of
from servanda.desk.view import Asked, Drawn, Row, View
from servanda.exchange.rows import row_of
from servanda.ledger.actors import Identity, Named, Office, find_actor, naming
from servanda.ledger.lines import Line
from servanda.ledger.search import fold_name
from servanda.ledger.who import NamedActor
from servanda.records import Act, Actor, Entry

_MOST = 8
_MOST_NAMES = 24
_LOOKED_AT = 200  # acts from which companions and undertakings are taken
_COMPANIONS = 12
_FEWEST_DRAWN = 2  # companions; one alone is told in words


def actor_view(asked: Asked) -> View:
    """One actor in all documents."""
    actor = find_actor(asked.ledger, asked.id)
    told = naming(asked.ledger, actor.forms, _ASKED)
    acts, figures, events = (told.newest[kind] for kind in ("act", "figure", "event"))
    undertakings = _undertakings(acts, asked)
    name = called(_named_actor(actor), asked, _own_name(actor, asked.words.lang))
    companions = companions_of(acts, actor, asked)
    values: dict[str, Any] = {
        "id": actor.id,
        "name": name,
        "type": actor.type,
        "country": actor.country,
        "names": dict(list(actor.names.items())[:_MOST_NAMES]),
        "names_left_out": max(0, len(actor.names) - _MOST_NAMES),
        "named": [_named(one, asked) for one in actor.named[:_MOST_NAMES]],
        "offices": [_office(office) for office in actor.offices[:_MOST]],
        "counts": {"document": told.counts["actor"], **told.counts},
        "is_more": told.is_more,
        "acts": results_of(acts[:_MOST], asked),
        "figures": results_of(figures[:_MOST], asked),
        "events": results_of(events[:_MOST], asked),
        "undertakings": cards_of(asked.snapshot.whole(undertakings[:_MOST]), asked),
        "undertakings_count": len(undertakings),
        "companions": companions,
    }
    drawn = {"network": _network(name, companions, asked), "offices": _offices(actor, asked)}
    return View(
        template="actor.html",
        title=name,
        values=values,
        rows=lambda: _rows(actor, acts),
        active="/actors",
        pictures={name: one for name, one in drawn.items() if one},
    )


def _named_actor(actor: Identity) -> NamedActor:
    """The actor as lists have it, with the code of the country or place that it is, where its records have one."""
    codes = (e.record.code for e in actor.entries if isinstance(e.record, Actor) and e.record.code)
    return NamedActor(
        id=actor.id,
        name=actor.name,
        names=tuple(actor.names),
        type=actor.type,
        country=actor.country,
        code=next(codes, None),
        times=sum(actor.names.values()),
    )


def _own_name(actor: Identity, lang: str) -> str:
    """The name by which documents in a language call the actor most; empty where none does."""
    return next((one.name for one in actor.named if lang in one.langs), "")


_ASKED = {"act": _LOOKED_AT, "figure": _MOST, "event": _MOST, "actor": 0}


def companions_of(acts: Sequence[Entry], actor: Identity, asked: Asked) -> list[dict[str, Any]]:
    """Who stands beside the actor in acts, as doer or as addressee, the most frequent first, each once."""
    names = [name for entry in acts if isinstance(entry.record, Act) for name in (*entry.record.by, *entry.record.to)]
    known = who_is_who(names, asked)
    groups = grouped(names, known)
    beside = [names for key, names in groups.items() if key != actor.id and not _are(names, actor)]
    beside.sort(key=lambda names: -names.total())
    return [
        {
            "name": told_of(names, known, asked),
            "href": actor_address(names.most_common(1)[0][0]),
            "times": names.total(),
        }
        for names in beside[:_COMPANIONS]
    ]


def _are(names: Iterable[str], actor: Identity) -> bool:
    return any(fold_name(name) in actor.forms for name in names)


def _undertakings(acts: Sequence[Entry], asked: Asked) -> list[Line]:
    found = {line.id: line for line in asked.snapshot.of_acts(entry.id for entry in acts).values()}
    return sorted(found.values(), key=lambda line: line.last, reverse=True)


def _office(office: Office) -> dict[str, Any]:
    return {
        "role": office.role,
        "organisation": office.organisation,
        "first": office.first,
        "last": office.last,
        "times": office.times,
        "lang": office.entry.lang,
        "proof": document_address(office.entry.record.doc, office.entry.id),
    }


def _named(one: Named, asked: Asked) -> dict[str, Any]:
    """A name as the page shows it: in which languages, how often, where, and why it is the actor's."""
    why, lang = told_why(one.why, asked.words.lang)
    return {
        "name": one.name,
        "times": one.times,
        "langs": list(one.langs),
        "languages": ", ".join(asked.words.language(lang) for lang in one.langs if lang),
        "why": why,
        "why_lang": lang,
        "proof": document_address(one.entry.record.doc, one.entry.id),
    }


def _offices(actor: Identity, asked: Asked) -> Drawn | None:
    """The offices over time, as far as documents tell them with a date."""
    spans, rows = [], []
    for office in actor.offices[:_MOST]:
        first, last = first_day(office.first), last_day(office.last)
        told = ", ".join(filter(None, (office.role, office.organisation)))
        address = document_address(office.entry.record.doc, office.entry.id)
        rows.append({"office": told, "first": office.first or "", "last": office.last or "", "address": address})
        if first and last:
            spans.append(Span(first, last, told, address))
    svg = spans_picture(spans, name=asked.words.t("actors.offices_of", name=actor.name))
    headings = {"office": asked.words.t("actors.offices"), "first": asked.words.t("search.since")}
    headings["last"] = asked.words.t("search.until")
    return Drawn(svg=svg, rows=rows, headings=headings) if svg else None


def _network(called_so: str, companions: Sequence[Mapping[str, Any]], asked: Asked) -> Drawn | None:
    if len(companions) < _FEWEST_DRAWN:
        return None
    told = asked.words.t
    around = [
        Companion(one["name"], one["times"], told("actors.together", name=one["name"], n=one["times"]), one["href"])
        for one in companions
    ]
    svg = network(called_so, around, name=told("actors.network_of", name=called_so))
    rows = [{"name": one.name, "number": str(one.times), "address": one.address} for one in around]
    headings = {"name": told("slot.name"), "number": told("kind.act")}
    return Drawn(svg=svg, rows=rows, headings=headings) if svg else None


def _rows(actor: Identity, acts: Sequence[Entry]) -> list[Row]:
    shown = [*actor.entries, *acts]
    return [{"id": e.id, "kind": e.record.kind, "published": e.published or "", **row_of(e.record)} for e in shown]
