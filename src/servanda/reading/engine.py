"""Rules over classes of words: a sentence becomes a string of letters, a rule a regular expression over them.

A lexicon finds words and phrases in one pass and gives each the letter of its set of classes. What other finders bring
(quantities, times, names) gets a letter likewise; a run of unknown words becomes one letter, `w`. A rule is written
over classes and plain words, with slots, and matches that string:

    pattern: "<value:amount> <of?> en <period:time>"
    pattern: "<by:actor> <adverb>* (<propose>|<suggest>) que <what:...>"

`<class>` one piece of that class · `<slot:class>` the same, kept under a name · `<slot:...>` the shortest run of pieces
that crosses no stop (`;`, `:`, end of sentence) · `a|b` either class · a plain word stands for itself, as do `,` and
other marks · `? * +` and `( | )` as in regular expressions.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any

import ahocorasick_rs
from msgspec import Struct

from servanda.errors import DataError

UNKNOWN = "w"  # the letter of a run of words that no finder knows
MARKS = ',;:()«»"“”–—.!?…/|、。《》「」'  # punctuation that stands for itself in a pattern
_STOPS = ";:.!?…|。"
_START = itemgetter(1)  # of a match: the number of its pattern, its start, its end
_FIRST = 0xE000  # private use: letters that no text needs
_NON_WORDS = [chr(code) for code in range(0x250) if not chr(code).isalnum() and chr(code) not in "-& "] + list(
    "“”„‘’–—…•·«»、。《》〈〉「」『』【】"
)
_NON_WORD = re.compile("[" + re.escape("".join(_NON_WORDS)) + "]")


class Piece(Struct, frozen=True):
    """A stretch of a sentence with the letter of its classes, and what it stands for."""

    start: int
    end: int
    letter: str
    value: Any


class Alphabet:
    """Letters for sets of classes; all sets are named before the first rule is compiled."""

    def __init__(self) -> None:
        self._letters: dict[frozenset[str], str] = {}

    def letter(self, *classes: str) -> str:
        """The letter that stands for this set of classes."""
        key = frozenset(classes)
        if key not in self._letters:
            self._letters[key] = chr(_FIRST + len(self._letters))
        return self._letters[key]

    def letters_instead(self, names: frozenset[str], name: str) -> dict[str, str]:
        """Each letter whose set has one of these classes, with that of the set which has another instead."""
        rests = {letter: classes - names for classes, letter in self._letters.items() if classes & names}
        return {letter: self.letter(*rest, name) for letter, rest in rests.items()}

    def letters(self, name: str) -> str:
        """All letters whose set has this class; "" where there is none."""
        return "".join(letter for classes, letter in self._letters.items() if name in classes)


def plain_of(lower: str) -> str:
    """The text between two spaces, every mark a space: what a `Lexicon` looks through."""
    return f" {_NON_WORD.sub(' ', lower)} "


class Lexicon:
    """Words and phrases with their classes, found whole and longest first, in one pass over lower-case text."""

    def __init__(self, alphabet: Alphabet, entries: Iterable[tuple[str, str, Any]]) -> None:
        """Take (phrase, class, value) triples; a phrase may have several classes."""
        values: dict[str, dict[str, Any]] = {}
        for phrase, name, value in entries:
            values.setdefault(phrase.lower(), {})[name] = value
        self.phrases = sorted(values)
        # A phrase of letters alone stands in the text as in `plain`; one with spaces or marks must be looked at there.
        self._found = [
            (len(phrase), "" if phrase.isalpha() else phrase, alphabet.letter(*values[phrase]), values[phrase])
            for phrase in self.phrases
        ]
        patterns = [f" {_NON_WORD.sub(' ', phrase).strip()} " for phrase in self.phrases]
        self._automaton = ahocorasick_rs.AhoCorasick(patterns or [" \0"])

    def find(self, lower: str, plain: str, closed: Sequence[tuple[int, int]] = ()) -> list[Piece]:
        """Every whole word or phrase of the lexicon in the text, in order, without overlap; offsets into `lower`.

        `plain` is `plain_of(lower)`, made once for all lexicons that read the same text. Nothing that begins within one
        of the stretches `closed`, which are in order, goes on behind it: of "去年产茶" the "年产" is none.
        """
        pieces, reached, found = [], 0, self._found
        ends = {place: end for first, end in closed for place in range(first + 1, end)}
        for index, start, _ in longest_first(self._automaton.find_matches_as_indexes(plain, overlapping=True)):
            if start >= reached:
                size, phrase, letter, value = found[index]
                if start + size > ends.get(start, start + size):
                    continue
                if not phrase or lower.startswith(phrase, start):
                    reached = start + size
                    pieces.append(Piece(start, reached, letter, value))
        return pieces


def longest_first(matches: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Matches, which come in order of their ends, by where they begin; of "no" and "no." the latter."""
    matches.reverse()
    matches.sort(key=_START)
    return matches


class Chunks(Struct, frozen=True):
    """A sentence as letters, one a piece."""

    letters: str
    pieces: list[Piece]


