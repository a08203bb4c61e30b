"""What acts prove in the light of the others of their thread."""

from __future__ import annotations

from typing import Any

import pytest

from servanda.ledger.evidence import evidence_in, is_blocked
from servanda.ledger.joining import thread_of
from servanda.ledger.threads import Thread, piece_of
from servanda.records import Act, Entry, Join
from servanda.status import standing_of

PLANT: dict[str, Any] = {"forms": ("investment-project",), "sectors": ("energy",)}
TREATY: dict[str, Any] = {"forms": ("agreement",)}


def act(verb: str, quote: str = "it was said", doc: str = "a", **slots: Any) -> Act:
    return Act(doc=doc, start=0, end=1, quote=quote, confidence=0.9, rule="made", verb=verb, **slots)


def thread(*acts: Act, lang: str = "en") -> Thread:
    """These acts; document `a` is of 1 June 2025, `b` of 1 September."""
    days = {"a": "2025-06-01", "b": "2025-09-01"}
    pairs = []
    for order, one in enumerate(acts):
        entry = Entry(id=f"act-{order}", record=one, published=days[one.doc], lang=lang, recorded="2025-10-01T00:00")
        pairs.append((piece_of(entry, order), Join(act=entry.id, score=1.0, why="made")))
    return thread_of("act-0", pairs)


def status(*acts: Act, lang: str = "en") -> str:
    return standing_of(evidence_in(thread(*acts, lang=lang))).status.value


@pytest.mark.parametrize(
    ("lang", "quote", "found"),
    [
        ("en", "Construction of the smelter has been halted since May", "suspended"),
        ("en", "The opening of the smelter was postponed indefinitely", "pledged"),
        ("fr", "Le chantier de la fonderie est suspendu depuis mai", "suspended"),
        ("fr", "L'ouverture de la fonderie a été repoussée sans date", "pledged"),
        ("vi", "Việc xây lò luyện đã tạm dừng từ tháng Năm", "suspended"),
        ("vi", "Lễ khánh thành lò luyện bị hoãn vô thời hạn", "pledged"),
        ("zh", "冶炼厂工程自五月起停工", "suspended"),
        ("zh", "冶炼厂启用仪式无限期推迟", "pledged"),
        ("ru", "Строительство плавильни остановлено с мая", "suspended"),
        ("ru", "Открытие плавильни отложено на неопределенный срок", "pledged"),
        ("es", "Las obras de la fundición están paralizadas desde mayo", "suspended"),
        ("es", "La apertura de la fundición fue aplazada sin fecha", "pledged"),
    ],
)
def test_what_is_stopped_had_begun_and_what_is_put_off_was_planned(lang: str, quote: str, found: str) -> None:
    assert status(act("suspend", quote, **PLANT), lang=lang) == found


def test_what_is_put_off_to_another_day_is_no_standstill() -> None:
    late = act("suspend", "The opening was pushed back to March", due="2026-03", **PLANT)
    stopped = act("suspend", "Work is halted until March", due="2026-03", **PLANT)
    assert status(act("start", **PLANT), late) == "started"
    assert status(act("start", **PLANT), stopped) == "suspended"
    assert [is_blocked(one) for one in thread(late, stopped).acts] == [False, True]


@pytest.mark.parametrize(
    ("done", "more", "found"),
    [
        (
            "The first batch of trams was delivered",
            act("plan", "The rest come in May", due="2026-05"),
            "delivered_part",
        ),
        ("Five trams were delivered", act("plan", "A second batch comes in May", due="2026-05"), "delivered_part"),
        ("Five trams were delivered", act("plan", "They carry 900 people from May", due="2026-05"), "delivered"),
        ("The second phase was opened", act("request", "He asked for a station", due="2026-05"), "delivered"),
        ("The second phase was opened", act("plan", "It was due in May", due="2025-05"), "delivered"),
    ],
)
def test_a_part_that_is_still_to_come_leaves_a_rest(done: str, more: Act, found: str) -> None:
    assert status(act("deliver", done, **PLANT), more) == found


def test_what_was_promised_before_the_whole_came_leaves_no_rest() -> None:
    before = act("promise", "The second batch comes next year", due="2026-05", **PLANT)
    assert status(before, act("deliver", "All trams were delivered", doc="b", **PLANT)) == "delivered"


