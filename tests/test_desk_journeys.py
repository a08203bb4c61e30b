"""Journeys of a person at the desk, from the first page to what they came for; by keys alone where they review."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import making
from browsing import Visitor, served
from servanda.desk.accounts import Accounts, Role
from servanda.ledger.address import accounts_path
from servanda.ledger.store import open_ledger

pytestmark = pytest.mark.browser
PASSWORD = "seven quiet herons"
BOTH = pytest.mark.parametrize(("width", "scheme", "lang"), [(1280, "light", "en"), (390, "dark", "fr")])
NEWS = {
    "2026-01-30": "Vietnam will open a border station at Huu Nghi by June 2026. China proposed a joint fund for it.",
    "2026-01-31": "China proposed a joint fund for ports. By May, Vietnam will open a border station near Lao Cai.",
}


@pytest.fixture(scope="module")
def ledger(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples once more, for journeys that write."""
    path = tmp_path_factory.mktemp("journeys") / "demo.db"
    shutil.copy(demo, path)
    return path


@pytest.fixture(scope="module")
def address(ledger: Path) -> Iterator[str]:
    with served(ledger) as found:
        yield found


def download(visitor: Visitor, selector: str) -> bytes:
    with visitor.page.expect_download() as found:
        visitor.page.click(selector)
    return Path(found.value.path()).read_bytes()


@BOTH
def test_an_officer_takes_a_note_to_a_meeting(
    browser: Any, served_demo: str, width: int, scheme: str, lang: str
) -> None:
    visitor = Visitor(browser, served_demo, width=width, scheme=scheme, lang=lang)
    page = visitor.page
    visitor.goes("/")
    page.click(".pairs-list a >> nth=0")
    page.click("a[href^='/note?pair=']")
    assert page.query_selector_all(".note-sheet li .says")
    page.click(".note-sheet sup a >> nth=0")
    proof = page.get_attribute(".note-sources li:target cite a", "href")
    page.check("input[name=leave] >> nth=0")
    page.wait_for_selector(".left-out")
    with zipfile.ZipFile(io.BytesIO(download(visitor, "a.button[href^='/note.docx']"))) as file:
        assert "word/document.xml" in file.namelist()
    html = download(visitor, "a.button[href^='/note.html']").decode()
    assert f'lang="{lang}"' in html
    visitor.goes(str(proof))
    assert page.query_selector(".text .lit, .text #at")
    visitor.leaves()


@pytest.mark.parametrize(("width", "scheme", "lang"), [(1280, "dark", "fr"), (390, "light", "en")])
def test_from_the_first_page_to_the_sentence_that_proves_a_number(
    browser: Any, served_demo: str, width: int, scheme: str, lang: str
) -> None:
    visitor = Visitor(browser, served_demo, width=width, scheme=scheme, lang=lang)
    page = visitor.page
    visitor.goes("/")
    page.click(".pairs-list a >> nth=0")  # 1: the pair
    assert all(page.query_selector(f"svg.{name}") for name in ("world", "timeline"))
    assert page.query_selector(".comparison.disagrees")
    page.click(".ladder .count a >> nth=0")  # 2: the number
    page.click(".threads a.title >> nth=0")  # 3: one of those counted
    quote = page.inner_text(".climb blockquote >> nth=-1")
    page.click(".climb li:last-child cite a")  # 4: its proof
    assert quote in page.inner_text("article.text").replace("\n", " ")
    assert page.query_selector(".text .lit")
    visitor.leaves()


@BOTH
def test_a_dot_of_the_map_and_a_column_of_time_lead_on(
    browser: Any, served_demo: str, width: int, scheme: str, lang: str
) -> None:
    visitor = Visitor(browser, served_demo, width=width, scheme=scheme, lang=lang)
    page = visitor.page
    visitor.goes("/pairs/VN-CN")
    page.click("svg.world a:last-of-type", force=True)
    page.wait_for_url("**place=**")
    assert page.query_selector(".threads a.title")
    page.go_back()
    page.click("svg.timeline a[href^='/search'] >> nth=-1", force=True)
    page.wait_for_url("**/search?kind=act**")
    assert page.query_selector(".results li blockquote")
    visitor.leaves()


