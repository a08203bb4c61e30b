"""Acts told by the future alone: what somebody will do, what will be done, what a headline says is to be."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from servanda.reading.addressees import Addressee, implied_addressee
from servanda.reading.clauses import (
    Group,
    auxiliaries,
    begin_of,
    clause_end,
    clause_start,
    is_hypothetical,
    last_clause,
    verb_group,
)
from servanda.reading.doers import find_doer
from servanda.reading.drafts import (
    GUESSED,
    LIKELY,
    Draft,
    Found,
    Predicate,
    Scene,
    Told,
    answered,
    drafts_of,
    of_subject,
)
from servanda.reading.grammar import (
    ACTION,
    ADVERB,
    AGAIN,
    AND,
    ATTRIBUTIVE,
    BE,
    BEEN,
    CLITIC,
    COMMA,
    CONDITION,
    CONDITIONAL,
    DEED,
    DESCRIPTION,
    FUTURE,
    FUTURE_BE,
    HAVE,
    HEARSAY,
    MODAL,
    NEGATION,
    NOT_YET,
    NP,
    OUGHT,
    PAIRS,
    PERSON,
    PREPOSITION,
    REFLEXIVE,
    REPORT,
    SIDE,
    STATIVE,
    STOP,
    THAT,
    TIME,
    UNKNOWN,
    Deed,
)
from servanda.reading.line import Line
from servanda.reading.passives import both_sides, speaker
from servanda.reading.references import NOBODY, Doer, find_agent
from servanda.reading.slots import is_ahead
from servanda.reading.subjects import is_gathering, names_anything, names_form

KEPT = ("promise", "plan", "wish", "acknowledge", "refuse")  # verbs that mean the same in the future
_DONE = ("participle", "passive", "past", "plain")  # forms of a verb behind "will be"
PLURAL = 2  # those who agree; one alone decides
REPORT_REACH = 80  # pieces before a clause in which a verb of saying governs it
TELLER = 2  # pieces before a clause that say that it is told
HEAD = 7  # pieces of a headline within which its infinitive stands
_READ_LATER = ("concluding", "denied")  # frames that tell of an act in some sentences only
FUTURE_DEED = Deed("plan", "content", "future", False, "future", False)
REFLEXIVE_FUTURE = replace(FUTURE_DEED, reflexive=True)


def read_left_future(scene: Scene, place: int) -> Found | None:
    """What is promised by the future of a deed that tells of no act itself: "would look into the matter"."""
    line = scene.line
    first, seen = auxiliaries(line, place)
    is_ahead = seen & (FUTURE | CONDITIONAL | MODAL) and not seen & (NEGATION | NOT_YET | HEARSAY)
    if not is_ahead or line.bits[place + 1] & NEGATION:
        return None
    mark = next(i for i in range(place - 1, -1, -1) if line.bits[i] & (FUTURE | CONDITIONAL | MODAL) or i <= first)
    return read_future(scene, mark, is_left=True)


def read_future(scene: Scene, place: int, *, is_left: bool = False) -> Found | None:
    """What somebody will do, said with the future alone: promised by somebody named, else planned.

    The future of a deed is read at the deed's place; `is_left`: that told of no act.
    """
    line, here = scene.line, scene.line.bits[place]
    if here & FUTURE_BE and not here & DEED and ((found := _read_passive(scene, place)) or not here & FUTURE):
        return found
    if not here & (FUTURE | MODAL | CONDITIONAL) or _is_of_another(line, place, is_left=is_left):
        return None
    group = verb_group(line, place, REFLEXIVE_FUTURE if line.bits[place - 1] & REFLEXIVE else FUTURE_DEED)
    if group.is_denied or group.is_open or is_hypothetical(line, group.first, group.mood):
        return None
    end = clause_end(line, place)
    doer = _doer(scene, place, group, end)
    if doer is NOBODY:
        return None
    first = clause_start(line, group.first)
    is_known = doer.entities or doer.is_spelled_as_name or doer.words
    is_plan = here & MODAL or (line.has(first, end, TIME) and is_gathering(line, first, end))
    verb = "promise" if is_known and not is_plan else "plan"
    is_reflexive = bool(line.bits[place - 1] & REFLEXIVE)
    start = min(group.first if is_reflexive else place + bool(here & MODAL), end - 1)
    subject = last_clause(line, first, group.first + 1)
    if first < group.first and (not is_known or _is_thing(line, subject, group.first)):
        start = subject
    to = answered(implied_addressee(line, verb, (place, end), doer, scene.discourse), start)
    theirs = None if doer.entities else both_sides(scene, verb, (start, end))
    told = Told(verb, theirs or doer, to, f"{verb}: <by> will <what>", GUESSED)
    begin = begin_of(line, group, -1 if doer is scene.heirs else doer.start)
    drafts = drafts_of(line, told, (begin, start, end))
    if drafts and start < group.first and is_gathering(line, start, end):
        drafts[0] = of_subject(line, drafts[0], (start, group.first, end))
    return Found(drafts, doer, place)


def _is_thing(line: Line, first: int, end: int) -> bool:
    """Whether a thing stands where Chinese would have the doer: "铁路预计推迟一年"."""
    is_alone = line.grammar.link & COMMA and not line.has(first, end, NP | SIDE | PAIRS | DESCRIPTION | PERSON)
    return bool(is_alone) and _is_of_cooperation(line, first, end)


def _doer(scene: Scene, place: int, group: Group, end: int) -> Doer:
    """Who will do it; one who is not known can only do a thing of cooperation. NOBODY where it is no act."""
    line, here = scene.line, scene.line.bits[place]
    doer = find_doer(line, group, scene.discourse, scene.heirs)
    if doer is NOBODY and is_impersonal(line, group, end):
        return Doer(speaker(scene, group.first).entities, "", -1)
    first = clause_start(line, group.first)
    if doer is NOBODY or (here & OUGHT and doer.entities and not line.has(first, end, TIME)):
        return NOBODY
    if doer.entities or doer.is_spelled_as_name or (doer is scene.heirs and doer.words):
        return doer
    pointing = SIDE | ((AGAIN | DEED) if here & MODAL else 0)
    is_dated = line.grammar.drops_doers and line.has(place, end, TIME) and names_anything(line, first, end)
    if not (_is_of_cooperation(line, first, end) or line.has(first, place, pointing) or is_dated):
        return NOBODY
    return replace(doer, entities=speaker(scene, group.first).entities, words="")


def _only_describes(line: Line, after: int) -> bool:
    """Whether the verb of an auxiliary describes a noun behind it: "the agreement that was to be signed"."""
    verb = next(
        (i for i in range(after, min(after + HEAD, len(line))) if line.bits[i] & (DEED | ACTION | COMMA)), after
    )
    return bool(line.bits[verb] & (DEED | ACTION)) and bool(line.bits[verb + 1] & ATTRIBUTIVE)


def _only_becomes(line: Line, after: int) -> bool:
    """Whether, behind a far auxiliary, the first verb is one of being or becoming."""
    if not line.grammar.far_auxiliaries & FUTURE:
        return False
    stop = DEED | ACTION | COMMA | STATIVE
    verb = next((i for i in range(after, min(after + HEAD, len(line))) if line.bits[i] & stop), after)
    return bool(line.bits[verb] & STATIVE)


def is_impersonal(line: Line, group: Group, end: int) -> bool:
    """Whether it is only said that something is planned, by nobody: "планируется построить завод"."""
    first = group.first
    is_bare = bool(line.bits[first] & MODAL) and not line.bits[first + 1] & COMMA and clause_start(line, first) == first
    return is_bare and not line.bits[first] & OUGHT and _is_of_cooperation(line, first, end)


def _is_of_cooperation(line: Line, first: int, end: int) -> bool:
    """Whether what is to come is of cooperation: all that is dated or told by somebody is where all else is."""
    if names_form(line, first, end):
        return True
    return line.pages.is_of_field and (line.has(first, end, TIME) or line.has(first - TELLER, first, REPORT | THAT))


def _is_of_another(line: Line, place: int, *, is_left: bool) -> bool:
    """Whether the future is a deed's, which is read when its place comes, or of a verb that promises nothing."""
    bits = line.bits
    after = place + 1
    while line.grammar.far_auxiliaries & FUTURE and bits[after] & (TIME | PREPOSITION):
        after += 1
    if _only_describes(line, after) or _only_becomes(line, after):
        return True
    if bits[after] & (NEGATION | STATIVE) or (bits[after] & ADVERB and bits[after + 1] & STATIVE):
        return True
    while bits[after] & (ADVERB | BE | BEEN | CLITIC | NEGATION) and not bits[after] & DEED:
        after += 1
    deeds = line.deeds(after) if bits[after] & DEED else ()
    forms = {deed.form for deed in deeds if deed.frame not in _READ_LATER}
    if not is_left and not forms.isdisjoint(("infinitive", "participle")):
        return True
    is_told = line.has(place - REPORT_REACH, place, REPORT | THAT | DEED)  # then a conditional tells of the future
    return bool(bits[place] & CONDITIONAL) and (bool(bits[0] & CONDITION) or not is_told)


