"""The page of review: what waits is shown beside its words, and forms judge it in the name of who has entered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from starlette.testclient import TestClient

import making
from servanda.desk.accounts import Accounts, Role
from servanda.desk.app import desk_app
from servanda.desk.review import judge, written
from servanda.ledger.address import accounts_path
from servanda.ledger.review import accept, find_history, find_queue
from servanda.ledger.store import open_ledger
from servanda.records import Act

PASSWORD = "seven quiet herons"
BASE = "http://localhost"
TEXT = "China will build a railway in Vietnam. Vietnam proposed a joint fund. Laos asked for <b>aid</b>."


@pytest.fixture
def path(address: Path | str, tmp_path: Path | str, monkeypatch: pytest.MonkeyPatch) -> Path | str:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))  # where the accounts of a ledger on a server are
    acts = [
        making.act("promise", "China will build a railway in Vietnam", by=("China",), confidence=0.4),
        making.act("propose", "Vietnam proposed a joint fund", by=("Vietnam",), confidence=0.5),
        making.act("request", "Laos asked for <b>aid</b>", by=("Laos",), confidence=0.9),
    ]
    with open_ledger(address) as opened:
        opened.add(making.reading("note-1", TEXT, *acts, published="2026-03-01"))
    return address


@pytest.fixture
def desk(path: Path | str) -> Iterator[TestClient]:
    with TestClient(desk_app(path), base_url=BASE, follow_redirects=False, headers={"origin": BASE}) as client:
        yield client


def enter(client: TestClient, path: Path | str, role: Role = Role.REVIEWER) -> None:
    accounts = Accounts(accounts_path(path))
    accounts.open_account(accounts.make_key("first", role=role), "Anh Thu", PASSWORD)
    assert client.post("/enter", data={"name": "Anh Thu", "password": PASSWORD}).status_code == 303


def waiting(path: Path | str) -> list[str]:
    with open_ledger(path) as ledger:
        return [entry.id for entry in find_queue(ledger)]


def deeds(path: Path | str, id: str) -> list[str]:
    with open_ledger(path) as ledger:
        return [change.deed for change in find_history(ledger, id)]


def verbs(path: Path | str) -> list[str]:
    with open_ledger(path) as ledger:
        return sorted(entry.record.verb for entry in ledger.acts() if isinstance(entry.record, Act))


@pytest.mark.parametrize(("lang", "words"), [("en", "Waiting"), ("fr", "En attente")])
def test_what_waits_is_shown_beside_its_words(desk: TestClient, lang: str, words: str) -> None:
    page = desk.get(f"/review?ui={lang}").text
    assert words in page
    assert "China will build a railway in Vietnam" in page
    assert "disabled" in page  # nobody has entered
    assert "&lt;b&gt;aid" in page


def test_judging_needs_a_reviewer(desk: TestClient, path: Path | str) -> None:
    (id, _) = waiting(path)
    assert desk.post("/review", data={"id": id, "deed": "reject"}).headers["location"] == "/enter?back=/review"
    enter(desk, path, Role.MEMBER)
    assert desk.post("/review", data={"id": id, "deed": "reject"}).status_code == 403
    assert deeds(path, id) == ["read"]


def test_a_form_judges_leads_on_and_can_be_undone(desk: TestClient, path: Path | str) -> None:
    enter(desk, path)
    first, second = waiting(path)
    answer = desk.post("/review", data={"id": first, "deed": "reject", "next": second, "reason": "a caption"})
    assert f"record={second}" in answer.headers["location"]
    assert "One record rejected." in desk.get(answer.headers["location"]).text
    assert verbs(path) == ["propose", "request"]
    desk.post("/review", data={"id": first, "deed": "undo"})
    assert verbs(path) == ["promise", "propose", "request"]
    assert deeds(path, first) == ["read", "reject", "undo"]


@pytest.mark.parametrize(("scopes", "status"), [("read", 403), ("read+review", 303)])
def test_a_token_judges_where_its_scope_says_so(desk: TestClient, path: Path | str, scopes: str, status: int) -> None:
    enter(desk, path)
    desk.post("/leave")
    token = Accounts(accounts_path(path)).make_key("token", account="Anh Thu", label=f"{scopes}: a program")
    (id, _) = waiting(path)
    headers = {"authorization": f"Bearer {token}"}
    assert desk.post("/review", data={"id": id, "deed": "accept"}, headers=headers).status_code == status


def test_only_slots_that_were_written_otherwise_are_corrected(desk: TestClient, path: Path | str) -> None:
    enter(desk, path)
    first, _ = waiting(path)
    form = {"id": first, "deed": "correct", "slot.verb": "plan", "slot.by": "China", "slot.sectors": "rail; finance"}
    desk.post("/review", data=form)
    assert deeds(path, first) == ["read", "correct", "correct"]
    assert "plan" in verbs(path)
    same = desk.post("/review", data={**form, "slot.verb": "plan"})
    assert same.status_code == 400


def test_many_are_judged_at_once_and_undone_at_once(desk: TestClient, path: Path | str) -> None:
    enter(desk, path)
    ids = waiting(path)
    answer = desk.post("/review", data={"id": ids, "deed": "accept"})
    assert waiting(path) == []
    page = desk.get(answer.headers["location"]).text
    assert "2 records accepted." in page
    (span,) = re.findall(r'name="judgements" value="([^"]*)"', page)
    desk.post("/review", data={"judgements": span, "deed": "undo"})
    assert sorted(waiting(path)) == sorted(ids)
    assert deeds(path, ids[1])[-1] == "undo"


def test_undoing_many_undoes_all_of_them_and_nobody_elses(tmp_path: Path) -> None:
    ledger = tmp_path / "many.db"
    text = " ".join(f"China will build road {n}." for n in range(40))
    acts = [making.act("promise", f"China will build road {n}", by=("China",), confidence=0.4) for n in range(40)]
    with open_ledger(ledger) as opened:
        opened.add(making.reading("note-1", text, *acts, published="2026-03-01"))
        ids = [entry.id for entry in find_queue(opened)]
        accept(opened, ids[0], "Somebody else")
        gone = judge(opened, "Anh Thu", {"deed": "reject"}, ids[1:])
        assert find_queue(opened) == []
        span = dict(parse_qsl(gone.partition("?")[2]))["done"]
        judge(opened, "Anh Thu", {"deed": "undo", "judgements": "1-9999"}, ())
        assert sorted(entry.id for entry in find_queue(opened)) == sorted(ids[1:])
        assert judge(opened, "Anh Thu", {"deed": "undo", "judgements": span}, ()) == "/review?"


WRONG = [
    ({"deed": "undo", "judgements": "1-x"}, 400),
    ({"deed": "burn", "id": "act-1"}, 400),
    ({"deed": "accept"}, 400),
    ({"deed": "accept", "id": "act-nothing"}, 404),
    ({"deed": "accept", "id": [f"act-{n}" for n in range(101)]}, 400),
]


@pytest.mark.parametrize(("form", "status"), WRONG)
def test_forms_that_mean_nothing_get_a_clear_page(
    desk: TestClient, path: Path | str, form: dict[str, str], status: int
) -> None:
    enter(desk, path)
    answer = desk.post("/review", data=form)
    assert answer.status_code == status
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("query", ["below=2", "below=much", "kind=war", "skip=-1", "record=act-nothing"])
def test_addresses_that_mean_nothing_get_a_clear_page(desk: TestClient, query: str) -> None:
    assert desk.get(f"/review?{query}").status_code in (400, 404)


def test_a_wrong_code_is_told_and_nothing_is_written(desk: TestClient, path: Path | str) -> None:
    enter(desk, path)
    first, _ = waiting(path)
    answer = desk.post("/review", data={"id": first, "deed": "correct", "slot.verb": "dance"})
    assert answer.status_code == 400
    assert "dance" in answer.text
    assert deeds(path, first) == ["read"]


def test_slots_are_shown_as_they_can_be_written_back() -> None:
    act = making.reading(
        "n", TEXT, making.act("promise", "China", by=("China", "Laos"), amount=None, conditional=True)
    ).acts[0]
    assert written(act, "by") == "China; Laos"
    assert written(act, "conditional") == "true"
    assert written(act, "due") == ""


def test_the_queue_is_data_as_well(desk: TestClient) -> None:
    assert len(desk.get("/review.json").json()["waiting"]) == 2
    assert desk.get("/review.csv").text.count("\n") >= 3


def test_a_card_leads_to_its_review(desk: TestClient, path: Path | str) -> None:
    (id, _) = waiting(path)
    with open_ledger(path) as ledger:
        doc = ledger.documents()[0].id
    assert f"/review?record={id}" in desk.get(f"/documents/{doc}?record={id}").text
