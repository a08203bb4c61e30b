"""Who may do what at a desk: accounts with a role, keys of four kinds, and the book of what was done.

They are kept in a file beside the ledger (`servanda.db.accounts`) and not in it: a ledger is passed on as it is, and
nobody's password goes with it. Passwords are kept as argon2id, keys as their SHA-256; neither can be read back.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from functools import cache
from pathlib import Path

import msgspec
from pwdlib import PasswordHash
from sqlalchemy import Column, Connection, Engine, Integer, MetaData, String, Table, create_engine, event, select
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.pool import NullPool

from servanda.errors import LedgerError, NotFoundError, UsageError

SHORTEST, LONGEST = 12, 200  # characters of a password
KINDS = ("first", "invitation", "session", "token")
HOURS = {"first": 24, "invitation": 72, "session": 12, "token": 24 * 365}
SCOPES = ("read", "review")
_NAME = re.compile(r"[^\W_][\w .'-]{1,58}[^\W_]")
_MOST_ENTRIES = 500

tables = MetaData()
_accounts = Table(
    "accounts",
    tables,
    Column("name", String, primary_key=True),
    Column("role", Integer, nullable=False),
    Column("password", String, nullable=False),
    Column("made_at", String, nullable=False),
    Column("closed_at", String),
)
_keys = Table(
    "keys",
    tables,
    Column("hash", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("account", String),
    Column("role", Integer),
    Column("label", String),
    Column("made_at", String, nullable=False),
    Column("ends_at", String, nullable=False),
)
_book = Table(
    "book",
    tables,
    Column("number", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("account", String),
    Column("deed", String, nullable=False),
    Column("about", String),
    Column("address", String),
)


class Role(IntEnum):
    """What an account may do; each role may all that stands before it."""

    READER = 1  # read
    MEMBER = 2  # discuss, keep searches
    REVIEWER = 3  # accept, correct, reject, split, merge, undo
    OWNER = 4  # accounts and the book

    @property
    def code(self) -> str:
        """The role as pages and commands write it."""
        return self.name.lower()


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who has entered; `scopes` narrows what a token may do, and is empty for a person."""

    name: str
    role: Role
    made_at: str = ""
    closed_at: str | None = None
    scopes: tuple[str, ...] = ()

    def may(self, role: Role) -> bool:
        """Whether the account has at least that role; a token without the scope `review` only reads."""
        is_narrow = bool(self.scopes) and "review" not in self.scopes and role > Role.READER
        return self.role >= role and not is_narrow and not (self.scopes and role is Role.OWNER)


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """A key as it can be listed: never the key itself, only the first letters of its hash."""

    id: str
    kind: str
    account: str | None
    role: int | None
    label: str | None
    ends_at: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the book: when, who, what, about what, from which address."""

    at: str
    account: str | None
    deed: str
    about: str | None
    address: str | None


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _nobody() -> str:
    """The hash that a password is compared with where there is no such account, so that both take as long."""
    return _hasher().hash(secrets.token_hex(16))


class Accounts:
    """The accounts, keys and book of one desk; every call is a transaction of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine: Engine | None = None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction, and the file made where there is none; `LedgerError` where it cannot be."""
        try:
            with self._opened().begin() as connection:
                yield connection
        except IntegrityError:
            raise
        except (DatabaseError, OSError) as error:
            raise LedgerError(f"{self.path}: {error.__class__.__name__}; the accounts cannot be used") from error

    def _opened(self) -> Engine:
        if self._engine is None or not self.path.exists():
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))  # nobody else on this machine reads it
            self._engine = create_engine(f"sqlite:///{self.path}", poolclass=NullPool)
            event.listen(self._engine, "connect", _prepare)
            tables.create_all(self._engine)
        return self._engine

    def any(self) -> bool:
        """Whether somebody has an account; a desk where nobody has is only read."""
        if not self.path.exists():
            return False
        with self.writing() as connection:
            return connection.execute(select(_accounts.c.name).limit(1)).first() is not None

    def all(self) -> list[Account]:
        """Every account, by name."""
        with self.writing() as connection:
            rows = connection.execute(select(_accounts).order_by(_accounts.c.name)).all()
        return [
            Account(name=row.name, role=Role(row.role), made_at=row.made_at, closed_at=row.closed_at) for row in rows
        ]

    def get(self, name: str) -> Account:
        """The open account of that name; `NotFoundError` where there is none."""
        found = next((account for account in self.all() if account.name == name and not account.closed_at), None)
        if found is None:
            raise NotFoundError(f"no account {name!r}")
        return found

    def open_account(self, key: str, name: str, password: str) -> Account:
        """The account that a first or an invitation's key opens, once; `UsageError` says what is wrong with it."""
        name = " ".join(name.split())
        check_name(name)
        check_password(password, name)
        known = self._use(key, ("first", "invitation"))
        if known is None:
            raise UsageError("this link was used before, or its time is over; ask for a new one")
        row = {"name": name, "role": known.role, "password": _hasher().hash(password), "made_at": _now()}
        try:
            with self.writing() as connection:
                if connection.execute(_keys.delete().where(_keys.c.hash == _hash(key))).rowcount != 1:
                    raise UsageError("this link was used by somebody else just now")
                connection.execute(_accounts.insert().values(row))
                if known.kind == "first":  # there is one owner to begin with: other links of this kind are void
                    connection.execute(_keys.delete().where(_keys.c.kind == "first"))
        except IntegrityError as error:
            raise UsageError(f"the name {name!r} is taken") from error
        self.note("account opened", account=name, about=Role(known.role or 1).code)
        return self.get(name)

    def check(self, name: str, password: str) -> Account | None:
        """The account, where name and password are right; None takes as long."""
        with self.writing() as connection:
            row = connection.execute(select(_accounts).where(_accounts.c.name == " ".join(name.split()))).first()
        is_right = _hasher().verify(password[:LONGEST], row.password if row else _nobody())
        if row is None or row.closed_at or not is_right:
            return None
        return Account(name=row.name, role=Role(row.role), made_at=row.made_at)

    def change_password(self, name: str, password: str) -> None:
        """Give an account another password; all its sessions end."""
        check_password(password, name)
        with self.writing() as connection:
            changed = _accounts.update().where(_accounts.c.name == name).values(password=_hasher().hash(password))
            connection.execute(changed)
            connection.execute(_keys.delete().where(_keys.c.account == name, _keys.c.kind == "session"))
        self.note("password changed", account=name)

    def change_role(self, name: str, role: Role | None, *, by: str) -> None:
        """Give an account another role, or close it (None); `UsageError` where the last owner would be lost."""
        owners = [account.name for account in self.all() if account.role is Role.OWNER and not account.closed_at]
        if owners == [name] and role is not Role.OWNER:
            raise UsageError("the last owner stays: make another account an owner first")
        self.get(name)
        values = {"closed_at": _now()} if role is None else {"role": int(role)}
        with self.writing() as connection:
            connection.execute(_accounts.update().where(_accounts.c.name == name).values(values))
            connection.execute(_keys.delete().where(_keys.c.account == name, _keys.c.kind.in_(("session", "token"))))
        self.note("account closed" if role is None else "role changed", account=by, about=f"{name}: {role_code(role)}")

    def make_key(self, kind: str, *, account: str | None = None, role: Role | None = None, label: str = "") -> str:
        """A new key, told this once: of an invitation with its role, of a token with its scopes as label."""
        key = secrets.token_urlsafe(32)
        ends = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=HOURS[kind])
        row = {
            "hash": _hash(key),
            "kind": kind,
            "account": account,
            "role": None if role is None else int(role),
            "label": label or None,
            "made_at": _now(),
            "ends_at": ends.isoformat(timespec="seconds"),
        }
        with self.writing() as connection:
            connection.execute(_keys.delete().where(_keys.c.ends_at < _now()))
            connection.execute(_keys.insert().values(row))
        return key

    def holder(self, key: str, kind: str) -> Account | None:
        """The account whose session or token a key is; None where it is none, or its time is over."""
        known = self._use(key, (kind,)) if key else None
        if known is None or known.account is None:
            return None
        try:
            account = self.get(known.account)
        except NotFoundError:
            return None
        scopes = tuple((known.label or "read").split(":")[0].split("+")) if kind == "token" else ()
        return msgspec.structs.replace(account, scopes=scopes)

    def _use(self, key: str, kinds: tuple[str, ...]) -> Key | None:
        if not self.path.exists():
            return None
        with self.writing() as connection:
            row = connection.execute(select(_keys).where(_keys.c.hash == _hash(key))).first()
        is_known = row is not None and row.kind in kinds and row.ends_at > _now()
        return _key(row) if row is not None and is_known else None

    def keys(self, kind: str, account: str | None = None) -> list[Key]:
        """The keys of a kind that still hold, of one account or of all."""
        chosen = select(_keys).where(_keys.c.kind == kind, _keys.c.ends_at > _now()).order_by(_keys.c.made_at)
        with self.writing() as connection:
            rows = connection.execute(chosen if account is None else chosen.where(_keys.c.account == account)).all()
        return [_key(row) for row in rows]

    def drop_key(self, key: str) -> None:
        """End a session or take a token back, by the key itself."""
        with self.writing() as connection:
            connection.execute(_keys.delete().where(_keys.c.hash == _hash(key)))

    def revoke(self, id: str, account: str) -> None:
        """Take a token of an account back, by the id that lists show; `NotFoundError` where it has none of that id."""
        found = next((key for key in self.keys("token", account) if key.id == id), None)
        if found is None:
            raise NotFoundError(f"no token {id!r} of {account}")
        with self.writing() as connection:
            connection.execute(
                _keys.delete().where(_keys.c.hash.like(f"{id}%"), _keys.c.account == account, _keys.c.kind == "token")
            )
        self.note("token taken back", account=account, about=found.label)

    def note(
        self, deed: str, *, account: str | None = None, about: str | None = None, address: str | None = None
    ) -> None:
        """Write a line into the book."""
        row = {"at": _now(), "account": account, "deed": deed, "about": about and about[:300], "address": address}
        with self.writing() as connection:
            connection.execute(_book.insert().values(row))

    def book(self) -> list[Entry]:
        """The newest lines of the book first."""
        with self.writing() as connection:
            rows = connection.execute(select(_book).order_by(_book.c.number.desc()).limit(_MOST_ENTRIES)).all()
        return [
            Entry(at=row.at, account=row.account, deed=row.deed, about=row.about, address=row.address) for row in rows
        ]


