"""Names by the patterns of a language: bodies and firms first, then persons with their offices, then unknown places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec.structs import replace

from servanda.reading.entities import Found
from servanda.reading.name_grammar import Grammar
from servanda.reading.name_rules import Hit
from servanda.reading.place_names import Place
from servanda.reading.tokens import Joined, Tokens
from servanda.reading.view import View

_NAMES = 2  # words of a person's name at least
_SAME = 4  # letters that a name shares with its other cases at least
_ENDING = 2  # letters by which cases differ
_LETTERS = 3  # of an acronym behind an office at most
_ACRONYM = re.compile(r" ?\( ?([^\W\d_]\w{1,11}) ?\)")


def find_bodies(view: View, rules: Grammar, tokens: Tokens) -> tuple[list[Found], Tokens]:
    """Organisations, public bodies and firms; and the tokens with each of them as one."""
    found: list[Found] = []
    names: list[Joined] = []
    for hit in rules.rules["bodies"].find("".join(tokens.letters)):
        groups = hit.match.groupdict()
        is_firm = "company" in groups
        first, last = hit.match.span("company") if is_firm else hit.match.span()
        if is_firm and first > hit.start and view.norm[slice(*tokens.span(first - 1, first))] in rules.prefixed:
            first -= 1
        type_ = "company" if is_firm else "other" if "other" in groups else body_type(view, rules, tokens, hit)
        is_quoted = is_firm and last - first > 1 and first > 0 and rules.has(tokens.letters[first - 1], "lquote")
        is_sure = type_ == "other" or is_quoted  # a firm may call itself by a country: «Вьетнамские авиалинии»
        if type_ is None or not (is_sure or _is_name(rules, tokens.letters[first:last], is_firm)):
            continue
        start, end = tokens.span(first, last)
        found.append(Found(start, end, type_, hit.rule, tokens.starts[hit.start], end))
        letter = rules.letter({"company": "firm", "other": "other"}.get(type_, "body"))
        names.append(Joined(first, last, letter, found[-1]))
    return found, tokens.joined(names)


def mark_acronyms(view: View, rules: Grammar, bodies: list[Found], tokens: Tokens) -> None:
    """Make the letter of a body of each acronym that stands in brackets behind a body's name."""
    brackets = (match.group(1) for found in bodies if (match := _ACRONYM.match(view.norm, found.end)))
    names = {short for short in brackets if short[0].isupper()}
    if names:
        spans = zip(tokens.starts, tokens.ends, strict=True)
        for index, (start, end) in enumerate(spans):
            if view.norm[start:end] in names and tokens.values[index] is None:
                tokens.letters[index] = rules.letter("body")


def body_type(view: View, rules: Grammar, tokens: Tokens, hit: Hit) -> str | None:
    """The type that a body's head words give it; None where the stretch is no actor's name."""
    start, end = tokens.span(*hit.match.span("head"))
    first, last = tokens.span(hit.start, hit.end)
    return rules.type_of(view.norm[start:end], view.norm[first:last])


def _is_name(rules: Grammar, letters: list[str], is_firm: bool) -> bool:
    """Whether a body's words are a name rather than a description."""
    if not rules.has_capitals:
        return True
    if is_firm:
        is_described = rules.has(letters[0], "demonym") and rules.has(letters[-1], "cohead")
        is_headed = (
            len(letters) > 1 and rules.has(letters[0], "capped") and not rules.has(letters[0], "place", "demonym")
        )
        return is_described or is_headed or any(rules.has(letter, "cap", "known") for letter in letters)
    proper = any(rules.has(letter, "capped") and not rules.has(letter, "place") for letter in letters)
    if any(rules.has(letter, "lone") for letter in letters):
        return proper or any(rules.has(letter, "demonym", "place") for letter in letters)
    if rules.has(letters[0], "ministerial") or any(rules.has(letter, "strong") for letter in letters[:4]):
        return len(letters) > 1 or not rules.has(letters[0], "head")
    if rules.has(letters[0], "capped") and proper:
        return len(letters) > 1
    is_placed = any(rules.has(letter, "demonym", "place") for letter in letters)
    if is_placed and rules.has_names_alone and any(rules.has(letter, "portfolio") for letter in letters):
        return True
    if rules.has(letters[0], "weak"):
        return proper
    return proper or any(rules.has(letter, "place") for letter in letters)


