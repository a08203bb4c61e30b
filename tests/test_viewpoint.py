"""From which country's side a dispatch is told, and whose figures its figures are therefore."""

from __future__ import annotations

import pytest

from servanda.documents.dispatch import open_text
from servanda.reading.reader import read
from servanda.reading.viewpoint import Naming, Signs, signals_of, viewpoint_of
from servanda.reading.weighing import weights_of

TOLD = [
    # An agency of one country writes from another about that other.
    (
        "LUSAKA, March 3 (Xinhua) -- Zambia will widen the road to Ndola, the government said on Tuesday.\n\n"
        "A Chinese firm, Dongfang Luqiao, is to do the work. It will cost 85 million U.S. dollars.",
        "ZM",
    ),
    # Nobody says where it was written: the headline names the one that acts first.
    (
        "Kenya to buy more Turkish drones\n\n"
        "Kenya's defence ministry said on Monday that it would order them from a Turkish maker. A Turkish bank took "
        "part in the talks in Mombasa. The plan would create 400 jobs.",
        "KE",
    ),
    (
        "Астана, 3 марта (ТАСС). Казахстан расширит дорогу в Актау, сообщило правительство.\n\n"
        "Проект обойдется в 85 млн долларов. Подрядчиком станет российская компания «Волгодорстрой».",
        "KZ",
    ),
    (
        "VIENTIANE, 3/3 (TTXVN) - Lào sẽ mở rộng tuyến đường tới Pakse, Chính phủ Lào cho biết.\n\n"
        "Dự án có tổng vốn đầu tư 85 triệu USD. Nhà thầu là một công ty Việt Nam.",
        "LA",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "reporter"), TOLD)
def test_figures_without_an_owner_are_of_the_side_that_tells(text: str, reporter: str) -> None:
    figures = read(open_text("d", text)).figures
    assert figures
    assert {figure.reporter for figure in figures} == {reporter}


def test_every_sign_has_a_weight() -> None:
    signs = Signs("VN", "VN", [Naming("VN", is_told=False, is_itself=True, is_place=False)], ["VN"], "VN")
    assert signals_of(signs, "VN").keys() == weights_of("viewpoint").keys()
    assert all(0 <= value <= 1 for value in signals_of(signs, "VN").values())


def test_where_it_was_written_counts_more_than_who_writes() -> None:
    signs = Signs("MW", "CN", [], [], None)
    assert viewpoint_of(signs, ["CN", "MW"]) == "MW"
    assert viewpoint_of(signs, []) is None


def test_a_body_of_which_nothing_is_said_is_of_the_side_that_tells_not_of_the_agency() -> None:
    text = (
        "LUSAKA, March 3 (Xinhua) -- Zambia will widen the road from Lusaka to Ndola, it was announced on Tuesday.\n\n"
        "The Ministry of Finance has set aside 12 million U.S. dollars. Work begins in Ndola in May."
    )
    (ministry,) = (actor for actor in read(open_text("d", text)).actors if actor.name == "Ministry of Finance")
    assert ministry.country == "ZM"
