"""The acts that a sentence tells of, found by its verbs: in the active, in the passive, in the future alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from servanda.reading.addressees import Addressee, find_addressee, find_subject, implied_addressee
from servanda.reading.clauses import Group, clause_end, clause_start, is_noun, is_reduced, verb_group
from servanda.reading.discourse import Discourse
from servanda.reading.doers import NOBODY, Doer, find_agent, find_announcer, find_doer
from servanda.reading.entities import Entity
from servanda.reading.grammar import (
    ACTION,
    ADVERB,
    AGAIN,
    AND,
    BE,
    BEEN,
    BROAD,
    BY,
    CLITIC,
    COMMA,
    CONDITION,
    CONDITIONAL,
    DEED,
    DESCRIPTION,
    DETERMINER,
    FUTURE,
    FUTURE_BE,
    MARK,
    MODAL,
    NEGATION,
    NP,
    OUGHT,
    PREPOSITION,
    PROPOSAL,
    QUANTITY,
    REFLEXIVE,
    RELATIVE,
    REPORT,
    SAME_FIELD,
    SEMICOLON,
    SIDE,
    STATIVE,
    STOP,
    THAT,
    THING,
    TIME,
    UNKNOWN,
    WHAT,
    WITH,
    Deed,
    grammar_of,
)
from servanda.reading.line import Line
from servanda.reading.segments import segments

SAID = frozenset(
    ("wish", "propose", "request", "promise", "plan", "agree", "refuse")
)  # their complement is not done yet
REPORT_REACH = 80  # pieces before a clause in which a verb of saying governs it
SHORTEST = 2  # characters of what is said; less is a mark
ENDING = frozenset(("suspend", "abandon", "refuse", "approve"))
ANSWERS = frozenset(("acknowledge", "refuse"))
DONE = frozenset(("start", "deliver", "suspend", "abandon", "approve", "sign"))
FUTURE_DEED = Deed("plan", "content", "future", False, "future", False)
REFLEXIVE_FUTURE = FUTURE_DEED._replace(reflexive=True)
PLURAL = 2  # those who agree; one alone decides
HEAD = 7  # pieces of a headline within which its infinitive stands
OPENING = 4  # pieces before a gerund that opens a sentence, and from its comma to the name
SURE, LIKELY, GUESSED = 0.9, 0.75, 0.6


class Draft(NamedTuple):
    """An act before its slots are read: verb, doer, addressee, the span of the whole and of what is said."""

    verb: str
    doer: Doer
    to: tuple[str, ...]
    addressees: tuple[Entity, ...]
    start: int
    end: int
    what_start: int
    what_end: int
    rule: str
    is_conditional: bool
    confidence: float
    points_back: bool = False
    is_same_field: bool = False
    is_broad: bool = False
    is_answer: bool = False
    named_from: int = -1


class Found(NamedTuple):
    """The acts of a verb, their doer, and the last place that is used up."""

    drafts: list[Draft]
    doer: Doer
    last: int


def read_deeds(line: Line, discourse: Discourse) -> Iterator[Draft]:
    """The acts of a sentence in order; the discourse learns who did them."""
    heirs, done, is_silent = NOBODY, -1, True
    for place in range(len(line)):
        here = line.bits[place]
        if place <= done or not here & (DEED | FUTURE | FUTURE_BE | MODAL | CONDITIONAL) or here & NP:
            continue
        found = _read_deed(line, place, discourse, heirs) or _read_future(line, place, discourse, heirs)
        if found:
            yield from found.drafts
            is_silent = False
            heirs, done = found.doer, found.last
    if is_silent:
        yield from _read_headline(line, discourse)


def _read_headline(line: Line, discourse: Discourse) -> Iterator[Draft]:
    """What a headline announces by an infinitive alone: "Egypt, Jordan to build power link"."""
    marks = grammar_of(line.view.lang).headline_marks
    if not marks or line.bits[len(line) - 1] & STOP:
        return
    place = next((i for i in range(1, min(len(line) - 1, HEAD)) if line.lower(i) in marks), 0)
    if (
        not place
        or not line.bits[place - 1] & (NP | UNKNOWN | DESCRIPTION)
        or not line.bits[place + 1] & (ACTION | DEED)
    ):
        return
    doers = tuple(dict.fromkeys(m.entity for i in range(place) if (m := line.mention(i)) and not line.is_possessor(i)))
    if doers:
        doer = Doer(doers, "", line.pieces[0].start)
        yield from _drafts(
            line, "plan", doer, Addressee(place), (doer.start, place, len(line)), "<by> to <what>", LIKELY
        )


def _read_deed(line: Line, place: int, discourse: Discourse, heirs: Doer) -> Found | None:
    """The acts of the verb at a place; None where it is no act."""
    for deed in line.deeds(place):
        group = verb_group(line, place, deed)
        if (
            deed.form == "gerund"
            and deed.frame == "taking"
            and (found := _read_gerund(line, place, deed, discourse, heirs))
        ):
            return found
        if group.is_open or group.is_denied != (deed.frame == "denied") or group.mood == "infinitive":
            continue
        if group.is_denied and group.mood == "fact" and deed.form != "present":
            continue
        if deed.reflexive != _has_reflexive(line, group, place):
            continue
        if _is_like_noun(line, place, deed, group) or _is_hypothetical(line, group.first):
            continue
        if _is_object_relative(line, deed, group):
            continue
        found = _read_voice(line, place, deed, group, discourse, heirs)
        if found:
            return found
    return None


def _read_gerund(line: Line, place: int, deed: Deed, discourse: Discourse, heirs: Doer) -> Found | None:
    """What somebody welcomes beside: "Welcoming the offer, Mr X …", "…, welcoming the offer"."""
    end = next((i for i in range(place, len(line)) if line.bits[i] & (COMMA | STOP | SEMICOLON)), len(line))
    if line.bits[place - 1] & BE or not line.has(place + 1, end, PROPOSAL):
        return None
    doer = heirs
    if place <= OPENING and line.bits[end] & COMMA:
        after = next((i for i in range(end + 1, min(end + OPENING, len(line))) if line.mention(i)), None)
        mention = line.mention(after) if after is not None else None
        doer = Doer((mention.entity,), "", mention.first) if mention else NOBODY
    if not doer.entities:
        return None
    answered = implied_addressee(line, deed.verb, (place + 1, end), doer, discourse)
    to = Addressee(place + 1, tuple(entity.name for entity in answered), answered)
    rule = f"{deed.verb}: {deed.name} <what>, <by>"
    return Found(
        _drafts(line, deed.verb, doer, to, (line.pieces[place].start, place + 1, end), rule, LIKELY), heirs, end - 1
    )


def _is_like_noun(line: Line, place: int, deed: Deed, group: Group) -> bool:
    """Whether the word is a noun or an adjective here: "the request", "plans", "a proposed plant"."""
    if line.bits[place - 1] & DETERMINER and group.first == place and not line.bits[place - 1] & CLITIC:
        return True
    if deed.form not in ("present", "infinitive") or group.mood != "fact":
        return False
    before, after = line.bits[clause_start(line, group.first) - 1], line.bits[place + 1]
    is_object = before & DEED and after & PREPOSITION and not after & MARK and line.bits[place - 1] & NP
    return bool(is_object) or is_noun(line, group.first)


def _is_hypothetical(line: Line, first: int) -> bool:
    """Whether the clause of the verb itself stands under "if", or is what somebody speaks of: "what we promised"."""
    begin = clause_start(line, first)
    return begin > 0 and bool(line.bits[begin - 1] & (CONDITION | WHAT) or line.bits[begin] & WHAT)


def _is_object_relative(line: Line, deed: Deed, group: Group) -> bool:
    """Whether the clause tells of a thing named before it: "the centre that the group is building"."""
    begin = clause_start(line, group.first)
    is_that = deed.verb in DONE and bool(line.bits[begin - 1] & THAT)
    return is_that and not line.has(begin - REPORT_REACH, begin, REPORT | DEED)


def _read_voice(line: Line, place: int, deed: Deed, group: Group, discourse: Discourse, heirs: Doer) -> Found | None:
    """The acts of a verb in the active or the passive; a bare participle shares the auxiliary before it, if any."""
    if group.voice == "passive" or (group.voice == "bare" and line.has(place + 1, place + 3, BY)):
        return _read_passive(line, place, deed, group, discourse)
    is_shared = heirs is not NOBODY and line.bits[group.first - 1] & (AND | COMMA)
    if is_reduced(line, place, deed, group):
        return _read_passive(line, place, deed, group._replace(voice="bare"), discourse)
    if group.voice == "active" or is_shared:
        return _read_active(line, place, deed, group, discourse, heirs)
    if deed.verb in ("sign", "agree") and _names_instrument(line, clause_start(line, group.first), place):
        return _read_passive(line, place, deed, group, discourse)
    return None


def _has_reflexive(line: Line, group: Group, place: int) -> bool:
    return line.has(group.first, place, REFLEXIVE)


def _read_active(line: Line, place: int, deed: Deed, group: Group, discourse: Discourse, heirs: Doer) -> Found | None:
    doer = find_doer(line, group, discourse, heirs)
    if doer is NOBODY and deed.frame != "intransitive":
        return None
    end = clause_end(line, place, has_complement=deed.frame in ("content", "object") and deed.verb in SAID)
    if not _has_object(line, place, end, deed) or not _can_do(line, place, end, deed, doer):
        return None
    if deed.frame == "intransitive":
        return _read_intransitive(line, place, end, deed, group, discourse)
    verb = _decided(line, place, end, deed, group) or _verb_of(deed, group, doer, line)
    addressee = find_addressee(line, place, end, deed, discourse)
    if not addressee.names:
        implied = implied_addressee(line, verb, (addressee.first, end), doer, discourse)
        addressee = Addressee(addressee.first, tuple(entity.name for entity in implied), implied)
    begin = _begin(line, group, doer, heirs)
    if _is_cut_short(line, addressee.first, end, deed):
        return None
    sure = GUESSED if not doer.entities else LIKELY if doer is heirs else SURE
    rule = f"{deed.verb}: <by> {deed.name} <what>"
    if verb in ("sign", "agree"):
        doer = _with_partner(line, doer, place + 1, end)
    drafts = _drafts(line, verb, doer, addressee, (begin, addressee.first, end), rule, sure)
    discourse.remember(doer.entities, verb)
    return Found(drafts, doer, max(place, end - 1) if verb in SAID else place)


def _begin(line: Line, group: Group, doer: Doer, heirs: Doer) -> int:
    """Where the words of the act begin: with its doer, if that stands beside the verb and is not shared."""
    is_beside = doer.start >= 0 and doer is not heirs and not line.bits[group.first - 1] & COMMA
    return doer.start if is_beside else line.pieces[group.first].start


def _with_partner(line: Line, doer: Doer, first: int, end: int) -> Doer:
    """The doer with whom it signs or agrees: "signed with Boeing a contract"."""
    if len(doer.entities) != 1:
        return doer
    for place in range(first, min(first + OPENING, end)):
        if line.bits[place] & WITH and (mention := line.mention(place + 1) or line.mention(place + 2)):
            return doer._replace(entities=(*doer.entities, mention.entity))
    return doer


def _is_dated(line: Line, place: int, end: int, group: Group) -> bool:
    """Whether something is planned for a date."""
    return group.mood == "future" and line.has(place, end, TIME)


def _is_cut_short(line: Line, first: int, end: int, deed: Deed) -> bool:
    """Whether what is said is a clause whose verb tells of an act itself: "assured that Vietnam was ready to …"."""
    is_clause = bool(line.bits[first - 1] & THAT) or deed.name.endswith(grammar_of(line.view.lang).clause_openers)
    has_verb = line.has(first, end, ACTION | DEED | FUTURE | CONDITIONAL)
    return is_clause and not has_verb and line.has(end, end + 2, DEED)


def _read_intransitive(
    line: Line, place: int, end: int, deed: Deed, group: Group, discourse: Discourse
) -> Found | None:
    """What begins, opens, stalls: the subject is what; who says so stands for who does it."""
    first = clause_start(line, group.first)
    if first >= group.first or not (_names_anything(line, first, end) or _is_dated(line, place, end, group)):
        return None
    doer = find_announcer(line, discourse) if deed.verb in ("plan", "suspend") else NOBODY
    begin, last = line.pieces[first].start, line.pieces[end - 1].end
    verb = "plan" if group.mood == "future" else deed.verb
    rule = f"{deed.verb}: <what> {deed.name}"
    conditional = is_conditional(line, place, end)
    draft = Draft(verb, doer, (), (), begin, last, begin, last, rule, conditional, LIKELY)
    return Found([_pointing_back(line, draft, first, end)], doer, place)


def _has_object(line: Line, place: int, end: int, deed: Deed) -> bool:
    """Whether what the verb is about makes it an act: a proposal that is welcomed, an agreement that is concluded."""
    if deed.frame == "taking":
        return line.has(place + 1, end, PROPOSAL | THING)
    if deed.frame == "concluding":
        names = _names_form if deed.verb == "promise" else _names_instrument
        return names(line, place + 1, end)
    return True


def _can_do(line: Line, place: int, end: int, deed: Deed, doer: Doer) -> bool:
    """Whether the doer and the object make it an act: one who is not known can only do a thing of cooperation."""
    if deed.frame == "intransitive":
        return True
    if deed.verb in DONE and deed.frame == "content":
        return _names_form(line, place, end) if not doer.entities else _names_anything(line, place, end)
    if not doer.entities and not _names_anything(line, place, end):
        return False
    if deed.verb == "plan" and line.pieces[place].end + 1 < line.view.sentences[-1].end:
        following = line.view.lower[line.pieces[place].end : line.pieces[place].end + 2].strip()
        return not following[:1].isdigit() or bool(line.bits[place + 1] & QUANTITY)
    return True


def _names_anything(line: Line, first: int, end: int) -> bool:
    """Whether the words name a form, an instrument or a sector, or a thing of cooperation spoken of before."""
    if first >= end:
        return False
    stretch = line.pages.topics.within(line.pieces[first].start, line.pieces[end - 1].end)
    return bool(stretch) or line.has(first, end, AGAIN | BROAD | PROPOSAL)


def _names_instrument(line: Line, first: int, end: int) -> bool:
    """Whether the words name an agreement or another instrument."""
    if first >= end:
        return False
    stretch = line.pages.topics.within(line.pieces[first].start, line.pieces[end - 1].end)
    return any(topic.kind == "instrument" or topic.code == "agreement" for topic in stretch)


def _is_of_cooperation(line: Line, first: int, end: int, deed: Deed) -> bool:
    """Whether the words name a form of cooperation; of what is put off or dropped a sector is enough."""
    if deed.frame == "object":
        return line.has(first, end, MARK) and _names_anything(line, first, end)
    if deed.verb in ENDING and first < end:
        return bool(line.pages.topics.within(line.pieces[first].start, line.pieces[end - 1].end))
    return _names_form(line, first, end)


def _names_form(line: Line, first: int, end: int) -> bool:
    """Whether the words name a form of cooperation or an instrument."""
    if first >= end:
        return False
    stretch = line.pages.topics.within(line.pieces[first].start, line.pieces[end - 1].end)
    return any(topic.kind in ("form", "instrument", "weak-form") for topic in stretch)


def _verb_of(deed: Deed, group: Group, doer: Doer, line: Line) -> str:
    """What is still to be done is promised by somebody named, planned otherwise."""
    if group.mood != "future" or deed.verb in ("promise", "plan", "wish", "acknowledge", "refuse"):
        return deed.verb
    if deed.verb in ("propose", "request") and deed.form == "conditional":
        return deed.verb
    has_modal = line.has(group.first, len(line), MODAL) or (deed.verb == "agree" and len(doer.entities) < PLURAL)
    return "promise" if doer.entities and not has_modal else "plan"


def _decided(line: Line, place: int, end: int, deed: Deed, group: Group) -> str:
    """What is decided to be put off, dropped or refused, as a verb of its own; "" where it is nothing of the kind."""
    if group.mood != "fact" or deed.name not in grammar_of(line.view.lang).decisions:
        return ""
    for right in range(place + 1, min(place + OPENING, end)):
        for following in line.deeds(right):
            if following.form == "infinitive" and following.verb in ENDING and following.frame == "content":
                return following.verb
    return ""


def _read_passive(line: Line, place: int, deed: Deed, group: Group, discourse: Discourse) -> Found | None:
    """What was signed, launched, put off: the subject is what, the agent follows "by"."""
    agent = find_agent(line, place, discourse)
    end = clause_end(line, place)
    first = clause_start(line, group.first)
    if first >= group.first or (agent is NOBODY and not _is_of_cooperation(line, first, end, deed)):
        return None
    if (agent is NOBODY and deed.verb not in DONE and deed.frame != "object") or (
        group.voice == "bare" and not _is_told(line, agent, place)
    ):
        return None
    subject = Addressee(first)
    if agent is NOBODY and (deed.frame == "object" or deed.verb == "approve"):
        subject = find_subject(line, first, group.first, discourse)
    if agent is NOBODY:
        agent = _speaker(line, group, discourse)
    discourse.remember(agent.entities, deed.verb)
    begin, last = line.pieces[first].start, line.pieces[end - 1].end
    verb = "plan" if group.mood == "future" else deed.verb
    rule = f"{deed.verb}: <what> is {deed.name} by <by>"
    sure = LIKELY if agent.entities else GUESSED
    answered = implied_addressee(line, verb, (first, group.first), agent, discourse) if verb in ANSWERS else ()
    to = subject.names or tuple(entity.name for entity in answered)
    answered = answered or subject.entities
    draft = Draft(verb, agent, to, answered, begin, last, begin, last, rule, is_conditional(line, place, end), sure)
    return Found([_pointing_back(line, draft, first, end)], agent, place)


def _is_told(line: Line, agent: Doer, place: int) -> bool:
    """Whether a participle alone tells of an act: by somebody known, or of an agreement just named."""
    return bool(agent.entities) or (agent is NOBODY and _names_instrument(line, place - 2, place))


def _speaker(line: Line, group: Group, discourse: Discourse, heirs: Doer = NOBODY) -> Doer:
    """Who says it, where a verb of saying and "that" stand before the clause, or the sentence says who announced it."""
    begin = clause_start(line, group.first)
    if line.bits[begin - 1] & THAT and line.bits[begin - 2] & REPORT:
        saying = verb_group(line, begin - 2, FUTURE_DEED._replace(form="past"))
        return find_doer(line, saying, discourse, heirs)
    return find_announcer(line, discourse)


def _read_future(line: Line, place: int, discourse: Discourse, heirs: Doer) -> Found | None:
    """What somebody will do, said with the future alone: promised by somebody named, else planned."""
    here = line.bits[place]
    if here & FUTURE_BE and not here & DEED:
        return _read_future_passive(line, place, discourse)
    if not here & (FUTURE | MODAL | CONDITIONAL) or _is_auxiliary_of_deed(line, place):
        return None
    if line.bits[place + 1] & (NEGATION | STATIVE) or (
        line.bits[place + 1] & ADVERB and line.bits[place + 2] & STATIVE
    ):
        return None
    if here & CONDITIONAL and (line.bits[0] & CONDITION or not _is_reported(line, place)):
        return None
    deed = REFLEXIVE_FUTURE if line.bits[place - 1] & REFLEXIVE else FUTURE_DEED
    group = verb_group(line, place, deed)
    if group.is_denied or group.is_open or _is_hypothetical(line, group.first):
        return None
    doer = find_doer(line, group, discourse, heirs)
    if doer is NOBODY:
        return None
    end = clause_end(line, place)
    if here & OUGHT and doer.entities and not line.has(place, end, TIME):
        return None
    first = clause_start(line, group.first)
    if not doer.entities:
        named = SIDE | ((AGAIN | DEED) if here & MODAL else 0)
        if not _names_form(line, first, end) and not line.has(first, place, named):
            return None
        doer = doer._replace(entities=_speaker(line, group, discourse, heirs).entities, words="")
    verb = "promise" if doer.entities and not here & MODAL else "plan"
    begin = _begin(line, group, doer, heirs)
    start = min(group.first if deed.reflexive else place + bool(here & MODAL), end - 1)
    if not doer.entities:
        start = first
    implied = implied_addressee(line, verb, (place, end), doer, discourse)
    addressee = Addressee(start, tuple(entity.name for entity in implied), implied)
    drafts = _drafts(line, verb, doer, addressee, (begin, start, end), f"{verb}: <by> will <what>", GUESSED)
    return Found(drafts, doer, place)


def _read_future_passive(line: Line, place: int, discourse: Discourse) -> Found | None:
    """What will be done, by a verb of doing that is no deed: "20 engineers will be trained in Lyon"."""
    after = place + 1
    while line.bits[after] & ADVERB:
        after += 1
    first, end = clause_start(line, place), clause_end(line, place)
    is_done = line.action(after) in ("participle", "past") and not line.bits[after] & DEED and first < place
    if not is_done or _is_hypothetical(line, place) or not _names_form(line, first, end):
        return None
    agent = find_agent(line, after, discourse)
    verb = "promise" if agent.entities else "plan"
    doer = agent if agent.entities else _speaker(line, verb_group(line, place, FUTURE_DEED), discourse)
    places = (line.pieces[first].start, first, end)
    return Found(
        _drafts(line, verb, doer, Addressee(first), places, f"{verb}: <what> will be done", GUESSED), doer, after
    )


def _is_auxiliary_of_deed(line: Line, place: int) -> bool:
    """Whether the future is the auxiliary of a deed, which is read when its place comes."""
    after = place + 1
    while line.bits[after] & (ADVERB | BE | BEEN | CLITIC | NEGATION) and not line.bits[after] & DEED:
        after += 1
    if not line.bits[after] & DEED:
        return False
    return any(deed.form in ("infinitive", "participle") for deed in line.deeds(after))


def _is_reported(line: Line, place: int) -> bool:
    """Whether a verb of saying or promising stands before a conditional: then it tells of the future."""
    return line.has(place - REPORT_REACH, place, REPORT | THAT | DEED)


def is_conditional(line: Line, first: int, end: int) -> bool:
    """Whether the words, or what follows them, hang on a condition."""
    return line.has(first, min(end + 1, len(line)), CONDITION) or bool(line.bits[0] & CONDITION)


def _drafts(
    line: Line, verb: str, doer: Doer, to: Addressee, places: tuple[int, int, int], rule: str, sure: float
) -> list[Draft]:
    """One draft for each coordinated undertaking of what is said."""
    begin, first, end = places
    drafts = []
    for number, (a, b) in enumerate(segments(line, first, max(end, first + 1)) if first < len(line) else ()):
        what, stop = line.pieces[a].start, line.pieces[b - 1].end
        whole = line.pieces[_with_relative(line, b) - 1].end
        start = min(begin, what) if number == 0 else what
        conditional = is_conditional(line, a, b)
        if stop - what < SHORTEST:
            continue
        draft = Draft(verb, doer, to.names, to.entities, start, whole, what, stop, rule, conditional, sure)
        named_from = line.pieces[a - 1].start if number == 0 and a and line.bits[a - 1] & DEED else what
        drafts.append(_pointing_back(line, draft, a, b)._replace(named_from=named_from))
    return drafts


def _with_relative(line: Line, end: int) -> int:
    """The place after the relative clause that follows, where it tells a time: "…, which is due to open in June"."""
    if not (line.bits[end] & COMMA and line.bits[end + 1] & RELATIVE):
        return end
    after = end + 2
    while after < len(line) and not line.bits[after] & (COMMA | STOP | SEMICOLON):
        after += 1
    return after if line.has(end, after, TIME) else end


def _pointing_back(line: Line, draft: Draft, first: int, end: int) -> Draft:
    """The draft with what its words point to: "the facility", "in this field", or cooperation at large."""
    back, field, broad, answer = (line.has(first, end, name) for name in (AGAIN, SAME_FIELD, BROAD, PROPOSAL | THING))
    is_answer = draft.verb in ANSWERS and answer
    return draft._replace(points_back=back, is_same_field=field, is_broad=broad, is_answer=is_answer)
