"""From a text to a document: its language, its date, and which of its lines are the dispatch and which are debris."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from servanda.documents.agencies import agency_of_host, find_agency
from servanda.documents.debris import bare_link, is_bullet, is_name, kind_of_line, words
from servanda.documents.language import find_language
from servanda.documents.stamps import PREFIX, Dateline, date_in_path, find_date, find_dateline
from servanda.documents.text import NormalText, fold, normal_text
from servanda.errors import UnreadableError
from servanda.records import Document, Part

_LINE = re.compile(r"[^\n]+")
_STOP = re.compile(r"[.!?…。！？][\"'»”’)\]]*$")
_SIGNED = re.compile(r"(?:\s*[-–—]\s?|\s*[-–—]?\(|\s+/?)(?P<agency>[^\W\d_][\w+./' ]{1,30}?)\)?/?\.?\s*$")
_SLASHED = re.compile(r"(?<=\.)/\.?\s*$|\./\.\s*$")
_KINDS = {"link": "related", "caption": "caption"}
_PARAGRAPH = 140  # characters of a line that is no headline
_GLUED = re.compile(r"(?<=[^\W\d_A-ZÀ-Ý])(?<=\w)(?=[A-ZÀ-Ý][^\W\d_]*[ ,])")


class _Line(NamedTuple):
    """A line without the spaces around it: where it stands in the normal text, its words, what it is by itself."""

    start: int
    end: int
    words: str
    kind: str | None


@dataclass(slots=True)
class _Layout:
    """What is found out of a text's lines."""

    title: str | None = None
    parts: list[Part] = field(default_factory=list)  # places in the normal text
    related: list[str] = field(default_factory=list)
    stamps: list[str] = field(default_factory=list)
    signatures: list[str] = field(default_factory=list)
    dateline: Dateline | None = None

    def add(self, kind: str, start: int, end: int) -> None:
        """Add a part; neighbours of one kind become one, except captions and links."""
        if end <= start:
            return
        if self.parts and self.parts[-1].kind == kind and kind in ("body", "debris", "teaser"):
            start = self.parts.pop().start
        self.parts.append(Part(start, end, kind))


def open_text(
    id: str,
    text: str,
    *,
    lang: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    title: str | None = None,
) -> Document:
    """The text as a document: language, date, publisher, and its parts, of which only the body is the dispatch.

    `UnreadableError` where there is no text, `LanguageError` where no folder knows its language. What is given is
    taken; the rest is found in the text, in the address or in the id.
    """
    if not text or text.isspace():
        raise UnreadableError(f"{id}: empty: no text in it")
    normal = normal_text(text)
    language = lang or find_language(normal.norm)
    layout = _layout(normal.norm, title)
    dateline = layout.dateline or Dateline(None, None, None)
    return Document(
        id=id,
        text=text,
        lang=language,
        title=title or _given_words(normal, layout.title),
        published=published or _published(layout, f"{url or ''} {id}", is_day_first=language != "en"),
        publisher=publisher or _publisher(layout, url),
        dateline=dateline.place,
        url=url,
        related=tuple(dict.fromkeys(_given_words(normal, words_) or "" for words_ in layout.related)),
        parts=tuple(_given(normal, layout.parts)),
    )


def _given(normal: NormalText, parts: Iterable[Part]) -> Iterator[Part]:
    """The parts by their places in the text as given."""
    for part in parts:
        start, end = normal.given_span(part.start, part.end)
        if end > start:
            yield Part(start, end, part.kind)


def _given_words(normal: NormalText, found: str | None) -> str | None:
    """The words as they stand in the text as given."""
    place = normal.norm.find(found) if found else -1
    if not found or place < 0:
        return found
    return normal.given[slice(*normal.given_span(place, place + len(found)))]


def _published(layout: _Layout, path: str, *, is_day_first: bool) -> str | None:
    """The date that the text bears, else that of its file or address."""
    in_path = date_in_path(path)
    for stamp in layout.stamps:
        if date := find_date(stamp, is_day_first=is_day_first):
            return date
    if layout.dateline and layout.dateline.day:
        year = int(in_path[:4]) if in_path else None
        if date := find_date(layout.dateline.day, year=year, is_day_first=is_day_first):
            return date
    return in_path


def _publisher(layout: _Layout, url: str | None) -> str | None:
    """The agency of the dateline, else of the signature, else of a stamp or of the address."""
    if layout.dateline and layout.dateline.agency:
        return layout.dateline.agency
    stamped = (agency_of_host(word) or find_agency(word) for stamp in layout.stamps for word in stamp.split(" "))
    return next(iter(layout.signatures), None) or next(filter(None, stamped), None) or agency_of_host(url or "")


