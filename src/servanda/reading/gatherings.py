"""Where a text tells of a gathering or ceremony: by a noun of what takes place, or by a verb of meeting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from servanda.reading.engine import Piece
from servanda.reading.entities import ACTING, PLACES, Entity, Mention
from servanda.reading.indicators import Line, grammar_of
from servanda.reading.ordered import Ordered
from servanda.reading.times import Time
from servanda.reading.titles import DATE, WORD, Phrase, name_of, phrase_of, words_of
from servanda.reading.view import View, within
from servanda.records import BODY

_DATED = frozenset(("day", "days", "week", "month", "months"))
_PARTS = ("year", "half", "quarter")
REACH = 160  # characters between a noun and the verb that it goes with
BESIDE = 3  # characters between a preposition and its phrase
OBJECT = 110  # characters behind a verb in which the person it needs stands
THING = 110  # … and what is opened
PAPER = 200  # … and the paper that is signed, which the names of those who sign may part from it
_ORDINAL = 16  # characters of "third", "next" before a sitting
_CLAUSE = ',;:，；：。"“”「'
_NEXT = 8  # words behind a verb that a place has, its article counted
_PLAIN_DATE = 60  # characters between a noun and a date that alone says that it takes place
_LONGEST = 3000  # characters of a sentence; what is longer is no prose
MOVED = 20  # characters between "postponed to" and the date
DENIED = 40  # … and what denies it
BEGUN = "works are begun"
VERBS = ("receive", "meet", "gather", "again", "go", "arrive", "sign", "open", "begun", "commence")
_TYPES = {
    "receive": "meeting",
    "meet": "meeting",
    "gather": "meeting",
    "again": "meeting",
    "go": "visit",
    "arrive": "visit",
    "sign": "signing",
    "open": "launch",
    "begun": "launch",
    "commence": "launch",
}


class Gathering(Struct, frozen=True):
    """A place where a gathering is told of: its words, its type, and how the words stand to others.

    `noun` is where its noun or verb begins. `is_known`: the words point back, as "the seminar" does; `is_any`: to a
    gathering of any type; `is_sitting`: they may be a sitting of a committee; `is_at`: they say where something else
    happens: "at the seminar"; `is_beside`: on its sidelines. `is_told`: a bare noun, in a language without articles,
    that can only point back. `moved`: the time to which it was put off or brought forward.
    """

    start: int
    end: int
    noun: int
    type: str
    rule: str
    line: Line
    is_known: bool = False
    is_any: bool = False
    is_ahead: bool = False
    is_earlier: bool = False
    is_strong: bool = False
    is_sitting: bool = False
    is_at: bool = False
    is_told: bool = False
    is_beside: bool = False
    name: str | None = None
    name_end: int = 0
    moved: Time | None = None
    guests: tuple[Entity, ...] = ()

    @property
    def is_begun(self) -> bool:
        """Whether it is told of by a verb that says that works begin."""
        return self.rule == BEGUN

    @property
    def words(self) -> str:
        """Its noun or verb, in small letters."""
        return self.line.view.lower[self.noun : self.end]


def lines_of(view: View) -> list[Line]:
    """The sentences of the dispatch itself with the words of events in them."""
    cues = Ordered(words_of(view.lang).lexicon.find(view.lower, view.plain))
    own = (s for s in view.sentences if s.part == BODY and s.end - s.start < _LONGEST)
    return [Line(view, sentence, cues, []) for sentence in own]


def find_gatherings(line: Line) -> Iterator[Gathering]:
    """Every gathering that a sentence tells of, in order."""
    for cue in line.cues:
        if cue.value.keys().isdisjoint(_TRIGGERS):
            continue
        found = _by_noun(line, cue) if not cue.value.keys().isdisjoint(_NOUNS) else None
        if found is None:
            found = _by_verb(line, cue)
        if found is not None:
            yield found


def _by_verb(line: Line, cue: Piece) -> Gathering | None:
    """The gathering that a verb tells of; None where it is none, is denied or only wished for."""
    verbs = [name for name in VERBS if name in cue.value]
    if not verbs or _is_wished(line, cue) or line.has("denied", cue.start - DENIED, cue.end + 1):
        return None
    return next((found for verb in verbs if (found := _BY_VERB[verb](line, cue))), None)


_NOUNS = frozenset(("nouns", "named", "session", "generic"))
_TRIGGERS = _NOUNS.union(VERBS)


class Noun(NamedTuple):
    """A noun for a gathering as it stands: its phrase, the day to which it was moved, whether "at" stands before it."""

    line: Line
    cue: Piece
    phrase: Phrase
    moved: Time | None
    is_at: bool


def _by_noun(line: Line, cue: Piece) -> Gathering | None:
    """The gathering that a noun tells of; None where it is only spoken of."""
    phrase = phrase_of(line, cue.start)
    noun = Noun(line, cue, phrase, _moved_to(line, cue), _stands(line, phrase, cue, "at"))
    if any(is_silent(noun) for is_silent in _SILENT):
        return None
    name = name_of(line, cue, phrase)
    if "named" in cue.value and "nouns" not in cue.value and not name:
        return None
    return _taking_place(noun, name)


def _taking_place(noun: Noun, name: str | None) -> Gathering | None:
    """The gathering of a noun that has, with its name, all that one needs that takes place: a verb or a time."""
    line, cue, phrase, moved, is_at = noun
    times = _near_times(line, cue, is_named=name is not None)
    is_strong = moved is not None or is_at or _is_held(line, cue) or _goes(line, cue)
    has_articles = words_of(line.view.lang).has_articles
    is_told = not has_articles and (_opens_clause(line, cue) or (is_at and not times))
    is_known = not name and (_is_definite(line, phrase) or is_told)
    is_bare = has_articles and not (phrase.determiner or name or "bare" in cue.value or is_at)
    if is_bare or (not is_strong and not (times and (phrase.determiner or name))):
        return None
    if _is_wished(line, cue) and not (times and (phrase.determiner == "definite" or name or not has_articles)):
        return None
    return Gathering(
        start=phrase.start,
        end=cue.end,
        noun=cue.start,
        type=_type(line, cue),
        rule="noun of a gathering that takes place",
        line=line,
        is_known=is_known,
        is_any="any" in cue.value or "generic" in cue.value,
        is_ahead=moved is not None or _is_ahead(line, phrase, cue),
        is_earlier=line.before(cue.start, "earlier", cue.start - REACH) is not None,
        is_strong=is_strong,
        is_at=is_at,
        is_told=is_told and not name,
        is_beside=_stands(line, phrase, cue, "sidelines"),
        is_sitting="session" in cue.value,
        name=name,
        name_end=cue.end + len(name or ""),
        moved=moved,
    )


def _is_verb(noun: Noun) -> bool:
    """Whether a word that is a verb as well has no article, in a language where nouns have one."""
    is_either = not noun.cue.value.keys().isdisjoint(VERBS)
    return is_either and noun.phrase.determiner is None and words_of(noun.line.view.lang).has_articles


def _is_spoken_of(noun: Noun) -> bool:
    """Whether a noun only tells of another which: "the chairman of the meeting"."""
    return noun.phrase.is_complement and not noun.is_at


def _names_other(noun: Noun) -> bool:
    """Whether it is part of a name, or of "within the framework of"."""
    return _is_in_name(noun.line, noun.cue) or _stands(noun.line, noun.phrase, noun.cue, "framework")


def _does_not_take_place(noun: Noun) -> bool:
    """Whether it is denied, and not moved to another day."""
    return noun.moved is None and _is_denied(noun.line, noun.phrase, noun.cue)


def _is_several(noun: Noun) -> bool:
    """Whether it is one of many: "several meetings"."""
    start = noun.cue.start
    return noun.line.at(max(noun.line.sentence.start, start - BESIDE), start, "several") is not None


_SILENT = (_is_verb, _is_spoken_of, _names_other, _does_not_take_place, _is_several)


def _is_ahead(line: Line, phrase: Phrase, cue: Piece) -> bool:
    """Whether a word of the future stands near the noun, other than within a phrase: "their planned agreement"."""
    determiners = words_of(line.view.lang).determiners
    future = line.after(max(line.sentence.start, cue.start - REACH), "future", cue.end + DATE)
    while future:
        before = WORD.findall(line.view.lower, line.sentence.start, future.start)
        if not (before and before[-1] in determiners and future.end < phrase.start):
            return True
        future = line.after(future.end, "future", cue.end + DATE)
    return False


def _moved_to(line: Line, cue: Piece) -> Time | None:
    """The day or month to which a gathering is put off or brought forward: "has been moved to February"."""
    moved = line.after(cue.end, "moved", cue.end + REACH)
    if moved is None:
        return None
    near = (t for t in line.times if moved.start <= t.start <= moved.end + MOVED and t.end > moved.end)
    return next((t for t in near if t.kind in _DATED), None)


def _type(line: Line, cue: Piece) -> str:
    """The type that a noun names; a sitting is of a committee where one is named beside it."""
    if "session" in cue.value and line.has("series", cue.start - REACH, cue.end + REACH):
        return "committee"
    return str(cue.value.get("nouns") or cue.value.get("named") or ("meeting" if "session" in cue.value else ""))


def _is_definite(line: Line, phrase: Phrase) -> bool:
    """Whether the noun is known already: "the seminar", "lors du séminaire"."""
    before = line.view.lower[max(0, phrase.start - DENIED) : phrase.start].rstrip()
    return phrase.determiner == "definite" or before.endswith(words_of(line.view.lang).merged or ("\0",))


def _opens_clause(line: Line, cue: Piece) -> bool:
    """Whether a noun without article is the first word of its clause: "会议通过了…" is of a meeting told of before."""
    before = line.view.norm[line.sentence.start : cue.start].rstrip()
    return not before or before[-1] in _CLAUSE


def _stands(line: Line, phrase: Phrase, cue: Piece, name: str) -> bool:
    """Whether a preposition of a class stands right before the noun's phrase, or a word of place right behind it."""
    if name == "at" and line.at(cue.end, cue.end + BESIDE, "at-behind"):
        return True
    before = line.before(cue.start, name, phrase.start - 30)
    if before is None or before.end >= phrase.start - BESIDE:
        return before is not None
    if words_of(line.view.lang).has_articles:
        return False
    return before.end >= cue.start - 30 and "," not in line.view.norm[before.end : cue.start]


