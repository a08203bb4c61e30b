"""A server of PostgreSQL for the tests: started by them in a folder of its own, as an ordinary user, and stopped again.

Debian's binaries are looked for where its packages put them. It listens on a socket in its folder only.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path

from servanda.ledger.postgresql import let_go

_STARTING = 60  # seconds
# What a power cut would lose does not matter to a test; `fsync` is on where a test kills the server itself.
_SETTINGS = {"listen_addresses": "''", "fsync": "off", "max_connections": "40", "shared_buffers": "32MB"}
_ACCESS = "local all guarded scram-sha-256\nlocal all all trust\n"


class MissingServerError(Exception):
    """There is no server to start here; the message says why."""


def binaries() -> Path:
    """The folder of `initdb` and `postgres`; `MissingServerError` where the package postgresql is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    if path := shutil.which("initdb"):
        return Path(path).parent
    raise MissingServerError("no PostgreSQL on this machine (apt install postgresql)")


def ordinary_user() -> str | None:
    """The user as whom the server runs: ours, but for root, as whom it refuses to run."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    raise MissingServerError("PostgreSQL does not run as root, and there is no user postgres or nobody")


class Server:
    """A running server, with one database for all tests; each takes a schema of it."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        if find_spec("psycopg") is None:
            raise MissingServerError("psycopg is not installed (pip install 'servanda[postgresql]')")
        self._user = ordinary_user()
        self._numbers = count(1)
        self._binaries = binaries()
        if self._user:
            shutil.chown(folder, self._user)
        data = ("-D", str(folder / "data"))
        self._run("initdb", *data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        told = {**_SETTINGS, "unix_socket_directories": f"'{folder}'", **settings}
        lines = "".join(f"{name} = {value}\n" for name, value in told.items())
        (folder / "data" / "postgresql.auto.conf").write_text(lines)
        (folder / "data" / "pg_hba.conf").write_text(_ACCESS)
        self.start()

    def start(self) -> None:
        """Start, and wait until it answers."""
        data = ("-D", str(self.folder / "data"))
        self._run("pg_ctl", *data, "-w", "-t", str(_STARTING), "-l", str(self.folder / "log"), "start")

    def stop(self, how: str = "fast") -> None:
        """Stop it; `immediate` is what a crash is to it."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-m", how, "stop")

    def _run(self, program: str, *words: str) -> None:
        command = [str(self._binaries / program), *words]
        done = subprocess.run(
            command, user=self._user, group=self._user and pwd.getpwnam(self._user).pw_gid,
            extra_groups=[] if self._user else None, cwd=self.folder, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=2 * _STARTING,
        )  # fmt: skip
        if done.returncode:
            raise MissingServerError(f"{program} does not run here: {done.stdout.strip()[-300:]}")

    def new_address(self) -> str:
        """The address of a new schema: quicker made than a database, and as empty."""
        let_go()  # of earlier ones: a server takes so many connections and no more
        schema = f"ledger_{next(self._numbers)}"
        self.run(f"CREATE SCHEMA {schema}")
        return f"postgresql://tester@/postgres?host={self.folder}&options=-csearch_path%3D{schema}"

    def run(self, *statements: str) -> None:
        """Run SQL as the server's owner."""
        import psycopg

        with psycopg.connect(host=str(self.folder), user="tester", dbname="postgres", autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)


@contextmanager
def running(**settings: str) -> Iterator[Server]:
    """A server that runs while the block does."""
    folder = Path(tempfile.mkdtemp(prefix="servanda-pg-", dir="/tmp"))  # a socket's path may have 107 letters
    try:
        server = Server(folder, **settings)
        try:
            yield server
        finally:
            let_go()
            server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
