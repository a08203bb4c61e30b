"""The desk as an application: its routes, and how a question becomes an answer."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from servanda.days import last_day
from servanda.desk import captured
from servanda.desk.accounts import Accounts, Role
from servanda.desk.actor import actor_view
from servanda.desk.actors import actors_view
from servanda.desk.api import api_app
from servanda.desk.api_guide import guide_view
from servanda.desk.captured import captured_page
from servanda.desk.comments import Comments
from servanda.desk.discussion import discussion_routes
from servanda.desk.document import captured_view, document_view, preview_view, record_view
from servanda.desk.entrance import entrance_routes
from servanda.desk.entry import Entry, Limits, may
from servanda.desk.feeds import File, search_calendar, search_feed, undertakings_calendar
from servanda.desk.figures import figures_view
from servanda.desk.guard import Guard
from servanda.desk.note import FILES, note_file, note_view
from servanda.desk.page import HERE, answer, error_page, file_stem, request_words, sent, sent_picture
from servanda.desk.pair import pair_view
from servanda.desk.pairs import pairs_view
from servanda.desk.proposals import confirmations_view, doubts_view, joins_view, proposal_routes
from servanda.desk.query import Query
from servanda.desk.review import review_routes, review_view
from servanda.desk.search import search_view
from servanda.desk.searches import Searches
from servanda.desk.shelf import Shelf
from servanda.desk.today import today_view
from servanda.desk.undertaking import undertaking_view
from servanda.desk.undertakings import undertakings_view
from servanda.desk.view import Asked, PageOf, View
from servanda.desk.words import desk_languages
from servanda.errors import LedgerError, NotFoundError, ServandaError, UsageError
from servanda.ledger.address import accounts_path
from servanda.ledger.database import Database

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_DATA = ("csv", "json")
_PICTURES = ("svg", *_DATA)
_YEAR = 365 * 24 * 3600
_log = logging.getLogger(__name__)

Reply = Callable[[Request, Asked], Response]

PAGES: tuple[tuple[str, PageOf], ...] = (
    ("/today", today_view),
    ("/pairs", pairs_view),
    ("/pairs/{id}", pair_view),
    ("/figures", figures_view),
    ("/actors", actors_view),
    ("/actors/{id}", actor_view),
    ("/search", search_view),
    ("/note", note_view),
    ("/review", review_view),
    ("/review/actors", doubts_view),
    ("/review/acts", joins_view),
    ("/review/confirm", confirmations_view),
    ("/undertakings", undertakings_view),
    ("/undertakings/{id}", undertaking_view),
    ("/documents/{id}/card", record_view),
    ("/documents/{id}/preview", preview_view),
    ("/documents/{id}", document_view),
)
FEEDS: tuple[tuple[str, str, Callable[[Asked], File]], ...] = (
    ("/search", "atom", search_feed),
    ("/search", "ics", search_calendar),
    ("/undertakings", "ics", undertakings_calendar),
    *(("/note", suffix, note_file) for suffix in FILES),
)


def desk_app(
    path: str | Path | Database,
    *,
    today: datetime.date | None = None,
    hosts: tuple[str, ...] = LOOPBACK,
    is_closed: bool = False,
    rest: float = 0.0,
) -> Starlette:
    """The desk on the ledger of that path or address; lateness is judged as of `today`, else of the clock's day.

    A desk that `is_closed` is read with an account only. While the ledger is written, those who may not write
    themselves see a state of it for at least `rest` seconds.
    """
    accounts = Accounts(accounts_path(path))
    app = Starlette(
        routes=_routes(),
        middleware=[
            Middleware(Guard, hosts=hosts),
            Middleware(Entry, accounts=accounts, is_closed=is_closed),
            Middleware(GZipMiddleware, minimum_size=800, compresslevel=5),
        ],
        exception_handlers={HTTPException: _no_page, Exception: _broken},
    )
    app.state.accounts = accounts
    app.state.limits = Limits()
    app.state.comments, app.state.searches = Comments(accounts), Searches(accounts)
    app.state.shelf = Shelf(path, rest)
    app.state.today = today
    app.state.day = partial(_day, today)
    api = api_app(_reply)
    api.state.shelf, api.state.today, api.state.comments = app.state.shelf, today, app.state.comments
    guide = partial(_page, partial(guide_view, api.openapi()))
    app.router.routes += [Route("/api", partial(_answer, guide, "")), Mount("/api", api)]
    return app


def _routes() -> list[BaseRoute]:
    routes: list[BaseRoute] = [Route("/", partial(_answer, partial(_page, today_view), ""))]
    for path, suffix, file in FEEDS:
        routes.append(Route(f"{path}.{suffix}", partial(_answer, partial(_file, file), suffix)))
    routes.append(Route("/documents/{id}/page", partial(_answer, _captured, ""), methods=["GET"]))
    for path, page in PAGES:
        replies = partial(_page, page)
        routes += [Route(f"{path}.{suffix}", partial(_answer, replies, suffix)) for suffix in _DATA]
        routes.append(Route(path, partial(_answer, replies, ""), methods=["GET"]))
        for form in _PICTURES:
            replies = partial(_drawn, page)
            routes.append(Route(f"{path}/pictures/{{name}}.{form}", partial(_answer, replies, ""), methods=["GET"]))
    routes.append(Route("/language/{lang}", _choose_language))
    routes += [*entrance_routes(), *review_routes(), *proposal_routes(), *discussion_routes()]
    routes.append(Mount("/static", _Files(directory=HERE / "static")))
    return routes


def _page(page: PageOf, request: Request, asked: Asked) -> Response:
    return answer(request, _remembered(page, request, asked), asked)


def _remembered(page: PageOf, request: Request, asked: Asked) -> View:
    """The view, made once for each state of the ledger; files are not."""
    if asked.is_file:
        return page(asked)
    question = f"{asked.suffix} of {request.url} in {asked.words.lang}, {asked.size} rows"
    return asked.snapshot.remember(question, lambda: msgspec.structs.replace(page(asked), rows=list))


def _drawn(page: PageOf, request: Request, asked: Asked) -> Response:
    """A picture of a page as a file, or what it shows as rows."""
    name, form = request.path_params["name"], request.url.path.rpartition(".")[2]
    view = page(asked)
    if name not in view.pictures:
        raise NotFoundError(f"no picture {name!r} here; there are {', '.join(view.pictures) or 'none'}")
    return sent_picture(request, view.pictures[name], form, name=f"servanda-{file_stem(asked)}", base=asked.base)


def _captured(request: Request, asked: Asked) -> Response:
    """A document's page as it was first captured, for the frame beside its text."""
    found = captured_view(asked)
    if found is None:
        raise NotFoundError("this document was given as text; there is no page beside it")
    raw, title, lang = found
    response = sent(request, captured_page(raw, title=title, lang=lang).encode(), "text/html; charset=utf-8")
    response.headers.update(captured.HEADERS)
    return response


