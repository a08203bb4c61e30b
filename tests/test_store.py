import datetime
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import update

from making import act, reading
from servanda.errors import LedgerBusyError, LedgerError, NotFoundError, UsageError
from servanda.ledger.filters import Filter
from servanda.ledger.rows import record_ids
from servanda.ledger.schema import documents
from servanda.ledger.store import Ledger, open_ledger
from servanda.records import Reading

TODAY = datetime.date(2026, 11, 24)
TABLES = ("documents", "texts", "records", "facets", "words")


@pytest.fixture
def ledger(address: Path | str) -> Iterator[Ledger]:
    with open_ledger(address) as opened:
        yield opened


def promise(**slots: Any) -> dict[str, Any]:
    given = {"by": ("Acme",), "parties": ("VN", "CN"), "sectors": ("ai",), "forms": ("rd-centre",), "what": "a centre"}
    return act("promise", "will open a centre", **{**given, **slots})


def dispatch(id: str = "a", text: str = "Acme will open a centre in Đà Nẵng.", **known: Any) -> Reading:
    records = (
        promise(),
        {"kind": "actor", "quote": "Acme", "type": "company", "name": "Acme", "aka": ("Acme Group",), "country": "CN"},
        {"kind": "event", "quote": "Đà Nẵng", "type": "visit", "place": "Đà Nẵng",
         "parties": ("VN", "CN"), "when": "2026-02"},
        {"kind": "figure", "quote": "a", "indicator": "trade", "measure": "level", "value": 1.5e9, "unit": "USD",
         "reporter": "VN", "partner": "CN", "period": "2025", "said_by": "Acme Group"},
    )  # fmt: skip
    return reading(id, text, *records, **{"published": "2026-03-18", "publisher": "VNA", **known})


def rows(ledger: Ledger, columns: str = "*") -> dict[str, list[Any]]:
    with ledger.reading() as connection:
        found = {table: connection.exec_driver_sql(f"SELECT {columns} FROM {table}").all() for table in TABLES}
        return {table: [tuple(row) for row in held] for table, held in found.items()}


# adding


def test_new_document_is_kept_with_all_its_records(ledger: Ledger) -> None:
    given = dispatch()
    assert ledger.add(given) == "new"
    assert ledger.document("a") == given.document
    assert [ledger.get(id).proofs[0].entry.record for id in record_ids(given)] == list(given)


def test_same_document_adds_nothing(ledger: Ledger) -> None:
    ledger.add(dispatch())
    before = rows(ledger)
    assert ledger.add(dispatch()) == "same"
    after = rows(ledger)
    assert [row[:-2] for row in before.pop("documents")] == [row[:-2] for row in after.pop("documents")]
    assert before == after


def test_same_text_under_another_name_adds_nothing(ledger: Ledger) -> None:
    ledger.add(dispatch("a"))
    assert ledger.add(dispatch("b")) == "same"
    assert len(ledger.documents()) == 1


def test_what_the_reader_of_today_read_is_known_and_needs_no_reading(ledger: Ledger) -> None:
    first, moment = dispatch(), datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC)
    assert not ledger.knows(first.document)
    ledger.add(first)
    assert ledger.knows(dispatch("b").document)  # the same text under another name
    assert not ledger.knows(reading("a", "Acme told nothing.").document)
    before = rows(ledger)
    assert list(ledger.add_all([first.document], at=moment)) == [("a", "same")]
    assert ledger.statements(record_ids(first)[1])[0].last_seen.startswith("2026-12-01")
    assert rows(ledger)["records"] == before["records"]


def test_what_another_reader_read_is_read_again(ledger: Ledger) -> None:
    ledger.add(dispatch())
    ledger.tell(lambda connection: connection.execute(update(documents).values(reader="servanda 0.0.1")))
    assert not ledger.knows(dispatch().document)


def test_same_address_with_another_text_is_a_version(ledger: Ledger) -> None:
    ledger.add(dispatch("a", url="https://example.org/1"))
    assert (
        ledger.add(dispatch("b", "Now Acme will open a centre in Đà Nẵng.", url="https://example.org/1")) == "version"
    )
    assert [entry.record.doc for entry in ledger.documents()] == ["b"]


def test_changed_text_adds_a_version_and_keeps_the_old_one(ledger: Ledger) -> None:
    first, second = dispatch(), dispatch(text="On Monday, Acme will open a centre in Đà Nẵng soon.")
    ledger.add(first)
    assert ledger.add(second) == "version"
    assert ledger.health().versions == 2
    assert [entry.version for entry in ledger.acts()] == [2]
    assert ledger.document("a") == second.document
    assert ledger.get(record_ids(first)[1]).proofs[0].entry.superseded is False  # the sentence only moved: same id


