"""What all sentences of a note have in common: dates, citations, and what a reader calls those who are named."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from itertools import islice

from servanda.analysis.calling import called
from servanda.analysis.material import Material
from servanda.analysis.note import Citation, Clause, Sentence, cite
from servanda.analysis.wording import Wording
from servanda.days import last_day
from servanda.records import Record

_MOST_CITED = 3  # sentences of one clause: what hundreds say again is proved by the first


class Telling:
    """One note in the making, as its sentences ask it."""

    def __init__(self, material: Material, words: Wording, today: datetime.date) -> None:
        self.material = material
        self.words = words
        self.today = today

    def cited(self, records: Iterable[Record]) -> tuple[Citation, ...]:
        """The words of the records as citations."""
        documents = self.material.documents
        told = dict.fromkeys(cite(record, documents.get(record.doc)) for record in islice(records, _MOST_CITED))
        return tuple(told)

    def day(self, when: str | None, record: Record) -> str:
        """The date of what a record tells, or that of its document; empty when neither is known."""
        return when or self.published(record)

    def published(self, record: Record) -> str:
        """The date of a record's document; empty when it is not known."""
        document = self.material.documents.get(record.doc)
        return (document.published if document else "") or ""

    def language(self, record: Record) -> str:
        """The language of a record's document; empty when it is not known."""
        document = self.material.documents.get(record.doc)
        return document.lang if document else ""

    def days_since(self, date: str | None) -> int | None:
        """Days from the last day of a date, month, year or interval; None where it lies ahead or is unknown."""
        last = last_day(date)
        return (self.today - last).days if last and self.today > last else None

    def called(self, names: Iterable[str]) -> str:
        """Who is named, each once: countries in the reader's language, others in the reader's script where they can."""
        told: dict[str, str] = {}
        for name in names:
            actor = self.material.actors.get(name)
            told.setdefault(actor.id if actor else name, called(name, actor, self.words))
        return self.words.names(told.values())

    def sentence(self, clauses: Sequence[Clause]) -> Sentence:
        """The clauses as a sentence; those that the same words prove are one, with one mark."""
        joint, told = self.words.say("frame", "joint"), [clauses[0]]
        for clause in clauses[1:]:
            if clause.citations == told[-1].citations:
                told[-1] = Clause(told[-1].text + joint + clause.text, clause.citations)
            else:
                told.append(clause)
        return Sentence(tuple(told))
