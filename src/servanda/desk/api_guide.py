"""The page that says what can be asked as JSON, from the API's own description."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from servanda.desk.view import Asked, View


def guide_view(description: Mapping[str, Any], asked: Asked) -> View:
    """The paths of the API with what each answers and may be asked."""
    paths = [
        {
            "path": f"/api{path}",
            "told": methods["get"].get("description", ""),
            "slots": [slot["name"] for slot in methods["get"].get("parameters", [])],
        }
        for path, methods in description["paths"].items()
    ]
    rows = [{"path": one["path"], "told": one["told"], "slots": " ".join(one["slots"])} for one in paths]
    title = asked.words.t("api.title")
    return View(template="api.html", title=title, values={"paths": paths}, rows=lambda: rows, active="/api")
