"""Where a text tells of a gathering or ceremony: by a noun of what takes place, or by a verb of meeting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from servanda.languages import load_topic, phrases_of
from servanda.reading.engine import Alphabet, Lexicon, Piece
from servanda.reading.entities import Entity, Mention
from servanda.reading.indicators import Line
from servanda.reading.times import Time
from servanda.reading.verbs import forms_of
from servanda.reading.view import View, within
from servanda.records import BODY

_PLAIN = (
    "session", "series", "any", "generic", "at", "framework", "hold", "organise", "attend", "receive", "meet", "guest",
    "again", "go", "here", "sign", "paper", "open", "begun", "built", "wish", "agreed", "denied", "future", "earlier",
    "occasion", "same-day", "capital", "by", "online", "remote", "hybrid", "in-person", "people",
)  # fmt: skip
_BODIES = ("person", "company", "public-body", "organisation")
_WORD = re.compile(r"[^\s'’\"“”«»(),;:]+'?")
_QUOTED = re.compile(r"[\"“«]\s?([^\"“”«»]{3,80}?)\s?[\"”»]")
_DATED = frozenset(("day", "days", "week", "month", "months"))
REACH = 160  # characters between a noun and the verb that it goes with
BESIDE = 3  # characters between a preposition and its phrase
OBJECT = 110  # characters behind a verb in which the person it needs stands
THING = 110  # … and the paper that is signed, or what is opened
DATE = 90  # characters between a noun and its date
DENIED = 40  # … and what denies it
_ADJECTIVES = 6  # words between a determiner and its noun
VERBS = ("receive", "meet", "again", "go", "sign", "open", "begun")
_TYPES = {
    "receive": "meeting",
    "meet": "meeting",
    "again": "meeting",
    "go": "visit",
    "sign": "signing",
    "open": "launch",
    "begun": "launch",
}


class Gathering(NamedTuple):
    """A place where a gathering is told of: its words, its type, and how the words stand to others.

    `is_known`: the words point back, as "the seminar" does; `is_any`: to a gathering of any type.
    """

    start: int
    end: int
    type: str
    rule: str
    line: Line
    is_known: bool = False
    is_any: bool = False
    is_ahead: bool = False
    is_earlier: bool = False
    is_strong: bool = False
    name: str | None = None
    guests: tuple[Entity, ...] = ()


class Words(NamedTuple):
    """What a language's `events.yaml` gives, compiled."""

    lexicon: Lexicon
    determiners: dict[str, str]
    within_name: frozenset[str]
    inside: frozenset[str]
    complement: frozenset[str]
    merged: tuple[str, ...]


@cache
def words_of(lang: str) -> Words:
    """The compiled vocabulary of events of a language."""
    topic = load_topic(lang, "events")
    paradigms = load_topic(lang, "words")["paradigms"]
    determiners = {word: name for name in ("definite", "indefinite") for word in topic[name]}
    return Words(
        lexicon=Lexicon(Alphabet(), _entries(topic, paradigms)),
        determiners=determiners,
        within_name=frozenset(topic["within-name"]),
        inside=frozenset(topic["inside"]),
        complement=frozenset(topic["complement"]),
        merged=tuple(f" {word}" for word in topic["merged"]),
    )