def _layout(norm: str, title: str | None) -> _Layout:
    """The text's lines, each told what it is, from the head through the story to the tail."""
    layout = _Layout()
    lines = _open_lines(norm, layout)
    head = _find_story(norm, lines)
    _read_head(norm, lines[:head], layout, title, has_story=head < len(lines))
    tail = _read_story(norm, lines, head, layout)
    _read_tail(lines[tail:], layout)
    return layout


def _open_lines(norm: str, layout: _Layout) -> list[_Line]:
    """The lines with words, the comments at the top and the date before the headline set apart."""
    lines: list[_Line] = []
    for match in _LINE.finditer(norm):
        stretch = match.group()
        words_ = stretch.strip()
        if not words_:
            continue
        start = match.start() + len(stretch) - len(stretch.lstrip())
        if not lines and words_.startswith("#"):
            layout.add("debris", start, start + len(words_))
            continue
        if not lines and (prefix := PREFIX.match(words_)):
            layout.stamps.append(prefix[1])
            layout.add("debris", start, start + len(prefix.group().rstrip()))
            start, words_ = start + prefix.end(), words_[prefix.end() :]
            if not words_:
                continue
        lines.append(_Line(start, start + len(words_), words_, kind_of_line(words_)))
    return lines


def _is_paragraph(norm: str, line: _Line) -> bool:
    """Whether a line is running text and no headline."""
    length = len(line.words)
    weight = length * 3 if length and line.words.count(" ") * 20 < length else length
    if line.kind is not None:
        return False
    if weight >= _PARAGRAPH or (weight >= 60 and _STOP.search(line.words)):
        return True
    return find_dateline(norm, line.start, line.end) is not None


def _find_story(norm: str, lines: list[_Line]) -> int:
    """The index of the first paragraph of the story; that of the last line where there is nothing but headlines."""
    for index, line in enumerate(lines):
        if _is_paragraph(norm, line):
            return index
    unknown = [index for index, line in enumerate(lines) if line.kind is None]
    return unknown[1] if len(unknown) > 1 else unknown[0] if unknown else len(lines)


def _read_head(norm: str, lines: list[_Line], layout: _Layout, title: str | None, *, has_story: bool) -> None:
    """Tell the headline from what stands around it before the story begins."""
    headlines = [index for index, line in enumerate(lines) if line.kind is None]
    chosen = _headline(lines, headlines, title)
    if chosen is not None:
        layout.title = lines[chosen].words
    for index, line in enumerate(lines):
        if index == chosen:
            layout.add("title", line.start, line.end)
        elif line.kind is None:
            layout.add(_beside_headline(lines, index, chosen, layout), line.start, line.end)
        else:
            _add_known(line, layout)


def _headline(lines: list[_Line], headlines: list[int], title: str | None) -> int | None:
    """Which of the lines is the headline."""
    if title:
        for index in headlines:
            if fold(lines[index].words) == fold(title):
                return index
    stamped = [index for index in headlines if index + 1 < len(lines) and lines[index + 1].kind == "stamp"]
    bare = [index for index in headlines if index not in stamped and index > max(stamped, default=0)]
    candidates = bare if len(stamped) > 1 and bare else headlines
    long = [index for index in candidates if len(lines[index].words) >= 20]
    return next(iter(long or candidates), None)


def _beside_headline(lines: list[_Line], index: int, chosen: int | None, layout: _Layout) -> str:
    """What an unknown line of the head is: another story's headline, an author, a section, or a subtitle."""
    line = lines[index]
    is_before = chosen is not None and index < chosen
    if is_before and index + 1 < len(lines) and lines[index + 1].kind == "stamp":
        layout.related.append(line.words)
        return "teaser"
    if chosen is not None and fold(line.words) == fold(lines[chosen].words):
        return "debris"
    if is_before or (is_name(line.words) and len(line.words.split()) <= 5):
        return "debris"
    return "body"


def _add_known(line: _Line, layout: _Layout) -> None:
    """Add a line that is told by its own words."""
    kind = line.kind or "body"
    if kind == "link":
        layout.related.append(_link_words(line))
    elif kind == "stamp":
        layout.stamps.append(line.words)
    elif kind == "signature" and (agency := find_agency(line.words.strip(" .-–—/()©"))):
        layout.signatures.append(agency)
    layout.add(_KINDS.get(kind, "debris"), line.start, line.end)


def _link_words(line: _Line) -> str:
    """The headline that a link line leads to."""
    bare = bare_link(line.words)
    before, colon, after = bare.partition(":")
    return after.strip() if colon and before.strip().lower() in words().exact else bare


