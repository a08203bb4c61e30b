"""Undertakings as rows: where each stands, the days on which the calendar changes it, and the codes it is asked by."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any, NamedTuple

from servanda.days import ONE_DAY
from servanda.ledger.threads import Thread
from servanda.ledger.undertakings import Account, accounts_of
from servanda.status import CLOSED, Status, Watch, in_time_until, ladder, windows
from servanda.vocabulary import sectors_over

Row = dict[str, Any]
_NEVER = "9999"
_RANKS = {status: place for place, status in enumerate(Status)}  # exits after the ladder: what is suspended is urgent


class Placed(NamedTuple):
    """The rows of undertakings, of their codes and of their moves."""

    undertakings: list[Row]
    codes: list[Row]
    moves: list[Row]


def placed(threads: Mapping[int, Thread], searched: Mapping[str, datetime.date]) -> Placed:
    """All rows of the threads, which are given by their numbers."""
    found = Placed([], [], [])
    for number, thread in threads.items():
        for part, account in enumerate(accounts_of(thread)):
            row = {"thread": number, "part": part, **_row(account, searched)}
            place = {"thread": number, "part": part}
            found.undertakings.append(row)
            told = {name: row[name] for name in ("last_day", "status")}
            found.codes.extend({"code": code, **told, **place} for code in sorted(_codes(account)))
            found.moves.extend({**place, **move} for move in _moves(account))
    return found


def _row(account: Account, searched: Mapping[str, datetime.date]) -> Row:
    status, days = account.standing.status, account.days()
    amount = account.newest("amount")
    return {
        "id": account.id,
        "status": status.value,
        "rank": _RANKS[status],
        "first_day": days[0].isoformat(),
        "last_day": days[-1].isoformat(),
        **{name: listed(getattr(account, name)) for name in ("parties", "sectors", "forms")},
        "outside": "umbrella" if account.is_umbrella else "declaration" if status is Status.DECLARATION else None,
        "places": "\n".join(" ".join(place.split()) for place in account.union("places")),
        "due": account.due,
        "amount": amount.value if amount else None,
        "unit": amount.unit if amount and amount.value else None,
        **_days_of(status, account.watch(searched)),
    }


def listed(values: Iterable[str]) -> str:
    """The values as a text in which each stands between spaces."""
    return f" {' '.join(values)} "


def _days_of(status: Status, watch: Watch) -> Row:
    """The first days on which it would be late or silent; never, when it is closed."""
    limits = windows()
    until = in_time_until(status, watch)
    quiet = limits.quiet_event if watch.is_event else limits.quiet
    dormant = limits.dormant_event if watch.is_event else limits.dormant
    is_open = status not in CLOSED
    return {
        "overdue_from": _after(until, 0) if is_open else _NEVER,
        "quiet_from": _after(watch.last, quiet) if is_open else _NEVER,
        "dormant_from": _after(watch.last, dormant) if is_open else _NEVER,
        "searched": watch.searched.isoformat() if watch.searched else "",
        "blocked": int(watch.blocked and is_open),
    }


def _after(day: datetime.date | None, days: int) -> str:
    """The day after so many days."""
    if day is None or day > datetime.date.max - datetime.timedelta(days=days + 1):
        return _NEVER
    return (day + datetime.timedelta(days=days) + ONE_DAY).isoformat()


def _codes(account: Account) -> set[str]:
    """The codes; a pair is one that a single act names, a sector has its parent's code as well."""
    pairs = {pair for act in account.acts for pair in combinations(sorted(set(act.parties)), 2)}
    return {
        *(pair_code(*pair) for pair in pairs),
        *(f"party:{party}" for party in account.parties),
        *(f"form:{form}" for form in account.forms),
        *(f"sector:{code}" for sector in account.sectors for code in sectors_over(sector)),
    }


def pair_code(first: str, second: str) -> str:
    """The code of two countries, in whatever order."""
    return f"pair:{min(first, second)}-{max(first, second)}"


def _moves(account: Account) -> Iterator[Row]:
    """The steps that were reached on a day, each with the step before."""
    before: str | None = None
    for number, step in enumerate(account.steps()):
        if step.date:
            yield {"day": step.date, "number": number, "status": step.status, "before": before}
        before = step.status


def is_event(forms: Iterable[str]) -> bool:
    """Whether silence about it tells sooner, because it is a single happening."""
    return not set(forms).isdisjoint(ladder()["events"])
