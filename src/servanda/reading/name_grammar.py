"""The classes of a language's words and the patterns of names over them: each set of classes is a letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

from servanda.data import load_table
from servanda.errors import DataError
from servanda.languages import load_topic, phrases_of
from servanda.reading.entities import BODIES
from servanda.reading.name_rules import STOP, NameRule, NameRules, needed
from servanda.reading.place_names import Place
from servanda.reading.places import gazetteer
from servanda.reading.verbs import forms_of
from servanda.script import set_apart

_MOST_WORDS = 100_000  # whose letters are remembered
_MARKS = {",": "comma", "(": "open", ")": "close", ".": "dot", "&": "and"}
_MARKS |= dict.fromkeys("-–—/", "dash") | dict.fromkeys("«“", "lquote") | dict.fromkeys("»”", "rquote")
_QUOTE = frozenset(("lquote", "rquote"))  # the straight mark may open or close
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
_ONE = _FAMILY | {"given", "central_asian"}  # names of one person, which have no plural
_PINYIN = re.compile(
    r"(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?(?:i?ao|[iu]?ang?|[iu]?eng?|i?ong|[iu]ng?|[ue]i|i?ou|iu|uo|u?ai|i[ae]|u[ae]|er|[aoeiu])){1,2}"
)
# "PetroLam": a capital within a word makes a brand of it, but for family names: "MacLeod", "DeSantis".
_BRAND = re.compile(
    r"(?!Mc|Mac|De[A-Z]|Di[A-Z]|La[A-Z]|Le[A-Z]|Fitz|Van[A-Z])[^\W\d_]{2,}(?<=[^\W\d_A-Z])[A-Z][^\W\d_]{2,}"
)
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_CAPITAL_ELSEWHERE = _FAMILY | {
    "portfolio",
    "noun",
}  # classes of words that a capital makes a name of, but at the start
_SMALL = frozenset({"function", "common", "calendar", "article"})  # words that a sentence's start gives a capital
_NEVER_GIVEN = frozenset(
    [
        "function",
        "common",
        "says",
        "at",
        "of",
        "and",
        "for",
        "head",
        "cohead",
        "cityhead",
        "regionhead",
        "otherhead",
        "suffix",
        "title",
        "role",
    ]
)
_OF_CAPITALS = frozenset(_PEOPLE) | {"suffix", "given"}  # classes that a word in small letters has not
_NOT_OWN = frozenset(
    ["head", "role", "otherhead", "portfolio", "title", "cityhead", "regionhead", "rolemod", "counterpart"]
)


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
        self.lang = lang
        self.topic = topic = load_topic(lang, "names")
        self.plain = gazetteer(lang).plain
        self.split = re.compile(f"({topic['token']})").split
        self.has_capitals = topic["capitals"] != "none"
        self.has_names_alone = topic["capitals"] == "names"  # in capitals: a body's own name may have none
        self._has_letters_of_its_own = not any(word[:1] < "\u0370" for word in topic["words"]["function"])
        self.joint = "".join(mark for mark in topic["words"]["particle"] if not mark.isalpha())
        self._letters: dict[frozenset[str], str] = {}
        self._said: dict[str, str] = {}  # the letters of what patterns say
        self._places: dict[tuple[str, bool], str] = {}  # the letters of places, by kind
        self._classes: dict[str, frozenset[str]] = {STOP: frozenset()}
        self._words, self.bases = _word_classes(self)
        self._endings = {kind: tuple(map(self.plain, ends)) for kind, ends in topic["endings"].items()}
        self._starters = tuple(topic["endings"]["starter"])  # with their accents: "Aidée", not "Ariane"
        self.firsts = _Letters(self, is_first=True)
        self.others = _Letters(self, is_first=False)
        self._name_all()
        self.rules = {
            kind: NameRules([self._compile(rule) for rule in topic[kind]], self._letters_of)
            for kind in ("bodies", "people", "places")
        }
        capped = "".join(
            letter
            for letter in self._classes
            if self.has(letter, "capped", "starter", "body") and not self.has(letter, "function")
        )
        self.short_forms = re.compile(f"[{capped}]")
        self._types, self._type_phrases = _types(self)
        self.agencies = {name: country for country, names in topic["agencies"].items() for name in names}
        self.home: str | None = topic["home"] or None
        names = "|".join(re.escape(name) for name in sorted(self.agencies, key=len, reverse=True))
        self.agency = re.compile(rf"(?<!\w)(?:{names or '(?!)'})(?!\w)")
        self.local = frozenset(map(self.plain, topic["local"]))
        self.vague = frozenset(map(self.plain, topic["vague"]))
        self.seat = re.compile(topic["seat"])
        self.byline = re.compile(topic["byline"])
        self.prefixed = frozenset(topic["prefixed"])
        self._bond = re.compile(topic["bond"])
        self._home_behind = re.compile(topic["home_behind"])
        self._lies = re.compile(topic["lies"])
        self._parent = re.compile(topic["parent"])
        self._mission = re.compile(topic["of_mission"])

    def letter(self, *classes: str) -> str:
        """The letter of a set of classes."""
        key = frozenset(classes)
        if key not in self._letters:
            self._letters[key] = letter = chr(0xE000 + len(self._letters))
            self._classes[letter] = key
        return self._letters[key]

    def has(self, letter: str, *names: str) -> bool:
        """Whether a letter stands for one of the classes."""
        return not self._classes[letter].isdisjoint(names)

    def is_word(self, word: str, *names: str) -> bool:
        """Whether the lists give a word one of the classes."""
        return not self._words.get(self.plain(word), frozenset()).isdisjoint(names)

    def type_of(self, head: str, name: str) -> str | None:
        """The type of body that a head and the whole name point to; None where the head is no actor's."""
        words = f" {self.plain(name)} "
        own = self._types.get(self.plain(head))
        if own and " " in head:
            return own
        return next((kind for phrase, kind in self._type_phrases if phrase in words), own)

    def is_bond(self, words: str) -> bool:
        """Whether words that stand between a country and a name say that the one is the other's."""
        return bool(self._bond.fullmatch(words))

    def is_bond_behind(self, words: str) -> bool:
        """Whether words that stand between a firm and a country behind it say that it is at home there."""
        return bool(self._home_behind.fullmatch(words))

    def lies_in(self, words: str) -> bool:
        """Whether words that stand between a place and a country behind it say that it lies there."""
        return bool(self._lies.fullmatch(words))

    def is_part(self, words: str) -> bool:
        """Whether words that stand between two bodies say that the first is part of the second."""
        return bool(self._parent.fullmatch(words))

    def is_mission(self, name: str) -> bool:
        """Whether a body is a country's mission in another: the first country named is its home."""
        return bool(self._mission.match(self.plain(set_apart(name))))

    def place_letter(self, place: Place, is_marked: bool = False) -> str:
        """The letter of a place's token; `is_marked` where it has a capital that the sentence does not ask for."""
        key = place.kind, is_marked
        if key not in self._places:
            self._places[key] = self.letter(*self._place_classes(*key))
        return self._places[key]

    def _place_classes(self, kind: str, is_marked: bool) -> tuple[str, ...]:
        if kind in BODIES:
            return "known", kind, "capped"
        if kind != "demonym":
            return "place", kind, "capped"
        return ("demonym", "capped") if is_marked and self.topic["capitals"] == "names" else ("demonym",)

    def classes(self, word: str, is_first: bool) -> frozenset[str]:
        """The classes of a word or mark; the first word of a sentence is a name only if nothing else is known of it."""
        if word in _MARKS:
            return frozenset({_MARKS[word]})
        if word == '"':
            return _QUOTE
        if word[0].isdigit() or word[:2] == "n°":
            return frozenset({"number"})
        low = self.plain(word) if word[0].isalnum() else word
        known = self._words.get(low, frozenset())
        if word[0].isupper() or self._has_particle(word):
            return self._capped(word, low, known, is_first)
        if _HAN.fullmatch(word):
            return known | {"lower"} if known & _NEVER_GIVEN else known | {"lower", "han"}
        if self.has_capitals:
            known = known - _OF_CAPITALS
        return known | {"lower"} if known - {"common"} else known | self._low(low)

    def _has_particle(self, word: str) -> bool:
        """Whether a word begins with the particle of a name: "al-Harbi"."""
        particle, hyphen, name = word.partition("-")
        return bool(hyphen) and name[:1].isupper() and self.is_word(particle, "particle")

    def _low(self, word: str) -> frozenset[str]:
        if not word[0].isalpha():
            return frozenset({"mark"})
        if word.endswith(self._endings["adjective"]) and not word.endswith(self._endings["nominal"]):
            return frozenset({"lower", "low", "adjective"})
        is_verb = len(word) > 4 and word.endswith(self._endings["verb"])
        return frozenset({"lower", "verb" if is_verb else "low"})

    def _capped(self, word: str, low: str, known: frozenset[str], is_first: bool) -> frozenset[str]:
        is_initial = len(word) == 1 and not is_first  # "Robert A. Taft"
        if (known & _SMALL) and not is_initial and (is_first or not known & _CAPITAL_ELSEWHERE or word.isupper()):
            return known if is_first or word.isupper() else known | {"upper"}
        if is_first and not known and word.lower().endswith(self._starters):
            return frozenset({"starter"})
        classes = (known - {"function", "common", "adjective"}) | {"capped"}
        return classes if known & _NOT_OWN else classes | {"cap"} | self._shape(word, low)

    def _shape(self, word: str, low: str) -> frozenset[str]:
        shape: set[str] = set()
        if " " in word:
            return frozenset()
        if len(word) == 1:
            shape.add("initial")
        if any(c.isupper() for c in word[1:]) and not word.isupper():
            shape.add("camel")
            if _BRAND.fullmatch(word):
                shape.add("brand")
        if (len(word) > 5 and low.endswith(self._endings["person"])) or word[0].islower():  # "al-Harbi"
            shape.add("surname")
        if len(word) > 6 and low.endswith(self._endings["company"]):
            shape.add("firmlike")
        if _PINYIN.fullmatch(low):
            shape.add("pinyin")
        if self._is_foreign(word):
            shape.add("latin")
        if "-" in word and word.count("-") == 1 and word[0].isupper():
            shape.add("hyphened")
        return frozenset(shape)

    def _is_foreign(self, word: str) -> bool:
        """Whether a word, no acronym, has Latin letters in a language that has others."""
        return self._has_letters_of_its_own and len(word) > 2 and word.isascii() and not word.isupper()

    def _name_all(self) -> None:
        """Give a letter to every set of classes that a text can bring, before the patterns are compiled."""
        for word, known in self._words.items():
            is_small, capital = not known.isdisjoint(_SMALL), word.capitalize()
            capitals = {word.upper()} if is_small or self._is_foreign(capital) else ()  # else they say no more
            for form in {word, capital, *capitals}:
                for is_first in {False, is_small}:
                    self.letter(*self.classes(form, is_first))
        for mark in _MARKS.values():
            self.letter(mark)
        self.letter(*_QUOTE)
        for kind in ("country", "region", "city", "bloc"):
            self.letter("place", kind, "capped")
        for classes in (
            ("demonym",),
            ("demonym", "capped"),
            *(("known", kind, "capped") for kind in BODIES),
            ("body",),
            ("firm",),
            ("human",),
            ("other",),
            ("mark",),
            ("number",),
        ):
            self.letter(*classes)
        for kinds in (
            ("lower", "verb"),
            ("lower", "low"),
            ("lower", "low", "adjective"),
            ("starter",),
            ("lower", "han"),
        ):
            self.letter(*kinds)
        for shapes in _subsets(
            ("initial", "camel", "brand", "surname", "firmlike", "pinyin", "hyphened", *self._scripts())
        ):
            self.letter("capped", "cap", *shapes)

    def _scripts(self) -> tuple[str, ...]:
        return ("latin",) if self._has_letters_of_its_own else ()

    def _compile(self, rule: dict[str, str]) -> NameRule:
        """The rule with its expression over letters; `DataError` names a broken one."""
        pattern = rule["pattern"]
        for _ in range(6):
            pattern = re.sub(r"\{([a-z]\w*)\}", lambda m: self.topic["macros"][m.group(1)], pattern)
        pattern = re.sub(r"(\w+)=\(", r"(?P<\1>", pattern.replace(" ", ""))
        try:
            compiled = re.compile(re.sub(r"(?<!\?P)<(\w[^<>]*)>", self._class, pattern))
            return NameRule(rule["name"], compiled, rule.get("kind"), tuple(needed(pattern)))
        except (re.error, KeyError) as error:
            raise DataError(f"names, rule {rule['name']!r}: {error}") from error

    def _class(self, match: re.Match[str]) -> str:
        letters = self._letters_of(match.group(1))
        return f"[{letters}]" if letters else r"[^\s\S]"  # a class that no word has: never matches

    def _letters_of(self, options: str) -> str:
        """The letters that a part of a pattern stands for: "cap|place&city"; kept, since patterns say it often."""
        if options not in self._said:
            wanted = [set(option.split("&")) for option in options.split("|")]
            self._said[options] = "".join(
                letter for one in wanted for classes, letter in self._letters.items() if one <= classes
            )
        return self._said[options]


