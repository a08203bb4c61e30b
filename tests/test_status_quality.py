"""Known threads of known acts stand where the person who read them says: reading and joining left out."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from servanda.evaluation.gold import UNREAD, load_gold
from servanda.status import Attention, Status

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "tests" / "gold"
sys.path.insert(0, str(ROOT / "bench"))

from status_quality import Judged, judged, labels_of, report  # noqa: E402

LABELS = labels_of(GOLD / "threads.yaml")


@pytest.fixture(scope="module")
def rows() -> list[Judged]:
    return judged(GOLD, LABELS)


def test_every_known_thread_has_its_status() -> None:
    acts = (act for gold in load_gold([GOLD, GOLD / UNREAD]) for act in gold.of_kind("act"))
    assert set(LABELS) == {act["undertaking"] for act in acts if act.get("undertaking")}
    statuses = {status for label in LABELS.values() for status in (label.status, *label.status_also)}
    assert statuses <= set(Status)
    assert {label.attention for label in LABELS.values() if label.attention} <= set(Attention)


def test_statuses_are_right_given_right_acts(rows: list[Judged]) -> None:
    right = [row for row in rows if row.is_right]
    assert len(right) >= 0.95 * len(rows), "\n".join(report(rows, misses=True))


def test_lateness_is_right_given_right_acts(rows: list[Judged]) -> None:
    told = [row for row in rows if row.label.attention]
    assert sum(row.is_timely for row in told) >= 0.97 * len(told), "\n".join(report(rows, misses=True))


def test_report_counts_what_was_taken_for_what(rows: list[Judged]) -> None:
    wrong = next(row for row in rows if row.label.status == "agreed")._replace(key="made")
    wrong = wrong._replace(found=next(row.found for row in rows if row.found.status == "declined"))
    lines = list(report([wrong], misses=True))
    assert lines[:2] == ["status: 1 threads, right 0.000, as first named 0.000", "  agreed taken for declined: 1"]
    assert any(line.startswith("made: agreed, found declined") for line in lines)
