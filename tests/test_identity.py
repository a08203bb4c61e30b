"""Who is who: actors of dispatches made by hand, over languages and scripts, joined and kept apart."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from servanda.ledger.identity import Identities, KnownActor, Rulings, resolve
from servanda.records import Actor, Entry


def entry(doc: str, name: str, type: str = "person", lang: str = "en", **slots: Any) -> Entry:
    published = slots.pop("published", "2025-03-01")
    actor = Actor(
        doc=doc, start=0, end=len(name), quote=name, confidence=0.9, rule="made", type=type, name=name, **slots
    )
    return Entry(id=f"actor-{doc}-{name}", record=actor, lang=lang, published=published, recorded="2026-01-01")


def placed(doc: str, name: str, start: int, type: str, **slots: Any) -> Entry:
    """A mention that stands where the document names it first."""
    made = entry(doc, name, type, **slots)
    return msgspec.structs.replace(made, record=msgspec.structs.replace(made.record, start=start))


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
    "an agency that others call a department": (
        entry("d1", "Directorate of Fisheries", "public-body", country="VN"),
        entry("d2", "Cục Thủy sản", "public-body", lang="vi", country="VN"),
        entry("d3", "越南水产局", "public-body", lang="zh", country="VN"),
        entry("d4", "Агентство по рыболовству", "public-body", lang="ru", country="VN"),
        entry("d5", "Dirección de Pesca", "public-body", lang="es", country="VN"),
    ),
    "a university by the adjective of its city": (
        entry("d1", "Kazan Aviation Institute", "organisation", country="RU"),
        entry("d2", "Казанский авиационный институт имени А. Н. Туполева", "organisation", lang="ru", country="RU"),
        entry("d3", "喀山航空学院", "organisation", lang="zh", country="RU"),
    ),
    "a university of a city that has no code": (
        entry("d1", "Đại học Nha Trang", "organisation", lang="vi", country="VN"),
        entry("d2", "芽庄大学", "organisation", lang="zh", country="VN"),
        entry("d3", "Nha Trang University", "organisation", country="VN"),
    ),
    "a commission of two countries, at length and in short": (
        entry("d1", "Kazakh-Hungarian intergovernmental commission", "organisation"),
        entry(
            "d2", "Межправительственная казахстанско-венгерская комиссия по экономическому сотрудничеству",
            "organisation", lang="ru",
        ),
    ),
}  # fmt: skip
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
    "a ministry and its department": (
        entry("d1", "越南农业与环境部", "public-body", lang="zh", country="VN"),
        entry("d2", "越南农业与环境部植物保护局", "public-body", lang="zh", country="VN"),
    ),
    "two universities of one city": (
        entry("d1", "Hanoi University of Mining and Geology", "organisation", country="VN"),
        entry("d2", "Trường Đại học Luật Hà Nội", "organisation", lang="vi", country="VN"),
    ),
    "a department and the one that it became part of": (
        entry("d1", "Cục Thú y", "public-body", lang="vi", country="VN"),
        entry("d2", "Department of Livestock Production and Animal Health", "public-body", country="VN"),
    ),
    "two departments of one word": (
        entry("d1", "Trade Remedies Authority", "public-body", country="VN"),
        entry("d2", "Cục Thương mại điện tử và Kinh tế số", "public-body", lang="vi", country="VN"),
    ),
    "a commission of two countries and its subcommission": (
        entry("d1", "Kazakh-Hungarian intergovernmental commission", "organisation"),
        entry("d2", "Подкомиссия казахстанско-венгерской межправительственной комиссии", "organisation", lang="ru"),
    ),
    "a university and its hospital": (
        entry("d1", "Nha Trang University", "organisation", country="VN"),
        entry("d2", "Nha Trang University Hospital", "organisation", country="VN"),
    ),
    "a firm and a university of one matter": (
        entry("d1", "Electric Power Corporation", "company", country="VN"),
        entry("d2", "Trường Đại học Điện lực", "organisation", lang="vi", country="VN"),
    ),
    "a ministry and its successor": (
        entry("d1", "Bộ Nông nghiệp và Phát triển nông thôn", "public-body", lang="vi", country="VN"),
        entry("d2", "Ministry of Agriculture and Environment", "public-body", country="VN"),
    ),
    "a commission of two countries and a council of one": (
        entry("d1", "commission mixte de coopération économique", "organisation", lang="fr"),
        entry("d2", "瑞士联邦委员会", "public-body", lang="zh", country="CH"),
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


def test_a_short_name_makes_no_one_of_a_ministry_and_its_successor() -> None:
    made = [
        entry("d1", "Bộ Nông nghiệp và Phát triển nông thôn", "public-body", lang="vi", country="VN"),
        entry("d2", "Министерство сельского хозяйства", "public-body", lang="ru", country="VN"),
        entry("d3", "Bộ Nông nghiệp và Môi trường", "public-body", lang="vi", country="VN"),
        entry("d4", "ministère de l'Agriculture et de l'Environnement", "public-body", lang="fr", country="VN"),
    ]
    assert [len(actor.mentions) for actor in resolve(made).actors()] == [2, 2]


PROVINCES = (
    entry("d1", "Nghệ An", "region", lang="vi", country="VN", code="VN-22"),
    entry("d1", "UBND tỉnh Nghệ An", "public-body", lang="vi", country="VN"),
    entry("d1", "Sở Tài chính Nghệ An", "public-body", lang="vi", country="VN"),
    entry("d2", "Nghe An", "region", lang="fr", country="VN", code="VN-22"),
    entry("d2", "Comité populaire provincial", "public-body", lang="fr", country="VN"),
    entry("d3", "Dong Thap", "region", country="VN", code="VN-45"),
    entry("d3", "provincial People's Committee", "public-body", country="VN"),
    entry("d3", "Department of Finance", "public-body", country="VN"),
    entry("d4", "Донгтхап", "region", lang="ru", country="VN", code="VN-45"),
    entry("d4", "Народный комитет провинции", "public-body", lang="ru", country="VN"),
    entry("d5", "义安省", "region", lang="zh", country="VN", code="VN-22"),
    entry("d5", "省财政厅", "public-body", lang="zh", country="VN"),
)


def test_a_local_body_is_of_the_place_of_its_dispatch() -> None:
    bodies = [actor for actor in resolve(PROVINCES).actors() if actor.type == "public-body"]
    assert [len(actor.mentions) for actor in bodies] == [2, 2, 2, 1]
    assert "its dispatch is about Nghe An" in bodies[0].joins[1].why
    assert "its dispatch is about 义安省" in bodies[1].joins[1].why


def test_a_local_body_is_of_the_place_named_last_before_it() -> None:
    made = [
        entry("d1", "An Giang", "region", country="VN", code="VN-44"),
        entry("d1", "An Giang People's Committee", "public-body", country="VN"),
        placed("d2", "Lai Châu", 5, "region", lang="vi", country="VN", code="VN-01"),
        placed("d2", "An Giang", 40, "region", lang="vi", country="VN", code="VN-44"),
        placed("d2", "Ủy ban nhân dân tỉnh", 60, "public-body", lang="vi", country="VN"),
        placed("d2", "Sơn La", 90, "region", lang="vi", country="VN", code="VN-05"),
    ]
    assert len([actor for actor in resolve(made).actors() if actor.type == "public-body"]) == 1


def test_an_office_that_was_left_is_no_other_person() -> None:
    made = [
        entry("d1", "Tran Van Minh", country="VN", role="Minister of Finance", published="2023-01-10"),
        entry("d2", "Tran Van Minh", country="VN", role="Minister of Health", published="2025-06-01"),
    ]
    (one,) = resolve(made).actors()
    assert "one after the other" in one.joins[1].why


def test_a_body_that_every_country_has_is_found_however_many_there_are() -> None:
    homes = [f"{one}{other}" for one in "ABCDEFG" for other in "FGHIJKLMNOPQRSTUV"]
    said = {"en": "Ministry of Health", "ru": "Министерство здравоохранения"}
    told = [
        entry(f"{lang}-{home}", name, "public-body", lang, country=home)
        for lang, name in said.items()
        for home in homes
    ]
    found = resolve(told).actors()
    assert [actor.country for actor in found] == homes
    assert all(set(actor.names) == set(said.values()) for actor in found)


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
