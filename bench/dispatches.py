"""Dispatches made by chance as agencies write them: the same for the same seed, up to a million and more.

Each has some fifteen records and two to three kilobytes of text. Countries meet as they do: a few pairs most of the
time. Persons, firms, ministries and cities are named in the script of the dispatch (Latin with and without Vietnamese
marks, Chinese, Cyrillic), mostly as before. Undertakings go on over dispatches, languages and months, from a wish to a
delivery, while new ones begin; some are told twice. Both sides tell their figures, which often differ. Words come as
often as words do: a few in every text, most in hardly any.
"""

from __future__ import annotations

import datetime
import random
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate
from typing import Any, NamedTuple

from servanda.ledger.syllables import bare, cyrillic_of_vietnamese
from servanda.ledger.syllables import readings as han_readings
from servanda.records import Act, Actor, Amount, Document, Event, Figure, Heading, Part, Reading

FIRST = datetime.date(2023, 1, 1)
DAYS = 1_100
LANGS = ("vi", "zh", "en", "fr", "ru")
_OFTEN = (30, 25, 25, 10, 10)  # of a hundred dispatches
COUNTRIES = ("CN", "VN", "RU", "KR", "JP", "FR", "US", "IN", "KZ", "LA", "KH", "TH", "MY", "ID", "SG", "DE", "BR", "ZA")
FORMS = (
    "training", "rd-centre", "investment-project", "connectivity", "procurement", "mechanism", "finance", "pilot",
    "agreement", "shared-infrastructure",
)  # fmt: skip
SECTORS = ("ai", "rail", "new-energy", "agriculture", "health", "semiconductors", "tourism", "logistics", "education")
STAGES = ("wish", "propose", "promise", "agree", "sign", "start", "deliver")
INDICATORS = ("trade", "exports", "imports", "investment")
MINISTRIES = {
    "finance": ("Bộ Tài chính", "财政部", "Ministry of Finance", "ministère des Finances", "Министерство финансов"),
    "health": ("Bộ Y tế", "卫生部", "Ministry of Health", "ministère de la Santé", "Министерство здравоохранения"),
    "transport": (
        "Bộ Giao thông",
        "交通部",
        "Ministry of Transport",
        "ministère des Transports",
        "Министерство транспорта",
    ),
    "trade": ("Bộ Công Thương", "商务部", "Ministry of Commerce", "ministère du Commerce", "Министерство торговли"),
    "education": (
        "Bộ Giáo dục",
        "教育部",
        "Ministry of Education",
        "ministère de l'Éducation",
        "Министерство образования",
    ),
}
CITIES = (
    ("VN", "VN-HP", ("Hải Phòng", "海防", "Hai Phong", "Hai Phong", "Хайфон")),
    ("VN", "VN-DN", ("Đà Nẵng", "岘港", "Da Nang", "Da Nang", "Дананг")),
    ("VN", "VN-HN", ("Hà Nội", "河内", "Hanoi", "Hanoï", "Ханой")),
    ("CN", None, ("Côn Minh", "昆明", "Kunming", "Kunming", "Куньмин")),
    ("CN", None, ("Nam Ninh", "南宁", "Nanning", "Nanning", "Наньнин")),
    ("CN", None, ("Thượng Hải", "上海", "Shanghai", "Shanghai", "Шанхай")),
)
_GOING_ON = 600  # matters of a pair that may go on: of older ones nobody would speak
_SYLLABLES = tuple(a + b for a in "bcdfghjklmnprstv" for b in ("a", "e", "i", "o", "u", "an", "en", "or"))
_TRADES = (
    ("Công nghệ", "科技", "Technology", "Technologies", "Технологии"),
    ("Logistics", "物流", "Logistics", "Logistique", "Лоджистик"),
)


class Matter(NamedTuple):
    """What is undertaken: by whom, where, in which words, and how far it has come."""

    pair: tuple[str, str]
    firm: int
    city: int
    form: str
    sector: str
    words: tuple[int, ...]
    number: int
    amount: Amount | None
    due: str | None
    stage: int


def dispatches(count: int, seed: int = 7) -> Iterator[Reading]:
    """So many readings, oldest first."""
    world = _World(count, random.Random(seed))
    for number in range(count):
        yield world.dispatch(number)


