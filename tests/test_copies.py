"""Copies of a ledger that lose nothing, and verifying that finds what is wrong."""

from __future__ import annotations

import datetime
import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from making import act, reading
from servanda.cli import main
from servanda.errors import LedgerVersionError, UnreadableError, UsageError
from servanda.ledger.copies import back_up, export_lines, import_ledger, write_export
from servanda.ledger.filters import Filter
from servanda.ledger.review import correct
from servanda.ledger.store import Ledger, open_ledger
from servanda.ledger.verifying import verify
from servanda.records import Reading

TODAY = datetime.date(2025, 6, 1)


def told(doc: str, more: str = "") -> Reading:
    return reading(
        doc,
        f"Kenya will train nurses{more}. Nairobi hosted talks in 2025. Told in {doc}.",
        {"kind": "actor", "type": "country", "name": "Kenya", "quote": "Kenya", "country": "KE", "code": "KE"},
        act("promise", "Kenya will train nurses", by=("Kenya",), parties=("KE", "VN"), sectors=("health",)),
        {"kind": "event", "type": "meeting", "quote": "Nairobi hosted talks in 2025", "when": "2025"},
        published="2025-02-01",
    )


@pytest.fixture
def ledger(address: Path | str) -> Iterator[Ledger]:
    with open_ledger(address) as opened:
        yield filled(opened)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of a filled ledger."""
    with open_ledger(tmp_path / "made.db") as opened:
        filled(opened)
    return tmp_path / "made.db"


def filled(ledger: Ledger) -> Ledger:
    for number in range(3):
        ledger.add(told(f"doc-{number}"))
    ledger.add(told("doc-0", " and more"))
    correct(ledger, ledger.acts()[0].id, "verb", "plan", "Anh Thu", "not bound")
    ledger.log_search(ledger.undertakings(today=TODAY)[0].id, TODAY)
    return ledger


def lines(ledger: Ledger) -> list[bytes]:
    return list(export_lines(ledger))


def test_a_backup_is_the_ledger(path: Path, tmp_path: Path) -> None:
    with open_ledger(path) as ledger:
        assert back_up(ledger, tmp_path / "copy.db") > 0
        with open_ledger(tmp_path / "copy.db", create=False) as copy:
            assert lines(copy) == lines(ledger)
            assert verify(copy).faults == ()
            copy.add(told("another"))
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_a_backup_is_made_while_others_write(path: Path, tmp_path: Path) -> None:
    with open_ledger(path) as ledger, open_ledger(path) as other:
        other.tell(lambda _: back_up(ledger, tmp_path / "copy.db"))
    with open_ledger(tmp_path / "copy.db", create=False) as copy:
        assert len(copy.documents()) == 3


def test_a_server_is_backed_up_by_its_own_means(fresh: Callable[[str], Path | str], tmp_path: Path) -> None:
    with open_ledger(fresh("postgresql")) as ledger, pytest.raises(UsageError, match="pg_dump"):
        back_up(ledger, tmp_path / "copy.db")


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.parametrize("name", ["all.jsonl", "all.jsonl.gz"])
def test_an_export_comes_back_whole_on_either_kind(
    ledger: Ledger, fresh: Callable[[str], Path | str], tmp_path: Path, name: str, kind: str
) -> None:
    """Every row of every table, from each kind to each kind."""
    write_export(ledger, tmp_path / name)
    new = fresh(kind)
    import_ledger(tmp_path / name, new)
    with open_ledger(new, create=False) as copy:
        assert lines(copy) == lines(ledger)
        assert verify(copy).faults == ()
        assert len(copy.documents(Filter(text="nurses"))) == 3
        assert copy.undertakings(today=TODAY) == ledger.undertakings(today=TODAY)
        copy.log_search(copy.undertakings(today=TODAY)[0].id, TODAY)


def test_a_server_that_holds_a_ledger_takes_no_other(fresh: Callable[[str], Path | str], tmp_path: Path) -> None:
    address = fresh("postgresql")
    with open_ledger(address) as ledger:
        filled(ledger)
        write_export(ledger, tmp_path / "all.jsonl")
        with pytest.raises(UsageError, match="empty database"):
            import_ledger(tmp_path / "all.jsonl", address)
        assert len(ledger.documents()) == 3


def test_two_exports_of_one_ledger_are_the_same_bytes(ledger: Ledger, tmp_path: Path) -> None:
    for name in ("one.gz", "other.gz"):
        write_export(ledger, tmp_path / name)
    assert (tmp_path / "one.gz").read_bytes() == (tmp_path / "other.gz").read_bytes()


def test_copies_never_take_the_place_of_a_file(path: Path, tmp_path: Path) -> None:
    with open_ledger(path) as ledger:
        write_export(ledger, tmp_path / "all.jsonl")
        for copy in (lambda: back_up(ledger, path), lambda: import_ledger(tmp_path / "all.jsonl", path)):
            with pytest.raises(UsageError, match="there already"):
                copy()
        with pytest.raises(UsageError, match="no such folder"):
            back_up(ledger, tmp_path / "nowhere" / "copy.db")


@pytest.mark.parametrize("cut", [0.0, 0.3, 0.9])
def test_an_export_that_was_cut_short_is_refused(ledger: Ledger, tmp_path: Path, cut: float) -> None:
    whole = b"\n".join(lines(ledger))
    source = tmp_path / "cut.jsonl"
    source.write_bytes(whole[: int(len(whole) * cut)])
    with pytest.raises(UnreadableError):
        import_ledger(source, tmp_path / "new.db")
    assert not (tmp_path / "new.db").exists()


def test_an_export_with_a_missing_row_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    held = lines(ledger)
    place = next(number for number, line in enumerate(held) if line.startswith(b'["party'))
    (tmp_path / "less.jsonl").write_bytes(b"\n".join(held[:place] + held[place + 1 :]))
    with pytest.raises(UnreadableError, match="missing"):
        import_ledger(tmp_path / "less.jsonl", tmp_path / "new.db")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", UnreadableError),
        (b"no json\n", UnreadableError),
        (b'{"format":"other","schema":"0001"}\n', UnreadableError),
        (b'{"format":"servanda-ledger","schema":"9999"}\n', LedgerVersionError),
        (b'{"format":"servanda-ledger","schema":"0001"}\n{"table":"spies","columns":["a"]}\n', UnreadableError),
        (gzip.compress(b'{"format":"servanda-ledger","schema":"0001"}\n')[:-9], UnreadableError),
    ],
)
def test_what_is_no_export_is_told(tmp_path: Path, content: bytes, error: type[Exception]) -> None:
    (tmp_path / "wrong").write_bytes(content)
    with pytest.raises(error):
        import_ledger(tmp_path / "wrong", tmp_path / "new.db")


# verifying


def test_a_ledger_is_without_fault(ledger: Ledger) -> None:
    found = verify(ledger)
    assert found.faults == ()
    assert (found.documents, found.judgements) == (4, 1)


FAULTS = {
    "quote": "UPDATE records SET body = replace(body, 'train nurses', 'train doctors') WHERE kind = 'act'",
    "text": "UPDATE texts SET text = replace(text, 'Kenya', 'Benin') WHERE document = 1",
    "codes": "DELETE FROM facets WHERE code = 'sector:health'",
    "days": "UPDATE records SET first_day = '1999-01-01' WHERE kind = 'event'",
    "type": "UPDATE records SET type = 'refuse' WHERE kind = 'act' AND document = 2",
    "source": "UPDATE documents SET source = 'gov' WHERE key = 2",
    "judgements": "DELETE FROM judged",
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_was_changed_behind_our_back_is_found(ledger: Ledger, name: str) -> None:
    ledger.tell(lambda connection: connection.exec_driver_sql(FAULTS[name]))
    assert verify(ledger).faults


def run(*words: str, ledger: Path | str) -> tuple[int, str]:
    outcome = CliRunner().invoke(main, [*words, "--ledger", str(ledger)])
    return outcome.exit_code, outcome.output


def test_commands_copy_and_verify(ledger: Ledger, address: Path | str, tmp_path: Path) -> None:
    assert run("verify", ledger=address)[0] == 0
    assert '"faults":[]' in run("verify", "--format", "json", ledger=address)[1].replace(" ", "")
    assert run("export", str(tmp_path / "all.jsonl"), ledger=address)[0] == 0
    new = tmp_path / "new.db"
    assert "3 records" not in run("import", str(tmp_path / "all.jsonl"), ledger=new)[1]
    assert run("verify", ledger=new)[0] == 0
    with open_ledger(new) as file:
        file.tell(lambda connection: connection.exec_driver_sql(FAULTS["days"]))
    code, output = run("verify", ledger=new)
    assert (code, "wrong:" in output) == (1, True)


def test_the_command_makes_a_backup_once(path: Path, tmp_path: Path) -> None:
    assert run("backup", str(tmp_path / "copy.db"), ledger=path)[0] == 0
    assert run("backup", str(tmp_path / "copy.db"), ledger=path)[0] == 2
