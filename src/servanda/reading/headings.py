"""Headings: the country that a paragraph tells of, as its first words or a line of its own above it say.

"Vietnam. Traders asked …", "● Hokkaido (Japan). Guests …", "Mali – Moscow offers …"; or "Viet Nam" on a line above.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from servanda.reading.scenes import Named
from servanda.reading.view import PLACE, Sentence, View, within

_LINE = 48  # characters of a line that is a heading
_OPENING = 40  # characters of a paragraph in which the name that heads it begins
_MARKS = frozenset(".:：。–—|)）")  # behind such a name
_STOPS = frozenset('.。…»"”')  # with which a line that is no heading ends


def heading_of(view: View, named: Sequence[Named], sentence: Sentence) -> str | None:
    """The country that heads the paragraph of a sentence; None where none does."""
    start = view.opened(sentence)
    place = bisect_left(view.sentences, start, key=PLACE)
    if start != sentence.start and (code := _of_line(view, named, view.sentences[place])):
        return code
    first = next(iter(within(named, start, start + _OPENING)), None)
    if first and view.norm[first.end : first.end + 2].lstrip()[:1] in _MARKS:
        return first.code
    above = view.sentences[place - 1] if place > 1 else None
    if above is None or view.opened(above) != above.start or view.norm[above.start : above.end].rstrip()[-1:] in _STOPS:
        return None
    return _of_line(view, named, above)


def _of_line(view: View, named: Sequence[Named], sentence: Sentence) -> str | None:
    """The one country that a short sentence without a number names."""
    if sentence.end - sentence.start > _LINE or within(view.quantities, sentence.start, sentence.end):
        return None
    codes = {one.code for one in within(named, sentence.start, sentence.end)}
    return codes.pop() if len(codes) == 1 else None
