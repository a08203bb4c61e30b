"""What the lines of a text are in their places: headline, story, captions, links, other stories, furniture."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct, field

from servanda.documents.agencies import find_agency, find_signer
from servanda.documents.debris import bare_link, is_item, is_name, is_rubric, words
from servanda.documents.lines import HEADLINE, LONG, Line, ends_with_stop, open_lines
from servanda.documents.stamps import Dateline, find_dateline
from servanda.documents.text import fold
from servanda.records import BODY, Part

# An agency's name behind the last stop ("… 2031.-VNA", "… Hanoi. (AFP)"), or glued to a dash of its own ("… -VNA").
_SIGNED = re.compile(
    r"(?:(?<=[.!?…»\"”)\]])\s*[-–—]?\s*[(/]?|\s[-–—](?=[^\W\d_a-z]{2}))(?P<agency>[^\W\d_][\w+./' ]{1,30}?)[)/]?\.?\s*$"
)
_SLASHED = re.compile(r"(?<=\.)/\.?\s*$|\./\.\s*$")
_PUNCTUATED = re.compile(r"^(?:[-–—•●*]|\(?\w{1,2}[.)])|\d|[.,;:!?…。；：！？][\"'»”’)\]]*$")
_MERGED = (BODY, "debris", "teaser")  # neighbours of these kinds become one part
_MENU = 5  # lines of a page's foot, at least
_CAPTIONED = 400  # characters within which a caption runs into a paragraph


class Layout(Struct):
    """What is found out of a text's lines; places are those of the normal text."""

    title: str | None = None
    parts: list[Part] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    stamps: list[str] = field(default_factory=list)
    signatures: list[str] = field(default_factory=list)
    dateline: Dateline | None = None

    def add(self, kind: str, start: int, end: int) -> None:
        """Add a part, joined to the one before where both are of one kind."""
        if end <= start:
            return
        if self.parts and self.parts[-1].kind == kind and kind in _MERGED:
            start = self.parts.pop().start
        self.parts.append(Part(start, end, kind))

    def add_line(self, line: Line) -> None:
        """Add a line that is told by its own words."""
        if line.kind == "link":
            self.add_link(line)
            return
        if line.kind in ("stamp", "section"):
            self.stamps.append(line.words)
        elif line.kind == "signature" and (agency := find_agency(line.words.rpartition(":")[2].strip(" .-–—/()©"))):
            self.signatures.append(agency)
        self.add("caption" if line.kind == "caption" else "debris", line.start, line.end)

    def add_link(self, line: Line, kind: str = "related") -> None:
        """Add another story's headline."""
        self.related.append(bare_link(line.words))
        self.add(kind, line.start, line.end)


def find_layout(norm: str, *, title: str | None = None, told: Mapping[str, str] | None = None) -> Layout:
    """What each line of a normal text is, from the head through the story to the tail.

    `title` is the headline where it is known; `told` names the kind of lines that are known from elsewhere (a page's
    markup): `caption`, `link`, `furniture`.
    """
    layout = Layout()
    lines = open_lines(norm, title, told or {})
    head = _find_story(lines)
    _read_head(lines[:head], layout, title)
    tail = _Story(norm, lines, layout).read(head)
    _read_tail(lines[tail:], layout, is_foot=tail == _menu_start(lines))
    return layout


def _find_story(lines: list[Line]) -> int:
    """The index of the first paragraph; where there are only headlines, that of the second, or of the only one."""
    for index, line in enumerate(lines):
        if line.is_paragraph and not _is_described(lines, index):
            return index
    unknown = [index for index, line in enumerate(lines) if line.kind is None]
    return unknown[1] if len(unknown) > 1 else unknown[0] if unknown else len(lines)


def _is_described(lines: list[Line], index: int) -> bool:
    """Whether a short line is the caption to the bare credit below it, nearer to that than to the line above."""
    if index + 1 == len(lines) or lines[index + 1].kind != "caption" or len(lines[index].words) >= LONG:
        return False
    line, following = lines[index], lines[index + 1]
    above = line.start - lines[index - 1].end if index else LONG
    is_nearer = following.start - line.end < above
    return is_nearer and following.words.lower().lstrip("([").partition(":")[0].strip() in words().credits