def test_the_first_link_opens_the_owner_who_invites_the_others(browser: Any, address: str, ledger: Path) -> None:
    accounts = Accounts(accounts_path(ledger))
    link = f"/open?key={accounts.make_key('first', role=Role.OWNER)}"
    visitor = Visitor(browser, address)
    page = visitor.page
    visitor.goes(link)
    visitor.keeps("open")
    page.fill("input[name=name]", "Owner One")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/account")
    assert visitor.barriers() == []
    visitor.keeps("account")
    links = {}
    for role in ("reader", "member", "reviewer"):
        visitor.goes("/accounts")
        page.select_option("form[action='/accounts/invite'] select", role)
        page.click("form[action='/accounts/invite'] button")
        links[role] = page.inner_text("code.key")
    assert visitor.barriers() == []
    visitor.keeps("accounts")
    visitor.goes("/book")
    assert visitor.barriers() == []
    visitor.keeps("book")
    page.click("form[action='/leave'] button")
    visitor.goes(link)  # works once
    page.fill("input[name=name]", "Owner Two")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button")
    assert page.query_selector("[role=alert]")
    for role, invitation in links.items():
        page.goto(invitation.replace("localhost", "127.0.0.1"))
        page.fill("input[name=name]", f"The {role}")
        page.fill("input[name=password]", PASSWORD)
        page.click("main button")
        page.wait_for_url("**/account")
        page.click("form[action='/leave'] button")
    visitor.faults = [fault for fault in visitor.faults if "400" not in fault]  # the link that was used before
    visitor.leaves()


def enter(visitor: Visitor, role: str) -> None:
    visitor.goes("/enter")
    visitor.page.fill("input[name=name]", f"The {role}")
    visitor.page.fill("input[name=password]", PASSWORD)
    visitor.page.press("input[name=password]", "Enter")
    visitor.page.wait_for_selector(".who form[action='/leave']")


@pytest.mark.parametrize(
    ("day", "width", "scheme", "lang"), [("2026-01-30", 1280, "light", "en"), ("2026-01-31", 390, "dark", "fr")]
)
def test_a_new_dispatch_is_reviewed_by_keys_alone(
    browser: Any, address: str, ledger: Path, day: str, width: int, scheme: str, lang: str
) -> None:
    acts = [
        making.act(
            "promise", "Vietnam will open a border station", by=("Vietnam",), parties=("VN", "CN"), confidence=0.4
        ),
        making.act("propose", "China proposed a joint fund", by=("China",), parties=("CN", "VN"), confidence=0.4),
    ]
    with open_ledger(ledger) as opened:
        opened.add(making.reading(f"news-{day}", NEWS[day], *acts, published=day))
    visitor = Visitor(browser, address, width=width, scheme=scheme, lang=lang)
    page, keys = visitor.page, visitor.page.keyboard
    enter(visitor, "reviewer")

    def here() -> str:
        return str(page.input_value(".fields input[name=id]"))

    def press(key: str) -> None:
        with page.expect_navigation():
            keys.press(key)

    visitor.goes(f"/review?since={day}")
    assert page.inner_text("#quote").strip() in {act["quote"] for act in acts}
    first = here()
    press("j")
    second = here()
    assert second != first
    press("k")
    assert here() == first
    press("a")
    assert here() == second
    assert page.query_selector("[role=status]")
    press("u")
    assert here() == first
    assert len(page.query_selector_all(".waiting li")) == 2
    keys.press("e")
    assert page.evaluate("document.activeElement.name") == "slot.verb"
    keys.type("plan")
    with page.expect_navigation():
        keys.press("Enter")
    visitor.goes(f"/review?since={day}")
    assert here() == second
    visitor.keeps("review-signed-in")
    assert visitor.barriers() == []
    press("r")
    assert page.query_selector("main .empty")
    press("u")
    assert here() == second
    with open_ledger(ledger) as opened:  # Enter in a field saves what was written, and accepts nothing
        assert opened.get(first).proofs[0].entry.record.verb == "plan"
    visitor.leaves()


