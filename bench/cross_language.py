"""The same sentence in five languages: whether its figure is read with the same value in all of them.

python bench/cross_language.py [--misses 20] [--gold ../shared/gold]

The set (ntrex) names, sentence by sentence, the figures that four or more of the five languages write. A figure is read
in a language when a quantity has its value there, or a date or period its number (the year, the month, the day). What
some language leaves out no reader can find: one line counts only sentences whose figures all five write. The set is
silver: scores of games, clock times, ages, channels and telephone numbers are among its figures, and thousands are cut
at their mark ("300" of "300,000"), which Servanda leaves alone in every language; the last line leaves these out.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from servanda.reading.quantities import find_quantities
from servanda.reading.times import find_times
from servanda.reading.view import open_view
from servanda.records import Document, Part

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold"
LANGS = ("en", "fr", "ru", "vi", "zh")
NUMBER = re.compile(r"\d+")
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
        values = [value for value in (quantity.value, quantity.value_max) if value is not None]
        found.update(part for value in values for part in (abs(value), round(abs(value) / quantity.scale, 6)))
    return found


def is_read(figures: list[float], values: set[float]) -> bool:
    """Whether all figures are among the values, up to rounding."""
    return all(any(abs(figure - value) <= 1e-3 * max(figure, 1) for value in values) for figure in figures)


def is_written(figures: list[float], sentence: str) -> bool:
    """Whether the digits of all figures stand in a sentence, whatever marks group them."""
    bare = re.sub(r"(?<=\d)[ .,\u00a0\u202f](?=\d)", "", sentence)
    return all(f"{figure:g}".replace(".", "") in bare for figure in figures)


def main() -> None:
    """Print the share of the sentences whose figures are read, by language and in all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--gold", type=Path, default=GOLD)
    asked = parser.parse_args()
    if not (asked.gold / "ntrex").is_dir():
        sys.exit(f"no set ntrex in {asked.gold}; name the folder of the public sets with --gold")
    told = list(told_in(asked.gold / "ntrex"))
    read = {lang: [is_read(t.figures, values_in(t.sentences[lang], lang)) for t in told] for lang in LANGS}
    written = [all(is_written(t.figures, t.sentences[lang]) for lang in LANGS) for t in told]
    in_all = [all(read[lang][place] for lang in LANGS) for place in range(len(told))]
    print(f"{len(told)} sentences with figures", *(f"{lang} {sum(read[lang]) / len(told):.3f}" for lang in LANGS))
    print(f"the same in all five: {sum(in_all) / len(told):.3f}")
    both = [whole for whole, is_in_digits in zip(in_all, written, strict=True) if is_in_digits]
    print(f"of the {len(both)} whose digits all five write: {sum(both) / max(1, len(both)):.3f}")
    any_reads = [place for place in range(len(told)) if sum(read[lang][place] for lang in LANGS) >= 3]
    shared = sum(in_all[place] for place in any_reads) / max(1, len(any_reads))
    print(f"of the {len(any_reads)} that three languages or more read as amounts or dates: {shared:.3f}")
    missed = [(told[i], lang) for i in range(len(told)) for lang in LANGS if not read[lang][i]]
    for sentence, lang in missed[: asked.misses]:
        print(f"  {lang} {sentence.figures} {sentence.sentences[lang]}")


if __name__ == "__main__":
    main()
