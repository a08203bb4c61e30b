"""An undertaking in a few lines, as lists show it: step, attention, words, between whom, and when it was heard of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from servanda.days import last_day
from servanda.desk.actors import each_once, who_is_who
from servanda.desk.addresses import document_address, undertaking_address
from servanda.desk.view import Asked, Row
from servanda.desk.words import desk_languages, words_of
from servanda.exchange.rows import NESTED, row_of
from servanda.ledger.headings import headings_of
from servanda.ledger.search import fold_name
from servanda.records import Amount, Entry, Step, Undertaking
from servanda.status import CLOSED

_LONGEST = 280  # characters of a quotation in a list; its own page has it whole
_MOST_NAMES = 3


def cards_of(undertakings: Sequence[Undertaking], asked: Asked) -> list[dict[str, Any]]:
    """The undertakings as cards, in their order."""
    headings = headings_of(asked.ledger, (one.title(asked.words.lang).doc for one in undertakings))
    known = who_is_who({name for one in undertakings for name in one.by}, asked)
    return [_card(one, each_once(one.by, known, asked), headings, asked) for one in undertakings]


def rows_of_undertakings(undertakings: Iterable[Undertaking]) -> list[Row]:
    """The undertakings as rows of a file."""
    return [
        {name: text for name, text in row_of(undertaking).items() if name not in NESTED} for undertaking in undertakings
    ]


def _card(undertaking: Undertaking, by: Sequence[str], headings: Mapping[str, Entry], asked: Asked) -> dict[str, Any]:
    title = undertaking.title(asked.words.lang)
    return {
        "id": undertaking.id,
        "href": undertaking_address(undertaking.id),
        "status": undertaking.status,
        "attention": undertaking.attention,
        "what": shortened(title.words),
        "lang": title.lang,
        "under": about_document(headings.get(title.doc))["title"] if title.weak else "",
        "parties": list(undertaking.parties),
        "by": [name for name in by if not _is_party(name, undertaking)][:_MOST_NAMES],
        "sectors": list(undertaking.sectors),
        "forms": list(undertaking.forms),
        "amount": amount_of(undertaking.amount, asked),
        "due": undertaking.due,
        "late": lateness(undertaking, asked),
        "since": undertaking.since,
        "last": undertaking.last,
        "silent": silence(undertaking, asked),
        "acts": len(undertaking.acts),
        "sources": undertaking.sources,
        "umbrella": undertaking.umbrella,
        "contested": undertaking.contested,
        "proof": document_address(title.doc, title.act),
    }


def _is_party(name: str, undertaking: Undertaking) -> bool:
    """Whether a name is that of a country between which it is: those are told already."""
    return any(fold_name(name) in _country_names(code) for code in undertaking.parties)


@cache
def _country_names(code: str) -> frozenset[str]:
    """What a country is called in the languages of the desk."""
    return frozenset(fold_name(words_of(lang).wording.country(code)) for lang in desk_languages())


def silence(undertaking: Undertaking, asked: Asked) -> int | None:
    """How many days ago the undertaking was last heard of."""
    last = last_day(undertaking.last)
    return None if last is None else (asked.today - last).days


def lateness(undertaking: Undertaking, asked: Asked) -> int | None:
    """How many days ago the day of an open undertaking has passed; None when it has none, or it lies ahead."""
    due = last_day(undertaking.due)
    is_past = due is not None and due < asked.today and undertaking.status not in CLOSED
    return (asked.today - due).days if due is not None and is_past else None


def amount_of(amount: Amount | None, asked: Asked) -> str:
    """An amount in words; empty when there is none."""
    return asked.words.wording.amount(amount)


def step_of_card(step: Step, headings: Mapping[str, Entry]) -> dict[str, Any]:
    """A step of the ladder with its sentence."""
    heading = headings.get(step.doc)
    return {
        "status": step.status,
        "date": step.date,
        "quote": shortened(" ".join(step.quote.split())),
        "source": step.source,
        "proof": document_address(step.doc, step.act),
        **about_document(heading),
    }


def about_document(heading: Entry | None) -> dict[str, Any]:
    """What a citation tells of a document."""
    if heading is None:
        return {"title": "", "publisher": "", "published": "", "lang": ""}
    return {
        "title": shortened(str(getattr(heading.record, "title", None) or heading.record.quote), 160),
        "publisher": heading.publisher or "",
        "published": heading.published or "",
        "lang": heading.lang,
    }


def shortened(words: str, most: int = _LONGEST) -> str:
    """The words, cut between two of them where they are too long for a list."""
    if len(words) <= most:
        return words
    return words[:most].rsplit(" ", 1)[0][:most] + " …"
