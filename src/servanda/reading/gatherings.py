"""Where a text tells of a gathering or ceremony: by a noun of what takes place, or by a verb of meeting."""

from __future__ import annotations

from collections.abc import Iterator

from servanda.reading.gathering import VERBS, Gathering
from servanda.reading.gathering_nouns import by_noun, by_number
from servanda.reading.gathering_verbs import by_verb
from servanda.reading.indicators import Line
from servanda.reading.ordered import Ordered
from servanda.reading.titles import words_of
from servanda.reading.view import View
from servanda.records import BODY

_LONGEST = 3000  # characters of a sentence; what is longer is no prose
_NOUNS = frozenset(("nouns", "named", "session", "generic"))
_TRIGGERS = _NOUNS.union(VERBS, ("numbered",))


def lines_of(view: View) -> list[Line]:
    """The sentences of the dispatch itself with the words of events in them."""
    cues = Ordered(words_of(view.lang).lexicon.find(view.lower, view.plain))
    own = (s for s in view.sentences if s.part == BODY and s.end - s.start < _LONGEST)
    return [Line(view, sentence, cues, []) for sentence in own]


def find_gatherings(line: Line) -> Iterator[Gathering]:
    """Every gathering that a sentence tells of, in order."""
    for cue in line.cues:
        if cue.value.keys().isdisjoint(_TRIGGERS):
            continue
        found = by_noun(line, cue) if not cue.value.keys().isdisjoint(_NOUNS) else None
        if found is None:
            found = by_verb(line, cue) or by_number(line, cue)
        if found is not None:
            yield found
