"""What the commands of `servanda review` about actors and undertakings do and print."""

from __future__ import annotations

from collections.abc import Iterable

import click

from servanda.commands.review import say
from servanda.errors import UsageError
from servanda.ledger.deciding import Doubt, find_doubts, merge_undertakings, rule_actors, split_undertaking
from servanda.ledger.store import open_ledger
from servanda.ledger.verdicts import give_verdict, take_verdict_back, verdicts_of
from servanda.records import Actor


def print_doubts(ledger: str, *, limit: int) -> None:
    """Print the mentions that may be an actor which they were not joined to."""
    with open_ledger(ledger, create=False) as opened:
        found = find_doubts(opened, limit=limit)
    for doubt in found:
        click.echo(_line_of(doubt))
    click.echo(f"{len(found)} wait" + (f" (the first {limit})" if len(found) == limit else ""), err=True)


def _line_of(doubt: Doubt) -> str:
    actor = doubt.mention.record
    name = actor.name if isinstance(actor, Actor) else ""
    return f"{doubt.mention.id}  {doubt.score:.2f}  {name} ({actor.doc}) may be {doubt.actor}\n  {doubt.why}"


def print_actors(ledger: str, deed: str, pair: tuple[str, str], *, account: str, reason: str) -> None:
    """Rule about two actors and say so."""
    with open_ledger(ledger, create=False) as opened:
        say(rule_actors(opened, deed, pair, account=account, reason=reason))


def print_merged(ledger: str, pair: tuple[str, str], *, account: str, reason: str) -> None:
    """Make two undertakings one and say so."""
    with open_ledger(ledger, create=False) as opened:
        say(merge_undertakings(opened, pair, account=account, reason=reason))


def print_verdict(ledger: str, undertaking: str, verdict: str, *, account: str, reason: str) -> None:
    """Give a verdict about an undertaking and say so."""
    with open_ledger(ledger, create=False) as opened:
        known = opened.get(undertaking).undertaking
        if known is None:
            raise UsageError(f"{undertaking}: a verdict is about an undertaking; their ids begin with und-")
        say(give_verdict(opened, known.id, verdict, account=account, reason=reason))


def print_verdict_undone(ledger: str, undertaking: str, *, account: str, reason: str) -> None:
    """Take the newest verdict about an undertaking back and say so."""
    with open_ledger(ledger, create=False) as opened:
        known = opened.get(undertaking).undertaking
        held = verdicts_of(opened, known) if known else []
        if not held:
            raise UsageError(f"{undertaking}: no verdict that holds")
        say(take_verdict_back(opened, held[0].key, account=account, reason=reason))


def print_split(ledger: str, undertaking: str, acts: Iterable[str], *, account: str, reason: str) -> None:
    """Part acts from an undertaking and say so."""
    with open_ledger(ledger, create=False) as opened:
        for judgement in split_undertaking(opened, undertaking, acts, account=account, reason=reason):
            say(judgement)
