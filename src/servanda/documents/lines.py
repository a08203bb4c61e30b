"""The lines of a text, each with what it is by itself, before anything is known of its place among the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from servanda.documents.debris import is_credited, is_picture, kind_of_line
from servanda.documents.stamps import PREFIX, find_dateline, find_inner_dateline
from servanda.documents.text import fold

_LINE = re.compile(r"[^\n]+")
_STOP = re.compile(r"[.!?…。！？][\"'»”’)\]]*$")
_GLUED = re.compile(r"[a-zà-ÿ0-9%»\"”)](?=[A-ZÀ-Ý][\w']* )")  # "…boost tiesDelegates at the…"
LONG = 140  # characters of a line that is no headline
HEADLINE = 20  # characters of a line that may be a headline rather than a section's name
_SENTENCE = 60  # characters of a line with a stop at its end that is no headline
_HEAD = 30  # lines among which the known headline stands


class Line(Struct, frozen=True):
    """A line without the spaces around it: its place in the normal text, its words, what it is by itself."""

    start: int
    end: int
    words: str
    kind: str | None
    is_paragraph: bool = False


def open_lines(norm: str, title: str | None, told: Mapping[str, str]) -> list[Line]:
    """The lines with words; comments at the top are furniture, a date before the headline is a stamp of its own."""
    lines: list[Line] = []
    is_top = True
    for start, end in _stretches(norm):
        if not is_top:
            lines.append(_line(norm, start, end, told))
        elif norm[start] == "#":
            lines.append(Line(start, end, norm[start:end], "furniture"))
        else:
            lines += _first_lines(norm, start, end, title, told)
            is_top = False
    for index, line in enumerate(lines[:_HEAD] if title else ()):
        if fold(line.words) == fold(title or ""):
            lines[index] = replace(line, kind=None, is_paragraph=False)
            break
    return lines


def ends_with_stop(words: str) -> bool:
    """Whether the words end as a sentence does."""
    return bool(_STOP.search(words))


def _stretches(norm: str) -> Iterator[tuple[int, int]]:
    """The places of the lines, without the spaces around them."""
    for match in _LINE.finditer(norm):
        stretch = match.group()
        if stripped := stretch.strip():
            start = match.start() + len(stretch) - len(stretch.lstrip())
            yield start, start + len(stripped)


def _first_lines(norm: str, start: int, end: int, title: str | None, told: Mapping[str, str]) -> Iterator[Line]:
    """The first line: the date before the headline, the headline, and what runs into it."""
    if prefix := PREFIX.match(norm, start, end):
        yield Line(start, start + len(prefix.group().rstrip()), prefix.group().strip(), "stamp")
        start = prefix.end()
    if start < end:
        for first, last in _unglued(norm, start, end, title):
            yield _line(norm, first, last, told)


def _line(norm: str, start: int, end: int, told: Mapping[str, str]) -> Line:
    stripped = norm[start:end]
    kind = told[stripped] if stripped in told else kind_of_line(stripped)
    return Line(start, end, stripped, kind, kind is None and _is_paragraph(norm, start, end))


def _is_paragraph(norm: str, start: int, end: int) -> bool:
    """Whether a line is running text and no headline; in a script without spaces a line says thrice as much."""
    length = weight = end - start
    if length < LONG and norm.count(" ", start, end) * 20 < length:
        weight = length * 3
    if weight >= LONG or (weight >= _SENTENCE and _STOP.search(norm, end - 4, end)):
        return True
    return find_dateline(norm, start, end) is not None


def _unglued(norm: str, start: int, end: int, title: str | None) -> list[tuple[int, int]]:
    """The first line, cut in two where its headline runs into a caption or into the story."""
    cut = _glue(norm, start, end, title)
    if cut is None:
        return [(start, end)]
    return [
        (start, start + len(norm[start:cut].rstrip())),
        (cut + len(norm[cut:end]) - len(norm[cut:end].lstrip(" -–—:|")), end),
    ]


def _glue(norm: str, start: int, end: int, title: str | None) -> int | None:
    """Where the headline ends that something runs into: behind the known title, before a dateline or a caption."""
    if title and norm.startswith(title, start) and end - start > len(title) + 2:
        behind = start + len(title)
        return behind if norm[behind - 1] in ".!?" or not norm[behind : behind + 2].islower() else None
    if end - start >= LONG and (inner := find_inner_dateline(norm, start, end)):
        return inner if inner - start >= HEADLINE else None
    line = norm[start:end]
    if not is_credited(line, line.lower()) or is_picture(line):
        return None
    for found in _GLUED.finditer(line, HEADLINE, len(line) - 15):
        left = line.rfind(" ", 0, found.end()) + 1
        token = line[left:].partition(" ")[0].strip(".,")
        if norm.count(token) == 1:  # a name such as "CapitaLand" stands in the story as well
            return start + found.end()
    return None
