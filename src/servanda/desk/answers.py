"""What the answers of the API say, field by field: `answers.yaml` as the JSON Schema that OpenAPI wants."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from servanda.languages import load_yaml

_PLAIN: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "whole": {"type": "integer"},
    "number": {"type": "number"},
    "flag": {"type": "boolean"},
    "any": {},
}
_PLACE = "#/components/schemas/"


@cache
def shapes() -> dict[str, dict[str, str]]:
    """The fields of each shape as they are written: "type · what it is"."""
    return load_yaml(resources.files("servanda.desk").joinpath("answers.yaml"))


@cache
def schemas() -> dict[str, Any]:
    """The shapes as JSON Schema: all their fields are told, and no others are there."""
    return {name: _object(fields) for name, fields in shapes().items()}


def answer_of(shape: str) -> dict[str, Any]:
    """What OpenAPI says of an answer of that shape."""
    return {"description": "The answer.", "content": {"application/json": {"schema": {"$ref": _PLACE + shape}}}}


def told(field: str) -> tuple[str, str]:
    """The type of a field and what it is."""
    type, _, words = field.partition(" · ")
    return type, words


def _object(fields: dict[str, str]) -> dict[str, Any]:
    properties = {name: _described(*told(field)) for name, field in fields.items()}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _described(type: str, words: str) -> dict[str, Any]:
    return {"description": words, **_schema(type)}


def _schema(type: str) -> dict[str, Any]:
    """A type as JSON Schema."""
    if type.endswith("[]"):
        return {"type": "array", "items": _schema(type[:-2])}
    if type.endswith("{}"):
        return {"type": "object", "additionalProperties": _schema(type[:-2])}
    if type.endswith("?"):
        return {"anyOf": [_schema(type[:-1]), {"type": "null"}]}
    return _PLAIN[type] if type in _PLAIN else {"$ref": _PLACE + type}
