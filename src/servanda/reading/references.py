"""Whom words stand for: pronouns, nouns of an office, "by whom", who says so."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from servanda.languages import load_topic
from servanda.reading.clauses import TELLER_REACH, is_said_after
from servanda.reading.cues import grammar_of as amounts_of
from servanda.reading.discourse import Discourse
from servanda.reading.entities import BODIES, SITES, Entity, Mention
from servanda.reading.grammar import (
    ACTION,
    ADVERB,
    AGAIN,
    AND,
    BE,
    BETWEEN,
    BODY_PAIR,
    BOTH,
    BROAD,
    BY,
    COMMA,
    CONDITIONAL,
    COUNTERPART,
    COUNTRY_PAIR,
    DASH,
    DEED,
    DESCRIPTION,
    DETERMINER,
    FIRST_PERSON,
    FORMER,
    FUTURE,
    HAVE,
    LATTER,
    MODAL,
    NEGATION,
    NP,
    OURS,
    PAIR,
    PAIRS,
    PEOPLE_PAIR,
    PERSON,
    PLURAL,
    QUOTE,
    RELATIVE,
    REPORT,
    SECOND_PERSON,
    SEMICOLON,
    SIDE,
    SOURCE,
    STOP,
    THAT,
    THING,
    TIME,
    UNDERGO,
    UNKNOWN,
    WE,
)
from servanda.reading.line import Line
from servanda.reading.quotations import quoted_by
from servanda.script import set_apart

MOST_WORDS = 8  # of a phrase that names nobody known
MOST_LOOSE = 5  # of one that nothing shows to stand for an actor
_NEVER_NAMED = MODAL | FUTURE | CONDITIONAL | BE | HAVE | NEGATION | TIME
SPELLED = 3  # words with a capital letter in what is taken for a name; a sentence begins with one
OFFICE_REACH = 10  # pieces of an office with the name behind it
AGENT_REACH = 14  # pieces after a passive within which "by" opens its agent
_POINTERS = PAIRS | BOTH | FORMER | LATTER | COUNTERPART | PERSON | PLURAL | FIRST_PERSON | WE | SECOND_PERSON | THING


class Doer(Struct, frozen=True):
    """Who does something: entities of the document, or words that name nobody; where the words begin."""

    entities: tuple[Entity, ...]
    words: str
    start: int
    is_loose: bool = False  # whether nothing in the words shows that they stand for an actor

    @property
    def names(self) -> tuple[str, ...]:
        """The names, as the record gives them."""
        known = tuple(dict.fromkeys(entity.name for entity in self.entities))
        return known or ((self.words,) if self.words and not self.is_loose else ())

    @property
    def is_spelled_as_name(self) -> bool:
        """Whether the words end in a name and have several written as one is: "the Minister Tarek Shawkat"."""
        words = [word for word in self.words.split() if word[:1].isupper()]
        return len(words) >= SPELLED and self.words.endswith(words[-1])


NOBODY = Doer((), "", -1)


def pronoun(line: Line, place: int, discourse: Discourse) -> Doer:
    """Whom a pronoun or a phrase such as "both sides" stands for; NOBODY where it is neither."""
    here = line.bits[place]
    if here & NP or not here & _POINTERS:
        return NOBODY
    start, words = line.pieces[place].start, line.words(place, place + 1)
    if here & COUNTRY_PAIR:
        return Doer(discourse.countries, words, start)
    if here & BOTH:
        return Doer(_last_two(line, place, discourse) or discourse.pair, words, start)
    if here & (BODY_PAIR | PEOPLE_PAIR):
        two = discourse.two(discourse.bodies if here & BODY_PAIR else discourse.people)
        return Doer(two or (discourse.pair if here & PEOPLE_PAIR else ()), words, start)
    if here & PAIR:
        return Doer(_side_by_side(line, place) or discourse.pair or discourse.last, words, start)
    if here & FORMER:
        return Doer(discourse.last[:1], words, start)
    if here & LATTER:
        return Doer(_last_named(line, place) or discourse.final, words, start)
    if here & COUNTERPART and here & SIDE:
        return Doer(_other_side(discourse), words, start)
    if here & COUNTERPART:
        return Doer(_other_person(line, place, discourse), words, start)
    if here & (FIRST_PERSON | WE):
        return Doer(speaking(line, place, discourse), "", start)
    if here & SECOND_PERSON and (turn := discourse.turn):
        return Doer((turn.listener,) if turn.listener else (), "", start)
    if here & PERSON and here & THING and discourse.is_of_company:
        return Doer(discourse.subject[:1], "", start)
    if here & PERSON:
        spoken_to = [discourse.turn.listener] if discourse.turn and discourse.turn.listener else []
        known = tuple((discourse.people or spoken_to or discourse.bodies)[:1])
        is_told = here & THING and line.bits[place - 1] & THAT  # "L'Égypte annonce qu'elle …"
        return Doer(known or (_thing(line, place, discourse) if is_told else ()), "", start)
    if here & PLURAL:
        return Doer(discourse.they, "", start)
    if here & THING:
        return Doer(_thing(line, place, discourse), "", start)
    return NOBODY


def speaking(line: Line, place: int, discourse: Discourse) -> tuple[Entity, ...]:
    """Who says "I" or "we": whose turn it is, else who is told to say the sentence or the quotation."""
    turn = discourse.turn
    if turn:
        meant = turn.ours if (line.bits[place] | line.person(place)) & WE else turn.speaker
        return (meant,) if meant else ()
    if told := find_announcer(line, discourse).entities:
        return told
    quoted = quoted_by(line.view, line.pieces[place].start)
    return (quoted,) if quoted else ()


def _thing(line: Line, place: int, discourse: Discourse) -> tuple[Entity, ...]:
    """What "it" stands for: who is told to say it, else the first body or place of the sentence, else the last body."""
    if line.has(place - 2, place, REPORT):  # "HANOI (ABC) - The carrier Orient Air said it had …"
        told = (m.entity for i in range(place - 1, -1, -1) if (m := line.mention(i)) and m.entity.type in BODIES)
        if teller := next(told, None):
            return (teller,)
    for left in range(place):
        if (mention := line.mention(left)) and mention.entity.type != "person":
            return (mention.entity,)
        kind = line.description(left)
        if kind and kind != "person" and (entity := discourse.nearest(kind, line.lower(left), line.view.lang)):
            return (entity,)
    return tuple((discourse.bodies or discourse.places)[:1])


def _last_named(line: Line, place: int) -> tuple[Entity, ...]:
    return tuple(m.entity for i in range(place) if (m := line.mention(i)))[-1:]


def _last_two(line: Line, place: int, discourse: Discourse) -> tuple[Entity, ...]:
    """The two bodies named or meant last in the sentence before the place."""
    named = [m.entity for i in range(place) if (m := line.mention(i)) and m.entity.type not in SITES]
    latest = tuple(dict.fromkeys(reversed(named)))[:2]
    others = [entity for entity in discourse.bodies if entity not in latest][:1] if len(latest) == 1 else []
    return (*others, *reversed(latest)) if len(latest) + len(others) > 1 else ()


def _side_by_side(line: Line, place: int) -> tuple[Entity, ...]:
    """The two bodies that the clause before a comma names side by side: "A与B会谈，双方同意"."""
    if not line.grammar.link & line.bits[place - 1] & COMMA:
        return ()
    for middle in range(place - 2, 0, -1):
        if line.bits[middle] & AND and (one := line.mention(middle - 1)) and (other := line.mention(middle + 1)):
            return (one.entity, other.entity) if {one.entity.type, other.entity.type} <= {*BODIES} else ()
    return ()


def _other_side(discourse: Discourse) -> tuple[Entity, ...]:
    """The one of the two sides to which those do not belong who acted last."""
    homes = {entity.country or entity.code for entity in discourse.subject}
    pair = discourse.pair or discourse.countries
    others = tuple(entity for entity in pair if (entity.country or entity.code) not in homes)
    return others if len(others) < len(pair) else ()


def _other_person(line: Line, place: int, discourse: Discourse) -> tuple[Entity, ...]:
    """The last person spoken of other than the one who is already in the sentence or was last."""
    mine = [m.entity for i in range(place) if (m := line.mention(i)) and m.entity.type == "person"]
    last = mine[-1:] or discourse.people[:1]
    return tuple([person for person in discourse.people if person not in last][:1] or last)


def described(line: Line, first: int, last: int, discourse: Discourse) -> Doer:
    """The one whom "the group" or "the deputy minister" means; the words alone where nobody fits."""
    while last > first + 1 and line.bits[last - 1] & (ADVERB | TIME | NEGATION):
        last -= 1
    start, words = line.pieces[first].start, line.words(first, last)
    for place in range(first, last):
        kind = line.description(place) or ("side" if line.bits[place] & SIDE else "")
        if kind:
            heard = [mention.entity for i in range(first - 1, -1, -1) if (mention := line.mention(i))]
            entity = discourse.nearest(kind, words, line.view.lang, heard)
            if not entity and line.has(first, last, OURS):
                entity = _our_side(discourse)
            if kind == "person" and not entity and discourse.turn:
                entity = discourse.turn.listener  # "Mr Prime Minister"
            return Doer((entity,) if entity else (), words, start)
    if line.has(first, last, OURS) and not line.has(first, last, NP) and (side := _our_side(discourse)):
        return Doer((side,), words, start)
    is_verb = bool(line.bits[first] & (ACTION | DEED))
    is_name = len(words.split()) <= MOST_WORDS and not words[:1].isdigit() and not is_verb
    return Doer((), words if is_name else "", start, is_loose=_is_loose(line, first, last, words))


def _our_side(discourse: Discourse) -> Entity | None:
    """The firm or country of whose people one speaks as ours: "our ministers have signed"."""
    ours = discourse.turn.ours if discourse.turn else None
    return ours if ours and ours.type != "person" else None


def _is_loose(line: Line, first: int, last: int, words: str) -> bool:
    """Whether words that name nobody are no actor by their look: a verb in them, a small word at an end, too many."""
    parts = (set_apart(words) if line.view.is_apart else words).lower().split()
    ends = {*parts[:1], *([] if line.view.is_apart else parts[-1:])}  # 董事会 ends in a verb of what can be
    is_long = len(parts) > (MOST_LOOSE if not line.view.is_apart else MOST_WORDS)
    return is_long or line.has(first, last, _NEVER_NAMED) or not _functions(line.view.lang).isdisjoint(ends)


@cache
def _functions(lang: str) -> frozenset[str]:
    """The words of a language that neither begin nor end what stands for an actor; "four countries" may act."""
    return frozenset(load_topic(lang, "names")["words"]["function"]) - frozenset(amounts_of(lang).numbers.values)


def find_agent(line: Line, place: int, discourse: Discourse, *, is_joint: bool = True) -> Doer:
    """Whom "by" or "between" introduces after a passive, or whose name has the ending of one by whom it is done.

    What is not `is_joint` is done by neither of the two between whom it lies.
    """
    if line.grammar.has_cases:
        for near in range(max(0, place - AGENT_REACH), min(place + AGENT_REACH, len(line))):
            ending = line.lower(near).endswith(line.grammar.cases["instrumental"])
            is_agent = line.is_oblique(near, "instrumental") and not (_is_between(line, near) and not is_joint)
            if is_agent or (line.bits[near] & SIDE and ending):
                return find_names(line, near - bool(line.bits[near - 1] & UNKNOWN), discourse)
    for right in range(place + 1, min(place + AGENT_REACH, len(line))):
        here = line.bits[right]
        if here & (BY | BETWEEN if is_joint else BY):
            return find_names(line, right + 1, discourse)
        if here & (STOP | SEMICOLON | THAT | RELATIVE):
            break
    return NOBODY


def _is_between(line: Line, place: int) -> bool:
    """Whether a name is one of those that "between" opens."""
    while place > 0 and line.bits[place] & (NP | AND) and not line.bits[place] & BETWEEN:
        place -= 1
    return bool(line.bits[place] & BETWEEN)


def find_agent_before(line: Line, first: int, discourse: Discourse) -> tuple[Doer, int]:
    """Whom a mark before the verb introduces as the one who does it, and the place of the mark.

    Chinese and Vietnamese put both before the verb: "the cost, by Japan, is borne".
    """
    bits, place = line.bits, first - 1
    while place > max(0, first - AGENT_REACH) and bits[place] & _LISTED:
        place -= 1
    if not bits[place] & UNDERGO or place >= first - 1:
        return NOBODY, first
    agent = find_names(line, place + 1, discourse)
    return (agent, place) if agent.entities else (NOBODY, first)


_LISTED = BROAD | AGAIN | NP | AND | DETERMINER | DESCRIPTION | UNKNOWN | SIDE | PAIRS


def find_names(line: Line, first: int, discourse: Discourse) -> Doer:
    """The names listed from a place on; else whom its words describe."""
    entities: list[Entity] = []
    place = first
    while line.bits[place] & (_LISTED | COMMA):
        if mention := line.mention(place):
            entities.append(mention.entity)
        elif line.bits[place] & COMMA and not line.bits[place + 1] & (NP | DETERMINER):
            break
        elif line.bits[place] & PAIRS:
            return pronoun(line, place, discourse)
        place += 1
    if entities:
        return Doer(tuple(dict.fromkeys(entities)), "", line.pieces[first].start)
    return described(line, first, place, discourse) if place > first else NOBODY


def find_announcer(line: Line, discourse: Discourse) -> Doer:
    """Who says the sentence, where its end ("…, a précisé Mme Wei") or its head ("Selon le groupe, …") tells."""
    if line.bits[0] & SOURCE:
        return find_names(line, 1, discourse)
    for comma in range(len(line) - 1, 0, -1):
        if line.bits[comma] & COMMA and is_said_after(line, comma):
            return _announcer_at(line, comma + 1, discourse)
    return NOBODY


def _announcer_at(line: Line, place: int, discourse: Discourse) -> Doer:
    """The one named beside the verb of saying from a place on."""
    if line.bits[place] & REPORT and (mention := _name_before(line, place - 1)):
        return Doer((mention.entity,), "", mention.first)
    said = HAVE | ADVERB | REPORT | QUOTE | DASH
    while place < len(line) and line.bits[place] & said and not line.bits[place] & PERSON:
        place += 1
    if place >= len(line):
        return NOBODY
    found = pronoun(line, place, discourse)
    if found is NOBODY and (mention := _name_after(line, place)):
        return Doer((mention.entity,), "", mention.first)
    return found if found is not NOBODY else find_names(line, place, discourse)


def _name_after(line: Line, place: int) -> Mention | None:
    """The person who stands behind an office: "a répondu le directeur de l'agence, Kim Sung-ho"."""
    if not line.description(place + bool(line.bits[place] & DETERMINER)) or line.bits[place] & NP:
        return None
    near = range(place, min(place + OFFICE_REACH, len(line)))
    end = next((i for i in near if line.bits[i] & (STOP | SEMICOLON | REPORT)), place + OFFICE_REACH)
    found = (mention for i in range(place, end) if (mention := line.mention(i)) and mention.entity.type == "person")
    return next(found, None)


def _name_before(line: Line, comma: int) -> Mention | None:
    """The name that an aside parts from its verb of saying: "KTZ, the railway company, said"."""
    commas = 0
    for place in range(comma - 1, max(comma - TELLER_REACH, -1), -1):
        commas += bool(line.bits[place] & COMMA)
        if commas and line.bits[place] & NP:
            return line.mention(place)
    return None
