"""What a line of a page is, by itself: a caption, a share bar, a date, a signature, a heading over other stories.

Pages mix languages (a share bar in one, the story in another), so the words of all languages are looked for.
"""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from servanda.documents.agencies import agency_of_host, find_agency, find_opening_agency, find_signer
from servanda.documents.stamps import CLOCK, find_date, weekdays, without_dates
from servanda.languages import known_languages, load_topic
from servanda.script import has_han

_TOKEN = re.compile(r"[^\W\d_]+(?:['.-][^\W\d_]+)*")
_LINK = re.compile(r"(?:>{1,3}|»|›|►|▶|→|☛|👉)\s*(?=\w|[\"'«“(\[])")
_LINK_MARKS = (">", "»", "›", "►", "▶", "→", "☛", "👉")
_BULLET = re.compile(r"[●•■▪◆♦○·*]\s*(?=\S)")
_CRUMBS = re.compile(r"[^>›/|«»]{1,40}(?: [>›/|] [^>›/|«»]{1,40}){2,}")
_STEPS = re.compile(r"[>›→»]|\s[/|]\s|\s{2,}")
_HOST = re.compile(r"[^\W\d_][\w-]*(?:\.[\w-]+)*\.[a-z]{2,4}")
_ADDRESS = re.compile(r"(?:\w{2,12} ?: ?)?(?:https?://|www\.)\S+")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
_INITIALS = re.compile(r"[a-z]{2,5}(?:[/-][a-z]{2,5})+")  # of who wrote and who edited: "abc/def"
_DATED = re.compile(r"\d(?:\d{3}|\d?[:h]\d\d|\d? h\b)")
_NUMBERED = re.compile(r" \d{1,2}(?=[^\W\d_]|$)")
_BETWEEN = re.compile(r"[|·•()]| [-–—] ")
_GROUP = re.compile(r"[(\[]([^()\[\]]{2,90})[)\]][.\s]*$")
_LAST_SENTENCE = re.compile(r"[.!?»\"”]\s+([^.!?]{2,70}(?:\.\w[^.!?]{0,20})?)$")
_EDGES = " :：….|-–—【】[]()（）"
_COLONS = (":", "：")
_SECTION = 4  # words of a section's name, at most
_SECTION_IN_HAN = 10  # the same in Chinese characters
_SHORT = 260  # a longer line is no furniture, no caption on its own
_BAR = 130  # a longer line is no share bar, no date, no path of sections
_SIGNATURE = 60
_CREDITED = 70  # characters of a credit, at most
_LAST = 120  # characters from the end of a line in which its last sentence begins, if that is a credit
_MAKERS = 6  # words in the name of who took a picture, at most


class Words(Struct, frozen=True):
    """The words of `debris.yaml`, of all languages."""

    exact: dict[str, str]  # the whole line → what it is
    openers: dict[str, list[tuple[str, str]]]  # first word → phrases that begin with it, and what they announce
    share: frozenset[str]
    dated: frozenset[str]
    credits: frozenset[str]
    credit: re.Pattern[str]  # a credit in brackets
    bare_credit: re.Pattern[str]  # a credit up to its colon
    pictures: frozenset[str]
    homes: tuple[str, ...]
    taken: re.Pattern[str]  # the end of a line that says who took the picture
    is_taken_in_han: bool
    ending: re.Pattern[str]


@cache
def words() -> Words:
    """The words that give debris away, made ready once."""
    lists: dict[str, list[str]] = {}
    for lang in known_languages():
        for key, phrases in load_topic(lang, "debris").items():
            lists.setdefault(key, []).extend(phrase.lower() for phrase in phrases)
    openers: dict[str, list[tuple[str, str]]] = {}
    for key in ("captions", "related", "more", "authors", "tags", "notices"):
        for phrase in lists[key]:
            openers.setdefault(_TOKEN.findall(phrase)[0], []).append((phrase, key))
    whole = ("notices", "authors", "tags", "share", "ends", "related", "more")
    return Words(
        exact={phrase: key for key in whole for phrase in lists[key]},
        openers={first: sorted(found, key=lambda pair: -len(pair[0])) for first, found in openers.items()},
        share=_tokens(lists["share"]),
        dated=_tokens(lists["share"]) | _tokens(lists["dated"]),
        credits=frozenset(lists["credits"]),
        credit=re.compile(rf"\((?:{_any_of(lists['credits'])})\b[^()\n]{{0,80}}\)", re.IGNORECASE),
        bare_credit=re.compile(rf"\b(?:{_any_of(lists['credits'])}) ?: ?", re.IGNORECASE),
        pictures=frozenset(lists["pictures"]),
        homes=tuple(lists["homes"]),
        taken=re.compile(rf"(?:{'|'.join(lists['taken']) or '(?!)'})[。.)）]*$"),
        is_taken_in_han=all(map(has_han, lists["taken"])),
        ending=re.compile(rf"(?<=[.!?…»\"”)。！？」])\s*[(（]?(?:{_any_of(lists['ends'])})[)）]?\s*$", re.IGNORECASE),
    )


