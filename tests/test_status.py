import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.records import Act, Amount
from servanda.status import (
    CLOSED,
    Attention,
    Evidence,
    Standing,
    Status,
    Watch,
    attention_of,
    days_late,
    delivery_of,
    in_order,
    ladder,
    silence_window,
    source_rank,
    source_score,
    split_threads,
    standing_of,
    windows,
)
from servanda.steps import questions_of, step_of
from servanda.vocabulary import codes

Day = datetime.date
TODAY = Day(2026, 11, 24)
LADDER = [status for status in Status if not status.is_exit]


def act(verb: str, **slots: Any) -> Act:
    return Act(doc="d", start=0, end=1, quote="q", confidence=0.9, rule="made", verb=verb, **slots)


def proof(step: str, day: str | None = "2026-01-01", source: str = "state-agency", **slots: Any) -> Evidence:
    return Evidence(
        **{
            "day": Day.fromisoformat(day) if day else None,
            "step": Status(step),
            "quote": f"said {step}",
            "source": source,
            "act": f"act-{step}-{day}",
            **slots,
        }
    )


def thread(*told: str) -> list[Evidence]:
    """Evidence of these steps, a month apart."""
    return [proof(step, f"2025-{month:02}-01") for month, step in enumerate(told, 1)]


def test_codes_are_those_of_the_contract() -> None:
    assert tuple(Status) == codes("status")
    assert sorted(Attention) == sorted(codes("attention"))
    assert set(ladder()["verbs"]) == set(codes("verb"))
    assert {*ladder()["binding"], *ladder()["umbrellas"], *ladder()["known_instruments"]} <= set(codes("instrument"))
    assert set(ladder()["events"]) <= set(codes("form"))


# what one act proves

TESTABLE = {"forms": ("training",), "sectors": ("ai",)}


@pytest.mark.parametrize(
    ("given", "step"),
    [
        (act("wish", **TESTABLE), "voiced"),
        (act("propose", **TESTABLE), "proposed"),
        (act("request", **TESTABLE), "proposed"),
        (act("request"), "proposed"),
        (act("acknowledge"), "voiced"),
        (act("promise", **TESTABLE), "pledged"),
        (act("plan", **TESTABLE), "pledged"),
        (act("plan", due="2027", **TESTABLE), "pledged"),
        (act("plan", amount=Amount(value=1e6, unit="USD")), "pledged"),
        (act("agree", **TESTABLE), "agreed"),
        (act("approve", **TESTABLE), "committed"),
        (act("approve", instrument="licence", **TESTABLE), "committed"),
        (act("sign", **TESTABLE), "agreed"),
        (act("sign", instrument="mou"), "agreed"),
        (act("sign", instrument="letter-of-intent"), "agreed"),
        (act("sign", instrument="joint-statement"), "agreed"),
        (act("sign", instrument="minutes"), "agreed"),
        (act("sign", instrument="framework-agreement"), "agreed"),
        (act("sign", instrument="treaty"), "agreed"),
        (act("sign", instrument="contract"), "committed"),
        (act("sign", instrument="financing-agreement"), "committed"),
        (act("approve", instrument="budget"), "committed"),
        (act("promise", instrument="contract", **TESTABLE), "pledged"),  # will sign is not signed
        (act("agree", instrument="contract", **TESTABLE), "agreed"),
        (act("start", **TESTABLE), "started"),
        (act("deliver", **TESTABLE), "delivered"),
        (act("suspend"), "suspended"),
        (act("abandon"), "cancelled"),
        (act("refuse"), "declined"),
        # nothing to test
        (act("promise", forms=("policy",)), "declaration"),
        (act("wish"), "declaration"),
        (act("agree", forms=("agreement",)), "declaration"),
        (act("promise", forms=("policy",), due="2027"), "pledged"),
        (act("promise", forms=("policy",), places=("Huế",)), "pledged"),
        # conditional: never above pledged
        (act("sign", instrument="contract", conditional=True), "pledged"),
        (act("deliver", conditional=True, **TESTABLE), "pledged"),
        (act("wish", conditional=True, **TESTABLE), "voiced"),
        (act("abandon", conditional=True), "pledged"),
        # ahead of the document that tells it
        (act("sign", instrument="contract", when="2026-12"), "pledged"),
        (act("start", when="2027", **TESTABLE), "pledged"),
        (act("start", when="2026-11-24", **TESTABLE), "started"),
    ],
)
def test_act_proves_its_step(given: Act, step: str) -> None:
    assert step_of(given, TODAY) == step


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        (act("sign"), ("instrument",)),
        (act("sign", instrument="mou"), ()),
        (act("approve"), ("instrument",)),
        (act("promise"), ()),
    ],
)
def test_unknown_instrument_leaves_a_question_open(given: Act, asked: tuple[str, ...]) -> None:
    assert questions_of(given) == asked


