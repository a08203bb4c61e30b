"""Print which actor and undertaking each known mention is joined to, for a scorer of groups: the reading left out.

python bench/joining_quality.py FOLDER [FOLDER ...] > assigned.jsonl

The known records of the gold files go into a ledger as if they had been read, oldest document first; what is printed is
what `servanda mentions` prints of that ledger.
"""

from __future__ import annotations

import argparse
import datetime
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from servanda.evaluation.gold import GoldDocument, load_gold
from servanda.ledger.resolved import mentions_of
from servanda.ledger.store import open_ledger
from servanda.records import Act, Actor, Document, Heading, Part, Reading

TODAY = datetime.date(2026, 11, 24)
KINDS: Mapping[str, Any] = {"actor": Actor, "act": Act}
_encode = msgspec.json.Encoder().encode


def known_reading(gold: GoldDocument) -> Reading:
    """The known actors and acts of a gold file as a reading."""
    document = Document(
        id=gold.id, text=gold.text, lang=gold.lang, published=gold.published, parts=(Part(0, len(gold.text)),)
    )
    heading = Heading(
        doc=gold.id, start=0, end=1, quote=gold.text[:1], confidence=1.0, rule="known", lang=gold.lang,
        published=gold.published,
    )  # fmt: skip
    found = {kind: tuple(_record(gold, kind, known) for known in gold.of_kind(kind)) for kind in KINDS}
    return Reading(document=document, heading=heading, actors=found["actor"], acts=found["act"])


def _record(gold: GoldDocument, kind: str, known: Mapping[str, Any]) -> Any:
    named = str(known.get("name", ""))
    start = known.get("start", max(0, gold.text.find(named)))
    end = known.get("end", start + len(named))
    slots = {name: value for name, value in known.items() if name in KINDS[kind].__struct_fields__}
    slots |= {
        "doc": gold.id,
        "confidence": 1.0,
        "rule": "known",
    }
    placed = {"start": start, "end": end, "quote": gold.text[start:end]}
    return msgspec.convert({"kind": kind, **slots, **placed}, KINDS[kind])


def assigned(folders: Sequence[Path]) -> list[bytes]:
    """A line of JSON for each mention."""
    golds = sorted(load_gold(folders), key=lambda gold: (gold.published or "", gold.id))
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "known.db") as ledger:
        for _ in ledger.add_all(map(known_reading, golds)):
            pass
        return [_encode(mention) for mention in mentions_of(ledger, TODAY)]


def main() -> None:
    """Print the lines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    sys.stdout.buffer.write(b"\n".join(assigned(parser.parse_args().folders)) + b"\n")


if __name__ == "__main__":
    sys.exit(main())
