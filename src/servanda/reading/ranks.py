"""Ranks: places in an order of partners, investors, markets, told by an ordinal or by who leads and who follows."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from servanda.reading.counts import Draft, Room
from servanda.reading.cues import STANDINGS
from servanda.reading.cues import grammar_of as amounts_of
from servanda.reading.engine import Piece
from servanda.reading.indicators import Line, grammar_of
from servanda.reading.quantities import Quantity
from servanda.reading.reach import ATTACHED, BEHIND
from servanda.reading.respective import Share
from servanda.reading.scenes import Named

_WORD = 24  # characters before an ordinal in which a word of ranking stands
_BEFORE = 60  # characters before "leads" in which stands who does
_JOINED, _FARTHEST = 9, 24  # characters between two names of a row; the same where "those from" stands between
_OWN = 3  # spaces between a superlative and its noun: "the largest foreign direct investor"
_NEXT = 12  # characters between "came next" and the place that it is
_COPULAS = frozenset(("–", "—"))  # between a name and its place: "Армения – третья"
_ENDS = frozenset(";:.()")
_AMOUNTS = ("money", "percent", "physical", "count")


def of_rank(line: Line, quantity: Quantity, room: Room, last: Draft | None) -> Draft | None:
    """A place in an order of partners, investors, markets."""
    if quantity.form in STANDINGS:
        return _of_standing(line, quantity, room, last)
    noun = line.after(quantity.end, "ranked", min(room[1], quantity.end + ATTACHED))
    noun = noun or line.before(quantity.start, "ranked", max(room[0], quantity.start - ATTACHED))
    is_ordinal = quantity.form not in ("ranking", "superlative")
    if noun is None and is_ordinal and not _is_told(line, quantity):
        return None
    is_told = noun is None and last is not None and last.measure != "rank"
    noun = noun or line.at(line.sentence.start, line.sentence.end, "ranked")
    if is_told and noun is not None and last is not None and noun.end <= last.start:
        noun = None  # "the market for tea grew 20% to 2 billion, the third largest": of what the sum is of
    if quantity.form == "superlative" and (
        noun is None or _is_of_several(line, noun, last) or _is_far(line, quantity, noun)
    ):
        return None
    end = noun.end if noun and quantity.end <= noun.start < quantity.end + ATTACHED else quantity.end
    return Draft(quantity, room, _start_of(line, quantity), end, "other", "rank", 1, "<place>", 0.85 if noun else 0.6)


def _start_of(line: Line, quantity: Quantity) -> int:
    """Where a place begins behind the possessive ending of whose it is: "Vietnam's largest partner"."""
    norm, start = line.view.norm, quantity.start
    word = norm[start : quantity.end].partition(" ")[0]
    is_ending = start > 0 and norm[start - 1] + word in grammar_of(line.view.lang).possessives
    return start + len(word) + 1 if is_ending else start


def _is_far(line: Line, quantity: Quantity, noun: Piece) -> bool:
    """Whether what a superlative is of stands behind other words than its own: "its largest city is a good market"."""
    gap = line.view.lower[quantity.end : noun.start]
    return not amounts_of(line.view.lang).needs_classifier and gap.count(" ") > _OWN


def _is_told(line: Line, quantity: Quantity) -> bool:
    """Whether a word before an ordinal says that it is a place, or a place and a name: "second, and Vietnam third"."""
    start = quantity.start
    if line.before(start, "rank-words", start - _WORD):
        return True
    ranks = any(q.kind == "rank" and q.start < start for q in line.quantities)
    if ranks and any(last == start - 1 for _, last in line.named):
        return True
    is_ranking = line.tells("ranked") or line.before(start, "rank-words", line.sentence.start) is not None
    return is_ranking and any(line.view.norm[last:start].strip() in _COPULAS for _, last in line.named if last < start)


def _is_of_several(line: Line, noun: Piece, last: Draft | None) -> bool:
    """Whether a superlative is of several, "the three largest markets", or again of the rank before it."""
    if last is not None and last.measure == "rank" and noun.start < last.end:
        return True
    counted = (q.noun_start for q in line.quantities if q.kind == "count" and q.noun_start is not None)
    return any(place == noun.start for place in counted)


def _of_standing(line: Line, quantity: Quantity, room: Room, last: Draft | None) -> Draft | None:
    """The place of who leads, of who follows the one before, or of who is behind those that are named."""
    ordinals = (q.start for q in line.quantities if q.kind == "rank" and q.form not in STANDINGS)
    if any(0 <= start - quantity.end <= _NEXT for start in ordinals):
        return None  # "came next, in third place"
    ranked = last if last is not None and last.measure == "rank" and last.start >= line.sentence.start else None
    row = _row_behind(line, quantity.end)
    if not _is_of_figures(line, quantity, last) or not _is_named(line, quantity, row):
        return None
    is_next = quantity.form in ("follows", "followed")
    if ranked and not is_next and _is_again(line, ranked, quantity):
        return None
    value = 1 + len(row) if quantity.form == "behind" else 1 + _place_before(line, quantity) if is_next else 1
    end = row[0][1] if row and quantity.form in ("followed", "behind") else quantity.end
    draft = Draft(quantity, room, quantity.start, end, "other", "rank", 1, f"<{quantity.form}>", 0.7)
    return replace(draft, quantity=replace(quantity, value=value))


def _place_before(line: Line, quantity: Quantity) -> int:
    """The place that the sentence tells before one who follows; the first where it tells none."""
    place = 0
    for rank in line.quantities:
        if rank.kind != "rank" or rank.start >= quantity.start:
            continue
        if rank.form in ("follows", "followed"):
            place = (place or 1) + 1
        elif rank.form != "ordinal" or _is_told(line, rank):
            place = int(rank.value or 1)
    return place or 1


def shares_of_followers(line: Line, named: Sequence[Named]) -> dict[int, Share]:
    """What "followed by Spain" looks at: at Spain, and not at who is named right before and stands higher."""
    shares: dict[int, Share] = {}
    for quantity in line.quantities:
        row = _row_behind(line, quantity.end) if quantity.form == "followed" else []
        higher = [n for n in named if n.end <= quantity.start]
        if not row or not higher:
            continue
        rival = higher[-1]
        own = [n for n in named if n.start != rival.start and not row[0][1] <= n.start]
        before = [q for q in line.quantities if q.start < quantity.start and q.form not in STANDINGS]
        room, start = (before[-1].end, before[-1].start) if before else (line.sentence.start, None)
        barred = frozenset((rival.code,)) - {n.code for n in own}
        shares[quantity.start] = Share(((rival.start, rival.end),), room, own, barred, start)
    return shares


def _is_of_figures(line: Line, quantity: Quantity, last: Draft | None) -> bool:
    """Whether the order is one of amounts: they stand in the sentence, or right before it in the paragraph."""
    if line.earlier is not None and line.earlier.paragraph == line.sentence.paragraph:
        return True
    if last is not None and last.start >= line.sentence.start:
        return True
    if quantity.form == "followed":
        return False
    behind = quantity.end + 2 * BEHIND
    is_amount = any(q.kind in _AMOUNTS and quantity.end <= q.start < behind for q in line.quantities)
    return is_amount or line.tells("ranked")


def _is_named(line: Line, quantity: Quantity, row: list[tuple[int, int]]) -> bool:
    """Whether it is told by name who stands there, or behind whom."""
    if row or quantity.form in ("followed", "behind"):
        return bool(row)
    start, end = quantity.start, quantity.end
    if any(first < start <= last + _BEFORE for first, last in line.named):
        return True
    return any(end <= first < end + BEHIND and "," not in line.view.norm[end:first] for first, _ in line.named)


def _is_again(line: Line, ranked: Draft, quantity: Quantity) -> bool:
    """Whether a place is told for the second time: "the second largest buyer, behind only Spain"."""
    gap = line.view.norm[ranked.end : quantity.start]
    is_apart = ";" in gap or any(ranked.end <= first < quantity.start for first, _ in line.named)
    return quantity.form == "behind" or not is_apart


def _row_behind(line: Line, place: int) -> list[tuple[int, int]]:
    """The names that stand in a row right behind a place: "behind Spain and Italy"."""
    row: list[tuple[int, int]] = []
    for start, end in line.named:
        if start >= place:
            if not _is_joined(line, place, start, is_first=not row):
                break
            row.append((start, end))
            place = end
    return row


def _is_joined(line: Line, place: int, start: int, *, is_first: bool) -> bool:
    """Whether a name belongs to the row that ends at a place: "Spain and the Netherlands", "by those from Italy"."""
    gap = line.view.norm[place:start]
    is_told = any(line.has(name, place, start) for name in ("origin", "ranked"))
    if len(gap) > (_FARTHEST if is_told else _JOINED) or not _ENDS.isdisjoint(gap):
        return False
    is_listed = "," in gap or grammar_of(line.view.lang).joins.search(line.view.lower, place, start) is not None
    return is_listed != is_first
