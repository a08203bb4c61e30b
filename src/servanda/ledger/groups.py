"""The tables of what was joined: which mentions are one actor, which acts one undertaking, and where each stands.

All of them follow from the records and the judgements and can be made anew (`ledger/binding.py`); they are kept so that
nobody waits for it. `actors` and `threads` hold a group's `state`, by which the next mention or act is compared;
`actor_keys` and `thread_keys` are the ways to the groups, by numbers made of names, words and codes; `mentioned` and
`joined` say of each record where it belongs, how well it fits, and why (null: by the rule's usual reason), `parted`
where an act belonged until a moment. What a person ruled is in no table of these: it is in the log of judgements, which
they follow.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, Integer, Table

from servanda.ledger.schema import String, metadata

actors = Table(
    "actors",
    metadata,
    Column("key", Integer, primary_key=True, autoincrement=False),
    Column("id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("type", String),
    Column("name", String),
    Column("country", String),
    Column("times", Integer, nullable=False),
    Column("state", String, nullable=False),
    Index("actors_id", "id"),
    Index("actors_times", "times"),
)

mentioned = Table(
    "mentioned",
    metadata,
    Column("record", ForeignKey("records.key"), primary_key=True, autoincrement=False),
    Column("actor", Integer, nullable=False),
    Column("score", Float, nullable=False),
    Column("why", String),
    Index("mentioned_actor", "actor"),
)

actor_keys = Table(
    "actor_keys",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("actor", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# Mentions that nearly were joined to an actor.
doubted = Table(
    "doubted",
    metadata,
    Column("record", ForeignKey("records.key"), primary_key=True, autoincrement=False),
    Column("actor", Integer, nullable=False),
    Column("score", Float, nullable=False),
    Column("why", String, nullable=False),
    Index("doubted_score", "score"),
)

threads = Table(
    "threads",
    metadata,
    Column("key", Integer, primary_key=True, autoincrement=False),
    Column("founder", String, nullable=False),
    Column("state", String, nullable=False),
)

joined = Table(
    "joined",
    metadata,
    Column("record", ForeignKey("records.key"), primary_key=True, autoincrement=False),
    Column("thread", Integer, nullable=False),
    Column("score", Float, nullable=False),
    Column("why", String),
    Column("sides", String),
    Column("since", String),  # the moment; none: since its document was recorded
    Index("joined_thread", "thread"),
)

# Where an act belonged until a moment, as `joined` said it: what was known on a day is asked of both.
parted = Table(
    "parted",
    metadata,
    Column("record", ForeignKey("records.key"), primary_key=True, autoincrement=False),
    Column("until", String, primary_key=True),
    Column("thread", Integer, nullable=False),
    Column("founder", String, nullable=False),
    Column("score", Float, nullable=False),
    Column("why", String),
    Column("sides", String),
    Column("since", String),
    Index("parted_thread", "thread"),
)

thread_keys = Table(
    "thread_keys",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("thread", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# In how many documents a word, name or number was met.
met = Table(
    "met",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("documents", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# An undertaking as lists ask for it: a thread is one, or two when a part was delivered and the rest cancelled.
undertakings = Table(
    "undertakings",
    metadata,
    Column("thread", Integer, primary_key=True, autoincrement=False),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("id", String, nullable=False),
    Column("status", String, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("first_day", String, nullable=False),
    Column("last_day", String, nullable=False),
    Column("parties", String, nullable=False),
    Column("sectors", String, nullable=False),
    Column("forms", String, nullable=False),
    Column("places", String, nullable=False),
    Column("outside", String),  # `umbrella` or `declaration`: in no total
    Column("amount", Float),
    Column("unit", String),
    Column("due", String),
    Column("overdue_from", String, nullable=False),
    Column("quiet_from", String, nullable=False),
    Column("dormant_from", String, nullable=False),
    Column("searched", String, nullable=False),
    Column("blocked", Integer, nullable=False),
    Index("undertakings_id", "id"),
    Index("undertakings_last", "last_day", "id"),
    Index("undertakings_rank", "rank", "overdue_from"),
    sqlite_with_rowid=False,
)

# The codes by which undertakings are asked for, those with the newest evidence at the end.
undertaking_codes = Table(
    "undertaking_codes",
    metadata,
    Column("thread", Integer, primary_key=True, autoincrement=False),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("code", String, primary_key=True),
    Column("last_day", String, nullable=False),
    Column("status", String, nullable=False),
    Index("undertaking_codes_code", "code", "last_day", "thread", "part", "status"),
    sqlite_with_rowid=False,
)

moves = Table(
    "moves",
    metadata,
    Column("thread", Integer, primary_key=True, autoincrement=False),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("day", String, nullable=False),
    Column("status", String, nullable=False),
    Column("before", String),
    Index("moves_day", "day"),
    sqlite_with_rowid=False,
)

# What was read about which countries and sectors, and when: how well we listen.
listened = Table(
    "listened",
    metadata,
    Column("code", String, primary_key=True),
    Column("day", String, primary_key=True),
    Column("document", ForeignKey("documents.key"), primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# The acts, figures and gatherings that hold, by pair of countries and by sector, the newest at the end.
filed = Table(
    "filed",
    metadata,
    Column("code", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("last_day", String, primary_key=True),
    Column("record", ForeignKey("records.key"), primary_key=True, autoincrement=False),
    Column("type", String),
    sqlite_with_rowid=False,
)

# One row: by which rules the groups were made, up to which document, how often they were changed, and from which moment
# on `parted` tells all that changed (none: from the first on).
joining = Table(
    "joining",
    metadata,
    Column("key", Integer, primary_key=True, autoincrement=False),
    Column("rules", String, nullable=False),
    Column("upto", Integer, nullable=False),
    Column("documents", Integer, nullable=False),
    Column("changes", Integer, nullable=False),
    Column("told_from", String),
)

# All of them, for whoever makes them anew.
placings = (undertakings, undertaking_codes, moves)  # where each undertaking stands
tables = (
    undertakings, undertaking_codes, moves, mentioned, doubted, actors, actor_keys, joined, parted, threads,
    thread_keys, met, listened, filed, joining,
)  # fmt: skip
