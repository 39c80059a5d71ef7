"""Takes out of a notebook's code what hands values to the prose: in a copy they stand there.

``glue`` is MyST-NB's, and brings all of Sphinx along. Gone are its imports and its calls, the
functions and loops that do nothing else, and the calls of these functions.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Final

MODULE: Final = "myst_nb"
NAME: Final = "glue"
BODIES: Final = ("body", "orelse", "finalbody")
SPACE: Final = re.compile(r"\n{4,}")


def without_glue(sources: Sequence[str]) -> list[str]:
    """Return the code of a notebook's cells without what hands values to the prose.

    Raises
    ------
    ValueError
        If a call cannot be taken out: something waits for what it returns, or shares its line.
    """
    if not any(MODULE in source for source in sources):
        return list(sources)
    trees = [_parsed(source) for source in sources]
    names = {local for tree in trees if tree for local in _imported(tree)}
    known: set[str] = set()
    while known != names:  # a function that calls only such functions is one too
        known = set(names)
        for tree in trees:
            names |= {one.name for one in _functions(tree) if _only_glues(one, names)}
    return [
        _cut(source, tree, names) if tree else source
        for source, tree in zip(sources, trees, strict=True)
    ]


def _parsed(source: str) -> ast.Module | None:
    """Return the tree of a cell; None if it is not Python alone and has nothing of MyST-NB."""
    try:
        return ast.parse(source)
    except SyntaxError:
        if re.search(rf"\b({MODULE}|{NAME})\b", source):
            raise ValueError(
                f"a cell that uses {NAME} is not Python alone: {source.splitlines()[0]!r}. "
                f"Move its magic commands to another cell"
            ) from None
        return None


def _imported(tree: ast.Module) -> Iterator[str]:
    """Yield the names by which a cell imports ``glue``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == MODULE:
            yield from (one.asname or one.name for one in node.names if one.name == NAME)


def _functions(tree: ast.Module | None) -> Iterator[ast.FunctionDef]:
    for node in tree.body if tree else ():
        if isinstance(node, ast.FunctionDef):
            yield node


def _only_glues(function: ast.FunctionDef, names: set[str]) -> bool:
    """Return whether a function does nothing but hand values to the prose."""
    inner = [node for node in ast.walk(function) if isinstance(node, ast.stmt)][1:]
    others = [node for node in inner if not _glues(node, names) and not _passes(node)]
    return not others and any(_glues(node, names) for node in inner)


def _passes(node: ast.stmt) -> bool:
    """Return whether a statement alone leaves nothing behind outside a function."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Assign):
        local = all(isinstance(target, ast.Name | ast.Tuple) for target in node.targets)
        return local and not any(map(_calls_a_method, ast.walk(node.value)))
    return isinstance(node, ast.For | ast.If | ast.Pass)


def _calls_a_method(node: ast.AST) -> bool:
    """Return whether an expression calls a method, which may change what it belongs to."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)


def _glues(node: ast.stmt, names: set[str]) -> bool:
    """Return whether a statement is a call that hands a value to the prose."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id in names
    )


def _cut(source: str, tree: ast.Module, names: set[str]) -> str:
    """Return the code of a cell without its useless statements."""
    lines = source.split("\n")
    useless = list(_useless(tree.body, names))
    for node in useless:
        if any(isinstance(part, ast.NamedExpr) for part in ast.walk(node)):
            raise ValueError(f"a call of {NAME} sets a name: {ast.unparse(node)!r}; set it before")
        left = _line_without(node, lines)
        lines[node.lineno - 1 : node.end_lineno] = [*left, *[""] * (_height(node) - len(left))]
    kept = "\n".join(_without_gaps(lines, useless))
    waiting = [node for node in ast.walk(ast.parse(kept)) if _says(node, names)]
    if waiting:
        raise ValueError(
            f"a call of {NAME} cannot be taken out: {ast.unparse(waiting[0])!r} is used further; "
            "let it stand by itself"
        )
    return SPACE.sub("\n\n\n", kept).strip("\n") if useless else source


def _says(node: ast.AST, names: set[str]) -> bool:
    named = isinstance(node, ast.Name) and node.id in names
    return named or (isinstance(node, ast.Import) and any(a.name == MODULE for a in node.names))


def _height(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _useless(body: Sequence[ast.stmt], names: set[str]) -> Iterator[ast.stmt]:
    """Yield the statements to take out; a block that would be empty goes as a whole."""
    for node in body:
        if _glues(node, names) or _brings_glue(node) or _is_function(node, names):
            yield node
            continue
        inner = [part for name in BODIES if (part := getattr(node, name, []))]
        found = [list(_useless(part, names)) for part in inner]
        empty = [gone == part for gone, part in zip(found, inner, strict=True)]
        if empty and all(empty):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                raise ValueError(
                    f"{node.name} does nothing but call {NAME}, and its own calls would stay: "
                    "call it by the name of a function at the top of a cell"
                )
            yield node
        elif any(empty):
            raise ValueError(f"a branch does nothing but call {NAME}: {ast.unparse(node)!r}")
        else:
            yield from (one for part in found for one in part)


def _brings_glue(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.ImportFrom)
        and node.module == MODULE
        and any(one.name == NAME for one in node.names)
    )


def _is_function(node: ast.stmt, names: set[str]) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name in names


def _line_without(node: ast.stmt, lines: Sequence[str]) -> list[str]:
    """Return what takes the place of a statement: what else an import brings, or nothing."""
    before = lines[node.lineno - 1].encode()[: node.col_offset].decode()
    after = lines[(node.end_lineno or 0) - 1].encode()[node.end_col_offset :].decode()
    if before.strip() or (after.strip(" ;") and not after.strip(" ;").startswith("#")):
        raise ValueError(
            f"a call of {NAME} shares its line with other code: {lines[node.lineno - 1]!r}; "
            "give it a line of its own"
        )
    if isinstance(node, ast.ImportFrom) and len(node.names) > 1:
        others = [one for one in node.names if one.name != NAME]
        return [before + ast.unparse(ast.ImportFrom(node.module, others, 0))]
    return []


def _without_gaps(lines: Sequence[str], cut: Sequence[ast.stmt]) -> Iterator[str]:
    """Yield the lines without those that are empty because something was taken out."""
    gone = {line for node in cut for line in range(node.lineno, node.lineno + _height(node))}
    return (line for number, line in enumerate(lines, 1) if line or number not in gone)
