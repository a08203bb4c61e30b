"""What narrows a question to the ledger, as conditions on its tables."""

from __future__ import annotations

from collections.abc import Container, Iterator

import msgspec
from sqlalchemy import ColumnElement, and_, exists, false, or_, select

from servanda.days import days_of
from servanda.errors import UsageError
from servanda.ledger.dialects import has_words
from servanda.ledger.schema import documents, facets, judged, records
from servanda.ledger.search import fold_name, search_terms
from servanda.vocabulary import sectors_under

Condition = ColumnElement[bool]
_LAST = chr(0x10FFFF)  # no letter stands behind it


class Filter(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a question asks for; a slot left out asks for nothing.

    `kind` is a record's own type: an act's verb, a figure's indicator, the type of an event or actor. `since` and
    `until` are ISO 8601 dates, months or years; `sector` may be a parent's code. `known_at` asks what the ledger held
    at that moment (recorded time), `as_of` what had happened by that day (valid time). `status` and `as_of` are of
    undertakings only.
    """

    pair: tuple[str, str] | None = None
    country: str | None = None
    actor: str | None = None
    sector: str | None = None
    form: str | None = None
    status: str | None = None
    since: str | None = None
    until: str | None = None
    lang: str | None = None
    publisher: str | None = None
    text: str | None = None
    kind: str | None = None
    limit: int | None = None
    known_at: str | None = None
    as_of: str | None = None


EVERYTHING = Filter()


def conditions(asked: Filter, kind: str, common: Container[str] = ()) -> list[Condition]:
    """What the filter asks of records of a kind, on `records` joined with their `documents`.

    Codes that are `common` are looked up record by record, others lead to their records.
    """
    return [records.c.kind == kind, *narrowing(asked, kind, common)]


def narrowing(asked: Filter, kind: str, common: Container[str] = ()) -> list[Condition]:
    """The same without the kind itself."""
    found = known(asked.known_at)
    for condition in (_about(asked, kind, common), _when(asked), _where_from(asked)):
        found += condition
    if asked.kind:
        found.append(records.c.type == asked.kind)
    return found


def known(moment: str | None) -> list[Condition]:
    """The records that hold now, or that were held at a moment, of the versions of documents that did."""
    return [*current(moment), held(moment)]


def current(moment: str | None) -> list[Condition]:
    """The versions of documents that hold now, or that were held at a moment."""
    if moment is None:
        return [documents.c.superseded_at.is_(None)]
    later = or_(documents.c.superseded_at.is_(None), documents.c.superseded_at > moment)
    return [documents.c.recorded_at <= moment, later]


def held(moment: str | None) -> Condition:
    """The records that no judgement has put others in the place of, or taken out."""
    until, since = judged.c.held_until, judged.c.held_from
    is_out = until.is_not(None) if moment is None else or_(until <= moment, since > moment)
    return records.c.key.not_in(select(judged.c.record).where(is_out))


def begins(column: ColumnElement[str], beginning: str) -> tuple[Condition, Condition]:
    """That a text begins so, as its index finds it on both kinds of database: LIKE would read them all."""
    return column >= beginning, column < beginning + _LAST


def codes_of(asked: Filter, kind: str) -> list[tuple[str, ...]]:
    """The codes that a record of a kind must have: of each group one."""
    sides = [f"party:{code}" for code in asked.pair or ()]
    # A person or firm is of one side; what makes it the pair's is a document about both.
    groups = [tuple(sides)] if kind == "actor" and sides else [(side,) for side in sides]
    groups += [(f"party:{asked.country}",)] if asked.country else []
    groups += [tuple(f"sector:{code}" for code in sectors_under(asked.sector))] if asked.sector else []
    return [*groups, (f"form:{asked.form}",)] if asked.form else groups


def _about(asked: Filter, kind: str, common: Container[str]) -> Iterator[Condition]:
    for codes in codes_of(asked, kind):
        yield _has(codes, common)
    if asked.pair and kind == "actor":
        yield _document_of(asked.pair)
    if asked.sector and kind == "actor":
        yield false()  # none has one, and no index would tell
    if asked.actor:
        named = _named(asked.actor)
        # A document's heading has no names of its own: those of its records are its.
        yield records.c.document.in_(select(records.c.document).where(named)) if kind == "document" else named


def _has(codes: tuple[str, ...], common: Container[str]) -> Condition:
    if any(code in common for code in codes):
        return exists().where(facets.c.code.in_(codes), facets.c.record == records.c.key)
    return records.c.key.in_(select(facets.c.record).where(facets.c.code.in_(codes)))


def _named(actor: str) -> Condition:
    """The actor's name, or a longer one that holds it, in any spelling that a document uses."""
    words = fold_name(actor.strip()).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    named = and_(facets.c.code >= "name:", facets.c.code < "name;", facets.c.code.like(f"name:%{words}%", escape="\\"))
    return records.c.key.in_(select(facets.c.record).where(named))


def _document_of(pair: tuple[str, str]) -> Condition:
    heading = records.alias("headings")
    both = [exists().where(facets.c.code == f"party:{code}", facets.c.record == heading.c.key) for code in pair]
    return exists().where(heading.c.document == records.c.document, heading.c.kind == "document", *both)


def _when(asked: Filter) -> Iterator[Condition]:
    """What overlaps the time asked for; what has no date at all is left out."""
    if asked.since:
        yield records.c.last_day >= _bound(asked.since, 0)
    if asked.until:
        # A sum of texts leads to no index: that of the first days would lead to all that is older.
        yield records.c.first_day.concat("") <= _bound(asked.until, 1)


def _bound(value: str, side: int) -> str:
    day = days_of(value)[side]
    if day is None:
        raise UsageError(f"no date {value!r}; write one as 2026, 2026-03 or 2026-03-18")
    return day.isoformat()


def _where_from(asked: Filter) -> Iterator[Condition]:
    if asked.lang:
        yield documents.c.lang == asked.lang
    if asked.publisher:
        yield documents.c.publisher == asked.publisher
    if asked.text:
        terms = search_terms(asked.text)
        if not terms:
            raise UsageError(f"no word to search for in {asked.text!r}")
        yield has_words(terms)
