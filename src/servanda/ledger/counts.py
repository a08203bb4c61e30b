"""How many records fit a question, and how many of them have which code, language, publisher or month.

Where more fit than `MOST`, the newest of them are counted: no answer takes longer because a ledger is large.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec
from sqlalchemy import ColumnElement, Connection, func, literal_column, select

from servanda.ledger.filing import filed_by
from servanda.ledger.filters import EVERYTHING, Filter, conditions
from servanda.ledger.fitting import newest_fitting
from servanda.ledger.groups import filed
from servanda.ledger.kept_pools import batches
from servanda.ledger.schema import documents, facets, records
from servanda.ledger.store import Ledger

MOST = 2_000
FACETS = ("party", "sector", "form")
_MONTH = func.substr(records.c.first_day, literal_column("1"), literal_column("7"))
_COLUMNS = (records.c.type, documents.c.lang, documents.c.publisher, _MONTH)
_NAMES = ("type", "lang", "publisher", "month")


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How many records fit, and of each value how many have it; `is_more` where only the newest are counted."""

    number: int
    is_more: bool
    values: Mapping[str, Counter[str]]


def count_newest(ledger: Ledger, kind: str, asked: Filter) -> tuple[int, bool]:
    """How many records fit, and whether there are more than are counted."""

    def counted(connection: Connection) -> int:
        some = newest_fitting(connection, _one_more(asked), kind, records.c.key).subquery()
        return int(connection.execute(select(func.count()).select_from(some)).scalar_one())

    number = ledger.ask(counted)
    return min(number, MOST), number > MOST


def counts_of(ledger: Ledger, kind: str, asked: Filter) -> Counts:
    """How many records fit, with how many of them have which `type`, `lang`, `publisher`, `month` and codes."""
    return ledger.ask(lambda connection: _counts(connection, kind, asked))


def _one_more(asked: Filter) -> Filter:
    return msgspec.structs.replace(asked, limit=MOST + 1)


def _counts(connection: Connection, kind: str, asked: Filter) -> Counts:
    found = connection.execute(newest_fitting(connection, _one_more(asked), kind, records.c.key, *_COLUMNS)).all()
    counted = found[:MOST]
    values = {name: Counter(row[place] for row in counted if row[place]) for place, name in enumerate(_NAMES, 1)}
    values |= _codes(connection, [row[0] for row in counted])
    in_order = {name: Counter(dict(sorted(counts.items()))) for name, counts in values.items()}
    return Counts(number=len(counted), is_more=len(found) > MOST, values=in_order)


def _codes(connection: Connection, keys: Sequence[int]) -> dict[str, Counter[str]]:
    """How many of the records have each code, by what it is a code of."""
    found: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for some in batches(keys):
        query = select(facets.c.code, func.count()).where(facets.c.record.in_(some)).group_by(facets.c.code)
        for code, count in connection.execute(query):
            name, _, value = code.partition(":")
            if name in found:
                found[name][value] += count
    return found


def count_of(ledger: Ledger, kind: str, asked: Filter) -> int:
    """How many records of a kind fit, however many: for what is narrow, or filed."""
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
