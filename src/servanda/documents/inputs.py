"""From the names on a command line to documents: what fails comes as its error, and the rest goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

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
    return _opener(is_html=capture.is_html)(
        capture.id,
        capture.content,
        lang=capture.lang or lang,
        published=capture.published or published,
        publisher=capture.publisher,
        url=capture.url,
        title=capture.title,
    )


def _opener(*, is_html: bool) -> Callable[..., Document]:
    """What opens a page or a text; what pages need is loaded when the first of them comes."""
    if not is_html:
        return open_text
    from servanda.documents.page import open_page

    return open_page
