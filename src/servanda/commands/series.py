"""What `servanda series` prints: figures of one thing over its periods, as a table, as rows, or drawn."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any, NamedTuple

import click
import msgspec

from servanda.analysis.conversion import Conversion, convert_figures
from servanda.analysis.growth import GrowthCheck, check_growth
from servanda.analysis.series import Claim, Comparison, Series, series_of
from servanda.commands.output import as_text, open_output
from servanda.commands.tables import Column, write_table
from servanda.days import days_of
from servanda.errors import UsageError
from servanda.exchange.rows import number_text
from servanda.ledger.filters import Filter
from servanda.ledger.store import open_ledger
from servanda.records import Entry, Figure

_BARS = "▁▂▃▄▅▆▇█"
_COLUMNS = (Column("period"), Column("value"), Column("who says so", 2), Column("document", 2), Column("notes", 3))
Place = tuple[str, int, int, str]


class Told(NamedTuple):
    """The series of a question with what belongs to them: entries and conversions by place, and checks of growth."""

    series: list[Series]
    entries: dict[Place, Entry]
    conversions: dict[Place, Conversion]
    checks: list[GrowthCheck]


def print_series(
    filters: Mapping[str, Any], *, indicator: str | None, into: str | None, ledger: str, layout: str, out: str | None
) -> None:
    """Print the series of the figures that fit the filters; `into` is the currency that sums are told in."""
    with open_ledger(ledger, create=False, read_only=True) as opened:
        entries = opened.figures(Filter(**filters))
        name = opened.database.name
    told = _told([e for e in entries if isinstance(e.record, Figure) and indicator in (None, e.record.indicator)], into)
    if layout == "svg" and not _drawable(told.series):
        raise UsageError("no series here has values in two periods to draw; ask for less with --indicator, or for more")
    with open_output(out) as file, as_text(file) as text:
        _PRINTERS[layout](told, text)
    if not told.series and layout == "table":
        click.echo(f"servanda: no figures of {name} fit", err=True)


def _told(entries: Sequence[Entry], into: str | None) -> Told:
    by_place = {_place(entry.record): entry for entry in entries}
    figures = [entry.record for entry in entries if isinstance(entry.record, Figure)]
    conversions: list[Conversion] = []
    if into:
        figures, conversions = convert_figures(figures, into)
    levels = [figure for figure in figures if figure.measure == "level"]
    return Told(
        series=series_of(levels),
        entries=by_place,
        conversions={_place(conversion.told): conversion for conversion in conversions},
        checks=check_growth(figures),
    )


def _place(record: Any) -> Place:
    return record.doc, record.start, record.end, record.indicator


# as a table


def _write_table(told: Told, file: IO[str]) -> None:
    for number, series in enumerate(told.series):
        file.write(("\n" if number else "") + _headline(series) + "\n")
        rows = [row for comparison in reversed(series.comparisons) for row in _rows(comparison, told)]
        write_table(_COLUMNS, rows, file)
    if told.checks:
        file.write("\nGrowth against levels\n")
        write_table(_CHECKS, map(_check_row, told.checks), file)


def _headline(series: Series) -> str:
    """What the series is of, a sparkline of its agreed values, and how many periods disagree."""
    subject = series.subject
    sides = "-".join(filter(None, (subject.reporter, subject.partner)))
    what = " expected" if subject.expected else ""
    named = filter(None, (subject.indicator + what, sides, subject.place, subject.sector, subject.actor, series.unit))
    count = len(series.comparisons)
    disagree = f"{series.disagreements} of {count} periods disagree" if series.disagreements else ""
    return "  ".join(filter(None, (" · ".join(named), _sparkline(series), disagree)))


def _sparkline(series: Series) -> str:
    """A bar for each dated period, the lowest claim's height; none where there is one period only."""
    values = [c.claims[0].value for c in series.comparisons if c.subject.period]
    if len(values) < len(("first", "last")):
        return ""
    low, high = min(*values, 0.0), max(*values, 0.0)
    step = (high - low) / (len(_BARS) - 1) or 1.0
    return "".join(_BARS[round((value - low) / step)] for value in values)


def _rows(comparison: Comparison, told: Told) -> Iterator[Sequence[str]]:
    """A row for each value of a period; the first of those that disagree says by how much."""
    for number, claim in enumerate(comparison.claims):
        notes = _notes(comparison) if number == 0 else []
        notes += dict.fromkeys(_rate(told.conversions[place]) for place in _places(claim) if place in told.conversions)
        entries = [told.entries[place] for place in _places(claim)]
        yield (
            comparison.subject.period or "no period" if number == 0 else "",
            _value(claim),
            ", ".join(dict.fromkeys(_sayer(entry) for entry in entries)),
            ", ".join(dict.fromkeys(f"{entry.record.doc} ({entry.published or 'undated'})" for entry in entries)),
            "; ".join(notes),
        )


def _places(claim: Claim) -> list[Place]:
    return [_place(figure) for figure in claim.figures]


