"""Which language a text is in: its script and commonest words first, a trained guess only where these are not clear."""

from __future__ import annotations

import re
from functools import cache

from servanda.errors import LanguageError
from servanda.languages import known_languages, load_topic

_SAMPLE = 1200  # characters from the middle of the text: its head and foot are full of names
_WORD = re.compile(r"[^\W\d_]+")
# Scripts that leave little choice; `Vietnamese` are letters that only that language has.
_SCRIPTS = {
    "kana": re.compile("[\u3041-\u30ff]+"),
    "hangul": re.compile("[\u1100-\u11ff\uac00-\ud7a3]+"),
    "han": re.compile("[\u3400-\u9fff]+"),
    "cyrillic": re.compile("[\u0400-\u04ff]+"),
    "arabic": re.compile("[\u0600-\u06ff]+"),
    "thai": re.compile("[\u0e00-\u0e7f]+"),
    "lao": re.compile("[\u0e80-\u0eff]+"),
    "khmer": re.compile("[\u1780-\u17ff]+"),
    "devanagari": re.compile("[\u0900-\u097f]+"),
    "vietnamese": re.compile("[\u01a0\u01a1\u01af\u01b0\u0111\u1ea0-\u1ef9]+"),
}
_OF_SCRIPT = {
    "kana": ("ja",), "hangul": ("ko",), "han": ("zh",), "thai": ("th",), "lao": ("lo",), "khmer": ("km",),
    "vietnamese": ("vi",), "arabic": ("ar", "fa", "ur"), "devanagari": ("hi", "mr", "ne"),
    "cyrillic": ("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn"),
}  # fmt: skip
_OF_LATIN = (
    "en", "fr", "vi", "de", "es", "pt", "it", "nl", "id", "ms", "pl", "cs", "sk", "ro", "hu", "tr", "sv", "da", "nb",
    "fi", "et", "lv", "lt", "hr", "sl", "ca", "az", "sq", "sw", "tl",
)  # fmt: skip
_CLEAR = 0.2  # share of a language's commonest words among all words, in running text
_DISTINCT = 10  # of these words must be there: sister languages share some, and use these often
_LEAST = 0.04  # share of letters of a script that make a text be written in it
_MOSTLY = 1 / 3  # the same of a script in which other languages write single words
_MANY = 80  # words from which on the commonest words decide; fewer are too like those of a sister language
_OWN = 0.28  # share of a language's commonest words in a paragraph that leaves no doubt that it is in that language
_OVER = 1.5  # times that share, which another language must have
_PASSAGE = 15  # words below which a paragraph is in its document's language
_HAN_PASSAGE = 30  # the same in characters of a Chinese one
_FEW = 8  # words below which a guess is only one between the languages that we know


def find_language(norm: str) -> str:
    """The ISO 639-1 code of the language of a text in normal form; `LanguageError` where no folder knows it."""
    sample = _sample(norm)
    pieces = sample.lower().split()
    if len(pieces) >= _MANY:
        shares = _shares(pieces)
        best = max(shares, key=lambda lang: shares[lang])
        if shares[best] >= _CLEAR and len(_frequent()[best].intersection(pieces)) >= _DISTINCT:
            return best
    words = _WORD.findall(sample)
    if not words:
        raise LanguageError("no words: the language cannot be told; name it with --lang")
    return _checked(_guess(sample, len(words), _candidates(sample)))


def language_of_passage(words: str, lang: str) -> str:
    """The language of a paragraph of a document: another than the document's only where it clearly is one we know.

    Short paragraphs, lists of names and passages in a language without folder are taken for the document's.
    """
    pieces = words.lower().split()
    own = _share(_frequent()[lang], pieces)
    if own >= _OWN:
        return lang
    if _count("han", words) * 2 >= len(words) >= _HAN_PASSAGE:
        return lang if _SCRIPTS["kana"].search(words) else "zh"
    if len(pieces) < _PASSAGE:
        return lang
    least = max(_CLEAR, _OVER * own)
    clear = {known: share for known, share in _shares(pieces).items() if share >= least}
    return max(clear, key=clear.__getitem__, default=lang)


def _sample(norm: str) -> str:
    middle = max(0, len(norm) // 2 - _SAMPLE // 2)
    return norm[middle : middle + _SAMPLE] if middle else norm[:_SAMPLE]


@cache
def _frequent() -> dict[str, frozenset[str]]:
    """The commonest words of each known language; none of one that writes its words together."""
    return {lang: frozenset(load_topic(lang, "debris")["frequent"]) for lang in _known()}


@cache
def _known() -> tuple[str, ...]:
    return known_languages()


def _shares(words: list[str]) -> dict[str, float]:
    """Of each known language, the share of its commonest words among the words of the text."""
    return {lang: _share(frequent, words) for lang, frequent in _frequent().items()}


def _share(frequent: frozenset[str], words: list[str]) -> float:
    return sum(map(frequent.__contains__, words)) / len(words)


def _candidates(sample: str) -> tuple[str, ...]:
    """The languages that are written in the text's script."""
    letters = sum(map(str.isalpha, sample)) or 1
    for script in _SCRIPTS:
        least = _LEAST if script in ("kana", "hangul", "vietnamese") else _MOSTLY
        if _count(script, sample) >= least * letters:
            return _OF_SCRIPT[script]
    return _OF_LATIN


def _count(script: str, text: str) -> int:
    """How many letters of a script a text has."""
    return sum(map(len, _SCRIPTS[script].findall(text)))


def _guess(sample: str, count: int, candidates: tuple[str, ...]) -> str:
    """The likeliest of the candidates; few words are taken for a language that we know, if one is among them."""
    known = tuple(lang for lang in candidates if lang in _known())
    if count < _FEW and known:
        candidates = known
    if len(candidates) == 1:
        return candidates[0]
    from py3langid import rank

    return next((str(lang) for lang, _ in rank(sample) if lang in candidates), candidates[0])


def checked_language(lang: str) -> str:
    """The code, where a folder knows the language; else `LanguageError`."""
    if lang.lower() in _known():
        return lang.lower()
    raise LanguageError(f"no folder for the language {lang!r}; known: {_names()}")


def _checked(lang: str) -> str:
    if lang in _known():
        return lang
    raise LanguageError(f"looks like {language_name(lang)}; known: {_names()} (name another with --lang)")


def _names() -> str:
    return ", ".join(f"{lang} ({language_name(lang)})" for lang in _known())


def language_name(lang: str) -> str:
    """The English name of a language code."""
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(lang).get_language_name("en"))
    except (UnknownLocaleError, ValueError):
        return lang