def _subsets(names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for bits in range(1 << len(names)):
        yield tuple(name for i, name in enumerate(names) if bits >> i & 1)


def _word_classes(grammar: Grammar) -> tuple[dict[str, frozenset[str]], dict[str, str]]:
    """Each word of the lists, in its plain forms, with its classes; and the nominative of each inflected one."""
    classes: dict[str, set[str]] = {}
    bases: dict[str, str] = {}
    people = load_table("people")
    paradigms = load_topic(grammar.lang, "words")["paradigms"]
    lists = chain(
        grammar.topic["words"].items(),
        [("suffix", grammar.topic["suffixes"])],
        ((kind if kind in _FAMILY else "given", people[kind].split()) for kind in _PEOPLE),
        [("given", grammar.topic["words"]["central_asian"]), ("central_asian", people["central_asian"].split())],
    )
    for kind, words in lists:
        for phrase in chain.from_iterable(map(phrases_of, words)):
            plain = grammar.plain if phrase[:1].isalnum() else str  # a mark stands for itself
            forms = [(form, plain(words), words) for form, words, _ in forms_of(phrase, paradigms)]
            if kind in _ONE:
                forms = [form for form in forms if not form[0].startswith("pl-")]
            _add_forms(classes, bases, kind, forms)
    return {word: frozenset(kinds) for word, kinds in classes.items()}, bases


def _add_forms(
    classes: dict[str, set[str]], bases: dict[str, str], kind: str, forms: list[tuple[str, str, str]]
) -> None:
    """Add the forms of a word; those that are no nominative are `oblique`.

    Of one body or office "министерства" is a genitive, though it could be a plural as well.
    """
    named = {word for form, word, _ in forms if form in ("nom", "past")}
    oblique = {word for form, word, _ in forms if form not in ("nom", "pl-nom", "past")} - named
    for _, word, _ in forms:
        classes.setdefault(word, set()).update((kind, "oblique") if word in oblique else (kind,))
        if word not in named:
            bases.setdefault(word, forms[0][2])


def _types(grammar: Grammar) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The type of body that each head word names, and each phrase of several words, the longest first."""
    paradigms = load_topic(grammar.lang, "words")["paradigms"]
    listed = {
        " ".join(grammar.plain(words).split()): kind
        for kind, patterns in grammar.topic["types"].items()
        for pattern in patterns
        for phrase in phrases_of(pattern)
        for _, words, _ in forms_of(phrase, paradigms)
    }
    phrases = sorted((p for p in listed if " " in p), key=lambda p: (-p.count(" "), -len(p)))
    return listed, [(f" {phrase} ", listed[phrase]) for phrase in phrases]


@cache
def grammar(lang: str) -> Grammar:
    """The grammar of names of a language, compiled once."""
    return Grammar(lang)
