"""What is asked of undertakings, as questions to the rows that tell where each of them stands."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, and_, case, exists, func, or_, select

from servanda.ledger.groups import joined, undertaking_codes, undertakings
from servanda.ledger.placing import pair_code
from servanda.status import CLOSED, LATE, Attention, ladder, windows

if TYPE_CHECKING:
    AnySelect = Select[*tuple[Any, ...]]

Pair = tuple[str, str]
OPEN = "open"  # the standing of what is not closed
COUNTED = "counted"  # that of what is neither umbrella nor declaration
UNHEARD = (Attention.QUIET.value, Attention.DORMANT.value)  # what may be nobody's listening


class Wanted(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What narrows undertakings down; a pair is one that a single act names. `worth` asks for those with a sum.

    `standing` asks for those that are `open`, those that are `counted` on a ladder, or for what stands outside of it:
    `umbrella`, `declaration`; `begun` for those that were heard of by that day.
    """

    pair: Pair | None = None
    sector: str | None = None
    form: str | None = None
    status: str | None = None
    attention: str | None = None
    country: str | None = None
    worth: bool = False
    standing: str | None = None
    begun: datetime.date | None = None


EVERYTHING = Wanted()
HEARD = (*UNHEARD, Attention.NOT_WATCHED.value)  # what the calendar does not tell alone
SAME = and_(undertaking_codes.c.thread == undertakings.c.thread, undertaking_codes.c.part == undertakings.c.part)
# Whether it is a single happening (`placing.is_event`), of which silence tells sooner.
_EVENTS = (undertakings.c.forms.like(f"% {form} %") for form in ladder()["events"])
EVENT_LIKE = case((or_(*_EVENTS), 1), else_=0).label("is_event")


def rows_of(today: datetime.date) -> AnySelect:
    """The question for undertakings as rows, with what the calendar says of each."""
    return select(undertakings, calendar(today)).select_from(undertakings)


def rows_that_fit(wanted: Wanted, today: datetime.date) -> AnySelect:
    """The question for the rows that fit, those with the newest evidence first."""
    query = _fitting(rows_of(today), wanted, today)
    if codes_of(wanted):
        newest = (undertaking_codes.c.last_day, undertaking_codes.c.thread, undertaking_codes.c.part)
        return query.order_by(*(column.desc() for column in newest))
    return query.order_by(undertakings.c.last_day.desc(), undertakings.c.id.desc())


def count_that_fit(wanted: Wanted, today: datetime.date) -> AnySelect:
    """The question for how many fit, as far as the calendar tells it alone."""
    return _fitting(select(func.count()).select_from(undertakings), wanted, today)


def _fitting(query: AnySelect, wanted: Wanted, today: datetime.date) -> AnySelect:
    """The question, of what fits or may fit, where listening decides."""
    query = narrowed(query, wanted)
    if wanted.status:
        query = query.where(undertakings.c.status == wanted.status)
    if wanted.attention:
        told = UNHEARD if wanted.attention in HEARD else (wanted.attention,)
        query = query.where(calendar(today).in_(told))
    return query


def weightiest_rows(wanted: Wanted, today: datetime.date, most: int) -> AnySelect:
    """The question for the rows, at each step so many of those that fit: of which most acts tell, then the newest."""
    acts = select(func.count()).where(joined.c.thread == undertakings.c.thread).scalar_subquery()
    newest = [column.desc() for column in (undertakings.c.last_day, undertakings.c.thread, undertakings.c.part)]
    place = func.row_number().over(partition_by=undertakings.c.status, order_by=[acts.desc(), *newest])
    ranked = narrowed(rows_of(today), wanted).add_columns(place.label("place")).subquery()
    return select(ranked).where(ranked.c.place <= most)


def pressing_rows(wanted: Wanted, today: datetime.date, statuses: Collection[str]) -> AnySelect:
    """The question for the rows that the calendar calls late, the most pressing kind and the highest step first."""
    told = calendar(today)
    query = narrowed(rows_of(today), wanted).where(told.in_([kind.value for kind in LATE]))
    if statuses:
        query = query.where(undertakings.c.status.in_(statuses))
    kind = case({kind.value: place for place, kind in enumerate(LATE)}, value=told)
    return query.order_by(kind, undertakings.c.rank.desc())


def told_by_calendar(
    connection: Connection, today: datetime.date, wanted: Wanted = EVERYTHING
) -> Counter[tuple[str, str, str, int]]:
    """How many of those that may fit the calendar calls what, by parties, sectors and whether it is a single happening.

    Counted here, by the driver's own rows: the database would sort the rows of all by long texts, for twice the time.
    """
    table = undertakings.c
    query = select(calendar(today), table.parties, table.sectors, EVENT_LIKE).select_from(undertakings)
    found = connection.execute(_fitting(query, wanted, today)).cursor
    return Counter(found.fetchall() if found else ())


