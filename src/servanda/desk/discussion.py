"""What members do on the desk's pages: comment on an undertaking, judge it, keep searches."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from servanda.desk.accounts import Account, Role
from servanda.desk.comments import Comments
from servanda.desk.entry import account_of
from servanda.desk.forms import Form, posted, shown
from servanda.desk.page import show
from servanda.desk.searches import Searches
from servanda.desk.shelf import Shelf
from servanda.desk.words import Words
from servanda.errors import UsageError
from servanda.ledger.verdicts import give_verdict, take_verdict_back


def discussion_routes() -> list[BaseRoute]:
    """The routes of members and reviewers beside the pages; what changes something is only ever posted."""
    return [
        Route("/undertakings/{id}/comments", posted(comment, Role.MEMBER), methods=["POST"]),
        Route("/undertakings/{id}/comments/withdraw", posted(withdraw, Role.MEMBER), methods=["POST"]),
        Route("/undertakings/{id}/verdict", posted(judge, Role.REVIEWER), methods=["POST"]),
        Route("/undertakings/{id}/verdict/undo", posted(take_back, Role.REVIEWER), methods=["POST"]),
        Route("/searches", shown(searches_page, Role.MEMBER), methods=["GET"]),
        Route("/searches", posted(keep_search, Role.MEMBER), methods=["POST"]),
        Route("/searches/drop", posted(drop_search, Role.MEMBER), methods=["POST"]),
    ]


def comment(request: Request, words: Words, form: Form) -> Response:
    """Say something about an undertaking."""
    id = _undertaking(request)
    comments: Comments = request.app.state.comments
    said = comments.say(_account(request).name, id, form.get("words", ""))
    return _back(id, f"comment-{said.number}")


def withdraw(request: Request, words: Words, form: Form) -> Response:
    """Take a comment back: one's own, an owner anybody's."""
    account, comments = _account(request), request.app.state.comments
    taken = comments.withdraw(_number(form), account.name, any_account=account.may(Role.OWNER))
    if taken.account != account.name:
        request.app.state.accounts.note("comment withdrawn", account=account.name, about=f"{taken.about}")
    return _back(request.path_params["id"], "discussion")


def judge(request: Request, words: Words, form: Form) -> Response:
    """Say what became of an undertaking."""
    id = _undertaking(request)
    with request.app.state.shelf.open_for_writing() as ledger:
        verdict, reason = form.get("verdict", ""), form.get("reason", "")
        give_verdict(ledger, id, verdict, account=_account(request).name, reason=reason)
    return _back(id, "verdict")


def take_back(request: Request, words: Words, form: Form) -> Response:
    """Undo a verdict."""
    with request.app.state.shelf.open_for_writing() as ledger:
        take_verdict_back(ledger, _number(form), account=_account(request).name)
    return _back(request.path_params["id"], "verdict")


def searches_page(request: Request, words: Words) -> Response:
    """The searches that one keeps."""
    searches: Searches = request.app.state.searches
    values = {"searches": searches.of(_account(request).name)}
    return show(request, words, "searches.html", words.t("searches.title"), values)


def keep_search(request: Request, words: Words, form: Form) -> Response:
    """Keep a search under a name."""
    searches: Searches = request.app.state.searches
    name, page = form.get("name", ""), form.get("page", "")
    searches.keep(_account(request).name, name, page, form.get("query", ""))
    return RedirectResponse("/searches", 303)


def drop_search(request: Request, words: Words, form: Form) -> Response:
    """Keep a search no longer."""
    searches: Searches = request.app.state.searches
    searches.drop(_number(form), _account(request).name)
    return RedirectResponse("/searches", 303)


def _account(request: Request) -> Account:
    account = account_of(request)
    assert account is not None
    return account


def _undertaking(request: Request) -> str:
    """The whole id of the undertaking of the address; `NotFoundError` where there is none."""
    shelf: Shelf = request.app.state.shelf
    with shelf.open() as ledger:
        return shelf.snapshot(ledger, request.app.state.day()).get(request.path_params["id"]).id


def _number(form: Form) -> int:
    written = form.get("number", "")
    if not (written.isascii() and written.isdecimal() and len(written) < 12):
        raise UsageError(f"number: {written[:40]!r} is no number of ours")
    return int(written)


def _back(id: str, place: str) -> Response:
    return RedirectResponse(f"/undertakings/{quote(id)}#{place}", 303)