_GAP = re.compile(r"[^\W_]|[.,](?!\d)|[" + re.escape(MARKS.translate({44: None, 46: None})) + "]")


def chunk(text: str, start: int, end: int, pieces: Iterable[Piece]) -> Chunks:
    """The sentence `text[start:end]` as letters.

    Pieces come in order of preference: of two that overlap the first stays.
    """
    kept: list[Piece] = []
    for piece in _without_overlap(pieces):
        _fill(text, kept[-1].end if kept else start, piece.start, kept)
        kept.append(piece)
    _fill(text, kept[-1].end if kept else start, end, kept)
    return Chunks("".join([piece.letter for piece in kept]), kept)


def _without_overlap(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces in order of place, without those that overlap one that came before them in the list."""
    kept: list[Piece] = []
    starts: list[int] = []
    for piece in pieces:
        place = bisect_left(starts, piece.start)
        if (place == 0 or kept[place - 1].end <= piece.start) and (place == len(kept) or piece.end <= starts[place]):
            kept.insert(place, piece)
            starts.insert(place, piece.start)
    return kept


def _fill(text: str, start: int, end: int, kept: list[Piece]) -> None:
    """Add what stands between two pieces: marks one by one, runs of unknown words as one piece."""
    if end - start < 2 and text[start:end] in ("", " ", "'"):
        return
    for match in _GAP.finditer(text, start, end):
        char, place = match.group(), match.start()
        if char in MARKS:
            kept.append(Piece(place, place + 1, char, None))
        elif kept and kept[-1].letter == UNKNOWN:
            kept[-1] = Piece(kept[-1].start, place + 1, UNKNOWN, None)
        else:
            kept.append(Piece(place, place + 1, UNKNOWN, None))


class Match(Struct, frozen=True):
    """Where a rule matched: offsets into the text, the rule, and the pieces of each slot that took part."""

    start: int
    end: int
    rule: Rule
    slots: dict[str, list[Piece]]


_TOKEN = re.compile(r"<([^>]+)>|([()|*+?]+)|([^\s<>()|*+?]+)")


class Rule:
    """A name, a pattern over classes, and the values that it gives (the other keys of the rule's data)."""

    def __init__(self, data: dict[str, Any], alphabet: Alphabet) -> None:
        """Compile the rule; `DataError` names it where its pattern cannot be read."""
        self.name: str = data["name"]
        self.gives = {k: v for k, v in data.items() if k not in ("name", "pattern")}
        self._alphabet = alphabet
        self.anchors: list[frozenset[str]] = []
        try:
            self._regex = re.compile(self._expression(data["pattern"]))
        except (re.error, KeyError) as error:
            raise DataError(f"rule {self.name!r}: pattern {data.get('pattern')!r}: {error}") from error

    def _expression(self, pattern: str) -> str:
        parts, depth = [], 0
        tokens = list(_TOKEN.finditer(pattern))
        for token, following in zip(tokens, [*tokens[1:], None], strict=True):
            slot, operator, word = token.groups()
            if operator:
                parts.append(operator.replace("(", "(?:"))
                depth += operator.count("(") - operator.count(")")
                continue
            name, _, classes = (slot or f"={word}").rpartition(":") if slot != ":" else ("", "", "=:")
            letters = self._letters(classes)
            is_optional = depth or ((following and following.group(2)) or "")[:1] in ("?", "*")
            if letters and not is_optional:
                self.anchors.append(frozenset(letters))
            one = f"[{re.escape(letters)}]" if letters else f"[^{_STOPS}]+?"
            parts.append(f"(?P<{name}__{len(parts)}>{one})" if name else one)  # a slot may stand in each alternative
        return "".join(parts)

    def _letters(self, classes: str) -> str:
        if classes == "...":
            return ""
        letters = "".join(
            self._alphabet.letters(name) or (name[1:] if name[1:] in MARKS else "") for name in classes.split("|")
        )
        if classes == "unknown":
            return UNKNOWN
        return letters or "\x00"  # a class that no word of this language has: never matches

    def find(self, chunks: Chunks) -> Iterator[Match]:
        """Every place where the rule holds, from left to right, without overlap."""
        letters = chunks.letters
        for anchor in self.anchors:
            if anchor.isdisjoint(letters):
                return
        for start, end, slots in self.spans(letters):
            placed = {name: chunks.pieces[first:last] for name, (first, last) in slots.items()}
            yield Match(chunks.pieces[start].start, chunks.pieces[end - 1].end, self, placed)

    def spans(self, letters: str) -> Iterator[tuple[int, int, dict[str, tuple[int, int]]]]:
        """Where the rule holds in a string of letters, with the places of its slots; for those who keep the answers."""
        for found in self._regex.finditer(letters):
            slots = {name.partition("__")[0]: found.span(name) for name, part in found.groupdict().items() if part}
            yield *found.span(), slots


def plain_words(rules: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str, Any]]:
    """The plain words that patterns name, as lexicon entries of the class `=word`."""
    for rule in rules:
        for token in _TOKEN.finditer(rule.get("pattern", "")):
            if (word := token.group(3)) and word not in MARKS:
                yield word.replace("_", " "), f"={word}", True
