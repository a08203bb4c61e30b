"""Static pages of the shipped examples: the notes, and each text with its records marked.

python docs/pages.py FOLDER OUTPUT
"""

from __future__ import annotations

import subprocess
import sys
from html import escape
from pathlib import Path

SERVANDA = str(Path(sys.executable).with_name("servanda"))


def run(*words: str) -> None:
    """Run one command of Servanda."""
    subprocess.run([SERVANDA, *words], check=True)


def write_pages(folder: Path, output: Path) -> None:
    """Write the notes, the marked texts and a page that leads to them."""
    output.mkdir(parents=True, exist_ok=True)
    ledger = str(output / "pages.db")
    Path(ledger).unlink(missing_ok=True)
    run("add", str(folder), "--ledger", ledger)
    links = []
    for lang, title in (("en", "Vietnam – China: a note"), ("fr", "Vietnam – Chine : une note")):
        name = f"note-{lang}.html"
        run("brief", "VN", "CN", "--lang", lang, "--format", "html", "--ledger", ledger, "--out", str(output / name))
        links.append((name, title))
    for path in sorted(folder.iterdir()):
        name = f"{path.stem}.html"
        run("read", str(path), "--format", "html", "--out", str(output / name))
        links.append((name, path.stem))
    items = "\n".join(f'<li><a href="{name}">{escape(title)}</a></li>' for name, title in links)
    head = '<!DOCTYPE html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Servanda: the examples</title>\n'
    (output / "index.html").write_text(f"{head}<ul>\n{items}\n</ul>\n</html>\n", encoding="utf-8")


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]), Path(sys.argv[2]))
