"""Turns of speech: who says "I" and "we" from which place on, and who is spoken to.

A speaker is told by a label ("A. Karimov: …"), by a heading of its own ("Statement by the President of Peru") or not at
all; who is addressed ("Dear Mr Karimov, …") does nothing by being called.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain

import ahocorasick_rs
from msgspec import Struct
from msgspec.structs import replace

from servanda.languages import load_topic
from servanda.reading.engine import plain_of
from servanda.reading.entities import PLACES, Entity, Mention
from servanda.reading.slots import country_of
from servanda.reading.verbs import spelled
from servanda.reading.view import PLACE, Sentence, View, within
from servanda.records import BODY, TITLE

_READ = (BODY, TITLE, "debris")  # parts in which a heading may stand: one alone is taken for debris
_HEADING = 200  # characters; what is longer is no heading
_LABEL = 80  # characters of a label
_OPENING = 4  # sentences in which a statement tells where it is made
_STEM = 4  # letters that all cases of a family name share
_LABELLED = re.compile(
    r"(?:^|[\n.!?…*»”)\]。！？])\s*(?P<label>(?P<initial>(?:[^\W\d_]\.\s?){1,3})?[^\W\d_a-zà-ÿа-я][^\n,.:;!?()（）]*?)"
    r"(?:\s?[(（][^\n()（）]*[)）])?$"
)
_COLON = re.compile(r"\s?[:：]")
_COMMA = re.compile(r"\s?[,!，！]")
_ENDED = re.compile(r"\s?[.!?。！？]")
_ENDS = re.compile(r"[,!?.:;，！？。：；\n]")
_BRACKETED = re.compile(r"[(（].*")
_CLOSED = frozenset(")]»”%")
_BEFORE = frozenset('.!?:：。！？–—-«“"*')
_STOPS = tuple(".!?:;。！？：；")


class Turn(Struct, frozen=True):
    """What one speaker says, from a place of the text up to another: who speaks, and to whom."""

    start: int
    end: int
    speaker: Entity | None = None
    listener: Entity | None = None
    is_labelled: bool = False
    ours: Entity | None = None  # whom "we" means: the speaker's firm or country, where one is known to be meant
    theirs: Entity | None = None  # the other side likewise


class Speech(Struct, frozen=True):
    """Who speaks where in a document, and which names only call somebody or label what is said."""

    turns: tuple[Turn, ...] = ()
    called: frozenset[int] = frozenset()  # places at which such names start

    def at(self, sentence: Sentence) -> Turn | None:
        """The turn in which a sentence stands, the label at its head included; None where nobody is known to speak."""
        place = bisect_right(self.turns, sentence.end - 1, key=PLACE) - 1
        found = self.turns[place] if place >= 0 else None
        return found if found and sentence.start < found.end else None


class Words:
    """The words by which a language heads a statement, marks a question, and addresses somebody."""

    def __init__(self, lang: str) -> None:
        """Compile what the language's `acts.yaml` gives."""
        acts, paradigms = load_topic(lang, "acts"), load_topic(lang, "words")["paradigms"]
        self.headings = tuple(f" {word} " for word in acts["speech"]["headings"])
        self.questions, self.answers = (
            frozenset(f" {word} " for word in acts["speech"][name]) for name in ("questions", "answers")
        )
        self.own = frozenset(acts["classes"]["first-plural"])
        self.others = re.compile(f" (?:{'|'.join(map(re.escape, acts['classes']['with']))}) ")
        offices = load_topic(lang, "names")["descriptions"]["person"]
        self.offices = ahocorasick_rs.AhoCorasick([f" {word} " for one in offices for word in spelled(one, paradigms)])
        self.addresses = ahocorasick_rs.AhoCorasick([f" {word} " for word in acts["speech"]["addresses"]])


words_of = cache(Words)


def speech_of(view: View) -> Speech:
    """Who speaks where, and who is called by name."""
    read = [sentence for sentence in view.sentences if sentence.part in _READ]
    people = [mention for mention in view.mentions if mention.entity.type == "person"]
    labels = _labels(view)
    turns = _bounded(view, sorted(chain(_labelled(view, labels, people), _headed(view, read)), key=PLACE))
    calls = _calls(view)
    called = [mention for mention in people if _is_called(view, mention, turns, calls)] if turns or calls else []
    settled = (_settled(view, turn, turns, called) for turn in turns)
    marks = (m for label in labels for m in within(view.mentions, label.start, label.end))
    return Speech(tuple(settled), frozenset(mention.start for mention in (*marks, *called)))


class Label(Struct, frozen=True):
    """Words before a colon at the head of a sentence, which may be the name of who says what follows."""

    start: int
    end: int
    written: str
    words: str
    has_initial: bool


