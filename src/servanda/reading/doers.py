"""Who does it: the doer of a verb, found to its left, before "by", or in who says so."""

from __future__ import annotations

from itertools import pairwise

from msgspec.structs import replace

from servanda.reading.clauses import Group, auxiliaries, clause_start
from servanda.reading.discourse import Discourse
from servanda.reading.entities import ACTING, PLACES, SITES, Entity, Mention
from servanda.reading.grammar import (
    ACTION,
    ADVERB,
    AGAIN,
    AND,
    BETWEEN,
    BOTH,
    BRACKET,
    BY,
    CLITIC,
    COMMA,
    CONTRAST,
    COUNTERPART,
    COUNTRY_PAIR,
    DATIVE,
    DEED,
    DESCRIPTION,
    DETERMINER,
    FIRST_PERSON,
    FORMER,
    FUTURE,
    LATTER,
    NEGATION,
    NP,
    PAIR,
    PAIRS,
    PERSON,
    PLURAL,
    PREPOSITION,
    PURPOSE,
    QUANTITY,
    RELATIVE,
    REPORT,
    SEMICOLON,
    SIDE,
    SOURCE,
    SPOKEN,
    STOP,
    THAT,
    TIME,
    TOWARD,
    UNKNOWN,
    WE,
    WITH,
)
from servanda.reading.line import Line
from servanda.reading.references import NOBODY, Doer, described, find_names, pronoun, speaking
from servanda.reading.subjects import names_form

SHORT = 3  # pieces of a phrase that only points to an actor
REACH = 80  # pieces before a verb in which its teller stands
_SKIPPED = ADVERB | TIME | AND | NEGATION
_STANDS_ALONE = NP | DETERMINER | PAIRS | BOTH | FORMER | LATTER | COUNTERPART


def find_doer(line: Line, group: Group, discourse: Discourse, heirs: Doer) -> Doer:
    """The doer of a verb group; `heirs` is the doer of the clause before, whom a coordinated verb shares."""
    begin = clause_start(line, group.first)
    if line.person(group.first) and not line.has(begin, group.first, FIRST_PERSON | WE):
        return Doer(speaking(line, group.first, discourse), "", -1)
    before = line.bits[group.first - 1]
    if before & RELATIVE:
        return _antecedent(line, group.first - 1, begin, discourse)
    if heirs is not NOBODY and before & line.grammar.link and not _is_subject_before(line, group.first - 1):
        return heirs
    if heirs is not NOBODY and line.grammar.link & COMMA and _leaves_out(line, group.first):
        return heirs
    if heirs is not NOBODY and before & CONTRAST and begin == group.first:
        return heirs
    is_after_object = before & COMMA and not line.grammar.link & COMMA and begin and line.bits[begin - 1] & DEED
    if heirs.entities and line.grammar.drops_doers and is_after_object:
        return heirs
    if heirs is NOBODY and before & AND and begin and line.bits[begin - 1] & (DEED | REPORT):
        return _shared(line, begin, discourse)
    end = group.first
    while before & AND and end > begin + 1 and line.bits[end - 1] & AND:
        end -= 1
    spans = _constituents(line, begin, end)
    for number, (first, last) in enumerate(spans):
        doer = _read_constituent(line, first, last, discourse)
        if doer is not NOBODY:
            doer = _with_conjunct(line, doer, spans[number:], discourse)
            return _with_coordinates(line, first, begin, doer)
    if line.grammar.has_cases and (doer := named_before(line, begin, end)) is not NOBODY:
        return doer
    is_told = begin and line.bits[begin - 1] & (REPORT | THAT)
    if is_told and all(here & (TIME | ADVERB) for here in line.bits[begin : group.first]):
        return _teller(line, begin, discourse)
    drops_doers = line.grammar.drops_doers or (line.grammar.has_cases and bool(before & CONTRAST))
    if not before & (AND | ADVERB | COMMA | SEMICOLON | (CONTRAST if drops_doers else 0)) and group.first:
        return NOBODY
    if heirs is NOBODY and drops_doers and group.first:
        return _topic(line, group.first, discourse)
    return heirs if heirs is not NOBODY or not before & AND else _teller(line, begin, discourse)


def with_other_side(line: Line, first: int, end: int, doer: Doer, discourse: Discourse) -> Doer:
    """The doer of what two do in common; one who says "we" of it means the other side too: "we have agreed".

    "We have agreed with the bank" tells with whom.
    """
    turn = discourse.turn
    begin = first if line.grammar.drops_doers and not line.grammar.link & COMMA else clause_start(line, first)
    if any(line.bits[i] & WITH and not (line.bits[i] & AND or line.bits[i + 1] & SPOKEN) for i in range(begin, end)):
        return doer
    is_we = line.person(first) & WE or any(
        bits & WE and piece.start == doer.start for bits, piece in zip(line.bits, line.pieces, strict=False)
    )
    if not (turn and turn.theirs and is_we and len(doer.entities) == 1):
        return doer
    return replace(doer, entities=(*doer.entities, turn.theirs))


