"""Events: meetings, visits, signings and the like, with when, where and who."""

from __future__ import annotations

from servanda.reading.view import View
from servanda.records import Event


def read_events(view: View) -> tuple[Event, ...]:
    """The events of a document, in order."""
    return ()
