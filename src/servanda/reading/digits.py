"""What goes on behind digits: a fraction ("10 1/2", "2½", "3/4"), a power ("1.2×10^6", "1.3e6")."""

from __future__ import annotations

import re
from unicodedata import numeric

GLYPHS = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_RAISED = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "+-0123456789-")
_EXPONENT = r"[+-]?[0-9]{1,2}(?![^\W_])"
_POWER = re.compile(
    rf"e(?P<ten>{_EXPONENT})|\^(?P<own>{_EXPONENT})| ?[x×·*] ?10(?:\^(?P<of>{_EXPONENT})|(?P<raised>[⁺⁻]?[⁰¹²³⁴-⁹]+))"
)
_PARTS = re.compile(rf" ?([{GLYPHS}])| {{1,2}}([1-9])/([2-9]|1[026]|32|64)(?![0-9/,.])")
_FRACTION = re.compile(r"([0-9]{1,5})/([0-9]{1,5})(?![0-9/])")
_JOINED, _APART = frozenset(GLYPHS + "e^x×·*"), frozenset(GLYPHS + "123456789x×·* ")
_LARGEST_BASE = 1000
_TENTHS, _DATED = 10, 31  # "3/4" is no date; nor is "1/40"
_SIZES = frozenset((16, 20, 32, 50, 64, 100, 1000, 10000))  # wholes that are divided


def longer(lower: str, end: int, value: float) -> tuple[int, float]:
    """Where a number ends that begins with digits, and its value, where a fraction or a power follows."""
    following = lower[end : end + 1]
    if following not in _JOINED and (following != " " or lower[end + 1 : end + 2] not in _APART):
        return end, value
    if value % 1 == 0 and (parts := _PARTS.match(lower, end)):
        part = numeric(parts[1]) if parts[1] else int(parts[2]) / int(parts[3])
        return (parts.end(), value + round(part, 6)) if part < 1 else (end, value)
    match = _POWER.match(lower, end)
    if match is None:
        return end, value
    if match["own"]:
        return (match.end(), value ** int(match["own"])) if 0 < value <= _LARGEST_BASE else (end, value)
    exponent = match["ten"] or match["of"] or match["raised"].translate(_RAISED)
    return match.end(), float(f"{value}e{int(exponent)}")


def fraction(lower: str, start: int) -> tuple[int, float] | None:
    """Where a fraction in digits ends and its value, less than one; None where it may be a date or a number of order.

    >>> fraction("3/4 of", 0), fraction("1/40", 0), fraction("3/11", 0), fraction("24/25", 0)
    ((3, 0.75), (4, 0.025), None, None)
    """
    if lower[start : start + 1] in GLYPHS:
        return start + 1, round(numeric(lower[start]), 6)
    match = _FRACTION.match(lower, start)
    if match is None:
        return None
    count, parts = int(match[1]), int(match[2])
    is_told = parts <= _TENTHS or parts in _SIZES or (count == 1 and parts > _TENTHS + 2)
    return (match.end(), round(count / parts, 6)) if 0 < count < parts and is_told else None
