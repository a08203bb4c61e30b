"""Which passages of a text are in another language than the whole: a communiqué that stands in two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from servanda.documents.language import language_of_passage
from servanda.records import BODY, Part, Span

_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")


def in_passages(norm: str, parts: Iterable[Part], lang: str) -> Iterator[Part]:
    """The parts of a normal text; a body is parted where its paragraphs are clearly in another language that we know.

    >>> two = "Les deux ministres ont signé le mémorandum sur la ligne à Hanoï. " * 3
    >>> text = two + "\\n" + "The two ministers signed the memorandum on the line in Hanoi. " * 3
    >>> [part.lang for part in in_passages(text, [Part(0, len(text))], "fr")]
    ['', 'en']
    """
    for part in parts:
        if part.kind != BODY:
            yield part
            continue
        start = part.start
        for other, spans in groupby(_paragraphs(norm, part, lang), key=lambda passage: passage[1]):
            end = max(span[1] for span, _ in spans)
            yield Part(start, end, BODY, other)
            start = end
        if start == part.start:
            yield part


def _paragraphs(norm: str, part: Part, lang: str) -> Iterator[tuple[Span, str]]:
    """The paragraphs of a part with the other language that each is in; "" where it is the document's."""
    for match in _PARAGRAPH.finditer(norm, part.start, part.end):
        other = language_of_passage(match.group(), lang)
        yield match.span(), "" if other == lang else other
