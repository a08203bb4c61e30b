"""The page that says what can be asked as JSON and what the answers say, from the API's own description."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from servanda.desk.answers import shapes, told
from servanda.desk.view import Asked, View


def guide_view(description: Mapping[str, Any], asked: Asked) -> View:
    """The paths of the API with what each answers and may be asked, and the fields of all answers."""
    paths = [*paths_of(description)]
    values = {"paths": paths, "shapes": fields()}
    rows = [
        {"path": one["path"], "told": one["told"], "slots": " ".join(s["name"] for s in one["slots"])} for one in paths
    ]
    return View(template="api.html", title=asked.words.t("api.title"), values=values, rows=lambda: rows, active="/api")


def paths_of(description: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The paths of an OpenAPI description, each with what it answers, its slots and the shape of its answer."""
    for path, methods in description["paths"].items():
        asked, answer = methods["get"], methods["get"]["responses"]["200"]
        slots = [{"name": slot["name"], "told": slot.get("description", "")} for slot in asked.get("parameters", [])]
        shape = answer["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        yield {"path": f"/api{path}", "told": asked.get("description", ""), "slots": slots, "shape": shape}


def fields() -> list[dict[str, Any]]:
    """The shapes of answers, each with its fields: name, type, and what it is."""
    return [
        {"name": name, "fields": [(field, *told(line)) for field, line in lines.items()]}
        for name, lines in shapes().items()
    ]
