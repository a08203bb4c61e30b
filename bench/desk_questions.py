"""Measure a ledger of made dispatches: adding, its size, and ten questions of the desk, each many times.

python bench/desk_questions.py [--documents 10000 100000] [--times 40] [--kind sqlite] [--json FILE] [--svg FILE]
    [--anew]

The dispatches are those of `bench/dispatches.py`. Printed are, for each number of documents, how many a second are
added end to end (who is who and what belongs together included; what it takes to make them is not), at the beginning
and at the end, how many kB of the file a document takes, and for each question the median and the 95th percentile in
milliseconds. With `--anew` all is joined anew in one pass as well; `--kind postgresql` asks a server that is started
for it, whose work only the clock counts. The picture shows the percentiles by size.
"""

from __future__ import annotations

import argparse
import datetime
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from math import log10
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from dispatches import DAYS, FIRST, SECTORS, dispatches

from servanda.ledger.actors import find_actor
from servanda.ledger.counts import counts_of
from servanda.ledger.filters import Filter
from servanda.ledger.kept import kept_document, proofs_of
from servanda.ledger.snapshot import Snapshot
from servanda.ledger.store import Ledger, open_ledger
from servanda.ledger.wanted import Wanted
from servers import running

PAIRS = (("CN", "VN"), ("CN", "RU"), ("CN", "KR"), ("CN", "FR"))
PAGE = 40
_ONE = datetime.timedelta(days=1)
TODAY = FIRST + DAYS * _ONE


class Questions:
    """The questions, each about something else every time."""

    def __init__(self, ledger: Ledger, seed: int = 5) -> None:
        self.ledger, self.snapshot = ledger, Snapshot(ledger, TODAY)
        self.chance = random.Random(seed)
        self.headings = ledger.documents(Filter(limit=400))
        self.actors = ledger.actors(Filter(limit=400))
        self.lines = self.snapshot.lines(limit=400)

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
        """How many of the newest acts of a sector there are, by kind, code and month."""
        counts_of(self.ledger, "act", Filter(sector=self.chance.choice(SECTORS)))

    def actor(self) -> None:
        """The page of an actor."""
        find_actor(self.ledger, self.chance.choice(self.actors).id)

    def undertakings_of_pair(self) -> None:
        """A page of the undertakings of a pair in a sector, and how many there are."""
        wanted = Wanted(pair=self.chance.choice(PAIRS), sector=self.chance.choice(SECTORS))
        fresh = Snapshot(self.ledger, TODAY)  # nothing is remembered
        fresh.find(wanted, limit=PAGE, after=PAGE * self.chance.randrange(3))
        fresh.count(wanted)

    def undertaking(self) -> None:
        """An undertaking with its proofs."""
        proofs_of(self.ledger, self.snapshot.get(self.chance.choice(self.lines).id).act_ids)

    def moves(self) -> None:
        """What has moved since a day, and what is late."""
        self.snapshot.moves_since(TODAY - self.chance.randrange(400) * _ONE, limit=14)
        self.snapshot.late(8)


ASKED = (
    "search", "newest_documents", "document", "acts_of_pair", "figures_of_pair", "facets", "actor",
    "undertakings_of_pair", "undertaking", "moves",
)  # fmt: skip


@contextmanager
def new_address(kind: str) -> Iterator[Path | str]:
    """The address of a ledger that is not there yet."""
    if kind == "postgresql":
        with running() as server:
            yield server.new_address()
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "bench.db"


