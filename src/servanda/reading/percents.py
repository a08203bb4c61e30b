"""Percentages and multiples: growth and decline; the rest are parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from servanda.reading.counts import NOUN, Draft, Room
from servanda.reading.cues import grammar_of as amounts_of
from servanda.reading.indicators import Line, grammar_of
from servanda.reading.parts import of_share, whole_behind
from servanda.reading.quantities import Quantity
from servanda.reading.reach import BEHIND, CUE, NEXT

_APART = ",—–-(，（"  # a part behind one of these explains the amount before it
_OPEN, _CLOSE = ("(", "（"), (")", "）")
_MONTH = 7  # characters of an ISO month
_STOP = re.compile(r"[,;.)，；。）](?= |$)")


def of_percent(line: Line, quantity: Quantity, room: Room, last: Draft | None) -> Draft | None:
    """A percentage: a change where a word of growth or decline belongs to it, a share where it is of something."""
    if quantity.kind == "times" and quantity.per:
        return None
    if quantity.kind == "times" and grammar_of(line.view.lang).times_of.is_at(*_place(line, quantity)):
        since = time_of(line, quantity, line.sentence.start)
        return _changed(quantity, room, since if since is not None else quantity.start, _beside(line, quantity) or 1)
    if sign := _within(line, quantity, room):
        return _changed(replace(quantity, approx="exact"), room, quantity.start, sign)
    is_base = _is_of_other_time(line, quantity)
    if not is_base and (ratio := _of_ratio(line, quantity, room, last)):
        return ratio
    if last and last.measure in ("change", "share") and _is_paired(line, last, quantity):
        return replace(last, quantity=quantity, room=room, start=quantity.start, end=quantity.end)
    if last and last.measure == "share" and last.quantity.moves_to and quantity.kind == last.quantity.kind:
        return replace(last, quantity=quantity, room=room, start=quantity.start, end=quantity.end)  # "from 18% to 35%"
    if _is_own_rate(line, quantity) or (last and last.measure == "share" and _is_in_brackets(line, quantity)):
        return of_share(line, quantity, room, last)
    if told := _like_before(line, quantity, room, last):
        return told
    if (
        last
        and (is_base or is_against(line, quantity))
        and last.quantity.kind == quantity.kind
        and last.measure in ("share", "level")
    ):
        return replace(last, quantity=quantity, room=room, start=quantity.start, end=quantity.end)
    sign, cue = (0, None) if is_base else _sign(line, quantity, room)
    if sign and cue is not None:
        quantity = _on_top(line, quantity, cue)
        is_word = any(place == cue for place, _ in _reaching(line, quantity.start))
        quantity = replace(quantity, approx="exact") if is_word else quantity  # "cao hơn 24%" is no "over 24%"
    if sign and not (quantity.sign and quantity.value and quantity.value < 0):
        start = cue if cue is not None and quantity.start - cue <= CUE else quantity.start
        return _changed(quantity, room, start, 1 if quantity.sign else sign)
    is_level = (
        line.has("year-on-year", room[0], quantity.start) or _is_of_level(line, quantity)  # "1.4 times the level"
    )
    if quantity.kind == "times" and not quantity.sign and quantity.form != "multiple" and not is_level:
        return None
    if quantity.sign or quantity.kind in ("percentage-point", "times"):
        return _changed(quantity, room, quantity.start, 1)
    return of_share(line, quantity, room, last)


def _is_own_rate(line: Line, quantity: Quantity) -> bool:
    """Whether a percentage says how high that is which stands right behind it: "raising the 15% duty" is no growth."""
    start, end = quantity.start, quantity.end
    is_before = grammar_of(line.view.lang).is_head_last and quantity.kind == "percent" and not quantity.sign
    cue = line.at(end + 1, end + 2, "indicator") if is_before else None
    if cue is None or cue.start != end + 1 or cue.value["indicator"] != "other":
        return False
    until = cue.end + 2 * NEXT
    return not any(line.has(name, cue.end, until) or line.at(start, until, name) for name in ("up", "down"))


def _is_in_brackets(line: Line, quantity: Quantity) -> bool:
    """Whether a percentage without a sign stands alone in brackets: "ahead of Peru (12%) and Chile (9%)"."""
    norm = line.view.norm
    is_alone = norm[quantity.start - 1 : quantity.start] in _OPEN and norm[quantity.end : quantity.end + 1] in _CLOSE
    return quantity.kind == "percent" and not quantity.sign and is_alone


def is_against(line: Line, quantity: Quantity) -> bool:
    """Whether a percentage is one that another is compared with: "45 percent, up from 18 percent"."""
    return quantity.kind == "percent" and is_compared(line, quantity)


def _is_of_other_time(line: Line, quantity: Quantity) -> bool:
    """Whether a percentage is what there was at a time with which another is compared: "低于2024年的19.5%"."""
    start = quantity.start
    level = line.before(start, "level-of", start - NOUN)
    place = level.start if level and start - level.end <= 1 else time_of(line, quantity, line.sentence.start)
    if place is None or quantity.kind != "percent" or quantity.form == "fraction":
        return False
    told = line.at(place, place + 1, "year-on-year")
    cues = (line.before(place + NEXT, name, place - CUE // 2) for name in ("compared", "up", "down"))
    return (told is not None and told.start < place) or any(
        cue is not None and cue.start < place and place - cue.end <= 1 for cue in cues
    )


def is_compared(line: Line, quantity: Quantity) -> bool:
    """Whether a word right before an amount says that another is compared with it."""
    cue = line.before(quantity.start, "compared", quantity.start - CUE)
    if cue is None or quantity.start - cue.end <= NEXT:
        return cue is not None
    names = [(first, last) for first, last in line.named if cue.end <= first and last <= quantity.start]
    owned = NEXT + max(map(len, ("", *grammar_of(line.view.lang).possessives)))
    return len(names) == 1 and names[0][0] - cue.end <= NEXT and quantity.start - names[0][1] <= owned


def _place(line: Line, quantity: Quantity) -> tuple[str, int, int]:
    """Where an amount stands in the text in lower case."""
    return line.view.lower, quantity.start, quantity.end


def _beside(line: Line, quantity: Quantity) -> int:
    """The sign of a word that only counts right beside an amount, 0 where there is none: "4% smaller"."""
    grammar = grammar_of(line.view.lang)
    found = (sign for words, sign in ((grammar.more, 1), (grammar.less, -1)) if words.is_at(*_place(line, quantity)))
    return next(found, 0)


def _within(line: Line, quantity: Quantity, room: Room) -> int:
    """The sign of a word that an amount begins with, what it is compared with behind it: "ít hơn 3,7% so với"."""
    until = min(room[1], quantity.end + 2 * NEXT)
    if quantity.approx == "exact" or not any(
        line.has(name, quantity.end, until) for name in ("compared", "year-on-year")
    ):
        return 0
    grammar, lower = grammar_of(line.view.lang), line.view.lower
    found = (
        sign for words, sign in ((grammar.more, 1), (grammar.less, -1)) if words.within.match(lower, quantity.start)
    )
    return next(found, 0)


def sign_of_excess(line: Line, quantity: Quantity) -> int:
    """Whether a word right before an amount makes it more (1) or less (-1) than what is named before, or neither."""
    start, than = quantity.start, grammar_of(line.view.lang).than
    for name, sign in (("more-than", 1), ("less-than", -1)):
        cue = line.before(start, name, start - CUE // 2)
        is_next = cue is not None and start - cue.end <= 1
        if cue is not None and is_next and _is_compared_before(line, quantity, cue.start, than):
            return sign
    return 0


def _is_compared_before(line: Line, quantity: Quantity, place: int, than: re.Pattern[str]) -> bool:
    """Whether a clause tells before a place with what an amount in it is compared, and no other amount does."""
    since = max((q.end for q in line.quantities if q.end <= place), default=line.sentence.start)
    since = max(since, line.view.norm.rfind(",", since, place) + 1)
    return quantity.end > place and than.search(line.view.lower, since, place) is not None


def _sign(line: Line, quantity: Quantity, room: Room) -> tuple[int, int | None]:
    """The sign of a change, 0 where it is none, and where its word of growth or decline begins."""
    start, end = quantity.start, quantity.end
    rate = line.before(start, "rate", max(room[0], start - 2 * CUE))
    is_rate, is_of_fall = rate is not None, rate is not None and "down" in rate.value  # "the fall slowed to 4 percent"
    is_reached = (quantity.moves_to and not is_rate) or _is_reached(line, quantity)
    reached = line.before(start, "reached", start - 2 * CUE) if is_rate and quantity.kind == "percent" else None
    if reached and start - reached.end < NEXT and not quantity.sign:
        is_less = is_of_fall or line.has("minus", reached.start, end)
        return -1 if is_less else 1, reached.start  # "growth slowed to 4 percent"
    sign, cue = (0, None) if is_reached else _direction(line, quantity, room)
    if rate and is_of_fall and cue is not None and cue >= rate.end and quantity.kind == "percentage-point":
        sign = -sign  # "the fall slowed by 2 points"
    sign = sign or _by(line, quantity, room) or (0 if quantity.sign else sign_of_excess(line, quantity))
    is_change = quantity.kind == "percent" and not quantity.sign and (is_rate or _is_more(line, quantity, room))
    if not sign and is_change:
        sign = -1 if line.at(start, end, "down") else 1
    is_next = any(line.has(name, end, end + NEXT) for name in ("up", "down"))
    is_far = start - cue > NOUN // 2 if cue is not None else not is_next
    return (0, cue) if quantity.kind == "times" and (quantity.per or is_far) else (sign, cue)


def _by(line: Line, quantity: Quantity, room: Room) -> int:
    """The sign of a change that only its preposition tells: "rose to 90 tonnes, or by 5%"; 0 where it is none."""
    cue = line.before(quantity.start + NEXT, "by", quantity.start - NEXT)
    if cue is None or quantity.kind != "percent" or quantity.sign or whole_behind(line, quantity, room)[0]:
        return 0
    found = [(c.start, s) for name, s in (("up", 1), ("down", -1)) if (c := line.before(quantity.start, name))]
    return max(found)[1] if found else 1


def _is_more(line: Line, quantity: Quantity, room: Room) -> bool:
    """Whether a word of growth belongs to the number, with what it is compared with, or is it: "减半"."""
    is_more = line.at(quantity.start, quantity.end, "up") or line.at(quantity.start, quantity.end, "down")
    if is_more and quantity.form == "fraction" and (is_more.start, is_more.end) == (quantity.start, quantity.end):
        return True
    until = min(room[1], quantity.end + NEXT * 2)
    plan = line.after(quantity.end, "status", quantity.end + 2)  # "vượt 12% kế hoạch"
    is_of_plan = plan is not None and plan.value["status"] == "target"
    return bool(is_more) and (is_of_plan or _is_compared_behind(line, quantity, until))


def _is_compared_behind(line: Line, quantity: Quantity, until: int) -> bool:
    """Whether it is told behind an amount what it is compared with."""
    return any(line.at(quantity.end - 1, until, name) for name in ("compared", "year-on-year"))


def _of_ratio(line: Line, quantity: Quantity, room: Room, last: Draft | None) -> Draft | None:
    """A percentage of what there was a year before, as the change that it is: "bằng 93% so với cùng kỳ" is -7."""
    if quantity.kind != "percent" or quantity.value is None:
        return None
    start, end = quantity.start, quantity.end
    is_told = last is not None and last.measure == "level" and last.start >= line.sentence.start
    if _is_of_level(line, quantity) or (is_told and is_of_what_was(line, quantity)):
        return _changed(replace(quantity, value=round(quantity.value - 100, 4)), room, start, 1)
    cue = line.before(start, "ratio", max(room[0], start - CUE))
    if cue is None or line.has("up", room[0], start) or line.has("down", room[0], start):
        return None
    told = line.after(end, "year-on-year", min(room[1], end + BEHIND // 2))
    is_joined = told is not None and "," not in line.view.norm[end : told.start]
    is_told = is_joined or _is_before_time(line, quantity)
    is_near = start - cue.end <= NEXT and is_told
    if not (is_near or line.has("year-on-year", cue.end, start) or time_of(line, quantity, cue.start) is not None):
        return None
    return _changed(replace(quantity, value=round(quantity.value - 100, 4)), room, cue.start, 1)


def time_of(line: Line, quantity: Quantity, since: int) -> int | None:
    """Where a time begins right before a part or multiple that is one of it: "只有2015年的一半", "是2015年的三倍"."""
    times = [time for time in line.times if since <= time.start and time.end < quantity.start]
    is_of = times and line.view.lower[times[-1].end : quantity.start].strip() in amounts_of(line.view.lang).words["of"]
    return times[-1].start if is_of else None


def is_of_what_was(line: Line, quantity: Quantity) -> bool:
    """Whether a part explains an amount as one of that of another time: "48 tonnes, half of what came in 2023"."""
    cue = line.at(quantity.end - NEXT, quantity.end + NEXT, "what-was")
    words = line.view.lower[line.sentence.start : quantity.start].split()
    if words and words[-1] in amounts_of(line.view.lang).words["conversions"]:
        words = words[:-1]
    if cue is None or not words or words[-1][-1] not in _APART:
        return False
    stop = _STOP.search(line.view.norm, cue.end, line.sentence.end)
    until = stop.start() if stop else line.sentence.end
    today = (line.view.document.published or "")[:_MONTH]
    values = [time.value for time in line.times if cue.end <= time.start < until]
    return line.has("year-on-year", cue.end, until) or any(value < today and value != today[:4] for value in values)


def _is_before_time(line: Line, quantity: Quantity) -> bool:
    """Whether a time stands right behind a part, or one that owns it: "bằng hai phần ba năm ngoái", "144% của 2023"."""
    times = [time for time in line.times if 0 <= time.start - quantity.end <= 1]
    is_part = quantity.form == "fraction"
    return any(is_part or line.at(time.start, time.start + 1, "owner") for time in times)


def _is_of_level(line: Line, quantity: Quantity) -> bool:
    """Whether an amount is a part, or a multiple, of what there was: "four-fifths of the level of 2023"."""
    start, end = quantity.start, quantity.end
    before = line.before(start, "level-of", start - NOUN)
    if before is None or start - before.end > 1:
        return line.has("level-of", end, end + NEXT)
    return not quantity.moves_to  # no "from last year's 30%"


def _changed(quantity: Quantity, room: Room, start: int, sign: int) -> Draft:
    """The draft of a growth, or of a decline, told from a place on; what falls threefold is a third of what it was."""
    if quantity.kind == "times" and sign < 0 and quantity.value:
        low, high = quantity.value, quantity.value_max
        parts = [round(1 / times, 4) for times in (high, low) if times]
        quantity, sign = replace(quantity, value=parts[0], value_max=parts[-1] if high else None), 1
    return Draft(quantity, room, start, quantity.end, "other", "change", sign, "<percent>", 0.8)


def _is_paired(line: Line, last: Draft, quantity: Quantity) -> bool:
    """Whether only "and" stands between two percentages, which then are alike: "by 5% and 8%", "20%, 12% and 7%"."""
    first = last.quantity
    gap = line.view.lower[first.end : quantity.start].strip()
    is_listed = (gap == "," and last.measure == "share") or gap in amounts_of(line.view.lang).words["range_and"]
    is_own = last.measure == "change" and whole_behind(line, quantity, (last.end, line.sentence.end))[0]
    return first.kind == quantity.kind == "percent" and is_listed and not is_own


def _like_before(line: Line, quantity: Quantity, room: Room, last: Draft | None) -> Draft | None:
    """A percentage with no word of its own, as the one before it in its sentence is: "Egypt takes 18%, Turkey 14%"."""
    by = tuple(f"{word} " for word in amounts_of(line.view.lang).words["range_from"])
    is_by = line.before(quantity.start, "difference", quantity.start - NEXT) is not None
    is_by = is_by or line.view.lower.startswith(by, quantity.start)  # "de 14 %, ceux de thé de plus d'un tiers"
    is_plain = quantity.kind == "percent" and not quantity.sign and (quantity.form != "fraction" or is_by)
    if last is None or last.told is None or not is_plain or line.sentence.end < room[1]:
        return None
    first, until = room[0], min(room[1], quantity.end + BEHIND)
    own = quantity.start if is_by else quantity.end  # of "de plus de moitié" the beginning tells no growth
    words = ("up", "down", "share", "ratio", "year-on-year")
    if any(line.has(name, first, own) or line.has(name, quantity.end, until) for name in words):
        return None
    is_led = last.told[0] == "change" and any(0 < q.start - quantity.end <= 2 * NEXT for q in line.quantities)
    reach = quantity.start if is_led else until  # "exports rose 3% to 40 million, imports 2% to 51"
    if line.has("reached", first, own) or line.has("reached", min(quantity.end, reach), reach):
        return None
    joint, _ = whole_behind(line, quantity, room)
    if joint:
        return None
    measure, sign, of = last.told
    rule = "<percent>, as the one before,"
    return Draft(quantity, room, quantity.start, quantity.end, "other", measure, sign, rule, 0.8, of)


def _is_reached(line: Line, quantity: Quantity) -> bool:
    """Whether a word right before a percentage says what was reached: "rose to 5%" is no growth by so much."""
    start = quantity.start
    cue = line.before(start, "reached", start - 2 * CUE) or line.at(start, start + 1, "reached")
    is_rate = line.has("rate", max(line.sentence.start, start - 2 * CUE), start)  # "growth reached 5%" is growth
    return (
        quantity.kind == "percent" and cue is not None and start - cue.end < NEXT and not quantity.sign and not is_rate
    )


def _on_top(line: Line, quantity: Quantity, cue: int) -> Quantity:
    """The times of a growth that come on top of what there was: "增长两倍" is three times as much."""
    is_more = quantity.kind == "times" and quantity.form != "multiple" and quantity.value is not None
    if is_more and line.has("in-addition", cue, quantity.start):
        return replace(quantity, value=round((quantity.value or 0) + 1, 4))
    return quantity


def _reaching(line: Line, start: int) -> Iterator[tuple[int, int]]:
    """Where a word begins that ends in how exact an amount is, with its sign: "đông hơn một phần ba"."""
    for name, sign in (("up", 1), ("down", -1)):
        cue = line.at(start - 1, start + 1, name)
        if cue is not None and cue.start < start < cue.end:
            yield cue.start, sign


def _direction(line: Line, quantity: Quantity, room: Room) -> tuple[int, int | None]:
    """The sign of the word of growth or decline that belongs to a percentage, and where the word begins."""
    if sign := _beside(line, quantity):
        return sign, None
    since = max(room[0] - 4, quantity.start - 2 * CUE, line.sentence.start)
    before = [
        (cue.start, 1 if name == "up" else -1)
        for name in ("up", "down")
        if (cue := line.before(quantity.start, name, since))
    ]
    before = before or list(_reaching(line, quantity.start))
    share = line.before(quantity.start, "share", since)
    if before and (
        _is_of_before(line, quantity, room, max(before)[0]) or _is_part(line, quantity, room, max(before)[0])
    ):
        before = []
    if before and not (share and share.start > max(before)[0]):
        place, sign = max(before)
        return sign, place
    until = min(room[1], quantity.end + BEHIND)
    behind = [
        (cue.start, 1 if name == "up" else -1)
        for name in ("up", "down")
        if (cue := line.after(quantity.end, name, until))
    ]
    is_next = bool(behind) and min(behind)[0] - quantity.end < NEXT
    is_start = (
        line.view.lower[max(0, quantity.start - NOUN) : quantity.start]
        .rstrip()
        .endswith(tuple(amounts_of(line.view.lang).words["range_from"]))
    )
    if behind and not is_start and "," not in line.view.norm[quantity.end : min(behind)[0]] and (is_next or not share):
        return min(behind)[1], None
    told = line.after(quantity.end, "year-on-year", until)
    is_change = told is not None and share is None and "," not in line.view.norm[quantity.end : told.start]
    return (1 if is_change else 0), None


def _is_part(line: Line, quantity: Quantity, room: Room, place: int) -> bool:
    """Whether a percentage of what stands behind it is no change by a word further off: "dropped it and took 5% of"."""
    is_far = quantity.start - place > NOUN // 2
    return is_far and not grammar_of(line.view.lang).is_of_by_case and whole_behind(line, quantity, room)[0]


def _is_of_before(line: Line, quantity: Quantity, room: Room, place: int) -> bool:
    """Whether a word of growth before a percentage goes with the one before: "5% more in number but 8% less"."""
    behind = any(line.has(name, quantity.end, quantity.end + NEXT) for name in ("up", "down"))
    return behind and 0 <= place - room[0] < NEXT
