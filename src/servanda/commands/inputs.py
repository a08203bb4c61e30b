"""Inputs named on the command line, read one after the other; what fails is told and the rest goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

import click

from servanda.errors import InputError
from servanda.records import Document, Reading

One = TypeVar("One")


def read_inputs(names: Iterable[str], known: Mapping[str, str | None]) -> Iterator[tuple[str, Reading | InputError]]:
    """Each document's name with its reading, or with the reason why there is none."""
    from servanda.documents.inputs import find_inputs

    for name, found in find_inputs(names, **known):
        yield name, found if isinstance(found, InputError) else _read(found)


def read_unknown(
    names: Iterable[str], known: Mapping[str, str | None], is_known: Callable[[Document], bool]
) -> Iterator[tuple[str, Reading | Document | InputError]]:
    """As `read_inputs`, but the documents that are known come as they are: they need no reading again."""
    from servanda.documents.inputs import find_inputs

    for name, found in find_inputs(names, **known):
        yield name, found if isinstance(found, InputError) or is_known(found) else _read(found)


def _read(document: Document) -> Reading | InputError:
    from servanda.reading.reader import read

    try:
        return read(document)
    except InputError as error:
        return error


class Tally(Generic[One]):
    """What a run of inputs gives; failures are told on the error stream as they come, and counted."""

    def __init__(self, results: Iterable[tuple[str, One | InputError]]) -> None:
        self._results = results
        self.failed = 0

    def __iter__(self) -> Iterator[One]:
        """Iterate over what succeeded."""
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
