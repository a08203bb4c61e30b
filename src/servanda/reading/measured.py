"""What a percentage is of."""

from __future__ import annotations

from servanda.reading.counts import Draft, Room
from servanda.reading.engine import Piece
from servanda.reading.indicators import TRADE, Line
from servanda.reading.quantities import Quantity
from servanda.reading.reach import ATTACHED, BEHIND, BESIDE, CUE, NEXT
from servanda.reading.sums import PASSED_ON, is_apart


def subject(
    line: Line, quantity: Quantity, room: Room, last: Draft | None, place: int | None = None
) -> tuple[str, str, float]:
    """What a percentage is of: the indicator before it, unless the figure before it is nearer and goes on."""
    cue = line.before(place or quantity.start, "indicator", line.sentence.start)
    while cue and ("up" in cue.value or "down" in cue.value):  # "exports may contract by 3 percent"
        cue = line.before(cue.start, "indicator", line.sentence.start)
    cue = _levy_on(line, cue) or _spent_by(line, cue) or cue
    if told := _told_behind(line, quantity, last, cue):
        return told, f"<percent> … {told}", 0.8
    if cue and "whole" in cue.value:  # "the digital economy's share of GDP": the whole is not what is measured
        cue = line.before(cue.start, "indicator", max(room[0], cue.start - 2 * CUE)) or cue
    is_whole = cue is not None and "whole" in cue.value and last is not None and last.measure == "share"
    if last and (cue is None or cue.start < last.quantity.start or is_whole):
        return last.indicator, "… <percent>, as before", 0.8
    if cue:
        return cue.value["indicator"], f"{cue.value['indicator']} … <percent>", 0.85
    cue = line.after(place, "indicator", quantity.start) if place else None  # "the share of e-commerce in GDP"
    if cue and "whole" not in cue.value:
        return cue.value["indicator"], f"{cue.value['indicator']} … <percent>", 0.8
    cue = line.after(quantity.end, "indicator", line.sentence.end)
    if cue and not is_apart(line, quantity, cue):
        return cue.value["indicator"], f"<percent> … {cue.value['indicator']}", 0.7
    if line.has("economy", line.sentence.start, quantity.start):
        return "gdp", "economy … <percent>", 0.7
    noun = line.before(quantity.start, "noun", line.sentence.start)
    return (noun.value["noun"], "<noun> … <percent>", 0.6) if noun else ("other", "<percent>", 0.5)


def _levy_on(line: Line, cue: Piece | None) -> Piece | None:
    """The word for a tariff right before the flow that it is on: "the duty on imports of salt"."""
    if cue is None or cue.value["indicator"] not in TRADE:
        return None
    levy = line.before(cue.start, "indicator", cue.start - BEHIND)
    return levy if levy and levy.value["indicator"] == "other" and cue.start - levy.end <= BESIDE else None


def _spent_by(line: Line, cue: Piece | None) -> Piece | None:
    """The word for money right before the people whose it is: "spending by tourists", "receipts from visitors"."""
    if cue is None or cue.value["indicator"] != "visitors":
        return None
    money = line.before(cue.start, "indicator", cue.start - BEHIND)
    return money if money and money.value["indicator"] in ("revenue", "other") else None


def _told_behind(line: Line, quantity: Quantity, last: Draft | None, cue: Piece | None) -> str | None:
    """What a percentage is of by the words around it: "5 percent more in number but 8 percent less in value"."""
    to = line.after(quantity.end, "towards", quantity.end + NEXT)
    whole = line.after(to.end, "indicator", to.end + ATTACHED) if to else None
    if whole and whole.value["indicator"] == "gdp" and not is_apart(line, quantity, whole):
        return "gdp"  # "adds 0.3 percent to its GDP"
    counted = line.after(quantity.end, "indicator", quantity.end + BEHIND // 2)
    if counted and counted.value["indicator"] in PASSED_ON and not is_apart(line, quantity, counted):
        return str(counted.value["indicator"])
    is_other = cue is not None and cue.value["indicator"] == "other"
    if is_other and counted and counted.value["indicator"] in TRADE and not is_apart(line, quantity, counted):
        return str(counted.value["indicator"])  # "the levy may cut by 10% the shipments of furniture"
    before = cue.value["indicator"] if cue else last.indicator if last else ""
    is_in_value = line.has("in-value", quantity.start - NEXT * 4, quantity.end + BEHIND // 2)
    return PASSED_ON.get(before) if is_in_value else None
