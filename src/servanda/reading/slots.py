"""The slots of an act that are read from the words it covers: parties, forms, sectors, places, due date, amount."""

from __future__ import annotations

from servanda.reading.names import Entity
from servanda.reading.quantities import Quantity
from servanda.reading.topics import Topic
from servanda.reading.view import View, within
from servanda.records import Amount

BODIES = ("company", "public-body", "organisation", "person")
MAX_PARTIES = 4
RETURNS = 3  # times that a main subject is named at least
LEAD = 3  # weight of a mention in the title or the first sentence


def _topics(view: View, start: int, end: int, kind: str) -> list[Topic]:
    """Topics of a kind in a stretch, without those that are part of a body's name."""
    names = [m for m in within(view.mentions, max(0, start - 200), end) if m.entity.type in BODIES]
    return [
        topic
        for topic in within(view.topics, start, end)
        if topic.kind == kind and not any(n.start <= topic.start < n.end for n in names)
    ]


def forms_of_act(view: View, start: int, end: int) -> tuple[str, ...]:
    """Forms that the words name; a mere agreement only where nothing more concrete is named."""
    codes = dict.fromkeys(topic.code for topic in _topics(view, start, end, "form"))
    if len(codes) > 1:
        codes.pop("agreement", None)
    return tuple(codes)


GENERIC = frozenset(
    [
        "trade",
        "investment",
        "finance",
        "science-technology",
        "digital",
        "energy",
        "transport",
        "manufacturing",
        "labour",
    ]
)


def sectors_of(view: View, start: int, end: int) -> tuple[str, ...]:
    """Sectors that the words name; a general one only where no particular one is named."""
    codes = dict.fromkeys(topic.code for topic in _topics(view, start, end, "sector"))
    particular = [code for code in codes if code not in GENERIC]
    return tuple(particular or codes)


def instrument_of(view: View, start: int, end: int) -> str | None:
    """The first instrument that the words name."""
    return next((topic.code for topic in within(view.topics, start, end) if topic.kind == "instrument"), None)


def places_of(view: View, start: int, end: int) -> tuple[str, ...]:
    """Cities and regions named in a stretch."""
    found = [m.entity.name for m in within(view.mentions, start, end) if m.entity.type in ("city", "region")]
    return tuple(dict.fromkeys(found))


def amount_of(view: View, start: int, end: int) -> Amount | None:
    """The first sum of money of a stretch."""
    return next((_to_amount(q) for q in within(view.quantities, start, end) if q.kind == "money"), None)


def _to_amount(quantity: Quantity) -> Amount:
    return Amount(value=quantity.value, value_max=quantity.value_max, unit=quantity.unit, approx=quantity.approx)


FORWARD = ("wish", "propose", "request", "promise", "plan", "agree", "suspend", "approve", "sign")


def due_of(view: View, start: int, end: int, verb: str) -> str | None:
    """The time by which it is to be done: a time to come, or one that the words give as a due date."""
    if verb not in FORWARD:
        return None
    published = view.document.published or ""
    for time in within(view.times, start, end):
        if time.role == "due" or (time.role in (None, "from", "until") and _is_ahead(time.value, published)):
            if time.kind not in ("duration",):
                return time.value
    return None


def _is_ahead(value: str, published: str) -> bool:
    """Whether a time ends after the day of publication."""
    last = value.rpartition("/")[2]
    if not published or not last[:4].isdigit():
        return False
    size = min(len(last), len(published), 7 if "Q" not in last else 4)
    return last[:size] > published[:size] or (last[:size] == published[:size] and len(last) > 7 and last > published)


def parties_of_act(view: View, entities: tuple[Entity, ...], start: int, end: int) -> tuple[str, ...]:
    """The countries between which it is: of those who do it, of those it is done to, of those named; else the document's."""
    codes = dict.fromkeys(c for entity in entities if (c := country_of(entity)))
    if len(codes) < 2:
        named = [m.entity for m in within(view.mentions, start, end) if m.entity.type != "bloc"]
        for code in (*filter(None, map(country_of, named)), *main_parties(view)):
            codes.setdefault(code)
            if len(codes) > 1:
                break
    return tuple(codes)[:MAX_PARTIES]


def country_of(entity: Entity) -> str | None:
    """The country (or bloc) that an entity is or belongs to."""
    if entity.type == "bloc":
        return entity.name
    return entity.code if entity.type == "country" else entity.country


def main_parties(view: View) -> tuple[str, ...]:
    """The two countries of which the document speaks most."""
    counts: dict[str, int] = {}
    lead = view.sentences[min(1, len(view.sentences) - 1)].end
    for mention in view.mentions:
        if mention.entity.part == "body" and (code := country_of(mention.entity)):
            counts[code] = counts.get(code, 0) + (LEAD if mention.start < lead else 1)
    return tuple(sorted(counts, key=lambda code: -counts[code])[:2])


def main_sectors(view: View) -> tuple[str, ...]:
    """The one particular sector that the title or the first sentence names, where the body comes back to it; else none."""
    first = view.sentences[0]
    codes = [code for code in sectors_of(view, first.start, first.end) if code not in GENERIC]
    counts = [topic.code for topic in view.topics if topic.kind == "sector"]
    return tuple(codes) if len(codes) == 1 and counts.count(codes[0]) >= RETURNS else ()
