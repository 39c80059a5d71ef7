"""What the book's own packages bring along, for a Python in the browser.

It loads what a cell imports by name, and not what a package imports that is imported there.
"""

from __future__ import annotations

import ast
import importlib.util
import sys
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final

DYNAMIC: Final = "import_module("  # then a module may import any of those beside it


def third_party(cells: Sequence[str], own: Collection[str]) -> list[str]:
    """Return what modules of ``own`` packages import, directly or not, that some code imports.

    Parameters
    ----------
    cells : sequence of str
        The code of the cells; one that is not Python alone is passed over.
    own : collection of str
        The names of the packages to look into; they must be installed.
    """
    waiting = [name for cell in cells for name in imported(cell)]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            if name.partition(".")[0] in own:
                waiting += imports_of(name)
    direct = {name.partition(".")[0] for name in seen}
    return sorted(direct - set(own) - sys.stdlib_module_names)


@cache
def imports_of(name: str) -> tuple[str, ...]:
    """Return what a module imports, its parent among it."""
    parent = name.rpartition(".")[0]
    try:
        spec = importlib.util.find_spec(name)
    except ImportError:  # the name of something in a module
        spec = None
    above = (parent,) if parent else ()
    if spec is None or spec.origin is None or not spec.origin.endswith(".py"):
        return above
    file = Path(spec.origin)
    source = file.read_text(encoding="utf-8")
    package = name if file.stem == "__init__" else parent
    if DYNAMIC not in source:
        return (*above, *imported(source, package))
    beside = (f"{package}.{other.stem}" for other in sorted(file.parent.glob("*.py")))
    return (*above, *imported(source, package), *beside)


def imported(source: str, package: str = "") -> Iterator[str]:
    """Yield the dotted names that code of a package imports, wherever in it."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and (package or not node.level):
            near = "." * node.level + (node.module or "")
            base = importlib.util.resolve_name(near, package)
            yield from (f"{base}.{one.name}" for one in node.names)
