"""The scene of a document: the countries that it names, its main two, its host, and who speaks."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from msgspec import Struct, field

from servanda.reading.engine import Piece
from servanda.reading.entities import ACTING, SITES, Entity
from servanda.reading.frames import find_frame, find_subjects
from servanda.reading.indicators import Line
from servanda.reading.initials import find_initials
from servanda.reading.name_grammar import grammar
from servanda.reading.names import find_demonyms
from servanda.reading.ordered import Ordered
from servanda.reading.paths import Paths
from servanda.reading.sectors import NO_FIELDS, Fielded, Fields, fields_of
from servanda.reading.sites import TERRITORIES, Sites, is_dateline, is_time, sites_of
from servanda.reading.view import Sentence, View, within
from servanda.reading.viewpoint import Naming, Signs, signals_of, viewpoint_of
from servanda.records import BODY

if TYPE_CHECKING:
    from servanda.reading.marks import Mark
    from servanda.reading.siting import Sited

SOURCE = 90  # characters behind "according to" in which its source is named
_DATELINE = 80  # characters of a dispatch in which its agency is named
_HEAD = 2  # sentences that are headline and lead
_OFTEN = 7  # weight from which a country is one of the two that a dispatch is of
_LEAD = 3  # weight of a name in the title or the first sentence
_CANDIDATES = 3  # countries named most, one of which is the host
LATEST = 120  # figures, or names, that are looked back on: more than most dispatches have
BLOC = 3  # letters that the code of a bloc has at least; a country's has two


ORDER = attrgetter("start", "end", "code", "is_itself", "is_adjective")


class Named(Struct, frozen=True):
    """A country that the text names, by itself, by an adjective or by one of its places."""

    start: int
    end: int
    code: str
    is_itself: bool
    is_adjective: bool = False


class Scene(Struct):
    """What a document says of where it plays: its two main countries, the host of most places, and who spoke last."""

    view: View
    main: tuple[str, ...] = ()
    host: str | None = None
    named: list[Named] = field(default_factory=list)
    speaker: Entity | None = None  # who spoke last in the paragraph
    paragraph: int = -1
    frame: str | None = None  # the time that the head of a dispatch on statistics names for all that follows
    subjects: frozenset[str] = frozenset()  # the indicators that this time is of; of any, where it has none
    fields: Fields = NO_FIELDS  # the words that name a sector, and what the dispatch is about
    sector: Fielded | None = None  # of the last figure, where it has one
    sites: Sites = field(default_factory=lambda: Sites([], {}))
    is_bilateral: bool = False  # its first sentence, mostly its headline, names both main countries
    is_of_two: bool = False  # no third country is named half as often as both main ones
    weights: Counter[str] = field(default_factory=Counter)  # how often each country is named, in the head threefold
    paths: Paths = field(default_factory=Paths)  # whose the figures so far are
    sited: list[Sited] = field(default_factory=list)  # and where they hold
    here: list[Named] = field(default_factory=list)  # the countries of the sentence, "the country" and "the bloc" too
    marks: list[Mark] = field(default_factory=list)  # what the words beside these say
    signs: Signs | None = None  # what it says of the side from which it is told
    heading: str | None = None  # the country of which the paragraph of the sentence tells, as its head says
    spoken: dict[str, dict[str, float]] = field(default_factory=dict)  # what `signs` say of each country
    barred: frozenset[str] = frozenset()  # countries of the sentence of which another amount of a row is

    def other(self, code: str | None) -> str | None:
        """The main country that is not this one; None where there is none, or the dispatch is of a bloc alone."""
        if code and code == self.host and len(code) >= BLOC:
            return None
        return next((main for main in self.main if main != code), None) if code in (None, *self.main) else None

    def spoken_for(self, code: str) -> Mapping[str, float]:
        """How strongly each sign of the side from which a dispatch is told speaks for a country."""
        if code not in self.spoken:
            values = signals_of(self.signs, code) if self.signs else {}
            self.spoken[code] = {f"dispatch {sign}": value for sign, value in values.items() if value}
        return self.spoken[code]

    def told_before(self, sentence: Sentence) -> Sequence[Named]:
        """The countries that the paragraph of a sentence names before it."""
        return within(self.named, self.view.opened(sentence), sentence.start)

    def site_before(self, sentence: Sentence, start: int) -> str | None:
        """The country of the last city or region that a paragraph names before a place in it."""
        sites = within(self.sites.named, self.view.opened(sentence), start)
        return sites[-1].country if sites else None

    def firm_before(self, start: int) -> str | None:
        """The country of the last firm named before a place."""
        firms = (
            m.entity for m in reversed(within(self.view.mentions, 0, start)[-LATEST:]) if m.entity.type == "company"
        )
        return next((firm.country for firm in firms if firm.country), None)


def set_scene(view: View, cues: Ordered[Piece]) -> Scene:
    """The scene of a document, whose cues of figures are found."""
    by_name = [*_named_by(view), *_named_by_adjective(view)]
    named = _without_brackets(view, sorted([*by_name, *_named_by_initials(view, by_name)], key=ORDER))
    leading = view.head_end(_HEAD)
    counts: Counter[str] = Counter()
    codes = {n.code for n in named}
    for mention in view.mentions:
        entity = mention.entity
        code = _code_of(entity)
        if not code or entity.part not in (BODY, "title"):
            continue
        if not is_time(view, mention) and (code in codes or not is_dateline(view, mention)):
            counts[code] += _LEAD if mention.start < leading else 1
    counts.update(n.code for n in named if n.is_adjective)
    main = tuple(code for code, _ in counts.most_common(2))
    voice = _agency_country(view)
    head = view.head(_HEAD)
    heads = {n.code for n in within(named, head[0].start, head[-1].end)} if head else set()
    topic = {n.code for n in within(named, head[0].start, head[0].end)} if head else set()
    bloc = next((code for code in main if topic == {code} and len(code) >= BLOC), None)  # of it, not of its members
    lead = {n.code for n in within(named, head[-1].start, head[-1].end)} if head else set()
    is_bilateral = bool(head) and not bloc and set(main) in (heads, topic, lead)
    signs = _signs(view, named, voice)
    host = bloc or viewpoint_of(signs, (code for code, _ in counts.most_common(_CANDIDATES)))
    frame = find_frame(view, cues)
    return Scene(
        view,
        main,
        host,
        named,
        frame=frame,
        subjects=find_subjects(view, cues),
        sites=sites_of(view),
        fields=fields_of(view, cues),
        signs=signs,
        weights=counts,
        is_bilateral=is_bilateral,
        is_of_two=not bloc and frame is None and _is_of_two(counts),
    )


def _is_of_two(counts: Counter[str]) -> bool:
    """Whether two countries are named far more often than any third, as where a firm of one builds in the other."""
    weights = [weight for _, weight in counts.most_common(_HEAD + 1)]
    return len(weights) >= _HEAD and weights[1] >= max(_OFTEN, 2 * (weights[2] if len(weights) > _HEAD else 0))


def _code_of(entity: Entity) -> str | None:
    """The country that an actor is or belongs to, or the bloc that it is."""
    if entity.type == "bloc":
        return entity.code or entity.name
    is_own = entity.type == "country" or (entity.code or "") in TERRITORIES
    code = entity.code if is_own else entity.country
    return code[:2] if code else None


def _agency_country(view: View) -> str | None:
    """The country of the agency that publishes a dispatch, or that its dateline names."""
    agencies = grammar(view.lang).agencies
    if code := agencies.get(view.document.publisher or ""):
        return str(code)
    body = next((sentence.start for sentence in view.sentences if sentence.part == BODY), 0)
    head = view.written(body, body + _DATELINE)
    return next((code for name, code in agencies.items() if f"({name}" in head or f"/{name}" in head), None)


def _signs(view: View, named: list[Named], agency: str | None) -> Signs:
    """What speaks for a country as the one from whose side the dispatch is told."""
    told = next((sentence.start for sentence in view.sentences if sentence.part == BODY), 0)
    namings = [Naming(n.code, n.start >= told, n.is_itself and not n.is_adjective, not n.is_itself) for n in named]
    speaking = (m.entity for m in view.mentions if m.entity.type in ("person", "public-body"))
    voices = [entity.country for entity in speaking if entity.country]
    return Signs(_dateline_country(view), agency, namings, voices, grammar(view.lang).home)


def _dateline_country(view: View) -> str | None:
    """The country of the place where the dispatch was written."""
    name = (view.document.dateline or "").casefold()
    places = (m.entity for m in view.mentions if m.entity.type in SITES) if name else ()
    return next((place.country for place in places if place.name.casefold() == name), None)


def _named_by(view: View) -> list[Named]:
    found = []
    for mention in view.mentions:
        entity = mention.entity
        is_place = entity.type in SITES
        if not is_place and entity.type not in ("country", "bloc"):
            continue
        if is_dateline(view, mention) or (is_place and is_time(view, mention)):
            continue
        code = _code_of(entity)
        if not is_place and code:
            found.append(Named(mention.start, mention.end, code, True))
        elif is_place and entity.country:
            found.append(Named(mention.start, mention.end, code or entity.country, code in TERRITORIES))
    return found


def _without_brackets(view: View, named: list[Named]) -> list[Named]:
    """The countries without the one that stands beside a territory only to say where it is: "Hong Kong (China)"."""
    beside = set()
    for first, second in itertools.pairwise(named):
        gap = view.norm[first.end : second.start].strip()
        if second.code in TERRITORIES and first.code not in TERRITORIES and not gap:
            beside.add(first)
        if first.code in TERRITORIES and second.code not in TERRITORIES and gap in ("(", "（"):
            beside.add(second)
    return [n for n in named if n not in beside]


def _named_by_adjective(view: View) -> list[Named]:
    """The countries of adjectives, but for those that are part of a person's name."""
    people = {place for m in view.mentions if m.entity.type == "person" for place in range(m.start, m.end)}
    spans = [span for span in find_demonyms(view) if span.place.country and span.start not in people]
    return [Named(span.start, span.end, span.place.country or "", True, True) for span in spans]


