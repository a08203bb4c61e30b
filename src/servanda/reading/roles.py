"""Roles: what the words beside a country say of its part in a figure: origin, target, owner of a flow, investor."""

from __future__ import annotations

import re

from servanda.reading.counts import noun_of
from servanda.reading.engine import Piece
from servanda.reading.indicators import Line, grammar_of
from servanda.reading.scenes import Named
from servanda.reading.view import within

JOINED = 5  # characters between a preposition and the country
NEAR = 30  # characters between a direction or an owner and the country
_WORDS = 5  # between a country and the flow that it owns: "Brazil's total crude oil exports"
_STOP = re.compile(r"(?<=\w\w\w)\. (?=\w)")  # behind a shortened word, before a capital
_VERB = 3  # letters that a word before a country has at least, if it is no preposition
_PLACE_WORDS = 3  # between "in" and a place: "dans la région de Guelmim"
_MARKS = frozenset(',;:()（）.!?/«»“”"')
_TURNS = ("towards", "origin", "inside", "with", "share", "anaphora", "according", "statistics")
_FIRMS = ("company-count", "project-count")


def room_of(line: Line, span: tuple[int, int]) -> tuple[int, int]:
    """The stretch between the numbers before and behind a figure; a rank is none: "Peru third with 2 tonnes"."""
    numbers = [q for q in line.quantities if q.kind != "rank"]
    first = max((q.end for q in numbers if q.end <= span[0]), default=line.sentence.start)
    until = min((q.start for q in numbers if q.start >= span[1]), default=line.sentence.end)
    return first, until


def clause_of(line: Line, start: int, end: int, marks: str = ";:") -> tuple[int, int]:
    """The stretch around a figure between semicolons and, before it, colons."""
    norm, first, until = line.view.norm, line.sentence.start, line.sentence.end
    before = max(norm.rfind(mark, first, start) for mark in marks)
    after = min((place for mark in ";" if (place := norm.find(mark, end, until)) >= 0), default=until)
    if grammar_of(line.view.lang).is_genitive:  # there sums end in a shortened word: "5 млрд. В Узбекистане"
        stops = [match.end() for match in _STOP.finditer(norm, first, until) if norm[match.end()].isupper()]
        before = max((stop for stop in stops if stop <= start), default=before)
        after = min((stop for stop in stops if stop >= end and stop > start), default=after)
    return max(first, before), after


def flow_of(line: Line, indicator: str, span: tuple[int, int]) -> str:
    """What a figure is of, be it by a word of a flow in front of goods: "对越南出口汽车8.2万辆"."""
    cue = line.before(span[0], "indicator", room_of(line, span)[0]) if indicator == "other" else None
    flow = str(cue.value["indicator"]) if cue else indicator
    return flow if cue and flow in ("exports", "imports") and is_plain(line, cue.end, span[0]) else indicator


def follows(line: Line, named: Named, *names: str) -> bool:
    """Whether a word of one of the classes stands right before a country."""
    for name in names:
        cue = line.before(named.start, name, named.start - NEAR)
        if cue is not None and named.start - cue.end <= joined(line):
            return True
    return False


def is_given(line: Line, named: Named) -> bool:
    """Whether the case of a country says that it is given, lent or sold something: "Япония выделит Вьетнаму"."""
    word = line.view.lower[named.start : named.end]
    if not (named.is_itself and word.endswith(grammar_of(line.view.lang).datives or ("\0",))):
        return False
    mentions = within(line.view.mentions, named.start, named.end)
    if any(mention.entity.name.lower() == word for mention in mentions) or _is_ruled(line, named):
        return False
    first, until = max(line.sentence.start, named.start - NEAR), min(line.sentence.end, named.end + NEAR)
    return any(_gives(cue) and is_plain(line, *_between(cue, named)) for cue in line.cues if first <= cue.start < until)


def _is_ruled(line: Line, named: Named) -> bool:
    """Whether a preposition before a country rules its case: "в Камбодже", "по Вьетнаму"."""
    words = line.view.norm[line.sentence.start : named.start].split()
    return bool(words) and len(words[-1]) < _VERB


def _gives(cue: Piece) -> bool:
    value = cue.value
    return "gives" in value or "sells" in value or value.get("indicator") in ("loan", "grant")


def _between(cue: Piece, named: Named) -> tuple[int, int]:
    return (cue.end, named.start) if cue.end <= named.start else (named.end, cue.start)


def is_inside(line: Line, named: Named) -> bool:
    """Whether something is said to stand in a country, or in a place of it: "in Laos", "в губернаторстве Асуан"."""
    cue = line.before(named.start, "inside", named.start - NEAR)
    if cue is None:
        return False
    if named.start - cue.end <= JOINED:
        return True
    words = line.view.norm[cue.end : named.start].split()
    is_place = not named.is_itself or line.has("economy", cue.end, named.end + 2)  # "в экономику Индии"
    return is_place and len(words) <= _PLACE_WORDS and is_plain(line, cue.end, named.start)


