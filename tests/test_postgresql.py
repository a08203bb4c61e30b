"""A ledger on a server: what is PostgreSQL's own. All that is the same on both is in the other tests of the ledger."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from desking import BASE, EXAMPLES, TODAY
from making import act, reading
from servanda.cli import main
from servanda.desk.app import desk_app
from servanda.errors import LedgerError, LedgerVersionError, UsageError
from servanda.ledger.address import accounts_path, find_database, ledger_name
from servanda.ledger.copies import import_ledger, write_export
from servanda.ledger.filters import Filter
from servanda.ledger.schema import REVISIONS
from servanda.ledger.store import Ledger, open_ledger
from servanda.ledger.verifying import verify

SECRET = "seven-quiet-herons"


@pytest.fixture
def server(fresh: Callable[[str], Path | str]) -> str:
    """The address of an empty schema on the server."""
    return str(fresh("postgresql"))


def run(*words: str) -> tuple[int, str]:
    outcome = CliRunner().invoke(main, list(words))
    return outcome.exit_code, outcome.output + str(outcome.exception or "")


# the address


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("postgresql://anh:p%40ss@db.example.org:5433/notes", "postgresql://anh@db.example.org:5433/notes"),
        ("postgres://anh@/notes?host=/run/pg&password=secret", "postgresql://anh@/notes"),
        ("postgresql+psycopg:///notes", "postgresql:///notes"),
        ("notes.db", "notes.db"),
        ("mysql://anh:p@db/notes", "mysql:/anh:p@db/notes"),  # a path, however strange
    ],
)
def test_people_are_told_the_address_without_its_password(address: str, name: str) -> None:
    assert ledger_name(address) == name


def test_an_address_that_is_none_is_told_without_repeating_it() -> None:
    code, output = run("documents", "--ledger", f"postgresql://anh:{SECRET}@db:port/x")
    assert (code, SECRET in output) == (2, False)
    assert "postgresql://name@host/database" in output


def test_accounts_of_a_database_are_the_same_whatever_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    paths = {accounts_path(f"postgresql://anh{word}@db/notes") for word in ("", ":one", ":other")}
    assert len(paths) == 1
    (path,) = paths
    assert (path.parent, path.suffix) == (Path("/data/servanda"), ".accounts")
    assert accounts_path("postgresql://anh@db/other") != path
    assert accounts_path("notes.db") == Path("notes.db.accounts")


# what goes wrong


@pytest.mark.parametrize("words", [("add", str(EXAMPLES)), ("documents",), ("doctor",), ("verify",), ("serve",)])
def test_a_wrong_password_is_told_and_no_password_is(server: str, words: tuple[str, ...]) -> None:
    with open_ledger(server) as ledger:
        ledger.tell(
            lambda connection: connection.exec_driver_sql(
                "DO $$ BEGIN CREATE ROLE guarded LOGIN PASSWORD 'other'; "
                "EXCEPTION WHEN duplicate_object THEN NULL; END $$"
            )
        )
    address = server.replace("tester@", f"guarded:{SECRET}@")
    code, output = run(*words, "--ledger", address)
    assert code == 1
    assert "password authentication failed" in output
    assert SECRET not in output


def test_a_server_that_does_not_answer_is_told(tmp_path: Path) -> None:
    code, output = run("documents", "--ledger", f"postgresql://anh:{SECRET}@/notes?host={tmp_path}")
    assert (code, SECRET in output) == (1, False)
    assert "postgresql://anh@/notes" in output


def test_a_missing_driver_is_told_with_what_to_do(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)  # what Python takes for a module that is not there
    with pytest.raises(LedgerError, match=r"servanda\[postgresql\]"):
        open_ledger(server)


def test_an_empty_database_is_no_ledger_until_something_is_added(server: str) -> None:
    for options in ({"create": False}, {"read_only": True}):
        with pytest.raises(LedgerError, match="no such ledger"):
            open_ledger(server, **options)
    open_ledger(server).close()
    with open_ledger(server, read_only=True) as ledger:
        assert ledger.documents() == []


def test_tables_of_another_program_are_refused_and_left_alone(server: str) -> None:
    engine = find_database(server).engine(read_only=False)
    with engine.execution_options(writing=True).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num TEXT)")
    with pytest.raises(LedgerError, match="another program"):
        open_ledger(server)
    with engine.begin() as connection:
        query = "SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
        assert connection.exec_driver_sql(query).scalar() == 1


def test_a_newer_ledger_is_refused(server: str) -> None:
    with open_ledger(server) as ledger:
        ledger.tell(lambda connection: connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(LedgerVersionError, match="newer Servanda"):
        open_ledger(server)


FIRST = Path(__file__).parent / "ledgers" / "0003-postgresql.sql"


def run_script(address: str, script: str) -> None:
    engine = find_database(address).engine(read_only=False)
    with engine.execution_options(writing=True).begin() as connection:
        for statement in script.split(";\n"):
            connection.exec_driver_sql(statement)


def shape(ledger: Ledger) -> set[tuple[str, ...]]:
    """The columns, indexes, keys and views of a ledger, without the name of its schema."""
    queries = (
        "SELECT table_name, column_name, data_type, is_nullable, collation_name FROM information_schema.columns "
        "WHERE table_schema = current_schema()",
        "SELECT tablename, replace(indexdef, schemaname || '.', '') FROM pg_indexes "
        "WHERE schemaname = current_schema()",
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = current_schema()::regnamespace",
        "SELECT viewname, definition FROM pg_views WHERE schemaname = current_schema()",
    )
    with ledger.reading() as connection:
        return {tuple(map(str, row)) for query in queries for row in connection.exec_driver_sql(query)}


def test_the_first_ledger_migrates_and_keeps_what_it_held(server: str, fresh: Callable[[str], Path | str]) -> None:
    run_script(server, FIRST.read_text(encoding="utf-8"))
    with open_ledger(server) as ledger, open_ledger(fresh("postgresql")) as new:
        assert [entry.record.doc for entry in ledger.documents(Filter(text="Huế"))] == ["old-1"]
        assert [entry.id for entry in ledger.acts(Filter(sector="ai"))] == ["act-216d5bcf781c"]
        assert verify(ledger).faults == ()
        assert shape(ledger) == shape(new)


def test_doctor_and_verify_look_at_it(server: str) -> None:
    with open_ledger(server) as ledger:
        ledger.add(reading("a", "Kenya will train nurses.", act("promise", "will train nurses")))
    assert run("verify", "--ledger", server)[0] == 0
    code, output = run("doctor", "--ledger", server)
    assert (code, "postgresql://tester@/postgres" in output, REVISIONS[-1] in output) == (0, True, True)
    with open_ledger(server) as ledger:
        ledger.tell(lambda connection: connection.exec_driver_sql("DELETE FROM words"))
    assert run("doctor", "--ledger", server)[0] == 1


# the same answers


@pytest.fixture(scope="module")
def both(
    demo: Path, fresh: Callable[[str], Path | str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Ledger, Ledger]]:
    """The examples in a file and on a server."""
    lines = tmp_path_factory.mktemp("both") / "demo.jsonl"
    address = fresh("postgresql")
    with open_ledger(demo, read_only=True) as file:
        write_export(file, lines)
        import_ledger(lines, address)
        with open_ledger(address, read_only=True) as server:
            yield file, server


ASKED = [
    "đường sắt", '"hợp tác đường sắt"', "铁路", '"铁路合作"', "合作 铁路", "железн*", '"железной дороги"', "C909",
    "1,5", "20%", "Lào Cai", '"Lao Cai" metro', "re-open", "example.org", "vn*", '"ban giao*"', "USD", "'", "l'acier",
]  # fmt: skip


@pytest.mark.parametrize("asked", ASKED)
def test_both_find_the_same_documents_by_words(both: tuple[Ledger, Ledger], asked: str) -> None:
    if not any(char.isalnum() for char in asked):
        for ledger in both:
            with pytest.raises(UsageError, match="no word"):
                ledger.documents(Filter(text=asked))
        return
    found = [[entry.id for entry in ledger.documents(Filter(text=asked))] for ledger in both]
    assert found[0] == found[1]


def test_both_find_the_same_by_words_and_phrases_of_the_texts(both: tuple[Ledger, Ledger]) -> None:
    """Words and phrases that the texts have, and phrases that they nearly have."""
    chance, hits = random.Random(7), 0
    texts = [both[0].document(entry.record.doc).text for entry in both[0].documents()]
    for number in range(150):
        words = chance.choice(texts).split()
        place = chance.randrange(len(words))
        told = words[place : place + 1 + number % 4]
        chance.shuffle(told) if number % 5 == 0 else None
        asked = '"' + " ".join(told).replace('"', " ") + '"' + "*" * (number % 2)
        if any(char.isalnum() for char in asked):
            found = [{entry.id for entry in ledger.documents(Filter(text=asked))} for ledger in both]
            assert found[0] == found[1], asked
            hits += bool(found[0])
    assert hits > 80


def test_a_phrase_is_found_however_late_it_comes(address: Path | str) -> None:
    text = "the road and the bridge of " * 9_000 + "the last tunnel. Kenya will train nurses."
    with open_ledger(address) as ledger:
        ledger.add(reading("long", text, act("promise", "will train nurses")))
        for asked, count in (('"the last tunnel"', 1), ('"the tunnel"', 0), ("tunnel road", 1), ("tun*", 1)):
            assert len(ledger.documents(Filter(text=asked))) == count


def test_both_have_the_same_undertakings_and_statements(both: tuple[Ledger, Ledger]) -> None:
    file, server = both
    assert file.undertakings(today=TODAY) == server.undertakings(today=TODAY)
    for entry in (*file.acts(), *file.figures(), *file.events()):
        assert file.statements(entry.id) == server.statements(entry.id)


PAGES = (
    "/", "/pairs", "/pairs/CN-VN", "/undertakings", "/figures?pair=VN-CN", "/search?q=铁路",
    "/search?pair=VN-CN&kind=act", "/actors", "/api/acts", "/review",
)  # fmt: skip


def test_the_desk_shows_the_same_pages(demo: Path, both: tuple[Ledger, Ledger]) -> None:
    pages = []
    for ledger in both:
        with TestClient(desk_app(ledger.database, today=TODAY), base_url=BASE) as client:
            pages.append([(reply := client.get(page)).status_code and reply.text for page in PAGES])
    for page, one, other in zip(PAGES, *pages, strict=True):
        assert one.replace(both[0].database.name, "") == other.replace(both[1].database.name, ""), page
        assert "</html>" in one or page.startswith("/api")
