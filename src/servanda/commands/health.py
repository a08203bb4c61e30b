"""What `servanda doctor` prints: versions, languages, how the ledger is, and what is missing."""

from __future__ import annotations

import platform
import re
import sys
from importlib.metadata import PackageNotFoundError, requires, version
from typing import Any

import click
import msgspec

from servanda.errors import LedgerError
from servanda.languages import TOPICS, known_languages, load_corpus, load_topic
from servanda.ledger.address import find_database
from servanda.ledger.store import open_ledger

_NAME = re.compile(r"[\w.-]*\w")  # of a package, before the versions that are asked for


def print_health(ledger: str, *, layout: str) -> int:
    """The exit code: 0 when all is well, 1 when something is wrong; what was found is printed."""
    found: dict[str, Any] = {
        "versions": {"servanda": version("servanda"), "python": platform.python_version(), **_libraries()},
        "languages": {lang: _entries_of(lang) for lang in known_languages()},
        "ledger": {},
        "problems": [],
    }
    found["problems"] += [f"{name} is not installed" for name, known in found["versions"].items() if known is None]
    _examine(ledger, found)
    if layout == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=1).decode())
    else:
        _print(found)
    return 1 if found["problems"] else 0


def join_anew(ledger: str) -> None:
    """Join all of a ledger by the rules of today, and tell how far it is."""
    with open_ledger(ledger, create=False) as opened:
        due = opened.health().documents
        for done in opened.join_anew():
            if sys.stderr.isatty():
                click.echo(f"\rjoined {done} of {due} documents", nl=done >= due, err=True)


def _libraries() -> dict[str, str | None]:
    """The libraries that Servanda needs, with the version that is installed; None where it is missing."""
    needed = (line for line in requires("servanda") or () if "extra ==" not in line)
    return {match.group(): _version(match.group()) for line in needed if (match := _NAME.match(line))}


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _entries_of(lang: str) -> dict[str, int]:
    """How many words and rules a language has, and how many sentences stand beside them."""
    sentences = sum(len(listed) for topic in TOPICS for listed in _corpus(lang, topic).values())
    return {"entries": sum(_count(load_topic(lang, topic)) for topic in TOPICS), "sentences": sentences}


def _corpus(lang: str, topic: str) -> dict[str, list[Any]]:
    try:
        return load_corpus(lang, topic)
    except FileNotFoundError:  # a topic without sentences of its own is proved by those of another
        return {}


def _count(value: Any) -> int:
    """The leaves of a data file."""
    if isinstance(value, dict):
        return sum(map(_count, value.values()))
    return sum(map(_count, value)) if isinstance(value, list) else 1


def _examine(ledger: str, found: dict[str, Any]) -> None:
    """Look at the ledger, where there is one."""
    database = find_database(ledger)
    if not database.exists():
        found["ledger"] = {"path": database.name, "state": "there is none yet; `servanda add` makes it"}
        return
    try:
        with open_ledger(database, create=False, read_only=True) as opened:
            health = opened.health()
    except LedgerError as error:
        found["ledger"] = {"path": database.name}
        found["problems"].append(str(error))
        return
    found["ledger"] = msgspec.to_builtins(health)
    found["problems"] += found["ledger"].pop("problems")


def _print(found: dict[str, Any]) -> None:
    for topic in ("versions", "languages", "ledger"):
        click.echo(topic)
        for name, value in found[topic].items():
            told = ", ".join(f"{v} {k}" for k, v in value.items()) if isinstance(value, dict) else value or "missing"
            click.echo(f"  {name:20} {told}")
    for problem in found["problems"]:
        click.echo(f"wrong: {problem}")
    if not found["problems"]:
        click.echo("all is well")
