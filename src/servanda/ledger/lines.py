"""Undertakings as lines: all that their rows tell, and what attention they ask for on a day."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Connection, Row

from servanda.ledger.listening import Answers, KeptListening
from servanda.ledger.placing import is_event
from servanda.ledger.wanted import UNHEARD
from servanda.records import Amount
from servanda.status import Attention, silence_days, windows

if TYPE_CHECKING:
    AnyRow = Row[*tuple[Any, ...]]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """An undertaking as lists count it: all of it that its row tells, and its attention on the day."""

    id: str
    thread: int
    part: int
    status: str
    attention: str
    parties: tuple[str, ...]
    sectors: tuple[str, ...]
    forms: tuple[str, ...]
    places: tuple[str, ...]
    amount: Amount | None
    due: str | None
    since: str
    last: str
    umbrella: bool


class Ear(KeptListening):
    """How well we listen, and what rows therefore tell on a day."""

    def __init__(self, connection: Connection, today: datetime.date, found: Answers) -> None:
        """Ask by this connection; `found` are answers of the same state of the ledger, and takes more."""
        super().__init__(connection, found=found)
        self.connection = connection
        self.today = today

    def attention(self, told: str, parties: str, sectors: str, *, is_event: bool) -> str:
        """The attention that the calendar tells, unless nobody listened; parties and sectors as their row has them."""
        if told not in UNHEARD:
            return told
        since = self.today - datetime.timedelta(days=silence_days(Attention(told), is_event=is_event))
        enough = self.heard(parties.split(), sectors.split(), since, self.today) >= windows().heard
        return told if enough else Attention.NOT_WATCHED.value

    def line(self, row: AnyRow) -> Line:
        """The line of a row that `wanted.rows_of` asks for."""
        parties, sectors, forms = (tuple(value.split()) for value in (row.parties, row.sectors, row.forms))
        return Line(
            id=row.id,
            thread=row.thread,
            part=row.part,
            status=row.status,
            attention=self.attention(row.attention, row.parties, row.sectors, is_event=is_event(forms)),
            parties=parties,
            sectors=sectors,
            forms=forms,
            places=tuple(row.places.split("\n")) if row.places else (),
            amount=sum_of(row),
            due=row.due,
            since=row.first_day,
            last=row.last_day,
            umbrella=row.outside == "umbrella",
        )


def sum_of(row: AnyRow) -> Amount | None:
    """The sum that a row tells."""
    return Amount(value=row.amount, unit=row.unit) if row.unit else None
