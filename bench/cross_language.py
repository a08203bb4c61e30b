"""The same sentence in five languages: whether its figure is read with the same value in all of them.

python bench/cross_language.py [--misses 20] [--gold ../shared/gold]

The set (ntrex) names, sentence by sentence, the figures that four or more of the five languages write. It cuts them at
the mark of thousands ("300" of "300,000") and before the scale word ("142" of "142 million", which Chinese writes as
1.42 hundred millions). So a figure is read in a language when a quantity's value, or the number of a date (its year,
month or day), is the figure or a thousand, a million … times it, and read alike when one value is so read in all five.

What some language leaves out no reader can find: one line counts the sentences whose figures all five write in digits.
The set is silver: clock times, scores of games, telephone numbers, and the numbers of names and ages set between commas
are among its figures, and no amounts. The last line leaves out the sentences that hold one, told by the marks around
the digits in any of the five languages.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from servanda.reading.quantities import find_quantities
from servanda.reading.times import find_times
from servanda.reading.view import open_view
from servanda.records import Document, Part

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold"
LANGS = ("en", "fr", "ru", "vi", "zh")
NUMBER = re.compile(r"\d+")
SCALES = (1.0, 1e3, 1e6, 1e9, 1e12)
# 10:15, 10 h 15 and 4h; 3-1, 2&1 and 5:2; 859-292-3680; "Saipov, 30, "; "Bellator 206", "007"
NO_AMOUNT = re.compile(r"\b\d{1,2} ?(?:[:：h] ?\d{0,2}|[ap]\.?m\b)|\b\d+(?: ?[-–&/] ?\d+)+\b|, \d{2},|\b0\d+\b")
PUBLISHED = "2019-01-01"


class Told(NamedTuple):
    """A sentence in all languages and the figures that they tell."""

    sentences: dict[str, str]
    figures: list[float]


def told_in(folder: Path) -> Iterator[Told]:
    """The sentences of the set that have a figure."""
    lines = [(folder / f"{lang}.jsonl").read_text(encoding="utf-8").splitlines() for lang in LANGS]
    for documents in zip(*(map(json.loads, of_lang) for of_lang in lines), strict=True):
        assert len({document["doc"] for document in documents}) == 1
        for place, figures in enumerate(documents[0]["figures"]):
            if figures:
                sentences = {document["lang"]: document["sentences"][place] for document in documents}
                yield Told(sentences, [float(figure) for figure in figures])


def values_in(sentence: str, lang: str) -> set[float]:
    """Every number that is read in a sentence, as an amount or as a part of a date."""
    parts = (Part(0, len(sentence)),)
    view = open_view(Document(id="bench", text=sentence, lang=lang, published=PUBLISHED, parts=parts))
    view.times = find_times(view)
    found = {float(number) for time in view.times for number in NUMBER.findall(time.value)}
    for quantity in find_quantities(view):
        converted = quantity.converted.value if quantity.converted else None
        found.update(abs(value) for value in (quantity.value, quantity.value_max, converted) if value is not None)
    return found


def readings_of(figure: float, values: set[float]) -> set[float]:
    """The powers of a thousand by which a value that was read is the figure; none when it was not read."""
    return {
        scale for scale in SCALES for value in values if abs(figure * scale - value) <= 1e-3 * max(figure, 1) * scale
    }


def is_read(figures: list[float], values: set[float]) -> bool:
    """Whether all figures are read."""
    return all(readings_of(figure, values) for figure in figures)


def is_read_alike(figures: list[float], in_all: list[set[float]]) -> bool:
    """Whether each figure is read as one and the same value in all languages."""
    return all(set.intersection(*(readings_of(figure, values) for values in in_all)) for figure in figures)


def is_written(figures: list[float], sentence: str) -> bool:
    """Whether the digits of all figures stand in a sentence, whatever marks group them."""
    bare = re.sub(r"(?<=\d)[ .,\u00a0\u202f](?=\d)", "", sentence)
    return all(f"{figure:g}".replace(".", "") in bare for figure in figures)


def is_amount(figures: list[float], sentences: Iterable[str]) -> bool:
    """Whether no figure stands, in any language, as a clock time, a score, a telephone number, an age or in a name."""
    others = [
        number for sentence in sentences for marked in NO_AMOUNT.findall(sentence) for number in NUMBER.findall(marked)
    ]
    return not {float(number) for number in others} & set(figures)


def share(right: list[bool]) -> float:
    """The share of those that are right; 0 of none."""
    return sum(right) / max(1, len(right))


def main() -> None:
    """Print the share of the sentences whose figures are read, by language and in all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--gold", type=Path, default=GOLD)
    asked = parser.parse_args()
    if not (asked.gold / "ntrex").is_dir():
        sys.exit(f"no set ntrex in {asked.gold}; name the folder of the public sets with --gold")
    told = list(told_in(asked.gold / "ntrex"))
    values = {lang: [values_in(t.sentences[lang], lang) for t in told] for lang in LANGS}
    read = {lang: [is_read(t.figures, found) for t, found in zip(told, values[lang], strict=True)] for lang in LANGS}
    alike = [is_read_alike(t.figures, [values[lang][place] for lang in LANGS]) for place, t in enumerate(told)]
    written = [all(is_written(t.figures, t.sentences[lang]) for lang in LANGS) for t in told]
    amounts = [is_amount(t.figures, t.sentences.values()) for t in told]
    print(f"{len(told)} sentences with figures", *(f"{lang} {sum(read[lang]) / len(told):.3f}" for lang in LANGS))
    print(f"the same in all five: {share(alike):.3f}")
    in_digits = [same for same, are in zip(alike, written, strict=True) if are]
    print(f"of the {len(in_digits)} whose digits all five write: {share(in_digits):.3f}")
    of_amounts = [same for same, are in zip(alike, amounts, strict=True) if are]
    print(f"of the {len(of_amounts)} without clock times, scores, telephone numbers and ages: {share(of_amounts):.3f}")
    missed = [(told[i], lang) for i in range(len(told)) for lang in LANGS if not read[lang][i]]
    for sentence, lang in missed[: asked.misses]:
        print(f"  {lang} {sentence.figures} {sentence.sentences[lang]}")


if __name__ == "__main__":
    main()
