"""The page of review: what waits for a person, one record at a time beside its words, and the forms that judge it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from servanda.desk.accounts import Role
from servanda.desk.addresses import document_address
from servanda.desk.cards import about_document, shortened
from servanda.desk.entry import account_of
from servanda.desk.forms import Form, posted
from servanda.desk.slots import head_of
from servanda.desk.view import Asked, Row, View
from servanda.desk.words import Words
from servanda.errors import UsageError
from servanda.exchange.rows import row_of
from servanda.ledger.headings import headings_of
from servanda.ledger.judgements import FIXED, SLOT_CODES, Judgement
from servanda.ledger.proofs import Proof
from servanda.ledger.review import BELOW, KINDS, accept, correct, find_history, find_queue, reject, undo, undo_all
from servanda.ledger.store import Ledger
from servanda.records import AnyRecord, Entry
from servanda.vocabulary import codes

_AT_ONCE = 15  # records of the list
_AROUND = 420  # characters of the text before and behind the quotation
_MOST_AT_ONCE = 100  # that may be judged by one form
DEEDS = ("accept", "reject", "correct", "undo")


def review_view(asked: Asked) -> View:
    """What waits, and the record that is looked at: the one asked for, else the first that waits."""
    below, kinds, skip = _below(asked), _kinds(asked), asked.query.number("skip", 0, 1_000_000)
    room = asked.room_of(_AT_ONCE)
    since = asked.query.date("since")
    waiting = asked.snapshot.remember(
        f"queue {below} {kinds} {since} {room} {skip}",
        lambda: find_queue(asked.ledger, below=below, kinds=kinds or KINDS, since=since, limit=room, after=skip),
    )
    wanted = asked.query.text("record")
    proof = asked.ledger.get(wanted or waiting[0].id).proofs[0] if wanted or waiting else None
    headings = headings_of(asked.ledger, [entry.record.doc for entry in waiting])
    values = {
        "below": below,
        "kinds": kinds,
        "all_kinds": list(KINDS),
        "since": since or "",
        "skip": skip,
        "more": len(waiting) == room,
        "step": room,
        "waiting": [_line(entry, headings.get(entry.record.doc), asked) for entry in waiting],
        "here": _looked_at(proof, asked) if proof else None,
        "near": _near(waiting, proof.entry.id if proof else ""),
        "done": asked.query.text("done"),
        "count": int(asked.query.text("n") or 0) if (asked.query.text("n") or "").isdigit() else 0,
        "deed": asked.query.text("deed"),
        "codes": {
            kind: [(code, _label(kind, code, asked)) for code in codes(kind)]
            for kind in sorted(set(SLOT_CODES.values()))
        },
    }
    title = asked.words.t("review.title")
    return View(template="review.html", title=title, values=values, rows=lambda: _rows(waiting), active="/review")


def _label(kind: str, code: str, asked: Asked) -> str:
    """What a code is called; of measures and instruments the desk has its own words."""
    words = asked.words
    return words.t(f"{kind}.{code}") if words.has(f"{kind}.{code}") else words.label(kind, code)


def _below(asked: Asked) -> float:
    """The confidence below which a record waits."""
    written = asked.query.text("below")
    try:
        below = float(written) if written else BELOW
    except ValueError as error:
        raise UsageError(f"below: {written!r} is no number between 0 and 1") from error
    if not 0 <= below <= 1:
        raise UsageError(f"below: {written!r} is no number between 0 and 1")
    return below


def _kinds(asked: Asked) -> list[str]:
    kinds = asked.query.many("kind")
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise UsageError(f"kind: {unknown[0]!r}: one of {', '.join(KINDS)}")
    return kinds


def _line(entry: Entry, heading: Entry | None, asked: Asked) -> dict[str, Any]:
    """A record that waits, as the list shows it."""
    return {
        "id": entry.id,
        "kind": entry.record.kind,
        "head": head_of(entry.record, asked.words),
        "quote": shortened(" ".join(entry.record.quote.split()), 110),
        "lang": entry.lang,
        "confidence": round(100 * entry.record.confidence),
        **{name: value for name, value in about_document(heading).items() if name in ("publisher", "published")},
    }


def _looked_at(proof: Proof, asked: Asked) -> dict[str, Any]:
    """The record beside its words, its slots as they can be written, and what was judged of it before."""
    entry, record, text = proof.entry, proof.entry.record, proof.document.text
    first, last = max(0, record.start - _AROUND), min(len(text), record.end + _AROUND)
    return {
        "id": entry.id,
        "kind": record.kind,
        "head": head_of(record, asked.words),
        "lang": entry.lang,
        "before": ("… " if first else "") + text[first : record.start].lstrip(),
        "quote": record.quote,
        "after": text[record.end : last].rstrip() + (" …" if last < len(text) else ""),
        "rule": record.rule,
        "confidence": round(100 * record.confidence),
        "title": proof.document.title or shortened(text, 120),
        "publisher": entry.publisher or "",
        "published": entry.published or "",
        "href": document_address(record.doc, entry.id),
        "fields": list(_fields(record, asked)),
        "history": [change for change in find_history(asked.ledger, entry.id) if change.judgement],
    }


def _fields(record: AnyRecord, asked: Asked) -> Iterator[dict[str, str]]:
    """The slots that can be corrected, with their value as it can be written and the codes that they take."""
    for name in record.__struct_fields__:
        if name not in FIXED and asked.words.has(f"slot.{name}"):
            codes_of = SLOT_CODES.get(name, "")
            label = asked.words.t(f"slot.{name}")
            yield {"name": name, "label": label, "value": written(record, name), "codes": codes_of}


def written(record: AnyRecord, slot: str) -> str:
    """A slot's value as somebody writes it: several stand between semicolons, what has parts is JSON."""
    value = getattr(record, slot)
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    if isinstance(value, msgspec.Struct):
        return msgspec.json.encode(value).decode()
    return f"{value:g}" if isinstance(value, float) else str(value).lower() if isinstance(value, bool) else str(value)


