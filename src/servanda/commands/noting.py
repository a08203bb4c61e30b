"""`servanda brief`: a note about two countries, each sentence cited."""

from __future__ import annotations

from typing import Any

import click

from servanda.commands.options import code_option, country_option, date_option, ledger_option


@click.command()
@click.argument("first", metavar="COUNTRY", callback=country_option)
@click.argument("second", metavar="COUNTRY", callback=country_option)
@click.option("--sector", callback=code_option, metavar="CODE", help="Only this sector, or all of a parent's.")
@click.option("--lang", default="en", show_default=True, metavar="CODE", help="Language of the note.")
@click.option(
    "--format", "layout", type=click.Choice(["text", "markdown", "html", "docx"]), default="text", show_default=True
)
@click.option("--today", callback=date_option, metavar="DATE", help="Judge lateness as of this day.  [default: today]")
@click.option("--out", metavar="FILE", help="Write into this file.")
@ledger_option
def brief(first: str, second: str, **asked: Any) -> None:
    """Write a note of one or two pages about two countries.

    \b
    Examples:
      servanda brief VN CN --sector ai --lang fr
      servanda brief VN CN --format docx --out vietnam-china.docx

    What is open, what is late, what was delivered, who met, which figures differ; no sentence without its source.
    """
    from servanda.commands.briefing import print_note

    print_note((first, second), **asked)
