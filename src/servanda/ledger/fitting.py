"""The newest records that fit a question, found without looking at all that fit.

Where each code that is asked for is common, records are looked at from the newest back, until there are enough; where
one of them is rare, it leads to its records, and those are put in order. Neither kind of database can tell which of the
two is the shorter way: both know how often a code comes on the average only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from servanda.ledger.dialects import has_words
from servanda.ledger.filing import filed_by
from servanda.ledger.filters import Filter, codes_of, conditions, narrowing
from servanda.ledger.groups import filed
from servanda.ledger.schema import documents, facets, records
from servanda.ledger.search import search_terms

_FEW = 20_000  # records that have a code: they are sooner put in order than found among all
_FEW_DOCUMENTS = 1_000  # as above, with some twenty records each


def newest_fitting(
    connection: Connection, asked: Filter, kind: str, *columns: ColumnElement[Any]
) -> Select[tuple[Any, ...]]:
    """The question for these columns of the records that fit and of their documents, the newest first."""
    query = select(*columns).select_from(records.join(documents)).limit(asked.limit)
    common = {code for codes in codes_of(asked, kind) for code in codes if _is_common(connection, code)}
    if _has_rare(connection, asked, kind, common):
        # A sum of texts is in no index: none may lead to all records of the kind.
        query = query.where(records.c.kind.concat("") == kind, *narrowing(asked, kind, common))
    elif by_code := filed_by(asked, kind):
        query = query.join(filed, filed.c.record == records.c.key)
        query = query.where(filed.c.code == by_code[0], filed.c.kind == kind)
        query = query.where(*conditions(by_code[1], kind, common))
        return query.order_by(filed.c.last_day.desc(), filed.c.record.desc())
    else:
        query = query.where(*conditions(asked, kind, common))
    return query.order_by(records.c.last_day.desc().nulls_last(), records.c.key.desc())


def _is_common(connection: Connection, code: str) -> bool:
    """Whether more than a few records have the code; asked of the index alone."""
    query = select(facets.c.record).where(facets.c.code == code).limit(1).offset(_FEW)
    return connection.execute(query).first() is not None


def _has_rare(connection: Connection, asked: Filter, kind: str, common: set[str]) -> bool:
    """Whether one of the things asked for leads to few records."""
    rare_code = any(common.isdisjoint(codes) for codes in codes_of(asked, kind))
    return rare_code or bool(asked.actor) or any(few for few in _few_documents(connection, asked))


def _few_documents(connection: Connection, asked: Filter) -> Iterator[bool]:
    """Of each thing asked of documents, whether few of them have it."""
    terms = search_terms(asked.text) if asked.text else ()
    named: list[ColumnElement[bool]] = [has_words(terms)] if terms else []
    named += [documents.c.publisher == asked.publisher] if asked.publisher else []
    named += [documents.c.lang == asked.lang] if asked.lang else []
    for condition in named:
        some = select(documents.c.key).where(condition).limit(_FEW_DOCUMENTS + 1).subquery()
        yield connection.execute(select(func.count()).select_from(some)).scalar_one() <= _FEW_DOCUMENTS
