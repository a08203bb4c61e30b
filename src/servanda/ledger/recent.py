"""A table of what was asked for lately: bounded, and what is asked for again and again stays."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Recent(dict[_Key, _Value]):
    """What was held since it last aged; behind it what was held before, which comes back when it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._before: dict[_Key, _Value] = {}

    def missing(self, keys: Iterable[_Key]) -> set[_Key]:
        """Those of the keys that are not held; those that were are here afterwards."""
        gone = {key for key in keys if key not in self}
        if self._before and gone:
            back = gone & self._before.keys()
            self.update((key, self._before.pop(key)) for key in back)
            gone -= back
        return gone

    def age(self, most: int) -> None:
        """Let go of what was held before, and put what is held behind it, once that is more than so much."""
        if len(self) > most:
            self._before = dict(self)
            super().clear()

    def clear(self) -> None:
        """Let go of all."""
        self._before = {}
        super().clear()

    def drop(self, key: _Key) -> None:
        """Let go of one."""
        self.pop(key, None)
        self._before.pop(key, None)
