"""Answers with a small constant in them: added somewhere, or as a least value.

Many write one against the logarithm of 0, or against a division by 0.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable
from typing import Any

import numpy as np

SIZES = (1e-6, 1e-8, 1e-10, 1e-12)
LOGARITHMS = ("log", "log2", "log10")
WAYS = ("({} + {})", "np.maximum({}, {})")
CHANGES: dict[str, Callable[..., Any]] = {"plus": np.add, "at least": np.maximum}


def with_constants(reference: Any, arguments: tuple[Any, ...]) -> dict[str, Callable[..., object]]:
    """Return a right answer that changes its arrays by a constant first, by what it changes."""
    arrays = [place for place, item in enumerate(arguments) if _floats(item)]
    chosen = [[place] for place in arrays] + ([arrays] if len(arrays) > 1 else [])
    return {
        f"arguments {places} {name} {size}": _changed(reference, places, change, size)
        for places in chosen
        for name, change in CHANGES.items()
        for size in SIZES
    }


def sources_with_constants(source: str) -> dict[str, str]:
    """Return sources with a constant in one logarithm or denominator, or in all of them."""
    tree = ast.parse(source)
    places = [place for place, node in enumerate(ast.walk(tree)) if _operand(node)]
    chosen = [[place] for place in places] + ([places] if len(places) > 1 else [])
    return {
        f"{way.format(part, size)}": ast.unparse(_put(tree, part, way, size))
        for part in chosen
        for way in WAYS
        for size in SIZES
    }


def _floats(item: Any) -> bool:
    return isinstance(item, np.ndarray) and item.dtype.kind == "f"


def _changed(
    reference: Any, places: list[int], change: Callable[..., Any], size: float
) -> Callable[..., object]:
    def answer(*given: Any) -> object:
        return reference(*(change(x, size) if n in places else x for n, x in enumerate(given)))

    return answer


def _operand(node: Any) -> Any:
    """Return what a constant may be put into: a logarithm's argument, or a denominator."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        return node.right
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args
    return node.args[0] if called and node.func.attr in LOGARITHMS else None


def _put(tree: ast.Module, places: list[int], way: str, size: float) -> ast.Module:
    changed = copy.deepcopy(tree)
    nodes: list[Any] = list(ast.walk(changed))
    for place in reversed(places):  # what is within others first
        node = nodes[place]
        new = ast.parse(way.format(ast.unparse(_operand(node)), size), mode="eval").body
        if isinstance(node, ast.BinOp):
            node.right = new
        else:
            node.args[0] = new
    return ast.fix_missing_locations(changed)
