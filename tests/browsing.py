"""What tests in a browser share: a desk that is served, and a visitor who notes what a page says, asks and breaks."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn

from desking import TODAY
from servanda.commands.desk import listen
from servanda.desk.app import desk_app

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SCREENS = Path(__file__).parent.parent / "build" / "screens"


@contextmanager
def served(ledger: Path | str) -> Iterator[str]:
    """The address of a desk on a ledger, served in a thread of its own."""
    listening = listen("127.0.0.1", 0)
    app = desk_app(ledger, today=TODAY)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none", timeout_graceful_shutdown=2))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(5)
        listening.close()


class Visitor:
    """Somebody at the desk with a screen of a width, by day or by night, in a language."""

    def __init__(
        self, browser: Any, address: str, *, width: int = 1280, scheme: str = "light", lang: str = "en"
    ) -> None:
        self.address, self.width, self.told = address, width, f"{width}-{scheme}-{lang}"
        self.context = browser.new_context(
            viewport={"width": width, "height": 900 if width > 600 else 844},
            color_scheme=scheme,
            locale=lang,
            is_mobile=width < 600,
            has_touch=width < 600,
        )
        self.page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("request", self._asked)

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning") and "404" not in message.text and "403" not in message.text:
            self.faults.append(f"console: {message.text} ({self.page.url})")

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"asked elsewhere: {request.url}")

    def goes(self, path: str) -> Any:
        """Open a page of the desk."""
        response = self.page.goto(self.address + path)
        assert response is not None
        return response

    def keeps(self, name: str) -> None:
        """Keep a picture of the page among the artefacts."""
        SCREENS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENS / f"{name}-{self.told}.png", full_page=True)

    def overflow(self) -> int:
        """By how many pixels the page is wider than the screen."""
        return int(self.page.evaluate("document.documentElement.scrollWidth")) - self.width

    def barriers(self, rules: Sequence[str] = ()) -> list[str]:
        """What axe finds serious or critical on the page, by all its rules or by these."""
        from axe_playwright_python.sync_playwright import Axe

        only = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
        found = Axe().run(self.page, options={"resultTypes": ["violations"], **only}).response["violations"]
        return [
            f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:160]}"
            for one in found
            if one["impact"] in ("serious", "critical")
        ]

    def leaves(self) -> None:
        """Close the browser's window; what went wrong behind the pages is told now."""
        self.context.close()
        assert self.faults == []