def way_of(line: Line, named: Named) -> str | None:
    """Whether something goes towards a country or stands inside it, where only the case tells: "в Китай", "в Китае"."""
    grammar, start, end = grammar_of(line.view.lang), named.start, named.end
    word = line.view.lower[start:end]
    if not grammar.locatives or line.view.norm[start:end].isupper() or word.endswith(grammar.uncased):
        return None
    return "inside" if word.endswith(grammar.locatives) else "towards"


def joined(line: Line) -> int:
    """How far a preposition may stand from its country: an article goes between, where there are articles."""
    return 1 if grammar_of(line.view.lang).is_of_by_case else JOINED


def owner_of(line: Line, named: list[Named], cue: Piece) -> Named | None:
    """The country whose flow a word names: "China's oil imports", "exportations marocaines", "экспорт Китая"."""
    before = next((n for n in reversed(named) if n.end <= cue.start), None)
    infinitive = line.before(cue.start, "towards", cue.start - JOINED)  # "Mozambique expects to export"
    until = infinitive.start if infinitive else cue.start
    if before and is_plain(line, before.end, until) and not follows(line, before, *_TURNS[:4]):
        return None if is_given(line, before) else before
    after = next((n for n in named if n.start >= cue.end), None)
    if after is None or any(mark in _MARKS for mark in line.view.norm[cue.end : after.start]):
        return None
    return after if _is_owner_behind(line, cue, after) else None


def _is_owner_behind(line: Line, cue: Piece, after: Named) -> bool:
    """Whether the country behind the word for a flow owns it; goods of a country are not its own purchases."""
    grammar = grammar_of(line.view.lang)
    words = line.view.norm[cue.end : after.start].split()
    if follows(line, after, "agent"):  # "the wheat imported by the kingdom"
        return True
    if not words and (after.is_adjective or grammar.is_genitive):
        return not (after.is_adjective and grammar.is_genitive)
    if after.is_adjective and cue.value.get("indicator") == "imports":
        return False
    if grammar.is_genitive:
        return len(words) == 1 and not follows(line, after, *_TURNS[:4])
    return len(words) < _WORDS and follows(line, after, "owner") and not follows(line, after, "origin", "with")


def is_plain(line: Line, start: int, end: int) -> bool:
    """Whether a stretch is a few words without a mark, a number or a word that turns the sentence."""
    gap = line.view.norm[start:end]
    if len(gap.split()) > _WORDS or any(mark in _MARKS or mark.isdigit() for mark in gap):
        return False
    if any(start <= quantity.start < end for quantity in line.quantities):
        return False
    return not any(line.has(name, start, end) for name in _TURNS)


def is_investor(line: Line, named: Named) -> bool:
    """Whether a country is whence firms or their money come: "Japanese investors", "vốn đầu tư của Nhật Bản"."""
    if follows(line, named, "inside", "towards"):
        return False
    behind = line.after(named.end, "noun", named.end + NEAR)
    if behind and behind.value["noun"] in _FIRMS and _is_joined(line, named.end, behind.start, 1):
        return True
    money = line.after(named.end, "indicator", named.end + NEAR)
    if money and money.value["indicator"] == "investment" and not line.at(money.start, money.end, "total"):
        return _is_joined(line, named.end, money.start, int(named.is_adjective))
    return _is_of_firms(line, named)


def is_guest(line: Line, named: Named) -> bool:
    """Whether a country is whence visitors come: "from Russia", "韩国游客", "touristes maliens", "900 Russians"."""
    return follows(line, named, "origin") or is_beside(line, named, "visitors") or _is_counted(line, named)


def _is_counted(line: Line, named: Named) -> bool:
    """Whether a number counts the people of a country by their name."""
    counted = (q for q in line.quantities if q.noun_start == named.start)
    return any((noun := noun_of(line, q, (q.start, line.sentence.end))) and noun.start == named.start for q in counted)


def is_beside(line: Line, named: Named, kind: str) -> bool:
    """Whether a country stands right beside a noun for people of a kind: "Lao students", "étudiants maliens"."""
    behind = line.after(named.end, "noun", named.end + NEAR)
    if behind and behind.value["noun"] == kind and _is_joined(line, named.end, behind.start, 0):
        return True
    before = line.before(named.start, "noun", named.start - NEAR)
    if before is None or before.value["noun"] != kind:
        return False
    return not line.view.norm[before.end : named.start].strip()


def _is_of_firms(line: Line, named: Named) -> bool:
    """Whether firms or investment stand right before a country that is theirs."""
    cues = [cue for name in ("noun", "indicator") if (cue := line.before(named.start, name, named.start - NEAR))]
    for cue in cues:
        kinds = (cue.value.get("noun"), cue.value.get("indicator"))
        gap = line.view.norm[cue.end : named.start].split()
        if ("investment" in kinds or not {*kinds}.isdisjoint(_FIRMS)) and (
            not gap or (len(gap) == 1 and follows(line, named, "owner"))
        ):
            return True
    return False


def _is_joined(line: Line, start: int, end: int, words: int) -> bool:
    """Whether no more than so many words stand between, of which none turns the sentence."""
    gap = line.view.norm[start:end]
    for possessive in grammar_of(line.view.lang).possessives:
        gap = gap.removeprefix(possessive)
    return len(gap.split()) <= words and is_plain(line, start, end) and not line.has("total", start, end)
