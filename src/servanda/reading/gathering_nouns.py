"""Gatherings told of by a noun of what takes place: "the third round of talks was held in Lima"."""

from __future__ import annotations

from typing import NamedTuple

from servanda.reading.engine import Piece
from servanda.reading.entities import ACTING, PLACES
from servanda.reading.gathering import BESIDE, DATED, DENIED, REACH, VERBS, Gathering, is_wished, near_times
from servanda.reading.indicators import Line
from servanda.reading.times import Time
from servanda.reading.titles import DATE, WORD, Phrase, name_of, phrase_of, words_of
from servanda.reading.view import within

_ORDINAL = 16  # characters of "third", "next" before a sitting
_CLAUSE = ',;:，；：。"“”「'
_OF = 6  # characters between "two days" and the talks
_COUNTED = 60  # characters between the number of a sitting and its verb
_MOVED = 20  # characters between "postponed to" and the date


class Noun(NamedTuple):
    """A noun for a gathering as it stands: its phrase, the day to which it was moved, whether "at" stands before it."""

    line: Line
    cue: Piece
    phrase: Phrase
    moved: Time | None
    is_at: bool


def by_noun(line: Line, cue: Piece) -> Gathering | None:
    """The gathering that a noun tells of; None where it is only spoken of."""
    phrase = phrase_of(line, cue.start)
    noun = Noun(line, cue, phrase, _moved_to(line, cue), _stands(line, phrase, cue, "at"))
    if any(is_silent(noun) for is_silent in _SILENT):
        return None
    name = name_of(line, cue, phrase)
    if "named" in cue.value and "nouns" not in cue.value and not name:
        return None
    return _taking_place(noun, name)


def by_number(line: Line, cue: Piece) -> Gathering | None:
    """A sitting told of by its number: "the sixth will be held in May", "第六届联委会将于五月举行"."""
    if "numbered" not in cue.value or line.at(cue.start - BESIDE, cue.start, "session"):
        return None
    verbs = (line.after(cue.end, name, cue.end + _COUNTED) for name in ("hold", "agreed"))
    verb = cue if "hold" in cue.value else min(filter(None, verbs), key=lambda verb: verb.start, default=None)
    if verb is None or line.has("nouns", cue.end, verb.end) or not near_times(line, verb, is_named=True):
        return None
    series = line.after(cue.end, "series", verb.start)
    if not (series or verb is cue or (verb.start - cue.end <= _ORDINAL and _has_article(line, cue))):
        return None
    return Gathering(
        start=cue.start,
        end=series.end if series else cue.end,
        noun=cue.start,
        type="committee" if series else "",
        rule="number of a gathering that takes place",
        line=line,
        is_ahead=line.has("future", cue.start - DENIED, verb.end + 1),
        is_strong=True,
        is_counted=True,
    )


def _has_article(line: Line, cue: Piece) -> bool:
    """Whether an article stands right before it, in a language where nouns have one."""
    phrase = phrase_of(line, cue.start)
    is_beside = phrase.determiner is not None and " " not in line.view.norm[phrase.start : cue.start].strip()
    return is_beside or not words_of(line.view.lang).has_articles


def _taking_place(noun: Noun, name: str | None) -> Gathering | None:
    """The gathering of a noun that has, with its name, all that one needs that takes place: a verb or a time."""
    line, cue, phrase, moved, is_at = noun
    times = near_times(line, cue, is_named=name is not None)
    is_strong = moved is not None or is_at or _is_held(line, cue) or _goes(line, cue)
    has_articles = words_of(line.view.lang).has_articles
    is_told = not has_articles and (_opens_clause(line, cue) or (is_at and not times))
    is_known = not name and (_is_definite(line, phrase) or is_told)
    is_bare = has_articles and not (phrase.determiner or name or "bare" in cue.value or is_at)
    if is_bare or (not is_strong and not (times and (phrase.determiner or name))):
        return None
    if is_wished(line, cue) and not (times and (phrase.determiner == "definite" or name or is_at or not has_articles)):
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
        is_indefinite=phrase.determiner == "indefinite",
        is_ahead=moved is not None or _is_ahead(line, phrase, cue),
        is_earlier=bool(
            line.before(cue.start, "earlier", cue.start - REACH) or line.after(cue.end, "ongoing", cue.end + DENIED)
        ),
        is_strong=is_strong,
        is_at=is_at,
        is_told=is_told and not name,
        is_beside=_is_beside(line, cue),
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
    is_days = any(t.kind == "duration" and t.end <= noun.cue.start <= t.end + _OF for t in noun.line.times)
    return noun.phrase.is_complement and not noun.is_at and not (is_days and _is_held(noun.line, noun.cue))


def _names_other(noun: Noun) -> bool:
    """Whether it is part of a name, or of "within the framework of"."""
    line, cue = noun.line, noun.cue
    frame = line.before(cue.start, "framework", cue.start - DATE)
    is_parted = frame is not None and (line.has("hold", frame.end, cue.start) or line.has("at", frame.end, cue.start))
    return _is_in_name(line, cue) or (not is_parted and _stands(line, noun.phrase, cue, "framework"))


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
    determiners, last = words_of(line.view.lang).determiners, cue.end + DATE
    if words_of(line.view.lang).is_time_first and (comma := line.view.norm.find(",", cue.end, last)) >= 0:
        last = comma
    future = line.after(max(line.sentence.start, cue.start - REACH), "future", last)
    while future:
        before = WORD.findall(line.view.lower, line.sentence.start, future.start)
        if not (before and before[-1] in determiners and future.end < phrase.start):
            return True
        future = line.after(future.end, "future", last)
    return False


def _moved_to(line: Line, cue: Piece) -> Time | None:
    """The day or month to which a gathering is put off or brought forward: "has been moved to February"."""
    moved = line.after(cue.end, "moved", cue.end + REACH)
    if moved is None:
        return None
    near = (t for t in line.times if moved.start <= t.start <= moved.end + _MOVED and t.end > moved.end)
    return next((t for t in near if t.kind in DATED), None)


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


def _is_beside(line: Line, cue: Piece) -> bool:
    """Whether something else is done beside it: "on the sidelines of the forum", "论坛期间"."""
    before = line.before(cue.start, "sidelines", cue.start - DATE)
    is_before = before is not None and "," not in line.view.norm[before.end : cue.start]
    return is_before or line.at(cue.end, cue.end + BESIDE, "sidelines") is not None


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
