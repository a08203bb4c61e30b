"""Work on a ledger that is killed at a random moment, and what must be there afterwards.

Each work says what it has finished as soon as the ledger told so; `missing` finds what was said and is not there. The
processes are forked from one that has loaded everything, so that two hundred of them take a minute.
"""

from __future__ import annotations

import itertools
import multiprocessing
import random
import re
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection as Pipe
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from sqlalchemy import column, inspect, select
from sqlalchemy import table as named_table

import power
from making import act, reading
from servanda.errors import LedgerBusyError, UsageError
from servanda.ledger.address import find_database
from servanda.ledger.deciding import merge_undertakings
from servanda.ledger.dialects import insert_words
from servanda.ledger.review import accept, correct, reject, undo
from servanda.ledger.rows import hash_of
from servanda.ledger.schema import REVISIONS, documents, facets, judgements, records, texts
from servanda.ledger.search import search_form
from servanda.ledger.sqlite import SqliteFile
from servanda.ledger.store import Ledger, open_ledger
from servanda.ledger.verifying import verify
from servanda.records import Reading

Say = Callable[[str], None]
WHO = ("Anh Thu", "Li Na")
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["killing", "alembic.command", "psycopg"])
_LEDGERS = Path(__file__).parent / "ledgers"
_HELD = re.compile(r'INSERT INTO "?(documents|texts|records|facets|words)')
_PATIENCE = 60  # seconds
_PLACES = ("Kisumu", "Thika", "Nakuru", "Eldoret", "Malindi")


def told(doc: str, chance: random.Random) -> Reading:
    """A dispatch of two promises and an actor, each time with another text."""
    place, number = chance.choice(_PLACES), chance.randrange(10**9)
    return reading(
        doc,
        f"Kenya will train nurses in {place}. Lawan Foods opened a mill there. Told in {doc}, number {number}.",
        {"kind": "actor", "type": "country", "name": "Kenya", "quote": "Kenya", "country": "KE", "code": "KE"},
        act("promise", f"Kenya will train nurses in {place}", by=("Kenya",), parties=("KE", "VN"), places=(place,),
            sectors=("health",), what=f"nurses in {place}", confidence=0.6),
        act("deliver", "Lawan Foods opened a mill", by=("Lawan Foods",), parties=("KE", "VN"), what="a mill"),
        published=f"2025-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
    )  # fmt: skip


def old_ledger(address: str | Path, source: str | Path) -> None:
    """Make a ledger of the oldest schema that there is of its kind, with the documents of another."""
    database = find_database(address)
    script = _LEDGERS / ("0001.sql" if isinstance(database, SqliteFile) else "0003-postgresql.sql")
    lines = [line for line in script.read_text(encoding="utf-8").splitlines() if not _HELD.match(line)]
    engine = database.engine(read_only=False)
    with open_ledger(source, read_only=True) as filled, filled.reading() as given, database.alone(engine) as made:
        for statement in "\n".join(lines).split(";\n"):
            made.exec_driver_sql(statement)
        for table in (documents, texts, records, facets):
            names = [each["name"] for each in inspect(made).get_columns(table.name)]
            rows = given.execute(select(*(table.c[name] for name in names))).mappings().all()
            made.execute(named_table(table.name, *map(column, names)).insert(), [dict(row) for row in rows])
        insert_words(made, [(row.document, search_form(row.text)) for row in given.execute(select(texts))])
    engine.dispose()


# works


def add(address: str, seed: int, say: Say) -> None:
    """Add documents, new ones and new versions, one by one and in batches, without end."""
    chance = random.Random(seed)
    with open_ledger(address) as ledger:
        for _ in itertools.count():
            some = [told(f"doc-{chance.randrange(60)}", chance) for _ in range(chance.choice((1, 1, 5)))]
            some = list({one.document.id: one for one in some}.values())
            try:
                _add(ledger, some)
            except LedgerBusyError:
                continue  # others write all the time: again
            for one in some:
                say(f"document {one.document.id} {hash_of(one.document.text)}")


def _add(ledger: Ledger, some: list[Reading]) -> None:
    if len(some) == 1:
        ledger.add(some[0])
    else:
        list(ledger.add_all(some))


def review(address: str, seed: int, say: Say) -> None:
    """Judge records and undo what was judged, without end."""
    chance = random.Random(seed)
    with open_ledger(address) as ledger:
        acts = [entry.id for entry in ledger.acts()]
        for _ in itertools.count():
            try:
                say(f"judgement {_judged(ledger, acts, chance)}")
            except (UsageError, LedgerBusyError):
                continue  # nothing to undo, or one undertaking with itself; or others write all the time: again


def _judged(ledger: Ledger, acts: list[str], chance: random.Random) -> int:
    id, who = chance.choice(acts), chance.choice(WHO)
    deeds = (
        lambda: accept(ledger, id, who),
        lambda: reject(ledger, id, who),
        lambda: correct(ledger, id, "verb", chance.choice(("plan", "agree", "sign")), who),
        lambda: undo(ledger, id, who),
        lambda: merge_undertakings(ledger, (id, chance.choice(acts)), account=who),
    )
    return chance.choice(deeds)().key


