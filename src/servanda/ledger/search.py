"""Full text: the form in which words are kept, and a question in people's words as a question to FTS5."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from servanda.documents.text import fold

_HAN = re.compile(r"[\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_TERM = re.compile(r'"([^"]*)"?|(\S+)')
_TOKEN = re.compile(r"[^\W_]+")


def search_form(text: str) -> str:
    """The text without case and accents, đ as d, each Han character a word of its own: "Đà 人工" → "da  人  工 "."""
    return _HAN.sub(r" \g<0> ", fold(unicodedata.normalize("NFKC", text)))


@lru_cache(maxsize=65_536)  # the same names come again and again
def fold_name(name: str) -> str:
    """A name without case and accents, whatever forms its letters were written in."""
    return fold(unicodedata.normalize("NFKC", name))


def search_query(asked: str) -> str | None:
    """The question as FTS5 takes it: each word or "quoted phrase" must be there; None when no word is asked for.

    A star after a word stands for any ending. All else that FTS5 would take for syntax is quoted away.
    """
    terms = (_phrase(phrase or word) for phrase, word in _TERM.findall(asked))
    return " ".join(filter(None, terms)) or None


def _phrase(words: str) -> str | None:
    tokens = _TOKEN.findall(search_form(words))
    if not tokens:
        return None
    return f'"{" ".join(tokens)}"' + ("*" if words.endswith("*") else "")
