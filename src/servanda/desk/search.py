"""Search: documents and records by words and codes, with facets, dates, and the words around what was found."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import msgspec

from servanda.desk.addresses import document_address, undertaking_address
from servanda.desk.cards import about_document, shortened
from servanda.desk.pictures.histogram import Bar, by_period, histogram
from servanda.desk.slots import head_of
from servanda.desk.snippets import snippet_of, terms_of
from servanda.desk.view import Asked, Drawn, Row, View
from servanda.desk.words import desk_languages, words_of
from servanda.errors import UsageError
from servanda.exchange.rows import row_of
from servanda.languages import known_languages
from servanda.ledger.counts import Counts, count_newest, counts_of
from servanda.ledger.filters import Filter
from servanda.ledger.headings import headings_of
from servanda.ledger.lines import Line
from servanda.ledger.search import fold_name, search_terms
from servanda.ledger.texts import texts_of
from servanda.records import KINDS, Entry
from servanda.vocabulary import check_code, codes

_PAGES = 50
_MOST_CHOICES = 10
_LOOKED_THROUGH = 60_000  # characters of a text in which the words are looked for, to show what stands around them
_TYPES = {"act": "verb", "figure": "indicator", "event": "event", "actor": "actor"}
_FACETS: Mapping[str, tuple[str, ...]] = {
    "document": ("lang", "publisher", "party", "sector"),
    "act": ("type", "party", "sector", "form", "lang"),
    "figure": ("type", "party", "sector", "publisher"),
    "event": ("type", "party", "sector", "lang"),
    "actor": ("type", "party", "lang"),
}
_SLOTS = {"party": "country", "type": "type", "lang": "language"}


def search_view(asked: Asked) -> View:
    """What fits the question, the newest first."""
    kind = kind_of(asked)
    wanted = wanted_of(asked, kind)
    page = asked.query.number("page", 0, _PAGES)
    found = find(asked, kind, wanted, page)
    counts = counted(wanted, kind, asked)
    periods = by_period(counts.values["month"])
    values: dict[str, Any] = {
        "kind": kind,
        "q": asked.query.text("q") or "",
        "actor": asked.query.text("actor") or "",
        "since": asked.query.date("since") or "",
        "until": asked.query.date("until") or "",
        "count": counts.number,
        "is_more": counts.is_more,
        "kinds": [_tab(name, asked) for name in KINDS],
        "results": results_of(found, asked),
        "facets": [_facet(by, kind, wanted, asked) for by in _FACETS[kind]],
        "periods": periods,
        "sector": _sector_called(asked),
        "page": page,
        "pages": _PAGES + 1 if counts.is_more else min(-(-counts.number // asked.room), _PAGES + 1),
    }
    drawn = _over_time(periods, asked)
    return View(
        template="search.html",
        title=asked.words.t("search.title"),
        values=values,
        rows=lambda: _rows(found),
        active="/search",
        pictures={"time": drawn} if drawn else {},
    )


def find(asked: Asked, kind: str, wanted: Filter, page: int = 0, *, most: int = 0) -> list[Entry]:
    """The records of a kind that fit: a page of them, or the newest of them, when `most` says how many."""
    room = most or asked.room
    ask = {"document": asked.ledger.documents, "actor": asked.ledger.actors, "event": asked.ledger.events}
    ask |= {"figure": asked.ledger.figures, "act": asked.ledger.acts}
    return ask[kind](msgspec.structs.replace(wanted, limit=(page + 1) * room))[page * room :]


def kind_of(asked: Asked) -> str:
    """The kind of record that is looked for: documents, unless the address says otherwise."""
    kind = asked.query.text("kind") or "document"
    if kind not in KINDS:
        raise UsageError(f"no kind {kind!r}; known: {', '.join(KINDS)}")
    return kind


def wanted_of(asked: Asked, kind: str) -> Filter:
    """What the address asks, of one kind of record."""
    query = asked.query
    text, type, lang = query.text("q"), query.text("type"), query.text("language")
    if lang and lang not in known_languages():
        raise UsageError(f"no language {lang!r}; known: {', '.join(known_languages())}")
    return Filter(
        text=text if text and search_terms(text) else None,
        pair=query.pair(),
        country=query.country("country"),
        sector=query.code("sector"),
        form=query.code("form") if kind == "act" else None,
        actor=query.text("actor"),
        lang=lang,
        publisher=query.text("publisher"),
        since=query.date("since"),
        until=query.date("until"),
        kind=check_code(_TYPES[kind], type) if type and kind == kind_of(asked) and kind in _TYPES else None,
    )


Shown = tuple[Mapping[str, str], re.Pattern[str] | None]  # texts by document, and the words to mark in them


def results_of(found: Sequence[Entry], asked: Asked) -> list[dict[str, Any]]:
    """The records as results: what they are, their words, their document, and where they lead."""
    terms = terms_of(asked.query.text("q") or "")
    docs = [entry.record.doc for entry in found]
    headings = headings_of(asked.ledger, docs)
    texts = texts_of(asked.ledger, (e.record.doc for e in found if e.record.kind == "document"), _LOOKED_THROUGH)
    joined = asked.snapshot.of_acts(entry.id for entry in found if entry.record.kind == "act")
    return [
        _result(entry, headings.get(entry.record.doc), joined.get(entry.id), (texts, terms), asked) for entry in found
    ]


def _result(
    entry: Entry, heading: Entry | None, undertaking: Line | None, shown: Shown, asked: Asked
) -> dict[str, Any]:
    record, (texts, terms) = entry.record, shown
    is_document = record.kind == "document"
    words = texts.get(record.doc, "") if is_document else shortened(record.quote, 400)
    when = getattr(record, "when", None) or getattr(record, "period", None) or entry.published
    whole = {"record": record} if asked.suffix else {}
    return {
        **whole,
        "id": entry.id,
        "kind": record.kind,
        "head": head_of(record, asked.words),
        "when": when,
        "snippet": snippet_of(words, terms) if is_document or terms else [(" ".join(words.split()), False)],
        "value": asked.words.wording.amount(record) if record.kind == "figure" else "",  # type: ignore[arg-type]
        "proof": document_address(record.doc, None if is_document else entry.id),
        "undertaking": undertaking_address(undertaking.id) if undertaking else None,
        "status": undertaking.status if undertaking else None,
        **about_document(heading),
    }


def counted(wanted: Filter, kind: str, asked: Asked) -> Counts:
    """How many records fit, by their values; remembered while the ledger stays as it is."""
    return asked.snapshot.remember(f"counts {kind} {wanted!r}", lambda: counts_of(asked.ledger, kind, wanted))


def _tab(kind: str, asked: Asked) -> dict[str, Any]:
    wanted = wanted_of(asked, kind)
    count, is_more = asked.snapshot.remember(
        f"count {kind} {wanted!r}", lambda: count_newest(asked.ledger, kind, wanted)
    )
    href = asked.query.with_(kind=kind, type=None, page=None)
    return {"kind": kind, "count": count, "is_more": is_more, "href": href}


def _facet(by: str, kind: str, wanted: Filter, asked: Asked) -> dict[str, Any]:
    """The choices of one slot with how many records each would leave, the other slots staying as they are."""
    slot = _SLOTS.get(by, by)
    chosen = asked.query.text(slot)
    without = msgspec.structs.replace(wanted, **{{"party": "country", "type": "kind"}.get(by, by): None})
    counts = counted(without, kind, asked).values[by]
    listed = [code for code, _ in counts.most_common(_MOST_CHOICES)]
    listed += [chosen] if chosen and chosen not in listed else []
    choices = [
        {
            "code": code,
            "label": _label(by, kind, code, asked),
            "count": counts[code],
            "href": asked.query.with_(**{slot: None if code == chosen else code, "page": None}),
        }
        for code in listed
    ]
    return {"name": slot, "chosen": chosen, "choices": choices}


def _sector_called(asked: Asked) -> dict[str, str] | None:
    """The sector that is called as the words that are looked for, in any language: its records are of all languages."""
    code = _sectors_by_name().get(fold_name(asked.query.text("q") or ""))
    if code is None or asked.query.text("sector"):
        return None
    href = asked.query.with_(sector=code, q=None, page=None)
    return {"code": code, "label": asked.words.label("sector", code), "href": href}


@cache
def _sectors_by_name() -> dict[str, str]:
    """The codes of sectors by what they are called in the languages of the desk."""
    called = (
        (words_of(lang).wording.label("sector", code), code) for lang in desk_languages() for code in codes("sector")
    )
    return {fold_name(name): code for name, code in called}


def _label(by: str, kind: str, code: str, asked: Asked) -> str:
    words = asked.words
    if by == "party":
        return words.wording.country(code)
    if by == "lang":
        return words.language(code)
    if by == "type":
        return words.t(f"actor_type.{code}") if kind == "actor" else words.label(_TYPES[kind], code)
    return code if by == "publisher" else words.label(by, code)


def _bars(periods: Mapping[str, int], asked: Asked) -> list[Bar]:
    return [
        Bar(
            period,
            count,
            f"{asked.words.day(period)}: {count}",
            "/search" + asked.query.with_(since=period, until=period, page=None),
        )
        for period, count in periods.items()
    ]


def _over_time(periods: Mapping[str, int], asked: Asked) -> Drawn | None:
    """How much was found in each stretch of time."""
    bars = _bars(periods, asked)
    svg = histogram(bars, name=asked.words.t("search.over_time"))
    rows = [{"period": bar.period, "number": str(bar.height), "address": bar.address} for bar in bars if bar.height]
    headings = {"period": asked.words.t("slot.period"), "number": asked.words.t("pair.by_number")}
    return Drawn(svg=svg, rows=rows, headings=headings) if svg else None


def _rows(found: Sequence[Entry]) -> list[Row]:
    return [
        {"id": entry.id, "kind": entry.record.kind, "published": entry.published or "", **row_of(entry.record)}
        for entry in found
    ]
