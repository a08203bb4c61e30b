"""Acts told in another order: the doer behind its verb, the object before it, by its case or behind a mark."""

from __future__ import annotations

from msgspec.structs import replace

from servanda.reading.addressees import Addressee, implied_addressee
from servanda.reading.clauses import begin_of, clause_end, clause_start, verb_group
from servanda.reading.discourse import Discourse
from servanda.reading.doers import find_doer, find_host, named_before
from servanda.reading.drafts import LIKELY, Found, Predicate, Scene, Told, answered, draft_of_object
from servanda.reading.entities import Entity
from servanda.reading.futures import verb_of
from servanda.reading.grammar import (
    ACTION,
    ADVERB,
    AND,
    COMMA,
    COUNTRY_PAIR,
    DEED,
    DESCRIPTION,
    MOVED,
    NP,
    PEOPLE_PAIR,
    PREPOSITION,
    PROPOSAL,
    STOP,
    TIME,
    TOWARD,
    UNKNOWN,
    Deed,
)
from servanda.reading.line import Line
from servanda.reading.nominals import SAID
from servanda.reading.passives import DONE
from servanda.reading.references import NOBODY, Doer, described, find_names, pronoun
from servanda.reading.subjects import names_anything, names_form

ANSWERING = frozenset(("agree", "refuse", "acknowledge"))
FRAMES = frozenset(("content", "taking", "denied"))  # of verbs whose object may stand before them
OFFICE = 6  # pieces of an office from a verb to the name that follows it


def read_subject_after(scene: Scene, predicate: Predicate) -> Found | None:
    """The act whose doer follows its verb: "договор подписали министры"."""
    line, (place, _, group) = scene.line, predicate
    first = clause_start(line, group.first)
    deed = _governing(line, predicate, first)
    after = place + 1
    between = DESCRIPTION | UNKNOWN | TIME | COUNTRY_PAIR | PEOPLE_PAIR | AND
    while after < place + OFFICE and line.bits[after] & between and not line.bits[after] & NP:
        after += 1
        if line.bits[after] & PREPOSITION and line.bits[after + 1] & (NP | TIME):
            after += 2  # "подписали в Маскате министры"
    if not line.bits[after] & NP or line.is_oblique(after) or not names_form(line, first, place):
        return None
    doer = find_names(line, after, scene.discourse)
    told = Told(verb_of(line, predicate, doer), doer, Addressee(first), f"{deed.verb}: <what> {deed.name} <by>", LIKELY)
    scene.discourse.remember(doer.entities, told.verb)
    return Found([draft_of_object(line, told, (first, group.first, clause_end(line, place)))], doer, place)


def read_object_before(scene: Scene, predicate: Predicate, doer: Doer) -> Found | None:
    """The act whose object stands before its verb: "просьбу министерство отклонило", "тендер объявят в мае"."""
    line, (place, given, group) = scene.line, predicate
    first, end = clause_start(line, group.first), clause_end(line, place)
    while line.bits[first] & ADVERB and first < place:
        first += 1
    predicate = predicate._replace(deed=(deed := _governing(line, predicate, first)))
    opens = line.is_infinitive(first) or deed is not given
    if deed.frame not in FRAMES or _has_more(line, place, end) or line.bits[first] & NP:
        return None
    subject = _subject_beside(line, first, group.first, scene.discourse)
    if subject is NOBODY and (doer.entities or not line.is_plural(place)):
        return None
    if subject is NOBODY:
        subject = find_host(line, group, scene.discourse)
    is_answer = line.has(first, place, PROPOSAL) and deed.verb in ANSWERING
    if not is_answer and not _is_fronted(line, predicate, first, subject, opens=opens):
        return None
    to = Addressee(first)
    if is_answer:
        to = answered(implied_addressee(line, deed.verb, (first, place), subject, scene.discourse), first)
    told = Told(verb_of(line, predicate, subject), subject, to, f"{deed.verb}: <what> <by> {deed.name}", LIKELY)
    object_end = line.place_of(subject.start, first, group.first)
    return Found([draft_of_object(line, told, (first, object_end, end))], subject, max(place, end - 1))


