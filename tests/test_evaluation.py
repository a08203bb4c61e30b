"""Scores: what counts as found, complete and agreeing, on records made by hand; the same as the contract's own tool."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from making import reading
from servanda.commands.scores import read_gold
from servanda.errors import UnreadableError
from servanda.evaluation.agreement import agreement, is_same, name_key
from servanda.evaluation.gold import GoldDocument, load_gold
from servanda.evaluation.scores import Scores, calibration_error, reliability, score
from servanda.records import Reading

TEXT = "Trade reached 12 billion USD in 2024. The ministry of Kenya will train 40 nurses by 2027. Nairobi hosted talks."
TOOL = Path(__file__).parent.parent.parent / "shared" / "tools" / "score.py"
TRADE = {
    "kind": "figure",
    "quote": "12 billion USD in 2024",
    "indicator": "trade",
    "measure": "level",
    "value": 12e9,
    "unit": "USD",
    "period": "2024",
}
TRAIN = {
    "kind": "act",
    "quote": "The ministry of Kenya will train 40 nurses by 2027",
    "verb": "promise",
    "by": ["ministry of Kenya"],
    "forms": ["training"],
    "due": "2027",
}
TALKS = {"kind": "event", "quote": "Nairobi hosted talks", "type": "meeting", "place": "Nairobi", "country": "KE"}
KENYA = {"kind": "actor", "quote": "Kenya", "type": "country", "name": "Kenya", "code": "KE"}


def placed(slots: Mapping[str, Any]) -> dict[str, Any]:
    start = TEXT.index(slots["quote"])
    return {**slots, "start": start, "end": start + len(slots["quote"])}


def gold_of(*records: Mapping[str, Any]) -> GoldDocument:
    return GoldDocument(id="kenya", lang="en", text=TEXT, published="2025-02-01", records=[placed(r) for r in records])


def scored(gold: GoldDocument, *read: Mapping[str, Any]) -> Scores:
    made: Reading = reading("kenya", TEXT, *(dict(slots) for slots in read))
    return score([gold], lambda _: made)


@pytest.mark.parametrize("slots", [TRADE, TRAIN, TALKS, KENYA], ids=lambda slots: slots["kind"])
def test_what_is_read_as_known_is_perfect(slots: dict[str, Any]) -> None:
    scores = scored(gold_of(slots), slots)
    tally = scores.get(slots["kind"])
    assert (tally.f1, tally.precision, tally.recall) == (1, 1, 1)
    assert all(tally.slot(name) == 1 for name in tally.slots)
    assert scores.exact == scores.records == 1
    assert scores.misses == []


@pytest.mark.parametrize(
    ("slots", "changed"),
    [
        (TRADE, {"value": 13e9}),
        (TRADE, {"unit": "EUR"}),
        (TRAIN, {"verb": "plan"}),
        (TALKS, {"type": "forum"}),
        (KENYA, {"name": "Congo"}),
        (KENYA, {"type": "city"}),
    ],
)
def test_a_wrong_main_slot_is_a_miss_and_a_spurious_record(slots: dict[str, Any], changed: dict[str, Any]) -> None:
    scores = scored(gold_of(slots), {**slots, **changed})
    assert scores.get(slots["kind"]).f1 == 0
    assert [miss.what for miss in scores.misses] == ["missed", "spurious"]


def test_a_figure_with_a_wrong_period_is_found_but_not_complete() -> None:
    scores = scored(gold_of(TRADE), {**TRADE, "period": "2023"})
    assert scores.get("figure").f1 == 1
    assert scores.get("figure").complete_f1 == 0
    assert [(m.what, m.known, m.read) for m in scores.misses] == [("figure.period", "2024", "2023")]


def test_further_right_values_count() -> None:
    known = {**TRADE, "period_also": ["2024-12", None]}
    assert scored(gold_of(known), {**TRADE, "period": "2024-12"}).get("figure").complete_f1 == 1
    assert scored(gold_of(known), {**TRADE, "period": None}).get("figure").complete_f1 == 1
    assert scored(gold_of(known), {**TRADE, "period": "2022"}).get("figure").complete_f1 == 0


def test_a_list_among_further_right_values_is_a_whole_answer() -> None:
    known = {**TRAIN, "parties": ["IN", "VN"], "parties_also": [["FR"], "VN"]}
    for parties, right in ((["IN", "VN"], 1), (["FR"], 1), (["IN"], 2 / 3)):
        found = scored(gold_of(known), {**TRAIN, "parties": parties}).get("act").slot("parties")
        assert found == pytest.approx(right), parties


def test_what_is_optional_costs_nothing_either_way() -> None:
    known = {**TRAIN, "optional": True}
    assert scored(gold_of(known)).get("act").gold == 0
    assert scored(gold_of(known), TRAIN).get("act").read == 0


def test_units_are_compared_in_one_base() -> None:
    known, read = placed({**TRADE, "value": 6, "unit": "GW"}), placed({**TRADE, "value": 6000, "unit": "MW"})
    assert is_same("figure", known, read)


def test_sets_are_scored_by_how_much_they_share() -> None:
    known, read = {"forms": ["training", "finance"]}, {"forms": ["training", "policy"]}
    assert agreement(known, read, "forms") == pytest.approx(0.5)
    assert agreement({"forms": []}, {"forms": ["policy"]}, "forms") == 0
    assert agreement({"forms": [], "forms_optional": True}, {"forms": ["policy"]}, "forms") == 1


def test_names_are_compared_without_case_accents_and_articles() -> None:
    assert name_key("La Chine") == name_key("chine")
    assert name_key("Đà Nẵng") == "da nang"


def test_confidence_is_compared_with_what_is_right() -> None:
    scores = scored(gold_of(TRADE), {**TRADE, "confidence": 0.9}, {**TRAIN, "confidence": 0.65})
    assert reliability(scores, "figure") == [(0.9, 1, 0.9, 1.0)]
    assert calibration_error(scores, "act") == pytest.approx(0.65)


def test_a_folder_without_known_records_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"no \*\.json"):
        list(load_gold([tmp_path]))
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    with pytest.raises(UnreadableError, match=r"bad\.json"):
        list(load_gold([tmp_path]))


@pytest.mark.skipif(not TOOL.is_file(), reason="the contract's scoring tool is not beside this checkout")
def test_scores_are_those_of_the_contract_s_own_tool(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("contract_score", TOOL)
    assert spec is not None
    assert spec.loader is not None
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    golds = list(load_gold([Path(__file__).parent / "gold"]))
    readings = {gold.id: read_gold(gold) for gold in golds}
    ours = score(golds, lambda gold: readings[gold.id])
    # The tool knows no files of some kinds only: it is shown what was written down.
    kinds = {gold.id: gold.kinds for gold in golds}
    listed = {id: [r for r in records if r.kind in kinds[id]] for id, records in readings.items()}
    read = {id: json.loads(msgspec.json.encode(records)) for id, records in listed.items()}
    table, _, _ = tool.score([msgspec.to_builtins(gold) for gold in golds], read, "lang")
    assert table
    for (kind, lang), tally in table.items():
        rows, mine = tally.rows(kind), ours.get(kind, lang)
        assert (rows["gold"], rows["predicted"]) == (mine.gold, mine.read)
        assert rows["f1"] == pytest.approx(mine.f1)
        for name, value in rows.items():
            if name.startswith("slot_"):
                assert mine.slot(name.removeprefix("slot_")) == pytest.approx(value)


def test_kinds_that_were_not_written_down_are_not_scored() -> None:
    figure = {**TRADE, "start": TEXT.index("12"), "end": TEXT.index(" in 2024")}
    gold = GoldDocument(id="part", lang="en", text=TEXT, kinds=("figure",), records=[figure])
    scores = score([gold], read_gold)
    assert {kind for kind, _ in scores.table} == {"figure"}
    assert scores.get("figure").hits == 1
    assert {miss.kind for miss in scores.misses} <= {"figure"}
