"""Measure what the desk asks of a large ledger: ten questions, each many times, on a ledger that is made for it.

python bench/desk_questions.py [--documents 10000] [--times 40] [--json FILE]

The ledger is made of the readings of `bench/ledger.py`, to which persons are added whose names are written in Chinese,
Vietnamese or pinyin. Printed are how fast it was filled, its size, how long joining takes (once, as the desk does in
the background), and for each question the median and the 95th percentile in milliseconds.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from ledger import TODAY, prepared

from servanda.ledger.actors import find_actor
from servanda.ledger.counts import counts_by
from servanda.ledger.filters import Filter
from servanda.ledger.kept import kept_document, proofs_of
from servanda.ledger.snapshot import Snapshot, Wanted
from servanda.ledger.store import Ledger, open_ledger
from servanda.ledger.syllables import readings as han_readings
from servanda.ledger.who import WhoIsWho
from servanda.records import Actor, Reading

PAIRS = (("CN", "VN"), ("KR", "VN"), ("CN", "KZ"))
SECTORS = ("ai", "rail", "health", "logistics")


def peopled(count: int, seed: int = 11) -> Iterator[Reading]:
    """The readings, each with two persons of a pool, written in one of three ways."""
    chance = random.Random(seed)
    table = han_readings()
    families, given = sorted(table.families), sorted(table.named)
    people = [chance.choice(families) + "".join(chance.sample(given, 2)) for _ in range(max(50, count // 10))]
    writings: tuple[Callable[[str], str], ...] = (
        str,
        lambda name: " ".join(table.vietnamese[char][0].title() for char in name),
        lambda name: f"{table.mandarin[name[0]][0]} {''.join(table.mandarin[c][0] for c in name[1:])}".title(),
    )
    for reading in prepared(count):
        heading = reading.heading
        persons = [
            Actor(
                doc=heading.doc, start=heading.start, end=heading.end, quote=heading.quote, confidence=0.9, rule="made",
                type="person", name=chance.choice(writings)(name), country="CN",
            )
            for name in chance.sample(people, 2)
        ]  # fmt: skip
        yield msgspec.structs.replace(reading, actors=(*reading.actors, *persons))


class Questions:
    """The questions, each about something else every time."""

    def __init__(self, ledger: Ledger, snapshot: Snapshot, who: WhoIsWho, seed: int = 5) -> None:
        self.ledger, self.snapshot, self.who = ledger, snapshot, who
        self.chance = random.Random(seed)
        self.headings = ledger.documents(Filter(limit=400))
        self.actors = ledger.actors(Filter(limit=400))

    def search(self) -> None:
        """Full text."""
        words = self.chance.choice(self.headings).record.quote.split()
        self.ledger.documents(Filter(text=words[-1].strip("."), limit=20))

    def newest_documents(self) -> None:
        """The first page of the shelf."""
        self.ledger.documents(Filter(limit=20))

    def document(self) -> None:
        """A document with all its records."""
        kept_document(self.ledger, self.chance.choice(self.headings).record.doc)

    def acts_of_pair(self) -> None:
        """The newest acts between two countries."""
        self.ledger.acts(Filter(pair=self.chance.choice(PAIRS), limit=20))

    def figures_of_pair(self) -> None:
        """The newest figures between two countries."""
        self.ledger.figures(Filter(pair=self.chance.choice(PAIRS), limit=20))

    def facets(self) -> None:
        """How many acts of a sector there are, by kind."""
        counts_by(self.ledger, "act", Filter(sector=self.chance.choice(SECTORS)), "type")

    def actor(self) -> None:
        """The page of an actor."""
        find_actor(self.ledger, self.chance.choice(self.actors).id, self.who)

    def undertakings_of_pair(self) -> None:
        """The undertakings of a pair in a sector."""
        self.snapshot.find(Wanted(pair=self.chance.choice(PAIRS), sector=self.chance.choice(SECTORS)))

    def undertaking(self) -> None:
        """An undertaking with its proofs."""
        proofs_of(self.ledger, self.chance.choice(self.snapshot.undertakings).act_ids)

    def moves(self) -> None:
        """What has moved in the last months."""
        self.snapshot.moves_since(TODAY.replace(month=self.chance.randint(1, 12), day=1))


ASKED = (
    "search", "newest_documents", "document", "acts_of_pair", "figures_of_pair", "facets", "actor",
    "undertakings_of_pair", "undertaking", "moves",
)  # fmt: skip


def fill(path: Path, count: int) -> dict[str, float]:
    """Fill the ledger; how fast (what it takes to make the readings left out), and how large it is."""
    begin = time.process_time()
    for _ in peopled(count):
        pass
    making = time.process_time() - begin
    begin = time.process_time()
    with open_ledger(path) as ledger:
        for _ in ledger.add_all(peopled(count)):
            pass
    seconds = time.process_time() - begin - making
    return {"documents/s added": count / seconds, "kB a document": path.stat().st_size / count / 1000}


def measure(path: Path, times: int) -> dict[str, float]:
    """The seconds of joining, and the milliseconds of each question."""
    with open_ledger(path, read_only=True) as ledger:
        begin = time.process_time()
        joined = ledger.joined()
        snapshot = Snapshot(joined.on(TODAY), TODAY)
        found = {"joining once (s)": time.process_time() - begin, "undertakings": float(len(snapshot.undertakings))}
        questions = Questions(ledger, snapshot, WhoIsWho(joined.identities))
        for name in ASKED:
            ask = getattr(questions, name)
            ask()  # what is remembered is remembered once
            taken = sorted(_milliseconds(ask) for _ in range(times))
            found[f"{name} p50 (ms)"] = taken[len(taken) // 2]
            found[f"{name} p95 (ms)"] = taken[min(len(taken) - 1, len(taken) * 95 // 100)]
    return found


def _milliseconds(ask: Callable[[], None]) -> float:
    begin = time.perf_counter()
    ask()
    return (time.perf_counter() - begin) * 1000


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--json", type=Path, help="write the numbers into this file as well")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        found = {**fill(path, asked.documents), **measure(path, asked.times)}
    for name, value in found.items():
        print(f"{name:36} {value:12.3f}")
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
