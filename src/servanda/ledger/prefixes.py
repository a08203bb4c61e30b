"""How ids begin: with the kind of the record, or of the undertaking, that they name."""

from __future__ import annotations

PREFIXES = {"document": "doc", "actor": "actor", "event": "event", "figure": "fig", "act": "act"}
UNDERTAKING = "und"
