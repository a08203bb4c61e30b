"""What a note about two countries is written of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from servanda.ledger.who import NamedActor
from servanda.records import Document, Event, Figure, Heading, Undertaking


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """What a ledger knows of two countries: the records of a note, their documents by id, who is meant by a name."""

    documents: Mapping[str, Document | Heading]
    events: Sequence[Event] = ()
    figures: Sequence[Figure] = ()
    undertakings: Sequence[Undertaking] = ()
    actors: Mapping[str, NamedActor] = {}
