"""What members do on the desk: they discuss and keep searches, reviewers give verdicts; all of it is shown as text."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import making
from desking import TODAY
from servanda.desk.accounts import Accounts, Role
from servanda.desk.app import desk_app
from servanda.desk.comments import Comments, plain_words
from servanda.errors import UsageError
from servanda.ledger.address import accounts_path
from servanda.ledger.store import open_ledger
from servanda.ledger.verdicts import verdicts_of
from servanda.records import Undertaking

BASE = "http://localhost"
PASSWORD = "seven quiet herons"
NAMES = {
    Role.READER: "Reader One",
    Role.MEMBER: "Member Two",
    Role.REVIEWER: "Reviewer Three",
    Role.OWNER: "Owner Four",
}
HOSTILE = "<script>alert(1)</script> \u202etxt.exe\nsecond line"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ledger = tmp_path_factory.mktemp("made") / "desk.db"
    act = making.act("promise", "China will build a railway in Vietnam", by=("China",), parties=("CN", "VN"))
    with open_ledger(ledger) as opened:
        opened.add(making.reading("note-1", "China will build a railway in Vietnam.", act, published="2025-12-01"))
    accounts = Accounts(accounts_path(ledger))
    for role, name in NAMES.items():
        accounts.open_account(accounts.make_key("invitation", role=role), name, PASSWORD)
    return ledger


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    for file in made.parent.iterdir():
        shutil.copy(file, tmp_path)
    return tmp_path / made.name


@pytest.fixture
def desk(path: Path) -> Iterator[TestClient]:
    app = desk_app(path, today=TODAY)
    with TestClient(app, base_url=BASE, follow_redirects=False, headers={"origin": BASE}) as client:
        yield client


def enter(client: TestClient, role: Role) -> None:
    client.post("/leave")
    assert client.post("/enter", data={"name": NAMES[role], "password": PASSWORD}).status_code == 303


def thread(path: Path) -> Undertaking:
    with open_ledger(path) as ledger:
        return ledger.undertakings(today=TODAY)[0]


@pytest.mark.parametrize(("role", "status"), [(Role.READER, 403), (Role.MEMBER, 303), (Role.REVIEWER, 303)])
def test_members_discuss_and_readers_read(desk: TestClient, path: Path, role: Role, status: int) -> None:
    page = f"/undertakings/{thread(path).id}"
    assert desk.post(f"{page}/comments", data={"words": "seen"}).headers["location"].startswith("/enter")
    enter(desk, role)
    answer = desk.post(f"{page}/comments", data={"words": "Seen in the minutes."})
    assert answer.status_code == status
    shown = desk.get(page).text
    assert ("Seen in the minutes." in shown) is (status == 303)
    assert (f'action="{page}/comments"' in shown) is (status == 303)


def test_a_comment_is_shown_as_text(desk: TestClient, path: Path) -> None:
    enter(desk, Role.MEMBER)
    page = f"/undertakings/{thread(path).id}"
    desk.post(f"{page}/comments", data={"words": HOSTILE})
    shown = desk.get(page).text
    assert "&lt;script&gt;alert(1)" in shown
    assert "\u202e" not in shown
    assert desk.get(f"{page}.json").json()["comments"][0]["words"].endswith("\nsecond line")


@pytest.mark.parametrize(
    ("words", "status"), [("", 400), (" \n ", 400), ("a" * 4_001, 400), ("ж" * 1_000_000, 413), ("a" * 4_000, 303)]
)
def test_a_comment_says_something_and_not_too_much(desk: TestClient, path: Path, words: str, status: int) -> None:
    enter(desk, Role.MEMBER)
    assert desk.post(f"/undertakings/{thread(path).id}/comments", data={"words": words}).status_code == status


def test_one_takes_back_what_one_said_and_an_owner_what_anybody_said(desk: TestClient, path: Path) -> None:
    page = f"/undertakings/{thread(path).id}"
    enter(desk, Role.MEMBER)
    for words in ("one", "two"):
        desk.post(f"{page}/comments", data={"words": words})
    assert desk.post(f"{page}/comments/withdraw", data={"number": "1"}).status_code == 303
    enter(desk, Role.REVIEWER)
    assert desk.post(f"{page}/comments/withdraw", data={"number": "2"}).status_code == 404
    enter(desk, Role.OWNER)
    assert desk.post(f"{page}/comments/withdraw", data={"number": "2"}).status_code == 303
    assert desk.get(f"{page}.json").json()["comments"] == []
    assert desk.post(f"{page}/comments/withdraw", data={"number": "two"}).status_code == 400


def test_an_unknown_undertaking_is_not_discussed(desk: TestClient) -> None:
    enter(desk, Role.MEMBER)
    assert desk.post("/undertakings/und-000000000000/comments", data={"words": "hello"}).status_code == 404


def test_who_says_too_much_in_an_hour_waits(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("servanda.desk.comments._MOST_AN_HOUR", 2)
    comments = Comments(Accounts(accounts_path(path)))
    for words in ("one", "two"):
        comments.say("Member Two", "und-1", words)
    with pytest.raises(UsageError, match="in an hour"):
        comments.say("Member Two", "und-1", "three")
    comments.say("Owner Four", "und-1", "another account goes on")


def test_control_characters_and_marks_of_direction_are_no_words() -> None:
    assert plain_words("\u202e\u0000 a \u2066b\r\n c\t\td ") == "a b\nc d"


def test_the_ledger_has_no_word_of_the_discussion(desk: TestClient, path: Path) -> None:
    enter(desk, Role.MEMBER)
    desk.post(f"/undertakings/{thread(path).id}/comments", data={"words": "between ourselves"})
    assert b"between ourselves" not in path.read_bytes()


def test_a_member_keeps_a_search_follows_it_and_drops_it(desk: TestClient) -> None:
    enter(desk, Role.MEMBER)
    form = {"name": "Rail <b>", "page": "/search", "query": "?kind=act&q=railway&page=3"}
    assert desk.post("/searches", data=form).status_code == 303
    page = desk.get("/searches").text
    assert "Rail &lt;b&gt;" in page
    assert 'href="/search?kind=act&amp;q=railway"' in page
    assert "railway" in desk.get("/search.atom?kind=act&q=railway").text
    assert desk.get("/search.ics?kind=act&q=railway").status_code == 200
    enter(desk, Role.OWNER)
    assert "Rail" not in desk.get("/searches").text
    assert desk.post("/searches/drop", data={"number": "1"}).status_code == 404
    enter(desk, Role.MEMBER)
    assert desk.post("/searches/drop", data={"number": "1"}).status_code == 303
    assert "Rail" not in desk.get("/searches").text


@pytest.mark.parametrize(
    "form",
    [
        {"name": "", "page": "/search", "query": "q=x"},
        {"name": "n" * 81, "page": "/search", "query": "q=x"},
        {"name": "n", "page": "//elsewhere.example/", "query": "q=x"},
        {"name": "n", "page": "/search", "query": "q=" + "x" * 2_000},
    ],
)
def test_what_is_no_search_is_not_kept(desk: TestClient, form: dict[str, str]) -> None:
    enter(desk, Role.MEMBER)
    assert desk.post("/searches", data=form).status_code == 400


def test_a_reviewer_gives_a_verdict_with_its_reason_and_takes_it_back(desk: TestClient, path: Path) -> None:
    one = thread(path)
    page = f"/undertakings/{one.id}"
    enter(desk, Role.MEMBER)
    assert desk.post(f"{page}/verdict", data={"verdict": "kept", "reason": "x"}).status_code == 403
    enter(desk, Role.REVIEWER)
    assert desk.post(f"{page}/verdict", data={"verdict": "kept", "reason": " "}).status_code == 400
    assert desk.post(f"{page}/verdict", data={"verdict": "splendid", "reason": "x"}).status_code == 400
    desk.post(f"{page}/verdict", data={"verdict": "kept_late", "reason": "opened in <i>May</i>"})
    with open_ledger(path) as ledger:
        (held,) = verdicts_of(ledger, one)
    assert (held.said, held.account) == ("kept_late", "Reviewer Three")
    shown = desk.get(page).text
    assert "Kept late" in shown
    assert "opened in &lt;i&gt;May" in shown
    assert thread(path).status == one.status  # a verdict is no evidence
    assert desk.post(f"{page}/verdict/undo", data={"number": str(held.key)}).status_code == 303
    assert desk.post(f"{page}/verdict/undo", data={"number": str(held.key)}).status_code == 404
    assert "Kept late" not in desk.get(f"{page}?ui=en").text.partition('id="verdict"')[2].partition("<form")[0]


def test_scores_are_on_the_page_with_their_formula(desk: TestClient, path: Path) -> None:
    id = thread(path).id
    scores = desk.get(f"/undertakings/{id}.json").json()["scores"]
    assert scores["completeness"]["lacks"]
    page = desk.get(f"/undertakings/{id}?ui=en").text
    assert "minus one each without an exact date" in page
    assert "Without" in page
