"""Gatherings told of by a verb: "the minister received", "signed", "opened"."""

from __future__ import annotations

from msgspec.structs import replace

from servanda.reading.engine import Piece
from servanda.reading.entities import ACTING, PLACES, Entity, Mention
from servanda.reading.gathering import BEGUN, BESIDE, DATED, DENIED, REACH, VERBS, Gathering, is_wished, near_times
from servanda.reading.indicators import Line, grammar_of
from servanda.reading.occasions import is_inside
from servanda.reading.titles import DATE, WORD, phrase_of, words_of
from servanda.reading.view import within

_SPANS = ("year", "half", "quarter")
_FRAMED = 20  # characters between "in the framework of" and the body
_OBJECT = 110  # characters behind a verb in which the person it needs stands
_THING = 110  # … and what is opened
_PAPER = 200  # … and the paper that is signed, which the names of those who sign may part from it
_NUMBER = 12  # characters beside the verb or the paper in which papers are counted
_PAPERS = 20  # papers that one ceremony may sign; more are counted over a whole forum
_DAYS = ("day", "days")
_BESIDE_VERB = 2  # words between a verb and the place at which one is
_NEXT = 8  # words behind a verb that a place has, its article counted
_TYPES = {
    "receive": "meeting",
    "meet": "meeting",
    "gather": "meeting",
    "again": "meeting",
    "go": "visit",
    "arrive": "visit",
    "lead": "visit",
    "stay": "visit",
    "sign": "signing",
    "open": "launch",
    "begun": "launch",
    "commence": "launch",
    "launch": "launch",
}


def by_verb(line: Line, cue: Piece) -> Gathering | None:
    """The gathering that a verb tells of; None where it is none, is denied or only wished for."""
    verbs = [name for name in VERBS if name in cue.value]
    if not verbs or is_wished(line, cue) or line.has("denied", cue.start - DENIED, cue.end + 1):
        return None
    return next((found for verb in verbs if (found := _BY_VERB[verb](line, cue))), None)


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
        is_earlier=bool(
            line.before(cue.end, "earlier", cue.start - DENIED) or line.at(cue.start - DENIED, cue.end + DENIED, "ago")
        ),
        is_strong=True,
        guests=guests,
    )


def _by_receiving(line: Line, cue: Piece) -> Gathering | None:
    """ "<host> received <guest>": a guest stands behind, with nothing else before him that could be received."""
    guest = line.after(cue.end, "guest", cue.end + _OBJECT)
    people = _people(line, cue.end, cue.end + _OBJECT)
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
    ends = [m.last for m in within(view.mentions, first, first + _OBJECT) if m.first <= first or m.start == first]
    if any(view.norm.startswith(grammar_of(view.lang).possessives or ("\0",), end) for end in ends):
        return False
    words = WORD.findall(view.lower, start, first)
    is_new = bool(words) and words_of(view.lang).determiners.get(words[0]) == "indefinite"
    return not is_new or (guest is not None and guest.start <= first)


def _by_meeting(line: Line, cue: Piece) -> Gathering | None:
    """ "<one> met <other>"."""
    if "nouns" in cue.value and phrase_of(line, cue.start).determiner:
        return None
    found = _by_receiving(line, cue) or _by_working(line, cue)
    return found and replace(found, rule="one meets other")


def _by_working(line: Line, cue: Piece) -> Gathering | None:
    """ "<delegation> worked with <body> on <day>": the body stands right behind."""
    bodies = within(line.view.mentions, cue.end, cue.end + _NEXT)
    body = next((m for m in bodies if m.entity.type in ACTING), None)
    if (
        body is None
        or not line.has("guest", line.sentence.start, cue.start)
        or not near_times(line, cue, is_named=True)
    ):
        return None
    return _told(line, cue, body.end, "one meets other")


