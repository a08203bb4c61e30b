"""The page of an undertaking: where it stands, how it got there, what the calendar says, and its acts' sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from servanda.analysis.scores import scores_of
from servanda.desk.actors import grouped, told_of, who_is_who
from servanda.desk.addresses import actor_address, document_address
from servanda.desk.cards import about_document, amount_of, lateness, rows_of_undertakings, shortened, silence
from servanda.desk.places import places_named
from servanda.desk.reasons import told_why
from servanda.desk.slots import slots_of
from servanda.desk.view import Asked, View
from servanda.ledger.headings import headings_of
from servanda.ledger.judgements import Judgement
from servanda.ledger.kept import proofs_of
from servanda.ledger.proofs import Proof
from servanda.ledger.verdicts import known_as, verdicts_of
from servanda.records import Entry, Join, Title, Undertaking
from servanda.status import Status, ladder, source_rank, windows
from servanda.vocabulary import codes

_FACTS = ("by", "to", "places")


def undertaking_view(asked: Asked) -> View:
    """One undertaking in full."""
    undertaking = asked.snapshot.get(asked.id)
    headings = headings_of(asked.ledger, (act.doc for act in undertaking.acts))
    called = undertaking.title(asked.words.lang)
    values = {
        "id": undertaking.id,
        **_named(undertaking, called, headings),
        **_standing(undertaking, asked),
        **_facts(undertaking, asked),
        "steps": _steps(undertaking, headings),
        "ladder": _rungs(undertaking),
        "scores": scores_of(undertaking),
        "verdicts": [_verdict(one) for one in verdicts_of(asked.ledger, undertaking)],
        "verdict_codes": codes("verdict"),
        **_acts(undertaking, asked),
        "documents": _documents(undertaking, headings),
        "history": _history(undertaking, headings),
    }
    rows = rows_of_undertakings([undertaking]) if asked.suffix else []
    return View(
        template="undertaking.html",
        title=shortened(called.words, 90),
        values=values,
        rows=lambda: rows,
        active="/undertakings",
        live={"comments": partial(asked.said, known_as(undertaking))},
    )


def _named(undertaking: Undertaking, called: Title, headings: Mapping[str, Entry]) -> dict[str, Any]:
    """What it is called in the reader's language, and in others."""
    return {
        "what": shortened(called.words, 300),
        "lang_of": called.lang,
        "under": about_document(headings.get(called.doc))["title"] if called.weak else "",
        "others": [one for one in undertaking.titles if one is not called and not one.weak],
    }


def _standing(undertaking: Undertaking, asked: Asked) -> dict[str, Any]:
    """Where it stands: its step, what the calendar says and why, and what is doubtful."""
    told = ("status", "attention", "delivery", "umbrella", "contested", "questions")
    return {**{name: getattr(undertaking, name) for name in told}, "why": attention_told(undertaking, asked)}


def _facts(undertaking: Undertaking, asked: Asked) -> dict[str, Any]:
    """Between whom it is, of what kind, where, for how much and by when; sums and days with their sentence."""
    told = ("parties", "forms", "sectors", "instrument", "due", "late", "since", "last")
    return {
        **{name: getattr(undertaking, name) for name in told},
        "names": {name: list(getattr(undertaking, name)) for name in _FACTS},
        "doers": {slot: _doers(getattr(undertaking, slot), asked) for slot in ("by", "to")},
        "places": places_named(undertaking, asked.words.lang),
        "amount": amount_of(undertaking.amount, asked),
        "amounts": [*_amounts(undertaking, asked)],
        "due_proof": _due_proof(undertaking),
    }


def _due_proof(undertaking: Undertaking) -> str | None:
    """The sentence that names the day by which it is to be done, in the last act that does; None where none does."""
    acts = zip(undertaking.act_ids, undertaking.acts, strict=True)
    proofs = [document_address(act.doc, id) for id, act in acts if act.due and act.due == undertaking.due]
    return proofs[-1] if proofs else None


