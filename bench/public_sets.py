"""Read the public sets of amounts, beside other engines: their own published figures, and themselves where installed.

python bench/public_sets.py [--set recognizers_money] [--misses 20] [--gold ../shared/gold]

An item is read right when every amount that it marks is found where it stands, with its value (and its currency),
and no other of that kind is found. What a set gives in another unit or manner is compared as what it says: 94 inches
are 7 feet 10, a half is 0.5 and 50 %, quantulum3 gives of "44 to 50 mg" the middle, Recognizers-Text of "8 to 10 feet"
the end alone, duckling "five" as money of no currency. Peers are measured on the same items when `pip install
quantulum3 recognizers-text-number-with-unit 'emoji<2'` has been run in the same environment; nothing needs them.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace

from servanda.languages import load_topic
from servanda.reading.quantities import Quantity, find_quantities
from servanda.reading.times import find_times
from servanda.reading.units import units_of
from servanda.reading.view import open_view
from servanda.records import Document, Part

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold"
SETS = {
    "recognizers_money": ("fr", "en", "zh"),
    "recognizers_numbers": ("fr", "en", "zh"),
    "duckling": ("fr", "en", "vi", "zh", "ru"),
    "jionlp": ("zh",),
    "natasha": ("ru",),
    "nemo_pairs": ("fr", "en", "vi", "zh", "ru"),
    "quantulum3": ("en",),
}
# What Recognizers-Text's own test suite passes in Python, in percent.
PUBLISHED = {
    ("recognizers_money", "money", "fr"): 88.6,
    ("recognizers_money", "money", "en"): 77.2,
    ("recognizers_numbers", "percent", "fr"): 62.9,
    ("recognizers_numbers", "percent", "en"): 85.0,
}
KINDS = {
    "money": {"money"},
    "percent": {"percent", "percentage-point"},
    "number": {"count", "percent", "times", "money", "physical", "rank"},
    "numberrange": {"count", "percent", "times", "money", "physical"},
    "dimension": {"physical", "percentage-point"},
    "ordinal": {"rank"},
    "duration": {"physical", "lasting"},
}
SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "month": 2592000, "year": 31536000}
METRES = {
    "mm": 0.001,
    "cm": 0.01,
    "dm": 0.1,
    "m": 1,
    "km": 1000,
    "in": 0.0254,
    "ft": 0.3048,
    "yd": 0.9144,
    "mi": 1609.344,
}
NAMES = {"centimetre": "cm", "metre": "m", "meter": "m", "kilometre": "km", "inch": "in", "foot": "ft", "yard": "yd"}
# How many of the smallest unit one is, by the name that a set or an engine gives it.
SIZES = SECONDS | METRES | {name: METRES[code] for name, code in NAMES.items()} | {"quarter": 7776000, "mile": 1609.344}
PEER_LANGUAGES = {"quantulum3": ("en",), "recognizers": ("fr", "en", "zh")}
STRICT = {"money", "percent"}  # kinds of which nothing else may be found
PLAIN = {"number": {"count"}}  # an ordinal, or an amount with its unit, is read beside numbers and is none too many
LASTING = {"Y": "year", "M": "month", "W": "week", "D": "day"}
UNNAMED = "Unnamed"  # a number that stands where money may
TOLERANCE = 5e-4
BOUND = re.compile(r"[\[(]([^,]*),([^\])]*)[\])]")


class Found(NamedTuple):
    """An amount as an engine reads it."""

    start: int
    end: int
    kind: str
    value: float | None
    value_max: float | None
    unit: str


def read_text(text: str, lang: str) -> list[Quantity]:
    """The quantities of a bare text, with places in the text as given; what is told again in brackets on its own."""
    view = open_view(Document(id="bench", text=text, lang=lang, parts=(Part(0, len(text)),)))
    found = [one for q in find_quantities(view) for one in (q, q.converted) if one]
    placed = [(q, *view.quote(q.start, q.end)) for q in found]
    return [replace(quantity, start=start, end=end) for quantity, start, end, _ in placed]


def ours(text: str, lang: str) -> list[Found]:
    """What Servanda finds: quantities, and how long something lasts, which the reader of times reads."""
    found = [Found(q.start, q.end, q.kind, q.value, q.value_max, q.unit) for q in read_text(text, lang)]
    return found + list(lasting(text, lang))


def lasting(text: str, lang: str) -> Iterator[Found]:
    """The durations of one unit that the reader of times finds: "three quarters" of a year are nine months."""
    view = open_view(Document(id="bench", text=text, lang=lang, parts=(Part(0, len(text)),)))
    for time in find_times(view):
        if time.kind == "duration" and (match := re.fullmatch(r"P(\d+)([YMWD])", time.value)):
            start, end, _ = view.quote(time.start, time.end)
            yield Found(start, end, "lasting", float(match[1]), None, LASTING[match[2]])


def currency_of(span: dict[str, Any], lang: str) -> str | None:
    """The ISO code that a marked amount must have; None where the set names no known currency."""
    if code := span.get("currency"):
        return str(code)
    name = str(span.get("unit") or "").lower()
    if lang == "zh" and name in ("dollar", "cent"):
        return None  # what Duckling calls 元 and 分, whosever they are
    first = re.match(r"[^\W\d_]+|.", name)
    for code in (lang, "en") if first else ():
        hit = units_of(code).at(name, name.upper(), 0, first.group())  # type: ignore[union-attr]
        if hit and hit[0] == len(name) and hit[1].kind == "money":
            return hit[1].code
    return None


def same(wanted: float, have: float | None) -> bool:
    """Whether two values are one, up to rounding."""
    return have is not None and abs(wanted - have) <= TOLERANCE * max(abs(wanted), 1e-9)


def is_unnamed(span: dict[str, Any]) -> bool:
    """Whether an amount is marked as money of which the text names no currency: JioNLP takes each for yuan."""
    is_guessed = span.get("unit") == "元" and not set("元圆块角毛分钱币￥¥") & set(span["text"])
    return is_guessed or span.get("unit") == UNNAMED


def is_right(span: dict[str, Any], found: Found, lang: str) -> bool:
    """Whether an amount that was found is the one that is marked."""
    kinds = {"money", "count"} if is_unnamed(span) else KINDS[span["type"]]
    if found.end <= span["start"] or found.start >= span["end"] or found.kind not in kinds:
        return False
    if found.kind == "money" and (code := currency_of(span, lang)) and found.unit != code:
        return False
    if "low" in span or "high" in span or "range" in span:
        return has_bounds(span, found)
    value = float(span["value"])
    have = [found.value]
    if found.value is not None and found.value_max is not None:
        have += [found.value_max] if found.start < span["start"] else [(found.value + found.value_max) / 2]
    return any(same(value * factor, one) for factor in factors_of(span, found) for one in have)


def factors_of(span: dict[str, Any], found: Found) -> list[float]:
    """What a marked value may be multiplied by to be the same in the unit that was found."""
    factors = [1.0]
    marked, unit = str(span.get("unit") or "").lower(), found.unit
    if marked in SIZES and unit in SIZES:
        factors = [SIZES[marked] / SIZES[unit]]
    if found.kind == "percent" and span["type"] != "percent":
        factors.append(100.0)
    if span["type"] == "money" and marked in ("cent", "penny", "centime", "pence"):
        factors.append(0.01)
    return factors


def has_bounds(span: dict[str, Any], found: Found) -> bool:
    """Whether an amount has the bounds that are marked; of an open range the one that there is."""
    match = BOUND.match(span.get("range", ""))
    low, high = match.groups() if match else (span.get("low"), span.get("high"))
    factors = factors_of(span, found)
    if low and high and low != high:
        return any(same(float(low) * f, found.value) and same(float(high) * f, found.value_max) for f in factors)
    return any(same(float(low or high or "nan") * f, found.value) for f in factors)


def is_read(item: dict[str, Any], kind: str, found: list[Found]) -> bool:
    """Whether every amount of a kind that an item marks is found, and none besides where that counts."""
    spans = [span for span in item["spans"] if span["type"] == kind and has_value(span)]
    if not all(any(is_right(span, f, item["lang"]) for f in found) for span in spans):
        return False
    if kind not in STRICT and spans:
        return True
    extra = [
        f
        for f in found
        if f.kind in PLAIN.get(kind, KINDS[kind])
        and (kind != "numberrange" or f.value_max is not None)
        and not any(s["start"] < f.end and f.start < s["end"] for s in item["spans"])
    ]
    return not extra


def has_value(span: dict[str, Any]) -> bool:
    """Whether an amount is marked with a number: a bare "dollar" or "percentage" is none."""
    return span.get("value") not in (None, "null") or "low" in span or "high" in span or "range" in span


class Row(NamedTuple):
    """Items of a set, of one kind and language."""

    name: str
    kind: str
    lang: str
    items: list[dict[str, Any]]


def rows_of(gold: Path, name: str) -> Iterator[Row]:
    """The items of a set by what they mark; those that no engine of the source passes are left out."""
    for lang in SETS[name]:
        lines = (gold / name / f"{lang}.jsonl").read_text(encoding="utf-8").splitlines()
        items = [item for line in lines if not (item := json.loads(line)).get("unverified")]
        if name == "nemo_pairs":
            for kind in sorted({item["class"] for item in items} - {"date"}):
                yield Row(name, kind, lang, [item for item in items if item["class"] == kind])
            continue
        for kind in KINDS:
            chosen = [item for item in items if kind in item["annotates"] and is_of(item, kind)]
            if chosen:
                yield Row(name, kind, lang, chosen)


def is_of(item: dict[str, Any], kind: str) -> bool:
    """Whether an item tests a kind: it marks one with a value, or marks nothing at all."""
    return not item["spans"] or any(span["type"] == kind and has_value(span) for span in item["spans"])


def pair_is_read(item: dict[str, Any]) -> bool:
    """Whether both texts of a pair are read as the same amounts.

    Of an ordinal the text in figures has lost its ending ("двадцать восьмой", "28"), so it may be read as a number.
    """
    read = [
        [(f.kind, f.value, f.value_max, f.unit) for f in read_text(item[side], item["lang"])]
        for side in ("text_a", "text_b")
    ]
    if item["class"] == "ordinal":
        read = [
            [("rank", value, end, "rank") if kind == "count" else one for one in side for kind, value, end, _ in [one]]
            for side in read
        ]
    if not read[0] or [f[0] for f in read[0]] != [f[0] for f in read[1]]:
        return False
    pairs = zip(*read, strict=True)
    return all(
        a[3] == b[3] and a[1] is not None and same(a[1], b[1]) and (a[2] is None) == (b[2] is None) for a, b in pairs
    )


def quantulum() -> Callable[[str, str], list[Found]]:
    """The English reader of quantulum3."""
    from quantulum3 import parser  # type: ignore[import-not-found]

    def read(text: str, lang: str) -> list[Found]:
        found = []
        for q in parser.parse(text):
            kind = (
                "money"
                if q.unit.entity.name == "currency"
                else "percent"
                if q.unit.name == "percentage"
                else "physical"
            )
            kind = "count" if q.unit.name == "dimensionless" else kind
            found.append(Found(*q.span, kind, q.value, None, q.unit.currency_code or q.unit.name))
        return found

    return read


def recognizers() -> Callable[[str, str], list[Found]]:
    """The readers of recognizers-text for currency, percent, number and ordinal."""
    from recognizers_number import recognize_number, recognize_ordinal, recognize_percentage
    from recognizers_number_with_unit import recognize_currency, recognize_dimension
    from recognizers_text import Culture

    cultures = {"fr": Culture.French, "en": Culture.English, "zh": Culture.Chinese}

    def read(text: str, lang: str) -> list[Found]:
        found = []
        readers = {
            "money": recognize_currency,
            "percent": recognize_percentage,
            "physical": recognize_dimension,
            "count": recognize_number,
            "rank": recognize_ordinal,
        }
        for kind, recognize in readers.items():
            for hit in recognize(text, cultures[lang]):
                value = str((hit.resolution or {}).get("value") or "").rstrip("%").replace(",", ".")
                number = float(value) if re.fullmatch(r"-?\d+(\.\d+)?", value) else None
                code = (hit.resolution or {}).get("isoCurrency") or (hit.resolution or {}).get("unit") or ""
                name = currency_of({"unit": code, "currency": code if re.fullmatch("[A-Z]{3}", code) else None}, lang)
                found.append(Found(hit.start, hit.end + 1, kind, number, None, name or code))
        return found

    return read


def peers() -> dict[str, Callable[[str, str], list[Found]]]:
    """The other engines that are installed."""
    known = {"quantulum3": quantulum, "recognizers": recognizers}
    modules = {"quantulum3": "quantulum3", "recognizers": "recognizers_number_with_unit"}
    return {name: make() for name, make in known.items() if find_spec(modules[name])}


def is_for(peer: str, row: Row) -> bool:
    """Whether a peer can be asked: it knows the language, and the row marks amounts rather than pairs of texts."""
    return row.lang in PEER_LANGUAGES[peer] and row.name != "nemo_pairs"


def share(row: Row, read: Callable[[str, str], list[Found]]) -> tuple[float, list[dict[str, Any]]]:
    """Percent of a row's items that an engine reads right, and the others."""
    if row.name == "nemo_pairs":
        missed = [item for item in row.items if not pair_is_read(item)]
    else:
        missed = [item for item in row.items if not is_read(item, row.kind, read(item["text"], row.lang))]
    return 100 * (1 - len(missed) / len(row.items)), missed


