"""`servanda review`: what waits for a person, and a person's judgements; `servanda history` of a record."""

from __future__ import annotations

import click

from servanda.commands.options import ledger_option
from servanda.ledger.prefixes import UNDERTAKING
from servanda.records import KINDS
from servanda.vocabulary import codes

_signed = click.option(
    "--account", envvar="SERVANDA_ACCOUNT", default="", show_envvar=True, metavar="NAME", help="Who judges."
)
_why = click.option("--reason", default="", metavar="WORDS", help="Why.")


@click.group()
def review() -> None:
    """What waits for a person's judgement, and the judgements.

    \b
    Example:
      servanda review queue --below 0.8 --kind act
      servanda review correct act-3f09 verb=propose --account "Anh Thu" --reason "he only suggests it"
      servanda review undo act-3f09 --account "Anh Thu"

    Nothing that was read is changed: a judgement is added, signed, and can be undone. It holds when the document is
    read again.
    """


@review.command()
@click.option("--below", type=click.FloatRange(0, 1), default=0.85, show_default=True, help="Confidence below this.")
@click.option("--kind", type=click.Choice(KINDS[1:]), multiple=True, help="Records of this kind only.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, metavar="N")
@click.option("--format", "layout", type=click.Choice(["text", "json"]), default="text", show_default=True)
@ledger_option
def queue(below: float, kind: tuple[str, ...], limit: int, layout: str, ledger: str) -> None:
    """The records that wait, those of the newest documents first.

    \b
    Example:
      servanda review queue --kind act --limit 10
    """
    from servanda.commands.review import print_queue

    print_queue(ledger, below=below, kinds=kind, limit=limit, layout=layout)


@review.command()
@click.argument("identity", metavar="ID")
@_signed
@_why
@ledger_option
def accept(identity: str, account: str, reason: str, ledger: str) -> None:
    """Say that a record is right as it is.

    \b
    Example:
      servanda review accept fig-3f09 --account "Anh Thu"
    """
    from servanda.commands.review import print_accepted

    print_accepted(ledger, identity, account=account, reason=reason)


@review.command()
@click.argument("identity", metavar="ID")
@click.argument("correction", metavar="SLOT=VALUE")
@_signed
@_why
@ledger_option
def correct(identity: str, correction: str, account: str, reason: str, ledger: str) -> None:
    """Give a slot of a record another value; several values stand between semicolons, none empties the slot.

    \b
    Example:
      servanda review correct act-3f09 "sectors=rail; finance" --account "Anh Thu"
    """
    from servanda.commands.review import print_corrected

    print_corrected(ledger, identity, correction, account=account, reason=reason)


@review.command()
@click.argument("identity", metavar="ID")
@_signed
@_why
@ledger_option
def reject(identity: str, account: str, reason: str, ledger: str) -> None:
    """Say that a record is none: it counts nowhere any more.

    \b
    Example:
      servanda review reject act-3f09 --account "Anh Thu" --reason "a caption of last year"
    """
    from servanda.commands.review import print_rejected

    print_rejected(ledger, identity, account=account, reason=reason)


@review.command()
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, metavar="N")
@ledger_option
def doubts(limit: int, ledger: str) -> None:
    """Mentions that may be an actor which they were not joined to, the likeliest first.

    \b
    Example:
      servanda review doubts --limit 10
    """
    from servanda.commands.ruling import print_doubts

    print_doubts(ledger, limit=limit)


@review.command()
@click.argument("undertaking", metavar="ID")
@click.argument("verdict", type=click.Choice(codes("verdict")))
@_signed
@_why
@ledger_option
def verdict(undertaking: str, verdict: str, account: str, reason: str, ledger: str) -> None:
    """Say what became of an undertaking, and why; it is told beside its status and changes nothing of it.

    \b
    Example:
      servanda review verdict und-3f09 kept_late --account "Anh Thu" --reason "opened a year after its day"
    """
    from servanda.commands.ruling import print_verdict

    print_verdict(ledger, undertaking, verdict, account=account, reason=reason)


