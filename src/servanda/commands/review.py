"""What `servanda review` and `servanda history` do and print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click
import msgspec

from servanda.commands.listing import flat
from servanda.errors import UsageError
from servanda.exchange.rows import summary_of
from servanda.ledger.judgements import Judgement
from servanda.ledger.review import (
    KINDS,
    Change,
    accept,
    correct,
    find_history,
    find_proposals,
    find_queue,
    reject,
    undo,
)
from servanda.ledger.store import Ledger, open_ledger
from servanda.records import Entry


def print_queue(ledger: str, *, below: float, kinds: Sequence[str], limit: int, layout: str) -> None:
    """Print the records that wait for a person."""
    with open_ledger(ledger, create=False) as opened:
        found = find_queue(opened, below=below, kinds=kinds or KINDS, limit=limit)
        proposed = len(find_proposals(opened))
    if layout == "json":
        click.echo(msgspec.json.format(msgspec.json.encode([flat(entry) for entry in found]), indent=1))
        return
    for line in _queue_lines(found):
        click.echo(line)
    click.echo(f"{len(found)} wait" + (f" (the first {limit})" if len(found) == limit else ""), err=True)
    if proposed:
        click.echo(f"{proposed} wait for another account: servanda review proposals", err=True)


def _queue_lines(found: Sequence[Entry]) -> Iterator[str]:
    for entry in found:
        record = entry.record
        yield f"{entry.id}  {record.confidence:.2f}  {record.kind}: {summary_of(record)}"
        yield f"  “{' '.join(record.quote.split())}”"
        yield f"  {' · '.join(word for word in (entry.publisher, entry.published, record.doc) if word)}"


def print_accepted(ledger: str, identity: str, *, account: str, reason: str) -> None:
    """Accept a record and say so."""
    with open_ledger(ledger, create=False) as opened:
        say(accept(opened, _whole(opened, identity), account, reason))


def print_rejected(ledger: str, identity: str, *, account: str, reason: str) -> None:
    """Reject a record and say so."""
    with open_ledger(ledger, create=False) as opened:
        say(reject(opened, _whole(opened, identity), account, reason))


def print_corrected(ledger: str, identity: str, correction: str, *, account: str, reason: str) -> None:
    """Correct a slot of a record and say so."""
    slot, equals, value = correction.partition("=")
    if not (slot.strip() and equals):
        raise UsageError(f"{correction!r}: write SLOT=VALUE, as in verb=propose")
    with open_ledger(ledger, create=False) as opened:
        say(correct(opened, _whole(opened, identity), slot.strip(), value, account, reason))


def print_undone(ledger: str, identity: str, judgement: int | None, *, account: str, reason: str) -> None:
    """Undo a judgement and say so."""
    with open_ledger(ledger, create=False) as opened:
        say(undo(opened, _whole(opened, identity), account, reason, judgement=judgement))


def print_history(ledger: str, identity: str, *, layout: str) -> None:
    """Print what became of a record."""
    with open_ledger(ledger, create=False) as opened:
        changes = find_history(opened, _whole(opened, identity))
    if layout == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(changes), indent=1))
        return
    for change in changes:
        click.echo(_line_of(change))


def _whole(opened: Ledger, identity: str) -> str:
    """The id of which somebody wrote the beginning."""
    return opened.get(identity).proofs[0].entry.id


def say(judgement: Judgement) -> None:
    """Print what was judged, by whom, and the key by which it can be undone."""
    told = f" {judgement.slot} = {judgement.value}" if judgement.slot else f" {judgement.value or ''}".rstrip()
    click.echo(f"{judgement.about}: {judgement.deed}{told} (judgement {judgement.key}, {judgement.account})")
    if judgement.waits:
        click.echo(
            f"Proposed only: it closes an undertaking. Another account: servanda review confirm {judgement.key}",
            err=True,
        )


def _line_of(change: Change) -> str:
    told = " ".join(part for part in (change.slot and f"{change.slot} =", change.value) if part)
    key = f" [{change.judgement}]" if change.judgement else ""
    why = f" ({change.reason})" if change.reason else ""
    return f"{change.at[:19].replace('T', ' ')}  {change.who:20} {change.deed} {told}{why}{key}".rstrip()
