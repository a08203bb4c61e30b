"""Review: what waits for a person, and what a person's judgement does to the ledger.

Nothing that was read is changed. A rejected record no longer holds; a corrected one has another row in its place, which
is the account's; undoing brings back what the log without that judgement says. All of it is told with its moment, so
that what was believed on a day can be asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Connection, func, select, true

from servanda.errors import NotFoundError, UsageError
from servanda.ledger.dialects import is_less_sure
from servanda.ledger.entries import entries, entry_of
from servanda.ledger.filters import known
from servanda.ledger.judgements import (
    Judgement,
    corrected,
    effective,
    log_of,
    slot_value,
    waiting,
    write_judgement,
)
from servanda.ledger.prefixes import PREFIXES
from servanda.ledger.rulings import THREAD_DEEDS
from servanda.ledger.schema import documents, judged, judgements, proposals, records
from servanda.ledger.settling import settle
from servanda.ledger.store import Ledger, moment_of
from servanda.records import Entry, Heading

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

BELOW = 0.85  # confidence below which a record waits for a person, unless told otherwise
KINDS = ("act", "figure", "event", "actor")
_MANY = 2_000  # records that wait, beyond which the newest are looked through
_PREFIX = {prefix: kind for kind, prefix in PREFIXES.items()}
_encode = msgspec.json.Encoder().encode


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A line of a record's history: when, who (an account, or the reader by its version), what, and why."""

    at: str
    who: str
    deed: str
    slot: str | None = None
    value: str | None = None
    reason: str | None = None
    judgement: int | None = None


def find_queue(
    ledger: Ledger,
    *,
    below: float = BELOW,
    kinds: Sequence[str] = KINDS,
    since: str | None = None,
    limit: int = 50,
    after: int = 0,
) -> list[Entry]:
    """The records that wait for a person, those of the newest documents first: less sure than `below`, not judged yet.

    `since` leaves out the documents published before that day, `after` the first so many.
    """
    order = documents.c.key.desc(), records.c.key
    waits = _waits(below, kinds, since)
    if count_queue(ledger, below=below, kinds=kinds, since=since, most=_MANY) > _MANY:
        waits = [condition.is_(true()) for condition in waits]  # by no index: the newest are come upon soon
    # Keys first: it is they that are sorted, not what the records say.
    first = select(records.c.key).select_from(records.join(documents)).where(*waits)
    first = first.order_by(*order).limit(limit).offset(after)
    query = entries().where(records.c.key.in_(first)).order_by(*order)
    return ledger.ask(lambda connection: [entry_of(row) for row in connection.execute(query)])


def count_queue(
    ledger: Ledger, *, below: float = BELOW, kinds: Sequence[str] = KINDS, since: str | None = None, most: int = 999
) -> int:
    """How many records wait for a person; no more than `most` and one are counted."""
    found = select(records.c.key).select_from(records.join(documents)).where(*_waits(below, kinds, since))
    query = select(func.count()).select_from(found.limit(most + 1).subquery())
    return ledger.ask(lambda connection: int(connection.execute(query).scalar_one()))


def _waits(below: float, kinds: Sequence[str], since: str | None) -> list[ColumnElement[bool]]:
    """The conditions of a record that waits; a document without a date is as new as any.

    What is judged is sure, or holds no longer; undone, it is as the reader gave it, and waits again.
    """
    told: list[Any] = [records.c.kind.in_(kinds), is_less_sure(below), *known(None)]
    if since:
        told.append(func.coalesce(documents.c.published, since) >= since)
    return told


def accept(ledger: Ledger, id: str, account: str, reason: str = "") -> Judgement:
    """Say that a record is right as it is: it is sure from now on, and waits no longer."""
    return _judge(ledger, id, Judgement(key=0, at="", account=account, deed="accept", about=id, reason=reason))


def reject(ledger: Ledger, id: str, account: str, reason: str = "") -> Judgement:
    """Say that a record is none: it no longer holds, and joins no undertaking."""
    return _judge(ledger, id, Judgement(key=0, at="", account=account, deed="reject", about=id, reason=reason))


def correct(ledger: Ledger, id: str, slot: str, written: str, account: str, reason: str = "") -> Judgement:
    """Give a slot of a record another value; `UsageError` where it has none, or none that takes such a value."""
    record = _held(ledger, id).record
    value = slot_value(record, slot, written)
    corrected(record, slot, value)  # what cannot be is told before anything is written
    body = _encode(value).decode()
    deed = Judgement(key=0, at="", account=account, deed="correct", about=id, slot=slot, value=body, reason=reason)
    return _judge(ledger, id, deed)


