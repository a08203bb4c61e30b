"""`servanda doctor` and `servanda eval`: is all well, and how well does it read."""

from __future__ import annotations

import click

from servanda.commands.options import ledger_option
from servanda.records import KINDS


@click.command()
@click.option("--format", "layout", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--join", is_flag=True, help="Join all anew first: who is who, and what belongs together.")
@ledger_option
@click.pass_context
def doctor(context: click.Context, layout: str, join: bool, ledger: str) -> None:
    """Versions, the ledger's health, and what is missing.

    \b
    Example:
      servanda doctor --ledger vietnam.db

    Exit code: 0 when all is well, 1 when something is wrong.
    """
    from servanda.commands.health import join_anew, print_health

    if join:
        join_anew(ledger)
    context.exit(print_health(ledger, layout=layout))


@click.command("eval")
@click.argument("gold", nargs=-1, required=True, metavar="FOLDER ...")
@click.option("--misses", type=click.IntRange(min=0), default=0, metavar="N", help="Show the first N misses.")
@click.option("--kind", type=click.Choice(KINDS[1:]), help="Misses of this kind of record only.")
@click.option("--format", "layout", type=click.Choice(["text", "json"]), default="text", show_default=True)
def evaluate(gold: tuple[str, ...], layout: str, misses: int, kind: str | None) -> None:
    """Measure the reading against texts whose records are known.

    \b
    Example:
      servanda eval tests/gold --misses 20 --kind act

    A miss is shown with its words, what is known, what was read, and the route by which it was read.
    """
    from servanda.commands.scores import print_scores

    print_scores(gold, layout=layout, misses=misses, kind=kind)