# the rules


@pytest.mark.parametrize(
    "missing",
    [
        proof("delivered", None),
        proof("delivered", quote=" "),
        proof("delivered", source=""),
        proof("delivered", confidence=0.2),
        proof("cancelled", None),
    ],
)
def test_r1_evidence_without_quote_day_or_source_changes_nothing(missing: Evidence) -> None:
    before = standing_of(thread("proposed", "committed"))
    assert before + missing == before


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ([], "declaration"),
        (["declaration"], "declaration"),
        (["voiced"], "voiced"),
        (["voiced", "proposed", "pledged", "agreed", "committed", "started", "delivered"], "delivered"),
        (["agreed", "voiced"], "agreed"),  # R2
        (["delivered", "pledged", "started"], "delivered"),
        (["started", "delivered_part"], "delivered_part"),
        # R3
        (["committed", "suspended"], "suspended"),
        (["committed", "suspended", "started"], "started"),
        (["started", "suspended", "agreed"], "started"),
        (["committed", "suspended", "pledged"], "suspended"),
        (["committed", "suspended", "voiced"], "suspended"),
        (["agreed", "lapsed", "committed"], "committed"),
        (["committed", "cancelled", "pledged"], "cancelled"),
        (["proposed", "declined", "proposed"], "declined"),
        (["committed", "superseded", "voiced"], "superseded"),
        (["proposed", "suspended"], "proposed"),  # only after it was committed
        (["committed", "suspended", "cancelled"], "cancelled"),
        (["delivered", "suspended"], "delivered"),
        (["delivered", "cancelled"], "delivered"),
        # R4
        (["proposed", "cancelled"], "declined"),
        (["agreed", "cancelled"], "declined"),
        (["committed", "cancelled"], "cancelled"),
        (["started", "cancelled"], "cancelled"),
        (["proposed", "declined"], "declined"),
        (["committed", "declined"], "committed"),  # what is bound cannot be declined any more
    ],
)
def test_rules_give_the_status(told: list[str], status: str) -> None:
    assert standing_of(thread(*told)).status == status


@pytest.mark.parametrize(
    ("told", "granted", "more", "status"),
    [
        ([], "committed", [], "suspended"),  # who stops building had begun to build
        ([], "pledged", [], "pledged"),
        ([], "voiced", [], "voiced"),
        (["agreed"], "pledged", [], "agreed"),
        (["committed"], "pledged", [], "suspended"),
        (["delivered"], "committed", [], "delivered"),
        ([], "committed", ["agreed"], "agreed"),  # what was granted is no step that was reached
        ([], "committed", ["started"], "started"),
        ([], "committed", ["cancelled"], "cancelled"),
        ([], "committed", ["declined"], "suspended"),
        (["pledged", "declined"], "committed", [], "suspended"),  # something else was declined
        (["pledged", "declined"], "pledged", [], "declined"),
        (["pledged", "cancelled"], "committed", [], "suspended"),  # R4: it was but declined
        (["committed", "cancelled"], "committed", [], "cancelled"),
    ],
)
def test_r3_a_suspension_takes_a_step_for_granted(told: list[str], granted: str, more: list[str], status: str) -> None:
    before = [proof(step, f"2024-{month:02}-01") for month, step in enumerate(told, 1)]
    stop = proof("suspended", "2024-12-01", granted=Status(granted))
    assert standing_of([*before, stop, *thread(*more)]).status == status


def test_r3_of_one_day_a_suspension_comes_before_what_closes() -> None:
    stop, drop = proof("suspended", granted=Status.COMMITTED), proof("cancelled", source="firm")
    assert standing_of([drop, stop]).status == "cancelled"


def test_r5_delivered_in_part_and_cancelled_makes_two_threads() -> None:
    children = split_threads(thread("committed", "delivered_part", "cancelled"))
    assert [standing_of(child).status for child in children] == ["delivered_part", "cancelled"]


@pytest.mark.parametrize("told", [[], ["committed"], ["committed", "cancelled"], ["delivered_part", "delivered"]])
def test_r5_other_threads_stay_one(told: list[str]) -> None:
    assert split_threads(thread(*told)) == [thread(*told)]


