"""Whether words name a thing of cooperation: a form, an instrument, a sector, or what was spoken of before."""

from __future__ import annotations

from collections.abc import Sequence

from servanda.reading.grammar import AGAIN, BROAD, DETERMINER, HOSTING, MARK, PREPOSITION, PROPOSAL, Deed
from servanda.reading.line import Line
from servanda.reading.topics import Topic
from servanda.reading.view import within

ENDING = frozenset(("suspend", "abandon", "refuse", "approve"))  # verbs by which something ends, or may begin


JOINT = frozenset(
    ("agreement", "mechanism", "dialogue", "mou", "joint-statement", "minutes", "framework-agreement", "treaty")
)


MEETINGS = frozenset(("dialogue", "mechanism"))  # forms of which a session is held
GATHERINGS = MEETINGS | {"trade-promotion"}
FIRMS = frozenset(("contract", "licence", "financing-agreement", "budget"))  # what others than the two sides sign


def _topics(line: Line, first: int, end: int) -> Sequence[Topic]:
    return line.pages.topics.within(line.pieces[first].start, line.pieces[end - 1].end) if first < end else ()


def names_anything(line: Line, first: int, end: int) -> bool:
    """Whether the words name a form, an instrument or a sector, or a thing of cooperation spoken of before."""
    return bool(_topics(line, first, end)) or line.has(first, end, AGAIN | BROAD | PROPOSAL)


def names_instrument(line: Line, first: int, end: int) -> bool:
    """Whether the words name an agreement or another instrument."""
    return any(map(_is_instrument, _topics(line, first, end)))


def _is_instrument(topic: Topic) -> bool:
    return topic.kind == "instrument" or topic.code == "agreement"


def instrument_place(line: Line, first: int, end: int) -> int:
    """The piece with the first instrument that the words name, or its article; `first` where they name none."""
    named = next((topic.start for topic in _topics(line, first, end) if _is_instrument(topic)), -1)
    place = next((i for i in range(end - 1, first, -1) if line.pieces[i].start <= named), first)
    while place > first and line.bits[place - 1] & DETERMINER and not line.bits[place - 1] & PREPOSITION:
        place -= 1
    return place


def names_form(line: Line, first: int, end: int) -> bool:
    """Whether the words name a form of cooperation or an instrument."""
    return any(topic.kind in ("form", "instrument", "weak-form") for topic in _topics(line, first, end))


def is_concluded(line: Line, first: int, end: int, deed: Deed) -> bool:
    """Whether what is concluded is of the kind that the verb needs: an instrument, an opening, any form."""
    if deed.verb == "sign":
        return names_instrument(line, first, end)
    if deed.verb == "approve":  # what is lifted or eased: access to a market, a rule
        return any(topic.code in ("market-access", "policy") for topic in _topics(line, first, end))
    return (deed.verb == "deliver" and _is_paid_or_bought(line, first, end)) or names_form(line, first, end)


def _is_paid_or_bought(line: Line, first: int, end: int) -> bool:
    """Whether the words name a firm or a sum of money."""
    is_firm = any((m := line.mention(i)) and m.entity.type == "company" for i in range(first, end))
    if is_firm or first >= end:
        return is_firm
    return bool(line.pages.sums.within(line.pieces[first].start, line.pieces[end - 1].end))


def is_joint(line: Line, first: int, end: int, verb: str) -> bool:
    """Whether the words name nothing but what two sides have in common: an agreement, a round of talks, a mechanism.

    What is signed may provide for more.
    """
    codes = {topic.code for topic in _topics(line, first, end) if topic.kind in ("form", "weak-form", "instrument")}
    return bool(codes & JOINT if verb == "sign" else codes) and (codes <= JOINT or verb == "sign") and not codes & FIRMS


def is_of_cooperation(line: Line, first: int, end: int, deed: Deed) -> bool:
    """Whether what is done is a form of cooperation; of what is put off or dropped a sector is enough.

    In a text that speaks of nothing else all is, but for shares: "95% of payments are made in yuan".
    """
    if line.pages.is_of_field and deed.verb != "agree" and not _is_share(line, first, end):
        return True
    if deed.frame == "object":  # asked to do a thing, or for it
        is_asked = line.has(first, end, MARK) or not line.grammar.marks or line.asks_for(first)
        return is_asked and names_anything(line, first, end)
    if deed.verb in ENDING:
        return bool(_topics(line, first, end)) or (deed.verb != "approve" and line.has(first, end, AGAIN))
    return names_form(line, first, end)


def _is_share(line: Line, first: int, end: int) -> bool:
    """Whether the words tell of a share, which is a statistic."""
    quantities = within(line.view.quantities, line.pieces[first].start, line.pieces[end - 1].end)
    return any(quantity.kind == "percent" for quantity in quantities)


def is_meeting(line: Line, first: int, end: int) -> bool:
    """Whether the words name nothing but a meeting: talks, a session of a commission."""
    codes = _form_codes(line, first, end)
    return bool(codes) and codes <= MEETINGS


def is_talked(line: Line, first: int, end: int) -> bool:
    """Whether the first thing that the words name is talks."""
    codes = [topic.code for topic in _topics(line, first, end) if topic.kind in ("form", "weak-form")]
    return codes[:1] == ["dialogue"]


def is_gathering(line: Line, first: int, end: int) -> bool:
    """Whether the words tell that a meeting or a fair is held or attended: who does so plans it."""
    codes = _form_codes(line, first, end)
    return line.has(first, end, HOSTING) and bool(codes) and codes <= GATHERINGS


def _form_codes(line: Line, first: int, end: int) -> set[str]:
    return {topic.code for topic in _topics(line, first, end) if topic.kind in ("form", "weak-form")}
