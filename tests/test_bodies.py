"""Public bodies as five languages call them: those of a line are one, those of two lines are two."""

from __future__ import annotations

import random
from itertools import combinations
from pathlib import Path

import pytest
import yaml

from servanda.ledger.identity import resolve
from servanda.ledger.places_within import known_places, world_name
from servanda.records import Entry
from test_identity import entry

LANGUAGES = ("vi", "zh", "ru", "en", "fr")
FLOOR = 0.94


def entries() -> dict[str, list[Entry]]:
    """A document for each form of each body, by the body."""
    listed = yaml.safe_load((Path(__file__).parent / "bodies.yaml").read_text("utf-8"))
    return {
        f"{country}-{number}": [
            entry(f"{country}-{number}-{lang}", name, "public-body", lang=lang, country=country)
            for lang, name in zip(LANGUAGES, line.split(" | "), strict=True)
            if name != "-"
        ]
        for country, lines in listed.items()
        for number, line in enumerate(lines)
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_public_bodies_are_known_over_languages_and_told_apart(seed: int) -> None:
    told = {one.id: body for body, named in entries().items() for one in named}
    made = [one for named in entries().values() for one in named]
    random.Random(seed).shuffle(made)
    found = resolve(made)
    of = {one.id: found.of(one.id) for one in made}
    pairs = list(combinations(of, 2))
    joined = {pair for pair in pairs if of[pair[0]] == of[pair[1]]}
    same = {pair for pair in pairs if told[pair[0]] == told[pair[1]]}
    assert not joined - same
    assert len(joined & same) >= FLOOR * len(same)


@pytest.mark.parametrize(
    ("name", "lang", "place"),
    [
        ("Томский политехнический университет", "ru", "Tomsk"),
        ("芽庄大学", "zh", "Nha Trang"),
        ("中国人民银行", "zh", "CN"),
        ("Đại học Nha Trang", "vi", "Nha Trang"),
    ],
)
def test_places_within_names_are_called_as_the_world_calls_them(name: str, lang: str, place: str) -> None:
    assert place in {held for _, found in known_places(name, lang) for held in (found.name, found.code)}


def test_a_common_adjective_is_no_place() -> None:
    assert not known_places("Морской банк", "ru")


def test_a_town_has_one_name_in_all_languages() -> None:
    assert world_name("大叻", "zh") == world_name("Đà Lạt", "vi") == "Da Lat"
    assert world_name("Nowhere at all", "en") is None
