"""From the names on a command line to documents: what fails comes as its error, and the rest goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from servanda.documents.dispatch import open_text
from servanda.errors import InputError
from servanda.records import Document
from servanda.sources.captures import Capture
from servanda.sources.folder import find_captures


def find_inputs(
    names: Iterable[str], *, lang: str | None = None, published: str | None = None
) -> Iterator[tuple[str, Document | InputError]]:
    """Each document under the name of its input, or the reason why there is none.

    Names are files (text, HTML, JSON lines), folders, addresses, and `-` for the standard input. `lang` and `published`
    hold for documents whose source does not say otherwise.
    """
    for name, found in find_captures(names):
        if isinstance(found, InputError):
            yield name, found
            continue
        try:
            yield name, open_capture(found, lang=lang, published=published)
        except InputError as error:
            yield name, error


def open_capture(capture: Capture, *, lang: str | None = None, published: str | None = None) -> Document:
    """The document that was captured; `InputError` says why it cannot be opened."""
    known = {
        "lang": capture.lang or lang,
        "published": capture.published or published,
        "publisher": capture.publisher,
        "url": capture.url,
        "title": capture.title,
    }
    if capture.is_html:
        from servanda.documents.page import open_page

        return open_page(capture.id, capture.content, **known)
    return open_text(capture.id, capture.content, **known)
