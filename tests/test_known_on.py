"""What was known on a day is what was told on that day, whatever was added, read again, judged and ruled since."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from sqlalchemy import update

from firms import FIRMS, TODAY, made
from making import reading
from servanda.ledger import groups
from servanda.ledger.deciding import merge_undertakings, rule_actors, split_undertaking
from servanda.ledger.filters import Filter
from servanda.ledger.parting import is_told
from servanda.ledger.resolved import mentions_of
from servanda.ledger.review import correct, reject, undo
from servanda.ledger.store import Ledger, moment_of, open_ledger
from servanda.ledger.verifying import verify

Told = list[tuple[str, tuple[str, ...], str, str]]


def told(ledger: Ledger, **asked: Any) -> Told:
    found = ledger.undertakings(Filter(**asked), today=TODAY)
    return [(one.id, one.act_ids, one.status, one.attention) for one in found]


def longest(ledger: Ledger) -> tuple[str, tuple[str, ...]]:
    """The undertaking with most acts, and they."""
    found = max(ledger.undertakings(today=TODAY), key=lambda one: len(one.act_ids))
    return found.id, found.act_ids


def read_again(ledger: Ledger) -> None:
    """A document says something else, one comes anew, and one says the same at another place."""
    ledger.add(reading("doc-5", "Nothing happened.", lang="en", published="2025-04-04"))
    for _ in ledger.add_all(made(2, 30)[24:]):
        pass
    again = made(1)[3]
    moved = msgspec.structs.replace(again.document, text=f"{again.document.text} More.")
    ledger.add(msgspec.structs.replace(again, document=moved))


def split_and_merge(ledger: Ledger) -> None:
    id, acts = longest(ledger)
    split_undertaking(ledger, id, acts[-2:], account="An")
    first, second = (one.id for one in ledger.undertakings(today=TODAY)[:2])
    merge_undertakings(ledger, (first, second), account="An")


def reject_and_undo(ledger: Ledger) -> None:
    for act in longest(ledger)[1][:2]:
        reject(ledger, act, "An")
    undo(ledger, act, "An")


def part_names(ledger: Ledger) -> None:
    """The firm's names in two scripts are of two firms."""
    names = {one.name: one.record for one in mentions_of(ledger, TODAY) if one.name in dict(FIRMS)}
    rule_actors(ledger, "different", (*names.values(),)[:2], account="An")


DEEDS: dict[str, Callable[[Ledger], object]] = {
    "read again": read_again,
    "corrected": lambda ledger: correct(ledger, longest(ledger)[1][0], "parties", "FR; SN", "An"),
    "rejected": reject_and_undo,
    "split": split_and_merge,
    "two firms": part_names,
}


def moment() -> str:
    """A moment between two deeds."""
    time.sleep(0.002)
    now = moment_of(None)
    time.sleep(0.002)
    return now


@pytest.mark.parametrize("order", [tuple(DEEDS), tuple(reversed(DEEDS))], ids=["forth", "back"])
def test_a_past_day_is_answered_as_it_was(ledger: Ledger, order: tuple[str, ...]) -> None:
    before = {moment(): told(ledger)}
    for name in order:
        DEEDS[name](ledger)
        before[moment()] = told(ledger)
    assert len({str(answer) for answer in before.values()}) == len(before)
    assert {at: told(ledger, known_at=at) for at in before} == before
    assert verify(ledger).faults == ()


def test_a_past_day_takes_what_narrows_it(ledger: Ledger) -> None:
    at = moment()
    narrowing: list[dict[str, Any]] = [{"kind": "deliver"}, {"status": "started"}, {"lang": "ru", "text": "crane"}]
    before = [told(ledger, **asked) for asked in narrowing]
    assert len({str(answer) for answer in (told(ledger), *before)}) == len(narrowing) + 1
    for deed in DEEDS.values():
        deed(ledger)
    assert [told(ledger, known_at=at, **asked) for asked in narrowing] == before
    assert told(ledger, known_at=moment_of(datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))) == []


def test_what_was_before_all_was_joined_anew_is_made_of_the_records_of_then(ledger: Ledger) -> None:
    at, before = moment(), told(ledger)
    read_again(ledger)
    assert ledger.ask(lambda connection: is_told(connection, at))
    assert list(ledger.join_anew())
    assert not ledger.ask(lambda connection: is_told(connection, at))
    assert told(ledger, known_at=at) == before
    assert told(ledger, known_at=moment()) == told(ledger)


def test_a_ledger_that_was_joined_before_tells_from_then_on(ledger: Ledger) -> None:
    at, before = moment(), told(ledger)
    ledger.tell(lambda connection: [connection.execute(t.delete()) for t in groups.tables])
    with open_ledger(ledger.database) as again:
        assert not again.ask(lambda connection: is_told(connection, at))
        assert told(again, known_at=at) == before
        again.tell(lambda connection: connection.execute(update(groups.joining).values(told_from=None)))
        assert told(again, known_at=at) == before