def _acts(undertaking: Undertaking, asked: Asked) -> dict[str, Any]:
    """A page of its acts, each with its sentence."""
    page, room = asked.query.number("page", 0, 100_000), asked.room
    joins = {join.act: join for join in undertaking.joins}
    proofs = proofs_of(asked.ledger, undertaking.act_ids[page * room : (page + 1) * room])
    return {
        "acts": [_act(proof, joins.get(proof.entry.id), asked) for proof in proofs],
        "acts_count": len(undertaking.acts),
        "page": page,
        "pages": -(-len(undertaking.acts) // room),
    }


def _doers(names: Sequence[str], asked: Asked) -> list[dict[str, Any]]:
    """Who does it, or to whom it is done: each once, with the names in other scripts."""
    known = who_is_who(names, asked)
    told = ((told_of(group, known, asked), list(group)) for group in grouped(names, known).values())
    return [
        {"name": name, "href": actor_address(group[0]), "others": [other for other in group if other != name]}
        for name, group in told
    ]


def attention_told(undertaking: Undertaking, asked: Asked) -> str:
    """The sentence that says why the calendar suggests what it does."""
    limits, silent = windows(), silence(undertaking, asked)
    is_event = not set(undertaking.forms).isdisjoint(ladder()["events"])
    late = lateness(undertaking, asked)
    key = undertaking.attention
    if key == "overdue" and late is None:
        key = "overdue_waiting"
    limit = {
        "quiet": limits.quiet_event if is_event else limits.quiet,
        "dormant": limits.dormant_event if is_event else limits.dormant,
        "overdue_waiting": limits.agreed if undertaking.status == Status.AGREED else limits.committed,
        "not_watched": limits.heard,
    }.get(key, 0)
    return asked.words.t(
        f"why.{key}",
        last=asked.words.day(undertaking.last),
        due=asked.words.day(undertaking.due),
        silent=silent or 0,
        late=late or 0,
        limit=limit,
        status=asked.words.label("status", undertaking.status).lower(),
    )


def _steps(undertaking: Undertaking, headings: Mapping[str, Entry]) -> list[dict[str, Any]]:
    """The steps of the ladder as they were reached, each with its sentence and who says so."""
    return [
        {
            "status": step.status,
            "date": step.date,
            "quote": step.quote,
            "source": step.source,
            "rank": source_rank(step.source),
            "proof": document_address(step.doc, step.act),
            **about_document(headings.get(step.doc)),
        }
        for step in undertaking.steps
    ]


def _rungs(undertaking: Undertaking) -> list[dict[str, Any]]:
    """The ladder from its lowest step, which of them were passed, and on which day those were that are proved."""
    reached = {step.status: step.date for step in undertaking.steps}
    highest = max((Status(status).rank for status in reached), default=-1)
    rungs = [status for status in Status if not status.is_exit]
    found = [
        {"status": status.value, "date": reached.get(status.value), "passed": status.rank <= highest}
        for status in rungs
    ]
    exits = [{"status": s, "date": day, "passed": True} for s, day in reached.items() if Status(s).is_exit]
    return found + exits


def _amounts(undertaking: Undertaking, asked: Asked) -> Iterator[dict[str, str]]:
    """The sums that its acts name, each once, with the sentence that does."""
    told: dict[str, str] = {}
    for id, act in zip(undertaking.act_ids, undertaking.acts, strict=True):
        if act.amount:
            told.setdefault(amount_of(act.amount, asked), document_address(act.doc, id))
    yield from ({"told": words, "proof": proof} for words, proof in told.items())


def _verdict(judgement: Judgement) -> dict[str, Any]:
    """A verdict as the page shows it."""
    return {
        "key": judgement.key,
        "at": judgement.at[:10],
        "account": judgement.account,
        "verdict": judgement.said,
        "reason": judgement.reason,
    }


def _act(proof: Proof, join: Join | None, asked: Asked) -> dict[str, Any]:
    """An act with its whole sentence, its quotation marked out in it, and why it belongs here."""
    entry, record = proof.entry, proof.entry.record
    before, quote, after = _parted(proof)
    why, lang = told_why(join.why if join else "", asked.words.lang)
    return {
        "id": entry.id,
        "verb": getattr(record, "verb", ""),
        "date": getattr(record, "when", None) or entry.published,
        "before": before,
        "quote": quote,
        "after": after,
        "slots": slots_of(record, asked.words),
        "rule": record.rule,
        "confidence": round(100 * record.confidence),
        "why": why,
        "why_lang": lang,
        "fit": round(100 * join.score) if join else None,
        "source": entry.source,
        "recorded": entry.recorded[:10],
        "proof": document_address(record.doc, entry.id),
        **about_document(entry),
        "title": shortened(proof.document.title or record.doc, 160),
    }


def _parted(proof: Proof) -> tuple[str, str, str]:
    """The sentence before the quotation, the quotation, and what follows."""
    before, quote, after = proof.sentence.partition(proof.entry.record.quote)
    return (before, quote, after) if quote else ("", proof.entry.record.quote, "")


def _history(undertaking: Undertaking, headings: Mapping[str, Entry]) -> list[tuple[str, int]]:
    """On which days the ledger learnt of its acts, the last first, and of how many."""
    days = Counter(headings[act.doc].recorded[:10] for act in undertaking.acts if act.doc in headings)
    return sorted(days.items(), reverse=True)


def _documents(undertaking: Undertaking, headings: Mapping[str, Entry]) -> list[dict[str, Any]]:
    docs: Sequence[str] = list(dict.fromkeys(act.doc for act in undertaking.acts))
    told = [{"proof": document_address(doc), **about_document(headings.get(doc))} for doc in docs]
    return sorted(told, key=lambda document: str(document["published"]), reverse=True)
