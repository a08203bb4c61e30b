"""`servanda serve`: the desk in a browser."""

from __future__ import annotations

import click

from servanda.commands.options import ledger_option, today_option


@click.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="Beyond this machine, accounts are asked for.",
)
@click.option("--name", "names", multiple=True, metavar="HOST", help="A name under which others reach the desk.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, metavar="N", help="0: any free."
)
@today_option
@ledger_option
def serve(host: str, names: tuple[str, ...], port: int, today: str | None, ledger: str) -> None:
    """Open the desk: the ledger's pages in a browser.

    \b
    Example:
      servanda serve --ledger build/demo/demo.db
      servanda serve --host 0.0.0.0 --name desk.example.org --ledger vn-cn.db

    On this machine it is read without an account. The first account, the owner's, is opened by the link that is
    printed beside the address, once. Served to others, the desk asks everybody for an account; passwords must not
    travel in clear text, so put a server with TLS before it (docs/how-to/serve-to-others.md). Ctrl-C stops it.
    """
    from servanda.commands.desk import run_desk

    run_desk(host, port, names=names, today=today, ledger=ledger)
