"""Who is who: actors of dispatches made by hand, over languages and scripts, joined and kept apart."""

from __future__ import annotations

from typing import Any

import pytest

from servanda.ledger.identity import Identities, KnownActor, Rulings, resolve
from servanda.records import Actor, Entry


def entry(doc: str, name: str, type: str = "person", lang: str = "en", **slots: Any) -> Entry:
    published = slots.pop("published", "2025-03-01")
    actor = Actor(
        doc=doc, start=0, end=len(name), quote=name, confidence=0.9, rule="made", type=type, name=name, **slots
    )
    return Entry(id=f"actor-{doc}-{name}", record=actor, lang=lang, published=published, recorded="2026-01-01")


def groups(*entries: Entry) -> list[set[str]]:
    """The names of each actor."""
    return [set(actor.names) for actor in resolve(entries).actors()]


SAME = {
    "a person in five languages": (
        entry("d1", "Nguyễn Chí Dũng", lang="vi", country="VN"),
        entry("d2", "阮志勇", lang="zh", country="VN"),
        entry("d3", "Нгуен Ти Зунг", lang="ru", country="VN"),
        entry("d4", "Nguyên Chi Dung", lang="fr", country="VN"),
        entry("d5", "Nguyen Chi Dung", country="VN"),
    ),
    "a Chinese name read in Vietnamese": (
        entry("d1", "He Lifeng", country="CN"),
        entry("d2", "Hà Lập Phong", lang="vi", country="CN"),
        entry("d3", "何立峰", lang="zh", country="CN"),
    ),
    "a ministry named by what it is for": (
        entry("d1", "Ministry of Finance", "public-body", country="VN"),
        entry("d2", "ministère des Finances", "public-body", lang="fr", country="VN"),
        entry("d3", "Bộ Tài chính", "public-body", lang="vi", country="VN"),
        entry("d4", "财政部", "public-body", lang="zh", country="VN"),
        entry("d5", "Министерство финансов", "public-body", lang="ru", country="VN"),
    ),
    "a ministry that one language names in one word": (
        entry("d1", "Ministry of Foreign Affairs", "public-body", country="RU"),
        entry("d2", "МИД", "public-body", lang="ru", country="RU"),
        entry("d3", "外交部", "public-body", lang="zh", country="RU"),
    ),
    "a department that others call a ministry": (
        entry("d1", "Department of Commerce", "public-body", country="US"),
        entry("d2", "Bộ Thương mại", "public-body", lang="vi", country="US"),
    ),
    "a bloc of the register": (
        entry("d1", "ANASE", "bloc", lang="fr"),
        entry("d2", "АСЕАН", "bloc", lang="ru"),
        entry("d3", "东盟", "bloc", lang="zh"),
    ),
    "a country by its code": (
        entry("d1", "Hoa Kỳ", "country", lang="vi", country="US", code="US"),
        entry("d2", "États-Unis", "country", lang="fr", country="US", code="US"),
    ),
    "a city by its readings": (
        entry("d1", "Kunming", "city", country="CN"),
        entry("d2", "Côn Minh", "city", lang="vi", country="CN"),
        entry("d3", "昆明", "city", lang="zh", country="CN"),
    ),
    "a firm whose name is half translated": (
        entry("d1", "Tianhai Logistics", "company", country="CN"),
        entry("d2", "天海物流", "company", lang="zh", country="CN"),
        entry("d3", "Тяньхай Лоджистик", "company", lang="ru", country="CN"),
    ),
}
APART = {
    "Thang and Thanh": (entry("d1", "Nguyen Van Thang", country="VN"), entry("d2", "Nguyen Van Thanh", country="VN")),
    "two ministers of one name": (
        entry("d1", "Tran Van Minh", country="VN", role="Minister of Finance", published="2025-03-01"),
        entry("d2", "Tran Van Minh", country="VN", role="Minister of Health", published="2025-03-09"),
    ),
    "namesakes of two countries": (
        entry("d1", "Sergey Ivanov", country="RU"),
        entry("d2", "Sergey Ivanov", country="KZ"),
    ),
    "one ministry of two countries": (
        entry("d1", "Ministry of Finance", "public-body", country="VN"),
        entry("d2", "财政部", "public-body", lang="zh", country="CN"),
    ),
    "a ministry of nobody knows which country": (
        entry("d1", "Ministry of Finance", "public-body", country="VN"),
        entry("d2", "Ministry of Finance", "public-body"),
    ),
    "two ministries of one country": (
        entry("d1", "Ministry of Finance", "public-body", country="VN"),
        entry("d2", "Bộ Y tế", "public-body", lang="vi", country="VN"),
    ),
    "a person and a firm of one name": (entry("d1", "Kim Long"), entry("d2", "Kim Long", "company")),
    "two regions": (
        entry("d1", "Tây Ninh", "region", lang="vi", country="VN", code="VN-37"),
        entry("d2", "Bắc Ninh", "region", lang="vi", country="VN", code="VN-56"),
    ),
}


