"""Which sector an act has whose own words name none: the signs that speak for one, each with its weight."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

from servanda.languages import load_yaml


@cache
def weights() -> Mapping[str, float]:
    """What each sign counts for."""
    return load_yaml(resources.files("servanda").joinpath("data", "fields.yaml"))


def field_of(signs: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The sector for which the signs speak most, the first of several alike; none where nothing speaks for any.

    `signs`: the codes that each sign speaks for; where it speaks for several, it says as much less for each.

    >>> field_of({"main": ("oil-gas",), "hinted": ("aviation",)})
    ('aviation',)
    """
    table, found = weights(), dict[str, float]()
    for sign, codes in signs.items():
        named = dict.fromkeys(codes)
        for code in named:
            found[code] = found.get(code, 0.0) + table[sign] / len(named)
    best = max(found, key=found.__getitem__, default=None)
    return (best,) if best and found[best] >= table["enough"] else ()
