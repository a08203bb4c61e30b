"""What the acts of one undertaking name so far, in sets, by which the next act is compared with it."""

from __future__ import annotations

from typing import Any

import msgspec

from servanda.ledger.threads import Told

_SETS = ("forms", "sectors", "parties", "by", "names", "places", "words", "matters", "kinds", "phases", "numbers")
_MOST = 400  # words, names or numbers that are kept of one undertaking: what is in all of these tells nothing more


class Gist:
    """All that an undertaking's acts name; most have one act, and share its sets."""

    __slots__ = ("amounts", "dues", "founder", "langs", "whens", *_SETS)

    def __init__(self, told: Told) -> None:
        self.founder = told.entry.id
        self.langs = frozenset((told.entry.lang,))
        self.forms, self.sectors, self.parties = told.forms, told.sectors, told.parties
        self.by, self.names, self.places, self.words = told.by, told.names, told.places, told.words
        self.matters, self.kinds, self.phases, self.numbers = told.matters, told.kinds, told.phases, told.numbers
        self.whens = frozenset((told.act.when,)) if told.act.when else frozenset[str]()
        self.amounts: tuple[tuple[float, str], ...] = (told.amount,) if told.amount else ()
        self.dues: tuple[str, ...] = (told.act.due,) if told.act.due else ()

    def add(self, told: Told) -> None:
        """Take in what another act names."""
        self.langs |= {told.entry.lang}
        for slot in _SETS:
            held = getattr(self, slot)
            if len(held) < _MOST:
                setattr(self, slot, held | getattr(told, slot))
        if told.act.when and len(self.whens) < _MOST:
            self.whens |= {told.act.when}
        if told.amount and told.amount not in self.amounts:
            self.amounts = (*self.amounts, told.amount)[:_MOST]
        if told.act.due and told.act.due not in self.dues:
            self.dues = (*self.dues, told.act.due)[:_MOST]


class _Kept(msgspec.Struct, array_like=True):
    """A gist as it is written down."""

    founder: str
    langs: frozenset[str]
    forms: frozenset[str]
    sectors: frozenset[str]
    parties: frozenset[str]
    by: frozenset[str]
    names: frozenset[str]
    places: frozenset[str]
    words: frozenset[str]
    numbers: frozenset[str]
    whens: frozenset[str]
    amounts: tuple[tuple[float, str], ...]
    dues: tuple[str, ...]
    matters: frozenset[str] = frozenset()
    phases: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()


_encode = msgspec.json.Encoder(order="deterministic").encode
_decode = msgspec.json.Decoder(_Kept).decode


def written(gist: Gist) -> str:
    """The gist as a text, the same for the same gist."""
    slots: dict[str, Any] = {name: getattr(gist, name) for name in _Kept.__struct_fields__}
    return _encode(_Kept(**slots)).decode()


def gist_of(text: str) -> Gist:
    """The gist that `written` wrote."""
    kept = _decode(text)
    gist = Gist.__new__(Gist)
    for name in _Kept.__struct_fields__:
        setattr(gist, name, getattr(kept, name))
    return gist
