"""`servanda mentions`: which actor each mention is, and to which undertaking each act belongs."""

from __future__ import annotations

import click

from servanda.commands.options import ledger_option, today_option


@click.command()
@click.option("--format", "layout", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
@click.option("--out", metavar="FILE", help="Write into this file.")
@today_option
@ledger_option
def mentions(layout: str, out: str | None, today: str | None, ledger: str) -> None:
    """Which actor each mention is, and to which undertaking each act belongs, with the reason.

    \b
    Example:
      servanda mentions --ledger vietnam.db > mentions.jsonl
    """
    from servanda.commands.mentions import print_mentions

    print_mentions(ledger, layout=layout, out=out, today=today)
