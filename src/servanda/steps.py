"""What one act proves on its own: the step of the ladder, and what its words take for granted. Pure.

The tables are in `data/ladder.yaml`; `nuances` are what the act's sentence says beside its verb
(`servanda.reading.nuances`), the same keys in all languages.
"""

from __future__ import annotations

import datetime
from collections.abc import Set as AbstractSet

from servanda.days import first_day
from servanda.records import Act
from servanda.status import Status, ladder

Day = datetime.date
PLAIN: frozenset[str] = frozenset()


def step_of(act: Act, told: Day | None = None, nuances: AbstractSet[str] = PLAIN, *, is_named: bool = False) -> Status:
    """The step that an act proves on its own; `told` is the day on which its document tells it.

    `is_named` is true of an act whose object another act of its thread names.
    """
    if is_declaration(act) and not is_named and "negotiated" not in nuances:
        return Status.DECLARATION
    step = _said(act, nuances)
    if act.conditional or _lies_ahead(act, told):
        step = Status.PLEDGED if step.is_exit else min(step, Status(ladder()["ceiling_of_the_future"]), key=_rank)
    return step


def _said(act: Act, nuances: AbstractSet[str]) -> Status:
    """The step of what is said and done, whatever hangs on it."""
    table = ladder()
    if act.verb == "suspend" and "postponed" in nuances and (act.due or _is_talk(act)):
        return granted_by(act, nuances)  # to another day: it is planned, as it was
    if act.instrument in table["binding"] and act.verb in table["bound_by"]:
        return Status.COMMITTED
    if _is_joint(act):
        return Status.AGREED
    for nuance, verbs in table["nuances"].items():
        if nuance in nuances and act.verb in verbs and not _is_work(act) and not _is_date_of_talks(act, nuance):
            return Status(verbs[act.verb])
    return Status(table["verbs"][act.verb])


def _is_joint(act: Act) -> bool:
    """Whether several promise or plan it in one paper of theirs."""
    together = ladder()["together"]
    return act.verb in together["verbs"] and act.instrument in together["instruments"] and len(set(act.by)) > 1


def granted_by(act: Act, nuances: AbstractSet[str] = PLAIN) -> Status:
    """The step that the words of a way out take for granted: what is stopped, or rescinded, had been bound."""
    if act.verb == "abandon" and "rescinded" in nuances and not act.conditional:
        return Status.COMMITTED
    if act.verb != "suspend" or act.conditional:
        return Status.DECLARATION
    if "considered" in nuances:
        return Status.VOICED
    if "postponed" in nuances:
        return Status.PLEDGED
    return Status.PROPOSED if "negotiated" in nuances or _is_talk(act) else Status.COMMITTED


def _is_talk(act: Act) -> bool:
    """Whether it is about an agreement or talks, and nothing more concrete."""
    return bool(act.forms) and set(act.forms) <= set(ladder()["talks"])


def _is_date_of_talks(act: Act, nuance: str) -> bool:
    """Whether a day is set for talks: they are undertaken, whatever they are about."""
    return nuance == "negotiated" and act.verb == "plan" and bool(act.due) and _is_talk(act)


def _is_work(act: Act) -> bool:
    """Whether something concrete is started or delivered, whatever talks went before."""
    return act.verb in ("start", "deliver") and bool(act.forms) and not _is_talk(act)


def _rank(status: Status) -> int:
    return status.rank


def is_declaration(act: Act) -> bool:
    """Whether nothing in the act can be tested: no object, sum, day, place or sector."""
    table = ladder()["declarations"]
    return act.verb in table["verbs"] and not has_object(act)


def has_object(act: Act) -> bool:
    """Whether an act names what can be tested: an object, a sum, a day, a place or a sector."""
    table = ladder()["declarations"]
    return any(getattr(act, slot) for slot in table["tested_by"]) or not set(act.forms) <= set(table["forms"])


def _lies_ahead(act: Act, told: Day | None) -> bool:
    begin = first_day(act.when)
    return bool(told and begin and begin > told)


def questions_of(act: Act) -> tuple[str, ...]:
    """What a reviewer should settle about an act before more is made of it."""
    table = ladder()
    unknown = act.verb in table["bound_by"] and act.instrument not in table["known_instruments"]
    return ("instrument",) if unknown else ()
