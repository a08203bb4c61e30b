"""Acts joined to undertakings: those about the same thing between the same parties, by a rule that says why.

State is a function of the log: `join_acts` needs nothing but the acts, and gives the same threads in whatever order they
were read. Acts are taken by their day; each goes to the thread that it fits best, or founds one of its own. How well it
fits is a sum over what both name: actors, forms, sectors, places, words, sums and days; codes and names are the same in
all languages, so that a dispatch in French joins what one in English began. Each join keeps its score and its sentence.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from math import log
from typing import NamedTuple

from servanda.days import first_day
from servanda.languages import known_languages, load_topic
from servanda.ledger.search import search_form
from servanda.records import Act, Entry, Join

_WORD = re.compile(r"[^\W_]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_STEM = 6  # letters: inflected and related words agree in them, within a language and often across
_ANSWERS = ("acknowledge", "refuse")
_THRESHOLD = 0.42


class Told(NamedTuple):
    """An act with what it can be joined by."""

    entry: Entry
    order: int
    act: Act
    day: datetime.date
    words: frozenset[str]
    names: frozenset[str]
    places: frozenset[str]


class Thread:
    """The acts of one undertaking so far, and all that they name."""

    __slots__ = ("acts", "joins", "words", "names", "places", "forms", "sectors", "parties", "amounts", "dues", "verbs")

    def __init__(self) -> None:
        self.acts: list[Told] = []
        self.joins: list[Join] = []
        self.words: set[str] = set()
        self.names: set[str] = set()
        self.places: set[str] = set()
        self.forms: set[str] = set()
        self.sectors: set[str] = set()
        self.parties: set[str] = set()
        self.amounts: set[tuple[float, str]] = set()
        self.dues: set[str] = set()
        self.verbs: set[str] = set()

    def add(self, told: Told, score: float, why: str) -> None:
        """Take the act in."""
        act = told.act
        self.acts.append(told)
        self.joins.append(Join(act=told.entry.id, score=round(score, 3), why=why))
        self.words |= told.words
        self.names |= told.names
        self.places |= told.places
        self.forms.update(act.forms)
        self.sectors.update(act.sectors)
        self.parties.update(act.parties)
        self.verbs.add(act.verb)
        if act.amount and act.amount.value:
            self.amounts.add((act.amount.value, act.amount.unit))
        if act.due:
            self.dues.add(act.due)


@cache
def _frequent() -> frozenset[str]:
    """The commonest words of all languages, folded."""
    return frozenset(search_form(word) for lang in known_languages() for word in load_topic(lang, "words")["frequent"])


def words_of(text: str) -> frozenset[str]:
    """The stems of the text's own words: without the commonest, in pairs where a script has no spaces."""
    tokens = _WORD.findall(search_form(text))
    pairs = {a + b for a, b in zip(tokens, tokens[1:], strict=False) if _HAN.match(a) and _HAN.match(b)}
    frequent = _frequent()
    stems = {token[:_STEM] for token in tokens if len(token) > 2 and token not in frequent and not token.isdigit()}
    return frozenset(pairs | stems)


def told_of(entry: Entry, order: int) -> Told | None:
    """An act of the ledger as it is joined; None for another record."""
    act = entry.record
    if not isinstance(act, Act):
        return None
    day = first_day(act.when) or first_day(entry.published) or datetime.date.fromisoformat(entry.recorded[:10])
    return Told(
        entry=entry,
        order=order,
        act=act,
        day=day,
        words=words_of(act.what or act.quote),
        names=frozenset(search_form(name) for name in (*act.by, *act.to)),
        places=frozenset(search_form(place) for place in act.places),
    )


def join_acts(entries: Iterable[Entry]) -> list[Thread]:
    """The threads that the acts make, each act in one."""
    told = sorted(
        filter(None, (told_of(e, i) for i, e in enumerate(entries))),
        key=lambda t: (t.day, t.act.doc, t.act.start, t.entry.id),
    )
    rarity = _rarity(told)
    threads: list[Thread] = []
    by_document: dict[str, Thread] = {}
    for one in told:
        best, score, why = _best(one, threads, rarity)
        if best is None or score < _THRESHOLD:
            best = Thread()
            threads.append(best)
            score, why = 1.0, "the first act of its undertaking"
        best.add(one, score, why)
    return threads


def _rarity(told: Sequence[Told]) -> dict[str, float]:
    """How much a word, name or place tells: 1 for one that a single act has, towards 0 for one that all have."""
    counts = Counter(key for one in told for key in {*one.words, *one.names, *one.places})
    top = log(len(told) + 1)
    return {key: log((len(told) + 1) / count) / top for key, count in counts.items()}


def _best(one: Told, threads: Sequence[Thread], rarity: Mapping[str, float]) -> tuple[Thread | None, float, str]:
    found: tuple[Thread | None, float, str] = (None, 0.0, "")
    for thread in threads:
        score, why = fit(one, thread, rarity)
        if score > found[1]:
            found = (thread, score, why)
    return found


def fit(one: Told, thread: Thread, rarity: Mapping[str, float]) -> tuple[float, str]:
    """How well an act fits a thread, 0 to 1, and in what."""
    act = one.act
    if (
        act.parties
        and thread.parties
        and not (set(act.parties) <= thread.parties or thread.parties <= set(act.parties))
    ):
        return 0.0, ""
    W = WEIGHTS
    score = W["base"]
    if act.forms and thread.forms:
        score += W["form"] if thread.forms & set(act.forms) else -W["other_form"]
    if act.sectors and thread.sectors:
        score += W["sector"] if thread.sectors & set(act.sectors) else -W["other_sector"]
    score += W["name"] * max((rarity[n] for n in one.names & thread.names), default=0)
    score += W["place"] * max((rarity[n] for n in one.places & thread.places), default=0)
    own = sum(rarity[w] for w in one.words)
    shared = sum(rarity[w] for w in one.words & thread.words)
    score += W["word"] * (shared / max(own, 1.5) if own else 0)
    if act.amount and (act.amount.value, act.amount.unit) in thread.amounts:
        score += W["amount"]
    if act.due and act.due in thread.dues:
        score += W["due"]
    elif act.due and thread.dues:
        score -= W["other_due"]
    if any(t.act.doc == act.doc for t in thread.acts):
        score += W["doc"]
        gap = min(abs(t.act.start - act.start) for t in thread.acts if t.act.doc == act.doc)
        if not act.forms or not act.sectors:
            score += W["near"] * max(0, 1 - gap / 400)
    else:
        gap = 1e9
    if (
        act.verb in _ANSWERS
        and gap < 500
        and any(set(t.names) & one.names and t.act.verb in ("propose", "request", "wish") for t in thread.acts)
    ):
        score += W["answer"]
    return score, ""


WEIGHTS = dict(
    base=0.0,
    form=0.22,
    other_form=0.2,
    sector=0.12,
    other_sector=0.1,
    name=0.2,
    place=0.15,
    word=0.4,
    amount=0.3,
    due=0.12,
    other_due=0.05,
    doc=0.05,
    near=0.12,
    answer=0.3,
)