def _entries(topic: dict[str, Any], paradigms: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for name in ("nouns", "named"):
        for code, patterns in topic[name].items():
            yield from ((phrase, name, code) for phrase in _phrases(patterns, paradigms))
    for name in _PLAIN:
        yield from ((phrase, name, True) for phrase in _phrases(topic[name], paradigms))


def _phrases(patterns: list[str], paradigms: dict[str, Any]) -> Iterator[str]:
    """All forms of the verbs and phrases."""
    for pattern in patterns:
        for _, words, _ in forms_of(pattern, paradigms):
            yield from phrases_of(words)


def lines_of(view: View) -> list[Line]:
    """The sentences of the dispatch itself with the words of events in them."""
    cues = words_of(view.lang).lexicon.find(view.lower, view.plain)
    return [Line(view, sentence, cues, []) for sentence in view.sentences if sentence.part == BODY]


def find_gatherings(line: Line) -> Iterator[Gathering]:
    """Every gathering that a sentence tells of, in order."""
    for cue in line.cues:
        found = _by_noun(line, cue) if not cue.value.keys().isdisjoint(_NOUNS) else None
        if found is None:
            verb = next((name for name in VERBS if name in cue.value), None)
            found = _BY_VERB[verb](line, cue) if verb and not _is_blocked(line, cue) else None
        if found is not None:
            yield found


_NOUNS = frozenset(("nouns", "named", "session", "generic"))


class _Phrase(NamedTuple):
    """A noun with what stands before it: where its phrase begins, and whether it is `definite` or `indefinite`."""

    start: int
    determiner: str | None


def _phrase(line: Line, start: int) -> _Phrase:
    """The noun phrase whose noun begins at a place."""
    first = max(line.sentence.start, start - 60)
    known = words_of(line.view.lang)
    words = list(_WORD.finditer(line.view.lower, first, start))[-_ADJECTIVES:]
    reached = start
    for word in reversed(words):
        if "," in (gap := line.view.lower[word.end() : reached]) or ";" in gap:
            break
        if found := known.determiners.get(word.group()):
            return _Phrase(word.start(), found)
        if word.group() in known.complement:
            break
        reached = word.start()
    return _Phrase(start, None)


def _by_noun(line: Line, cue: Piece) -> Gathering | None:
    """The gathering that a noun tells of; None where it is only spoken of."""
    phrase = _phrase(line, cue.start)
    if phrase.determiner is None and not cue.value.keys().isdisjoint(VERBS):
        return None
    if _is_in_name(line, cue) or _stands(line, phrase, cue, "framework") or _is_denied(line, cue):
        return None
    name = _name(line, cue, phrase)
    if "named" in cue.value and "nouns" not in cue.value and not name:
        return None
    times = _near_times(line, cue)
    is_strong = _stands(line, phrase, cue, "at") or _is_held(line, cue)
    is_known = _is_definite(line, phrase) and not name
    if not is_strong and not (times and (phrase.determiner or name)):
        return None
    if _is_wished(line, cue) and not (times and (phrase.determiner == "definite" or name)):
        return None
    return Gathering(
        start=phrase.start,
        end=cue.end,
        type=_type(line, cue),
        rule="noun of a gathering that takes place",
        line=line,
        is_known=is_known,
        is_any="any" in cue.value or "generic" in cue.value,
        is_ahead=line.has("future", max(line.sentence.start, cue.start - REACH), cue.end + DATE),
        is_earlier=line.before(cue.start, "earlier", cue.start - REACH) is not None,
        is_strong=is_strong,
        name=name,
    )


def _type(line: Line, cue: Piece) -> str:
    """The type that a noun names; a sitting is of a committee where one is named beside it."""
    if "session" in cue.value and line.has("series", cue.start - REACH, cue.end + REACH):
        return "committee"
    return str(cue.value.get("nouns") or cue.value.get("named") or ("meeting" if "session" in cue.value else ""))


def _is_definite(line: Line, phrase: _Phrase) -> bool:
    """Whether the noun is known already: "the seminar", "lors du séminaire"."""
    before = line.view.lower[max(0, phrase.start - DENIED) : phrase.start].rstrip()
    return phrase.determiner == "definite" or before.endswith(words_of(line.view.lang).merged or ("\0",))


def _stands(line: Line, phrase: _Phrase, cue: Piece, name: str) -> bool:
    """Whether a preposition of a class stands right before the noun's phrase."""
    before = line.before(cue.start, name, phrase.start - 30)
    return before is not None and before.end >= phrase.start - BESIDE


def _is_held(line: Line, cue: Piece) -> bool:
    """Whether a verb near the noun says that it takes place or that people come to it."""
    for name in ("hold", "attend"):
        before = line.before(cue.start, name, cue.start - REACH // 2)
        after = line.after(cue.end, name, cue.end + REACH)
        for verb in filter(None, (before, after)):
            first, last = (verb.end, cue.start) if verb.end <= cue.start else (cue.end, verb.start)
            if ";" not in line.view.norm[first:last] and not line.has("nouns", first, last):
                return True
    return False


def _is_in_name(line: Line, cue: Piece) -> bool:
    """Whether the noun is part of the name of a body or person."""
    around = within(line.view.mentions, cue.start - DATE, cue.end)
    return any(m.start <= cue.start and cue.end <= m.end and m.entity.type in _BODIES for m in around)


def _is_denied(line: Line, cue: Piece) -> bool:
    return line.has("denied", cue.start - DENIED, cue.end + DENIED)


def _is_wished(line: Line, cue: Piece) -> bool:
    """Whether the words before it only wish for it: nothing says that it was agreed or will be."""
    wish = line.before(cue.start, "wish", cue.start - REACH)
    return wish is not None and not line.has("agreed", wish.end, cue.end + DATE)


def _is_blocked(line: Line, cue: Piece) -> bool:
    return _is_wished(line, cue) or line.has("denied", cue.start - DENIED, cue.end + 1)


def _near_times(line: Line, cue: Piece) -> list[Time]:
    """Days and months named beside the noun."""
    return [t for t in line.times if t.kind in _DATED and cue.start - DATE < t.start < cue.end + DATE]


def _name(line: Line, cue: Piece, phrase: _Phrase) -> str | None:
    """The gathering's own name, where it is written with capitals or stands in quotation marks."""
    norm = line.view.norm
    for quoted in _QUOTED.finditer(
        norm, max(line.sentence.start, cue.start - DATE), min(line.sentence.end, cue.end + 90)
    ):
        if quoted.start() <= cue.start and cue.end <= quoted.end():
            return quoted.group(1)
    if not norm[cue.start].isupper() or cue.start == line.sentence.start:
        return _apposed(line, cue)
    start, end = _capitals_before(line, cue.start, phrase), _capitals_after(line, cue.end)
    return norm[start:end] if end > cue.end or start < cue.start else None


def _apposed(line: Line, cue: Piece) -> str | None:
    """The name right behind the noun: "le salon TexGuj"."""
    match = re.compile(r" ([A-Z][\w&'-]*(?: [A-Z0-9][\w&'-]*)*)").match(line.view.norm, cue.end)
    if match is None or cue.value.get("nouns") not in ("exhibition", "forum", "conference"):
        return None
    is_actor = any(True for _ in within(line.view.mentions, match.start(1), match.end(1)))
    return None if is_actor else match.group(1)


def _capitals_before(line: Line, start: int, phrase: _Phrase) -> int:
    """Where a name begins that goes on to the noun: words with capitals, ordinals."""
    words = list(_WORD.finditer(line.view.norm, max(line.sentence.start, start - 60), start))
    reached = start
    for word in reversed(words):
        is_part = word.group()[0].isupper() or word.group()[0].isdigit()
        is_apart = line.view.norm[word.end() : reached].strip(" -")
        if is_apart or not is_part or word.start() <= line.sentence.start or word.start() < phrase.start:
            break
        reached = word.start()
    return reached


def _capitals_after(line: Line, end: int) -> int:
    """Where a name ends that the noun is part of: the last word with a capital or number that goes on from it."""
    small = words_of(line.view.lang).within_name
    norm, reached, last = line.view.norm, end, end
    time_starts = {time.start for time in line.times if not time.value[:4].isdigit() or time.kind != "year"}
    for word in _WORD.finditer(norm, end, line.sentence.end):
        gap = norm[last : word.start()].strip(" ")
        if (gap and gap not in ("-", "–")) or word.start() in time_starts:
            break
        last = word.end()
        if word.group()[0].isupper() or word.group()[0].isdigit():
            reached = word.end()
        elif word.group().lower() not in small:
            break
    return reached


def _people(line: Line, start: int, end: int) -> list[Mention]:
    """The persons named in a stretch of the sentence."""
    found = within(line.view.mentions, start, min(end, line.sentence.end))
    return [m for m in found if m.entity.type == "person"]


def _told(line: Line, cue: Piece, end: int, rule: str, guests: tuple[Entity, ...] = ()) -> Gathering:
    """The gathering that a verb tells of."""
    verb = next(name for name in VERBS if name in cue.value)
    return Gathering(
        start=cue.start,
        end=end,
        type=_TYPES[verb],
        rule=rule,
        line=line,
        is_ahead=line.has("future", cue.start - DENIED, cue.end + 1),
        is_earlier=line.before(cue.end, "earlier", cue.start - DENIED) is not None,
        is_strong=True,
        guests=guests,
    )


def _by_receiving(line: Line, cue: Piece) -> Gathering | None:
    """ "<host> received <guest>": a guest stands behind, with nothing else before him that could be received."""
    guest = line.after(cue.end, "guest", cue.end + OBJECT)
    people = _people(line, cue.end, cue.end + OBJECT)
    first = min([m.start for m in people[:1]] + ([guest.start] if guest else []), default=None)
    if first is None or line.has("nouns", cue.end, first) or not _is_object(line, cue.end, first, guest):
        return None
    end = people[0].end if people else guest.end if guest else cue.end
    return _told(line, cue, end, "host receives guest", tuple(m.entity for m in people))


def _is_object(line: Line, start: int, first: int, guest: Piece | None) -> bool:
    """Whether a guest can be the object of the verb before: no clause begins between, and no other thing is named."""
    view, gap = line.view, line.view.norm[start:first]
    for thing in (*within(line.times, start, first), *within(view.mentions, start, first)):
        gap = gap.replace(view.norm[thing.start : thing.end], "")
    if "," in gap.lstrip(" ,") or ";" in gap:
        return False
    words = _WORD.findall(view.lower, start, first)
    is_new = bool(words) and words_of(view.lang).determiners.get(words[0]) == "indefinite"
    return not is_new or (guest is not None and guest.start <= first)


def _by_meeting(line: Line, cue: Piece) -> Gathering | None:
    """ "<one> met <other>"."""
    if "nouns" in cue.value and _phrase(line, cue.start).determiner:
        return None
    found = _by_receiving(line, cue)
    return found and found._replace(rule="one meets other")


def _by_meeting_again(line: Line, cue: Piece) -> Gathering | None:
    """ "The committee will meet in May": only with a date."""
    if not any(t.kind in _DATED or t.kind == "year" for t in line.times if t.start > cue.start - DATE):
        return None
    found = _told(line, cue, cue.end, "both will meet")
    is_committee = line.before(cue.start, "series", cue.start - REACH) is not None
    return found._replace(type="committee" if is_committee else found.type, is_ahead=True)


def _by_going(line: Line, cue: Piece) -> Gathering | None:
    """ "<person> visits <place>"."""
    places = within(line.view.mentions, cue.end, min(line.sentence.end, cue.end + OBJECT // 2))
    place = next((m for m in places if m.entity.type in ("country", "region", "city")), None)
    here = line.after(cue.end, "here", cue.end + DENIED)
    if place is None and here is None:
        return None
    end = place.end if place else here.end if here else cue.end
    return _told(line, cue, end, "guest goes to place")


def _by_signing(line: Line, cue: Piece) -> Gathering | None:
    """ "<parties> signed <paper>"."""
    paper = line.after(cue.end, "paper", cue.end + THING) or line.before(cue.start, "paper", cue.start - THING)
    if paper is None or line.has("occasion", line.sentence.start, line.sentence.end):
        return None
    found = _told(line, cue, max(cue.end, paper.end), "parties sign paper")
    return None if found.is_ahead else found


def _by_opening(line: Line, cue: Piece) -> Gathering | None:
    """ "<plant> was inaugurated"."""
    thing = line.after(cue.end, "built", cue.end + THING) or line.before(cue.start, "built", cue.start - REACH)
    if thing is None:
        return None
    found = _told(line, cue, cue.end, "what was built is opened")
    return None if found.is_ahead else found


def _by_beginning(line: Line, cue: Piece) -> Gathering | None:
    """ "<works> were launched"."""
    found = _told(line, cue, cue.end, "works are begun")
    return None if found.is_ahead else found


_BY_VERB = {
    "receive": _by_receiving,
    "meet": _by_meeting,
    "again": _by_meeting_again,
    "go": _by_going,
    "sign": _by_signing,
    "open": _by_opening,
    "begun": _by_beginning,
}