def find_people(view: View, rules: Grammar, tokens: Tokens) -> tuple[list[Found], Tokens]:
    """Persons with the words of their office; and the tokens with each of them as one."""
    found: list[Found] = []
    names: list[Joined] = []
    for hit in rules.rules["people"].find("".join(tokens.letters)):
        first, last = hit.match.span("person")
        letters = tokens.letters[first:last]
        if not rules.has(letters[0], "place") or any(rules.has(letter, "particle") for letter in letters[1:]):
            found.append(_person(view, tokens, hit, hit.match.groupdict()))
            names.append(Joined(first, last, rules.letter("human"), found[-1]))
    return list(_without_links(view, found)), tokens.joined(names)


def _without_links(view: View, people: Iterable[Found]) -> Iterator[Found]:
    """The persons but for a link's words, which give a name again behind itself: "Anna Lind Lind Anna Maria"."""
    reached, given = -1, ""
    for person in people:
        words = view.norm[person.start : person.end].split(" ")
        again = next((n for n in range(_NAMES, len(words)) if _is_same(words[n - 1], words[n])), 0)
        if 0 <= person.start - reached <= 1 and _is_same(given, words[0]):
            continue  # the rest of a link
        if again:
            end = person.start + len(" ".join(words[:again]))
            reached, given = person.end, words[0]
            person = replace(person, end=end, last=max(end, person.last - (person.end - end)))
        yield person


def _is_same(one: str, other: str) -> bool:
    """Whether two words of names are one, whatever their endings."""
    size = max(_SAME, min(len(one), len(other)) - _ENDING)
    return len(one) >= _SAME and one[:size] == other[:size] and abs(len(one) - len(other)) <= _ENDING


def _begins_with_letters(view: View, span: tuple[int, int]) -> bool:
    """Whether the first of three words is an acronym, which is no name of a person."""
    words = view.norm[slice(*span)].split()
    return len(words) > _NAMES and words[0].isupper() and words[0].isalpha() and 1 < len(words[0]) <= _LETTERS


def _person(view: View, tokens: Tokens, hit: Hit, groups: dict[str, Any]) -> Found:
    def span(name: str) -> tuple[int, int] | None:
        return tokens.span(*hit.match.span(name)) if groups.get(name) is not None else None

    person = span("person") or (0, 0)
    if _begins_with_letters(view, person):  # "министр финансов РТ Бахтиёр Шарифзода": those of a republic
        person = tokens.starts[hit.match.start("person") + 1], person[1]
    home = tokens.values[hit.match.start("home")] if groups.get("home") else None
    first, last = tokens.span(hit.start, hit.end)
    return Found(
        person[0],
        person[1],
        "person",
        hit.rule,
        min(first, person[0]),
        max(last, person[1]),
        role=span("role"),
        body=span("org"),
        home=home if isinstance(home, Place) else None,
        owner=span("his"),
        is_like=bool(groups.get("counterpart")),
    )


def find_places(view: View, rules: Grammar, tokens: Tokens) -> list[Found]:
    """Cities and regions that no list has, by the words round them."""
    found = []
    for hit in rules.rules["places"].find("".join(tokens.letters)):
        groups = hit.match.groupdict()
        start, end = tokens.span(*hit.match.span("place"))
        if any(mark.isdigit() for mark in view.norm[start:end]):
            continue  # a sum written in one with its currency: "USD4.1 billion"
        home = tokens.values[hit.match.start("in")] if groups.get("in") else None
        found.append(Found(start, end, hit.kind or "city", hit.rule, start, end, home=home))
    return found