def left_out(line: Line, group: Group, discourse: Discourse) -> Doer:
    """The one whose turn it is, where nothing but adverbs stands before a verb of saying: "Хотел бы …", "Xin mời …"."""
    begin = clause_start(line, group.first)
    is_head = all(here & (ADVERB | TIME | AND | COMMA) for here in line.bits[begin : group.first])
    return Doer(speaking(line, group.first, discourse), "", -1) if discourse.turn and is_head else NOBODY


def named_before(line: Line, begin: int, end: int) -> Doer:
    """The names right before a verb, where cases show that no preposition governs them: "на форуме Омск и Баку …"."""
    while end > begin and line.bits[end - 1] & (ADVERB | TIME | COMMA):
        end -= 1
    first = end
    while first > begin and (mention := line.mention(first - 1)) and not line.is_oblique(first - 1):
        first -= 1
        if first - 1 > begin and line.bits[first - 1] & AND:
            first -= 1
        else:
            break
    first += bool(line.bits[first] & AND and not line.bits[first] & NP)
    if first >= end or not _is_free(line, first, begin) or _is_of_noun(line, first, begin):
        return NOBODY
    entities = tuple(mention.entity for i in range(first, end) if (mention := line.mention(i)))
    return Doer(entities, "", line.pieces[first].start)


def _is_of_noun(line: Line, place: int, begin: int) -> bool:
    """Whether the name of a place may only say of which place a noun before it is: "в порту Баку"."""
    mention = line.mention(place)
    return bool(place > begin and line.bits[place - 1] & UNKNOWN and mention and mention.entity.type in SITES)


def find_host(line: Line, group: Group, discourse: Discourse) -> Doer:
    """Those in whose place or office several do it who are not named: "в Маскате согласились", "в ведомстве ждут"."""
    begin = clause_start(line, group.first)
    end = group.first
    while end > begin and line.bits[end - 1] & (ADVERB | TIME):
        end -= 1
    before = line.bits[end - 2]
    if end - 2 < begin or not before & PREPOSITION or before & (WITH | DATIVE | BETWEEN | SOURCE | BY):
        return NOBODY
    if mention := line.mention(end - 1):
        return Doer((mention.entity,), "", line.pieces[end - 2].start)
    return described(line, end - 1, end, discourse) if line.description(end - 1) else NOBODY


def _shared(line: Line, begin: int, discourse: Discourse) -> Doer:
    """The doer of the verb before a place, or who tells of it: "salue l'intérêt du Laos et promet"."""
    first = auxiliaries(line, begin - 1)[0]
    start = clause_start(line, first)
    if line.bits[begin - 1] & DEED and start and line.bits[start - 1] & (REPORT | THAT):
        return _teller(line, begin, discourse)
    return find_doer(line, Group(first, "active", "fact", False), discourse, NOBODY)


def _leaves_out(line: Line, first: int) -> bool:
    """Whether only time, place or addressee stand between a comma and a verb, where that leaves out the subject."""
    comma = next((i for i in range(first - 1, -1, -1) if line.bits[i] & (COMMA | SEMICOLON)), -1)
    rest = [here for here in line.bits[comma + 1 : first] if not here & (TIME | ADVERB | AND)]
    return comma >= 0 and (not rest or bool(rest[0] & (PREPOSITION | TOWARD)))


def _is_subject_before(line: Line, link: int) -> bool:
    """Whether a language that puts "and" behind the subject has one there: "他并请"."""
    bits = line.bits
    is_late = line.grammar.link & COMMA and bits[link] & AND and bits[link - 1] & (PERSON | NP | PAIRS)
    return bool(is_late) and (link < SHORT or bool(bits[link - 2] & (COMMA | STOP | SEMICOLON)))


def _topic(line: Line, end: int, discourse: Discourse) -> Doer:
    """Whom the sentence is about, where a language leaves out who has been named at its head or in the one before."""
    verb = next((i for i in range(end) if line.bits[i] & (DEED | REPORT | ACTION | FUTURE)), end)
    begin = next((i + 1 for i in range(verb - 1, -1, -1) if line.bits[i] & CONTRAST), 0)
    for first, last in reversed(_constituents(line, begin, verb)):
        doer = _read_constituent(line, first, last, discourse)
        if doer.entities:
            return doer
    if end or not line.grammar.link & COMMA:
        return NOBODY
    subject = discourse.subject if discourse.turn is None else speaking(line, end, discourse)
    return Doer(subject, "", -1) if subject else NOBODY