def _named_by_initials(view: View, named: list[Named]) -> list[Named]:
    """The countries of pairs such as "中肯", in a text that names Kenya."""
    itself = [(n.start, n.end, n.code) for n in named if n.is_itself and not n.is_adjective]
    taken = {n.start for n in named} | {m.start for m in view.mentions}
    return [Named(start, end, code, True, True) for start, end, code in find_initials(view, itself, taken)]


def find_speaker(line: Line, scene: Scene) -> str | None:
    """Who says what the sentence states, by name; None where it is the dispatch itself."""
    sentence = line.sentence
    if sentence.paragraph != scene.paragraph:
        scene.speaker, scene.paragraph = None, sentence.paragraph
    mentions = list(within(line.view.mentions, sentence.start, sentence.end))
    cue = line.after(sentence.start, "according", sentence.end)
    if cue:
        sources = [m for m in mentions if cue.end <= m.start < cue.end + SOURCE and m.entity.type not in SITES]
        people = [m for m in sources if m.entity.type == "person"]
        found = next(iter(people or sources), None)
        scene.speaker = found.entity if found else None
        return found.entity.name if found else None
    if not line.has("says", sentence.start, sentence.end):
        return None
    agencies = grammar(line.view.lang).agencies
    speaking = (m for m in mentions if m.entity.type in ACTING)
    speakers = [m for m in speaking if m.entity.name not in agencies]
    people = [m for m in speakers if m.entity.type == "person"]
    if speakers:
        scene.speaker = (people or speakers)[0].entity
    return scene.speaker.name if scene.speaker else None