def _is_held(line: Line, cue: Piece) -> bool:
    """Whether a verb near the noun says that it takes place or that people come to it."""
    for name in ("hold", "attend", "agreed"):
        before = line.before(cue.start, name, cue.start - REACH // 2) if name != "agreed" else None
        after = line.after(cue.end, name, cue.end + REACH)
        for verb in filter(None, (before, after)):
            first, last = (verb.end, cue.start) if verb.end <= cue.start else (cue.end, verb.start)
            if ";" not in line.view.norm[first:last] and not line.has("nouns", first, last):
                return True
    return False


def _goes(line: Line, cue: Piece) -> bool:
    """Whether the noun is a visit to a place that stands right behind: "on a four-day visit to Rwanda"."""
    if cue.value.get("nouns") != "visit":
        return False
    return any(m.entity.type in PLACES for m in within(line.view.mentions, cue.end, cue.end + DENIED))


def _is_in_name(line: Line, cue: Piece) -> bool:
    """Whether the noun is part of the name of a body or person."""
    around = within(line.view.mentions, cue.start - DATE, cue.end)
    bodies = [m for m in around if m.start <= cue.start and cue.end <= m.end and m.entity.type in ACTING]
    # Without articles a body's name may reach from its commission back to the sitting of it.
    is_sitting = "session" in cue.value or cue.value.get("nouns") == "committee"
    is_head = all(m.end == cue.end or (is_sitting and cue.start - m.start < _ORDINAL) for m in bodies)
    return bool(bodies) and not (is_head and not words_of(line.view.lang).has_articles)


def _is_denied(line: Line, phrase: Phrase, cue: Piece) -> bool:
    """Whether the gathering is denied or put off; what happens at it may be denied."""
    if _stands(line, phrase, cue, "at"):
        return False
    is_off = line.has("cancelled", cue.start - DATE, cue.end + REACH)
    return is_off or line.has("denied", cue.start - DENIED, cue.end + DENIED)


def _is_wished(line: Line, cue: Piece) -> bool:
    """Whether the words before it only wish for it: nothing says that it was agreed or will be."""
    wish = line.before(cue.start, "wish", cue.start - REACH)
    return wish is not None and not line.has("agreed", wish.end, cue.end + DATE)


def _near_times(line: Line, cue: Piece, *, is_named: bool) -> list[Time]:
    """Days and months named beside the noun."""
    near = [t for t in line.times if t.kind in _DATED and cue.start - _PLAIN_DATE < t.start < cue.end + _PLAIN_DATE]
    return [t for t in near if is_named or "," not in line.view.norm[min(t.end, cue.end) : max(t.start, cue.start)]]


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
        noun=cue.start,
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
    spans = [(time.start, time.end) for time in within(line.times, start, first)]
    spans += [(mention.start, mention.end) for mention in within(view.mentions, start, first)]
    for begin, end in spans:
        gap = gap.replace(view.norm[begin:end], "")
    if "," in gap.lstrip(" ,") or ";" in gap:
        return False
    ends = [m.last for m in within(view.mentions, first, first + OBJECT) if m.first <= first or m.start == first]
    if any(view.norm.startswith(grammar_of(view.lang).possessives or ("\0",), end) for end in ends):
        return False
    words = WORD.findall(view.lower, start, first)
    is_new = bool(words) and words_of(view.lang).determiners.get(words[0]) == "indefinite"
    return not is_new or (guest is not None and guest.start <= first)


def _by_meeting(line: Line, cue: Piece) -> Gathering | None:
    """ "<one> met <other>"."""
    if "nouns" in cue.value and phrase_of(line, cue.start).determiner:
        return None
    found = _by_receiving(line, cue)
    return found and replace(found, rule="one meets other")


def _by_gathering(line: Line, cue: Piece) -> Gathering | None:
    """ "<ones> met on <day>": those who meet stand before."""
    before = max(line.sentence.start, cue.start - REACH)
    people = _people(line, before, cue.start)
    series = line.before(cue.start, "series", before)
    is_of_people = bool(people or series) or line.has("guest", before, cue.start)
    if not is_of_people or (len(people) < 2 and not _near_times(line, cue, is_named=True)):
        return None
    if line.at(cue.end, cue.end + BESIDE, "session"):
        return None  # the noun tells of it: "họp phiên thứ nhất"
    found = _told(line, cue, cue.end, "those who meet")
    return replace(found, type="committee") if series and not people else found


def _by_meeting_again(line: Line, cue: Piece) -> Gathering | None:
    """ "The committee will meet in May": only with a date."""
    if not any(t.kind in _DATED or t.kind in _PARTS for t in line.times if t.start > cue.start - DATE):
        return None
    found = _told(line, cue, cue.end, "both will meet")
    is_committee = line.before(cue.start, "series", cue.start - REACH) is not None
    return replace(found, type="committee" if is_committee else "meeting", is_ahead=True)


def _by_going(line: Line, cue: Piece) -> Gathering | None:
    """ "<person> visits <place>"."""
    places = within(line.view.mentions, cue.end, min(line.sentence.end, cue.end + OBJECT // 2))
    place = next((m for m in places if m.entity.type in PLACES), None)
    here = line.after(cue.end, "here", cue.end + DENIED)
    if here is None and _near_times(line, cue, is_named=True):
        here = line.after(cue.end, "ground", cue.end + DENIED)
    if place is None and here is None:
        return None
    end = place.end if place else here.end if here else cue.end
    if line.at(end, end + BESIDE, "hold"):
        return None  # who goes to hold a fair is told of by the fair
    return _told(line, cue, end, "guest goes to place")


def _by_arriving(line: Line, cue: Piece) -> Gathering | None:
    """ "<person> arrived in <place>": the place stands right behind, a guest before."""
    before = (line.sentence.start, cue.start)
    if not (_people(line, *before) or line.has("guest", *before) or line.has("pronoun", *before)):
        return None
    found = _by_going(line, cue)
    if found is None or line.has("hold", cue.end, found.end) or line.has("nouns", cue.end, found.end):
        return None
    return found if len(line.view.norm[cue.end : found.end].split()) <= _NEXT else None


def _by_signing(line: Line, cue: Piece) -> Gathering | None:
    """ "<parties> signed <paper>"."""
    paper = line.after(cue.end, "paper", cue.end + PAPER) or line.before(cue.start, "paper", cue.start - THING)
    if paper is None or line.tells("occasion"):
        return None
    return _unless_vague(_told(line, cue, max(cue.end, paper.end), "parties sign paper"))


def _unless_vague(found: Gathering) -> Gathering | None:
    """The ceremony, but for one to come of which no day is told, or which is denied behind."""
    line = found.line
    has_day = any(t.kind == "day" and t.role in (None, "as_of") for t in line.times)
    is_sure = has_day and not line.has("denied", found.end, found.end + DENIED)
    return None if found.is_ahead and not is_sure else found


def _by_opening(line: Line, cue: Piece) -> Gathering | None:
    """ "<plant> was inaugurated"."""
    thing = line.after(cue.end, "built", cue.end + THING) or line.before(cue.start, "built", cue.start - REACH)
    if thing is None:
        return None
    return _unless_vague(_told(line, cue, cue.end, "what was built is opened"))


def _by_beginning(line: Line, cue: Piece) -> Gathering | None:
    """ "<works> were launched"."""
    return _unless_vague(_told(line, cue, cue.end, BEGUN))


def _by_commencing(line: Line, cue: Piece) -> Gathering | None:
    """ "<works> began": the works stand before, in the same clause."""
    works = line.before(cue.start, "works", max(line.sentence.start, cue.start - THING))
    if works is None or "," in line.view.norm[works.end : cue.start]:
        return None
    found = _by_beginning(line, cue)
    return found and replace(found, start=works.start)


_BY_VERB = {
    "receive": _by_receiving,
    "meet": _by_meeting,
    "gather": _by_gathering,
    "again": _by_meeting_again,
    "go": _by_going,
    "arrive": _by_arriving,
    "sign": _by_signing,
    "open": _by_opening,
    "begun": _by_beginning,
    "commence": _by_commencing,
}
