"""Endpoints that ask who is there: pages for accounts of a role, and forms that do something in an account's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from servanda.desk.accounts import Role
from servanda.desk.entry import account_of, may
from servanda.desk.page import error_page, request_words
from servanda.desk.words import Words
from servanda.errors import NotFoundError, ServandaError, UsageError

Form = Mapping[str, str]
_LARGEST = 64_000  # bytes


def shown(page: Callable[[Request, Words], Response], role: Role | None = None) -> Callable[[Request], Response]:
    """An endpoint that shows a page to people whose account has at least that role; None: to everybody."""

    def answer(request: Request) -> Response:
        words = request_words(request)
        return _refused(request, words, role) or page(request, words)

    return answer


def posted(
    deed: Callable[[Request, Words, Form], Response], role: Role | None, *, takes_tokens: bool = False
) -> Callable[[Request], Any]:
    """An endpoint that takes a form from an account that has at least that role, and does what it says.

    A program's token is taken only where `takes_tokens`: it must not make itself another one that may more.
    """

    async def answer(request: Request) -> Response:
        words = request_words(request)
        if refused := _refused(request, words, role, takes_tokens=takes_tokens):
            return refused
        if int(request.headers.get("content-length") or _LARGEST + 1) > _LARGEST:
            return error_page(request, words, 413, words.t("entrance.large"))
        sent = await request.form()  # several values of one name stand on lines of their own
        form = {name: "\n".join(map(str, sent.getlist(name))) for name in sent}
        try:
            return await run_in_threadpool(deed, request, words, form)
        except ServandaError as error:
            status = 404 if isinstance(error, NotFoundError) else 400 if isinstance(error, UsageError) else 503
            return error_page(request, words, status, str(error))

    return answer


def _refused(request: Request, words: Words, role: Role | None, *, takes_tokens: bool = False) -> Response | None:
    """The way in for who has not entered, a refusal for who may not; None for who may."""
    account = account_of(request)
    if role is None or (may(request, role) and (takes_tokens or not (account and account.scopes))):
        return None
    if account is None:
        return RedirectResponse(f"/enter?back={quote(request.url.path)}", 303)
    return error_page(request, words, 403, words.t("entrance.may_not", role=words.t(f"role.{role.code}")))
