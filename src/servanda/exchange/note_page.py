"""A note as one self-contained page: light and dark, for a phone, for a desk and for paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from importlib import resources

from servanda.analysis.note import Citation, Clause, Note, Section, Sentence
from servanda.analysis.wording import wording
from servanda.exchange.note_text import numbers_of, quoted_words, ranges_of, sources_of


def note_as_html(note: Note) -> str:
    """The note as a page that needs no other file; every mark leads to its source and every source back."""
    template = resources.files("servanda.exchange").joinpath("templates", "note.html").read_text(encoding="utf-8")
    page = _Page(note)
    parts = {
        "lang": escape(note.lang),
        "kicker": escape(note.kicker),
        "title": escape(note.title),
        "subtitle": escape(note.subtitle),
        "summary": page.summary(),
        "sections": "".join(page.section(section) for section in note.sections),
        "sources_heading": escape(note.sources_heading),
        "sources": "\n".join(page.sources()),
        "about": "\n".join(f"<p>{escape(line)}</p>" for line in note.about),
    }
    slot = re.compile("{(" + "|".join(parts) + ")}")  # one pass: words of a document are never taken for a slot
    return slot.sub(lambda match: parts[match.group(1)], template)


class _Page:
    """What the pieces of one page share: the footnotes' numbers, and which were met already."""

    def __init__(self, note: Note) -> None:
        self.lang = note.lang
        self.numbers = note.footnotes()
        self._summary = note.summary
        self._met: set[int] = set()
        self._joint = escape(wording(note.lang).say("frame", "joint"))
        self._back = escape(wording(note.lang).say("frame", "back"))

    def summary(self) -> str:
        if not self._summary:
            return ""
        told = escape(" ".join(clause.text for clause in self._summary.clauses))
        cited = [citation for clause in self._summary.clauses for citation in clause.citations]
        return f'<p class="summary">{told} <sup>{ranges_of(numbers_of(cited, self.numbers))}</sup></p>\n'

    def section(self, section: Section) -> str:
        groups = ""
        for group in section.groups:
            heading = f"<h3>{escape(group.heading)}</h3>\n" if group.heading else ""
            items = "\n".join(f"<li>{self._sentence(sentence)}</li>" for sentence in group.sentences)
            groups += f"{heading}<ul>\n{items}\n</ul>\n"
        return f'<section class="{escape(section.topic)}">\n<h2>{escape(section.heading)}</h2>\n{groups}</section>\n'

    def _sentence(self, sentence: Sentence) -> str:
        return self._joint.join(self._clause(clause) for clause in sentence.clauses)

    def _clause(self, clause: Clause) -> str:
        marks = " ".join(self._mark(number) for number in numbers_of(clause.citations, self.numbers))
        return f"{escape(clause.text)}<sup>{marks}</sup>"

    def _mark(self, number: int) -> str:
        first = "" if number in self._met else f' id="r{number}"'
        self._met.add(number)
        return f'<a href="#s{number}"{first}>{number}</a>'

    def sources(self) -> Iterator[str]:
        for citation, number, source in sources_of(self.numbers, self.lang):
            yield self._source(citation, number, escape(source))

    def _source(self, citation: Citation, number: int, source: str) -> str:
        linked = f'<a href="{escape(str(citation.url))}">{source}</a>' if is_address(citation.url) else source
        words = f'<span lang="{escape(citation.lang)}">{escape(quoted_words(citation, self.lang))}</span>'
        back = f'<a class="back" href="#r{number}" title="{self._back}" aria-label="{self._back}">↩</a>'
        return f'<li id="s{number}">{words} <cite>{linked}</cite> {back}</li>'


def is_address(url: str | None) -> bool:
    """Whether a link may be made of it: only pages of the web, never a script or a file."""
    return bool(url and url.startswith(("https://", "http://")))
