"""Print how often known threads of known acts stand where a person says: reading and joining left out.

python bench/status_quality.py FOLDER LABELS [--misses] [--today 2026-01-31]

FOLDER holds gold files whose acts name their `undertaking`; LABELS is a YAML file of the statuses, as
`tests/gold/threads.yaml`. The acts go into a ledger as if they had been read, and are put together by that name.
"""

from __future__ import annotations

import argparse
import datetime
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
from joining_quality import known_reading

from servanda.evaluation.gold import UNREAD, GoldDocument, load_gold
from servanda.languages import load_yaml
from servanda.ledger.joining import thread_of
from servanda.ledger.store import moment_of, open_ledger
from servanda.ledger.then import joined_at
from servanda.ledger.threads import Piece
from servanda.ledger.undertakings import Surroundings, undertakings_of
from servanda.records import Join, Undertaking
from servanda.status import Attention

TODAY = datetime.date(2026, 1, 31)
SILENT = (Attention.QUIET, Attention.DORMANT, Attention.NOT_WATCHED)


class Label(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person says of a thread: its status, what the ladder allows as well, and its attention on the day."""

    status: str
    status_also: tuple[str, ...] = ()
    attention: str | None = None
    attention_also: tuple[str, ...] = ()


class Judged(NamedTuple):
    """A thread with what is said of it and what the ledger makes of it."""

    key: str
    label: Label
    found: Undertaking

    @property
    def is_right(self) -> bool:
        """Whether the status is one of those that the label allows."""
        return self.found.status in (self.label.status, *self.label.status_also)

    @property
    def attention(self) -> str:
        """What the calendar suggests; silence before the day that was set is a watch."""
        found = self.found.attention
        return Attention.ON_WATCH.value if found in SILENT else found

    @property
    def is_timely(self) -> bool:
        """Whether the attention is one of those that the label allows."""
        return self.attention in (self.label.attention, *self.label.attention_also)


def labels_of(path: Path) -> dict[str, Label]:
    """The labels of a file, by the name of the thread."""
    return msgspec.convert(load_yaml(path), dict[str, Label])


def judged(folder: Path, labels: Mapping[str, Label], today: datetime.date = TODAY) -> list[Judged]:
    """The labelled threads of a folder, each as the ledger shows it on that day."""
    golds = sorted(load_gold([folder, *folder.glob(UNREAD)]), key=lambda gold: (gold.published or "", gold.id))
    with tempfile.TemporaryDirectory() as place, open_ledger(Path(place) / "known.db") as ledger:
        for _ in ledger.add_all(map(known_reading, golds)):
            pass
        joined = ledger.ask(lambda connection: joined_at(connection, moment_of(None)))
        pieces = sorted((piece for thread in joined.threads for piece in thread.acts), key=lambda piece: piece.order)
        around = Surroundings(joined.listening, joined.searched, today)
        threads = _by_key(pieces, _keys(golds))
        return [Judged(key, label, _newest(threads[key], around)) for key, label in labels.items()]


def _keys(golds: Sequence[GoldDocument]) -> dict[tuple[object, ...], str]:
    """The name of the thread of each known act, by its place."""
    acts = ((gold.id, act) for gold in golds for act in gold.of_kind("act"))
    return {
        (doc, act["start"], act["end"], act["verb"]): act["undertaking"] for doc, act in acts if "undertaking" in act
    }


def _by_key(pieces: Sequence[Piece], keys: Mapping[tuple[object, ...], str]) -> dict[str, list[Piece]]:
    threads: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        if key := keys.get((piece.act.doc, piece.act.start, piece.act.end, piece.act.verb)):
            threads[key].append(piece)
    return threads


def _newest(pieces: Sequence[Piece], around: Surroundings) -> Undertaking:
    """The undertaking that the acts make; of two, the rest that was not delivered."""
    joins = [(piece, Join(act=piece.entry.id, score=1.0, why="known")) for piece in pieces]
    return list(undertakings_of(thread_of(pieces[0].entry.id, joins), around))[-1]


def report(rows: Sequence[Judged], *, misses: bool = False) -> Iterator[str]:
    """The lines of the report."""
    right = _share(sum(row.is_right for row in rows), len(rows))
    strict = _share(sum(row.found.status == row.label.status for row in rows), len(rows))
    yield f"status: {len(rows)} threads, right {right}, as first named {strict}"
    wrong = Counter((row.label.status, row.found.status) for row in rows if not row.is_right)
    yield from (f"  {said} taken for {found}: {count}" for (said, found), count in wrong.most_common())
    timed = [row for row in rows if row.label.attention]
    yield f"attention: {len(timed)} threads, right {_share(sum(row.is_timely for row in timed), len(timed))}"
    late = Counter((str(row.label.attention), row.attention) for row in timed if not row.is_timely)
    yield from (f"  {said} taken for {found}: {count}" for (said, found), count in late.most_common())
    if misses:
        for row in rows:
            if not row.is_right or (row.label.attention and not row.is_timely):
                yield from _told(row)


def _told(row: Judged) -> Iterator[str]:
    found, label = row.found, row.label
    yield f"{row.key}: {label.status}, found {found.status}; {label.attention}, found {found.attention}"
    for act in found.acts:
        yield f"    {act.verb:<11} when {act.when} due {act.due} {act.instrument or ''} “{act.quote}”"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--misses", action="store_true", help="tell each miss with its quotations")
    parser.add_argument("--today", type=datetime.date.fromisoformat, default=TODAY)
    given = parser.parse_args()
    rows = judged(given.folder, labels_of(given.labels), given.today)
    print("\n".join(report(rows, misses=given.misses)))


if __name__ == "__main__":
    sys.exit(main())
