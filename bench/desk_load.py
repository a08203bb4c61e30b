"""Read and write a desk from many hands at once, then move its ledger away under it.

python bench/desk_load.py [--readers 50] [--writers 5] [--seconds 60] [--burst 200] [--ledger FILE] [--json FILE]

The desk is served by a process of its own on loopback, on a copy of the ledger (of the shipped examples, if none is
given). Readers go from page to page as fast as they are answered; writers accept, undo and comment with accounts of
their own. Then `burst` readers ask at once; then the ledger is moved away and put back. Printed are the answers a
second, the median and the 95th percentile in milliseconds, and every answer that is none: a server's fault (5xx while
the ledger is there), a broken connection, a trace on a page. The exit is 1 where there is one.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from servanda.commands.desk import listen
from servanda.desk.accounts import Accounts, Role
from servanda.documents.inputs import find_inputs
from servanda.ledger.address import accounts_path
from servanda.ledger.store import open_ledger
from servanda.reading.reader import read
from servanda.records import Document

EXAMPLES = Path(__file__).parent.parent / "src" / "servanda" / "examples"
PASSWORD = "a load of quiet herons"
PAGES = (
    "/", "/pairs", "/pairs/{pair}", "/undertakings?pair={pair}", "/undertakings/{undertaking}", "/documents/{document}",
    "/figures?country=VN", "/actors", "/search?q=rail", "/search?kind=act&country=VN", "/note?pair={pair}", "/review",
    "/pairs/{pair}.json", "/api/undertakings?pair={pair}&size=5",
)  # fmt: skip
_PATIENCE = httpx.Timeout(60.0)


class Tally:
    """What came back: how long each answer took, and what was no answer."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.faults: Counter[str] = Counter()
        self.statuses: Counter[int] = Counter()

    def told(self, *, seconds: float) -> dict[str, object]:
        """The figures of this tally."""
        ordered = sorted(self.times) or [0.0]
        return {
            "answers": len(self.times),
            "per_second": round(len(self.times) / max(seconds, 0.001), 1),
            "p50_ms": round(1000 * ordered[len(ordered) // 2], 1),
            "p95_ms": round(1000 * ordered[min(len(ordered) - 1, len(ordered) * 95 // 100)], 1),
            "statuses": {str(status): count for status, count in sorted(self.statuses.items())},
            "faults": dict(self.faults),
        }


async def ask(client: httpx.AsyncClient, path: str, tally: Tally, *, may_fail: bool = False) -> httpx.Response | None:
    """Ask for a page once, and note how long it took and what was wrong with it."""
    begin = time.perf_counter()
    try:
        response = await client.get(path)
    except httpx.HTTPError as error:
        tally.faults[f"{type(error).__name__} at {path.partition('?')[0]}"] += 1
        return None
    tally.times.append(time.perf_counter() - begin)
    tally.statuses[response.status_code] += 1
    if "Traceback" in response.text:
        tally.faults[f"a trace at {path}"] += 1
    if response.status_code >= 500 and not may_fail:
        tally.faults[f"{response.status_code} at {path.partition('?')[0]}"] += 1
    return response


async def read_on(base: str, paths: list[str], until: float, tally: Tally, seed: int) -> None:
    """A reader, who goes from page to page until the time is over."""
    chance = random.Random(seed)
    async with httpx.AsyncClient(base_url=base, timeout=_PATIENCE) as client:
        while time.perf_counter() < until:
            await ask(client, chance.choice(paths), tally)


async def write_on(base: str, name: str, until: float, tally: Tally, seed: int) -> None:
    """A writer, who signs in, judges what waits, undoes it again, and says something about undertakings."""
    chance = random.Random(seed)
    headers = {"origin": base}
    async with httpx.AsyncClient(base_url=base, timeout=_PATIENCE, headers=headers) as client:
        await post(client, "/enter", {"name": name, "password": PASSWORD}, tally)
        while time.perf_counter() < until:
            answer = await ask(client, "/review.json?below=1", tally)
            waiting = answer.json()["waiting"] if answer is not None and answer.status_code == 200 else []
            if waiting:
                id = chance.choice(waiting)["id"]
                await post(client, "/review", {"id": id, "deed": "accept"}, tally)
                await post(client, "/review", {"id": id, "deed": "undo"}, tally)
            await asyncio.sleep(0.2 + chance.random())


async def post(client: httpx.AsyncClient, path: str, form: dict[str, str], tally: Tally) -> None:
    """Send a form once, and note how long it took and what was wrong with the answer."""
    begin = time.perf_counter()
    try:
        response = await client.post(path, data=form)
    except httpx.HTTPError as error:
        tally.faults[f"{type(error).__name__} at {path}"] += 1
        return
    tally.times.append(time.perf_counter() - begin)
    tally.statuses[response.status_code] += 1
    if response.status_code >= 500:
        tally.faults[f"{response.status_code} at {path}"] += 1


async def run(base: str, ledger: Path, asked: argparse.Namespace, names: list[str]) -> dict[str, dict[str, object]]:
    """The three trials, one after the other."""
    paths = await paths_of(base)
    readers, writers, burst, moved = Tally(), Tally(), Tally(), Tally()
    begin = time.perf_counter()
    until = begin + asked.seconds
    hands = [read_on(base, paths, until, readers, n) for n in range(asked.readers)]
    hands += [write_on(base, name, until, writers, n) for n, name in enumerate(names)]
    await asyncio.gather(*hands)
    found = {name: t.told(seconds=asked.seconds) for name, t in (("readers", readers), ("writers", writers))}
    begin = time.perf_counter()
    await asyncio.gather(*(once(base, paths[n % len(paths)], burst) for n in range(asked.burst)))
    found["burst"] = burst.told(seconds=time.perf_counter() - begin)
    found["moved away"] = await move_away(base, ledger, paths, moved)
    return found


async def once(base: str, path: str, tally: Tally) -> None:
    """One of many who ask at the same moment, each by a connection of their own."""
    async with httpx.AsyncClient(base_url=base, timeout=_PATIENCE) as client:
        await ask(client, path, tally)


async def move_away(base: str, ledger: Path, paths: list[str], tally: Tally) -> dict[str, object]:
    """Ask while the ledger is not there: a clear page each time; and when it is back, the pages themselves."""
    elsewhere = ledger.with_name("elsewhere.db")
    begin = time.perf_counter()
    async with httpx.AsyncClient(base_url=base, timeout=_PATIENCE) as client:
        ledger.rename(elsewhere)
        for path in paths:
            answer = await ask(client, path, tally, may_fail=True)
            if answer is not None and answer.status_code != 503:
                tally.faults[f"{answer.status_code} at {path} while the ledger was away"] += 1
        elsewhere.rename(ledger)
        for path in paths:
            await ask(client, path, tally)
    return tally.told(seconds=time.perf_counter() - begin)


async def paths_of(base: str) -> list[str]:
    """The pages that are asked for, with ids of the ledger."""
    async with httpx.AsyncClient(base_url=base, timeout=_PATIENCE) as client:
        pairs = (await client.get("/pairs.json")).json()["pairs"]
        cards = (await client.get("/undertakings.json")).json()["cards"]
        found = (await client.get("/search.json")).json()["results"]
    ids = {"pair": pairs[0]["code"], "undertaking": cards[0]["id"], "document": found[0]["proof"].rpartition("/")[2]}
    return [path.format(**ids) for path in PAGES]


@contextmanager
def serving(ledger: Path) -> Iterator[str]:
    """The address of a desk that a process of its own serves."""
    listening = listen("127.0.0.1", 0)
    port = listening.getsockname()[1]
    listening.close()
    command = [
        sys.executable,
        "-c",
        "from servanda.cli import main; main()",
        "serve",
        "--ledger",
        str(ledger),
        "--port",
        str(port),
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        base = f"http://127.0.0.1:{port}"
        try:
            wait_for(base, server)
            yield base
        finally:
            server.terminate()
            _, told = server.communicate(timeout=20)
            if "Traceback" in told:
                print(told[told.index("Traceback") :][:2_000], file=sys.stderr)


def wait_for(base: str, server: subprocess.Popen[str]) -> None:
    """Until the desk answers, or has ended."""
    for _ in range(300):
        if server.poll() is not None:
            raise SystemExit(f"the desk has ended: {server.stderr.read() if server.stderr else ''}")
        try:
            if httpx.get(f"{base}/pairs.json", timeout=30).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise SystemExit("the desk does not answer")


def prepare(ledger: Path, given: str | None) -> None:
    """A copy of the ledger that was given, or one of the shipped examples."""
    if given:
        shutil.copy(given, ledger)
        return
    with open_ledger(ledger) as opened:
        for _, document in find_inputs([str(EXAMPLES)]):
            if isinstance(document, Document):
                opened.add(read(document))


def main() -> int:
    """Run the trials and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--writers", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--burst", type=int, default=200, metavar="READERS")
    parser.add_argument("--ledger", metavar="FILE")
    parser.add_argument("--json", metavar="FILE")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "desk.db"
        prepare(ledger, asked.ledger)
        accounts = Accounts(accounts_path(ledger))
        names = [f"Writer {n}" for n in range(asked.writers)]
        for name in names:
            accounts.open_account(accounts.make_key("invitation", role=Role.REVIEWER), name, PASSWORD)
        with serving(ledger) as base:
            found = asyncio.run(run(base, ledger, asked, names))
    for name, told in found.items():
        print(f"{name:11}", " ".join(f"{key}={value}" for key, value in told.items()))
    if asked.json:
        Path(asked.json).write_text(json.dumps(found, indent=1))
    return 1 if any(told["faults"] for told in found.values()) else 0


if __name__ == "__main__":
    raise SystemExit(main())
