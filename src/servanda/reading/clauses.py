"""A sentence as a line of pieces: its doers, its verbs with their auxiliaries, and where a clause ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from servanda.languages import load_topic, phrases_of
from servanda.reading.engine import UNKNOWN, Alphabet, Lexicon, Piece, chunk
from servanda.reading.names import Mention
from servanda.reading.verbs import forms_of, parse_verb
from servanda.reading.view import Sentence, View, within


class Deed(NamedTuple):
    """A verb that moves cooperation: its verb of the contract, its frame, its form, and its name for the route."""

    verb: str
    frame: str
    form: str
    reflexive: bool
    name: str
    with_be: bool


class Grammar(NamedTuple):
    """What a language's `acts.yaml` gives, compiled."""

    lexicon: Lexicon
    shapes: dict[str, re.Pattern[str]]
    not_future: frozenset[str]
    headline_marks: frozenset[str]
    links: frozenset[str]


@cache
def grammar_of(lang: str) -> Grammar:
    """The compiled grammar of acts of a language."""
    acts, words = load_topic(lang, "acts"), load_topic(lang, "words")
    shapes = {name: re.compile(rf"\b{shape}\b") for name, shape in acts["shapes"].items()}
    return Grammar(
        Lexicon(Alphabet(), [*_entries(acts, words["paradigms"]), *_descriptions(lang)]),
        shapes,
        frozenset(acts["not-future"]),
        frozenset(acts["headline"]["infinitive"]),
        frozenset(acts["classes"]["and"]),
    )


