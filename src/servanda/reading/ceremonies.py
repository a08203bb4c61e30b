"""Acts told by the ceremony alone: "the signing ceremony took place", "состоялась церемония закладки камня"."""

from __future__ import annotations

from servanda.reading.addressees import Addressee
from servanda.reading.clauses import Group, auxiliaries, clause_end, clause_start
from servanda.reading.doers import find_doer
from servanda.reading.drafts import GUESSED, LIKELY, Found, Scene, Told, draft_of_clause
from servanda.reading.grammar import (
    AHEAD,
    BE,
    BEEN,
    NEGATION,
    PREPOSITION,
    REFLEXIVE,
    SEMICOLON,
    STOP,
    TAKES_PLACE,
)
from servanda.reading.line import Line
from servanda.reading.references import NOBODY, Doer, find_agent
from servanda.reading.subjects import names_anything

BEFORE = 8  # pieces from the verb to a ceremony that follows it


def read_ceremony(scene: Scene, place: int) -> Found | None:
    """What was signed, begun or handed over at the ceremony at a place; None where none was held."""
    line = scene.line
    held = _held(line, place)
    if held < 0 or auxiliaries(line, held)[1] & NEGATION:
        return None
    first = clause_start(line, min(place, auxiliaries(line, held)[0]))
    end = max(clause_end(line, place), clause_end(line, held))
    if not names_anything(line, first, end):
        return None
    verb = line.deeds(place)[0].verb
    doer = _doer(scene, place, held)
    is_ahead = bool(line.bits[held] & AHEAD or auxiliaries(line, held)[1] & AHEAD)
    sure = LIKELY if doer.entities else GUESSED
    told = Told(
        "plan" if is_ahead else verb, doer, Addressee(first), f"{verb}: {line.deeds(place)[0].name} <what>", sure
    )
    return Found([draft_of_clause(line, told, first, end, auxiliaries(line, held)[0])], doer, max(place, held))


def _held(line: Line, place: int) -> int:
    """The place of the verb that says that it takes place, behind the ceremony or just before it; -1 for none."""
    for right in range(place + 1, len(line)):
        if line.bits[right] & (STOP | SEMICOLON):
            break
        if line.bits[right] & TAKES_PLACE:
            return right
    near = range(place - 1, max(place - BEFORE, 0) - 1, -1)
    return next((left for left in near if line.bits[left] & TAKES_PLACE), -1)


def _doer(scene: Scene, place: int, held: int) -> Doer:
    """Those between whom or by whom it is, or those who hold it."""
    line = scene.line
    agent = find_agent(line, place, scene.discourse)
    first, seen = auxiliaries(line, held)
    is_active = held < place and first > 0 and not seen & (BE | BEEN | REFLEXIVE) and not line.bits[0] & PREPOSITION
    if agent.entities or not is_active:
        return agent
    holder = find_doer(line, Group(first, "active", "fact", False), scene.discourse, scene.heirs)
    return holder if holder.entities else NOBODY
