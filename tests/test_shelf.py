"""The desk's hold on its ledger: one writer after the other."""

from __future__ import annotations

import threading
from pathlib import Path

from servanda.desk.shelf import Shelf


def test_a_second_writer_waits_for_the_first(demo: Path) -> None:
    shelf, order = Shelf(demo), list[str]()
    begun = threading.Event()

    def write() -> None:
        begun.set()
        with shelf.open_for_writing():
            order.append("second")

    second = threading.Thread(target=write)
    with shelf.open_for_writing():
        second.start()
        assert begun.wait(10)
        order.append("first")
    second.join(10)
    assert order == ["first", "second"]
