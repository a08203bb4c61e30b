"""The slots of an act that are read from the words it covers: parties, forms, sectors, places, dates, amount."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from servanda.languages import load_topic
from servanda.reading.entities import ACTING, SITES, Entity
from servanda.reading.grammar import COMMA, grammar_of
from servanda.reading.line import Pages
from servanda.reading.names import find_demonyms
from servanda.reading.ordered import Ordered
from servanda.reading.quantities import Quantity
from servanda.reading.times import Time
from servanda.reading.topics import KINDS, Topic
from servanda.reading.view import View
from servanda.records import BODY, Amount
from servanda.vocabulary import codes

NAMED = (*ACTING, "country")  # in whose names no topic is looked for
MAX_PARTIES = 4
WIDE = "trade"  # what a document is about whose head names no narrower sector
RETURNS = 3  # times that a main subject is named at least
MOST_IN_HEAD = 2  # sectors that a head names where one of them is the main one
ARTICLE = 12  # characters in which an article and the word of place before it stand
LEAD = 3  # weight of a mention in the title or the first sentence; also the sentences that the lead has
MONEY, WORKS = "finance", frozenset(("investment-project", "shared-infrastructure", "connectivity"))
FORWARD = frozenset(("wish", "propose", "request", "promise", "plan", "agree", "suspend", "approve", "sign", "refuse"))
_DATES = frozenset(("day", "days", "month", "months", "season", "year", "quarter", "half", "week"))
_HEADING = 2  # sentences of the dispatch whose names weigh more
_OFTEN = 3  # namings of a country of which a document speaks; one in its head counts for several
_BARE = 7  # characters of a month; shorter values are years and quarters


class Slots:
    """What the words of a document fill the slots of its acts with; made once a document."""

    def __init__(self, pages: Pages) -> None:
        """Set apart the topics that are no part of a body's name, and find what the document is about."""
        view = self.view = pages.view
        self.pages = pages
        self._topics = list(_free_topics(view))
        self._free = {topic.start for topic in self._topics}
        kept: dict[str, list[Topic]] = {kind: [] for kind in KINDS}
        for topic in self._topics:
            kept[topic.kind].append(topic)
        self._kept = {kind: Ordered(topics) for kind, topics in kept.items()}
        grammar = grammar_of(view.lang)
        self._links, self._head = grammar.links, -1 if grammar.link & COMMA else 0
        self._inside = frozenset(load_topic(view.lang, "names")["words"]["inside"])
        self._general = frozenset(codes("general-sector"))
        self._peoples = Ordered(find_demonyms(view))
        self.main_parties = _main_parties(view)
        self.main_sectors = self._main_sectors()

    def _codes(self, start: int, end: int, kind: str) -> list[str]:
        named = self._kept[kind].within(start, end)
        return list(dict.fromkeys([topic.code for topic in named])) if named else []

    def forms(self, start: int, end: int) -> tuple[str, ...]:
        """Forms that the words name; a mere agreement only where nothing more concrete is named.

        Of several that no "and" or comma parts, one is meant and the rest say of what it is: a committee on tariffs, a
        loan for the port. It is the first, in Chinese the last.
        """
        named = self._kept["form"].within(start, end)
        if any(topic.code != "agreement" for topic in named):
            named = [topic for topic in named if topic.code != "agreement"]
        groups: list[list[Topic]] = []
        for before, topic in zip([None, *named], named, strict=False):
            if before and not self._are_listed(before, topic):
                groups[-1].append(topic)
            else:
                groups.append([topic])
        found = tuple(dict.fromkeys(group[self._head].code for group in map(self._without_places, groups)))
        if MONEY in found and len(found) > 1:
            spare = WORKS if found[0] == MONEY else {MONEY} if found[0] in WORKS else frozenset()
            return tuple(form for form in found if form not in spare)
        return found

    def _without_places(self, group: list[Topic]) -> list[Topic]:
        """The topics without works that only tell where something is set up: "in the industrial park a test centre"."""
        first = next((number for number, topic in enumerate(group) if not self._is_place(topic)), 0)
        return group[first:]

    def _is_place(self, topic: Topic) -> bool:
        """Whether a word of place stands before works, with or without an article."""
        before = self.view.lower[max(0, topic.start - ARTICLE) : topic.start].split()[-2:]
        return topic.code in WORKS and not self._inside.isdisjoint(before)

    def _are_listed(self, before: Topic, topic: Topic) -> bool:
        """Whether "and" or a comma stands between two topics."""
        between = self.view.lower[before.end : topic.start]
        return "," in between or not self._links.isdisjoint(between.split())

    def sectors(self, start: int, end: int) -> tuple[str, ...]:
        """Sectors that the words name; a general one only where no particular one is named."""
        found = self._codes(start, end, "sector")
        particular = tuple(code for code in found if code not in self._general)
        return particular or (self.weak_sectors(start, end) if found else ()) or tuple(found)

    def of_names(self, start: int, end: int, kind: str) -> tuple[str, ...]:
        """Topics that the names in a stretch carry: of a laboratory that is opened its own name tells what it is."""
        found = (t.code for t in self.pages.topics.within(start, end) if t.kind == kind)
        return tuple(dict.fromkeys(code for code in found if code not in self._general))

    def of_bodies(self, start: int, end: int) -> tuple[str, ...]:
        """The sectors that the names of bodies in a stretch carry, the general ones left out."""
        found = [t for t in self.pages.topics.within(start, end) if t.kind in ("sector", "weak-sector")]
        return tuple(t.code for t in found if t.start not in self._free and t.code not in self._general)

    def of_sentence(self, place: int) -> tuple[str, ...]:
        """The particular sectors that the sentence at a place names."""
        sentence = self.view.sentence(place)
        return tuple(code for code in self._codes(sentence.start, sentence.end, "sector") if code not in self._general)

    def weak_forms(self, start: int, end: int) -> tuple[str, ...]:
        """Forms that the words only point to, those apart by which works tell where it is."""
        found = self._kept["weak-form"].within(start, end)
        pointed = [topic for topic in found if not self._is_place(topic)] or found
        return tuple(dict.fromkeys(topic.code for topic in pointed))

    def weak_sectors(self, start: int, end: int) -> tuple[str, ...]:
        """Sectors that the words only point to, the general ones left out."""
        return tuple(code for code in self._codes(start, end, "weak-sector") if code not in self._general)

    def instrument(self, start: int, end: int) -> str | None:
        """The first instrument that the words name."""
        return next(iter(self._codes(start, end, "instrument")), None)

    def places(self, start: int, end: int) -> tuple[str, ...]:
        """Cities and regions named in a stretch."""
        found = [m.entity.name for m in self.pages.mentions.within(start, end) if m.entity.type in SITES]
        return tuple(dict.fromkeys(found))

    def amount(self, start: int, end: int) -> Amount | None:
        """The first sum of money of a stretch."""
        sums = self.pages.sums.within(start, end)
        return _to_amount(sums[0].value) if sums else None

    def _times(self, start: int, end: int) -> list[Time]:
        return [piece.value for piece in self.pages.times.within(start, end)]

    def due(self, start: int, end: int, verb: str) -> str | None:
        """The time by which it is to be done: one that the words give as a due date, else a time to come."""
        if verb not in FORWARD:
            return None
        times = [time for time in self._times(start, end) if time.kind != "duration"]
        published = self.view.document.published or ""
        due = next((time.value for time in times if time.role == "due"), None)
        ahead = (t.value for t in times if t.role in (None, "from", "until") and is_ahead(t.value, published))
        return due or next(ahead, None)

    def when(self, start: int, end: int) -> str | None:
        """The day or month on which it was done, where the words name one that has passed."""
        published = self.view.document.published or ""
        past = (t for t in self._times(start, end) if _is_past(t, published))
        return next((time.value for time in past), None)

    def parties(self, entities: tuple[Entity, ...], start: int, end: int) -> tuple[str, ...]:
        """The countries between which it is: of those who act, of those named with it; else the document's."""
        found = dict.fromkeys(code for entity in entities if (code := country_of(entity)))
        if len(found) < 2:
            sentence = self.view.sentence(start)
            around = self._countries(sentence.start, sentence.end)
            for code in (*self._countries(start, end), *around, *self.main_parties):
                found.setdefault(code)
                if len(found) > 1:
                    break
        return tuple(found)[:MAX_PARTIES]

    def _countries(self, start: int, end: int) -> Iterator[str]:
        """The countries that a stretch names, by a name or by an adjective of a people, in order."""
        named = [m for m in self.pages.mentions.within(start, end) if m.entity.type != "bloc"]
        told = [(m.start, code) for m in named if (code := country_of(m.entity))]
        told += [(span.start, span.place.country) for span in self._peoples.within(start, end) if span.place.country]
        return (code for _, code in sorted(told))

    def _main_sectors(self) -> tuple[str, ...]:
        """The one sector that the headline names, or the head of the document where the body comes back to it."""
        lead = self.view.head(LEAD)
        if not lead:
            return ()
        title = self.sectors(lead[0].start, lead[0].end)
        if len(title) == 1 and title[0] not in self._general:
            return title
        head = set(self._codes(lead[0].start, lead[-1].end, "sector")) - self._general
        counts = Counter(t.code for t in self._topics if t.kind == "sector" and t.code not in self._general)
        if not head and WIDE in title:
            return (WIDE,)
        ranked = [*counts.most_common(2), ("", 0), ("", 0)]
        (code, most), (_, second) = ranked[0], ranked[1]
        is_alone = len(head) <= MOST_IN_HEAD and most >= RETURNS and most >= 2 * second
        return (code,) if code in head and is_alone else ()


