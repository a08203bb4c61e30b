"""What the docs tell people to type works: the guide's commands run, the how-to pages' options exist."""

from __future__ import annotations

import importlib.util
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click
import pytest

from servanda.cli import main as program

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"```(?:console|sh|text)?\n(.*?)```", re.DOTALL)
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("guide/*.md"))]
HOW_TO = sorted((ROOT / "docs" / "how-to").glob("*.md"))


def load_generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def typed_commands(page: Path) -> Iterator[list[str]]:
    """The words of each `servanda …` that a page's blocks tell people to type; what follows two spaces is a remark."""
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        for line in block.splitlines():
            command = re.split(r"\s{2,}", line.removeprefix("$ ").rpartition("| ")[2])[0]
            if command.startswith("servanda "):
                yield shlex.split(command)[1:]


TYPED = [(page, words) for page in (*PAGES, *HOW_TO) for words in typed_commands(page)]


@pytest.mark.parametrize(("page", "words"), TYPED, ids=lambda value: value.name if isinstance(value, Path) else None)
def test_options_that_pages_name_exist(page: Path, words: list[str]) -> None:
    command: click.Command = program
    left = list(words)
    while isinstance(command, click.Group):
        command = command.commands[left.pop(0)]
    options, arguments, _ = command.make_parser(click.Context(command)).parse_args(left)
    assert arguments == []
    assert set(options) <= {parameter.name for parameter in command.params}


def test_every_command_is_shown_to_people() -> None:
    assert {words[0] for _, words in TYPED} == set(program.commands)


@pytest.mark.parametrize("page", [ROOT / "README.md", ROOT / "docs/guide/README.md"], ids=lambda page: str(page)[-20:])
def test_commands_of_the_guide_run(page: Path, tmp_path: Path) -> None:
    generator = load_generator()
    commands = [
        c for block in generator.CONSOLE.findall(page.read_text(encoding="utf-8")) for c in generator.commands_of(block)
    ]
    assert commands
    for command in commands:
        generator.run_command(command, tmp_path)


def test_tests_that_the_page_on_security_names_exist() -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs/why/security.md").read_text(encoding="utf-8")))
    written = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_*.py"))
    assert named
    assert {name for name in named if f"def {name}(" not in written} == set()
