"""Connections to public addresses only, within one time limit for all that a page takes.

The name is resolved here, every address is checked, and the connection goes to the very address that was checked: a
name that points elsewhere a moment later (DNS rebinding) gains nothing. TLS still asks for the name.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from typing import Any

import httpcore
import httpx

from servanda.errors import FetchError

_ERRORS: tuple[tuple[type[Exception], type[httpx.TransportError]], ...] = (
    (httpcore.TimeoutException, httpx.TimeoutException),
    (httpcore.NetworkError, httpx.NetworkError),
    (httpcore.ProtocolError, httpx.ProtocolError),
    (httpcore.UnsupportedProtocol, httpx.UnsupportedProtocol),
)


def allows_private() -> bool:
    """Whether `SERVANDA_ALLOW_PRIVATE=1` lets addresses of the own machine and network be read."""
    return os.environ.get("SERVANDA_ALLOW_PRIVATE") == "1"


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, also where it is wrapped in one of version 6."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        teredo = ip.teredo[1] if ip.teredo else None
        nat64 = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in ipaddress.IPv6Network("64:ff9b::/96") else None
        inside = ip.ipv4_mapped or ip.sixtofour or teredo or nat64
        if inside is not None:
            return is_public(str(inside))
    return ip.is_global and not ip.is_multicast


def checked_addresses(host: str, port: int) -> list[str]:
    """The IP addresses of a host; `FetchError` where one of them is not public, or there is none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"no such host: {host}") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        if not allows_private() and not is_public(address):
            raise FetchError(f"refused: {host} is {address}, an address of a private or reserved network")
    return addresses


class _Backend(httpcore.NetworkBackend):
    """Opens connections to checked addresses; none of them lasts beyond the deadline."""

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of the host that answers."""
        failure: Exception = httpcore.ConnectError(f"no address of {host} answers")
        for address in checked_addresses(host, port):
            left = _left(self._deadline, timeout)
            try:
                stream = self._sockets.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(stream, self._deadline)
        raise failure


class _Stream(httpcore.NetworkStream):
    """A connection whose every step is given no more time than is left."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What has come in."""
        return self._stream.read(max_bytes, _left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send the bytes."""
        self._stream.write(buffer, _left(self._deadline, timeout))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The connection under TLS, for the name that was asked for."""
        secure = self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline, timeout))
        return _Stream(secure, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """What the connection beneath knows of itself."""
        return self._stream.get_extra_info(info)


def _left(deadline: float, timeout: float | None) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("no time left")
    return left if timeout is None else min(left, timeout)


class _Body(httpx.SyncByteStream):
    """The body of an answer, with the errors of httpx."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._response.iter_stream()
        except tuple(ours for ours, _ in _ERRORS) as error:
            raise _translated(error) from error

    def close(self) -> None:
        """Give the connection back."""
        self._response.close()


def _translated(error: Exception) -> httpx.TransportError:
    return next(theirs(str(error)) for ours, theirs in _ERRORS if isinstance(error, ours))


class PublicTransport(httpx.BaseTransport):
    """What carries requests of httpx to public addresses, until the deadline (of `time.monotonic`)."""

    def __init__(self, deadline: float) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(), max_connections=2, network_backend=_Backend(deadline)
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, its body not read yet."""
        url = request.url
        ours = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        try:
            response = self._pool.handle_request(ours)
        except tuple(kind for kind, _ in _ERRORS) as error:
            raise _translated(error) from error
        return httpx.Response(response.status, headers=response.headers, stream=_Body(response))

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()
