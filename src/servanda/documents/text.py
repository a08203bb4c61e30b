"""One normal form of a text, and the way back to the text as it was given.

Reading works on the normal form: NFC, plain spaces for non-breaking and thin ones, one apostrophe, one kind of dash
inside words. Offsets of what is found lead back to the given text, whatever mix of forms it has.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

from servanda.script import cut_apart, with_plain_marks

# One character for one; most texts have few of these, so each is looked for before it is replaced.
_PLAIN = (
    *((space, " ") for space in "\u00a0\u202f\u2009\u2007\u2002\u2003\u200a\u3000\t"),
    *((end, "\n") for end in "\u2028\u2029\u0085\x0b\x0c"),
    *((apostrophe, "'") for apostrophe in "\u2019\u2018\u02bc"),
    *((hyphen, "-") for hyphen in "\u2010\u2011"),
)
# Wide digits, letters and signs of East Asian typing; its punctuation stays: it ends clauses and never groups digits.
_WIDE = re.compile("[\uff05\uff0b\uff0d-\uff19\uff21-\uff3a\uff41-\uff5a\uffe5]")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0xFFE5: 0xA5}
_DROPPED = frozenset("\u00ad\u200b\u2060\ufeff")  # soft hyphens and marks without width
_WITHOUT = dict.fromkeys(map(ord, _DROPPED))
_RUN = re.compile("[^\u0300-\U0010ffff]?[\u00ad\u0300-\U0010ffff]+")  # what NFC can change, with its base letter


class NormalText:
    """A text in normal form (`norm`) beside the text as given (`given`)."""

    __slots__ = ("_cuts", "_shifts", "given", "norm")

    def __init__(self, given: str) -> None:
        self.given = given
        self._cuts: list[int] = []  # places in `norm` from which on another shift holds
        self._shifts: list[int] = []
        plain = _plain(given)
        is_short = unicodedata.is_normalized("NFC", plain) and not any(mark in plain for mark in _DROPPED)
        self.norm = plain if is_short else self._compose(plain)

    def _compose(self, plain: str) -> str:
        """The text with each base letter and its marks made one; notes where offsets move."""
        pieces: list[str] = []
        last = length = shift = 0
        for start, end, composed in _changes(plain):
            pieces += (plain[last:start], composed)
            length += start - last + len(composed)
            last = end
            if moved := end - start - len(composed):
                shift += moved
                self._cuts.append(length)
                self._shifts.append(shift)
        pieces.append(plain[last:])
        return "".join(pieces)

    def given_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the given text that `norm[start:end]` stands for."""
        if not self._cuts:
            return start, end
        return self._given(start), self._given(end)

    def _given(self, place: int) -> int:
        cut = bisect_right(self._cuts, place)
        return place + (self._shifts[cut - 1] if cut else 0)

    def norm_place(self, place: int) -> int:
        """The place in `norm` of a place in the given text; inside a composed letter, the place behind it."""
        index = bisect_right(range(len(self._cuts)), place, key=lambda cut: self._cuts[cut] + self._shifts[cut])
        found = place - (self._shifts[index - 1] if index else 0)
        return min(found, self._cuts[index]) if index < len(self._cuts) else found


@lru_cache(maxsize=4)
def normal_text(given: str) -> NormalText:
    """The text in normal form; that of the last few texts is kept, as opening and reading both ask for it."""
    return NormalText(given)


class ApartText:
    """A normal text in which every Chinese character is a word of its own (`norm`); places lead back as in it.

    >>> ApartText(NormalText("对华出口1.5万亿元，增长3%")).norm
    '对 华 出 口 1.5 万 亿 元 , 增 长 3%'
    """

    __slots__ = ("_cuts", "_inner", "given", "norm")

    def __init__(self, inner: NormalText) -> None:
        self._inner = inner
        self.given = inner.given
        pieces = cut_apart(inner.norm)
        self.norm = with_plain_marks(" ".join(pieces))
        self._cuts = list(accumulate([len(piece) + 1 for piece in pieces[:-1]]))

    def given_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the given text that `norm[start:end]` stands for."""
        cuts = self._cuts
        return self._inner.given_span(start - bisect_right(cuts, start), end - bisect_right(cuts, end))

    def norm_place(self, place: int) -> int:
        """The place in `norm` of a place in the given text."""
        inner = self._inner.norm_place(place)
        return inner + bisect_right(range(len(self._cuts)), inner, key=lambda index: self._cuts[index] - index - 1)


def _plain(given: str) -> str:
    """The text with plain spaces, line ends, apostrophes and hyphens, as long as it was."""
    plain = given
    if "\r" in plain:
        plain = plain.replace("\r\n", " \n").replace("\r", "\n")
    for char, instead in _PLAIN:
        if char in plain:
            plain = plain.replace(char, instead)
    return _WIDE.sub(lambda match: match.group().translate(_NARROW), plain) if _WIDE.search(plain) else plain


def _changes(plain: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and composed form of every stretch that NFC changes or that is dropped."""
    for match in _RUN.finditer(plain):
        run = match.group()
        if unicodedata.is_normalized("NFC", run) and _DROPPED.isdisjoint(run):
            continue
        start = match.start()
        for cluster in _clusters(run):
            composed = unicodedata.normalize("NFC", cluster.translate(_WITHOUT))
            if composed != cluster:
                yield start, start + len(cluster), composed
            start += len(cluster)