def test_record_that_a_new_version_dropped_is_still_found_by_its_id(ledger: Ledger) -> None:
    ledger.add(dispatch())
    ledger.add(reading("a", "Nothing of the kind."))
    proof = ledger.get(record_ids(dispatch())[4]).proofs[0]
    assert (proof.entry.superseded, proof.document.text) == (True, dispatch().document.text)


def test_text_that_comes_back_is_a_third_version(ledger: Ledger) -> None:
    told = [
        ledger.add(dispatch(text=text))
        for text in ("a Acme will open a centre, Đà Nẵng", "a Acme will open a centre; Đà Nẵng")
    ]
    assert told == ["new", "version"]
    assert ledger.add(dispatch(text="a Acme will open a centre, Đà Nẵng")) == "version"
    assert ledger.documents()[0].version == 3


def test_ledger_tells_what_it_held_at_a_moment(ledger: Ledger) -> None:
    days = [datetime.datetime(2026, month, 1, tzinfo=datetime.UTC) for month in (1, 3, 5)]
    ledger.add(dispatch(), at=days[0])
    ledger.add(dispatch(text="a Acme will open a centre later, not in Đà Nẵng."), at=days[2])
    assert ledger.documents(Filter(known_at="2025-12-31")) == []
    assert [e.version for e in ledger.documents(Filter(known_at=days[1].isoformat()))] == [1]
    assert [e.version for e in ledger.acts(Filter(known_at="2026-06-01"))] == [2]
    assert len(ledger.undertakings(Filter(known_at=days[1].isoformat()), today=TODAY)) == 1


def test_batches_tell_what_became_of_each_document(ledger: Ledger) -> None:
    given = [dispatch(str(n), f"{n}: a, Acme will open a centre in Đà Nẵng.") for n in range(70)]
    assert list(ledger.add_all([*given, given[3]])) == [*((str(n), "new") for n in range(70)), ("3", "same")]
    assert ledger.health().documents == 70


def test_failing_batch_leaves_nothing_of_itself(ledger: Ledger) -> None:
    def readings() -> Any:
        yield dispatch("kept")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(ledger.add_all(readings()))
    assert ledger.health().documents == 0


def test_two_ledgers_may_add_to_one_database(address: Path | str) -> None:
    with open_ledger(address) as one, open_ledger(address) as other:
        assert (
            one.add(dispatch("a")),
            other.add(dispatch("a")),
            other.add(dispatch("b", "Acme: a, will open a centre Đà Nẵng")),
        ) == ("new", "same", "new")
        assert len(one.documents()) == len(other.documents()) == 2


# statements


def test_statements_give_every_value_with_where_it_stands(ledger: Ledger) -> None:
    given = dispatch()
    ledger.add(given)
    told = ledger.statements(record_ids(given)[4])
    assert {(s.property, s.value) for s in told} >= {
        ("verb", "promise"),
        ("by", "Acme"),
        ("parties", "VN"),
        ("parties", "CN"),
    }
    assert {(s.doc, s.start, s.end, s.source) for s in told} == {("a", 5, 23, "state-agency")}
    assert all(s.reader.startswith("servanda ") and s.first_seen and s.last_seen for s in told)


def test_figures_statements_keep_who_said_it(ledger: Ledger) -> None:
    given = dispatch()
    ledger.add(given)
    assert {s.said_by for s in ledger.statements(record_ids(given)[3])} == {"Acme Group"}


# asking


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest, fresh: Callable[[str], Path | str]) -> Iterator[Ledger]:
    ledger = open_ledger(fresh(request.param))
    ledger.add(dispatch())
    ledger.add(reading(
        "b", "Le Guangxi formera des techniciens.",
        act("promise", "formera des techniciens", by=("Guangxi",), parties=("VN", "CN"), forms=("training",),
            when="2025-06"),
        lang="fr", published="2025-06-02", publisher="AFP",
    ))  # fmt: skip
    ledger.add(reading("c", "No date at all.", act("wish", "No date", parties=("VN", "RU"), sectors=("nuclear",))))
    yield ledger
    ledger.close()


