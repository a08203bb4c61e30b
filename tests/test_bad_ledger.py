"""Ledgers that cannot be used, through the command: one clear line, the right exit code, and nothing lost."""

from __future__ import annotations

import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

import servanda

COMMAND = str(Path(sys.executable).with_name("servanda"))
EXAMPLES = Path(servanda.__file__).parent / "examples"
ONE = str(next(EXAMPLES.glob("2025-04-15*")))


def run(*words: str, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command; with a `limit`, no file may grow beyond so many bytes, as on a full disk."""

    def narrow() -> None:
        if limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run([COMMAND, *words], capture_output=True, text=True, check=False, preexec_fn=narrow, timeout=60)


def complaint(done: subprocess.CompletedProcess[str], code: int) -> str:
    """The one line of the error stream of a command that ended with that code."""
    assert done.returncode == code, done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("servanda: ")
    return lines[0]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "kept.db"
    assert run("add", ONE, "--ledger", str(path)).returncode == 0
    return path


def documents_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM documents").fetchone()[0])


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.rollback()


def test_a_ledger_of_a_newer_version_is_refused_and_left_alone(ledger: Path) -> None:
    with closing(sqlite3.connect(ledger)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "newer" in complaint(run("documents", "--ledger", str(ledger)), 1)
    assert "newer" in complaint(run("add", str(EXAMPLES), "--ledger", str(ledger)), 1)
    assert documents_of(ledger) == 1


def test_a_file_that_is_no_ledger_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear colleague, this is a letter.\n" * 100, encoding="utf-8")
    before = path.read_bytes()
    assert str(path) in complaint(run("add", ONE, "--ledger", str(path)), 1)
    assert path.read_bytes() == before


def test_a_locked_ledger_is_said_and_loses_nothing(ledger: Path) -> None:
    with locked(ledger):
        assert "locked" in complaint(run("add", str(EXAMPLES), "--ledger", str(ledger)), 1)
        assert run("documents", "--ledger", str(ledger)).returncode == 0  # reading goes on
    assert documents_of(ledger) == 1


def test_a_full_disk_is_said_and_what_was_finished_stays(ledger: Path) -> None:
    done = run("add", str(EXAMPLES), "--ledger", str(ledger), limit=ledger.stat().st_size + 8192)
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1].startswith("servanda: ")
    assert run("doctor", "--ledger", str(ledger)).returncode == 0
    assert documents_of(ledger) >= 1


def test_no_such_ledger_is_said(tmp_path: Path) -> None:
    assert "nowhere.db" in complaint(run("acts", "--ledger", str(tmp_path / "nowhere.db")), 1)
    assert not (tmp_path / "nowhere.db").exists()
    assert "folder" in complaint(run("add", ONE, "--ledger", str(tmp_path / "no" / "folder" / "x.db")), 1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("brief", "VN", "ZZ"), "ZZ"),
        (("undertakings", "--pair", "VN-VN"), "differ"),
        (("acts", "--sector", "railways"), "near: rail"),
        (("acts", "--since", "yesterday"), "2026-03-18"),
        (("undertakings", "--status", "done"), "status"),
    ],
)
def test_wrong_codes_and_dates_are_wrong_use(ledger: Path, words: tuple[str, ...], said: str) -> None:
    assert said in complaint(run(*words, "--ledger", str(ledger)), 2)


def test_an_unknown_id_is_said(ledger: Path) -> None:
    assert "und-nothing" in complaint(run("show", "und-nothing", "--ledger", str(ledger)), 1)


def test_an_id_that_is_listed_is_shown_with_its_sentence(ledger: Path) -> None:
    listed = run("undertakings", "--format", "csv", "--ledger", str(ledger)).stdout.splitlines()
    shown = run("show", listed[1].split(",")[0], "--ledger", str(ledger))
    assert shown.returncode == 0
    assert "│" in shown.stdout
    assert "confidence" in shown.stdout
