import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from servanda.errors import LedgerError, LedgerVersionError
from servanda.ledger import schema
from servanda.ledger.address import find_database
from servanda.ledger.filters import Filter
from servanda.ledger.store import open_ledger

FIRST = Path(__file__).parent / "ledgers" / "0001.sql"


@pytest.fixture
def first(tmp_path: Path) -> Path:
    path = tmp_path / "first.db"
    connection = sqlite3.connect(path)
    connection.executescript(FIRST.read_text(encoding="utf-8"))
    connection.close()
    return path


def shape(path: Path) -> dict[str, str]:
    connection = sqlite3.connect(path)
    found = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    connection.close()
    return {name: re.sub(r"[\s\"]+", " ", sql).replace("( ", "(").replace(" )", ")") for name, sql in found}


def test_first_ledger_migrates_and_keeps_what_it_held(first: Path) -> None:
    with open_ledger(first) as ledger:
        assert [entry.record.doc for entry in ledger.documents(Filter(text="Huế"))] == ["old-1"]
        assert [entry.id for entry in ledger.acts(Filter(sector="ai"))] == ["act-216d5bcf781c"]
        assert ledger.health().schema == schema.REVISIONS[-1]


def test_migrated_tables_equal_those_made_at_once(first: Path, tmp_path: Path) -> None:
    open_ledger(first).close()
    open_ledger(tmp_path / "new.db").close()
    assert shape(first) == shape(tmp_path / "new.db")


def test_indexes_of_a_migrated_ledger_are_counted(first: Path) -> None:
    find_database(first).connect(create=False, read_only=False).dispose()
    with closing(sqlite3.connect(first)) as connection:
        counted = {name for (name,) in connection.execute("SELECT idx FROM sqlite_stat1")}
    assert {"records_unsure", "records_newest"} <= counted


def test_migrated_ledger_needs_no_migration_again(first: Path) -> None:
    open_ledger(first).close()
    open_ledger(first, read_only=True).close()


def test_current_ledger_opens_without_alembic(tmp_path: Path) -> None:
    open_ledger(tmp_path / "new.db").close()
    code = (
        "import sys; from servanda.ledger.store import open_ledger; "
        "open_ledger(sys.argv[1]); print('alembic' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code, tmp_path / "new.db"], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


def test_older_ledger_is_not_changed_by_reading_it(first: Path) -> None:
    with pytest.raises(LedgerError, match="open it once for writing"):
        open_ledger(first, read_only=True)
    assert "searches" not in shape(first)


def test_every_revision_has_its_migration() -> None:
    files = sorted((Path(schema.__file__).parent / "migrations" / "versions").glob("[0-9]*.py"))
    assert [path.name[:4] for path in files] == list(schema.REVISIONS)


def test_newer_ledger_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    open_ledger(path).close()
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(LedgerVersionError, match="newer Servanda"):
        open_ledger(path)


@pytest.mark.parametrize("content", [b"not a database, but long enough to be one? " * 40, b"\x89PNG\r\n\x1a\n" * 200])
def test_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(content)
    with pytest.raises(LedgerError, match="not a ledger"):
        open_ledger(path)
    assert path.read_bytes() == content


def test_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE documents (key)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="not a ledger of Servanda"):
        open_ledger(path)
    assert path.read_bytes() == before


def test_missing_ledger_is_only_made_when_asked(tmp_path: Path) -> None:
    for options in ({"create": False}, {"read_only": True}):
        with pytest.raises(LedgerError, match="no such ledger"):
            open_ledger(tmp_path / "none.db", **options)
    assert not list(tmp_path.iterdir())


def test_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=re.escape(str(tmp_path / "none" / "x.db"))):
        open_ledger(tmp_path / "none" / "x.db")


@pytest.mark.parametrize("name", ["a b.db", "50%.db", "what?.db", "n#1.db", "Đà Nẵng.db"])
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    open_ledger(tmp_path / name).close()
    assert (tmp_path / name).is_file()
