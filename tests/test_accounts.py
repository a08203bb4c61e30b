"""Accounts of the desk: who may do what, links that work once, keys that end, and the limits of trying."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.datastructures import Headers
from starlette.testclient import TestClient

import making
from servanda.commands.desk import is_loopback
from servanda.desk.accounts import Accounts, Role, role_of
from servanda.desk.app import desk_app
from servanda.desk.entry import COOKIE, Limits, is_from_here
from servanda.errors import NotFoundError, UsageError
from servanda.ledger.address import accounts_path
from servanda.ledger.store import open_ledger

PASSWORD = "seven quiet herons"
BASE = "http://localhost"
HERE = {"origin": BASE}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    ledger = tmp_path / "desk.db"
    with open_ledger(ledger) as opened:
        opened.add(making.reading("note", "Vietnam and China met."))
    return ledger


@pytest.fixture
def accounts(path: Path) -> Accounts:
    return Accounts(accounts_path(path))


@pytest.fixture
def desk(path: Path) -> Iterator[TestClient]:
    with TestClient(desk_app(path), base_url=BASE, follow_redirects=False, headers=HERE) as client:
        yield client


@pytest.fixture
def closed(path: Path) -> Iterator[TestClient]:
    app = desk_app(path, is_closed=True)
    with TestClient(app, base_url=BASE, follow_redirects=False, headers=HERE) as client:
        yield client


def opened(accounts: Accounts, name: str, role: Role) -> str:
    accounts.open_account(accounts.make_key("first", role=role), name, PASSWORD)
    return name


def enter(client: TestClient, name: str, password: str = PASSWORD) -> int:
    return client.post("/enter", data={"name": name, "password": password}).status_code


def test_a_link_opens_one_account_and_voids_the_other_links_of_the_first(accounts: Accounts) -> None:
    first, second = (accounts.make_key("first", role=Role.OWNER) for _ in range(2))
    assert accounts.open_account(first, "Anh Thu", PASSWORD).role is Role.OWNER
    for key in (first, second, "no key"):
        with pytest.raises(UsageError, match="ask for a new one"):
            accounts.open_account(key, "Somebody", PASSWORD)
    assert [account.name for account in accounts.all()] == ["Anh Thu"]


WRONG = [
    ("ab", PASSWORD, "name"),
    ("Anh <b>", PASSWORD, "name"),
    ("Anh Thu", "short", "12 to 200"),
    ("Anh Thu", "x" * 201, "12 to 200"),
    ("Anh Thu", "aaaaaaaaaaaaaaa", "easy to guess"),
    ("Anh Thu", "anh thu and more", "easy to guess"),
]


@pytest.mark.parametrize(("name", "password", "told"), WRONG)
def test_a_wrong_name_or_password_does_not_use_the_link_up(
    accounts: Accounts, name: str, password: str, told: str
) -> None:
    key = accounts.make_key("first", role=Role.OWNER)
    with pytest.raises(UsageError, match=told):
        accounts.open_account(key, name, password)
    assert accounts.open_account(key, "Anh Thu", PASSWORD).name == "Anh Thu"


def test_a_name_that_is_taken_leaves_the_link_for_another(accounts: Accounts) -> None:
    opened(accounts, "Anh Thu", Role.OWNER)
    key = accounts.make_key("invitation", role=Role.READER)
    with pytest.raises(UsageError, match="taken"):
        accounts.open_account(key, "Anh Thu", PASSWORD)
    assert accounts.open_account(key, "Li Na", PASSWORD).role is Role.READER


def test_neither_password_nor_key_can_be_read_back(accounts: Accounts) -> None:
    opened(accounts, "Anh Thu", Role.OWNER)
    token = accounts.make_key("token", account="Anh Thu", label="read: exports")
    with sqlite3.connect(accounts.path) as connection:
        told = "\n".join(connection.iterdump())
    connection.close()
    assert PASSWORD not in told
    assert token not in told
    assert "$argon2id$" in told
    assert accounts.path.stat().st_mode & 0o077 == 0


def test_the_last_owner_stays(accounts: Accounts) -> None:
    opened(accounts, "Anh Thu", Role.OWNER)
    for role in (Role.READER, None):
        with pytest.raises(UsageError, match="last owner"):
            accounts.change_role("Anh Thu", role, by="Anh Thu")


def test_a_closed_account_loses_its_sessions_and_tokens(accounts: Accounts) -> None:
    opened(accounts, "Anh Thu", Role.OWNER)
    opened(accounts, "Li Na", Role.REVIEWER)
    keys = {kind: accounts.make_key(kind, account="Li Na", label="read") for kind in ("session", "token")}
    assert all(accounts.holder(key, kind) for kind, key in keys.items())
    accounts.change_role("Li Na", None, by="Anh Thu")
    assert not any(accounts.holder(key, kind) for kind, key in keys.items())
    assert accounts.check("Li Na", PASSWORD) is None
    with pytest.raises(NotFoundError):
        accounts.get("Li Na")


MAY = [
    (Role.READER, (), Role.READER, True),
    (Role.READER, (), Role.REVIEWER, False),
    (Role.OWNER, (), Role.OWNER, True),
    (Role.OWNER, ("read",), Role.READER, True),
    (Role.OWNER, ("read",), Role.REVIEWER, False),
    (Role.OWNER, ("read", "review"), Role.REVIEWER, True),
    (Role.OWNER, ("read", "review"), Role.OWNER, False),
    (Role.MEMBER, ("read", "review"), Role.REVIEWER, False),
]


@pytest.mark.parametrize(("role", "scopes", "wanted", "is_allowed"), MAY)
def test_a_token_may_no_more_than_its_scopes_and_its_account(
    accounts: Accounts, role: Role, scopes: tuple[str, ...], wanted: Role, is_allowed: bool
) -> None:
    opened(accounts, "Anh Thu", role)
    kind = "token" if scopes else "session"
    account = accounts.holder(accounts.make_key(kind, account="Anh Thu", label="+".join(scopes)), kind)
    assert account is not None
    assert account.may(wanted) is is_allowed


def test_an_unknown_role_is_named_with_those_that_there_are() -> None:
    with pytest.raises(UsageError, match="reader, member, reviewer, owner"):
        role_of("king")


def test_the_owner_enters_and_sees_accounts_and_book(desk: TestClient, accounts: Accounts) -> None:
    key = accounts.make_key("first", role=Role.OWNER)
    assert "Open an account" in desk.get(f"/open?key={key}").text
    answer = desk.post("/open", data={"key": key, "name": "Anh Thu", "password": PASSWORD})
    assert answer.headers["location"] == "/account"
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert "samesite=lax" in answer.headers["set-cookie"].lower()
    assert "Anh Thu" in desk.get("/accounts").text
    assert "account opened" in desk.get("/book").text
    desk.post("/leave")
    assert desk.get("/accounts").headers["location"] == "/enter?back=/accounts"


@pytest.mark.parametrize(("base", "is_secure"), [("https://localhost", True), ("http://localhost", False)])
def test_a_session_that_came_by_tls_leaves_by_nothing_else(path: Path, base: str, is_secure: bool) -> None:
    name = opened(Accounts(accounts_path(path)), "Anh Thu", Role.OWNER)
    with TestClient(desk_app(path), base_url=base, follow_redirects=False, headers={"origin": base}) as client:
        answer = client.post("/enter", data={"name": name, "password": PASSWORD})
        assert ("secure" in answer.headers["set-cookie"].lower().split("; ")) is is_secure


def test_an_invitation_opens_an_account_that_sees_no_accounts(desk: TestClient, accounts: Accounts) -> None:
    enter(desk, opened(accounts, "Anh Thu", Role.OWNER))
    page = desk.post("/accounts/invite", data={"role": "reviewer"}).text
    key = page.partition("open?key=")[2].partition("<")[0]
    desk.post("/leave")
    desk.post("/open", data={"key": key, "name": "Li Na", "password": PASSWORD})
    assert accounts.get("Li Na").role is Role.REVIEWER
    assert desk.get("/accounts").status_code == 403


def test_a_desk_that_is_served_to_others_is_read_with_an_account_only(closed: TestClient, accounts: Accounts) -> None:
    pages = ("/", "/pairs", "/undertakings", "/search?q=rail", "/api/documents")
    assert [closed.get(page, headers={"accept": "text/html"}).status_code for page in pages] == [303] * len(pages)
    assert [closed.get(page).status_code for page in pages] == [401] * len(pages)
    assert closed.get("/static/desk.css").status_code == 200
    enter(closed, opened(accounts, "Li Na", Role.READER))
    assert closed.get("/").status_code == 200


def test_a_token_reads_and_an_unknown_one_is_refused(closed: TestClient, accounts: Accounts) -> None:
    opened(accounts, "Li Na", Role.READER)
    token = accounts.make_key("token", account="Li Na", label="read: exports")
    assert closed.get("/undertakings.json", headers={"authorization": f"Bearer {token}"}).status_code == 200
    assert closed.get("/undertakings.json", headers={"authorization": "Bearer nothing"}).status_code == 401


def test_a_token_is_shown_once_and_can_be_taken_back(desk: TestClient, accounts: Accounts) -> None:
    enter(desk, opened(accounts, "Li Na", Role.READER))
    page = desk.post("/account/tokens", data={"label": "exports"}).text
    token = page.partition('<code class="key">')[2].partition("<")[0]
    assert accounts.holder(token, "token") is not None
    assert token not in desk.get("/account").text
    (key,) = accounts.keys("token", "Li Na")
    desk.post("/account/tokens/revoke", data={"id": key.id})
    assert accounts.holder(token, "token") is None


def test_a_token_makes_no_other_one_and_sees_no_account(desk: TestClient, accounts: Accounts) -> None:
    opened(accounts, "Anh Thu", Role.OWNER)
    token = accounts.make_key("token", account="Anh Thu", label="read+review: exports")
    bearer = {"authorization": f"Bearer {token}"}
    made = desk.post("/account/tokens", data={"label": "more", "review": "1"}, headers=bearer)
    assert made.status_code == 403
    assert desk.post("/accounts/invite", data={"role": "owner"}, headers=bearer).status_code == 403
    assert desk.get("/account", headers=bearer).status_code == 403
    assert len(accounts.keys("token")) == 1


def test_another_password_ends_the_sessions_elsewhere(desk: TestClient, accounts: Accounts) -> None:
    enter(desk, opened(accounts, "Li Na", Role.READER))
    elsewhere = accounts.make_key("session", account="Li Na")
    wrong = desk.post("/account/password", data={"old": "not this one", "password": "eight loud cranes"})
    assert wrong.status_code == 400
    desk.post("/account/password", data={"old": PASSWORD, "password": "eight loud cranes"})
    assert accounts.holder(elsewhere, "session") is None
    assert desk.get("/account").status_code == 200
    assert accounts.check("Li Na", "eight loud cranes") is not None


def test_who_fails_too_often_waits_even_with_the_right_password(desk: TestClient, accounts: Accounts) -> None:
    name = opened(accounts, "Li Na", Role.READER)
    assert [enter(desk, name, "wrong as it can be") for _ in range(5)] == [401] * 5
    late = desk.post("/enter", data={"name": name, "password": PASSWORD})
    assert late.status_code == 429
    assert int(late.headers["retry-after"]) > 0


def test_a_wrong_name_and_a_wrong_password_are_told_alike(desk: TestClient, accounts: Accounts) -> None:
    opened(accounts, "Li Na", Role.READER)
    answers = [desk.post("/enter", data={"name": name, "password": "no such thing"}) for name in ("Li Na", "Nobody")]
    assert answers[0].text == answers[1].text
    assert {answer.status_code for answer in answers} == {401}


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_entering_leads_nowhere_else(desk: TestClient, accounts: Accounts, back: str) -> None:
    name = opened(accounts, "Li Na", Role.READER)
    answer = desk.post("/enter", data={"name": name, "password": PASSWORD, "back": back})
    assert answer.headers["location"] == "/"


FORMS = ["/enter", "/leave", "/open", "/account/tokens", "/accounts/invite", "/accounts/role", "/account/password"]


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_other_sites_are_refused(desk: TestClient, accounts: Accounts, form: str) -> None:
    enter(desk, opened(accounts, "Anh Thu", Role.OWNER))
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
        assert desk.post(form, data={}, headers=headers).status_code == 403


SITES = [
    ({"sec-fetch-site": "same-origin", "host": "desk"}, True),
    ({"sec-fetch-site": "same-site", "origin": "http://desk", "host": "desk"}, False),
    ({"origin": "http://desk", "host": "desk"}, True),
    ({"origin": "http://desk:81", "host": "desk"}, False),
    ({"host": "desk"}, False),
]


@pytest.mark.parametrize(("headers", "is_ours"), SITES)
def test_only_pages_of_the_desk_send_its_forms(headers: dict[str, str], is_ours: bool) -> None:
    assert is_from_here(Headers(headers)) is is_ours


def test_a_form_that_is_too_large_is_refused(desk: TestClient) -> None:
    assert desk.post("/enter", data={"name": "x" * 70_000, "password": "y"}).status_code == 413


def test_a_broken_session_is_nobody(desk: TestClient) -> None:
    desk.cookies.set(COOKIE, "no session\x7f")
    assert desk.get("/").status_code == 200
    assert desk.get("/account").status_code == 303


def test_limits_forget_the_oldest_where_there_are_too_many() -> None:
    limits = Limits(most=1, seconds=60, room=2)
    for key in ("a", "b", "c"):
        limits.failed(key)
    assert [limits.wait(key) > 0 for key in ("a", "b", "c")] == [False, True, True]
    limits.forget("b")
    assert limits.wait("b") == 0


HOSTS = [
    ("127.0.0.1", True),
    ("127.1.2.3", True),
    ("::1", True),
    ("localhost", True),
    ("0.0.0.0", False),
    ("::", False),
]


@pytest.mark.parametrize(("host", "is_ours"), HOSTS)
def test_addresses_of_this_machine_are_told_from_those_that_others_reach(host: str, is_ours: bool) -> None:
    assert is_loopback(host) is is_ours


@pytest.mark.parametrize("host", ["example.org", "", "1.2.3"])
def test_what_is_no_address_is_refused(host: str) -> None:
    with pytest.raises(UsageError, match="no address"):
        is_loopback(host)
