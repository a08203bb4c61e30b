"""From a text to a document: its language, its date, and which of its lines are the dispatch and which are debris."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from servanda.documents.agencies import agency_of_host, find_agency
from servanda.documents.language import checked_language, find_language
from servanda.documents.layout import Layout, find_layout
from servanda.documents.passages import in_passages
from servanda.documents.stamps import date_in_path, find_date
from servanda.documents.text import NormalText, normal_text
from servanda.errors import UnreadableError
from servanda.records import Document, Part


def open_text(
    id: str,
    text: str,
    *,
    lang: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    title: str | None = None,
    told: Mapping[str, str] | None = None,
) -> Document:
    """The text as a document: language, date, publisher, and its parts, of which only the body is the dispatch.

    What is given is taken; the rest is found in the text, in the address or in the id. `told` names the kind of lines
    that are known from elsewhere, as `find_layout` takes it. `UnreadableError` where there is no text, `LanguageError`
    where no folder knows its language.
    """
    if not text.strip("\ufeff\u200b \t\r\n"):
        raise UnreadableError("empty: there is no text in it")
    normal = normal_text(text)
    language = checked_language(lang) if lang else find_language(normal.norm)
    layout = find_layout(normal.norm, title=title and normal_text(title).norm.strip(), told=told)
    return Document(
        id=id,
        text=text,
        lang=language,
        title=title or _given_words(normal, layout.title),
        published=published or _published(layout, f"{url or ''} {id}", is_day_first=language != "en"),
        publisher=publisher or _publisher(layout, url),
        dateline=layout.dateline.place if layout.dateline else None,
        url=url,
        related=tuple(dict.fromkeys(_given_words(normal, headline) or "" for headline in layout.related)),
        parts=tuple(_given_parts(normal, in_passages(normal.norm, layout.parts, language))),
    )


def _given_parts(normal: NormalText, parts: Iterable[Part]) -> Iterator[Part]:
    """The parts by their places in the text as given."""
    for part in parts:
        start, end = normal.given_span(part.start, part.end)
        yield Part(start, end, part.kind, part.lang)


def _given_words(normal: NormalText, found: str | None) -> str | None:
    """The words as they stand in the text as given."""
    place = normal.norm.find(found) if found else -1
    if not found or place < 0:
        return found
    return normal.given[slice(*normal.given_span(place, place + len(found)))]


def _published(layout: Layout, path: str, *, is_day_first: bool) -> str | None:
    """The date that the text bears, else that of its file or address."""
    for stamp in layout.stamps:
        if date := find_date(stamp, is_day_first=is_day_first):
            return date
    in_path = date_in_path(path)
    if layout.dateline and layout.dateline.day:
        year = int(in_path[:4]) if in_path else None
        if date := find_date(layout.dateline.day, year=year, is_day_first=is_day_first):
            return date
    return in_path


def _publisher(layout: Layout, url: str | None) -> str | None:
    """The agency of the dateline, else of the signature, else of a stamp or of the address."""
    if layout.dateline and layout.dateline.agency:
        return layout.dateline.agency
    if layout.signatures:
        return layout.signatures[0]
    for word in (word for stamp in layout.stamps for word in stamp.split()):
        if known := agency_of_host(word) or find_agency(word):
            return known
    return agency_of_host(url or "")
