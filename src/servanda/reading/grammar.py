"""The words by which a language tells of acts, each with its classes as bits: what `acts.yaml` gives, compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain, product
from typing import Any

import ahocorasick_rs
from msgspec import Struct

from servanda.languages import load_topic
from servanda.reading.engine import longest_first, plain_of
from servanda.reading.verbs import forms_of, parse_verb, spelled
from servanda.reading.view import PLACE, View
from servanda.script import put_together

CLASSES = (
    "np", "time", "unknown", "comma", "semicolon", "colon", "stop", "quote", "bracket", "dash", "deed", "report",
    "action", "description", "proposal", "have", "be", "been", "future-be", "modal", "reflexive", "clitic",
    "negation", "adverb", "person-pronoun", "plural-pronoun", "thing-pronoun", "that", "mark", "dative", "by",
    "preposition", "determiner", "with", "between", "source", "relative", "and", "contrast", "condition", "purpose",
    "pair", "country-pair", "both", "former", "latter", "counterpart", "future", "conditional", "side", "again",
    "quantity", "same-field", "first-person", "what", "hearsay", "not-yet", "broad", "body-pair", "people-pair",
    "subjunctive", "stative", "ought", "undergo", "toward", "attributive",
    "ceremony", "takes-place", "spending", "hosting", "works", "occasion", "first-plural", "second-person",
    "ours", "moved",
)  # fmt: skip
BIT = {name: 1 << place for place, name in enumerate(CLASSES)}
NP, TIME, UNKNOWN, COMMA, SEMICOLON, COLON, STOP, QUOTE, BRACKET, DASH = (BIT[name] for name in CLASSES[:10])
DEED, REPORT, ACTION, DESCRIPTION, PROPOSAL, HAVE, BE, BEEN, FUTURE_BE, MODAL = (BIT[name] for name in CLASSES[10:20])
REFLEXIVE, CLITIC, NEGATION, ADVERB, PERSON, PLURAL, THING, THAT = (BIT[name] for name in CLASSES[20:28])
MARK, DATIVE, BY, PREPOSITION, DETERMINER, WITH, BETWEEN, SOURCE = (BIT[name] for name in CLASSES[28:36])
RELATIVE, AND, CONTRAST, CONDITION, PURPOSE, PAIR, COUNTRY_PAIR, BOTH = (BIT[name] for name in CLASSES[36:44])
FORMER, LATTER, COUNTERPART, FUTURE, CONDITIONAL, SIDE, AGAIN, QUANTITY = (BIT[name] for name in CLASSES[44:52])
SAME_FIELD, FIRST_PERSON, WHAT, HEARSAY, NOT_YET, BROAD = (BIT[name] for name in CLASSES[52:58])
BODY_PAIR, PEOPLE_PAIR, SUBJUNCTIVE, STATIVE, OUGHT = (BIT[name] for name in CLASSES[58:63])
UNDERGO, TOWARD, ATTRIBUTIVE, CEREMONY, TAKES_PLACE, SPENDING, HOSTING = (BIT[name] for name in CLASSES[63:70])
WORKS, OCCASION, WE, SECOND_PERSON, OURS, MOVED = (BIT[name] for name in CLASSES[70:76])
SPOKEN = FIRST_PERSON | WE | SECOND_PERSON  # who speaks, and to whom
PAIRS = PAIR | COUNTRY_PAIR | BODY_PAIR | PEOPLE_PAIR  # "the two sides" and the like
SUBJECT = NP | PERSON | PLURAL | PAIRS | BOTH | LATTER | THING  # who may do something
AHEAD = FUTURE | FUTURE_BE | MODAL  # that something is to come
TELLING = DEED | AHEAD | CONDITIONAL | CEREMONY | SPENDING | TAKES_PLACE  # a sentence without one tells of no act
MARKS = {
    ",": COMMA, ";": SEMICOLON, ":": COLON, ".": STOP, "!": STOP, "?": STOP, "…": STOP, "|": STOP, "(": BRACKET,
    ")": BRACKET, "«": QUOTE, "»": QUOTE, '"': QUOTE, "“": QUOTE, "”": QUOTE, "–": DASH, "—": DASH, "/": 0,
    "、": AND, "。": STOP, "「": QUOTE, "」": QUOTE, "『": QUOTE, "』": QUOTE, "《": 0, "》": 0, "·": 0,
}  # fmt: skip


class Deed(Struct, frozen=True):
    """A verb that moves cooperation: its verb of the contract, its frame, its form, and its name for the route."""

    verb: str
    frame: str
    form: str
    reflexive: bool
    name: str
    with_be: bool
    tail: str = ""  # what closes it further on: "put … into operation"


class Word(Struct, frozen=True):
    """What a word or phrase can be: its classes as bits, the deeds it tells of, the actor it stands for."""

    bits: int
    deeds: tuple[Deed, ...] = ()
    action: str = ""
    description: str = ""


class Piece(Struct, frozen=True):
    """A stretch of the text with its classes as bits, and what it stands for."""

    start: int
    end: int
    bits: int
    value: Any


class Grammar:
    """The words of a language's acts, and the shapes of words that are known by their ending alone."""

    def __init__(self, lang: str) -> None:
        """Compile the language's `acts.yaml`."""
        acts, words = load_topic(lang, "acts"), load_topic(lang, "words")
        self._not_verbs = frozenset(acts["not-verbs"])
        entries = _words(acts, words["paradigms"], lang)
        for word in self._not_verbs & entries.keys():
            if entries[word].bits == DEED:
                del entries[word]
        self.words = entries
        self.headline_marks = frozenset(acts["headline-marks"])
        self.decisions = frozenset(put_together(name.replace("~", "")) for name in acts["decisions"])
        self.openings = frozenset(put_together(name.replace("~", "")) for name in acts["openings"])
        self.clause_openers = tuple(f" {word}" for word in acts["classes"]["that"])
        self.possessive = tuple(acts["possessive"])
        self._found = list(entries.values())
        self._automaton = ahocorasick_rs.AhoCorasick([f" {plain_of(phrase).strip()} " for phrase in entries])
        self.infinitive = re.compile(rf"\b{acts['shapes']['infinitive']}\b")
        self.links = frozenset((*acts["classes"]["and"], *(mark for mark, bits in MARKS.items() if bits == AND)))
        habits = acts["habits"]
        self.drops_doers = habits["verbs"] == "plain"
        self.link = AND | (COMMA if habits["commas-link"] else 0)
        self.marks = bool(acts["classes"]["mark"])
        self.benefit = frozenset(load_topic(lang, "figures")["benefit"] if self.marks else ())  # "asked Peru for gas"
        self.has_that = bool(acts["classes"]["that"])
        self.far_auxiliaries = sum(BIT[name] for name in habits["far-auxiliaries"])
        self.cases = {name: tuple(endings) for name, endings in acts["cases"].items()}
        self.has_cases = bool(self.cases["oblique"])
        self.impersonal = tuple(acts["impersonal"])
        self.talk = tuple(f" {plain_of(words).strip()} " for words in acts["speech"]["talk"])
        self.endings_of_i, self.endings_of_we = (tuple(acts["speech"][f"{who}-endings"]) for who in ("i", "we"))
        endings = [(f"{end} ", name) for name, ends in acts["endings"].items() for end in ends]
        self._endings = [(len(end), Word(BIT[name])) for end, name in endings]
        self._shapes = ahocorasick_rs.AhoCorasick([end for end, _ in endings] or ["\0"])

    def find(self, view: View) -> list[Piece]:
        """Every word of the grammar that the text has, in order, without overlap."""
        pieces, reached, found = [], 0, self._found
        for index, start, end in longest_first(self._automaton.find_matches_as_indexes(view.plain, overlapping=True)):
            if start >= reached:
                word = found[index]
                pieces.append(Piece(start, end - 2, word.bits, word))
                reached = end - 1
        shaped = list(self._shaped(view.plain))
        return sorted([*pieces, *shaped], key=PLACE) if shaped else pieces

    def _shaped(self, plain: str) -> Iterator[Piece]:
        """Verbs known by their ending alone."""
        for index, start, end in self._shapes.find_matches_as_indexes(plain):
            size, word = self._endings[index]
            first = plain.rfind(" ", 0, start) + 1
            text = plain[first : end - 1]
            if len(text) > size and text.isalpha() and text not in self._not_verbs:
                yield Piece(first - 1, end - 2, word.bits, word)


