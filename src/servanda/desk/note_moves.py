"""The addresses that move a sentence or a section of a note up or down: each names the order that it leads to."""

from __future__ import annotations

from collections.abc import Sequence

from servanda.analysis.note import Group, Note, Section, Sentence
from servanda.desk.query import Query


class Moves:
    """The moves within a note as it stands, told by what of its order differs from the one that it was written in."""

    def __init__(self, written: Note, shown: Note, query: Query) -> None:
        self._query = query
        self._written = [
            [one.key for one in group.sentences] for section in written.sections for group in section.groups
        ]
        self._shown = {
            frozenset(one.key for one in group.sentences): [one.key for one in group.sentences]
            for section in shown.sections
            for group in section.groups
        }
        self._topics = [section.topic for section in written.sections]
        self._shown_topics = [section.topic for section in shown.sections]

    def of_sentence(self, group: Group, sentence: Sentence) -> dict[str, str | None]:
        """Where a sentence goes up and down in its group; None at either end."""
        keys = [one.key for one in group.sentences]
        found = {name: swapped(keys, keys.index(sentence.key), step) for name, step in (("up", -1), ("down", 1))}
        return {name: self._address(order) if order else None for name, order in found.items()}

    def of_section(self, section: Section) -> dict[str, str | None]:
        """Where a section goes up and down in the note; None at either end."""
        place = self._shown_topics.index(section.topic)
        found = {name: swapped(self._shown_topics, place, step) for name, step in (("up", -1), ("down", 1))}
        return {
            name: self._query.with_(sections=".".join(changed(self._topics, order))) if order else None
            for name, order in found.items()
        }

    def _address(self, order: Sequence[str]) -> str:
        """The address at which the group of these sentences stands in this order, and all others as they do now."""
        told: list[str] = []
        for keys in self._written:
            now = order if frozenset(keys) == frozenset(order) else self._shown.get(frozenset(keys), keys)
            told += changed(keys, now)
        return self._query.with_(order=".".join(told))


def swapped(keys: Sequence[str], place: int, step: int) -> list[str] | None:
    """The keys with the one at a place moved by one step; None where there is no such place."""
    if not 0 <= place + step < len(keys):
        return None
    moved = list(keys)
    moved[place], moved[place + step] = moved[place + step], moved[place]
    return moved


def changed(written: Sequence[str], now: Sequence[str]) -> list[str]:
    """As few keys of an order as tell it, when those that are not named follow as they were written."""
    for length in range(len(now)):
        named = list(now[:length])
        if named + [key for key in written if key not in named] == list(now):
            return named
    return list(now)
