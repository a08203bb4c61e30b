"""Acts told by a sum: "CATL is investing 7 billion euros in a plant" commits the firm as a promise does."""

from __future__ import annotations

from servanda.reading.addressees import Addressee
from servanda.reading.clauses import begin_of, clause_end, is_hypothetical, verb_group
from servanda.reading.doers import find_doer
from servanda.reading.drafts import LIKELY, Found, Scene, Told, drafts_of
from servanda.reading.grammar import ACTION, ADVERB, AND, DEED, DETERMINER, PREPOSITION, QUANTITY, SPENDING, Deed
from servanda.reading.line import Line
from servanda.reading.nominals import is_noun
from servanda.reading.subjects import names_form

NEAR = 3  # pieces from the verb within which its sum stands
SPENT = Deed("promise", "content", "past", False, "invest", False)
_NOMINAL = DETERMINER | PREPOSITION | DEED | ACTION


def read_spending(scene: Scene, place: int) -> Found | None:
    """What somebody named puts a sum into; None where no sum follows or nothing is built by it."""
    line = scene.line
    if not line.bits[place] & SPENDING or not _has_sum(line, place):
        return None
    group, end = verb_group(line, place, SPENT), clause_end(line, place)
    before = line.bits[group.first - 1]
    if group.is_denied or group.is_open or (before & _NOMINAL and not before & AND) or is_noun(line, group.first):
        return None
    if is_hypothetical(line, group.first, group.mood) or not names_form(line, place + 1, end):
        return None
    doer = find_doer(line, group, scene.discourse, scene.heirs)
    if not doer.entities:
        return None
    told = Told("promise", doer, Addressee(place + 1), "promise: <by> invests <amount> in <what>", LIKELY)
    begin = begin_of(line, group, -1 if doer is scene.heirs else doer.start)
    return Found(drafts_of(line, told, (begin, place + 1, end)), doer, place)


def _has_sum(line: Line, place: int) -> bool:
    """Whether a sum of money follows the verb, an adverb apart."""
    after = place + 1
    while line.bits[after] & ADVERB and after < place + NEAR:
        after += 1
    return bool(line.bits[after] & QUANTITY)