def _labels(view: View) -> list[Label]:
    """The words that label what is said: a person's, those of asking and answering, initials, what comes again."""
    known, found = words_of(view.lang), list(_before_colons(view))
    people = {m.entity.name for m in view.mentions if m.entity.type == "person"}
    counts = Counter(label.words for label in found)
    return [
        label
        for label in found
        if label.has_initial
        or counts[label.words] > 1
        or label.words in known.questions | known.answers
        or label.written in people
        or (known.offices.find_matches_as_indexes(label.words) and _country_in(view, label))
        or any(m.entity.type == "person" and m.last == label.end for m in within(view.mentions, label.start, label.end))
    ]


def _before_colons(view: View) -> Iterator[Label]:
    """The words that stand before a colon at the head of a sentence, "(through an interpreter)" behind them apart."""
    for colon in _COLON.finditer(view.norm):
        first = max(0, colon.start() - _LABEL)
        match = _LABELLED.search(view.norm[first : colon.start()])
        if match and _is_said(view, view.sentence(colon.start())) and (match.start() or not first):
            start, end = first + match.start("label"), first + match.end("label")
            words = plain_of(view.lower[start:end])
            yield Label(start, end, view.written(start, end), words, bool(match["initial"]))


def _is_said(view: View, sentence: Sentence) -> bool:
    """Whether a sentence may be what somebody says at length: one of the body, or the first of a text without title."""
    return sentence.part == BODY or (
        sentence.part == TITLE and view.norm[sentence.start : sentence.end].endswith(_STOPS)
    )


def _labelled(view: View, labels: Sequence[Label], people: Sequence[Mention]) -> Iterator[Turn]:
    """Turns behind labels: of a person, of one who asks and is no side, of one who answers and was named before."""
    known = words_of(view.lang)
    namesakes = {label.words: _namesake(label, people) for label in labels}
    asked = next((label.start for label in labels if label.words in known.questions), 0)
    for label in labels:
        named = [m.entity for m in within(view.mentions, label.start, label.end) if m.entity.type == "person"]
        if named:
            yield Turn(label.start, 0, named[0], is_labelled=True)
        elif label.words in known.answers:
            before = {id(m.entity): m.entity for m in people if m.start < asked}
            only = next(iter(before.values())) if len(before) == 1 else None
            yield Turn(label.start, 0, only, is_labelled=True)
        else:
            yield Turn(label.start, 0, namesakes[label.words] or _country_in(view, label), is_labelled=True)


def _country_in(view: View, label: Label) -> Entity | None:
    """The country whose office a label gives: "Prime Minister of Tunisia"."""
    named = (mention.entity for mention in within(view.mentions, label.start, label.end))
    return next((entity for entity in named if entity.type == "country"), None)


def _namesake(label: Label, people: Sequence[Mention]) -> Entity | None:
    """The person whose family name a label gives; one whom nothing else names where an initial shows a name."""
    spelled = label.words.split()
    name = next((word for word in spelled if label.has_initial and len(word) > 1), spelled[-1])
    stem = name[: max(_STEM, len(name) - 2)]
    known = next((m.entity for m in people if m.entity.name.lower().split()[-1].startswith(stem)), None)
    return known or (Entity("person", label.written, label.start, label.end, "label") if label.has_initial else None)


def _headed(view: View, read: list[Sentence]) -> Iterator[Turn]:
    """Turns that a heading opens: "Statement by the President of Peru after talks with …"."""
    words = words_of(view.lang)
    for number, sentence in enumerate(read):
        if not _is_heading(view, sentence, words):
            continue
        named = [m.entity for m in within(view.mentions, sentence.start, sentence.end)]
        places = [m.start for m in within(view.mentions, sentence.start, sentence.end)]
        other = words.others.search(view.plain, sentence.start, sentence.end)
        size = bisect_right(places, other.start()) if other else len(named)
        person = next((entity for entity in named[:size] if entity.type == "person"), None)
        speaker = person or next(iter(named[:size]), None) or _host(view, read[number + 1 : number + _OPENING])
        yield Turn(sentence.start, 0, speaker, next(iter(named[size:]), None))


def _is_heading(view: View, sentence: Sentence, words: Words) -> bool:
    """Whether a sentence is a line of its own that says that somebody speaks; in Chinese by its last word."""
    start, end = sentence.start, sentence.end
    if end - start > _HEADING or view.norm[start:end].endswith(_STOPS):
        return False
    if view.is_apart:
        return plain_of(_BRACKETED.sub("", view.lower[start:end]).rstrip()).endswith(words.headings)
    return view.plain.startswith(words.headings, start)


def _host(view: View, opening: Iterable[Sentence]) -> Entity | None:
    """The country in which it is said, where a dateline tells: "Luxembourg, 20 November 2025"."""
    for sentence in opening:
        named = within(view.mentions, sentence.start, sentence.end)
        is_dateline = bool(named) and named[0].first == sentence.start and named[0].entity.type in PLACES
        if is_dateline and within(view.times, sentence.start, sentence.end):
            return _country(view, country_of(named[0].entity))
    return None