def groups_of(wanted: Wanted, today: datetime.date) -> AnySelect:
    """The question for groups of undertakings that a total takes as one, those with the newest evidence first."""
    table, names = undertakings.c, ("status", "outside", "unit", "parties", "sectors")
    alike = [table[name] for name in names]
    query = select(
        *alike, calendar(today), EVENT_LIKE, func.sum(table.amount).label("amount"), func.count().label("times")
    )
    query = narrowed(query.select_from(undertakings), wanted).group_by(*alike, "attention", "is_event")
    return query.order_by(func.max(table.last_day).desc(), func.max(table.thread).desc())


def places_of(wanted: Wanted) -> AnySelect:
    """The question for the places that undertakings name, with their parties and how many name just these."""
    table = undertakings.c
    query = select(table.places, table.parties, func.count().label("times")).select_from(undertakings)
    query = narrowed(query, wanted).where(table.places != "").group_by(table.places, table.parties)
    return query.order_by(func.max(table.last_day).desc(), func.max(table.thread).desc())


def dues_of(wanted: Wanted, statuses: Collection[str]) -> AnySelect:
    """The question for the different days by which what fits and stands at these steps is to be done."""
    stated = undertakings.c.due.is_not(None), undertakings.c.status.in_(statuses)
    return narrowed(select(undertakings.c.due).distinct().select_from(undertakings), wanted).where(*stated)


def codes_of(wanted: Wanted) -> list[str]:
    """The codes that an undertaking must have, those that fewest have first."""
    pair = pair_code(*wanted.pair) if wanted.pair else None
    others = {"form": wanted.form, "sector": wanted.sector, "party": wanted.country}
    return [*filter(None, [pair]), *(f"{kind}:{code}" for kind, code in others.items() if code)]


def count_by_codes(connection: Connection, codes: Sequence[str], status: str | None) -> int:
    """How many undertakings have all these codes, and the status, where one is given."""
    one, query = undertaking_codes.c, select(func.count()).where(undertaking_codes.c.code == codes[0])
    for code in codes[1:]:
        other = undertaking_codes.alias().c
        # Two stretches of one index, and a set of whole numbers: to look each of them up would cost twice as much.
        query = query.where(_number_of(one).in_(select(_number_of(other)).where(other.code == code)))
    if status:
        query = query.where(one.status == status)
    return connection.execute(query).scalar_one()


def _number_of(table: Any) -> ColumnElement[int]:
    """A whole number for each undertaking among these columns: its thread, and the part, of which there are two."""
    number: ColumnElement[int] = table.thread * 16 + table.part
    return number


def narrowed(query: AnySelect, wanted: Wanted) -> AnySelect:
    """The question, of undertakings with these codes: found by the first of them, looked up by the others."""
    for place, code in enumerate(codes_of(wanted)):
        if place == 0:
            query = query.join(undertaking_codes, SAME).where(undertaking_codes.c.code == code)
        else:
            other = undertaking_codes.alias()
            same = other.c.thread == undertakings.c.thread, other.c.part == undertakings.c.part
            query = query.where(exists().where(*same, other.c.code == code))
    if wanted.worth:
        query = query.where(undertakings.c.unit.is_not(None))
    if wanted.standing:
        query = query.where(_stands(wanted.standing))
    if wanted.begun:
        query = query.where(undertakings.c.first_day <= wanted.begun.isoformat())
    return query


def _stands(standing: str) -> ColumnElement[bool]:
    """What asks for the undertakings of a standing."""
    outside = undertakings.c.outside
    if standing == OPEN:
        return undertakings.c.status.not_in(CLOSED)
    return outside.is_(None) if standing == COUNTED else outside == standing


def calendar(today: datetime.date) -> ColumnElement[str]:
    """What the calendar says of an undertaking on a day, as `status.attention_of` does, whoever listened."""
    table, day = undertakings.c, today.isoformat()
    fresh = (today - datetime.timedelta(days=windows().follow_up)).isoformat()
    is_late, is_dormant = table.overdue_from <= day, table.dormant_from <= day
    was_searched = and_(table.searched > table.last_day, table.searched.between(fresh, day))
    return case(
        (table.status.in_([status.value for status in CLOSED]), Attention.CLOSED.value),
        (or_(table.blocked == 1, and_(or_(is_late, is_dormant), was_searched)), Attention.STALLED.value),
        (is_late, Attention.OVERDUE.value),
        (is_dormant, Attention.DORMANT.value),
        (table.quiet_from <= day, Attention.QUIET.value),
        else_=Attention.ON_WATCH.value,
    ).label("attention")
