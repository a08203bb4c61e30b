"""What the desk asks of an undertaking's row is what its acts say: on any day, page by page, counted and late."""

from __future__ import annotations

import datetime
from collections import Counter
from itertools import combinations

import pytest

from making import act, reading
from servanda.ledger.counts import count_of, counts_of
from servanda.ledger.filters import Filter
from servanda.ledger.review import correct, undo
from servanda.ledger.snapshot import Snapshot
from servanda.ledger.store import Ledger
from servanda.ledger.totals import totals_of
from servanda.ledger.wanted import Wanted
from servanda.records import Reading, Undertaking
from servanda.status import CLOSED, LATE, Attention, Status

DAYS = [datetime.date(2025, 3, 1), datetime.date(2025, 9, 1), datetime.date(2026, 3, 1), datetime.date(2028, 1, 1)]
VERBS = ("wish", "promise", "agree", "sign", "start", "suspend", "deliver")
SECTORS = ("rail", "health", "ai")


def told(number: int) -> Reading:
    """One of three matters goes on between two or three countries."""
    matter = number % 11
    verb = VERBS[min(number // 11, matter % len(VERBS))]  # some come further than others
    quote = f"They {verb} hall number{matter} {100 + matter}"
    parties = ("VN", "CN") if matter % 3 else ("VN", "CN", "LA")
    slots = {"due": "2025-06"} if matter % 4 == 0 else {}
    return reading(
        f"doc-{number}",
        f"{quote}. That was all.",
        act(
            verb, quote, parties=parties, by=(f"Firm{matter}",), sectors=(SECTORS[matter % 3],), what=quote,
            forms=("training",) if matter % 2 else ("dialogue",), instrument="contract", **slots,
        ),
        published=f"2025-{1 + number % 9:02}-{1 + number % 27:02}",
    )  # fmt: skip


@pytest.fixture
def readings() -> list[Reading]:
    return list(map(told, range(80)))


def attentions(undertakings: list[Undertaking]) -> Counter[str]:
    return Counter(undertaking.attention for undertaking in undertakings)


def test_rows_tell_what_acts_say_on_any_day(ledger: Ledger) -> None:
    seen: set[str] = set()
    found = ledger.undertakings(today=DAYS[1])
    ledger.log_search(found[0].id, datetime.date(2027, 12, 1))
    for day in DAYS:
        every, snapshot = ledger.undertakings(today=day), Snapshot(ledger, day)
        by_id = {one.id: one for one in every}
        lines = snapshot.lines()
        assert {line.id: (line.status, line.attention) for line in lines} == {
            one.id: (one.status, one.attention) for one in every
        }
        assert [(line.last, line.id) for line in lines] == [(one.last, one.id) for one in every]
        assert all((line.due, line.sectors) == (by_id[line.id].due, by_id[line.id].sectors) for line in lines)
        assert snapshot.count() == len(every)
        late = Counter({name: times for name, times in attentions(every).items() if name in LATE})
        assert snapshot.attentions() == late
        assert attentions(snapshot.late(1_000)) == late
        seen |= set(attentions(every))
    assert {"on_watch", "overdue", "closed", "stalled", "not_watched"} <= seen


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(pair=("CN", "VN")),
        Wanted(pair=("VN", "LA"), sector="rail"),
        Wanted(country="LA", form="training"),
        Wanted(sector="rail", status="delivered"),
        Wanted(attention="overdue"),
        Wanted(pair=("CN", "VN"), attention="not_watched"),
        Wanted(attention="quiet"),
        Wanted(worth=True),
    ],
)
def test_what_is_asked_for_is_found_counted_and_paged(ledger: Ledger, wanted: Wanted) -> None:
    snapshot = Snapshot(ledger, DAYS[2])
    every = ledger.undertakings(today=DAYS[2])
    fit = [one for one in every if _fits(one, wanted)]
    assert {one.id for one in snapshot.find(wanted)} == {one.id for one in fit}
    assert snapshot.count(wanted) == len(fit)
    pages = [line.id for page in range(4) for line in snapshot.lines(wanted, limit=3, after=3 * page)]
    assert pages == [line.id for line in snapshot.lines(wanted)][:12]


def _fits(one: Undertaking, wanted: Wanted) -> bool:
    pairs = {frozenset(pair) for act in one.acts for pair in combinations(act.parties, 2)}
    return (
        (wanted.pair is None or frozenset(wanted.pair) in pairs)
        and (wanted.country is None or wanted.country in one.parties)
        and (wanted.sector is None or wanted.sector in one.sectors)
        and (wanted.form is None or wanted.form in one.forms)
        and wanted.status in (None, one.status)
        and wanted.attention in (None, one.attention)
        and (not wanted.worth or one.amount is not None)
    )