def test_who_refuses_one_thing_and_promises_another_has_not_declined() -> None:
    asked = act("request", by=("Oslo",), to=("Hanoi",), **PLANT)
    refused = act("refuse", by=("Hanoi",), **PLANT)
    assert status(asked, refused) == "declined"
    assert status(asked, refused, act("promise", by=("Hanoi",), **PLANT)) == "pledged"
    assert status(asked, refused, act("promise", by=("Oslo",), **PLANT)) == "declined"
    study = act("promise", "Hanoi will look into the rest", by=("Hanoi",), **PLANT)
    assert status(asked, refused, study) == "declined"


def test_a_refusal_beside_a_plan_that_is_larger_than_what_was_asked_closes_nothing() -> None:
    planned = act("plan", "a tender is due in May", due="2026-05", **PLANT)
    asked, refused = act("request", by=("Oslo",), **PLANT), act("refuse", by=("Hanoi",), **PLANT)
    assert status(planned, asked, refused) == "pledged"
    assert status(planned, refused) == "declined"  # it may be the plan that is refused


def test_a_later_yes_takes_up_what_was_declined() -> None:
    refused = act("refuse", by=("Hanoi",), **PLANT)
    assert status(refused, act("agree", doc="b", **PLANT)) == "agreed"
    assert status(refused, act("promise", doc="b", **PLANT)) == "pledged"
    assert status(refused, act("wish", doc="b", **PLANT)) == "declined"
    assert status(act("agree", **PLANT), act("refuse", doc="b", **PLANT)) == "declined"


def test_to_plan_talks_about_a_thing_is_not_to_do_it() -> None:
    talks = act("plan", "they meet in May", due="2026-05", forms=("dialogue",))
    assert status(act("wish", **PLANT), talks) == "proposed"
    assert status(talks) == "pledged"  # it is the talks that are undertaken


def test_one_of_several_who_were_asked_does_not_decline_for_the_others() -> None:
    asked = act("request", by=("Oslo",), to=("Hanoi", "Manila"), **PLANT)
    refused, agreed = act("refuse", by=("Manila",), **PLANT), act("agree", by=("Hanoi",), **PLANT)
    assert status(asked, refused) == "declined"
    assert status(asked, refused, act("agree", by=("Oslo",), **PLANT)) == "declined"
    assert status(asked, refused, agreed) == "agreed"


def test_a_way_out_without_a_day_was_not_the_news() -> None:
    signed = act("sign", when="2025-05-30", instrument="contract", **PLANT)
    assert status(signed, act("abandon", "an earlier tender was cancelled")) == "committed"
    assert status(signed, act("abandon", "the tender was cancelled", when="2025-06-01")) == "cancelled"
    assert status(signed, act("abandon", "the tender was cancelled", doc="b")) == "cancelled"
    old = act("sign", when="2019-05-30", instrument="contract", **PLANT)
    assert status(old, act("abandon", "it gave the plant up")) == "cancelled"


def test_an_agreement_is_named_by_the_acts_beside_it() -> None:
    agreed = act("agree", "both sides closed two chapters", **TREATY)
    assert status(agreed) == "declaration"
    assert status(agreed, act("wish", "they hope to sign in 2026", due="2026", **TREATY)) == "agreed"
    assert status(agreed, act("wish", "they hope to meet", due="2026", forms=("dialogue",))) == "voiced"


@pytest.mark.parametrize(
    ("lang", "quote"),
    [
        ("en", "The port signed a contract for nine cranes"),
        ("fr", "Le port a signé un contrat pour neuf grues"),
        ("vi", "Cảng đã ký hợp đồng mua chín cần cẩu"),
        ("zh", "港口签署了九台起重机的合同"),
        ("ru", "Порт подписал контракт на девять кранов"),
        ("es", "El puerto firmó un contrato por nueve grúas"),
    ],
)
def test_r8_a_contract_binds_by_its_word(lang: str, quote: str) -> None:
    assert status(act("sign", quote, **PLANT), lang=lang) == "committed"
    assert status(act("sign", quote, instrument="mou", **PLANT), lang=lang) == "agreed"
    assert status(act("agree", quote, **PLANT), lang=lang) == "agreed"
