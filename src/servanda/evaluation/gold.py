"""Known records: documents whose records people wrote down, in the shape of `docs/reference/records.md`.

A gold file is a JSON object with `id`, `lang`, `text` (or `file`, a path beside it), what is known of `published`, and
`records`. Beside the contract's slots a known record may have `optional` (right, but not asked for) and `<slot>_also`
(further right values; null: an empty slot is right too; a list among those of a slot of several: a whole answer). A
file whose records were written down for some kinds only names them in `kinds`; the others are not scored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from servanda.errors import UnreadableError
from servanda.records import BODY

Known = dict[str, Any]
KINDS = ("actor", "event", "figure", "act")

UNREAD = "unread"  # the folder of dispatches whose misses nobody has looked at


class GoldDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document with its known records; the reader is given `id`, `text` and `published`, nothing else."""

    id: str
    lang: str
    text: str = ""
    file: str | None = None
    published: str | None = None
    kinds: tuple[str, ...] = KINDS
    records: list[Known]

    def of_kind(self, kind: str) -> list[Known]:
        """Its known records of a kind; those that are asked for come first and take their match first."""
        return sorted((r for r in self.records if r["kind"] == kind), key=is_free)


def is_free(known: Known) -> bool:
    """Whether a reader may leave the record out: optional, or outside the body."""
    return bool(known.get("optional") or known.get("part", BODY) != BODY)


def load_gold(folders: Iterable[str | Path]) -> Iterator[GoldDocument]:
    """The documents of all gold files below the folders, by name; `UnreadableError` names a file that is none.

    A folder `unread` below one of them is left out: it is measured on by its own name, and nothing is fitted to it.
    """
    for folder in folders:
        path = Path(folder)
        files = sorted(_below(path)) if path.is_dir() else [path]
        if not files:
            raise UnreadableError(f"{folder}: no *.json with known records in this folder")
        yield from map(_load, files)


def _below(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*.json") if UNREAD not in path.relative_to(folder).parts)


def _load(path: Path) -> GoldDocument:
    try:
        document = msgspec.json.decode(path.read_bytes(), type=GoldDocument)
        if document.file and not document.text:
            text = (path.parent / document.file).read_text(encoding="utf-8")
            document = msgspec.structs.replace(document, text=text)
    except (OSError, msgspec.MsgspecError) as error:
        raise UnreadableError(f"{path}: no file of known records: {error}") from error
    return document
