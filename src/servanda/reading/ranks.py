"""Ranks: whose partner, market or investor is ranked, and which country has the rank."""

from __future__ import annotations

from servanda.reading.cases import PAIR, Case, distinct
from servanda.reading.indicators import Line, grammar_of
from servanda.reading.offices import BESIDE
from servanda.reading.roles import JOINED
from servanda.reading.scenes import Named, Sides
from servanda.reading.view import within

_RANKED = 24  # characters between a country and the rank that it has


def of_rank(case: Case) -> Sides:
    """Of a rank: "the first partner of Vietnam" is Vietnam's figure, its partner the one who ranks."""
    line, named, (start, end) = case.line, case.named, case.span
    owner = next((n for n in reversed(named) if 0 <= start - n.end <= BESIDE and _has_s(line, n)), None)
    owner = owner or next((n for n in named if end <= n.start and _is_owner(line, n, end)), None)
    if owner is None:
        return _of_nobody(case)
    subject = next((n.code for n in reversed(named) if n.code != owner.code and n.start < start), None)
    subject = subject or next((n.code for n in named if n.code != owner.code), None) or case.scene.other(owner.code)
    return Sides(owner.code, subject, _place_of(line, owner))


def _of_nobody(case: Case) -> Sides:
    """Of a rank without an owner beside it: from the countries before it, the nearest first."""
    line, scene, last = case.line, case.scene, case.last
    first = max(line.sentence.start, line.view.norm.rfind(";", 0, case.span[0]))
    before = [n for n in reversed(case.named) if first <= n.start < case.span[0]]
    ahead = distinct(before)
    if last and last.reporter and set(ahead) <= {last.reporter, last.partner}:
        return last
    if last and last.partner is None and last.reporter in ahead and ahead[0] != last.reporter:  # of the whole just told
        return Sides(last.reporter, ahead[0])
    if scene.frame and not scene.is_bilateral and scene.host and len(ahead) >= PAIR and scene.host not in ahead:
        return Sides(scene.host, ahead[-1])  # "Germany replaced Britain as the biggest source"
    if len(ahead) >= PAIR and before[0].start >= case.room[0] and grammar_of(line.view.lang).is_head_last:
        return Sides(ahead[0], ahead[1])
    subject = next((code for code in ahead if code != scene.host), ahead[0] if ahead else None)
    reporter = scene.host if subject != scene.host else scene.other(subject) or scene.host
    return Sides(reporter, subject or scene.other(reporter))


def is_ranked(line: Line, named: Named, span: tuple[int, int]) -> bool:
    """Whether a country behind a figure is only ranked there: "reached 2 billion, with Peru as the largest buyer"."""
    if named.start < span[1] or "," not in line.view.norm[span[1] : named.start]:
        return False
    behind = (q for q in line.quantities if q.start >= span[1])
    following = next(behind, None)
    if following is None or following.kind != "rank":
        return False
    return abs(following.start - named.end) <= _RANKED or abs(named.start - following.end) <= _RANKED


def _is_owner(line: Line, named: Named, end: int) -> bool:
    """Whether a country behind a rank is the one whose partners are ranked."""
    if grammar_of(line.view.lang).is_of_by_case and 0 < named.start - end <= JOINED // 2:
        return True
    cue = line.before(named.start, "owner", end - 4) or line.before(named.start, "inside", end - 4)
    is_near = cue is not None and named.start - cue.end <= 4 and named.start - end <= 60
    return is_near and "," not in line.view.norm[end : named.start]


def _has_s(line: Line, named: Named) -> bool:
    """Whether the name stands as an owner before the rank: "Vietnam's eighth partner"."""
    return line.view.norm.startswith(grammar_of(line.view.lang).possessives, named.end)


def _place_of(line: Line, owner: Named) -> str | None:
    """The place by which an owner is named, where it is not named itself."""
    mentions = () if owner.is_itself else within(line.view.mentions, owner.start, owner.end)
    return next((m.entity.name for m in mentions), None)
