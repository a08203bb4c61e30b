"""The folders of known dispatches on which tables are fitted, and how often each counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def folders_of(arguments: Sequence[str]) -> Mapping[str, int]:
    """Each folder with the times that its dispatches count: "tests/gold" once, "3*FOLDER" three times.

    Dispatches that are of the kind that is read in earnest count for more than those that only widen what is known.
    """
    found: dict[str, int] = {}
    for argument in arguments or ["tests/gold"]:
        times, _, folder = argument.rpartition("*")
        found[folder] = int(times or 1)
    return found
