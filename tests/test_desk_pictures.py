"""Pictures of the desk: what they show is on the page as text too, and goes away as a file that needs no desk."""

from __future__ import annotations

import csv
import io
from xml.etree.ElementTree import fromstring

import pytest
from starlette.testclient import TestClient

from servanda.desk.pictures.world import Bow, Dot, world_map
from servanda.desk.places import find_site, site_name
from servanda.reading.place_names import keys_of

SVG = "{http://www.w3.org/2000/svg}"
BOW = Bow("VN", "CN", 0.5, "both", "/")
DRAWN = [f"/pairs/VN-CN/pictures/{name}" for name in ("ladder", "map", "time", "heat")]


@pytest.mark.parametrize("path", DRAWN)
def test_a_picture_stands_alone_as_a_file(desk: TestClient, path: str) -> None:
    answer = desk.get(f"{path}.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["content-disposition"].startswith("attachment")
    picture = fromstring(answer.text)
    assert picture.find(f"{SVG}style") is not None
    assert "var(" not in answer.text
    assert not list(picture.iter(f"{SVG}use"))  # nothing of it lies elsewhere
    assert all(link.attrib["href"].startswith("http://localhost/") for link in picture.iter(f"{SVG}a"))


@pytest.mark.parametrize("path", DRAWN)
def test_what_a_picture_shows_is_data_and_text(desk: TestClient, path: str) -> None:
    answer = desk.get(f"{path}.json").json()
    rows = list(csv.DictReader(io.StringIO(desk.get(f"{path}.csv").text)))
    assert len(rows) == len(answer["rows"]) > 0
    assert set(answer["headings"]) <= set(rows[0])
    page = desk.get("/pairs/VN-CN").text
    assert f"{path}.svg" in page
    first = next(iter(answer["headings"]))
    assert all(row[first] in page for row in answer["rows"][:20])


def test_a_picture_that_is_not_there_is_told_with_those_that_are(desk: TestClient) -> None:
    answer = desk.get("/pairs/VN-CN/pictures/portrait.svg")
    assert answer.status_code == 404
    assert "ladder" in answer.text


def test_the_ladder_of_a_picture_is_that_of_the_page(desk: TestClient) -> None:
    told = {row["status"]: row["number"] for row in desk.get("/pairs/VN-CN/pictures/ladder.json").json()["rows"]}
    page = desk.get("/pairs/VN-CN.json").json()["ladder"]
    assert told == {rung["status"]: str(rung["count"]) for rung in [*page["rungs"], *page["exits"]]}


@pytest.mark.parametrize(
    ("name", "lang", "called"),
    [
        ("Ниньтхуан", "en", "Ninh Thuận"),
        ("老街", "en", "Lào Cai"),
        ("HÀ NỘI", "fr", "Hanoi"),
        ("Пекин", "fr", "Pékin"),
        ("昆明", "ru", "Куньмин"),
    ],
)
def test_a_place_is_found_by_its_name_in_any_language(name: str, lang: str, called: str) -> None:
    site = find_site(name, ("VN", "CN"))
    assert site is not None
    assert site_name(site, lang) == called


def test_an_undertaking_names_each_place_once(desk: TestClient) -> None:
    cards = desk.get("/undertakings.json?pair=VN-CN&place=Hanoi").json()["cards"]
    found = [desk.get(f"/undertakings/{card['id']}.json?ui=fr").json() for card in cards]
    several = [one for one in found if len(one["names"]["places"]) > len(one["places"])]
    assert several
    assert all("Hanoi" in one["places"] and "Hà Nội" not in one["places"] for one in found)


def test_a_place_that_nobody_knows_is_not_put_on_the_map() -> None:
    assert find_site("Nowhere-on-Sea") is None


def test_every_dot_of_the_map_leads_to_its_undertakings(desk: TestClient) -> None:
    rows = desk.get("/pairs/VN-CN/pictures/map.json").json()["rows"]
    placed = [row for row in rows if row["on_map"]]
    assert len(placed) >= 4
    for row in placed:
        found = desk.get("/undertakings.json", params={"pair": "VN-CN", "place": row["place"]}).json()
        assert str(found["count"]) == row["number"], row
    assert sum(1 for row in rows if not row["on_map"]) == len(rows) - len(placed)


def test_names_on_the_map_do_not_cover_each_other() -> None:
    dots = [Dot(780.0 + n, 160.0, 0.5, f"Place {n}", "", "/") for n in range(12)]
    svg = fromstring(str(world_map([BOW], land="/static/world.svg", name="near", near=True, dots=dots)))
    places = [(float(t.attrib["x"]), float(t.attrib["y"])) for t in svg.iter(f"{SVG}text")]
    assert 1 <= len(places) < 12
    close = [1 for x, y in places for u, v in places if (x, y) != (u, v) and abs(x - u) < 40 and abs(y - v) < 12]
    assert close == []


@pytest.mark.parametrize("country", ["VN", "CN", "RU", "IN", "JP", "LA", "KH", "KR", "KZ", "TH", "MY"])
def test_every_province_of_these_countries_has_its_place_on_the_map(country: str) -> None:
    regions = [(key, names[0]) for kind, of, key, names in keys_of("en") if (kind, of) == ("region", country)]
    assert regions
    lost = [name for key, name in regions if find_site(name, (country,)) is None and key != "Russian Far East"]
    assert lost == []
