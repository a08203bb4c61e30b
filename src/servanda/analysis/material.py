"""What a note about two countries is written of."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import msgspec

from servanda.ledger.headings import Extent
from servanda.ledger.who import NamedActor
from servanda.records import Document, Event, Figure, Heading, Undertaking
from servanda.vocabulary import codes

_LADDER = codes("status")
OPEN = _LADDER[_LADDER.index("voiced") : _LADDER.index("delivered_part")]  # the steps of what is under way


class Whole(msgspec.Struct, frozen=True, kw_only=True):
    """What a note tells of all that a ledger knows of two countries, of which it shows but a little.

    `counts` are of undertakings, by step and attention; `dues` the days by which something open is to be done; `older`
    counts the events and figures that the note was not given.
    """

    counts: Mapping[tuple[str, str], int] = {}
    dues: Collection[str] = ()
    read: Extent = Extent(documents=0)
    older: Mapping[str, int] = {}


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """Records that are worth a sentence, their documents by id, who is meant by a name; and what is true of all."""

    documents: Mapping[str, Document | Heading]
    events: Sequence[Event] = ()
    figures: Sequence[Figure] = ()
    undertakings: Sequence[Undertaking] = ()
    actors: Mapping[str, NamedActor] = {}
    whole: Whole = Whole()
