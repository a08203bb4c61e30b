"""`servanda serve` as a process of its own: what it says and asks of others, and what its log keeps to itself; and many
readers at once while the ledger is written."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx2 as httpx
import pytest

import making
from browsing import served
from servanda.ledger.store import open_ledger

READERS = 200
NAME = "desk.example.org"
SERVE = (str(Path(sys.executable).with_name("servanda")), "serve")
PASSWORD = "seven quiet herons"
ASKED = ("/", "/pairs/VN-CN", "/undertakings", "/figures?country=VN", "/search?q=rail", "/actors", "/api/pairs")


@contextmanager
def serving(ledger: Path, *options: str) -> Iterator[tuple[str, list[str]]]:
    """A desk that serves: its address on this machine, and all that it has said so far."""
    command = [*SERVE, "--ledger", str(ledger), "--port", "0", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        said: list[str] = []
        assert process.stderr is not None
        for line in process.stderr:
            said.append(line)
            if port := re.search(r":(\d+)/  \(Ctrl-C", line):
                break
        listener = threading.Thread(target=lambda: said.extend(process.stderr or ()))
        listener.start()
        try:
            yield f"http://127.0.0.1:{port[1] if port else 0}", said
        finally:
            process.terminate()
            listener.join(10)


@pytest.fixture
def ledger(demo: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(demo, tmp_path / "served.db"))


def asked(client: httpx.Client, path: str) -> httpx.Response:
    """The answer, as soon as the desk gives one."""
    for _ in range(200):
        try:
            return client.get(path)
        except httpx.ConnectError:
            threading.Event().wait(0.05)
    raise AssertionError("the desk does not answer")


def test_beyond_loopback_a_name_an_account_and_tls_are_asked_for(ledger: Path) -> None:
    refused = subprocess.run(
        [*SERVE, "--host", "0.0.0.0", "--ledger", str(ledger)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 2
    assert "--name" in refused.stderr
    with serving(ledger, "--host", "0.0.0.0", "--name", NAME) as (address, said):
        with httpx.Client(base_url=address, headers={"host": NAME}) as client:
            assert asked(client, "/").status_code == 401
            entrance = client.get("/", headers={"accept": "text/html"})
            assert (entrance.status_code, entrance.headers["location"]) == (303, "/enter?back=/")
        with httpx.Client(base_url=address) as elsewhere:
            assert elsewhere.get("/", headers={"host": "other.example.org"}).status_code == 421
    assert any("put TLS before it" in line and "serve-to-others" in line for line in said)


def test_the_log_keeps_no_password_and_no_key(ledger: Path) -> None:
    with serving(ledger) as (address, said), httpx.Client(base_url=address, headers={"origin": address}) as client:
        asked(client, "/")
        key = re.search(r"key=(\S+)", "".join(said))
        assert key, said
        client.get(f"/open?key={key[1]}")
        client.post("/open", data={"key": key[1], "name": "Anh Thu", "password": PASSWORD})
        assert client.post("/enter", data={"name": "Anh Thu", "password": f"{PASSWORD}?"}).status_code == 401
        token = client.get("/", headers={"authorization": "Bearer nobody-knows-this"})
        assert token.status_code == 401
    told = "".join(said)
    assert told.count(key[1]) == 1  # the link itself, for whoever started the desk
    assert PASSWORD not in told
    assert "nobody-knows-this" not in told


def test_two_hundred_at_once_are_all_answered_while_the_ledger_is_written(ledger: Path) -> None:
    async def read(address: str) -> list[httpx.Response]:
        async with httpx.AsyncClient(base_url=address, timeout=120.0) as client:
            return await asyncio.gather(*(client.get(ASKED[n % len(ASKED)]) for n in range(READERS)))

    def write() -> None:
        with open_ledger(ledger) as opened:
            for number in range(12):
                act = making.act("sign", f"They signed contract {number}", parties=("VN", "CN"), by=("A",))
                opened.add(making.reading(f"new-{number}", f"They signed contract {number}.", act))

    with served(ledger) as address:
        writer = threading.Thread(target=write)
        writer.start()
        with ThreadPoolExecutor(1) as aside:  # a browser of other tests may hold this thread's own loop
            answers = aside.submit(lambda: asyncio.run(read(address))).result()
        writer.join()
        after = httpx.get(f"{address}/search.json?kind=act&q=contract", timeout=60.0).json()
    assert [answer.status_code for answer in answers] == [200] * READERS
    assert not any("Traceback" in answer.text for answer in answers)
    assert after["count"] >= 12