def _read_story(norm: str, lines: list[_Line], head: int, layout: _Layout) -> int:
    """Add the story's lines; the index of the line at which other things than the story begin."""
    paragraphs = 0
    for index in range(head, len(lines)):
        line = lines[index]
        if line.kind in ("more", "related"):
            if line.kind == "more" or not _story_goes_on(norm, lines, index):
                return index
            _add_known(line, layout)
        elif line.kind is not None:
            _add_known(line, layout)
            if line.kind == "signature" and paragraphs and not _story_goes_on(norm, lines, index):
                return index + 1
        elif _after_heading(lines, index):
            layout.related.append(bare_link(line.words))
            layout.add("related", line.start, line.end)
        else:
            paragraphs += _is_paragraph(norm, line)
            is_signed = _add_paragraph(norm, line, layout)
            if is_signed and not _story_goes_on(norm, lines, index):
                return index + 1
    return len(lines)


def _after_heading(lines: list[_Line], index: int) -> bool:
    """Whether a short line without stop stands in the list under a heading such as "see also"."""
    line = lines[index]
    if len(line.words) >= _PARAGRAPH or _STOP.search(line.words):
        return False
    while index and lines[index].kind in (None, "link") and not _STOP.search(lines[index].words):
        index -= 1
    return lines[index].kind == "related"


def _story_goes_on(norm: str, lines: list[_Line], index: int) -> bool:
    """Whether more of the story follows a signature or a heading than stands before it, or two paragraphs in a row."""
    before = sum(_is_paragraph(norm, line) for line in lines[:index])
    run = longest = 0
    for line in lines[index + 1 :]:
        if line.kind == "more":
            break
        if line.kind is None:
            run = run + 1 if _is_paragraph(norm, line) else 0
            longest = max(longest, run)
    if lines[index].kind == "related":
        return longest >= 2 or (longest == 1 and before < 2)
    return longest > max(before, 1)


def _add_paragraph(norm: str, line: _Line, layout: _Layout) -> bool:
    """Add a paragraph without the caption before it and the signature behind it; whether there was a signature."""
    start = _after_caption(norm, line, layout)
    found = find_dateline(norm, start, line.end)
    if found and layout.dateline is None:
        layout.dateline = found[0]
    end = _before_signature(norm, start, line.end, layout)
    layout.add("body", start, end)
    left = norm[end : line.end]
    if left.strip():
        begin = end + len(left) - len(left.lstrip())
        layout.add("debris", begin, line.end)
    return bool(left.strip(" ./\t"))


def _after_caption(norm: str, line: _Line, layout: _Layout) -> int:
    """Where the paragraph itself begins, behind a caption that runs into it."""
    credit = words().credit.search(norm, line.start, min(line.end, line.start + 400))
    if not credit or not credit.group().endswith(")"):
        return line.start
    rest = norm[credit.end() : line.end]
    begin = credit.end() + len(rest) - len(rest.lstrip(" ."))
    if begin >= line.end:
        layout.add("caption", line.start, line.end)
        return line.end
    if find_dateline(norm, begin, line.end) or (rest[:1].isupper() and credit.start() - line.start < 250):
        layout.add("caption", line.start, credit.end())
        return begin
    return line.start


def _before_signature(norm: str, start: int, end: int, layout: _Layout) -> int:
    """Where the paragraph ends, before an agency's name, a last word or "/."."""
    if ending := words().ending.search(norm, max(start, end - 30), end):
        return ending.start()
    tail = max(start, end - 40)
    if slashed := _SLASHED.search(norm, tail, end):
        return slashed.start() + (norm[slashed.start()] == ".")
    signed = _SIGNED.search(norm, tail, end)
    if signed and (agency := find_agency(signed["agency"])):
        layout.signatures.append(agency)
        return signed.start()
    return end


def _read_tail(lines: list[_Line], layout: _Layout) -> None:
    """Add what follows the story: headings, other stories' headlines and leads, the page's furniture."""
    heading = ""
    for line in lines:
        if line.kind in ("more", "related"):
            heading = line.kind
            layout.add("debris", line.start, line.end)
        elif line.kind == "caption" and heading:
            layout.add("teaser", line.start, line.end)
        elif line.kind is not None:
            _add_known(line, layout)
        elif is_name(line.words) and not heading:
            layout.add("debris", line.start, line.end)
        else:
            _add_announced(line, layout, heading)


def _add_announced(line: _Line, layout: _Layout, heading: str) -> None:
    """Add a headline or a lead of another story."""
    is_headline = len(line.words) < _PARAGRAPH and not _STOP.search(line.words)
    if is_headline:
        layout.related.append(bare_link(line.words))
    is_link = is_headline and (heading == "related" or is_bullet(line.words))
    layout.add("related" if is_link else "teaser", line.start, line.end)