@pytest.mark.parametrize(
    ("due", "done", "late"),
    [
        ("2026-03", Day(2026, 3, 31), 0),
        ("2026-03", Day(2026, 4, 10), 10),
        ("2026", Day(2025, 1, 1), 0),
        (None, TODAY, None),
        ("2026", None, None),
    ],
)
def test_r7_done_after_its_day_is_late_by_days(due: str | None, done: Day | None, late: int | None) -> None:
    assert days_late(due, done) == late


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        ("state-agency", "gov-counterpart", "started"),  # the better source gives the status
        ("gov-counterpart", "state-agency", "cancelled"),
        ("state-agency", "private-media", "cancelled"),
    ],
)
def test_r9_disagreement_is_kept_and_shown(first: str, second: str, status: str) -> None:
    told = [
        proof("committed", "2025-01-01"),
        proof("cancelled", "2025-02-01", first),
        proof("started", "2025-03-01", second),
    ]
    standing = standing_of(told)
    assert (standing.status, standing.contested) == (status, True)


def test_sources_rank_as_they_carry() -> None:
    ranks = [
        source_rank(source) for source in ("gov-counterpart", "gov-promisor", "state-agency", "social", "unheard-of")
    ]
    assert ranks == sorted(ranks, reverse=True)
    assert ranks[-1] == 0


# the laws

DAYS = st.one_of(st.none(), st.dates(Day(2020, 1, 1), Day(2026, 12, 31)))
EVIDENCE = st.builds(
    Evidence,
    day=DAYS,
    step=st.sampled_from(Status),
    quote=st.sampled_from(["it was said", "it was said again", ""]),
    source=st.sampled_from(["state-agency", "gov-counterpart", "private-media", "social", ""]),
    act=st.sampled_from(["act-1", "act-2", "act-3"]),
    confidence=st.sampled_from([0.3, 0.5, 0.9]),
    granted=st.just(Status.DECLARATION),
)
GRANTING = st.builds(Evidence._replace, EVIDENCE, granted=st.sampled_from(LADDER))
CLIMBING = EVIDENCE.filter(lambda evidence: not evidence.step.is_exit)


@given(st.lists(GRANTING, max_size=8), st.randoms(use_true_random=False))
def test_order_of_reading_makes_no_difference(told: list[Evidence], shuffler: Any) -> None:
    shuffled = shuffler.sample(told, len(told))
    assert standing_of(shuffled) == standing_of(told)


@given(st.lists(EVIDENCE, max_size=8))
def test_evidence_said_twice_counts_once(told: list[Evidence]) -> None:
    assert standing_of(told + told) == standing_of(told)


@given(st.lists(GRANTING, max_size=8), GRANTING)
def test_same_evidence_again_moves_nothing(told: list[Evidence], piece: Evidence) -> None:
    once = standing_of(told) + piece
    assert (once + piece).status == once.status


@given(st.lists(CLIMBING, max_size=8), CLIMBING)
def test_without_exits_more_evidence_never_lowers(told: list[Evidence], more: Evidence) -> None:
    assert standing_of([*told, more]).status.rank >= standing_of(told).status.rank


@given(st.lists(CLIMBING, max_size=8))
def test_without_exits_status_is_the_highest_accepted_step(told: list[Evidence]) -> None:
    steps = [status for status, _ in standing_of(told).moves]
    accepted = [e.step for e in told if e.day and e.quote and e.source and e.confidence >= 0.5]
    assert standing_of(told).status == max(accepted, key=lambda step: step.rank, default=Status.DECLARATION)
    assert [step.rank for step in steps] == sorted({step.rank for step in steps})


@given(st.lists(GRANTING, max_size=8))
def test_every_move_has_its_proof(told: list[Evidence]) -> None:
    standing = standing_of(told)
    assert all(piece in told and piece.quote and piece.day and piece.source for _, piece in standing.moves)
    assert standing.status == (standing.moves[-1][0] if standing.moves else Status.DECLARATION)


@given(st.lists(EVIDENCE, max_size=8))
def test_suspended_and_cancelled_come_only_after_committed(told: list[Evidence]) -> None:
    highest = -1
    for status, _ in standing_of(told).moves:
        assert status not in (Status.SUSPENDED, Status.CANCELLED) or highest >= Status.COMMITTED.rank
        assert status is not Status.DECLINED or highest < Status.COMMITTED.rank
        highest = max(highest, status.rank)


@given(st.lists(EVIDENCE, max_size=8))
def test_split_threads_lose_no_climbing_evidence(told: list[Evidence]) -> None:
    children = split_threads(told)
    kept = {piece for child in children for piece in child}
    assert {e for e in told if not e.step.is_exit} <= kept <= set(told)
    assert len(children) in (1, 2)
    assert in_order(told) == children[0] or len(children) == 2


def test_only_evidence_can_be_added() -> None:
    with pytest.raises(TypeError):
        Standing() + 1


def test_delivery_is_claimed_until_somebody_else_says_so() -> None:
    claim = proof("delivered", independent=False)
    assert delivery_of([proof("started")]) is None
    assert delivery_of([claim]) == "claimed"
    assert delivery_of([claim, proof("delivered", "2026-02-01")]) == "confirmed"
    assert delivery_of([claim, proof("delivered", None)]) == "claimed"


