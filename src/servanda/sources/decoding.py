"""From bytes to text: the encodings that dispatches come in, and a clear word where it is no text at all."""

from __future__ import annotations

import codecs
import logging
import os
import re

from servanda.errors import UnreadableError, UsageError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = {
    b"\x89PNG": "a PNG image", b"\xff\xd8\xff": "a JPEG image", b"GIF8": "a GIF image", b"II*\0": "a TIFF image",
    b"RIFF": "a WebP image or a sound", b"%PDF-": "a PDF; save its text first", b"PK\x03\x04": "a ZIP or Office file",
    b"\xd0\xcf\x11\xe0": "an old Office file", b"\x1f\x8b": "a gzip file; unpack it first", b"\x7fELF": "a program",
    b"SQLite format 3\0": "an SQLite database",
}  # fmt: skip
_LEGACY = ("cp1252", "cp1258", "cp1251", "gb18030")
_CONTROLS = bytes((*range(9), *range(14, 27), *range(28, 32), 127))
_BAD_CONTROLS = 0.005  # share of control characters from which on it is no text
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,30})""", re.IGNORECASE)
# What is no letter beyond ASCII and yet usual in a dispatch; Vietnamese accents that cp1258 writes apart.
_BEYOND = frozenset(
    "\xa0\u2003\u3000«»’‘“”„‚–—…•·€£¥°©®™№‹›§\u0300\u0301\u0303\u0309\u0323、。，；：？！（）【】《》〈〉「」％￥～"
)
_SUPERSETS = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}  # as browsers have it
_SNIFFED = 65536  # bytes from which the encoding is told
_HEAD = 4096  # bytes of a page in which it may name its encoding
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u1dc0-\u1dff\u20d0-\u20f0]{100}")
_BAD_SHARE = 0.002
_FEW_BEYOND = 0.12  # Vietnamese, Russian and Chinese texts have twice as many bytes beyond ASCII, French half as many

logging.getLogger("charset_normalizer").setLevel(logging.WARNING)


def max_bytes() -> int:
    """The largest input in bytes: 20 MB, or what `SERVANDA_MAX_MB` says."""
    value = os.environ.get("SERVANDA_MAX_MB", "20")
    try:
        megabytes = float(value)
    except ValueError:
        megabytes = -1.0
    if not 0 < megabytes < 1e6:
        raise UsageError(f"SERVANDA_MAX_MB={value!r}: write a number of megabytes such as 20")
    return int(megabytes * 1_000_000)


def check_size(size: int) -> None:
    """Raise `UnreadableError` for an input over the limit."""
    limit = max_bytes()
    if size > limit:
        raise UnreadableError(
            f"too large: {size / 1e6:.1f} MB, the limit is {limit / 1e6:g} MB (SERVANDA_MAX_MB sets it)"
        )


def decode_text(content: bytes) -> str:
    """The text that the bytes stand for; `UnreadableError` where they are empty, binary, or in no encoding we know."""
    if not content.strip():
        raise UnreadableError("empty: there is no text in it")
    for magic, what in _MAGIC.items():
        if content.startswith(magic):
            raise UnreadableError(f"not text but {what}")
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return check_text(_decoded(content, encoding))
    head = content[:_SNIFFED]
    if b"\0" in head or len(head) - len(head.translate(None, _CONTROLS)) > _BAD_CONTROLS * len(head):
        raise UnreadableError("not text but binary")
    try:
        return check_text(content.decode("utf-8"))
    except UnicodeDecodeError:
        return check_text(_decode_legacy(content))


def decode_page(content: bytes, charset: str | None = None) -> str:
    """The HTML that the bytes stand for, in the encoding that the server or the page itself names."""
    has_bom = any(content.startswith(bom) for bom, _ in _BOMS)
    if not has_bom and content.count(0) <= _BAD_CONTROLS * len(content):
        content = content.replace(b"\0", b"")  # a few stray ones, which browsers leave out
    named = _CHARSET.search(content[:_HEAD])
    for name in () if has_bom else (charset, named and named[1].decode("ascii")):
        try:
            encoding = codecs.lookup(name or "").name
        except LookupError:
            continue
        try:
            return check_text(content.decode(_SUPERSETS.get(encoding, encoding)))
        except UnicodeError:
            continue
    return decode_text(content)


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeError as error:
        raise UnreadableError(f"broken {encoding.upper().removesuffix('-SIG')}: {error}") from error


def _decode_legacy(content: bytes) -> str:
    """UTF-8 with a few broken bytes, else the likeliest of the older encodings."""
    patched = content.decode("utf-8", errors="replace")
    bad, letters = patched.count("\ufffd"), sum(1 for char in patched if "\x7f" < char != "\ufffd")
    if bad <= _BAD_SHARE * len(patched) and letters >= 20 * bad:
        return patched
    for encoding in (_likeliest(content[:_SNIFFED]), *_LEGACY):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_plausible(text):
            return text
    raise UnreadableError(f"in an encoding that is neither UTF-8 nor {', '.join(_LEGACY)}: convert it to UTF-8")


def _likeliest(head: bytes) -> str:
    """The older encoding that the bytes look like: a Western one where few of them are beyond ASCII."""
    beyond = len(head) - len(head.translate(None, bytes(range(128, 256))))
    if beyond < _FEW_BEYOND * len(head):
        return _LEGACY[0]
    from charset_normalizer import from_bytes

    best = from_bytes(head, cp_isolation=list(_LEGACY)).best()
    return best.encoding if best else _LEGACY[0]


def _is_plausible(text: str) -> bool:
    """Whether what is beyond ASCII is letters and the usual marks, as in a text read in the right encoding."""
    beyond = [char for char in text[:_SNIFFED] if char > "\x7f"]
    odd = sum(1 for char in beyond if not (char.isalnum() or char in _BEYOND))
    return odd * 10 <= len(beyond)


def check_text(text: str) -> str:
    """The text, where it is one: not empty, not binary, without towers of accents (composing them takes for ever)."""
    if "\0" in text:
        raise UnreadableError("not text but binary")
    if _MARKS.search(text):
        raise UnreadableError("not text: a hundred accents on one letter")
    if not text.strip("\ufeff \t\r\n"):
        raise UnreadableError("empty: there is no text in it")
    return text
