"""Who signs a dispatch: the agencies and papers that `data/publishers.yaml` names, as they stand in a text."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from servanda.data import load_table
from servanda.documents.text import fold

_PARTS = re.compile(r"\s*[/|]\s*|\s+-\s+")
_HOST = re.compile(r"(?:https?://)?((?:[\w-]+\.)+[a-z]{2,})(?:[/:?#]|$)", re.IGNORECASE)


def _entries() -> list[dict[str, Any]]:
    """The publishers that are known."""
    return list(load_table("publishers")["publishers"])


@cache
def _names() -> dict[str, str | None]:
    """Folded names, each with the name that it stands for where it only is a signature."""
    names: dict[str, str | None] = {}
    for entry in _entries():
        names.update(dict.fromkeys(map(fold, entry["names"])))
        names.update((fold(sign), entry["names"][0]) for sign in entry.get("signs", ()))
    return names


@cache
def _signers() -> frozenset[str]:
    """Folded names of those who sign their dispatches; banks and ministries are written of, and sign none."""
    signing = (entry for entry in _entries() if entry["class"] not in ("gov", "igo"))
    return frozenset(fold(name) for entry in signing for name in (*entry["names"], *entry.get("signs", ())))


@cache
def _hosts() -> dict[str, str]:
    return {host: entry["names"][0] for entry in _entries() if entry["names"] for host in entry["hosts"]}


@lru_cache(maxsize=4096)
def find_agency(signature: str) -> str | None:
    """The agency that a signature names, as it is written there; "NDO" and the like become the paper's name."""
    wanted = signature.strip(" .()[]")
    if not wanted or len(wanted) > 60:
        return None
    names = _names()
    if (key := fold(wanted)) in names:
        return names[key] or wanted
    parts = [part for part in _PARTS.split(key) if part]
    return wanted if len(parts) > 1 and all(part in names for part in parts) else None


def agency_of_host(address: str) -> str | None:
    """The publisher whose site an address (or a bare host name) belongs to."""
    found = _HOST.match(address.strip())
    labels = found[1].lower().split(".") if found else []
    for place in range(len(labels)):
        if known := _hosts().get(".".join(labels[place:])):
            return known
    return None


@lru_cache(maxsize=4096)
def find_signer(signature: str) -> str | None:
    """The agency that a signature names, where it is one that signs its dispatches."""
    agency = find_agency(signature)
    if agency is None:
        return None
    return agency if any(part in _signers() for part in _PARTS.split(fold(signature.strip(" .()[]")))) else None


def find_opening_agency(opening: str) -> str | None:
    """The agency that words before a dash name, other words following its name: "Nhân Dân en ligne"."""
    words = opening.split()
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count])
        if agency := find_agency(name):
            return agency
    return agency_of_host(opening)
