"""The command line: commands parse, call one function and print; nothing heavy is imported before it is needed."""

from __future__ import annotations

import errno
import gc
import sys
from typing import Any

import click

from servanda.commands.asking import QUERIES, series, show
from servanda.commands.caring import doctor, evaluate
from servanda.commands.examples import examples
from servanda.commands.judging import history, review
from servanda.commands.keeping import backup, export_, import_, verify
from servanda.commands.noting import brief
from servanda.commands.reading import add, read
from servanda.commands.resolving import mentions
from servanda.commands.serving import serve
from servanda.errors import ServandaError, UsageError

_WRONG_USE = 2
_FAILED = 1
_UNCOLLECTED = 10_000  # objects made before those that nobody holds are looked for


class _OneLine(click.ClickException):
    """An error as one line on the error stream, without usage and without traceback."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(" ".join(message.split()))
        self.exit_code = exit_code  # type: ignore[misc]  # an error's own code, of a class variable

    def show(self, file: Any = None) -> None:
        click.echo(f"servanda: {self.message}", file=file, err=file is None)


class _Commands(click.Group):
    """The group of commands: what Servanda raises on purpose becomes a line; programming errors stay visible."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            returned = super().invoke(ctx)
            sys.stdout.flush()  # a full disk shows here, not after the last line
        except UsageError as error:
            raise _OneLine(str(error), _WRONG_USE) from error
        except ServandaError as error:
            raise _OneLine(str(error), _FAILED) from error
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader of our output has seen enough
                raise
            raise _OneLine(f"{error.filename or 'output'}: {error.strerror or error}", _FAILED) from error
        return returned

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)  # in the order of a working day, not of the alphabet


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(None, "--version", package_name="servanda", message="servanda %(version)s")
def main() -> None:
    """Keep a ledger of what countries promise each other, and of what became of it.

    \b
    Start with a folder of dispatches:
      servanda add dispatches/            reads them into servanda.db
      servanda undertakings --pair VN-CN  what is open, and how far it got
      servanda brief VN CN --lang fr      a note in which each sentence is cited
    """
    # What a command loads stays till its end; the default looks through all of it again and again meanwhile.
    gc.set_threshold(_UNCOLLECTED)


for _command in (
    read,
    add,
    *QUERIES,
    series,
    show,
    mentions,
    brief,
    serve,
    review,
    history,
    doctor,
    verify,
    backup,
    export_,
    import_,
    examples,
    evaluate,
):
    main.add_command(_command)
