"""The closed lists: each code once, wrong codes answered with near ones."""

import pytest

from servanda.errors import UsageError
from servanda.vocabulary import check_code, check_country, check_pair, codes, sectors_under

KINDS = (
    "verb",
    "form",
    "instrument",
    "event",
    "indicator",
    "measure",
    "approx",
    "actor",
    "status",
    "attention",
    "sector",
)


@pytest.mark.parametrize("kind", KINDS)
def test_each_code_is_listed_once(kind: str) -> None:
    listed = codes(kind)
    assert listed
    assert len(set(listed)) == len(listed)
    assert all(check_code(kind, code.upper()) == code for code in listed)


@pytest.mark.parametrize(
    ("kind", "written", "near"),
    [
        ("sector", "semiconductor", "semiconductors"),
        ("status", "deliverd", "delivered"),
        ("form", "trainings", "training"),
    ],
)
def test_wrong_code_names_the_near_ones(kind: str, written: str, near: str) -> None:
    with pytest.raises(UsageError, match=rf"near: .*\b{near}\b"):
        check_code(kind, written)


@pytest.mark.parametrize(("written", "code"), [("vn", "VN"), (" CN", "CN"), ("asean", "ASEAN"), ("EU", "EU")])
def test_country_codes_are_read_in_any_case(written: str, code: str) -> None:
    assert check_country(written) == code


@pytest.mark.parametrize(("written", "near"), [("Vietnam", "VN"), ("Rusia", "RU"), ("VM", "VN")])
def test_wrong_country_names_the_near_ones(written: str, near: str) -> None:
    with pytest.raises(UsageError, match=rf"no country code .*near: .*{near} \("):
        check_country(written)


@pytest.mark.parametrize("written", ["VN", "VN-", "VN-VN", "VN-CHINA", "-"])
def test_broken_pair_is_refused(written: str) -> None:
    with pytest.raises(UsageError):
        check_pair(written)


def test_pair_is_read_with_either_sign() -> None:
    assert check_pair("vn-cn") == check_pair("VN:CN") == ("VN", "CN")


def test_parent_stands_for_its_sectors() -> None:
    assert "ai" in sectors_under("digital")
    assert sectors_under("ai") == ("ai",)
