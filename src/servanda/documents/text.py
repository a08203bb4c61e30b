"""One normal form of a text, and the way back to the text as it was given.

Reading works on the normal form: NFC, plain spaces for non-breaking and thin ones, one apostrophe, one kind of dash
inside words. Offsets of what is found lead back to the given text, whatever mix of forms it has.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache

_PLAIN = str.maketrans({
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "\u2002": " ", "\u2003": " ", "\u200a": " ",
    "\u3000": " ", "\t": " ", "\r": " ", "\u2028": "\n", "\u2029": "\n", "\u0085": "\n",
    "\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u2010": "-", "\u2011": "-", "\u00ad": "-",
})  # fmt: skip
_COMBINED = re.compile(r"\w?[\u0300-\u036f\u0591-\u05bd\u0e31-\u0e3a]+")  # what NFC can make shorter


class NormalText:
    """A text in normal form (`norm`) beside the text as given (`given`)."""

    __slots__ = ("given", "norm", "_cuts", "_shifts")

    def __init__(self, given: str) -> None:
        self.given = given
        self._cuts: list[int] = []  # places in `norm` from which on another shift holds
        self._shifts: list[int] = []
        plain = given.translate(_PLAIN)
        self.norm = plain if unicodedata.is_normalized("NFC", plain) else self._compose(plain)

    def _compose(self, plain: str) -> str:
        """The text with each base letter and its marks made one; notes where offsets move."""
        pieces: list[str] = []
        last = length = shift = 0
        for match in _COMBINED.finditer(plain):
            composed = unicodedata.normalize("NFC", match.group())
            pieces += (plain[last : match.start()], composed)
            length += match.start() - last + len(composed)
            last = match.end()
            if moved := len(match.group()) - len(composed):
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
        """The place in `norm` of a place in the given text."""
        for cut, shift in zip(reversed(self._cuts), reversed(self._shifts), strict=True):
            if place >= cut + shift:
                return place - shift
        return place


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


def fold(text: str) -> str:
    """The text without case and accents, character for character (so offsets hold): "Hô Chi Minh" → "ho chi minh"."""
    return text.translate(_FOLDING)


_END = re.compile(r"""[.!?…]+["»”’)\]]*(?=\s+["«“‘(\[—–-]?\s?[\w(])|[。！？]["”」』）]*|\n+""")
_INITIAL = re.compile(r"(?:^|[\s(.])\w$")


def sentences(norm: str, start: int, end: int, abbreviations: frozenset[str]) -> list[tuple[int, int]]:
    """Spans of the sentences of `norm[start:end]`, without surrounding spaces. A line's end ends a sentence.

    A full stop after an initial or one of the `abbreviations` (lower case, without the stop) ends none, nor does one
    before a small letter.
    """
    spans: list[tuple[int, int]] = []
    begin = start
    for match in _END.finditer(norm, start, end):
        if match.group()[0] == "." and _goes_on(norm, begin, match, abbreviations):
            continue
        _add(norm, begin, match.end(), spans)
        begin = match.end()
    _add(norm, begin, end, spans)
    return spans


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