def _is_owner(line: Line, place: int, span: tuple[int, int]) -> bool:
    """Whether a name is only said of another: its owner, in a case of no doer, beside what it describes."""
    first, last = span
    is_before = line.grammar.drops_doers and not line.has(place + 1, last, NP | DESCRIPTION | SIDE)
    mention = line.mention(place)
    is_line = line.grammar.link & COMMA and mention and mention.entity.type in SITES
    if is_line and place + 1 < last and line.bits[place + 1] == UNKNOWN:
        return True  # "海防线": the place of a thing
    if line.grammar.drops_doers and mention and mention.entity.type in SITES and names_form(line, first, place):
        return True  # "đường bay Huế - Seoul"
    return line.is_possessor(place) or line.is_oblique(place) or (is_before and names_form(line, place + 1, last))


def _teller(line: Line, begin: int, discourse: Discourse) -> Doer:
    """Who says the clauses before, where a verb goes on after one of them: "X said that … and pledged to …"."""
    for left in range(begin - 1, max(0, begin - REACH), -1):
        if line.bits[left] & REPORT:
            group = Group(auxiliaries(line, left)[0], "active", "fact", False)
            return find_doer(line, group, discourse, NOBODY)
    return NOBODY


def _antecedent(line: Line, place: int, begin: int, discourse: Discourse) -> Doer:
    """Whom a relative pronoun stands for: the nearest name or description of an actor to its left."""
    for left in range(place - 1, max(begin - 3, -1), -1):
        if mention := line.mention(left):
            return Doer((mention.entity,), "", mention.first)
        if line.bits[left] & (AGAIN | UNKNOWN | QUANTITY):
            break
        if kind := line.description(left):
            entity = discourse.nearest(kind, line.words(left, left + 1), line.view.lang)
            return Doer((entity,), "", line.pieces[left].start) if entity else NOBODY
    return NOBODY


def _constituents(line: Line, begin: int, end: int) -> list[tuple[int, int]]:
    """The stretches between commas, the nearest to the verb first; an aside closed by a comma comes after its noun."""
    cuts = [begin, *(i + 1 for i in range(begin, end) if line.bits[i] & (COMMA | BRACKET)), end + 1]
    spans = [(a, b - 1) for a, b in pairwise(cuts) if b - 1 > a]
    spans.reverse()
    is_aside = len(spans) > 1 and line.bits[end - 1] & COMMA
    if is_aside and not _is_named(line, *spans[0]) and (_is_named(line, *spans[1]) or _is_actor(line, *spans[1])):
        spans[0], spans[1] = spans[1], spans[0]
    return spans


def _is_named(line: Line, first: int, last: int) -> bool:
    """Whether the stretch begins with a name, a determiner apart."""
    while first < last - 1 and line.bits[first] & (DETERMINER | AND) and not line.bits[first] & NP:
        first += 1
    return bool(line.bits[first] & NP)


def _is_actor(line: Line, first: int, last: int) -> bool:
    """Whether the stretch is a short phrase that stands for an actor: "the agency"."""
    return last - first <= SHORT and line.has(first, last, DESCRIPTION | SIDE | PAIR)


def _read_constituent(line: Line, first: int, last: int, discourse: Discourse) -> Doer:
    """The doer that a stretch names; NOBODY for a phrase of time or place."""
    bits = line.bits
    while first < last and bits[first] & _SKIPPED and not bits[first] & _STANDS_ALONE:
        first += 1
    if first < last and bits[first] & BETWEEN and len((both := find_names(line, first + 1, discourse)).entities) > 1:
        return both
    if first >= last or (bits[first] & (PREPOSITION | SOURCE | PURPOSE | RELATIVE) and not bits[first] & DETERMINER):
        return NOBODY
    if (doer := _read_pronoun(line, first, last, discourse)) is not NOBODY:
        return doer
    named = [
        i
        for i in range(first, last)
        if bits[i] & NP and _is_free(line, i, first) and not _is_owner(line, i, (first, last))
    ]
    if named and not _ends_in_noun(line, last):
        mentions = [mention for i in named if (mention := line.mention(i))]
        if len(mentions) > 1 and not line.has(named[0], named[-1], AND):
            mentions = mentions[-1:] if _is_home_first(line, mentions) else mentions[:1]
        doer = Doer(tuple(m.entity for m in mentions), "", mentions[0].first)
        if len(mentions) == 1 and (partner := _partner(line, named[0], last)):
            return replace(doer, entities=(*doer.entities, partner))
        return _with_described(line, first, named[0], doer, discourse)
    return described(line, first, last, discourse)