@cache
def grammar_of(lang: str) -> Grammar:
    """The compiled grammar of acts of a language."""
    return Grammar(lang)


def _words(acts: dict[str, Any], paradigms: dict[str, Any], lang: str) -> dict[str, Word]:
    """Every phrase of the grammar with all that it can be."""
    words: dict[str, Word] = {}
    found = (_deeds(acts, paradigms), _ceremonies(acts, paradigms), _verbs(acts, paradigms))
    for phrase, word in chain(*found, _classes(acts, paradigms, lang)):
        known = words.get(key := phrase.lower())
        words[key] = word if known is None else _joined(known, word)
    return words


def _joined(one: Word, other: Word) -> Word:
    """All that the two can be; of deeds those come first that what stands further on closes: they say more."""
    return Word(
        one.bits | other.bits,
        tuple(sorted((*one.deeds, *other.deeds), key=lambda deed: not deed.tail)),
        one.action or other.action,
        one.description or other.description,
    )


def _deeds(acts: dict[str, Any], paradigms: dict[str, Any]) -> Iterator[tuple[str, Word]]:
    """One entry a form of words; a form may stand for several deeds."""
    with_be = {(verb.stem, verb.paradigm) for text in acts["active-with-be"] if (verb := parse_verb(text))}
    for verb, frames in acts["deeds"].items():
        for frame, texts in frames.items():
            for text in texts:
                parsed = parse_verb(text)
                is_with_be = bool(parsed and (parsed.stem, parsed.paradigm) in with_be)
                text, _, tail = text.partition(" … ")
                name, made = f"{_name(text, acts, paradigms)} {tail}".rstrip(), {}
                for variant in _variants(text, acts["variants"]):
                    for form, words, reflexive in _forms(variant, acts, paradigms):
                        if form not in made:  # one word for all forms of a class: there are many
                            deed = Deed(verb, frame, form, reflexive, name, is_with_be, tail)
                            made[form] = Word(BIT["deed"], (deed,))
                        yield words, made[form]


