"""No module needs, by any detour, itself: neither at its top nor inside its functions."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import pytest

from tests.unit.test_layers import FILES, FOLDERS, imported

MODULES = {
    ".".join([package, *path.with_suffix("").parts]).removesuffix(".__init__"): FOLDERS[package]
    / path
    for package, path in FILES
}


def needed(source: str, modules: set[str]) -> set[str]:
    """Return the modules that hold what some source imports."""
    found = {name if name in modules else name.rpartition(".")[0] for name in imported(source)}
    return found & modules


def cycle(sources: dict[str, str]) -> list[str]:
    """Return modules each of which imports the next one, the last one the first; none is best."""
    graph = {name: needed(source, set(sources)) for name, source in sources.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


def test_no_module_imports_itself_by_a_detour() -> None:
    assert len(MODULES) > 150
    assert cycle({name: path.read_text(encoding="utf-8") for name, path in MODULES.items()}) == []


@pytest.mark.parametrize(
    "line", ["import p.a", "from p.a import x", "from p import a", "def f():\n    from p import a"]
)
def test_a_cycle_is_found(line: str) -> None:
    sources = {"p": "", "p.a": "from p.b import y", "p.b": "import p.c", "p.c": line}
    assert cycle(sources) == ["p.a", "p.b", "p.c", "p.a"]
    assert cycle(sources | {"p.c": "import p.d"}) == []
