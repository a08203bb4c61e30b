"""The pages of accounts: entering, leaving, opening an account by its link, one's own keys, all accounts, the book."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from servanda.desk.accounts import HOURS, SCOPES, Account, Accounts, Role, role_of
from servanda.desk.entry import COOKIE, Limits, account_of
from servanda.desk.forms import Form, posted, shown
from servanda.desk.page import show
from servanda.desk.words import Words
from servanda.errors import UsageError


def entrance_routes() -> list[BaseRoute]:
    """The routes of the accounts' pages; what changes something is only ever posted."""
    return [
        Route("/enter", shown(enter_page), methods=["GET"]),
        Route("/enter", posted(enter, None), methods=["POST"]),
        Route("/leave", posted(leave, None), methods=["POST"]),
        Route("/open", shown(open_page), methods=["GET"]),
        Route("/open", posted(open_account, None), methods=["POST"]),
        Route("/account", shown(account_page, Role.READER), methods=["GET"]),
        Route("/account/password", posted(change_password, Role.READER), methods=["POST"]),
        Route("/account/tokens", posted(make_token, Role.READER), methods=["POST"]),
        Route("/account/tokens/revoke", posted(revoke_token, Role.READER), methods=["POST"]),
        Route("/accounts", shown(accounts_page, Role.OWNER), methods=["GET"]),
        Route("/accounts/invite", posted(invite, Role.OWNER), methods=["POST"]),
        Route("/accounts/role", posted(change_role, Role.OWNER), methods=["POST"]),
        Route("/book", shown(book_page, Role.OWNER), methods=["GET"]),
    ]


def accounts_of(request: Request) -> Accounts:
    """The accounts of the desk."""
    accounts: Accounts = request.app.state.accounts
    return accounts


def address_of(request: Request) -> str:
    """The address that a request came from."""
    return request.client.host if request.client else "unknown"


def _shown(request: Request, words: Words, name: str, values: Mapping[str, Any], status: int = 200) -> Response:
    return show(request, words, f"{name}.html", words.t(f"entrance.{name}"), values, status)


def enter_page(request: Request, words: Words) -> Response:
    """The form by which one enters."""
    return _enter_form(request, words, request.query_params.get("back", "/"))


def _enter_form(request: Request, words: Words, back: str, *, message: str = "", status: int = 200) -> Response:
    has_any = accounts_of(request).any()
    return _shown(request, words, "enter", {"back": back, "message": message, "has_any": has_any}, status)


