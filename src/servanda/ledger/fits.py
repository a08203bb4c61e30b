"""What an act has in common with an undertaking of other documents, weighed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from servanda.ledger.gists import Gist
from servanda.ledger.signals import Signal, joining, of_kinds, weigh
from servanda.ledger.threads import Told, firms_of

_MOST_TOLD = 1.5


class Fit(NamedTuple):
    """How well acts fit a thread, and the signals that say so."""

    score: float
    signals: list[Signal]


def fit(one: Told, thread: Gist, rarity: Mapping[str, float]) -> Fit:
    """How well an act fits a thread, and the signals that say so."""
    signals = [signal for group in _GROUPS for signal in group(one, thread, rarity)]
    return Fit(weigh(signals, is_here=False), signals)


def together(best: Fit, others: Iterable[Fit]) -> Fit:
    """The fit of an act and of those that are told with it: names, sums and days of any of them count."""
    signals = {signal.name: signal for signal in best.signals}
    for signal in (signal for other in others for signal in other.signals if signal.name in joining().told_of_all):
        held = signals.get(signal.name)
        if held is None or signal.value > held.value:
            signals[signal.name] = signal
    return Fit(weigh(signals.values(), is_here=False), list(signals.values()))


def _matter(one: Told, thread: Gist, rarity: Mapping[str, float]) -> Iterator[Signal]:
    """What it is about: form, sector, matters, place and words."""
    if one.forms and thread.forms:
        if shared := one.forms & thread.forms:
            yield Signal("form", 1.0, shared)
        elif not (one.forms | thread.forms) & joining().loose_forms:
            yield Signal("other_form", 1.0, one.forms, thread.forms)
    if one.sectors and thread.sectors:
        if shared := one.sectors & thread.sectors:
            yield Signal("sector", 1.0, shared)
            if len(shared) > 1:
                yield Signal("sectors", min(_MOST_TOLD, len(shared) / 2), shared)
        else:
            yield Signal("other_sector", 1.0, one.sectors, thread.sectors)
    if one.matters and thread.matters:
        if shared := one.matters & thread.matters:
            yield Signal("matter", len(shared) / len(one.matters), shared)
        elif not one.kinds & thread.kinds:
            yield Signal("other_matter", 1.0, one.matters, thread.matters)
    yield from of_kinds(one.kinds, thread.kinds)
    if one.phases - joining().first_phase and not one.phases & thread.phases:
        yield Signal("other_phase", 1.0, one.phases)
    if shared := (one.places & (thread.places | thread.names)) | (one.names & thread.places):
        yield Signal("place", _told_by(shared, rarity), shared)
    elif one.places and thread.places:
        yield Signal("other_place", 1.0, one.places, thread.places)
    if len(one.places & thread.places) > 2:
        yield Signal("route", 1.0, one.places & thread.places)
    if shared := one.words & thread.words:
        own = sum([rarity[word] for word in one.words])
        yield Signal("words", sum([rarity[word] for word in shared]) / max(own, 1.5), shared)


def _told_by(shared: Collection[str], rarity: Mapping[str, float]) -> float:
    """How much the shared names tell together; several tell more than one."""
    return min(_MOST_TOLD, sum([rarity[name] for name in shared]))


def _people(one: Told, thread: Gist, rarity: Mapping[str, float]) -> Iterator[Signal]:
    """Between whom: the countries, those who do it, those who are named."""
    if one.parties and thread.parties:
        same = one.parties == thread.parties
        yield Signal("parties" if same else "fewer", 1.0, one.parties, thread.parties)
    debtors = one.by & thread.by
    if debtors:
        yield Signal("debtor", _told_by(debtors, rarity), debtors)
    elif (own := firms_of(one.by)) and (others := firms_of(thread.by)):
        yield Signal("other_debtor", 1.0, own, others)
    if shared := (one.names & thread.names) - debtors:
        yield Signal("name", _told_by(shared, rarity), shared)


def _terms(one: Told, thread: Gist, rarity: Mapping[str, float]) -> Iterator[Signal]:
    """On what terms: the sum, the numbers and the days."""
    if shared := one.numbers & thread.numbers:
        yield Signal("number", max([rarity[number] for number in shared]), shared)
    if one.act.when and len(one.act.when) >= len("2025-03-18") and one.act.when in thread.whens:
        yield Signal("when", 0.5 if one.act.when == one.entry.published else 1.0, [one.act.when])
    if one.amount and one.amount in thread.amounts:
        yield Signal("amount", 1.0, ["{:,.0f} {}".format(*one.amount)])
    if one.act.due and thread.dues:
        same = one.act.due in thread.dues
        yield Signal("due" if same else "other_due", 1.0, [one.act.due], thread.dues)


def _apart(one: Told, thread: Gist, _rarity: Mapping[str, float]) -> Iterator[Signal]:
    """That they are told in different documents, and whether in different languages."""
    yield Signal("apart", 1.0)
    if one.entry.lang not in thread.langs:
        yield Signal("translated", 1.0)


_GROUPS: tuple[Callable[[Told, Gist, Mapping[str, float]], Iterator[Signal]], ...] = (_matter, _people, _terms, _apart)
