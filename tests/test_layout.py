"""The package's shape: imports run one way, modules do not import in circles, and no module has a vague name."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import servanda

ROOT = Path(servanda.__file__).parent
# Each layer may import itself and what stands above it.
LAYERS = (
    ("errors", "records", "status", "steps", "vocabulary", "languages", "days", "data", "script"),
    ("sources",),
    ("documents",),
    ("reading",),
    ("ledger",),
    ("analysis",),
    ("exchange", "desk"),
    ("evaluation", "bulk"),
    ("commands", "cli"),
)
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}
VAGUE = re.compile(r"(^|_)(utils?|helpers?|misc|common|base|core|manager|handler|processor)s?_?$", re.IGNORECASE)
MODULES = {
    ".".join(("servanda", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in sorted(ROOT.rglob("*.py"))
    if "versions" not in path.parts  # alembic's migrations are scripts in order, not modules
}


def layer_of(module: str) -> int:
    """The rank of a module's layer; a module that no layer names fails here."""
    return RANK[module.split(".")[1]]


def imported_names(node: ast.AST, module: str) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, f"{module}: relative import; write the package's name"
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imports_of(module: str, *, lazy: bool) -> set[str]:
    """Modules of ours that a module imports; those inside functions only when `lazy`."""
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    nodes = ast.walk(tree) if lazy else iter(tree.body)
    names = {name for node in nodes for name in imported_names(node, module)}
    return {found for name in names for found in (name, name.rpartition(".")[0]) if found in MODULES} - {module}


@pytest.mark.parametrize("module", [name for name in MODULES if name != "servanda"])
def test_imports_run_one_way(module: str) -> None:
    against = [
        name for name in imports_of(module, lazy=True) if name != "servanda" and layer_of(name) > layer_of(module)
    ]
    assert against == []


def test_modules_do_not_import_in_circles() -> None:
    graph = {module: imports_of(module, lazy=False) - {"servanda"} for module in MODULES if module != "servanda"}
    try:
        order = tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(f"a circle: {' → '.join(error.args[1])}")
    assert set(order) == set(graph)


@pytest.mark.parametrize("module", MODULES)
def test_names_say_what_a_module_holds(module: str) -> None:
    assert not VAGUE.search(module.rpartition(".")[2])


@pytest.mark.parametrize("module", MODULES)
def test_module_says_what_it_is_for(module: str) -> None:
    assert ast.get_docstring(ast.parse(MODULES[module].read_text(encoding="utf-8")))


def lengths_of(module: str) -> Iterator[tuple[int, str]]:
    """Lines of code of each function, without docstring, comments and blank lines."""
    source = MODULES[module].read_text(encoding="utf-8")
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[1 if ast.get_docstring(node) and len(node.body) > 1 else 0].lineno
            own = lines[first - 1 : node.end_lineno]
            yield sum(1 for line in own if line.strip() and not line.strip().startswith("#")), f"{module}.{node.name}"


def test_functions_are_short() -> None:
    lengths = sorted(length for module in MODULES for length in lengths_of(module))
    assert lengths[-1][0] <= 50, lengths[-1]
    assert lengths[len(lengths) * 95 // 100][0] <= 25


def test_no_python_below_a_language() -> None:
    assert [path.name for path in (ROOT / "languages").rglob("*.py")] == ["__init__.py"]


def test_the_command_line_starts_without_what_only_commands_need() -> None:
    said = "import sys, servanda.cli; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert {"sqlalchemy", "babel", "fastapi", "httpx", "lxml", "rich", "trafilatura"}.isdisjoint(done.stdout.split())


def test_dependencies_take_what_is_mended() -> None:
    """A fresh install takes the newest of each: lower bounds alone, no version that keeps a hole."""
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = project["dependencies"]
    assert [one for one in named if not re.fullmatch(r"[\w.-]+(\[[\w,]+\])?>=[\d.]+", one)] == []
