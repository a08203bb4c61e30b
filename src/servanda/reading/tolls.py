"""Numbers that are no figure of the ledger: tolls, labels, a length told again in another unit, names like sums."""

from __future__ import annotations

from servanda.reading.counts import NOUN, PEOPLE, Draft
from servanda.reading.indicators import Line
from servanda.reading.quantities import Quantity
from servanda.reading.view import within

_BEFORE = 40  # characters before a count in which what happened to the people may stand
_NUMERALS = 10  # sums below in Chinese numerals are names, not money: 三元 is a dairy
_HURT = PEOPLE | {"visitors"}
_DEGREES = frozenset(("°C", "°F"))  # of weather and of fever
_OPENING = frozenset("(（")


def is_beside(line: Line, draft: Draft, before: Quantity | None) -> bool:
    """Whether a number is no figure; `before` is the quantity before it in the sentence."""
    kind = draft.quantity.kind
    if kind == "count":
        return _is_toll(line, draft) or _is_label(line, draft)
    if kind == "money":
        return _is_name(line, draft.quantity)
    if draft.quantity.unit in _DEGREES:
        return True
    return kind == "physical" and before is not None and before.kind == kind and _is_again(line, draft.quantity, before)


def _is_toll(line: Line, draft: Draft) -> bool:
    """Whether people are counted because they were hurt or held, or cried out: "some 540 people were injured"."""
    (since, until), end = draft.room, draft.end
    noun = line.at(draft.quantity.noun_start or end, end, "noun")
    if noun and noun.value["noun"] not in _HURT:
        return False
    return line.has("harmed", max(since, draft.start - _BEFORE), min(until, end + NOUN))


def _is_label(line: Line, draft: Draft) -> bool:
    """Whether a number is a note's, in brackets, part of a name, a house's or a troop's: "Lê Văn Tám" is no eight."""
    norm, start = line.view.norm, draft.quantity.start
    if draft.quantity.form == "words" and any(
        name.start < start < name.end for name in within(line.view.mentions, line.sentence.start, start)
    ):
        return True
    if norm[start - 1 : start] == "[" and norm[draft.quantity.end : draft.quantity.end + 1] == "]":
        return True
    noun = draft.quantity.noun_start
    if noun is None or not draft.rule.endswith("…") or not norm[noun].isupper():
        return False
    return not any(first <= noun < last for first, last in line.named)


def _is_name(line: Line, quantity: Quantity) -> bool:
    """Whether a sum is so small, and in Chinese numerals, that it is a part of a name: 三元, 五角大楼."""
    return line.view.is_apart and quantity.form == "words" and 0 < abs(quantity.value or 0) < _NUMERALS


def _is_again(line: Line, quantity: Quantity, before: Quantity) -> bool:
    """Whether a measure in brackets only says the one before it again: "30 metres (100 feet)"."""
    return line.view.norm[before.end : quantity.start].strip() in _OPENING