@pytest.mark.parametrize(
    ("asked", "docs"),
    [
        (Filter(), ["a", "b", "c"]),
        (Filter(pair=("VN", "CN")), ["a", "b"]),
        (Filter(pair=("CN", "VN")), ["a", "b"]),
        (Filter(pair=("RU", "CN")), []),
        (Filter(sector="ai"), ["a"]),
        (Filter(sector="digital"), ["a"]),
        (Filter(sector="infrastructure"), ["c"]),
        (Filter(form="training"), ["b"]),
        (Filter(actor="acme"), ["a"]),
        (Filter(actor="ACME GROUP"), ["a"]),  # another form of the name, in the same document
        (Filter(actor="quảng"), []),
        (Filter(actor="100%"), []),
        (Filter(since="2026"), ["a"]),
        (Filter(until="2025-06"), ["b"]),
        (Filter(since="2025-06", until="2026-03-18"), ["a", "b"]),
        (Filter(lang="fr"), ["b"]),
        (Filter(text="da nang"), ["a"]),
        (Filter(kind="promise", limit=1), ["a"]),
        (Filter(pair=("VN", "CN"), lang="fr", form="training", text="techniciens", since="2025"), ["b"]),
    ],
)  # fmt: skip
def test_acts_are_found_by_what_they_say(filled: Ledger, asked: Filter, docs: list[str]) -> None:
    assert [entry.record.doc for entry in filled.acts(asked)] == docs


@pytest.mark.parametrize(
    ("kind", "asked", "count"),
    [
        ("documents", Filter(pair=("VN", "CN")), 2),
        ("documents", Filter(actor="Guangxi"), 1),
        ("actors", Filter(pair=("VN", "CN")), 1),
        ("actors", Filter(pair=("VN", "RU")), 0),
        ("actors", Filter(kind="company"), 1),
        ("events", Filter(sector="ai"), 1),
        ("events", Filter(since="2026-03"), 0),
        ("figures", Filter(pair=("CN", "VN"), until="2025"), 1),
        ("figures", Filter(since="2026"), 0),
        ("figures", Filter(kind="trade", actor="acme"), 1),
    ],
)
def test_every_kind_takes_the_same_filters(filled: Ledger, kind: str, asked: Filter, count: int) -> None:
    assert len(getattr(filled, kind)(asked)) == count


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        (Filter(), 3),
        (Filter(status="pledged"), 2),
        (Filter(pair=("VN", "CN"), form="training"), 1),
        (Filter(since="2026"), 2),
        (Filter(limit=1), 1),
        (Filter(text="techniciens"), 1),
    ],
)
def test_undertakings_take_them_too(filled: Ledger, asked: Filter, count: int) -> None:
    assert len(filled.undertakings(asked, today=TODAY)) == count


def test_date_that_is_none_is_wrong_use(filled: Ledger) -> None:
    with pytest.raises(UsageError, match="2026-03-18"):
        filled.acts(Filter(since="yesterday"))


# one thing


@pytest.mark.parametrize("asked", ["a", "{id}", "{id:.9}", " {id} "])
def test_get_finds_a_document_by_name_id_or_beginning(filled: Ledger, asked: str) -> None:
    id = record_ids(dispatch())[0]
    assert filled.get(asked.format(id=id)).proofs[0].document == dispatch().document


def test_get_gives_the_sentence_of_a_quote(ledger: Ledger) -> None:
    ledger.add(reading("x", "First. Acme will open a centre in Huế. Last.\nAnother line.", promise()))
    assert ledger.get(ledger.acts()[0].id).proofs[0].sentence == "Acme will open a centre in Huế."


def test_get_finds_an_undertaking_with_the_proof_of_each_act(filled: Ledger) -> None:
    id = filled.undertakings(Filter(form="training"), today=TODAY)[0].id
    answer = filled.get(id[:10], today=TODAY)
    assert answer.undertaking is not None
    assert [proof.entry.id for proof in answer.proofs] == list(answer.undertaking.act_ids)


@pytest.mark.parametrize("id", ["", "act-", "und-", "nothing", "act-000000000000", "und-000000000000", "%", "_"])
def test_get_of_what_is_not_there_or_not_one_is_told(filled: Ledger, id: str) -> None:
    with pytest.raises(NotFoundError):
        filled.get(id)


def test_near_ids_are_named(filled: Ledger) -> None:
    id = filled.acts()[0].id
    with pytest.raises(NotFoundError, match=f"near: .*{id}"):
        filled.get(id[:-1] + "x")


def test_logged_search_makes_long_silence_stalled(ledger: Ledger) -> None:
    ledger.add(dispatch(published="2020-01-01"))
    id = ledger.undertakings(today=TODAY)[0].id
    assert ledger.undertakings(today=TODAY)[0].attention == "not_watched"
    ledger.log_search(id, datetime.date(2026, 11, 1))
    assert ledger.undertakings(today=TODAY)[0].attention == "stalled"
    assert ledger.undertakings(today=datetime.date(2027, 5, 1))[0].attention == "not_watched"
    with pytest.raises(NotFoundError):
        ledger.log_search(ledger.acts()[0].id, TODAY)


# what goes wrong


def test_locked_ledger_is_told_within_seconds(ledger: Ledger) -> None:
    begin = time.monotonic()
    with open_ledger(ledger.database) as other, pytest.raises(LedgerBusyError, match="another process"):
        other.tell(lambda _: ledger.add(dispatch()))
    assert time.monotonic() - begin < 6
    assert ledger.add(dispatch()) == "new"


