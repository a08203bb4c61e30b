"""The newest that fit are the same whichever way leads to them, in each kind of database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from servanda.ledger import counts, fitting
from servanda.ledger.copies import import_ledger, write_export
from servanda.ledger.counts import count_newest, counts_of
from servanda.ledger.filters import Filter
from servanda.ledger.store import Ledger, open_ledger
from servanda.records import Entry

KINDS = ("document", "act", "figure", "event", "actor")
ASKED: list[dict[str, Any]] = [
    {},
    {"country": "VN"},
    {"pair": ("VN", "CN")},
    {"pair": ("VN", "CN"), "sector": "rail"},
    {"sector": "infrastructure", "country": "VN"},
    {"form": "agreement"},
    {"text": "rail"},
    {"text": "rail", "country": "CN", "lang": "en"},
    {"lang": "fr"},
    {"publisher": "nothing of the kind"},
    {"actor": "Li Qiang"},
    {"since": "2024", "until": "2025-06"},
]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def examples(
    request: pytest.FixtureRequest, demo: Path, fresh: Callable[[str], Path | str], tmp_path_factory: Any
) -> Iterator[Ledger]:
    """The examples in each kind of database."""
    lines, address = tmp_path_factory.mktemp("examples") / "demo.jsonl", fresh(request.param)
    with open_ledger(demo, read_only=True) as file:
        write_export(file, lines)
    import_ledger(lines, address)
    with open_ledger(address, read_only=True) as ledger:
        yield ledger


def asking(ledger: Ledger, kind: str) -> Callable[[Filter], list[Entry]]:
    return getattr(ledger, f"{kind}s")  # type: ignore[no-any-return]


@pytest.mark.parametrize("asked", ASKED, ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_both_ways_lead_to_the_same(
    examples: Ledger, monkeypatch: pytest.MonkeyPatch, kind: str, asked: dict[str, Any]
) -> None:
    wanted, ask = Filter(**asked), asking(examples, kind)
    found = [entry.id for entry in ask(wanted)]
    for few in (-1, 0, 30):
        monkeypatch.setattr(fitting, "_FEW", max(few, 0))
        monkeypatch.setattr(fitting, "_FEW_DOCUMENTS", few)
        assert [entry.id for entry in ask(wanted)] == found
        assert [entry.id for entry in ask(Filter(**asked, limit=5))] == found[:5]
        assert count_newest(examples, kind, wanted) == (len(found), False)


@pytest.mark.parametrize("kind", KINDS)
def test_the_newest_are_counted_by_what_they_are(examples: Ledger, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(counts, "MOST", 9)
    newest = asking(examples, kind)(Filter(country="VN", limit=9))
    told = counts_of(examples, kind, Filter(country="VN"))
    assert (told.number, told.is_more) == (9, True)
    assert count_newest(examples, kind, Filter(country="VN")) == (9, True)
    assert told.values["lang"] == Counter(entry.lang for entry in newest)
    assert told.values["party"]["VN"] == 9
    if kind == "act":
        assert told.values["type"] == Counter(getattr(entry.record, "verb", None) for entry in newest)
        assert told.values["sector"] == Counter(s for e in newest for s in getattr(e.record, "sectors", ()))