def _about_actors(deed: str, what: str) -> click.Command:
    """A command that says one thing about two actors."""

    @click.argument("first", metavar="ID")
    @click.argument("second", metavar="ID")
    @_signed
    @_why
    @ledger_option
    def rule(first: str, second: str, account: str, reason: str, ledger: str) -> None:
        from servanda.commands.ruling import print_actors

        print_actors(ledger, deed, (first, second), account=account, reason=reason)

    text = f'{what}\n\n\b\nExample:\n  servanda review {deed} who-3f09 who-71aa --account "Anh Thu"'
    return click.command(deed, help=text)(rule)


for _deed, _what in (
    ("same", "Say that two actors (or mentions of them) are one."),
    ("different", "Say that two actors (or mentions of them) are two."),
    ("unsure", "Say that one cannot know whether two actors are one."),
):
    review.add_command(_about_actors(_deed, _what))


@review.command()
@click.argument("first", metavar="ID")
@click.argument("second", metavar="ID")
@_signed
@_why
@ledger_option
def merge(first: str, second: str, account: str, reason: str, ledger: str) -> None:
    """Say that two undertakings are one; both ids lead to it.

    \b
    Example:
      servanda review merge und-3f09 und-71aa --account "Anh Thu"
    """
    from servanda.commands.ruling import print_merged

    print_merged(ledger, (first, second), account=account, reason=reason)


@review.command()
@click.argument("undertaking", metavar="ID")
@click.argument("acts", nargs=-1, required=True, metavar="ACT ...")
@_signed
@_why
@ledger_option
def split(undertaking: str, acts: tuple[str, ...], account: str, reason: str, ledger: str) -> None:
    """Say that acts are another undertaking than the one that they were joined to.

    \b
    Example:
      servanda review split und-3f09 act-71aa act-90bc --account "Anh Thu"
    """
    from servanda.commands.ruling import print_split

    print_split(ledger, undertaking, acts, account=account, reason=reason)


@review.command()
@click.argument("identity", metavar="ID")
@click.option("--judgement", type=int, metavar="KEY", help="Not the last one but this, as `servanda history` tells.")
@_signed
@_why
@ledger_option
def undo(identity: str, judgement: int | None, account: str, reason: str, ledger: str) -> None:
    """Undo the last judgement of a record that holds, or the last verdict about an undertaking.

    \b
    Example:
      servanda review undo act-3f09 --account "Anh Thu"
    """
    from servanda.commands.review import print_undone
    from servanda.commands.ruling import print_verdict_undone

    if identity.startswith(f"{UNDERTAKING}-"):
        print_verdict_undone(ledger, identity, account=account, reason=reason)
        return
    print_undone(ledger, identity, judgement, account=account, reason=reason)


@review.command("two-accounts")
@click.argument("value", type=click.Choice(["on", "off"]), required=False)
@_signed
@ledger_option
def two_accounts(value: str | None, account: str, ledger: str) -> None:
    """Say whether what closes an undertaking needs another account, or set it.

    \b
    Example:
      servanda review two-accounts on --account "Anh Thu"
    """
    from servanda.commands.proposing import print_two_accounts

    print_two_accounts(ledger, value, account=account)


@review.command()
@ledger_option
def proposals(ledger: str) -> None:
    """The judgements that wait until another account confirms them.

    \b
    Example:
      servanda review proposals
    """
    from servanda.commands.proposing import print_proposals

    print_proposals(ledger)


@review.command()
@click.argument("judgement", type=int, metavar="KEY")
@_signed
@_why
@ledger_option
def confirm(judgement: int, account: str, reason: str, ledger: str) -> None:
    """Let a judgement hold that another account proposed.

    \b
    Example:
      servanda review confirm 17 --account "Li Na"
    """
    from servanda.commands.proposing import print_confirmed

    print_confirmed(ledger, judgement, account=account, reason=reason)


@click.command()
@click.argument("identity", metavar="ID")
@click.option("--format", "layout", type=click.Choice(["text", "json"]), default="text", show_default=True)
@ledger_option
def history(identity: str, layout: str, ledger: str) -> None:
    """What became of a record: when it was read, by which reader, and who judged it how.

    \b
    Example:
      servanda history act-3f09
    """
    from servanda.commands.review import print_history

    print_history(ledger, identity, layout=layout)
