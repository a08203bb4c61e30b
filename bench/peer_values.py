"""Values found in the known dispatches and dates in the public sets, beside the libraries that people use for them.

python bench/peer_values.py [FOLDER ...]        (default: tests/gold and, where it is there, ../shared/gold/dispatches)

Of the known figures of the bodies, how many have a number of theirs read where they stand (value: the same amount,
whatever its unit); of these, Servanda also says the unit, period, parties and indicator, which no peer does (complete).
Of the days that `recognizers_dates` marks, how many are found, and how many with the marked day.
Peers read in the same run, each where it is installed (`pip install '.[peers]'`): Microsoft's Recognizers-Text (French,
English, Chinese), quantulum3 (English), dateparser (days in all).
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import io
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from servanda.commands.scores import read_gold
from servanda.documents.dispatch import open_text
from servanda.evaluation.gold import GoldDocument, Known, is_free, load_gold
from servanda.reading.times import find_times
from servanda.reading.view import open_view
from servanda.records import Document, Part

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "gold"
Found = tuple[int, int, float]  # start, end, value
Values = Callable[[GoldDocument], Iterable[Found]]
Days = Callable[[str, datetime.date], Iterable[tuple[int, int, str]]]
CULTURES = {"fr": "fr-fr", "en": "en-us", "zh": "zh-cn"}
LOCAL = {"en": "en", "fr": "fr", "zh": "zh"}
CLOSE = 0.005


def servanda(gold: GoldDocument) -> Iterator[Found]:
    """The values of the figures that Servanda reads."""
    for figure in read_gold(gold).figures:
        yield from ((figure.start, figure.end, v) for v in (figure.value, figure.value_max) if v is not None)


def bodies(gold: GoldDocument) -> Iterator[tuple[int, str]]:
    """The pieces of the body with their places: no peer is charged with the rest of the page."""
    yield from ((start, gold.text[start:end]) for start, end in open_text(gold.id, gold.text).body)


def recognizers(culture: str) -> Values:
    """The amounts, percentages and numbers of Recognizers-Text."""
    from recognizers_number import recognize_number, recognize_percentage
    from recognizers_number_with_unit import recognize_currency, recognize_dimension

    def find(gold: GoldDocument) -> Iterator[Found]:
        for offset, text in bodies(gold):
            for recognize in (recognize_currency, recognize_dimension, recognize_percentage, recognize_number):
                for result in recognize(text, culture):
                    with contextlib.suppress(TypeError, ValueError, KeyError):
                        value = float(str(result.resolution["value"]).rstrip("%"))
                        yield offset + result.start, offset + result.end + 1, value

    return find


def quantulum(_: str) -> Values:
    """The quantities of quantulum3."""
    from quantulum3 import parser

    def find(gold: GoldDocument) -> Iterator[Found]:
        for offset, text in bodies(gold):
            with contextlib.redirect_stdout(io.StringIO()):
                quantities = parser.parse(text)
            yield from ((offset + q.span[0], offset + q.span[1], float(q.value)) for q in quantities)

    return find


def is_valued(known: Known, found: Iterable[Found]) -> bool:
    """Whether one of the values stands in a known figure's words and is its amount, whatever its sign."""
    want = abs(known["value"])
    return any(
        start < known["end"] and known["start"] < end and abs(abs(value) - want) <= CLOSE * max(want, 1e-12)
        for start, end, value in found
    )


def value_rows(golds: Iterable[GoldDocument]) -> Iterator[tuple[str, str, int, float]]:
    """(language, reader, known figures, share whose value is read)."""
    by_language: dict[str, list[GoldDocument]] = defaultdict(list)
    for gold in golds:
        if "figure" in gold.kinds:
            by_language[gold.lang].append(gold)
    for lang, of_language in sorted(by_language.items()):
        readers: dict[str, Values] = {"Servanda": servanda}
        if lang in CULTURES and find_spec("recognizers_number_with_unit"):
            readers["Recognizers-Text"] = recognizers(CULTURES[lang])
        if lang == "en" and find_spec("quantulum3"):
            readers["quantulum3"] = quantulum(lang)
        for name, find in readers.items():
            hits = []
            for gold in of_language:
                found = list(find(gold))
                figures = [r for r in gold.of_kind("figure") if not is_free(r) and r.get("value") is not None]
                hits += [is_valued(known, found) for known in figures]
            yield lang, name, len(hits), sum(hits) / max(1, len(hits))


