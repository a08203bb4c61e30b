"""What an undertaking is called: the choice among its acts' words, per language, and words that only point back."""

from __future__ import annotations

import datetime
from pathlib import Path

import msgspec
import pytest

from servanda.data import load_table
from servanda.ledger.store import open_ledger
from servanda.ledger.threads import Piece, piece_of
from servanda.ledger.titles import signs_of, titles_of, weight_of, worded
from servanda.ledger.who import named_once
from servanda.reading.pointing import is_pointing
from servanda.records import Act, Entry, Title, Undertaking


def piece(what: str, lang: str = "en", verb: str = "agree", quote: str = "", **slots: object) -> Piece:
    act = Act(
        doc=f"of {what}", start=0, end=1, quote=quote or f"… {what} …", confidence=0.9, rule="made", verb=verb,
        what=what, **slots,  # type: ignore[arg-type]
    )  # fmt: skip
    return piece_of(Entry(id=f"act-{what}", record=act, published="2026-03-01", lang=lang), 0)


def called(*pieces: Piece) -> Title:
    return titles_of(pieces)[0]


@pytest.mark.parametrize(
    ("lang", "vague", "telling"),
    [
        ("en", "complete it", "build a tram line between Arusha and Moshi"),
        ("fr", "l'achever", "construire un tramway entre Arusha et Moshi"),
        ("vi", "hoàn thành nó", "xây dựng tuyến xe điện giữa Arusha và Moshi"),
        ("zh", "建成它", "修建阿鲁沙至莫希的有轨电车线路"),
        ("ru", "его завершить", "построить трамвайную линию между Арушей и Моши"),
        ("es", "lo terminar", "construir un tranvía entre Arusha y Moshi"),
    ],
)
def test_of_two_acts_the_one_that_names_the_thing_gives_its_words(lang: str, vague: str, telling: str) -> None:
    for pieces in ((piece(vague, lang), piece(telling, lang)), (piece(telling, lang), piece(vague, lang))):
        assert called(*pieces).words == telling
    assert called(piece(vague, lang)).weak
    assert not called(piece(telling, lang)).weak


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (piece("lay a cable of 300 km to Zanzibar"), piece("lay a cable to the islands off the coast")),
        (piece("a charter for the port of Tanga"), piece("the charter")),
        (piece("a charter for Tanga and Pemba"), piece("a charter for Tanga, for Pemba")),
        (piece("a charter for the port of Tanga"), piece("a charter for the port of Tanga", verb="wish")),
        (
            piece("a charter for the port"),
            piece("The charter is in force", quote="The charter is in force")._replace(
                act=Act(
                    doc="d", start=0, end=1, quote="The charter is in force", confidence=0.9, verb="start",
                    rule="start: <what> be in force", what="The charter is in force",
                )
            ),
        ),
        (piece("a charter for the port of Tanga"), piece("a charter " + "that is told of at great length " * 5)),
    ],
)  # fmt: skip
def test_a_sign_decides_where_all_else_is_alike(better: Piece, worse: Piece) -> None:
    told = [worded(better), worded(worse)]
    assert weight_of(told[0], told) > weight_of(told[1], told)


def test_what_the_other_acts_speak_of_as_well_is_preferred() -> None:
    apart = piece("build a science centre in Dodoma")
    rest = [piece("finance the tram line to Moshi"), piece("extend the tram line to Moshi")]
    assert "tram" in called(apart, *rest).words


def test_every_sign_has_its_weight() -> None:
    one = worded(piece("a charter"))
    assert set(signs_of(one, [one])) == set(load_table("titles")["weights"])


def test_a_reader_sees_the_words_of_an_act_in_the_own_language() -> None:
    fr, en = "construire un tramway entre Arusha et Moshi", "build a tram line between Arusha and Moshi"
    titles = titles_of([piece(en), piece(fr, "fr"), piece("hoàn thành nó", "vi")])
    made = Undertaking(id="und-1", status="agreed", attention="quiet", acts=(), act_ids=(), titles=titles)
    assert [made.title(lang).words for lang in ("fr", "en")] == [fr, en]
    assert [made.title(lang).words for lang in ("vi", "zh")] == [en, en]  # weak words, or none, give way
    without = msgspec.structs.replace(made, titles=tuple(title for title in titles if title.lang != "en"))
    assert [without.title(lang).words for lang in ("vi", "zh", "en")] == [fr, fr, fr]


@pytest.mark.parametrize(
    ("lang", "words", "expected"),
    [
        ("fr", "l'achever", True),
        ("fr", "en accélérer la construction", True),
        ("fr", "les mettre en service", True),
        ("fr", "le chantier", False),
        ("fr", "le commerce des céréales", False),
        ("en", "complete it", True),
        ("en", "complete its first phase", False),
        ("en", "deepen the US port", False),
        ("ru", "его завершить", True),
        ("ru", "завершить его", True),
        ("ru", "его строительство", False),
        ("vi", "hoàn thành nó", True),
        ("vi", "hoàn thành tuyến đường", False),
        ("zh", "建成它", True),
        ("zh", "建成铁路", False),
        ("es", "lo construir", True),
        ("es", "la construcción de la línea", False),
    ],
)
def test_words_that_only_point_back_are_told_apart(lang: str, words: str, expected: bool) -> None:
    assert is_pointing(words, lang) is expected


def test_titles_are_words_of_their_act_and_one_of_each_language(demo: Path) -> None:
    with open_ledger(demo) as ledger:
        found = ledger.undertakings(today=datetime.date(2026, 1, 31))
    assert any(len(one.titles) > 1 for one in found)
    for one in found:
        acts = dict(zip(one.act_ids, one.acts, strict=True))
        assert len({title.lang for title in one.titles}) == len(one.titles)
        assert all(_folded(title.words) in _folded(acts[title.act].quote) for title in one.titles)
        assert one.what == one.titles[0].words


def test_who_acts_is_named_once_in_whatever_script(demo: Path) -> None:
    with open_ledger(demo) as ledger:
        told = ledger.ask(lambda connection: named_once(connection, [("Vietnam", "Вьетнам", "越南", "Toyo"), ()]))
    assert told == [("Vietnam", "Toyo"), ()]


def _folded(words: str) -> str:
    """Without spaces, and with one kind of comma: what an act is about is written in the normal text."""
    return "".join(words.split()).replace(",", "").replace("，", "").replace("、", "").replace("’", "'")