def check_name(name: str) -> None:
    """`UsageError` where a name cannot be an account's."""
    if not _NAME.fullmatch(name):
        raise UsageError("name: 3 to 60 letters, digits, spaces, dots, hyphens or apostrophes")


def check_password(password: str, name: str) -> None:
    """`UsageError` where a password is too short, too long, or the name itself."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(f"password: {SHORTEST} to {LONGEST} characters")
    if name.lower() in password.lower() or len(set(password)) < SHORTEST // 2:
        raise UsageError("password: too easy to guess: not your name, and more than a few different characters")


def role_of(code: str) -> Role:
    """The role of a code; `UsageError` names those that there are."""
    try:
        return Role[code.upper()]
    except KeyError as error:
        raise UsageError(f"role {code!r}: one of {', '.join(role.code for role in Role)}") from error


def role_code(role: Role | None) -> str:
    """The code of a role; a closed account has none."""
    return role.code if role else "closed"


def _key(row: object) -> Key:
    return Key(
        id=row.hash[:10],  # type: ignore[attr-defined]
        kind=row.kind,  # type: ignore[attr-defined]
        account=row.account,  # type: ignore[attr-defined]
        role=row.role,  # type: ignore[attr-defined]
        label=row.label,  # type: ignore[attr-defined]
        ends_at=row.ends_at,  # type: ignore[attr-defined]
    )


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def _prepare(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA busy_timeout=4000")
    cursor.close()
