"""Offices of statistics: whose figures a sentence gives."""

from __future__ import annotations

from servanda.reading.cases import Case
from servanda.reading.engine import Piece
from servanda.reading.entities import Mention
from servanda.reading.indicators import Line
from servanda.reading.places import gazetteer
from servanda.reading.roles import NEAR, has_direction
from servanda.reading.scenes import SOURCE, Named, Scene
from servanda.reading.view import within

BESIDE = 14  # characters between a statistics office and the country whose it is


def find_statistics(case: Case, room: tuple[int, int]) -> str | None:
    """The country whose statistics a figure is from, told within a stretch: "43 billion by Chinese customs"."""
    line, named, (start, end) = case.line, case.named, case.span
    behind = line.after(end, "statistics", min(room[1], end + SOURCE))
    if behind and any(mark in line.view.norm[end : behind.start] for mark in ",;"):
        behind = None
    cues = (line.before(start, "statistics", max(room[0], start - 2 * SOURCE)), behind)
    nearest: list[tuple[int, str]] = []
    for cue in filter(None, cues):
        gap = (cue.end, start) if cue.end <= start else (end, cue.start)
        distance = gap[1] - gap[0] + (SOURCE if "," in line.view.norm[gap[0] : gap[1]] else 0)
        near = [n.code for n in named if _is_beside(line, n, cue)]
        bodies = within(line.view.mentions, line.sentence.start, cue.end)
        near += [home for m in bodies if m.end > cue.start and (home := _home_of(case.scene, m))] if not near else []
        nearest += [(distance, code) for code in near]
    if nearest:
        return min(nearest)[1]
    # "4.4 billion by Kazakh data, by Uzbek 4.2 billion": the second source is an adjective alone.
    if room[0] <= line.sentence.start or line.before(room[0], "statistics", line.sentence.start) is None:
        return None
    alone = [n.code for n in named if room[0] <= n.start < start and not has_direction(line, n)]
    return alone[0] if len(alone) == 1 else None


def _is_beside(line: Line, named: Named, cue: Piece) -> bool:
    """Whether a country stands beside an office of statistics, without a comma between."""
    gap = (named.end, cue.start) if named.end <= cue.start else (cue.end, named.start)
    return gap[1] - gap[0] <= BESIDE and "," not in line.view.norm[gap[0] : gap[1]]


def _home_of(scene: Scene, mention: Mention) -> str | None:
    """The country of a statistics office: that of its name, else the dispatch's own, else what is known of it."""
    is_named = any(n.code == mention.entity.country for n in within(scene.named, mention.start - NEAR, mention.end))
    known = gazetteer(scene.view.lang).get(mention.entity.name)
    is_known = known is not None and known.country is not None
    own = scene.voice if scene.voice in scene.main else scene.host
    return mention.entity.country if is_named or is_known or not own else own
