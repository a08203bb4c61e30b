"""From bytes to text: encodings that agencies use, and what is no text."""

from __future__ import annotations

import unicodedata

import pytest

from servanda.errors import UnreadableError, UsageError
from servanda.sources.decoding import check_size, decode_page, decode_text, max_bytes

FRENCH = (
    "Le ministère a signé à Lima un accord d’un montant de 3 milliards d’euros – « une étape clé », selon Mme Lê. "
    "L’œuvre commune sera achevée en août, où qu’elle soit menée ; le coût a été réévalué."
)
ENGLISH = "The two sides agreed on a “road map” – worth €3 billion – and on a café in the embassy’s garden."
FEW_MARKS = "The minister said that the contract isn’t signed yet, and that it won’t be before the end of the year."
RUSSIAN = "Правительства двух стран подписали в Москве соглашение о сотрудничестве в области экономики и торговли."
CHINESE = "两国政府星期一在北京签署了经济合作协议，双方同意加强贸易往来。"
VIETNAMESE = "Chính phủ hai nước đã ký một thỏa thuận hợp tác kinh tế tại Hà Nội, theo Bộ Công Thương."


def to_cp1258(text: str) -> bytes:
    """The text as cp1258 writes it: tones behind the letters, hats in them."""
    encoded = b""
    for char in text:
        letters = unicodedata.normalize("NFD", char)
        tones = [mark for mark in letters[1:] if mark in "\u0300\u0301\u0303\u0309\u0323"]
        rest = [mark for mark in letters[1:] if mark not in tones]
        encoded += (unicodedata.normalize("NFC", letters[0] + "".join(rest)) + "".join(tones)).encode("cp1258")
    return encoded


@pytest.mark.parametrize("text", [FRENCH, ENGLISH, RUSSIAN, CHINESE, VIETNAMESE], ids=lambda text: text[:12])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"),
        (ENGLISH, "cp1252"),
        (FEW_MARKS, "cp1252"),
        (RUSSIAN, "cp1251"),
        (CHINESE, "gb18030"),
        (CHINESE, "gbk"),
    ],
)
def test_older_encodings_are_told(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding)) == text


def test_vietnamese_of_windows_is_told() -> None:
    assert unicodedata.normalize("NFC", decode_text(to_cp1258(VIETNAMESE))) == VIETNAMESE


def test_a_broken_byte_spoils_no_text() -> None:
    content = (FRENCH * 8).encode()
    assert decode_text(content[:300] + b"\xff" + content[300:]).count("\ufffd") == 1


BINARY = [
    (b"", "empty"),
    (b" \r\n\t", "empty"),
    (b"\xef\xbb\xbf \n", "empty"),
    (b"\x89PNG\r\n\x1a\n" + bytes(100), "PNG image"),
    (b"\xff\xd8\xff\xe0" + b"JFIF" * 20, "JPEG image"),
    (b"GIF89a" + b"abc" * 50, "GIF image"),
    (b"%PDF-1.7\n%abc", "PDF"),
    (b"PK\x03\x04" + b"word/document.xml", "ZIP or Office"),
    (b"\x1f\x8b\x08" + b"abc" * 9, "gzip"),
    (b"text with \0 in it", "binary"),
    (bytes(range(1, 256)) * 4, "binary"),
    (b"\xff\xfeabc", "broken UTF-16"),
    (b"a" + "\u0301\u0316".encode() * 80, "accents"),
]


@pytest.mark.parametrize(("content", "reason"), BINARY, ids=[reason for _, reason in BINARY])
def test_what_is_no_text_is_refused_in_one_line(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason) as caught:
        decode_text(content)
    assert "\n" not in str(caught.value)


PAGE = '<html><head><meta charset="{}"></head><body><p>{}</p></body></html>'


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        (FRENCH, "cp1252", "iso-8859-1"),
        (FRENCH, "utf-8", "utf-8"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (CHINESE, "gb18030", "gb2312"),
        (FRENCH, "utf-8", "no-such-encoding"),
        (FRENCH, "cp1252", "utf-8"),  # a page that is wrong about itself
    ],
)
def test_page_is_read_in_the_encoding_that_it_names(text: str, encoding: str, named: str) -> None:
    page = PAGE.format(named, text)
    assert decode_page(page.encode(encoding)) == page


def test_encoding_that_the_server_names_comes_first() -> None:
    page = PAGE.format("utf-8", RUSSIAN)
    assert decode_page(page.encode("cp1251"), "windows-1251") == page


def test_stray_zero_bytes_of_a_page_are_left_out() -> None:
    page = PAGE.format("utf-8", FRENCH)
    assert decode_page(page.replace("Lima", "Li\0ma").encode()) == page


def test_limit_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SERVANDA_MAX_MB", raising=False)
    assert max_bytes() == 20_000_000
    monkeypatch.setenv("SERVANDA_MAX_MB", "0.5")
    check_size(500_000)
    with pytest.raises(UnreadableError, match=r"too large: 0\.6 MB, the limit is 0\.5 MB \(SERVANDA_MAX_MB"):
        check_size(600_000)


@pytest.mark.parametrize("value", ["", "many", "-1", "0", "nan", "inf"])
def test_a_limit_that_is_no_number_is_wrong_use(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SERVANDA_MAX_MB", value)
    with pytest.raises(UsageError, match="SERVANDA_MAX_MB"):
        max_bytes()