def _tokens(phrases: list[str]) -> frozenset[str]:
    return frozenset(token for phrase in phrases for token in _TOKEN.findall(phrase))


def _any_of(phrases: list[str]) -> str:
    return "|".join(sorted(map(re.escape, set(phrases)), key=len, reverse=True))


_KINDS = {"more": "more", "related": "related", "ends": "signature", "authors": "author"}


def kind_of_line(line: str) -> str | None:
    """What a line is, by its own words; None for what may be a headline or a paragraph.

    `link` (to another story), `more` and `related` (headings), `caption`, `stamp` (a date and nothing else), `section`
    (a date with a few words), `signature`, `author`, `furniture` (of the page).
    """
    if line.startswith(_LINK_MARKS) and _LINK.match(line):
        return "link"
    if len(line) > _SHORT:
        return None
    lower = line.lower()
    if kind := words().exact.get(lower.strip(_EDGES)):
        return _KINDS.get(kind, "furniture")
    return _kind_by_opening(lower, line) or _kind_by_words(lower, line)


def _kind_by_opening(lower: str, line: str) -> str | None:
    """What a line is by the words that it begins with."""
    first = _TOKEN.search(lower)
    if first is None:
        return "stamp" if find_date(line) else "furniture"
    if line.startswith(("{{", "#")) or _is_contact(line) or _is_path(lower):
        return "furniture"
    at = first.start()
    for candidate in _openings(first.group()):
        for phrase, key in words().openers.get(candidate, ()):
            end = at + len(phrase)
            if lower.startswith(phrase, at) and (phrase[-1] >= "\u3400" or not lower[end : end + 1].isalnum()):
                if kind := _opened(key, phrase, line[end:]):
                    return (_DATED.search(line) and kind != "caption" and _kind_of_date(line)) or kind
                break
    return None


def _openings(token: str) -> set[str]:
    """What a line's first word may begin with; in a script without spaces any of its first characters."""
    if token.isascii() and token.isalpha():
        return {token}
    openings = {token, token.partition("'")[0], token.partition("-")[0]}
    return openings | {token[:length] for length in range(1, 7)} if token[0] >= "\u3400" else openings


def _is_contact(line: str) -> bool:
    """Whether a line is an address of the web, has one of mail, or is a writer's initials."""
    if "@" in line and len(line) < _BAR and _MAIL.search(line):
        return True
    is_address = ("://" in line or "www." in line) and _ADDRESS.fullmatch(line)
    return bool(is_address or _INITIALS.fullmatch(line))


def _is_path(lower: str) -> bool:
    """Whether a line is a path of sections that begins at the page's home: "Home > World"."""
    pieces = _STEPS.split(lower, maxsplit=1) if len(lower) < _BAR else []
    return len(pieces) > 1 and pieces[0].strip().endswith(words().homes)


def is_rubric(line: str) -> bool:
    """Whether a line above a headline names the site and its sections, and nothing else: "The Ledger | World"."""
    steps = [step.split() for step in _STEPS.split(line)] if len(line) < _BAR else []
    is_path = len(steps) > 1 and all(steps) and all(map(_is_section, steps))
    return is_path or _HOST.fullmatch(line) is not None


def _is_section(step: list[str]) -> bool:
    """Whether words are few enough for the name of a section."""
    return len(step) <= _SECTION and (not has_han("".join(step)) or len("".join(step)) <= _SECTION_IN_HAN)


def _opened(key: str, phrase: str, rest: str) -> str | None:
    """What a line is that begins with a phrase of this list, by what follows the phrase."""
    has_colon = rest.lstrip().startswith(_COLONS)
    if key == "captions":
        return "caption"
    if key in ("related", "more"):
        return "link" if has_colon else None
    if key == "authors":
        is_short = has_colon and len(rest.split()) <= 3  # "Editor: huaxia"
        is_bracketed = " " in phrase and rest.endswith(")") and "(" not in rest  # "(Reporting by …; editing by …)"
        return "author" if is_short or is_bracketed or is_name(rest.strip(" :：|")) else None
    if key == "tags":
        return "furniture" if has_colon or "#" in rest else None
    if has_colon and find_signer(rest.strip(" :：)")):
        return "signature"
    # One word alone may begin any sentence.
    is_whole_phrase = " " in phrase or "-" in phrase or (phrase[0] >= "\u3400" and len(phrase) > 3)
    return "furniture" if has_colon or (is_whole_phrase and len(rest) < 120) else None


