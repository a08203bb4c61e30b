"""One page by its address: politely, within limits, from the open internet only; a server of our own answers."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from servanda.documents.inputs import find_inputs
from servanda.errors import FetchError
from servanda.records import Document
from servanda.sources.fetch import Fetcher
from servanda.sources.folder import is_address
from servanda.sources.network import checked_addresses, is_public

STORY = "Peru and Kenya signed an agreement on avocados in Lima, and both of them will open their markets in May. " * 3
PAGE = f"<html><head><title>A deal on avocados</title></head><body><article><p>{STORY}</p></article></body></html>"
Answer = tuple[int, dict[str, str], bytes]


class _Site(BaseHTTPRequestHandler):
    """Answers from a table of paths; what was asked is noted."""

    answers: dict[str, Answer]
    asked: list[tuple[str, str, str]]

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers["Host"], self.headers["User-Agent"]))
        if self.path == "/drip":
            self._drip()
            return
        status, headers, body = self.answers.get(self.path, (404, {}, b"gone"))
        self.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _drip(self) -> None:
        """Send a header line now and then, for ever."""
        try:
            for _ in range(100):
                self.wfile.write(b"HTTP/1.1 200 OK\r\n" if _ == 0 else b"X-Wait: 1\r\n")
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            pass

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Site:
    """A site on the own machine."""

    def __init__(self, handler: type[_Site], port: int) -> None:
        self.answers, self.asked = handler.answers, handler.asked
        self.url = f"http://127.0.0.1:{port}"
        self.port = port

    def serve(self, path: str, body: str | bytes = PAGE, *, status: int = 200, **headers: str) -> str:
        """Let the site answer so; the address of the page."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (status, named, body.encode() if isinstance(body, str) else body)
        return self.url + path


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("SERVANDA_ALLOW_PRIVATE", "1")
    handler = type("_OneSite", (_Site,), {"answers": {}, "asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield Site(handler, server.server_address[1])
    server.shutdown()
    server.server_close()


def failure(url: str, **limits: float) -> str:
    """Why the page is not fetched, in one line."""
    with pytest.raises(FetchError) as caught:
        Fetcher(**limits).fetch(url)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_page_is_fetched_by_name_of_ours(site: Site) -> None:
    page = Fetcher().fetch(site.serve("/a") + "#top")
    assert (page.url, page.text, page.is_html) == (f"{site.url}/a", PAGE, True)
    assert [path for path, _, _ in site.asked] == ["/robots.txt", "/a"]
    assert all(agent.startswith("Servanda/") for _, _, agent in site.asked)


def test_page_becomes_a_document_under_its_address(site: Site) -> None:
    url = site.serve("/a")
    ((name, document),) = find_inputs([url])
    assert isinstance(document, Document), document
    assert (name, document.id, document.url, document.title) == (url, url, url, "A deal on avocados")


def test_plain_text_is_read_as_text(site: Site) -> None:
    page = Fetcher().fetch(site.serve("/a", "Un accord a été signé.".encode("cp1252"), Content_Type="text/plain"))
    assert (page.text, page.is_html) == ("Un accord a été signé.", False)


def test_packed_page_is_unpacked(site: Site) -> None:
    url = site.serve("/a", gzip.compress(PAGE.encode()), Content_Encoding="gzip")
    assert Fetcher().fetch(url).text == PAGE


def test_robots_are_asked_once_and_obeyed(site: Site) -> None:
    site.serve("/robots.txt", "User-agent: *\nDisallow: /private\n", Content_Type="text/plain")
    fetcher = Fetcher()
    fetcher.fetch(site.serve("/a"))
    with pytest.raises(FetchError, match=r"robots\.txt asks programs not to read this page"):
        fetcher.fetch(site.serve("/private/b"))
    assert [path for path, _, _ in site.asked] == ["/robots.txt", "/a"]


def test_a_site_out_of_order_is_left_alone(site: Site) -> None:
    site.serve("/robots.txt", "sorry", status=503)
    assert "robots.txt" in failure(site.serve("/a"))


def test_pauses_that_a_site_asks_for_are_kept(site: Site) -> None:
    site.serve("/robots.txt", "User-agent: *\nCrawl-delay: 1\n", Content_Type="text/plain")
    fetcher = Fetcher()
    start = time.monotonic()
    for path in ("/a", "/b"):
        fetcher.fetch(site.serve(path))
    assert time.monotonic() - start >= 1


def test_redirects_are_followed_to_the_page(site: Site) -> None:
    site.serve("/b")
    assert Fetcher().fetch(site.serve("/a", "", status=302, Location="/b")).url == f"{site.url}/b"


def test_redirects_are_checked_like_the_first_address(site: Site) -> None:
    site.serve("/robots.txt", "User-agent: *\nDisallow: /b\n", Content_Type="text/plain")
    site.serve("/b")
    assert "robots.txt" in failure(site.serve("/a", "", status=302, Location="/b"))
    assert "only http and https" in failure(site.serve("/c", "", status=301, Location="file:///etc/passwd"))


def test_redirects_in_a_circle_end(site: Site) -> None:
    assert "redirects" in failure(site.serve("/a", "", status=302, Location="/a"))


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"status": 404}, "HTTP 404 Not Found"),
        ({"status": 500}, "HTTP 500"),
        ({"Content_Type": "application/pdf"}, "content type application/pdf"),
        ({"Content_Type": "image/png"}, "content type image/png"),
        ({"Content_Type": ""}, "content type not named"),
        ({"Content_Length": "99999999"}, "larger than 20 MB"),
        ({"body": b"\x89PNG\r\n\x1a\n" + bytes(50)}, "not text but a PNG image"),
    ],
)
def test_an_answer_that_is_no_page_says_why(site: Site, answer: dict[str, Any], reason: str) -> None:
    url = site.serve("/a", **answer)
    ((_, error),) = find_inputs([url])
    assert reason in str(error)


