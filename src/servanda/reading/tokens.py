"""A text as one letter a token: what the patterns of names match.

A token is a word, a mark, or a place with all its words. Its letter stands for the set of its classes, so a pattern
over classes is a regular expression over one string for the whole document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from servanda.documents.text import fold
from servanda.errors import DataError
from servanda.languages import load_topic, load_yaml, phrases_of
from servanda.reading.place_names import Place
from servanda.reading.places import PlaceSpan
from servanda.reading.view import View

_MOST_WORDS = 100_000  # whose letters are remembered
STOP = "\n"  # the letter between two sentences
_MARKS = {
    ",": "comma", "(": "open", ")": "close", "-": "dash", "–": "dash", "—": "dash", "/": "dash", ".": "dot", "&": "and",
}  # fmt: skip
_PEOPLE = (
    "vietnamese",
    "chinese",
    "korean",
    "japanese",
    "indian",
    "thai",
    "arabic",
    "russian",
    "central_asian",
    "western",
)
_FAMILY = frozenset({"vietnamese", "chinese", "korean"})
_PINYIN = re.compile(
    r"(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?(?:i?ao|[iu]?ang?|[iu]?eng?|i?ong|[iu]ng?|[ue]i|i?ou|iu|uo|u?ai|i[ae]|u[ae]|er|[aoeiu])){1,2}"
)
_KNOWN_KINDS = ("public-body", "organisation", "company")


class Token(NamedTuple):
    """A stretch of the normal text with its letter; `value` is the place or what a pass before has found."""

    start: int
    end: int
    letter: str
    value: Any = None


class _Letters(dict[str, str]):
    """The letters of the words that were met: of a sentence's first ones, or of all others."""

    def __init__(self, grammar: Grammar, *, is_first: bool) -> None:
        self._grammar, self._is_first = grammar, is_first

    def __missing__(self, word: str) -> str:
        if len(self) > _MOST_WORDS:
            self.clear()
        letter = self[word] = self._grammar.letter(*self._grammar.classes(word, self._is_first))
        return letter


