"""Acts told in the passive, or of which nobody is said to be the doer: what was signed, what begins."""

from __future__ import annotations

from servanda.reading.addressees import Addressee, find_subject, implied_addressee
from servanda.reading.clauses import clause_end, clause_start, is_behind_relative, last_clause, verb_group
from servanda.reading.doers import find_doer
from servanda.reading.drafts import (
    ANSWERS,
    GUESSED,
    LIKELY,
    Found,
    Predicate,
    Scene,
    Told,
    answered,
    draft_of_clause,
    of_subject,
)
from servanda.reading.grammar import (
    ADVERB,
    AGAIN,
    AND,
    BE,
    BROAD,
    COLON,
    COMMA,
    CONTRAST,
    DEED,
    FUTURE,
    HAVE,
    HEARSAY,
    MODAL,
    PREPOSITION,
    PROPOSAL,
    QUOTE,
    RELATIVE,
    REPORT,
    SEMICOLON,
    STOP,
    THAT,
    THING,
    TIME,
    WORKS,
    Deed,
)
from servanda.reading.line import Line
from servanda.reading.references import NOBODY, Doer, find_agent, find_announcer
from servanda.reading.slots import is_ahead
from servanda.reading.subjects import (
    ENDING,
    instrument_place,
    is_concluded,
    is_joint,
    is_of_cooperation,
    is_talked,
    names_anything,
    names_form,
    names_instrument,
)
from servanda.reading.view import within

DONE = frozenset(("start", "deliver", "suspend", "abandon", "approve", "sign"))
ONE_SIDED = ENDING | {"deliver"}  # what is done so "between" two lies between them
_ENDED = ("refuse", "suspend", "abandon")  # what becomes of a proposal, whoever does it
_ASKING = ("request", "propose", "wish")
_SETTLED = (*_ENDED, "agree", "approve")
ANNOUNCED = ("plan", "suspend")  # verbs of which he who announces them stands for the doer
NEAR, WHOLE = 8, 100  # characters from a verb to the share of its works that is done; all of them
CONTENTS = 16  # pieces of what a proposal says, between it and its verb
SAYING = Deed("plan", "content", "past", False, "say", False)


def read_passive(scene: Scene, predicate: Predicate, agent: Doer = NOBODY) -> Found | None:
    """What was signed, launched, put off: the subject is what, the agent follows "by" where none is given."""
    line, discourse = scene.line, scene.discourse
    place, deed, group = predicate
    if agent is NOBODY:
        agent = find_agent(line, place, discourse, is_joint=deed.verb not in ONE_SIDED)
    end, first = clause_end(line, place), last_clause(line, subject_start(line, deed, group.first), group.first)
    is_answer = deed.verb == "refuse" and bool(agent.entities) and discourse.is_asked
    if is_answer and line.bits[group.first - 1] & line.grammar.link & COMMA:
        first = group.first  # what was asked for is not said again
    elif first >= group.first and not (line.grammar.has_cases and names_form(line, place + 1, end)):
        return None  # a Russian verb may come first: "завершено строительство"
    if agent is NOBODY and deed.form == "plain" and _is_asked_for(line, first):
        return None  # "yêu cầu các tỉnh giữ mã số đã được cấp": part of what is asked
    if not _is_act(scene, predicate, agent, (first, end)):
        return None
    to = Addressee(first)
    if agent is NOBODY and (deed.frame == "object" or deed.verb == "approve"):
        to = find_subject(line, first, group.first, discourse)
    if agent is NOBODY:
        agent = speaker(scene, group.first)
    if not agent.entities:
        agent = both_sides(scene, deed.verb, (first, end)) or agent
    discourse.remember(agent.entities, deed.verb)
    verb = "plan" if group.mood == "future" else _verb_done(line, predicate, first)
    if verb in ANSWERS and not to.names:
        to = answered(implied_addressee(line, verb, (first, group.first), agent, discourse), first)
    sure = LIKELY if agent.entities else GUESSED
    told = Told(verb, agent, to, f"{deed.verb}: <what> is {deed.name} by <by>", sure)
    draft = draft_of_clause(line, told, first, end, group.first)
    if group.voice == "bare":  # "came of a memorandum signed in May": the noun beside the participle is its subject
        draft = of_subject(line, draft, (instrument_place(line, first, group.first), group.first, end))
    return Found([draft], agent, place)


