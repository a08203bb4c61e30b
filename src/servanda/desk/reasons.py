"""Why names are one actor and acts one undertaking, in the reader's language.

A ledger keeps its reasons as the rules told them, in English, so that any tool reads them. A page tells the same by the
templates of `reasons/<lang>.yaml`, whose keys are those of the rules; codes become what the reader calls them. What no
rule tells stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from servanda.desk.words import Words, words_of
from servanda.languages import load_yaml
from servanda.ledger.likeness import rules_of_identity
from servanda.ledger.signals import joining
from servanda.vocabulary import codes

_FILES = resources.files("servanda.desk").joinpath("reasons")
_SLOT = re.compile(r"{(\w+)}")
_CODES: dict[str, Callable[[Words, str], str]] = {
    "form": lambda words, code: words.wording.label("form", code),
    "sector": lambda words, code: words.wording.label("sector", code),
    "parties": lambda words, code: words.wording.country(code),
    "when": lambda words, code: words.day(code),
    "due": lambda words, code: words.day(code),
    "body": lambda words, code: words.wording.country(code) if code.isupper() else words.wording.label("sector", code),
}
_ALIKE = {"other_form": "form", "other_sector": "sector", "fewer": "parties", "other_due": "due", "code": "parties"}
_ALIKE |= {"country": "parties", "other_country": "parties"}
_ALIKE |= dict.fromkeys(("equal", "near", "overlap", "vague"), "body")


def told_why(why: str, lang: str) -> tuple[str, str]:
    """A reason in the reader's language, and the language in which it is told: English, where no rule tells it."""
    told = _translated(why, lang)
    return (told, lang) if told is not None else (why, "en")


@lru_cache(maxsize=5_000)
def _translated(why: str, lang: str) -> str | None:
    """The reason sentence by sentence; None where one of them is no rule's."""
    found, rest, words = [], why, words_of(lang)
    while rest:
        sentence, rest = _first_of(rest, words)
        if sentence is None:
            return None
        found.append(sentence)
    return words.t("frame.sentences").join(found)


def _first_of(why: str, words: Words) -> tuple[str | None, str]:
    """The first sentence of a reason told anew, and what follows it."""
    for key, pattern in _patterns(r"(?: |$)"):
        if match := pattern.match(why):
            slots = dict(match.groupdict())
            if "reasons" in slots:
                clauses = [_clause(clause, words) for clause in slots["reasons"].split("; ")]
                slots["reasons"] = words.wording.say("frame", "joint").join(clauses)
            return _say(key, slots, words), why[match.end() :]
    return None, ""


def _clause(clause: str, words: Words) -> str:
    """One signal of a join told anew; as it is, where no rule tells it."""
    matches = ((key, pattern.fullmatch(clause)) for key, pattern in _patterns(""))
    told = (_say(key, match.groupdict(), words) for key, match in matches if match and _means(key, match.groupdict()))
    return next(told, clause)


def _means(key: str, slots: Mapping[str, str]) -> bool:
    """Whether a signal can have these values: forms and matters are told in the same words."""
    if key.rpartition(".")[2] not in ("form", "other_form"):
        return True
    return {code for value in slots.values() for code in value.removesuffix(" …").split(", ")} <= set(codes("form"))


def _say(key: str, slots: Mapping[str, Any], words: Words) -> str:
    name = key.rpartition(".")[2]
    called = _CODES.get(_ALIKE.get(name, name))
    told = {slot: _listed(value, called, words) if called else value for slot, value in slots.items()}
    return _templates(words.lang)[key].format(**told)


def _listed(value: str, called: Callable[[Words, str], str], words: Words) -> str:
    listed, more = value.removesuffix(" …"), " …" if value.endswith(" …") else ""
    return ", ".join(called(words, code) for code in listed.split(", ")) + more


@cache
def _patterns(end: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The rules' English sentences as patterns, those that say most of their own first; clauses where `end` is none."""
    told = rule_sentences()
    keys = [key for key in told if key.startswith("joining.signals.") != bool(end)]
    keys.sort(key=lambda key: -len(_SLOT.sub("", told[key])))
    return tuple((key, re.compile(_pattern_of(told[key]) + end, re.DOTALL)) for key in keys)


def _pattern_of(template: str) -> str:
    pieces = _SLOT.split(template)
    return "".join(f"(?P<{piece}>.*?)" if place % 2 else re.escape(piece) for place, piece in enumerate(pieces))


@cache
def _templates(lang: str) -> Mapping[str, str]:
    """The sentences of a language by key."""
    return rule_sentences() if lang == "en" else dict(_leaves(load_yaml(_FILES.joinpath(f"{lang}.yaml"))))


def _leaves(node: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for name, inner in node.items():
        if isinstance(inner, Mapping):
            yield from _leaves(inner, f"{above}{name}.")
        else:
            yield f"{above}{name}", str(inner)


@cache
def rule_sentences() -> dict[str, str]:
    """The sentences of the rules by key, as a ledger keeps them."""
    identity, join = rules_of_identity(), joining()
    told = {f"identity.says.{name}": str(says) for name, says in identity["says"].items()}
    for group in ("names", "bodies", "weighs"):
        rows = identity[group].items()
        told |= {f"identity.{group}.{name}": str(row["says"]) for name, row in rows if isinstance(row, Mapping)}
    told |= {f"joining.says.{name}": says for name, says in join.says.items()}
    return told | {f"joining.signals.{name}": signal.says for name, signal in join.signals.items()}
