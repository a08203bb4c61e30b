"""What a person types wrongly, through the command: one clear line each, the exit code, and the rest is read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from servanda.cli import main as program

STORY = (
    "Lima (VNA) - Peru and Kenya signed an agreement on avocados in Lima on March 12, 2026, and both of them will open "
    "their markets in May."
)
SERVANDA = Path(sys.executable).with_name("servanda")


class Run(NamedTuple):
    """What a run of the command left behind."""

    code: int
    documents: list[str]
    errors: list[str]


def run(*words: str | Path, stdin: bytes | None = None) -> Run:
    """`servanda` with these words, in this process."""
    done = CliRunner().invoke(program, [str(word) for word in words], input=stdin)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return Run(done.exit_code, _documents(done.stdout), done.stderr.splitlines())


def run_outside(*words: str | Path, stdin: bytes = b"", **settings: str) -> Run:
    """`servanda` with these words, as a process of its own."""
    environment = os.environ | settings
    done = subprocess.run([SERVANDA, *map(str, words)], input=stdin, capture_output=True, env=environment, check=False)
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return Run(done.returncode, _documents(done.stdout.decode()), done.stderr.decode().splitlines())


def _documents(printed: str) -> list[str]:
    lines = [json.loads(line) for line in printed.splitlines() if line.startswith("{")]
    return [line["doc"] for line in lines if line["kind"] == "document"]


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return write(tmp_path / "good.txt", STORY)


GERMAN = "Die beiden Regierungen haben am Montag in Berlin ein Abkommen über den Handel unterzeichnet. " * 3
BAD = [
    ("empty.txt", b"", "empty: there is no text in it"),
    ("blank.txt", b" \r\n\t\n", "empty: there is no text in it"),
    ("binary.bin", bytes(range(256)) * 20, "not text but binary"),
    ("photo.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not text but a PNG image"),
    ("scan.txt", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(99), "not text but a JPEG image"),
    ("report.txt", b"%PDF-1.7\n1 0 obj", "not text but a PDF; save its text first"),
    ("german.txt", GERMAN.encode(), "looks like German; known: en (English), es (Spanish)"),
    ("numbers.txt", b"2026; 12; 14", "no words: the language cannot be told"),
    ("menu.html", b"<html><body><nav><a href='/'>Home</a></nav></body></html>", "no story on the page"),
    ("broken.html", b"<html><bod<p", "no story on the page"),
    ("lines.jsonl", b'{"id": 1', "no document as JSON"),
]


@pytest.mark.parametrize(("name", "content", "reason"), BAD, ids=[name for name, _, _ in BAD])
def test_bad_file_has_one_line_and_the_rest_is_read(
    tmp_path: Path, good: Path, name: str, content: bytes, reason: str
) -> None:
    bad = write(tmp_path / name, content)
    found = run("read", bad, good, "--format", "jsonl")
    assert found.code == 1
    assert found.documents == ["good"]
    (line,) = found.errors
    assert line.startswith(f"servanda: {bad}")
    assert reason in line


def test_two_hundred_megabytes_are_refused_unread(tmp_path: Path, good: Path) -> None:
    big = write(tmp_path / "big.txt", b"")
    os.truncate(big, 200_000_000)
    found = run("read", big, good, "--format", "jsonl")
    assert (found.code, found.documents) == (1, ["good"])
    assert found.errors == [f"servanda: {big}: too large: 200.0 MB, the limit is 20 MB (SERVANDA_MAX_MB sets it)"]


def test_folder_with_unreadable_files_is_read_without_them(tmp_path: Path, good: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    write(tmp_path / "zero.txt", b"\0\0\0\0")
    found = run("read", tmp_path, "--format", "jsonl")
    assert (found.code, found.documents) == (1, ["good"])
    assert [line.split(": ")[1:3] for line in found.errors] == [
        [str(tmp_path / "gone.txt"), "no such file or folder"],
        [str(tmp_path / "pipe.txt"), "a pipe"],
        [str(tmp_path / "zero.txt"), "not text but binary"],
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_folder_with_a_file_without_permission(tmp_path: Path, good: Path) -> None:
    write(tmp_path / "secret.txt", STORY).chmod(0)
    found = run("read", tmp_path, "--format", "jsonl")
    assert (found.code, found.documents) == (1, ["good"])
    assert found.errors == [f"servanda: {tmp_path / 'secret.txt'}: no permission to read it"]


def test_no_such_path(tmp_path: Path, good: Path) -> None:
    gone = tmp_path / "gone.txt"
    found = run("read", gone, good, "--format", "jsonl")
    assert (found.code, found.documents) == (1, ["good"])
    assert found.errors == [f"servanda: {gone}: no such file or folder"]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1:9/a", "refused: 127.0.0.1"),
        ("http://169.254.169.254/latest/meta-data", "refused: 169.254.169.254"),
        ("https://no-such-host.invalid/a", "no such host"),
        ("http://", "no host"),
    ],
)
def test_address_that_is_not_read(good: Path, url: str, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SERVANDA_ALLOW_PRIVATE", raising=False)
    found = run("read", url, good, "--format", "jsonl")
    assert (found.code, found.documents) == (1, ["good"])
    assert [line.startswith(f"servanda: {url}") and reason in line for line in found.errors] == [True]


def test_bad_line_of_json_lines_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    lines = [json.dumps({"id": "a", "text": STORY}), "{", json.dumps({"id": "b", "text": STORY})]
    path = write(tmp_path / "batch.jsonl", "\n".join(lines))
    found = run("read", path, "--format", "jsonl")
    assert (found.code, found.documents) == (1, ["a", "b"])
    assert [line.startswith(f"servanda: {path}, line 2: no document as JSON") for line in found.errors] == [True]


def test_broken_page_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = write(tmp_path / "page.html", f"<html><body><div><p>{STORY}<p><b>{STORY}</i></div></div><table><tr>")
    assert run("read", path, "--format", "jsonl") == Run(0, ["page"], [])


WRONG_USE = [
    (["read"], "Missing argument"),
    (["read", "a.txt", "--lang", "xx"], "no language 'xx'; known: en, es, fr"),
    (["read", "a.txt", "--published", "last week"], "write a date as 2026"),
    (["read", "a.txt", "--published", "2026-13"], "write a date as 2026"),
    (["read", "a.txt", "--kind", "rumour"], "rumour"),
    (["read", "a.txt", "--format", "pdf"], "pdf"),
    (["read", "a.txt", "--out", "no/such/folder/out.jsonl"], "no such folder"),
    (["brief", "VN", "XQ"], "no country code 'XQ'"),
    (["undertakings", "--pair", "VN-VIETNAM"], "VIETNAM"),
    (["undertakings", "--sector", "dreams"], "no sector 'dreams'"),
    (["unknown"], "unknown"),
]


@pytest.mark.parametrize(("words", "reason"), WRONG_USE, ids=[" ".join(words) for words, _ in WRONG_USE])
def test_wrong_use_is_told_with_exit_code_2(
    words: list[str], reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "a.txt", STORY)
    found = run(*words)
    assert found.code == 2
    assert reason in found.errors[-1]
    assert found.documents == []


def test_a_limit_that_is_no_number_is_wrong_use(good: Path) -> None:
    found = run_outside("read", good, SERVANDA_MAX_MB="much")
    assert (found.code, found.documents) == (2, [])
    assert found.errors == ["servanda: SERVANDA_MAX_MB='much': write a number of megabytes such as 20"]


def test_as_a_process_of_its_own(tmp_path: Path, good: Path) -> None:
    bad = write(tmp_path / "photo.txt", b"\x89PNG\r\n\x1a\n")
    assert run_outside("read", good, "--format", "jsonl") == Run(0, ["good"], [])
    found = run_outside("read", bad, "-", stdin=STORY.encode())
    assert (found.code, found.documents) == (1, ["stdin"])
    assert found.errors == [f"servanda: {bad}: not text but a PNG image"]


def test_nothing_down_the_pipe() -> None:
    assert run_outside("read", "-") == Run(1, [], ["servanda: -: empty: there is no text in it"])


def test_adding_goes_on_behind_a_bad_input(tmp_path: Path, good: Path) -> None:
    bad = write(tmp_path / "empty.txt", b"")
    found = run("add", bad, good, "--ledger", tmp_path / "made.db")
    assert found.code == 1
    assert [line for line in found.errors if "empty" in line] == [f"servanda: {bad}: empty: there is no text in it"]
    assert run("undertakings", "--ledger", tmp_path / "made.db").code == 0
