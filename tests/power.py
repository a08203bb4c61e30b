"""Power cuts, by the book of what SQLite wrote: which bytes went into which file, and which were on the disk for sure.

`recording` puts its own `xOpen`, `xWrite`, `xTruncate`, `xSync` and `xDelete` before those of SQLite's file layer (the
VFS), in the library that Python's `sqlite3` uses, and keeps what passes. Of a cut at any place in this book, a disk may
hold: of each file what was synced last, and of what was written since any part, in any order, torn at sectors.
Truncating since then may have happened or not, and deleting since the folder was synced, which SQLite does with the
first sync of a new journal or log. `files_after` gives such a disk; nothing else is assumed of it, but that what it
told as synced is kept. The shared index (`-shm`) is memory and is gone.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_int64, c_void_p
from pathlib import Path
from typing import Any, NamedTuple

SECTOR = 512
FOLDER = "."

# A name is a pointer, not `bytes`: SQLite keeps it, and looks behind it.
_Open = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, POINTER(c_int))
_Delete = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)
_Write = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_Truncate = CFUNCTYPE(c_int, c_void_p, c_int64)
_Sync = CFUNCTYPE(c_int, c_void_p, c_int)


class _Methods(ctypes.Structure):
    """sqlite3_io_methods, version 3."""

    _fields_ = (
        ("version", c_int), ("close", c_void_p), ("read", c_void_p), ("write", _Write), ("truncate", _Truncate),
        ("sync", _Sync), *((f"other{number}", c_void_p) for number in range(13)),
    )  # fmt: skip


class _Vfs(ctypes.Structure):
    """sqlite3_vfs, as far as it is looked at."""

    _fields_ = (
        ("version", c_int), ("size_of_file", c_int), ("longest_path", c_int), ("next", c_void_p), ("name", c_char_p),
        ("data", c_void_p), ("open", _Open), ("delete", _Delete),
    )  # fmt: skip


class Line(NamedTuple):
    """What happened to a file: `write` (place, bytes), `truncate` (size), `sync`, `delete`; `told` marks a moment."""

    deed: str
    name: str
    place: int = 0
    content: bytes = b""


def library() -> ctypes.CDLL | None:
    """The SQLite library that this Python uses; None where it is built into Python itself."""
    import _sqlite3

    for line in Path("/proc/self/maps").read_text().splitlines() if Path("/proc/self/maps").exists() else ():
        if "libsqlite3" in line and _sqlite3:
            return ctypes.CDLL(line.split()[-1])
    return None


@contextmanager
def recording(folder: Path) -> Iterator[list[Line]]:
    """The book of all that is written into a folder's files while the block runs."""
    recorder = _Recorder(folder)
    recorder.begin()
    try:
        yield recorder.book
    finally:
        recorder.end()


