"""Plain values as JSON and back: what a task hands out and what a learner hands in.

Only values are written, never objects with behaviour of their own: the types are compared
exactly, so a subclass of ``float`` with an ``==`` of its own is refused by name.
``None``, ``bool``, ``int``, ``str``, ``list`` and finite ``float`` stand for themselves in JSON;
everything else is an object with one key, which is its tag.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import numpy as np

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

MAX_ENTRIES = 200_000  # numbers, strings and containers in one value
MAX_TEXT = 200_000  # characters of all strings in one value
MAX_BITS = 4096  # of an int: far beyond any float
MAX_DEPTH = 16
MAX_DIMENSIONS = 16

_TOO_DEEP = f"a value may be nested at most {MAX_DEPTH} deep"
_TOO_MANY = f"a value may hold at most {MAX_ENTRIES} entries"
_TOO_LONG = f"a value may hold at most {MAX_TEXT} characters of text"
_TOO_BIG = f"an int may have at most {MAX_BITS} bits"
SIZES = (_TOO_DEEP, _TOO_MANY, _TOO_LONG, _TOO_BIG)
PLAIN = "use numbers, strings, None, lists, tuples, dicts with str keys, or NumPy arrays of numbers"

_SPECIAL = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
_CASTS: dict[str, Callable[[Any], Any]] = {"b": bool, "i": int, "u": int, "f": float}


def encode(value: object) -> Json:
    """Return ``value`` as something that ``json.dumps`` writes and `decode` reads back.

    Parameters
    ----------
    value : object
        None, a bool, int, float, str, NumPy scalar or NumPy array (booleans, integers and
        floats), or a list, tuple or dict (with str keys) of such values. A Fraction, a Decimal and
        a float of more than 64 bits become a float.

    Returns
    -------
    JSON-able object
        Floats are exact: Python writes the shortest digits that give the same float again.

    Raises
    ------
    TypeError
        If a type is not one of these *exactly*; the message names it.
    ValueError
        If the value is too large or too deep.

    Examples
    --------
    >>> encode((0.5, float("inf")))
    {'tuple': [0.5, {'float': 'inf'}]}
    """
    return _Encoder().encode(value, 0)


def decode(coded: object) -> object:
    """Return the value that `encode` turned into ``coded``.

    Parameters
    ----------
    coded : JSON-able object
        May come from a stranger: whatever does not have the right form is refused.

    Returns
    -------
    object
        Of the exact type that was encoded.

    Raises
    ------
    ValueError
        If ``coded`` is not of the form that `encode` gives.

    Examples
    --------
    >>> decode({"tuple": [0.5, {"float": "inf"}]})
    (0.5, inf)
    """
    return _Decoder().decode(coded, 0)


class _Budget:
    """Counts what one value holds, and refuses it once that is too much."""

    def __init__(self) -> None:
        self.entries = 0
        self.characters = 0

    def spend(self, depth: int, entries: int = 1, characters: int = 0) -> None:
        self.entries += entries
        self.characters += characters
        if depth > MAX_DEPTH:
            raise ValueError(_TOO_DEEP)
        if self.entries > MAX_ENTRIES:
            raise ValueError(_TOO_MANY)
        if self.characters > MAX_TEXT:
            raise ValueError(_TOO_LONG)


class _Encoder(_Budget):
    def encode(self, value: Any, depth: int) -> Json:
        kind = type(value)
        if kind is np.ndarray:
            text = value.dtype.kind == "U"
            return self._names(value, depth) if text else self._array(value, depth)
        self.spend(depth)
        coders: dict[type, Callable[[Any], Json]] = {
            type(None): _same,
            bool: _same,
            int: _bounded,
            float: _float,
            str: lambda text: self._text(text, depth),
            list: lambda items: self._items(items, depth),
            tuple: lambda items: {"tuple": self._items(items, depth)},
            dict: lambda entries: {"dict": self._entries(entries, depth)},
        }
        if kind in coders:
            return coders[kind](value)
        if kind is np.str_:
            return self._text(str(value), depth)
        if _is_exact(kind) or kind is np.longdouble:
            return _float(_as_float(value))
        if isinstance(value, np.generic) and kind.__module__ == "numpy":
            return {"scalar": self._array(np.asarray(value), depth)["array"]}
        raise TypeError(f"a {_name(kind)} is not a plain value: {PLAIN}")

    def _text(self, value: str, depth: int) -> str:
        self.spend(depth, 0, len(value))
        return value

    def _items(self, values: Iterable[object], depth: int) -> list[Json]:
        return [self.encode(item, depth + 1) for item in values]

    def _entries(self, values: dict[object, object], depth: int) -> dict[str, Json]:
        coded: dict[str, Json] = {}
        for key, item in values.items():
            if type(key) is not str:
                raise TypeError(
                    f"a dict key must be a str, and {key!r:.40} is a {_name(type(key))}"
                )
            coded[self._text(key, depth)] = self.encode(item, depth + 1)
        return coded

    def _names(self, value: np.ndarray[Any, Any], depth: int) -> Json:
        """Return an array of names as a list of them: NumPy's text is Python's."""
        self.spend(depth, value.size, value.size * value.dtype.itemsize // 4)
        names: Json = value.tolist()
        return names

    def _array(self, value: np.ndarray[Any, Any], depth: int) -> dict[str, Json]:
        if value.dtype == np.longdouble:  # which is float64 on some systems
            self.spend(depth, value.size)
            value = value.astype(np.float64)
        dtype = value.dtype
        if dtype.kind not in _CASTS or dtype.itemsize > 8:
            raise TypeError(f"an array of {dtype} is not a plain value: {PLAIN}")
        self.spend(depth, 1 + value.size)
        cast = _CASTS[dtype.kind]
        flat = [cast(item) for item in value.ravel().tolist()]
        numbers = [x if not isinstance(x, float) or math.isfinite(x) else str(x) for x in flat]
        return {"array": {"dtype": dtype.name, "shape": list(value.shape), "data": numbers}}


class _Decoder(_Budget):
    def decode(self, coded: Any, depth: int) -> object:
        self.spend(depth)
        kind = type(coded)
        if kind is str:
            self.spend(depth, 0, len(coded))
        if kind is list:
            return [self.decode(item, depth + 1) for item in coded]
        if kind is dict and len(coded) == 1:
            ((tag, body),) = coded.items()
            return self._tagged(tag, body, depth)
        if kind is int:
            return _bounded(coded)
        if kind is float and not math.isfinite(coded):
            raise ValueError("an infinite float or a NaN must be written with its tag")
        if coded is None or kind in {bool, float, str}:
            return coded
        raise ValueError(f"not a coded value: an object of type {kind.__name__:.40}")

    def _tagged(self, tag: object, body: object, depth: int) -> object:
        if tag == "float" and type(body) is str and body in _SPECIAL:
            return _SPECIAL[body]
        if tag == "tuple" and type(body) is list:
            return tuple(self.decode(item, depth + 1) for item in body)
        if tag == "dict" and type(body) is dict and all(type(key) is str for key in body):
            self.spend(depth, 0, sum(map(len, body)))
            return {key: self.decode(item, depth + 1) for key, item in body.items()}
        if tag == "array":
            return self._array(body, depth)
        if tag == "scalar":
            array = self._array(body, depth)
            if array.shape == ():
                return array[()]
        raise ValueError(f"not a coded value: the tag {tag!r:.40} or what it holds is wrong")

    def _array(self, body: object, depth: int) -> np.ndarray[Any, Any]:
        if type(body) is not dict or set(body) != {"dtype", "shape", "data"}:
            raise ValueError("a coded array has the keys dtype, shape and data, and no other")
        name, shape, data = body["dtype"], body["shape"], body["data"]
        if type(name) is not str or name not in _DTYPES:
            raise ValueError(f"unknown dtype of an array: {name!r:.40}")
        if type(shape) is not list or len(shape) > MAX_DIMENSIONS or not all(map(_length, shape)):
            raise ValueError(f"not a shape: {shape!r:.40}")
        if type(data) is not list or len(data) != math.prod(shape):
            raise ValueError("a coded array must hold as many entries as its shape says")
        self.spend(depth, len(data))
        # Integers are mostly indexes or counts, which are of 32 bits in a browser's Python.
        dtype = np.dtype(np.intp if name == "int64" else name)
        entries = [_entry(item, dtype.kind) for item in data]
        try:
            with np.errstate(over="raise"):
                return np.array(entries, dtype=dtype).reshape(shape)
        except (OverflowError, FloatingPointError):
            raise ValueError(f"an entry of a coded array does not fit into {name}") from None


_DTYPES = frozenset(
    ["bool", "float16", "float32", "float64"]
    + [f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)]
)


def _name(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")


def _is_exact(kind: type) -> bool:
    """Return whether a type is that of fractions or of decimals."""
    # Who has made such a number has loaded its module.
    known = (("fractions", "Fraction"), ("decimal", "Decimal"))
    return any(kind is getattr(sys.modules.get(module), name, None) for module, name in known)


def _as_float(value: Any) -> float:
    try:
        with np.errstate(all="ignore"):
            return float(value)
    except OverflowError:
        raise ValueError(_TOO_BIG) from None


def _same(value: Any) -> Json:
    return value  # type: ignore[no-any-return]


def _float(value: float) -> Json:
    return value if math.isfinite(value) else {"float": str(value)}


def _bounded(value: int) -> int:
    if value.bit_length() > MAX_BITS:
        raise ValueError(_TOO_BIG)
    return value


def _length(value: object) -> bool:
    return type(value) is int and 0 <= value <= MAX_ENTRIES


def _entry(item: object, kind: str) -> object:
    if kind == "f" and type(item) is str and item in _SPECIAL:
        return _SPECIAL[item]
    wanted = _CASTS[kind]
    if type(item) is not wanted or (type(item) is float and not math.isfinite(item)):
        raise ValueError(f"an entry of a coded array has the wrong type: {item!r:.40}")
    return item
