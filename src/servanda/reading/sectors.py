"""Sectors of figures: what is made, bought, built or staffed belongs to the sector of its sentence and its dispatch."""

from __future__ import annotations

from collections import Counter

from servanda.reading.view import Sentence, View, within
from servanda.records import BODY

_PARTS = (BODY, "title")
_NO_SECTORS = frozenset(("investment", "trade", "startups", "finance"))  # what is counted is told by the indicator
_OFTEN = 3  # how often the sector of a dispatch is named, and how many times as often as any other
_TIMES = 2
# What belongs to one sector; sums of all trade or of all investment belong to many.
_OF_ONE = frozenset(
    (
        "imports",
        "production",
        "capacity",
        "project-value",
        "jobs",
        "trainees",
        "company-count",
        "project-count",
        "other",
    )
)


def sectors_of(view: View) -> frozenset[str]:
    """The sectors that a dispatch is about: those of its headline, and one that is named far more often than others."""
    told = [sentence for sentence in view.sentences if sentence.part in _PARTS]
    found = set(_named_in(view, told[0])) if told else set()
    named = Counter(code for sentence in told for code in _named_in(view, sentence)).most_common(2)
    if named and named[0][1] >= max(_OFTEN, _TIMES * sum(count for _, count in named[1:])):
        found.add(named[0][0])
    return frozenset(found)


def find_sector(view: View, sentence: Sentence, indicator: str, own: frozenset[str]) -> str | None:
    """The one sector that a sentence names, where it is one of the dispatch's own; goods made are of that anyway."""
    if indicator not in _OF_ONE or not own:
        return None
    named = set(_named_in(view, sentence))
    if not named and indicator == "production" and len(own) == 1:
        return next(iter(own))
    return next(iter(named)) if len(named) == 1 and named <= own else None


def _named_in(view: View, sentence: Sentence) -> list[str]:
    """The codes of the sectors that a sentence names, in order."""
    topics = within(view.topics, sentence.start, sentence.end)
    return [topic.code for topic in topics if topic.kind == "sector" and topic.code not in _NO_SECTORS]
