"""The same questions as JSON, described by OpenAPI: each path answers with the values of the page of its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import FastAPI, Path, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from servanda.desk.actor import actor_view
from servanda.desk.actors import actors_view
from servanda.desk.answers import answer_of, schemas
from servanda.desk.document import document_view
from servanda.desk.figures import figures_view
from servanda.desk.note import note_view
from servanda.desk.pair import pair_view
from servanda.desk.pairs import pairs_view
from servanda.desk.review import review_view
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


_COUNTRY = "A country's code (ISO 3166), or a bloc's."
_SECTOR = "A sector's code (docs/reference/codes.md); one above others asks for all of them."
_LONG_CODE, _SHORT_CODE = 40, 8


class Asking(BaseModel):
    """What every question may say."""

    model_config = ConfigDict(extra="forbid")

    ui: str | None = Field(None, description="Language of labels: en, fr, ru, vi or zh.", max_length=_SHORT_CODE)
    today: str | None = Field(None, description="Judge lateness as of this day.", pattern=_DATE)


class Paged(Asking):
    """A question with many answers, which come in pages."""

    page: int = Field(0, ge=0, le=50, description="From 0; a Link header leads to the next.")
    size: int = Field(40, ge=1, le=200, description="Answers of a page.")


class Since(Paged):
    """What is new since a day."""

    since: str | None = Field(None, description="ISO 8601 day, month or year.", pattern=_DATE)


class Narrowed(Paged):
    """What narrows undertakings down."""

    pair: str | None = Field(None, pattern=_PAIR, description="Two countries, as in VN-CN.")
    country: str | None = Field(None, max_length=_SHORT_CODE, description=_COUNTRY)
    sector: str | None = Field(None, max_length=_LONG_CODE, description=_SECTOR)
    form: str | None = Field(None, max_length=_LONG_CODE, description="A form of cooperation.")
    status: str | None = Field(None, max_length=_LONG_CODE, description="A step of the ladder.")
    attention: str | None = Field(None, max_length=_LONG_CODE, description="What the calendar says.")
    standing: str | None = Field(
        None, pattern="^(open|counted|umbrella|declaration)$", description="What it counts as."
    )
    place: str | None = Field(None, max_length=200, description="A place by its name in any language.")
    worth: str | None = Field(None, pattern="^1$", description="1 asks for those that name a sum.")


class Searched(Paged):
    """What narrows a search down."""

    kind: str = Field("document", pattern="^(document|act|figure|event|actor)$", description="The kind of record.")
    q: str | None = Field(None, max_length=200, description="Words, or a phrase in double quotes.")
    pair: str | None = Field(None, pattern=_PAIR, description="Two countries, as in VN-CN.")
    country: str | None = Field(None, max_length=_SHORT_CODE, description=_COUNTRY)
    actor: str | None = Field(None, max_length=200, description="Who is named, by any of its names.")
    sector: str | None = Field(None, max_length=_LONG_CODE, description=_SECTOR)
    form: str | None = Field(None, max_length=_LONG_CODE, description="An act's form of cooperation.")
    type: str | None = Field(None, max_length=_LONG_CODE, description="Verb, indicator, or type of event or actor.")
    language: str | None = Field(None, max_length=_SHORT_CODE, description="Language of the document (ISO 639-1).")
    publisher: str | None = Field(None, max_length=200, description="Who published the document.")
    since: str | None = Field(None, pattern=_DATE, description="From this day, month or year on.")
    until: str | None = Field(None, pattern=_DATE, description="Until this day, month or year.")


class Compared(Paged):
    """What narrows figures down."""

    indicator: str | None = Field(None, max_length=_LONG_CODE, description="The indicator's code.")
    country: str | None = Field(None, max_length=_SHORT_CODE, description=_COUNTRY)
    partner: str | None = Field(None, max_length=_SHORT_CODE, description="The counterpart's code.")
    sector: str | None = Field(None, max_length=_LONG_CODE, description=_SECTOR)
    q: str | None = Field(None, max_length=200, description="Words of the document.")
    since: str | None = Field(None, pattern=_DATE, description="From this day, month or year on.")
    until: str | None = Field(None, pattern=_DATE, description="Until this day, month or year.")
    disagree: str | None = Field(None, pattern="^1$", description="1 asks for series in which claims disagree.")


class Named(Paged):
    """What narrows actors down."""

    q: str | None = Field(None, max_length=200, description="Words of a name, in any spelling.")
    type: str | None = Field(None, max_length=_LONG_CODE, description="The type of actor.")


class Doubted(Asking):
    """What narrows the queue of review down."""

    below: float | None = Field(None, ge=0, le=1, description="The confidence below which a record waits.")
    kind: str | None = Field(None, pattern="^(act|figure|event|actor)$", description="The kind of record.")
    since: str | None = Field(None, pattern=_DATE, description="Of documents from this day, month or year on.")
    record: str | None = Field(None, max_length=200, description="The id of a record to look at.")
    skip: int = Field(0, ge=0, le=1_000_000, description="How many to leave out before.")
    size: int = Field(40, ge=1, le=200, description="How many come at once.")


class Noted(Asking):
    """What a note is about."""

    pair: str = Field(pattern=_PAIR, description="Two countries, as in VN-CN.")
    sector: str | None = Field(None, max_length=_LONG_CODE, description=_SECTOR)
    lang: str | None = Field(None, max_length=_SHORT_CODE, description="Language of the note.")


def api_app(reply: Reply) -> FastAPI:
    """The application below `/api`; `reply` answers a request with the values of a page."""
    app = FastAPI(
        title="Servanda", version="1", docs_url=None, redoc_url=None, openapi_url="/openapi.json",
        description="What countries promise each other, and what became of it. Every value leads to its sentence.",
    )  # fmt: skip
    _add_lists(app, reply)
    _add_questions(app, reply)
    _add_ones(app, reply)
    app.openapi()["components"]["schemas"] |= schemas()  # of the description that is kept
    return app


def _answers(shape: str) -> dict[int | str, dict[str, Any]]:
    return {200: answer_of(shape), **_FAULTS}


def _add_lists(app: FastAPI, reply: Reply) -> None:
    @app.get("/today", responses=_answers("Today"))
    def today(request: Request, asked: Annotated[Since, Query()]) -> Response:
        """What is new, what moved on the ladder, what is overdue or silent, what waits for review."""
        return reply(request, today_view, "", asked.size)

    @app.get("/pairs", responses=_answers("Pairs"))
    def pairs(request: Request, asked: Annotated[Paged, Query()]) -> Response:
        """Pairs of countries that undertake something, with how many undertakings stand at each step."""
        return reply(request, pairs_view, "", asked.size)

    @app.get("/undertakings", responses=_answers("Undertakings"))
    def undertakings(request: Request, asked: Annotated[Narrowed, Query()]) -> Response:
        """Undertakings, the newest evidence first, with facets."""
        return reply(request, undertakings_view, "", asked.size)

    @app.get("/figures", responses=_answers("Figures"))
    def figures(request: Request, asked: Annotated[Compared, Query()]) -> Response:
        """Figures as series, claims side by side."""
        return reply(request, figures_view, "", asked.size)

    @app.get("/actors", responses=_answers("Actors"))
    def actors(request: Request, asked: Annotated[Named, Query()]) -> Response:
        """Actors that are named most, or whose name has some words."""
        return reply(request, actors_view, "", asked.size)


def _add_questions(app: FastAPI, reply: Reply) -> None:
    @app.get("/search", responses=_answers("Search"))
    def search(request: Request, asked: Annotated[Searched, Query()]) -> Response:
        """Documents and records by words and codes, with facets and counts."""
        return reply(request, search_view, "", asked.size)

    @app.get("/review", responses=_answers("Review"))
    def review(request: Request, asked: Annotated[Doubted, Query()]) -> Response:
        """Records of which the reader is less sure, and the one to look at beside its words."""
        return reply(request, review_view, "", asked.size)

    @app.get("/note", responses=_answers("Note"))
    def note(request: Request, asked: Annotated[Noted, Query()]) -> Response:
        """A note about two countries, each clause with its citations."""
        return reply(request, note_view, "", 0)


def _add_ones(app: FastAPI, reply: Reply) -> None:
    @app.get("/pairs/{id}", responses=_answers("Pair"))
    def pair(request: Request, id: Id, asked: Annotated[Asking, Query()]) -> Response:
        """Two countries: ladder, gatherings, acts by month, figures side by side, what is open or late."""
        return reply(request, pair_view, id, 0)

    @app.get("/undertakings/{id}", responses=_answers("UndertakingTold"))
    def undertaking(request: Request, id: Id, asked: Annotated[Paged, Query()]) -> Response:
        """One undertaking: its steps and acts with their sentences."""
        return reply(request, undertaking_view, id, asked.size)

    @app.get("/documents/{id}", responses=_answers("DocumentTold"))
    def document(request: Request, id: Id, asked: Annotated[Asking, Query()]) -> Response:
        """One document: its text and all records, with their places in it."""
        return reply(request, document_view, id, 0)

    @app.get("/actors/{id}", responses=_answers("ActorKnown"))
    def actor(request: Request, id: Id, asked: Annotated[Asking, Query()]) -> Response:
        """One actor: names, offices, acts, undertakings, companions."""
        return reply(request, actor_view, id, 0)
