"""What `servanda backup`, `verify`, `export` and `import` do and print."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from servanda.ledger.address import ledger_name
from servanda.ledger.copies import back_up, import_ledger, write_export
from servanda.ledger.store import open_ledger
from servanda.ledger.verifying import verify

_TOLD = 50  # faults that are printed; the rest are counted


def print_backup(ledger: str, target: str) -> None:
    """Copy the ledger and say how large the copy is."""
    with open_ledger(ledger, create=False, read_only=True) as opened:
        size = back_up(opened, Path(target))
    click.echo(f"{target}: {size / 1e6:.1f} MB")


def print_verified(ledger: str, *, layout: str) -> int:
    """The exit code: 0 when there is no fault; what was looked at and what was found is printed."""
    with open_ledger(ledger, create=False, read_only=True) as opened:
        found = verify(opened)
    if layout == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=1).decode())
        return 1 if found.faults else 0
    for fault in found.faults[:_TOLD]:
        click.echo(f"wrong: {fault}")
    looked = f"{found.documents} documents, {found.records} records, {found.judgements} judgements"
    click.echo(f"{ledger_name(ledger)}: {looked}; {len(found.faults)} faults")
    return 1 if found.faults else 0


def print_export(ledger: str, target: str) -> None:
    """Write the export and say how many lines it has."""
    with open_ledger(ledger, create=False, read_only=True) as opened:
        count = write_export(opened, Path(target))
    click.echo(f"{target}: {count} lines")


def print_import(source: str, ledger: str) -> None:
    """Make the ledger and say what it holds."""
    counts = import_ledger(Path(source), ledger)
    click.echo(f"{ledger_name(ledger)}: {counts['documents']} documents, {counts['records']} records")