def test_moves_are_the_steps_of_a_time_newest_first(ledger: Ledger) -> None:
    snapshot, since = Snapshot(ledger, DAYS[2]), datetime.date(2025, 5, 1)
    steps = [
        (step.date, one.id, step.status)
        for one in ledger.undertakings(today=DAYS[2])
        for step in one.steps
        if step.date and step.date >= since.isoformat()
    ]
    moved = snapshot.moves_since(since)
    assert sorted((move.date, move.undertaking.id, move.step.status) for move in moved) == sorted(steps)
    assert [move.date for move in moved] == sorted((move.date for move in moved), reverse=True)
    assert snapshot.count_moves(since) == len(steps)
    assert snapshot.moves_since(since, limit=2, after=1) == moved[1:3]


def test_pairs_tell_how_many_stand_where_and_are_late(ledger: Ledger) -> None:
    every = ledger.undertakings(today=DAYS[2])
    late = Snapshot(ledger, DAYS[2]).late_by_pair()
    for tally in Snapshot(ledger, DAYS[2]).pairs():
        mine = [one for one in every if _fits(one, Wanted(pair=tally.pair))]
        assert tally.times == len(mine)
        assert tally.steps == Counter(one.status for one in mine)
        assert late[tally.pair] == sum(one.attention in LATE for one in mine)
        assert tally.last == max(one.last or "" for one in mine)


def test_records_are_filed_by_pair_and_sector_as_they_hold(ledger: Ledger) -> None:
    def filed(**asked: object) -> list[str]:
        return [entry.id for entry in ledger.acts(Filter(**asked))]  # type: ignore[arg-type]

    every = ledger.acts()
    pair, sector = ("LA", "VN"), "rail"
    fit = [entry.id for entry in every if {*pair} <= {*getattr(entry.record, "parties", ())}]
    assert filed(pair=pair) == fit
    assert filed(pair=pair, limit=3) == fit[:3]
    assert count_of(ledger, "act", Filter(pair=pair)) == len(fit)
    told = [entry for entry in every if sector in getattr(entry.record, "sectors", ())]
    assert filed(sector=sector) == [entry.id for entry in told]
    assert filed(sector="infrastructure") == filed(sector=sector)
    verbs = Counter(str(getattr(entry.record, "verb", "")) for entry in told)
    assert counts_of(ledger, "act", Filter(sector=sector)).values["type"] == verbs
    correct(ledger, fit[0], "parties", "VN; FR", "An")
    assert filed(pair=pair) == fit[1:]
    assert filed(pair=("FR", "VN")) == [fit[0]]
    undo(ledger, fit[0], "An")
    assert sorted(filed(pair=pair)) == sorted(fit)


def test_of_many_it_is_counted_how_many_are_alike_and_the_most_pressing_are_found(ledger: Ledger) -> None:
    pair = Wanted(pair=("CN", "VN"))
    for day in DAYS:
        snapshot = Snapshot(ledger, day)
        every, groups = snapshot.lines(pair), snapshot.alike(pair)
        assert sum(group.times for group in groups) == len(every)
        assert totals_of((group, group.times) for group in groups) == totals_of((line, 1) for line in every)
        sectors = Counter((sector, line.status) for line in every for sector in line.sectors)
        counted: Counter[tuple[str, str]] = Counter()
        for group in groups:
            counted.update({(sector, group.status): group.times for sector in group.sectors})
        assert counted == sectors
        assert snapshot.newest_open(pair, 3) == [line for line in every if line.status not in CLOSED][:3]
        late = sorted(
            (line for line in every if line.attention in LATE),
            key=lambda line: (LATE.index(Attention(line.attention)), -list(Status).index(Status(line.status))),
        )
        found = snapshot.pressing(pair, len(every))
        assert {line.id for line in found} == {line.id for line in late}
        kinds = [(line.attention, line.status) for line in late]
        assert [(line.attention, line.status) for line in found] == kinds
        assert {line.status for line in snapshot.pressing(pair, 100, ("agreed",))} <= {"agreed"}


def test_places_are_counted_by_what_undertakings_name(ledger: Ledger) -> None:
    _ = list(ledger.add_all(map(placed, range(6))))
    lines = Snapshot(ledger, DAYS[2]).lines(Wanted(pair=("CN", "VN")))
    named = Counter((line.places, line.parties) for line in lines if line.places)
    assert named.total() >= 2
    assert {(names, parties): times for names, parties, times in Snapshot(ledger, DAYS[2]).places(
        Wanted(pair=("CN", "VN"))
    )} == named  # fmt: skip


def placed(number: int) -> Reading:
    """One of six matters in one of two places."""
    place = ("Hanoi", "Da Nang")[number % 2]
    quote = f"They opened bureau {number * 7919} in {place}"
    slots = {"parties": ("VN", "CN"), "by": (f"Bureau{number}",), "what": f"bureau {number * 7919}"}
    return reading(
        f"placed-{number}", f"{quote}.", act("start", quote, places=(place,), **slots), published="2025-05-05"
    )
