"""What else waits for a person: names that may be one actor, acts joined on little, judgements for a second account."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from servanda.desk.accounts import Role
from servanda.desk.addresses import document_address, undertaking_address
from servanda.desk.cards import about_document, shortened
from servanda.desk.entry import account_of
from servanda.desk.forms import Form, posted
from servanda.desk.reasons import told_why
from servanda.desk.slots import head_of
from servanda.desk.view import Asked, Row, View
from servanda.desk.words import Words
from servanda.errors import NotFoundError, UsageError
from servanda.exchange.rows import value_text
from servanda.ledger.deciding import (
    Doubt,
    WeakJoin,
    find_doubts,
    find_weak_joins,
    merge_undertakings,
    rule_actors,
    split_undertaking,
)
from servanda.ledger.headings import headings_of
from servanda.ledger.judgements import Judgement
from servanda.ledger.lines import Line
from servanda.ledger.review import confirm, find_proposals, undo
from servanda.ledger.rulings import ACTOR_DEEDS
from servanda.ledger.store import Ledger
from servanda.ledger.who import actor_of
from servanda.records import Actor, Entry

TABS = ("actors", "acts", "confirm")
_AT_ONCE = 12
_MOST_NAMES = 4
_LONGEST = 200  # characters of a quotation


def doubts_view(asked: Asked) -> View:
    """Names that were nearly taken for an actor already known, the likeliest first."""
    found = find_doubts(asked.ledger, limit=_room(asked))
    headings = headings_of(asked.ledger, [doubt.mention.record.doc for doubt in found])
    told = (_doubt(doubt, headings.get(doubt.mention.record.doc), asked) for doubt in found)
    return _view("actors", [one for one in told if one], asked)


def joins_view(asked: Asked) -> View:
    """Acts that were joined to an undertaking on little evidence, the newest first."""
    found = find_weak_joins(asked.ledger, limit=_room(asked))
    headings = headings_of(asked.ledger, [join.act.record.doc for join in found])
    lines = asked.snapshot.of_acts(join.act.id for join in found)
    named = {one.id: one.title(asked.words.lang).words for one in asked.snapshot.whole(lines.values())}
    told = (_join(join, lines.get(join.act.id), named, headings.get(join.act.record.doc), asked) for join in found)
    return _view("acts", [one for one in told if one], asked)


def confirmations_view(asked: Asked) -> View:
    """Judgements that hold only when a second account confirms them, in the order in which they were proposed."""
    return _view("confirm", [_proposal(one, asked) for one in find_proposals(asked.ledger)], asked)


def _room(asked: Asked) -> int:
    return asked.room_of(_AT_ONCE)


def _view(tab: str, waiting: Sequence[dict[str, Any]], asked: Asked) -> View:
    values = {"tab": tab, "waiting": waiting, "done": asked.query.text("done") or ""}
    rows: list[Row] = [{key: value_text(value) for key, value in one.items()} for one in waiting]
    title = asked.words.t("review.title")
    return View(template="proposals.html", title=title, values=values, rows=lambda: rows, active="/review")


def _doubt(doubt: Doubt, heading: Entry | None, asked: Asked) -> dict[str, Any] | None:
    """A mention beside the actor that it may be; None where that actor is no more."""
    known = asked.ledger.ask(lambda connection: actor_of(connection, doubt.actor, most=1))
    if known is None:
        return None
    actor = doubt.mention.record
    office = ", ".join(filter(None, (getattr(actor, "role", None), getattr(actor, "organisation", None))))
    why, lang = told_why(doubt.why, asked.words.lang)
    return {
        **_cited(doubt.mention, heading),
        "quote": shortened(" ".join(asked.ledger.get(doubt.mention.id).proofs[0].sentence.split()), _LONGEST),
        "name": actor.name if isinstance(actor, Actor) else actor.quote,
        "office": office,
        "other": known.id,
        "other_names": list(known.names)[:_MOST_NAMES],
        "other_type": known.type,
        "other_country": known.country or "",
        "why": why,
        "why_lang": lang,
        "likely": round(100 * doubt.score),
    }


def _join(
    join: WeakJoin, line: Line | None, named: dict[str, str], heading: Entry | None, asked: Asked
) -> dict[str, Any] | None:
    """An act beside the undertaking that it was joined to; None where it founded it."""
    if line is None or line.id.partition("-")[2].partition(".")[0] == join.act.id.partition("-")[2]:
        return None
    why, lang = told_why(join.why, asked.words.lang)
    return {
        **_cited(join.act, heading),
        "name": head_of(join.act.record, asked.words),
        "other": line.id,
        "other_what": shortened(" ".join(named.get(line.id, "").split()), _LONGEST),
        "other_status": line.status,
        "other_href": undertaking_address(line.id),
        "why": why,
        "why_lang": lang,
        "likely": round(100 * join.score),
    }


def _proposal(one: Judgement, asked: Asked) -> dict[str, Any]:
    """A judgement that waits: who proposes what about which words."""
    entry = _entry(one.about, asked.ledger)
    return {
        **(_cited(entry, None) if entry else {"id": one.about, "quote": "", "lang": "", "proof": ""}),
        "name": head_of(entry.record, asked.words) if entry else one.about,
        "key": one.key,
        "account": one.account,
        "at": one.at,
        "deed": one.deed,
        "slot": one.slot or "",
        "value": value_text(json.loads(one.value)) if one.value else "",
        "reason": one.reason or "",
    }


def _entry(id: str, ledger: Ledger) -> Entry | None:
    try:
        proofs = ledger.get(id).proofs
    except NotFoundError:
        return None
    return proofs[0].entry if proofs else None


def _cited(entry: Entry, heading: Entry | None) -> dict[str, Any]:
    """The words of a record with what a citation tells of their document."""
    return {
        **about_document(heading),
        "id": entry.id,
        "quote": shortened(" ".join(entry.record.quote.split()), _LONGEST),
        "lang": entry.lang,
        "publisher": entry.publisher or "",
        "published": entry.published or "",
        "proof": document_address(entry.record.doc, entry.id),
    }


def proposal_routes() -> list[BaseRoute]:
    """The route of the forms that rule; a program may send one with a token whose scope is `review`."""
    return [Route("/review/rule", posted(rule, Role.REVIEWER, takes_tokens=True), methods=["POST"])]


def rule(request: Request, words: Words, form: Form) -> Response:
    """Rule as a form says, in the name of the account that has entered."""
    account = account_of(request)
    assert account is not None
    tab = form.get("tab", "")
    if tab not in TABS:
        raise UsageError(f"tab {tab!r}: one of {', '.join(TABS)}")
    with request.app.state.shelf.open_for_writing() as ledger:
        ruled = _ruled(ledger, form, account.name)
    return RedirectResponse(f"/review/{tab}?{urlencode({'done': ruled})}" if ruled else f"/review/{tab}", 303)


def _ruled(ledger: Ledger, form: Form, account: str) -> str:
    """Do what a form says; what comes back is the record whose ruling can be undone, empty where none can."""
    deed, id, other = (form.get(name, "") for name in ("deed", "id", "other"))
    signed = {"account": account, "reason": form.get("reason", "")}
    if deed in ACTOR_DEEDS:
        return rule_actors(ledger, deed, (other, id), **signed).about
    if deed == "merge":
        return merge_undertakings(ledger, (other, id), **signed).about
    if deed == "split":
        return split_undertaking(ledger, other, [id], **signed)[0].about
    if deed == "confirm":
        confirm(ledger, _key(form), account, signed["reason"])
        return ""
    if deed == "undo":
        undo(ledger, id, account, signed["reason"], judgement=_key(form) if form.get("key") else None)
        return ""
    raise UsageError(f"deed {deed!r}: one of {', '.join((*ACTOR_DEEDS, 'merge', 'split', 'confirm', 'undo'))}")


def _key(form: Form) -> int:
    written = form.get("key", "")
    if not (written.isascii() and written.isdecimal() and len(written) < 12):
        raise UsageError(f"key: {written[:40]!r} is no judgement's")
    return int(written)
