"""Datelines in the forms in which agencies write them, and lines that only look like one."""

from __future__ import annotations

import pytest

from servanda.documents.stamps import find_dateline

TOLD = [
    ("GABORONE, Mar 3 (BOPA): Botswana will lend its neighbour", "Gaborone", "Mar 3"),
    ("Sarnen (xyz/uvw) - Les ventes de fromage ont reculé", "Sarnen", None),
    ("Quito, 3 feb 2026 (EFE).- Ecuador y Corea del Sur firmaron", "Quito", "3 feb 2026"),
    ("Ереван. 3 марта. ИНТЕРФАКС – Армения и Иран договорились", "Ереван", "3 марта"),
    ("Бишкек, 3 марта. Kabar-News. Кыргызстан получит кредит", "Бишкек", "3 марта"),
    ("Maseru, March 3. Basotho-Wire. Lesotho will receive a loan", "Maseru", "March 3"),
    (
        "NIAMEY - Le Niger et le Togo ont signé mardi un accord de transport de marchandises qui ouvre aux camions "
        "nigériens le port de Lomé, a annoncé le ministère du Commerce.",
        "Niamey",
        None,
    ),
]
SILENT = [
    "Lusaka - Ndola - Kitwe : la route rouvre",
    "Peru - Chile trade passes 10 billion USD",
    "The talks (round three): the two sides met",
    "Армения. 3 марта. Все стороны подписали соглашение",
    "OPEC - The cartel said on Monday that it would cut output by a further 300,000 barrels a day from January, the "
    "third such cut in a year, to support prices that have fallen.",
]


@pytest.mark.parametrize(("line", "place", "day"), TOLD)
def test_a_dateline_names_its_place_and_day(line: str, place: str, day: str | None) -> None:
    found = find_dateline(line, 0, len(line))
    assert found is not None
    assert (found.place, found.day) == (place, day)


@pytest.mark.parametrize("line", SILENT)
def test_a_line_that_only_looks_like_one_is_none(line: str) -> None:
    assert find_dateline(line, 0, len(line)) is None
