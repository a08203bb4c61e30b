"""What was signed, where the verb only describes it: "a contract that two banks concluded", "两国签署的协议"."""

from __future__ import annotations

from servanda.reading.addressees import Addressee
from servanda.reading.clauses import clause_end, clause_start
from servanda.reading.doers import find_doer
from servanda.reading.drafts import GUESSED, LIKELY, Found, Predicate, Scene, Told, draft_of_clause, of_object
from servanda.reading.grammar import ATTRIBUTIVE, COMMA, DEED, RELATIVE, STOP, THAT
from servanda.reading.passives import both_sides
from servanda.reading.references import NOBODY, Doer, find_agent
from servanda.reading.subjects import instrument_place, names_instrument

REACH = 5  # pieces between the verb and the instrument that it describes


def read_signed(scene: Scene, predicate: Predicate) -> Found | None:
    """The signing of an instrument that stands beside the verb and is not its object; None where none does."""
    line, (place, deed, group) = scene.line, predicate
    if deed.verb != "sign" or group.mood != "fact" or group.is_denied or group.is_open:
        return None
    begin = clause_start(line, group.first)
    if line.bits[place + 1] & ATTRIBUTIVE:
        return _read_before(scene, predicate, begin)
    if line.bits[begin - 1] & (THAT | RELATIVE) and names_instrument(line, begin - REACH, begin):
        doer = find_doer(line, group, scene.discourse, NOBODY)
        return _found(scene, predicate, doer, (begin - REACH, begin - 1)) if doer is not NOBODY else None
    if deed.form == "plain" and not line.grammar.link & COMMA and names_instrument(line, place - 1, place):
        return _found(scene, predicate, find_agent(line, place, scene.discourse), (place - 1, place))
    return None


def _read_before(scene: Scene, predicate: Predicate, begin: int) -> Found | None:
    """The signing of what stands behind a mark that the verb describes it: "会后签署的纪要"."""
    line, (place, _, group) = scene.line, predicate
    first, last = place + 2, min(place + 2 + REACH, len(line))
    end = next((i for i in range(first, last) if line.bits[i] & (COMMA | STOP | DEED)), last)
    if not names_instrument(line, first, end):
        return None
    doer = find_doer(line, group, scene.discourse, NOBODY)
    draft = draft_of_clause(line, _told(scene, predicate, doer, (first, end)), begin, end, group.first)
    return Found([of_object(line, draft, first, end)], scene.heirs, place)


def _found(scene: Scene, predicate: Predicate, doer: Doer, near: tuple[int, int]) -> Found:
    """The signing of the instrument that is named between two places before a verb."""
    line, stop = scene.line, near[1]
    first = instrument_place(line, max(0, near[0]), stop)
    told = _told(scene, predicate, doer, (first, stop))
    return Found(
        [draft_of_clause(line, told, first, clause_end(line, predicate.place), stop)], scene.heirs, predicate.place
    )


def _told(scene: Scene, predicate: Predicate, doer: Doer, span: tuple[int, int]) -> Told:
    """That somebody signs what stands between two places; the two sides, where it is theirs and no other is named."""
    known = doer if doer.entities else both_sides(scene, "sign", span) or doer
    sure = LIKELY if known.entities else GUESSED
    return Told("sign", known, Addressee(span[0]), f"sign: <what> that <by> {predicate.deed.name}", sure)
