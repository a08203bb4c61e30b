"""Figures side by side: what is one subject, what disagrees, and by how much."""

import pytest

from servanda.analysis.series import compare_figures, precision, subject_of
from servanda.records import Amount, Figure


def figure(**slots: object) -> Figure:
    given = {"doc": "a", "start": 0, "end": 1, "quote": "x", "confidence": 0.9, "rule": "test", "measure": "level"}
    return Figure(**{**given, "indicator": "trade", "unit": "USD", "period": "2025", **slots})  # type: ignore[arg-type]


SIDES = {"reporter": "VN", "partner": "CN"}
MIRROR = {"reporter": "CN", "partner": "VN"}


@pytest.mark.parametrize(
    ("value", "step"),
    [(318.6e9, 1e8), (180e9, 1e9), (800.0, 1.0), (9.7, 0.1), (16.0, 1.0), (2e6, 1e6), (0.0, 1.0), (16400.0, 1.0)],
)
def test_precision_is_that_of_the_words(value: float, step: float) -> None:
    assert precision(value) == pytest.approx(step)


@pytest.mark.parametrize(
    ("first", "second", "disagree"),
    [
        ({"value": 318.6e9}, {"value": 318.6e9}, False),
        ({"value": 318.6e9}, {"value": 320.0e9}, True),
        ({"value": 180e9, "approx": "nearly"}, {"value": 177.3e9}, False),
        ({"value": 180e9, "approx": "over"}, {"value": 177.3e9}, True),
        ({"value": 177.3e9}, {"value": 180e9, "approx": "about"}, False),
        ({"value": 800.0, "unit": "count"}, {"value": 805.0, "unit": "count"}, True),
        ({"value": 3e9, "value_max": 5e9}, {"value": 4e9}, False),
        ({"value": 10.0, "approx": "up-to"}, {"value": 4.0}, False),
    ],
)
def test_values_disagree_only_when_both_cannot_be_true(first: dict, second: dict, disagree: bool) -> None:
    (comparison,) = compare_figures([figure(**SIDES, **first), figure(**SIDES, doc="b", **second)])
    assert comparison.disagrees is disagree


@pytest.mark.parametrize(
    ("first", "second", "doubtful"),
    [
        ({"value": 405e9}, {"value": 2e9}, True),
        ({"value": 405e9}, {"value": 5e9}, False),
        ({"value": -405e9}, {"value": 2e9}, False),
        ({"value": 60.0, "unit": "%"}, {"value": 0.5, "unit": "%"}, False),
    ],
)
def test_amounts_a_hundredfold_apart_are_doubtful_and_no_disagreement(
    first: dict, second: dict, doubtful: bool
) -> None:
    (comparison,) = compare_figures([figure(**SIDES, **first), figure(**SIDES, doc="b", **second)])
    assert (comparison.is_doubtful, comparison.disagrees) == (doubtful, not doubtful)


@pytest.mark.parametrize(
    ("first", "second", "disagree"),
    [
        ({}, {}, False),
        ({}, {"doc": "b"}, True),
        ({"said_by": "Vietnam Customs"}, {"said_by": "China Customs"}, True),
        (SIDES, MIRROR, True),
        ({"indicator": "other"}, {"indicator": "other", "doc": "b"}, False),
    ],
)
def test_only_two_voices_about_one_thing_disagree(first: dict, second: dict, disagree: bool) -> None:
    (comparison,) = compare_figures([figure(**{**SIDES, **first}, value=1e9), figure(**{**SIDES, **second}, value=5e9)])
    assert comparison.disagrees is disagree