def _read_head(lines: list[Line], layout: Layout, title: str | None) -> None:
    """Tell the headline from what stands around it before the story begins."""
    chosen = _headline(lines, title)
    if chosen is not None:
        layout.title = lines[chosen].words
    for index, line in enumerate(lines):
        if index == chosen:
            layout.add("title", line.start, line.end)
        elif line.kind is not None:
            layout.add_line(line)
        elif _is_described(lines, index):
            layout.add("caption", line.start, line.end)
        elif chosen is not None and index < chosen and _is_above(lines, index):
            layout.add("debris", line.start, line.end)
        elif chosen is not None and index < chosen and lines[index + 1].kind in ("stamp", "section"):
            layout.add_link(line, "teaser")
        else:
            layout.add(_beside_headline(line, lines, index, chosen), line.start, line.end)


def _headline(lines: list[Line], title: str | None) -> int | None:
    """Which of the lines before the story is the headline."""
    unknown = [i for i, line in enumerate(lines) if line.kind is None and not _is_described(lines, i)]
    if title:
        for index in unknown:
            if fold(lines[index].words) == fold(title):
                return index
    unknown = [i for i in unknown if not _is_above(lines, i)] or unknown
    stamped = [i for i in unknown if i + 1 < len(lines) and lines[i + 1].kind in ("stamp", "section")]
    bare = [i for i in unknown if i not in stamped and i > max(stamped, default=0)]
    candidates = bare if len(stamped) > 1 and bare else unknown
    long = [i for i in candidates if len(lines[i].words) >= HEADLINE or lines[i].words.count(" ") > 2]
    return next(iter(long or candidates), None)


def _is_above(lines: list[Line], index: int) -> bool:
    """Whether a line only names the site and its sections, or stands right above the path of its sections."""
    below = lines[index + 1] if index + 1 < len(lines) else None
    is_mast = index == 0 and below is not None and below.kind == "furniture" and is_rubric(below.words)
    return is_mast or is_rubric(lines[index].words)


def _beside_headline(line: Line, lines: list[Line], index: int, chosen: int | None) -> str:
    """What an unknown line of the head is: the headline again, an author, a section's name, or a subtitle."""
    if chosen is None:
        return BODY
    is_again = fold(line.words) == fold(lines[chosen].words)
    is_author = is_name(line.words) and len(line.words.split()) <= 5
    return "debris" if is_again or index < chosen or is_author else BODY


class _Story:
    """The walk over the lines of the story, up to where other things begin."""

    def __init__(self, norm: str, lines: list[Line], layout: Layout) -> None:
        self._norm = norm
        self._lines = lines
        self._layout = layout
        self._ahead = _runs_ahead(lines)
        self._end = _menu_start(lines)
        self._last_headline = max((i for i, line in enumerate(lines) if _is_headline(line)), default=-1)
        self._paragraphs = 0
        self._is_list = False  # whether links are listed here, under a heading such as "see also"

    def read(self, head: int) -> int:
        """Add the lines from `head` on; the index of the first line that the tail begins with."""
        for index in range(head, max(head, self._end)):
            line = self._lines[index]
            if line.kind in ("more", "related"):
                if not self._goes_on(line.kind, index):
                    return index
                self._is_list = True
            if line.kind is not None and not (line.kind == "section" and self._paragraphs):
                self._layout.add_line(line)
                if line.kind == "signature" and self._paragraphs and not self._goes_on(line.kind, index):
                    return index + 1
            elif self._add_unknown(line, index):
                return index + 1
        return max(head, self._end)

    def _goes_on(self, kind: str, index: int) -> bool:
        """Whether the story goes on behind a heading or a signature: by how many paragraphs stand there in a row."""
        ahead = self._ahead[index + 1]
        if kind == "more":
            return ahead >= 3 or (ahead > 0 and index > self._last_headline)
        if kind == "related":
            return ahead >= 2 or (ahead == 1 and self._paragraphs < 2)
        return ahead > max(self._paragraphs, 1)

    def _add_unknown(self, line: Line, index: int) -> bool:
        """Add a paragraph, a subheading, an author or a listed link; whether the story ends here."""
        if line.is_paragraph or ends_with_stop(line.words):
            self._is_list = False
        if self._is_list:
            self._layout.add_link(line)
        elif _is_described(self._lines, index):
            self._layout.add("caption", line.start, line.end)
        elif self._paragraphs and not self._ahead[index] and _is_author(line):
            self._layout.add("debris", line.start, line.end)
        else:
            self._paragraphs += line.is_paragraph
            return self._add_paragraph(line) and not self._goes_on("signature", index)
        return False

    def _add_paragraph(self, line: Line) -> bool:
        """Add a paragraph without the caption before it and the signature behind it; whether there was a signature."""
        norm, layout = self._norm, self._layout
        start = self._after_caption(line)
        if layout.dateline is None and self._paragraphs < 4 and (found := find_dateline(norm, start, line.end)):
            layout.dateline = found
        end = self._before_signature(start, line.end)
        layout.add(BODY, start, end)
        left = norm[end : line.end]
        layout.add("debris", end + len(left) - len(left.lstrip()), line.end)
        return bool(left.strip(" ./"))

    def _after_caption(self, line: Line) -> int:
        """Where the paragraph itself begins, behind a caption that runs into it."""
        norm, stop = self._norm, min(line.end, line.start + _CAPTIONED)
        opening = norm.find("(", line.start, stop)
        while opening >= 0:
            if credit := words().credit.match(norm, opening, line.end):
                return self._behind_credit(line, credit.end())
            opening = norm.find("(", opening + 1, stop)
        if len(line.words) < LONG or norm.find(":", line.start, stop) < 0:
            return line.start
        bare = words().bare_credit.search(norm, line.start, stop)
        begin = _behind_agency(norm, bare.end(), line.end) if bare else None
        if begin is None:
            return line.start
        self._layout.add("caption", line.start, begin - 1 if norm[begin - 1] == " " else begin)
        return begin

    def _behind_credit(self, line: Line, end: int) -> int:
        rest = self._norm[end : line.end]
        begin = end + len(rest) - len(rest.lstrip(" ."))
        if begin < line.end and not (rest[:1].isupper() or find_dateline(self._norm, begin, line.end)):
            return line.start
        self._layout.add("caption", line.start, end)
        return begin

    def _before_signature(self, start: int, end: int) -> int:
        """Where the paragraph ends, before an agency's name, a last word or "/."."""
        norm, tail = self._norm, max(start, end - 40)
        if norm[end - 1] in ".!?" and norm[end - 2] not in ")/":
            return end
        if ending := words().ending.search(norm, tail, end):
            return ending.start()
        if slashed := _SLASHED.search(norm, tail, end):
            return slashed.start() + (norm[slashed.start()] == ".")
        signed = _SIGNED.search(norm, tail, end)
        if signed and (agency := find_signer(signed["agency"])):
            self._layout.signatures.append(agency)
            return signed.start()
        return end


