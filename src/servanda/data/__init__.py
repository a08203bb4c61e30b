"""Data: the tables that hold for all languages, one file each; the first lines of a table say what it holds."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from servanda.languages import load_yaml

FOLDER = resources.files(__name__)


@cache
def load_table(name: str) -> dict[str, Any]:
    """A YAML file of this folder as a mapping, read once and only to be looked at; `DataError` where it is broken."""
    return load_yaml(FOLDER.joinpath(f"{name}.yaml"))


def load_text(file: str) -> str:
    """A file of this folder that is no YAML, as it is written."""
    return FOLDER.joinpath(file).read_text(encoding="utf-8")
