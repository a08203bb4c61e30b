import pytest

from servanda.ledger.publishers import find_publisher
from servanda.status import ladder, source_rank


@pytest.mark.parametrize(
    ("name", "url", "source", "state"),
    [
        ("VNA", None, "state-agency", "VN"),
        ("VNA/CVN", None, "state-agency", "VN"),
        ("Thông tấn xã Việt Nam", None, "state-agency", "VN"),
        ("新华社", None, "state-agency", "CN"),
        ("ТАСС", None, "state-agency", "RU"),
        ("Xinhua (Pékin)", None, "state-agency", "CN"),
        ("AFP", None, "private-media", None),
        (None, None, "private-media", None),
        (None, "https://fr.vietnamplus.vn/article-1.vnp", "state-agency", "VN"),
        (None, "https://www.moit.gov.vn/tin", "gov", "VN"),
        (None, "https://www.unido.int/news", "igo", None),
        ("Ouest-France", "https://www.economie.gouv.fr/x", "gov", None),
        (None, "http://[broken", "private-media", None),
    ],
)
def test_source_class_follows_from_the_publisher(name: str, url: str, source: str, state: str) -> None:
    assert find_publisher(name, url) == (source, state)


def test_every_class_of_source_has_a_rank() -> None:
    assert all(source_rank(find_publisher(name).source) > 0 for name in ("VNA", "Kremlin", "World Bank", "AFP"))
    assert set(ladder()["official"]) <= set(ladder()["sources"])
