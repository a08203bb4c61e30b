"""How a ledger is to be kept: settings that are kept in it, each with who set it; the newest value of a name holds."""

from __future__ import annotations

from sqlalchemy import Connection, func, insert, select

from servanda.errors import UsageError
from servanda.ledger.schema import settings

KNOWN = {"two-accounts": ("off", "on")}  # of each the values, that which holds until somebody sets it first


def setting_of(connection: Connection, name: str) -> str:
    """The value that holds."""
    query = select(settings.c.value).where(settings.c.name == name).order_by(settings.c.key.desc()).limit(1)
    return connection.execute(query).scalar() or KNOWN[name][0]


def write_setting(connection: Connection, name: str, value: str, *, account: str, at: str) -> None:
    """Set a value from now on; `UsageError` for one that the setting does not take, or that nobody signs."""
    if value not in KNOWN.get(name, ()):
        raise UsageError(f"{name} {value!r}: known are {', '.join(f'{one} {KNOWN[one]}' for one in KNOWN)}")
    if not account.strip():
        raise UsageError("a setting is signed: name an account (--account, or SERVANDA_ACCOUNT)")
    key = connection.execute(select(func.coalesce(func.max(settings.c.key), 0))).scalar_one() + 1
    row = {"key": key, "at": at, "account": account.strip(), "name": name, "value": value}
    connection.execute(insert(settings).values(row))
