"""Whether words only point to what was named before them: "l'achever", "complete it", "его завершить"."""

from __future__ import annotations

import re

from servanda.documents.text import normal_text
from servanda.reading.grammar import CLITIC, DETERMINER, PREPOSITION, THING, Grammar, grammar_of
from servanda.script import set_apart

_OTHER = DETERMINER | PREPOSITION  # what a word before another may be instead
_TOKEN = re.compile(r"[^\W\d_]+'?")


def is_pointing(words: str, lang: str) -> bool:
    """Whether a pronoun is the object in words that say what is done.

    >>> [is_pointing(words, "en") for words in ("complete it", "complete its first phase", "complete the line")]
    [True, False, False]
    """
    grammar = grammar_of(lang)
    tokens = _TOKEN.findall(set_apart(normal_text(words).norm))
    if len(tokens) > 1 and _bits(tokens[0], grammar) & CLITIC and _is_infinitive(tokens[1], grammar):
        return True
    pronouns = [token for token in tokens[1:] if _bits(token, grammar) & (CLITIC | THING) and not token.isupper()]
    return any(token is tokens[-1] or not _bits(token, grammar) & _OTHER for token in pronouns)


def _bits(token: str, grammar: Grammar) -> int:
    word = grammar.words.get(token.lower())
    return word.bits if word else 0


def _is_infinitive(token: str, grammar: Grammar) -> bool:
    word = grammar.words.get(token.lower())
    return word is not None and "infinitive" in (word.action, *(deed.form for deed in word.deeds))
