"""Names of firms over scripts, by what their parts say: trades, legal forms, seats, and what is a name of its own."""

from __future__ import annotations

from itertools import combinations

import pytest

from servanda.ledger.bodies import body_likeness, concepts_of
from servanda.ledger.likeness import rules_of_identity

PLACES = (("广东", "CN-GD"), ("上海", "CN-SH"), ("Shanghai", "CN-SH"), ("Quảng Đông", "CN-GD"), ("越南", "VN"))
ONE = [
    ("Daehan Elevator Co.", "Дэхан Элеватор", "Daehan Elevator"),
    ("Saebyeok Elevator", "Сэбёк Элеватор", "Saebyuk Elevator Co."),
    ("Hanbit Energy", "Ханбит Энерджи"),
    ("Jinyoung Steel", "Чинён Стил", "镇荣钢铁", "镇荣钢铁公司"),
    ("Fujinami Power", "Фудзинами Пауэр", "Fujinami Power Co., Ltd."),
    ("Cửa Việt Energy", "Tập đoàn Năng lượng Cửa Việt", "Кыавьет Энерджи", "Cua Viet Energy"),
    ("Thanh Long Group", "Tập đoàn Thanh Long", "Тханьлонг Групп"),
    ("Lotus Shipping", "Лотус Шиппинг", "Lotus Shipping JSC"),
    ("广东星河冷链公司", "星河公司", "星河冷链", "Công ty Tinh Hà"),
    ("Taeyang Heavy Industries", "Тэян Хэви Индастриз"),
]
TWO = [
    ("广东星河冷链公司", "上海星河冷链公司"),
    ("广东冷链公司", "冷链公司"),
    ("越南星河公司", "星河公司"),
    ("Shanghai Galaxy Steel", "Galaxy Steel"),
    ("Daehan Elevator", "Daehan Steel"),
    ("Дэхан Элеватор", "Daesung Elevator"),
    ("Cửa Việt Energy", "Кыатунг Энерджи"),
    ("Tập đoàn Thanh Long", "Tập đoàn Thành Công"),
]


def alike(one: str, other: str) -> float:
    """How alike the firms are by their names alone."""
    return body_likeness(concepts_of(one, PLACES), concepts_of(other, PLACES)).score


@pytest.mark.parametrize("names", ONE)
def test_one_firm_by_many_names(names: tuple[str, ...]) -> None:
    for one, other in combinations(names, 2):
        assert alike(one, other) >= rules_of_identity()["doubt"], (one, other)


@pytest.mark.parametrize(("one", "other"), TWO)
def test_two_firms_stay_two(one: str, other: str) -> None:
    assert alike(one, other) < rules_of_identity()["join"]