def _clusters(run: str) -> Iterator[str]:
    """The run cut into base letters with the marks (and Hangul letters) that compose with them."""
    cluster = ""
    for char in run:
        if cluster and not _joins(cluster, char):
            yield cluster
            cluster = ""
        cluster += char
    yield cluster


def _joins(cluster: str, char: str) -> bool:
    """Whether a character belongs to the letter before it: a mark, what is dropped, or a letter that composes."""
    if unicodedata.combining(char) or char in _DROPPED:
        return True
    bare = cluster.translate(_WITHOUT)[-3:]  # of Hangul, which has three letters at most
    apart = unicodedata.normalize("NFC", bare) + unicodedata.normalize("NFC", char)
    return unicodedata.normalize("NFC", bare + char) != apart


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    if char in "đĐ":
        return "d"
    bare = unicodedata.normalize("NFKD", char)
    bare = "".join(c for c in bare if not unicodedata.combining(c)).lower()
    return bare if len(bare) == 1 else char.lower() if len(char.lower()) == 1 else char


class _Folding(dict[int, str]):
    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_char(chr(code))
        return folded


_FOLDING = _Folding()
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def fold(text: str) -> str:
    """The text without case and accents, character for character (so offsets hold): "Hô Chi Minh" → "ho chi minh"."""
    if text.isascii():
        return text.lower()
    # Few characters beyond ASCII are different ones: to replace each is quicker than to look all of them up.
    for char in set("".join(_BEYOND_ASCII.findall(text))):
        if (bare := _FOLDING[ord(char)]) != char:
            text = text.replace(char, bare)
    return text.lower()


_STOPS = re.compile(r"""[.!?…]+["»”’)\]]*|[。！？]["”」』）]*|\n+""")
_STOP = re.compile(r"[.!?…。！？\n]")
_OPENING = re.compile(r"""\s+["«“‘(\[—–-]?\s?[\w(]""")
_INITIAL = re.compile(r"(?:^|[\s(.])\w$")


def sentences(norm: str, start: int, end: int, abbreviations: frozenset[str]) -> list[tuple[int, int]]:
    """Spans of the sentences of `norm[start:end]`, without surrounding spaces. A line's end ends a sentence.

    A full stop after an initial or one of the `abbreviations` (lower case, without the stop) ends none, nor does one
    before a small letter.
    """
    spans: list[tuple[int, int]] = []
    begin = start
    # Two steps, since an expression that begins with an alternative is tried at each letter.
    while stop := _STOP.search(norm, max(begin, start), end):
        match = _STOPS.match(norm, stop.start(), end)
        if match is None or (match.group()[0] in ".!?…" and not _ends(norm, begin, match, end, abbreviations)):
            start = stop.end() if match is None else match.end()
            continue
        _add(norm, begin, match.end(), spans)
        begin = start = match.end()
    _add(norm, begin, end, spans)
    return spans


def _ends(norm: str, begin: int, match: re.Match[str], end: int, abbreviations: frozenset[str]) -> bool:
    """Whether a stop within a line ends a sentence: another begins behind it, and it is none of a short form."""
    if not _OPENING.match(norm, match.end(), end):
        return False
    return match.group()[0] != "." or not _goes_on(norm, begin, match, abbreviations)


def _goes_on(norm: str, begin: int, match: re.Match[str], abbreviations: frozenset[str]) -> bool:
    before = norm[max(begin, match.start() - 12) : match.start()]
    after = norm[match.end() : match.end() + 3].lstrip(' "«“‘([—–-')
    word = before.rpartition(" ")[2].lstrip("(\"'«").lower()
    return after[:1].islower() or word in abbreviations or (len(match.group()) == 1 and bool(_INITIAL.search(before)))


def _add(norm: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    stretch = norm[start:end]
    left, right = len(stretch) - len(stretch.lstrip()), len(stretch.rstrip())
    if right > left:
        spans.append((start + left, start + right))
