"""What a sentence says beside its verb of how far a thing has come: looked into, talked about, put off, one part."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import product

from servanda.languages import load_topic
from servanda.reading.matters import Phrases


def _entries(lang: str) -> Iterator[tuple[str, str]]:
    content = load_topic(lang, "nuances")
    yield from ((code, pattern) for code, patterns in content["nuances"].items() for pattern in patterns)
    for code, pairs in content["pairs"].items():
        yield from ((code, " ".join(words)) for pair in pairs for words in product(*pair))


@cache
def _nuances(lang: str) -> Phrases:
    """The nuances of a language, compiled once."""
    return Phrases(lang, _entries(lang))


@lru_cache(maxsize=4096)
def nuances_of(text: str, lang: str) -> frozenset[str]:
    """All nuances of a text in this language, by their keys in `nuances.yaml`.

    >>> sorted(nuances_of("The second phase, still under consideration, was put off.", "en"))
    ['considered', 'part', 'postponed']
    """
    return _nuances(lang).in_text(text)