def _partner(line: Line, place: int, last: int) -> Entity | None:
    """With whom the one named at a place does it: "Oman cùng Kenya ký", "Оман с Кенией ведут"."""
    is_beside = place + 2 < last + 1 and line.bits[place + 1] & WITH and not line.bits[place + 1] & NP
    mention = line.mention(place + 2) if is_beside else None
    return mention.entity if mention else None


def _with_described(line: Line, first: int, named: int, doer: Doer, discourse: Discourse) -> Doer:
    """The doer with the one whom a noun before "and" means: "the ministry and JICA signed"."""
    link = named - 1
    while link > first and line.bits[link] & DETERMINER and not line.bits[link] & AND:
        link -= 1
    is_list = link > first and line.bits[link] & AND and line.has(first, link, DESCRIPTION)
    if not is_list or line.has(first, link, PREPOSITION | NP):
        return doer
    other = described(line, first, link, discourse)
    if not other.entities or other.entities[0] in doer.entities:
        return doer
    return Doer((*other.entities, *doer.entities), "", other.start)


def _is_home_first(line: Line, mentions: list[Mention]) -> bool:
    """Whether the place that an actor is of stands before its name, as in Chinese: "越南最大企业FPT集团"."""
    return bool(line.grammar.link & COMMA) and mentions[0].entity.type in PLACES and mentions[-1].entity.type in ACTING


def _read_pronoun(line: Line, first: int, last: int, discourse: Discourse) -> Doer:
    """Whom a pronoun at the end of the stretch, or "both sides" anywhere in it, stands for."""
    is_last = True
    pointing = PAIRS | (
        FORMER | LATTER if line.grammar.link & COMMA else 0
    )  # "后者每年"; elsewhere "la première" of a noun
    for place in range(last - 1, first - 1, -1):
        here = line.bits[place]
        if here & SPOKEN and (here & CLITIC or (place > first and line.bits[place - 1] & (SPOKEN | PERSON | PLURAL))):
            continue  # "me", "вас", "nous vous": to whom it is done
        if here & WITH and line.bits[place + 1] & SPOKEN:
            continue  # "мы с вами"
        if here & COUNTRY_PAIR and place > first and line.grammar.has_cases:
            continue  # what follows a noun is its genitive: "президент страны"
        if is_last or here & pointing:
            doer = pronoun(line, place, discourse)
            if doer is not NOBODY:
                return doer
        is_last = is_last and bool(here & (ADVERB | TIME))
    return NOBODY


def _ends_in_noun(line: Line, last: int) -> bool:
    """Whether a stretch ends in a noun that stands for an actor: "the Wuxi-based firm"."""
    while line.bits[last - 1] & (ADVERB | TIME):
        last -= 1
    return bool(line.bits[last - 1] & (DESCRIPTION | SIDE)) and not line.bits[last - 2] & NP


def _is_free(line: Line, place: int, first: int) -> bool:
    """Whether a name is no complement of another: no preposition before it, unless one opens a list."""
    bits, before = line.bits, place - 1
    while before > first and bits[before] & DETERMINER and not bits[before] & PREPOSITION:
        before -= 1
    return before < first or not bits[before] & PREPOSITION


def _with_conjunct(line: Line, doer: Doer, spans: list[tuple[int, int]], discourse: Discourse) -> Doer:
    """The doer with the one before an aside that "and" joins it to: "Paris, in the west, and Lyon signed"."""
    leads = [number for number, (first, _) in enumerate(spans[:2]) if line.bits[first] & AND]
    if not leads or not doer.entities or doer.words:
        return doer
    for start, end in spans[leads[0] + 1 :]:
        other = _read_constituent(line, start, end, discourse)
        if set(other.entities) <= set(doer.entities) and not other.words:
            continue
        if other.entities:
            entities = tuple(dict.fromkeys((*other.entities, *doer.entities)))
            return Doer(entities, "", other.start)
        if other.words:
            break
    return doer


def _with_coordinates(line: Line, first: int, begin: int, doer: Doer) -> Doer:
    """The doer with the names listed before it: "A, B and C agreed"."""
    bits = line.bits
    entities, start, place = list(doer.entities), doer.start, first
    while entities and place - 2 >= begin and bits[place - 1] & COMMA and bits[place - 2] & NP:
        mention = line.mention(place - 2)
        is_list = bits[place - 3] & (COMMA | AND | DETERMINER) or place - 3 < begin
        if mention is None or not is_list or mention.entity in entities or not _is_free(line, place - 2, begin):
            break
        if (mention.entity.type == "person") != (entities[0].type == "person"):
            break
        entities.insert(0, mention.entity)
        start, place = mention.first, place - 2
    return replace(doer, entities=tuple(entities), start=start)
