"""Parts of a whole: what a share is of."""

from __future__ import annotations

from servanda.reading.counts import Draft, Room
from servanda.reading.cues import grammar_of as amounts_of
from servanda.reading.engine import Piece
from servanda.reading.indicators import Line, grammar_of
from servanda.reading.quantities import Quantity
from servanda.reading.reach import ATTACHED, BEHIND, BESIDE, CUE, NEXT

ITSELF = "itself"  # of what it is a part, for a part of the same


def of_share(line: Line, quantity: Quantity, room: Room, last: Draft | None) -> Draft:
    """A part of something; a bare rate is a level."""
    start, end = quantity.start, quantity.end
    joint, of_cue = whole_behind(line, quantity, room)
    share = _part_word(line, quantity, room, last)
    inner = line.before(start, "whole", line.sentence.start)
    if not (joint or share or inner) and _is_beside(line, quantity, last):
        return Draft(quantity, room, start, end, "other", "share", 1, "(<percent>)", 0.8, ITSELF)
    owned = line.has("owns", room[0] - NEXT, min(room[1], end + BEHIND))
    is_again = owned or (last is not None and last.measure == "share")
    payer = line.before(start, "pays", start - CUE)
    is_paid = payer is not None and start - payer.end <= NEXT  # "of the tuition the state will bear 75 percent"
    is_within = share is not None and "share" in share.value and _whole_between(line, share, start) is not None
    is_rate = _is_of_rate(line, quantity, last) and not (joint or is_again or is_paid or is_within)
    is_part = joint or share or is_paid or inner or owned or quantity.form == "fraction"
    if is_rate or not (is_part or _is_listed(line, quantity, last)):
        return Draft(quantity, room, start, end, "other", "level", 1, "<percent>", 0.5)
    of = _of(_whole_between(line, share or (payer if is_paid else None), start), of_cue if joint else None, inner)
    return Draft(quantity, room, start, end, "other", "share", 1, "<percent>", 0.8, of)


def _is_of_rate(line: Line, quantity: Quantity, last: Draft | None) -> bool:
    """Whether what stands before a percentage is told in percent itself: "inflation came to 3.9 percent"."""
    since = max(line.sentence.start, last.quantity.start if last else 0)
    cue = line.before(quantity.start, "indicator", since)
    head = line.before(cue.start, "indicator", cue.start - BEHIND) if cue else None
    if cue and head and cue.start - head.end <= BESIDE:
        cue = head
    return cue is not None and cue.value["indicator"] == "other"


def _part_word(line: Line, quantity: Quantity, room: Room, last: Draft | None) -> Piece | None:
    """The word that makes a percentage a part."""
    start = quantity.start
    return (
        line.before(start, "share", max(room[0], start - 2 * CUE))
        or _among(line, quantity, last)
        or _brought_to(line, quantity)
        or _of_those(line, last)
        or _parted(line, quantity, last)
        or line.before(start, "owns", max(room[0], start - CUE))
        or _of_whole_before(line, start)
    )


def _of_whole_before(line: Line, start: int) -> Piece | None:
    """The word right before a percentage that joins it to its whole, where that stands first: "首期产量的80%"."""
    grammar = grammar_of(line.view.lang)
    joint = line.before(start, "owner", start - NEXT) if grammar.is_head_last and grammar.is_of_by_case else None
    if joint is None or start - joint.end > 1:
        return None
    wholes = (line.before(joint.start, name, joint.start - BEHIND) for name in ("indicator", "total", "noun"))
    is_whole = any(cue and joint.start - cue.end <= 1 and cue.value.get("indicator") != "other" for cue in wholes)
    return joint if is_whole else None


def _brought_to(line: Line, quantity: Quantity) -> Piece | None:
    """The word for a part right behind a percentage that it is to reach: "raise to 75 percent the share of"."""
    is_reached = line.before(quantity.start, "reached", quantity.start - CUE)
    near = is_reached is not None and quantity.start - is_reached.end <= NEXT
    return line.after(quantity.end, "share", quantity.end + BESIDE) if near else None


