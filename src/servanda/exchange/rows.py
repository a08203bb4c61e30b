"""Records as rows of plain values, for tables and CSV, and as one line for a person's eye."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args, get_origin

import msgspec

from servanda.records import Act, Actor, AnyRecord, Event, Figure, Heading

LIST_SIGN = "; "
_SIGNS = {"about": "~", "nearly": "≲", "over": ">", "under": "<", "up-to": "≤"}


def value_text(value: object) -> str:
    """A slot's value as a cell: lists joined, an amount with its unit, whole numbers without a fraction."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else f"{value:g}" if abs(value) < 1e6 else f"{value:f}".rstrip("0")
    if isinstance(value, Mapping):
        return " ".join(value_text(part) for part in value.values())
    if isinstance(value, list | tuple):
        return LIST_SIGN.join("-".join(map(str, v)) if isinstance(v, tuple | list) else value_text(v) for v in value)
    return str(value)


NESTED = ("acts", "steps", "joins", "titles")  # of an undertaking: lists that no cell holds


def row_of(record: msgspec.Struct) -> dict[str, str]:
    """All slots of a record as text, in the order of the contract; an amount takes a column for each of its slots."""
    row: dict[str, str] = {}
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if isinstance(value, msgspec.Struct):
            row |= {f"{name}_{key}": text for key, text in row_of(value).items()}
        else:
            row[name] = value_text(value)
    return row


def columns_of(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """The columns that `row_of` can give for a kind of record, in order."""
    columns: list[str] = []
    for field in msgspec.structs.fields(kind):
        inner = _struct_in(field.type)
        columns += [f"{field.name}_{name}" for name in columns_of(inner)] if inner else [field.name]
    return tuple(columns)


def _struct_in(annotation: Any) -> type[msgspec.Struct] | None:
    """The struct that a slot holds; None for one that holds plain values, or a list."""
    options = (annotation, *get_args(annotation)) if get_origin(annotation) is not tuple else ()
    return next((o for o in options if isinstance(o, type) and issubclass(o, msgspec.Struct)), None)


def number_text(value: float | None, unit: str, approx: str = "exact") -> str:
    """A value for a table's cell: `~3.2e9` is `~3.2 bn`; the unit after it, but for plain counts."""
    if value is None:
        return f"? {unit}"
    size = next(((s, n) for s, n in ((1e12, " tn"), (1e9, " bn"), (1e6, " m")) if abs(value) >= s), (1.0, ""))
    shown = f"{value / size[0]:,.10g}" if size[0] == 1.0 else f"{value / size[0]:.4g}"
    units = {"count": "", "%": " %", "rank": "", "times": " ×", "percentage-point": " pp"}
    sign = "#" if unit == "rank" else _SIGNS.get(approx, "")
    return f"{sign}{shown}{size[1]}{units.get(unit, ' ' + unit)}"


def summary_of(record: AnyRecord) -> str:
    """What a record says, on one line and in codes."""
    return " · ".join(filter(None, _SUMMARIES[type(record)](record)))


def _arrow(first: str | None, second: str | None) -> str:
    return f"{first or '?'} → {second}" if second else first or ""


def _heading(record: Heading) -> list[str]:
    return [record.title or record.quote, record.publisher or "", record.published or "", record.lang]


def _actor(record: Actor) -> list[str]:
    return [record.type, record.name, record.role or "", record.organisation or "", record.country or ""]


def _event(record: Event) -> list[str]:
    people = f"{record.attendance} people" if record.attendance else ""
    return [record.type, record.name or "", record.when or "", record.place or "", "-".join(record.parties), people]


def _figure(record: Figure) -> list[str]:
    what = record.indicator if record.measure == "level" else f"{record.indicator} {record.measure}"
    number = number_text(record.value, record.unit, record.approx)
    if record.value_max is not None:
        number += " to " + number_text(record.value_max, record.unit)
    said = f"says {record.said_by}" if record.said_by else ""
    sides = _arrow(record.reporter, record.partner)
    return [
        what,
        number,
        record.period or "",
        sides,
        record.place or "",
        said,
        "" if _is_seen(record) else record.status,
    ]


def _is_seen(record: Figure) -> bool:
    return record.status == "observed"


def _act(record: Act) -> list[str]:
    sides = _arrow(", ".join(record.by), ", ".join(record.to))
    due = f"due {record.due}" if record.due else ""
    return [record.verb, sides, record.what or "", ", ".join(record.forms), ", ".join(record.sectors), due]


_SUMMARIES: dict[type, Any] = {Heading: _heading, Actor: _actor, Event: _event, Figure: _figure, Act: _act}
