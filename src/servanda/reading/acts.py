"""Who wishes, proposes, agrees, signs, does what towards whom: the acts of a document as records."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec import Struct

from servanda.reading.deeds import read_deeds
from servanda.reading.discourse import Discourse, main_company, main_pair
from servanda.reading.drafts import Draft, Told
from servanda.reading.entities import REALMS, Entity
from servanda.reading.fields import field_of
from servanda.reading.grammar import (
    TELLING,
    grammar_of,
)
from servanda.reading.line import CLOSING_QUOTES, OPENING_QUOTES, Pages, line_of, outermost
from servanda.reading.ordered import Ordered
from servanda.reading.said import quoted_whole
from servanda.reading.slots import MONEY, WIDE, Slots
from servanda.reading.tallies import without_tallies
from servanda.reading.turns import Speech
from servanda.reading.view import Sentence, View
from servanda.records import BODY, TITLE, Act, Event, Figure

READ_PARTS = (BODY, TITLE)  # what teasers and links say belongs to other stories
LOOSE = frozenset(
    ("agreement", "finance", "policy", "dialogue", "mechanism", "market-access")
)  # nothing is built by them
BUILT = frozenset(("start", "deliver", "approve", "suspend", "abandon"))  # what is done may be done to what has a name
WIDENED = frozenset(
    ("connectivity", "market-access", "procurement", "training")
)  # a railway is built, exports are widened
ACCESS, BOUGHT = "market-access", "procurement"  # deliveries that are allowed come into a market
INVESTMENT, PROJECT = "investment", "investment-project"  # the one sector says no more than the form
ENDED = frozenset(("refuse", "suspend", "abandon"))  # verbs that tell nothing of what they put an end to
ANSWERS = frozenset(("acknowledge", "refuse", "promise", "agree", "approve"))
LOAN = "financing-agreement"  # an instrument that is about money, whatever it is for
HEADLINE = 120  # characters; longer sentences are no headlines
NEAR = 8  # acts before one that may cover its words


def read_acts(view: View, figures: tuple[Figure, ...], events: tuple[Event, ...]) -> tuple[Act, ...]:
    """The acts of a document in order, each once: what a title says again is left to the body.

    What its figures show to be statistics and its events to be visits is nobody's undertaking.
    """
    pages = Pages(view)
    slots = Slots(pages)
    found = [(*_to_act(slots, draft, sentence), sentence.part == TITLE) for draft, sentence in _find_drafts(pages)]
    acts = _without_titles([one for one in found if one[0].what])  # a verb alone says nothing
    acts = _without_repeats(acts)
    visits = [event for event in events if event.type == "visit"]
    return without_tallies(tuple(_with_subject(acts, slots, visits)), figures)


def _find_drafts(pages: Pages) -> Iterator[tuple[Draft, Sentence]]:
    """The drafts of all sentences; what each sentence names is known to those after it."""
    view = pages.view
    grammar = grammar_of(view.lang)
    words = grammar.find(view)
    discourse = Discourse(
        pair=main_pair(view, REALMS), countries=main_pair(view, ("country",)), main_company=main_company(view)
    )

    def is_joined(start: int, end: int) -> bool:
        return view.lower[start:end].strip() in grammar.links

    speech = view.speech or Speech()
    ordered, telling = Ordered(words), Ordered([piece for piece in words if piece.bits & TELLING])
    for sentence in view.sentences:
        named = outermost(pages.mentions.within(sentence.start, sentence.end))
        named = [mention for mention in named if mention.start not in speech.called]
        discourse.turn = speech.at(sentence)
        if sentence.part in READ_PARTS:
            is_short = sentence.end - sentence.start < HEADLINE and view.norm[sentence.end - 1] != "."
            if is_short or telling.within(sentence.start, sentence.end):
                mine = list(ordered.within(sentence.start, sentence.end))
                line = line_of(pages, sentence, mine, named)
                yield from ((draft, sentence) for draft in read_deeds(line, discourse))
        if sentence.part in (BODY, TITLE):
            discourse.hear(named, is_joined)


def _with_subject(acts: list[tuple[Act, Draft]], slots: Slots, visits: list[Event]) -> Iterator[Act]:
    """The acts but for visits, each with what it is about, which "this proposal" or "the facility" point back to."""
    said = Said()
    for act, draft in acts:
        forms = _forms(act, draft, slots, said)
        sectors = _sectors(act, draft, slots, said)
        if INVESTMENT in sectors and PROJECT in forms:
            sectors = tuple(code for code in sectors if code != INVESTMENT)
        if (forms, sectors) != (act.forms, act.sectors):
            act = msgspec.structs.replace(act, forms=forms, sectors=sectors)
        if not _is_visit(act, visits):
            said.hear(act, slots.view.sentence(draft.start).paragraph)
            yield act


def _is_visit(act: Act, visits: list[Event]) -> bool:
    """Whether an act is a visit that is told to be over: nobody owed it, it is an event."""
    is_talk = act.verb == "deliver" and act.forms == ("dialogue",)
    return is_talk and any(visit.start < act.end and act.start < visit.end for visit in visits)


class Said(Struct):
    """What the acts so far were about: the last one, the last that asked for something, what was built first."""

    before: Act | None = None
    asked: Act | None = None
    built: tuple[str, ...] = ()
    paragraph: int = -1  # of the last one

    def hear(self, act: Act, paragraph: int) -> None:
        """Note an act, and the paragraph in which it stands."""
        self.before, self.paragraph = act, paragraph
        if act.verb in ("propose", "request", "wish"):
            self.asked = act
        self.built = self.built or tuple(form for form in act.forms if form not in LOOSE)


def _forms(act: Act, draft: Draft, slots: Slots, said: Said) -> tuple[str, ...]:
    """The forms that are named, else those of what is answered or spoken of again, else those pointed to."""
    if act.instrument == LOAN and set(act.forms) <= {"agreement"}:
        return (MONEY,)
    if act.forms == ("agreement",) and act.verb in ("sign", "agree"):
        weak = slots.weak_forms(draft.what_start, draft.named_to)
        return tuple(form for form in weak if form not in LOOSE) or act.forms
    if act.forms:
        return act.forms
    if draft.is_answer and said.asked is not None:
        return said.asked.forms
    if draft.points_back and said.built:
        return said.built
    if act.verb in BUILT and (named := slots.of_names(draft.what_start, draft.what_end, "form")):
        return named
    first = draft.what_start if act.verb in ENDED else draft.named_from  # "will deliver 20 pumps": procurement
    weak = () if draft.is_broad else slots.weak_forms(first, draft.named_to)
    weak = (ACCESS,) if act.verb == "approve" and weak[:1] == (BOUGHT,) else _pointed_to(weak)
    if not weak and act.verb in ("promise", "deliver") and act.amount:
        return (MONEY,)
    return weak or (said.asked.forms if said.asked and _answers(act, said.asked) else ())


def _pointed_to(weak: tuple[str, ...]) -> tuple[str, ...]:
    """The one form that words point to: the first; of what is built or widened, what says more of it."""
    if weak[:1] == (PROJECT,):
        return next(((form,) for form in weak if form in WIDENED), weak[:1])
    return weak[:1]


def _answers(act: Act, asked: Act) -> bool:
    """Whether an act that names no form answers the one who asked, or tells what the one who was asked then does."""
    is_alone = act.verb in ANSWERS and len(act.by) == 1
    return is_alone and bool({*act.by} & {*asked.to} or {*act.to} & {*asked.by})


def _sectors(act: Act, draft: Draft, slots: Slots, said: Said) -> tuple[str, ...]:
    """The sectors that are named, else those of what is answered or meant again, else the one for which most speaks."""
    if act.sectors:
        return act.sectors
    if draft.is_answer and not act.forms and said.asked is not None:
        return said.asked.sectors
    if draft.is_same_field and said.before is not None:
        return said.before.sectors
    start, end = draft.start, draft.named_to
    is_near = slots.view.sentence(start).paragraph == said.paragraph and not draft.is_broad
    main = slots.main_sectors
    return field_of(
        {
            "hinted": slots.weak_sectors(draft.what_start, end),
            "built": slots.of_names(draft.what_start, end, "sector") if act.verb in BUILT else (),
            "before" if is_near else "earlier": said.before.sectors if said.before else (),
            "wide" if main == (WIDE,) else "main": main,
            "bodies": slots.of_bodies(start, end),
            "sentence": slots.of_sentence(start),
        }
    )


def _to_act(slots: Slots, draft: Draft, sentence: Sentence) -> tuple[Act, Draft]:
    """The record of a draft, its slots read from the words that it covers; with the draft."""
    view, told = slots.view, draft.told
    start, end, quote = view.quote(draft.start, draft.end)
    first, last = draft.what_start, draft.what_end
    act = Act(
        doc=view.document.id,
        start=start,
        end=end,
        quote=quote,
        confidence=told.sure,
        rule=told.rule,
        part=BODY,
        verb=told.verb,
        by=told.doer.names,
        to=told.to.names,
        parties=slots.parties(_sides(view, sentence, told), draft.start, draft.end),
        what=_without_marks(view.written(*quoted_whole(view.norm, *draft.said))),
        forms=slots.forms(draft.named_from, draft.named_to),
        instrument=slots.instrument(draft.start, draft.end),
        sectors=slots.sectors(draft.named_from, draft.named_to),
        places=slots.places(first, last),
        when=slots.when(draft.start, draft.end),
        due=slots.due(draft.start, draft.end, told.verb),
        amount=slots.amount(first, last),
        conditional=draft.is_conditional,
    )
    return act, draft


def _sides(view: View, sentence: Sentence, told: Told) -> tuple[Entity, ...]:
    """Those who act and to whom; what one of two who speak to each other says of a side is between both."""
    entities = (*told.doer.entities, *told.to.entities)
    turn = view.speech.at(sentence) if view.speech else None
    spoken = (turn.ours, turn.theirs) if turn and turn.ours and turn.theirs else ()
    speaks = turn and not {turn.speaker, *spoken, turn.listener}.isdisjoint(entities)
    return (*entities, *spoken) if speaks else entities


def _without_marks(words: str) -> str:
    """The words without marks at their ends, and without quotation marks that stand alone or hold all of them."""
    words = words.strip(" ,;–—")
    first, last = words[:1] in OPENING_QUOTES, words[-1:] in CLOSING_QUOTES
    is_pair = first and last and not OPENING_QUOTES.intersection(words[1:])
    if is_pair or (first and CLOSING_QUOTES.isdisjoint(words)) or (last and OPENING_QUOTES.isdisjoint(words)):
        return words[first : len(words) - last].strip(" ,;")
    return words


def _without_titles(acts: list[tuple[Act, Draft, bool]]) -> list[tuple[Act, Draft]]:
    """The acts without those of the title that the body says again."""
    told = [act for act, _, is_title in acts if not is_title]
    return [
        (act, draft)
        for act, draft, is_title in acts
        if not (is_title and any(_is_again(act, other) or _is_told_of(act, other) for other in told))
    ]


def _is_told_of(act: Act, other: Act) -> bool:
    """Whether a title says of the same doers or parties, and of the same form, by another verb what the body tells."""
    is_same = set(act.by) & set(other.by) or set(act.parties) == set(other.parties)
    return bool(is_same) and bool(set(act.forms) & set(other.forms))


def _is_again(act: Act, other: Act) -> bool:
    """Whether two acts may well be one: the same verb, and a doer, addressee, form or sector shared.

    Or the one names in other words who does it: "the C909 enters service", "the carrier put two C909 into service".
    """
    shares = (
        set(act.by) & set(other.by), set(act.forms) & set(other.forms), set(act.to) & set(other.to),
        set(act.sectors) & set(other.sectors), any(name in other.quote for name in act.by),
    )  # fmt: skip
    return act.verb == other.verb and any(shares)


def _without_repeats(acts: list[tuple[Act, Draft]]) -> list[tuple[Act, Draft]]:
    """The acts without second readings of the same words."""
    kept: list[tuple[Act, Draft]] = []
    for act, draft in acts:
        recent = [other for other, _ in kept[-NEAR:]]
        if not any(act.verb == other.verb and _overlap(act, other) for other in recent):
            kept.append((act, draft))
    return kept


def _overlap(act: Act, other: Act) -> bool:
    """Whether the words of two acts are half the same."""
    shared = min(act.end, other.end) - max(act.start, other.start)
    return 2 * shared > min(act.end - act.start, other.end - other.start)