class Grammar:
    """The classes of a language's words and its patterns of names, loaded once."""

    def __init__(self, lang: str) -> None:
        self.topic = topic = load_topic(lang, "names")
        self.token = re.compile(topic["token"])
        self._letters: dict[frozenset[str], str] = {}
        self._classes: dict[str, frozenset[str]] = {STOP: frozenset()}
        self._words = _word_classes(topic)
        self._endings = {kind: tuple(fold(e) for e in ends) for kind, ends in topic["endings"].items()}
        self.firsts = _Letters(self, is_first=True)
        self.others = _Letters(self, is_first=False)
        self._name_all()
        self.rules = {kind: [self._compile(rule) for rule in topic[kind]] for kind in ("bodies", "people", "places")}
        self.heads = _heads(topic)
        self.agencies = {name: country for country, names in topic["agencies"].items() for name in names}
        self.agency = re.compile(
            "|".join(rf"(?<!\w){re.escape(n)}(?!\w)" for n in sorted(self.agencies, key=len, reverse=True))
        )
        self.local = frozenset(fold(word) for word in topic["local"])
        self.vague = frozenset(fold(word) for word in topic["vague"])
        self.seat = re.compile(topic["seat"])
        self._bond = re.compile(topic["bond"])
        self._mission = re.compile(topic["of_mission"])

    def letter(self, *classes: str) -> str:
        """The letter of a set of classes."""
        key = frozenset(classes)
        if key not in self._letters:
            self._letters[key] = letter = chr(0xE000 + len(self._letters))
            self._classes[letter] = key
        return self._letters[key]

    def has(self, token: Token, *names: str) -> bool:
        """Whether a token has one of the classes."""
        return not self._classes[token.letter].isdisjoint(names)

    def is_word(self, word: str, *names: str) -> bool:
        """Whether the lists give a word one of the classes."""
        return not self._words.get(fold(word), frozenset()).isdisjoint(names)

    def is_bond(self, words: str) -> bool:
        """Whether words that stand between a country and a name say that the one is the other's."""
        return bool(self._bond.fullmatch(words))

    def is_mission(self, name: str) -> bool:
        """Whether a body is a country's mission in another: the first country named is its home."""
        return bool(self._mission.match(fold(name)))

    def place_letter(self, place: Place) -> str:
        """The letter of a place's token."""
        if place.kind in _KNOWN_KINDS:
            return self.letter("known", "capped")
        return self.letter("demonym") if place.kind == "demonym" else self.letter("place", place.kind, "capped")

    def word_letter(self, word: str, is_first: bool) -> str:
        """The letter of a word; the first word of a sentence is a name only if nothing else is known of it."""
        return (self.firsts if is_first else self.others)[word]

    def classes(self, word: str, is_first: bool) -> frozenset[str]:
        """The classes of a word or mark."""
        if word in _MARKS:
            return frozenset({_MARKS[word]})
        if word[0].isdigit() or word[:2] == "n°":
            return frozenset({"number"})
        known = self._words.get(fold(word), frozenset())
        if not word[0].isupper():
            return (known | {"lower"} if known else self._low(fold(word))) - set(_PEOPLE) - {"suffix"}
        return self._capped(word, known, is_first)

    def _low(self, word: str) -> frozenset[str]:
        if not word[0].isalpha():
            return frozenset({"mark"})
        if len(word) > 4 and word.endswith(self._endings["verb"]):
            return frozenset({"lower", "verb"})
        return frozenset(
            {"lower", "low", "adjective"} if word.endswith(self._endings["adjective"]) else {"lower", "low"}
        )

    def _capped(self, word: str, known: frozenset[str], is_first: bool) -> frozenset[str]:
        low = fold(word)
        if (known & {"function", "common", "calendar", "article"}) and (
            is_first or not known & _FAMILY or word.isupper()
        ):
            return known
        if is_first and not known and low.endswith(self._endings["starter"]):
            return frozenset({"starter"})
        classes = (
            known - {"function", "common", "adjective", "rolemod" if is_first and not known & {"role"} else ""}
        ) | {"capped"}
        if not known & {
            "head",
            "role",
            "otherhead",
            "portfolio",
            "title",
            "cityhead",
            "regionhead",
            "rolemod",
            "counterpart",
        }:
            classes |= {"cap"}
        return classes | self._shape(word, low)

    def _shape(self, word: str, low: str) -> frozenset[str]:
        shape = set()
        if len(word) == 1:
            shape.add("initial")
        if any(c.isupper() for c in word[1:]) and not word.isupper():
            shape.add("camel")
        if len(word) > 5 and low.endswith(self._endings["person"]):
            shape.add("surname")
        if len(word) > 6 and low.endswith(self._endings["company"]):
            shape.add("firmlike")
        if _PINYIN.fullmatch(low):
            shape.add("pinyin")
        if "-" in word and word.count("-") == 1 and word[0].isupper():
            shape.add("hyphened")
        return frozenset(shape)

    def _name_all(self) -> None:
        """Give a letter to every set of classes that a text can bring, before the patterns are compiled."""
        for word in self._words:
            for form in {word, word.capitalize(), word.upper()}:
                for is_first in (False, True):
                    self.word_letter(form, is_first)
        for mark in _MARKS.values():
            self.letter(mark)
        for kind in ("country", "region", "city", "bloc"):
            self.letter("place", kind, "capped")
        for classes in (
            ("demonym",),
            ("known", "capped"),
            ("body",),
            ("firm",),
            ("human",),
            ("other",),
            ("mark",),
            ("number",),
        ):
            self.letter(*classes)
        for kinds in (("lower", "verb"), ("lower", "low"), ("lower", "low", "adjective"), ("starter",)):
            self.letter(*kinds)
        for shapes in _subsets(("initial", "camel", "surname", "firmlike", "pinyin", "hyphened")):
            self.letter("capped", "cap", *shapes)

    def _compile(self, rule: dict[str, str]) -> tuple[str, re.Pattern[str], str | None]:
        """Name, expression over letters and kind of a rule; `DataError` names a broken one."""
        pattern = rule["pattern"]
        for _ in range(4):
            pattern = re.sub(r"\{([a-z]\w*)\}", lambda m: self.topic["macros"][m.group(1)], pattern)
        pattern = re.sub(r"(\w+)=\(", r"(?P<\1>", pattern.replace(" ", ""))
        try:
            return rule["name"], re.compile(re.sub(r"(?<!\?P)<([^>]+)>", self._class, pattern)), rule.get("kind")
        except (re.error, KeyError) as error:
            raise DataError(f"names, rule {rule['name']!r}: {error}") from error

    def _class(self, match: re.Match[str]) -> str:
        letters = ""
        for option in match.group(1).split("|"):
            wanted = set(option.split("&"))
            letters += "".join(letter for classes, letter in self._letters.items() if wanted <= classes)
        return f"[{letters}]" if letters else r"[^\s\S]"  # a class that no word has: never matches


