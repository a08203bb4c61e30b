"""Dates that a page bears: a prefix, a line of its own, a dateline, a file's name."""

from __future__ import annotations

import datetime
import re
from functools import cache

from msgspec import Struct

from servanda.documents.agencies import find_agency, find_opening_agency
from servanda.documents.text import fold
from servanda.languages import known_languages, load_topic

PREFIX = re.compile(r"\s*date[ :]+(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2})?)?\s*", re.IGNORECASE)
CLOCK = re.compile(r"\b[0-2]?\d[:h][0-5]\d(?::[0-5]\d)?\b|\b[0-2]?\d h(?: [0-5]\d)?\b", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d{2})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)日?")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})[-/.] ?(\d{1,2})[-/.] ?((?:19|20)\d{2})(?!\d)")
_MONTH_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日")
# Days with the month in letters; the year may be missing. Whether a word is a month is asked afterwards.
_DAY_FIRST = re.compile(
    r"(?<![\d.,])(?P<day>\d{1,2})(?:er|st|nd|rd|th)?(?: de |[ -])(?P<month>[^\W\d_]{3,12})\b"
    r"\.?(?:(?:,? (?:de )?|-)(?P<year>(?:19|20)\d\d))?"
)
_MONTH_FIRST = re.compile(
    r"\b(?P<month>[^\W\d_]{3,12})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?\b(?![.,:]\d)(?:,? (?P<year>(?:19|20)\d\d))?"
)
_WRITTEN = (_DAY_FIRST, _MONTH_FIRST)
_IN_PATH = re.compile(r"(?<!\d)((?:19|20)\d{2})([-_/.]?)(\d{2})\2(\d{2})(?!\d)")


class Dateline(Struct, frozen=True):
    """Where and by whom a dispatch was sent: place and agency, and the words of its day ("15 avril")."""

    place: str | None
    agency: str | None
    day: str | None


@cache
def _months() -> dict[str, int]:
    """Month names in all known languages and their short forms, lower case, without the stop."""
    from babel import Locale

    months: dict[str, int] = {}
    for lang in known_languages():
        for context in Locale(lang).months.values():
            names = {number: name.lower() for number, name in context["wide"].items()}
            months |= {name.lower().rstrip("."): number for number, name in context["abbreviated"].items()}
            months |= {name: number for number, name in names.items()}
            for number, name in names.items():  # "févr", "sept": as few letters as no other month begins with
                shorter = (name[:length] for length in (3, 4, 5))
                months |= {s: number for s in shorter if sum(other.startswith(s) for other in names.values()) == 1}
    months |= {fold(name): number for name, number in months.items()}  # "fevrier", "aout"
    return {name: number for name, number in months.items() if len(name) > 2 and name.isalpha()}


@cache
def weekdays() -> frozenset[str]:
    """Names of the days of the week in all known languages, lower case, and their short forms."""
    from babel import Locale

    widths = [days for lang in known_languages() for context in Locale(lang).days.values() for days in context.values()]
    return frozenset(name.lower().rstrip(".") for days in widths for name in days.values() if len(name) > 2)


def find_date(words: str, *, year: int | None = None, is_day_first: bool = True) -> str | None:
    """The first whole date in the words as ISO 8601; a date without year only where the year is given."""
    if found := _YEAR_FIRST.search(words):
        return _iso(int(found[1]), int(found[2]), int(found[3]))
    if found := _YEAR_LAST.search(words):
        return _from_numbers(int(found[1]), int(found[2]), int(found[3]), is_day_first)
    for pattern in _WRITTEN:
        for found in pattern.finditer(words):
            month, number = _months().get(found["month"].lower()), found["year"] or year
            if month and number and (date := _iso(int(number), month, int(found["day"]))):
                return date
    if year and (found := _MONTH_DAY.search(words)):
        return _iso(year, int(found[1]), int(found[2]))
    return None