def _by_gathering(line: Line, cue: Piece) -> Gathering | None:
    """ "<ones> met on <day>": those who meet stand before."""
    before = max(line.sentence.start, cue.start - REACH)
    people = _people(line, before, cue.start)
    has_guests = any(line.has(name, before, cue.start) for name in ("guest", "pronoun"))
    if not (people or has_guests):  # "meeting in Sofia on Tuesday, the ministers agreed"
        people, has_guests = _people(line, cue.end, cue.end + REACH), line.has("guest", cue.end, cue.end + REACH)
    noun = line.after(cue.end, "nouns", cue.end + DATE)
    if noun and noun.value["nouns"] != "meeting" and "," not in line.view.norm[cue.end : noun.start]:
        return None  # who met for a forum is told of by the forum
    series = line.before(cue.start, "series", before) or _framed(line, cue)
    is_of_people = bool(people or series) or has_guests
    if not is_of_people or (len(people) < 2 and not near_times(line, cue, is_named=True)):
        return None
    if (series and "nouns" in series.value) or line.at(cue.end, cue.end + BESIDE, "session"):
        return None  # the noun tells of it: "họp phiên thứ nhất"
    found = _told(line, cue, cue.end, "those who meet")
    return replace(found, type="committee") if series and not people else found


def _framed(line: Line, cue: Piece) -> Piece | None:
    """The standing body in whose frame they meet: "met in Cairo within the working group"."""
    frame = line.after(cue.end, "framework", cue.end + DATE)
    return line.after(frame.end, "series", frame.end + _FRAMED) if frame else None


def _by_meeting_again(line: Line, cue: Piece) -> Gathering | None:
    """ "The committee will meet in May": only with a date."""
    if not any(t.kind in DATED or t.kind in _SPANS for t in line.times if t.start > cue.start - DATE):
        return None
    found = _told(line, cue, cue.end, "both will meet")
    nouns = (line.before(cue.start, "nouns", cue.start - REACH), line.after(cue.end, "nouns", cue.end + DATE))
    gaps = (line.view.norm[min(n.end, cue.end) : max(n.start, cue.start)] for n in nouns if n)
    if "hold" in cue.value and any("," not in gap for gap in gaps):
        return None  # the noun tells of it: "hội nghị sẽ họp", "проведут семинар"
    is_committee = line.before(cue.start, "series", cue.start - REACH) is not None
    return replace(found, type="committee" if is_committee else "meeting", is_ahead=True)


