"""Readings made by hand: documents whose records are found by looking for their quotes."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

from servanda.records import Act, Actor, Document, Event, Figure, Heading, Part, Reading

_KINDS: dict[str, Any] = {"actor": Actor, "event": Event, "figure": Figure, "act": Act}


def reading(id: str, text: str, *records: dict[str, Any], **known: Any) -> Reading:
    """A reading of the text: each record is given as its slots, with `kind` and a `quote` that the text has."""
    document = Document(id=id, text=text, **{"lang": "en", "parts": (Part(0, len(text)),), **known})
    made: dict[str, list[Any]] = {kind: [] for kind in _KINDS}
    for slots in records:
        slots = {"confidence": 0.9, "rule": "made", **slots}
        kind, quote = slots.pop("kind"), slots["quote"]
        start = text.index(quote)
        made[kind].append(_KINDS[kind](doc=id, start=start, end=start + len(quote), **slots))
    heading = Heading(
        doc=id, start=0, end=min(20, len(text)), quote=text[:20], confidence=1.0, rule="heading", lang=document.lang,
        title=document.title, published=document.published, publisher=document.publisher, url=document.url,
    )  # fmt: skip
    named = {f"{kind}s": tuple(found) for kind, found in made.items()}
    return Reading(document=document, heading=heading, **named)


def act(verb: str, quote: str, **slots: Any) -> dict[str, Any]:
    """The slots of an act."""
    return {"kind": "act", "verb": verb, "quote": quote, **slots}


def calls_of(work: Callable[[], object]) -> int:
    """How many calls a piece of work takes the second time: unlike its time, the same on every machine."""
    work()
    calls: Counter[str] = Counter()
    sys.setprofile(lambda _frame, event, _argument: calls.update((event,)))
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls["call"] + calls["c_call"]
