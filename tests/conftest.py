"""Fixtures that several tests share: a ledger of the shipped examples, and the desk on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from browsing import CHROMIUM, served
from desking import BASE, EXAMPLES, TODAY
from firms import made
from servanda.desk.app import desk_app
from servanda.documents.inputs import find_inputs
from servanda.ledger.store import Ledger, open_ledger
from servanda.reading.reader import read
from servanda.records import Document, Reading
from servers import MissingServerError, Server, running

Fresh = Callable[[str], Path | str]


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fresh]:
    """The address of a ledger that is not there yet, for a kind of database; skips where there is no server."""
    servers: list[Server] = []
    with ExitStack() as stack:

        def address(kind: str) -> Path | str:
            if kind == "sqlite":
                return tmp_path_factory.mktemp("ledger") / "ledger.db"
            if not servers:
                try:
                    servers.append(stack.enter_context(running()))
                except MissingServerError as error:
                    pytest.skip(str(error))
            return servers[0].new_address()

        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, fresh: Fresh) -> Path | str:
    """The address of a ledger that is not there yet: a test that asks for one runs on both kinds of database."""
    return fresh(request.param)


@pytest.fixture
def readings() -> list[Reading]:
    """What fills the ledger, where a test file has nothing of its own: firms that do something about five matters."""
    return made(1)


@pytest.fixture
def ledger(address: Path | str, readings: list[Reading]) -> Iterator[Ledger]:
    """A ledger of the readings, in each kind of database."""
    with open_ledger(address) as opened:
        for _ in opened.add_all(readings):
            pass
        yield opened


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the shipped examples."""
    path = tmp_path_factory.mktemp("desk") / "demo.db"
    with open_ledger(path) as ledger:
        for _, document in find_inputs([str(EXAMPLES)]):
            assert isinstance(document, Document)
            ledger.add(read(document))
    return path


@pytest.fixture
def desk(demo: Path) -> Iterator[TestClient]:
    """The desk on the examples, as of a day soon after the newest of them."""
    with TestClient(desk_app(demo, today=TODAY), base_url=BASE, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, for tests that look at the desk as a person does; skips where it is not installed."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium: apt-get install chromium")
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def served_demo(demo: Path) -> Iterator[str]:
    """The address of a desk on the examples, served."""
    with served(demo) as found:
        yield found
