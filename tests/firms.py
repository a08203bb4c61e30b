"""Readings by chance, and the same for the same seed: three firms in three scripts, five matters, two cities."""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence

from making import act, reading
from servanda.records import Reading

TODAY = datetime.date(2026, 1, 1)
FIRMS = (("Tianhai Logistics", "en"), ("天海物流", "zh"), ("Тяньхай Лоджистик", "ru"))
MATTERS = ("cold store", "tram line", "rice mill", "data centre", "port crane")
VERBS = ("propose", "agree", "sign", "start", "deliver")


def told(number: int, chance: random.Random, firms: Sequence[tuple[str, str]]) -> Reading:
    """A firm, named in one of three scripts, does something about one of five matters in one of two cities."""
    name, lang = chance.choice(firms)
    code = {"Hai Phong": "VN-HP", "Da Nang": "VN-DN"}
    city, matter, verb = chance.choice(("Hai Phong", "Da Nang")), chance.choice(MATTERS), chance.choice(VERBS)
    quote = f"{name} {verb} {matter} {city} {chance.randint(10, 14)} halls"
    return reading(
        f"doc-{number}",
        f"{quote}. {city}.",
        {"kind": "actor", "type": "company", "name": name, "quote": name, "country": "CN"},
        {"kind": "actor", "type": "city", "name": city, "quote": city, "country": "VN", "code": code[city]},
        act(verb, quote, by=(name,), parties=("CN", "VN"), forms=("investment-project",), places=(city,), what=matter),
        lang=lang,
        published=f"2025-{1 + number % 12:02}-{1 + number % 27:02}",
    )  # fmt: skip


def made(seed: int, count: int = 24, firms: Sequence[tuple[str, str]] = FIRMS) -> list[Reading]:
    """So many readings, in order of their numbers."""
    chance = random.Random(seed)
    return [told(number, chance, firms) for number in range(count)]
