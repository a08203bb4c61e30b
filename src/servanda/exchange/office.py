"""What office programs open: a note as a Word document, rows as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any

from servanda.analysis.note import Citation, Note, Sentence
from servanda.analysis.wording import wording
from servanda.exchange.note_page import is_address
from servanda.exchange.note_text import numbers_of, quoted_words, ranges_of, source_of, sources_of

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph

# Sizes and the room around them, in points: a busy pair fits on two pages.
_SPACED = (
    ("Title", 18, 0, 2),
    ("Subtitle", 10, 0, 4),
    ("Heading 1", 12, 7, 2),
    ("Heading 2", 10, 3, 1),
    ("List Bullet", 9.5, 0, 1),
)
_SOURCES = 7.5  # points
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(rows: Iterable[Mapping[str, str]], columns: Sequence[str], file: IO[str]) -> None:
    """Write rows under a line of column names.

    A text that a spreadsheet would run as a formula gets an apostrophe before it; numbers stay numbers.
    """
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(column, "")) for column in columns])


def _cell(text: str) -> str:
    if text.startswith(_FORMULA) and not _is_number(text):
        return "'" + text
    return text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def write_docx(note: Note, file: IO[bytes]) -> None:
    """Write the note as a Word document with real headings, lists and links between marks and sources."""
    import docx
    from docx.shared import Cm, Pt

    word = docx.Document()
    for part in word.sections:
        part.page_width, part.page_height = Cm(21), Cm(29.7)
        part.left_margin = part.right_margin = part.top_margin = part.bottom_margin = Cm(2.2)
    word.styles["Normal"].font.size = Pt(10)
    for name, size, before, after in _SPACED:
        style = word.styles[name]
        style.font.size = Pt(size)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    word.core_properties.title = f"{note.title} · {note.subtitle}"
    word.core_properties.language = note.lang
    word.core_properties.author = "Servanda"
    numbers = note.footnotes()
    _write_head(word, note, numbers)
    _write_sections(word, note, numbers)
    _write_sources(word, note, numbers)
    word.save(file)


def _write_head(word: WordDocument, note: Note, numbers: Mapping[Citation, int]) -> None:
    word.add_heading(note.title, level=0)
    word.add_paragraph(f"{note.kicker} · {note.subtitle}", style="Subtitle")
    if note.summary:
        line = word.add_paragraph()
        line.add_run(" ".join(clause.text for clause in note.summary.clauses)).bold = True
        cited = [citation for clause in note.summary.clauses for citation in clause.citations]
        line.add_run(f" [{ranges_of(numbers_of(cited, numbers))}]").font.superscript = True


def _write_sections(word: WordDocument, note: Note, numbers: Mapping[Citation, int]) -> None:
    met: set[int] = set()
    for section in note.sections:
        word.add_heading(section.heading, level=1)
        for group in section.groups:
            if group.heading:
                word.add_heading(group.heading, level=2)
            for sentence in group.sentences:
                _write_sentence(word.add_paragraph(style="List Bullet"), sentence, numbers, note.lang, met)


def _write_sentence(
    line: Paragraph, sentence: Sentence, numbers: Mapping[Citation, int], lang: str, met: set[int]
) -> None:
    """The clauses, each with its marks; the first mark of a source can be reached from the source."""
    joint = wording(lang).say("frame", "joint")
    for place, clause in enumerate(sentence.clauses):
        line.add_run((joint if place else "") + clause.text)
        for number in numbers_of(clause.citations, numbers):
            _add_link(line, f"[{number}]", anchor=f"source{number}", raised=True)
            if number not in met:
                _add_bookmark(line, f"mark{number}", 1000 + number)
            met.add(number)


def _write_sources(word: WordDocument, note: Note, numbers: Mapping[Citation, int]) -> None:
    from docx.shared import Pt

    for about in note.about:
        word.add_paragraph().add_run(about).italic = True
    if numbers:
        word.add_heading(note.sources_heading, level=1)
    for citation, number, source in sources_of(numbers, note.lang):
        line = word.add_paragraph()
        line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Pt(20), Pt(-20)
        line.paragraph_format.space_after = Pt(1)
        _add_bookmark(line, f"source{number}", number)
        _add_link(line, f"[{number}]", anchor=f"mark{number}")
        line.add_run(f" {quoted_words(citation, note.lang)} ")
        if is_address(citation.url) and source == source_of(citation, note.lang):
            _add_link(line, source, url=str(citation.url))
        else:
            line.add_run(source).italic = True
        for run in line.runs:
            run.font.size = Pt(_SOURCES)


def _add_bookmark(line: Paragraph, name: str, number: int) -> None:
    start, end = _element("w:bookmarkStart", id=number, name=name), _element("w:bookmarkEnd", id=number)
    line._p.append(start)
    line._p.append(end)


def _add_link(line: Paragraph, words: str, *, anchor: str = "", url: str = "", raised: bool = False) -> None:
    """A link to a bookmark of the document, or to a page of the web."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    link = _element("w:hyperlink", anchor=anchor) if anchor else _element("w:hyperlink")
    if url:
        link.set(qn("r:id"), line.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = line.add_run(words)
    run.font.color.rgb = RGBColor(0x24, 0x54, 0x8F)
    run.font.superscript = raised or None
    link.append(run._r)
    line._p.append(link)


def _element(tag: str, **attributes: object) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made
