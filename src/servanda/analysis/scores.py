"""How well an undertaking is documented: sources (S1), completeness (S2), follow-up (S3). Pure; the tables are data."""

from __future__ import annotations

import msgspec

from servanda.records import Act, Undertaking
from servanda.status import Status, ladder, source_score

MOST = 5


class Score(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Points from 0 to 5, with the criteria that are met and those that are not; None where nothing is to be scored."""

    points: int | None
    met: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


class Scores(msgspec.Struct, frozen=True, kw_only=True):
    """The three scores of an undertaking, each by its table in `docs/reference/ladder.md`."""

    sources: Score
    completeness: Score
    follow_up: Score


def scores_of(undertaking: Undertaking) -> Scores:
    """The scores of an undertaking on the evidence that it has."""
    return Scores(
        sources=_sources(undertaking),
        completeness=completeness(undertaking),
        follow_up=follow_up(undertaking),
    )


def _sources(undertaking: Undertaking) -> Score:
    """S1, 1 to 5: who vouches for it; the steps that one document proves are one source."""
    vouching = [source for source, _ in dict.fromkeys((step.source, step.doc) for step in undertaking.steps)]
    official = set(vouching) & set(ladder()["official"])
    points = source_score(vouching, promisor_only=official == {"gov-promisor"})
    return Score(points=points, met=tuple(dict.fromkeys(vouching)))


def completeness(undertaking: Undertaking) -> Score:
    """S2, 0 to 5: one off for each of an exact date, a value where the form has one, debtor, creditor, clear form."""
    table = ladder()["scores"]
    is_valued = not set(undertaking.forms).isdisjoint(table["valued_forms"])
    told = {
        "date": any(_is_day(day) for act in undertaking.acts for day in (act.when, act.due)),
        "value": undertaking.amount is not None or not is_valued,
        "debtor": bool(undertaking.by),
        "creditor": bool(undertaking.to),
        "form": not set(undertaking.forms) <= set(table["vague_forms"]),
    }
    return _score(told)


def follow_up(undertaking: Undertaking) -> Score:
    """S3, 0 to 5, of what was started: one for each of implementer, start, end, place, sector."""
    started = [step for step in undertaking.steps if Status(step.status).rank >= Status.STARTED.rank]
    if not started:
        return Score(points=None)
    acts = dict(zip(undertaking.act_ids, undertaking.acts, strict=True))
    moving = [acts[step.act] for step in started if step.act in acts]
    is_done = any(step.status == Status.DELIVERED and step.date for step in started)
    told = {
        "implementer": any(act.by for act in moving),
        "start": any(step.date for step in started) or any(_begins(act) for act in moving),
        "end": is_done or undertaking.due is not None,
        "place": bool(undertaking.places),
        "sector": bool(undertaking.sectors),
    }
    return _score(told)


def _score(told: dict[str, bool]) -> Score:
    met = tuple(name for name, is_met in told.items() if is_met)
    return Score(points=len(met), met=met, lacks=tuple(name for name in told if name not in met))


def _is_day(day: str | None) -> bool:
    """Whether a date is told to the day: 2026-03-18, and not 2026-03."""
    return day is not None and len(day) == len("2026-03-18") and "/" not in day


def _begins(act: Act) -> bool:
    return act.when is not None
