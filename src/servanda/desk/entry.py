"""Who is asking: every request is told its account, and what changes something must come from a page of ours."""

from __future__ import annotations

import time
from collections import OrderedDict
from threading import Lock
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from servanda.desk.accounts import Account, Accounts, Role

COOKIE = "servanda_session"
OPEN = ("/enter", "/open", "/static/", "/language/", "/health")  # what nobody needs an account for
_SAFE = ("GET", "HEAD", "OPTIONS")


class Entry:
    """Tells every request its account (`request.state.account`), and refuses what nobody may.

    A request that changes something must come from a page of this desk: browsers say so themselves, by `Sec-Fetch-Site`
    or `Origin`; one that shows a token needs no page. Where the desk is `closed`, nothing is read without an account.
    """

    def __init__(self, app: ASGIApp, accounts: Accounts, *, is_closed: bool) -> None:
        self.app = app
        self.accounts = accounts
        self.is_closed = is_closed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its account, or answer that it may not."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        account, has_token = self._account(scope, headers)
        scope.setdefault("state", {})["account"] = account
        await (self._refusal(scope, headers, account, has_token) or self.app)(scope, receive, send)

    def _account(self, scope: Scope, headers: Headers) -> tuple[Account | None, bool]:
        """The account that a token or a session shows, and whether it was a token."""
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self.accounts.holder(token.strip(), "token"), True
        return self.accounts.holder(Request(scope).cookies.get(COOKIE, ""), "session"), False

    def _refusal(self, scope: Scope, headers: Headers, account: Account | None, has_token: bool) -> ASGIApp | None:
        if has_token and account is None:
            return JSONResponse({"status": 401, "error": "this token is not known, or its time is over"}, 401)
        if scope["method"] not in _SAFE and not has_token and not is_from_here(headers):
            return PlainTextResponse("This form did not come from a page of this desk.\n", 403)
        path = scope["path"]
        if self.is_closed and account is None and not path.startswith(OPEN):
            is_page = "text/html" in headers.get("accept", "") and scope["method"] in _SAFE
            return RedirectResponse(f"/enter?back={quote(path)}", 303) if is_page else JSONResponse(_NO_ACCOUNT, 401)
        return None


_NO_ACCOUNT = {"status": 401, "error": "this desk is read with an account: sign in, or send a token as Bearer"}


def is_from_here(headers: Headers) -> bool:
    """Whether a browser says that a page of this very host sent the request."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = headers.get("origin", "")
    return bool(origin) and urlsplit(origin).netloc == headers.get("host", "")


def account_of(request: Request) -> Account | None:
    """The account of a request; None where nobody has entered."""
    account: Account | None = getattr(request.state, "account", None)
    return account


def may(request: Request, role: Role) -> bool:
    """Whether the request's account has at least that role."""
    account = account_of(request)
    return account is not None and account.may(role)


class Limits:
    """How often somebody may fail: so many times in so many seconds, by address and by name."""

    def __init__(self, most: int = 5, seconds: float = 900.0, room: int = 20_000) -> None:
        self.most, self.seconds, self.room = most, seconds, room
        self._failures: OrderedDict[str, list[float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, *keys: str) -> int:
        """Seconds until one of these may try again; 0 where it may now."""
        now = time.monotonic()
        with self._lock:
            waits = [self._wait(self._failures.get(key, []), now) for key in keys]
        return int(max(waits, default=0.0) + 0.999)

    def _wait(self, failures: list[float], now: float) -> float:
        recent = [moment for moment in failures if now - moment < self.seconds]
        return self.seconds - (now - recent[-self.most]) if len(recent) >= self.most else 0.0

    def failed(self, *keys: str) -> None:
        """Count a failure for each of these; the oldest are forgotten where there are too many."""
        now = time.monotonic()
        with self._lock:
            for key in keys:
                self._failures[key] = [*self._failures.pop(key, [])[-self.most :], now]
            while len(self._failures) > self.room:
                self._failures.popitem(last=False)

    def forget(self, *keys: str) -> None:
        """Whoever has entered begins anew."""
        with self._lock:
            for key in keys:
                self._failures.pop(key, None)
