"""The acts that a sentence tells of, found by its verbs."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from servanda.reading.addressees import Addressee, called_before, find_addressee, implied_addressee
from servanda.reading.ceremonies import read_ceremony
from servanda.reading.clauses import (
    Group,
    begin_of,
    clause_end,
    clause_start,
    is_behind_relative,
    is_hypothetical,
    is_reduced,
    last_clause,
    verb_group,
)
from servanda.reading.discourse import Discourse
from servanda.reading.doers import find_doer, find_host, left_out, with_other_side
from servanda.reading.drafts import (
    GUESSED,
    LIKELY,
    SURE,
    Draft,
    Found,
    Predicate,
    Scene,
    Told,
    answered,
    draft_of_clause,
    drafts_of,
    of_object,
)
from servanda.reading.futures import REPORT_REACH, is_impersonal, read_future, read_headline, read_left_future, verb_of
from servanda.reading.grammar import (
    ACTION,
    ADVERB,
    AND,
    BE,
    BY,
    CEREMONY,
    CLITIC,
    COMMA,
    CONDITIONAL,
    DEED,
    DETERMINER,
    FUTURE,
    MARK,
    NEGATION,
    NOT_YET,
    NP,
    OUGHT,
    PREPOSITION,
    PROPOSAL,
    QUANTITY,
    REFLEXIVE,
    RELATIVE,
    REPORT,
    SEMICOLON,
    STOP,
    TAKES_PLACE,
    TELLING,
    THAT,
    THING,
    TIME,
    TOWARD,
    WITH,
    Deed,
)
from servanda.reading.inversions import read_moved_object, read_object_before, read_subject_after
from servanda.reading.line import Line
from servanda.reading.nominals import SAID, is_nominal, is_noun
from servanda.reading.passives import DONE, is_in_part, read_intransitive, read_passive, speaker, subject_start
from servanda.reading.references import NOBODY, Doer, find_agent_before, find_announcer
from servanda.reading.sessions import read_session
from servanda.reading.signed import read_signed
from servanda.reading.spending import read_spending
from servanda.reading.subjects import ENDING, is_concluded, names_anything, names_form, names_instrument

JOINT = ("sign", "agree")
PLURAL = 2  # those who agree; one alone decides
ANSWERING = frozenset(("agree", "refuse", "acknowledge"))
OFFICIAL = SAID | ANSWERING  # what is said in a capital or an office is said by it
PAID = frozenset(("approve", "deliver"))  # what is done with a sum of money, whatever it is for
SECOND = 2  # pieces from a verb to what stands behind its time
GIVEN = ("promise", "deliver")  # what is given has in Chinese before its verb to whom
ASKED = ("propose", "request")  # so has what is asked: "日本向越南提出建议"
TALKED = ("wish", "request", "plan", "propose")  # verbs after which one may only talk
OPENING = 4  # pieces before a gerund that opens a sentence, and from its comma to the name


def read_deeds(line: Line, discourse: Discourse) -> Iterator[Draft]:
    """The acts of a sentence in order; the discourse learns who did them."""
    heirs, done, is_silent = NOBODY, -1, True
    for place in range(len(line)):
        here = line.bits[place]
        if place <= done or not here & TELLING or here & NP:
            continue
        scene = Scene(line, discourse, heirs)
        if found := _read_place(scene, place):
            yield from found.drafts
            heirs, done, is_silent = found.doer, found.last, False
    if is_silent:
        yield from read_headline(line)


def _read_place(scene: Scene, place: int) -> Found | None:
    """The acts of the word at a place: a ceremony, a verb, a future, a sum; None where it tells of none."""
    here = scene.line.bits[place]
    if here & CEREMONY and (found := read_ceremony(scene, place)):
        return found
    if here & DEED and not here & CEREMONY and (found := _read_deed(scene, place) or read_left_future(scene, place)):
        return found
    if here & TAKES_PLACE and (found := read_session(scene, place)):
        return found
    return read_future(scene, place) or read_spending(scene, place)


def _read_deed(scene: Scene, place: int) -> Found | None:
    """The acts of the verb at a place; None where it is no act."""
    line = scene.line
    for deed in line.deeds(place):
        group = _denied_before(scene, verb_group(line, place, deed))
        predicate = Predicate(place, deed, group)
        is_welcome = deed.frame == "taking" and (deed.form == "gerund" or (deed.form == "plain" and not place))
        if is_welcome and (found := _read_gerund(scene, predicate)):
            return found
        if found := read_signed(scene, predicate):
            return found
        if group.mood == "infinitive" or not _is_affirmed(line, predicate) or _is_no_verb(line, predicate):
            continue
        if is_hypothetical(line, group.first, group.mood) or _is_object_relative(line, predicate):
            continue
        if found := _read_voice(scene, predicate):
            return found
    return None


def _denied_before(scene: Scene, group: Group) -> Group:
    """The group, denied where its passive is, before the one who does it: "không được Lào chấp thuận"."""
    agent, begin = find_agent_before(scene.line, group.first, scene.discourse)
    if agent is NOBODY:
        return group
    mark = scene.line.bits[begin]
    return replace(group, is_denied=bool(mark & NEGATION) or group.is_denied, is_open=bool(mark & NOT_YET))


def _is_affirmed(line: Line, predicate: Predicate) -> bool:
    """Whether the verb is not denied, or is one whose denial is an act: "will not accept"."""
    place, deed, group = predicate
    is_due = deed.form == "plain" and deed.verb in DONE and line.bits[place - 1] & OUGHT  # "nên thí điểm"
    if is_due or not line.has_tail(place, deed) or group.is_open or group.is_denied != (deed.frame == "denied"):
        return False
    if group.is_denied and group.mood == "fact" and deed.form not in ("present", "plain"):
        if group.voice == "passive":  # "the request was not granted"
            return line.has(subject_start(line, deed, group.first), group.first, PROPOSAL)
        return line.has(place + 1, clause_end(line, place), PROPOSAL)  # "did not take up the offer"
    return deed.reflexive == line.has(group.first, place, REFLEXIVE)


def _is_no_verb(line: Line, predicate: Predicate) -> bool:
    """Whether the word is a noun or an adjective here: "the request", "plans", "a proposed plant"."""
    place, deed, group = predicate
    if is_nominal(line, place):
        return True
    if line.bits[place - 1] & ADVERB and line.bits[place - 2] & DETERMINER and not line.bits[place - 2] & CLITIC:
        return True
    if line.bits[place - 1] & DETERMINER and group.first == place and not line.bits[place - 1] & CLITIC:
        return True
    if deed.form in ("past", "participle") and group.first == place and line.bits[place - 1] & PREPOSITION:
        return not line.bits[place - 1] & (NP | CLITIC)  # "on stalled talks"
    if deed.form not in ("present", "infinitive") or group.mood != "fact":
        return False
    before, after = line.bits[clause_start(line, group.first) - 1], line.bits[place + 1]
    is_object = before & DEED and after & PREPOSITION and not after & MARK and line.bits[place - 1] & NP
    return bool(is_object) or is_noun(line, group.first)


def _is_object_relative(line: Line, predicate: Predicate) -> bool:
    """Whether the clause tells of a thing named before it: "the centre that the group is building"."""
    place, deed, group = predicate
    begin = clause_start(line, group.first)
    before = line.bits[begin - 1]
    if deed.verb not in DONE or not before & (THAT | RELATIVE) or is_behind_relative(line, begin, group.first):
        return False
    has_subject = line.has(begin, group.first, NP | DETERMINER)
    lacks_object = bool(line.bits[place + 1] & (PREPOSITION | STOP | COMMA | TIME))
    if has_subject and lacks_object and not line.bits[begin - 2] & (REPORT | DEED):
        return True
    return bool(before & THAT) and not line.has(begin - REPORT_REACH, begin, REPORT | DEED)


def _read_gerund(scene: Scene, predicate: Predicate) -> Found | None:
    """What somebody welcomes beside: "Welcoming the offer, Mr X …", "…, welcoming the offer"."""
    line, place, deed = scene.line, predicate.place, predicate.deed
    end = next((i for i in range(place, len(line)) if line.bits[i] & (COMMA | STOP | SEMICOLON)), len(line))
    if line.bits[place - 1] & BE or not line.has(place + 1, end, PROPOSAL):
        return None
    doer = scene.heirs
    if place <= OPENING and line.bits[end] & COMMA:
        named = (mention for i in range(end + 1, min(end + OPENING, len(line))) if (mention := line.mention(i)))
        doer = next((Doer((mention.entity,), "", mention.first) for mention in named), NOBODY)
    if not doer.entities:
        return None
    to = answered(implied_addressee(line, deed.verb, (place + 1, end), doer, scene.discourse), place + 1)
    told = Told(deed.verb, doer, to, f"{deed.verb}: {deed.name} <what>, <by>", LIKELY)
    return Found(drafts_of(line, told, (line.pieces[place].start, place + 1, end)), scene.heirs, end - 1)


def _read_voice(scene: Scene, predicate: Predicate) -> Found | None:
    """The acts of a verb in the active or the passive; a bare participle shares the auxiliary before it, if any."""
    line, (place, deed, group) = scene.line, predicate
    agent, begin = find_agent_before(line, group.first, scene.discourse)
    if agent is not NOBODY:
        return read_passive(scene, predicate._replace(group=replace(group, first=begin, voice="passive")), agent)
    if group.voice == "passive" or (group.voice == "bare" and line.has(place + 1, place + 3, BY)):
        return read_passive(scene, predicate)
    if is_reduced(line, place, deed, group) or _has_agent_behind(line, place, deed):
        return read_passive(scene, predicate._replace(group=replace(group, voice="bare")))
    is_shared = scene.heirs is not NOBODY and line.bits[group.first - 1] & (AND | COMMA)
    if group.voice == "active" or is_shared:
        return _read_active(scene, predicate)
    if deed.verb in JOINT and names_instrument(line, clause_start(line, group.first), place):
        return read_passive(scene, predicate)
    return None


def _has_agent_behind(line: Line, place: int, deed: Deed) -> bool:
    """Whether what looks like a past tense is a participle with its agent: "papers delivered by the ports of Chile"."""
    is_by = deed.form == "past" and line.bits[place + 1] & BY and not line.bits[place + 2] & TIME
    return bool(is_by and line.bits[place + 2] & (NP | DETERMINER))


def _read_active(scene: Scene, predicate: Predicate) -> Found | None:
    """The acts of a verb with its doer before it and what is said behind it."""
    line, (place, deed, group) = scene.line, predicate
    if found := read_moved_object(scene, predicate):
        return found
    doer = _doer(scene, group, deed)
    if not doer.entities and line.grammar.has_cases and (found := read_subject_after(scene, predicate)):
        return found
    if line.grammar.has_cases and (found := read_object_before(scene, predicate, doer)):
        return found
    has_complement = deed.frame in ("content", "object", "denied") and deed.verb in SAID
    end = clause_end(line, place, has_complement=has_complement)
    if doer is NOBODY and line.is_plural(place) and deed.verb in OFFICIAL:
        doer = find_host(line, group, scene.discourse)
    is_of_some = line.is_plural(place) and deed.verb in DONE and names_form(line, place, end)  # "закладывают порт"
    if doer is NOBODY and (is_of_some or is_impersonal(line, group, end)):
        doer = Doer((), "", -1)
    if deed.frame == "intransitive":
        return read_intransitive(scene, predicate, end)
    if doer is not NOBODY and end <= place + 1 and deed.verb in ANSWERING and scene.discourse.is_asked:
        return _read_answer(scene, predicate, doer)
    if doer is NOBODY or not _has_object(line, place, end, deed) or not _can_do(line, predicate, end, doer):
        return None
    verb = _decided(line, predicate, end) or verb_of(line, predicate, doer)
    if verb == "approve" and len(doer.entities) >= PLURAL:
        verb = "agree"
    to = _addressee(scene, predicate, end, verb, doer)
    if _is_cut_short(line, to.first, end, deed):
        return None
    if deed.verb in TALKED and _is_talk(line, to.first, end):
        closes = (i for i in range(to.first, len(line)) if line.bits[i] & (COMMA | SEMICOLON | STOP))
        return Found([], doer, next(closes, end) - 1)
    sure = GUESSED if not doer.entities else LIKELY if doer is scene.heirs else SURE
    begin = begin_of(line, group, -1 if doer is scene.heirs else doer.start)
    if verb in JOINT:
        doer = with_other_side(line, group.first, end, _with_partner(line, doer, place + 1, end), scene.discourse)
    told = Told(verb, doer, to, f"{deed.verb}: <by> {deed.name} <what>", sure)
    scene.discourse.remember(doer.entities, verb)
    if deed.form == "plain" and to.first >= end and (topic := _spoken_of(line, predicate)) is not None:
        if deed.verb in DONE and not doer.entities:  # a thing that is put off does nothing itself
            told = replace(told, doer=speaker(scene, group.first))
        return Found([draft_of_clause(line, told, topic, place + 1, group.first)], doer, place)
    is_told = verb in SAID or bool(line.grammar.link & COMMA)
    drafts = drafts_of(line, told, (begin, to.first, end))
    if drafts and (stop := line.before_tail(place, deed, end)) < end:
        drafts[0] = of_object(line, drafts[0], to.first, stop)
    return Found(drafts, doer, max(place, end - 1) if is_told else place)


def _doer(scene: Scene, group: Group, deed: Deed) -> Doer:
    """Who does it by the words before the verb, else whose turn it is, else who is told to say the sentence."""
    line = scene.line
    doer = find_doer(line, group, scene.discourse, scene.heirs)
    if doer is NOBODY and deed.verb in SAID and (line.grammar.has_cases or line.grammar.drops_doers):
        doer = left_out(line, group, scene.discourse)
    return find_announcer(line, scene.discourse) if doer is NOBODY and line.grammar.has_cases else doer


def _addressee(scene: Scene, predicate: Predicate, end: int, verb: str, doer: Doer) -> Addressee:
    """To whom it is said or done: named behind the verb, meant by a pronoun before it, or implied."""
    line, (place, deed, group) = scene.line, predicate
    begin = clause_start(line, group.first)
    to = find_addressee(line, place, end, deed, scene.discourse)
    if not to.entities and (called := called_before(line, begin, place, deed, scene.discourse)):
        return answered(called, to.first)
    if to.names:
        return to
    asked = implied_addressee(line, "promise", (begin, place), doer, scene.discourse) if verb in ASKED else ()
    if asked:
        return answered(asked, to.first)
    said = begin if verb in GIVEN and line.grammar.link & COMMA else to.first
    return answered(implied_addressee(line, verb, (said, end), doer, scene.discourse), to.first)


def _read_answer(scene: Scene, predicate: Predicate, doer: Doer) -> Found | None:
    """The act of one who agrees or refuses and says no more: it answers the one who proposed last."""
    line, (place, deed, group) = scene.line, predicate
    to = answered(implied_addressee(line, "refuse", (place, place), doer, scene.discourse), place)
    told = Told(deed.verb, doer, to, f"{deed.verb}: <by> {deed.name}", LIKELY if doer.entities else GUESSED)
    first = last_clause(line, clause_start(line, group.first), group.first)
    first = line.place_of(doer.start, first, place, first)
    return Found([replace(draft_of_clause(line, told, first, place + 1, place + 1), is_answer=True)], doer, place)


def _with_partner(line: Line, doer: Doer, first: int, end: int) -> Doer:
    """The doer with whom it signs or agrees: "signed with Boeing a contract"."""
    if len(doer.entities) != 1:
        return doer
    for place in range(first, min(first + OPENING, end)):
        if line.bits[place] & WITH and (mention := line.mention(place + 1) or line.mention(place + 2)):
            return replace(doer, entities=(*doer.entities, mention.entity))
    return doer


def _is_cut_short(line: Line, first: int, end: int, deed: Deed) -> bool:
    """Whether what is said is a clause whose verb tells of an act itself: "assured that Vietnam was ready to …"."""
    is_clause = bool(line.bits[first - 1] & THAT) or deed.name.endswith(line.grammar.clause_openers)
    has_verb = line.has(first, end, ACTION | DEED | FUTURE | CONDITIONAL)
    return is_clause and not has_verb and line.has(end, end + 2, DEED)


def _is_talk(line: Line, first: int, end: int) -> bool:
    """Whether what is wished or asked is only to say something: "I would like to thank you", "прошу доложить"."""
    while first < end - 1 and line.bits[first] & (MARK | ADVERB):
        first += 1
    start = line.pieces[min(first, end - 1)].start
    return line.view.plain.startswith(line.grammar.talk, start)


def _topic_before(line: Line, place: int) -> int:
    """The place of the mark before a verb behind which stands the proposal that it answers; 0 where there is none."""
    left = place - 1
    while left > 0 and (line.bits[left] & PROPOSAL or not line.bits[left] & (COMMA | STOP | TOWARD | DEED | REPORT)):
        left -= 1
    return left if line.bits[left] & TOWARD and line.has(left, place, PROPOSAL | THING) else 0


def _spoken_of(line: Line, predicate: Predicate) -> int | None:
    """Where that begins which a verb with nothing behind it is about, if that is a thing of cooperation."""
    place, deed, group = predicate
    first = _topic_before(line, place) or clause_start(line, group.first)
    if deed.verb == "sign" or (deed.verb == "agree" and line.has(first, place, ACTION)):
        return first  # two sign with each other: "A与B签约"; agree on what they will do: "就成立商会达成共识"
    if deed.verb in DONE and not names_form(line, first, place):
        first = 0
    return first if deed.frame == "taking" or names_anything(line, first, place) else None


def _has_object(line: Line, place: int, end: int, deed: Deed) -> bool:
    """Whether what the verb is about makes it an act: a proposal that is welcomed, an agreement that is concluded."""
    if deed.frame == "taking":
        first = clause_start(line, place) if line.grammar.has_cases else place + 1
        return line.has(first, end, PROPOSAL | THING) or bool(_topic_before(line, place))
    return deed.frame != "concluding" or is_concluded(line, place + 1, end, deed)


def _can_do(line: Line, predicate: Predicate, end: int, doer: Doer) -> bool:
    """Whether the doer and the object make it an act: one who is not known can only do a thing of cooperation."""
    place, deed, _ = predicate
    if deed.verb == "sign" and deed.form == "plain" and end <= place + 1 and len(doer.entities) >= PLURAL:
        return True
    if deed.verb in DONE and deed.frame == "content" and deed.form == "plain" and end <= place + 1:
        return names_form(line, 0, place)
    if deed.verb in ENDING and line.pages.is_of_field:
        return not (is_in_part(line, place) or line.bits[place + 1] & (REPORT | ACTION) == REPORT)  # "declined to say"
    if deed.verb in DONE and deed.frame == "content":
        is_told = doer.entities or (doer.is_spelled_as_name and deed.verb in ENDING)
        what = names_anything(line, place, end) if is_told else names_form(line, place, end)
        return what or (deed.verb in PAID and bool(doer.entities) and line.has(place, end, QUANTITY))
    if deed.frame == "object":
        said = next((i for i in range(place + 1, end) if line.bits[i] & MARK or line.asks_for(i)), end)
        if said < end and line.asks_for(said):
            return names_anything(line, said, end)
        if line.has(place + 1, place + OPENING, NP):
            return True  # "he urged Warsaw to …": it is known who was asked
    first = clause_start(line, predicate.group.first) if deed.verb == "refuse" else place
    is_known = doer.entities or doer.is_spelled_as_name
    if not (is_known and deed.verb != "refuse") and not names_anything(line, first, end):
        return False
    after = line.pieces[place].end
    following = line.view.lower[after : after + 2].strip() if deed.verb == "plan" else ""
    is_dated = line.bits[place + 1] & TIME and line.has(place + SECOND, end, DEED | ACTION)  # "计划2027年投产"
    return not following[:1].isdigit() or bool(line.bits[place + 1] & QUANTITY or is_dated)


def _decided(line: Line, predicate: Predicate, end: int) -> str:
    """What is decided to be put off, dropped or refused, as a verb of its own; "" where it is nothing of the kind."""
    place, deed, group = predicate
    if group.mood != "fact" or deed.name not in line.grammar.decisions:
        return ""
    for right in range(place + 1, min(place + OPENING, end)):
        for following in line.deeds(right):
            if following.form in ("infinitive", "plain") and following.verb in ENDING and following.frame == "content":
                return following.verb
    return ""