def enter(request: Request, words: Words, form: Form) -> Response:
    """Begin a session, where name and password are right; who fails too often waits."""
    name, back = form.get("name", ""), form.get("back", "/")
    limits: Limits = request.app.state.limits
    keys = (f"address {address_of(request)}", f"name {name.lower()}")
    if wait := limits.wait(*keys):
        response = _enter_form(request, words, back, message=words.t("entrance.wait", n=wait // 60 + 1), status=429)
        response.headers["Retry-After"] = str(wait)
        return response
    accounts = accounts_of(request)
    account = accounts.check(name, form.get("password", ""))
    if account is None:
        limits.failed(*keys)
        accounts.note("entering failed", account=None, about=name, address=address_of(request))
        return _enter_form(request, words, back, message=words.t("entrance.wrong"), status=401)
    limits.forget(*keys)
    accounts.note("entered", account=account.name, address=address_of(request))
    return _with_session(request, account, back)


def _with_session(request: Request, account: Account, back: str) -> Response:
    is_ours = back.startswith("/") and not back.startswith(("//", "/\\"))
    response = RedirectResponse(back if is_ours else "/", 303)
    response.set_cookie(
        COOKIE,
        accounts_of(request).make_key("session", account=account.name),
        max_age=HOURS["session"] * 3600,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return response


def leave(request: Request, words: Words, form: Form) -> Response:
    """End the session."""
    if key := request.cookies.get(COOKIE):
        accounts_of(request).drop_key(key)
    response = RedirectResponse("/", 303)
    response.delete_cookie(COOKIE)
    return response


def open_page(request: Request, words: Words) -> Response:
    """The form by which an account is opened, from its link."""
    return _shown(request, words, "open", {"key": request.query_params.get("key", ""), "message": ""})


def open_account(request: Request, words: Words, form: Form) -> Response:
    """Open the account that a link is for, and begin its session."""
    limits: Limits = request.app.state.limits
    where = f"open {address_of(request)}"
    try:
        if limits.wait(where):
            raise UsageError(words.t("entrance.wait", n=limits.wait(where) // 60 + 1))
        account = accounts_of(request).open_account(form.get("key", ""), form.get("name", ""), form.get("password", ""))
    except UsageError as error:
        limits.failed(where)
        return _shown(request, words, "open", {"key": form.get("key", ""), "message": str(error)}, 400)
    return _with_session(request, account, "/account")


def account_page(request: Request, words: Words) -> Response:
    """One's own account: password, and the keys that programs use."""
    return _own(request, words)


def _own(request: Request, words: Words, token: str = "") -> Response:
    account = account_of(request)
    assert account is not None
    keys = accounts_of(request).keys("token", account.name)
    return _shown(request, words, "account", {"tokens": keys, "token": token, "scopes": SCOPES})


def change_password(request: Request, words: Words, form: Form) -> Response:
    """Another password, where the old one is right; all sessions end, and this one begins anew."""
    account = account_of(request)
    assert account is not None
    if accounts_of(request).check(account.name, form.get("old", "")) is None:
        raise UsageError(words.t("entrance.wrong"))
    accounts_of(request).change_password(account.name, form.get("password", ""))
    return _with_session(request, account, "/account")


def make_token(request: Request, words: Words, form: Form) -> Response:
    """A new token with its scopes, shown this once."""
    account = account_of(request)
    assert account is not None
    scopes = [scope for scope in SCOPES if form.get(scope) or scope == "read"]
    label = f"{'+'.join(scopes)}: {' '.join(form.get('label', '').split())[:60]}"
    token = accounts_of(request).make_key("token", account=account.name, label=label)
    accounts_of(request).note("token made", account=account.name, about=label, address=address_of(request))
    return _own(request, words, token)


def revoke_token(request: Request, words: Words, form: Form) -> Response:
    """Take a token back."""
    account = account_of(request)
    assert account is not None
    accounts_of(request).revoke(form.get("id", ""), account.name)
    return RedirectResponse("/account", 303)


def accounts_page(request: Request, words: Words) -> Response:
    """All accounts, and the form by which somebody is invited."""
    return _everybody(request, words)


def _everybody(request: Request, words: Words, link: str = "") -> Response:
    accounts = accounts_of(request)
    values = {"accounts": accounts.all(), "invited": accounts.keys("invitation"), "link": link, "roles": list(Role)}
    return _shown(request, words, "accounts", values)


def invite(request: Request, words: Words, form: Form) -> Response:
    """A link by which somebody opens an account of that role, once."""
    account, role = account_of(request), role_of(form.get("role", ""))
    key = accounts_of(request).make_key("invitation", account=account.name if account else None, role=role)
    accounts_of(request).note("invited", account=account.name if account else None, about=role.code)
    return _everybody(request, words, f"{request.base_url}open?key={key}")


def change_role(request: Request, words: Words, form: Form) -> Response:
    """Another role for an account, or its end."""
    account, code = account_of(request), form.get("role", "")
    assert account is not None
    role = None if code == "closed" else role_of(code)
    accounts_of(request).change_role(form.get("name", ""), role, by=account.name)
    return RedirectResponse("/accounts", 303)


def book_page(request: Request, words: Words) -> Response:
    """What was done: who entered or failed to, which account was opened or changed, which key made."""
    return _shown(request, words, "book", {"entries": accounts_of(request).book()})