def fill(address: Path | str, count: int) -> dict[str, float]:
    """Fill the ledger: how fast, at the beginning and at the end, and how large it is."""
    begin = time.process_time()
    for _ in dispatches(count):
        pass
    making = (time.process_time() - begin) / count
    marks, tenth, start = [time.process_time()], max(1, count // 10), time.monotonic()
    with open_ledger(address) as ledger:
        for number, _ in enumerate(ledger.add_all(dispatches(count)), 1):
            if number % tenth == 0:
                marks.append(time.process_time())
        clock = time.monotonic() - start
        size = ledger.ask(ledger.database.size)
    rates = [1 / ((end - start) / tenth - making) for start, end in pairwise(marks)]
    return {
        "documents/s added": len(rates) / sum(1 / rate for rate in rates),
        "documents/s by the clock, making them included": count / clock,
        "documents/s, second tenth": rates[min(1, len(rates) - 1)],
        "documents/s, last tenth": rates[-1],
        "kB a document": size / count / 1000,
        "memory (MB)": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
    }


def join_anew(address: Path | str, count: int) -> dict[str, float]:
    """How fast all is joined in one pass."""
    begin = time.process_time()
    with open_ledger(address) as ledger:
        for _ in ledger.join_anew():
            pass
    return {"documents/s joined anew": count / (time.process_time() - begin)}


def measure(address: Path | str, times: int) -> dict[str, float]:
    """The milliseconds of each question."""
    found: dict[str, float] = {}
    with open_ledger(address, read_only=True) as ledger:
        questions = Questions(ledger)
        for name in ASKED:
            ask = getattr(questions, name)
            ask()  # pages of the file that are at hand stay so
            taken = sorted(_milliseconds(ask) for _ in range(times))
            found[f"{name} p50 (ms)"] = taken[len(taken) // 2]
            found[f"{name} p95 (ms)"] = taken[min(len(taken) - 1, len(taken) * 95 // 100)]
    return found


def _milliseconds(ask: Callable[[], None]) -> float:
    begin = time.perf_counter()
    ask()
    return (time.perf_counter() - begin) * 1000


# the picture

_WIDE, _ROW, _LEFT = 760, 30, 190


def picture(found: Mapping[int, Mapping[str, float]]) -> str:
    """The 95th percentile of each question at each size, as bars on a scale of powers of ten."""
    sizes = sorted(found)
    rows, tall = [], 40 + len(ASKED) * _ROW
    for place, name in enumerate(ASKED):
        top = 30 + place * _ROW
        rows.append(f'<text x="{_LEFT - 8}" y="{top + 14}" text-anchor="end">{name.replace("_", " ")}</text>')
        for number, size in enumerate(sizes):
            value = found[size][f"{name} p95 (ms)"]
            thick = (_ROW - 8) / len(sizes)
            colour = _COLOURS[number % len(_COLOURS)]
            box = (
                f'y="{top + number * thick:.1f}" width="{_length(value):.1f}" height="{thick - 1:.1f}" fill="{colour}"'
            )
            told = f"<title>{name}, {size} documents: {value:.1f} ms</title>"
            rows.append(f'<rect x="{_LEFT}" {box}>{told}</rect>')
    for limit in (1, 10, 100, 1000):
        x = _LEFT + _length(limit)
        rows.append(f'<line x1="{x}" y1="22" x2="{x}" y2="{tall}" stroke="#999" stroke-dasharray="2 3"/>')
        rows.append(f'<text x="{x}" y="16" text-anchor="middle">{limit} ms</text>')
    legend = "; ".join(f"{size} documents" for size in sizes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {tall}" font-family="sans-serif" font-size="12">'
        f"<title>95th percentile of ten questions: {legend}</title>{''.join(rows)}</svg>\n"
    )


_COLOURS = ("#9ecae1", "#3182bd", "#08306b")


def _length(milliseconds: float) -> float:
    """The length of a bar: a tenth of a millisecond is nothing, each power of ten the same more."""
    return max(1.0, (log10(max(milliseconds, 0.1)) + 1) * (_WIDE - _LEFT - 20) / 4.2)


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--kind", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--anew", action="store_true", help="join all anew in one pass, and measure it")
    parser.add_argument("--json", type=Path, help="write the numbers into this file as well")
    parser.add_argument("--svg", type=Path, help="draw the questions into this file")
    asked = parser.parse_args(words)
    found: dict[int, dict[str, float]] = {}
    for count in asked.documents:
        with new_address(asked.kind) as address:
            found[count] = fill(address, count)
            if asked.anew:
                found[count] |= join_anew(address, count)
            found[count] |= measure(address, asked.times)
        print(f"{count} documents")
        for name, value in found[count].items():
            print(f"  {name:46} {value:12.3f}", flush=True)
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    if asked.svg:
        asked.svg.write_text(picture(found), encoding="utf-8")


if __name__ == "__main__":
    main()
