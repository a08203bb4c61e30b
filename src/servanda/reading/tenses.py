"""Whether the words around a time say that it lies ahead or behind."""

from __future__ import annotations

import re

from servanda.reading.time_grammar import Grammar
from servanda.reading.view import View

_AUXILIARY = 20  # characters that a participle may stand behind the word that puts it into the future
_WEEKDAY_REACH = 70  # characters before a weekday in which a verb says that it is still to come
_CUE_REACH = 90  # characters before a time, or behind it, in which its verb says whether it lies ahead
_OPENING = 12  # characters before a time that opens its sentence


def tense_of(
    view: View, grammar: Grammar, sentence: tuple[int, int], span: tuple[int, int], *, is_weekday: bool
) -> str | None:
    """Whether the words of its sentence say that a time lies `ahead` or `behind`."""
    begin, end = sentence
    tense = _tense_before(view, grammar, begin, span[0], is_weekday=is_weekday)
    if tense is None and span[0] - begin <= _OPENING:
        return _tense_behind(view, grammar, span[1], end)
    return tense


def _tense_before(view: View, grammar: Grammar, begin: int, start: int, *, is_weekday: bool) -> str | None:
    """Whether the words before a time say that it lies `ahead` or `behind`."""
    lower, first = view.lower, max(begin, start - _CUE_REACH)
    behind = _last(grammar.behind, lower, first, start)
    if is_weekday:  # nearer: who will come may have said so on Tuesday
        is_ahead = _last(grammar.will, lower, max(begin, start - _WEEKDAY_REACH), start) > behind
    else:
        cues = grammar.ahead.finditer(lower, first, start)
        ahead = max((cue.start() for cue in cues if not _is_towards(view, cue)), default=-1)
        # "will be held", "is scheduled": the participle after an auxiliary goes with it.
        is_ahead = ahead >= 0 and ahead + _AUXILIARY > behind
        is_ahead = is_ahead and not grammar.before_that.search(lower, first, start)
    return "ahead" if is_ahead else "behind" if behind >= 0 else None


def _is_towards(view: View, cue: re.Match[str]) -> bool:
    """Whether the last word of a cue is a name: "sold to Italy" is no plan."""
    word = view.norm[cue.start() : cue.end()].rpartition(" ")[2]
    return word != cue[0] and word[:1].isupper()


def _tense_behind(view: View, grammar: Grammar, start: int, end: int) -> str | None:
    """The same of the words behind a time that opens its sentence: the nearer of both cues."""
    last = min(end, start + _CUE_REACH)
    lower = view.lower
    ahead = next((cue for cue in grammar.ahead.finditer(lower, start, last) if not _is_towards(view, cue)), None)
    behind = grammar.behind.search(lower, start, last)
    if ahead and (not behind or ahead.start() <= behind.start()):
        return "ahead"
    return "behind" if behind else None


def _last(cue: re.Pattern[str], lower: str, start: int, end: int) -> int:
    """Where the cue nearest to the end of the stretch begins; -1 where there is none."""
    return max((match.start() for match in cue.finditer(lower, start, end)), default=-1)
