"""How acts, figures and gatherings are filed: by pair of countries and by sector, so that the newest are at hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

import msgspec

from servanda.ledger.filters import Filter
from servanda.vocabulary import sectors_over

FILED = ("act", "figure", "event")
_MOST_PARTIES = 30  # of one record: more are a whole continent


def codes_filed(parties: Iterable[str], sectors: Iterable[str]) -> Iterator[str]:
    """The codes of a record that names these: its pairs, its sectors and those above them."""
    for first, second in combinations(sorted(set(parties))[:_MOST_PARTIES], 2):
        yield f"pair:{first}-{second}"
    yield from sorted({f"sector:{code}" for sector in sectors for code in sectors_over(sector)})


def filed_by(asked: Filter, kind: str) -> tuple[str, Filter] | None:
    """The code under which all that fits is filed, and what else is asked; None where nothing of it is filed."""
    if kind not in FILED or asked.known_at is not None:
        return None
    if asked.pair and asked.pair[0] != asked.pair[1]:
        first, second = sorted(asked.pair)
        return f"pair:{first}-{second}", msgspec.structs.replace(asked, pair=None)
    if asked.sector:
        return f"sector:{asked.sector}", msgspec.structs.replace(asked, sector=None)
    return None
