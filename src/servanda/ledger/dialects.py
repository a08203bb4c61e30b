"""What SQLite and PostgreSQL say differently: the full text, a number in a record's JSON, and places for values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Self

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    CursorResult,
    Float,
    bindparam,
    cast,
    column,
    literal_column,
    select,
)
from sqlalchemy import table as named_table
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.compiler import compiles

from servanda.ledger.schema import SURE, documents
from servanda.ledger.search import Term, fts5_query, tokens_of

_MOST_BYTES = 1_000_000  # of all different words of a text together: what a tsvector holds
_MOST_LETTERS = 500  # of a word: what a tsvector tells apart
_WORDS = named_table("words", column("document"), column("folded"), column("tokens"))


class Either(ColumnElement[bool]):
    """A condition, in the words of the database that is asked."""

    inherit_cache = False
    type = Boolean()

    def __init__(self, sqlite: ColumnElement[bool], postgresql: ColumnElement[bool]) -> None:
        self.sqlite = sqlite
        self.postgresql = postgresql

    def self_group(self, against: Any = None) -> Self:
        """Itself: SQLAlchemy would compare it with 1 on SQLite, and no index would be used."""
        return self


@compiles(Either, "sqlite")
def _in_sqlite(element: Either, compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.sqlite, **options))


@compiles(Either, "postgresql")
def _in_postgresql(element: Either, compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.postgresql, **options))


def is_less_sure(below: float) -> Either:
    """The condition that a record's confidence is less."""
    # The words of the index to the letter: a place for a value, or a column's table, would be another expression.
    return Either(*(literal_column(SURE[name], Float) < bindparam("below", below) for name in ("sqlite", "postgresql")))


def run(connection: Connection, statement: str, values: Sequence[Any]) -> CursorResult[*tuple[Any, ...]]:
    """What a plain statement gives, whose places for values are question marks; rows of values for many at once."""
    return connection.exec_driver_sql(_placed(statement, connection.dialect.paramstyle), values)


@cache
def _placed(statement: str, style: str) -> str:
    return statement if style == "qmark" else statement.replace("?", "%s")


# full text


def has_words(terms: Sequence[Term]) -> Either:
    """The condition that a document's text has all these words and phrases."""
    matching = sql("SELECT rowid FROM words WHERE words MATCH :words").bindparams(words=fts5_query(terms))
    having = select(_WORDS.c.document).where(*_conditions(terms))
    return Either(documents.c.key.in_(matching), documents.c.key.in_(having))


def _conditions(terms: Sequence[Term]) -> Iterator[ColumnElement[bool]]:
    """That the words are there, by the index; of a phrase, that they stand beside each other."""
    wanted = " & ".join(word for term in terms for word in _lexemes(term))
    yield _WORDS.c.tokens.op("@@")(cast(wanted, TSQUERY))
    for term in terms:
        if len(term.tokens) > 1:
            yield _WORDS.c.folded.like(f"% {' '.join(term.tokens)}{'%' if term.is_begun else ' %'}")


def _lexemes(term: Term) -> Iterator[str]:
    """The words as a tsquery takes them: letters and digits only, so that nothing needs a way out."""
    last = len(term.tokens) - 1
    for place, token in enumerate(term.tokens):
        yield f"'{token[:_MOST_LETTERS]}'" + (":*" if term.is_begun and place == last else "")


def insert_words(connection: Connection, folded: Iterable[tuple[int, str]]) -> None:
    """Let documents be found by the words of their texts, which are given folded, by the documents' keys."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO words (rowid, folded) VALUES (?, ?)", list(folded))
        return
    split = ((key, tokens_of(text)) for key, text in folded)
    rows = [(key, f" {' '.join(tokens)} ", list(_held(tokens))) for key, tokens in split]
    connection.exec_driver_sql("INSERT INTO words VALUES (%s, %s, array_to_tsvector(%s::text[]))", rows)


def _held(tokens: Iterable[str]) -> Iterator[str]:
    """The different words, as many as a tsvector holds: of a text of tens of thousands of them, the first."""
    room = _MOST_BYTES
    for token in dict.fromkeys(token[:_MOST_LETTERS] for token in tokens):
        room -= len(token.encode())
        if room < 0:
            return
        yield token


def keys_with_words(connection: Connection) -> str:
    """The question for the keys of the documents that have words to be found by."""
    return "SELECT rowid FROM words" if connection.dialect.name == "sqlite" else "SELECT document FROM words"