# attention


def ago(days: int) -> Day:
    return TODAY - datetime.timedelta(days=days)


@pytest.mark.parametrize(
    ("status", "watch", "attention"),
    [
        ("pledged", Watch(ago(0)), "on_watch"),
        ("pledged", Watch(ago(180), heard=9), "on_watch"),
        ("pledged", Watch(ago(181), heard=9), "quiet"),
        ("pledged", Watch(ago(365), heard=9), "quiet"),
        ("pledged", Watch(ago(366), heard=9), "dormant"),
        ("pledged", Watch(ago(366), heard=4), "not_watched"),
        ("pledged", Watch(ago(181), heard=5), "quiet"),
        ("pledged", Watch(ago(10), heard=0), "on_watch"),
        ("agreed", Watch(ago(91), is_event=True, heard=5), "quiet"),
        ("agreed", Watch(ago(181), is_event=True, heard=5), "dormant"),
        ("pledged", Watch(ago(10), due="2026-10"), "overdue"),
        ("pledged", Watch(ago(400), due="2026-10", heard=0), "overdue"),
        ("pledged", Watch(ago(10), due="2026-11"), "on_watch"),
        ("pledged", Watch(ago(10), due="2026"), "on_watch"),
        ("agreed", Watch(ago(10), reached=ago(730)), "on_watch"),
        ("agreed", Watch(ago(10), reached=ago(731)), "overdue"),
        ("committed", Watch(ago(10), reached=ago(366)), "overdue"),
        ("started", Watch(ago(10), reached=ago(5000)), "on_watch"),
        ("agreed", Watch(ago(10), due="2030", reached=ago(5000)), "on_watch"),  # its own day goes before ours
        ("suspended", Watch(ago(10), blocked=True), "stalled"),
        ("agreed", Watch(ago(10), blocked=True), "stalled"),
        ("pledged", Watch(ago(400), heard=9, searched=ago(20)), "stalled"),
        ("pledged", Watch(ago(400), heard=9, searched=ago(91)), "dormant"),
        ("pledged", Watch(ago(200), heard=9, searched=ago(20)), "quiet"),
        ("pledged", Watch(ago(30), due="2026-10", searched=ago(20)), "stalled"),
        ("pledged", Watch(ago(30), due="2026-10", searched=ago(40)), "overdue"),
        ("delivered", Watch(ago(4000), due="2020", blocked=True), "closed"),
        ("voiced", Watch(None), "on_watch"),
    ],
)
def test_attention_follows_the_calendar(status: str, watch: Watch, attention: str) -> None:
    assert attention_of(Status(status), watch, TODAY) == attention


@pytest.mark.parametrize("status", sorted(CLOSED))
def test_what_is_over_is_closed(status: Status) -> None:
    assert attention_of(status, Watch(ago(1)), TODAY) == "closed"


def test_windows_are_settings() -> None:
    import msgspec

    strict = msgspec.structs.replace(windows(), quiet=7, heard=1)
    assert attention_of(Status.PLEDGED, Watch(ago(8), heard=1), TODAY, strict) == "quiet"


@pytest.mark.parametrize(
    ("days", "is_event", "window"),
    [(10, False, 180), (200, False, 180), (400, False, 365), (100, True, 90), (200, True, 180)],
)
def test_listening_is_measured_over_the_window_of_the_silence(days: int, is_event: bool, window: int) -> None:
    assert silence_window(Watch(ago(days), is_event=is_event), TODAY) == window


@given(st.sampled_from(Status), DAYS, DAYS, st.integers(0, 9), st.booleans(), st.integers(0, 900))
def test_time_alone_never_wakes_what_sleeps(
    status: Status, last: Day | None, searched: Day | None, heard: int, is_event: bool, days: int
) -> None:
    watch = Watch(last, is_event=is_event, heard=heard, searched=searched)
    now, later = attention_of(status, watch, TODAY), attention_of(status, watch, TODAY + datetime.timedelta(days=days))
    assert later is not Attention.ON_WATCH or now is Attention.ON_WATCH


# scores


@pytest.mark.parametrize(
    ("sources", "promisor_only", "score"),
    [
        (["private-media"], False, 1),
        (["state-agency", "private-media"], False, 1),
        (["ngo", "private-media"], False, 2),
        (["academic", "ngo"], False, 3),
        (["gov-promisor"], False, 4),
        (["gov-promisor", "minutes"], False, 5),
        (["gov-promisor"], True, 3),
        (["gov-promisor", "gov-promisor"], True, 3),
    ],
)
def test_source_score_counts_who_vouches(sources: list[str], promisor_only: bool, score: int) -> None:
    assert source_score(sources, promisor_only) == score
