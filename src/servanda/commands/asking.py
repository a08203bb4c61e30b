"""`servanda undertakings`, `acts`, `figures` …: questions to the ledger; `servanda show` for one answer in full."""

from __future__ import annotations

import click

from servanda.commands.options import (
    code_option,
    currency_option,
    filter_options,
    ledger_option,
    status_option,
    time_options,
    today_option,
)

_FORMATS = click.Choice(["table", "csv", "json"])
_QUESTIONS = {
    "undertakings": ("What was promised, and how far it got.", "--pair VN-CN --status agreed"),
    "acts": ("Who wished, proposed, promised, signed or did what.", "--actor Guangxi --form training"),
    "figures": ("Numbers that documents state, with who says so.", "--pair VN-CN --since 2025 --format csv"),
    "events": ("Meetings, visits, seminars, signings.", "--pair VN-RU --since 2026-01"),
    "actors": ("Persons, bodies, firms and places.", "--text semiconductors"),
    "documents": ("What the ledger was read from.", "--lang fr --until 2026-03"),
}


def _query(kind: str, what: str, example: str) -> click.Command:
    """The command that lists one kind of record; all of them take the same filters."""

    @filter_options
    @click.option("--format", "layout", type=_FORMATS, default="table", show_default=True, help="How to print them.")
    @click.option("--out", metavar="FILE", help="Write into this file.")
    @ledger_option
    def query(ledger: str, layout: str, out: str | None, **filters: object) -> None:
        from servanda.commands.listing import print_records

        print_records(kind, filters, ledger=ledger, layout=layout, out=out)

    if kind == "undertakings":
        query = status_option(today_option(time_options(query)))
    text = f"{what}\n\n\b\nExample:\n  servanda {kind} {example}"
    return click.command(kind, help=text)(query)


QUERIES = tuple(_query(kind, what, example) for kind, (what, example) in _QUESTIONS.items())


@click.command()
@filter_options
@click.option("--indicator", callback=code_option, metavar="CODE", help="Only of this indicator.")
@click.option(
    "--in", "into", callback=currency_option, metavar="CODE", help="Sums in this currency, where a rate is known."
)
@click.option(
    "--format", "layout", type=click.Choice(["table", "csv", "json", "svg"]), default="table", show_default=True
)
@click.option("--out", metavar="FILE", help="Write into this file.")
@ledger_option
def series(
    ledger: str, layout: str, out: str | None, indicator: str | None, into: str | None, **filters: object
) -> None:
    """Figures of one thing over its periods: who says what, where they disagree, whether growth fits the levels.

    \b
    Example:
      servanda series --pair VN-CN --indicator trade --in USD

    Each value stands under its period with who says so; nothing is averaged. `--in` converts at the mean rate of the
    period (European Central Bank; World Bank for the dong) and says so. `--format svg` draws the longest series.
    """
    from servanda.commands.series import print_series

    print_series(filters, indicator=indicator, into=into, ledger=ledger, layout=layout, out=out)


@click.command()
@click.argument("identity", metavar="ID")
@click.option("--format", "layout", type=click.Choice(["text", "json"]), default="text", show_default=True)
@today_option
@ledger_option
def show(identity: str, layout: str, today: str | None, ledger: str) -> None:
    """One record or undertaking with its sentences, its documents and how it was read.

    \b
    Example:
      servanda show und-3f09

    The id is the first column of what the other commands list; a beginning that only one id has is enough.
    """
    from servanda.commands.showing import print_one

    print_one(identity, ledger=ledger, layout=layout, today=today)