def _is_asked_for(line: Line, first: int) -> bool:
    """Whether a verb that asks or wishes stands right before a clause."""
    return any(deed.verb in _ASKING for deed in line.deeds(first - 1))


def subject_start(line: Line, deed: Deed, first: int) -> int:
    """Where the clause of a verb group begins, or of the noun before it, from which its contents part the verb.

    So "a bid to host the fair was turned down", where what becomes of the bid is told.
    """
    begin = clause_start(line, first)
    if is_behind_relative(line, begin, first) or _shares_subject(line, begin, first):
        return clause_start(line, begin - 1)
    if deed.verb not in _ENDED or names_anything(line, begin, first):
        return begin
    for left in range(begin - 1, max(begin - CONTENTS, 0), -1):
        here = line.bits[left]
        if here & PROPOSAL or (here & (THAT | RELATIVE) and line.bits[left - 1] & ~(REPORT | DEED | COMMA)):
            return clause_start(line, left)
        if here & (COMMA | COLON | STOP | SEMICOLON | QUOTE | REPORT | CONTRAST):
            break
    return begin


def _shares_subject(line: Line, begin: int, first: int) -> bool:
    """Whether the subject stands before the verb that goes before: "talks opened in May and were ended in June"."""
    between = line.bits[begin:first]
    is_joined = line.bits[begin - 1] & DEED and line.bits[first - 1] & AND
    return bool(is_joined) and all(here & (TIME | PREPOSITION | ADVERB | AND) for here in between)


def _verb_done(line: Line, predicate: Predicate, first: int) -> str:
    """The verb of what is done: talks, or works, that are opened begin; so do those that are done in part."""
    place, deed, group = predicate
    end = group.first
    if deed.verb == "deliver" and is_in_part(line, place):
        return "start"
    is_opened = deed.name in line.grammar.openings and (line.has(first, end, WORKS) or is_talked(line, first, end))
    return "start" if is_opened else deed.verb


def _is_act(scene: Scene, predicate: Predicate, agent: Doer, span: tuple[int, int]) -> bool:
    """Whether the passive tells of an act: with an agent, or of a thing of cooperation that was done."""
    place, deed, group = predicate
    if group.voice == "bare" and deed.verb in ("start", "deliver", "promise") and _goes_on(scene.line, place, span[1]):
        return False
    if group.voice == "bare" and scene.line.bits[span[0] - 1] & (RELATIVE | THAT):
        return False  # "a decree that recognises certificates issued by …"
    if group.voice == "bare" and not agent.entities:
        return agent is NOBODY and names_instrument(scene.line, place - 2, place)
    if deed.frame == "taking" and not (deed.verb in _SETTLED and agent is NOBODY):
        return agent is not NOBODY and scene.line.has(*span, PROPOSAL | THING)
    if deed.frame == "concluding" and not is_concluded(scene.line, *span, deed):
        return False
    if agent is not NOBODY:
        return True
    if deed.verb in _SETTLED and scene.line.has(*span, PROPOSAL):
        return True  # "Kenya's request was turned down", "the plan has been shelved"
    if deed.verb == "refuse" and deed.frame == "content" and names_anything(scene.line, place, span[1]):
        return True  # "the firm was refused a licence"
    return (deed.verb in DONE or deed.verb == "agree" or deed.frame == "object") and is_of_cooperation(
        scene.line, *span, deed
    )


def _goes_on(line: Line, place: int, end: int) -> bool:
    """Whether an auxiliary follows, whose subject the participle only describes: "a plant built by X was opened"."""
    return line.has(place + 1, min(end + 2, len(line)), HAVE | BE | FUTURE | MODAL)


def is_in_part(line: Line, place: int) -> bool:
    """Whether a share stands right behind a verb: "achevé à 60 %", "已完成60%"."""
    end = line.pieces[place].end
    shares = within(line.view.quantities, end, end + NEAR)
    return any(share.kind == "percent" and (share.value or WHOLE) < WHOLE for share in shares)