class _Recorder:
    def __init__(self, folder: Path) -> None:
        self.book: list[Line] = []
        self._folder = str(folder)
        found = library()
        assert found is not None
        found.sqlite3_vfs_find.restype = POINTER(_Vfs)
        self._vfs = found.sqlite3_vfs_find(None).contents
        self._names: dict[int, str] = {}
        self._fresh: set[int] = set()  # journals and logs that were not synced since they were opened
        self._methods: dict[int, tuple[_Methods, Any]] = {}  # by the address of those that they stand before

    def begin(self) -> None:
        """Stand before the file layer."""
        self._open, self._delete = _copy(self._vfs.open, _Open), _copy(self._vfs.delete, _Delete)
        self._own = _Open(self._opened), _Delete(self._deleted)
        self._vfs.open, self._vfs.delete = self._own

    def end(self) -> None:
        """Step aside; files that are still open go on as before."""
        self._vfs.open, self._vfs.delete = self._open, self._delete

    def _opened(self, vfs: int, name: int | None, file: int, flags: int, told: Any) -> int:
        code = int(self._open(vfs, name, file, flags, told))
        path = ctypes.string_at(name).decode() if name else ""
        methods = c_void_p.from_address(file)
        if code == 0 and path.startswith(self._folder) and methods.value:
            self._names[file] = Path(path).name
            self._fresh.discard(file)
            if path.endswith(("-wal", "-journal")):
                self._fresh.add(file)
            methods.value = ctypes.addressof(self._before(methods.value))
        return code

    def _before(self, address: int) -> _Methods:
        """The methods of files of a kind, with ours before those that write."""
        if address not in self._methods:
            own = _Methods.from_buffer_copy(_Methods.from_address(address))
            write, truncate, sync = own.write, own.truncate, own.sync
            kept = (_copy(write, _Write), _copy(truncate, _Truncate), _copy(sync, _Sync))

            def wrote(file: int, content: int, amount: int, place: int) -> int:
                self.book.append(Line("write", self._names[file], place, ctypes.string_at(content, amount)))
                return int(kept[0](file, content, amount, place))

            def truncated(file: int, size: int) -> int:
                self.book.append(Line("truncate", self._names[file], size))
                return int(kept[1](file, size))

            def synced(file: int, flags: int) -> int:
                code = int(kept[2](file, flags))
                self.book.append(Line("sync", self._names[file]))
                if file in self._fresh:  # SQLite syncs the folder with the first sync of a journal or log
                    self._fresh.remove(file)
                    self.book.append(Line("sync", FOLDER))
                return code

            ours = _Write(wrote), _Truncate(truncated), _Sync(synced)
            own.write, own.truncate, own.sync = ours
            self._methods[address] = own, (ours, kept)
        return self._methods[address][0]

    def _deleted(self, vfs: int, name: int, sync_folder: int) -> int:
        path = ctypes.string_at(name).decode()
        if path.startswith(self._folder):
            self.book.append(Line("delete", Path(path).name))
            if sync_folder:
                self.book.append(Line("sync", FOLDER))
        return int(self._delete(vfs, name, sync_folder))


def _copy(function: Any, kind: Callable[[int], Any]) -> Any:
    """A function pointer apart from the structure that it was read from."""
    return kind(ctypes.cast(function, c_void_p).value)


# what a disk may hold


def files_after(book: list[Line], cut: int, chance: random.Random, kept: float) -> dict[str, bytes]:
    """The files of a disk after a cut behind so many lines of the book; each unsynced part is kept with that chance."""
    known = [line for line in book[:cut] if line.deed != "told"]
    names = sorted({line.name for line in known} - {FOLDER})
    files = {name: _file([line for line in known if line.name in (name, FOLDER)], chance, kept) for name in names}
    return {name: content for name, content in files.items() if content is not None}


def _file(lines: list[Line], chance: random.Random, kept: float) -> bytes | None:
    synced = [number for number, line in enumerate(lines) if line.deed == "sync" and line.name != FOLDER]
    last = max(synced, default=-1)
    last_of_folder = max((number for number, line in enumerate(lines) if line.name == FOLDER), default=-1)
    content: bytearray | None = None
    for number, line in enumerate(lines):
        is_sure = number <= last
        if line.deed == "delete":
            content = None if number < max(last, last_of_folder) or chance.random() < kept else content
        elif line.deed == "truncate" and content is not None:
            if is_sure or chance.random() < kept:
                content = content[: line.place].ljust(line.place, b"\0")
        elif line.deed == "write":
            content = bytearray() if content is None else content
            for start in range(0, len(line.content), SECTOR):
                if is_sure or chance.random() < kept:
                    _put(content, line.place + start, line.content[start : start + SECTOR])
    return None if content is None else bytes(content)


def _put(content: bytearray, place: int, part: bytes) -> None:
    if len(content) < place:
        content.extend(bytes(place - len(content)))
    content[place : place + len(part)] = part


def write_disk(folder: Path, files: dict[str, bytes]) -> None:
    """Write the files of a disk into a new folder, without the shared index."""
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