def _kind_by_words(lower: str, line: str) -> str | None:
    """What a line is by all its words, or by its last ones."""
    length = len(line)
    if length < _BAR:
        known = words().share
        first = _TOKEN.search(lower)
        if first and first.group() in known and known.issuperset(_TOKEN.findall(lower)):
            return "furniture"
        if length < _SIGNATURE and find_signer(line.strip(" .-–—/()©")):
            return "signature"
        if line.startswith(("©", "(c) ", "(C) ")):
            return "furniture"
    if is_picture(line) or is_credited(line, lower):
        return "caption"
    if length >= _BAR:
        return None
    if _DATED.search(line) and (kind := _kind_of_date(line)):
        return kind
    has_crumbs = any(mark in line for mark in (" > ", " › ", " / ", " | "))
    return "furniture" if has_crumbs and _CRUMBS.fullmatch(line) else None


def is_picture(line: str) -> bool:
    """Whether a headline is repeated over a picture: its mark is glued to the caption, or ends the line."""
    if not _NUMBERED.search(line):
        return False
    marks = (line[: found.start()].rpartition(" ")[2] for found in _NUMBERED.finditer(line))
    return any(mark.lower() in words().pictures for mark in marks)


def is_credited(line: str, lower: str) -> bool:
    """Whether a line ends (or begins) with who took the picture."""
    if 0 <= line.rfind("©") >= len(line) - _CREDITED or _is_taken(lower):
        return True
    colon = line.rfind(":")
    if 0 < colon >= len(line) - _CREDITED and _ends_in_credit(lower[:colon]):
        return colon + 1 < len(line.rstrip(" )]")) or lower[:colon].strip() in words().credits
    group = _GROUP.search(line) if line.endswith((")", "].", ").", "]")) else None
    last = group or _LAST_SENTENCE.search(line, max(0, len(line) - _LAST))
    return last is not None and _is_credit(last[1])


def _is_taken(lower: str) -> bool:
    """Whether a line ends in words that say who took the picture."""
    known = words()
    # Where all of these are Chinese, a line without Chinese characters need not be looked through.
    if known.is_taken_in_han and not has_han(lower[-_CREDITED:]):
        return False
    return known.taken.search(lower, max(0, len(lower) - _CREDITED)) is not None


def _ends_in_credit(lower: str) -> bool:
    """Whether the words before a colon end in "photo", "crédit photo" or the like."""
    last = lower.replace("(", " ").replace("[", " ").split()[-3:]
    return any(" ".join(last[index:]) in words().credits for index in range(len(last)))


def _is_credit(last: str) -> bool:
    """Whether the words are a credit without a colon, before a name: "Photo VNA", "photo by Le Minh"."""
    tokens = last.split()
    if not 1 < len(tokens) <= _MAKERS:
        return False
    known = (count for count in (3, 2, 1) if " ".join(tokens[:count]).lower() in words().credits)
    count = next(known, len(tokens))
    return count < len(tokens) and not tokens[count][0].islower()


def _kind_of_date(line: str) -> str | None:
    """`stamp` where only the date and the publisher stand on a line, `section` where a few words stand beside them."""
    has_clock = bool(CLOCK.search(line))
    if not has_clock and find_date(line) is None:
        return None
    pieces = [piece.strip() for piece in _BETWEEN.split(without_dates(line))]
    tokens = _TOKEN.findall(" ".join(piece for piece in pieces if not find_opening_agency(piece)).lower())
    left = [token for token in tokens if not _is_dated(token)]
    if not left:
        return "stamp"
    is_placed = line.partition(",")[0].lower() == " ".join(left)  # "Rabat, le 28 octobre 2024"
    is_told = has_clock or is_placed or (len(tokens[0]) > 3 and tokens[0] in words().dated)
    return "section" if is_told and len(left) <= 4 and len(line) < 90 and line[-1] not in ".!?" else None


def _is_dated(token: str) -> bool:
    return token in words().dated or token in weekdays() or bool(find_agency(token) or agency_of_host(token))


def is_name(text: str) -> bool:
    """Whether the words look like the name of one or two people and nothing else: nearly all of them with a capital."""
    tokens = _TOKEN.findall(text.partition("/")[0])
    small = [token for token in tokens if not token[0].isupper()]
    return (
        0 < len(tokens) <= 8
        and len(small) * 3 <= len(tokens)
        and not re.search(r"[\d!?:;«»\"]", text.partition("/")[0])
    )


def bare_link(line: str) -> str:
    """The headline of a link or list item, without the mark or the words before it ("Read also:")."""
    bare = _BULLET.sub("", _LINK.sub("", line, count=1), count=1).strip()
    before, colon, after = bare.partition(":")
    return after.strip() if colon and words().exact.get(before.strip().lower()) in ("related", "more") else bare


def is_item(line: str) -> bool:
    """Whether a line is an item of a list."""
    return bool(_BULLET.match(line))
