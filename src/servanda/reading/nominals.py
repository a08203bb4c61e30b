"""Words that look like verbs and are part of a noun phrase: "the request", "plans", "由中方提供贷款的要求"."""

from __future__ import annotations

from servanda.reading.grammar import (
    ACTION,
    ADVERB,
    AGAIN,
    AND,
    ATTRIBUTIVE,
    BE,
    BETWEEN,
    BROAD,
    COMMA,
    CONTRAST,
    DEED,
    DETERMINER,
    FUTURE,
    FUTURE_BE,
    HAVE,
    NEGATION,
    NP,
    PREPOSITION,
    PROPOSAL,
    QUANTITY,
    SEMICOLON,
    STOP,
    UNDERGO,
    UNKNOWN,
    Deed,
)
from servanda.reading.line import Line
from servanda.reading.subjects import ENDING, names_instrument

_HEADLESS = COMMA | AND | CONTRAST | SEMICOLON  # before a word that has no subject
GROUP_REACH = 14  # pieces that a verb group has at most
SAID = frozenset(("wish", "propose", "request", "promise", "plan", "agree", "refuse"))  # what is said is not yet done


def is_nominal(line: Line, place: int) -> bool:
    """Whether the word is part of a noun phrase: "的" follows; of a verb that does not bend, a determiner precedes.

    What is done, before the auxiliary of another verb, describes that verb's subject.
    """
    deeds = [deed for deed in line.deeds(place) if deed.form == "plain"]
    plain = [deed.frame if deed.frame == "concluding" else deed.verb for deed in deeds]
    if plain and line.bits[place - 1] & DETERMINER:
        return True
    if plain and line.bits[place] & PROPOSAL and _is_settled(line, place + 1):
        return True
    if any(deed.frame == "object" for deed in deeds) and line.grammar.link & line.bits[place + 1] & COMMA:
        return True  # "应农业部邀请，…": nobody is asked to do it
    if plain and SAID.isdisjoint(plain) and _is_of_document(line, place, deeds):
        return True
    if plain and line.bits[place + 1] & (HAVE | FUTURE | BE) and SAID.isdisjoint(plain):
        return True
    if (
        (line.grammar.has_cases or plain)
        and line.bits[place - 1] & PREPOSITION
        and not line.bits[place - 1] & (NP | AND)
    ):
        return True
    if plain and (not place or line.bits[place - 1] & _HEADLESS) and _has_passive_after(line, place):
        return True
    if plain and line.grammar.link & COMMA and _is_of_settled(line, place):
        return True
    is_between = line.bits[place + 1] & BETWEEN and line.bits[place - 1] & BE  # "được ký kết giữa": signed between
    if line.bits[place + 1] & ATTRIBUTIVE and not is_between:
        return True
    return bool(plain) and (_describes_proposal(line, place, deeds) or _goes_on_nominal(line, place))


def _is_settled(line: Line, place: int) -> bool:
    """Whether the verb at a place says what became of a request or a proposal: "申请未获批准", "申请已获中国批准"."""
    while line.bits[place] & (HAVE | ADVERB) and not line.bits[place] & DEED:
        place += 1
    if line.bits[place] & UNDERGO and line.bits[place] & (NEGATION | BE):
        return True
    if line.bits[place] & PREPOSITION:  # "计划因缺电告吹"
        last = min(len(line), place + GROUP_REACH)
        place = next((i for i in range(place, last) if line.bits[i] & (DEED | COMMA | STOP)), place)
    deeds = line.deeds(place) if line.bits[place] & DEED else ()
    return any(deed.frame == "intransitive" and deed.verb in ENDING for deed in deeds)


def _is_of_settled(line: Line, place: int) -> bool:
    """Whether the verb only says what a proposal asks for, and the clause what became of it: "请…的申请被驳回"."""
    last = min(len(line) - 1, place + GROUP_REACH)
    end = next((i for i in range(place + 1, last) if line.bits[i] & (COMMA | STOP | SEMICOLON)), last)
    return any(
        line.bits[i] & ATTRIBUTIVE and line.bits[i + 1] & PROPOSAL and _is_settled(line, i + 2)
        for i in range(place + 1, end)
    )


def _is_of_document(line: Line, place: int, deeds: list[Deed]) -> bool:
    """Whether the verb only tells of what a document or a proposal before it is: "hợp đồng cung cấp máy bơm"."""
    if line.grammar.link & COMMA or any(deed.frame == "intransitive" for deed in deeds):
        return False
    return bool(line.bits[place - 1] & PROPOSAL) or names_instrument(line, place - 1, place)


def _goes_on_nominal(line: Line, place: int) -> bool:
    """Whether the verb goes on a list of topics that a preposition opens: "就设立实验室、开展培训达成共识"."""
    bits, left = line.bits, place - 1
    if not (line.grammar.link & COMMA and bits[left] & AND):
        return False
    while left > 0 and not bits[left] & (COMMA | STOP | SEMICOLON):
        if bits[left] & (DEED | ACTION) and bits[left - 1] & PREPOSITION and not bits[left - 1] & (NP | AND):
            return True
        left -= 1
    return False


def _describes_proposal(line: Line, place: int, deeds: list[Deed]) -> bool:
    """Whether the verb, with its object, only tells what is asked for: "由中方提供贷款的要求"."""
    is_allowed = any(deed.frame == "intransitive" and deed.verb == "approve" for deed in deeds)
    if not is_allowed and not any(deed.frame == "concluding" for deed in deeds):
        return False
    last = min(len(line), place + GROUP_REACH)
    end = next((i for i in range(place + 1, last) if line.bits[i] & (COMMA | STOP | DEED)), last)
    marks = [i for i in range(place + 1, end) if line.bits[i] & ATTRIBUTIVE]
    return any(is_allowed or line.bits[i + 1] & PROPOSAL for i in marks)  # "获准进入市场的水果": fruit that is let in


def _has_passive_after(line: Line, place: int) -> bool:
    """Whether a passive, or a verb without an object, follows in the clause, whose subject the word then opens."""
    bits, last = line.bits, min(len(line), place + GROUP_REACH)
    end = next((i for i in range(place + 1, last) if bits[i] & (COMMA | STOP)), last)
    passive = (i for i in range(place + 1, end) if bits[i] & FUTURE_BE or (bits[i] & UNDERGO and bits[i] & BE))
    mark = next(passive, end)
    is_followed = not line.grammar.link & COMMA and any(_is_intransitive(line, i) for i in range(place + 1, end))
    return line.has(mark, end, DEED) or is_followed


def _is_intransitive(line: Line, place: int) -> bool:
    """Whether the word at a place is nothing but a verb without an object."""
    return bool(line.deeds(place)) and all(deed.frame == "intransitive" for deed in line.deeds(place))


def is_noun(line: Line, place: int) -> bool:
    """Whether the word at the place is more likely a noun: a determiner, preposition or owner stands before it.

    Where nouns have cases, no verb looks like one; nor does a phrase that opens with an auxiliary: "is on hold".
    """
    opening = line.grammar.words.get(line.lower(place).partition(" ")[0])
    if line.grammar.has_cases or (opening and opening.bits & (BE | HAVE)):
        return False
    before = place - 1
    while line.bits[before] & (UNKNOWN | AGAIN | BROAD | QUANTITY):
        before -= 1
    if line.bits[before] & NP:
        return before >= 0 and line.is_possessor(before)
    return bool(line.bits[before] & (DETERMINER | PREPOSITION))
