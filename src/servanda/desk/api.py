"""The same questions as JSON, described by OpenAPI: each path answers with the values of the page of its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import FastAPI, Path, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from servanda.desk.actor import actor_view
from servanda.desk.document import document_view
from servanda.desk.figures import figures_view
from servanda.desk.note import note_view
from servanda.desk.pair import pair_view
from servanda.desk.pairs import pairs_view
from servanda.desk.search import search_view
from servanda.desk.today import today_view
from servanda.desk.undertaking import undertaking_view
from servanda.desk.undertakings import undertakings_view
from servanda.desk.view import PageOf

Reply = Callable[[Request, PageOf, str, int], Response]
_DATE = r"^\d{4}(-\d{2}){0,2}$"
_PAIR = r"^[A-Za-z]{2,8}-[A-Za-z]{2,8}$"
_FAULTS: dict[int | str, dict[str, Any]] = {
    400: {"description": "A code, date or number that means nothing: `error` says which."},
    404: {"description": "The ledger has nothing of that name."},
    503: {"description": "The ledger cannot be read just now."},
}
Id = Annotated[str, Path(max_length=200, description="An id, or a beginning that only it has.")]


class Asking(BaseModel):
    """What every question may say."""

    model_config = ConfigDict(extra="forbid")

    ui: str | None = Field(None, description="Language of labels: en or fr.", max_length=8)
    today: str | None = Field(None, description="Judge lateness as of this day.", pattern=_DATE)


class Paged(Asking):
    """A question with many answers, which come in pages."""

    page: int = Field(0, ge=0, le=50, description="From 0.")
    size: int = Field(40, ge=1, le=200, description="Answers of a page.")


class Since(Asking):
    """What is new since a day."""

    since: str | None = Field(None, description="ISO 8601 day, month or year.", pattern=_DATE)


class Narrowed(Paged):
    """What narrows undertakings down."""

    pair: str | None = Field(None, pattern=_PAIR, description="Two countries, as in VN-CN.")
    country: str | None = Field(None, max_length=8)
    sector: str | None = Field(None, max_length=40)
    form: str | None = Field(None, max_length=40)
    status: str | None = Field(None, max_length=40)
    attention: str | None = Field(None, max_length=40)


class Searched(Paged):
    """What narrows a search down."""

    kind: str = Field("document", pattern="^(document|act|figure|event|actor)$")
    q: str | None = Field(None, max_length=200, description="Words, or a phrase in double quotes.")
    pair: str | None = Field(None, pattern=_PAIR)
    country: str | None = Field(None, max_length=8)
    actor: str | None = Field(None, max_length=200)
    sector: str | None = Field(None, max_length=40)
    form: str | None = Field(None, max_length=40)
    type: str | None = Field(None, max_length=40, description="Verb, indicator, or type of event or actor.")
    language: str | None = Field(None, max_length=8)
    publisher: str | None = Field(None, max_length=200)
    since: str | None = Field(None, pattern=_DATE)
    until: str | None = Field(None, pattern=_DATE)


class Compared(Asking):
    """What narrows figures down."""

    indicator: str | None = Field(None, max_length=40)
    country: str | None = Field(None, max_length=8)
    partner: str | None = Field(None, max_length=8)
    sector: str | None = Field(None, max_length=40)
    q: str | None = Field(None, max_length=200)
    since: str | None = Field(None, pattern=_DATE)
    until: str | None = Field(None, pattern=_DATE)


class Noted(Asking):
    """What a note is about."""

    pair: str = Field(pattern=_PAIR)
    sector: str | None = Field(None, max_length=40)
    lang: str | None = Field(None, max_length=8, description="Language of the note.")


def api_app(reply: Reply) -> FastAPI:
    """The application below `/api`; `reply` answers a request with the values of a page."""
    app = FastAPI(
        title="Servanda", version="1", docs_url=None, redoc_url=None, openapi_url="/openapi.json",
        description="What countries promise each other, and what became of it. Every value leads to its sentence.",
    )  # fmt: skip
    _add_lists(app, reply)
    _add_ones(app, reply)
    return app


def _add_lists(app: FastAPI, reply: Reply) -> None:
    @app.get("/today", responses=_FAULTS)
    def today(request: Request, asked: Annotated[Since, Query()]) -> Response:
        """What is new, what moved on the ladder, what is overdue or silent."""
        return reply(request, today_view, "", 0)

    @app.get("/pairs", responses=_FAULTS)
    def pairs(request: Request, asked: Annotated[Asking, Query()]) -> Response:
        """Pairs of countries that undertake something, with how many undertakings stand at each step."""
        return reply(request, pairs_view, "", 0)

    @app.get("/undertakings", responses=_FAULTS)
    def undertakings(request: Request, asked: Annotated[Narrowed, Query()]) -> Response:
        """Undertakings, the newest evidence first, with facets."""
        return reply(request, undertakings_view, "", asked.size)

    @app.get("/figures", responses=_FAULTS)
    def figures(request: Request, asked: Annotated[Compared, Query()]) -> Response:
        """Figures as series, claims side by side."""
        return reply(request, figures_view, "", 0)

    @app.get("/search", responses=_FAULTS)
    def search(request: Request, asked: Annotated[Searched, Query()]) -> Response:
        """Documents and records by words and codes, with facets and counts."""
        return reply(request, search_view, "", asked.size)

    @app.get("/note", responses=_FAULTS)
    def note(request: Request, asked: Annotated[Noted, Query()]) -> Response:
        """A note about two countries, each clause with its citations."""
        return reply(request, note_view, "", 0)


def _add_ones(app: FastAPI, reply: Reply) -> None:
    @app.get("/pairs/{id}", responses=_FAULTS)
    def pair(request: Request, id: Id, asked: Annotated[Asking, Query()]) -> Response:
        """Two countries: ladder, events, acts by month, figures side by side, what is open or late."""
        return reply(request, pair_view, id, 0)

    @app.get("/undertakings/{id}", responses=_FAULTS)
    def undertaking(request: Request, id: Id, asked: Annotated[Paged, Query()]) -> Response:
        """One undertaking: its steps and acts with their sentences."""
        return reply(request, undertaking_view, id, asked.size)

    @app.get("/documents/{id}", responses=_FAULTS)
    def document(request: Request, id: Id, asked: Annotated[Asking, Query()]) -> Response:
        """One document: its text and all records, with their places in it."""
        return reply(request, document_view, id, 0)

    @app.get("/actors/{id}", responses=_FAULTS)
    def actor(request: Request, id: Id, asked: Annotated[Asking, Query()]) -> Response:
        """One actor: names, offices, acts, undertakings, companions."""
        return reply(request, actor_view, id, 0)
