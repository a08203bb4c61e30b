"""One page by its address: politely, within limits, and from the open internet only."""

from __future__ import annotations

import time
from importlib.metadata import PackageNotFoundError, version
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

import httpx

from servanda.errors import FetchError
from servanda.sources.decoding import decode_page, decode_text, max_bytes
from servanda.sources.network import PublicTransport

AGENT = "Servanda"
SECONDS = 30.0  # for the page, its redirects and its robots.txt together
_REDIRECTS = 5
_PAGES = ("text/html", "application/xhtml+xml")
_TYPES = (*_PAGES, "text/plain")
_ROBOTS_BYTES = 500_000
_LONGEST_PAUSE = 10.0


class Page(NamedTuple):
    """What came from an address: the address it came from in the end, and HTML or plain text."""

    url: str
    text: str
    is_html: bool


class Fetcher:
    """Fetches pages one by one, remembering what each site's robots.txt says and when it was last asked."""

    def __init__(self, *, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._rules: dict[str, RobotFileParser] = {}
        self._asked: dict[str, float] = {}

    def fetch(self, url: str) -> Page:
        """The page at the address; `FetchError` says in one line why there is none."""
        deadline = time.monotonic() + self._seconds
        headers = {"User-Agent": f"{AGENT}/{_version()} (reads single pages for a person)", "Accept": ", ".join(_TYPES)}
        try:
            with httpx.Client(transport=PublicTransport(deadline), headers=headers, timeout=self._seconds) as client:
                return self._follow(client, _checked_address(url))
        except httpx.TimeoutException as error:
            raise FetchError(f"took longer than {self._seconds:g} seconds") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise FetchError(f"no answer: {error}") from error

    def _follow(self, client: httpx.Client, url: str) -> Page:
        """The page at the end of the redirects; each address on the way is checked like the first."""
        for _ in range(_REDIRECTS + 1):
            self._ask_robots(client, url)
            with client.stream("GET", url) as response:
                if not response.has_redirect_location:
                    return _page(url, response)
                url = _checked_address(urljoin(url, response.headers["location"]))
        raise FetchError(f"more than {_REDIRECTS} redirects")

    def _ask_robots(self, client: httpx.Client, url: str) -> None:
        """Raise `FetchError` where the site asks programs not to read the address; wait where it asks for pauses."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._rules:
            self._rules[site] = _robots(client, site)
        rules = self._rules[site]
        if not rules.can_fetch(AGENT, url):
            raise FetchError(f"refused: {site}/robots.txt asks programs not to read this page")
        pause = min(float(rules.crawl_delay(AGENT) or 0), _LONGEST_PAUSE)
        if site in self._asked:
            time.sleep(max(0.0, self._asked[site] + pause - time.monotonic()))
        self._asked[site] = time.monotonic()


def _robots(client: httpx.Client, site: str) -> RobotFileParser:
    """What a site's robots.txt says: nothing where there is none, all forbidden where the site is out of order."""
    rules = RobotFileParser(f"{site}/robots.txt")
    with client.stream("GET", f"{site}/robots.txt") as response:
        if response.has_redirect_location or 400 <= response.status_code < 500:
            rules.parse([])
        elif response.status_code >= 500:
            rules.parse(["User-agent: *", "Disallow: /"])
        else:
            content = _read(response, _ROBOTS_BYTES, is_whole=False)
            rules.parse(content.decode("utf-8", errors="replace").splitlines())
    return rules


def _page(url: str, response: httpx.Response) -> Page:
    """The body of an answer, where it is a page of an admissible kind and size."""
    if response.status_code != httpx.codes.OK:
        raise FetchError(f"HTTP {response.status_code} {response.reason_phrase or 'answer'}".strip())
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _TYPES:
        raise FetchError(f"content type {kind or 'not named'}: only {', '.join(_TYPES)} are read")
    content = _read(response, max_bytes(), is_whole=True)
    is_html = kind in _PAGES
    charset = response.charset_encoding
    return Page(url, decode_page(content, charset) if is_html or charset else decode_text(content), is_html)


def _read(response: httpx.Response, limit: int, *, is_whole: bool) -> bytes:
    """The body, up to a number of bytes; where the whole is wanted, `FetchError` for a larger one."""
    declared = response.headers.get("content-length", "")
    is_over = is_whole and declared.isdigit() and int(declared) > limit
    pieces: list[bytes] = []
    size = 0
    for piece in () if is_over else response.iter_bytes(65536):
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            is_over = is_whole
            break
    if is_over:
        raise FetchError(f"larger than {limit / 1e6:g} MB (SERVANDA_MAX_MB sets the limit)")
    return b"".join(pieces)[:limit]


def _checked_address(url: str) -> str:
    """The address without its fragment; `FetchError` for another scheme, for no host, and for a password in it."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise FetchError(f"no address: {error}") from error
    if parts.scheme.lower() not in ("http", "https"):
        raise FetchError(f"refused: {parts.scheme or 'no'} scheme in {url!r}; only http and https are read")
    if not host:
        raise FetchError(f"no host in the address {url!r}")
    if parts.username or parts.password:
        raise FetchError("refused: an address with a name or password in it")
    return urlunsplit(parts._replace(fragment=""))


def _version() -> str:
    try:
        return version("servanda")
    except PackageNotFoundError:
        return "0"