def _behind_agency(norm: str, start: int, end: int) -> int | None:
    """Where a dateline begins right behind an agency's name, even without a space: "VNAHanoi (VNA) – "."""
    for place in range(start + 2, min(start + 40, end)):
        if norm[place].isupper() and find_agency(norm[start:place]) and find_dateline(norm, place, end):
            return place
    return None


def _runs_ahead(lines: list[Line]) -> list[int]:
    """For each line, the longest row of paragraphs from it on, up to a heading over other stories."""
    ahead = [0] * (len(lines) + 1)
    run = longest = 0
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if line.kind == "more":
            run = longest = 0
        elif line.kind is None:
            run = run + 1 if line.is_paragraph else 0
            longest = max(longest, run)
        ahead[index] = longest
    return ahead


def _menu_start(lines: list[Line]) -> int:
    """Where the page's foot begins: many short lines behind the last paragraph, no sentence or list item among them."""
    start, count = len(lines), 0
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if line.kind in ("more", "related"):
            start, count = len(lines), 0
        elif line.kind is None:
            if line.is_paragraph:
                return start if count >= _MENU else len(lines)
            if _PUNCTUATED.search(line.words):
                break
            start, count = index, count + 1
    return len(lines)


def _is_headline(line: Line) -> bool:
    return line.kind is None and not line.is_paragraph and not ends_with_stop(line.words)


def _is_author(line: Line) -> bool:
    return is_name(line.words) and len(line.words.split()) <= 4 and not ends_with_stop(line.words)


def _read_tail(lines: list[Line], layout: Layout, *, is_foot: bool) -> None:
    """Add what follows the story: headings, other stories' headlines and leads, the page's furniture."""
    heading = ""
    for line in lines:
        if line.kind in ("more", "related"):
            heading = line.kind
            layout.add("debris", line.start, line.end)
        elif line.kind == "caption" and heading:
            layout.add("teaser", line.start, line.end)
        elif line.kind is not None:
            layout.add_line(line)
        elif not heading and (is_foot or _is_author(line)):
            layout.add("debris", line.start, line.end)
        elif len(line.words) >= LONG or ends_with_stop(line.words):
            layout.add("teaser", line.start, line.end)
        else:
            is_link = heading == "related" or is_item(line.words)
            layout.add_link(line, "related" if is_link else "teaser")
