"""Notes: each clause is proved, figures that differ stand side by side, what is late is told, nothing is invented."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from typing import Any

import msgspec
import pytest

from making import act, reading
from servanda.analysis.briefing import write_note
from servanda.analysis.material import Material, Whole
from servanda.analysis.note import Citation, Clause, Note, Sentence, cite
from servanda.analysis.telling import Telling
from servanda.analysis.wording import note_languages, wording
from servanda.errors import DataError, UsageError
from servanda.languages import load_yaml
from servanda.ledger.headings import Extent
from servanda.ledger.who import NamedActor
from servanda.records import Document, Title, Undertaking

TODAY = datetime.date(2026, 6, 30)
FIRST = (
    "Kenya and Japan signed a contract for a pier in Mombasa. "
    "Trade reached 1.2 billion USD in 2025, Kenya's customs said."
)
SECOND = "Trade came to 1.5 billion USD in 2025, said Japan's customs. The ministers met in Nairobi on May 4."


def figure(quote: str, value: float, said_by: str, **slots: Any) -> dict[str, Any]:
    return {
        "kind": "figure",
        "quote": quote,
        "indicator": "trade",
        "measure": "level",
        "value": value,
        "unit": "USD",
        "period": "2025",
        "reporter": "KE",
        "partner": "JP",
        "said_by": said_by,
        **slots,
    }


ONE = reading(
    "one",
    FIRST,
    act(
        "sign",
        "signed a contract for a pier in Mombasa",
        by=("Kenya", "Japan"),
        parties=("KE", "JP"),
        what="a pier in Mombasa",
        when="2025-01-10",
        due="2025-12",
        forms=("procurement",),
    ),
    figure("Trade reached 1.2 billion USD in 2025", 1.2e9, "Kenya's customs"),
    published="2025-01-10",
    publisher="KNA",
    title="A pier for Mombasa",
)
TWO = reading(
    "two",
    SECOND,
    figure("Trade came to 1.5 billion USD in 2025", 1.5e9, "Japan's customs"),
    {
        "kind": "event",
        "quote": "The ministers met in Nairobi on May 4",
        "type": "meeting",
        "when": "2026-05-04",
        "place": "Nairobi",
        "country": "KE",
        "parties": ("KE", "JP"),
    },
    published="2026-05-05",
)
PIER = Undertaking(
    id="und-1",
    status="committed",
    attention="overdue",
    acts=ONE.acts,
    act_ids=("act-1",),
    parties=("KE", "JP"),
    forms=("procurement",),
    due="2025-12",
    what="a pier in Mombasa",
    titles=(Title(lang="en", words="a pier in Mombasa", act="act-1", doc="one"),),
)


def material(*undertakings: Undertaking) -> Material:
    listed = undertakings or (PIER,)
    return Material(
        documents={"one": ONE.document, "two": TWO.document},
        events=TWO.events,
        figures=(*ONE.figures, *TWO.figures),
        undertakings=listed,
        whole=Whole(
            counts=Counter((one.status, one.attention) for one in listed),
            dues=[one.due for one in listed if one.due],
            read=Extent(documents=2, first="2025-01-10", last="2026-05-05"),
        ),
    )


def note(lang: str = "en", **changed: Any) -> Note:
    return write_note(changed.pop("of", material()), ("KE", "JP"), lang=lang, today=TODAY, **changed)


def told(found: Note, topic: str) -> str:
    sections = [section for section in found.sections if section.topic == topic]
    clauses = (c.text for s in sections for group in s.groups for sentence in group.sentences for c in sentence.clauses)
    return " | ".join(clauses)


@pytest.mark.parametrize("lang", note_languages())
def test_every_clause_is_proved_by_words_of_its_document(lang: str) -> None:
    documents: dict[str, Document] = {"one": ONE.document, "two": TWO.document}
    found = note(lang)
    citations = [c for sentence in found.sentences() for clause in sentence.clauses for c in clause.citations]
    assert len(found.footnotes()) >= 4
    assert all(documents[c.doc].text[c.start : c.end] == c.quote for c in citations)


def test_a_clause_without_a_source_is_refused() -> None:
    with pytest.raises(DataError, match="without a source"):
        Clause("Kenya built a pier.", ())
    with pytest.raises(DataError, match="empty"):
        Sentence(())
    with pytest.raises(DataError, match="without a quotation"):
        Citation(doc="one", start=3, end=3, quote=" ")


def test_figures_that_differ_stand_side_by_side_with_who_says_so_and_are_not_averaged() -> None:
    line = told(note(), "figures")
    assert "1.2 billion USD according to Kenya's customs" in line
    assert "1.5 billion USD according to Japan's customs" in line
    assert "300 million USD apart (25%)" in line
    assert "1.35" not in line


def on_watch(**changed: Any) -> Undertaking:
    return msgspec.structs.replace(PIER, attention="on_watch", **changed)


def lines(found: Note, topic: str) -> list[Sentence]:
    groups = (group for section in found.sections if section.topic == topic for group in section.groups)
    return [sentence for group in groups for sentence in group.sentences]


def test_what_is_open_stands_under_its_step_with_its_words() -> None:
    found = note(of=material(on_watch()))
    headings = [group.heading for section in found.sections if section.topic == "open" for group in section.groups]
    assert headings == ["Committed by contract"]
    assert "“a pier in Mombasa”" in told(found, "open")


def test_what_is_overdue_is_told_once_with_its_days() -> None:
    found = note()
    late = next(section for section in found.sections if section.topic == "late")
    assert [group.heading for group in late.groups] == ["Overdue"]
    assert told(found, "late").count("due December 2025") == 1
    assert "181 days late" in told(found, "late")
    assert told(found, "open") == ""
    assert told(note(of=material(on_watch())), "late") == ""


def test_what_has_no_day_is_late_by_its_silence_with_the_limit_beside() -> None:
    waiting = msgspec.structs.replace(PIER, due=None)
    assert "nothing heard for 536 days (limit 365)" in told(note(of=material(waiting)), "late")


def test_the_summary_counts_what_is_late_and_names_the_next_day() -> None:
    found = note(of=material(PIER, on_watch(id="und-2", due="2027-03"))).summary
    assert found is not None
    assert "Overdue or silent: 1. Next due: March 2027." in found.clauses[0].text


def test_clauses_that_the_same_words_prove_are_one_with_one_mark() -> None:
    (sentence,) = lines(note(of=material(on_watch())), "open")
    (clause,) = sentence.clauses
    assert len(clause.citations) == 1
    assert clause.text.startswith("“a pier in Mombasa”, ")
    assert "; signing, January 10, 2025 (Kenya, Japan)" in clause.text


def test_words_that_say_little_stand_with_the_heading_of_their_document() -> None:
    weak = Title(lang="en", words="complete it", act="act-1", doc="one", weak=True)
    line = told(note(of=material(on_watch(titles=(weak,)))), "open")
    assert "“complete it” (in “A pier for Mombasa”)" in line


def test_who_acts_is_called_as_the_reader_does() -> None:
    bank = ("Японский банк", "Banque du Japon")
    known = {
        "Kenya": NamedActor(id="a", name="Kenya", names=("Kenya",), type="country", country="KE", code="KE", times=1),
        bank[0]: NamedActor(id="b", name=bank[0], names=bank, type="organisation", country="JP", times=1),
        bank[1]: NamedActor(id="b", name=bank[0], names=bank, type="organisation", country="JP", times=1),
    }
    of = msgspec.structs.replace(material(), actors=known)
    assert Telling(of, wording("fr"), TODAY).called(("Kenya", *bank, "Toyo")) == "Kenya, Banque du Japon, Toyo"
    assert Telling(of, wording("zh"), TODAY).called(("Kenya",)) == "肯尼亚"


def test_a_meeting_that_two_documents_tell_of_is_one() -> None:
    other = msgspec.structs.replace(TWO.events[0], doc="one", when="2026-05-03/2026-05-04", place="NAIROBI")
    both = msgspec.structs.replace(material(), events=(*TWO.events, other))
    (sentence,) = lines(note(of=both), "met")
    assert [citation.doc for citation in sentence.clauses[0].citations] == ["two", "one"]
    later = msgspec.structs.replace(other, when="2026-05-06")
    assert len(lines(note(of=msgspec.structs.replace(both, events=(*TWO.events, later))), "met")) == 2


def test_of_many_undertakings_each_step_has_its_lines() -> None:
    steps = ("started", "agreed", "pledged", "voiced")
    many = [on_watch(id=f"und-{status}-{number}", status=status) for status in steps for number in range(9)]
    found = note(of=material(*many))
    section = next(section for section in found.sections if section.topic == "open")
    assert [(group.heading, len(group.sentences)) for group in section.groups] == [
        ("Started", 2), ("Agreed", 2), ("Pledged", 2), ("Wished for", 2),
    ]  # fmt: skip
    assert "28 undertakings beyond the length of a note" in " ".join(found.about)


def test_who_met_is_told_with_day_and_place() -> None:
    assert told(note(), "met") == "May 4, 2026: meeting, in Nairobi"
    assert told(note("fr"), "met").startswith("4 mai 2026")


def test_nothing_known_is_said_and_not_filled() -> None:
    found = note(of=Material(documents={}))
    assert found.sections == ()
    assert found.summary is None
    assert "no undertaking" in " ".join(found.about)


def test_a_language_without_notes_is_refused() -> None:
    with pytest.raises(UsageError, match=r"known: en, fr"):
        note("xx")


def test_a_citation_carries_what_is_known_of_its_document() -> None:
    citation = cite(ONE.acts[0], ONE.document)
    assert (citation.title, citation.publisher, citation.published) == ("A pier for Mombasa", "KNA", "2025-01-10")
    assert cite(ONE.acts[0], None).title is None


def test_all_languages_say_the_same_things() -> None:
    from servanda.analysis.wording import _NOTES

    files = {lang: load_yaml(_NOTES.joinpath(f"{lang}.yaml")) for lang in note_languages()}
    shapes = {lang: shape_of(content) for lang, content in files.items()}
    assert shapes["fr"] == shapes["en"]


def shape_of(value: Any, path: str = "") -> set[str]:
    """Every key of a file with the slots that its template fills."""
    if isinstance(value, dict):
        return {line for key, inner in value.items() for line in shape_of(inner, f"{path}/{key}")}
    return {f"{path} {sorted(re.findall('{([a-z]+)}', str(value)))}"}


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        ("2025-04-19", "April 19, 2025", "19 avril 2025"),
        ("2025-04", "April 2025", "avril 2025"),
        ("2025-Q3", "3rd quarter 2025", "3e trimestre 2025"),
        ("2025", "2025", "2025"),
        ("XXXX-04-19", "April 19", "19 avril"),
        ("2025-01/2025-11", "January 2025 – November 2025", "janvier 2025 – novembre 2025"),
        ("1992/..", "since 1992", "depuis 1992"),
        ("2025-02-30", "2025-02-30", "2025-02-30"),
    ],
)
def test_dates_are_told_in_the_language(value: str, english: str, french: str) -> None:
    assert wording("en").date(value) == english
    assert wording("fr").date(value) == french


@pytest.mark.parametrize(
    ("value", "unit", "approx", "english", "french"),
    [
        (171.9e9, "USD", "exact", "171.9 billion USD", "171,9 milliards USD"),
        (180e9, "USD", "nearly", "nearly 180 billion USD", "près de 180 milliards USD"),
        (16.5, "%", "exact", "16.5%", "16,5 %"),
        (800, "count", "over", "over 800", "plus de 800"),
        (2, "times", "exact", "2-fold", "× 2"),
    ],
)
def test_values_are_told_in_the_language(value: float, unit: str, approx: str, english: str, french: str) -> None:
    assert wording("en").measured(value, unit, approx) == english
    assert wording("fr").measured(value, unit, approx).replace("\u202f", " ").replace("\xa0", " ") == french