@pytest.mark.parametrize(
    ("slots", "disputed"),
    [
        ({}, [200e9, 260e9]),
        ({"said_by": "Vietnam Customs"}, [200e9, 260e9]),
        ({"reporter": "CN", "partner": "VN"}, [200e9, 260e9, 786e9]),
        ({"doc": "c"}, [200e9, 260e9, 786e9]),
    ],
)
def test_of_two_values_that_a_document_gives_the_first_is_held_against_others(slots: dict, disputed: list) -> None:
    told = [figure(**SIDES, value=200e9), figure(**{**SIDES, "start": 9, "value": 786e9, **slots})]
    (comparison,) = compare_figures([*told, figure(**SIDES, doc="b", value=260e9)])
    assert [claim.value for claim in comparison.disputed] == disputed
    assert comparison.gap == disputed[-1] - disputed[0]


def test_two_values_of_one_text_are_doubtful() -> None:
    (comparison,) = compare_figures([figure(**SIDES, value=144e9), figure(**SIDES, start=9, value=380e9)])
    assert (comparison.is_doubtful, comparison.disagrees, comparison.gap_percent) == (True, False, None)
    (unnamed,) = compare_figures([figure(indicator="other", start=start, value=1e9 * start) for start in (1, 9)])
    assert not unnamed.is_doubtful


@pytest.mark.parametrize(
    "other",
    [
        {"period": "2024"},
        {"place": "Guangxi"},
        {"status": "forecast"},
        {"unit": "CNY"},
        {"measure": "change", "unit": "%"},
        {"partner": "RU"},
        {"indicator": "investment"},
    ],
)
def test_different_things_are_not_compared(other: dict) -> None:
    assert len(compare_figures([figure(**SIDES, value=1.0), figure(**{**SIDES, "value": 2.0, **other})])) == 2


@pytest.mark.parametrize(
    ("one_side", "other_side"),
    [
        ({"indicator": "exports", **SIDES}, {"indicator": "imports", **MIRROR}),
        ({"indicator": "trade", **SIDES}, {"indicator": "trade", **MIRROR}),
        ({"indicator": "investment", **SIDES}, {"indicator": "investment", "direction": "outward", **MIRROR}),
    ],
)
def test_two_sides_of_one_flow_are_one_subject(one_side: dict, other_side: dict) -> None:
    assert subject_of(figure(value=1.0, **one_side))[0] == subject_of(figure(value=1.0, **other_side))[0]


def test_exports_are_not_the_other_sides_exports() -> None:
    seen = [figure(value=1.0, indicator="exports", **sides) for sides in (SIDES, MIRROR)]
    assert len(compare_figures(seen)) == 2


def test_deficit_of_one_is_surplus_of_the_other() -> None:
    balance = {"indicator": "trade-balance"}
    (same,) = compare_figures([figure(value=-5e9, **SIDES, **balance), figure(value=5e9, **MIRROR, **balance)])
    assert not same.disagrees
    assert len(same.claims) == 1


def test_gap_is_the_difference_and_nothing_is_averaged() -> None:
    (comparison,) = compare_figures([figure(**SIDES, value=200e9), figure(**MIRROR, doc="b", value=260e9)])
    assert [claim.value for claim in comparison.claims] == [200e9, 260e9]
    assert comparison.gap == pytest.approx(60e9)
    assert comparison.gap_percent == pytest.approx(30.0)


def test_conversion_of_the_document_makes_currencies_comparable() -> None:
    roubles = figure(**SIDES, value=16.4e12, unit="RUB", converted=Amount(value=200e9, unit="USD", approx="about"))
    (comparison,) = compare_figures([roubles, figure(**SIDES, doc="b", value=203e9)])
    assert comparison.unit == "USD"
    assert not comparison.disagrees


def test_same_value_from_two_documents_is_one_claim() -> None:
    (comparison,) = compare_figures([figure(**SIDES, value=5.0), figure(**SIDES, value=5.0, doc="b")])
    assert [[f.doc for f in claim.figures] for claim in comparison.claims] == [["a", "b"]]


def test_twelve_months_are_the_year() -> None:
    first, second = figure(**SIDES, value=1.0), figure(**SIDES, value=1.0, period="2025-01/2025-12")
    assert subject_of(first) == subject_of(second)
