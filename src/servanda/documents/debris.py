"""What a line of a page is, by itself: a caption, a share bar, a date, a signature, a heading over other stories.

Pages mix languages (a share bar in one, the story in another), so the words of all languages are looked for.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from servanda.documents.agencies import agency_of_host, find_agency
from servanda.documents.stamps import CLOCK, find_date, weekdays, without_dates
from servanda.languages import known_languages, load_topic

_TOKEN = re.compile(r"[^\W\d_]+(?:['.-][^\W\d_]+)*")
_LINK = re.compile(r"(?:>{1,3}|»|›|►|▶|→|☛|👉)\s*(?=\w|[\"'«“(\[])")
_BULLET = re.compile(r"[●•■▪◆♦○·*]\s*(?=\S)")
_CRUMBS = re.compile(r"[^>›»/|]{1,40}(?: [>›»/|] [^>›»/|]{1,40}){2,}")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+")
_SHORT = 200  # a longer line is no furniture
_NAMES = 5  # words in the name of an author, at most


class Words(NamedTuple):
    """The words of `debris.yaml`, of all languages."""

    exact: dict[str, str]  # the whole line → what it is
    openers: dict[str, list[tuple[str, str]]]  # first word → phrases that begin with it, and what they announce
    share: frozenset[str]
    dated: frozenset[str]
    credit: re.Pattern[str]
    credit_at_end: re.Pattern[str]
    picture: re.Pattern[str]
    ending: re.Pattern[str]


@cache
def words() -> Words:
    """The words that give debris away, compiled once."""
    lists: dict[str, list[str]] = {}
    for lang in known_languages():
        for key, phrases in load_topic(lang, "debris").items():
            lists.setdefault(key, []).extend(phrase.lower() for phrase in phrases)
    exact = {phrase: key for key in ("authors", "tags", "share", "ends", "related", "more") for phrase in lists[key]}
    openers: dict[str, list[tuple[str, str]]] = {}
    for key in ("related", "captions", "authors", "tags", "notices"):
        for phrase in lists[key]:
            openers.setdefault(_TOKEN.findall(phrase)[0], []).append((phrase, key))
    single = frozenset(word for key in ("share", "dated") for phrase in lists[key] for word in _TOKEN.findall(phrase))
    credits = _any_of(lists["credits"])
    return Words(
        exact=exact,
        openers={first: sorted(found, key=lambda pair: -len(pair[0])) for first, found in openers.items()},
        share=frozenset(word for phrase in lists["share"] for word in _TOKEN.findall(phrase)),
        dated=single,
        credit=re.compile(rf"\((?:{credits})\b[^()\n]{{0,80}}\)|\b(?:{credits}) ?: ?", re.IGNORECASE),
        credit_at_end=re.compile(
            rf"(?:^|[\s.(\[–—-])(?:{credits})(?: ?[:©/] ?| )[^.!?()\n]{{1,60}}(?:\.\w[^.!?()\n]{{0,20}})*[)\].]*$|©[^.!?\n]{{2,60}}$",
            re.IGNORECASE,
        ),
        picture=re.compile(rf"\b(?:{_any_of(lists['pictures'])}) \d{{1,2}}(?!\d)", re.IGNORECASE),
        ending=re.compile(rf"(?<=[.!?…»\"”)])\s+(?:{_any_of(lists['ends'])})\s*$", re.IGNORECASE),
    )


def _any_of(phrases: list[str]) -> str:
    return "|".join(sorted(map(re.escape, set(phrases)), key=len, reverse=True))


def kind_of_line(line: str) -> str | None:
    """What a line is, by its own words; None for what may be a headline or a paragraph.

    `link`, `bullet`, `more`, `related` (a heading), `caption`, `stamp` (a date), `signature`, `author`, `furniture`.
    """
    if line.startswith((">", "»", "›", "►", "▶", "→", "☛", "👉")) and _LINK.match(line):
        return "link"
    if len(line) > _SHORT:
        return None
    lower = line.lower()
    if kind := words().exact.get(lower.strip(" :….|-–—")):
        return {"more": "more", "related": "related", "ends": "signature", "authors": "author"}.get(kind, "furniture")
    return _kind_by_opening(lower, line) or _kind_by_tokens(lower, line)


def _kind_by_opening(lower: str, line: str) -> str | None:
    first = _TOKEN.search(lower)
    if first is None:
        return "furniture"
    if line.startswith("{{") or (_ADDRESS.fullmatch(line)):
        return "furniture"
    for candidate in (first.group(), first.group().partition("'")[0], first.group().partition("-")[0]):
        for phrase, key in words().openers.get(candidate, ()):
            at = first.start()
            if lower.startswith(phrase, at) and not lower[at + len(phrase) : at + len(phrase) + 1].isalnum():
                rest = line[at + len(phrase) :]
                if kind := _opened(key, rest):
                    return kind
    return None


def _opened(key: str, rest: str) -> str | None:
    """What a line is that begins with a phrase of this list, by what follows the phrase."""
    has_colon = rest.lstrip().startswith(":")
    if key == "captions":
        return "caption" if has_colon or (not rest.rstrip().endswith(("!", "?")) and len(rest) < _SHORT) else None
    if key == "related":
        return "link" if has_colon else None
    if key == "authors":
        return "author" if is_name(rest.strip(" :|")) else None
    if key == "tags":
        return "furniture" if has_colon or "#" in rest else None
    return "furniture" if has_colon or (len(rest) < 80 and not rest.rstrip().endswith(".")) else None


def _kind_by_tokens(lower: str, line: str) -> str | None:
    known = words()
    tokens = _TOKEN.findall(lower)
    if known.share.issuperset(tokens):
        return "furniture"
    if find_agency(line.strip(" .-–—/()")) or (known.picture.search(line) and _repeats(line)):
        return "signature" if find_agency(line.strip(" .-–—/()")) else "caption"
    if line.startswith(("©", "(c) ", "(C) ")):
        return "signature" if find_agency(line.lstrip("©(cC) ").rstrip(" .")) else "furniture"
    if (":" in line or "©" in line or line.endswith((")", "]"))) and known.credit_at_end.search(line):
        return "caption"
    if known.credit.match(line):
        return "caption"
    if any(char.isdigit() for char in line) and is_stamp(line):
        return "stamp"
    return "furniture" if _CRUMBS.fullmatch(line) and len(line) < 120 else None


def _repeats(line: str) -> bool:
    """Whether the mark of a picture is glued to its caption ("… ảnh 1Panorama"), or ends the line."""
    found = words().picture.search(line)
    return bool(found) and (found.end() == len(line) or line[found.end()].isalpha() or found.group()[0].islower())


def is_stamp(line: str) -> bool:
    """Whether a line is a date of publication: little is left without date, clock, publisher and section."""
    has_clock = bool(CLOCK.search(line))
    if not has_clock and find_date(line) is None:
        return False
    rest = without_dates(line).lower()
    left = [
        token for token in _TOKEN.findall(rest)
        if token not in words().dated and token not in weekdays() and not find_agency(token) and not agency_of_host(token)
    ]  # fmt: skip
    return not left or (has_clock and len(left) <= 4 and not line.rstrip().endswith((".", "!", "?")) and len(line) < 70)


def is_name(text: str) -> bool:
    """Whether the words look like the name of one or two people and nothing else: all of them with a capital."""
    tokens = _TOKEN.findall(text)
    small = [token for token in tokens if not token[0].isupper()]
    return 0 < len(tokens) <= 2 * _NAMES and len(small) <= len(tokens) // 3 and not re.search(r"[\d!?:;«»\"]", text)


def bare_link(line: str) -> str:
    """A link's or list item's words, without the mark before them."""
    return _BULLET.sub("", _LINK.sub("", line, count=1), count=1).strip()


def is_bullet(line: str) -> bool:
    """Whether a line is an item of a list."""
    return bool(_BULLET.match(line))
