"""What is joined is kept: the same in one go or in several, through readings anew and rulings, and for old ledgers."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from firms import FIRMS, TODAY, made
from making import reading
from servanda.cli import main
from servanda.ledger import groups
from servanda.ledger.binding import rules, state_of
from servanda.ledger.deciding import rule_actors
from servanda.ledger.filters import Filter
from servanda.ledger.resolved import known_actors
from servanda.ledger.review import correct, reject, undo
from servanda.ledger.store import Ledger, open_ledger
from servanda.records import Act, Actor, Reading

NATION = {"type": "country", "country": "VN"}
Joined = tuple[list[tuple[str, tuple[str, ...]]], list[tuple[str, tuple[str, ...], str]]]


def joined(ledger: Ledger) -> Joined:
    """Who is who, and what belongs together."""
    who = [(actor.id, actor.mentions) for actor in known_actors(ledger)]
    what = [(u.id, u.act_ids, u.status) for u in ledger.undertakings(today=TODAY)]
    return who, what


def filled(path: Path, parts: Sequence[Sequence[Reading]]) -> Joined:
    """The ledger of these readings, opened anew for each part of them."""
    for part in parts:
        with open_ledger(path) as ledger:
            for _ in ledger.add_all(part):
                pass
    with open_ledger(path, read_only=True) as ledger:
        return joined(ledger)


@pytest.mark.parametrize("seed", range(4))
def test_in_one_go_or_in_several_the_groups_are_the_same(tmp_path: Path, seed: int) -> None:
    readings = made(seed)
    at_once = filled(tmp_path / "one.db", [readings])
    assert len(at_once[0]) == 3
    assert 2 <= len(at_once[1]) <= 20
    assert filled(tmp_path / "each.db", [[one] for one in readings]) == at_once
    cuts = sorted(random.Random(seed).sample(range(1, len(readings)), 3))
    parts = [readings[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(readings)], strict=True)]
    assert filled(tmp_path / "some.db", parts) == at_once


def test_of_names_that_are_as_frequent_the_same_is_shown_however_they_were_added(tmp_path: Path) -> None:
    readings = [
        reading(f"doc-{number}", f"{name} agreed.", {"kind": "actor", "quote": name, "name": name, **NATION})
        for number, name in enumerate(("Việt Nam", "Vietnam", "越南"))
    ]
    for path, parts in ((tmp_path / "one.db", [readings]), (tmp_path / "each.db", [[one] for one in readings])):
        filled(path, parts)
        with open_ledger(path, read_only=True) as ledger:
            shown = ledger.ask(lambda connection: connection.scalars(select(groups.actors.c.name)).all())
        assert shown == ["Vietnam"]


def sets(told: Joined) -> set[frozenset[str]]:
    """The mentions of each actor, in whatever order."""
    return {frozenset(mentions) for _, mentions in told[0]}


@pytest.mark.parametrize("seed", range(3))
def test_in_any_order_the_same_mentions_are_one_actor(tmp_path: Path, seed: int) -> None:
    """Of names that are compared directly; undertakings look back only, and another order has another past."""
    readings = made(7, firms=FIRMS[:2])
    shuffled = random.Random(seed).sample(readings, len(readings))
    first, second = filled(tmp_path / "first.db", [readings]), filled(tmp_path / "second.db", [shuffled])
    assert sets(first) == sets(second)


def test_joining_anew_gives_the_same(ledger: Ledger) -> None:
    before = joined(ledger)
    assert list(ledger.join_anew())
    assert joined(ledger) == before


def test_what_an_older_servanda_left_is_joined_when_it_is_opened(ledger: Ledger) -> None:
    before = joined(ledger)
    ledger.tell(lambda connection: [connection.execute(t.delete()) for t in groups.tables])
    assert ledger.due() == 24
    assert ledger.undertakings(today=TODAY) == []
    with open_ledger(ledger.database) as again:
        assert again.due() == 0
        assert joined(again) == before


def test_commands_say_in_one_line_that_joining_is_due(ledger: Ledger, address: Path | str) -> None:
    act_id = ledger.acts()[0].id

    def told(*words: str) -> list[str]:
        return CliRunner().invoke(main, [*words, "--ledger", str(address)]).stderr.splitlines()

    assert not [line for words in (("undertakings",), ("show", act_id)) for line in told(*words)]
    ledger.tell(lambda connection: [connection.execute(t.delete()) for t in groups.tables])
    for words in (("undertakings",), ("show", act_id)):
        assert "24 documents wait to be joined" in told(*words)[0]


def test_a_document_read_again_leaves_what_it_says_where_it_is(ledger: Ledger) -> None:
    before = joined(ledger)
    again = made(1)[3]
    document = msgspec.structs.replace(again.document, text=f"News. {again.document.text}")
    actors, acts = (tuple(map(_later, found)) for found in (again.actors, again.acts))
    assert ledger.add(msgspec.structs.replace(again, document=document, actors=actors, acts=acts)) == "version"
    assert joined(ledger) == before


def _later(record: Actor | Act) -> Actor | Act:
    shift = len("News. ")
    return msgspec.structs.replace(record, start=record.start + shift, end=record.end + shift)


def test_what_is_said_no_longer_leaves_its_groups(ledger: Ledger) -> None:
    (other, *_) = [u for u in ledger.undertakings(today=TODAY) if len(u.acts) > 1]
    gone = next(one.document for one in made(1) if one.document.id == other.acts[-1].doc)
    ledger.add(reading(gone.id, "Nothing happened.", lang="en", published="2025-04-04"))
    left = ledger.get(other.id, today=TODAY).undertaking
    assert left is not None
    assert set(other.act_ids) - set(left.act_ids) == {other.act_ids[-1]}
    assert all(gone.id != act.doc for u in ledger.undertakings(today=TODAY) for act in u.acts)


def test_an_act_that_is_rejected_and_taken_back_is_where_it_was(ledger: Ledger) -> None:
    before = joined(ledger)
    act_id = next(u for u in ledger.undertakings(today=TODAY) if len(u.acts) > 1).act_ids[-1]
    reject(ledger, act_id, "An", "misread")
    assert all(act_id not in ids for _, ids, _ in joined(ledger)[1])
    undo(ledger, act_id, "An")
    assert joined(ledger)[1] == before[1]


def test_a_corrected_act_moves_with_what_it_says(ledger: Ledger) -> None:
    found = next(u for u in ledger.undertakings(today=TODAY) if len(u.acts) > 1)
    correct(ledger, found.act_ids[0], "parties", "FR; SN", "An")
    (moved,) = ledger.undertakings(Filter(pair=("FR", "SN")), today=TODAY)
    assert moved.act_ids == (found.act_ids[0],)
    assert ledger.get(found.id, today=TODAY).undertaking is not None  # the old id leads on


def test_a_ruling_about_actors_is_undone_without_a_trace(ledger: Ledger) -> None:
    before = joined(ledger)
    firm, city = before[0][0][0], before[0][1][0]
    judgement = rule_actors(ledger, "same", (firm, city), account="An")
    assert len(known_actors(ledger)) == len(before[0]) - 1
    undo(ledger, judgement.about, "An")
    assert sets(joined(ledger)) == sets(before)


def test_a_ledger_that_older_rules_joined_is_told(ledger: Ledger) -> None:
    assert ledger.health().joining == "joined"
    ledger.tell(lambda connection: connection.execute(update(groups.joining).values(rules="older")))
    assert "older rules" in ledger.health().joining
    assert list(ledger.join_anew())
    assert ledger.ask(state_of).rules == rules()


def test_undertakings_stand_as_their_rows_say(ledger: Ledger) -> None:
    rows = ledger.ask(lambda c: c.execute(select(groups.undertakings.c.id, groups.undertakings.c.status)).all())
    assert sorted((row.id, row.status) for row in rows) == sorted(
        (u.id, u.status) for u in ledger.undertakings(today=TODAY)
    )
