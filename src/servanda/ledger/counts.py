"""How many records fit a question, and how many of them have which code, language, publisher or month."""

from __future__ import annotations

from collections import Counter

import msgspec
from sqlalchemy import ColumnElement, Connection, func, literal_column, select

from servanda.ledger.filing import filed_by
from servanda.ledger.filters import EVERYTHING, Filter, conditions
from servanda.ledger.groups import filed
from servanda.ledger.schema import documents, facets, records
from servanda.ledger.store import Ledger

_COLUMNS: dict[str, ColumnElement[str]] = {
    "type": records.c.type,
    "lang": documents.c.lang,
    "publisher": documents.c.publisher,
    "source": documents.c.source,
    "month": func.substr(records.c.first_day, literal_column("1"), literal_column("7")),
}
FACETS = ("party", "sector", "form", "instrument")


def count_of(ledger: Ledger, kind: str, asked: Filter) -> int:
    """How many records of a kind fit."""
    query = select(func.count()).select_from(records.join(documents)).where(*conditions(asked, kind))
    if under := _filed(asked, kind):
        query = select(func.count()).select_from(filed).where(*under)
    return ledger.ask(lambda connection: int(connection.execute(query).scalar_one()))


def _filed(asked: Filter, kind: str) -> list[ColumnElement[bool]]:
    """The conditions on what is filed, where a pair or a sector is all that is asked: such counts read nothing else."""
    by_code = filed_by(asked, kind)
    if by_code is None or msgspec.structs.replace(by_code[1], limit=None) != EVERYTHING:
        return []
    return [filed.c.code == by_code[0], filed.c.kind == kind]


def counts_by(ledger: Ledger, kind: str, asked: Filter, by: str) -> Counter[str]:
    """How many of the records that fit have each value: a column's (`type`, `lang` …) or a facet's (`party` …)."""
    return ledger.ask(lambda connection: _counts(connection, kind, asked, by))


def _counts(connection: Connection, kind: str, asked: Filter, by: str) -> Counter[str]:
    told = conditions(asked, kind)
    if by in FACETS:
        fitting = select(records.c.key).select_from(records.join(documents)).where(*told)
        query = (
            select(facets.c.code, func.count())
            .where(facets.c.code.between(f"{by}:", f"{by};"), facets.c.record.in_(fitting))
            .group_by(facets.c.code)
            .order_by(facets.c.code)
        )
        return Counter({code.partition(":")[2]: count for code, count in connection.execute(query)})
    column = _COLUMNS[by]
    if by == "type" and (under := _filed(asked, kind)):
        rows = connection.execute(select(filed.c.type, func.count()).where(*under).group_by(filed.c.type))
        return Counter({str(value): count for value, count in sorted(map(tuple, rows)) if value})
    query = (
        select(column, func.count()).select_from(records.join(documents)).where(*told).group_by(column).order_by(column)
    )
    return Counter({str(value): count for value, count in connection.execute(query) if value})


def months_of(ledger: Ledger, kind: str, asked: Filter) -> dict[str, Counter[str]]:
    """How many of the records that fit fall into each month, by their own type; what has no date is left out."""
    return ledger.ask(lambda connection: _months(connection, kind, asked))


def _months(connection: Connection, kind: str, asked: Filter) -> dict[str, Counter[str]]:
    month, told = _COLUMNS["month"], conditions(asked, kind)
    query = select(month, records.c.type, func.count()).select_from(records.join(documents)).where(*told)
    found: dict[str, Counter[str]] = {}
    for value, type, count in connection.execute(query.group_by(month, records.c.type)):
        if value:
            found.setdefault(value, Counter())[type or ""] += count
    return dict(sorted(found.items()))