def migrate(address: str, _seed: int, say: Say) -> None:
    """Open an older ledger, which brings it forward."""
    open_ledger(address).close()
    say(f"schema {REVISIONS[-1]}")


WORKS = {"add": add, "review": review, "migrate": migrate}


# killing


def killed(work: str, address: str | Path, seed: int, seconds: float) -> list[str]:
    """What a work said that was killed seconds after it began or, every other time, after it finished something."""
    return at_once([(work, seed)], address, seconds, is_begun=work == "migrate" or seed % 2 == 0)


def _received(inlet: Pipe) -> Iterator[str]:
    try:
        while True:
            yield inlet.recv_bytes().decode()
    except (EOFError, OSError):
        return


def _run(work: str, address: str, seed: int, outlet: Pipe) -> None:
    outlet.send_bytes(b"begun")
    WORKS[work](address, seed, lambda line: outlet.send_bytes(line.encode()))


def at_once(works: list[tuple[str, int]], address: str | Path, seconds: float, *, is_begun: bool = False) -> list[str]:
    """What several works said that ran at once and were killed together, seconds after each had finished something.

    Where it is enough that each `is_begun`, they may have finished nothing.
    """
    running = [_begun(work, seed, address) for work, seed in works]
    if not is_begun:
        assert all(inlet.poll(_PATIENCE) for _, inlet in running), "a work ended or did nothing for a minute"
    end = time.monotonic() + seconds
    for process, _ in running:
        process.join(max(0.0, end - time.monotonic()))  # a work that ends by itself is not waited for
    for process, _ in running:
        process.kill()
    return [line for process, inlet in running for line in _ended(process, inlet)]


def _begun(work: str, seed: int, address: str | Path) -> tuple[ForkServerProcess, Pipe]:
    inlet, outlet = _PROCESSES.Pipe(duplex=False)
    process = _PROCESSES.Process(target=_run, args=(work, str(address), seed, outlet))
    process.start()
    outlet.close()
    inlet.recv_bytes()
    return process, inlet


def _ended(process: ForkServerProcess, inlet: Pipe) -> list[str]:
    process.join()
    with inlet:
        return list(_received(inlet))


# afterwards


def faults_of(address: str | Path, said: list[str]) -> list[str]:
    """All that is wrong with a ledger after its processes were killed: what `verify` finds, and what is missing."""
    if any(line.startswith("schema") for line in said):
        open_ledger(address, read_only=True).close()  # which brings nothing forward
    with _opened(address) as ledger:
        return [*verify(ledger).faults, *_missing(ledger, said)]


def _opened(address: str | Path) -> Ledger:
    """The ledger, brought forward where that was cut short."""
    for _ in range(5):
        try:
            return open_ledger(address)
        except LedgerBusyError:
            continue  # a server that has not yet seen that its client is gone
    return open_ledger(address)


def _missing(ledger: Ledger, said: list[str]) -> Iterator[str]:
    with ledger.reading() as connection:
        texts = {(row.doc, row.hash) for row in connection.execute(select(documents.c.doc, documents.c.hash))}
        keys = set(connection.scalars(select(judgements.c.key)))
    for line in said:
        what, *named = line.split()
        there = tuple(named) in texts if what == "document" else int(named[0]) in keys if what == "judgement" else True
        if not there:
            yield f"finished and lost: {line}"


# power cuts


def faults_of_cuts(folder: Path, cuts: int, chance: random.Random) -> Iterator[list[str]]:
    """The faults after each of so many power cuts, half of them just before something was synced for sure."""
    live = folder / "live"
    live.mkdir()
    with power.recording(live) as book:
        for _ in range(2):
            with open_ledger(live / "ledger.db") as ledger:
                ledger.ask(lambda connection: connection.exec_driver_sql("PRAGMA wal_autocheckpoint = 60"))
                _live(ledger, book, chance)
    first = next(place for place, line in enumerate(book) if line.deed == "told")
    syncs = [place for place, line in enumerate(book) if line.deed == "sync" and place > first]
    places = [*chance.choices(syncs, k=cuts // 2), *chance.choices(range(first + 1, len(book)), k=cuts - cuts // 2)]
    for number, cut in enumerate(places):
        disk = folder / str(number)
        power.write_disk(disk, power.files_after(book, cut, chance, kept=chance.choice((0.0, 0.3, 0.7, 1.0))))
        yield faults_of(disk / "ledger.db", [line.name for line in book[:cut] if line.deed == "told"])


def _live(ledger: Ledger, book: list[power.Line], chance: random.Random) -> None:
    """Add and judge, with a line in the book for all that is finished."""
    for number in range(12):
        one = told(f"doc-{number % 9}", chance)
        ledger.add(one)
        book.append(power.Line("told", f"document {one.document.id} {hash_of(one.document.text)}"))
        try:
            key = _judged(ledger, [entry.id for entry in ledger.acts()], chance)
        except UsageError:
            continue
        book.append(power.Line("told", f"judgement {key}"))
