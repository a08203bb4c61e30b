"""Names over scripts: public persons in five languages, and the nearest others, told apart by their names alone."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from servanda.ledger.likeness import likeness
from servanda.ledger.spelling import spelling_of
from servanda.ledger.syllables import pinyin_of_cyrillic, pinyin_of_latin, vietnamese_of_cyrillic

Pair = tuple[str, str]
ALIKE = 0.6
NEAREST = 2


def persons() -> list[list[str]]:
    """The forms of each person, in the order of the languages; "-" where none is known."""
    listed = yaml.safe_load((Path(__file__).parent / "persons.yaml").read_text(encoding="utf-8"))
    return [[form.strip() for form in line.split("|")] for group in listed.values() for line in group]


def same_pairs() -> set[Pair]:
    """Two forms of one person, in two languages and not written the same."""
    return {pair for forms in persons() for pair in combinations(dict.fromkeys(forms), 2) if "-" not in pair}


def other_pairs() -> set[Pair]:
    """A form of a person with a form of those whose English names are nearest, in every two languages."""
    everyone = persons()
    found = set()
    for forms in everyone:
        others = sorted((o for o in everyone if o is not forms), key=lambda o: Levenshtein.distance(forms[3], o[3]))
        for other in others[:NEAREST]:
            found |= {(forms[a], other[b]) for a, b in combinations(range(5), 2)}
    return {pair for pair in found if "-" not in pair and pair[0] != pair[1]}


def test_public_persons_are_known_over_scripts_and_told_apart() -> None:
    same, others = same_pairs(), other_pairs()
    assert len(same) >= 300
    assert len(others) >= 300
    right = sum(likeness(*pair).score >= ALIKE for pair in same)
    wrong = sum(likeness(*pair).score >= ALIKE for pair in others)
    precision, recall = right / (right + wrong), right / len(same)
    assert 2 * precision * recall / (precision + recall) >= 0.95


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("阮志勇", "Nguyễn Chí Dũng", "nguyen chi dung"),
        ("阮志勇", "Нгуен Тьи Зунг", "nguyen chi dung"),
        ("Нгуен Ти Зунг", "Nguyên Chi Dung", "Russian"),
        ("王毅", "Wang Yi", "pinyin"),
        ("Ван И", "Wang Yi", "Russian"),
        ("Wang Yi", "Vương Nghị", "syllable by syllable"),
        ("Yi Wang", "王毅", "pinyin"),
        ("Sergueï Lavrov", "Сергей Лавров", "sound"),
        ("谢尔盖·拉夫罗夫", "Sergey Lavrov", "Chinese"),
        ("CHÍ DŨNG Nguyễn", "Nguyễn Chí Dũng", "order"),
        ("阮志勇", "阮志勇", "same"),
        ("宋佩贞", "Tống Bội Trinh", "tong boi trinh"),
        ("Lin Xiaoyun", "Lin Xiao Yun", "both transcriptions"),
        ("Нгуен Ти Лан", "Нгуен Чи Лан", "both transcriptions"),
        ("南惠媛", "Nam Hye-won", "Korean"),
        ("南惠媛", "Нам Хе Вон", "Korean"),
        ("Hye-won Nam", "Нам Хевон", "Korean"),
        ("Noh Kyung-hoon", "Ро Кён Хун", "Korean"),
        ("Noh Kyung-hoon", "Roh Gyeong-hun", "both transcriptions"),
        ("大韩", "Daehan", "Korean"),
        ("Daehan", "Дэхан", "Korean"),
        ("Kiyoshi Ohtsuka", "Киёси Оцука", "Japanese"),
        ("Chihiro Inoue", "Иноуэ Тихиро", "Japanese"),
        ("Chihiro Inoue", "Тихиро Иноэ", "Japanese"),
        ("Fujinami", "Фудзинами", "Japanese"),
        ("Cửa Việt", "Кыавьет", "Vietnamese"),
        ("Hòn Khoai", "Хонкхоай", "Vietnamese"),
        ("Núi Thành", "Нуйтхань", "Vietnamese"),
        ("Buôn Hồ", "Буонхо", "Vietnamese"),
        ("三星", "Самсунг", "Korean"),
    ],
)
def test_likeness_says_why(one: str, other: str, why: str) -> None:
    found = likeness(one, other)
    assert found.score >= ALIKE
    assert why in found.why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nguyen Van Thang", "Nguyen Van Thanh"),
        ("Nguyễn Văn Thắng", "Nguyễn Văn Thăng"),
        ("阮文胜", "Nguyễn Văn Thành"),
        ("Нгуен Ван Тханг", "Nguyen Van Thanh"),
        ("Li Qiang", "李克强"),
        ("Wang Yi", "Вань И"),
        ("Andrey Rudenko", "Андрей Руденков-Белов"),
        ("Sergey Ivanov", "Сергей Ильин"),
        ("Нгуен Ван Тханг", "Нгуен Ван Тхань"),
        ("Nam Hye-won", "Nam Hye-jin"),
        ("南惠媛", "Нам Хе Чин"),
        ("南惠媛", "Nam Hee-won"),
        ("Kim Min-su", "Kim Min-seok"),
        ("Kim Min-su", "Ким Мин Сок"),
        ("Noh Kyung-hoon", "Noh Kyung-ho"),
        ("Tanaka Hiroshi", "Tanaka Hiroki"),
        ("Tanaka Hiroshi", "Танака Хироки"),
        ("Inoue Masao", "Иноуэ Масако"),
        ("Yang Min", "梁民"),
        ("Cửa Việt", "Кыатунг"),
    ],
)
def test_near_names_stay_two(one: str, other: str) -> None:
    assert likeness(one, other).score < ALIKE


@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30))
def test_likeness_is_the_same_both_ways(one: str, other: str) -> None:
    assert likeness(one, other).score == likeness(other, one).score
    assert likeness(one, one).score == 1.0
    assert 0 <= likeness(one, other).score <= 1


def test_glued_syllables_come_apart() -> None:
    assert ("zhi", "yong") in pinyin_of_latin("zhiyong")
    assert ("qi", "ming") in pinyin_of_cyrillic("цимин")
    assert "duc" in vietnamese_of_cyrillic("дык")
    assert pinyin_of_latin("strength") == ()


def test_traditional_characters_are_read_as_simplified() -> None:
    assert spelling_of("習近平").plain == spelling_of("习近平").plain
