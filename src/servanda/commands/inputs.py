"""Inputs named on the command line, read one after the other; what fails is told and the rest goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import click

from servanda.errors import InputError
from servanda.records import Reading


def read_inputs(names: Iterable[str], known: Mapping[str, str | None]) -> Iterator[tuple[str, Reading | InputError]]:
    """Each document's name with its reading, or with the reason why there is none."""
    from servanda.documents.inputs import find_inputs
    from servanda.reading.reader import read

    for name, found in find_inputs(names, **known):
        if isinstance(found, InputError):
            yield name, found
            continue
        try:
            yield name, read(found)
        except InputError as error:
            yield name, error


class Tally:
    """The readings of a run; failures are told on the error stream as they come, and counted."""

    def __init__(self, results: Iterable[tuple[str, Reading | InputError]]) -> None:
        self._results = results
        self.failed = 0

    def __iter__(self) -> Iterator[Reading]:
        """Iterate over the readings that succeeded."""
        for name, result in self._results:
            if isinstance(result, InputError):
                self.failed += 1
                tell_failure(name, result)
            else:
                yield result


def tell_failure(name: str, error: InputError) -> None:
    """Print one line that says which input failed and why."""
    reason = " ".join(str(error).split())
    click.echo(f"servanda: {reason if reason.startswith(name) else f'{name}: {reason}'}", err=True)
