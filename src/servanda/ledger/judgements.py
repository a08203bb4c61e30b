"""What people judge, as a log that only grows, and what follows from it: state is a function of the log.

A judgement is about a record (`accept`, `correct` a slot, `reject`), about an undertaking's acts (`split`, `merge`),
about two actors (`same`, `different`, `unsure`), or says what became of an undertaking (`verdict`). An `undo` names
what it undoes, and can be undone itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, func, insert, or_, select

from servanda.errors import UsageError
from servanda.ledger.schema import judgements, proposals
from servanda.records import AnyRecord
from servanda.vocabulary import check_code, check_country

DEEDS = ("accept", "correct", "reject", "split", "merge", "same", "different", "unsure", "verdict", "undo", "confirm")
FIXED = frozenset({"doc", "start", "end", "quote", "confidence", "rule", "part"})  # what a reader found is no opinion
SLOT_CODES = {
    "verb": "verb",
    "indicator": "indicator",
    "measure": "measure",
    "forms": "form",
    "sectors": "sector",
    "sector": "sector",
    "instrument": "instrument",
}
_ABOUT_JUDGEMENTS = ("undo", "confirm")
_COUNTRIES = frozenset({"country", "parties", "reporter", "partner"})
_LONGEST = 400  # characters of a reason or an account's name


class Judgement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What somebody judged: when, who, what about which record or act, and why.

    `value` is JSON: of a correction the slot's new value, of a judgement about two things the other's id, of a
    confirmation the key of what it confirms. `carries` is the judgement that this one repeats for a record that was
    read anew. One that `waits` is proposed: it is without effect until another account confirms it.
    """

    key: int
    at: str
    account: str
    deed: str
    about: str
    slot: str | None = None
    value: str | None = None
    reason: str | None = None
    doc: str | None = None
    undoes: int | None = None
    carries: int | None = None
    waits: bool = False

    @property
    def said(self) -> str:
        """The value as it is: the code of a verdict, the id of the other of two things that a ruling is about."""
        return str(msgspec.json.decode(self.value or '""'))

    @property
    def confirms(self) -> int | None:
        """The key of the judgement that this one confirms."""
        return int(msgspec.json.decode(self.value or "null")) if self.deed == "confirm" else None


def write_judgement(connection: Connection, judgement: Judgement) -> Judgement:
    """The judgement as the log has it, with its key; `UsageError` where nobody signs it."""
    if not judgement.account.strip() or len(judgement.account) > _LONGEST:
        raise UsageError("a judgement is signed: name an account (--account, or SERVANDA_ACCOUNT)")
    key = connection.execute(select(func.coalesce(func.max(judgements.c.key), 0))).scalar_one() + 1
    signed = msgspec.structs.replace(judgement, key=key, reason=(judgement.reason or "")[:_LONGEST] or None)
    row = msgspec.structs.asdict(signed)
    row.pop("waits")
    connection.execute(insert(judgements).values(row))
    if signed.waits:
        connection.execute(insert(proposals).values(judgement=key))
    return signed


def log_of(
    connection: Connection, *, about: Iterable[str] = (), doc: str | None = None, deeds: Sequence[str] = DEEDS
) -> list[Judgement]:
    """The judgements about these records, or about a document's, or all of these deeds, in order, undoings among them.

    An undoing is about what the judgement that it undoes is about.
    """
    query = _all().where(or_(judgements.c.deed.in_(deeds), judgements.c.deed.in_(_ABOUT_JUDGEMENTS)))
    if ids := list(about):
        query = query.where(judgements.c.about.in_(ids))
    if doc is not None:
        query = query.where(judgements.c.doc == doc)
    rows = connection.execute(query.order_by(judgements.c.key)).mappings()
    return [Judgement(**row) for row in rows]


def _all() -> Select[*tuple[Any, ...]]:
    """The question for all judgements, each with whether it waits for another account."""
    waits = proposals.c.judgement.is_not(None).label("waits")
    return select(judgements, waits).outerjoin(proposals, proposals.c.judgement == judgements.c.key)