def _read_passive(scene: Scene, place: int) -> Found | None:
    """What will be done, by a verb of doing that is no deed: "20 engineers will be trained in Lyon"."""
    line, after = scene.line, place + 1
    while line.bits[after] & ADVERB:
        after += 1
    first, end = clause_start(line, place), clause_end(line, place)
    is_verb = line.action(after) in _DONE and not line.bits[after] & DEED
    is_verb = is_verb or (line.pages.is_of_field and bool(line.bits[after] & UNKNOWN))
    if not is_verb or first >= place or is_hypothetical(line, place) or not _is_of_cooperation(line, first, end):
        return None
    agent = find_agent(line, after, scene.discourse)
    verb = "promise" if agent.entities and not is_gathering(line, first, end) else "plan"
    doer = agent if agent.entities else speaker(scene, verb_group(line, place, FUTURE_DEED).first)
    told = Told(verb, doer, Addressee(first), f"{verb}: <what> will be done", GUESSED)
    drafts = drafts_of(line, told, (line.pieces[first].start, first, end))
    if drafts and is_gathering(line, first, end):
        drafts[0] = of_subject(line, drafts[0], (first, place, end))
    return Found(drafts, doer, after)


def read_headline(line: Line) -> Iterator[Draft]:
    """What a headline announces by an infinitive alone: "Egypt, Jordan to build power link"."""
    bits, marks = line.bits, line.grammar.headline_marks
    if not marks or bits[len(line) - 1] & STOP:
        return
    place = next((i for i in range(1, min(len(line) - 1, HEAD)) if line.lower(i) in marks), 0)
    is_subject = bool(bits[place - 1] & (NP | UNKNOWN | DESCRIPTION))
    if not place or not is_subject or not bits[place + 1] & (ACTION | DEED):
        return
    doers = tuple(dict.fromkeys(m.entity for i in range(place) if (m := line.mention(i)) and not line.is_possessor(i)))
    if doers:
        told = Told("plan", Doer(doers, "", line.pieces[0].start), Addressee(place), "<by> to <what>", LIKELY)
        yield from drafts_of(line, told, (line.pieces[0].start, place, len(line)))


