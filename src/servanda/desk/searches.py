"""Searches that members keep: a name and the address of a search, which is a feed and a calendar as well."""

from __future__ import annotations

import datetime
from urllib.parse import parse_qsl, urlencode

import msgspec
from sqlalchemy import Column, Integer, String, Table, delete, func, insert, select

from servanda.desk.accounts import Accounts, tables
from servanda.desk.comments import plain_words
from servanda.errors import NotFoundError, UsageError

LONGEST_NAME, LONGEST_QUERY = 80, 1_000
_MOST = 100  # of one account
_PAGES = ("/search", "/undertakings")

_searches = Table(
    "searches",
    tables,
    Column("number", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("account", String, nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("page", String, nullable=False),
    Column("query", String, nullable=False),
)


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """A search that somebody keeps: the page that answers it, and its slots."""

    number: int
    at: str
    account: str
    name: str
    page: str
    query: str

    @property
    def address(self) -> str:
        """Where it is answered."""
        return f"{self.page}?{self.query}"

    @property
    def feed(self) -> str | None:
        """Its news as Atom, where its page has them."""
        return f"/search.atom?{self.query}" if self.page == "/search" else None

    @property
    def calendar(self) -> str:
        """Its dates as a calendar."""
        return f"{self.page}.ics?{self.query}"


class Searches:
    """The searches that the members of one desk keep."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def of(self, account: str) -> list[Search]:
        """The searches of an account, by name."""
        chosen = select(_searches).where(_searches.c.account == account).order_by(_searches.c.name)
        with self._accounts.writing() as connection:
            return [Search(**row) for row in connection.execute(chosen).mappings()]

    def keep(self, account: str, name: str, page: str, query: str) -> None:
        """Keep a search; `UsageError` where it has no name, is no search, or where there are too many."""
        name = " ".join(plain_words(name).split())
        if not name or len(name) > LONGEST_NAME:
            raise UsageError(f"a search that is kept has a name of 1 to {LONGEST_NAME} characters")
        slots = [(key, value) for key, value in parse_qsl(query.lstrip("?")) if key not in ("page", "ui")]
        kept = urlencode(slots)
        if page not in _PAGES or len(kept) > LONGEST_QUERY:
            raise UsageError(f"what is kept is a search of {' or '.join(_PAGES)}, of up to {LONGEST_QUERY} characters")
        row = {"account": account, "name": name, "page": page, "query": kept}
        row["at"] = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        with self._accounts.writing() as connection:
            count = select(func.count()).where(_searches.c.account == account)
            if connection.execute(count).scalar_one() >= _MOST:
                raise UsageError(f"{_MOST} searches are kept already; drop one")
            connection.execute(insert(_searches).values(row))

    def drop(self, number: int, account: str) -> None:
        """Keep a search no longer; `NotFoundError` where the account has none of that number."""
        with self._accounts.writing() as connection:
            mine = delete(_searches).where(_searches.c.number == number, _searches.c.account == account)
            if connection.execute(mine).rowcount != 1:
                raise NotFoundError(f"no search {number} of {account}")
