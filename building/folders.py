"""The folders of known dispatches on which tables are fitted, and how often each counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from servanda.evaluation.agreement import aliases_of, best_match
from servanda.evaluation.gold import GoldDocument, Known
from servanda.reading import reader
from servanda.reading.view import View
from servanda.records import Event, Figure

_Record = TypeVar("_Record")
_Case = TypeVar("_Case")
_Weights = TypeVar("_Weights")
_MORE, _TURNS = 4, 6  # times more that what is missed counts, and in how many turns


class Whole:
    """In place of a text's concern: a fit sees every figure that was weighed, be it left out in the end."""

    def __init__(self, view: View, figures: Iterable[Figure], events: Iterable[Event]) -> None:
        """Nothing is asked of the text."""

    def of(self, records: Iterable[_Record]) -> tuple[_Record, ...]:
        """All of the records."""
        return tuple(records)


def folders_of(arguments: Sequence[str]) -> Mapping[str, int]:
    """Each folder with the times that its dispatches count: "tests/gold" once, "3*FOLDER" three times, "0*FOLDER" none.

    Dispatches that are of the kind that is read in earnest count for more than those that only widen what is known.
    From then on readings are whole.
    """
    reader.Concern = Whole  # type: ignore[assignment, misc]
    found: dict[str, int] = {}
    for argument in arguments or ["tests/gold"]:
        times, _, folder = argument.rpartition("*")
        found[folder] = int(times or 1)
    return found


def fitted_to(
    cases: Sequence[_Case], fit: Callable[[Sequence[_Case]], _Weights], missed: Callable[[_Weights], Sequence[_Case]]
) -> _Weights:
    """The weights that fit the cases; those that must be right count the more, the oftener the weights miss them."""
    weights = fit(cases)
    for _ in range(_TURNS):
        wrong = missed(weights)
        if not wrong:
            break
        cases = [*cases, *list(wrong) * _MORE]
        weights = fit(cases)
    return weights


def matched(gold: GoldDocument, kind: str, read: Sequence[dict[str, Any]]) -> Iterator[tuple[Known, int]]:
    """The known records of a kind that were read, each with the place of the record in what was read."""
    places = {id(record): place for place, record in enumerate(read)}
    golds, aliases, free = gold.of_kind(kind), aliases_of(gold.records), list(read)
    for known in golds:
        if best := best_match(kind, known, free, golds, aliases):
            free = [record for record in free if record is not best]
            yield known, places[id(best)]
