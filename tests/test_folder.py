"""Inputs by name: files, folders, JSON lines; each failure has its line and the rest is read."""

from __future__ import annotations

import io
import json
import os
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from servanda.documents.inputs import find_inputs
from servanda.errors import InputError, LanguageError, UnreadableError
from servanda.records import Document
from servanda.sources.captures import Capture, read_lines
from servanda.sources.folder import find_captures

STORY = "Peru and Kenya signed an agreement on avocados in Lima, and both of them will open their markets in May."
PAGE = f"<!DOCTYPE html><html><head><title>Peru</title></head><body><article><p>{STORY}</p></article></body></html>"


def write(path: Path, content: str | bytes = STORY) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def inputs(*names: str | Path, **known: Any) -> list[tuple[str, Document | InputError]]:
    return list(find_inputs([str(name) for name in names], **known))


def ids(*names: str | Path) -> list[str]:
    return [found.id if isinstance(found, Document) else f"! {found}" for _, found in inputs(*names)]


def the_failure(*names: str | Path) -> tuple[str, str]:
    """The name and the reason of the one input that failed."""
    ((name, error),) = [(name, found) for name, found in inputs(*names) if isinstance(found, InputError)]
    assert "\n" not in str(error)
    return name, str(error)


def test_folder_is_read_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c/d.txt", ".hidden.txt", ".git/e.txt", "aa/z.html"):
        write(tmp_path / name, PAGE if name.endswith("html") else STORY)
    assert ids(tmp_path) == ["a", "z", "b", "d"]


def test_files_with_the_same_stem_get_distinct_ids(tmp_path: Path) -> None:
    first, second = write(tmp_path / "north/story.txt"), write(tmp_path / "south/story.txt")
    third = write(tmp_path / "south/story.md")
    found = ids(first, second, third)
    assert found[:2] == ["story", "south/story"]
    assert len(set(found)) == 3


def test_the_same_file_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path / "story.txt")
    assert ids(path, tmp_path, tmp_path / "." / "story.txt") == ["story"]


def test_ids_do_not_depend_on_how_a_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "2026/story.txt")
    monkeypatch.chdir(tmp_path)
    assert ids("2026") == ids("2026/story.txt") == ids(tmp_path / "2026" / "story.txt") == ["story"]


def test_kind_of_file_is_told_by_its_content_where_its_name_says_nothing(tmp_path: Path) -> None:
    captures = [
        found
        for path in (
            write(tmp_path / "page", f"\ufeff \n<!-- saved -->\n{PAGE}"),
            write(tmp_path / "text.md"),
            write(tmp_path / "lines.ndjson", json.dumps({"id": "n", "text": STORY})),
            write(tmp_path / "one.json", json.dumps({"id": "o", "html": PAGE})),
            write(tmp_path / "markup.txt", PAGE),
        )
        for _, found in find_captures([str(path)])
    ]
    assert [(c.id, c.is_html) for c in captures if isinstance(c, Capture)] == [
        ("page", True), ("text", False), ("n", False), ("o", True), ("markup", False),
    ]  # fmt: skip


def test_json_lines_carry_what_is_known(tmp_path: Path) -> None:
    known = {
        "url": "https://example.org/a",
        "published": "2026-03-13T09:40:00Z",
        "publisher": "Andina",
        "title": "Deal",
    }
    path = write(tmp_path / "batch.jsonl", json.dumps({"id": "a", "text": STORY, "lang": "EN", **known, "extra": [1]}))
    ((name, document),) = inputs(path)
    assert isinstance(document, Document)
    assert (name, document.id, document.lang) == (f"{path}, line 1", "a", "en")
    assert (document.url, document.published, document.publisher, document.title) == (
        "https://example.org/a", "2026-03-13", "Andina", "Deal",
    )  # fmt: skip


BAD_LINES = [
    ("{not json", UnreadableError, "no document as JSON"),
    ('["a", "b"]', UnreadableError, "no document as JSON"),
    ('{"id": "x"}', UnreadableError, 'neither "text" nor "html"'),
    ('{"id": "x", "text": ""}', UnreadableError, "empty"),
    ('{"id": "x", "text": 7}', UnreadableError, r"\$\.text"),
    ('{"id": "x", "text": "A", "published": "last week"}', UnreadableError, "published"),
    ('{"id": "x", "text": "A", "published": "2026-13-01"}', UnreadableError, "published"),
    ('{"id": "x", "text": "A\\u0000"}', UnreadableError, "binary"),
    ('{"id": "x", "text": "A", "url": "javascript:alert(1)"}', UnreadableError, "url"),
    ('{"id": "x", "text": "A", "lang": "tlh"}', LanguageError, "'tlh'"),
]


@pytest.mark.parametrize(("line", "kind", "reason"), BAD_LINES)
def test_a_bad_line_names_file_and_line_and_the_rest_is_read(
    tmp_path: Path, line: str, kind: type[InputError], reason: str
) -> None:
    good = json.dumps({"text": STORY})
    path = write(tmp_path / "batch.jsonl", f"\ufeff{good}\n\n{line}\r\n{good}")
    found = inputs(path)
    assert [f.id for _, f in found if isinstance(f, Document)] == ["batch:1", "batch:4"]
    name, error = found[1]
    assert name == f"{path}, line 3"
    with pytest.raises(kind, match=reason):
        raise error if isinstance(error, InputError) else AssertionError(error)


