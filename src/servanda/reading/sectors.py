"""Sectors of figures: of what goods, works or field a figure is, weighed against its being of none or of all."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import NamedTuple

from servanda.reading.counts import Draft
from servanda.reading.engine import Piece
from servanda.reading.goods import GOODS, TRADED
from servanda.reading.indicators import TRADE, Line
from servanda.reading.ordered import Ordered
from servanda.reading.topics import Topic
from servanda.reading.view import PLACE, Sentence, View, within
from servanda.reading.weighing import Vote, strongest, weights_of
from servanda.records import BODY

NONE = ""  # the candidate that stands for no sector, or for many
_PARTS = (BODY, "title")
_NAMED = ("person", "public-body", "organisation")  # whose names tell of their field, not of the figure
_NO_SECTORS = frozenset(("investment", "trade", "startups", "finance", "labour"))  # told by the indicator
_OFTEN = 3  # how often the sector of a dispatch is named, and how many times as often as any other
_TIMES = 2
_FAR = 12  # words between a word and a figure from which nothing joins them
_NEAR = 6  # the same between a word of trade and what is traded
_BESIDE = 2  # the same for a word that means other things as well
_REACH = 60  # characters within which a word joined to another is looked for
_MARKS = frozenset(",;:()")
_FLOWS = TRADE | {"production", "revenue"}
_SELLING = frozenset(name for name, _ in TRADED)

Span = tuple[int, int]


class Fielded(NamedTuple):
    """The sector of a figure, and the sentence in which it stands."""

    sentence: Sentence
    code: str


class Fields(NamedTuple):
    """The words of a document that name a sector, those in names apart, and whose goods the whole of it is about."""

    words: Ordered[Topic]
    names: Ordered[Topic]
    subject: frozenset[str]


NO_FIELDS = Fields(Ordered(), Ordered(), frozenset())


def fields_of(view: View, cues: Ordered[Piece]) -> Fields:
    """Which sectors a document names, where, and what it is about."""
    named = _named_in(view, cues)
    spans = sorted((m.start, m.end) for m in view.mentions if m.entity.type in _NAMED)
    starts, reached = [start for start, _ in spans], list(accumulate((end for _, end in spans), max))

    def is_in_name(topic: Topic) -> bool:
        before = bisect_right(starts, topic.start)
        return before > 0 and topic.end <= reached[before - 1]

    words = Ordered(topic for topic in named if not is_in_name(topic))
    return Fields(words, Ordered(topic for topic in named if is_in_name(topic)), _subject(view, cues, words))


def _subject(view: View, cues: Ordered[Piece], words: Ordered[Topic]) -> frozenset[str]:
    """The sector named far more often than others, where headline or lead tell of its goods as traded or made."""
    told = [sentence for sentence in view.sentences if sentence.part in _PARTS]
    named = Counter(topic.code for sentence in told for topic in words.within(sentence.start, sentence.end))
    head = (topic for sentence in told[:2] for topic in words.within(sentence.start, sentence.end))
    traded = {topic.code for topic in head if _is_joined(view, topic, _flows(cues, topic), _BESIDE)}
    often = (code for code, n in named.most_common(1) if n >= max(_OFTEN, _TIMES * (named.total() - n)))
    return frozenset(code for code in often if code in traded)


def _named_in(view: View, cues: Ordered[Piece]) -> list[Topic]:
    """The words for sectors; a word of many meanings where the dispatch tells of it as traded or made."""
    plain = [topic for topic in view.topics if topic.kind == "sector"]
    goods = [topic for topic in view.topics if topic.kind == "good"]
    goods = [one for one in goods if not any(p.start < one.end and one.start < p.end for p in plain)]
    meant = {
        view.lower[one.start : one.end]
        for one in goods
        if _is_joined(view, one, [*_flows(cues, one), *_amounts(view, one)], _BESIDE)
    }
    kept = (one for one in goods if view.lower[one.start : one.end] in meant)
    return sorted([*(p for p in plain if p.code not in _NO_SECTORS), *kept], key=PLACE)


def _flows(cues: Ordered[Piece], topic: Topic) -> Iterator[Span]:
    """The words of trade and production near a word."""
    near = cues.within(topic.start - _REACH, topic.end + _REACH)
    return ((c.start, c.end) for c in near if c.value.get("indicator") in _FLOWS or not _SELLING.isdisjoint(c.value))


def _amounts(view: View, topic: Topic) -> Iterator[Span]:
    """The amounts of goods near a word."""
    near = within(view.quantities, topic.start - _REACH, topic.end)
    return ((q.start, q.end) for q in near if q.unit in GOODS and q.end <= topic.start)


def _is_joined(view: View, topic: Topic, spans: Iterable[Span], words: int) -> bool:
    """Whether no mark and few words stand between a word and one of the stretches."""
    gaps = (_gap(view, topic, span) for span in spans if span[1] <= topic.start or topic.end <= span[0])
    return any(_MARKS.isdisjoint(gap) and len(gap.split()) <= words for gap in gaps)


def _gap(view: View, topic: Topic, span: Span) -> str:
    """What stands between a word and a stretch."""
    start, end = span
    return view.norm[end : topic.start] if end <= topic.start else view.norm[topic.end : start]


def find_sector(line: Line, fields: Fields, draft: Draft, told: Fielded | None) -> str | None:
    """The sector for which most speaks; None where more speaks for none."""
    signs = [*_words(line, fields, draft), *_scene(line, fields, draft, told), *_none(line, draft)]
    return strongest("sectors", _votes(signs, is_flow=draft.indicator in _FLOWS))[0] or None


def _votes(signs: Iterable[tuple[str, Mapping[str, float]]], *, is_flow: bool) -> Iterator[Vote]:
    """Each sign speaks the less for a sector, the more sectors it speaks for; some say more of goods that flow."""
    weights = weights_of("sectors")
    for sign, codes in signs:
        for name in (sign, f"flow-{sign}") if is_flow else (sign,):
            if name in weights:
                yield from ((code, name, value / len(codes)) for code, value in codes.items())


def _words(line: Line, fields: Fields, draft: Draft) -> Iterator[tuple[str, Mapping[str, float]]]:
    """What the words of the sentence say of a figure's sector."""
    start, end = line.sentence.start, line.sentence.end
    words = fields.words.within(start, end)
    before = [topic for topic in words if topic.end <= draft.quantity.start]
    yield "nearest", {topic.code: 1.0 for topic in before[-1:]}
    yield "names", {topic.code: 1.0 for topic in fields.names.within(start, end)}
    found: dict[str, dict[str, float]] = {}
    cue = _cue(line, draft) if words else None
    for topic in words:
        for sign, value in _standing(line, draft, topic, cue):
            codes = found.setdefault(sign, {})
            codes[topic.code] = max(codes.get(topic.code, 0.0), value)
    yield from found.items()


