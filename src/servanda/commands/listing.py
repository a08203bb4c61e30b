"""What `servanda undertakings`, `acts`, `figures` … print: tables for people, CSV and JSON for programs."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO, Any, NamedTuple

import click
import msgspec

from servanda.commands.output import as_text, open_output, tell_behind
from servanda.commands.tables import Column, write_table
from servanda.days import last_day
from servanda.exchange.rows import NESTED, columns_of, number_text, row_of
from servanda.ledger.filters import Filter
from servanda.ledger.store import Ledger, open_ledger
from servanda.ledger.totals import Totals, totals_of
from servanda.ledger.who import named_once
from servanda.records import Act, Actor, Entry, Event, Figure, Heading, Undertaking


class _Listing(NamedTuple):
    """How a kind of record is listed: its class, the table's columns, and a row of it."""

    record: type[msgspec.Struct]
    columns: tuple[Column, ...]
    row: Callable[[Any], Sequence[str | None]]


def print_records(kind: str, filters: Mapping[str, Any], *, ledger: str, layout: str, out: str | None) -> None:
    """Print the records or undertakings of the ledger that fit the filters."""
    wanted = dict(filters)
    day = day_of(wanted.pop("today", None))
    if known_on := last_day(wanted.pop("known_on", None)):
        wanted["known_at"] = f"{known_on}T23:59:59.999+00:00"
    with open_ledger(ledger, create=False, read_only=True) as opened:
        found = _find(opened, kind, Filter(**wanted), day)
        if kind == "undertakings":
            tell_behind(opened)
            found = _named_once(opened, found) if layout == "table" else found
    with open_output(out) as file, as_text(file) as text:
        _PRINTERS[layout](kind, found, text)
    if not found and layout == "table":
        click.echo(f"servanda: no {kind} of {opened.database.name} fit", err=True)


def _named_once(ledger: Ledger, found: Sequence[Any]) -> list[Undertaking]:
    """The undertakings with each doer once, in whatever script and language the acts name them."""
    names = ledger.ask(lambda connection: named_once(connection, [one.by for one in found]))
    return [msgspec.structs.replace(one, by=by) for one, by in zip(found, names, strict=True)]


def day_of(today: str | None) -> datetime.date:
    """The day of `--today` (the last one of a month or year), else that of the clock."""
    return last_day(today) or datetime.datetime.now(datetime.UTC).date()


def _find(ledger: Ledger, kind: str, asked: Filter, day: datetime.date) -> Sequence[Entry | Undertaking]:
    if kind == "undertakings":
        return ledger.undertakings(asked, today=day)
    entries: Sequence[Entry] = getattr(ledger, kind)(asked)
    return entries


# as a table


def _write_table(kind: str, found: Sequence[Any], file: IO[str]) -> None:
    if not found:
        return
    listing = _LISTINGS[kind]
    write_table(listing.columns, ([cell or "" for cell in listing.row(one)] for one in found), file)
    if kind == "undertakings":
        file.write("\n" + "\n".join(_totals_lines(len(found), totals_of((one, 1) for one in found))) + "\n")


def _totals_lines(count: int, totals: Totals) -> Iterator[str]:
    """The counts by step with what they leave out on the same line, then the sums by step."""
    steps = ", ".join(f"{number} {status}" for status, number in totals.number.items())
    left = {"umbrella": totals.umbrellas, "declaration": totals.declarations}
    out = ", ".join(f"{number} {name}{'s' if number > 1 else ''}" for name, number in left.items() if number)
    yield "; ".join(
        filter(None, (f"{count} listed", steps, out and f"not counted: {out}", _not_watched(totals.not_watched)))
    )
    if totals.value:
        sums = (
            f"{status} " + " + ".join(number_text(value, unit) for unit, value in units.items())
            for status, units in totals.value.items()
        )
        yield "sums named: " + "; ".join(sums)


def _not_watched(count: int) -> str:
    return f"{count} not watched" if count else ""


def _undertaking(one: Undertaking) -> Sequence[str | None]:
    what = [one.titles[0].words]
    if one.amount:
        what.append(number_text(one.amount.value, one.amount.unit, one.amount.approx))
    what += [mark for mark in ("umbrella", "contested") if getattr(one, mark)]
    what += [f"late by {one.late} days"] if one.late else []
    what += [one.delivery] if one.delivery else []
    days = f"{one.last}\ndue {one.due}" if one.due else one.last
    return one.id, f"{one.status}\n{one.attention}", days, "-".join(one.parties), ", ".join(one.by), " · ".join(what)


