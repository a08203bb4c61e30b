"""What an undertaking is called: of its acts' own words those that name the thing best, for each language told in.

The signs are weighed by `data/titles.yaml`; a title is never composed, it stands in the quotation of its act.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from servanda.data import load_table
from servanda.ledger.threads import Piece, numbers_of, words_of
from servanda.reading.matters import subject_of
from servanda.reading.pointing import is_pointing
from servanda.records import Title
from servanda.script import HAN

# A name: a capital within, quotation marks, an abbreviation.
_NAME = re.compile(r"(?<=[\s'’(-])[A-ZÀ-ÖØ-ÞĐА-ЯЁ]|[«“「《]|[A-Z]{2}")
_MOST_COMPARED = 40  # acts of one undertaking, the newest: more of them say the same


class Worded(NamedTuple):
    """An act with its words on one line, and what they name: matters, alike in all languages, and stems."""

    piece: Piece
    words: str
    stems: frozenset[str]
    matters: frozenset[str]


def titles_of(pieces: Sequence[Piece]) -> tuple[Title, ...]:
    """The best words for each language in which an act tells of the undertaking, the best of all first."""
    least = load_table("titles")["weak"]
    told = [worded(one) for one in pieces]
    best: dict[str, tuple[float, Worded]] = {}
    for one in told:
        weight, lang = weight_of(one, told), one.piece.entry.lang
        if lang not in best or weight >= best[lang][0]:  # of two as good the newer one
            best[lang] = weight, one
    ranked = sorted(best.values(), key=lambda pair: -pair[0])
    return tuple(_title(one, weight < least) for weight, one in ranked)


def _title(one: Worded, weak: bool) -> Title:
    entry = one.piece.entry
    return Title(lang=entry.lang, words=one.words, act=entry.id, doc=one.piece.act.doc, weak=weak)


def worded(piece: Piece) -> Worded:
    """What the act is about in its own words."""
    words = " ".join((piece.act.what or piece.act.quote).split())
    return Worded(piece, words, words_of(words), subject_of(words, piece.entry.lang).matters)


def weight_of(one: Worded, told: Sequence[Worded]) -> float:
    """What speaks for the words of an act as a name for what all these acts are about, less what speaks against."""
    weights = load_table("titles")["weights"]
    return float(sum(weights[sign] * share for sign, share in signs_of(one, told).items()))


def signs_of(one: Worded, told: Sequence[Worded]) -> dict[str, float]:
    """The signs for and against the words of an act, each from 0 to 1."""
    act, words, table = one.piece.act, one.words, load_table("titles")
    han = len(HAN.findall(words))
    letters = len(words) + (table["han"] - 1) * han
    return {
        "shared": _shared(one, told),
        "name": _NAME.search(words) is not None or any(place in words for place in act.places),
        "matter": bool(one.matters),
        "full": min(1.0, len(one.stems) / (table["full"] * (table["han"] if han else 1))),
        "form": bool(act.forms),
        "number": act.amount is not None or bool(numbers_of(words)),
        "thing": act.verb in table["verbs"],
        "clause": len(words) >= len(act.quote.strip()) and act.rule.partition(": ")[2].startswith("<what>"),
        "pointing": is_pointing(words, one.piece.entry.lang),
        "aside": ", " in words,
        "short": letters < table["length"]["least"],
        "long": letters > table["length"]["most"],
    }


def _shared(one: Worded, told: Sequence[Worded]) -> float:
    """How much of what the words name the other acts name as well, on average."""
    others = [other for other in told[-_MOST_COMPARED:] if other is not one]
    mine = one.stems | one.matters
    shares = [len(mine & its) / (min(len(mine), len(its)) or 1) for its in (o.stems | o.matters for o in others)]
    return sum(shares) / len(shares) if shares else 0.0
