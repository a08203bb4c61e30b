"""A view as an answer to a browser: HTML by its template, JSON of its values, CSV of its rows, or an error's page."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import blake2b
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from servanda.desk.addresses import actor_address, document_address, pair_address, undertaking_address
from servanda.desk.guard import HEADERS
from servanda.desk.pictures.file import as_file
from servanda.desk.query import Query
from servanda.desk.view import Asked, Drawn, Row, View
from servanda.desk.words import Words, chosen_language, own_names, words_of
from servanda.exchange.office import write_csv

HERE = Path(str(resources.files("servanda.desk")))
_encoder = msgspec.json.Encoder(enc_hook=str, order="deterministic")


@cache
def templates() -> Environment:
    """The templates: what they print is escaped, and a name that is not there is an error."""
    loader = FileSystemLoader(HERE / "templates")
    made = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals |= {
        "static": static_address,
        "document_address": document_address,
        "undertaking_address": undertaking_address,
        "pair_address": pair_address,
        "actor_address": actor_address,
        "languages": own_names(),
    }
    return made


@cache
def static_address(name: str) -> str:
    """The address of a file of the desk, which changes with its content so that browsers may keep it for good."""
    mark = blake2b((HERE / "static" / name).read_bytes(), digest_size=6).hexdigest()
    return f"/static/{name}?v={mark}"


def answer(request: Request, view: View, asked: Asked) -> Response:
    """The view in the form that the address asks for."""
    if asked.suffix == "json":
        return _leading_on(sent(request, as_json(view.shown()), "application/json"), view, request)
    if asked.is_file:
        name = f"servanda-{file_stem(asked)}{_part(view)}.csv"
        return _leading_on(sent(request, _table(view.rows()), "text/csv; charset=utf-8", name=name), view, request)
    return sent(request, render(view, asked.words, asked.query, request).encode(), "text/html; charset=utf-8")


def _leading_on(response: Response, view: View, request: Request) -> Response:
    """The answer, with a header that leads to its next page where there is one."""
    page = view.values.get("page", 0)
    if page + 1 < view.values.get("pages", 0):
        following = request.url.include_query_params(page=page + 1)
        response.headers["Link"] = f'<{following.path}?{following.query}>; rel="next"'
    return response


def _part(view: View) -> str:
    """What the name of a file says where its rows are not all: which part it is, and of how many."""
    pages = view.values.get("pages", 0)
    return f"-part-{view.values['page'] + 1}-of-{pages}" if pages > 1 else ""


def render(view: View, words: Words, query: Query, request: Request) -> str:
    """The page of a view, as the account that asks for it sees it."""
    template = templates().get_template(view.template)
    told = {"words": words, "t": words.t, "w": words.wording, "lang": words.lang, "query": query}
    who = {"path": request.url.path, "account": getattr(request.state, "account", None)}
    about = {"title": view.title, "active": view.active, "pictures": view.pictures}
    return template.render(view.shown(), **about, **told, **who)


def request_words(request: Request) -> Words:
    """The words of the desk in the language that a request asks for."""
    wanted = (request.query_params.get("ui"), request.cookies.get("ui"))
    return words_of(chosen_language(wanted, request.headers.get("accept-language", "")))


def show(
    request: Request, words: Words, template: str, title: str, values: Mapping[str, Any], status: int = 200
) -> Response:
    """A page of one's own, which no browser keeps."""
    html = render(View(template=template, title=title, values=values, rows=list), words, Query([]), request)
    return Response(html, status, media_type="text/html; charset=utf-8", headers={"Cache-Control": "no-store"})


def as_json(values: Mapping[str, Any]) -> bytes:
    """Plain values as JSON."""
    return msgspec.json.format(_encoder.encode(values), indent=1)


def sent(request: Request, body: bytes, media: str, *, name: str = "") -> Response:
    """An answer with its tag: a browser that has the same already gets nothing but that."""
    tag = f'W/"{blake2b(body, digest_size=9).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache, private", "Vary": "Accept-Language, Cookie"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if name:
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return Response(body, media_type=media, headers=headers)


def sent_picture(request: Request, drawn: Drawn, form: str, *, name: str, base: str) -> Response:
    """A picture as SVG, or what it shows as CSV or JSON."""
    if form == "svg":
        return sent(request, as_file(drawn.svg, base).encode(), "image/svg+xml", name=f"{name}.svg")
    if form == "csv":
        return sent(request, _table(drawn.rows), "text/csv; charset=utf-8", name=f"{name}.csv")
    return sent(request, as_json({"rows": drawn.rows, "headings": drawn.headings}), "application/json")


def _table(rows: Sequence[Row]) -> bytes:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    file = io.StringIO()
    write_csv(rows, columns, file)
    return file.getvalue().encode()


def file_stem(asked: Asked) -> str:
    """What a file of a page is called: the page's path in letters and digits."""
    path = asked.path.rpartition(".")[0] or asked.path
    plain = "".join(char if char.isascii() and char.isalnum() else "-" for char in path.strip("/"))
    return plain.strip("-") or "today"


def error_page(request: Request, words: Words, status: int, message: str, *, is_data: bool = False) -> Response:
    """A page that says what is wrong and where to go on; never a trace."""
    values = {"status": status, "message": message, "key": f"s{status}" if words.has(f"error.s{status}") else "s500"}
    if is_data or request.url.path.endswith(".json"):
        body, media = as_json({"status": status, "error": message}), "application/json"
    else:
        view = View(template="error.html", title=words.t(f"error.{values['key']}"), values=values, rows=list)
        body = render(view, words, Query([]), request).encode()
        media = "text/html; charset=utf-8"
    return Response(body, status_code=status, media_type=media, headers={**HEADERS, "Cache-Control": "no-store"})


def svg(text: str) -> Markup:
    """A picture of ours, whose texts were escaped when it was drawn."""
    return Markup(text)  # noqa: S704
