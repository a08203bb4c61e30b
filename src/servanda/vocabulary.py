"""The closed lists of codes, and what to say when somebody writes a code that is on none of them."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from typing import Any

from servanda.data import load_table
from servanda.errors import UsageError

_NO_COUNTRIES = frozenset({"QO", "XA", "XB", "ZZ"})  # what CLDR lists beside countries


@cache
def _lists() -> dict[str, Any]:
    return load_table("vocabulary")


@cache
def codes(kind: str) -> tuple[str, ...]:
    """All codes of a kind (`sector`, `form`, `status` …) in the order of the contract; parents are no sectors."""
    listed = _lists()[kind]
    if isinstance(listed, dict):
        return tuple(code for members in listed.values() for code in members)
    return tuple(listed)


def sectors_under(code: str) -> tuple[str, ...]:
    """The sectors that a code stands for: those of a parent (`digital`), or the sector itself."""
    members = _lists()["sector"].get(code)
    return tuple(members) if members else (code,)


@cache
def sectors_over(code: str) -> tuple[str, ...]:
    """The codes that stand for a sector: its own, and its parent's."""
    return (code, *(parent for parent, members in _lists()["sector"].items() if members and code in members))


def check_code(kind: str, code: str) -> str:
    """The code as the contract writes it; `UsageError` names the codes that look like it."""
    known = {*codes(kind), *(_lists()["sector"] if kind == "sector" else ())}
    wanted = code.strip().lower()
    for spelling in (wanted, wanted.replace("_", "-"), wanted.replace("-", "_")):
        if spelling in known:
            return spelling
    near = get_close_matches(wanted, sorted(known), n=4, cutoff=0.5)
    hint = f"near: {', '.join(near)}" if near else f"known: {', '.join(sorted(known))}"
    raise UsageError(f"no {kind} {code!r}; {hint}")


def check_country(code: str) -> str:
    """An ISO 3166-1 code or the name of a bloc, in capitals; `UsageError` names the countries that look like it."""
    wanted = code.strip().upper()
    if wanted in codes("bloc") or wanted in _countries():
        return wanted
    raise UsageError(f"no country code {code!r}; {_near_countries(wanted)}")


def check_pair(pair: str) -> tuple[str, str]:
    """The two countries of `VN-CN`; `UsageError` when it is not two known, different codes."""
    first, dash, second = pair.replace(":", "-").replace("/", "-").partition("-")
    if not (dash and first and second):
        raise UsageError(f"no pair {pair!r}; write two country codes, as in VN-CN")
    codes_of_pair = check_country(first), check_country(second)
    if codes_of_pair[0] == codes_of_pair[1]:
        raise UsageError(f"no pair {pair!r}; the two countries must differ")
    return codes_of_pair


@cache
def _countries() -> dict[str, str]:
    """ISO 3166-1 alpha-2 codes with their English names (CLDR through babel, Unicode licence)."""
    from babel import Locale

    names = ((str(code), str(name)) for code, name in Locale("en").territories.items())
    return {code: name for code, name in names if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES}


def _near_countries(wanted: str) -> str:
    """The countries whose name or code looks like what was written, as the end of a message."""
    by_name = {name.upper(): code for code, name in _countries().items()}
    near = [by_name[name] for name in get_close_matches(wanted, by_name, n=3, cutoff=0.6)]
    if len(wanted) <= 3:
        near += get_close_matches(wanted, _countries(), n=3, cutoff=0.5) or [
            c for c in _countries() if c[0] == wanted[:1]
        ]
    named = [f"{code} ({_countries()[code]})" for code in dict.fromkeys(near)]
    return f"near: {', '.join(named[:4])}" if named else "two letters of ISO 3166-1 are meant, as in VN"
