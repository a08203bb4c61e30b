"""What a note is given of a great ledger: a few of each step, the newest figures and gatherings, and counts of all."""

from __future__ import annotations

import datetime
from collections import Counter

import pytest

from making import act, reading
from servanda.analysis import gathering
from servanda.analysis.briefing import write_note
from servanda.analysis.material import OPEN, Material
from servanda.ledger.pair_records import newest_of
from servanda.ledger.snapshot import Snapshot
from servanda.ledger.store import Ledger
from servanda.records import Reading
from servanda.status import LATE

TODAY = datetime.date(2026, 3, 1)
PAIR = ("CN", "VN")
VERBS = ("wish", "promise", "sign", "deliver")
LIMITS = {"_MOST_OF_A_STEP": 3, "_MOST_LATE": 3, "_MOST_EVENTS": 4, "_MOST_FIGURES": 5}


def told(number: int) -> Reading:
    """A gathering at which one of four things was done about a hall of its own, and a sum was told."""
    verb = VERBS[number % len(VERBS)]
    quote, month = f"They {verb} hall number{number}", f"{2024 + number // 12}-{1 + number % 12:02}"
    met, sum = f"They met on day {number}", f"Trade came to {100 + number} million USD"
    slots = {"due": f"2026-{1 + number % 12:02}"} if number % 3 == 0 else {}
    return reading(
        f"doc-{number}",
        f"{quote}. {met}. {sum}.",
        act(
            verb, quote, parties=PAIR, by=("Vietnam",), what=quote, when=f"{month}-05",
            sectors=("rail",) if number % 2 else ("health",), **slots,
        ),
        {"kind": "event", "quote": met, "type": "meeting", "when": f"{month}-05", "country": "VN", "parties": PAIR},
        {
            "kind": "figure", "quote": sum, "indicator": "trade", "measure": "level", "value": 1e6 * (100 + number),
            "unit": "USD", "period": month, "reporter": "CN", "partner": "VN",
        },
        published=f"{month}-06",
    )  # fmt: skip


@pytest.fixture
def readings() -> list[Reading]:
    return list(map(told, range(36)))


def gathered(ledger: Ledger, sector: str | None = None, today: datetime.date = TODAY) -> Material:
    return gathering.gather(ledger, Snapshot(ledger, today), PAIR, sector=sector)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, most in LIMITS.items():
        monkeypatch.setattr(gathering, name, most)


@pytest.mark.parametrize("sector", [None, "rail", "infrastructure"])
def test_what_is_told_of_all_is_the_same_however_little_is_chosen(
    ledger: Ledger, sector: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = gathered(ledger, sector)
    for name, most in LIMITS.items():
        monkeypatch.setattr(gathering, name, most)
    some = gathered(ledger, sector)
    assert len(some.undertakings) < len(every.undertakings)
    assert every.whole.counts == Counter((one.status, one.attention) for one in every.undertakings)
    assert set(every.whole.dues) == {one.due for one in every.undertakings if one.due and one.status in OPEN}
    assert (some.whole.counts, sorted(some.whole.dues)) == (every.whole.counts, sorted(every.whole.dues))
    assert some.whole.read == every.whole.read
    summaries = [write_note(of, PAIR, sector=sector, today=TODAY).summary for of in (some, every)]
    assert len({summary.clauses[0].text for summary in summaries if summary}) == 1


def test_of_each_step_the_newest_are_chosen_and_of_what_is_late_the_longest(ledger: Ledger, few: None) -> None:
    every = [one for one in Snapshot(ledger, TODAY).find() if (one.since or "") <= TODAY.isoformat()]
    chosen = {one.id for one in gathered(ledger).undertakings}
    for status in {one.status for one in every}:
        members = sorted((one for one in every if one.status == status), key=lambda one: -len(one.acts))
        assert {one.id for one in members[:3]} <= chosen
    overdue = [one for one in every if one.status in OPEN and one.attention == LATE[0]]
    highest = max(OPEN.index(one.status) for one in overdue)
    longest = sorted((one for one in overdue if OPEN.index(one.status) == highest), key=lambda one: one.last or "")
    assert {one.id for one in longest[:3]} <= chosen


def test_what_is_older_is_counted_and_told(ledger: Ledger, few: None) -> None:
    material = gathered(ledger)
    assert [event.when for event in material.events] == ["2026-02-05", "2026-01-05", "2025-12-05", "2025-11-05"]
    assert material.whole.older == {"older_events": 22, "older_figures": 22}
    about = " ".join(write_note(material, PAIR, today=TODAY).about)
    assert "22 older accounts of meetings" in about
    assert "22 older figures, which were not compared" in about


def test_of_a_sector_only_its_own_are_counted(ledger: Ledger) -> None:
    newest = newest_of(ledger, "event", PAIR, sector="rail", until=TODAY, most=2)
    assert [entry.record.doc for entry in newest.entries] == ["doc-25", "doc-23"]
    assert newest.older == 11


def test_a_note_of_an_older_day_knows_nothing_that_began_later(ledger: Ledger) -> None:
    material = gathered(ledger, today=datetime.date(2024, 6, 5))
    assert [event.when for event in material.events] == [f"2024-{month:02}-05" for month in range(5, 0, -1)]
    assert all((one.since or "") <= "2024-06-05" for one in material.undertakings)
    assert material.whole.counts == Counter((one.status, one.attention) for one in material.undertakings)
