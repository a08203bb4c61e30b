"""Acts told by a meeting to come: a round of talks that is to be held on a day is planned."""

from __future__ import annotations

from servanda.reading.addressees import Addressee
from servanda.reading.clauses import auxiliaries, clause_end, clause_start, is_hypothetical, last_clause
from servanda.reading.drafts import GUESSED, Found, Scene, Told, draft_of_clause
from servanda.reading.grammar import FUTURE, MODAL, NEGATION, NOT_YET, RELATIVE, TIME
from servanda.reading.line import Line
from servanda.reading.passives import both_sides
from servanda.reading.references import NOBODY
from servanda.reading.slots import is_ahead
from servanda.reading.subjects import is_meeting


def read_session(scene: Scene, place: int) -> Found | None:
    """The meeting that takes place at a time to come, by the verb at a place; None where it is none or is over."""
    line = scene.line
    group, seen = auxiliaries(line, place)
    first, end = last_clause(line, clause_start(line, group), group), clause_end(line, place)
    if (
        first >= group
        or line.bits[group - 1] & RELATIVE
        or seen & (NEGATION | NOT_YET | FUTURE | MODAL)
        or is_hypothetical(line, group)
    ):
        return None
    if not (_is_dated_ahead(line, first, end) and is_meeting(line, first, end)):
        return None
    doer = both_sides(scene, "plan", (first, end)) or NOBODY
    told = Told("plan", doer, Addressee(first), "plan: <what> takes place", GUESSED)
    return Found([draft_of_clause(line, told, first, end, group)], doer, place)


def _is_dated_ahead(line: Line, first: int, end: int) -> bool:
    """Whether the words give a time after the day of publication."""
    published = line.view.document.published or ""
    times = [line.pieces[i].value for i in range(first, end) if line.bits[i] & TIME]
    return any(time.kind != "duration" and is_ahead(time.value, published) for time in times)