class _World:
    """The countries, persons and firms of which dispatches tell, and what they undertake meanwhile."""

    def __init__(self, count: int, chance: random.Random) -> None:
        self.chance, self.count = chance, count
        table = han_readings()
        self.families, self.given = sorted(table.families), sorted(table.named)
        self.persons = [self._han(2) for _ in range(60 + count // 12)]
        self.firms = [self._han(1) for _ in range(60 + count // 10)]
        self.vocabulary = [self._word() for _ in range(4_000 + count // 20)]
        self.often = list(accumulate(1 / (place + 4) for place in range(len(self.vocabulary))))
        pairs = [(a, b) for place, a in enumerate(COUNTRIES) for b in COUNTRIES[place + 1 :]]
        self.pairs, self.met = pairs, list(accumulate(1 / (place + 1) for place in range(len(pairs))))
        self.matters: dict[tuple[str, str], list[Matter]] = defaultdict(list)

    def _han(self, given: int) -> str:
        return self.chance.choice(self.families) + "".join(self.chance.choices(self.given, k=given))

    def _word(self) -> str:
        return "".join(self.chance.choices(_SYLLABLES, k=self.chance.randint(2, 4)))

    def dispatch(self, number: int) -> Reading:
        """The next dispatch."""
        chance = self.chance
        day = FIRST + datetime.timedelta(days=number * DAYS // self.count)
        lang = chance.choices(range(len(LANGS)), _OFTEN)[0]
        pair = chance.choices(self.pairs, cum_weights=self.met)[0]
        draft = _Draft(self, f"doc-{number}", day, lang, pair)
        for _ in range(chance.choice((1, 2, 3, 3, 4, 5))):
            draft.act(self._matter(pair))
        return draft.reading()

    def _matter(self, pair: tuple[str, str]) -> Matter:
        """What goes on, mostly something of late between the two; else something new."""
        chance, known = self.chance, self.matters[pair]
        if known and chance.random() < 0.6:
            place = max(0, len(known) - 1 - int(chance.expovariate(1 / 30)))
            step = known[place].stage + chance.choice((0, 1, 1, 1, 2))
            if step < len(STAGES):
                known[place] = known[place]._replace(stage=step)
                return known[place]
        matter = Matter(
            pair, chance.randrange(len(self.firms)), chance.randrange(len(CITIES)), chance.choice(FORMS),
            chance.choice(SECTORS), tuple(chance.choices(range(len(self.vocabulary)), k=3)), chance.randint(11, 9999),
            Amount(value=chance.randint(1, 900) * 1e6, unit="USD") if chance.random() < 0.3 else None,
            f"{chance.randint(2024, 2028)}-{chance.randint(1, 12):02}" if chance.random() < 0.25 else None,
            chance.choice((0, 1, 1, 2, 3, 4)),
        )  # fmt: skip
        known.append(matter)
        del known[:-_GOING_ON]
        return matter

    def person(self, place: int, lang: int) -> str:
        """A person's name in a language."""
        return self._written(self.persons[place], lang)

    def firm(self, place: int, lang: int) -> str:
        """A firm's name in a language."""
        name, trade = self._written(self.firms[place], lang), _TRADES[place % 2][lang]
        return f"{name}{trade}" if LANGS[lang] == "zh" else f"{name} {trade}"

    def _written(self, name: str, lang: int) -> str:
        table = han_readings()
        if LANGS[lang] == "zh":
            return name
        if LANGS[lang] == "vi":
            return " ".join(table.vietnamese[char][0].title() for char in name)
        if LANGS[lang] == "ru" and all(table.vietnamese.get(char) for char in name):
            sounds = [min(cyrillic_of_vietnamese(bare(table.vietnamese[char][0])), default="") for char in name]
            if all(sounds):
                return " ".join(sound.title() for sound in sounds)
        return f"{table.mandarin[name[0]][0]} {''.join(table.mandarin[c][0] for c in name[1:])}".title()

    def words(self, lang: int, most: int) -> str:
        """Words of a language as often as words come."""
        chosen = self.chance.choices(self.vocabulary, cum_weights=self.often, k=most)
        return " ".join(self.told(word, lang) for word in chosen)

    def told(self, word: str, lang: int) -> str:
        """A word in a language: each has its own ending."""
        return word + ("", "o", "ing", "age", "ov")[lang]


class _Draft:
    """A dispatch in the making: sentences with their records."""

    def __init__(self, world: _World, doc: str, day: datetime.date, lang: int, pair: tuple[str, str]) -> None:
        self.world, self.chance, self.doc, self.lang, self.pair = world, world.chance, doc, lang, pair
        self.day = day.isoformat()
        self.text = ""
        self.found: dict[str, list[Any]] = {"actors": [], "events": [], "figures": [], "acts": []}
        self.named: set[str] = set()
        self.title = self._sentence(8)
        self._open()

    def _open(self) -> None:
        chance, host = self.chance, self.chance.choice(self.pair)
        for country in self.pair:
            self.name(Actor, type="country", name=country, country=country, code=country)
        self.person = self._person(host)
        self.add("events", Event, type="meeting", when=self.day, parties=self.pair, participants=(self.person,))
        self._filler(2)
        for _ in range(chance.choice((2, 4, 5))):
            self._figure(host)

    def _person(self, country: str) -> str:
        world, chance = self.world, self.chance
        place = min(len(world.persons) - 1, int(chance.expovariate(8 / len(world.persons))))
        kind = list(MINISTRIES)[place % len(MINISTRIES)]
        body, name = MINISTRIES[kind][self.lang], world.person(place, self.lang)
        self.name(Actor, type="public-body", name=body, country=country)
        self.name(Actor, type="person", name=name, country=country, organisation=body)
        return name

    def _figure(self, host: str) -> None:
        """A figure of the two, as one side tells it: the other's may differ."""
        chance = self.chance
        level = (1 + self.world.pairs.index(self.pair) % 90) * 1e9 * chance.choice((1, 1, 1, 1.04, 1.3))
        partner = self.pair[1] if host == self.pair[0] else self.pair[0]
        self.add("figures", Figure, indicator=chance.choice(INDICATORS), measure="level", value=level, unit="USD",
                 period=chance.choice(("2023", "2024", "2025-Q1")), reporter=host, partner=partner)  # fmt: skip

    def name(self, kind: type[Actor], **slots: Any) -> None:
        """Name an actor, once."""
        if slots["name"] not in self.named:
            self.named.add(slots["name"])
            self.add("actors", kind, **slots)

    def act(self, matter: Matter) -> None:
        """One step of a matter."""
        world, chance = self.world, self.chance
        firm = world.firm(matter.firm, self.lang)
        home, code, names = CITIES[matter.city]
        city = names[self.lang]
        self.name(Actor, type="company", name=firm, country=self.pair[matter.firm % 2])
        self.name(Actor, type="city", name=city, country=home, code=code)
        what = " ".join(world.told(world.vocabulary[word], self.lang) for word in matter.words)
        quote = f"{firm} {STAGES[matter.stage]} {what} {city} {matter.number}"
        self.add(
            "acts", Act, verb=STAGES[matter.stage], by=(firm,), to=(self.person,) if chance.random() < 0.3 else (),
            parties=self.pair, forms=(matter.form,), sectors=(matter.sector,), what=what, places=(city,),
            amount=matter.amount, due=matter.due, when=self.day if chance.random() < 0.4 else None, quote=quote,
        )  # fmt: skip
        self._filler(1)

    def _filler(self, sentences: int) -> None:
        for _ in range(sentences):
            self._sentence(24)

    def _sentence(self, words: int) -> str:
        sentence = self.world.words(self.lang, words)
        self.text += f"{sentence}.\n"
        return sentence

    def add(self, slot: str, kind: Any, *, quote: str | None = None, **slots: Any) -> None:
        """Put a sentence with one record at the end of the text."""
        words = quote or f"{slots.get('name', '')} {self.world.words(self.lang, 7)}".strip()
        start = len(self.text)
        self.text += f"{words}.\n"
        given = {"doc": self.doc, "start": start, "end": start + len(words), "quote": words}
        self.found[slot].append(kind(**given, confidence=0.9, rule="made", **slots))

    def reading(self) -> Reading:
        """The dispatch with all that was read of it."""
        lang, parts = LANGS[self.lang], (Part(0, len(self.text)),)
        document = Document(id=self.doc, text=self.text, lang=lang, published=self.day, parts=parts)
        heading = Heading(
            doc=self.doc, start=0, end=len(self.title), quote=self.title, confidence=1.0, rule="made", lang=lang,
            title=self.title, published=self.day,
        )  # fmt: skip
        found: dict[str, Any] = {kind: tuple(made) for kind, made in self.found.items()}
        return Reading(document=document, heading=heading, **found)
