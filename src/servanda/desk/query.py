"""What an address asks for, checked: each slot is a known code, a date, a number or a text of bounded length."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterable
from urllib.parse import urlencode

from servanda.days import days_of
from servanda.errors import UsageError
from servanda.vocabulary import check_code, check_country, check_pair

_LONGEST = 200  # characters of a slot
_MOST = 40  # values of one slot


class Query:
    """The slots of an address; what means nothing raises `UsageError`, an empty slot asks for nothing."""

    def __init__(self, items: Iterable[tuple[str, str]]) -> None:
        self.items = [(name, _clean(value)) for name, value in items]

    def text(self, name: str) -> str | None:
        """The slot's text."""
        value = next((value for key, value in self.items if key == name and value), None)
        if value and len(value) > _LONGEST:
            raise UsageError(f"{name}: {len(value)} characters; at most {_LONGEST} are looked for")
        return value

    def many(self, name: str) -> list[str]:
        """All values of the slot, each once."""
        values = list(dict.fromkeys(value for key, value in self.items if key == name and value))
        if len(values) > _MOST:
            raise UsageError(f"{name}: {len(values)} values; at most {_MOST} can be asked for at once")
        return values

    def code(self, kind: str, name: str | None = None) -> str | None:
        """The slot as a code of a closed list."""
        value = self.text(name or kind)
        return check_code(kind, value) if value else None

    def country(self, name: str) -> str | None:
        """The slot as a country's code."""
        value = self.text(name)
        return check_country(value) if value else None

    def pair(self, name: str = "pair") -> tuple[str, str] | None:
        """The slot as two countries' codes."""
        value = self.text(name)
        return check_pair(value) if value else None

    def date(self, name: str) -> str | None:
        """The slot as an ISO 8601 date, month or year, as it was written."""
        value = self.text(name)
        if value and (len(value) > 10 or not all(days_of(value))):
            raise UsageError(f"{name}: no date {value!r}; write one as 2026, 2026-03 or 2026-03-18")
        return value

    def day(self, name: str) -> datetime.date | None:
        """The first day of the slot's date."""
        return days_of(self.date(name))[0]

    def number(self, name: str, default: int, most: int) -> int:
        """The slot as a whole number from 0 on."""
        value = self.text(name)
        if value is None:
            return default
        if not (value.isascii() and value.isdecimal() and len(value) < 12 and int(value) <= most):
            raise UsageError(f"{name}: {value!r} is no whole number from 0 to {most}")
        return int(value)

    def with_(self, **changes: object) -> str:
        """The query string with slots changed, or left out where the value is None or empty."""
        kept = [(key, value) for key, value in self.items if key not in changes and value]
        kept += [(key, str(value)) for key, value in changes.items() if value not in (None, "")]
        return "?" + urlencode(kept) if kept else "?"

    def toggled(self, name: str, value: str) -> str:
        """The query string with one value of a slot taken out, or put in; paging begins anew."""
        kept = [(key, known) for key, known in self.items if (key, known) != (name, value) and known and key != "page"]
        if len(kept) == len([1 for key, known in self.items if known and key != "page"]):
            kept.append((name, value))
        return "?" + urlencode(kept) if kept else "?"


def _clean(value: str) -> str:
    """The value without what no reader can see: control characters and marks of direction."""
    plain = "".join(" " if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") else char for char in value)
    return plain.strip()
