"""Wrong answers by the hundred: a right answer with one small thing changed.

Operators, constants, names, comparisons, functions, terms that are dropped, and what learners put
around a result. Many mutants are equivalent to the original; whoever uses them has to look.
"""

from __future__ import annotations

import ast
import copy
import itertools
from collections.abc import Callable, Iterator

Change = Callable[[ast.AST], Iterator[tuple[str, ast.AST]]]

OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Pow),
    ast.Div: (ast.Mult, ast.FloorDiv),
    ast.Pow: (ast.Mult,),
    ast.FloorDiv: (ast.Div,),
}
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
}
FUNCTIONS = {
    "sum": ("mean",), "mean": ("sum", "median"), "log": ("log2", "log1p"), "log2": ("log",),
    "exp": ("expm1", "exp2"), "max": ("min",), "min": ("max",), "argmax": ("argmin",),
    "argmin": ("argmax",), "all": ("any",), "any": ("all",), "maximum": ("minimum",),
    "minimum": ("maximum",), "sqrt": ("square",), "expm1": ("exp",), "log1p": ("log",),
    "cumsum": ("cumprod",), "std": ("var",), "var": ("std",),
}  # fmt: skip
AROUND = ("abs({})", "np.maximum(0, {})", "np.round({}, 6)", "-({})",
          "np.nan_to_num({})", "float(np.float32({}))")  # fmt: skip


def mutants(source: str, name: str) -> dict[str, str]:
    """Return sources that differ from an answer's in one place of the function `name`, by label."""
    tree = ast.parse(source)
    found: dict[str, str] = {}
    seen = {ast.unparse(tree)}
    for label, changed in [*_changes(tree, name), *_results(tree, name)]:
        text = ast.unparse(ast.fix_missing_locations(changed))
        if text not in seen:
            seen.add(text)
            found[f"{label} #{len(found)}"] = text
    return found


def _changes(tree: ast.Module, name: str) -> Iterator[tuple[str, ast.AST]]:
    """Give copies of a module with one node of one of its functions changed."""
    nodes = list(ast.walk(tree))
    arguments = [a.arg for a in _function(tree, name).args.args]
    for place, node in enumerate(nodes):
        for label, new in _of_node(node, arguments):
            changed = copy.deepcopy(tree)
            old = list(ast.walk(changed))[place]
            yield f"{label} in line {getattr(node, 'lineno', 0)}", _Swap(old, new).visit(changed)


class _Swap(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old = old
        self.new = new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)


def _of_node(node: ast.AST, arguments: list[str]) -> Iterator[tuple[str, ast.AST]]:
    for change in (_operator, _compared, _constant, _called, _condition):
        for label, new in change(node):
            yield label, ast.copy_location(new, node) if hasattr(node, "lineno") else new
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in arguments:
        for other in arguments:
            if other != node.id:
                yield f"{node.id} -> {other}", ast.Name(other, ast.Load())


def _operator(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node, ast.BinOp):
        for kind in OPERATORS.get(type(node.op), ()):
            label = f"{type(node.op).__name__} -> {kind.__name__}"
            yield label, ast.BinOp(copy.deepcopy(node.left), kind(), copy.deepcopy(node.right))
        yield "left alone", copy.deepcopy(node.left)
        yield "right alone", copy.deepcopy(node.right)
        if isinstance(node.op, (ast.Sub, ast.Div, ast.MatMult, ast.Pow)):
            swapped = ast.BinOp(copy.deepcopy(node.right), node.op, copy.deepcopy(node.left))
            yield "sides swapped", swapped
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.Invert, ast.Not)):
        yield "sign dropped", copy.deepcopy(node.operand)
    if isinstance(node, ast.AugAssign):
        for kind in OPERATORS.get(type(node.op), ()):
            yield f"{kind.__name__}=", ast.AugAssign(node.target, kind(), node.value)
        yield "=", ast.Assign([node.target], node.value)


def _compared(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            for kind in COMPARISONS.get(type(operator), ()):
                new = copy.deepcopy(node)
                new.ops[place] = kind()
                yield f"{type(operator).__name__} -> {kind.__name__}", new
    if isinstance(node, ast.BoolOp):
        kind2 = ast.And if isinstance(node.op, ast.Or) else ast.Or
        yield kind2.__name__, ast.BoolOp(kind2(), copy.deepcopy(node.values))


def _constant(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        value = node.value
        for new in dict.fromkeys([value + 1, value - 1, 2 * value, value / 2, 0 * value, -value]):  # type: ignore[operator]
            if new != value:
                exact = int(new) if isinstance(value, int) and new == int(new) else new
                yield f"{value} -> {exact}", ast.Constant(exact)
    if isinstance(node, ast.Constant) and type(node.value) is bool:
        yield f"not {node.value}", ast.Constant(not node.value)


def _called(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    if not isinstance(node, ast.Call):
        return
    function = node.func
    if isinstance(function, ast.Attribute):
        for other in FUNCTIONS.get(function.attr, ()):
            new = copy.deepcopy(node)
            new.func = ast.Attribute(copy.deepcopy(function.value), other, ast.Load())
            yield f"{function.attr} -> {other}", new
    for place, keyword in enumerate(node.keywords):
        new = copy.deepcopy(node)
        del new.keywords[place]
        yield f"without {keyword.arg}", new
    if len(node.args) >= 2:
        new = copy.deepcopy(node)
        new.args[0], new.args[1] = new.args[1], new.args[0]
        yield "arguments swapped", new
    if len(node.args) == 1 and not node.keywords:
        yield "call dropped", copy.deepcopy(node.args[0])


def _condition(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node, (ast.If, ast.IfExp)):
        for value in (True, False):
            new = copy.deepcopy(node)
            new.test = ast.Constant(value)
            yield f"if {value}", new
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        yield "subscript dropped", copy.deepcopy(node.value)


def _results(tree: ast.Module, name: str) -> Iterator[tuple[str, ast.AST]]:
    """Give copies of a module with something around what its function returns, or given."""
    for around in AROUND:
        changed = copy.deepcopy(tree)
        for inner in ast.walk(_function(changed, name)):
            if isinstance(inner, ast.Return) and inner.value is not None:
                text = around.format(ast.unparse(inner.value))
                inner.value = ast.parse(text, mode="eval").body
        yield around.format("result"), changed
    arguments = [a.arg for a in _function(tree, name).args.args]
    for first, second in itertools.combinations(arguments, 2):
        changed = copy.deepcopy(tree)
        swap = {first: second, second: first}
        for argument in _function(changed, name).args.args:
            argument.arg = swap.get(argument.arg, argument.arg)
        yield f"{first} <-> {second}", changed


def _function(tree: ast.Module, name: str) -> ast.FunctionDef:
    return next(n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name == name)