def _by_going(line: Line, cue: Piece) -> Gathering | None:
    """ "<person> visits <place>"."""
    places = within(line.view.mentions, cue.end, min(line.sentence.end, cue.end + _OBJECT // 2))
    place = next((m for m in places if m.entity.type in PLACES), None) or _place_before(line, cue)
    here = line.after(cue.end, "here", cue.end + DENIED)
    if here is None and near_times(line, cue, is_named=True):
        near = (line.after(cue.end, name, cue.end + DENIED) for name in ("ground", "capital"))
        here = next(filter(None, near), None) or line.before(cue.start, "ground", cue.start - BESIDE)
    if place is None and here is None:
        return None
    end = max(cue.end, place.end if place else here.end if here else 0)
    is_to_attend = line.at(end, end + BESIDE, "attend") and line.has("nouns", end, end + DATE)
    if is_to_attend or line.at(end, end + BESIDE, "hold"):
        return None  # who goes to hold a fair is told of by the fair
    return _told(line, cue, end, "guest goes to place")


def _place_before(line: Line, cue: Piece) -> Mention | None:
    """The place that stands right before the verb with its preposition: "在河内考察"."""
    before = within(line.view.mentions, max(line.sentence.start, cue.start - REACH), cue.start)
    near = (m for m in before if m.entity.type in PLACES and 0 <= cue.start - m.end < BESIDE)
    return next((m for m in near if is_inside(line, m)), None)


def _by_leading(line: Line, cue: Piece) -> Gathering | None:
    """ "<person> will lead <delegation> to <place> on <day>"."""
    guest = cue if "attend" in cue.value else line.after(cue.end, "guest", cue.end + _OBJECT // 2)
    if guest is None or not near_times(line, guest, is_named=True):
        return None
    places = within(line.view.mentions, guest.end, min(line.sentence.end, guest.end + _OBJECT // 2))
    place = next((m for m in places if m.entity.type in PLACES and is_inside(line, m)), None)
    if place is None or line.has("nouns", cue.end, place.end + DENIED):
        return None  # who leads others to a forum is told of by the forum
    return _told(line, cue, place.end, "guest is led to place")


def _by_staying(line: Line, cue: Piece) -> Gathering | None:
    """ "<delegation> was in <place> on <day>": the place stands right behind, the day beside."""
    comma = line.view.norm.rfind(",", line.sentence.start, cue.start - BESIDE) + 1
    before = (max(line.sentence.start, comma, cue.start - DATE), cue.start)
    days = [t for t in near_times(line, cue, is_named=True) if t.kind in _DAYS]
    if not days or not (_people(line, *before) or line.has("guest", *before)):
        return None
    places = within(line.view.mentions, cue.end, min(line.sentence.end, cue.end + _OBJECT // 2))
    place = next((m for m in places if m.entity.type in PLACES), None)
    if place is None:
        return None
    told = [(t.start, t.end) for t in within(line.times, cue.end, place.start)]
    gap = line.view.norm[cue.end : place.start]
    for start, end in told:
        gap = gap.replace(line.view.norm[start:end], "")
    if len(gap.split()) > _BESIDE_VERB:
        return None
    return _told(line, cue, place.end, "guest stays at place")


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
    paper = cue if "paper" in cue.value and near_times(line, cue, is_named=False) else None
    paper = paper or line.after(cue.end, "paper", cue.end + _PAPER)
    paper = paper or line.before(cue.start, "paper", cue.start - _THING)
    if paper is None or line.tells("occasion") or _is_referred_to(line, cue):
        return None
    if _is_of_many(line, cue, paper):
        return None
    return _unless_vague(_told(line, cue, max(cue.end, paper.end), "parties sign paper"))


def _is_of_many(line: Line, cue: Piece, paper: Piece) -> bool:
    """Whether more papers are counted than one ceremony signs: "over four days 236 contracts were signed"."""
    start, end = min(cue.start, paper.start) - _NUMBER, max(cue.end, paper.end) + _NUMBER
    counted = within(line.view.quantities, max(start, line.sentence.start), min(end, line.sentence.end))
    return any(quantity.kind == "count" and (quantity.value or 0) > _PAPERS for quantity in counted)


def _is_referred_to(line: Line, cue: Piece) -> bool:
    """Whether a paper is only named for what it says: "under the memorandum signed between the two cities"."""
    under = line.before(cue.start, "under", cue.start - DATE)
    return under is not None and not near_times(line, cue, is_named=True)


def _unless_vague(found: Gathering) -> Gathering | None:
    """The ceremony, but for one to come of which no day is told, or which is denied behind."""
    line = found.line
    has_day = any(t.kind == "day" and t.role in (None, "as_of") for t in line.times)
    is_sure = has_day and not line.has("denied", found.end, found.end + DENIED)
    return None if found.is_ahead and not is_sure else found


def _by_opening(line: Line, cue: Piece) -> Gathering | None:
    """ "<plant> was inaugurated"."""
    thing = line.after(cue.end, "built", cue.end + _THING) or line.before(cue.start, "built", cue.start - REACH)
    if thing is None or line.at(cue.start - BESIDE, cue.start, "nouns"):
        return None  # what is opened is a gathering: "为研讨会揭幕"
    return _unless_vague(_told(line, cue, cue.end, "what was built is opened"))


def _by_beginning(line: Line, cue: Piece) -> Gathering | None:
    """ "<works> were launched"."""
    return _unless_vague(_told(line, cue, cue.end, BEGUN))


def _by_commencing(line: Line, cue: Piece) -> Gathering | None:
    """ "<works> began": the works stand before, in the same clause."""
    works = line.before(cue.start, "works", max(line.sentence.start, cue.start - _THING))
    if works is None or "," in line.view.norm[works.end : cue.start]:
        return None
    found = _by_beginning(line, cue)
    return found and replace(found, start=works.start)


def _by_launching(line: Line, cue: Piece) -> Gathering | None:
    """ "<ones> launched <programme> on <day>": its day stands beside."""
    days = [t for t in near_times(line, cue, is_named=False) if t.kind == "day" and t.role is None]
    thing = line.after(cue.end, "launched", cue.end + _THING) or line.before(cue.start, "launched", cue.start - _THING)
    if thing is None or not days or line.has("nouns", cue.end, thing.start):
        return None
    first, last = sorted((cue.start, thing.start))
    return None if ";" in line.view.norm[first:last] else _unless_vague(_told(line, cue, cue.end, "what begins"))


_BY_VERB = {
    "receive": _by_receiving,
    "meet": _by_meeting,
    "gather": _by_gathering,
    "again": _by_meeting_again,
    "go": _by_going,
    "arrive": _by_arriving,
    "lead": _by_leading,
    "stay": _by_staying,
    "sign": _by_signing,
    "open": _by_opening,
    "begun": _by_beginning,
    "commence": _by_commencing,
    "launch": _by_launching,
}
