"""What was asked for lately stays at hand, and no more than was allowed twice over."""

from __future__ import annotations

from servanda.ledger.recent import Recent


def test_what_is_asked_for_again_stays_and_the_rest_goes() -> None:
    held: Recent[int, str] = Recent()
    for number in range(1_000):
        for key in (0, number):  # the first is asked for each time
            if held.missing([key]):
                assert key or not number, "it was let go of, though it was asked for"
                held[key] = str(key)
        held.age(10)
    assert held.missing(range(1_000)) >= set(range(1, 978)), "at most twice what may be held is held"
    assert held[0] == "0"
    assert not held.missing([0, 999])


def test_what_is_dropped_or_cleared_comes_back_no_more() -> None:
    held: Recent[str, int] = Recent()
    held.update(a=1, b=2, c=3)
    held.age(2)
    held.drop("a")
    assert held.missing("abc") == {"a"}
    held.age(1)
    held.clear()
    assert held.missing("bc") == {"b", "c"}
