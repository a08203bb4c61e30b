"""The note builder: a cited note about two countries, sentences that can be moved or left out, the note as a file."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from servanda.analysis.briefing import write_note
from servanda.analysis.gathering import gather
from servanda.analysis.note import Citation, Clause, Note, Sentence, leave_out, reorder
from servanda.analysis.wording import note_languages, wording
from servanda.desk.addresses import words_address
from servanda.desk.note_moves import Moves
from servanda.desk.query import Query
from servanda.desk.view import Asked, Row, View
from servanda.errors import UsageError
from servanda.exchange.note_page import note_as_html
from servanda.exchange.note_text import note_as_markdown, numbers_of, quoted_words, ranges_of, source_of
from servanda.exchange.office import write_docx
from servanda.vocabulary import codes

_MOST_PAIRS = 60
_MOST_MOVED, _LONGEST_KEY = 300, 24
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What a note is to be about, and what is to be left out of it."""

    pair: tuple[str, str]
    sector: str | None
    lang: str
    today: datetime.date
    left: frozenset[str]
    order: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


def note_view(asked: Asked) -> View:
    """The builder, with the note when a pair is chosen."""
    pairs = asked.snapshot.pairs()[:_MOST_PAIRS]
    wanted = request_of(asked) if asked.query.text("pair") else None
    values: dict[str, Any] = {
        "pair": "-".join(wanted.pair) if wanted else "",
        "sector": asked.query.code("sector") or "",
        "note_lang": wanted.lang if wanted else asked.words.lang,
        "today": asked.today.isoformat(),
        "pairs": [{"code": "-".join(p.pair), "name": asked.words.pair(p.pair), "count": p.times} for p in pairs],
        "sectors": [(code, asked.words.label("sector", code)) for code in codes("sector")],
        "note_languages": [(code, asked.words.language(code)) for code in note_languages()],
        "note": _shown(reorder(full_note(wanted, asked), wanted.order, wanted.topics), wanted, asked)
        if wanted
        else None,
        "order": ".".join(wanted.order) if wanted else "",
        "topics": ".".join(wanted.topics) if wanted else "",
    }
    title = asked.words.t("note.title")
    rows = (lambda: _rows(kept_note(wanted, asked))) if wanted else list
    return View(template="note.html", title=title, values=values, rows=rows, active="/note")


def note_file(asked: Asked) -> tuple[bytes, str, str]:
    """The note without what is left out, as a file: its content, its type, its name."""
    if not asked.query.text("pair"):
        raise UsageError("a note is about two countries: write pair=VN-CN")
    wanted = request_of(asked)
    write, media = _WRITERS[asked.suffix]
    return write(kept_note(wanted, asked)), media, f"note-{'-'.join(wanted.pair)}-{wanted.lang}.{asked.suffix}"


def request_of(asked: Asked) -> Request:
    """What the address asks for."""
    query = asked.query
    pair, lang = query.pair(), query.text("lang") or asked.words.lang
    if pair is None:
        raise UsageError("a note is about two countries: write pair=VN-CN")
    if lang not in note_languages():
        raise UsageError(f"no notes in language {lang!r}; known: {', '.join(note_languages())}")
    return Request(
        pair=pair,
        sector=query.code("sector"),
        lang=lang,
        today=asked.today,
        left=frozenset(query.many("leave")),
        order=_listed(query, "order"),
        topics=_listed(query, "sections"),
    )


def _listed(query: Query, name: str) -> tuple[str, ...]:
    """The keys of a slot that lists them between dots."""
    written = next(iter(query.many(name)), "")
    keys = tuple(dict.fromkeys(filter(None, written.split("."))))
    if len(keys) > _MOST_MOVED or any(len(key) > _LONGEST_KEY for key in keys):
        raise UsageError(f"{name}: up to {_MOST_MOVED} keys between dots")
    return keys


def full_note(wanted: Request, asked: Asked) -> Note:
    """The note with all its sentences; written once for each state of the ledger."""
    question = f"note {wanted.pair} {wanted.sector} {wanted.lang}"
    return asked.snapshot.remember(question, lambda: _written(wanted, asked))