def told(item: dict[str, Any], kind: str) -> str:
    """A miss in one line: what is marked, what was read."""
    if "text_a" in item:
        sides = [
            [(q.kind, q.value, q.unit) for q in read_text(item[side], item["lang"])] for side in ("text_a", "text_b")
        ]
        return f"{item['text_a']!r} {sides[0]} | {item['text_b']!r} {sides[1]}"
    wanted = [
        (s["text"], s.get("value") or s.get("range") or s.get("low"), s.get("unit"))
        for s in item["spans"]
        if s["type"] == kind
    ]
    have = [
        (item["text"][f.start : f.end], f.kind, f.value, f.value_max, f.unit) for f in ours(item["text"], item["lang"])
    ]
    return f"{item['text'][:90]!r} wanted {wanted} read {have}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", choices=SETS)
    parser.add_argument("--kind")
    parser.add_argument("--lang")
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--gold", type=Path, default=GOLD)
    options = parser.parse_args()
    if not options.gold.is_dir():
        sys.exit(f"no public sets at {options.gold}; name their folder with --gold")
    others = peers()
    load_topic("en", "quantities")
    print(
        f"{'set':20} {'kind':12} {'lang':4} {'n':>4} {'ours':>6} {'published':>9} ", *(f"{name:>12}" for name in others)
    )
    for name in [options.set] if options.set else SETS:
        for row in rows_of(options.gold, name):
            if row.kind != (options.kind or row.kind) or row.lang != (options.lang or row.lang):
                continue
            figure, missed = share(row, ours)
            known = PUBLISHED.get((name, row.kind, row.lang))
            measured = [
                f"{share(row, read)[0]:12.1f}" if is_for(peer, row) else " " * 12 for peer, read in others.items()
            ]
            print(f"{name:20} {row.kind:12} {row.lang:4} {len(row.items):4} {figure:6.1f} {known or '':>9} ", *measured)
            for item in missed[: options.misses]:
                print("    ", told(item, row.kind))


if __name__ == "__main__":
    main()
