"""Kill processes at random moments and print how many faults `servanda verify` finds afterwards.

A work (adding, judging, bringing an older ledger forward) begins, is killed with SIGKILL after a random time, and the
ledger is verified: every quote, every derived value, every judgement, and that all is there that was told as finished.
With `--cuts`, power is cut instead (SQLite): `tests/power.py` says what a disk may then hold.

    python bench/kills.py --kills 200 --kind sqlite
    python bench/kills.py --kills 200 --kind postgresql
    python bench/kills.py --cuts 200
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from killing import WORKS, faults_of, faults_of_cuts, killed, old_ledger, told
from servanda.ledger.store import open_ledger
from servers import running

LONGEST = {"add": 0.5, "review": 0.5, "migrate": 1.5}  # seconds until a work is killed
FRESH = 12  # kills until a new ledger is begun: each is verified whole


@contextmanager
def addresses(kind: str) -> Iterator[Iterator[str]]:
    """New addresses of ledgers that are not there yet, without end."""
    with tempfile.TemporaryDirectory() as folder:
        if kind == "sqlite":
            yield (str(Path(folder) / f"{number}.db") for number in count())
        else:
            with running() as server:
                yield (server.new_address() for _ in count())


def filled(address: str, documents: int) -> str:
    """The address of a ledger that has been filled."""
    chance = random.Random(1)
    with open_ledger(address) as ledger:
        list(ledger.add_all(told(f"doc-{number}", chance) for number in range(documents)))
    return address


class Round:
    """Some kills of one work on one ledger after another."""

    def __init__(self, work: str, fresh: Iterator[str], chance: random.Random) -> None:
        self.work, self.chance = work, chance
        self.faults: list[str] = []
        self.finished = 0
        self._fresh = fresh
        self._kills = 0
        self._address = ""
        self._said: list[str] = []

    def kill(self, source: str) -> None:
        """Begin, kill, verify."""
        if self.work == "migrate" or self._kills % FRESH == 0:
            self._begin(source)
        self._kills += 1
        new = killed(self.work, self._address, self._kills, self.chance.uniform(0.0, LONGEST[self.work]))
        self._said += new
        self.finished += len(new)
        self.faults += faults_of(self._address, self._said)

    def _begin(self, source: str) -> None:
        self._address, self._said = next(self._fresh), []
        if self.work == "migrate":
            old_ledger(self._address, source)
        else:
            filled(self._address, 30)


def main() -> int:
    """Kill, and print the faults of each work; the exit code is 1 when there is one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--cuts", type=int, default=0)
    parser.add_argument("--kind", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    if asked.cuts:
        with tempfile.TemporaryDirectory() as folder:
            found = [fault for faults in faults_of_cuts(Path(folder), asked.cuts, chance) for fault in faults]
        print(f"{asked.cuts} power cuts: {len(found)} faults", *found[:5], sep="\n    ")
        return 1 if found else 0
    with addresses(asked.kind) as fresh, addresses("sqlite") as files:
        source = filled(next(files), 80)
        rounds = [Round(work, fresh, chance) for work in WORKS]
        for number in range(asked.kills):
            rounds[number % len(rounds)].kill(source)
    for one in rounds:
        print(f"{asked.kind:12} {one.work:8} {one.finished:6} finished things, {len(one.faults)} faults")
        for fault, times in Counter(one.faults).most_common(5):
            print(f"    {times} times: {fault}")
    faults = sum(len(one.faults) for one in rounds)
    print(f"{asked.kind:12} {asked.kills} kills: {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
