"""Languages as data: one folder a language, the same files in each, no Python below.

`words.yaml` (the language itself, classes of words that several kinds of record use, sectors, forms), then one file a
kind of thing: `quantities`, `times`, `names`, `figures`, `events`, `acts`, `matters` (what undertakings are about),
`nuances` (how far they have come, beside the verb), `debris`. `corpus/` mirrors these names: the sentences that must
match and those that must stay silent. A new language is found by listing the folders.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, ClassVar

import yaml

from servanda.errors import DataError, LanguageError
from servanda.script import has_han, set_apart

TOPICS = ("words", "quantities", "times", "names", "figures", "events", "acts", "matters", "nuances", "debris")
_ROOT = resources.files(__name__)
_STRING = "tag:yaml.org,2002:str"


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML in which only `true` and `false` are truth values: "no" and "on" are words, here more than anywhere.

    Nodes are made values here: the library's own way takes twice the time of all else, at each start of a command.
    """

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, pattern) for tag, pattern in rules if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def content(self) -> Any:
        """What the one document of a file holds; None where it is empty."""
        node = self.get_single_node()
        return self._value(node) if node else None

    def _value(self, node: Any) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return node.value if node.tag == _STRING else self.construct_object(node)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item) for item in node.value]
        return {self._value(key): self._value(inside) for key, inside in node.value}


@cache
def known_languages() -> tuple[str, ...]:
    """ISO 639-1 codes of the languages that have a folder, sorted."""
    return tuple(sorted(f.name for f in _ROOT.iterdir() if f.is_dir() and f.joinpath("words.yaml").is_file()))


def load_yaml(path: Traversable) -> dict[str, Any]:
    """A data file as a mapping; `DataError` names the file and the place where it is broken."""
    return _parsed(path, path.read_text(encoding="utf-8"))


def _parsed(path: Traversable, text: str) -> dict[str, Any]:
    """The text of a data file as a mapping."""
    try:
        content = _Loader(text).content()
    except (yaml.YAMLError, TypeError) as error:  # the latter of a key that is a list
        raise DataError(f"{path}: {error}") from error
    if not isinstance(content, dict):
        raise DataError(f"{path}: a mapping was expected")
    return content


def phrases_of(pattern: str) -> list[str]:
    """All phrases that a pattern with optional parts stands for: "prêt(s) bancaire(s)" → four phrases."""
    head, opening, rest = pattern.partition("(")
    option, closing, tail = rest.partition(")")
    if not (opening and closing and option.replace(" ", "").isalpha()):
        return [pattern]
    forms = (head + middle + end for end in phrases_of(tail) for middle in ("", option))
    return [" ".join(form.split()) if " " in option else form for form in forms]


@cache
def load_topic(lang: str, topic: str) -> dict[str, Any]:
    """One file of a language's folder; `LanguageError` where there is no such language.

    Its Chinese words stand as reading sees them, each character apart; those of pages (`debris`) as they are written.
    """
    if lang not in known_languages():
        raise LanguageError(f"no folder for language {lang!r}; known: {', '.join(known_languages())}")
    path = _ROOT.joinpath(lang, f"{topic}.yaml")
    text = path.read_text(encoding="utf-8")
    content = _parsed(path, text)
    return _set_apart(content) if topic != "debris" and has_han(text) else content


def _set_apart(value: Any) -> Any:
    """Every string of a file with its Chinese characters set apart."""
    if isinstance(value, str):
        return set_apart(value)
    if isinstance(value, dict):
        return {_set_apart(key): _set_apart(inside) for key, inside in value.items()}
    return [_set_apart(item) for item in value] if isinstance(value, list) else value


def load_corpus(lang: str, topic: str) -> dict[str, Any]:
    """The sentences of one topic: `match` (with what they must give) and `silent`. Only tests and `eval` read them."""
    return load_yaml(_ROOT.joinpath(lang, "corpus", f"{topic}.yaml"))
