"""Fixtures that several tests share: a ledger of the shipped examples, and the desk on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from desking import BASE, EXAMPLES, TODAY
from servanda.desk.app import desk_app
from servanda.documents.inputs import find_inputs
from servanda.ledger.store import open_ledger
from servanda.reading.reader import read
from servanda.records import Document


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
