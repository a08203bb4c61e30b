"""Read and write a desk from many hands at once, then move its ledger away under it.

python bench/desk_load.py [--readers 50] [--writers 5] [--seconds 60] [--burst 200] [--rate 20] [--paint]
                          [--ledger FILE] [--json FILE]

The desk is served by a process of its own on loopback, on a copy of the ledger (of the shipped examples, if none is
given). Readers go from page to page as fast as they are answered; writers accept, undo and comment with accounts of
their own. Then `burst` readers ask at once; then the ledger is moved away and put back. Printed are the answers a
second, the median and the 95th percentile in milliseconds, and every answer that is none: a server's fault (5xx while
the ledger is there), a broken connection, a trace on a page. The exit is 1 where there is one.

With `--rate` requests come in that many times a second, page after page, whether or not the last one is answered, and
the percentiles are told of each page as well. With `--paint` each page is opened in Chromium, and told is when the
browser has painted first and how many kB came over the line, by its own Performance API. `--readers 0` leaves it there.
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
from typing import Any

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


async def at_rate(base: str, paths: list[str], rate: float, seconds: float) -> dict[str, dict[str, object]]:
    """Ask for page after page, so many times a second, each once before, and tell how long each of them took."""
    tallies = {path: Tally() for path in paths}
    async with httpx.AsyncClient(base_url=base, timeout=_PATIENCE) as client:
        for path in paths:
            await ask(client, path, Tally())
        asked = []
        begin = time.perf_counter()
        for number in range(int(rate * seconds)):
            path = paths[number % len(paths)]
            await asyncio.sleep(max(0.0, begin + number / rate - time.perf_counter()))
            asked.append(asyncio.create_task(ask(client, path, tallies[path])))
        await asyncio.gather(*asked)
    whole = Tally()
    for tally in tallies.values():
        whole.times += tally.times
        whole.faults.update(tally.faults)
        whole.statuses.update(tally.statuses)
    told = {f"{rate:g}/s {path}": tally.told(seconds=seconds) for path, tally in tallies.items()}
    return {f"{rate:g}/s": whole.told(seconds=seconds), **told}


def paints(base: str, paths: list[str]) -> dict[str, dict[str, object]]:
    """When Chromium paints each page first, and how many kB came over the line, with an empty cache and a full one."""
    from playwright.sync_api import sync_playwright

    found: dict[str, dict[str, object]] = {}
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for path in (path for path in paths if ".json" not in path and not path.startswith("/api")):
            page = browser.new_page()
            first, again = (_painted(page, base + path) for _ in range(2))
            told = {"first_paint_ms": first[0], "kB": first[1], "again_ms": again[0], "again_kB": again[1]}
            found[f"paint {path}"] = {**told, "faults": {}}
            page.close()
        browser.close()
    return found


def _painted(page: Any, address: str) -> tuple[float, float]:
    """The milliseconds to the first paint, and the kB that came over the line."""
    page.goto(address, wait_until="load")
    while not (told := page.evaluate(_PAINTED)):  # no waiting by a word of script: the desk's pages forbid such
        page.wait_for_timeout(20)
    return told[0], told[1]


_PAINTED = """() => {
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  const bytes = performance.getEntries().reduce((sum, one) => sum + (one.transferSize || 0), 0);
  return paint && [Math.round(paint.startTime), Math.round(bytes / 100) / 10];
}"""


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
    parser.add_argument("--rate", type=float, default=0.0, metavar="REQUESTS", help="ask so many times a second first")
    parser.add_argument("--paint", action="store_true", help="tell when Chromium paints each page first")
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
            found: dict[str, dict[str, object]] = {}
            paths = asyncio.run(paths_of(base))
            if asked.rate:
                found |= asyncio.run(at_rate(base, paths, asked.rate, asked.seconds))
            if asked.paint:
                found |= paints(base, paths)
            if asked.readers:
                found |= asyncio.run(run(base, ledger, asked, names))
    for name, told in found.items():
        print(f"{name:11}", " ".join(f"{key}={value}" for key, value in told.items()))
    if asked.json:
        Path(asked.json).write_text(json.dumps(found, indent=1))
    return 1 if any(told["faults"] for told in found.values()) else 0


if __name__ == "__main__":
    raise SystemExit(main())