def test_reading_goes_on_while_another_process_writes(ledger: Ledger) -> None:
    ledger.add(dispatch())
    with open_ledger(ledger.database) as other:
        assert other.tell(lambda _: len(ledger.acts())) == 1


def test_read_only_ledger_refuses_to_add(ledger: Ledger) -> None:
    ledger.add(dispatch())
    with open_ledger(ledger.database, read_only=True) as reader:
        assert len(reader.acts()) == 1
        with pytest.raises(LedgerError, match="readonly"):
            reader.add(dispatch("b", "a other text, Acme will open a centre in Đà Nẵng"))


def test_damaged_ledger_is_told(tmp_path: Path) -> None:
    ledger, path = open_ledger(tmp_path / "ledger.db"), tmp_path / "ledger.db"
    list(ledger.add_all(dispatch(str(n), f"{n} a: Acme will open a centre in Đà Nẵng.") for n in range(200)))
    ledger.close()
    content = bytearray(path.read_bytes())
    content[8192:40_960] = b"\xff" * 32_768
    path.write_bytes(content)
    try:
        with open_ledger(path) as damaged:
            problems = damaged.health().problems
    except LedgerError as error:
        problems = (str(error),)
    assert problems


ADDER = """
import sys, resource
sys.path.insert(0, sys.argv[1])
from making import act, reading
from servanda.errors import LedgerError
from servanda.ledger.store import open_ledger
limit = int(sys.argv[3])
with open_ledger(sys.argv[2]) as ledger:
    first = ledger.health().versions
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        for n in range(first, first + 3000):
            text = f"Document {n}: Acme will open a centre. " * 40
            ledger.add(reading(f"doc-{n}", text, *[act("promise", "will open a centre", by=("Acme",))] * 12))
            print(n, flush=True)
    except LedgerError as error:
        print(type(error).__name__, error, file=sys.stderr)
"""


def adder(path: Path | str, limit: int = 0) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", ADDER, str(Path(__file__).parent), str(path), str(limit)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def assert_whole(path: Path | str, finished: int) -> None:
    """Every document that was told as finished is there, and of each that is there, all of it."""
    with open_ledger(path) as ledger:
        health = ledger.health()
        assert health.problems == ()
        assert health.documents >= finished
        with ledger.reading() as connection:
            counts = connection.exec_driver_sql("SELECT count(*) FROM records GROUP BY document").all()
        held = {table: len(found) for table, found in rows(ledger, "1").items()}
    assert {count for (count,) in counts} <= {13}
    assert len(counts) == held["texts"] == held["words"] == health.documents


def test_killed_process_leaves_no_half_document_and_loses_no_finished_one(address: Path | str) -> None:
    path, finished, begin = address, 0, time.monotonic()
    for delay in (0.0, 0.003, 0.011, 0.017, 0.029, 0.05, 0.071, 0.013):
        process = adder(path)
        assert process.stdout is not None
        process.stdout.readline()  # the first document is finished: kill at some moment of a later one
        finished += 1
        time.sleep(delay)
        os.kill(process.pid, signal.SIGKILL)
        finished += len(process.stdout.read().splitlines())
        process.communicate()
        assert_whole(path, finished)
        if time.monotonic() - begin > 60:
            break
    assert finished >= 8 or time.monotonic() - begin > 15


def test_full_disk_is_told_and_leaves_nothing_half(tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk: SQLite sees the same failing write."""
    path = tmp_path / "full.db"
    process = adder(path, limit=600_000)
    out, err = process.communicate(timeout=30)
    assert "LedgerBusyError" in err
    assert "room" in err
    assert_whole(path, len(out.splitlines()))
    with open_ledger(path) as ledger:
        assert ledger.add(dispatch()) == "new"


@pytest.mark.skipif(os.geteuid() != 0 or not Path("/usr/bin/mount").exists(), reason="mounting a small disk needs root")
def test_small_disk_that_fills_up_is_told(tmp_path: Path) -> None:
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", tmp_path], capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        process = adder(tmp_path / "small.db")
        out, err = process.communicate(timeout=30)
        assert "LedgerBusyError" in err
        assert_whole(tmp_path / "small.db", len(out.splitlines()))
    finally:
        subprocess.run(["umount", tmp_path], check=True)


def test_health_counts_what_is_there(filled: Ledger) -> None:
    health = filled.health()
    assert (health.documents, health.records["act"], health.problems) == (3, 3, ())
    assert msgspec.to_builtins(health)["records"] == {"act": 3, "actor": 1, "document": 3, "event": 1, "figure": 1}
