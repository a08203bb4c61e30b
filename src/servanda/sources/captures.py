"""What was captured of a document before it is opened, and the lines of JSON that carry such captures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

import msgspec

from servanda.days import first_day
from servanda.errors import InputError, UnreadableError
from servanda.sources.decoding import check_text, max_bytes

_DATE = re.compile(r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:[T ].*)?")
_CODE = re.compile(r"\s*(?:javascript|vbscript|data):", re.IGNORECASE)  # what a browser would run
_LINE_OVERHEAD = 4096


class Capture(msgspec.Struct, frozen=True, kw_only=True):
    """The text or HTML of one document under its id, and what its source says of it."""

    id: str
    content: str
    is_html: bool = False
    lang: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    title: str | None = None


Found = tuple[str, Capture | InputError]


class _Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of JSON: a document's id, its text or HTML, and what is known of it."""

    id: str | int | None = None
    text: str | None = None
    html: str | None = None
    lang: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    title: str | None = None


_decoder = msgspec.json.Decoder(_Line)


def read_lines(file: IO[bytes], name: str, stem: str) -> Iterator[Found]:
    """Each line of a JSON lines file as a capture, or as the reason why it is none; never more than one line in memory.

    A line without an `id` is called after the file and its number.
    """
    longest = 6 * max_bytes() + _LINE_OVERHEAD  # in JSON a character may take six bytes
    number = 0
    while line := file.readline(longest):
        number += 1
        where = f"{name}, line {number}"
        if len(line) == longest and not line.endswith(b"\n"):
            _skip_line(file, longest)
            yield where, UnreadableError("too large: the line is longer than a document may be")
        elif line.strip(b"\xef\xbb\xbf \t\r\n"):
            yield where, _read_line(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line, f"{stem}:{number}")


def _skip_line(file: IO[bytes], longest: int) -> None:
    while (rest := file.readline(longest)) and not rest.endswith(b"\n"):
        pass


def _read_line(line: bytes, id: str) -> Capture | InputError:
    try:
        return to_capture(line, id)
    except UnreadableError as error:
        return error


def to_capture(line: bytes, id: str) -> Capture:
    """The capture that one JSON object stands for; `UnreadableError` says what is wrong with it."""
    try:
        found = _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableError(f"no document as JSON: {error}") from error
    content = found.text if found.text is not None else found.html
    if content is None:
        raise UnreadableError('neither "text" nor "html" in it')
    if found.url and _CODE.match(found.url):
        raise UnreadableError(f'"url" is {found.url[:40]!r}: write the address of a page')
    return Capture(
        id=" ".join(str("" if found.id is None else found.id).split()) or id,
        content=check_text(content),
        is_html=found.text is None,
        lang=found.lang.lower() if found.lang else None,
        published=_checked_date(found.published),
        publisher=found.publisher or None,
        url=found.url or None,
        title=found.title or None,
    )


def _checked_date(published: str | None) -> str | None:
    """A date, month or year; the time of day is left out."""
    if not published:
        return None
    match = _DATE.fullmatch(published.strip())
    if not match or first_day(match[1]) is None:
        raise UnreadableError(f'"published" is {published!r}: write a date as 2026-03-18, 2026-03 or 2026')
    return match[1]
