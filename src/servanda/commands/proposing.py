"""What the commands of `servanda review` about the rule of two accounts do and print."""

from __future__ import annotations

import click

from servanda.commands.review import say
from servanda.ledger.judgements import Judgement
from servanda.ledger.review import confirm, find_proposals
from servanda.ledger.settings import setting_of, write_setting
from servanda.ledger.store import moment_of, open_ledger


def print_two_accounts(ledger: str, value: str | None, *, account: str) -> None:
    """Set the rule where a value is given, and print what holds."""
    with open_ledger(ledger, create=False) as opened:
        if value:
            now = moment_of(None)
            opened.tell(lambda connection: write_setting(connection, "two-accounts", value, account=account, at=now))
        click.echo(f"two-accounts: {opened.ask(lambda connection: setting_of(connection, 'two-accounts'))}")


def print_proposals(ledger: str) -> None:
    """Print the judgements that wait for another account."""
    with open_ledger(ledger, create=False, read_only=True) as opened:
        found = find_proposals(opened)
    for proposal in found:
        click.echo(_line_of(proposal))
    click.echo(f"{len(found)} wait for another account", err=True)


def _line_of(proposal: Judgement) -> str:
    told = " ".join(part for part in (proposal.slot and f"{proposal.slot} =", proposal.value) if part)
    why = f" ({proposal.reason})" if proposal.reason else ""
    at = proposal.at[:19].replace("T", " ")
    return f"{proposal.key:4}  {at}  {proposal.account:20} {proposal.about} {proposal.deed} {told}".rstrip() + why


def print_confirmed(ledger: str, judgement: int, *, account: str, reason: str) -> None:
    """Confirm a judgement and say so."""
    with open_ledger(ledger, create=False) as opened:
        say(confirm(opened, judgement, account, reason))
