"""The order of a note: what is named comes first, the rest as it was written, and every move leads to such an order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from servanda.analysis.note import Citation, Clause, Group, Note, Section, Sentence, reorder
from servanda.desk.note_moves import changed, swapped


def sentence(words: str) -> Sentence:
    return Sentence((Clause(words, (Citation(doc="d", start=0, end=1, quote=words),)),))


def note(*topics: str) -> Note:
    sections = tuple(
        Section(topic, topic.title(), (Group("", tuple(sentence(f"{topic} {n}") for n in range(3))),))
        for topic in topics
    )
    return Note(
        lang="en", kicker="", title="", subtitle="", summary=None, sections=sections, about=(), sources_heading=""
    )


def told(one: Note) -> list[str]:
    return [sentence.clauses[0].text for sentence in one.sentences()]


def test_what_is_named_comes_first_in_its_group() -> None:
    one = note("met", "open")
    keys = [sentence.key for sentence in one.sentences()]
    assert told(reorder(one, [keys[2], keys[5], keys[4]])) == ["met 2", "met 0", "met 1", "open 2", "open 1", "open 0"]


def test_sections_move_as_a_whole() -> None:
    assert [s.topic for s in reorder(note("met", "open", "late"), (), ("late",)).sections] == ["late", "met", "open"]


def test_names_that_the_note_does_not_have_change_nothing() -> None:
    one = note("met")
    assert reorder(one, ["0000000000"], ["nothing"]) == one


@given(st.permutations("abcdef"))
def test_few_keys_tell_an_order(now: list[str]) -> None:
    named = changed("abcdef", now)
    assert named + [key for key in "abcdef" if key not in named] == now


def test_nothing_needs_to_be_told_of_the_order_as_written() -> None:
    assert changed("abc", "abc") == []
    assert swapped("abc", 0, -1) is None
    assert swapped("abc", 2, 1) is None
    assert swapped("abc", 0, 1) == ["b", "a", "c"]


def groups_of(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [group for section in answer["sections"] for group in section["groups"]]


def keys_of(answer: dict[str, Any]) -> list[list[str]]:
    return [[sentence["key"] for sentence in group["sentences"]] for group in groups_of(answer)]


def test_moving_a_sentence_changes_page_and_files(desk: TestClient) -> None:
    first = desk.get("/note.json?pair=VN-CN&lang=en").json()["note"]
    group = next(group for group in groups_of(first) if len(group["sentences"]) > 1)
    one, two = group["sentences"][:2]
    assert (one["up"], bool(one["down"])) == (None, True)
    moved = desk.get(f"/note.json{one['down']}").json()["note"]
    place = keys_of(first).index([s["key"] for s in group["sentences"]])
    assert keys_of(moved)[place][:2] == [two["key"], one["key"]]
    text = desk.get(f"/note.md{one['down']}").text
    assert text.index(two["clauses"][0]["text"]) < text.index(one["clauses"][0]["text"])
    there = next(s for g in groups_of(moved) for s in g["sentences"] if s["key"] == one["key"])
    assert keys_of(desk.get(f"/note.json{there['up']}").json()["note"]) == keys_of(first)


def test_moving_a_section_changes_the_note(desk: TestClient) -> None:
    first = desk.get("/note.json?pair=VN-CN").json()["note"]["sections"]
    moved = desk.get(f"/note.json{first[1]['up']}").json()["note"]["sections"]
    assert [s["topic"] for s in moved[:2]] == [first[1]["topic"], first[0]["topic"]]


@pytest.mark.parametrize("order", [".".join(f"{n:010x}" for n in range(301)), "x" * 30])
def test_an_order_without_end_is_refused(desk: TestClient, order: str) -> None:
    assert desk.get(f"/note?pair=VN-CN&order={order}").status_code == 400
