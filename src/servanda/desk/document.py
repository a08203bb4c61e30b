"""The page of a document: its text with the records marked, and the card of the one that is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from servanda.desk.addresses import document_address, undertaking_address
from servanda.desk.cards import about_document
from servanda.desk.marks import pieces_of, window_of, windows_of
from servanda.desk.slots import head_of, slots_of
from servanda.desk.snippets import snippet_of, terms_of
from servanda.desk.view import Asked, Row, View
from servanda.errors import NotFoundError
from servanda.exchange.note_page import is_address
from servanda.exchange.rows import row_of
from servanda.ledger.kept import KeptDocument, kept_document
from servanda.records import KINDS, Entry

MARKED = KINDS[1:]
_AROUND = 700  # characters before and behind the words of a preview
_MOST_PREVIEWED = 4

_MOST_UNDERTAKINGS = 12


def document_view(asked: Asked) -> View:
    """A document with its records marked."""
    version = asked.query.number("version", 0, 1_000_000) or None
    kept = kept_document(asked.ledger, asked.id, version)
    marked = [entry for entry in kept.entries if entry.record.kind in MARKED]
    chosen = _chosen(asked.query.text("record"), marked) or _quoting(asked.query.text("at"), marked)
    places = windows_of(kept.document.text)
    first = _place(asked.query.number("from", -1, 1 << 40), places, chosen)
    heading = about_document(kept.heading)
    values = {
        "id": kept.heading.id,
        "doc": kept.document.id,
        **heading,
        "lang_of": kept.heading.lang,
        "name": kept.document.title or heading["title"],
        "url": kept.document.url if is_address(kept.document.url) else None,
        "source": kept.heading.source,
        "state": kept.heading.state,
        "dateline": kept.document.dateline,
        "counts": Counter(entry.record.kind for entry in marked),
        "cards": [card_of(entry, asked) for entry in _beside(chosen, marked)],
        "page": places.index(first),
        "places": places,
        "versions": kept.versions,
        "version": kept.heading.version,
        "undertakings": _undertakings(marked, kept.heading.lang, asked),
    }
    has_page = _captured(kept, asked) is not None
    values["captured"] = f"/documents/{kept.heading.id}/page" if has_page else None
    values["beside"] = has_page and asked.query.text("beside") == "page"
    if asked.suffix:
        values |= {"text": kept.document.text, "records": [_record(entry) for entry in marked]}
    else:
        values["at"] = chosen.id if chosen and asked.query.text("at") else None
        values["pieces"] = list(pieces_of(kept.document, marked, *window_of(kept.document.text, first)))
    return View(template="document.html", title=heading["title"], values=values, rows=lambda: _rows(marked))


def preview_view(asked: Asked) -> View:
    """The beginning of a document, or what stands around the words that are looked for, and what was read out of it."""
    kept = kept_document(asked.ledger, asked.id)
    marked = [entry for entry in kept.entries if entry.record.kind in MARKED]
    terms = terms_of(asked.query.text("q") or "")
    values = {
        "id": kept.heading.id,
        "lang_of": kept.heading.lang,
        "href": document_address(kept.document.id),
        "snippet": snippet_of(kept.document.text, terms, _AROUND),
        "counts": Counter(entry.record.kind for entry in marked),
        "undertakings": _undertakings(marked, kept.heading.lang, asked)[:_MOST_PREVIEWED],
    }
    return View(template="preview.html", title="", values=values, rows=lambda: _rows(marked))


def captured_view(asked: Asked) -> tuple[str, str, str] | None:
    """The page as it was first captured, with the document's title and language; None where there is only the text."""
    return _captured(kept_document(asked.ledger, asked.id), asked)


def _captured(kept: KeptDocument, asked: Asked) -> tuple[str, str, str] | None:
    first = kept.versions[0].version
    document = kept.document
    if kept.heading.version != first:
        document = kept_document(asked.ledger, asked.id, first).document
    return (document.raw, document.title or document.id, document.lang) if document.raw else None


def record_view(asked: Asked) -> View:
    """The card of one record of a document, for a reader who clicks on its mark."""
    kept = kept_document(asked.ledger, asked.id)
    marked = [entry for entry in kept.entries if entry.record.kind in MARKED]
    chosen = _chosen(asked.query.text("record") or "", marked)
    values = {"cards": [card_of(entry, asked) for entry in _beside(chosen, marked)]}
    return View(template="card.html", title="", values=values, rows=lambda: _rows(marked))


def card_of(entry: Entry, asked: Asked) -> dict[str, Any]:
    """A record with its slots in words, the rule that read it, and the undertaking that it belongs to."""
    undertaking = asked.snapshot.of_act(entry.id)
    return {
        "id": entry.id,
        "kind": entry.record.kind,
        "head": head_of(entry.record, asked.words),
        "quote": entry.record.quote,
        "lang": entry.lang,
        "slots": slots_of(entry.record, asked.words),
        "rule": entry.record.rule,
        "confidence": round(100 * entry.record.confidence),
        "href": document_address(entry.record.doc, entry.id),
        "undertaking": undertaking_address(undertaking.id) if undertaking else None,
        "status": undertaking.status if undertaking else None,
    }


def _chosen(id: str | None, marked: Sequence[Entry]) -> Entry | None:
    if id is None:
        return None
    found = next((entry for entry in marked if entry.id == id), None)
    if found is None:
        raise NotFoundError(f"this document has no record {id!r} (any more); its text may have changed since")
    return found


def _quoting(span: str | None, marked: Sequence[Entry]) -> Entry | None:
    """The record whose quotation stands there; None when none does any more."""
    return next((e for e in marked if f"{e.record.start}-{e.record.end}" == span), None)


def _beside(chosen: Entry | None, marked: Sequence[Entry]) -> list[Entry]:
    """The chosen record, and those that stand around or inside its words."""
    if chosen is None:
        return []
    first, last = chosen.record.start, chosen.record.end
    around = [e for e in marked if e.id != chosen.id and e.record.start <= first and e.record.end >= last]
    inside = [e for e in marked if e.id != chosen.id and first <= e.record.start and e.record.end <= last]
    return list({entry.id: entry for entry in (chosen, *around, *inside)}.values())


def _place(asked_for: int, places: Sequence[int], chosen: Entry | None) -> int:
    """Where the page begins: at the part asked for, else at the one that has the chosen record."""
    wanted = asked_for if asked_for >= 0 or chosen is None else chosen.record.start
    return max((place for place in places if place <= wanted), default=0)


def _undertakings(marked: Sequence[Entry], lang: str, asked: Asked) -> list[dict[str, Any]]:
    """The undertakings that this document tells of, most told of first, by their names in its own language."""
    lines = asked.snapshot.of_acts(entry.id for entry in marked if entry.record.kind == "act")
    counts = Counter(line.id for line in lines.values())
    most = {line.id: line for line in lines.values() if line.id in dict(counts.most_common(_MOST_UNDERTAKINGS))}
    whole = sorted(asked.snapshot.whole(most.values()), key=lambda u: -counts[u.id])
    told = [(undertaking, counts[undertaking.id]) for undertaking in whole]
    return [
        {"href": undertaking_address(u.id), "status": u.status, "title": u.title(lang), "acts": count}
        for u, count in told
    ]


def _record(entry: Entry) -> dict[str, Any]:
    return {"id": entry.id, "kind": entry.record.kind, "record": entry.record}


def _rows(marked: Sequence[Entry]) -> list[Row]:
    return [{"id": entry.id, "kind": entry.record.kind, **row_of(entry.record)} for entry in marked]
