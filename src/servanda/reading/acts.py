"""Who wishes, proposes, agrees, signs, does what towards whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from servanda.reading.clauses import (
    Deed,
    Group,
    Line,
    clause_end,
    clause_start,
    grammar_of,
    is_noun,
    line_of,
    verb_group,
)
from servanda.reading.doers import NOBODY, Discourse, Doer, find_doer, PLACES, main_pair, nearest
from servanda.reading.engine import Piece
from servanda.reading.names import Entity, Mention
from servanda.reading.slots import (
    country_of,
    due_of,
    forms_of_act,
    parties_of_act,
    amount_of,
    instrument_of,
    main_sectors,
    places_of,
    sectors_of,
)
from servanda.reading.view import Sentence, View, within
from servanda.records import Act, Event


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


READ_PARTS = ("body", "title", "teaser", "related")


def read_acts(view: View, events: tuple[Event, ...]) -> tuple[Act, ...]:
    """The acts of a document in order, each once: what a title says again is left to the body."""
    words = grammar_of(view.lang).lexicon.find(view.lower, view.plain)
    discourse = Discourse(pair=main_pair(view, PLACES), countries=main_pair(view, ("country",)))
    drafts: list[tuple[Draft, Sentence]] = []
    links = grammar_of(view.lang).links

    def joined(start: int, end: int) -> bool:
        return view.lower[start:end].strip() in links

    for sentence in view.sentences:
        if sentence.part in READ_PARTS:
            drafts += [(draft, sentence) for draft in _read_sentence(view, sentence, words, discourse)]
        if sentence.part in ("body", "title"):
            discourse.hear(list(within(view.mentions, sentence.start, sentence.end)), joined)
    acts = _without_repeats([_to_act(view, draft, sentence) for draft, sentence in drafts])
    return tuple(_with_subject(acts, main_sectors(view)))


def _with_subject(acts: list[Act], main: tuple[str, ...]) -> Iterator[Act]:
    """The acts, each with what it is about: an answer is about what was said just before, the rest about the main subject."""
    before: Act | None = None
    for act in acts:
        is_answer = act.verb in ("acknowledge", "refuse") and not act.forms
        if is_answer and before is not None:
            act = msgspec.structs.replace(act, forms=before.forms, sectors=act.sectors or before.sectors)
        elif not act.sectors and act.part == "body":
            act = msgspec.structs.replace(act, sectors=main)
        before = act
        yield act


def _read_sentence(view: View, sentence: Sentence, words: list[Piece], discourse: Discourse) -> Iterator[Draft]:
    mine = list(within(words, sentence.start, sentence.end))
    shapes = grammar_of(view.lang).shapes
    if not any("deed" in w.value or "modal" in w.value for w in mine) and not shapes["future"].search(
        view.lower, sentence.start, sentence.end
    ):
        return
    line = line_of(view, sentence, mine)
    heirs, done = NOBODY, -1
    for place in range(len(line)):
        if place <= done or line.has(place, "np"):
            continue
        found = _read_deed(line, place, discourse, heirs) or _read_future(line, place, discourse, heirs)
        if found:
            drafts, heirs, done = found
            yield from drafts


Found = tuple[list[Draft], Doer, int]
SAID = ("wish", "propose", "request", "promise", "plan", "agree")  # verbs whose complement is not yet done


def _read_deed(line: Line, place: int, discourse: Discourse, heirs: Doer) -> Found | None:
    """The acts of the verb at a place, their doer, and the last place that is used up; None where it is no act."""
    for deed in line.get(place, "deed") or ():
        group = verb_group(line, place, deed)
        if group.is_denied or group.mood == "infinitive" or deed.reflexive != _has_reflexive(line, group, place):
            continue
        if deed.form in ("present", "infinitive") and group.mood == "fact" and is_noun(line, group.first):
            continue
        if line.has(place - 1, "determiner") and group.first == place:
            continue
        found = _read_voice(line, place, deed, group, discourse, heirs)
        if found:
            return found
    return None


def _read_voice(line: Line, place: int, deed: Deed, group: Group, discourse: Discourse, heirs: Doer) -> Found | None:
    """The acts of a verb in the active or the passive; a bare participle shares the auxiliary before it, if any."""
    if group.voice == "passive" or (group.voice == "bare" and line.has(place + 1, "by")):
        return _read_passive(line, place, deed, group, discourse)
    is_shared = heirs is not NOBODY and (line.has(group.first - 1, "and") or line.is_mark(group.first - 1, ","))
    if group.voice == "active" or is_shared:
        return _read_active(line, place, deed, group, discourse, heirs)
    return None


def _has_reflexive(line: Line, group: Group, place: int) -> bool:
    return any(line.has(i, "reflexive") for i in range(group.first, place))


def _read_active(line: Line, place: int, deed: Deed, group: Group, discourse: Discourse, heirs: Doer) -> Found | None:
    doer = find_doer(line, group, discourse, heirs)
    if doer is NOBODY and deed.frame != "intransitive":
        return None
    end = clause_end(line, place, has_complement=deed.frame in ("content", "object") and deed.verb in SAID)
    if not _has_object(line, place, end, deed):
        return None
    verb = _verb_of(deed, group, doer, line)
    first, to, addressees = _addressee(line, place, end, deed, discourse)
    begin = doer.start if 0 <= doer.start and doer is not heirs else line.pieces[group.first].start
    if deed.frame == "intransitive":
        first = clause_start(line, group.first)
        doer, begin = NOBODY, line.pieces[first].start
    if not addressees and not to:
        addressees = _implied_addressee(line, verb, first, end, doer, discourse)
        to = tuple(entity.name for entity in addressees)
    drafts = _drafts(line, verb, doer, to, addressees, (begin, first, end), f"{deed.verb}: <by> {deed.name} <what>")
    _remember(discourse, doer, verb)
    return (
        drafts,
        doer,
        max(place, end - 1) if verb in SAID else place,
    )


def _has_object(line: Line, place: int, end: int, deed: Deed) -> bool:
    """Whether what the verb is about makes it an act: a proposal that is welcomed, an agreement that is concluded."""
    if deed.frame == "taking":
        return any(line.has(i, "proposal", "thing-pronoun") for i in range(place + 1, end))
    if deed.frame == "concluding":
        stretch = within(line.view.topics, line.pieces[place].end, line.pieces[end - 1].end)
        return any(topic.kind == "instrument" or topic.code == "agreement" for topic in stretch)
    return True


def _verb_of(deed: Deed, group: Group, doer: Doer, line: Line) -> str:
    """What is still to be done is promised by somebody named, planned otherwise."""
    if group.mood != "future" or deed.verb in ("promise", "plan", "wish"):
        return deed.verb
    has_modal = any(
        line.has(i, "modal")
        for i in range(group.first, len(line.pieces))
        if line.pieces[i].start < line.pieces[group.first].end + 40
    )
    return "promise" if doer.entities and not has_modal else "plan"


def _read_passive(line: Line, place: int, deed: Deed, group: Group, discourse: Discourse) -> Found | None:
    """What was signed, launched, put off: the subject is what, the agent follows "by"."""
    agent = _agent(line, place, discourse)
    end = clause_end(line, place)
    if agent is NOBODY and (group.voice == "bare" or not _names_form(line, clause_start(line, group.first), end)):
        return None
    if agent is NOBODY:
        agent = _speaker(line, group, discourse)
    _remember(discourse, agent, deed.verb)
    begin = line.pieces[clause_start(line, group.first)].start
    verb = "plan" if group.mood == "future" else deed.verb
    rule = f"{deed.verb}: <what> is {deed.name} by <by>"
    last = line.pieces[end - 1].end
    draft = Draft(verb, agent, (), (), begin, last, begin, last, rule, _is_conditional(line, place, end))
    return [draft], agent, place


def _names_form(line: Line, first: int, end: int) -> bool:
    """Whether the words name a form of cooperation or an instrument."""
    stretch = within(line.view.topics, line.pieces[first].start, line.pieces[end - 1].end)
    return any(topic.kind in ("form", "instrument") for topic in stretch)


def _speaker(line: Line, group: Group, discourse: Discourse) -> Doer:
    """Who says it, where a verb of saying and "that" stand before the clause: "X a confirmé que …"."""
    begin = clause_start(line, group.first)
    if not line.has(begin - 1, "that") or not line.has(begin - 2, "report"):
        return NOBODY
    saying = verb_group(line, begin - 2, Deed("plan", "content", "past", False, "say", False))
    return find_doer(line, saying, discourse, NOBODY)


def _agent(line: Line, place: int, discourse: Discourse) -> Doer:
    """Whom "by" or "between" introduces after a passive."""
    for right in range(place + 1, min(place + 12, len(line))):
        if line.has(right, "by", "between"):
            return _names_from(line, right + 1)
        if line.is_mark(right, ";,.") or line.has(right, "that", "relative"):
            break
    return NOBODY


def _names_from(line: Line, first: int) -> Doer:
    """The names listed from a place on."""
    entities: list[Entity] = []
    place = first
    while line.has(place, "np", "and", "determiner", "description") or line.is_mark(place, ",") or line.is_unknown(place):
        if mention := line.get(place, "np"):
            entities.append(mention.entity)
        elif line.is_mark(place, ",") and not line.has(place + 1, "np"):
            break
        place += 1
    return Doer(tuple(entities), "", line.pieces[first].start) if entities else NOBODY


def _read_future(line: Line, place: int, discourse: Discourse, heirs: Doer) -> Found | None:
    """What somebody will do, said with the future alone: promised by somebody named, else planned."""
    if not line.has(place, "future", "modal", "conditional") or line.has(place, "deed"):
        return None
    after = place + 1
    while line.has(after, "adverb", "be", "been", "clitic"):
        after += 1
    if line.has(after, "deed") and line.has(place, "modal", "future"):
        if any(d.form in ("infinitive", "participle") for d in line.get(after, "deed")):
            return None  # the verb itself is read when its place comes
    if line.has(place, "conditional") and not _is_reported(line, place):
        return None
    group = verb_group(line, place, Deed("plan", "content", "future", _has_own_reflexive(line, place), "future", False))
    if group.is_denied:
        return None
    doer = find_doer(line, group, discourse, heirs)
    if doer is NOBODY:
        return None
    end = clause_end(line, place)
    if not doer.entities:
        if not _names_form(line, clause_start(line, group.first), end):
            return None
        doer = doer._replace(entities=_speaker(line, group, discourse).entities)
    verb = "promise" if doer.entities and not line.has(place, "modal") else "plan"
    begin = doer.start if doer.start >= 0 and doer is not heirs else line.pieces[group.first].start
    first = place + (1 if line.has(place, "modal") else 0)
    drafts = _drafts(line, verb, doer, (), (), (begin, min(first, end - 1), end), f"{verb}: <by> will <what>")
    return drafts, doer, place


def _has_own_reflexive(line: Line, place: int) -> bool:
    return line.has(place - 1, "reflexive")


def _is_reported(line: Line, place: int) -> bool:
    """Whether a verb of saying or promising stands before a conditional: then it tells of the future."""
    return any(line.has(i, "report", "that", "deed") for i in range(place))


def _addressee(
    line: Line, place: int, end: int, deed: Deed, discourse: Discourse
) -> tuple[int, tuple[str, ...], tuple[Entity, ...]]:
    """Where what is said begins, and whom it is said to."""
    first = place + 1
    while line.has(first, "adverb") and first < end:
        first += 1
    mark = _find_mark(line, first, end)
    if deed.frame == "object":
        stop = mark if mark is not None else _after_names(line, first, end)
        names, entities = _named(line, first, stop, discourse)
        return stop, names, entities
    if line.has(first, "dative") and not _is_infinitive(line, first) and mark is not None and mark > first:
        names, entities = _named(line, first + 1, mark, discourse)
        return mark, names, entities
    return (first + 1 if line.has(first, "that") else first), (), ()


def _implied_addressee(
    line: Line, verb: str, first: int, end: int, doer: Doer, discourse: Discourse
) -> tuple[Entity, ...]:
    """Whom it is said to where no dative says so: whose proposal is noted, with whom one wishes to work, who shall act."""
    named = [(i, line.get(i, "np").entity) for i in range(first, end) if line.has(i, "np")]
    others = [(i, entity) for i, entity in named if entity not in doer.entities]
    if verb == "acknowledge":
        found = tuple(entity for _, entity in others if entity.type != "city")[:1]
        return found or tuple(entity for entity in discourse.proposer if entity not in doer.entities)
    if verb == "wish":
        return tuple(entity for i, entity in others if line.has(i - 1, "with") or line.has(i - 2, "with"))
    if verb == "promise":
        bodies = (
            e
            for i, e in others
            if line.has(i - 1, "dative") and e.type in ("company", "person", "organisation", "country")
        )
        return tuple(bodies)[:1]
    if verb in ("propose", "request"):
        homes = {country_of(entity) for entity in doer.entities}
        actors = (e for i, e in others if _opens_clause(line, i, first) and country_of(e) not in homes)
        return tuple(actors)
    return ()


def _opens_clause(line: Line, place: int, first: int) -> bool:
    """Whether the name is of those who shall act: it stands at the head of what is said."""
    return all(line.has(i, "np", "and", "determiner", "that") or line.is_mark(i, ",") for i in range(first, place))


def _find_mark(line: Line, first: int, end: int) -> int | None:
    """The place of the mark that opens an infinitive, or of "that"."""
    for place in range(first, end):
        if line.has(place, "that") or (line.has(place, "mark") and _is_infinitive(line, place)):
            return place
    return None


def _is_infinitive(line: Line, place: int) -> bool:
    view = line.view
    if line.has(place + 1, "np"):
        return False
    return bool(grammar_of(view.lang).shapes["infinitive"].match(view.lower, line.pieces[place].start))


def _after_names(line: Line, first: int, end: int) -> int:
    place = first
    known = ("np", "determiner", "and", "pair", "country-pair", "description", "preposition")
    while place < end and (line.has(place, *known) or line.is_unknown(place)):
        if line.has(place, "dative") and place > first:
            break
        place += 1
    return place


def _named(line: Line, first: int, last: int, discourse: Discourse) -> tuple[tuple[str, ...], tuple[Entity, ...]]:
    """The names between two places; the words themselves where they name a group and no one in particular."""
    while first < last and line.has(first, "determiner", "adverb") and not line.has(first, "np", "pair", "description"):
        first += 1
    if first >= last:
        return (), ()
    if line.has(first, "pair"):
        return tuple(e.name for e in discourse.pair), discourse.pair
    mentions: list[Mention] = [line.get(i, "np") for i in range(first, last) if line.has(i, "np")]
    if line.has(first, "np"):
        entities = tuple(m.entity for m in mentions)
        return tuple(dict.fromkeys(e.name for e in entities)), entities
    for place in range(first, last):
        if kind := line.get(place, "description"):
            entity = nearest(kind, line.words(first, last), discourse)
            if entity and not mentions:
                return (entity.name,), (entity,)
    return (line.words(first, last),), tuple(m.entity for m in mentions)


def _drafts(
    line: Line,
    verb: str,
    doer: Doer,
    to: tuple[str, ...],
    addressees: tuple[Entity, ...],
    places: tuple[int, int, int],
    rule: str,
) -> list[Draft]:
    """One draft for each coordinated undertaking of what is said."""
    begin, first, end = places
    drafts = []
    for number, (a, b) in enumerate(_segments(line, first, end)):
        start = begin if number == 0 else line.pieces[a].start
        stop = line.pieces[b - 1].end
        what = line.pieces[a].start
        drafts.append(
            Draft(verb, doer, to, addressees, min(start, what), stop, what, stop, rule, _is_conditional(line, a, b))
        )
    return drafts


def _segments(line: Line, first: int, end: int) -> list[tuple[int, int]]:
    """What is said, cut where "and to …", ", à …" or "and <verb>" opens another undertaking."""
    cuts = [first]
    for place in range(first + 2, end):
        if _opens_segment(line, place, first):
            cuts.append(place)
    spans = []
    for a, b in zip(cuts, [*cuts[1:], end], strict=True):
        while b > a + 1 and (line.is_mark(b - 1, ",") or line.has(b - 1, "and", "adverb")):
            b -= 1
        spans.append((a, max(b, a + 1)))
    return spans


def _opens_segment(line: Line, place: int, first: int) -> bool:
    before = place - 1
    while line.has(before, "adverb") and before > first:
        before -= 1
    is_linked = line.has(before, "and") or line.is_mark(before, ",")
    if not is_linked:
        return False
    if line.has(place, "mark") and _is_infinitive(line, place):
        return line.has(first, "mark") and _same_mark(line, first, place)
    is_and = line.has(before, "and") or (line.is_mark(before, ",") and _and_before(line, before, first))
    return is_and and (line.get(place, "action") in DEPENDENT or _is_dependent_deed(line, place))


DEPENDENT = ("infinitive", "present", "future", "conditional")


def _is_dependent_deed(line: Line, place: int) -> bool:
    return line.has(place, "future", "conditional") or any(d.form in DEPENDENT for d in line.get(place, "deed") or ())


def _same_mark(line: Line, first: int, place: int) -> bool:
    """Whether two marks are one word: "à … , à …", "de … et d'…"."""
    return line.words(first, first + 1)[:1] == line.words(place, place + 1)[:1]


def _and_before(line: Line, comma: int, first: int) -> bool:
    """Whether the comma closes an aside after "and": "and, together with Bac Ninh, set up"."""
    return any(line.is_mark(i, ",") and line.has(i - 1, "and") for i in range(max(first, comma - 8), comma))


def _is_conditional(line: Line, first: int, end: int) -> bool:
    return any(line.has(i, "condition") for i in range(first, min(end + 1, len(line))))


def _remember(discourse: Discourse, doer: Doer, verb: str) -> None:
    if len(doer.entities) > 1:
        discourse.last = doer.entities
        if verb in ("agree", "sign", "start"):
            discourse.pair = doer.entities[:2]
    for entity in doer.entities[:1]:
        discourse.note(entity)
    if verb in ("propose", "request", "wish"):
        discourse.proposer = doer.entities


def _to_act(view: View, draft: Draft, sentence: Sentence) -> Act:
    start, end, quote = view.quote(draft.start, draft.end)
    entities = (*draft.doer.entities, *draft.addressees)
    return Act(
        doc=view.document.id,
        start=start,
        end=end,
        quote=quote,
        confidence=0.7,
        rule=draft.rule,
        part="body" if sentence.part == "title" else sentence.part,
        verb=draft.verb,
        by=draft.doer.names,
        to=draft.to,
        parties=parties_of_act(view, entities, draft.start, draft.end),
        what=view.norm[draft.what_start : draft.what_end].strip(" ,"),
        forms=forms_of_act(view, draft.what_start, draft.what_end),
        instrument=instrument_of(view, draft.start, draft.end),
        sectors=sectors_of(view, draft.what_start, draft.what_end),
        places=places_of(view, draft.what_start, draft.what_end),
        due=due_of(view, draft.start, draft.end, draft.verb),
        amount=amount_of(view, draft.what_start, draft.what_end),
        conditional=draft.is_conditional,
    )


def _without_repeats(acts: list[Act]) -> list[Act]:
    """The acts without those of the title that the body says again, and without second readings of the same words."""
    kept: list[Act] = []
    for act in acts:
        if not any(act.verb == other.verb and act.start < other.end and other.start < act.end for other in kept):
            kept.append(act)
    return kept
