"""Of which body a person is whose office names none: "its director", "the fund's director", a chief executive."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from servanda.reading.entities import BODIES, Entity
from servanda.reading.places import plain_name

_NOUN = 4  # letters by which the noun of a body is known in all its cases


class Owned(NamedTuple):
    """A person of a body named before a place; `stem`: how a word of its name begins; `is_chief`: no state has such."""

    person: Entity
    before: int
    stem: str = ""
    is_chief: bool = False


def stem_of(noun: str) -> str:
    """The beginning by which a noun is found in a body's name."""
    return plain_name(noun)[:_NOUN].strip()


def settle_owned(owned: list[Owned], entities: list[Entity], is_of_state: Callable[[Entity], bool]) -> None:
    """Give each person the body that the noun fits and that is named last before him, else the last of all."""
    bodies = [entity for entity in entities if entity.type in BODIES]
    firms = [entity for entity in bodies if not is_of_state(entity)] if any(one.is_chief for one in owned) else []
    for one in owned:
        candidates = firms if one.is_chief else bodies
        fitting = _last(candidates, one) if one.stem else None
        owner = fitting or _last(candidates, one._replace(stem="")) or _only_firm(entities)
        one.person.organisation = one.person.organisation or (owner.name if owner else None)


def _last(entities: list[Entity], one: Owned) -> Entity | None:
    """The body that fits and that is named last before the person."""
    named = (
        (mention.start, entity)
        for entity in entities
        if f" {one.stem}" in f" {plain_name(entity.name)}"
        for mention in entity.mentions
        if mention.start < one.before
    )
    return max(named, key=lambda pair: pair[0], default=(0, None))[1]


def _only_firm(entities: list[Entity]) -> Entity | None:
    """The firm of a document that names but one."""
    firms = [entity for entity in entities if entity.type == "company"]
    return firms[0] if len(firms) == 1 else None
