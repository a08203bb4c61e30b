"""Scores of undertakings are pure functions of what was read; the formula is that of the page on the ladder."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.analysis.scores import completeness, follow_up, scores_of
from servanda.records import Act, Amount, Step, Undertaking


def act(**slots: object) -> Act:
    return Act(doc="d", start=0, end=1, quote="q", confidence=1.0, rule="r", verb="promise", **slots)  # type: ignore[arg-type]


def undertaking(**slots: object) -> Undertaking:
    known = {"id": "und-1", "status": "pledged", "attention": "on_watch", "acts": (act(),), "act_ids": ("act-1",)}
    return Undertaking(**{**known, **slots})  # type: ignore[arg-type]


def step(status: str, source: str = "state-agency", date: str | None = "2026-01-01") -> Step:
    return Step(status=status, act="act-1", quote="q", doc="d", date=date, source=source)


WHOLE = undertaking(
    acts=(act(by=("A",), when="2026-03-18"),),
    steps=(step("started"), step("delivered")),
    by=("A",),
    to=("B",),
    forms=("finance",),
    amount=Amount(value=1.0, unit="USD"),
    places=("Hanoi",),
    sectors=("rail",),
)


def test_what_lacks_nothing_has_all_points() -> None:
    assert (completeness(WHOLE).points, completeness(WHOLE).lacks) == (5, ())
    assert (follow_up(WHOLE).points, follow_up(WHOLE).lacks) == (5, ())


@pytest.mark.parametrize(
    ("change", "lacks"),
    [
        ({"acts": (act(by=("A",), when="2026-03"),)}, "date"),
        ({"amount": None}, "value"),
        ({"by": ()}, "debtor"),
        ({"to": ()}, "creditor"),
    ],
)
def test_each_thing_that_lacks_costs_one_point_of_completeness(change: dict[str, object], lacks: str) -> None:
    score = completeness(msgspec.structs.replace(WHOLE, **change))
    assert (score.points, score.lacks) == (4, (lacks,))


@pytest.mark.parametrize("forms", [(), ("agreement",), ("policy", "agreement")])
def test_a_vague_form_costs_a_point_and_asks_for_no_value(forms: tuple[str, ...]) -> None:
    score = completeness(msgspec.structs.replace(WHOLE, forms=forms, amount=None))
    assert score.lacks == ("form",)


def test_a_form_without_sums_lacks_no_value() -> None:
    assert completeness(msgspec.structs.replace(WHOLE, forms=("training",), amount=None)).points == 5


@pytest.mark.parametrize(
    ("change", "lacks"),
    [
        ({"acts": (act(when="2026-03-18"),)}, "implementer"),
        ({"places": ()}, "place"),
        ({"sectors": ()}, "sector"),
        ({"steps": (step("started"),)}, "end"),
        ({"steps": (step("started", date=None),), "due": "2027", "acts": (act(by=("A",)),)}, "start"),
    ],
)
def test_each_thing_that_lacks_costs_one_point_of_follow_up(change: dict[str, object], lacks: str) -> None:
    score = follow_up(msgspec.structs.replace(WHOLE, **change))
    assert (score.points, score.lacks) == (4, (lacks,))


def test_what_was_not_started_has_no_follow_up() -> None:
    assert follow_up(msgspec.structs.replace(WHOLE, steps=(step("committed"),))).points is None


@pytest.mark.parametrize(
    ("sources", "points"),
    [
        ((), 1),
        (("state-agency", "private-media"), 1),
        (("ngo",), 2),
        (("gov-promisor", "gov-promisor"), 3),
        (("gov-counterpart",), 4),
        (("gov-promisor", "gov-counterpart"), 5),
    ],
)
def test_sources_vouch_as_far_as_they_carry(sources: tuple[str, ...], points: int) -> None:
    told = undertaking(steps=tuple(step("agreed", source) for source in sources))
    assert scores_of(told).sources.points == points


@given(
    by=st.booleans(), to=st.booleans(), amount=st.booleans(), forms=st.sampled_from([(), ("finance",), ("training",)])
)
def test_points_and_what_lacks_add_up(by: bool, to: bool, amount: bool, forms: tuple[str, ...]) -> None:
    found = undertaking(
        by=("A",) * by, to=("B",) * to, forms=forms, amount=Amount(value=2.0, unit="USD") if amount else None
    )
    score = completeness(found)
    assert score.points == len(score.met) == 5 - len(score.lacks)
