"""Names by the patterns of a language: bodies and firms first, then persons with their offices, then unknown places."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from servanda.reading.entities import Found
from servanda.reading.place_names import Place
from servanda.reading.places import plain_name
from servanda.reading.tokens import Grammar, Token
from servanda.reading.view import View

_LETTER = re.compile(r"\w")


class Hit(NamedTuple):
    """A match of a rule: its name and kind, and the tokens of the match."""

    start: int
    end: int
    rule: str
    kind: str | None
    match: re.Match[str]


def find_hits(rules: list[tuple[str, re.Pattern[str], str | None]], letters: str) -> list[Hit]:
    """Matches of the rules without overlap, in order of place; of two that overlap the rule named first wins."""
    taken = bytearray(len(letters))
    hits = []
    for name, pattern, kind in rules:
        for match in pattern.finditer(letters):
            start, end = match.span()
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                hits.append(Hit(start, end, name, kind, match))
    return sorted(hits)


def letters_of(tokens: list[Token]) -> str:
    """The tokens as one string, a letter each."""
    return "".join([token.letter for token in tokens])


def find_bodies(view: View, rules: Grammar, tokens: list[Token]) -> tuple[list[Found], list[Token]]:
    """Organisations, public bodies and firms; and the tokens with each of them as one."""
    found: list[Found] = []
    joined: list[Token] = []
    cursor = 0
    for hit in find_hits(rules.rules["bodies"], letters_of(tokens)):
        groups = hit.match.groupdict()
        is_firm = "company" in groups
        first, last = hit.match.span("company") if is_firm else hit.match.span()
        type_ = "company" if is_firm else "other" if "other" in groups else body_type(view, rules, tokens, hit)
        if type_ is None or (type_ != "other" and not _is_name(rules, tokens[first:last], is_firm)):
            continue
        start, end = tokens[first].start, tokens[last - 1].end
        found.append(Found(start, end, type_, hit.rule, tokens[hit.start].start, max(end, tokens[last - 1].end)))
        joined += tokens[cursor:first]
        joined.append(
            Token(start, end, rules.letter({"company": "firm", "other": "other"}.get(type_, "body")), found[-1])
        )
        cursor = last
    return found, joined + tokens[cursor:]


def body_type(view: View, rules: Grammar, tokens: list[Token], hit: Hit) -> str | None:
    """The type that a body's head words give it; None where the stretch is no actor's name."""
    first, last = hit.match.span("head")
    words = f" {plain_name(view.norm[tokens[hit.start].start : tokens[hit.end - 1].end])} "
    head = plain_name(view.norm[tokens[first].start : tokens[last - 1].end]).strip()
    for phrase, kind in rules.heads:
        if phrase == head or (" " in phrase and f" {plain_name(phrase)} " in words):
            return kind
    return None


def _is_name(rules: Grammar, tokens: list[Token], is_firm: bool) -> bool:
    """Whether a body's words are a name rather than a description."""
    capped = [rules.has(token, "capped") for token in tokens]
    if is_firm:
        return any(rules.has(token, "cap", "known") for token in tokens)
    proper = any(rules.has(t, "capped") and not rules.has(t, "place") for t in tokens)
    if any(rules.has(token, "strong") for token in tokens):
        return len(tokens) > 1
    if capped[0] and proper:
        return len(tokens) > 1
    if any(rules.has(token, "weak") for token in tokens[:1]):
        return proper
    return proper or any(rules.has(token, "place") for token in tokens)


def find_people(view: View, rules: Grammar, tokens: list[Token]) -> tuple[list[Found], list[Token]]:
    """Persons with the words of their office; and the tokens with each of them as one."""
    found: list[Found] = []
    joined: list[Token] = []
    cursor = 0
    for hit in find_hits(rules.rules["people"], letters_of(tokens)):
        groups = hit.match.groupdict()
        first, last = hit.match.span("person")
        one = _person(tokens, hit, groups)
        if any(rules.has(token, "place") for token in tokens[first : first + 1]):
            continue
        found.append(one)
        joined += tokens[cursor:first]
        joined.append(Token(one.start, one.end, rules.letter("human"), one))
        cursor = last
    return found, joined + tokens[cursor:]


def _person(tokens: list[Token], hit: Hit, groups: dict[str, Any]) -> Found:
    def span(name: str) -> tuple[int, int] | None:
        if groups.get(name) is None:
            return None
        first, last = hit.match.span(name)
        return tokens[first].start, tokens[last - 1].end

    person = span("person") or (0, 0)
    home = tokens[hit.match.start("home")].value if groups.get("home") else None
    return Found(
        person[0],
        person[1],
        "person",
        hit.rule,
        min(tokens[hit.start].start, person[0]),
        max(tokens[hit.end - 1].end, person[1]),
        role=span("role"),
        body=span("org"),
        home=home if isinstance(home, Place) else None,
        is_owned=bool(groups.get("his")),
        is_like=bool(groups.get("counterpart")),
    )


def find_places(view: View, rules: Grammar, tokens: list[Token]) -> list[Found]:
    """Cities and regions that no list has, by the words round them."""
    found = []
    for hit in find_hits(rules.rules["places"], letters_of(tokens)):
        first, last = hit.match.span("place")
        home = tokens[hit.match.start("in")].value if hit.match.groupdict().get("in") else None
        start, end = tokens[first].start, tokens[last - 1].end
        found.append(Found(start, end, hit.kind or "city", hit.rule, start, end, home=home))
    return found