def test_many_are_judged_and_undone_at_once(browser: Any, address: str) -> None:
    visitor = Visitor(browser, address, width=390, scheme="dark", lang="fr")
    page = visitor.page
    enter(visitor, "reviewer")
    visitor.goes("/review")
    waiting = len(page.query_selector_all(".waiting li"))
    assert waiting == 15
    page.click("[data-all]")
    page.click(".judging button[value=reject]:below(.waiting)")
    page.wait_for_selector("[role=status]")
    page.click("[role=status] button")
    page.wait_for_selector(".fields input[name=id]", state="attached")
    visitor.goes("/review")
    assert len(page.query_selector_all(".waiting li")) == waiting
    visitor.leaves()


def test_a_member_discusses_and_keeps_a_search(browser: Any, address: str) -> None:
    visitor = Visitor(browser, address, width=390, scheme="light", lang="fr")
    page = visitor.page
    enter(visitor, "member")
    visitor.goes("/undertakings?pair=VN-CN")
    page.click(".threads a.title >> nth=0")
    page.fill("#discussion textarea", "Vu au procès-verbal <script>alert(1)</script>")
    page.click("#discussion button")
    page.wait_for_selector(".said")
    assert page.inner_text(".said") == "Vu au procès-verbal <script>alert(1)</script>"
    visitor.keeps("undertaking-discussed")
    assert visitor.barriers() == []
    visitor.goes("/search?q=rail&kind=act")
    page.fill(".keep input[name=name]", "Rail")
    page.click(".keep button")
    page.wait_for_url("**/searches")
    visitor.keeps("searches")
    assert visitor.barriers() == []
    feed = page.get_attribute("a[href^='/search.atom']", "href")
    assert b"<feed" in page.request.get(visitor.address + feed).body()
    page.click(".lines a >> nth=0")
    assert page.query_selector(".results li")
    visitor.goes("/accounts")
    assert page.query_selector("main .kicker").inner_text() == "403"
    visitor.leaves()


@BOTH
def test_a_reviewer_signs_a_verdict(browser: Any, address: str, width: int, scheme: str, lang: str) -> None:
    visitor = Visitor(browser, address, width=width, scheme=scheme, lang=lang)
    page = visitor.page
    enter(visitor, "reviewer")
    visitor.goes("/undertakings?pair=VN-CN&status=delivered")
    page.click(".threads a.title >> nth=0")
    page.click("#verdict summary")
    page.select_option("#verdict select", "kept")
    page.fill("#verdict textarea", "Opened in the presence of both sides.")
    page.click("#verdict details button")
    page.wait_for_selector("#verdict .verdict")
    assert "Opened in the presence" in page.inner_text("#verdict .verdict")
    visitor.keeps("undertaking-verdict")
    assert visitor.barriers() == []
    page.click("#verdict .verdict button")
    page.wait_for_selector("#verdict .empty")
    visitor.leaves()


@BOTH
def test_a_reader_reads_and_is_told_why_no_more(browser: Any, address: str, width: int, scheme: str, lang: str) -> None:
    visitor = Visitor(browser, address, width=width, scheme=scheme, lang=lang)
    page = visitor.page
    enter(visitor, "reader")
    visitor.goes("/review")
    assert page.query_selector(".judging button[disabled]")
    page.keyboard.press("a")
    assert not page.query_selector("[role=status]")
    visitor.goes("/undertakings?pair=VN-CN")
    page.click(".threads a.title >> nth=0")
    assert not page.query_selector("#discussion textarea, #verdict form")
    visitor.leaves()


@BOTH
def test_what_one_finds_goes_away_in_formats_of_the_field(
    browser: Any, served_demo: str, width: int, scheme: str, lang: str
) -> None:
    visitor = Visitor(browser, served_demo, width=width, scheme=scheme, lang=lang)
    page = visitor.page
    visitor.goes("/search?q=rail&kind=act")
    assert download(visitor, "main a[href^='/search.csv']").startswith(b"id,kind")
    assert page.request.get(f"{served_demo}/search.atom?q=rail").headers["content-type"].startswith("application/atom")
    visitor.goes("/pairs/VN-CN")
    assert download(visitor, "a[href$='/pictures/ladder.svg']").startswith(b"<svg")
    visitor.goes("/undertakings?pair=VN-CN")
    assert b"BEGIN:VCALENDAR" in download(visitor, "main a[href^='/undertakings.ics']")
    visitor.leaves()