def servanda_days(lang: str) -> Days:
    """The days that Servanda reads."""

    def find(text: str, day: datetime.date) -> Iterator[tuple[int, int, str]]:
        document = Document(id="bench", text=text, lang=lang, published=str(day), parts=(Part(0, len(text)),))
        view = open_view(document)
        yield from ((*view.quote(time.start, time.end)[:2], time.value) for time in find_times(view))

    return find


def dateparser_days(lang: str) -> Days:
    """The days that dateparser finds in a text."""
    from dateparser.search import search_dates

    def find(text: str, day: datetime.date) -> Iterator[tuple[int, int, str]]:
        base, place = datetime.datetime.combine(day, datetime.time()), 0
        for words, moment in search_dates(text, languages=[LOCAL[lang]], settings={"RELATIVE_BASE": base}) or ():
            place = max(text.find(words, place), 0)
            yield place, place + len(words), str(moment.date())
            place += len(words)

    return find


def day_rows(folder: Path) -> Iterator[tuple[str, str, int, float, float]]:
    """(language, reader, marked days, share found, share with the marked day)."""
    for lang in LOCAL:
        items = list(map(json.loads, (folder / f"{lang}.jsonl").read_text(encoding="utf-8").splitlines()))
        asked = [(item, span) for item in items for span in item["spans"] if _is_asked(item, span)]
        readers = {"Servanda": servanda_days(lang)}
        if find_spec("dateparser"):
            readers["dateparser"] = dateparser_days(lang)
        for name, find in readers.items():
            answers = [_answer(item, span, find) for item, span in asked]
            found, right = (sum(answer[i] for answer in answers) / max(1, len(answers)) for i in (0, 1))
            yield lang, name, len(answers), found, right


def _is_asked(item: dict[str, Any], span: dict[str, Any]) -> bool:
    """Whether a span marks a day with its value, seen from a known day."""
    days = [value.get("value") or value.get("date") for value in span.get("values") or ()]
    is_complete = "date" in item["annotates"] and not item.get("unverified") and item.get("ref")
    return bool(is_complete and span["type"] == "date" and days and days[0])


def _answer(item: dict[str, Any], span: dict[str, Any], find: Days) -> tuple[bool, bool]:
    """Whether a marked day is found, and with its value."""
    day = datetime.date.fromisoformat(item["ref"][:10])
    near = [value for start, end, value in find(item["text"], day) if start < span["end"] and span["start"] < end]
    wanted = {value.get("value") or value.get("date") for value in span["values"]}
    return bool(near), bool(wanted & set(near))


def main() -> None:
    """Print a line for each language and reader."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    dispatches = SHARED / "dispatches"
    default = [ROOT / "tests" / "gold", *([dispatches] if dispatches.is_dir() else [])]
    print(f"{'language':9} {'reader':18} {'known':>6} {'value read':>11}")
    for lang, name, count, share in value_rows(load_gold(parser.parse_args().folders or default)):
        print(f"{lang:9} {name:18} {count:6} {share:11.3f}")
    if (SHARED / "recognizers_dates").is_dir():
        print(f"\n{'language':9} {'reader':18} {'days':>6} {'found':>7} {'right':>7}")
        for lang, name, count, found, right in day_rows(SHARED / "recognizers_dates"):
            print(f"{lang:9} {name:18} {count:6} {found:7.3f} {right:7.3f}")


if __name__ == "__main__":
    main()
