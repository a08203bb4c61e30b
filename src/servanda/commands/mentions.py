"""What `servanda mentions` prints: every resolved mention as a line."""

from __future__ import annotations

import msgspec

from servanda.commands.listing import day_of
from servanda.commands.output import as_text, open_output
from servanda.ledger.resolved import ResolvedMention, mentions_of
from servanda.ledger.store import open_ledger


def print_mentions(ledger: str, *, layout: str, out: str | None, today: str | None) -> None:
    """Print the actors' mentions, then the acts, each with what it was resolved to."""
    with open_ledger(ledger, create=False, read_only=True) as opened:
        found = list(mentions_of(opened, day_of(today)))
    with open_output(out) as file, as_text(file) as text:
        if layout == "jsonl":
            encode = msgspec.json.Encoder().encode
            text.writelines(f"{encode(mention).decode()}\n" for mention in found)
            return
        from servanda.exchange.office import write_csv

        columns = tuple(field.name for field in msgspec.structs.fields(ResolvedMention))
        rows = ({name: str(value) for name, value in msgspec.to_builtins(mention).items()} for mention in found)
        write_csv(rows, columns, text)
