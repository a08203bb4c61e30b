"""Rebuild src/servanda/data/han_readings.txt from the Unihan database.

    apt-get download unicode-data && dpkg -x unicode-data_*.deb unihan
    python building/han_readings.py unihan/usr/share/unicode

Debian's package `unicode-data` carries the database (Unicode licence). Kept are the characters of today's standard
list, each with its Mandarin syllables without tones, its Sino-Vietnamese readings and its Korean ones in Hangul. Unihan
lacks the Vietnamese for one character in three, so they are inferred as well: characters that sound alike both in
Mandarin and in Cantonese nearly always sound alike in Sino-Vietnamese. What was inferred stands after a bar.
"""

from __future__ import annotations

import bz2
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

OUT = Path(__file__).parent.parent / "src" / "servanda" / "data" / "han_readings.txt"
HEAD = """# Han characters with their Mandarin, Sino-Vietnamese and Korean readings; made by building/han_readings.py.
# From the Unihan database, Unicode {version}: © 1991-2022 Unicode, Inc., Unicode licence (https://www.unicode.org/license.txt).
# character, Mandarin syllables, Sino-Vietnamese readings | those inferred from characters that sound alike, Hangul
# "=" lines: traditional characters and other variants, then the simplified one that stands for them.
"""
_MARK = re.compile(r"[\u0300-\u036f]")


def fields(folder: Path, name: str) -> Iterator[tuple[str, str, str]]:
    """Character, field and value of each line of one file of the database."""
    with bz2.open(folder / f"Unihan_{name}.txt.bz2", "rt", encoding="utf-8") as file:
        for line in file:
            if line.startswith("U+"):
                code, field, value = line.rstrip("\n").split("\t")
                yield chr(int(code[2:], 16)), field, value


def plain(syllable: str) -> str:
    """The syllable without tone, ü as u."""
    return _MARK.sub("", unicodedata.normalize("NFD", syllable.lower()))


def main(folder: Path) -> None:
    """Write the file."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for name in ("Readings", "Variants"):
        for char, field, value in fields(folder, name):
            found[char][field] = value
    mandarin = {char: _mandarin(values) for char, values in found.items()}
    simple = _simplified(found)
    vietnamese = defaultdict(list)
    korean: dict[str, list[str]] = defaultdict(list)
    sounds: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for char, values in found.items():
        korean[simple.get(char, char)] += [item.partition(":")[0] for item in values.get("kHangul", "").split()]
        for reading in values.get("kVietnamese", "").split():
            vietnamese[simple.get(char, char)].append(unicodedata.normalize("NFC", reading))
            for sound in _sounds(values):
                sounds[sound][reading] += 1
    inferred = {simple.get(char, char): _inferred(values, sounds) for char, values in found.items()}
    for char, values in found.items():
        if char not in simple:
            inferred[char] = _inferred(values, sounds) or inferred.get(char, [])
    _write(found, mandarin, simple, vietnamese, inferred, korean)


def _mandarin(values: dict[str, str]) -> list[str]:
    listed = [*values.get("kMandarin", "").split()]
    listed += [item.partition("(")[0] for item in values.get("kHanyuPinlu", "").split()]
    listed += [
        sound for item in values.get("kTGHZ2013", "").split() for sound in item.partition(":")[2].split(",") if sound
    ]
    return list(dict.fromkeys(map(plain, listed)))[:4]


def _simplified(found: dict[str, dict[str, str]]) -> dict[str, str]:
    """The character of today's standard list that stands for a traditional one or another variant, in two steps too."""
    pairs: dict[str, str] = {}
    for _ in range(2):
        known = {**{char: char for char, values in found.items() if "kTGHZ2013" in values}, **pairs}
        for char, values in found.items():
            if char not in known:
                others = (known.get(other) for other in _variants(values))
                pairs.update((char, other) for other in islice(filter(None, others), 1))
    return pairs


def _variants(values: dict[str, str]) -> Iterator[str]:
    for field in ("kSimplifiedVariant", "kZVariant", "kSemanticVariant"):
        for item in values.get(field, "").split():
            yield chr(int(item.partition("<")[0][2:], 16))


def _sounds(values: dict[str, str]) -> Iterator[tuple[str, str]]:
    for cantonese in values.get("kCantonese", "").split():
        for syllable in values.get("kMandarin", "").split()[:1]:
            yield plain(syllable), cantonese


def _inferred(values: dict[str, str], sounds: dict[tuple[str, str], Counter[str]]) -> list[str]:
    """The readings that most characters of the same two sounds have."""
    counted: Counter[str] = Counter()
    for sound in _sounds(values):
        counted.update(sounds.get(sound, {}))
    most = max(counted.values(), default=0)
    by_plain: Counter[str] = Counter()
    for reading, count in counted.items():
        by_plain[_bare(reading)] += count
    best = [bare for bare, count in by_plain.most_common(2) if count >= max(2, by_plain.most_common(1)[0][1] * 0.5)]
    return [r for r, count in counted.most_common(6) if most and _bare(r) in best and count >= 1][:3]


def _bare(reading: str) -> str:
    return plain(reading).replace("đ", "d")


def _write(found, mandarin, simple, vietnamese, inferred, korean) -> None:  # type: ignore[no-untyped-def]
    lines = []
    for char in sorted(found):
        if "kTGHZ2013" not in found[char] or not mandarin[char]:
            continue
        own = list(dict.fromkeys(vietnamese.get(char, [])))
        more = [r for r in inferred.get(char, []) if _bare(r) not in map(_bare, own)]
        told = " ".join(own) + (f" | {' '.join(more)}" if more else "")
        hangul = " ".join(dict.fromkeys(korean.get(char, [])))
        lines.append(f"{char}\t{' '.join(mandarin[char])}\t{told}\t{hangul}".rstrip())
    variants: dict[str, str] = defaultdict(str)
    for char, other in sorted(simple.items()):
        if ord(char) < 0x20000:
            variants[other] += char
    lines += [f"={chars}\t{other}" for other, chars in sorted(variants.items())]
    OUT.write_text(HEAD.format(version="15.0") + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{OUT}: {len(lines)} lines")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
