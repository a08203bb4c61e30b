"""Sums of money: what they are of."""

from __future__ import annotations

from servanda.reading.counts import Draft, Room
from servanda.reading.engine import Piece
from servanda.reading.indicators import TRADE, Line
from servanda.reading.quantities import Quantity
from servanda.reading.reach import ATTACHED, BEHIND, NEXT


def of_money(line: Line, quantity: Quantity, room: Room, last: Draft | None) -> Draft:
    """A sum of money."""
    indicator, rule, sure = _indicator(line, quantity, room, last)
    is_told = line.has("minus", max(room[0], quantity.start - 90), quantity.end + BEHIND)
    is_carried = last is not None and last.sign < 0 and last.measure == "level" and "as before" in rule
    is_lost = indicator == "revenue" and line.before(quantity.start, "losses", room[0]) is not None
    is_minus = is_lost or (indicator == "trade-balance" and (is_told or is_carried))
    return Draft(quantity, room, quantity.start, quantity.end, indicator, "level", -1 if is_minus else 1, rule, sure)


def _indicator(line: Line, quantity: Quantity, room: Room, last: Draft | None) -> tuple[str, str, float]:
    """What an amount is of: named right behind it, else before it, else that of the one before, else behind it."""
    start = quantity.start
    if last and line.at(quantity.end, quantity.end + NEXT, "including") and last.indicator not in UNPAID:
        return last.indicator, "<amount> of which, as before", 0.8
    if named := _named_behind(line, quantity, room):
        return named, f"<amount> of {named}", 0.9
    cue = _money_cue(line, start, room[0])
    if cue and cue.value["indicator"] == "revenue" and _is_of_trade(line, start):  # "partners, with turnover of"
        return "trade", "trade … <amount>", 0.8
    if cue and "earns" in cue.value and (flow := _earned_by(line, cue, last)):
        return flow, f"{flow} earned <amount>", 0.85
    if cue:
        return cue.value["indicator"], f"{cue.value['indicator']} … <amount>", 0.9
    gift = line.before(start, "gives", max(room[0], start - BEHIND))
    if gift and not any(mark in line.view.norm[gift.end : start] for mark in ",;"):
        return "grant", "<by> gives <amount>", 0.75
    cue = _money_cue(line, start, line.sentence.start)
    if last and last.quantity.kind == "physical" and cue and cue.value["indicator"] == "project-value":
        return "project-value", "contract … <amount>", 0.8
    is_worth = any(line.before(start, name, room[0]) for name in ("worth", "status"))  # "550 km long, estimated at"
    if last and cue is None and last.indicator == "other" and is_worth:
        return "project-value", "worth <amount>", 0.7
    if last and (passed := _passed_on(last)):
        return passed, "… <amount>, as before", 0.75
    if cue is None and line.before(start, "lenders", line.sentence.start) and not line.before(start, "worth", room[0]):
        return "loan", "lender … <amount>", 0.7
    if cue is None and line.before(start, "worth", line.sentence.start) and (flow := _sold(line, start)):
        return flow, f"{flow} worth <amount>", 0.75
    if cue is None and line.before(start, "worth", line.sentence.start):
        return "project-value", "worth <amount>", 0.7
    if cue:
        return cue.value["indicator"], f"{cue.value['indicator']} … <amount>", 0.7
    cue = line.after(quantity.end, "indicator", line.sentence.end)
    is_about_before = _is_about_before(line)
    if cue and cue.value["indicator"] not in UNPAID and not (is_about_before and is_apart(line, quantity, cue)):
        return cue.value["indicator"], f"<amount> … {cue.value['indicator']}", 0.7
    built = line.after(quantity.end, "worth", min(line.sentence.end, quantity.end + 2 * ATTACHED))
    if built and not is_apart(line, quantity, built):
        return "project-value", "<amount> … project", 0.6
    if is_about_before:
        return line.paid.indicator if line.paid else "other", "… <amount>, as in the sentence before", 0.6
    return "other", "<amount>", 0.5


