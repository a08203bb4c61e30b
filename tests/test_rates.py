"""Sums in one currency, growth against levels, and the command that prints series."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from servanda.analysis.conversion import convert_figures
from servanda.analysis.growth import check_growth
from servanda.analysis.rates import find_rate, known_currencies
from servanda.cli import main
from servanda.records import Amount, Figure


def figure(**slots: Any) -> Figure:
    given = {"doc": "a", "start": 0, "end": 1, "quote": "x", "confidence": 0.9, "rule": "test", "measure": "level"}
    sides = {"reporter": "KE", "partner": "PK"}
    return Figure(**{**given, **sides, "indicator": "trade", "unit": "USD", "period": "2024", **slots})


@pytest.mark.parametrize(
    ("currency", "into", "period", "worth", "told"),
    [
        ("EUR", "USD", "2024", 1.0824, "2024"),
        ("USD", "EUR", "2024", 1 / 1.0824, "2024"),
        ("CNY", "USD", "2023-05", 1.0868 / 7.5939, "2023-05"),
        ("USD", "VND", "2020", 23208.37, "2020"),
        ("VND", "EUR", "2021", 1 / (23159.78 * 1.1827), "2021"),
        ("VND", "USD", "2020-03", 1 / 23208.37, "2020"),
        ("JPY", "JPY", "2019", 1.0, "2019"),
    ],
)
def test_rate_of_a_period(currency: str, into: str, period: str, worth: float, told: str) -> None:
    rate = find_rate(currency, into, period)
    assert rate is not None
    assert rate.worth == pytest.approx(worth, rel=2e-3)
    assert rate.period == told


def test_months_of_a_stretch_are_averaged() -> None:
    whole = find_rate("EUR", "USD", "2024-01/2024-03")
    months = [find_rate("EUR", "USD", f"2024-0{month}") for month in (1, 2, 3)]
    assert whole is not None
    assert whole.worth == pytest.approx(sum(month.worth for month in months if month) / 3)


@pytest.mark.parametrize(
    ("currency", "period"),
    [
        ("KZT", "2024"),
        ("USD", None),
        ("USD", "2024/.."),
        ("USD", "2021/2024"),
        ("USD", "2099"),
        ("VND", "1980"),
        ("MWh", "2024"),
    ],
)
def test_no_rate_is_none(currency: str, period: str | None) -> None:
    assert find_rate(currency, "EUR", period) is None


def test_publishers_are_those_of_both_currencies() -> None:
    rate = find_rate("VND", "EUR", "2021")
    assert rate is not None
    assert rate.publishers == ("World Bank", "European Central Bank")
    assert {"EUR", "USD", "VND", "CNY"} <= set(known_currencies())


def test_what_can_be_converted_is_and_the_rest_stays() -> None:
    euros = figure(value=2e9, unit="EUR")
    dollars, tons = figure(value=3e9, start=2), figure(value=5.0, unit="t", start=3)
    said = figure(value=7e9, unit="CNY", converted=Amount(value=1e9, unit="USD"), start=4)
    undated = figure(value=9e9, unit="EUR", period=None, start=5)
    found, conversions = convert_figures([euros, dollars, tons, said, undated], "USD")
    assert found[1:] == [dollars, tons, said, undated]
    assert [conversion.told for conversion in conversions] == [euros]
    assert (found[0].unit, found[0].approx) == ("USD", "about")
    assert found[0].value == pytest.approx(2.1648e9)


@pytest.mark.parametrize(
    ("said", "agrees"),
    [(10.0, True), (9.9, True), (12.0, False), (-10.0, False)],
)
def test_growth_is_held_against_levels(said: float, agrees: bool) -> None:
    levels = [figure(value=11.044e9), figure(value=10.04e9, period="2023", start=2)]
    change = figure(measure="change", value=said, unit="%", basis="2023", start=3)
    (check,) = check_growth([*levels, change])
    assert check.low < 10.0 < check.high
    assert check.agrees is agrees


@pytest.mark.parametrize(
    "slots", [{"basis": None}, {"basis": "2022"}, {"unit": "times", "basis": "2023"}, {"partner": "IN"}]
)
def test_growth_without_its_levels_is_not_checked(slots: dict[str, Any]) -> None:
    levels = [figure(value=11.0e9), figure(value=10.0e9, period="2023", start=2)]
    given = {"measure": "change", "value": 3.0, "unit": "%", "basis": "2023", "start": 3, **slots}
    assert check_growth([*levels, figure(**given)]) == []


def printed(*words: str) -> str:
    done = CliRunner().invoke(main, ["series", *words])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_table_shows_who_says_what_and_by_how_much_they_differ(demo: Path) -> None:
    table = printed("--pair", "VN-CN", "--indicator", "trade", "--ledger", str(demo))
    assert "trade · CN-VN · USD" in table
    assert "171.9 bn USD" in table
    assert "229.8 bn USD" in table
    assert "they differ by 57.9 bn USD, 33.7 %" in table
    assert "Growth against levels" in table


def test_sums_are_converted_and_say_so(demo: Path) -> None:
    table = printed("--pair", "VN-CN", "--indicator", "trade", "--in", "EUR", "--ledger", str(demo))
    assert "· EUR" in table
    assert "European Central Bank" in " ".join(table.split())
    rows = list(csv.DictReader(io.StringIO(printed("--in", "EUR", "--format", "csv", "--ledger", str(demo)))))
    converted = [row for row in rows if row["rate"]]
    assert converted
    assert all(
        abs(float(r["value"])) == pytest.approx(abs(float(r["told_value"])) * float(r["rate"]), rel=1e-4)
        for r in converted
    )


def test_json_and_picture(demo: Path) -> None:
    told = json.loads(printed("--format", "json", "--ledger", str(demo)))
    assert {row["indicator"] for row in told["figures"]} >= {"trade", "exports"}
    assert all(check["low"] <= check["high"] for check in told["growth"])
    picture = printed("--pair", "VN-CN", "--indicator", "trade", "--format", "svg", "--ledger", str(demo))
    assert picture.startswith("<svg")
    assert "171.9 bn USD" in picture


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--in", "ZZZ"), "no rates of 'ZZZ'"),
        (("--indicator", "wealth"), "wealth"),
        (("--pair", "FR-DE", "--format", "svg"), "no series here has values in two periods"),
    ],
)
def test_wrong_use_is_told(demo: Path, words: tuple[str, ...], said: str) -> None:
    done = CliRunner().invoke(main, ["series", *words, "--ledger", str(demo)])
    assert done.exit_code == 2
    assert said in done.output
