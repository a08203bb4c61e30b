"""Which sector an act has whose own words name none: the signs that speak for one, each with its weight."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from servanda.reading.weighing import strongest, weights_of


def field_of(signs: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The sector for which the signs speak most, the first of several alike; none where nothing speaks for any.

    `signs`: the codes that each sign speaks for; where it speaks for several, it says as much less for each.

    >>> field_of({"main": ("oil-gas",), "hinted": ("aviation",)})
    ('aviation',)
    """
    named = ((sign, dict.fromkeys(codes)) for sign, codes in signs.items())
    best, score = strongest("fields", ((code, sign, 1 / len(codes)) for sign, codes in named for code in codes))
    return (best,) if best and score >= weights_of("fields")["enough"] else ()