def test_a_body_that_goes_on_is_cut_off(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVANDA_MAX_MB", "0.1")
    bomb = gzip.compress(b"a" * 5_000_000)
    assert "larger than 0.1 MB" in failure(site.serve("/a", bomb, Content_Encoding="gzip"))


def test_a_server_that_drips_is_left_in_time(site: Site) -> None:
    start = time.monotonic()
    assert failure(f"{site.url}/drip", seconds=0.5) == "took longer than 0.5 seconds"
    assert time.monotonic() - start < 3


def test_a_server_that_is_not_there(site: Site) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert failure(f"http://127.0.0.1:{port}/a").startswith("no answer")


def test_the_own_machine_is_refused_without_leave(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SERVANDA_ALLOW_PRIVATE")
    assert "127.0.0.1, an address of a private" in failure(site.serve("/a"))
    assert "refused" in failure(f"http://localhost:{site.port}/a")
    assert site.asked == []


def test_a_name_is_resolved_once_for_each_connection(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was checked is what is asked: a second look-up could lead elsewhere."""
    resolve, looked_up = socket.getaddrinfo, []

    def noting(host: Any, *rest: Any, **options: Any) -> Any:
        if host != "here.example":
            return resolve(host, *rest, **options)
        looked_up.append(host)
        return resolve("127.0.0.1", *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", noting)
    site.serve("/a")
    assert Fetcher().fetch(f"http://here.example:{site.port}/a").text == PAGE
    assert len(looked_up) == len(site.asked) == 2
    assert {host for _, host, _ in site.asked} == {f"here.example:{site.port}"}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("192.0.2.1", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::a00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_addresses_of_the_open_internet_are_told(address: str, expected: bool) -> None:
    assert is_public(address) is expected


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "[::1]", "10.0.0.1"])
def test_hosts_of_the_own_network_are_refused_however_they_are_written(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SERVANDA_ALLOW_PRIVATE", raising=False)
    assert "refused" in failure(f"http://{host}/a")


def test_a_host_that_does_not_exist() -> None:
    with pytest.raises(FetchError, match="no such host"):
        checked_addresses("no-such-host.invalid", 80)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://", "no host"),
        ("ftp://example.org/a", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("http://me:secret@example.org/a", "name or password"),
        ("http://[::1/a", "no address"),
        ("http://example.org:99999/", "no address"),
    ],
)
def test_what_is_no_address_of_a_page(url: str, reason: str) -> None:
    told = failure(url)
    assert reason in told
    assert "secret" not in told


def test_addresses_are_told_from_files() -> None:
    assert is_address("HTTPS://example.org")
    assert not is_address("https.txt")
