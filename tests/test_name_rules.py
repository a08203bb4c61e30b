"""Rules of names: what they cannot match without, and that only sentences without it are passed over."""

from __future__ import annotations

import re

import pytest

from servanda.reading.name_rules import NameRule, NameRules, needed


@pytest.mark.parametrize(
    ("pattern", "classes"),
    [
        ("<role><cap>", ["role", "cap"]),
        ("(?P<person><cap>{1,4})<comma>?<role|title>+", ["cap", "role|title"]),
        ("<title>*?(?:<dot><dash>)?<cap>", ["cap"]),
        ("<cap>{0,2}(?:<and><cap>{2,3}){0,3}<suffix>", ["suffix"]),
        ("(?<!<han>)<cap>(?=<says>)(?!<dash>)", ["cap", "says"]),
        ("<cap>(?:<of>|<at>)<place>", ["cap", "place"]),
        ("<cap>|<place>", []),
        ("(?:(?:<of>)+<head>)<cap>+", ["of", "head", "cap"]),
    ],
)
def test_needed(pattern: str, classes: list[str]) -> None:
    assert needed(pattern) == classes


def test_name_rules_first_named_wins_in_each_sentence() -> None:
    rules = NameRules(
        [
            NameRule("role and name", re.compile("[rt]n"), None, ("office", "name")),
            NameRule("name", re.compile("nn?"), "city", ("name",)),
            NameRule("never", re.compile(r"[^\s\S]"), None, ("no word",)),
        ],
        {"office": "rt", "name": "n", "no word": ""}.__getitem__,
    )
    hits = rules.find("nxrn\nxx\nnn\ntn")
    assert [(hit.rule, hit.start, hit.end) for hit in hits] == [
        ("name", 0, 1),
        ("role and name", 2, 4),
        ("name", 8, 10),
        ("role and name", 11, 13),
    ]