def read_moved_object(scene: Scene, predicate: Predicate) -> Found | None:
    """The act of a verb whose object a mark puts before it: "中方把校舍移交给老方"."""
    line, (place, deed, _) = scene.line, predicate
    mark = _mark_of_object(line, place) if deed.verb in DONE and deed.frame == "content" else 0
    if not mark or not names_anything(line, mark + 1, place):
        return None
    group = verb_group(line, mark, deed)
    doer = find_doer(line, group, scene.discourse, scene.heirs)
    if doer is NOBODY or group.mood != "fact" or group.is_denied or group.is_open:
        return None
    end = clause_end(line, place)
    to = implied_addressee(line, "deliver", (place, end), doer, scene.discourse) or _given_to(line, place)
    verb = verb_of(line, predicate._replace(group=group), doer)
    told = Told(verb, doer, answered(to, mark + 1), f"{deed.verb}: <by> <what> {deed.name}", LIKELY)
    scene.discourse.remember(doer.entities, verb)
    begin = begin_of(line, group, -1 if doer is scene.heirs else doer.start)
    draft = draft_of_object(line, told, (mark + 1, place, end))
    return Found([replace(draft, start=min(begin, draft.start))], doer, max(place, end - 1))


def _given_to(line: Line, place: int) -> tuple[Entity, ...]:
    """Who is named right behind a verb that ends with "to": "移交给老方"."""
    last = line.grammar.words.get(line.lower(place).split(" ")[-1])
    mention = line.mention(place + 1) if last and last.bits & TOWARD else None
    return (mention.entity,) if mention else ()


def _mark_of_object(line: Line, place: int) -> int:
    """The place of the mark behind which a verb has its object; 0 where there is none in its clause."""
    left = place - 1
    while left > 0 and not line.bits[left] & (MOVED | COMMA | DEED | STOP):
        left -= 1
    return left if line.bits[left] & MOVED else 0


def _governing(line: Line, predicate: Predicate, first: int) -> Deed:
    """The verb with the preposition that opens its clause, where it governs that: "от линии Оман отказался"."""
    place, deed, _ = predicate
    word = (
        line.grammar.words.get(f"{line.lower(place)} {line.lower(first)}") if line.bits[first] & PREPOSITION else None
    )
    return word.deeds[0] if word and word.deeds else deed


def _has_more(line: Line, place: int, end: int) -> bool:
    """Whether what the verb, or its infinitive, is about stands behind it."""
    after = place + 1
    is_last = end <= after or bool(line.bits[after] & (PREPOSITION | TIME | DEED | ACTION | ADVERB))
    after += bool(line.bits[after] & (DEED | ACTION))
    return not is_last or names_anything(line, after, end)


def _is_fronted(line: Line, predicate: Predicate, first: int, subject: Doer, *, opens: bool) -> bool:
    """Whether what opens the clause is the object: a form of cooperation that is done, or what one shall do.

    `opens`: it begins with an infinitive, or with the preposition that the verb governs.
    """
    place, deed, _ = predicate
    if subject is not NOBODY and deed.verb in SAID:
        return opens and names_anything(line, first, place)
    is_done = subject is NOBODY or deed.verb in DONE
    return is_done and names_form(line, first, place - (subject is not NOBODY))


def _subject_beside(line: Line, first: int, end: int, discourse: Discourse) -> Doer:
    """The names or the noun of an actor right before a verb, if they may be its subject."""
    while end > first and line.bits[end - 1] & (ADVERB | TIME):
        end -= 1
    near = end - 1
    if near < first or line.is_oblique(near):
        return NOBODY
    if (named := named_before(line, first, end)) is not NOBODY:
        return named
    if (both := pronoun(line, near, discourse)) is not NOBODY:
        return both
    return described(line, near, end, discourse) if line.description(near) else NOBODY