def judgement_of(connection: Connection, key: int) -> Judgement:
    """The judgement of that key."""
    return Judgement(**connection.execute(_all().where(judgements.c.key == key)).mappings().one())


def effective(log: Sequence[Judgement]) -> list[Judgement]:
    """The judgements that hold, in order: those that nothing undoes which itself holds, and that wait for nobody."""
    undone, confirmed = _answered(log)
    held = (one for one in log if one.deed not in _ABOUT_JUDGEMENTS and one.key not in undone)
    return [judgement for judgement in held if not judgement.waits or judgement.key in confirmed]


def waiting(log: Sequence[Judgement]) -> list[Judgement]:
    """The judgements that wait until another account confirms them, in order."""
    undone, confirmed = _answered(log)
    return [one for one in log if one.waits and one.key not in undone and one.key not in confirmed]


def _answered(log: Sequence[Judgement]) -> tuple[set[int], set[int]]:
    """The keys of the judgements that are undone, and of those that are confirmed; an answer may be undone itself."""
    undone: set[int] = set()
    confirmed: set[int] = set()
    for judgement in reversed(log):
        if judgement.key in undone:
            continue
        if judgement.confirms is not None:
            confirmed.add(judgement.confirms)
        if judgement.undoes is not None and (not judgement.waits or judgement.key in confirmed):
            undone.add(judgement.undoes)
    return undone, confirmed


def applied(record: AnyRecord, log: Sequence[Judgement]) -> AnyRecord | None:
    """The record as it is after the judgements that hold; None where it is rejected.

    What a person accepted or corrected is sure; `rule` tells the route by which it was read, and by whom it was judged.
    """
    found: AnyRecord | None = record
    for judgement in effective(log):
        if judgement.deed == "reject":
            found = None
        elif judgement.deed == "accept":
            found = _signed(found or record, judgement)
        elif judgement.deed == "correct" and judgement.slot:
            value = msgspec.json.decode(judgement.value or "null")
            found = _signed(corrected(found or record, judgement.slot, value), judgement)
    return found


def _signed(record: AnyRecord, judgement: Judgement) -> AnyRecord:
    how = "corrected" if judgement.deed == "correct" else "accepted"
    route = record.rule.partition(" · ")[0]
    return msgspec.structs.replace(record, confidence=1.0, rule=f"{route} · {how} by {judgement.account}")


def corrected(record: AnyRecord, slot: str, value: Any) -> AnyRecord:
    """The record with another value in a slot; `UsageError` where it has no such slot, or not of that kind or code."""
    slots = msgspec.structs.asdict(record)
    known = sorted(slots.keys() - FIXED)
    if slot not in known:
        raise UsageError(f"{record.kind} has no slot {slot!r} to correct; it has {', '.join(known)}")
    plain = msgspec.to_builtins(record)
    plain.pop(slot, None)
    if value not in (None, "", []):
        plain[slot] = _checked(slot, value)
    try:
        return msgspec.convert(plain, type(record), strict=False)
    except msgspec.ValidationError as error:
        raise UsageError(f"{slot}: {error}") from error


def _checked(slot: str, value: Any) -> Any:
    """The value with its codes as the contract writes them."""
    if isinstance(value, list):
        return [_checked(slot, item) for item in value]
    if slot in _COUNTRIES:
        return check_country(str(value))
    return check_code(SLOT_CODES[slot], str(value)) if slot in SLOT_CODES else value


def slot_value(record: AnyRecord, slot: str, written: str) -> Any:
    """What somebody wrote, as a slot of the record takes it: several values stand between semicolons, JSON is JSON."""
    if written.strip()[:1] in ("{", "["):
        try:
            return msgspec.json.decode(written)
        except msgspec.DecodeError as error:
            raise UsageError(f"{slot}: no JSON: {error}") from error
    values = [value.strip() for value in written.split(";") if value.strip()]
    is_list = isinstance(getattr(record, slot, None), tuple)
    return values if is_list else " ".join(written.split()) or None