def _free_topics(view: View) -> Iterator[Topic]:
    """The topics that stand outside the names of bodies and persons."""
    names = [m for m in view.mentions if m.entity.type in NAMED]
    # What begins with a small letter is a thing that may be founded: "торговое представительство в Дубае".
    common = {m.start for m in names if view.norm[m.start].islower()}
    place, reached = 0, -1
    for topic in view.topics:
        while place < len(names) and names[place].start <= topic.start:
            reached = max(reached, names[place].end)
            place += 1
        if topic.end > reached or topic.start in common:
            yield topic


def _to_amount(quantity: Quantity) -> Amount:
    return Amount(value=quantity.value, value_max=quantity.value_max, unit=quantity.unit, approx=quantity.approx)


def is_ahead(value: str, published: str) -> bool:
    """Whether a time ends after the day of publication."""
    last = value.rpartition("/")[2]
    if not published or not last[:4].isdigit():
        return False
    if "Q" in last:
        return (last[:4], int(last[-1:])) >= (published[:4], (int(published[5:7] or 1) + 2) // 3)
    size = min(len(last), len(published), _BARE)
    return last[:size] > published[:size] or (
        last[:size] == published[:size] and len(last) > _BARE and last > published
    )


def _is_past(time: Time, published: str) -> bool:
    """Whether a time is a date that has passed by the day of publication, and not merely a start or an end."""
    if time.kind not in _DATES or time.role is not None or not published:
        return False
    return time.value[:4].isdigit() and "Q" not in time.value and time.value <= published


def country_of(entity: Entity) -> str | None:
    """The country (or bloc) that an entity is or belongs to."""
    if entity.type == "bloc":
        return entity.code or entity.name
    return entity.code if entity.type == "country" else entity.country


def _main_parties(view: View) -> tuple[str, ...]:
    """The two countries of which the document speaks most, if it does so often; one named in passing is none."""
    counts: dict[str, int] = {}
    lead = view.head_end(_HEADING)
    for mention in view.mentions:
        if mention.entity.part == BODY and (code := country_of(mention.entity)):
            counts[code] = counts.get(code, 0) + (LEAD if mention.start < lead else 1)
    ranked = sorted(counts, key=lambda code: -counts[code])
    return tuple(code for code in ranked[:2] if counts[code] >= _OFTEN)
