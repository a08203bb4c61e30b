"""Comments: what members of a desk say about an undertaking, in order.

They are kept beside the accounts and not in the ledger: what colleagues say to each other is not passed on with it.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterable

import msgspec
from sqlalchemy import Column, Integer, String, Table, func, insert, select, update

from servanda.desk.accounts import Accounts, tables
from servanda.errors import NotFoundError, UsageError

LONGEST = 4_000  # characters of a comment
_MOST = 200  # of one undertaking that are shown
_MOST_AN_HOUR = 60  # of one account

_comments = Table(
    "comments",
    tables,
    Column("number", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("account", String, nullable=False),
    Column("about", String, nullable=False, index=True),
    Column("words", String, nullable=False),
    Column("withdrawn_at", String),
)


class Comment(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody said about an undertaking, and when."""

    number: int
    at: str
    account: str
    about: str
    words: str


class Comments:
    """The comments of one desk."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def about(self, ids: Iterable[str]) -> list[Comment]:
        """What was said about an undertaking, by whichever of these ids it was known then, the oldest first."""
        if not self._accounts.path.exists():
            return []
        chosen = select(_comments).where(_comments.c.about.in_(list(ids)), _comments.c.withdrawn_at.is_(None))
        with self._accounts.writing() as connection:
            rows = connection.execute(chosen.order_by(_comments.c.number.desc()).limit(_MOST)).all()
        return [
            Comment(number=row.number, at=row.at, account=row.account, about=row.about, words=row.words)
            for row in reversed(rows)
        ]

    def say(self, account: str, about: str, words: str) -> Comment:
        """Add a comment; `UsageError` where it says nothing, too much, or where an account says too much in an hour."""
        said = plain_words(words)
        if not said:
            raise UsageError("a comment says something")
        if len(said) > LONGEST:
            raise UsageError(f"a comment of {len(said)} characters; at most {LONGEST} are kept")
        now = datetime.datetime.now(datetime.UTC)
        hour = (now - datetime.timedelta(hours=1)).isoformat(timespec="seconds")
        at = now.isoformat(timespec="seconds")
        lately = select(func.count()).where(_comments.c.account == account, _comments.c.at > hour)
        with self._accounts.writing() as connection:
            if connection.execute(lately).scalar_one() >= _MOST_AN_HOUR:
                raise UsageError(f"more than {_MOST_AN_HOUR} comments in an hour; go on later")
            row = {"at": at, "account": account, "about": about, "words": said}
            number = connection.execute(insert(_comments).values(row)).inserted_primary_key
        assert number is not None
        return Comment(number=number[0], **row)

    def withdraw(self, number: int, account: str, *, any_account: bool = False) -> Comment:
        """Take a comment of an account back (an owner: anybody's); `NotFoundError` where it has none of that number."""
        found = select(_comments).where(_comments.c.number == number, _comments.c.withdrawn_at.is_(None))
        with self._accounts.writing() as connection:
            row = connection.execute(found).first()
            if row is None or (row.account != account and not any_account):
                raise NotFoundError(f"no comment {number} of {account}")
            now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
            connection.execute(update(_comments).where(_comments.c.number == number).values(withdrawn_at=now))
        return Comment(number=row.number, at=row.at, account=row.account, about=row.about, words=row.words)


def plain_words(words: str) -> str:
    """What was written, its lines kept, without what no reader can see: control characters and marks of direction."""
    lines = ("".join(c if unicodedata.category(c)[0] != "C" else " " for c in line) for line in words.splitlines())
    return "\n".join(" ".join(line.split()) for line in lines).strip()
