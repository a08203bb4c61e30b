"""When a record that was read is a known one, and how well each of its slots agrees.

    figure   same words, same number (to half a per cent) and unit
    actor    same type, same name or another form of it (case, accents and articles apart)
    event    same type and same date; where no date is known, the same place or the same words
    act      same verb, and the words overlap by half of the shorter stretch

A slot that holds one value agrees or does not; one that holds several is scored by F1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from servanda.documents.text import fold
from servanda.evaluation.gold import Known
from servanda.languages import known_languages, load_topic

SLOTS: dict[str, tuple[str, ...]] = {
    "figure": ("indicator", "measure", "period", "reporter", "partner", "approx", "status", "place", "sector"),
    "actor": ("country", "role", "organisation"),
    "event": ("place", "country", "attendance", "mode", "parties"),
    "act": ("by", "to", "parties", "forms", "sectors", "due"),
}
COMPLETE = ("indicator", "measure", "period", "reporter", "partner")  # slots that make a figure complete
_SETS = ("parties", "forms", "sectors", "by", "to")
_NAMES = ("by", "to")
_LOOSE = ("place", "said_by", "organisation")  # one form of a name may hold another
_DEFAULTS = {"approx": "exact", "status": "observed"}
_TOLERANCE = 0.005
_OVERLAP = 0.5
_IN_BASE = {
    "GW": ("MW", 1e3),
    "kW": ("MW", 1e-3),
    "GWh": ("MWh", 1e3),
    "m": ("km", 1e-3),
    "kt": ("t", 1e3),
    "Mt": ("t", 1e6),
}
_MARKS = re.compile(r"[^\w]+")


@cache
def _articles() -> frozenset[str]:
    """Articles and what is joined with them, of all languages, folded."""
    words = (load_topic(lang, "names")["words"] for lang in known_languages())
    return frozenset(_MARKS.sub("", fold(w)) for lists in words for kind in ("article", "of") for w in lists[kind])


def name_key(name: object) -> str:
    """A name without case, accents, marks and leading articles."""
    words = _MARKS.sub(" ", fold(str(name or ""))).split()
    while len(words) > 1 and words[0] in _articles():
        del words[0]
    return " ".join(words)


def names_of(actor: Known) -> set[str]:
    """All names that a known actor has."""
    return {name_key(name) for name in (actor.get("name"), *actor.get("aka", ()))}


def overlap(known: Known, read: Known) -> float:
    """The share of the shorter stretch that the other covers; 0 where either has no place."""
    first, last = known.get("start"), known.get("end")
    if first is None or last is None:
        return 0.0
    common = min(last, read["end"]) - max(first, read["start"])
    return float(max(0, common) / max(1, min(last - first, read["end"] - read["start"])))


def is_same(kind: str, known: Known, read: Known) -> bool:
    """Whether what was read is the known record."""
    match kind:
        case "figure":
            return overlap(known, read) > 0 and same_amount(known, read)
        case "actor":
            return read["type"] in _options(known, "type") and name_key(read["name"]) in names_of(known)
        case "event":
            return read["type"] in _options(known, "type") and _same_gathering(known, read)
    return overlap(known, read) >= _OVERLAP and read["verb"] in _options(known, "verb")


def _same_gathering(known: Known, read: Known) -> bool:
    if dates := _options(known, "when"):
        return read.get("when") in dates
    return overlap(known, read) > 0 or (bool(known.get("place")) and agreement(known, read, "place") == 1)


def same_amount(known: Known, read: Known) -> bool:
    """Whether two figures have one number and unit: 6 GW are 6,000 MW."""
    (want, want_unit), (have, have_unit) = _in_base(known), _in_base(read)
    if want_unit != have_unit or want is None or have is None:
        return want_unit == have_unit and want is have
    return bool(abs(want - have) <= _TOLERANCE * max(abs(want), abs(have), 1e-12))


def _in_base(figure: Known) -> tuple[float | None, str]:
    unit, factor = _IN_BASE.get(figure.get("unit", "count"), (figure.get("unit", "count"), 1.0))
    value = figure.get("value")
    return (None if value is None else value * factor), unit


def is_repeat(kind: str, known: Known, other: Known) -> bool:
    """Whether an optional record says again what the other says, as a title or a lead does."""
    if other is known or not (other.get("optional") or other.get("part", "body") != "body"):
        return False
    if kind == "figure":
        same = all(known.get(slot) == other.get(slot) for slot in ("measure", "indicator"))
        return known.get("value") is not None and same and same_amount(known, other)
    same_thread = bool(known.get("undertaking")) and known["undertaking"] == other.get("undertaking")
    return kind == "act" and same_thread and known["verb"] in _options(other, "verb")


def _listed(value: Any) -> list[Any]:
    return [] if value is None else list(value) if isinstance(value, list | tuple) else [value]


def _options(known: Known, slot: str) -> list[Any]:
    """The right values of a slot that holds one."""
    return [value for value in (*_listed(known.get(slot)), *_listed(known.get(f"{slot}_also"))) if value is not None]


def agreement(known: Known, read: Known, slot: str, aliases: Mapping[str, set[str]] | None = None) -> float:
    """How well a slot agrees, 0 to 1; `aliases` gives each name of the document all names of its actor."""
    if slot in _SETS:
        return _set_agreement(known, read, slot, aliases or {})
    want, have = known.get(slot) or _DEFAULTS.get(slot), read.get(slot) or _DEFAULTS.get(slot)
    if not have and None in _listed(known.get(f"{slot}_also")):
        return 1.0
    options = _options({**known, slot: want}, slot)
    if slot == "role":
        return float(not want or _holds(want, have))
    if slot in _LOOSE and options:
        return float(any(_holds(option, have) for option in options))
    return float(have in options) if options else float(not have)


def _holds(want: object, have: object) -> bool:
    """Whether one name is a part of the other."""
    first, second = name_key(want), name_key(have)
    return bool(first and second) and (first in second or second in first)


def _set_agreement(known: Known, read: Known, slot: str, aliases: Mapping[str, set[str]]) -> float:
    also = f"{slot}_also"
    sets = [value for value in _listed(known.get(also)) if isinstance(value, list | tuple)]
    if sets:  # each list in a list is a whole answer of its own
        single = [value for value in _listed(known.get(also)) if not isinstance(value, list | tuple)]
        answers = ({**known, slot: values, also: single} for values in (known.get(slot), *sets))
        return max(_set_agreement(answer, read, slot, aliases) for answer in answers)
    want, have, further = (
        _keys(slot, values) for values in (known.get(slot), read.get(slot), known.get(f"{slot}_also"))
    )
    if slot in _NAMES:
        have = {next((w for w in want if _one_name(w, h, aliases)), h) for h in have}
    # A further right value stands for a wanted one that is missing; the rest of them is not charged.
    spare = have & (further - want)
    have = (have - spare) | set(sorted(want - have)[: len(spare)])
    is_open = bool(known.get(f"{slot}_optional"))
    if not want or not have:
        return float(is_open or want == have)
    return 2 * len(want & have) / (len(want) + len(have))


def _keys(slot: str, values: Any) -> set[Any]:
    found = [value for value in _listed(values) if value is not None]
    return {name_key(value) for value in found} if slot in _NAMES else set(found)


def _one_name(want: str, have: str, aliases: Mapping[str, set[str]]) -> bool:
    if not want or not have:
        return False
    return want in have or have in want or have in aliases.get(want, ()) or want in aliases.get(have, ())


def aliases_of(records: Iterable[Known]) -> dict[str, set[str]]:
    """Every name of the known actors with all names of its actor."""
    aliases: dict[str, set[str]] = {}
    for record in records:
        if record["kind"] == "actor":
            names = names_of(record)
            for name in names:
                aliases.setdefault(name, set()).update(names)
    return aliases


def best_match(
    kind: str, known: Known, free: Sequence[Known], golds: Sequence[Known], aliases: Mapping[str, set[str]]
) -> Known | None:
    """The free record that is the known one, or a repeat of it, whose slots agree best; None where there is none."""
    same = [read for read in free if is_same(kind, known, read)]
    if not same:
        repeats = [other for other in golds if is_repeat(kind, known, other)]
        same = [read for read in free if any(is_same(kind, other, read) for other in repeats)]
    return max(same, key=lambda read: sum(agreement(known, read, slot, aliases) for slot in SLOTS[kind]), default=None)