def test_bytes_that_are_no_utf8_spoil_one_line(tmp_path: Path) -> None:
    good = json.dumps({"text": STORY}).encode()
    path = write(tmp_path / "batch.jsonl", good + b'\n{"text": "\xff\xfe"}\n' + good + b"\n")
    assert [isinstance(found, Document) for _, found in inputs(path)] == [True, False, True]


def test_json_lines_are_read_one_by_one() -> None:
    class Endless(io.RawIOBase):
        """A file that never ends."""

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            line = b'{"text": "A story."}\n'
            buffer[: len(line)] = line
            return len(line)

    lines = read_lines(io.BufferedReader(Endless()), "endless", "endless")
    assert [name for name, _ in (next(lines), next(lines))] == ["endless, line 1", "endless, line 2"]


def test_a_line_over_the_limit_is_refused_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVANDA_MAX_MB", "0.01")
    file = io.BytesIO(b'{"text": "' + b"a" * 200_000 + b'"}\n{"id": "next", "text": "A story."}\n')
    first, second = (found for _, found in read_lines(file, "big", "big"))
    assert isinstance(first, UnreadableError)
    assert "too large" in str(first)
    assert isinstance(second, Capture)


def test_failures_have_a_line_each_and_the_rest_is_read(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "gone.txt")
    os.mkfifo(tmp_path / "c.txt")
    write(tmp_path / "d.txt", "")
    write(tmp_path / "e.txt", b"\x89PNG\r\n\x1a\n" + bytes(40))
    write(tmp_path / "f.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "g.txt"))
        found = dict(inputs(tmp_path))
    reasons = {Path(name).name: str(error) for name, error in found.items() if isinstance(error, InputError)}
    assert [document.id for document in found.values() if isinstance(document, Document)] == ["a", "f"]
    assert reasons.keys() == {"b.txt", "c.txt", "d.txt", "e.txt", "g.txt"}
    for name, reason in {"b": "no such file", "c": "a pipe", "d": "empty", "e": "PNG image", "g": "a socket"}.items():
        assert reason in reasons[f"{name}.txt"]


@contextmanager
def as_nobody(folder: Path) -> Iterator[None]:
    """Let root, who may read everything, read as nobody meanwhile."""
    assert inputs(write(folder / "first.txt"))[0]  # loads what nobody may not load
    if os.geteuid():
        yield
        return
    for above in (folder, *folder.parents):
        if above.stat().st_uid == 0 and above.is_relative_to(tempfile.gettempdir()) and above.name:
            above.chmod(above.stat().st_mode | 0o055)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_what_may_not_be_read_fails_alone(tmp_path: Path) -> None:
    secret, closed = write(tmp_path / "a.txt"), write(tmp_path / "closed/b.txt")
    write(tmp_path / "d.txt")
    secret.chmod(0)
    closed.parent.chmod(0)
    with as_nobody(tmp_path):
        found = [(Path(name).name, str(getattr(f, "id", f))) for name, f in inputs(tmp_path, closed)]
    closed.parent.chmod(0o755)
    assert found == [
        ("a.txt", "no permission to read it"),
        ("closed", "no permission to read it"),
        ("d.txt", "d"),
        ("first.txt", "first"),
        ("b.txt", "no permission to read it"),
    ]


def test_a_name_that_is_no_text_is_shown_as_well_as_can_be(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(path, "wb") as file:
        file.write(STORY.encode())
    ((name, document),) = inputs(tmp_path)
    assert isinstance(document, Document)
    assert (document.id, name.rpartition("/")[2]) == ("caf\ufffd", "caf\ufffd.txt")


def test_a_link_to_itself_fails_alone(tmp_path: Path) -> None:
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    assert the_failure(tmp_path)[0] == str(tmp_path / "loop.txt")


def test_a_folder_without_files_is_a_failure(tmp_path: Path) -> None:
    write(tmp_path / ".hidden")
    assert the_failure(tmp_path) == (str(tmp_path), "an empty folder: there is no file in it to read")


def test_no_such_path(tmp_path: Path) -> None:
    assert the_failure(tmp_path / "gone") == (str(tmp_path / "gone"), "no such file or folder")


def test_a_device_is_not_read() -> None:
    assert "a device" in the_failure("/dev/zero")[1]


def test_a_file_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = write(tmp_path / "big.txt", b"")
    os.truncate(path, 200_000_000)
    path_reason = the_failure(path)[1]
    assert path_reason == "too large: 200.0 MB, the limit is 20 MB (SERVANDA_MAX_MB sets it)"


def test_links_between_folders_do_not_go_round_in_circles(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert ids(tmp_path) == ["a"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (STORY.encode(), ["stdin"]),
        (PAGE.encode(), ["stdin"]),
        (
            b'{"id": "a", "text": "The first story was signed."}\n{"text": "The second story was signed."}',
            ["a", "stdin:2"],
        ),
        (b"", ["! empty: there is no text in it"]),
    ],
)
def test_standard_input(monkeypatch: pytest.MonkeyPatch, content: bytes, expected: list[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(content))))
    assert ids("-") == expected


def test_what_is_told_of_all_gives_way_to_what_a_line_says(tmp_path: Path) -> None:
    lines = [{"text": STORY}, {"text": STORY, "published": "2026-03-13"}]
    path = write(tmp_path / "batch.jsonl", "\n".join(map(json.dumps, lines)))
    found = [document for _, document in inputs(path, lang="en", published="2026") if isinstance(document, Document)]
    assert [document.published for document in found] == ["2026", "2026-03-13"]


def test_inputs_come_one_by_one(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    found = find_inputs([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")])
    next(found)
    write(tmp_path / "b.txt")
    assert isinstance(next(found)[1], Document)
