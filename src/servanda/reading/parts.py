"""Parts of a whole: what a share is of."""

from __future__ import annotations

from servanda.reading.counts import PEOPLE, Draft, Room, of_people
from servanda.reading.cues import grammar_of as amounts_of
from servanda.reading.engine import Piece
from servanda.reading.indicators import Line, grammar_of
from servanda.reading.measured import subject
from servanda.reading.quantities import Quantity
from servanda.reading.reach import ATTACHED, BEHIND, BESIDE, CUE, NEXT


def of_share(line: Line, quantity: Quantity, room: Room, last: Draft | None) -> Draft:
    """A part of something; a bare rate is a level."""
    start, end = quantity.start, quantity.end
    share = line.before(start, "share", max(room[0], start - 2 * CUE)) or _among(line, quantity, last)
    owned = line.has("owns", room[0] - NEXT, min(room[1], end + BEHIND))
    share = (
        share
        or _brought_to(line, quantity)
        or _of_those(line, last)
        or _parted(line, quantity, last)
        or line.before(start, "owns", max(room[0], start - CUE))
    )
    inner = line.before(start, "whole", line.sentence.start)
    joint, of_cue = whole_behind(line, quantity, room)
    between = _whole_between(line, share, start)
    place = share.start if share and between else start
    indicator, rule, sure = subject(line, quantity, room, last, place)
    if not (joint or share or inner) and _is_beside(line, quantity, last):
        return Draft(quantity, room, start, end, indicator, "share", 1, f"{rule}, in brackets", sure, indicator)
    is_again = owned or (last is not None and last.measure == "share")
    payer = line.before(start, "pays", start - CUE)
    is_paid = payer is not None and start - payer.end <= NEXT  # "of the tuition the state will bear 75 percent"
    share = share or (payer if is_paid else None)
    is_rate = rule.startswith("other") and not (joint or is_again or is_paid)  # "inflation came to 3.9 percent"
    if is_rate or not (
        joint or share or inner or owned or quantity.form == "fraction" or _is_listed(line, quantity, last)
    ):
        indicator = "other" if sure < 0.8 or indicator in _LENT else indicator
        return Draft(quantity, room, start, end, indicator, "level", 1, "<percent>", 0.5)
    of = _of(between, of_cue if joint else None, inner)
    since = max(room[0], last.end if last else 0)
    is_of_them = line.has("anaphora", end, end + NEXT * 2)
    if (
        joint
        and of_cue
        and not is_of_them
        and "whole" not in of_cue.value
        and not line.before(start, "indicator", since)
    ):
        indicator = of_cue.value.get("indicator") or of_cue.value["noun"]
    elif joint and of_cue is None and indicator not in PEOPLE and not _is_again(line, start, end):  # "9% of the market"
        indicator = "other"
    if owned:  # "51 percent of the firm", and of what it puts into a plant
        indicator = _OWNED.get(indicator, indicator)
    indicator = of_people(line, indicator, room, last)
    return Draft(quantity, room, start, end, indicator, "share", 1, f"{rule}, share", min(sure, 0.8), of)


_LENT = ("loan", "grant")  # a bare rate of these is one of interest
_OWNED = {
    "project-value": "investment",
    **dict.fromkeys(("company-count", "revenue", "jobs", "capacity", "production", "trainees"), "other"),
}


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


def _is_again(line: Line, start: int, end: int) -> bool:
    """Whether a part is of what was told before: "of which", "of the total"."""
    if line.before(start, "including", start - ATTACHED // 2):
        return True
    last = end + ATTACHED // 2
    return any(line.at(max(end - NEXT, 0), last, name) for name in ("anaphora", "total"))


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
    found = min(filter(None, cues), key=lambda cue: cue.start, default=None)
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