def _name(text: str, acts: dict[str, Any], paradigms: dict[str, Any]) -> str:
    """A verb as a reader knows it: as data writes it, or its first form where that is none of its forms."""
    spelt = put_together(text.replace("~", ""))
    if "~" not in text or any(spelt.endswith(words) for _, words, _ in _forms(text, acts, paradigms)):
        return spelt
    return next(iter(_forms(text, acts, paradigms)))[1]


def _variants(text: str, variants: dict[str, list[list[str]]]) -> Iterator[str]:
    """A verb with every word that may stand for one of its phrase: "~give its word" and "their", "à" and "au".

    Some do so within a phrase, others at its end only, where they melt into the article that follows.
    """
    *words, last = ([word] for word in text.split(" "))
    for word, *others in variants["within"]:
        for choice in words:
            choice += others if choice[0] == word else ()
    for word, *others in variants["last"]:
        last += others if words and last[0] == word else ()
    yield from map(" ".join, product(*words, last))


def _ceremonies(acts: dict[str, Any], paradigms: dict[str, Any]) -> Iterator[tuple[str, Word]]:
    """Names of ceremonies, each with what is done at it."""
    for verb, texts in acts["ceremonies"].items():
        for text in texts:
            for words in spelled(text, paradigms):
                yield words, Word(BIT["ceremony"], (Deed(verb, "ceremony", "noun", False, words, False),))


def _forms(text: str, acts: dict[str, Any], paradigms: dict[str, Any]) -> Iterator[tuple[str, str, bool]]:
    """The forms of a verb; a phrase that does not bend has the form that the language's habits give it.

    Words before the verb belong to the phrase where they are no reflexive pronoun: "с просьбой обратиться".
    """
    verb = parse_verb(text)
    if verb is None:
        return iter([(acts["habits"]["verbs"], text, False)])
    forms = forms_of(text, paradigms)
    if not verb.before or verb.before in acts["classes"]["reflexive"] or text.count("~") > 1:
        return forms
    return ((form, f"{verb.before} {words}", False) for form, words, _ in forms)


def _verbs(acts: dict[str, Any], paradigms: dict[str, Any]) -> Iterator[tuple[str, Word]]:
    """Verbs of saying, of being, and of doing with their form."""
    for text in acts["reports"]:
        yield from ((words, Word(REPORT)) for form, words, _ in _forms(text, acts, paradigms) if form != "gerund")
    for text in acts["statives"]:
        yield from ((words, Word(STATIVE)) for _, words, _ in _forms(text, acts, paradigms))
    for text in acts["actions"]:
        for form, words, _ in _forms(text, acts, paradigms):
            shape = BIT[form] if form in ("future", "conditional") else 0
            yield words, Word(ACTION | shape, action=form)


def _classes(acts: dict[str, Any], paradigms: dict[str, Any], lang: str) -> Iterator[tuple[str, Word]]:
    """Words of the classes, of what is proposed, and nouns that stand for an actor ("the group")."""
    for name, patterns in (*acts["classes"].items(), ("proposal", acts["proposals"])):
        yield from ((phrase, Word(BIT[name])) for pattern in patterns for phrase in spelled(pattern, paradigms))
    for kind, patterns in load_topic(lang, "names")["descriptions"].items():
        for pattern in patterns:
            yield from ((phrase, Word(DESCRIPTION, description=kind)) for phrase in spelled(pattern, paradigms))