def _standing(line: Line, draft: Draft, topic: Topic, cue: Piece | None) -> Iterator[tuple[str, float]]:
    """How a word for a sector stands to a figure and to what it is of, and how closely."""
    span = draft.quantity.start, max(draft.end, draft.quantity.end)
    yield "sentence", 1.0
    if cue and _is_joined(line.view, topic, [(cue.start, cue.end)], _NEAR):
        yield "object", 1.0
    if topic.start < span[1] and topic.end > span[0]:
        yield "counted", 1.0
    elif span[1] <= topic.start < draft.room[1] and _MARKS.isdisjoint(gap := _gap(line.view, topic, span)):
        yield "behind", max(0.0, 1 - len(gap.split()) / _FAR)


def _cue(line: Line, draft: Draft) -> Piece | None:
    """The word that says what the figure is of: the last before it, else the first behind it."""
    verb = next((verb for verb, flow in TRADED if flow == draft.indicator), "")
    cues = [cue for cue in line.cues if cue.value.get("indicator") == draft.indicator or verb in cue.value]
    before = [cue for cue in cues if cue.end <= draft.quantity.start]
    return before[-1] if before else next((cue for cue in cues if cue.start >= draft.quantity.end), None)


def _scene(line: Line, fields: Fields, draft: Draft, told: Fielded | None) -> Iterator[tuple[str, Mapping[str, float]]]:
    """What the figure before it and the whole dispatch say of a figure's sector."""
    if told and told.sentence == line.sentence:
        if draft.measure != "level" and not fields.words.within(draft.room[0], draft.quantity.start):
            yield "growth", {told.code: 1.0}
    elif told and told.sentence.paragraph == line.sentence.paragraph:
        yield "paragraph", {told.code: 1.0}
    yield "subject", dict.fromkeys(fields.subject, 1.0)
    if not fields.words.within(line.sentence.start, line.sentence.end):
        yield "alone", dict.fromkeys(fields.subject, 1.0)


def _none(line: Line, draft: Draft) -> Iterator[tuple[str, Mapping[str, float]]]:
    """What a figure itself says against its being of one sector, or for it."""
    signs = ["none", f"of-{draft.indicator}", draft.measure]
    if draft.quantity.unit in GOODS:
        signs.append("mass")
    if line.has("total", draft.room[0], draft.quantity.start):
        signs.append("total")
    return ((sign, {NONE: 1.0}) for sign in signs)