@pytest.mark.parametrize("entries", SAME.values(), ids=SAME)
def test_one_actor(entries: tuple[Entry, ...]) -> None:
    assert len(groups(*entries)) == 1
    assert len(groups(*reversed(entries))) == 1


@pytest.mark.parametrize("entries", APART.values(), ids=APART)
def test_two_actors(entries: tuple[Entry, ...]) -> None:
    assert len(groups(*entries)) == 2
    assert len(groups(*reversed(entries))) == 2


def test_committees_of_two_cities_stay_two() -> None:
    made = [
        entry("d1", "Da Nang", "city", country="VN", code="VN-DN"),
        entry("d1", "People's Committee of Da Nang", "public-body", country="VN"),
        entry("d2", "岘港", "city", lang="zh", country="VN", code="VN-DN"),
        entry("d2", "岘港市人民委员会", "public-body", lang="zh", country="VN"),
        entry("d3", "Hai Phong", "city", country="VN", code="VN-HP"),
        entry("d3", "People's Committee of Hai Phong", "public-body", country="VN"),
    ]
    bodies = [actor for actor in resolve(made).actors() if actor.type == "public-body"]
    assert [len(actor.mentions) for actor in bodies] == [2, 1]


def test_an_office_that_was_left_is_no_other_person() -> None:
    made = [
        entry("d1", "Tran Van Minh", country="VN", role="Minister of Finance", published="2023-01-10"),
        entry("d2", "Tran Van Minh", country="VN", role="Minister of Health", published="2025-06-01"),
    ]
    (one,) = resolve(made).actors()
    assert "one after the other" in one.joins[1].why


def test_doubts_are_kept_for_a_reviewer() -> None:
    found = resolve(APART["two ministers of one name"])
    ((mention, candidate),) = found.doubts
    assert mention == APART["two ministers of one name"][1].id
    assert "different offices" in candidate.why


def both(one: str, other: str) -> dict[str, tuple[str, ...]]:
    return {one: (other,), other: (one,)}


def test_a_ruling_goes_before_every_rule() -> None:
    first, second = APART["namesakes of two countries"]
    assert len(resolve((first, second), Rulings(same=both(first.id, second.id))).actors()) == 1
    apart = SAME["a country by its code"]
    rulings = Rulings(different=both(apart[0].id, apart[1].id))
    assert len(resolve(apart, rulings).actors()) == 2


def test_ids_stay_when_more_is_added() -> None:
    made = [each for entries in (*SAME.values(), *APART.values()) for each in entries]
    named = _ids(resolve(made[:9]).actors())
    assert _ids(resolve(made).actors())[: len(named)] == named


def _ids(actors: list[KnownActor]) -> list[str]:
    return [actor.id for actor in actors]


def test_every_mention_has_an_actor_and_a_reason() -> None:
    made = [each for entries in SAME.values() for each in entries]
    found: Identities = resolve(made)
    assert all(found.of(each.id) for each in made)
    assert all(why.why and 0 < why.score <= 1 for actor in found.actors() for _, why in actor.reasons())
    assert found.of("actor-unknown") is None
