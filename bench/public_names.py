"""Read the public sets of names: how many persons, bodies and places are found, and how many of those found are marked.

python bench/public_names.py [--set uner_russian_pud] [--lang ru] [--misses 20] [--gold ../shared/gold]

A name is found where a mention of the marked kind overlaps it; a place that acts ("Moscow refused") may be marked as a
body, and is found where the place is. Not judged are places within a longer marked name (sets mark the longest), and
stretches without a capital where there are capitals: "the company", "российский" name nobody. Sets that mark the
countries that a text is about are read for these; lists of names of countries are looked up one by one: found are those
with the marked code.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from servanda.reading.names import find_mentions
from servanda.reading.places import gazetteer
from servanda.reading.quantities import find_quantities
from servanda.reading.times import find_times
from servanda.reading.view import open_view
from servanda.records import Document, Part
from servanda.script import has_han

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold"
SETS = (
    "uner_english_pud", "uner_english_ewt", "uner_chinese_pud", "uner_chinese_gsdsimp", "uner_russian_pud",
    "fenec", "factrueval", "crossner_politics", "vtb_vi", "country_names",
)  # fmt: skip
LANGS = ("en", "fr", "ru", "vi", "zh")
KINDS = {
    "person": "PER",
    "company": "ORG",
    "public-body": "ORG",
    "organisation": "ORG",
    "country": "LOC",
    "region": "LOC",
    "city": "LOC",
    "bloc": "ORG",
}
SAME = {"GPE": "LOC", "PERSON": "PER", "LOCORG": "LOC", "NAME": "NAME"}


class Name(NamedTuple):
    """A stretch of a text with the kind of thing that it names."""

    start: int
    end: int
    kind: str


def read_names(item: dict[str, Any]) -> list[Name]:
    """The names that the reader finds in an item's text."""
    text = item["text"]
    view = open_view(Document(id="bench", text=text, lang=item["lang"], parts=(Part(0, len(text)),)))
    view.times = find_times(view)
    view.quantities = find_quantities(view)
    return [Name(*view.quote(m.start, m.end)[:2], KINDS[m.entity.type]) for m in find_mentions(view)]


def marked_names(item: dict[str, Any]) -> list[Name]:
    """The names that an item marks, of the kinds that the reader is for."""
    kinds = {*KINDS.values(), "NAME"}
    return [name for name in all_names(item) if name.kind in kinds and is_named(item["text"], name)]


def is_named(text: str, name: Name) -> bool:
    """Whether a marked stretch is a name and no common noun or adjective ("the company", "российский")."""
    letters = text[name.start : name.end]
    return name.kind == "NAME" or letters.lower() != letters or has_han(letters)


def all_names(item: dict[str, Any]) -> list[Name]:
    """Every name that an item marks."""
    return [Name(e["start"], e["end"], SAME.get(e["type"], e["type"])) for e in item["entities"]]


def are_one(marked: Name, found: Name) -> bool:
    """Whether two names overlap and are of one kind; where a set does not tell kinds, any."""
    if (marked.kind, found.kind) == ("ORG", "LOC"):  # a place that acts
        return marked[:2] == found[:2]
    overlap = min(marked.end, found.end) - max(marked.start, found.start)
    return overlap > 0 and marked.kind in (found.kind, "NAME")


def is_within(found: Name, marked: list[Name]) -> bool:
    """Whether a place stands within a longer name: "Leeds" of a marked University of Leeds."""
    around = (m for m in marked if m.start <= found.start and found.end <= m.end and m[:2] != found[:2])
    return found.kind == "LOC" and any(around)


def score_names(item: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(kind, hit, missed or spurious, words) for each name of an item."""
    marked, found = marked_names(item), read_names(item)
    for name in marked:
        hit = any(are_one(name, other) for other in found)
        yield name.kind, "hit" if hit else "missed", item["text"][name.start : name.end]
    kinds = {name.kind for name in marked} | set(item["annotates"])
    outer = all_names(item)
    for other in found:
        is_judged = (other.kind in kinds or "NAME" in kinds) and not is_within(other, outer)
        if is_judged and not any(are_one(name, other) for name in marked):
            yield "NAME" if "NAME" in kinds else other.kind, "spurious", item["text"][other.start : other.end]


def score_country(item: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Whether a name of a country or of its people leads to the marked code; capitals lead to their country.

    Hong Kong, Macao and Taiwan have a code as countries have, but are read as regions.
    """
    places = gazetteer(item["lang"]).within(item["text"])
    codes = {code for span in places for code in (span.place.code, span.place.country)}
    yield item["kind"], "hit" if item["iso2"] in codes else "missed", item["text"]


def report(name: str, lang: str, path: Path, misses: int) -> None:
    """Print a line a kind of thing, and the first misses."""
    counts: Counter[tuple[str, str]] = Counter()
    left: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        for kind, outcome, words in score_country(item) if "iso2" in item else score_names(item):
            counts[kind, outcome] += 1
            if outcome != "hit":
                left.append(f"    {outcome} {kind}: {words!r}")
    for kind in sorted({kind for kind, _ in counts}):
        hit, missed, spurious = (counts[kind, outcome] for outcome in ("hit", "missed", "spurious"))
        recall, precision = hit / max(1, hit + missed), hit / max(1, hit + spurious)
        print(f"{name:22s} {lang}  {kind:9s} {hit + missed:5d} marked  recall {recall:.3f}  precision {precision:.3f}")
    print(*left[:misses], sep="\n", end="\n" if misses else "")


def main() -> None:
    """Read the sets that are there and print how well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=SETS, action="append")
    parser.add_argument("--lang", choices=LANGS, action="append")
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--gold", type=Path, default=GOLD)
    args = parser.parse_args()
    for name in args.set or SETS:
        for lang in args.lang or LANGS:
            path = args.gold / name / f"{lang}.jsonl"
            if path.is_file():
                report(name, lang, path, args.misses)


if __name__ == "__main__":
    main()
