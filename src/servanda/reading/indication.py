"""Indication: what a figure is of. Each word that can tell it speaks for its indicator by where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from servanda.data import load_table
from servanda.reading.counts import NOUN, PEOPLE, Draft, noun_of
from servanda.reading.engine import Piece
from servanda.reading.goods import GOODS
from servanda.reading.indicators import TRADE, Line, grammar_of
from servanda.reading.quantities import Quantity
from servanda.reading.reach import ATTACHED, BEHIND, NEXT

# What words of other classes point to.
_POINTING = {
    "worth": "project-value", "lenders": "loan", "gives": "grant", "sells": "exports", "buys": "imports",
    "training": "trainees", "attending": "attendance", "economy": "gdp", "owns": "other",
}  # fmt: skip
_MARKS = frozenset(",;:.()，；、。")
_PERSONS = (*sorted(PEOPLE - {"people"}), "visitors", "users")
_FLOWS = ("exports", "imports", "production", "trade", "other")
_SUMS = (
    *_FLOWS, "trade-balance", "investment", "project-value", "loan", "grant", "gdp", "digital-economy",
    "internet-economy", "e-commerce", "revenue",
)  # fmt: skip
_COUNTS = (*_FLOWS, *_PERSONS, "project-count", "company-count", "capacity")
# What an amount of a kind can be of; percentages and ranks can be of anything.
_FITTING = {
    "money": frozenset(_SUMS),
    "goods": frozenset((*_FLOWS, "capacity", "trade-balance")),
    "count": frozenset(_COUNTS),
    "unnamed": frozenset(_COUNTS),
    "bare": frozenset(_COUNTS),
}
_ANY = frozenset((*_SUMS, *_COUNTS))
_PARTED = _ANY - {"gdp"}  # of what a part is; what is a part of the gross product is told beside it
_ALIKE = {
    "people": "unnamed", "persons": "count", "things": "count", "things a year": "count", "unnamed a year": "unnamed",
    "goods a year": "goods", "size": "goods", "power": "goods",
}  # fmt: skip
_GROUPS = {
    "other": "other", "capacity": "capacity",
    **dict.fromkeys((*_FLOWS[:-1], "trade-balance", "visitors", "gdp", "revenue"), "flow"),
}  # fmt: skip
_TIMED = frozenset(("month", "months", "quarter", "half", "year"))
_HEADING = frozenset(("visitors", "exports", "imports", "trade"))  # "spending by tourists", "the levy on imports"
_HEADED = 15  # characters between such a word and its head
_EARNING = TRADE | {"e-commerce", "internet-economy", "digital-economy"}  # what is earned by these is of them
_SCALE = 20  # characters at which a word's nearness is half

Signs = dict[tuple[str, str], float]  # how strongly a sign speaks for an indicator, 0 to 1


class Indication(NamedTuple):
    """An indicator, the sign that speaks most for it, and what all of them together say for it."""

    indicator: str
    sign: str
    score: float


def indicated(line: Line, draft: Draft, last: Draft | None) -> Indication:
    """The indicator for which the signs speak most; `last` is the figure before, where the sentence goes on with it."""
    found: dict[str, list[tuple[float, str]]] = {"other": [(0.0, "nothing tells")]}
    for code, sign, value in votes_of(line, draft, last, kind_of(line, draft)):
        if weight := _weights().get(sign):
            found.setdefault(code, []).append((weight * value, sign))
    score, code = max((sum(weight for weight, _ in signs), code) for code, signs in found.items())
    return Indication(code, max(found[code])[1], score)


@cache
def _weights() -> Mapping[str, float]:
    """What each sign counts for: as it stands, and more or less for a kind of quantity."""
    table = load_table("indication")
    return {f"{group}: {sign}": weight for group, signs in table.items() for sign, weight in signs.items()}


def votes_of(line: Line, draft: Draft, last: Draft | None, kind: str) -> Iterator[tuple[str, str, float]]:
    """Every (indicator, sign, strength) of a figure."""
    alike = _ALIKE.get(kind, kind)
    fitting = _FITTING.get(alike, _ANY)
    signs = {**_signs_before(line, draft, fitting), **_signs_behind(line, draft, fitting)}
    if last:
        signs.update(_signs_of_last(line, draft, last))
    signs.update({**_signs_of_earlier(line, draft), **_signs_of_noun(line, draft), **_signs_of_whole(draft)})
    for (code, sign), value in signs.items():
        if code in fitting:
            yield code, f"all: {sign}", value
            yield code, f"{alike}: {sign}", value
    if line.is_statistics:
        yield from ((code, "all: head tells of it", 1.0) for code in line.subjects if code in fitting)
    settings = list(_settings(line, draft))
    for code in fitting if fitting is not _ANY else {"other", *(code for code, _ in signs)}:
        yield code, f"{kind} is: {code}", 1.0
        for setting in settings:
            yield code, f"{setting}: {_GROUPS.get(code, 'work')}", 1.0


def kind_of(line: Line, draft: Draft) -> str:
    """The kind of a figure's quantity, as far as it tells what may be of it."""
    quantity = draft.quantity
    if draft.measure == "change":
        return draft.measure
    match quantity.kind:
        case "money" | "rank":
            return quantity.kind
        case "percent" | "percentage-point" | "times":
            return "rate" if draft.measure == "level" else "part" if draft.of in _PARTED else draft.measure
        case "physical" if quantity.unit not in GOODS:
            return "power" if quantity.unit in grammar_of(line.view.lang).units else "size"
        case "physical":
            return f"goods{_a_year(line, quantity)}"
    noun = noun_of(line, quantity, draft.room)
    if noun is None and quantity.noun_start is None:
        return "bare"
    code = noun.value["noun"] if noun else "unnamed"
    if code == "people" or code in _PERSONS:
        return "people" if code == "people" else "persons"
    return f"{'unnamed' if code in ('unnamed', 'wares') else 'things'}{_a_year(line, quantity)}"