def _subsets(names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for bits in range(1 << len(names)):
        yield tuple(name for i, name in enumerate(names) if bits >> i & 1)


def _word_classes(topic: dict[str, Any]) -> dict[str, frozenset[str]]:
    """Each word of the lists, folded, with its classes."""
    classes: dict[str, set[str]] = {}
    people = load_yaml(resources.files("servanda").joinpath("data", "people.yaml"))
    lists: Iterable[tuple[str, list[str]]] = (
        *topic["words"].items(),
        ("suffix", topic["suffixes"]),
        *((kind if kind in _FAMILY else "given", people[kind].split()) for kind in _PEOPLE),
    )
    for kind, words in lists:
        for pattern in words:
            for word in phrases_of(pattern):
                classes.setdefault(fold(word), set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in classes.items()}


def _heads(topic: dict[str, Any]) -> list[tuple[str, str]]:
    """Head words and phrases with the type of body they name, the longest first."""
    listed = [(fold(form), kind) for kind, phrases in topic["types"].items() for p in phrases for form in phrases_of(p)]
    return sorted(listed, key=lambda entry: (-entry[0].count(" "), -len(entry[0])))


@cache
def grammar(lang: str) -> Grammar:
    """The grammar of names of a language, compiled once."""
    return Grammar(lang)


def tokenize(view: View, places: list[PlaceSpan]) -> list[Token]:
    """The tokens of all sentences, a stop after each."""
    rules, norm = grammar(view.lang), view.norm
    tokens: list[Token] = []
    following = iter([*places, PlaceSpan(len(norm) + 1, len(norm) + 1, Place("", ""))])
    place = next(following)
    for sentence in view.sentences:
        cursor, is_first = sentence.start, True
        while place.start < sentence.start:
            place = next(following)
        while place.end <= sentence.end:
            is_first = _add_words(tokens, rules, norm, cursor, place.start, is_first)
            _settle_article(tokens, rules, norm, place.start)
            tokens.append(Token(place.start, place.end, rules.place_letter(place.place), place.place))
            cursor, is_first = place.end, False
            place = next(following)
        _add_words(tokens, rules, norm, cursor, sentence.end, is_first)
        tokens.append(Token(sentence.end, sentence.end, STOP))
    return tokens


def _settle_article(tokens: list[Token], rules: Grammar, norm: str, start: int) -> None:
    """Make the word before a place an article where it is spelled as one: "La Chine" is no lady of the La family."""
    if not tokens or start - tokens[-1].end > 1:
        return
    word = norm[tokens[-1].start : tokens[-1].end]
    if word[:1].isupper() and word.lower() == fold(word) and rules.is_word(word, "article"):
        tokens[-1] = tokens[-1]._replace(letter=rules.letter("article"))


def _add_words(tokens: list[Token], rules: Grammar, norm: str, start: int, end: int, is_first: bool) -> bool:
    """Add the words between two places; whether the next word would still be the sentence's first."""
    found = rules.token.finditer(norm, start, end)
    while is_first and (match := next(found, None)):
        word = match.group()
        tokens.append(Token(match.start(), match.end(), rules.firsts[word]))
        is_first = not word[0].isalnum()
    others = rules.others
    tokens += [Token(match.start(), match.end(), others[match.group()]) for match in found]
    return is_first
