"""What else waits for a person at the desk: names that may be one, acts joined on little, a second account's word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import making
from desking import BASE, TODAY
from servanda.desk.accounts import Accounts, Role
from servanda.desk.app import desk_app
from servanda.ledger.address import accounts_path
from servanda.ledger.deciding import find_doubts, find_weak_joins
from servanda.ledger.review import find_proposals
from servanda.ledger.settings import write_setting
from servanda.ledger.store import Ledger, moment_of, open_ledger
from servanda.ledger.who import busiest_actors

PASSWORD = "nine quiet herons at dusk"
TABS = ("actors", "acts", "confirm")


def fill(ledger: Ledger) -> None:
    """Two ministers of one name, and an act that hardly fits the undertaking before it."""
    about = {"by": ("Vietnam",), "parties": ("VN", "CN"), "sectors": ("rail",), "what": "a rail school"}
    first, second = "Vietnam will open a rail school in Hue", "Vietnam plans a rail school"
    acts = (making.act("promise", first, **about, forms=("training",)), making.act("plan", second, **about))
    for number, act in enumerate(acts):
        ledger.add(making.reading(f"news-{number}", f"{act['quote']}.", act, published=f"2026-01-0{number + 1}"))
    for number, matter in enumerate(("Finance", "Health")):
        name = "Le Thi Mai"
        minister = {"kind": "actor", "type": "person", "name": name, "quote": name, "role": f"Minister of {matter}"}
        words = f"{name}, Minister of {matter}."
        ledger.add(making.reading(f"who-{number}", words, {**minister, "country": "VN"}, published="2026-01-05"))


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "proposals.db"
    with open_ledger(path) as opened:
        fill(opened)
    return path


@pytest.fixture
def desk(ledger: Path) -> Iterator[TestClient]:
    with TestClient(desk_app(ledger, today=TODAY), base_url=BASE, raise_server_exceptions=False) as client:
        yield client


def enter(desk: TestClient, ledger: Path, name: str, role: Role = Role.REVIEWER) -> None:
    accounts = Accounts(accounts_path(ledger))
    accounts.open_account(accounts.make_key("invitation", role=role), name, PASSWORD)
    desk.cookies.clear()
    answer = desk.post("/enter", data={"name": name, "password": PASSWORD}, headers={"origin": BASE})
    assert answer.status_code == 200


def rule(desk: TestClient, **form: str) -> int:
    return desk.post("/review/rule", data=form, headers={"origin": BASE}, follow_redirects=False).status_code


@pytest.mark.parametrize("tab", TABS)
def test_each_list_is_a_page_and_data(desk: TestClient, tab: str) -> None:
    page = desk.get(f"/review/{tab}")
    assert page.status_code == 200
    assert len(re.findall('aria-current="true">', page.text)) >= 1
    assert desk.get(f"/review/{tab}.json").json()["tab"] == tab
    assert desk.get(f"/review/{tab}.csv").status_code == 200


def persons(ledger: Path) -> int:
    with open_ledger(ledger) as opened:
        return len(opened.ask(lambda connection: busiest_actors(connection, 9, "person")))


def test_two_names_wait_until_somebody_rules_and_part_when_that_is_undone(desk: TestClient, ledger: Path) -> None:
    waiting = desk.get("/review/actors.json").json()["waiting"]
    assert [(one["name"], one["office"], one["other_names"]) for one in waiting] == [
        ("Le Thi Mai", "Minister of Health", ["Le Thi Mai"])
    ]
    one = waiting[0]
    enter(desk, ledger, "Reviewer")
    assert rule(desk, tab="actors", deed="same", id=one["id"], other=one["other"], reason="She moved.") == 303
    assert desk.get("/review/actors.json").json()["waiting"] == []
    assert persons(ledger) == 1
    assert rule(desk, tab="actors", deed="undo", id=one["id"]) == 303
    assert persons(ledger) == 2


@pytest.mark.parametrize("deed", ["different", "unsure"])
def test_two_names_that_were_ruled_about_stay_two(desk: TestClient, ledger: Path, deed: str) -> None:
    one = desk.get("/review/actors.json").json()["waiting"][0]
    enter(desk, ledger, "Reviewer")
    assert rule(desk, tab="actors", deed=deed, id=one["id"], other=one["other"]) == 303
    assert desk.get("/review/actors.json").json()["waiting"] == []
    assert persons(ledger) == 2


@pytest.mark.parametrize("deed", ["merge", "split"])
def test_an_act_that_was_ruled_about_waits_no_longer(desk: TestClient, ledger: Path, deed: str) -> None:
    waiting = desk.get("/review/acts.json").json()["waiting"]
    assert [one["quote"] for one in waiting] == ["Vietnam plans a rail school"]
    one = waiting[0]
    enter(desk, ledger, "Reviewer")
    assert rule(desk, tab="acts", deed=deed, id=one["id"], other=one["other"]) == 303
    with open_ledger(ledger) as opened:
        assert find_weak_joins(opened) == []
    together = one["id"] in str(desk.get(f"/undertakings/{one['other']}.json").json()["acts"])
    assert together is (deed == "merge")


def test_a_second_account_confirms_what_the_first_proposes(desk: TestClient, ledger: Path) -> None:
    words = "Vietnam completed the rail school in Hue"
    act = making.act("deliver", words, by=("Vietnam",), parties=("VN", "CN"), what="the rail school", confidence=0.4)
    with open_ledger(ledger) as opened:
        opened.add(making.reading("done", f"{words}.", act, published="2026-01-20"))
        now = moment_of(None)
        opened.tell(lambda connection: write_setting(connection, "two-accounts", "on", account="owner", at=now))
    (record,) = (one["id"] for one in desk.get("/review.json").json()["waiting"] if one["quote"] == words)
    enter(desk, ledger, "First")
    desk.post("/review", data={"id": record, "deed": "accept", "reason": "I was there."}, headers={"origin": BASE})
    page = desk.get("/review/confirm").text
    assert 'value="undo"' in page
    assert 'value="confirm">C' not in page
    (one,) = desk.get("/review/confirm.json").json()["waiting"]
    assert (one["account"], one["deed"], one["reason"]) == ("First", "accept", "I was there.")
    assert rule(desk, tab="confirm", deed="confirm", id=record, key=str(one["key"])) == 400
    enter(desk, ledger, "Second")
    assert 'value="confirm">C' in desk.get("/review/confirm").text
    assert rule(desk, tab="confirm", deed="confirm", id=record, key=str(one["key"])) == 303
    with open_ledger(ledger) as opened:
        assert find_proposals(opened) == []


def test_who_may_not_judge_rules_about_nothing(desk: TestClient, ledger: Path) -> None:
    with open_ledger(ledger) as opened:
        doubt = find_doubts(opened)[0]
    asked = {"tab": "actors", "deed": "same", "id": doubt.mention.id, "other": doubt.actor}
    assert rule(desk, **asked) == 303  # to the way in
    enter(desk, ledger, "Member", Role.MEMBER)
    assert rule(desk, **asked) == 403
    with open_ledger(ledger) as opened:
        assert len(find_doubts(opened)) == 1


@pytest.mark.parametrize(
    "form",
    [
        {"tab": "elsewhere", "deed": "same"},
        {"tab": "actors", "deed": "sing"},
        {"tab": "actors", "deed": "same", "id": "actor-000000000000", "other": "who-000000000000"},
        {"tab": "confirm", "deed": "confirm", "key": "many"},
        {"tab": "confirm", "deed": "confirm", "key": "7"},
    ],
)
def test_a_form_that_means_nothing_is_told(desk: TestClient, ledger: Path, form: dict[str, str]) -> None:
    enter(desk, ledger, "Reviewer")
    assert rule(desk, **form) in (400, 404)