def _a_year(line: Line, quantity: Quantity) -> str:
    start, end = quantity.start, quantity.end
    is_rate = quantity.per is not None or line.before(start, "daily", start - BEHIND // 2) is not None
    is_rate = is_rate or any(line.has(name, end, end + ATTACHED) for name in ("yearly", "daily"))
    return " a year" if is_rate else ""


def _signs_before(line: Line, draft: Draft, fitting: frozenset[str]) -> Signs:
    """What the words before a figure say: the last one of each sort counts most, with what it stands beside."""
    start, norm, signs = draft.quantity.start, line.view.norm, dict[tuple[str, str], float]()
    seen: set[str] = set()
    following: Piece | None = None
    for cue in reversed(line.cues):
        is_before = cue.end <= start + 1 or cue.start < start  # "holds up to 300", "turned over 3 billion"
        told = _told_by(line, cue, fitting) if is_before else []
        gap = norm[cue.end : start]
        is_clause = _MARKS.isdisjoint(gap)
        where = "sentence" if cue.start < draft.room[0] else "clause" if is_clause else "room"
        for code, sort in told:
            _keep(signs, code, f"{sort} near before", _nearness(gap))
            if len(gap) <= NEXT:
                _keep(signs, code, f"{sort} right before", 1.0)
            if sort in seen:
                continue
            _keep(signs, code, f"{sort} last in {where}", 1.0)
            if sort in ("sells", "buys") and "worth" in seen:
                _keep(signs, code, f"{sort} what is worth", 1.0)
            if sort == "name" and any(line.has(name, cue.end, start + 1) for name in ("reached", "up", "down")):
                _keep(signs, code, "name reached", 1.0)
        if following and following.start - cue.end <= _HEADED:
            signs.update({(code, f"heads {following.value['indicator']}"): 1.0 for code, _ in told})
        following = cue if told and cue.value.get("indicator") in _HEADING else following if not told else None
        seen.update(sort for _, sort in told)
    return signs


def _signs_behind(line: Line, draft: Draft, fitting: frozenset[str]) -> Signs:
    """What the words behind a figure say: the first one of each sort counts most, and what is joined to it."""
    end, norm, signs = draft.quantity.end, line.view.norm, dict[tuple[str, str], float]()
    is_of = any(line.has(name, end, end + 2 * NEXT) for name in ("share-of", "owner"))
    seen: set[str] = set()
    for cue in line.cues:
        told = _told_by(line, cue, fitting) if cue.start >= end - 1 else []
        gap = norm[end : cue.start]
        is_clause = _MARKS.isdisjoint(gap)
        where = "sentence" if cue.start >= draft.room[1] else "clause" if is_clause else "room"
        for code, sort in told:
            _keep(signs, code, f"{sort} near behind", _nearness(gap))
            if sort in seen:
                continue
            _keep(signs, code, f"{sort} first behind in {where}", 1.0)
            if where == "clause" and len(gap.strip()) <= NEXT:
                _keep(signs, code, f"{sort} right behind", 1.0)
            elif where == "clause" and is_of and len(gap) < ATTACHED:
                _keep(signs, code, f"{sort} joined behind", 1.0)
        seen.update(sort for _, sort in told)
    return signs


def _keep(signs: Signs, code: str, sign: str, value: float) -> None:
    signs[code, sign] = max(value, signs.get((code, sign), 0.0))


def _nearness(gap: str) -> float:
    return 1.0 / (1.0 + len(gap) / _SCALE)


def _told_by(line: Line, cue: Piece, fitting: frozenset[str]) -> list[tuple[str, str]]:
    """The indicators that a word may tell, each with the sort of the word."""
    value, told = cue.value, []
    if "indicator" in value:
        is_whole = "whole" in value and fitting is _ANY  # of a sum it is the name: "the GDP came to 90 billion"
        sort = "whole" if is_whole else "verb" if "verb" in value else "name"
        told.append((value["indicator"], sort))
        if value["indicator"] == "revenue" and (flow := _earned_by(line, cue)):
            told.append((flow, "earned"))
    if "economy" in value and _is_of_country(line, cue):
        told.append(("gdp", "name"))
    told += [(value[name], name) for name in ("noun", "ranked") if name in value]
    told += [(code, name) for name, code in _POINTING.items() if name in value]
    return [(code, sort) for code, sort in told if code in fitting]


def _is_of_country(line: Line, cue: Piece) -> bool:
    """Whether growth is of nothing else: "Growth is seen slowing to 4.6 percent", "Kenya's growth"."""
    owners = {f"{possessive} " for possessive in grammar_of(line.view.lang).possessives}
    is_owned = any(line.view.norm[end : cue.start] in owners for _, end in line.named if end < cue.start)
    return is_owned or cue.start == line.sentence.start


def _earned_by(line: Line, cue: Piece) -> str | None:
    """The trade that brought in what a word calls revenue: of this sentence, or of a dispatch on exports."""
    before = line.before(cue.start, "indicator", line.sentence.start) if "earns" in cue.value else None
    if before and before.value["indicator"] in _EARNING:
        return str(before.value["indicator"])
    is_told = line.earlier.indicator in TRADE if line.earlier else line.is_statistics and "revenue" not in line.subjects
    return "exports" if is_told and "exports" in line.subjects else None


def _signs_of_noun(line: Line, draft: Draft) -> Signs:
    """What the noun says that a number counts, be it told before it: "the number of visitors reached 870"."""
    quantity = draft.quantity
    noun = noun_of(line, quantity, draft.room) or _numbered(line, draft) if quantity.kind == "count" else None
    return {(noun.value["noun"], "counted"): 1.0} if noun else {}


def _numbered(line: Line, draft: Draft) -> Piece | None:
    """The noun right behind "the number of", of which a number without a noun tells."""
    quantity = draft.quantity
    number = line.before(quantity.start, "number-of", draft.room[0]) if quantity.noun_start is None else None
    return line.after(number.end, "noun", min(number.end + NOUN, quantity.start)) if number else None


def _signs_of_whole(draft: Draft) -> Signs:
    """What the whole says of which a percentage is a part."""
    if draft.measure != "share":
        return {}
    if draft.of in _PARTED:
        return {(draft.of, "whole"): 1.0}
    return {} if draft.of else {("other", "part of nothing named"): 1.0}


def _signs_of_last(line: Line, draft: Draft, last: Draft) -> Signs:
    """What the figure before says, if the sentence goes on about it."""
    code, before = last.indicator, last.quantity
    is_here = last.start >= line.sentence.start
    gap = line.view.norm[before.end : draft.quantity.start] if is_here else ""
    told = {
        "last here" if is_here else "last above": 1.0,
        "last of this kind" if before.kind == draft.quantity.kind else f"last was {before.kind}": 1.0,
        "last near": _nearness(gap) if is_here else 0.0,
        "last in clause": float(is_here and _MARKS.isdisjoint(gap)),
        "last moves": float(before.moves_to),
    }
    after = ", other" if code == "other" else ""
    signs = {(code, f"{sign}{after}"): value for sign, value in told.items() if value}
    if code in ("project-count", "company-count"):
        signs["investment", "last counted projects"] = 1.0  # "800 projects worth 3 billion"
    return signs


def _signs_of_earlier(line: Line, draft: Draft) -> Signs:
    """What the last sum, or the last statistic, of the sentences before says, and what people were counted for."""
    is_sum = draft.quantity.kind == "money"
    earlier, name = (line.paid, "sum") if is_sum else (line.earlier, "statistic")
    people: Signs = {(line.people, "people before"): 1.0} if line.people else {}
    if earlier is None:
        return people
    after = ", other" if earlier.indicator == "other" else ""
    signs = {**people, (earlier.indicator, f"earlier {name}{after}"): 1.0}
    if earlier.paragraph == line.sentence.paragraph:
        signs[earlier.indicator, f"earlier {name} in paragraph{after}"] = 1.0
    return signs


def _settings(line: Line, draft: Draft) -> Iterator[str]:
    """In what a figure is told: as aimed at, in a dispatch on statistics, of a time."""
    if line.before(draft.quantity.end, "status", draft.room[0]):
        yield "ahead"
    if line.is_statistics:
        yield "statistics"
    if line.before(draft.quantity.start, "able", draft.room[0]):
        yield "able"
    if any(time.kind in _TIMED for time in line.times):
        yield "timed"