def _near(waiting: Sequence[Entry], id: str) -> dict[str, str | None]:
    """The records before and behind the one that is looked at."""
    ids = [entry.id for entry in waiting]
    place = ids.index(id) if id in ids else -1
    return {
        "previous": ids[place - 1] if place > 0 else None,
        "next": ids[place + 1] if 0 <= place < len(ids) - 1 else None,
    }


def _rows(waiting: Sequence[Entry]) -> list[Row]:
    return [{"id": entry.id, "kind": entry.record.kind, **row_of(entry.record)} for entry in waiting]


def review_routes() -> list[BaseRoute]:
    """The route of the forms that judge; a program may send one with a token whose scope is `review`."""
    return [Route("/review", posted(judge_records, Role.REVIEWER, takes_tokens=True), methods=["POST"])]


def judge_records(request: Request, words: Words, form: Form) -> Response:
    """Judge the records that a form chose, in the name of the account that has entered."""
    account = account_of(request)
    assert account is not None
    chosen = list(dict.fromkeys(id for id in form.get("id", "").split("\n") if id))
    with request.app.state.shelf.open_for_writing() as ledger:
        return RedirectResponse(judge(ledger, account.name, form, chosen), 303)


def judge(ledger: Ledger, account: str, form: Form, chosen: Sequence[str]) -> str:
    """Do what a form says to the records that it chose; what comes back is the address to go on at."""
    deed, reason = form.get("deed", ""), form.get("reason", "")
    if deed not in DEEDS:
        raise UsageError(f"deed {deed!r}: one of {', '.join(DEEDS)}")
    kept = {name: form[name] for name in ("below", "kind", "since", "skip") if form.get(name)}
    if deed == "undo" and form.get("judgements"):
        undone = undo_all(ledger, *_span(form["judgements"]), account)
        return f"/review?{urlencode({**kept, 'record': undone[0].about} if undone else kept)}"
    if not chosen or len(chosen) > _MOST_AT_ONCE:
        raise UsageError(f"choose 1 to {_MOST_AT_ONCE} records")
    signed = [one for id in chosen for one in _judged(ledger, account, deed, id, form, reason)]
    if deed == "undo":
        return f"/review?{urlencode({**kept, 'record': chosen[0]})}"
    told = {"done": f"{signed[0].key}-{signed[-1].key}", "n": len(chosen), "deed": deed}
    following = {"record": form["next"]} if form.get("next") else {}
    return f"/review?{urlencode({**kept, **told, **following})}"


def _judged(ledger: Ledger, account: str, deed: str, id: str, form: Form, reason: str) -> list[Judgement]:
    """The judgements that a form amounts to for one record."""
    if deed == "correct":
        return _correct(ledger, account, id, form, reason)
    return [{"accept": accept, "reject": reject, "undo": undo}[deed](ledger, id, account, reason)]


def _span(written: str) -> tuple[int, int]:
    """The keys of the first and last judgement, as "12-19" tells them."""
    first, _, last = written.partition("-")
    if not all(part.isascii() and part.isdecimal() and len(part) < 12 for part in (first, last)):
        raise UsageError(f"judgements: {written[:40]!r} is no span of keys")
    return int(first), int(last)


def _correct(ledger: Ledger, account: str, id: str, form: Form, reason: str) -> list[Judgement]:
    """Correct every slot whose value was written otherwise than it is."""
    record = ledger.get(id).proofs[0].entry.record
    slots = {name.removeprefix("slot."): value for name, value in form.items() if name.startswith("slot.")}
    changed = {
        slot: value
        for slot, value in slots.items()
        if hasattr(record, slot) and " ".join(value.split()) != written(record, slot)
    }
    if not changed:
        raise UsageError("nothing was changed: accept the record if it is right as it is")
    return [correct(ledger, id, slot, value, account, reason) for slot, value in changed.items()]
