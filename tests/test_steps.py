"""What an act proves with what its sentence says beside the verb."""

from __future__ import annotations

from typing import Any

import pytest

from servanda.records import Act
from servanda.status import ladder
from servanda.steps import granted_by, step_of

WORK: dict[str, Any] = {"forms": ("investment-project",), "sectors": ("energy",)}
TALKS: dict[str, Any] = {"forms": ("agreement",), "sectors": ("trade",)}


def act(verb: str, **slots: Any) -> Act:
    return Act(doc="d", start=0, end=1, quote="q", confidence=0.9, rule="made", verb=verb, **slots)


@pytest.mark.parametrize(
    ("given", "nuance", "step"),
    [
        (act("plan", due="2027", **WORK), "considered", "voiced"),
        (act("promise", due="2027", **WORK), "considered", "voiced"),
        (act("agree", **WORK), "considered", "agreed"),  # both sides agree to study it
        (act("request", **WORK), "considered", "proposed"),
        (act("plan", **WORK), "negotiated", "proposed"),
        (act("plan", forms=("agreement",)), "negotiated", "proposed"),  # a treaty on the table is no declaration
        (act("plan", due="2027", **WORK), "possible", "voiced"),
        (act("promise", due="2027", **WORK), "possible", "pledged"),  # "so that all may use it"
        (act("deliver", **TALKS), "negotiated", "agreed"),
        (act("deliver", **TALKS), "round", "proposed"),
        (act("deliver", **WORK), "round", "delivered"),
        (act("start", **TALKS), "negotiated", "proposed"),
        (act("start"), "negotiated", "proposed"),
        (act("start", **WORK), "negotiated", "started"),  # work began, whatever talks went before
        (act("plan", due="2026-05", forms=("dialogue",)), "negotiated", "pledged"),  # a day is set for talks
        (act("plan", due="2026-05", **WORK), "negotiated", "proposed"),
        (act("agree", **TALKS), "negotiated", "agreed"),
        (act("suspend", due="2027", **WORK), "postponed", "pledged"),
        (act("suspend", **WORK), "postponed", "suspended"),
        (act("suspend", **TALKS), "postponed", "pledged"),
        (act("suspend", due="2027", **WORK), "part", "suspended"),  # stopped until then
        (act("promise", by=("A", "B"), instrument="joint-statement", **WORK), "part", "agreed"),
        (act("promise", by=("A",), instrument="joint-statement", **WORK), "part", "pledged"),
        (act("promise", by=("A", "B"), **WORK), "part", "pledged"),
        (act("promise", by=("A", "B"), instrument="minutes", conditional=True), "part", "pledged"),
    ],
)
def test_sentence_says_how_far_it_has_come(given: Act, nuance: str, step: str) -> None:
    assert step_of(given, None, {nuance}) == step


def test_an_agreement_that_another_act_names_is_no_declaration() -> None:
    given = act("agree", forms=("agreement",))
    assert step_of(given) == "declaration"
    assert step_of(given, is_named=True) == "agreed"


@pytest.mark.parametrize(
    ("given", "nuances", "granted"),
    [
        (act("suspend", **WORK), set(), "committed"),
        (act("suspend", **WORK), {"postponed"}, "pledged"),
        (act("suspend", **WORK), {"postponed", "considered"}, "voiced"),
        (act("suspend", **WORK), {"negotiated"}, "proposed"),
        (act("suspend", **TALKS), set(), "proposed"),
        (act("suspend", conditional=True, **WORK), set(), "declaration"),
        (act("abandon", **WORK), set(), "declaration"),
    ],
)
def test_what_is_stopped_had_come_so_far(given: Act, nuances: set[str], granted: str) -> None:
    assert granted_by(given, nuances) == granted


def test_tables_name_verbs_of_the_contract() -> None:
    table = ladder()
    named = {verb for verbs in table["nuances"].values() for verb in verbs}
    assert named | set(table["rest"]) | set(table["together"]["verbs"]) <= set(table["verbs"])
