"""Inputs by name: files, folders, JSON lines, standard input and addresses, as captures or as reasons why not."""

from __future__ import annotations

import io
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from servanda.errors import InputError, UnreadableError
from servanda.sources.captures import Capture, Found, read_lines, to_capture
from servanda.sources.decoding import check_size, decode_page, decode_text, max_bytes

if TYPE_CHECKING:
    from servanda.sources.fetch import Fetcher

_HTML = (".html", ".htm", ".xhtml")
_LINES = (".jsonl", ".ndjson")
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_OBJECT = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"')  # what a line of JSON begins with
_HEAD = 4096
_KINDS = {
    stat.S_ISFIFO: "a pipe", stat.S_ISSOCK: "a socket", stat.S_ISCHR: "a device", stat.S_ISBLK: "a device",
}  # fmt: skip


def find_captures(names: Iterable[str]) -> Iterator[Found]:
    """Each input under its name, read when it is asked for; what cannot be read comes as its error, the rest goes on.

    A folder stands for all files below it, in order of their paths, without hidden ones. Ids are file stems; a stem
    that was there before in the run gets its folder before it.
    """
    fetch = _Addresses()
    taken: dict[str, str] = {}
    for name in names:
        if name == "-":
            yield from _read_stream(cast(IO[bytes], sys.stdin.buffer), "-", "stdin", "")
        elif is_address(name):
            yield name, fetch(name)
        else:
            yield from _below(name, taken)


def is_address(name: str) -> bool:
    """Whether a name is an address of the web, and no file's."""
    return name.lower().startswith(("http://", "https://"))


class _Addresses:
    """The captures of addresses; what fetches them is loaded when the first of them comes."""

    def __init__(self) -> None:
        self._fetcher: Fetcher | None = None

    def __call__(self, url: str) -> Capture | InputError:
        from servanda.sources.fetch import Fetcher

        self._fetcher = self._fetcher or Fetcher()
        try:
            page = self._fetcher.fetch(url)
        except InputError as error:
            return error
        return Capture(id=url, content=page.text, is_html=page.is_html, url=page.url)


def _below(name: str, taken: dict[str, str]) -> Iterator[Found]:
    """What a path stands for: a file, or all files of a folder."""
    path = Path(name)
    if not os.path.isdir(name):  # which says no, where asking is not permitted
        yield from _read_file(path, taken)
        return
    count = 0
    for found, error in _files(path):
        count += 1
        yield from [(_readable(found), error)] if error else _read_file(found, taken)
    if not count:
        yield name, UnreadableError("an empty folder: there is no file in it to read")


def _files(folder: Path) -> Iterator[tuple[Path, InputError | None]]:
    """All files below a folder in order of their paths, and folders that cannot be listed, with the reason.

    Hidden ones, and what is below links to folders, are left out.
    """
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield folder, UnreadableError(_reason(error))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path))
        elif not os.path.isdir(entry.path):
            yield Path(entry.path), None


def _read_file(path: Path, taken: dict[str, str]) -> Iterator[Found]:
    """The captures of one file; a file that was read before in this run is not read again."""
    name, real = _readable(path), os.path.realpath(path)
    id = _free_id(path, real, taken)
    if taken.get(id) == real:
        return
    taken[id] = real
    try:
        file = _open(path)
    except OSError as error:
        yield name, UnreadableError(_reason(error))
        return
    except UnreadableError as error:
        yield name, error
        return
    with file:
        yield from _read_stream(file, name, id, path.suffix.lower())


def _readable(path: Path) -> str:
    """The path as text; bytes of a name that are no UTF-8 are shown as what they are not."""
    return os.fsencode(path).decode("utf-8", errors="replace")


def _free_id(path: Path, real: str, taken: dict[str, str]) -> str:
    """The file's stem, or with as many folders before it as make it the only one of its name."""
    parts = path.absolute().with_suffix("").parts
    for count in range(1, len(parts)):
        id = _readable(Path(*parts[-count:]))
        if taken.get(id, real) == real:
            return id
    return _readable(path.absolute())


def _open(path: Path) -> IO[bytes]:
    """The file, open; `UnreadableError` for what is none, or over the limit, before a byte of it is read."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        kind = next((kind for is_kind, kind in _KINDS.items() if is_kind(status.st_mode)), "no file")
        raise UnreadableError(f"{kind}: only files, folders and addresses are read (use - for what comes down a pipe)")
    if path.suffix.lower() not in _LINES:
        check_size(status.st_size)
    return path.open("rb")


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    return error.strerror or str(error)


def _read_stream(file: IO[bytes], name: str, id: str, suffix: str) -> Iterator[Found]:
    """The captures that stand in a file: one, or one a line."""
    try:
        head = cast(io.BufferedReader, file).peek(_HEAD)[:_HEAD]
        if suffix in _LINES or (not suffix and _OBJECT.match(head)):
            yield from read_lines(file, name, id)
            return
        content = file.read(max_bytes() + 1)
        check_size(len(content))
        yield name, _captured(content, id, suffix)
    except OSError as error:
        yield name, UnreadableError(_reason(error))
    except UnreadableError as error:
        yield name, error


def _captured(content: bytes, id: str, suffix: str) -> Capture:
    """The capture of a file's content, by the end of its name or, where that says nothing, by what it begins with."""
    if suffix == ".json":
        return to_capture(content, id)
    if suffix in _HTML or (suffix != ".txt" and _PAGE.match(content[:_HEAD])):
        return Capture(id=id, content=decode_page(content), is_html=True)
    return Capture(id=id, content=decode_text(content))