def _from_numbers(first: int, second: int, year: int, is_day_first: bool) -> str | None:
    """A date in figures; where either number may be the month and the language has both orders, none."""
    if second > 12 or (not is_day_first and first == second):
        return _iso(year, first, second)
    return _iso(year, second, first) if is_day_first or first > 12 else None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def date_in_path(path: str) -> str | None:
    """The date in a file's name or an address: "2025-04-15-summit", "/2025/04/15/", "20250415"."""
    for found in _IN_PATH.finditer(path):
        if date := _iso(int(found[1]), int(found[3]), int(found[4])):
            return date
    return None


def without_dates(words: str) -> str:
    """The words without dates and times of day."""
    for pattern in (_YEAR_FIRST, _YEAR_LAST, CLOCK):
        words = pattern.sub(" ", words)
    for pattern in _WRITTEN:
        words = pattern.sub(_unless_month, words)
    return words


def _unless_month(found: re.Match[str]) -> str:
    return " " if found["month"].lower() in _months() else found.group()


_PLACE = r"(?P<place>[^\W\d_][^\n()/:;«»\"]{1,40}?)(?:, (?P<day>[^()\n/:;]{3,24}?))?"
_BRACKETS = re.compile(
    _PLACE + r" ?\((?P<agency>[^()\n]{2,30})\)(?:,? (?P<later>[^()\n/:;]{3,24}?))?(?:\.? ?[-–—]{1,2} ?|: )(?=\S)"
)
_SLASHES = re.compile(_PLACE + r"\.? ?/(?P<agency>[^/\n]{2,20})/\.?(?: ?[-–—]{1,2})? ")
_AGENCY_ONLY = re.compile(r"\((?P<agency>[^()\n]{2,30})\) ?[-–—]{1,2} ?")
_JOINED = re.compile(r"(?P<agency>\w[^\W\d]{1,10})/(?P<place>[^\W\d_][\w' -]{1,30}) [-–—]{1,2} ")
_OPENING = re.compile(r"(?P<agency>[^\W\d_a-z][\w.+' ]{1,40}?) [-–—]{1,2} ")  # "NDO – ", "Nhân Dân en ligne - "
_NAMED = re.compile(
    r"(?P<place>[^\W\d_][\w' -]{1,30})[.,] (?P<agency>\w[\w ]{2,20}?)(?:\.| ?[-–—]{1,2}) "
)  # "ASTANA. Kazinform."
# "Тбилиси. 9 апреля. ИНТЕРФАКС – ", "Dushanbe, November 13. Asia-Plus. "
_STOPS = re.compile(
    r"(?P<place>[^\W\d_][\w' -]{1,30})[.,] (?P<day>[^()\n/:;–—.]{4,24})\. "
    r"(?P<agency>[^\W\d_][\w.-]{2,20}?)(?:\.| ?[-–—]{1,2}) "
)
_DAY_ONLY = re.compile(
    r"(?P<place>[^\W\d_][\w' ,-]{1,40}?)(?:, | ?\()(?P<day>[^()\n/:;–—]{4,28}?)(?:, \d{1,2}:\d\d)?\)? ?[-–—]{1,2} "
    r"(?:(?P<agency>\w[\w ]{2,20})\. )?"
)
_CAPITALS = re.compile(r"(?P<place>[^\W\d_][\w' -]{2,28}?[^\W\d_])(?: ?(?:--|—) ?| [-–] )")
# Agency, place and day in one, before the mark of a dispatch: "新华社河内5月20日电", "本报凭祥讯".
_HAN = re.compile(
    r"[(（]?[据據]?(?P<words>[\u4e00-\u9fff]{2,16}?)[ 　]?(?P<day>(?:(?:\d{4}年)?\d{1,2}月)?\d{1,2}日)?[ 　]?"
    r"(?:(?P<mark>[电電讯訊])|(?=日?[(（—-]))"
)
_REPORTER = re.compile("^[记記]者[\u4e00-\u9fff]{2,3}(?=[\u4e00-\u9fff]{2})")
_DATELINES = (_BRACKETS, _SLASHES, _AGENCY_ONLY, _JOINED, _OPENING, _STOPS, _NAMED, _DAY_ONLY)
_INNER = re.compile(
    r"(?<=[\w%»\"”.!?)] )(?:[A-ZÀ-Ý][\w'’-]*[ ,]{1,2}){1,5}(?:[^()\n/]{0,20})\([A-Z][\w/+]{1,20}\) ?[-–—]{1,2} "
)
_LONG = 140  # a shorter line may be a headline, in which a dash stands between two names
_FEW = 5  # letters that a place has at least which stands alone before a dash: "OPEC - " is none
_AHEAD = 120  # characters within which a dateline ends


