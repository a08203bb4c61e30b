"""Threads over languages: acts told in several languages become one undertaking, with the reason; others stay apart."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from making import act, reading
from servanda.ledger.resolved import mentions_of
from servanda.ledger.store import Ledger, open_ledger
from servanda.ledger.threads import numbers_of
from servanda.records import Reading, Undertaking

TODAY = datetime.date(2026, 1, 1)


def actor(type: str, name: str, country: str | None, **slots: object) -> dict[str, object]:
    return {"kind": "actor", "type": type, "name": name, "quote": name, "country": country, **slots}


def signed() -> Reading:
    """The firm signs with the city."""
    return reading(
        "signed",
        "Tianhai Logistics and Hai Phong signed a memorandum on a cold store for 300 lorries.",
        actor("company", "Tianhai Logistics", "CN"),
        actor("city", "Hai Phong", "VN", code="VN-HP"),
        act(
            "sign",
            "Tianhai Logistics and Hai Phong signed a memorandum on a cold store for 300 lorries",
            by=("Tianhai Logistics", "Hai Phong"),
            parties=("CN", "VN"),
            forms=("investment-project",),
            sectors=("logistics",),
            instrument="mou",
        ),
        published="2025-02-03",
    )


def started(firm: str = "天海物流") -> Reading:
    """It breaks ground, told in Chinese."""
    text = f"{firm}在海防的冷库动工，可容300辆卡车。"
    return reading(
        f"started-{firm}",
        text,
        actor("company", firm, "CN"),
        actor("city", "海防", "VN", code="VN-HP"),
        act(
            "start",
            text[:-1],
            by=(firm,),
            parties=("VN", "CN"),
            forms=("investment-project",),
            sectors=("logistics",),
            places=("海防",),
        ),
        lang="zh",
        published="2025-09-10",
    )


@pytest.fixture
def ledger(address: Path | str) -> Iterator[Ledger]:
    with open_ledger(address) as opened:
        yield opened


def undertakings(ledger: Ledger, *readings: Reading) -> list[Undertaking]:
    for each in readings:
        ledger.add(each)
    return ledger.undertakings(today=TODAY)


def test_one_undertaking_from_english_to_chinese(ledger: Ledger) -> None:
    (one,) = undertakings(ledger, signed(), started())
    assert one.status == "started"
    assert "天海物流" in one.joins[1].why
    assert "300" in one.joins[1].why


def test_another_firm_founds_another(ledger: Ledger) -> None:
    assert len(undertakings(ledger, signed(), started("长江电子"))) == 2


def test_mentions_lead_to_one_actor_and_one_undertaking(ledger: Ledger) -> None:
    (one,) = undertakings(ledger, signed(), started())
    found = list(mentions_of(ledger, TODAY))
    firms = {mention.id for mention in found if mention.name in ("Tianhai Logistics", "天海物流")}
    assert len(firms) == 1
    assert [mention.id for mention in found if mention.kind == "act"] == [one.id, one.id]


def test_numbers_are_the_same_however_they_are_grouped() -> None:
    assert numbers_of("1 200 tonnes, 1.200 t, 1,200 t in 2025") == {"1200"}
