"""`servanda read` and `servanda add`: from dispatches to records, and to the ledger."""

from __future__ import annotations

import click

from servanda.commands.options import document_options, ledger_option
from servanda.records import KINDS


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="PATH|URL|- ...")
@click.option(
    "--format", "layout", type=click.Choice(["jsonl", "table", "html"]), help="[default: table on a terminal]"
)
@click.option("--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="Only this kind of record (repeatable).")
@document_options
@click.option("--out", metavar="FILE", help="Write into this file.")
@click.pass_context
def read(
    context: click.Context,
    /,
    inputs: tuple[str, ...],
    layout: str | None,
    kinds: tuple[str, ...],
    out: str | None,
    **known: str,
) -> None:
    """Print the records of texts, pages and folders.

    \b
    Examples:
      servanda read dispatch.txt --published 2026-03-18
      servanda read dispatches/ --kind act --kind figure --format jsonl
      servanda read https://example.org/story.html --format html --out story.html
      cat dispatch.txt | servanda read -

    Exit code: 0 when all was read, 1 when some inputs failed, 2 for wrong use.
    """
    from servanda.commands.printing import print_readings

    context.exit(print_readings(inputs, known, layout=layout, kinds=kinds, out=out))


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="PATH|URL|- ...")
@ledger_option
@document_options
@click.pass_context
def add(context: click.Context, /, inputs: tuple[str, ...], ledger: str, **known: str | None) -> None:
    """Read texts, pages and folders, and keep what they say.

    \b
    Examples:
      servanda add dispatches/
      servanda add dispatches/ page.html --ledger vietnam.db

    What was added before is neither read nor added again; a text that has changed becomes a new version.
    Exit code: 0 when all was read, 1 when some inputs failed, 2 for wrong use.
    """
    from servanda.commands.adding import add_inputs

    context.exit(add_inputs(inputs, known, ledger=ledger))