def _of_those(line: Line, last: Draft | None) -> Piece | None:
    """The word for people or things whose number opens a sentence, of which a percentage tells: "Of the 1,200, 85%"."""
    if last is None or last.quantity.kind != "count" or last.start - line.sentence.start > ATTACHED // 2:
        return None
    words = amounts_of(line.view.lang).words
    first = line.view.lower[line.sentence.start : last.start].split()[:1]
    is_out_of = bool(first) and first[0] in {*words["out_of"], *(word.strip() for word in words["of"])}
    return line.at(last.start, last.end, "noun") if is_out_of else None


def _parted(line: Line, quantity: Quantity, last: Draft | None) -> Piece | None:
    """The word right behind a percentage that tells where or what this part of what was told is: "62% went abroad"."""
    is_told = last is not None and last.measure in ("level", "share")
    return line.after(quantity.end, "parted", quantity.end + NEXT) if is_told else None


def _is_listed(line: Line, quantity: Quantity, last: Draft | None) -> bool:
    """Whether a percentage goes on a list of parts as the one before: "held 60% by one and 40% by the other"."""
    if last is None or last.measure != "share" or last.quantity.kind != "percent":
        return False
    words = [line.view.lower[q.end : q.end + BESIDE].split()[:1] for q in (last.quantity, quantity)]
    return words[0] == words[1] != []


def _is_beside(line: Line, quantity: Quantity, last: Draft | None) -> bool:
    """Whether a percentage stands in brackets right behind a sum or number: "15.4 billion (59%)"."""
    is_number = last is not None and last.measure == "level" and last.quantity.kind != "percent"
    norm = line.view.norm
    if norm[quantity.start - 1 : quantity.start] in _OPEN and norm[quantity.end : quantity.end + 1] in _CLOSE:
        return True
    if last is None or not is_number or quantity.start - last.end > BEHIND // 2:
        return False
    gap = line.view.norm[last.quantity.end : quantity.start].strip()
    return gap[-1:] in _OPEN and not any(mark in gap for mark in ",;:，；")


_OPEN, _CLOSE = ("(", "（"), (")", "）")


def _among(line: Line, quantity: Quantity, last: Draft | None) -> Piece | None:
    """The word right before a percentage that makes it a part of the figure before: "1,100 jobs, of which 30%"."""
    cue = line.before(quantity.start, "anaphora", quantity.start - BEHIND) if last else None
    part = line.before(quantity.start, "including", max(quantity.start - ATTACHED, last.end)) if last else None
    return cue if cue and quantity.start - cue.end <= NEXT else part


def whole_behind(line: Line, quantity: Quantity, room: Room) -> tuple[bool, Piece | None]:
    """Whether a part is joined to what stands behind it, and what that is: "half of the firms"."""
    end = quantity.end
    # "half of the firms": the preposition may belong to the quantity
    grammar = grammar_of(line.view.lang)
    is_joined = bool(line.at(end - 3, end + 6, "share-of") or line.at(end - 3, end + 6, "owner"))
    is_joined = is_joined or (grammar.is_of_by_case and line.at(end, end + NEXT, "total") is not None)
    if any(end <= time.start <= end + NEXT for time in line.times):
        return False, None  # "by 5% in 2026"
    is_again = is_joined and room[1] - end <= ATTACHED // 2  # "three quarters of the 2,100 employees"
    near = end + 2 * ATTACHED if is_again else min(room[1], end + ATTACHED)
    cues = (line.after(end, name, min(near, line.sentence.end)) for name in ("whole", "indicator", "noun"))
    wholes = (cue for cue in cues if cue and "yearly" not in cue.value)  # "под 2% годовых" is a rate
    found = min(wholes, key=lambda cue: cue.start, default=None)
    nearest = BESIDE if grammar.is_head_last else ATTACHED
    is_joined = is_joined or (found is not None and found.start - end <= 1 and not grammar.is_head_last)
    if found and not is_joined and grammar.is_of_by_case and found.start - end <= nearest:
        is_joined = not any(mark in line.view.norm[end : found.start] for mark in ",;:.()、—")
    return is_joined, found


def _whole_between(line: Line, share: Piece | None, start: int) -> Piece | None:
    """What a part is of that stands between the word for a share and the number: "占出口总值的八成"."""
    if share is None:
        return None
    return line.before(start, "whole", share.end) or line.before(start, "indicator", share.end)


def _of(*cues: object) -> str | None:
    """What a share is of, as a code."""
    for cue in cues:
        value = getattr(cue, "value", None)
        if value:
            return str(value.get("whole") or value.get("indicator") or value.get("noun"))
    return None
