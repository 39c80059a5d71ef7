"""What may be said about what a submission does: words of ours alone.

A submission sees hidden inputs. If it could choose a word of its feedback, the next one would know
them; so a name, a type or a text that it made up is never repeated.
"""

from __future__ import annotations

import builtins
from typing import Any

from klcheck.values import PLAIN, SIZES

ERRORS = frozenset(
    name
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, BaseException)
)
KINDS = (
    "generator", "map", "filter", "zip", "range", "set", "frozenset", "complex", "bytes",
    "bytearray", "function", "builtin_function_or_method", "method", "module", "type", "object",
    "reversed", "enumerate", "dict_keys", "dict_values", "dict_items", "coroutine", "slice",
    "numpy.matrix", "numpy.ma.MaskedArray", "numpy.ma.core.MaskedArray", "numpy.complex128",
)  # fmt: skip
ARRAYS = ("object", "complex128", "complex64")
SLOW = "an error of time"
MISSING_MODULE = "a module that it imports is not installed where notebooks are graded"
_REFUSALS = frozenset(
    [
        "this is not a function",
        *SIZES,
        *(f"a {kind} is not a plain value: {PLAIN}" for kind in KINDS),
        *(f"an array of {kind} is not a plain value: {PLAIN}" for kind in ARRAYS),
    ]
)


def refusal(text: object) -> str:
    """Return why a value was refused, as far as it can be said in words of ours."""
    if isinstance(text, str) and text in _REFUSALS:
        return text
    if isinstance(text, str) and text.startswith("a dict key must be a str"):
        return "a dict key must be a str"
    return PLAIN


def error_words(answer: dict[str, Any]) -> tuple[str, str]:
    """Return an error's built-in kind and its place; its text might give the inputs away."""
    raised = answer["raised"] if isinstance(answer["raised"], dict) else {}
    kind, line = raised.get("kind"), raised.get("line")
    where = f" in line {line} of its cell" if type(line) is int and 0 < line < 10**6 else ""
    if raised.get("slow") is True:
        return SLOW, where
    return (kind if isinstance(kind, str) and kind in ERRORS else "an error"), where
