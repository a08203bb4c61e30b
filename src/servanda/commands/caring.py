"""`servanda doctor` and `servanda eval`: is all well, and how well does it read."""

from __future__ import annotations

import click

from servanda.commands.options import ledger_option


@click.command()
@click.option("--format", "layout", type=click.Choice(["text", "json"]), default="text", show_default=True)
@ledger_option
@click.pass_context
def doctor(context: click.Context, layout: str, ledger: str) -> None:
    """Versions, the ledger's health, and what is missing.

    \b
    Example:
      servanda doctor --ledger vietnam.db

    Exit code: 0 when all is well, 1 when something is wrong.
    """
    from servanda.commands.health import print_health

    context.exit(print_health(ledger, layout=layout))


@click.command("eval")
@click.argument("gold", nargs=-1, required=True, metavar="FOLDER ...")
@click.option("--format", "layout", type=click.Choice(["text", "json"]), default="text", show_default=True)
def evaluate(gold: tuple[str, ...], layout: str) -> None:
    """Measure the reading against texts whose records are known.

    \b
    Example:
      servanda eval tests/gold
    """
    from servanda.commands.scores import print_scores

    print_scores(gold, layout=layout)
