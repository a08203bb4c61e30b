"""What the finders of names hand on: an actor of the document, and a place where it is named."""

from __future__ import annotations

from msgspec import Struct, field

from servanda.reading.place_names import Place
from servanda.records import BODY

# Kinds of actors.
BODIES = ("public-body", "organisation", "company")
ACTING = (*BODIES, "person")
SITES = ("city", "region")
PLACES = ("country", *SITES)
REALMS = (*PLACES, "bloc")


class Entity(Struct, eq=False):
    """One distinct actor of a document, filled until its record is made."""

    type: str
    name: str
    start: int
    end: int
    rule: str
    part: str = BODY
    confidence: float = 0.8
    aka: list[str] = field(default_factory=list)
    country: str | None = None
    role: str | None = None
    organisation: str | None = None
    code: str | None = None
    mentions: list[Mention] = field(default_factory=list)


class Mention(Struct, frozen=True):
    """A place where an entity is named: the name alone, and the whole noun phrase with title, role and apposition."""

    start: int
    end: int
    entity: Entity
    first: int
    last: int


class Found(Struct, frozen=True):
    """A name that a pattern matched, before names are joined to entities."""

    start: int
    end: int
    type: str
    rule: str
    first: int
    last: int
    role: tuple[int, int] | None = None
    body: tuple[int, int] | None = None
    home: Place | None = None
    owner: tuple[int, int] | None = (
        None  # what stands for a body spoken of before: "its director", "the fund's director"
    )
    is_like: bool = False  # the role is the one spoken of before: "her counterpart"
