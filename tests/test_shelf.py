"""The desk's hold on its ledger: one writer after the other, one answer for all who ask, a state shown for a while."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import making
from desking import BASE, TODAY
from servanda.desk.accounts import Accounts, Role
from servanda.desk.app import desk_app
from servanda.desk.entry import COOKIE
from servanda.desk.shelf import Shelf
from servanda.ledger import memory
from servanda.ledger.address import accounts_path
from servanda.ledger.store import open_ledger


def test_a_second_writer_waits_for_the_first(demo: Path) -> None:
    shelf, order = Shelf(demo), list[str]()
    begun = threading.Event()

    def write() -> None:
        begun.set()
        with shelf.open_for_writing():
            order.append("second")

    second = threading.Thread(target=write)
    with shelf.open_for_writing():
        second.start()
        assert begun.wait(10)
        order.append("first")
    second.join(10)
    assert order == ["first", "second"]


def test_what_many_ask_at_once_is_answered_once() -> None:
    kept, started, asked = memory.Memory(), threading.Event(), list[int]()
    answers: list[str] = []

    def answer() -> str:
        asked.append(1)
        started.wait(10)
        return "the answer"

    hands = [threading.Thread(target=lambda: answers.append(kept.remember("a question", answer))) for _ in range(8)]
    for hand in hands:
        hand.start()
    assert kept.remember("another", lambda: "at once") == "at once"  # who asks something else does not wait
    started.set()
    for hand in hands:
        hand.join(10)
    assert answers == ["the answer"] * 8
    assert len(asked) == 1


def test_what_could_not_be_answered_is_asked_again() -> None:
    def fail() -> str:
        raise LookupError

    kept = memory.Memory()
    with pytest.raises(LookupError):
        kept.remember("a question", fail)
    assert kept.remember("a question", lambda: "the answer") == "the answer"


def test_of_what_was_asked_the_least_wanted_is_let_go_of_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_MOST", 2)
    told, found = iter(range(9)), memory.Memory()
    assert [found.remember(question, lambda: next(told)) for question in "abacab"] == [0, 1, 0, 2, 0, 3]


def test_readers_see_a_state_for_a_while_and_writers_the_newest(tmp_path: Path) -> None:
    path = tmp_path / "busy.db"
    open_ledger(path).close()
    accounts = Accounts(accounts_path(path))
    keys = {}
    for name, role in (("Li Na", Role.READER), ("Anh Thu", Role.MEMBER)):
        accounts.open_account(accounts.make_key("first", role=role), name, "seven quiet herons")
        keys[name] = {"cookie": f"{COOKIE}={accounts.make_key('session', account=name)}"}
    with TestClient(desk_app(path, today=TODAY, rest=3600.0), base_url=BASE) as client:

        def count(**asking: object) -> int:
            return int(client.get("/undertakings.json", **asking).json()["count"])  # type: ignore[arg-type]

        assert (count(), count(headers=keys["Li Na"]), count(headers=keys["Anh Thu"])) == (0, 0, 0)
        with open_ledger(path) as ledger:
            act = making.act("sign", "signed a contract", parties=("VN", "CN"), by=("A",), instrument="contract")
            ledger.add(making.reading("new", "They signed a contract for a port.", act, published="2026-01-02"))
        assert (count(), count(headers=keys["Li Na"]), count(headers=keys["Anh Thu"])) == (0, 0, 1)
