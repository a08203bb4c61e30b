"""The rule of two accounts: what closes an undertaking is proposed until another account confirms it."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from making import act, reading
from servanda.cli import main
from servanda.errors import UsageError
from servanda.ledger.copies import import_ledger, write_export
from servanda.ledger.deciding import merge_undertakings
from servanda.ledger.filters import Filter
from servanda.ledger.review import accept, confirm, correct, find_history, find_proposals, reject, undo
from servanda.ledger.settings import setting_of, write_setting
from servanda.ledger.store import Ledger, moment_of, open_ledger
from servanda.ledger.verifying import verify
from servanda.records import Reading

TODAY = datetime.date(2026, 1, 1)
WHO, OTHER = "Anh Thu", "Li Na"


def told(doc: str, verb: str, day: str, what: str, confidence: float = 0.9) -> Reading:
    quote = f"Kenya will {verb} the {what}"
    slots = {"by": ("Kenya",), "parties": ("KE", "VN"), "what": f"the {what}", "places": (what.split()[-1],)}
    return reading(doc, f"{quote}.", act(verb, quote, confidence=confidence, **slots), published=day)


@pytest.fixture
def ledger(address: Path | str) -> Iterator[Ledger]:
    """A bridge that was promised, and perhaps delivered; a dam that was delivered."""
    with open_ledger(address) as opened:
        opened.add(told("first", "promise", "2025-01-10", "bridge of Malindi"))
        opened.add(told("second", "deliver", "2025-06-10", "bridge of Malindi", confidence=0.3))
        opened.add(told("third", "deliver", "2025-07-10", "dam of Kisumu"))
        yield opened


def ask_for_two(ledger: Ledger, value: str = "on") -> None:
    ledger.tell(lambda connection: write_setting(connection, "two-accounts", value, account=WHO, at=moment_of(None)))


def act_of(ledger: Ledger, doc: str) -> str:
    return next(entry.id for entry in ledger.acts() if entry.record.doc == doc)


def statuses(ledger: Ledger, **asked: str) -> dict[str, str]:
    found = ledger.undertakings(Filter(**asked), today=TODAY)  # type: ignore[arg-type]
    return {doc: u.status for u in found for doc in (piece.doc for piece in u.acts)}


def test_it_is_off_until_somebody_sets_it(ledger: Ledger) -> None:
    assert ledger.ask(lambda connection: setting_of(connection, "two-accounts")) == "off"
    assert statuses(ledger)["first"] == "pledged"
    assert not accept(ledger, act_of(ledger, "second"), WHO).waits
    assert statuses(ledger)["first"] == "delivered"


def test_what_closes_waits_for_another_account(ledger: Ledger) -> None:
    ask_for_two(ledger)
    before, id = statuses(ledger), act_of(ledger, "second")
    proposal = accept(ledger, id, WHO, "photographs")
    assert proposal.waits
    assert statuses(ledger) == before
    assert [one.key for one in find_proposals(ledger)] == [proposal.key]
    assert [change.deed for change in find_history(ledger, id)] == ["read", "accept (proposed)"]
    for account in (WHO, " anh thu "):
        with pytest.raises(UsageError, match="another account"):
            confirm(ledger, proposal.key, account)
    confirm(ledger, proposal.key, OTHER)
    assert statuses(ledger)["first"] == "delivered"
    assert find_proposals(ledger) == []
    assert [change.deed for change in find_history(ledger, id)] == ["read", "accept", "confirm"]
    assert "accepted by Anh Thu" in ledger.get(id).proofs[0].entry.record.rule
    assert verify(ledger).faults == ()


def test_what_was_known_before_the_confirmation_stays_known(ledger: Ledger) -> None:
    ask_for_two(ledger)
    proposal = accept(ledger, act_of(ledger, "second"), WHO)
    time.sleep(0.003)
    between = moment_of(None)
    time.sleep(0.003)
    confirm(ledger, proposal.key, OTHER)
    assert statuses(ledger, known_at=between)["first"] == "pledged"
    assert statuses(ledger)["first"] == "delivered"


@pytest.mark.parametrize("deed", ["correct", "merge", "undo"])
def test_every_way_to_close_waits(ledger: Ledger, deed: str) -> None:
    first, second, third = (act_of(ledger, doc) for doc in ("first", "second", "third"))
    if deed == "undo":
        accept(ledger, second, WHO)
        reject(ledger, second, WHO)
    ask_for_two(ledger)
    deeds: dict[str, Callable[[], bool]] = {
        "correct": lambda: correct(ledger, first, "verb", "deliver", WHO).waits,
        "merge": lambda: merge_undertakings(ledger, (first, third), account=WHO).waits,
        "undo": lambda: undo(ledger, second, WHO).waits,
    }
    before = statuses(ledger)
    assert deeds[deed]()
    assert statuses(ledger) == before
    (proposal,) = find_proposals(ledger)
    confirm(ledger, proposal.key, OTHER)
    assert statuses(ledger)["second" if deed == "undo" else "first"] == "delivered"
    assert verify(ledger).faults == ()


def test_what_closes_nothing_needs_nobody_else(ledger: Ledger) -> None:
    ask_for_two(ledger)
    first, second, third = (act_of(ledger, doc) for doc in ("first", "second", "third"))
    written = [
        accept(ledger, first, WHO),
        correct(ledger, first, "verb", "plan", WHO),
        reject(ledger, second, WHO),
        accept(ledger, third, WHO),  # closed before
        reject(ledger, third, WHO),
    ]
    assert not any(judgement.waits for judgement in written)


def test_a_proposal_is_withdrawn_and_a_confirmed_one_undone(ledger: Ledger) -> None:
    ask_for_two(ledger)
    id = act_of(ledger, "second")
    accept(ledger, id, WHO)
    undo(ledger, id, WHO)
    assert find_proposals(ledger) == []
    confirm(ledger, accept(ledger, id, WHO).key, OTHER)
    assert statuses(ledger)["first"] == "delivered"
    undo(ledger, id, WHO)
    assert statuses(ledger)["first"] == "pledged"
    assert verify(ledger).faults == ()


def test_a_proposal_outlives_that_the_rule_is_lifted_and_moves_with_the_ledger(ledger: Ledger, tmp_path: Path) -> None:
    ask_for_two(ledger)
    proposal = accept(ledger, act_of(ledger, "second"), WHO)
    ask_for_two(ledger, "off")
    write_export(ledger, tmp_path / "all.jsonl")
    import_ledger(tmp_path / "all.jsonl", tmp_path / "new.db")
    with open_ledger(tmp_path / "new.db") as copy:
        assert find_proposals(copy) == find_proposals(ledger) != []
        confirm(copy, proposal.key, OTHER)
        assert statuses(copy)["first"] == "delivered"


@pytest.mark.parametrize(
    ("name", "value", "account"), [("two-accounts", "maybe", WHO), ("colour", "on", WHO), ("two-accounts", "on", " ")]
)
def test_a_setting_is_known_and_signed(ledger: Ledger, name: str, value: str, account: str) -> None:
    with pytest.raises(UsageError):
        ledger.tell(lambda connection: write_setting(connection, name, value, account=account, at=moment_of(None)))


def test_commands_propose_and_confirm(ledger: Ledger, address: Path | str) -> None:
    def run(*words: str) -> tuple[int, str]:
        outcome = CliRunner().invoke(main, ["review", *words, "--ledger", str(address)])
        return outcome.exit_code, outcome.output

    id = act_of(ledger, "second")
    assert "off" in run("two-accounts")[1]
    assert "on" in run("two-accounts", "on", "--account", WHO)[1]
    code, output = run("accept", id, "--account", WHO)
    assert (code, "Proposed only" in output) == (0, True)
    assert "accept (proposed)" in CliRunner().invoke(main, ["history", id, "--ledger", str(address)]).output
    assert id in run("proposals")[1]
    assert "wait for another account" in run("queue")[1]
    key = str(find_proposals(ledger)[0].key)
    assert run("confirm", key, "--account", WHO)[0] == 2
    assert run("confirm", key, "--account", OTHER)[0] == 0
    assert "0 wait" in run("proposals")[1]
