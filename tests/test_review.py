"""Judgements: a record is what its log says, undoing goes back, and what was read is never changed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.dialects import sqlite

import making
from servanda.cli import main
from servanda.errors import NotFoundError, UsageError
from servanda.ledger import additions, review
from servanda.ledger.dialects import is_less_sure
from servanda.ledger.filters import Filter
from servanda.ledger.judgements import Judgement, applied, corrected, effective, slot_value
from servanda.ledger.review import BELOW, KINDS, accept, correct, find_history, find_queue, reject, undo
from servanda.ledger.schema import records
from servanda.ledger.store import Ledger, moment_of, open_ledger
from servanda.records import Act, Reading

WHO = "Anh Thu"
TEXT = "China will build a railway in Vietnam. Vietnam proposed a joint fund."


def reading(**known: Any) -> Reading:
    return making.reading(
        "note-1",
        TEXT,
        {"kind": "actor", "type": "country", "name": "China", "country": "CN", "quote": "China"},
        making.act("promise", "China will build a railway in Vietnam", by=("China",), parties=("CN", "VN"),
                   sectors=("rail",), confidence=0.5),
        making.act("propose", "Vietnam proposed a joint fund", by=("Vietnam",), parties=("VN", "CN"), confidence=0.9),
        published="2026-03-01",
        **known,
    )  # fmt: skip


@pytest.fixture
def ledger(address: Path | str) -> Iterator[Ledger]:
    with open_ledger(address) as opened:
        opened.add(reading())
        yield opened


def act_of(ledger: Ledger, verb: str) -> str:
    return next(e.id for e in ledger.acts() if isinstance(e.record, Act) and e.record.verb == verb)


def verbs(ledger: Ledger, **asked: Any) -> list[str]:
    return sorted(e.record.verb for e in ledger.acts(Filter(**asked)) if isinstance(e.record, Act))


@pytest.mark.parametrize("many", [0, 2_000])
def test_what_the_reader_was_not_sure_of_waits(ledger: Ledger, monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    """By whatever way it is found: where many wait, the newest are looked through."""
    monkeypatch.setattr(review, "_MANY", many)
    assert [entry.id for entry in find_queue(ledger)] == [act_of(ledger, "promise")]
    assert len(find_queue(ledger, below=0.95, kinds=["act"])) == 2
    assert find_queue(ledger, below=0.95, kinds=["act"], after=2) == []


def test_what_waits_is_found_by_its_index(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger.db") as opened:
        query = select(records.c.key).where(records.c.kind.in_(KINDS), is_less_sure(BELOW))
        asked = str(query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
        plan = opened.ask(lambda connection: connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}").all())
    assert "records_unsure (kind=? AND <expr><?)" in plan[0][-1]


def test_an_accepted_record_is_sure_and_waits_no_longer(ledger: Ledger) -> None:
    id = act_of(ledger, "promise")
    accept(ledger, id, WHO)
    (proof,) = ledger.get(id).proofs
    assert proof.entry.record.confidence == 1.0
    assert proof.entry.record.rule == "made · accepted by Anh Thu"
    assert find_queue(ledger) == []


def test_a_rejected_record_counts_nowhere_and_undoing_brings_it_back(ledger: Ledger) -> None:
    id = act_of(ledger, "promise")
    reject(ledger, id, WHO, "a headline of last year")
    assert verbs(ledger) == ["propose"]
    assert all(id not in u.act_ids for u in ledger.undertakings(today=making_day()))
    assert ledger.health().problems == ()
    undo(ledger, id, WHO)
    assert verbs(ledger) == ["promise", "propose"]
    assert [entry.id for entry in find_queue(ledger)] == [id]  # as if nobody had judged it


def making_day() -> Any:
    import datetime

    return datetime.date(2026, 4, 1)


def test_a_corrected_record_is_found_by_what_it_says_now(ledger: Ledger) -> None:
    id = act_of(ledger, "promise")
    correct(ledger, id, "sectors", "energy; nuclear", WHO)
    correct(ledger, id, "verb", "plan", WHO)
    assert verbs(ledger, sector="rail") == []
    assert verbs(ledger, sector="energy") == ["plan"]
    assert verbs(ledger, actor="China") == ["plan"]
    assert verbs(ledger, kind="plan") == ["plan"]
    undo(ledger, id, WHO)
    assert verbs(ledger, sector="nuclear") == ["promise"]


def a_moment_apart() -> str:
    """A moment that nothing else is recorded at: the ledger tells milliseconds apart."""
    time.sleep(0.003)
    moment = moment_of(None)
    time.sleep(0.003)
    return moment


def test_what_was_believed_on_a_day_can_still_be_asked_for(ledger: Ledger) -> None:
    before = a_moment_apart()
    id = act_of(ledger, "promise")
    correct(ledger, id, "verb", "agree", WHO)
    between = a_moment_apart()
    reject(ledger, id, WHO)
    assert verbs(ledger, known_at=before) == ["promise", "propose"]
    assert verbs(ledger, known_at=between) == ["agree", "propose"]
    assert verbs(ledger) == ["propose"]


def test_statements_tell_whose_a_value_is(ledger: Ledger) -> None:
    id = act_of(ledger, "promise")
    correct(ledger, id, "verb", "agree", WHO)
    told = {(s.value, s.reader.split()[0]) for s in ledger.statements(id) if s.property == "verb"}
    assert told == {("promise", "servanda"), ("agree", "account")}


def test_history_tells_every_step_with_its_reason(ledger: Ledger) -> None:
    id = act_of(ledger, "promise")
    correct(ledger, id, "verb", "agree", WHO, "both signed")
    undo(ledger, id, "Li Na")
    deeds = [(change.deed, change.reason) for change in find_history(ledger, id)]
    assert deeds == [("read", None), ("correct", "both signed"), ("undo", None)]
    with pytest.raises(NotFoundError):
        find_history(ledger, "act-000000000000")


def test_an_undoing_can_be_undone(ledger: Ledger) -> None:
    id = act_of(ledger, "promise")
    reject(ledger, id, WHO)
    undone = undo(ledger, id, WHO)
    log = [Judgement(key=n, at="", account=WHO, deed="reject", about=id) for n in (1,)]
    log += [Judgement(key=2, at="", account=WHO, deed="undo", about=id, undoes=1)]
    assert effective(log) == []
    log += [Judgement(key=3, at="", account=WHO, deed="undo", about=id, undoes=2)]
    assert [judgement.key for judgement in effective(log)] == [1]
    with pytest.raises(UsageError, match="no judgement that holds"):
        undo(ledger, id, WHO, judgement=undone.key)


def test_a_correction_survives_a_newer_reader(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    id = act_of(ledger, "promise")
    correct(ledger, id, "verb", "agree", WHO)
    monkeypatch.setattr(additions, "_reader", lambda: "servanda 99")
    fresh = making.reading(
        "note-1", TEXT,
        making.act("plan", "China will build a railway in Vietnam", by=("China",), parties=("CN", "VN")),
        published="2026-03-01",
    )  # fmt: skip
    assert ledger.add(fresh) == "version"
    assert verbs(ledger) == ["agree"]
    assert [change.deed for change in find_history(ledger, id)].count("read") == 2


def test_a_correction_goes_on_to_a_record_whose_words_nearly_are_the_same(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    reject(ledger, act_of(ledger, "promise"), WHO)
    monkeypatch.setattr(additions, "_reader", lambda: "servanda 99")
    fresh = making.reading(
        "note-1", TEXT,
        making.act("promise", "China will build a railway", by=("China",)),
        making.act("propose", "Vietnam proposed a joint fund", by=("Vietnam",)),
    )  # fmt: skip
    ledger.add(fresh)
    assert verbs(ledger) == ["propose"]


def test_the_same_reader_or_the_same_records_make_no_version(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    accept(ledger, act_of(ledger, "promise"), WHO)
    assert ledger.add(reading()) == "same"
    monkeypatch.setattr(additions, "_reader", lambda: "servanda 99")
    assert ledger.add(reading()) == "same"


WRONG = [
    ("quote", "other words", "no slot 'quote'"),
    ("colour", "red", "no slot 'colour'"),
    ("verb", "dance", "no verb 'dance'"),
    ("sectors", "rail; magic", "no sector 'magic'"),
    ("parties", "CN; Utopia", "no country code"),
    ("amount", '{"value": "much", "unit": "USD"}', "amount"),
    ("amount", "{broken", "no JSON"),
]


@pytest.mark.parametrize(("slot", "value", "told"), WRONG)
def test_a_correction_that_cannot_be_is_told_and_nothing_is_written(
    ledger: Ledger, slot: str, value: str, told: str
) -> None:
    id = act_of(ledger, "promise")
    with pytest.raises(UsageError, match=told):
        correct(ledger, id, slot, value, WHO)
    assert len(find_history(ledger, id)) == 1


def test_judgements_are_signed(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="signed"):
        accept(ledger, act_of(ledger, "promise"), " ")


def test_documents_are_not_judged(ledger: Ledger) -> None:
    (entry,) = ledger.documents()
    with pytest.raises(UsageError, match="judge its records"):
        reject(ledger, entry.id, WHO)


@pytest.mark.parametrize(
    ("slot", "written", "value"),
    [
        ("by", "China; Vietnam ", ["China", "Vietnam"]),
        ("by", "", []),
        ("what", "  a   railway ", "a railway"),
        ("what", "", None),
        ("amount", '{"unit": "USD"}', {"unit": "USD"}),
    ],
)
def test_what_is_written_becomes_what_the_slot_takes(slot: str, written: str, value: Any) -> None:
    act = reading().acts[0]
    assert slot_value(act, slot, written) == value


def test_emptying_a_slot_and_conditions() -> None:
    act = reading().acts[0]
    assert corrected(act, "sectors", []).sectors == ()  # type: ignore[union-attr]
    assert corrected(act, "conditional", "true").conditional is True  # type: ignore[union-attr]


DEEDS = st.lists(st.sampled_from(["accept", "reject", "agree", "plan", "undo"]), max_size=8)


@given(DEEDS)
def test_the_log_without_what_was_undone_says_what_a_record_is(deeds: list[str]) -> None:
    act = reading().acts[0]
    log: list[Judgement] = []
    for key, deed in enumerate(deeds, 1):
        holding = effective(log)
        if deed == "undo":
            if holding:
                log.append(Judgement(key=key, at="", account=WHO, deed="undo", about="a", undoes=holding[-1].key))
        elif deed in ("accept", "reject"):
            log.append(Judgement(key=key, at="", account=WHO, deed=deed, about="a"))
        else:
            value = f'"{deed}"'
            log.append(Judgement(key=key, at="", account=WHO, deed="correct", about="a", slot="verb", value=value))
    assert applied(act, log) == applied(act, effective(log))
    if not effective(log):
        assert applied(act, log) == act


def run(address: Path | str, *words: str) -> tuple[int, str]:
    outcome = CliRunner().invoke(main, [*words, "--ledger", str(address)])
    return outcome.exit_code, outcome.output


def test_commands_judge_and_tell(ledger: Ledger, address: Path | str) -> None:
    id = act_of(ledger, "promise")
    assert id in run(address, "review", "queue")[1]
    code, output = run(address, "review", "correct", id[:10], "verb=plan", "--account", WHO, "--reason", "not bound")
    assert (code, "correct verb" in output) == (0, True)
    assert "not bound" in run(address, "history", id)[1]
    assert "undo" in run(address, "review", "undo", id, "--account", WHO)[1]
    assert run(address, "review", "reject", id, "--account", WHO)[0] == 0
    assert run(address, "review", "accept", id, "--account", WHO)[0] == 0
    assert run(address, "history", id, "--format", "json")[1].count('"deed"') == 5


def test_wrong_use_of_the_commands_is_told(ledger: Ledger, address: Path | str) -> None:
    id = act_of(ledger, "promise")
    assert run(address, "review", "accept", id)[0] == 2
    assert run(address, "review", "correct", id, "verb", "--account", WHO)[0] == 2
    assert run(address, "review", "accept", "act-nothing", "--account", WHO)[0] == 1


def test_a_record_whose_document_was_read_anew_meanwhile_is_not_judged(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = act_of(ledger, "promise")
    rule = ledger.rule
    other = making.reading("note-1", "All of it was said otherwise.", published="2026-03-01")

    def after_another_writer(deed: Any) -> Any:
        ledger.add(other)
        return rule(deed)

    monkeypatch.setattr(ledger, "rule", after_another_writer)
    with pytest.raises(UsageError, match="read anew meanwhile"):
        accept(ledger, id, WHO)
    assert find_history(ledger, id)[-1].deed != "accept"