def undo(ledger: Ledger, id: str, account: str, reason: str = "", *, judgement: int | None = None) -> Judgement:
    """Undo the last judgement of a record that holds, or the one of that key; `UsageError` where there is none."""
    log = ledger.ask(lambda connection: log_of(connection, about=[id]))
    found = [one for one in effective(log) if judgement in (None, one.key)]
    found = found or [one for one in waiting(log) if judgement in (None, one.key)]  # a proposal is withdrawn
    if not found:
        raise UsageError(f"{id}: no judgement that holds" + (f" has the key {judgement}" if judgement else ""))
    deed = Judgement(
        key=0, at="", account=account, deed="undo", about=id, reason=reason, undoes=found[-1].key, doc=found[-1].doc
    )
    return _judge(ledger, id, deed)


def undo_all(ledger: Ledger, first: int, last: int, account: str) -> list[Judgement]:
    """Undo what an account judged of records, from the judgement of one key to that of another, the last first."""
    log = effective(ledger.ask(lambda connection: log_of(connection, deeds=("accept", "reject", "correct"))))
    held = [one for one in log if first <= one.key <= last and one.account == account]
    return [undo(ledger, one.about, account, judgement=one.key) for one in reversed(held)]


def confirm(ledger: Ledger, judgement: int, account: str, reason: str = "") -> Judgement:
    """Let a judgement that is proposed hold; `UsageError` where it does not wait, or waits for another account."""
    proposal = next((one for one in find_proposals(ledger) if one.key == judgement), None)
    if proposal is None:
        raise UsageError(f"judgement {judgement}: none that waits for another account")
    if proposal.account.strip().casefold() == account.strip().casefold():
        raise UsageError(f"judgement {judgement}: proposed by {proposal.account}; another account must confirm it")
    deed = msgspec.structs.replace(
        proposal, key=0, at=moment_of(None), account=account, deed="confirm", slot=None, value=str(judgement),
        reason=reason, undoes=None, waits=False,
    )  # fmt: skip

    def write(connection: Connection) -> Judgement:
        signed = write_judgement(connection, deed)
        if proposal.deed not in THREAD_DEEDS:
            settle(connection, proposal.about, msgspec.structs.replace(proposal, at=signed.at))
        return signed

    return ledger.rule(write)


def find_proposals(ledger: Ledger) -> list[Judgement]:
    """The judgements that wait until another account confirms them, in the order in which they were proposed."""

    def ask(connection: Connection) -> list[Judgement]:
        query = select(judgements.c.about).join(proposals, proposals.c.judgement == judgements.c.key).distinct()
        ids = list(connection.scalars(query))
        return waiting(log_of(connection, about=ids)) if ids else []

    return ledger.ask(ask)


def find_history(ledger: Ledger, id: str) -> list[Change]:
    """What became of a record or undertaking's act: when it was read, by which reader, and every judgement about it."""
    changes = ledger.ask(lambda connection: _history(connection, id))
    if not changes:
        raise NotFoundError(f"nothing has the id {id!r}")
    return changes


def _history(connection: Connection, id: str) -> list[Change]:
    columns = (documents.c.recorded_at, documents.c.superseded_at, documents.c.reader, documents.c.version)
    is_read = records.c.key.not_in(select(judged.c.record).where(judged.c.judgement.is_not(None)))
    query = select(*columns).select_from(records.join(documents)).where(records.c.id == id, is_read)
    changes = []
    for row in connection.execute(query):
        changes.append(Change(at=row.recorded_at, who=row.reader, deed="read", value=f"version {row.version}"))
        if row.superseded_at:
            changes.append(
                Change(at=row.superseded_at, who=row.reader, deed="superseded", value=f"version {row.version}")
            )
    log = log_of(connection, about=[id])
    waits = {one.key for one in waiting(log)}
    for one in log:
        about = one.undoes or one.confirms
        told = one.value if about is None else f"judgement {about}"
        changes.append(
            Change(
                at=one.at,
                who=one.account,
                deed=_told(one, waits),
                slot=one.slot,
                value=told,
                reason=one.reason,
                judgement=one.key,
            )
        )
    return sorted(changes, key=lambda change: change.at)


def _told(judgement: Judgement, waits: Collection[int]) -> str:
    """What a judgement did, in a word or two."""
    if judgement.key in waits:
        return f"{judgement.deed} (proposed)"
    return "carried over" if judgement.carries else judgement.deed


def _held(ledger: Ledger, id: str) -> Entry:
    """The entry of a record that can be judged: it holds, or was rejected."""
    entry = ledger.get(id).proofs[0].entry
    if isinstance(entry.record, Heading) or _PREFIX.get(id.partition("-")[0]) is None:
        raise UsageError(f"{id}: a document is not judged; judge its records")
    if entry.superseded:
        raise UsageError(f"{id}: of an older version of its document; judge what holds")
    return entry


def _judge(ledger: Ledger, id: str, judgement: Judgement) -> Judgement:
    """Write a judgement and let it work, in one transaction."""
    entry = _held(ledger, id)
    moment = moment_of(None)
    deed = msgspec.structs.replace(judgement, at=moment, about=entry.id, doc=entry.record.doc)

    def write(connection: Connection) -> Judgement:
        signed = write_judgement(connection, deed)
        settle(connection, entry.id, signed)
        return signed

    return ledger.rule(write)
