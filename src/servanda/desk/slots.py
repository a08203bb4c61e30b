"""A record's slots as a reader sees them: each with its label, codes and dates in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from servanda.analysis.series import Subject
from servanda.desk.words import Words
from servanda.exchange.rows import value_text
from servanda.records import Act, Actor, Amount, AnyRecord, Event, Figure

_HIDDEN = frozenset(
    ("kind", "doc", "start", "end", "quote", "confidence", "rule", "part", "value_max", "unit", "approx", "magnitude")
)
_LABELLED = {"verb": "verb", "forms": "form", "sectors": "sector", "sector": "sector", "indicator": "indicator"}
_COUNTRIES = frozenset(("parties", "country", "reporter", "partner"))
_DATES = frozenset(("when", "due", "period", "basis", "published"))
_NAMED = {"instrument": "instrument", "status": "figure_status", "mode": "mode", "direction": "direction", "per": "per"}


_ARROWS = {"exports": "→", "imports": "←", "investment": "←"}

_HEADS: dict[type, str] = {Act: "verb", Figure: "indicator", Event: "type", Actor: "name"}


def slots_of(record: AnyRecord, words: Words) -> list[tuple[str, str]]:
    """The slots that have a value, as label and text; what the head of the card says is not said again."""
    found = []
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if name in _HIDDEN or name == _HEADS.get(type(record)) or value in (None, "", (), False):
            continue
        found.append((words.t(f"slot.{name}"), slot_text(record, name, words)))
    return found


def slot_text(record: AnyRecord, name: str, words: Words) -> str:
    """The text of one slot."""
    value = getattr(record, name)
    if isinstance(record, Figure) and name == "value":
        return words.wording.amount(record)
    if name == "type":
        return words.label("event", value) if isinstance(record, Event) else words.t(f"actor_type.{value}")
    for fits, told in _WAYS:
        if fits(name, value):
            return told(name, value, words)
    return value_text(value)


def _listed(values: Any) -> Iterable[str]:
    return (values,) if isinstance(values, str) else values


def _named(name: str, value: Any, words: Words) -> str:
    key = f"{_NAMED[name]}.{value}"
    return words.t(key) if words.has(key) else str(value)


_WAYS: tuple[tuple[Callable[[str, Any], bool], Callable[[str, Any, Words], str]], ...] = (
    (lambda name, _: name in _LABELLED, lambda name, v, words: words.wording.labels(_LABELLED[name], _listed(v))),
    (lambda name, _: name in _COUNTRIES, lambda _, v, words: ", ".join(map(words.wording.country, _listed(v)))),
    (lambda name, _: name in _DATES, lambda _, v, words: words.day(v)),
    (lambda name, _: name in _NAMED, _named),
    (lambda name, _: name == "measure", lambda _, v, words: words.t(f"measure.{v}")),
    (lambda _, v: isinstance(v, Amount), lambda _, v, words: words.wording.amount(v)),
    (lambda _, v: isinstance(v, int) and not isinstance(v, bool), lambda _, v, words: words.wording.number(v)),
    (lambda _, v: v is True, lambda _, _v, words: words.t("slot.yes")),
)


def subject_of(subject: Figure | Subject, words: Words) -> str:
    """What a figure or a series is of, in words: its indicator and how it is measured, and the sides."""
    wording = words.wording
    indicator = wording.label("indicator", subject.indicator)
    told = wording.label("measure", subject.measure).format(indicator=indicator)
    if isinstance(subject, Subject) and subject.expected:
        told = wording.say("labels", "expected", indicator=told)
    between = f" {_ARROWS.get(subject.indicator, '–')} "
    sides = between.join(wording.country(code) for code in (subject.reporter, subject.partner) if code)
    return ", ".join(filter(None, (told[:1].upper() + told[1:], sides)))


def head_of(record: AnyRecord, words: Words) -> str:
    """What a record is, in two or three words: the head of its card."""
    match record:
        case Act():
            return words.label("verb", record.verb)
        case Figure():
            return subject_of(record, words)
        case Event():
            return words.label("event", record.type)
        case Actor():
            return record.name
        case _:
            return record.title or record.quote
