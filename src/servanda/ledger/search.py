"""Full text: the form in which words are kept, and a question in people's words, also as FTS5 takes it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from servanda.documents.text import fold

_HAN = re.compile(r"[\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
TERM = re.compile(r'"([^"]*)"?|(\S+)')
TOKEN = re.compile(r"[^\W_]+")


def search_form(text: str) -> str:
    """The text without case and accents, đ as d, each Han character a word of its own: "Đà 人工" → "da  人  工 "."""
    return _HAN.sub(r" \g<0> ", fold(unicodedata.normalize("NFKC", text)))


@lru_cache(maxsize=32_768)  # the same names come again and again
def fold_name(name: str) -> str:
    """A name without case and accents, whatever forms its letters were written in."""
    return fold(unicodedata.normalize("NFKC", name))


class Term(NamedTuple):
    """A word, or words that stand beside each other; where it `is_begun`, any ending may follow the last."""

    tokens: tuple[str, ...]
    is_begun: bool


def search_terms(asked: str) -> list[Term]:
    """What the question asks for, each word or "quoted phrase"; nothing when no word is asked for.

    A star after a word stands for any ending.
    """
    terms = (_term(phrase or word) for phrase, word in TERM.findall(asked))
    return [term for term in terms if term.tokens]


def _term(words: str) -> Term:
    return Term(tuple(tokens_of(search_form(words))), words.endswith("*"))


def tokens_of(folded: str) -> list[str]:
    """The words of a folded text: letters and digits."""
    return TOKEN.findall(folded)


def fts5_query(terms: Iterable[Term]) -> str:
    """The question as FTS5 takes it; all that it would take for syntax is quoted away."""
    return " ".join(f'"{" ".join(term.tokens)}"' + ("*" if term.is_begun else "") for term in terms)
