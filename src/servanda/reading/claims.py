"""Claims: what a text says of each country that may be a side of a figure, and of there being none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from servanda.reading.counts import Draft
from servanda.reading.indicators import TRADE, Line
from servanda.reading.marks import Mark
from servanda.reading.roles import clause_of, flow_of, room_of
from servanda.reading.scenes import BLOC, Scene
from servanda.reading.view import within
from servanda.reading.whose import ROLES, Claim, Sides, Signs, kinds_of

_BEFORE = 4  # countries of the sentences before in the paragraph that may be a side
_MANY = 3  # countries of a sentence from which on it is all one how many there are
_TOTAL = (40, 30)  # characters before and behind a figure in which it is told to be of all
_BODIES = ("public-body", "organisation")
_OF_MANY = ("USD", "EUR")  # currencies that say nothing of a country
_ISO = 2  # letters of a country's code, which most currencies' codes begin with


Codes = Collection[str | None]


class Asked(NamedTuple):
    """A figure whose sides are asked, in its sentence."""

    line: Line
    scene: Scene
    draft: Draft
    flow: str  # what it is of
    kind: str  # of figure
    span: tuple[int, int]
    room: tuple[int, int]

    @property
    def near(self) -> set[str]:
        """The countries between the quantities around the figure."""
        return {mark.code for mark in self.scene.marks if self.room[0] <= mark.start < self.room[1]}


def claim_of(line: Line, scene: Scene, draft: Draft) -> Claim:
    """What speaks for each country, and for none, as a side of a figure."""
    span = draft.start, draft.end
    flow = flow_of(line, draft.indicator, span)
    kinds = kinds_of(flow, draft.measure)
    asked = Asked(line, scene, draft, flow, kinds[1], span, room_of(line, span))
    beside = _beside(asked)
    codes = [*beside, *(code for code in _further(asked) if code not in beside)]
    pointed = _pointed(asked)
    own = {
        code: {**beside.get(code, {}), **_of_sentence(asked, code, pointed), **_of_dispatch(asked, code)}
        for code in codes
    }
    place = line.sentence.start, line.sentence.paragraph
    near = frozenset(asked.near)
    return Claim(*place, kinds, near, _is_joined(asked), own, _of_none(asked), _pairs(asked, codes))


def _is_joined(asked: Asked) -> bool:
    """Whether no country is named between a figure and the number before it in its sentence."""
    before = asked.room[0]
    is_first = before == asked.line.sentence.start
    return not is_first and not any(before <= mark.start < asked.span[0] for mark in asked.scene.marks)


def _holding(signs: Mapping[str, bool]) -> Signs:
    """The signs that hold."""
    return {sign: 1.0 for sign, holds in signs.items() if holds}


def _beside(asked: Asked) -> dict[str, Signs]:
    """What is said beside the countries of the sentence; where their words say nothing, where they stand does."""
    found: dict[str, Signs] = {}
    marks, (start, end) = asked.scene.marks, asked.span
    before = max((mark.start for mark in marks if mark.end <= start), default=-1)
    behind = min((mark.start for mark in marks if mark.start >= end), default=-1)
    source = _source_of(asked)
    for mark, (zone, is_near) in zip(marks, _zones(asked), strict=True):
        far = " far" if not is_near else " behind" if mark.start >= end else ""
        owned = {"owns" if asked.flow not in TRADE or flow == asked.flow else "owns another" for flow in mark.flows}
        signs = {"here", *(sign + far for sign in (*mark.signs, *owned))}
        if not mark.is_told:
            signs |= {zone} | {
                f"nearest {way}" for way, at in (("before", before), ("behind", behind)) if at == mark.start
            }
        if mark is source:
            signs.add("nearest source")
        if mark.number >= 0:
            signs.add("beside" if start <= mark.number < end else "beside another")
        found.setdefault(mark.code, {}).update(dict.fromkeys(signs, 1.0))
    return found


def _source_of(asked: Asked) -> Mark | None:
    """Of the countries by whose statistics the figures around are, the one that is named nearest to this figure."""
    (start, end), (first, until) = asked.span, asked.room
    sources = [mark for mark in asked.scene.marks if "source" in mark.signs and first <= mark.start < until]
    return min(sources, key=lambda mark: max(start - mark.end, mark.start - end), default=None)


def _zones(asked: Asked) -> Iterator[tuple[str, bool]]:
    """Where each country of the sentence stands to the figure, and whether no other number is between."""
    line, (start, end), (first, until) = asked.line, asked.span, asked.room
    opened, closed = clause_of(line, start, end)
    parts = (line.after(end, name, closed) for name in ("anaphora", "including"))
    part = min((cue.start for cue in parts if cue), default=closed)
    for mark in asked.scene.marks:
        if mark.start < end and mark.end > start:
            yield "within", True
        elif mark.end <= start:
            yield (
                "before" if mark.start >= first else "earlier" if mark.start >= opened else "clause before",
                mark.start >= first,
            )
        elif mark.start < min(until, part):
            yield "behind, comma" if "," in line.view.norm[end : mark.start] else "behind", True
        else:
            yield "clause behind" if mark.start >= closed else "of part" if mark.start >= part else "later", False


def _further(asked: Asked) -> list[str]:
    """Countries that the sentence need not name: of its paragraph, the dispatch, figures before, the speaker, firms."""
    line, scene = asked.line, asked.scene
    before = [n.code for n in reversed(scene.told_before(line.sentence))][:_BEFORE]
    past = scene.paths.best.past
    told = [code for one in (past.last, past.latest.get(asked.kind)) if one for code in one.sides]
    speaker = scene.speaker.country if scene.speaker else None
    found = dict.fromkeys((*before, *scene.main, scene.host, *told, speaker, *_homes(line, "company")))
    return [code for code in found if code and code not in scene.barred]


def _homes(line: Line, *types: str) -> Codes:
    """The countries of the actors of some types that the sentence names, in order."""
    actors = (m.entity for m in within(line.view.mentions, line.sentence.start, line.sentence.end))
    return dict.fromkeys(actor.country for actor in actors if actor.type in types and actor.country)


def _of_sentence(asked: Asked, code: str, pointed: Mapping[str, Codes]) -> Signs:
    """What the sentence and its figures say of a country, be it that it does not name it."""
    scene, here = asked.scene, {mark.code for mark in asked.scene.marks}
    pointing = {sign: code in codes for sign, codes in pointed.items()}
    pointing["another heads"] = scene.heading not in (None, code)
    return _holding({
        **pointing,
        "absent": code not in here,
        "absent from statistics": code not in here and scene.frame is not None,
        "only one here": here == {code},
        "only other here": code != scene.host and here - {scene.host} == {code},
        "others here": bool(here - {code}),
        "others near": bool(asked.near - {code}),
    })  # fmt: skip


def _pointed(asked: Asked) -> dict[str, Codes]:
    """The countries to which the actors, places and words around a figure point, by the sign of it."""
    line, scene, start = asked.line, asked.scene, asked.span[0]
    told = scene.told_before(line.sentence)
    opening = next(iter(within(scene.named, line.view.opened(line.sentence), start)), None)
    speaker = scene.speaker.country if scene.speaker else None
    unit = asked.draft.quantity.unit
    return {
        "in paragraph": {n.code for n in told},
        "opens paragraph": {opening.code if opening else None},
        "heads paragraph": {scene.heading},
        "firm before": {scene.firm_before(start)},
        "site before": {scene.site_before(line.sentence, start)},
        "firm": _homes(line, "company"),
        "body": _homes(line, *_BODIES),
        "person": _homes(line, "person"),
        "speaker": {speaker},
        "ours": {speaker or scene.host} if line.tells("ours") else set(),
        "currency": {unit[:_ISO]} if unit not in _OF_MANY else set(),
    }


def _of_dispatch(asked: Asked, code: str) -> Signs:
    """What the dispatch says of a country."""
    scene = asked.scene
    is_main = code in scene.main
    signs = _holding({
        "viewpoint": code == scene.host,
        "viewpoint of statistics": code == scene.host and scene.frame is not None,
        "main": is_main,
        "most named": code == scene.main[0] if scene.main else False,
        "of two": is_main and scene.is_bilateral,
        "one of two": is_main and scene.is_of_two,
        "bloc": len(code) >= BLOC,
    })  # fmt: skip
    return {**signs, **scene.spoken_for(code), "share": scene.weights[code] / max(1, scene.weights.total())}


def _of_none(asked: Asked) -> Signs:
    """What speaks for a figure's having no such side."""
    line, scene, (start, end) = asked.line, asked.scene, asked.span
    actors = (m.entity for m in within(line.view.mentions, line.sentence.start, line.sentence.end))
    bodies = [actor for actor in actors if actor.type in (*_BODIES, "company")]
    count = min(_MANY, len({mark.code for mark in scene.marks}))
    return _holding({
        "none": True,
        asked.draft.indicator: True,
        f"{count} here": True,
        "of two": scene.is_bilateral,
        "one of two": scene.is_of_two,
        "statistics": scene.frame is not None,
        "total": line.has("total", start - _TOTAL[0], end + _TOTAL[1]),
        "world body": any(body.country is None for body in bodies),
        "bilateral": line.tells("bilateral"),
        "locality": line.tells("locality"),
    })  # fmt: skip


def _pairs(asked: Asked, codes: Iterable[str]) -> dict[Sides, Signs]:
    """What speaks for a reporter together with a partner."""
    scene, codes = asked.scene, list(codes)
    ends = (*codes, None)
    pairs: dict[Sides, Signs] = {Sides(one, other): {} for one in ends for other in ends if one != other}
    pairs[Sides()] = {}
    here = list(dict.fromkeys(mark.code for mark in scene.marks))
    for sides in (Sides(*scene.main), Sides(*scene.main[::-1])):
        if sides.partner and sides in pairs:
            named = " and ".join(role for role, code in zip(ROLES, sides, strict=True) if code in here) or "none"
            pairs[sides][f"main, {named} here"] = 1.0
            if scene.is_bilateral:
                pairs[sides][f"of two, {named} here"] = 1.0
    for one, other in pairwise(here):
        pairs[Sides(one, other)]["in order"] = 1.0
    return pairs
