"""Rulings of people about actors and undertakings, what they change and how they are undone; the two times."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from making import act, reading
from servanda.cli import main
from servanda.errors import NotFoundError, UsageError
from servanda.ledger.actors import naming
from servanda.ledger.deciding import find_doubts, merge_undertakings, rule_actors, split_undertaking
from servanda.ledger.filters import Filter
from servanda.ledger.resolved import known_actors
from servanda.ledger.review import find_history, undo
from servanda.ledger.store import Ledger, open_ledger
from servanda.records import Reading, Undertaking

TODAY = datetime.date(2026, 1, 1)
RECORDED = datetime.datetime(2025, 7, 1, tzinfo=datetime.UTC)
WHO = "Anh Thu"


def told(doc: str, verb: str, day: str, role: str = "Minister of Finance", name: str = "Tran Van Minh") -> Reading:
    """A minister does something about a bridge."""
    quote = f"{name} {verb} the bridge of Hoa Binh"
    person = {"kind": "actor", "type": "person", "name": name, "quote": name}
    slots = {"by": (name,), "parties": ("VN", "LA"), "forms": ("shared-infrastructure",)}
    return reading(
        doc,
        f"{quote}.",
        {**person, "country": "VN", "role": role},
        act(verb, quote, what="the bridge of Hoa Binh", **slots),
        published=day,
    )


@pytest.fixture
def bridge(address: Path | str) -> Iterator[Ledger]:
    """One undertaking of two acts."""
    with open_ledger(address) as opened:
        opened.add(told("first", "promise", "2025-01-10"), at=RECORDED)
        opened.add(told("second", "start", "2025-06-10"), at=RECORDED)
        yield opened


@pytest.fixture
def ledger(bridge: Ledger) -> Ledger:
    """The same, and what a minister of the same name wishes."""
    bridge.add(told("third", "wish", "2025-01-20", role="Minister of Health"))
    return bridge


def undertakings(ledger: Ledger, **asked: str) -> list[Undertaking]:
    return ledger.undertakings(Filter(**asked), today=TODAY)  # type: ignore[arg-type]


def persons(ledger: Ledger) -> list[str]:
    return [actor.id for actor in known_actors(ledger)]


def test_a_doubt_waits_until_somebody_rules(ledger: Ledger) -> None:
    (doubt,) = find_doubts(ledger)
    assert doubt.mention.record.doc == "third"
    rule_actors(ledger, "unsure", (doubt.actor, doubt.mention.id), account=WHO)
    assert find_doubts(ledger) == []
    assert len(persons(ledger)) == 2


def test_a_doubt_waits_again_when_a_ruling_is_undone_later(ledger: Ledger) -> None:
    (before,) = find_doubts(ledger)
    judgement = rule_actors(ledger, "different", (before.actor, before.mention.id), account=WHO)
    with open_ledger(ledger.database) as later:
        assert find_doubts(later) == []
        undo(later, judgement.about, WHO)
        assert find_doubts(later) == [before]


def test_the_same_holds_in_a_ledger_that_was_opened_again(bridge: Ledger) -> None:
    bridge.add(told("third", "wish", "2025-01-20", name="Le Thi Hoa"))
    first, second = persons(bridge)
    with open_ledger(bridge.database) as later:
        rule_actors(later, "same", (first, second), account=WHO)
        assert persons(later) == [first]


def test_the_same_and_different_hold_until_they_are_undone(ledger: Ledger) -> None:
    first, second = persons(ledger)
    rule_actors(ledger, "same", (first, second), account=WHO, reason="he changed his office")
    assert persons(ledger) == [first]
    judgement = rule_actors(ledger, "different", (first, second), account=WHO)
    assert persons(ledger) == [first, second]
    undo(ledger, judgement.about, WHO)
    assert persons(ledger) == [first]
    assert [change.deed for change in find_history(ledger, judgement.about)][-3:] == ["same", "different", "undo"]


def test_acts_leave_an_undertaking_and_come_back(bridge: Ledger) -> None:
    (one,) = undertakings(bridge)
    started = next(id for id, act in zip(one.act_ids, one.acts, strict=True) if act.verb == "start")
    (judgement,) = split_undertaking(bridge, one.id, [started], account=WHO, reason="another bridge")
    assert sorted(u.status for u in undertakings(bridge)) == ["pledged", "started"]
    parted = next(u for u in undertakings(bridge) if u.status == "started")
    merge_undertakings(bridge, (one.id, parted.id), account=WHO)
    (again,) = undertakings(bridge)
    assert (again.id, again.status) == (one.id, "started")
    assert "reviewer" in next(join.why for join in again.joins if join.act == started)
    assert bridge.get(parted.id, today=TODAY).id == one.id
    undo(bridge, started, WHO)
    assert len(undertakings(bridge)) == 2
    undo(bridge, started, WHO)
    assert len(undertakings(bridge)) == 1
    assert judgement.reason == "another bridge"


def test_a_ruling_survives_a_document_that_is_read_again(bridge: Ledger) -> None:
    (one,) = undertakings(bridge)
    split_undertaking(bridge, one.id, [one.act_ids[-1]], account=WHO)
    bridge.add(told("fourth", "plan", "2025-07-01"))
    assert len(undertakings(bridge)) == 2


@pytest.mark.parametrize("deed", ["equal", "merge", ""])
def test_what_is_no_ruling_is_told(ledger: Ledger, deed: str) -> None:
    first, second = persons(ledger)
    with pytest.raises(UsageError):
        rule_actors(ledger, deed, (first, second), account=WHO)


def test_rulings_need_two_records_of_a_kind_and_an_account(ledger: Ledger) -> None:
    first, second = persons(ledger)
    one = undertakings(ledger)[0]
    with pytest.raises(UsageError):
        rule_actors(ledger, "same", (first, first), account=WHO)
    with pytest.raises(UsageError):
        rule_actors(ledger, "same", (first, second), account="")
    with pytest.raises(NotFoundError):
        rule_actors(ledger, "same", (first, one.act_ids[0]), account=WHO)
    with pytest.raises(UsageError):
        split_undertaking(ledger, one.id, [], account=WHO)


def test_commands_rule_and_tell(ledger: Ledger, address: Path | str) -> None:
    def run(*words: str) -> tuple[int, str]:
        outcome = CliRunner().invoke(main, ["review", *words, "--ledger", str(address)])
        return outcome.exit_code, outcome.output

    first, second = persons(ledger)
    assert "may be" in run("doubts")[1]
    assert run("same", first, second, "--account", WHO)[0] == 0
    (one,) = undertakings(ledger)
    assert run("split", one.id, one.act_ids[-1], "--account", WHO)[0] == 0
    assert len(undertakings(ledger)) == 2
    parted = next(u.id for u in undertakings(ledger) if u.id != one.id)
    assert run("merge", one.id, parted, "--account", WHO)[0] == 0
    assert len(undertakings(ledger)) == 1


def test_records_that_name_an_actor_are_counted_as_far_as_they_are_looked_at(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = naming(ledger, ["tran van minh"], {"act": 2, "actor": 0})
    assert (told.counts, told.is_more) == ({"act": 3, "actor": 3}, False)
    assert [entry.record.doc for entry in told.newest["act"]] == ["second", "third"]
    monkeypatch.setattr("servanda.ledger.actors._MOST_NAMING", 3)
    told = naming(ledger, ["tran van minh"], {"act": 2, "actor": 0})
    assert (told.counts, told.is_more) == ({"act": 2, "actor": 2}, True)


# the two times


def test_what_had_happened_by_a_day(bridge: Ledger) -> None:
    (one,) = undertakings(bridge, as_of="2025-03-01")
    assert (one.status, one.last) == ("pledged", "2025-01-10")
    assert one.id == undertakings(bridge)[0].id
    assert undertakings(bridge, as_of="2024-12-31") == []


def test_what_was_known_on_a_day(address: Path | str) -> None:
    with open_ledger(address) as opened:
        opened.add(told("first", "promise", "2025-01-10"), at=datetime.datetime(2025, 1, 11, tzinfo=datetime.UTC))
        opened.add(told("second", "start", "2025-02-10"), at=datetime.datetime(2025, 6, 11, tzinfo=datetime.UTC))
    told_then = {}
    for known_on in ("2025-05-01", "2025-07-01"):
        words = ["undertakings", "--as-of", "2025-03-01", "--known-on", known_on, "--format", "csv"]
        told_then[known_on] = CliRunner().invoke(main, [*words, "--ledger", str(address)]).output
    assert "pledged" in told_then["2025-05-01"]
    assert "started" in told_then["2025-07-01"]


def test_a_ruling_holds_from_its_moment_on(bridge: Ledger) -> None:
    (one,) = undertakings(bridge)
    split_undertaking(bridge, one.id, [one.act_ids[-1]], account=WHO)
    assert len(undertakings(bridge, known_at=RECORDED.isoformat(timespec="milliseconds"))) == 1
    assert len(undertakings(bridge)) == 2
