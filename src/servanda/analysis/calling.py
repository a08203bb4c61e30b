"""What a reader calls those who are named: countries in the reader's language, others in the reader's script."""

from __future__ import annotations

import re
from collections.abc import Sequence

from servanda.analysis.wording import Wording
from servanda.ledger.who import NamedActor
from servanda.script import has_han

_LONGEST_ABBREVIATION = 5  # letters
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")


def called(name: str, actor: NamedActor | None, words: Wording) -> str:
    """What a reader calls who is named so, where it is known who that is; else the name."""
    if actor is None:
        return name
    if actor.type == "country" and actor.code:
        return words.country(actor.code)
    return readable((name, *actor.names), words)


def readable(names: Sequence[str], words: Wording) -> str:
    """The first of the names that is in the reader's script and no capitals of a dateline, else the first of all."""
    script = _script_of(words.say("frame", "sources"))
    return next((name for name in names if _script_of(name) == script and not _is_capitals(name)), names[0])


def _is_capitals(name: str) -> bool:
    return name.isupper() and len(name) > _LONGEST_ABBREVIATION


def _script_of(text: str) -> str:
    return "han" if has_han(text) else "cyrillic" if _CYRILLIC.search(text) else "latin"