def _is_of_trade(line: Line, start: int) -> bool:
    """Whether two countries or trading partners are spoken of before a turnover."""
    ranked = line.before(start, "ranked", line.sentence.start)
    return line.has("bilateral", line.sentence.start, start) or (
        ranked is not None and ranked.value["ranked"] == "trade"
    )


def _sold(line: Line, start: int) -> str | None:
    """Exports or imports, where goods were sold or bought in a named time: "sold goods worth 4 million in May"."""
    if not any(time.kind in _FLOWN for time in line.times) or line.has("status", line.sentence.start, start):
        return None
    found = [(cue.start, flow) for name, flow in TRADED if (cue := line.before(start, name, line.sentence.start))]
    return max(found)[1] if found else None


_FLOWN = ("month", "months", "quarter", "half", "year")
TRADED = (("sells", "exports"), ("buys", "imports"))


def _earned_by(line: Line, cue: Piece, last: Draft | None) -> str | None:
    """The flow of goods that earned a sum, named before the verb or told of just before: "wine exports brought in"."""
    before = line.before(cue.start, "indicator", line.sentence.start)
    named = str(before.value["indicator"]) if before else last.indicator if last else ""
    return named if named in TRADE else None


def _passed_on(last: Draft) -> str | None:
    """What a sum is of that follows a figure: the same, where that can be paid; what is worth it, behind a count."""
    is_paid = last.quantity.kind != "count" and last.indicator not in UNPAID
    return PASSED_ON.get(last.indicator, last.indicator if is_paid else None)


def is_apart(line: Line, quantity: Quantity, cue: Piece) -> bool:
    """Whether a mark or the next figure stands between a sum and a word behind it."""
    end = quantity.converted.end + 1 if quantity.converted else quantity.end  # "2 billion yuan ($280 million) plant"
    gap = line.view.norm[end : cue.start]
    return any(mark in gap for mark in ",;:()，；、") or any(
        quantity.end <= q.start < cue.start for q in line.quantities
    )


def _is_about_before(line: Line) -> bool:
    """Whether a sum that nothing names is of what the one before was: in its paragraph, or as its target."""
    if line.paid is None or line.paid.indicator in UNPAID:
        return False
    same = line.paid.paragraph == line.sentence.paragraph
    return same or line.tells("status")


def _money_cue(line: Line, start: int, since: int) -> Piece | None:
    """The last indicator before a sum that can be a sum."""
    cue = line.before(start, "indicator", since)
    while cue and cue.value["indicator"] in UNPAID:
        cue = line.before(cue.start, "indicator", since)
    return cue


_DASHES = ("–", "—", "-")
UNPAID = frozenset(
    ("jobs", "visitors", "users", "capacity", "project-count", "company-count")
)  # what is no sum of money


# What a sum is of that follows a count: "800 projects worth 3 billion".
PASSED_ON = {"project-count": "investment", "company-count": "investment"}


def find_named(line: Line, quantity: Quantity, room: Room) -> str | None:
    """What is named right behind an amount, else last before it."""
    named = _named_behind(line, quantity, room)
    cue = line.before(quantity.start, "indicator", line.sentence.start)
    return named or (cue.value["indicator"] if cue else None)


def _named_behind(line: Line, quantity: Quantity, room: Room) -> str | None:
    """What stands behind an amount, joined to it: "4 billion USD of foreign direct investment"."""
    end = quantity.end
    cue = line.after(end, "indicator", min(room[1], end + ATTACHED))
    joint = (
        line.after(end, "share-of", end + 6)
        or line.after(end, "owner", end + 6)
        or (line.view.lower[end : end + 4] == " in " and cue is not None and line.view.norm[end : cue.start].islower())
    )
    is_dashed = cue is not None and line.view.norm[end : cue.start].strip() in _DASHES
    joint = joint or is_dashed or (cue is not None and cue.start - end <= 1 and cue.value["indicator"] not in UNPAID)
    if cue and joint and not any(mark in line.view.norm[end : cue.start] for mark in ",;:.()"):
        return str(cue.value["indicator"])
    return None
