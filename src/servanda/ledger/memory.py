"""What was asked of a ledger in one state, remembered: a question is answered once, however many ask it at a time."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

_Answer = TypeVar("_Answer")
_MOST = 200  # answers; what was not asked for longest is let go of first
_UNKNOWN = object()


class Memory:
    """Answers by question. Whoever asks what somebody is just answering waits for that answer."""

    def __init__(self) -> None:
        self._found: dict[str, Any] = {}
        self._making: dict[str, Lock] = {}
        self._lock = Lock()

    def remember(self, question: str, answer: Callable[[], _Answer]) -> _Answer:
        """The answer to a question, which is made once."""
        found: _Answer = self._known(question)
        if found is not _UNKNOWN:
            return found
        with self._lock:
            making = self._making.setdefault(question, Lock())
        with making:
            found = self._known(question)
            return self._made(question, answer) if found is _UNKNOWN else found

    def _known(self, question: str) -> Any:
        with self._lock:
            found = self._found.pop(question, _UNKNOWN)
            if found is not _UNKNOWN:
                self._found[question] = found  # at the end, behind what was not asked for as lately
            return found

    def _made(self, question: str, answer: Callable[[], _Answer]) -> _Answer:
        try:
            found = answer()
            with self._lock:
                self._found[question] = found
                while len(self._found) > _MOST:
                    del self._found[next(iter(self._found))]
            return found
        finally:
            with self._lock:
                self._making.pop(question, None)
