import datetime

import pytest

from servanda.days import days_of

Day = datetime.date


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2025", Day(2025, 1, 1), Day(2025, 12, 31)),
        ("2025-Q1", Day(2025, 1, 1), Day(2025, 3, 31)),
        ("2025-Q4", Day(2025, 10, 1), Day(2025, 12, 31)),
        ("2025-H2", Day(2025, 7, 1), Day(2025, 12, 31)),
        ("2024-02", Day(2024, 2, 1), Day(2024, 2, 29)),
        ("2025-12", Day(2025, 12, 1), Day(2025, 12, 31)),
        ("2026-03-18", Day(2026, 3, 18), Day(2026, 3, 18)),
        ("2026-03-18T09:30:00Z", Day(2026, 3, 18), Day(2026, 3, 18)),
        ("2027-07/2027-12", Day(2027, 7, 1), Day(2027, 12, 31)),
        ("1992/..", Day(1992, 1, 1), None),
        ("../2025", None, Day(2025, 12, 31)),
        ("XXXX-04-19", None, None),
        ("2025-13", None, None),
        ("2025-02-30", None, None),
        ("soon", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_value_stands_for_its_days(value: str | None, first: Day | None, last: Day | None) -> None:
    assert days_of(value) == (first, last)