def _entries(acts: dict[str, Any], paradigms: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    yield from _deed_entries(acts, paradigms)
    for name in ("reports", "actions"):
        for text in acts[name]:
            yield from ((words, name[:-1], form) for form, words, _ in forms_of(text, paradigms))
    for text in acts["actions"]:
        for form, words, _ in forms_of(text, paradigms):
            if form in ("future", "conditional"):
                yield words, form, True
    for name, phrases in acts["classes"].items():
        yield from ((phrase, name, True) for pattern in phrases for phrase in phrases_of(pattern))
    yield from ((phrase, "proposal", True) for pattern in acts["proposals"] for phrase in phrases_of(pattern))


def _descriptions(lang: str) -> Iterator[tuple[str, str, str]]:
    """Nouns that stand for an actor named before ("the group"), with the actor's type."""
    for kind, patterns in load_topic(lang, "names")["descriptions"].items():
        yield from ((phrase, "description", kind) for pattern in patterns for phrase in phrases_of(pattern))


def _deed_entries(acts: dict[str, Any], paradigms: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """One entry a form of words; a form may stand for several deeds."""
    with_be = {(verb.stem, verb.paradigm) for text in acts["active-with-be"] if (verb := parse_verb(text))}
    deeds: dict[str, list[Deed]] = {}
    for verb, frames in acts["deeds"].items():
        for frame, texts in frames.items():
            for text in texts:
                parsed = parse_verb(text)
                is_with_be = bool(parsed and (parsed.stem, parsed.paradigm) in with_be)
                for form, words, reflexive in forms_of(text, paradigms):
                    deed = Deed(verb, frame, form, reflexive, text.replace("~", ""), is_with_be)
                    deeds.setdefault(words.lower(), []).append(deed)
    yield from ((words, "deed", tuple(found)) for words, found in deeds.items())


class Line:
    """The pieces of a sentence in order; `has(i, …)` asks a piece for a class."""

    __slots__ = ("pieces", "sentence", "view")

    def __init__(self, view: View, sentence: Sentence, pieces: list[Piece]) -> None:
        self.view, self.sentence, self.pieces = view, sentence, pieces

    def __len__(self) -> int:
        return len(self.pieces)

    def has(self, place: int, *names: str) -> bool:
        """Whether the piece is there and has one of the classes."""
        if not 0 <= place < len(self.pieces):
            return False
        value = self.pieces[place].value
        return value is not None and any(name in value for name in names)

    def get(self, place: int, name: str) -> Any:
        """What the piece is as a member of the class; None where it is not."""
        return self.pieces[place].value.get(name) if self.has(place, name) else None

    def is_mark(self, place: int, marks: str) -> bool:
        """Whether the piece is one of these punctuation marks."""
        return 0 <= place < len(self.pieces) and self.pieces[place].letter in marks

    def is_unknown(self, place: int) -> bool:
        """Whether the piece is a run of words that no finder knows."""
        return 0 <= place < len(self.pieces) and self.pieces[place].letter == UNKNOWN

    def words(self, first: int, last: int) -> str:
        """The words from one piece up to and without another."""
        if first >= last:
            return ""
        return self.view.norm[self.pieces[first].start : self.pieces[last - 1].end]


_NP = Alphabet().letter("np")
LONGEST_ASIDE = 12  # pieces between brackets, and the brackets


def outermost(mentions: list[Mention] | Any) -> list[Mention]:
    """The mentions that stand inside no other's noun phrase."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.first, -m.last)):
        if not kept or mention.first >= kept[-1].last:
            kept.append(mention)
    return kept


def line_of(view: View, sentence: Sentence, words: list[Piece]) -> Line:
    """The sentence as a line: named noun phrases and times first, then the words of the grammar."""
    mentions = outermost(within(view.mentions, sentence.start, sentence.end))
    pieces = [Piece(m.first, m.last, _NP, {"np": m}) for m in mentions if m.first >= sentence.start]
    pieces += [Piece(t.start, t.end, _NP, {"time": t}) for t in within(view.times, sentence.start, sentence.end)]
    pieces += words
    pieces += _shaped(view, sentence)
    return Line(view, sentence, _without_brackets(chunk(view.norm, sentence.start, sentence.end, pieces).pieces))


def _without_brackets(pieces: list[Piece]) -> list[Piece]:
    """The pieces without those between short brackets, which only explain the word before: "(Nord)", "(NIC)"."""
    kept: list[Piece] = []
    opened: int | None = None
    for piece in pieces:
        kept.append(piece)
        if piece.letter == "(":
            opened = len(kept) - 1
        elif piece.letter == ")" and opened is not None:
            if len(kept) - opened <= LONGEST_ASIDE:
                del kept[opened:]
            opened = None
    return kept


def _shaped(view: View, sentence: Sentence) -> Iterator[Piece]:
    """Verbs known by their ending alone."""
    grammar = grammar_of(view.lang)
    for name in ("future", "conditional"):
        for match in grammar.shapes[name].finditer(view.lower, sentence.start, sentence.end):
            if match.group() not in grammar.not_future:
                yield Piece(match.start(), match.end(), _NP, {name: True})


class Group(NamedTuple):
    """A verb with its auxiliaries: where it begins, its voice and time, whether it is denied."""

    first: int
    voice: str  # active, passive, bare
    mood: str  # fact, future, infinitive
    is_denied: bool


_AUXILIARIES = ("have", "be", "been", "future-be", "future", "conditional", "modal")


def verb_group(line: Line, place: int, deed: Deed) -> Group:
    """The group of the verb at a place: auxiliaries, negation, reflexive and adverbs are looked for to its left."""
    seen: set[str] = set()
    first = place
    for left in range(place - 1, -1, -1):
        if line.has(left, *_AUXILIARIES, "negation", "reflexive", "clitic") and not line.has(left, "np"):
            seen |= {name for name in (*_AUXILIARIES, "negation", "reflexive") if line.has(left, name)}
            first = left
        elif not line.has(left, "adverb") and not _is_inner_comma(line, left):
            break
    return Group(first, _voice(seen, deed), _mood(line, first, seen, deed), "negation" in seen)


def _is_inner_comma(line: Line, place: int) -> bool:
    """Whether a comma sets off an adverb inside the group: "a, lui, confirmé"."""
    if not line.is_mark(place, ","):
        return False
    closes = line.has(place - 1, "adverb") and line.is_mark(place - 2, ",")
    opens = line.has(place + 1, "adverb") and line.is_mark(place + 2, ",")
    return closes or opens


def _voice(seen: set[str], deed: Deed) -> str:
    if deed.frame == "intransitive" or deed.reflexive or deed.with_be:
        return "active"
    if "been" in seen or ("be" in seen and deed.form != "gerund"):
        return "passive"
    return "bare" if deed.form == "participle" and "have" not in seen else "active"


def _mood(line: Line, first: int, seen: set[str], deed: Deed) -> str:
    if seen & {"future", "future-be", "modal", "conditional"} or deed.form in ("future", "conditional"):
        return "future"
    return "infinitive" if deed.form == "infinitive" or (deed.form == "gerund" and "be" not in seen) else "fact"


BOUNDARIES = ("that", "report", "contrast", "condition", "purpose", "future", "conditional", "modal")


def clause_start(line: Line, first: int) -> int:
    """The place where the clause of the verb group that begins at `first` begins."""
    for left in range(first - 1, -1, -1):
        if line.is_mark(left, ';:()“”«»"–—'):
            return left + 1
        if line.has(left, *BOUNDARIES) and not _is_aside(line, left):
            return left + 1
        if line.has(left, "deed") and is_finite(line, left):
            return left + 1
    return 0


def is_finite(line: Line, place: int) -> bool:
    """Whether some deed at the place is a verb of its own clause, not an infinitive or bare participle."""
    for deed in line.get(place, "deed"):
        group = verb_group(line, place, deed)
        if (
            group.mood == "fact"
            and group.voice != "bare"
            and (deed.form != "present" or not is_noun(line, group.first))
        ):
            return True
    return False


def is_noun(line: Line, place: int) -> bool:
    """Whether the word at the place is more likely a noun: a determiner or preposition opens the words before it."""
    before = place - 1
    while line.is_unknown(before):
        before -= 1
    return line.has(before, "determiner", "preposition") and not line.has(before, "np")


def _is_aside(line: Line, place: int) -> bool:
    """Whether a verb of saying stands in an aside: "The ministry, he added, will help"."""
    return line.has(place, "report") and line.is_mark(place + 1, ",")


def clause_end(line: Line, place: int, *, has_complement: bool = False) -> int:
    """The place after the last piece of what the verb at `place` governs.

    A verb with a complement ("proposed that …") keeps the verbs of that clause; any other verb of its own clause ends it.
    """
    for right in range(place + 1, len(line)):
        if line.is_mark(right, ";.!?…|"):
            return right
        if line.has(right, "contrast") and not line.has(right, "adverb") and not line.has(right + 1, "time"):
            return _without_link(line, right)
        if line.has(right, "report") and line.has(right - 1, "and"):
            return _without_link(line, right)
        if line.is_mark(right, ",") and (_is_relative(line, right + 1) or _is_said_after(line, right)):
            return right
        if line.has(right, "deed") and _begins_clause(line, right, place):
            if is_finite(line, right) and not (has_complement and _is_dependent(line, right)):
                return _without_link(line, _clause_first(line, right, place))
            if _shares_auxiliary(line, right, place):
                return _without_link(line, right)
    return len(line)


def _is_relative(line: Line, place: int) -> bool:
    return line.has(place, "relative") or (line.has(place, "preposition") and line.has(place + 1, "relative"))


def _is_dependent(line: Line, place: int) -> bool:
    """Whether the verb may be of a dependent clause: no auxiliary, a form that such clauses have."""
    forms = {deed.form for deed in line.get(place, "deed")}
    first = min(verb_group(line, place, deed).first for deed in line.get(place, "deed"))
    has_auxiliary = any(line.has(i, "have", "be") for i in range(first, place))
    return not has_auxiliary and bool(forms & {"infinitive", "present", "future", "conditional"})


def _shares_auxiliary(line: Line, right: int, place: int) -> bool:
    """Whether a bare participle after "and" goes on with the auxiliary of the verb before: "a exprimé … et suggéré"."""
    is_bare = any(deed.form == "participle" for deed in line.get(right, "deed"))
    return is_bare and line.has(right - 1, "and") and any(line.has(i, "have") for i in range(max(0, place - 4), place))


def _is_said_after(line: Line, comma: int) -> bool:
    """Whether the comma opens "…, Ha said" or "…, a précisé Mme Wei"."""
    after = comma + 1
    while line.has(after, "np", "person-pronoun", "have", "adverb", "thing-pronoun", "description"):
        after += 1
    return line.has(after, "report")


def _begins_clause(line: Line, right: int, place: int) -> bool:
    first = min(verb_group(line, right, deed).first for deed in line.get(right, "deed"))
    return first - 1 > place


def _clause_first(line: Line, right: int, place: int) -> int:
    """The first piece of the clause of the verb at `right`, its doer included."""
    first = min(verb_group(line, right, deed).first for deed in line.get(right, "deed"))
    while first - 1 > place + 1 and line.has(
        first - 1, "np", "person-pronoun", "plural-pronoun", "pair", "thing-pronoun"
    ):
        first -= 1
    return first


def _without_link(line: Line, end: int) -> int:
    """The place without the "and" or comma that stands before it."""
    while line.has(end - 1, "and", "adverb") or line.is_mark(end - 1, ","):
        end -= 1
    return end
