"""`servanda serve`: the desk in a browser."""

from __future__ import annotations

import click

from servanda.commands.options import ledger_option, today_option


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="This machine's own address.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, metavar="N", help="0: any free."
)
@today_option
@ledger_option
def serve(host: str, port: int, today: str | None, ledger: str) -> None:
    """Open the desk: the ledger's pages in a browser, on this machine only.

    \b
    Example:
      servanda serve --ledger build/demo/demo.db

    Nothing is written to the ledger and nothing needs a network. Ctrl-C stops it.
    """
    from servanda.commands.desk import run_desk

    run_desk(host, port, today=today, ledger=ledger)
