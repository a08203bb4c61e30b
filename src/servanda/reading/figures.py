"""Figures: what a quantity is of, when it holds, whose it is, how sure it is, and who says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from servanda.reading import siting
from servanda.reading.carried import CUE, Memory, Settled
from servanda.reading.claims import claim_of
from servanda.reading.counts import Draft
from servanda.reading.currencies import find_unit
from servanda.reading.engine import Piece
from servanda.reading.frames import find_heading
from servanda.reading.headings import heading_of
from servanda.reading.indicators import Line, find_cues
from servanda.reading.marks import marks_of
from servanda.reading.measures import drafts_of
from servanda.reading.ordered import Ordered
from servanda.reading.periods import find_basis
from servanda.reading.quantities import Quantity
from servanda.reading.ranks import shares_of_followers
from servanda.reading.respective import shares_of
from servanda.reading.scenes import Named, Scene, find_speaker, set_scene
from servanda.reading.sectors import Fielded, find_sector
from servanda.reading.sides import find_actor, find_direction
from servanda.reading.siting import Sited, find_place
from servanda.reading.standins import named_in
from servanda.reading.timing import find_timing
from servanda.reading.view import View, within
from servanda.reading.whose import Sides
from servanda.records import Amount, Figure

_PARTS = ("body", "title")
_YEARLY = 30  # characters behind a figure in which "a year" belongs to it


class _Taken(NamedTuple):
    """A figure of which all is known but whose it is, with its sentence and the countries that this names."""

    line: Line
    here: list[Named]
    settled: Settled
    figure: Figure


def read_figures(view: View) -> tuple[Figure, ...]:
    """The figures of a document, in order."""
    cues = find_cues(view)
    scene = set_scene(view, cues)
    taken = list(_taken(view, scene, Memory(find_heading(view, cues)), cues))
    chosen = scene.paths.chosen()
    return tuple(_owned(scene, one, sides, why) for one, (sides, why) in zip(taken, chosen, strict=True))


def _taken(view: View, scene: Scene, memory: Memory, cues: Ordered[Piece]) -> Iterator[_Taken]:
    """The figures of a document, each read with what those before it told."""
    for sentence in view.sentences:
        if sentence.part not in _PARTS:
            continue
        line = Line(view, sentence, cues, list(within(view.quantities, sentence.start, sentence.end)))
        speaker = find_speaker(line, scene)
        memory.hear(line)
        if not line.quantities:
            continue
        memory.lend(line)
        scene.here = named_in(line, scene)
        scene.heading = heading_of(view, scene.named, sentence)
        line.subjects, line.is_statistics = scene.subjects, scene.frame is not None
        scene.marks = marks_of(line, scene.here)
        named, marks = scene.here, scene.marks
        sites = within(scene.sites.named, sentence.start, sentence.end)
        line.named = tuple(sorted({*((n.start, n.end) for n in named), *((site.start, site.end) for site in sites)}))
        shares = shares_of_followers(line, named) | shares_of(line, named, sites)
        for draft in drafts_of(line, memory.last.draft if memory.last else None, shares):
            own = line
            if share := shares.get(draft.quantity.start):
                own = line.without(share.hidden)
                scene.here, scene.barred = share.named, share.barred
                scene.marks = marks_of(own, scene.here)
            settled = Settled(draft, find_timing(memory.case(own, draft)))
            sides = scene.paths.take(claim_of(own, scene, draft))
            unit = find_unit(own, scene, draft.quantity, sides)
            figure = replace(_figure(own, scene, settled, memory.last, speaker), unit=unit)
            memory.keep(line, settled, figure)
            yield _Taken(own, scene.here, settled, figure)
            scene.here, scene.marks, scene.barred = named, marks, frozenset()
            scene.sector = Fielded(sentence, figure.sector) if figure.sector else None


def _owned(scene: Scene, taken: _Taken, sides: Sides, why: str) -> Figure:
    """A figure with whose it is and what follows from that: its place, its currency, which way money goes."""
    line, here, (draft, when), figure = taken
    scene.here = here
    place = find_place(siting.Case(line, scene, draft, sides))
    scene.sited.append(Sited(line.sentence.start, line.sentence.paragraph, draft.indicator, sides.reporter, place))
    return replace(
        figure,
        rule=", ".join(filter(None, (draft.rule, why, when.route))),
        unit=find_unit(line, scene, draft.quantity, sides),
        reporter=sides.reporter,
        partner=sides.partner,
        direction=None if figure.actor else find_direction(line, here, draft.indicator, sides),
        place=place,
    )


def _figure(line: Line, scene: Scene, settled: Settled, last: Settled | None, speaker: str | None) -> Figure:
    """The record of a figure but for whose it is; `last` is the one before it."""
    draft, period = settled.draft, settled.when.period
    quantity, (before, after) = draft.quantity, draft.room
    start, end, quote = line.view.quote(draft.start, draft.end)
    value, value_max = (None if v is None else v * draft.sign for v in (quantity.value, quantity.value_max))
    is_other_end = last is not None and last.draft.quantity.moves_to  # of a change, told from its first end on
    return Figure(
        doc=line.view.document.id,
        start=start,
        end=end,
        quote=quote,
        confidence=draft.sure,
        rule=draft.rule,
        part=line.sentence.part,
        indicator=draft.indicator,
        measure=draft.measure,
        value=value,
        value_max=value_max,
        unit=quantity.unit,
        magnitude=quantity.magnitude if value is None else None,
        approx=quantity.approx,
        period=period,
        per=quantity.per or _per(line, draft, after),
        basis=find_basis(line, draft.start, after, period) if draft.measure == "change" else None,
        of=draft.of,
        status=_status(line, draft, line.sentence.start if is_other_end else before, period),
        actor=find_actor(line, draft.indicator, draft.start),
        sector=find_sector(line, scene.fields, draft, scene.sector),
        said_by=speaker,
        converted=_converted(quantity),
    )


def _per(line: Line, draft: Draft, until: int) -> str | None:
    """Of a rate: for what time it is."""
    behind = min(until, draft.end + _YEARLY)
    return "year" if line.has("yearly", draft.end, behind) and draft.measure == "level" else None


def _status(line: Line, draft: Draft, before: int, period: str | None) -> str:
    """Whether the figure is a target, a forecast or an estimate; a period to come makes it no observation."""
    is_start = draft.quantity.moves_to  # of a change, whose other end is aimed at
    cue = None if is_start else line.before(draft.quantity.end, "status", max(before, draft.start - 2 * CUE))
    if cue:
        is_aimed = cue.value["status"] == "forecast" and _is_aimed(line, cue.start, max(before, draft.start - 2 * CUE))
        return "target" if is_aimed else str(cue.value["status"])
    published = line.view.document.published or ""
    if period and published and period[:4].isdigit() and period[:4] > published[:4]:
        return "target"
    return "observed"


def _is_aimed(line: Line, place: int, since: int) -> bool:
    """Whether a word of an aim stands before one of what will be: "they hope that trade will reach"."""
    cue = line.before(place, "status", since)
    return cue is not None and cue.value["status"] == "target"


def _converted(quantity: Quantity) -> Amount | None:
    other = quantity.converted
    if other is None:
        return None
    return Amount(value=other.value, value_max=other.value_max, unit=other.unit, approx=other.approx)
