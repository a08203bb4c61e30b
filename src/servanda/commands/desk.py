"""What `servanda serve` does: checks the address and the ledger, and serves the desk until it is stopped."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator

import click
import uvicorn

from servanda.commands.output import tell_behind
from servanda.days import last_day
from servanda.desk.accounts import HOURS, Accounts, Role
from servanda.desk.app import LOOPBACK, desk_app
from servanda.errors import UsageError
from servanda.ledger.address import accounts_path, ledger_name
from servanda.ledger.store import open_ledger

_REST = 3.0  # seconds that readers see a state of a ledger which is written without pause


def run_desk(host: str, port: int, *, names: tuple[str, ...], today: str | None, ledger: str) -> None:
    """Serve the desk until it is stopped; `LedgerError` where there is no ledger, `UsageError` for a wrong address."""
    is_open = is_loopback(host)
    if not is_open and not names:
        raise UsageError(f"--host {host}: tell the name under which others reach the desk: --name desk.example.org")
    with open_ledger(ledger, create=False, read_only=True) as opened:
        tell_behind(opened)
    listening = listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown if is_open else names[0]}:{listening.getsockname()[1]}"
    click.echo(f"The desk on {ledger_name(ledger)}: {address}/  (Ctrl-C to stop)", err=True)
    for line in _advice(ledger, address, is_open=is_open):
        click.echo(line, err=True)
    app = desk_app(ledger, today=last_day(today), hosts=(*LOOPBACK, *names), is_closed=not is_open, rest=_REST)
    config = uvicorn.Config(app, log_level="warning", server_header=False, proxy_headers=True)
    uvicorn.Server(config).run(sockets=[listening])


def _advice(ledger: str, address: str, *, is_open: bool) -> Iterator[str]:
    """The link of the first account, where nobody has one; the warning of a desk that others reach."""
    accounts = Accounts(accounts_path(ledger))
    if not accounts.any():
        yield f"No account yet. The owner's is opened by this link, once, within {HOURS['first']} hours:"
        yield f"  {address}/open?key={accounts.make_key('first', role=Role.OWNER)}"
    if not is_open:
        yield "Others can reach this desk in clear text: put TLS before it (docs/how-to/serve-to-others.md)."


def is_loopback(host: str) -> bool:
    """Whether an address is this machine's own, which nobody else reaches; `UsageError` where it is none."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError as error:
        raise UsageError(f"--host {host}: no address; write 127.0.0.1, ::1 or 0.0.0.0") from error


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on a port of this machine; `UsageError` when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With its protocol named, asyncio lets small pieces go at once; else each answer waits 40 ms for the other side.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise UsageError(f"--port {port}: {error.strerror}; choose another one, or 0 for any that is free") from error
    return listening
