"""`servanda backup`, `verify`, `export` and `import`: copies of a ledger, and whether all of it is proved."""

from __future__ import annotations

import click

from servanda.commands.options import ledger_option


@click.command()
@click.argument("target", metavar="FILE")
@ledger_option
def backup(target: str, ledger: str) -> None:
    """Copy the ledger into another file, while others read and write it.

    \b
    Example:
      servanda backup copies/2026-03-01.db --ledger vietnam.db
    """
    from servanda.commands.copies import print_backup

    print_backup(ledger, target)


@click.command()
@click.option("--format", "layout", type=click.Choice(["text", "json"]), default="text", show_default=True)
@ledger_option
@click.pass_context
def verify(context: click.Context, layout: str, ledger: str) -> None:
    """Check every quote against its document, and all that is derived against what it is derived from.

    \b
    Example:
      servanda verify --ledger vietnam.db

    Exit code: 0 when there is no fault, 1 when there is one.
    """
    from servanda.commands.copies import print_verified

    context.exit(print_verified(ledger, layout=layout))


@click.command("export")
@click.argument("target", metavar="FILE")
@ledger_option
def export_(target: str, ledger: str) -> None:
    """Write the whole ledger as lines of JSON; compressed where the name ends in .gz.

    \b
    Example:
      servanda export vietnam.jsonl.gz --ledger vietnam.db
    """
    from servanda.commands.copies import print_export

    print_export(ledger, target)


@click.command("import")
@click.argument("source", metavar="FILE")
@ledger_option
def import_(source: str, ledger: str) -> None:
    """Make a new ledger of an export, without loss; --ledger names the new file.

    \b
    Example:
      servanda import vietnam.jsonl.gz --ledger copy.db
    """
    from servanda.commands.copies import print_import

    print_import(source, ledger)