def _country(view: View, code: str | None) -> Entity | None:
    """The country of a code, where the document names it."""
    known = (mention.entity for mention in view.mentions if mention.entity.type == "country")
    return next((entity for entity in known if code and entity.code == code), None)


def _bounded(view: View, turns: list[Turn]) -> list[Turn]:
    """The turns, each up to the next; a label that is alone in its document holds in its paragraph."""
    ends = [*(turn.start for turn in turns[1:]), len(view.norm)][: len(turns)]
    if len(turns) == 1 and turns[0].is_labelled:
        ends = [_paragraph_end(view, turns[0].start)]
    return [replace(turn, end=end) for turn, end in zip(turns, ends, strict=True)]


def _paragraph_end(view: View, place: int) -> int:
    """Where the paragraph of a place ends."""
    paragraph = view.sentence(place).paragraph
    return max(sentence.end for sentence in view.sentences if sentence.paragraph == paragraph)


def _calls(view: View) -> list[tuple[int, int]]:
    """The stretches in which somebody is addressed: "Dear Mr Karimov", up to the mark behind them."""
    matches = words_of(view.lang).addresses.find_matches_as_indexes(view.plain)
    opened = (place for _, place, _ in matches if _opens_clause(view, place))
    calls = ((place, end.start() if (end := _ENDS.search(view.norm, place)) else len(view.norm)) for place in opened)
    return [(start, end) for start, end in calls if _closes(view, start, end)]


def _closes(view: View, start: int, end: int) -> bool:
    """Whether a name is the last word of a stretch, and no verb follows it as of "dear friend Lee has said,"."""
    named = within(view.mentions, start, end)
    return bool(named) and not view.norm[named[-1].last : end].strip()


def _opens_clause(view: View, place: int) -> bool:
    """Whether nothing but a mark stands before a place in its sentence."""
    before = view.norm[view.sentence(place).start : place].rstrip()
    return not before or not (before[-1].isalnum() or before[-1] in _CLOSED)


def _is_called(view: View, mention: Mention, turns: Sequence[Turn], calls: Sequence[tuple[int, int]]) -> bool:
    """Whether a name only calls somebody: "Dear Mr Karimov, …"; where one speaks also "Juraj, …" and "…, Juraj."."""
    if any(start <= mention.start < end for start, end in calls):
        return True
    if not any(turn.start <= mention.start < turn.end for turn in turns):
        return False
    sentence = view.sentence(mention.start)
    before = view.norm[sentence.start : mention.first].rstrip()
    is_first = not before or before[-1] in _BEFORE
    is_last = before.endswith(",") and bool(_ENDED.match(view.norm, mention.last))
    return (is_first and bool(_COMMA.match(view.norm, mention.last))) or is_last


def _settled(view: View, turn: Turn, turns: Sequence[Turn], called: Sequence[Mention]) -> Turn:
    """The turn with the one spoken to, who is called in it, told by its heading, or the only other speaker."""
    mine = [m.entity for m in called if turn.start <= m.start < turn.end and m.entity is not turn.speaker]
    others = {id(t.speaker): t.speaker for t in turns if t.speaker and t.speaker is not turn.speaker}
    only = next(iter(others.values())) if len(others) == 1 else None
    listener = next(iter(mine), turn.listener or only)
    ours, theirs = _side(view, turn.speaker, listener), _side(view, listener, turn.speaker)
    return replace(turn, listener=listener, ours=ours, theirs=theirs)


def _side(view: View, speaker: Entity | None, listener: Entity | None) -> Entity | None:
    """Whom a speaker means by "we": the own firm; the own country, before one of another; else the speaker alone."""
    if speaker is None or speaker.type != "person":
        return speaker
    named = (mention.entity for mention in view.mentions if mention.entity.type == "company")
    if firm := next((entity for entity in named if entity.name == speaker.organisation), None):
        return firm
    home, other = country_of(speaker), country_of(listener) if listener else None
    return (_country(view, home) if other and other != home else None) or speaker


def with_own_country(view: View, speech: Speech) -> Iterator[Mention]:
    """The mentions, those of "our country" being of the speaker's: 我国 is China only where nobody else speaks."""
    own = {turn.start: _country(view, country_of(turn.speaker)) for turn in speech.turns if turn.speaker}
    words = words_of(view.lang).own
    for mention in view.mentions:
        is_own = bool(own) and view.lower[mention.start : mention.end] in words
        turn = speech.at(view.sentence(mention.start)) if is_own else None
        home = own.get(turn.start) if turn else None
        yield replace(mention, entity=home) if home else mention
