"""Measure the ledger in one process run: adding against reading, and asking.

python bench/ledger.py [--documents 1000] [--json FILE]

Prepared readings of 4 kB and some sixty records each, all different, are added by one process as `servanda add` adds
them; the texts of `bench/speed.py` are read in the same run, so that the ratio holds on any machine. Then the threads
are made, and the command `servanda undertakings` is run on that ledger.
"""

from __future__ import annotations

import argparse
import datetime
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from speed import COMMAND, read_texts, texts_of

from servanda.ledger.store import open_ledger
from servanda.records import Act, Actor, Amount, Document, Event, Figure, Heading, Part, Reading

SIZE = 4096
TODAY = datetime.date(2026, 11, 24)
PAIRS = (("VN", "CN"), ("VN", "KR"), ("FR", "SN"), ("KZ", "CN"), ("IN", "JP"), ("BR", "AO"))
FORMS = ("training", "rd-centre", "investment-project", "connectivity", "procurement", "mechanism", "finance", "pilot")
SECTORS = ("ai", "rail", "new-energy", "agriculture", "health", "semiconductors", "tourism", "logistics")
VERBS = ("wish", "propose", "request", "promise", "plan", "agree", "sign", "start", "deliver", "acknowledge")
SYLLABLES = (
    *("ba", "co", "du", "fe", "ga", "hi", "jo", "ka", "lu", "me"),
    *("no", "pa", "ri", "so", "ta", "vu", "we", "xi", "yo", "za"),
)


def prepared(count: int, seed: int = 7) -> Iterator[Reading]:
    """So many readings, the same for the same seed; one in three goes on about matters of an earlier one."""
    chance = random.Random(seed)
    names = [_word(chance).title() + " " + _word(chance).title() for _ in range(max(20, count))]
    day = datetime.date(2024, 1, 1)
    for number in range(count):
        published = day + datetime.timedelta(days=number * 900 // count)
        yield _Draft(chance, f"doc-{number}", published.isoformat(), names).reading()


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))


class _Draft:
    """A reading in the making: sentences with their records."""

    def __init__(self, chance: random.Random, doc: str, published: str, names: list[str]) -> None:
        self.chance, self.doc, self.published = chance, doc, published
        self.names = chance.sample(names, 14)
        self.pair = chance.choice(PAIRS)
        self.text = f"{doc} {_word(chance)} {_word(chance)}.\n"
        self.found: dict[str, list[Any]] = {"actors": [], "events": [], "figures": [], "acts": []}

    def reading(self) -> Reading:
        """The reading, of about 4 kB and sixty records."""
        for name in self.names:
            self.add("actors", Actor, type="company", name=name, aka=(name.split()[0],), country=self.pair[0])
        for _ in range(4):
            self.add("events", Event, type="meeting", when=self.published, parties=self.pair)
        for _ in range(31):
            self.add("figures", Figure, indicator="trade", measure="level", value=self.chance.random() * 1e9,
                     unit="USD", period="2025", reporter=self.pair[0], partner=self.pair[1])  # fmt: skip
        for _ in range(10):
            self.add_act()
        document = Document(
            id=self.doc, text=self.text, lang="en", published=self.published, parts=(Part(0, len(self.text)),)
        )
        quote = self.text.partition("\n")[0]
        heading = Heading(
            doc=self.doc, start=0, end=len(quote), quote=quote, confidence=1.0, rule="made", lang="en", title=quote,
            published=self.published,
        )  # fmt: skip
        return Reading(document=document, heading=heading, **{kind: tuple(made) for kind, made in self.found.items()})

    def add(self, slot: str, kind: Any, **slots: Any) -> None:
        """Put a sentence with one record at the end of the text."""
        quote = " ".join(_word(self.chance) for _ in range(8))
        start = len(self.text)
        self.text += f"{quote}.\n"
        given = {"doc": self.doc, "start": start, "end": start + len(quote), "quote": quote}
        self.found[slot].append(kind(**given, confidence=0.9, rule="made", **slots))

    def add_act(self) -> None:
        """One act about something that one of the names does."""
        choice = self.chance.choice
        amount = Amount(value=self.chance.randint(1, 500) * 1e6, unit="USD") if self.chance.random() < 0.2 else None
        self.add(
            "acts", Act, verb=choice(VERBS), by=(choice(self.names),), to=(choice(self.names),), parties=self.pair,
            forms=(choice(FORMS),), sectors=(choice(SECTORS),), what=f"{_word(self.chance)} {_word(self.chance)}",
            places=(_word(self.chance).title(),), amount=amount,
        )  # fmt: skip


def measure_adding(readings: list[Reading], path: Path) -> dict[str, float]:
    """Documents a second added from prepared readings, records a second, and adding over reading."""
    texts = [*texts_of("fr"), *texts_of("en")]
    read_texts(texts[:10])
    begin = time.process_time()
    read_texts(texts)
    reading = (time.process_time() - begin) / len(texts)
    begin = time.process_time()
    with open_ledger(path) as ledger:
        records = sum(_count(added) for added in _add(ledger.add_all(readings), readings))
    seconds = time.process_time() - begin
    return {
        "documents/s": len(readings) / seconds,
        "records/s": records / seconds,
        "adding one (ms)": seconds * 1000 / len(readings),
        "reading one (ms)": reading * 1000,
        "adding over reading": seconds / len(readings) / reading,
    }


def _add(added: Iterable[Any], readings: list[Reading]) -> Iterator[Reading]:
    for _, reading in zip(added, readings, strict=True):
        yield reading


def _count(reading: Reading) -> int:
    return sum(1 for _ in reading)


def measure_asking(path: Path) -> dict[str, float]:
    """Seconds of making all threads, and of the commands that ask for them."""
    with open_ledger(path, read_only=True) as ledger:
        acts = len(ledger.acts())
        begin = time.process_time()
        found = ledger.undertakings(today=TODAY)
        seconds = time.process_time() - begin
    asked = {"acts": acts, "undertakings": len(found), "joining (s)": seconds}
    for words in (["undertakings"], ["undertakings", "--pair", "VN-CN"], ["acts", "--pair", "VN-CN"]):
        begin = time.perf_counter()
        subprocess.run([COMMAND, *words, "--ledger", str(path)], check=True, stdout=subprocess.DEVNULL)
        asked[f"servanda {' '.join(words)} (s)"] = time.perf_counter() - begin
    return asked


def main() -> None:
    """Measure both and print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--json", type=Path, help="write the numbers into this file as well")
    asked = parser.parse_args()
    readings = list(prepared(asked.documents))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        found = {**measure_adding(readings, path), "size (MB)": path.stat().st_size / 1e6, **measure_asking(path)}
    for name, value in found.items():
        print(f"{name:44} {value:12.3f}")
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
