"""Each module of the grader stands on lower ones only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import klgrade
import pytest

PACKAGE = Path(klgrade.__file__).parent
# From the ground up. A module imports from lower rows only.
LAYERS = [
    ["records", "tasks", "seccomp", "progress", "worker"],
    ["graft", "collect", "students", "sandbox", "cgroups", "public", "release"],
    ["journal", "feedback", "box"],
    ["book", "session"],
    ["judge"],
    ["scale"],
    ["run"],
    ["cli", "release_cli"],
]
ROW = {name: row for row, names in enumerate(LAYERS) for name in names}
MODULES = sorted(path.stem for path in PACKAGE.rglob("*.py") if path.stem != "__init__")


def imported(source: str) -> Iterator[str]:
    """Yield the modules of klgrade that some source imports, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for first, *others in (name.split(".") for name in names):
            if first == "klgrade" and others != ["__version__"]:
                yield others[0] if others else "the whole package"


def faults(name: str, source: str) -> list[str]:
    """Return the imports of a module that do not go down."""
    return [
        f"{name} imports {other}"
        for other in imported(source)
        if ROW.get(other, len(LAYERS)) >= ROW[name]
    ]


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_from_lower_rows_only(name: str) -> None:
    assert name in ROW, f"say in LAYERS where {name} stands"
    assert faults(name, (PACKAGE / f"{name}.py").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("feedback", "if TYPE_CHECKING:\n    from klgrade.book import Student"),
        ("sandbox", "def check():\n    from klgrade.box import Box"),
        ("book", "from klgrade import session"),
        ("records", "import klgrade.tasks"),
        ("judge", "import klgrade"),
        ("judge", "from klgrade import load_bank"),
    ],
)
def test_a_wrong_import_is_found(name: str, line: str) -> None:
    assert faults(name, line)


def test_every_row_names_what_there_is() -> None:
    assert sorted(ROW) == MODULES