def _value(claim: Claim) -> str:
    figure = claim.figures[0]
    highest = figure.value_max if figure.unit == claim.unit else None
    shown = number_text(claim.value, claim.unit, figure.approx)
    return shown if highest is None else f"{shown} to {number_text(highest, claim.unit)}"


def _sayer(entry: Entry) -> str:
    return (isinstance(entry.record, Figure) and entry.record.said_by) or entry.publisher or "not said"


def _notes(comparison: Comparison) -> list[str]:
    """By how much values disagree, or that they are hardly of one thing."""
    if comparison.disagrees:
        return [_gap(comparison)]
    return ["over a hundredfold apart, or both from one text: the same thing?"] if comparison.is_doubtful else []


def _gap(comparison: Comparison) -> str:
    percent = comparison.gap_percent
    share = f", {percent:.3g} %" if percent is not None else ""
    return f"they differ by {number_text(comparison.gap, comparison.unit)}{share}"


def _rate(conversion: Conversion) -> str:
    told, rate = conversion.told, conversion.rate
    amount = number_text(told.value, told.unit, told.approx)
    return f"converted from {amount} at {rate.worth:.4g}, mean of {rate.period} ({', '.join(rate.publishers)})"


_CHECKS = (Column("of", 2), Column("period"), Column("said"), Column("levels give"), Column("they", 1))


def _check_row(check: GrowthCheck) -> Sequence[str]:
    change = check.change
    sides = "-".join(filter(None, (change.reporter, change.partner)))
    said = number_text(change.value, change.unit, change.approx)
    given = f"{check.low:+.1f} to {check.high:+.1f} %"
    what = " · ".join(filter(None, (change.indicator, sides, change.place, change.sector)))
    return what, f"{change.period} on {change.basis}", said, given, "agree" if check.agrees else "do not agree"


# as rows


def _flat(told: Told) -> Iterator[dict[str, str]]:
    """Each figure of each series as a row of text."""
    for series in told.series:
        for comparison in series.comparisons:
            for claim in comparison.claims:
                for figure in claim.figures:
                    yield _flat_row(comparison, claim, figure, told)


def _flat_row(comparison: Comparison, claim: Claim, figure: Figure, told: Told) -> dict[str, str]:
    entry, conversion = told.entries[_place(figure)], told.conversions.get(_place(figure))
    subject = comparison.subject
    return {
        "indicator": subject.indicator,
        "reporter": subject.reporter,
        "partner": subject.partner,
        "place": subject.place,
        "sector": subject.sector,
        "period": subject.period,
        "expected": str(subject.expected).lower(),
        "value": repr(claim.value),
        "unit": claim.unit,
        "approx": figure.approx,
        "disagrees": str(comparison.disagrees).lower(),
        "told_value": repr(conversion.told.value) if conversion else "",
        "told_unit": conversion.told.unit if conversion else "",
        "rate": f"{conversion.rate.worth:.6g}" if conversion else "",
        "rate_period": conversion.rate.period if conversion else "",
        "rate_source": ", ".join(conversion.rate.publishers) if conversion else "",
        "said_by": _sayer(entry),
        "published": entry.published or "",
        "doc": figure.doc,
        "id": entry.id,
        "quote": figure.quote,
    }


def _write_csv(told: Told, file: IO[str]) -> None:
    rows = list(_flat(told))
    if rows:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _write_json(told: Told, file: IO[str]) -> None:
    checks = [
        {
            "id": told.entries[_place(c.change)].id,
            "said": c.change.value,
            "low": c.low,
            "high": c.high,
            "agrees": c.agrees,
        }
        for c in told.checks
    ]
    told_of = {"figures": list(_flat(told)), "growth": checks}
    file.write(msgspec.json.format(msgspec.json.encode(told_of), indent=1).decode() + "\n")


# as a picture


def _drawable(series: Sequence[Series]) -> Series | None:
    """The series with the most dated periods, where it has two."""
    dated = [s for s in series if len({c.subject.period for c in s.comparisons if _day(c)}) > 1]
    return dated[0] if dated else None


def _day(comparison: Comparison) -> datetime.date | None:
    first, last = days_of(comparison.subject.period)
    return last or first


def _write_svg(told: Told, file: IO[str]) -> None:
    from servanda.desk.pictures.chart import Dot, chart
    from servanda.desk.pictures.file import as_file

    series = _drawable(told.series)
    assert series is not None
    dots = [
        Dot(day, claim.value, _value(claim), "", comparison.subject.period, claim in comparison.disputed)
        for comparison in series.comparisons
        if (day := _day(comparison))
        for claim in comparison.claims
    ]
    picture = chart(dots, name=_headline(series), told=lambda value: number_text(value, series.unit))
    file.write(as_file(str(picture), "") + "\n")


_PRINTERS = {"table": _write_table, "csv": _write_csv, "json": _write_json, "svg": _write_svg}
