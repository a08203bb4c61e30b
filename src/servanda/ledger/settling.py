"""What judgements do to the ledger's rows: a record is what its log says, and stays so when it is read anew."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import Connection, insert, select, update

from servanda.errors import UsageError
from servanda.ledger.entries import entries, entry_of
from servanda.ledger.filters import known
from servanda.ledger.judgements import Judgement, applied, effective, log_of, write_judgement
from servanda.ledger.rows import days_told, facets_among, type_of
from servanda.ledger.schema import documents, facets, judged, records
from servanda.records import Actor, AnyRecord, Entry, from_json

if TYPE_CHECKING:
    from servanda.ledger.entries import AnyRow, AnySelect

_LIKE = 0.6  # share of words from which on two quotes are those of one record, read anew
_encode = msgspec.json.Encoder().encode


def settle(connection: Connection, id: str, last: Judgement) -> None:
    """Let a record be what its log says: the row that held until now ends, another takes its place.

    `UsageError` where no record of that id holds any more: somebody else's new version of its document came first.
    """
    rows = connection.execute(_rows_of(id)).all()
    read = next((row for row in rows if row.judgement is None), None)  # as the reader gave it
    if read is None:
        raise UsageError(f"{id}: its document was read anew meanwhile; judge what holds now")
    wanted = applied(from_json(read.body), log_of(connection, about=[id]))
    held = next((row for row in rows if row.held_until is None), None)
    body = _encode(wanted).decode() if wanted is not None else None
    if held is not None and held.body == body:
        return
    if held is not None:
        _end(connection, held.key, last.at, is_read=held.judgement is None and held.held_from is None)
    if wanted is not None:
        _put(connection, read, wanted, last)


def _rows_of(id: str) -> AnySelect:
    """The question for all rows of a record in the version of its document that holds."""
    columns = (records.c.key, records.c.id, records.c.document, records.c.kind, records.c.body)
    more = (judged.c.judgement, judged.c.held_from, judged.c.held_until)
    of_now = documents.c.superseded_at.is_(None)
    joined = records.join(documents).outerjoin(judged, judged.c.record == records.c.key)
    return select(*columns, *more).select_from(joined).where(records.c.id == id, of_now).order_by(records.c.key)


def _end(connection: Connection, key: int, moment: str, *, is_read: bool) -> None:
    if is_read:
        connection.execute(insert(judged).values(record=key, held_until=moment))
    else:
        connection.execute(update(judged).where(judged.c.record == key).values(held_until=moment))


def _put(connection: Connection, read: AnyRow, record: AnyRecord, last: Judgement) -> None:
    """Give a record another row, which holds from the judgement's moment on, with the codes it can be asked by."""
    key = connection.exec_driver_sql("SELECT coalesce(max(key), 0) + 1 FROM records").scalar_one()
    document = read.document
    published = connection.execute(select(documents.c.published).where(documents.c.key == document)).scalar_one()
    first, last_day = days_told(record, published)
    row = {
        "key": key,
        "id": read.id,
        "document": document,
        "kind": record.kind,
        "type": type_of(record),
        "first_day": first,
        "last_day": last_day,
        "body": _encode(record).decode(),
    }
    connection.execute(insert(records).values(row))
    connection.execute(insert(judged).values(record=key, judgement=last.key, held_from=last.at))
    codes = _facets_in(connection, document, record)
    if codes:
        connection.execute(insert(facets), [{"code": code, "record": key} for code in sorted(codes)])


def _facets_in(connection: Connection, document: int, record: AnyRecord) -> set[str]:
    """The codes and names that a record can be asked by among the others of its document."""
    query = select(records.c.body).where(records.c.document == document).order_by(records.c.key)
    others = [from_json(body) for body in connection.scalars(query)]
    return facets_among(record, [other for other in others if isinstance(other, Actor)])


def carry(connection: Connection, doc: str, moment: str) -> None:
    """Let the judgements of a document's records hold for those that were read anew.

    A record with the same words has the same id, and its log with it. One whose words only nearly are the same has
    another id: the judgements that hold are written again for it, each naming the one that it carries.
    """
    log = log_of(connection, doc=doc)
    holding = effective(log)
    if not holding:
        return
    query = entries().where(documents.c.doc == doc, *known(None))
    fresh = {entry.id: entry for entry in map(entry_of, connection.execute(query))}
    for id in dict.fromkeys(judgement.about for judgement in holding):
        mine = [judgement for judgement in holding if judgement.about == id]
        target = id if id in fresh else _heir(connection, id, fresh.values())
        if target is None:
            continue
        if target != id:
            for one in mine:
                again = msgspec.structs.replace(one, at=moment, about=target, carries=one.key, waits=False)
                mine[-1] = write_judgement(connection, again)
        settle(connection, target, msgspec.structs.replace(mine[-1], at=moment))


def _heir(connection: Connection, id: str, fresh: Iterable[Entry]) -> str | None:
    """The id of the record of the same kind whose words share most with those of the one that is gone."""
    body = connection.scalars(select(records.c.body).where(records.c.id == id).order_by(records.c.key.desc())).first()
    if body is None:
        return None
    gone = from_json(body)
    shares = [(_share(gone.quote, entry.record.quote), entry.id) for entry in fresh if entry.record.kind == gone.kind]
    best, heir = max(shares, default=(0.0, None))
    return heir if best >= _LIKE else None


def _share(first: str, second: str) -> float:
    """The share of words that two quotes have in common."""
    one, other = set(first.lower().split()), set(second.lower().split())
    if len(one | other) <= 1:  # a script without spaces
        one, other = set(first), set(second)
    return len(one & other) / max(1, len(one | other))
