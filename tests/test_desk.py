"""The desk answers: every page in every language, as HTML, CSV and JSON; what means nothing gets a clear page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from starlette.testclient import TestClient

import making
from desking import BASE, DESK, TODAY, Page, first
from servanda.desk.app import desk_app
from servanda.desk.reasons import rule_sentences, told_why
from servanda.desk.words import desk_languages, words_of
from servanda.languages import load_yaml
from servanda.ledger.store import open_ledger

PAGES = [
    "/",
    "/pairs",
    "/pairs/VN-CN",
    "/pairs/FR-DE",
    "/undertakings",
    "/undertakings?pair=VN-CN&status=agreed",
    "/figures",
    "/figures?indicator=trade&country=VN&partner=CN",
    "/search",
    "/search?q=rail&kind=act",
    "/actors",
    "/actors?q=chinh",
    "/actors/~Pham%20Minh%20Chinh",
    "/note",
    "/note?pair=VN-CN",
    "/api",
]
DATA = ["/today", "/pairs", "/pairs/VN-CN", "/undertakings", "/figures", "/search", "/actors", "/actors/~China"]


def test_every_link_of_the_desk_leads_to_a_page(desk: TestClient) -> None:
    seen, waiting = {"/"}, ["/"]
    while waiting and len(seen) < 400:
        response = desk.get(waiting.pop(0))
        assert response.status_code == 200, response.request.url
        if "html" not in response.headers["content-type"]:
            continue
        page = Page(response.text)
        assert page.inline == [], response.request.url
        assert len(page.ids) == len(set(page.ids)), response.request.url
        for link in page.links:
            address = link.partition("#")[0]
            if address.startswith("?"):
                address = response.request.url.path + address
            kind = re.sub(
                r"[0-9a-f]{12}|=[^&]*", "", address
            )  # some of each kind of address: all of them are thousands
            if address.startswith("/") and address not in seen and sum(kind == k for k in kinds_of(seen)) < 4:
                seen.add(address)
                waiting.append(address)
    assert {"/pairs", "/undertakings"} < seen
    assert any(address.startswith("/documents/doc-") for address in seen)


def kinds_of(addresses: set[str]) -> list[str]:
    return [re.sub(r"[0-9a-f]{12}|=[^&]*", "", address) for address in addresses]


@pytest.mark.parametrize("lang", desk_languages())
@pytest.mark.parametrize("path", PAGES)
def test_pages_speak_the_language_that_is_asked_for(desk: TestClient, path: str, lang: str) -> None:
    response = desk.get(path, headers={"accept-language": f"{lang}-XX,de;q=0.5"})
    assert response.status_code == 200
    assert f'<html lang="{lang}">' in response.text
    assert words_of(lang).t("frame.colophon") in Page(response.text).words


def test_a_chosen_language_is_kept(desk: TestClient) -> None:
    answer = desk.get("/language/fr?back=/pairs", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/pairs")
    assert '<html lang="fr">' in desk.get("/").text
    outside = desk.get("/language/fr?back=//elsewhere.example/", follow_redirects=False)
    assert outside.headers["location"] == "/"


def keys_of(node: Any, above: str = "") -> set[str]:
    if not isinstance(node, dict):
        return {above}
    return {key for name, inner in node.items() for key in keys_of(inner, f"{above}.{name}".lstrip("."))}


def leaves_of(node: dict[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for name, inner in node.items():
        yield from leaves_of(inner, f"{above}{name}.") if isinstance(inner, dict) else [(f"{above}{name}", inner)]


def slots_of(node: Any, above: str = "") -> dict[str, set[str]]:
    if isinstance(node, str):
        return {above: set(re.findall(r"{(\w+)}", node))}
    below = [slots_of(inner, f"{above}.{name}".lstrip(".")) for name, inner in node.items()]
    return {key: found for inner in below for key, found in inner.items()}


ONE_FORM = {"vi", "zh"}  # whose nouns are the same of one and of many, whatever CLDR's forms of Vietnamese are for


def forms_of(lang: str) -> set[str]:
    """The forms in which a language counts, the one aside that a sentence has without a form behind its key."""
    return set() if lang in ONE_FORM else set(Locale(lang).plural_form.tags) & {"zero", "one", "two", "few"}


def test_all_languages_say_the_same_things() -> None:
    said = {lang: load_yaml(DESK / "words" / f"{lang}.yaml") for lang in desk_languages()}
    assert set(said) >= {"en", "fr", "ru", "vi", "zh"}
    slots = slots_of(said["en"])
    counted = {key.removesuffix("_one") for key in slots if key.endswith("_one")}
    for lang, sentences in said.items():
        same = {key for key in slots if key.removesuffix("_one") not in counted or key in counted}
        forms = {f"{key}_{form}" for key in counted for form in forms_of(lang)}
        assert keys_of(sentences) == same | forms, lang
        for key, told in slots_of(sentences).items():
            if key in same:
                assert told - {"n"} == slots[key] - {"n"}, (lang, key)
            else:
                assert told <= slots[key.rpartition("_")[0]] | {"n"}, (lang, key)


@pytest.mark.parametrize(
    ("lang", "number", "told"),
    [
        ("en", 0, "0 acts"),
        ("en", 1, "one act"),
        ("fr", 0, "0 actes"),
        ("fr", 1, "un acte"),
        ("fr", 1_000_000, "1 million actes"),
        ("ru", 1, "1 акт"),
        ("ru", 3, "3 акта"),
        ("ru", 11, "11 актов"),
        ("ru", 21, "21 акт"),
        ("ru", 22, "22 акта"),
        ("vi", 1, "1 hành động"),
        ("zh", 1, "1 项行动"),
    ],
)
def test_numbers_are_told_in_the_form_that_the_language_asks_for(lang: str, number: int, told: str) -> None:
    assert words_of(lang).t("undertaking.acts_count", n=number) == told


@pytest.mark.parametrize("lang", [lang for lang in desk_languages() if lang != "en"])
def test_reasons_are_told_in_every_language(lang: str) -> None:
    told = dict(leaves_of(load_yaml(DESK / "reasons" / f"{lang}.yaml")))
    rules = rule_sentences()
    assert told.keys() == rules.keys()
    assert {key: slots_of(said) for key, said in told.items()} == {key: slots_of(said) for key, said in rules.items()}


@pytest.mark.parametrize(
    ("why", "lang", "told"),
    [
        ("The first act of its undertaking.", "zh", "该事项的第一项行动。"),
        (
            "“A. Ivanov” and “А. Иванов” sound alike. Both are of RU. But one document names both.",
            "fr",
            "« A. Ivanov » et « А. Иванов » se prononcent de même. Les deux sont du pays suivant : Russie. "
            "Mais un même document nomme les deux.",
        ),
        (
            "Joined because both are about rd-centre; both are due 2026-03-31. Against it: both are in rail.",
            "vi",
            "Được ghép vì cả hai cùng hình thức trung tâm nghiên cứu và phát triển; cả hai có hạn 31 thg 3, 2026. "
            "Điều trái lại: cả hai thuộc lĩnh vực đường sắt.",
        ),
        (
            "Joined because both are about water …; both are about pilot.",
            "fr",
            "Rattaché parce que les deux portent sur water …\u00a0; les deux ont pour forme projet pilote.",
        ),
        ("Both names say {shared}.", "ru", "Оба названия говорят: {shared}."),
        ("Both names say CN, customs.", "en", "Both names say China, customs."),
        ("Both names say VN, agriculture.", "ru", "Оба названия говорят: Вьетнам, сельское хозяйство."),
        ("Joined because both are in rail.", "en", "Joined because both are in rail."),
    ],
)
def test_a_reason_is_told_by_the_template_of_its_rule(why: str, lang: str, told: str) -> None:
    assert told_why(why, lang) == (told, lang)


@pytest.mark.parametrize("why", ["Somebody thought so.", "Both are of RU. And more."])
def test_a_reason_of_no_rule_stays_as_it_is(why: str) -> None:
    assert told_why(why, "fr") == (why, "en")


def test_every_sentence_that_a_template_or_page_names_is_there() -> None:
    sources = [*(DESK / "templates").glob("*.html"), *DESK.glob("*.py")]
    named = {
        key for path in sources for key in re.findall(r"\bt\(\s*['\"]([a-z_]+\.[a-z_0-9]+)['\"][,)]", path.read_text())
    }
    assert len(named) > 50
    assert [key for key in sorted(named) if not words_of("en").has(key)] == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing", 404),
        ("/undertakings/und-000000000000", 404),
        ("/undertakings/%00", 404),
        ("/documents/doc-000000000000", 404),
        ("/documents/..%2f..%2fetc", 404),
        ("/pairs/VN", 400),
        ("/pairs/VN-XX", 400),
        ("/pairs/VN-VN", 400),
        ("/pairs/<script>", 400),
        ("/?since=yesterday", 400),
        ("/?since=2026-13", 400),
        ("/?since=%F0%9F%92%A9", 400),
        ("/?today=0000-01-01", 400),
        ("/undertakings?status=done", 400),
        ("/undertakings?pair=VN", 400),
        ("/undertakings?page=-1", 400),
        ("/undertakings?page=99999999999999", 400),
        ("/undertakings?sector=" + "a" * 3000, 400),
        ("/undertakings?" + "&".join(f"sector=ai{n}" for n in range(900)), 414),
        ("/figures?indicator=gold", 400),
        ("/figures?country=Vietnam", 400),
        ("/figures?since=9999-99", 400),
        ("/search?kind=rumour", 400),
        ("/search?language=xx", 400),
        ("/search?q=" + "w" * 900, 400),
        ("/search?since=2026-02-31", 400),
        ("/search?page=7000", 400),
        ("/search?kind=act&type=dance", 400),
        ("/actors/~Nobody%20At%20All", 404),
        ("/actors/act-", 404),
        ("/note?pair=VN", 400),
        ("/note?pair=VN-CN&lang=tlh", 400),
        ("/note?pair=VN-CN&" + "&".join(f"leave={n}" for n in range(60)), 400),
        ("/note.docx", 400),
        ("/documents/doc-000000000000?version=3", 404),
        ("/api/nothing", 404),
        ("/language/xx", 404),
    ],
)
def test_what_means_nothing_gets_a_clear_page(desk: TestClient, path: str, status: int) -> None:
    response = desk.get(path)
    assert response.status_code == status
    assert "Traceback" not in response.text
    assert "<script>" not in response.text
    if status != 414 and not path.startswith("/api/"):
        assert "Servanda" in response.text


def test_nothing_can_be_sent_to_the_desk(desk: TestClient) -> None:
    for method in ("post", "put", "delete", "patch"):
        assert getattr(desk, method)("/", headers={"origin": BASE}).status_code == 405


def test_headers_forbid_what_the_desk_does_not_need(desk: TestClient) -> None:
    for path in ("/", "/nothing", "/today.json", "/static/desk.css"):
        headers = desk.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"


def test_faces_are_served_from_the_package(desk: TestClient) -> None:
    style = (DESK / "static" / "desk.css").read_text()
    faces = re.findall(r"url\(([^)]+)\)", style)
    assert len(faces) == len(list((DESK / "static" / "fonts").glob("*.woff2")))
    for face in faces:
        assert desk.get(f"/static/{face}").headers["content-type"] == "font/woff2"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("2025-09-23", "23 Sept 2025"),
        ("2025-09-23/2025-09-24", "23–24 Sept 2025"),
        ("2025-09", "Sept 2025"),
        ("2025", "2025"),
        ("2025/..", "since 2025"),
        (None, ""),
    ],
)
def test_dates_are_short(value: str | None, told: str) -> None:
    assert words_of("en").day(value).replace("\u2009", "") == told


def test_other_names_of_this_machine_are_refused(demo: Path) -> None:
    with TestClient(desk_app(demo), base_url="http://attacker.example") as client:
        assert client.get("/").status_code == 421


@pytest.mark.parametrize("path", DATA)
def test_pages_are_data_as_well(desk: TestClient, path: str) -> None:
    as_json = desk.get(f"{path}.json")
    assert as_json.headers["content-type"].startswith("application/json")
    assert isinstance(as_json.json(), dict)
    as_csv = desk.get(f"{path}.csv")
    assert as_csv.headers["content-type"].startswith("text/csv")
    assert len(as_csv.text.splitlines()) > 1


def test_the_first_page_tells_what_waits_for_review_since_that_day(desk: TestClient) -> None:
    told = desk.get("/today.json?since=2010-01-01").json()["review"]
    queue, is_more = list[dict[str, object]](), True
    while is_more:
        page = desk.get(f"/review.json?since=2010-01-01&skip={len(queue)}").json()
        queue, is_more = queue + page["waiting"], page["more"]
    assert 0 < told["count"] == len(queue)
    assert [one["id"] for one in told["newest"]] == [one["id"] for one in queue[:5]]
    page = desk.get("/?since=2010-01-01").text
    assert told["href"] in page
    assert words_of("en").t("review.wait", n=told["count"]) in page
    later = desk.get("/?since=2026-01-30").text
    assert words_of("en").t("review.none_wait") in later
    assert words_of("en").t("today.no_documents") in later


def test_a_very_long_queue_is_told_as_more(desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("servanda.desk.today._COUNTED", 3)
    assert "More than 3 records wait" in desk.get("/?since=2010-01-01").text


def test_what_a_browser_has_is_not_sent_again(desk: TestClient) -> None:
    tag = desk.get("/pairs").headers["etag"]
    assert desk.get("/pairs", headers={"if-none-match": tag}).status_code == 304
    assert desk.get("/pairs", headers={"if-none-match": 'W/"other"'}).status_code == 200


def test_a_number_of_the_ladder_leads_to_its_sentence_in_five_clicks(desk: TestClient) -> None:
    pair = first(desk, "/", r"/pairs/CN-VN")
    counted = first(desk, pair, r"/undertakings\?pair=CN-VN&amp;status=\w+").replace("&amp;", "&")
    undertaking = first(desk, counted, r"/undertakings/und-[0-9a-f]{12}")
    proof = first(desk, undertaking, r"/documents/doc-[0-9a-f]{12}\?record=act-[0-9a-f]{12}")
    act = proof.partition("record=")[2]
    shown = Page(desk.get(proof).text)
    assert act in shown.ids
    assert f"?record={act}#{act}" in shown.links
    with_quote = desk.get(proof.replace("?", ".json?")).json()
    (record,) = [one for one in with_quote["records"] if one["id"] == act]
    assert record["record"]["quote"] == with_quote["text"][record["record"]["start"] : record["record"]["end"]]


def test_counts_of_the_ladder_are_those_of_the_list(desk: TestClient) -> None:
    ladder = desk.get("/pairs/VN-CN.json").json()["ladder"]
    assert sum(rung["count"] for rung in ladder["rungs"]) > 10
    for rung in ladder["rungs"]:
        listed = desk.get(f"/undertakings.json?pair=VN-CN&status={rung['status']}").json()["cards"]
        assert sum(not card["umbrella"] for card in listed) == rung["count"]


def test_clicking_a_mark_shows_slots_rule_and_confidence(desk: TestClient) -> None:
    act = first(desk, "/undertakings", r"/documents/doc-[0-9a-f]{12}\?record=act-[0-9a-f]{12}")
    card = desk.get(act.replace("?", "/card?")).text
    assert "<html" not in card
    for told in ("Rule", "Confidence", "Its undertaking"):
        assert told in card
    assert desk.get(act.partition("record=")[0] + "record=act-000000000000").status_code == 404


HOSTILE = (
    "The ministry <script>alert(1)</script> said \u202egnorts\u202c & \"quoted\" 'words' signed.\n"
    + "w" * 1_000_000
    + "\nThe end </article><style>*{display:none}</style> agreed."
)


def test_hostile_text_is_shown_as_text(tmp_path: Path) -> None:
    path = tmp_path / "hostile.db"
    acts = [
        making.act(
            "sign", "<script>alert(1)</script> said", by=("</title><script>",), parties=("VN", "CN"), what="{{7*7}}"
        ),
        making.act(
            "agree", "</article><style>*{display:none}</style> agreed", by=("\u202eEvil",), parties=("VN", "CN")
        ),
    ]
    with open_ledger(path) as ledger:
        ledger.add(
            making.reading(
                "hostile/../<b>", HOSTILE, *acts, title="<img src=x onerror=alert(1)>", published="2026-01-01"
            )
        )
    with TestClient(desk_app(path, today=TODAY), base_url=BASE) as client:
        undertaking = first(client, "/undertakings", r"/undertakings/und-[0-9a-f]{12}")
        document = first(client, undertaking, r"/documents/doc-[0-9a-f]{12}")
        others = (
            "/search",
            "/search?q=signed",
            "/search?kind=act",
            "/actors",
            "/note?pair=VN-CN",
            "/search.atom",
            "/search.ics",
        )
        for address in ("/", "/undertakings", "/pairs/VN-CN", undertaking, document, f"{document}?from=24000", *others):
            response = client.get(address)
            assert response.status_code == 200
            assert Page(response.text).inline == [], address
            assert "<img" not in response.text
            assert len(response.content) < 300_000
        assert "alert(1)" in Page(client.get(document).text).words


def test_a_ledger_that_is_moved_away_is_told_and_comes_back(tmp_path: Path, demo: Path) -> None:
    path = tmp_path / "moving.db"
    path.write_bytes(demo.read_bytes())
    with TestClient(desk_app(path, today=TODAY), base_url=BASE) as client:
        assert client.get("/").status_code == 200
        path.rename(tmp_path / "elsewhere.db")
        gone = client.get("/")
        assert gone.status_code == 503
        assert "Nothing is lost" in gone.text
        (tmp_path / "elsewhere.db").rename(path)
        assert client.get("/").status_code == 200
        path.write_bytes(b"no ledger at all, " * 500)
        assert client.get("/pairs").status_code == 503


def test_pages_show_what_is_added_while_the_desk_runs(tmp_path: Path) -> None:
    path = tmp_path / "growing.db"
    with open_ledger(path) as ledger, TestClient(desk_app(path, today=TODAY), base_url=BASE) as client:
        assert client.get("/undertakings.json").json()["count"] == 0
        act = making.act("sign", "signed a contract", parties=("VN", "CN"), by=("A",), instrument="contract")
        ledger.add(making.reading("new", "They signed a contract for a port.", act, published="2026-01-02"))
        for _ in range(200):
            if client.get("/undertakings.json").json()["count"] == 1:
                break
        assert client.get("/undertakings.json").json()["count"] == 1