def verb_of(line: Line, predicate: Predicate, doer: Doer) -> str:
    """What is still to be done is promised by somebody named, planned otherwise."""
    _, deed, group = predicate
    is_given = deed.verb == "promise" and deed.frame == "concluding" and line.grammar.drops_doers
    if is_given and line.has(clause_start(line, group.first), predicate.place, HAVE):
        return "deliver"  # "已发放贷款": a loan that has been paid out
    is_polite = deed.verb in ("propose", "request") and deed.form == "conditional"
    is_to_come = group.mood == "future" or _goes_on_ahead(line, predicate) or _is_dated_ahead(line, predicate)
    if not is_to_come or deed.verb in KEPT or is_polite:
        return deed.verb
    has_modal = line.has(group.first, len(line), MODAL) or (deed.verb == "agree" and len(doer.entities) < PLURAL)
    return "promise" if doer.entities and not has_modal else "plan"


def _is_dated_ahead(line: Line, predicate: Predicate) -> bool:
    """Whether a verb that does not bend is of what is to come, as a time beside it says: "明年1月动土"."""
    place, deed, group = predicate
    if not line.grammar.drops_doers or deed.verb not in ("start", "deliver") or line.has(group.first, place, HAVE):
        return False
    published = line.view.document.published or ""
    first = last_clause(line, clause_start(line, group.first), group.first)
    times = [line.pieces[i].value for i in range(first, place) if line.bits[i] & TIME]
    return any(t.kind != "duration" and t.role != "from" and is_ahead(t.value, published) for t in times)


def _goes_on_ahead(line: Line, predicate: Predicate) -> bool:
    """Whether a verb with the form of an infinitive goes on with the future before it: "will build … and open …"."""
    place, deed, group = predicate
    is_bare = deed.form in ("present", "past") and any(other.form == "infinitive" for other in line.deeds(place))
    if line.grammar.has_cases or not is_bare or group.first != place or not line.bits[place - 1] & AND:
        return False
    future = next((i for i in range(place - 1, -1, -1) if line.bits[i] & (FUTURE | HAVE | REPORT | STOP)), -1)
    return future >= 0 and bool(line.bits[future] & FUTURE) and not line.has(future + 1, place, BE | HAVE)
