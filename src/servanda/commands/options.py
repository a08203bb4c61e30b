"""Options that several commands share, with their checks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

from servanda.errors import UsageError
from servanda.vocabulary import check_code, check_country, check_pair

Command = TypeVar("Command", bound=Callable[..., Any])

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def date_option(_context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """An ISO 8601 day, month or year, as it was written."""
    if value is not None and not _DATE.fullmatch(value):
        raise UsageError(f"--{parameter.name} {value!r}: write a date as 2026, 2026-03 or 2026-03-18")
    return value


def country_option(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """A country's or a bloc's code, in capitals."""
    return None if value is None else check_country(value)


def pair_option(_context: click.Context, _parameter: click.Parameter, value: str | None) -> tuple[str, str] | None:
    """Two country codes."""
    return None if value is None else check_pair(value)


def code_option(_context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """A code of the closed list that has the option's name."""
    return None if value is None else check_code(str(parameter.name), value)


def currency_option(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """The code of a currency that has rates."""
    if value is None:
        return None
    from servanda.analysis.rates import known_currencies

    if value.upper() not in known_currencies():
        raise UsageError(f"no rates of {value!r}; known: {', '.join(known_currencies())}")
    return value.upper()


def language_option(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """The code of a language that Servanda reads."""
    from servanda.languages import known_languages

    if value is not None and value.lower() not in known_languages():
        raise UsageError(f"no language {value!r}; known: {', '.join(known_languages())}")
    return value and value.lower()


def ledger_option(command: Command) -> Command:
    """The command with `--ledger`, which `SERVANDA_LEDGER` sets for a whole session."""
    return click.option(
        "--ledger",
        envvar="SERVANDA_LEDGER",
        default="servanda.db",
        show_default=True,
        show_envvar=True,
        metavar="FILE",
        help="The ledger to use: a file, or postgresql://NAME@HOST/DATABASE.",
    )(command)


def document_options(command: Command) -> Command:
    """The command with what may be told of documents that don't tell it themselves."""
    for option in (
        click.option("--lang", callback=language_option, metavar="CODE", help="Language of the texts."),
        click.option("--published", callback=date_option, metavar="DATE", help="Publication date of the texts."),
    ):
        command = option(command)
    return command


def status_option(command: Command) -> Command:
    """The command with the step of the ladder, which only undertakings have."""
    return click.option("--status", callback=code_option, metavar="CODE", help="At this step of the ladder.")(command)


def today_option(command: Command) -> Command:
    """The command with the day as of which lateness and silence are judged."""
    return click.option(
        "--today", callback=date_option, metavar="DATE", help="Judge lateness as of this day.  [default: today]"
    )(command)


def time_options(command: Command) -> Command:
    """The command with the two times of undertakings: what had happened by a day, and what was recorded by one."""
    for option in (
        click.option("--known-on", callback=date_option, metavar="DATE", help="As the ledger knew it on this day."),
        click.option("--as-of", callback=date_option, metavar="DATE", help="On what had happened by this day."),
    ):
        command = option(command)
    return command


def filter_options(command: Command) -> Command:
    """The command with all that narrows a question to the ledger."""
    for option in reversed(_FILTERS):
        command = option(command)
    return command


_FILTERS = (
    click.option("--pair", callback=pair_option, metavar="VN-CN", help="Between these two countries."),
    click.option("--actor", metavar="NAME", help="With this actor, in any spelling."),
    click.option("--sector", callback=code_option, metavar="CODE", help="In this sector, or in all of a parent's."),
    click.option("--form", callback=code_option, metavar="CODE", help="In this form of cooperation."),
    click.option("--since", callback=date_option, metavar="DATE", help="Not before this date."),
    click.option("--until", callback=date_option, metavar="DATE", help="Not after this date."),
    click.option("--lang", callback=language_option, metavar="CODE", help="From documents in this language."),
    click.option("--text", metavar="WORDS", help="From documents with these words, accents or not."),
    click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many."),
)