def _file(file: Callable[[Asked], File], request: Request, asked: Asked) -> Response:
    body, media, name = file(asked)
    return sent(request, body, media, name=name)


def _reply(request: Request, page: PageOf, id: str, size: int) -> Response:
    """The values of a page, for the API."""
    return _answer(partial(_page, page), "json", request, id=id, size=size)


def _answer(reply: Reply, suffix: str, request: Request, *, id: str = "", size: int = 0) -> Response:
    """The answer to a question, or the page of what went wrong on purpose."""
    words = request_words(request)
    shelf: Shelf = request.app.state.shelf
    try:
        query = Query(request.query_params.multi_items())
        with shelf.open() as ledger:
            asked = Asked(
                ledger=ledger,
                snapshot=shelf.snapshot(ledger, _today(request, query), is_newest=may(request, Role.MEMBER)),
                said=request.app.state.comments.about,
                words=words,
                query=query,
                path=request.url.path,
                base=str(request.base_url).partition("/api")[0].rstrip("/"),
                id=id or str(request.path_params.get("id", "")),
                suffix=suffix,
                size=size,
            )
            return reply(request, asked)
    except ServandaError as error:
        return error_page(request, words, _status_of(error), str(error), is_data=suffix == "json")


def _today(request: Request, query: Query) -> datetime.date:
    """The day that the address, else the desk, else the clock says."""
    asked = last_day(query.date("today"))
    return asked or _day(request.app.state.today)


def _day(today: datetime.date | None) -> datetime.date:
    """The day that the desk was told, else the clock's."""
    return today or datetime.datetime.now(datetime.UTC).date()


def _status_of(error: ServandaError) -> int:
    """The number that tells a browser what kind of failure it was."""
    kinds = ((NotFoundError, 404), (UsageError, 400), (LedgerError, 503))
    return next((status for kind, status in kinds if isinstance(error, kind)), 500)


def _choose_language(request: Request) -> Response:
    """Back to the page that the reader came from, in the language chosen from now on."""
    lang, back = request.path_params["lang"], request.query_params.get("back", "/")
    if lang not in desk_languages():
        return error_page(
            request, request_words(request), 404, f"no language {lang!r}; known: {', '.join(desk_languages())}"
        )
    is_ours = back.startswith("/") and not back.startswith(("//", "/\\"))
    response = RedirectResponse(back if is_ours else "/", 303)
    response.set_cookie("ui", lang, max_age=_YEAR, samesite="lax", httponly=True)
    return response


def _no_page(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    words = request_words(request)
    path = request.url.path
    message = words.t("error.no_page", path=path[:200])
    return error_page(request, words, status, message, is_data=path.startswith("/api/"))


def _broken(request: Request, error: Exception) -> Response:
    """A fault of ours: the log has its trace, the reader its page."""
    _log.error("%s", request.url.path, exc_info=error)
    return error_page(request, request_words(request), 500, "")


class _Files(StaticFiles):
    """The files of the desk, which browsers may keep for good: their addresses change with their content."""

    def file_response(self, *args: object, **named: object) -> Response:
        response = super().file_response(*args, **named)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
        return response