def _act(one: Entry) -> Sequence[str | None]:
    act = one.record
    assert isinstance(act, Act)
    due = f" (due {act.due})" if act.due else ""
    to = ", ".join(act.to)
    when, parties = act.when or one.published, "-".join(act.parties)
    return one.id, when, act.verb, parties, ", ".join(act.by), to, (act.what or act.quote) + due


def _figure(one: Entry) -> Sequence[str | None]:
    figure = one.record
    assert isinstance(figure, Figure)
    what = figure.indicator if figure.measure == "level" else f"{figure.indicator} {figure.measure}"
    number = number_text(figure.value, figure.unit, figure.approx)
    if figure.value_max is not None:
        number += f" to {number_text(figure.value_max, figure.unit)}"
    sides = "-".join(filter(None, (figure.reporter, figure.partner)))
    said = figure.said_by or one.publisher
    status = "" if figure.status == "observed" else figure.status
    return one.id, figure.period, what, number, sides, figure.place, status, said, figure.quote


def _event(one: Entry) -> Sequence[str | None]:
    event = one.record
    assert isinstance(event, Event)
    people = str(event.attendance) if event.attendance else ""
    where = ", ".join(filter(None, (event.place, event.country)))
    return one.id, event.when, event.type, "-".join(event.parties), where, people, event.name or event.quote


def _actor(one: Entry) -> Sequence[str | None]:
    actor = one.record
    assert isinstance(actor, Actor)
    return one.id, actor.type, actor.country, actor.name, actor.role, actor.organisation, actor.doc


def _document(one: Entry) -> Sequence[str | None]:
    heading = one.record
    assert isinstance(heading, Heading)
    return one.id, one.published, one.lang, one.publisher, heading.title or heading.quote, heading.doc


def _columns(*named: str) -> tuple[Column, ...]:
    """Columns by name: `what*3` takes three shares of the room that is left, the first is dim."""
    parted = [name.partition("*") for name in named]
    return tuple(
        Column(name, int(share or 0), None if place else "dim") for place, (name, _, share) in enumerate(parted)
    )


_LISTINGS: Mapping[str, _Listing] = {
    "undertakings": _Listing(
        Undertaking,
        _columns("id", "status", "heard", "parties", "by*3", "what*5"),
        _undertaking,
    ),
    "acts": _Listing(Act, _columns("id", "when", "verb", "parties", "by*3", "to*2", "what*5"), _act),
    "figures": _Listing(
        Figure,
        _columns("id", "period*1", "indicator*2", "value*2", "parties", "place*1", "status", "said by*2", "words*3"),
        _figure,
    ),
    "events": _Listing(Event, _columns("id", "when", "type", "parties", "place*2", "people", "name*4"), _event),
    "actors": _Listing(Actor, _columns("id", "type", "in", "name*4", "role*3", "of*3", "document*2"), _actor),
    "documents": _Listing(Heading, _columns("id", "date", "lang", "publisher*1", "title*4", "document*2"), _document),
}


# for programs


_KNOWN = ("published", "lang", "publisher", "source", "state", "version", "recorded")


def _write_csv(kind: str, found: Sequence[Any], file: IO[str]) -> None:
    from servanda.exchange.office import write_csv

    columns = columns_of(_LISTINGS[kind].record)
    if kind == "undertakings":
        columns = tuple(name for name in columns if name not in NESTED)
        write_csv((_row_of_undertaking(one) for one in found), columns, file)
        return
    columns = tuple(dict.fromkeys(("id", *columns, *_KNOWN)))
    write_csv(({"id": one.id, **_known_of(one), **row_of(one.record)} for one in found), columns, file)


def _row_of_undertaking(undertaking: Undertaking) -> dict[str, str]:
    return row_of(msgspec.structs.replace(undertaking, acts=(), steps=(), joins=(), titles=()))


def _known_of(entry: Entry) -> dict[str, str]:
    return {name: str(value) for name in _KNOWN if (value := getattr(entry, name)) is not None}


def _write_json(_kind: str, found: Sequence[Any], file: IO[str]) -> None:
    """Write one array, a record on each line."""
    encode = msgspec.json.Encoder().encode
    lines = (encode(one if isinstance(one, Undertaking) else flat(one)).decode() for one in found)
    file.write("[")
    for place, line in enumerate(lines):
        file.write(("," if place else "") + "\n" + line)
    file.write("\n]\n" if found else "]\n")


def flat(entry: Entry) -> dict[str, Any]:
    """The entry with its record's slots beside its own."""
    slots: dict[str, Any] = msgspec.to_builtins(entry)
    record = slots.pop("record")
    return {"id": slots.pop("id"), **slots, **record}


_PRINTERS: Mapping[str, Callable[[str, Sequence[Any], IO[str]], None]] = {
    "table": _write_table,
    "csv": _write_csv,
    "json": _write_json,
}
