"""What leaves: notes as text, Markdown, page and Word document; records as rows; texts with their records marked."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser

import docx
import msgspec
import pytest

from making import act, reading
from servanda.analysis.note import Citation
from servanda.exchange.marked import marked_page
from servanda.exchange.note_page import note_as_html
from servanda.exchange.note_text import note_as_markdown, note_as_text, ranges_of, sources_of
from servanda.exchange.office import write_csv, write_docx
from servanda.exchange.rows import columns_of, number_text, row_of, summary_of, value_text
from servanda.records import Act, Amount, Figure, Part, Undertaking
from test_briefing import note

HOSTILE = "</script><script>alert(1)</script> & \u202eevil"


class Page(HTMLParser):
    """The addresses, ids and scripts of a page, and that its tags are closed in order."""

    VOID = frozenset({"meta", "link", "br", "input", "img", "hr"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.scripts = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name, value in attrs if name in ("href", "src") and value]
        self.scripts += tag == "script"
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_text_has_a_source_for_each_mark_and_lines_that_fit(lang: str) -> None:
    text = note_as_text(note(lang))
    marks, sources = set(re.findall(r"\[(\d+)\]", text)), set(re.findall(r"^\[(\d+)\] ", text, re.MULTILINE))
    assert marks == sources
    assert len(sources) >= 4
    assert max(map(len, text.splitlines())) <= 88


def test_markdown_has_a_footnote_for_each_mark() -> None:
    text = note_as_markdown(note())
    marks, notes = set(re.findall(r"\[\^(\d+)\](?!:)", text)), set(re.findall(r"^\[\^(\d+)\]: ", text, re.MULTILINE))
    assert marks == notes != set()
    assert text.startswith("# Kenya – Japan\n")


def test_page_needs_no_other_file_and_its_links_lead_somewhere() -> None:
    page = Page(note_as_html(note()))
    assert page.open == []
    assert page.scripts == 0
    assert [link for link in page.links if not link.startswith("#")] == []
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_word_document_opens_with_headings_bullets_and_sources() -> None:
    file = io.BytesIO()
    write_docx(note("fr"), file)
    word = docx.Document(io.BytesIO(file.getvalue()))
    styles = {paragraph.style.name for paragraph in word.paragraphs if paragraph.style}
    assert {"Title", "Heading 1", "Heading 2", "List Bullet"} <= styles
    words = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "Kenya – Japon" in words
    assert "signed a contract for a pier in Mombasa" in words
    anchors = set(re.findall(r'w:anchor="([^"]+)"', word.element.xml))
    assert anchors <= set(re.findall(r'w:bookmarkStart [^>]*w:name="([^"]+)"', word.element.xml))


def test_a_document_is_named_in_full_once_and_then_by_the_number_of_its_source() -> None:
    first, again, other = (
        Citation(doc=doc, start=place, end=place + 1, quote="words", title=f"About {doc}", published="2026-01-02")
        for doc, place in (("a", 0), ("a", 5), ("b", 0))
    )
    told = [source for _, _, source in sources_of({first: 1, again: 2, other: 3}, "en")]
    assert told == ["About a, January 2, 2026", "same source as [1]", "About b, January 2, 2026"]


@pytest.mark.parametrize(
    ("numbers", "text"), [([], ""), ([4], "4"), ([1, 2, 3, 7], "1–3, 7"), ([1, 3, 5], "1, 3, 5"), ([8, 9], "8–9")]
)
def test_numbers_are_told_as_ranges(numbers: list[int], text: str) -> None:
    assert ranges_of(numbers) == text


def test_csv_is_read_back_and_no_cell_is_run_as_a_formula() -> None:
    file = io.StringIO()
    write_csv([{"what": '=cmd|"/c calc"!A1', "value": "-4.5"}, {"what": "a, “b”\nc"}], ("what", "value"), file)
    rows = list(csv.reader(io.StringIO(file.getvalue())))
    assert rows == [["what", "value"], ['\'=cmd|"/c calc"!A1', "-4.5"], ["a, “b”\nc", ""]]


def test_a_row_has_every_slot_and_amounts_have_columns() -> None:
    signed = reading(
        "r", "Kenya signed.", act("sign", "Kenya signed", by=("Kenya",), amount=Amount(value=2e6, unit="EUR"))
    )
    row = row_of(signed.acts[0])
    assert set(row) <= set(columns_of(Act))
    assert (row["by"], row["amount_value"], row["amount_unit"], row["conditional"]) == ("Kenya", "2000000", "EUR", "no")


def test_a_list_of_records_takes_one_column() -> None:
    columns = columns_of(Undertaking)
    assert {"acts", "amount_value"} <= set(columns)
    assert not [name for name in columns if name.startswith(("acts_", "steps_", "joins_"))]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "yes"),
        (2.0, "2"),
        (0.25, "0.25"),
        (1.5e9, "1500000000"),
        (["a", "b"], "a; b"),
        ([(1, 2)], "1-2"),
    ],
)
def test_values_are_written_plainly(value: object, text: str) -> None:
    assert value_text(value) == text


@pytest.mark.parametrize(
    ("value", "unit", "approx", "text"),
    [
        (3.2e9, "USD", "about", "~3.2 bn USD"),
        (None, "USD", "vague", "? USD"),
        (-4.5, "%", "exact", "-4.5 %"),
        (3, "rank", "exact", "#3"),
        (56, "count", "over", ">56"),
    ],
)
def test_numbers_are_short_in_tables(value: float | None, unit: str, approx: str, text: str) -> None:
    assert number_text(value, unit, approx) == text


def test_summaries_name_what_a_person_looks_for() -> None:
    made = reading(
        "r",
        "Exports fell 4.5% in 2025.",
        {
            "kind": "figure",
            "quote": "fell 4.5% in 2025",
            "indicator": "exports",
            "measure": "change",
            "value": -4.5,
            "unit": "%",
            "period": "2025",
            "reporter": "KE",
        },
    )
    assert summary_of(made.figures[0]) == "exports change · -4.5 % · 2025 · KE"
    assert isinstance(made.figures[0], Figure)


def test_marked_page_shows_the_whole_text_with_marks_and_lets_nothing_run() -> None:
    text = f"{HOSTILE}\nKenya signed a contract.\nSee more"
    parts = (Part(0, len(text) - 8), Part(len(text) - 8, len(text), "debris"))
    marked = reading(HOSTILE, text, act("sign", "Kenya signed a contract", by=("Kenya",), what=HOSTILE), parts=parts)
    html = "".join(marked_page([marked]))
    page = Page(html)
    assert page.open == []
    assert "alert(1)</script>" not in html
    assert page.scripts == 2  # the records as JSON, and the page's own
    blocks = re.findall(r'<script type="application/json">(.*?)</script>', html, re.DOTALL)
    assert json.loads(blocks[0])[0]["kind"] == "act"
    shown = re.sub("<[^>]+>", "", html.partition('<div class="text">')[2].partition("</div>")[0])
    assert (
        msgspec.json.decode(json.dumps(shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))) == text
    )


def test_overlapping_records_are_all_reachable_where_they_overlap() -> None:
    nested = reading(
        "r",
        "Kenya signed a contract with Japan.",
        act("sign", "Kenya signed a contract with Japan"),
        {"kind": "actor", "quote": "Japan", "type": "country", "name": "Japan"},
    )
    html = "".join(marked_page([nested]))
    assert re.search(r'class="m act actor" data-r="0 1"|class="m act actor" data-r="1 0"', html)