def read_intransitive(scene: Scene, predicate: Predicate, end: int) -> Found | None:
    """What begins, opens, stalls: the subject is what; who says so stands for who does it."""
    line = scene.line
    place, deed, group = predicate
    begin = clause_start(line, group.first)
    first = last_clause(line, begin, group.first)
    if deed.verb == "suspend" and line.has(begin, first, HEARSAY):
        first = begin  # "原定年底前举行，现改至明年": what was to be
    end = _own_end(line, place, end)
    is_dated = group.mood == "future" and line.has(place, end, TIME)
    opens = first >= group.first  # a Russian verb may come first: "начались поставки"
    is_of_field = line.pages.is_of_field
    if opens and not (line.grammar.has_cases and (is_of_field or names_form(line, place, end))):
        return None
    is_named = is_of_field or names_anything(line, first, end)
    if deed.verb == "suspend" and not is_of_field:  # prices may stand still as well
        is_named = names_form(line, first, end) or line.has(first, end, AGAIN | BROAD | PROPOSAL | WORKS | HEARSAY)
    is_unknown = deed.verb == "refuse" and line.bits[first] & THING and not scene.discourse.is_asked
    if is_unknown or not (is_named or is_dated):
        return None
    doer = find_announcer(line, scene.discourse) if deed.verb in ANNOUNCED else NOBODY
    is_over = line.has(group.first, place, HAVE)
    is_ahead = group.mood == "future" or (_is_to_come(line, deed, first, end) and not is_over)
    verb = "plan" if is_ahead else _verb_done(line, predicate, first)
    if not doer.entities:
        doer = both_sides(scene, verb, (first, end)) or _owner(line, verb, (first, group.first)) or doer
    told = Told(verb, doer, Addressee(first), f"{deed.verb}: <what> {deed.name}", LIKELY)
    return Found([draft_of_clause(line, told, first, end, group.first)], doer, place)


def _own_end(line: Line, place: int, end: int) -> int:
    """Where the clause of a verb without an object ends: at a comma behind which another verb tells more."""
    if not line.grammar.link & COMMA:
        return end
    comma = next((i for i in range(place + 1, end) if line.bits[i] & COMMA), end)
    return comma if line.has(comma, end, DEED | FUTURE | MODAL) else end


def _owner(line: Line, verb: str, span: tuple[int, int]) -> Doer | None:
    """The firm whose plant it is that begins or opens: "BYD's plant in Camaçari started production"."""
    named = (mention for i in range(*span) if (mention := line.mention(i)))
    firm = next((mention for mention in named if mention.entity.type == "company"), None)
    return Doer((firm.entity,), "", -1) if firm and verb in ("start", "deliver", "suspend") else None


def _is_to_come(line: Line, deed: Deed, first: int, end: int) -> bool:
    """Whether a verb in the present stands with a time to come: "deliveries start in May 2026"."""
    published = line.view.document.published or ""
    times = [line.pieces[i].value for i in range(first, end) if line.bits[i] & TIME]
    return (
        deed.form in ("present", "plain")
        and deed.verb in ("start", "deliver")
        and any(time.kind != "duration" and is_ahead(time.value, published) for time in times)
    )


def both_sides(scene: Scene, verb: str, span: tuple[int, int]) -> Doer | None:
    """The two sides, who did what is theirs in common where no other is named: "the agreement was signed"."""
    pair = scene.discourse.pair
    is_theirs = verb in ("sign", "plan", "start") and len(pair) > 1 and is_joint(scene.line, *span, verb)
    return Doer(pair, "", -1) if is_theirs else None


def speaker(scene: Scene, first: int) -> Doer:
    """Who says it, where a verb of saying and "that" stand before the clause, or the sentence says who announced it."""
    line = scene.line
    said = clause_start(line, first) - 1
    while said > 0 and line.bits[said] & (COMMA | COLON | QUOTE | THAT):
        said -= 1
    if said > 0 and line.bits[said] & REPORT:
        return find_doer(line, verb_group(line, said, SAYING), scene.discourse, scene.heirs)
    return find_announcer(line, scene.discourse)
