"""What the acts of a thread prove, each in the light of the others."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from typing import NamedTuple

from servanda.days import first_day, last_day
from servanda.languages import known_languages
from servanda.ledger.threads import Piece, Thread
from servanda.reading.nuances import nuances_of
from servanda.reading.topics import instruments_of
from servanda.records import Act, Entry
from servanda.status import Evidence, Status, ladder
from servanda.steps import PLAIN, granted_by, has_object, step_of

Day = datetime.date
PROMISES = ("promise", "plan", "agree", "approve", "sign", "start", "deliver", "suspend", "abandon")
_NUANCED = ("promise", "plan", "agree", "start", "deliver", "suspend", "abandon")


class Said(NamedTuple):
    """An act with its step on its own, the day on which it was told, and what its sentence says beside the verb."""

    one: Piece
    told: Day
    nuances: frozenset[str]
    step: Status


def evidence_in(thread: Thread) -> list[Evidence]:
    """What each act of the thread proves, in the order of the acts."""
    debtors = {side for one in thread.acts if one.act.verb in PROMISES for side in one.entry.sides}
    all_said = [_said(one, thread.acts) for one in thread.acts]
    return [_evidence(said, all_said, thread, debtors) for said in all_said]


def is_blocked(one: Piece) -> bool:
    """Whether an act says that the thing stands still; what is put off to another day does not."""
    return one.act.verb == "suspend" and step_of(one.act, None, _nuances(one)) is Status.SUSPENDED


def is_of_signature(one: Piece) -> bool:
    """Whether what an act undertakes is that something will be signed."""
    return one.act.verb in ("plan", "promise", "agree") and "signature" in _nuances(one)


def _evidence(said: Said, all_said: Sequence[Said], thread: Thread, debtors: set[str]) -> Evidence:
    entry, act = said.one.entry, said.one.act
    step = _step(said, all_said, thread)
    return Evidence(
        day=None if step.is_exit and _is_old_news(said, all_said) else min(said.one.day, said.told),
        step=step,
        quote=act.quote,
        source=_source(entry, debtors),
        act=entry.id,
        confidence=act.confidence,
        independent=_is_independent(entry, debtors or thread.parties),
        granted=granted_by(act, said.nuances),
    )


def _said(one: Piece, acts: Sequence[Piece]) -> Said:
    told = last_day(one.entry.published) or Day.fromisoformat(one.entry.recorded[:10])
    nuances = _nuances(one)
    step = step_of(one.act, told, nuances, is_named=_is_named(one.act, acts))
    return Said(one, told, nuances, _bound_by_word(one, step))


def _nuances(one: Piece) -> frozenset[str]:
    known = one.act.verb in _NUANCED and one.entry.lang in known_languages()
    return nuances_of(one.act.quote, one.entry.lang) if known else PLAIN


def _is_named(act: Act, acts: Sequence[Piece]) -> bool:
    """Whether another act tells more of the agreement that this one is about."""
    if act.forms != ("agreement",):
        return False
    return any("agreement" in one.act.forms and has_object(one.act) for one in acts)


def _bound_by_word(one: Piece, step: Status) -> Status:
    """The step of what was signed, where the words name a contract and the slot of the instrument is empty (R8)."""
    act, table = one.act, ladder()
    if step is not Status.AGREED or act.instrument or act.verb not in table["bound_by"]:
        return step
    found = instruments_of(act.quote, one.entry.lang) if one.entry.lang in known_languages() else PLAIN
    return Status.COMMITTED if found and found <= set(table["bound_by_word"]) else step


def _step(said: Said, all_said: Sequence[Said], thread: Thread) -> Status:
    """The act's step beside the others: a delivery may be one of a part, a refusal one of something else."""
    act, step = said.one.act, said.step
    if act.verb == "plan" and _are_talks(act) and not all(_are_talks(other.one.act) for other in all_said):
        return min(step, Status.PROPOSED, key=lambda one: one.rank)  # to meet about a thing is not to do it
    if step is Status.DECLINED and _is_aside(said, all_said):
        return Status.VOICED
    if step is not Status.DELIVERED:
        return step
    return Status.DELIVERED_PART if _is_part(act, thread) or _leaves_a_rest(said, all_said) else step


def _are_talks(act: Act) -> bool:
    """Whether nothing but talks is told of."""
    return not act.forms or act.forms == ("dialogue",)


def _is_part(act: Act, thread: Thread) -> bool:
    """Whether it is of much less than the sum that was undertaken."""
    if not (act.amount and act.amount.value):
        return False
    whole = thread.whole(act.amount.unit, act.amount.value)
    return bool(act.amount.value < whole * ladder()["whole"])


def _leaves_a_rest(said: Said, all_said: Sequence[Said]) -> bool:
    """Whether somebody is still to do a part on a day after the delivery."""
    for other in all_said:
        due = last_day(other.one.act.due)
        is_ahead = due and due > said.one.day and other.one.act.verb in ladder()["rest"] and other.told >= said.told
        if is_ahead and "part" in said.nuances | other.nuances:
            return True
    return False


def _is_aside(said: Said, all_said: Sequence[Said]) -> bool:
    """Whether a refusal leaves the rest as it is.

    Who refuses one thing and promises another in one document has not declined the whole. Of what was asked, it is one
    answer of several when somebody else says yes, and one matter of several when more is planned than was asked.
    """
    who = set(said.one.act.by)
    beside = [other for other in all_said if other.one.act.doc == said.one.act.doc]
    firm = [other.one.act for other in beside if other.step.rank >= Status.PLEDGED.rank]
    asks = [other.one.act for other in beside if other.one.act.verb in ("request", "propose")]
    if any(who & set(act.by) for act in firm):
        return True
    asking = {name for act in asks for name in act.by}
    return bool(asks) and any(not act.by or set(act.by) - asking - who for act in firm)


def _is_old_news(said: Said, all_said: Sequence[Said]) -> bool:
    """Whether a way out has no day of its own in a document that tells of a later step."""
    if said.one.act.when:
        return False
    days = (_day_of_step(other) for other in all_said if other.one.act.doc == said.one.act.doc)
    return any(day and 0 <= (said.told - day).days <= ladder()["news"] for day in days)


def _day_of_step(said: Said) -> Day | None:
    """The day that an act itself gives to a step from which a thread is taken up again."""
    return first_day(said.one.act.when) if said.step.rank >= Status(ladder()["reopened_by"]).rank else None


def _source(entry: Entry, debtors: set[str]) -> str:
    """The class of the source: a government's is its promisor's or its counterpart's."""
    if entry.source != "gov":
        return entry.source
    return "gov-promisor" if entry.state in debtors else "gov-counterpart"


def _is_independent(entry: Entry, sides: Collection[str]) -> bool:
    """Whether the source is neither a firm nor the voice of one of these states: the debtor's, else either's."""
    return entry.source != "firm" and entry.state not in sides
