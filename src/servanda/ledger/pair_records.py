"""The records about two countries: the newest, how many are older, when acts were done, and how much was read."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, func, literal_column, select, union

from servanda.ledger.entries import entries, entry_of
from servanda.ledger.groups import filed, listened
from servanda.ledger.headings import Extent
from servanda.ledger.listening import code_of
from servanda.ledger.placing import pair_code
from servanda.ledger.schema import documents, records
from servanda.ledger.store import Ledger
from servanda.records import Entry
from servanda.vocabulary import sectors_under

if TYPE_CHECKING:
    AnySelect = Select[*tuple[Any, ...]]

Pair = tuple[str, str]
_A_DAY = func.substr(documents.c.published, literal_column("1"), literal_column("10"))


class Newest(NamedTuple):
    """The newest records that fit, the newest first, and how many older ones there are."""

    entries: list[Entry]
    older: int


def newest_of(ledger: Ledger, kind: str, pair: Pair, *, sector: str | None, until: datetime.date, most: int) -> Newest:
    """The newest figures or gatherings of a pair and, where it is given, a sector, by the end of a day.

    A gathering is known when its document is published, a figure of an older time whenever it is told.
    """
    fit = _filed(kind, pair, sector)
    query = entries().add_columns(filed.c.last_day).join(filed, filed.c.record == records.c.key)
    query = query.where(*fit, records.c.first_day <= until.isoformat())
    if kind == "event":
        query = query.where(until.isoformat() >= _A_DAY)
    query = query.order_by(filed.c.last_day.desc(), filed.c.record.desc()).limit(most)

    def read(connection: Connection) -> Newest:
        rows = connection.execute(query).all()
        if len(rows) < most:
            return Newest([entry_of(row) for row in rows], 0)
        oldest = rows[-1].last_day
        behind = select(func.count()).select_from(filed).where(*fit, filed.c.last_day <= oldest)
        beside = sum(row.last_day == oldest for row in rows)
        return Newest([entry_of(row) for row in rows], connection.execute(behind).scalar_one() - beside)

    return ledger.ask(read)


def _filed(kind: str, pair: Pair, sector: str | None) -> list[ColumnElement[bool]]:
    """The conditions on what is filed, so that it is of the kind, the pair and the sector."""
    found = [filed.c.code == pair_code(*pair), filed.c.kind == kind]
    if sector:
        other = filed.alias()
        of_sector = select(other.c.record).where(
            other.c.code == f"sector:{sector}", other.c.kind == kind, other.c.last_day == filed.c.last_day,
            other.c.record == filed.c.record,
        )  # fmt: skip
        found.append(of_sector.exists())
    return found


def months_of_acts(ledger: Ledger, pair: Pair) -> dict[str, Counter[str]]:
    """How many acts of a pair fall into each month, by their verbs; what has no date is left out."""
    month = func.substr(records.c.first_day, literal_column("1"), literal_column("7"))
    query = select(month, filed.c.type, func.count()).join(filed, filed.c.record == records.c.key)
    query = query.where(*_filed("act", pair, None), month.is_not(None)).group_by(month, filed.c.type).order_by(month)
    found: dict[str, Counter[str]] = {}
    for value, verb, count in ledger.ask(lambda connection: connection.execute(query).all()):
        found.setdefault(value, Counter())[verb] = count
    return found


def extent_about(
    ledger: Ledger, pair: Pair, *, sector: str | None, until: datetime.date, others: Mapping[str, str | None]
) -> Extent:
    """How much was read about the two by the end of a day, with the `others`, whose days are given by their names."""
    return ledger.ask(lambda connection: _extent(connection, pair, sector, until, others))


def _extent(
    connection: Connection, pair: Pair, sector: str | None, until: datetime.date, others: Mapping[str, str | None]
) -> Extent:
    codes = [code_of(tuple(sorted(pair)), code) for code in (sectors_under(sector) if sector else ("",))]
    fit = listened.c.code.in_(codes), listened.c.day <= until.isoformat()
    named = select(documents.c.key).where(documents.c.doc.in_(others), documents.c.version == 1)
    every = union(select(listened.c.document).where(*fit), named).subquery()
    count = connection.execute(select(func.count()).select_from(every)).scalar_one()
    days = [*filter(None, others.values())]
    for order in (listened.c.day, listened.c.day.desc()):
        first = select(listened.c.document).where(*fit).order_by(order).limit(1)
        days += connection.scalars(_published(connection.scalar(first)))
    return Extent(documents=count, first=min(days, default=None), last=max(days, default=None))


def _published(document: int | None) -> AnySelect:
    """The question for the date of what a document is now, by the key of its first version."""
    doc = select(documents.c.doc).where(documents.c.key == document).scalar_subquery()
    return select(documents.c.published).where(documents.c.doc == doc, documents.c.superseded_at.is_(None))
