"""What was joined is kept: who is who, which acts are one undertaking, where each stands; filled by joining."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from servanda.ledger.schema import String

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the tables of groups, the ways to them, and of where undertakings stand; all empty."""
    _add_actors()
    _add_threads()
    _add_undertakings()
    _add("joining", _key("key"), _text("rules"), *map(_whole, ("upto", "documents", "changes")))


def _add_actors() -> None:
    told = (_text("id"), _text("kind"), *map(_maybe, ("type", "name", "country")))
    _add("actors", _key("key"), *told, _whole("times"), _text("state"))
    _index("actors", "id")
    _index("actors", "times")
    _add("mentioned", _record(), _whole("actor"), _number("score"), _maybe("why"))
    _index("mentioned", "actor")
    _add("actor_keys", _long("key"), _key("actor"), **_CLUSTERED)
    _add("doubted", _record(), _whole("actor"), _number("score"), _text("why"))
    _index("doubted", "score")


def _add_threads() -> None:
    _add("threads", _key("key"), _text("founder"), _text("state"))
    _add("joined", _record(), _whole("thread"), _number("score"), _maybe("why"), _maybe("sides"))
    _index("joined", "thread")
    _add("thread_keys", _long("key"), _key("thread"), **_CLUSTERED)
    _add("met", _long("key"), _whole("documents"), **_CLUSTERED)


def _add_undertakings() -> None:
    days = ("overdue_from", "quiet_from", "dormant_from", "searched")
    told = (_text("id"), _text("status"), _whole("rank"), *map(_text, ("first_day", "last_day", "parties")))
    about = (*map(_text, ("sectors", "forms", "places")), _maybe("outside"), sa.Column("amount", sa.Float))
    terms = (_maybe("unit"), _maybe("due"), *map(_text, days), _whole("blocked"))
    _add("undertakings", _key("thread"), _key("part"), *told, *about, *terms, **_CLUSTERED)
    _index("undertakings", "id")
    op.create_index("undertakings_last", "undertakings", ["last_day", "id"])
    op.create_index("undertakings_rank", "undertakings", ["rank", "overdue_from"])
    found = (_word("code"), _text("last_day"), _text("status"))
    _add("undertaking_codes", _key("thread"), _key("part"), *found, **_CLUSTERED)
    op.create_index("undertaking_codes_code", "undertaking_codes", ["code", "last_day", "thread", "part", "status"])
    step = (_text("day"), _text("status"), _maybe("before"))
    _add("moves", _key("thread"), _key("part"), _key("number"), *step, **_CLUSTERED)
    _index("moves", "day")
    document = sa.Column("document", sa.Integer, sa.ForeignKey("documents.key"), primary_key=True, autoincrement=False)
    _add("listened", _word("code"), _word("day"), document, **_CLUSTERED)
    places = map(_word, ("code", "kind", "last_day"))
    _add("filed", *places, _record(), _maybe("type"), **_CLUSTERED)
    op.create_index("records_newest", "records", ["kind", "last_day"])


_CLUSTERED = {"sqlite_with_rowid": False}


def _add(name: str, *columns: sa.Column[Any], **options: bool) -> None:
    op.create_table(name, *columns, **options)


def _index(table: str, column: str) -> None:
    op.create_index(f"{table}_{column}", table, [column])


def _key(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, primary_key=True, autoincrement=False)


def _long(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger, primary_key=True, autoincrement=False)


def _word(name: str) -> sa.Column[Any]:
    return sa.Column(name, String, primary_key=True)


def _record() -> sa.Column[Any]:
    return sa.Column("record", sa.Integer, sa.ForeignKey("records.key"), primary_key=True, autoincrement=False)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, String, nullable=False)


def _maybe(name: str) -> sa.Column[Any]:
    return sa.Column(name, String)


def _whole(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, nullable=False)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Float, nullable=False)