def find_dateline(norm: str, start: int, end: int) -> Dateline | None:
    """The dateline with which the paragraph begins."""
    stop = min(end, start + _AHEAD)
    if "\u4e00" <= norm[start : start + 2].lstrip("(（")[:1] <= "\u9fff":
        return _han_dateline(norm, start, stop)
    if not any(norm.find(mark, start, stop) >= 0 for mark in ("(", "/", " -", " –", " —", ". ")):
        return None
    for pattern in _DATELINES if end - start < _LONG else (*_DATELINES, _CAPITALS):
        if (found := pattern.match(norm, start, stop)) and (dateline := _dateline(found)):
            return dateline
    return None


def _han_dateline(norm: str, start: int, stop: int) -> Dateline | None:
    """The dateline of a script without spaces, where it begins with an agency that we know or with "this paper"."""
    found = _HAN.match(norm, start, stop)
    if found is None or not (found["day"] or found["mark"]):
        return None
    told = found["words"]
    for length in range(len(told), 1, -1):
        agency = find_agency(told[:length])
        if agency or (told[:length] in words_of_own() and found["mark"]):
            place = _REPORTER.sub("", told[length:])
            return Dateline(place or None, agency, found["day"])
    return None


@cache
def words_of_own() -> frozenset[str]:
    """How papers of all known languages call themselves in their datelines: "本报"."""
    return frozenset(word for lang in known_languages() for word in load_topic(lang, "debris")["own"])


def find_inner_dateline(norm: str, start: int, end: int) -> int | None:
    """Where a dateline begins that a headline runs into; none where the line itself begins with one."""
    if find_dateline(norm, start, end):
        return None
    found = _INNER.search(norm, start, min(end, start + 2 * _AHEAD))
    return found.start() if found and find_dateline(norm, found.start(), end) else None


def _dateline(found: re.Match[str]) -> Dateline | None:
    """What a match of one of the patterns says; None where its words are no place, no agency or no day."""
    groups = found.groupdict()
    place, signature = groups.get("place"), groups.get("agency") or ""
    day = groups.get("day") or groups.get("later")
    if place and not _is_place(place):
        return None
    if place and find_agency(place):  # "NDO/VNA – "
        return Dateline(None, find_agency(f"{signature}/{place}"), day)
    agency = find_opening_agency(signature) if found.re in (_OPENING, _NAMED) else find_agency(signature)
    if found.re is _CAPITALS:
        name = place or ""
        return Dateline(_named(name), None, None) if name.isupper() and len(name) >= _FEW else None
    if found.re is _STOPS:
        return Dateline(_named(place or ""), agency or signature, day) if _has_month(day or "") else None
    if found.re is _DAY_ONLY:
        agency = agency or find_agency((day or "").split(" ")[0])
        return Dateline(_named(place or ""), agency, day) if _has_month(day or "") else None
    is_told = signature[:1].isupper() or "/" in signature  # "(awp/ats)"
    if agency is None and (found.re not in (_BRACKETS, _SLASHES) or not is_told):
        return None
    return Dateline(_named(place) if place else None, agency or signature, day)


def _is_place(words: str) -> bool:
    """Whether the words may be a place's name: few of them, all but the smallest with a capital."""
    parts = words.split()
    return (
        len(parts) <= 6
        and words[0].isupper() >= words[0].islower()
        and not any(part[0].islower() and len(part) > 3 for part in parts)
    )


def _has_month(day: str) -> bool:
    return any(found["month"].lower() in _months() for pattern in _WRITTEN for found in pattern.finditer(day))


def _named(place: str) -> str:
    """A place as one writes it in running text: "NANNING" → "Nanning"."""
    place = place.partition(",")[0].strip()
    return place.title().replace("'S ", "'s ") if place.isupper() else place
