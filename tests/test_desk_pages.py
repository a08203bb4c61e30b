"""What the pages of the desk show is what the ledger says: figures, search, actors, notes, feeds and pictures."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path
from urllib.parse import quote
from xml.etree.ElementTree import fromstring

import icalendar
import pytest
from starlette.testclient import TestClient

import making
from desking import BASE, TODAY, Page, first
from servanda.desk import undertakings, view
from servanda.desk.app import desk_app
from servanda.desk.pictures.drawing import ticks
from servanda.desk.pictures.histogram import by_period
from servanda.desk.snippets import snippet_of, terms_of
from servanda.desk.words import desk_languages, words_of
from servanda.ledger import counts
from servanda.ledger.store import open_ledger

ATOM = "{http://www.w3.org/2005/Atom}"
SVG = "{http://www.w3.org/2000/svg}"


def pictures(html: str) -> list[str]:
    return re.findall(r"<svg xmlns.*?</svg>", html, re.DOTALL)


@pytest.mark.parametrize(
    "path",
    ["/pairs", "/pairs/VN-CN", "/figures?country=VN&partner=CN", "/search?kind=act", "/actors/~Pham%20Minh%20Chinh"],
)
def test_pictures_are_whole_named_and_without_style(desk: TestClient, path: str) -> None:
    drawn = pictures(desk.get(path).text)
    assert drawn
    for svg in drawn:
        picture = fromstring(svg)
        title = picture.find(f"{SVG}title")
        assert title is not None
        assert title.text
        assert not [
            1 for element in picture.iter() if "style" in element.attrib or element.tag.endswith(("style", "script"))
        ]
        for link in picture.iter(f"{SVG}a"):
            assert link.attrib["aria-label"]
            assert link.attrib["href"].startswith("/")


def test_figures_that_disagree_stand_side_by_side_with_who_says_so(desk: TestClient) -> None:
    answer = desk.get("/figures.json?country=VN&partner=CN&indicator=trade").json()
    claims = [claim for one in answer["series"] for c in one["comparisons"] if c["disagrees"] for claim in c["claims"]]
    assert len(claims) >= 4
    assert all(claim["sayers"] and claim["sayers"][0]["proof"].startswith("/documents/") for claim in claims)
    page = desk.get("/figures?country=VN&partner=CN&indicator=trade").text
    assert all(claim["shown"] in page for claim in claims)


def test_every_figure_of_the_file_quotes_its_document(desk: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(desk.get("/figures.csv?country=VN").text)))
    assert len(rows) > 30
    for row in rows[:12]:
        found = desk.get(f"/documents/{row['doc']}.json").json()
        assert row["quote"] in found["text"]
        assert row["id"] in [record["id"] for record in found["records"]]


def every(desk: TestClient, address: str) -> list[str]:
    """The ids of all that a search finds, page by page."""
    answer = desk.get(address)
    found = [one["id"] for one in answer.json()["results"]]
    if "next" in answer.links:
        found += every(desk, answer.links["next"]["url"])
    return found


def rows_of(file: str) -> int:
    return len(list(csv.DictReader(io.StringIO(file))))


@pytest.mark.parametrize(("path", "slots", "kept"), [("search", "kind=act", "results"), ("undertakings", "", "cards")])
def test_values_come_in_pages_and_files_whole(
    desk: TestClient, monkeypatch: pytest.MonkeyPatch, path: str, slots: str, kept: str
) -> None:
    monkeypatch.setattr(view, "ROWS_OF_A_PAGE", 15)
    answer = desk.get(f"/{path}.json?{slots}")
    count = answer.json()["count"]
    assert len(answer.json()[kept]) == 15 < count
    assert answer.links["next"]["url"].endswith("page=1")
    assert desk.get(f"/{path}.json?{slots}&page={answer.json()['pages'] - 1}").links == {}
    file = desk.get(f"/{path}.csv?{slots}")
    assert rows_of(file.text) == count
    assert file.headers["content-disposition"].endswith(f'"servanda-{path}.csv"')
    monkeypatch.setattr(view, "ROWS_OF_A_FILE", count - 1)
    parts = [desk.get(f"/{path}.csv?{slots}"), desk.get(f"/{path}.csv?{slots}&page=1")]
    names = [part.headers["content-disposition"].rpartition("=")[2] for part in parts]
    assert names == [f'"servanda-{path}-part-{number}-of-2.csv"' for number in (1, 2)]
    assert [rows_of(part.text) for part in parts] == [count - 1, 1]


@pytest.mark.parametrize("address", ["/search?kind=act", "/search?kind=act&sector=rail", "/figures", "/undertakings"])
def test_what_is_counted_of_the_newest_only_is_told(demo: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setattr(counts, "MOST", 7)
    monkeypatch.setattr(undertakings, "MOST", 7)
    with TestClient(desk_app(demo), base_url=BASE) as client:
        answer = client.get(address.replace("?", ".json?") if "?" in address else f"{address}.json").json()
        assert answer.get("is_more") or answer["counted"] == 7
        assert sum(choice["count"] for choice in answer["facets"][0]["choices"]) == 7
        assert answer["count"] == 7 or address in ("/figures", "/undertakings")
        for lang in desk_languages():
            told = words_of(lang).t("facet.newest", n="7")
            assert told in client.get(address, params={"ui": lang}).text


@pytest.mark.parametrize("words", ["Rail", "duong sat", "铁路", "железные дороги"])
def test_what_a_sector_is_called_leads_to_its_documents_in_all_languages(desk: TestClient, words: str) -> None:
    page = desk.get(f"/search?q={quote(words)}").text
    found = desk.get(f"/search.json?q={quote(words)}").json()["sector"]
    assert (found["code"], found["href"]) == ("rail", "?sector=rail")
    assert 'href="?sector=rail"' in page
    assert len({one["lang"] for one in desk.get(f"/search.json{found['href']}").json()["results"]}) > 2
    assert desk.get("/search.json?q=rail+bridge").json()["sector"] is None


def test_search_counts_are_those_of_its_results(desk: TestClient) -> None:
    for kind in ("document", "act", "figure", "event", "actor"):
        answer = desk.get(f"/search.json?q=rail&kind={kind}").json()
        assert answer["count"] == len(every(desk, f"/search.json?q=rail&kind={kind}")) > 0
        assert {tab["kind"]: tab["count"] for tab in answer["kinds"]}[kind] == answer["count"]
        for facet in answer["facets"]:
            for choice in facet["choices"]:
                narrowed = desk.get(f"/search.json{choice['href']}").json()
                assert narrowed["count"] == choice["count"], choice


def test_search_months_add_up_to_what_was_found(desk: TestClient) -> None:
    answer = desk.get("/search.json?kind=act").json()
    assert sum(answer["periods"].values()) == answer["count"]


@pytest.mark.parametrize(
    ("text", "asked", "marked"),
    [
        ("Le rail et la Route.", "route", ["Route"]),
        ("Hà Nội và Hải Phòng", "ha noi", ["Hà", "Nội"]),
        ("one two three", '"two three"', ["two three"]),
        ("nothing of it", "elsewhere", []),
        ("a railway", "rail*", ["rail"]),
        ("", "x", []),
    ],
)
def test_words_that_were_looked_for_are_marked(text: str, asked: str, marked: list[str]) -> None:
    pieces = snippet_of(text, terms_of(asked))
    assert [words for words, is_hit in pieces if is_hit] == marked
    assert "".join(words for words, _ in pieces).strip(" …") == text


def test_an_actor_has_the_names_of_all_documents(desk: TestClient) -> None:
    china = desk.get("/actors/~Chine.json").json()
    assert {"Chine", "China"} <= set(china["names"])
    assert china["counts"]["act"] > 10
    person = desk.get("/actors/~Pham%20Minh%20Chinh.json").json()
    assert person["offices"]
    assert "Li Qiang" in {one["name"] for one in person["companions"]}


def test_an_actor_has_the_names_of_all_scripts_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "scripts.db"
    known = (("vi", "Nguyễn Chí Dũng"), ("ru", "Нгуен Ти Зунг"), ("zh", "阮志勇"))
    with open_ledger(path) as ledger:
        for lang, name in known:
            person = {"kind": "actor", "type": "person", "name": name, "country": "VN", "quote": name}
            ledger.add(making.reading(f"d-{lang}", f"{name} .", person, published="2025-01-01", lang=lang))
    with TestClient(desk_app(path, today=TODAY), base_url=BASE) as client:
        actor = client.get("/actors/~Nguyễn Chí Dũng.json").json()
        response = client.get(f"/actors/{actor['id']}")
    page = response.text
    assert response.status_code == 200, page
    assert {name for _, name in known} <= set(actor["names"])
    assert all(name in page for _, name in known)
    assert all(one["why"] and one["why"] in page for one in actor["named"] if one["name"] != actor["name"])
    assert {lang for one in actor["named"] for lang in one["langs"]} == {lang for lang, _ in known}


def test_only_what_is_open_is_past_its_day(tmp_path: Path) -> None:
    path = tmp_path / "due.db"
    with open_ledger(path) as ledger:
        for place, pair, done in (("Lamu", ("KE", "IN"), True), ("Jimma", ("ET", "TR"), False)):
            plan = making.act(
                "plan", f"A road to {place} will be built", parties=pair, forms=("connectivity",), due="2025-05"
            )
            built = making.act(
                "deliver", f"The road to {place} was opened", parties=pair, forms=("connectivity",), when="2025-06-10"
            )
            told = (plan, built) if done else (plan,)
            text = ". ".join(str(one["quote"]) for one in told) + "."
            ledger.add(making.reading(f"d-{place}", text, *told, published="2025-06-11"))
    with TestClient(desk_app(path, today=TODAY), base_url=BASE) as client:
        cards = client.get("/undertakings.json").json()["cards"]
    assert {(card["status"], card["late"] is None) for card in cards} == {("delivered", True), ("pledged", False)}


def test_actors_are_listed_once_by_whatever_names(desk: TestClient) -> None:
    actors = desk.get("/actors.json").json()["actors"]
    china = [one for one in actors if {"Chine", "China"} & {one["name"], *one["others"]}]
    assert len(china) == 1
    assert "中国" in (china[0]["name"], *china[0]["others"])
    assert desk.get(china[0]["href"]).status_code == 200
    beside = [one["name"] for one in desk.get("/actors/~Vietnam.json?ui=vi").json()["companions"]]
    assert [name for name in beside if name in {"Chine", "China", "中国", "Trung Quốc"}] == ["Trung Quốc"]


@pytest.mark.parametrize(
    ("lang", "place", "people"),
    [("en", "Hanoi", "Le Minh, Sun Li"), ("zh", "河内", "Le Minh, 孙丽"), ("ru", "Ханой", "Le Minh, Sun Li")],
)
def test_a_gathering_is_told_once_in_the_readers_language(tmp_path: Path, lang: str, place: str, people: str) -> None:
    told = (
        ("en", "Le Minh met Sun Li in Hanoi on 3 March", "Hanoi", ("Le Minh", "Sun Li")),
        ("zh", "孙丽3月3日在河内举行会谈", "河内", ("孙丽",)),
    )
    known = {"kind": "actor", "type": "person", "country": "CN"}
    with open_ledger(tmp_path / "met.db") as ledger:
        for source, words, where, named in told:
            event = {"kind": "event", "type": "meeting", "when": "2025-03-03", "place": where, "country": "VN"}
            event |= {"parties": ("VN", "CN"), "participants": named, "quote": words}
            person = {**known, "name": named[-1], "quote": named[-1]}
            ledger.add(making.reading(f"d-{source}", f"{words}.", event, person, published="2025-03-04", lang=source))
    with TestClient(desk_app(tmp_path / "met.db", today=TODAY), base_url=BASE) as client:
        (event,) = client.get(f"/pairs/VN-CN.json?ui={lang}").json()["events"]
        assert (event["place"], len(event["proofs"]), event["when"]) == (place, 2, "2025-03-03")
        assert event["people"] == people
        page = client.get(f"/pairs/VN-CN?ui={lang}").text
    assert all(proof.replace("&", "&amp;") in page for proof in event["proofs"])


def test_a_body_is_called_by_its_name_in_the_readers_language(desk: TestClient) -> None:
    path = "/actors/" + quote("~中国海关")
    names = {lang: desk.get(f"{path}.json?ui={lang}").json()["name"] for lang in ("en", "fr", "ru", "zh", "vi")}
    known = {one["name"]: one["langs"] for one in desk.get(f"{path}.json").json()["named"]}
    assert len(set(names.values())) == 5
    assert all(lang in known[name] for lang, name in names.items())


def test_a_figure_is_told_with_its_sides(desk: TestClient) -> None:
    figures = desk.get("/search.json?kind=figure&country=CN&type=trade&ui=en").json()["results"]
    assert {"Trade, Russia – China", "Trade, change, China – Vietnam"} <= {one["head"] for one in figures}


def test_actors_of_one_type_are_listed_and_countries_in_the_readers_language(desk: TestClient) -> None:
    countries = desk.get("/actors.json?type=country&ui=en").json()["actors"]
    assert {one["type"] for one in countries} == {"country"}
    assert {"China", "Vietnam"} <= {one["name"] for one in countries}
    assert "Chine" in {one["name"] for one in desk.get("/actors.json?type=country&ui=fr").json()["actors"]}
    assert desk.get("/actors?type=ship").status_code == 400


def test_what_falls_due_soon_is_told_the_nearest_first(tmp_path: Path) -> None:
    days = {"rail": "2026-03-31", "health": "2026-02-28", "space": "2026-12-31", "tourism": "2025-12-31"}
    with open_ledger(tmp_path / "due.db") as ledger:
        for sector, day in days.items():
            words = f"Vietnam will open a centre for {sector}"
            about = {"by": ("Vietnam",), "parties": ("VN", "CN"), "what": f"a centre for {sector}"}
            act = making.act("promise", words, **about, sectors=(sector,), due=day)
            ledger.add(making.reading(f"news-{sector}", f"{words}.", act, published="2026-01-15"))
    with TestClient(desk_app(tmp_path / "due.db", today=TODAY), base_url=BASE) as client:
        told = client.get("/today.json").json()
        assert [(card["what"], card["due"]) for card in told["due"]] == [
            ("a centre for health", "2026-02-28"),
            ("a centre for rail", "2026-03-31"),
        ]
        assert "a centre for tourism" in {card["what"] for card in told["late"]}


def test_one_word_does_not_make_two_people_one(tmp_path: Path) -> None:
    path = tmp_path / "people.db"
    with open_ledger(path) as ledger:
        for number, name in enumerate(("Nguyen Van An", "Nguyen Thi Binh")):
            person = {"kind": "actor", "type": "person", "name": name, "aka": ("Nguyen",), "quote": name}
            ledger.add(making.reading(f"d{number}", f"{name} came. Nguyen spoke.", person, published="2025-01-01"))
    with TestClient(desk_app(path, today=TODAY), base_url=BASE) as client:
        names = client.get("/actors/~Nguyen%20Van%20An.json").json()["names"]
    assert "Nguyen Van An" in names
    assert "Nguyen Thi Binh" not in names


def test_a_sentence_that_is_left_out_is_in_no_file(desk: TestClient) -> None:
    page = desk.get("/note?pair=VN-CN&lang=en").text
    keys = re.findall(r'name="leave" value="([0-9a-f]+)"', page)
    assert len(keys) > 10
    whole = desk.get("/note.json?pair=VN-CN&lang=en").json()["note"]
    sentence = whole["sections"][0]["groups"][0]["sentences"][0]["clauses"][0]["text"]
    kept, shortened = (desk.get(f"/note.md?pair=VN-CN&lang=en{left}").text for left in ("", f"&leave={keys[0]}"))
    assert sentence in kept
    assert sentence not in shortened
    assert "1 sentences were left out by hand." in shortened
    assert 'class="left-out"' in desk.get(f"/note?pair=VN-CN&lang=en&leave={keys[0]}").text


def test_a_note_without_any_sentence_is_still_a_note(desk: TestClient) -> None:
    keys = re.findall(r'name="leave" value="([0-9a-f]+)"', desk.get("/note?pair=VN-CN&sector=tourism&lang=en").text)
    left = "".join(f"&leave={key}" for key in keys)
    for suffix in ("md", "html", "docx", "csv"):
        assert desk.get(f"/note.{suffix}?pair=VN-CN&sector=tourism&lang=en{left}").status_code == 200


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_note_leaves_as_a_file(desk: TestClient, lang: str) -> None:
    word = desk.get(f"/note.docx?pair=VN-CN&lang={lang}")
    assert zipfile.ZipFile(io.BytesIO(word.content)).testzip() is None
    assert f"note-VN-CN-{lang}.docx" in word.headers["content-disposition"]
    assert "attachment" in desk.get(f"/note.html?pair=VN-CN&lang={lang}").headers["content-disposition"]


def test_a_source_of_a_note_leads_to_its_words(desk: TestClient) -> None:
    source = first(desk, "/note?pair=VN-CN", r"/documents/doc-[0-9a-f]{12}\?at=\d+-\d+")
    page = Page(desk.get(source).text)
    assert "at" in page.ids


def test_a_saved_search_is_a_feed(desk: TestClient) -> None:
    answer = desk.get("/search.atom?kind=act&pair=VN-CN")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = fromstring(answer.content)
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == desk.get("/search.json?kind=act&pair=VN-CN").json()["count"] or len(entries) == 50
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    for entry in entries[:3]:
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert desk.get(link.attrib["href"]).status_code == 200


@pytest.mark.parametrize("path", ["/search.ics?pair=VN-CN", "/undertakings.ics", "/search.ics?q=nothingofthekind"])
def test_dates_are_a_calendar(desk: TestClient, path: str) -> None:
    answer = desk.get(path)
    assert answer.headers["content-type"].startswith("text/calendar")
    calendar = icalendar.Calendar.from_ical(answer.content)
    events = calendar.walk("VEVENT")
    assert bool(events) == ("nothing" not in path)
    assert all(event["dtend"].dt > event["dtstart"].dt for event in events)


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0, 229.8e9), (-5, 3), (7, 7), (0, 0), (1e-9, 2e-9), (-9.1, -2)])
def test_ticks_hold_all_values(low: float, high: float) -> None:
    marks = ticks(min(low, 0), max(high, 0))
    assert marks[0] <= min(low, 0) + 1e-12
    assert marks[-1] >= max(high, 0) * (1 - 1e-6)
    assert 2 <= len(marks) <= 9


def test_long_times_are_told_in_years() -> None:
    assert by_period({"2024-11": 1, "2025-01": 2}) == {"2024-11": 1, "2024-12": 0, "2025-01": 2}
    assert by_period({"1999-11": 1, "2025-01": 2, "2025-07": 3})["2025"] == 5
    assert by_period({}) == {}


@pytest.mark.parametrize("path", ["/", "/pairs/VN-CN", "/figures?country=VN", "/search?q=rail", "/note?pair=VN-CN"])
def test_a_page_asked_for_again_is_the_same_in_each_language(desk: TestClient, path: str) -> None:
    mark = "&" if "?" in path else "?"
    once = {lang: desk.get(f"{path}{mark}ui={lang}").text for lang in desk_languages()}
    assert once == {lang: desk.get(f"{path}{mark}ui={lang}").text for lang in desk_languages()}
    assert len(set(once.values())) == len(once)


def test_a_page_tells_of_a_document_added_since_it_was_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with open_ledger(path) as ledger:
        ledger.add(making.reading("a", "Kenya asks Peru for tea. ", published="2025-05-05"))
    with TestClient(desk_app(path, today=TODAY), base_url=BASE) as desk:
        assert desk.get("/search.json").json()["count"] == 1
        with open_ledger(path) as ledger:
            ledger.add(making.reading("b", "The ships of Tonga. ", published="2025-06-05"))
        assert desk.get("/search.json").json()["count"] == 2
