"""Faults: several writers at once, processes killed at random moments, a server that falls, and power cuts.

After each of them all that was finished is there, and nothing that is half is to be seen. `bench/kills.py` does the
same two hundred times.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

import power
from killing import at_once, faults_of, faults_of_cuts, killed, old_ledger, told
from servanda.ledger.store import open_ledger
from servers import MissingServerError, running

KILLS = 6
CUTS = 40
Fresh = Callable[[str], Path | str]
both_kinds = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])


def filled(address: Path | str, documents: int = 30) -> Path | str:
    chance = random.Random(1)
    with open_ledger(address) as ledger:
        for number in range(documents):
            ledger.add(told(f"doc-{number}", chance))
    return address


def test_several_processes_write_at_once(address: Path | str) -> None:
    filled(address, 5)
    said = at_once([("add", 1), ("add", 2), ("add", 3), ("review", 4)], address, 2.0)
    assert {line.split()[0] for line in said} == {"document", "judgement"}
    assert faults_of(address, said) == []


def test_a_process_killed_while_it_adds_loses_nothing_finished(address: Path | str) -> None:
    chance, said = random.Random(11), list[str]()
    for seed in range(KILLS):
        said += killed("add", address, seed, chance.uniform(0.01, 0.3))
        assert faults_of(address, said) == []
    assert said


def test_a_process_killed_while_it_judges_loses_no_judgement(address: Path | str) -> None:
    chance, said = random.Random(12), list[str]()
    filled(address)
    for seed in range(KILLS):
        said += killed("review", address, seed, chance.uniform(0.05, 0.4))
        assert faults_of(address, said) == []
    assert said


@both_kinds
def test_a_process_killed_while_it_brings_a_ledger_forward_leaves_the_old_or_the_new(fresh: Fresh, kind: str) -> None:
    chance, source = random.Random(13), filled(fresh("sqlite"))
    for seed in range(KILLS):
        address = fresh(kind)
        old_ledger(address, source)
        assert faults_of(address, killed("migrate", address, seed, chance.uniform(0.0, 0.15))) == []
        with open_ledger(address) as ledger, open_ledger(source) as given:
            assert [entry.id for entry in ledger.acts()] == [entry.id for entry in given.acts()]


def test_a_server_that_falls_loses_nothing_finished() -> None:
    try:
        with running(fsync="on") as server:
            address = server.new_address()
            said = at_once([("add", 1), ("add", 2)], address, 0.5)
            server.stop("immediate")
            server.start()
            assert said
            assert faults_of(address, said) == []
    except MissingServerError as error:
        pytest.skip(str(error))


# power cuts


@pytest.mark.skipif(power.library() is None, reason="SQLite is built into this Python: nothing can stand before it")
def test_a_power_cut_loses_nothing_finished(tmp_path: Path) -> None:
    found = list(faults_of_cuts(tmp_path, CUTS, random.Random(14)))
    assert len(found) == CUTS
    assert [faults for faults in found if faults] == []
