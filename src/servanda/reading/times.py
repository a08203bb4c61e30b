"""Dates, periods and durations, counted from the day of publication."""

from __future__ import annotations

from typing import NamedTuple

from servanda.reading.view import View


class Time(NamedTuple):
    """A stretch of the normal text that names a time; `value` is ISO 8601, `role` is `due`, `from`, `until` or None."""

    start: int
    end: int
    kind: str
    value: str
    role: str | None = None


def find_times(view: View) -> list[Time]:
    """Every time that the text names, in order."""
    return []