def _written(wanted: Request, asked: Asked) -> Note:
    material = gather(asked.ledger, asked.snapshot, wanted.pair, sector=wanted.sector)
    return write_note(material, wanted.pair, sector=wanted.sector, lang=wanted.lang, today=wanted.today)


def kept_note(wanted: Request, asked: Asked) -> Note:
    """The note in the order that is asked for, without the sentences that are left out."""
    note = reorder(full_note(wanted, asked), wanted.order, wanted.topics)
    left = sum(sentence.key in wanted.left for sentence in note.sentences())
    return leave_out(note, wanted.left, wording(wanted.lang).say("frame", "by_hand", count=left))


def _shown(note: Note, wanted: Request, asked: Asked) -> dict[str, Any]:
    """The note as the builder shows it: what is left out stays visible, so that it can be taken back."""
    numbers = note.footnotes()
    moves = Moves(full_note(wanted, asked), note, asked.query)
    return {
        "lang": note.lang,
        "kicker": note.kicker,
        "title": note.title,
        "subtitle": note.subtitle,
        "summary": note.summary and _summary(note.summary, numbers),
        "joint": wording(note.lang).say("frame", "joint"),
        "sections": [
            {
                "heading": section.heading,
                "topic": section.topic,
                **moves.of_section(section),
                "groups": [
                    {
                        "heading": group.heading,
                        "sentences": [
                            {**_sentence(sentence, numbers, wanted.left), **moves.of_sentence(group, sentence)}
                            for sentence in group.sentences
                        ],
                    }
                    for group in section.groups
                ],
            }
            for section in note.sections
        ],
        "about": note.about,
        "sources_heading": note.sources_heading,
        "sources": [_source(citation, number, note.lang) for citation, number in numbers.items()],
    }


def _summary(summary: Sentence, numbers: Mapping[Citation, int]) -> dict[str, str]:
    cited = [citation for clause in summary.clauses for citation in clause.citations]
    return {
        "text": " ".join(clause.text for clause in summary.clauses),
        "numbers": ranges_of(numbers_of(cited, numbers)),
    }


def _sentence(sentence: Sentence, numbers: Mapping[Citation, int], left: frozenset[str]) -> dict[str, Any]:
    clauses = [_clause(clause, numbers) for clause in sentence.clauses]
    return {"key": sentence.key, "left": sentence.key in left, "clauses": clauses}


def _clause(clause: Clause, numbers: Mapping[Citation, int]) -> dict[str, Any]:
    return {"text": clause.text, "numbers": list(numbers_of(clause.citations, numbers))}


def _source(citation: Citation, number: int, lang: str) -> dict[str, Any]:
    return {
        "number": number,
        "words": quoted_words(citation, lang),
        "lang": citation.lang,
        "source": source_of(citation, lang),
        "proof": words_address(citation.doc, citation.start, citation.end),
    }


def _rows(note: Note) -> Sequence[Row]:
    """Each clause with each of its citations as a row."""
    return [
        {
            "section": section.topic,
            "group": group.heading,
            "clause": clause.text,
            "quote": citation.quote,
            "doc": citation.doc,
            "publisher": citation.publisher or "",
            "published": citation.published or "",
            "url": citation.url or "",
        }
        for section in note.sections
        for group in section.groups
        for sentence in group.sentences
        for clause in sentence.clauses
        for citation in clause.citations
    ]


def _docx(note: Note) -> bytes:
    file = io.BytesIO()
    write_docx(note, file)
    return file.getvalue()


_WRITERS: Mapping[str, tuple[Callable[[Note], bytes], str]] = {
    "docx": (_docx, _WORD),
    "html": (lambda note: note_as_html(note).encode(), "text/html; charset=utf-8"),
    "md": (lambda note: note_as_markdown(note).encode(), "text/markdown; charset=utf-8"),
}
FILES = tuple(_WRITERS)
