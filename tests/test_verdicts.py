"""Verdicts about undertakings: signed, with a reason, beside the status and never part of it."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

import making
from servanda.errors import NotFoundError, UsageError
from servanda.ledger.store import Ledger, open_ledger
from servanda.ledger.verdicts import give_verdict, take_verdict_back, verdicts_of
from servanda.records import Undertaking

TODAY = datetime.date(2026, 1, 31)
TEXT = "China will build a railway in Vietnam."


@pytest.fixture(params=["sqlite", "postgresql"])
def path(request: pytest.FixtureRequest, fresh: object) -> Path | str:
    found: Path | str = fresh(request.param)  # type: ignore[operator]
    return found


def fill(ledger: Ledger) -> Undertaking:
    act = making.act("promise", "China will build a railway in Vietnam", by=("China",), parties=("CN", "VN"))
    ledger.add(making.reading("note-1", TEXT, act, published="2025-12-01"))
    return ledger.undertakings(today=TODAY)[0]


def test_the_newest_verdict_stands_first_and_changes_no_status(path: Path | str) -> None:
    with open_ledger(path) as ledger:
        one = fill(ledger)
        give_verdict(ledger, one.id, "broken", account="Anh Thu", reason="nothing was built")
        give_verdict(ledger, one.id, "kept_late", account="Minh", reason="it was, a year later")
        assert [held.said for held in verdicts_of(ledger, one)] == ["kept_late", "broken"]
        again = ledger.undertakings(today=TODAY)[0]
        assert (again.status, again.attention, again.acts) == (one.status, one.attention, one.acts)
        assert ledger.health().problems == ()


def test_a_verdict_is_taken_back_once(path: Path | str) -> None:
    with open_ledger(path) as ledger:
        one = fill(ledger)
        given = give_verdict(ledger, one.id, "kept", account="Anh Thu", reason="opened")
        take_verdict_back(ledger, given.key, account="Minh", reason="it is another line")
        assert verdicts_of(ledger, one) == []
        with pytest.raises(NotFoundError):
            take_verdict_back(ledger, given.key, account="Minh")


@pytest.mark.parametrize(
    ("id", "verdict", "account", "reason"),
    [
        ("", "splendid", "Anh Thu", "why"),
        ("", "kept", "Anh Thu", "  "),
        ("", "kept", " ", "why"),
        ("und-000000000000", "kept", "Anh Thu", "why"),
    ],
)
def test_what_is_no_verdict_is_refused(tmp_path: Path, id: str, verdict: str, account: str, reason: str) -> None:
    with open_ledger(tmp_path / "one.db") as ledger:
        one = fill(ledger)
        with pytest.raises((UsageError, NotFoundError)):
            give_verdict(ledger, id or one.id, verdict, account=account, reason=reason)
        assert verdicts_of(ledger, one) == []


def test_a_verdict_stays_when_another_act_founds_the_thread(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "one.db") as ledger:
        one = fill(ledger)
        give_verdict(ledger, one.id, "kept", account="Anh Thu", reason="opened")
        act = making.act("propose", "China proposed a railway in Vietnam", by=("China",), parties=("CN", "VN"))
        ledger.add(making.reading("note-0", "China proposed a railway in Vietnam.", act, published="2024-01-01"))
        (thread,) = (u for u in ledger.undertakings(today=TODAY) if set(one.act_ids) <= set(u.act_ids))
        assert [held.said for held in verdicts_of(ledger, thread)] == ["kept"]
