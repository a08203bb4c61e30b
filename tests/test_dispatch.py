"""From a text to a document: what is the dispatch, what is debris, and who published it where and when."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.documents.dispatch import open_text
from servanda.errors import LanguageError, UnreadableError
from servanda.languages import known_languages, load_corpus
from servanda.records import Document

# A story in each language, into which the lines of the corpus are put.
STORIES = {
    "en": (
        "Peru and Kenya agree on avocados and cold storage",
        "Lima, March 12 (Andina) -- Peru and Kenya agreed on Thursday to open their markets to each other's avocados, "
        "after two years of talks between the plant protection services of the two countries.",
        "The Peruvian ministry of agriculture said that the first shipment would be allowed from May, and that a "
        "committee of both countries would settle what remains open by the end of the year.",
    ),
    "fr": (
        "Le Pérou et le Kenya s'entendent sur l'avocat et les entrepôts frigorifiques",
        "Lima, 12 mars (Andina) -- Le Pérou et le Kenya sont convenus jeudi d'ouvrir leurs marchés aux avocats, "
        "après deux ans de pourparlers entre les services phytosanitaires des deux pays.",
        "Le ministère péruvien de l'Agriculture a annoncé que la première expédition serait permise en mai, et qu'un "
        "comité des deux pays réglerait d'ici la fin de l'année ce qui reste en suspens.",
    ),
}
PLACES = {"top": 0, "head": 1, "story": 2, "tail": 3}
LINES = [(lang, case) for lang in known_languages() for case in load_corpus(lang, "debris")["match"]]
SILENT = [(lang, line) for lang in known_languages() for line in load_corpus(lang, "debris")["silent"]]


def kind_at(document: Document, line: str) -> str:
    """The kind of the part that the whole line stands in."""
    start = document.text.index(line)
    kinds = [p.kind for p in document.parts if p.start < start + len(line) and start < p.end]
    assert len(kinds) == 1, kinds
    return kinds[0]


def story_of(lang: str) -> tuple[str, str, str]:
    """A headline and two paragraphs around the line; what a line is does not hang on their language."""
    return STORIES.get(lang, STORIES["en"])


def with_line(lang: str, line: str, place: str) -> Document:
    lines = list(story_of(lang))
    lines.insert(PLACES[place], line)
    return open_text("made", "\n\n".join(lines), lang=lang)


def assert_well_formed(document: Document) -> None:
    """Parts are in order, do not overlap, and leave no word out."""
    last = 0
    for part in document.parts:
        assert last <= part.start < part.end <= len(document.text)
        assert not re.search(r"\w", document.text[last : part.start])
        last = part.end
    assert not re.search(r"\w", document.text[last:])


@pytest.mark.parametrize(
    ("lang", "case"), LINES, ids=lambda value: value["text"][:40] if isinstance(value, dict) else value
)
def test_line_is_told_for_what_it_is(lang: str, case: dict[str, str]) -> None:
    document = with_line(lang, case["text"], case["place"])
    assert kind_at(document, case["text"]) == case["part"]
    assert kind_at(document, story_of(lang)[0]) == "title"
    assert [kind_at(document, paragraph) for paragraph in story_of(lang)[1:]] == ["body", "body"]
    assert_well_formed(document)


@pytest.mark.parametrize(
    "headline",
    ["Peru | A port that waits for its first ship of the year", "Peru / Kenya: avocados go on board from May"],
)
def test_a_headline_with_a_bar_in_it_is_no_path_of_sections(headline: str) -> None:
    document = open_text("made", "\n\n".join([headline, *story_of("en")[1:]]), lang="en")
    assert kind_at(document, headline) == "title"


def test_the_site_above_the_path_of_its_sections_is_no_headline() -> None:
    document = with_line("vi", "NHẬT BÁO CẢNG BIỂN\nTrang chủ / Kinh tế / Hạ tầng", "top")
    assert document.title == story_of("vi")[0]


@pytest.mark.parametrize(("lang", "line"), SILENT, ids=lambda value: value[:40])
def test_line_of_the_story_stays_in_it(lang: str, line: str) -> None:
    document = with_line(lang, line, "story")
    assert kind_at(document, line) == "body"
    assert [kind_at(document, paragraph) for paragraph in story_of(lang)[1:]] == ["body", "body"]


HANOI = (
    "Hanoi (VNA) – Mexico and Chile signed on May 6 a contract on 40 electric buses, their transport ministries said."
)
MORE = "The buses will be delivered from October on, and a workshop in Valparaiso will train the drivers and mechanics."
LAYOUTS: dict[str, list[tuple[str, str]]] = {
    "date before the headline, caption glued to the story": [
        ("debris", "date 2026-05-07 "),
        ("title", "Chile orders electric buses from Mexico"),
        ("gap", "\n"),
        ("caption", "A bus at the factory in Puebla (Photo: VNA)"),
        ("body", f"{HANOI}\n\n{MORE}"),
        ("debris", "/.\nVNA\n\nSee more"),
        ("gap", "\n\n"),
        (
            "teaser",
            "Passengers in Santiago. (Photo: VNA)\n\nSantiago lengthens a metro line\n\nSix more stations.",
        ),
    ],
    "headline repeated over the picture": [
        ("title", "Chile orders electric buses from Mexico"),
        ("gap", "\n"),
        ("caption", "Chile orders electric buses from Mexico ảnh 1A bus at the factory in Puebla. Photo: VNA"),
        ("gap", "\n"),
        ("body", f"{HANOI}\n\n{MORE}"),
        ("debris", "-VNA"),
    ],
    "headline and caption run together": [
        ("title", "Chile orders electric buses from Mexico"),
        ("caption", "Workers at the factory in Puebla look at a bus. (Photo: VNA)"),
        ("gap", "\n"),
        ("body", f"{HANOI}\n\n{MORE}"),
    ],
    "caption without brackets runs into the dateline": [
        ("title", "Chile orders electric buses from Mexico"),
        ("gap", "\n"),
        ("caption", "A bus at the factory in Puebla. Photo: VNA"),
        ("body", f"{HANOI}\n\n{MORE}"),
    ],
    "headline runs into the dateline": [
        ("title", "Chile orders 40 electric buses for its capital city"),
        ("gap", " "),
        ("body", f"{HANOI}\n\n{MORE}"),
    ],
    "other headlines with their hours before the headline": [
        ("teaser", "Grain terminal in Rostov to be enlarged next year"),
        ("gap", "\n"),
        ("debris", "Business & Economy May 7, 11:36"),
        ("gap", "\n"),
        ("teaser", "Ruble firms at the opening of trade in Moscow"),
        ("gap", "\n"),
        ("debris", "Business & Economy May 7, 10:52\n{{element.title}} {{element.date}}"),
        ("gap", "\n"),
        ("title", "Chile orders electric buses from Mexico — ministry"),
        ("gap", "\n\n"),
        ("body", f"SANTIAGO, May 7. /TASS/. {HANOI[14:]}\n\n{MORE}"),
    ],
    "links under a heading in the middle of the story": [
        ("title", "Chile orders electric buses from Mexico"),
        ("gap", "\n\n"),
        ("body", HANOI),
        ("gap", "\n\n"),
        ("debris", "Related news"),
        ("gap", "\n"),
        ("related", "Santiago lengthens a metro line"),
        ("gap", "\n"),
        ("related", "Trams return to Valparaiso after 70 years"),
        ("gap", "\n\n"),
        ("body", f"{MORE}\n\n{MORE.replace('buses', 'coaches')}"),
    ],
    "a button in the middle of the story": [
        ("title", "Chile orders electric buses from Mexico"),
        ("gap", "\n\n"),
        ("body", HANOI),
        ("gap", "\n\n"),
        ("debris", "Read more"),
        ("gap", "\n\n"),
        ("body", MORE),
    ],
    "list of links at the end, without a signature": [
        ("title", "Chile orders electric buses from Mexico"),
        ("gap", "\n\n"),
        ("body", f"{HANOI}\n\n{MORE}\n\n{MORE.replace('buses', 'coaches')}"),
        ("gap", "\n\n"),
        ("debris", "Other news"),
        ("gap", "\n"),
        ("related", "● Santiago lengthens a metro line"),
        ("gap", "\n"),
        ("related", "● Trams return to Valparaiso after 70 years"),
        ("gap", "\n\n"),
        ("debris", "Print | Email | Share"),
    ],
    "caption above its credit": [
        ("title", "Chile orders electric buses from Mexico"),
        ("gap", "\n\n"),
        ("caption", "The two ministers of transport after the signing in Puebla on May 6."),
        ("gap", "\n"),
        ("caption", "Photo: VNA"),
        ("gap", "\n\n"),
        ("body", f"{HANOI}\n\n{MORE}"),
    ],
    "a credit below a paragraph, all lines one below the other": [
        ("title", "Chile orders electric buses from Mexico"),
        ("gap", "\n"),
        ("body", f"{HANOI}\n{MORE}"),
        ("gap", "\n"),
        ("caption", "(Photo: Rosa Quispe)"),
        ("gap", "\n"),
        ("body", MORE.replace("buses", "coaches")),
    ],
    "comments of the file at the top, headline alone, subheading": [
        ("debris", "# Written for a test.\n# Facts: none."),
        ("gap", "\n\n"),
        ("title", "Chile orders electric buses from Mexico"),
        ("gap", "\n\n"),
        ("body", f"{HANOI}\n\nA workshop in Valparaiso\n\n{MORE}"),
        ("gap", "\n\n"),
        ("debris", "© AFP"),
    ],
    "a page's foot without a heading": [
        ("title", "Chile orders electric buses from Mexico"),
        ("gap", "\n\n"),
        ("body", f"{HANOI}\n\n{MORE}"),
        ("gap", "\n\n"),
        ("debris", "About the paper\nOur team\nJobs\nWeather today\nExchange rates\nPartners of the paper"),
    ],
    "a list at the end of the story": [
        ("title", "Chile orders electric buses from Mexico"),
        ("gap", "\n\n"),
        (
            "body",
            f"{HANOI}\n\n{MORE}\n\nThey signed:\n- a contract\n- a loan\n- a plan\n- a letter\n- minutes",
        ),
    ],
    "a story alone": [("body", HANOI)],
    "signature in the middle, as a story has two sources": [
        ("title", "Chile orders electric buses from Mexico"),
        ("gap", "\n\n"),
        ("body", HANOI),
        ("gap", "\n\n"),
        ("debris", "Reuters"),
        ("gap", "\n\n"),
        ("body", "\n\n".join([MORE, MORE.replace("buses", "coaches"), MORE.replace("buses", "trams")])),
    ],
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_layout_is_told(layout: list[tuple[str, str]]) -> None:
    document = open_text("made", "".join(words for _, words in layout))
    found = [(part.kind, document.text[part.start : part.end]) for part in document.parts]
    assert found == [(kind, words.strip()) for kind, words in layout if kind != "gap"]
    assert_well_formed(document)


@pytest.mark.parametrize(("lang", "more"), [("fr", "Voir plus"), ("en", "See more")])
def test_other_stories_behind_their_heading_are_never_the_body(lang: str, more: str) -> None:
    headline = STORIES["en" if lang == "fr" else "fr"][0]
    lead = "Its lead goes on for a good while, so that it looks like any paragraph of a story: " * 2
    document = open_text(
        "made", "\n\n".join([*STORIES[lang], more, "Legend. Photo: VNA", headline, lead.strip() + "."])
    )
    assert kind_at(document, headline) == "teaser"
    assert document.related == (headline,)
    assert lead not in "".join(document.text[start:end] for start, end in document.body)


DATES: list[tuple[str, dict[str, Any], str | None]] = [
    (" date 2026-05-07 {title}\n\n{story}", {}, "2026-05-07"),
    (" date 2026-05-07 {title}\n\n{story}", {"published": "2026-05-09"}, "2026-05-09"),
    ("{title}\n\nFrench.news.cn | Publié le 2026-05-07 à 18:40\n\n{story}", {}, "2026-05-07"),
    ("{title}\n\nThursday, May 7, 2026 - 10:12\n\n{story}", {}, "2026-05-07"),
    ("{title}\n\nJeudi 7 mai 2026\n\n{story}", {}, "2026-05-07"),
    ("{title}\n\nPublished 7th May 2026\n\n{story}", {}, "2026-05-07"),
    ("{title}\n\n7 Sept. 2026, 08:15\n\n{story}", {}, "2026-09-07"),
    ("{title}\n\nLe 7 fév. 2026 à 8h15\n\n{story}", {}, "2026-02-07"),
    ("{title}\n\nLima, le 7 mai 2026\n\n{story}", {}, "2026-05-07"),
    ("{title}\n\n23/05/2026 08:15\n\n{story}", {}, "2026-05-23"),
    ("{title}\n\n2026年5月7日 08:15\n\n{story}", {}, "2026-05-07"),
    ("{title}\n\nWASHINGTON, May 7, 2026 – {story}", {}, "2026-05-07"),
    ("{title}\n\nLIMA, May 7 (Xinhua) -- {story}", {}, None),
    ("{title}\n\nLIMA, May 7 (Xinhua) -- {story}", {"url": "https://example.org/2026/05/c_1.htm"}, None),
    ("{title}\n\nLIMA, May 6 (Xinhua) -- {story}", {"url": "https://example.org/20260507/c.htm"}, "2026-05-06"),
    ("{title}\n\n{story}", {"url": "https://example.org/2026/05/07/buses"}, "2026-05-07"),
    ("{title}\n\n{story}", {"id": "2026-05-07-buses"}, "2026-05-07"),
    ("{title}\n\n{story}", {"id": "report-20261407"}, None),
    ("{title}\n\n{story}", {}, None),
]


@pytest.mark.parametrize(("text", "known", "expected"), DATES)
def test_date_of_publication(text: str, known: dict[str, Any], expected: str | None) -> None:
    text = text.format(title="Chile orders electric buses from Mexico", story=f"{HANOI[14:]}\n\n{MORE}")
    assert open_text(**{"id": "made", "text": text, **known}).published == expected


def test_day_and_month_in_figures_are_not_guessed_in_english() -> None:
    text = f"Chile orders electric buses from Mexico\n\n03/05/2026 08:15\n\n{HANOI}\n\n{MORE}"
    assert open_text("made", text).published is None
    assert open_text("made", text, lang="fr").published == "2026-05-03"


DATELINES = [
    ("HANOI, 15 avril (Xinhua) -- ", "Hanoi", "Xinhua"),
    ("Hô Chi Minh-Ville (VNA) - ", "Hô Chi Minh-Ville", "VNA"),
    ("Hanoi, December 5 (VNA) – ", "Hanoi", "VNA"),
    ("MOSCOW, June 27. /TASS/. ", "Moscow", "TASS"),
    ("LONDON (Reuters) - ", "London", "Reuters"),
    ("SEOUL, June 5 (Yonhap) -- ", "Seoul", "Yonhap"),
    ("Phnom Penh, AKP June 05, 2025 -- ", "Phnom Penh", "AKP"),
    ("ASTANA. Kazinform – ", "Astana", "Kazinform"),
    ("Dakar, 3 juin (APS) – ", "Dakar", "APS"),
    ("AFP/PARIS - ", "Paris", "AFP"),
    ("(VOVWORLD) - ", None, "VOV"),
    ("NDO – ", None, "Nhan Dan"),
    ("Nhân Dân en ligne - ", None, "Nhân Dân"),
    ("MANILA, PHILIPPINES (5 June 2025) — ", "Manila", None),
    ("Hanoï, le 5 juin 2025 – ", "Hanoï", None),
    ("TOKYO -- ", "Tokyo", None),
    ("HÀ NỘI — ", "Hà Nội", None),
    ("NDO/VNA – ", None, "NDO/VNA"),
    ("VOV.VN - ", None, "VOV"),
    ("The ministers (of both countries) - ", None, None),
    ("Mexico - ", None, None),
]


@pytest.mark.parametrize(("opening", "place", "agency"), DATELINES)
def test_dateline_gives_place_and_agency(opening: str, place: str | None, agency: str | None) -> None:
    text = f"Chile orders electric buses from Mexico\n\n{opening}{HANOI[14:]} {MORE}"
    document = open_text("made", text, lang="en")
    assert (document.dateline, document.publisher) == (place, agency)
    assert kind_at(document, opening) == "body"


@pytest.mark.parametrize(
    ("tail", "publisher"),
    [
        ("VNA/CVN", "VNA/CVN"),
        ("-VNA", "VNA"),
        ("(AFP)", "AFP"),
        ("— VNS", "VNS"),
        ("Hông Anh/CVN", None),
        ("Fin", None),
        ("Lima", None),
    ],
)
def test_signature_gives_the_publisher(tail: str, publisher: str | None) -> None:
    story = "\n\n".join((STORIES["fr"][0], STORIES["fr"][1].partition(" -- ")[2], STORIES["fr"][2]))
    assert open_text("made", f"{story}\n\n{tail}").publisher == publisher


def test_what_is_given_is_taken() -> None:
    document = open_text("made", HANOI, publisher="Andina", title="Buses", url="https://example.org/a", lang="EN")
    assert (document.publisher, document.title, document.url, document.lang) == (
        "Andina", "Buses", "https://example.org/a", "en",
    )  # fmt: skip


def test_given_headline_is_found_though_it_looks_like_a_paragraph() -> None:
    title = "Chile orders forty electric buses from a firm in Puebla, Mexico, and will train its own drivers."
    document = open_text("made", f"{title}\n\n{HANOI}\n\n{MORE}", title=title)
    assert kind_at(document, title) == "title"


@pytest.mark.parametrize("text", ["", "  \n\t\r\n ", "\ufeff", "\u200b\n"])
def test_an_empty_text_is_an_error(text: str) -> None:
    with pytest.raises(UnreadableError, match="empty"):
        open_text("made", text)


def test_a_language_without_a_folder_is_an_error() -> None:
    with pytest.raises(LanguageError, match="'xx'; known: en"):
        open_text("made", HANOI, lang="xx")


# Pieces of a dispatch in the forms in which agencies mix them.
PIECES = st.sampled_from([
    STORIES["fr"][0], STORIES["fr"][1], STORIES["fr"][2], "Photo : VNA", ">> Le Pérou et le Kenya", "Voir plus", "-VNA",
    "Nguyễn Chí Dũng",
    "«\u00a0oui\u00a0»", "l\u2019accord de 16,5\u202f%", "co\u00adopération", "\u1112\u1161\u11ab",
    " date 2026-05-07 ",
    "(Photo: VNA)Hanoi (VNA) – Le Vietnam a signé un accord de 3 milliards de dollars.",
    "e\u0323\u0302\u0301", "\u0301", "# note", "ảnh 1",
])  # fmt: skip
GAPS = st.sampled_from(["\n", "\n\n", "\r\n", "\r\n\r\n", "\r", " ", "\u00a0", "\u2028", "\x85", "\t", "\x0b", ""])
FORMS = st.sampled_from(["NFC", "NFD", "NFKC", None])


@st.composite
def mixed_texts(draw: st.DrawFn) -> str:
    """Texts of such pieces, each in a normal form of its own."""
    pieces = []
    for _ in range(draw(st.integers(1, 12))):
        form, piece = draw(FORMS), draw(PIECES)
        pieces += (unicodedata.normalize(form, piece) if form else piece, draw(GAPS))
    return "".join(pieces)


@settings(max_examples=150, deadline=None)
@given(mixed_texts())
def test_every_part_and_record_points_into_the_given_text(text: str) -> None:
    from servanda.reading.reader import read

    document = open_text("made", text, lang="fr")
    assert document.text == text
    last = 0
    for part in document.parts:
        assert last <= part.start < part.end <= len(text)
        last = part.end
    for record in read(document):
        assert text[record.start : record.end] == record.quote


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200) | mixed_texts())
def test_parts_of_any_text_are_in_order_and_leave_no_word_out(text: str) -> None:
    try:
        document = open_text("made", text, lang="en")
    except UnreadableError:
        assert not re.search(r"\w", text)
        return
    assert_well_formed(document)
