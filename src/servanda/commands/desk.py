"""What `servanda serve` does: checks the address and the ledger, and serves the desk until it is stopped."""

from __future__ import annotations

import ipaddress
import socket

import click
import uvicorn

from servanda.days import last_day
from servanda.desk.app import desk_app
from servanda.errors import UsageError
from servanda.ledger.store import open_ledger

_NAMES = ("localhost",)


def run_desk(host: str, port: int, *, today: str | None, ledger: str) -> None:
    """Serve the desk on a loopback address; `UsageError` for any other, `LedgerError` where there is no ledger."""
    check_host(host)
    open_ledger(ledger, create=False, read_only=True).close()
    listening = _listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"The desk on {ledger}: http://{shown}:{listening.getsockname()[1]}/  (Ctrl-C to stop)", err=True)
    config = uvicorn.Config(desk_app(ledger, today=last_day(today)), log_level="warning", server_header=False)
    uvicorn.Server(config).run(sockets=[listening])


def check_host(host: str) -> None:
    """Refuse an address that others than this machine can reach: the desk has no accounts yet."""
    if host in _NAMES:
        return
    try:
        is_loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise UsageError(f"--host {host}: without accounts, the desk is served on this machine only; use 127.0.0.1")


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise UsageError(f"--port {port}: {error.strerror}; choose another one, or 0 for any that is free") from error
    return listening
