"""What every reader sees of a document: built once, then filled from left to right by the finders."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, field

from servanda.documents.text import ApartText, NormalText, normal_text, sentences
from servanda.errors import DataError
from servanda.languages import load_topic
from servanda.reading.engine import plain_of
from servanda.reading.ordered import Ordered, Placed
from servanda.records import BODY, TITLE, Document
from servanda.script import has_han, put_together

if TYPE_CHECKING:
    from servanda.reading.entities import Mention
    from servanda.reading.quantities import Quantity
    from servanda.reading.times import Time
    from servanda.reading.topics import Topic
    from servanda.reading.turns import Speech


class Sentence(Struct, frozen=True):
    """A sentence of the normal text, the part of the document it stands in, and the number of its paragraph."""

    start: int
    end: int
    part: str
    paragraph: int


PLACE = attrgetter("start")  # of anything found: what things are sorted and looked for by


class View(Struct):
    """A document in normal form with its sentences, and what was found so far: quantities, times, names, topics.

    All offsets are of `norm`; `quote` leads back to the text as given.
    """

    document: Document
    lang: str
    text: NormalText | ApartText
    norm: str
    lower: str
    plain: str
    sentences: list[Sentence]
    quantities: list[Quantity] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    asides: list[Topic] = field(default_factory=list)  # what tells of other things than cooperation
    speech: Speech | None = None  # who speaks where, once the names are known
    is_apart: bool = False  # whether its Chinese characters are set apart

    def quote(self, start: int, end: int) -> tuple[int, int, str]:
        """Start, end and words, in the text as given, of a stretch of the normal text."""
        first, last = self.text.given_span(start, end)
        return first, last, self.document.text[first:last]

    def sentence(self, place: int) -> Sentence:
        """The sentence that holds a place."""
        return self.sentences[bisect_right(self.sentences, place, key=PLACE) - 1]

    def opened(self, sentence: Sentence) -> int:
        """Where the paragraph of a sentence begins."""
        place = bisect_left(self.sentences, sentence.start, key=PLACE)
        while place and self.sentences[place - 1].paragraph == sentence.paragraph:
            place -= 1
        return self.sentences[place].start

    def written(self, start: int, end: int) -> str:
        """The words of a stretch of the normal text on one line, as they are written."""
        words = " ".join(self.norm[start:end].split())
        return put_together(words) if self.is_apart else words

    def head(self, count: int) -> list[Sentence]:
        """The first sentences of the dispatch itself, its headline among them."""
        return list(islice((one for one in self.sentences if one.part in (BODY, TITLE)), count))

    def head_end(self, count: int) -> int:
        """Where the first sentences of the dispatch itself end; 0 where there are none."""
        return max((one.end for one in self.head(count)), default=0)


def within(found: Sequence[Placed], start: int, end: int) -> Sequence[Placed]:
    """Those of the found things, sorted by place, that start in the stretch."""
    if isinstance(found, Ordered):
        return found.within(start, end)
    first = bisect_left(found, start, key=PLACE)
    return found[first : bisect_left(found, end, first, key=PLACE)]


def lower_of(norm: str) -> str:
    """The text in small letters, each in its place."""
    return "".join([c if len(low := c.lower()) != 1 else low for c in norm]) if "İ" in norm else norm.lower()


class Spellings(NamedTuple):
    """The second spellings of a language, with those in their place: single letters, and syllables that end a word."""

    letters: dict[int, str]
    letter: re.Pattern[str]
    syllables: dict[str, str]
    syllable: re.Pattern[str]


@cache
def _spellings(lang: str) -> Spellings:
    """The second spellings of a language, compiled once."""
    known = load_topic(lang, "words")["spellings"]
    letters = {ord(written): usual for written, usual in known.items() if len(written) == 1}
    syllables = {written: usual for written, usual in known.items() if len(written) > 1}
    if wrong := [written for written, usual in known.items() if len(written) != len(usual)]:
        raise DataError(f"{lang}/words.yaml: spellings: {', '.join(wrong)}: both forms must be of one length")
    letter = re.compile(f"[{''.join(map(chr, letters))}]" if letters else r"(?!)")
    syllable = re.compile(rf"(?:{'|'.join(syllables)})(?![^\W\d_])" if syllables else r"(?!)")
    return Spellings(letters, letter, syllables, syllable)


def spelled_alike(lower: str, lang: str) -> str:
    """The text, in small letters, with the usual spelling of what is written in two ways; each letter in its place.

    Traditional Chinese characters become simple ones, Russian ё becomes е, Vietnamese "hoà" becomes "hòa".
    """
    letters, letter, syllables, syllable = _spellings(lang)
    # Most texts have no such letter; to look for one is far quicker than to look up each.
    alike = lower.translate(letters) if letters and letter.search(lower) else lower
    return syllable.sub(lambda match: syllables[match.group()], alike) if syllables else alike


@cache
def abbreviations(lang: str) -> frozenset[str]:
    """Words after which a full stop ends no sentence, lower case, without the stop."""
    return frozenset(load_topic(lang, "words")["abbreviations"])


def open_view(document: Document) -> View:
    """The view of a document whose language and parts are known; `LanguageError` where its language has no folder."""
    normal = normal_text(document.text)
    is_apart = has_han(normal.norm)
    text = ApartText(normal) if is_apart else normal
    lower = spelled_alike(lower_of(text.norm), document.lang)
    known = abbreviations(document.lang)
    found: list[Sentence] = []
    paragraph = 0
    for part in document.parts:
        start, end = text.norm_place(part.start), text.norm_place(part.end)
        for first, last in sentences(text.norm, start, end, known):
            paragraph += "\n" in text.norm[found[-1].end : first] if found else 0
            found.append(Sentence(first, last, part.kind, paragraph))
    return View(document, document.lang, text, text.norm, lower, plain_of(lower), found, is_apart=is_apart)
