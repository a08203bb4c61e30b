"""The desk in a browser: nothing is blocked by its own policy, nothing overflows, and the keyboard reaches all."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from desking import TODAY
from servanda.commands.desk import listen
from servanda.desk.app import desk_app

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PAGES = ("/", "/pairs/VN-CN", "/undertakings", "/figures", "/search?q=rail", "/note?pair=VN-CN", "/nothing")
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(demo: Path) -> Iterator[str]:
    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(desk_app(demo, today=TODAY), log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(5)
    listening.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium: apt-get install chromium")
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_pages_fit_and_the_policy_blocks_nothing_of_ours(browser: Any, address: str, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    for path in PAGES:
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert [line for line in told if "404" not in line] == []
    context.close()


def test_a_click_on_a_mark_shows_its_card_without_leaving_the_page(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/search?q=rail")
    page.click(".results a.title")
    page.evaluate("window.stayed = true")
    page.click(".text a.m.act >> nth=0")
    page.wait_for_selector("#card .record")
    assert page.evaluate("window.stayed")
    assert "record=act-" in page.url
    page.reload()
    assert page.query_selector("#card .record")
    page.close()


def test_pages_are_read_without_javascript(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/search?q=rail")
    page.click(".results a.title")
    page.click(".text a.m.act >> nth=0")
    assert page.inner_text("#card .record h3")
    page.goto(f"{address}/note?pair=VN-CN")
    page.check("input[name=leave] >> nth=0")
    page.click("#builder button.main")
    assert page.query_selector(".left-out")
    context.close()


def test_leaving_a_sentence_out_changes_the_note_at_once(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/note?pair=VN-CN")
    page.check("input[name=leave] >> nth=0")
    page.wait_for_selector(".left-out")
    page.wait_for_url("**leave=**")
    assert "leave=" in page.get_attribute("a.button[href^='/note.docx']", "href")
    page.close()


def test_the_keyboard_reaches_the_content_first(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    page.close()
