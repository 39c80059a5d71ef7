"""Arrays that others made: pandas, PyTorch, JAX, and whatever speaks DLPack.

None of these libraries is imported here: who passes their arrays has imported them.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np


def plain(names: Sequence[str], values: Sequence[object]) -> tuple[Any, ...]:
    """Return values of one call as NumPy sees them, their labels compared first.

    Raises
    ------
    TypeError
        If a value cannot leave its library as it is.
    ValueError
        If two of them are labelled, and differently.
    """
    check_labels(names, values)
    return tuple(map(as_numpy, names, values))


def as_numpy(name: str, value: Any) -> Any:
    """Return the array of a library as a NumPy array, and anything else as it is.

    Raises
    ------
    TypeError
        If it needs a gradient, is traced, or lives on another device.
    """
    if isinstance(value, np.ndarray) or not (
        hasattr(value, "__array__") or hasattr(value, "__dlpack__")
    ):
        return value
    if getattr(value, "requires_grad", False):
        raise TypeError(
            f"{name} is a tensor that needs a gradient, which kltext does not compute; "
            f"pass {name}.detach()"
        )
    if _is_traced(value):
        raise TypeError(
            f"{name} is traced by jax.jit, grad or vmap, which kltext does not know; "
            "call it outside of these"
        )
    try:
        return np.asarray(value) if hasattr(value, "__array__") else np.from_dlpack(value)
    except (TypeError, ValueError, RuntimeError, BufferError) as error:
        where = f" on {value.device}" if hasattr(value, "device") else ""
        raise TypeError(
            f"{name} is an array of dtype {getattr(value, 'dtype', 'unknown')}{where}, which NumPy "
            f"does not read ({' '.join(str(error).split())[:80]}); pass it as float32 or float64, "
            "on the CPU"
        ) from None


def check_labels(names: Sequence[str], values: Sequence[Any]) -> None:
    """Raise ValueError where values of pandas have different labels.

    Axes are matched from the last, as they broadcast: those of one length must have equal labels,
    since otherwise outcomes are compared with others than their own.
    """
    _compare(names, [_axes(value) for value in values])


def check_columns(names: Sequence[str], values: Sequence[Any]) -> None:
    """Raise ValueError where data frames have different columns.

    The rows of two samples are no partners: their labels may be any.
    """
    _compare(names, [_axes(value)[1:] for value in values])


def check_normals(names: Sequence[str], values: Sequence[Any]) -> None:
    """Raise ValueError where means and covariances, in turn, have different labels.

    All four name the variables last. Before that a mean has the labels of its batch, and a
    covariance those of the variables again, which are no partners.
    """
    for start in range(2):
        check_labels(names[start::2], values[start::2])
    _compare(names, [_axes(value)[-1:] for value in values])


def _axes(value: Any) -> list[Any]:
    """Return the labels of a Series or a DataFrame, an index an axis, and of others none."""
    pandas = sys.modules.get("pandas")
    if pandas is None or not isinstance(value, (pandas.Series, pandas.DataFrame)):
        return []
    axes: list[Any] = value.axes
    return axes


def _compare(names: Sequence[str], labels: Sequence[list[Any]]) -> None:
    labelled = [pair for pair in zip(names, labels, strict=True) if pair[1]]
    for (first, one), (second, other) in itertools.combinations(labelled, 2):
        for mine, theirs in zip(reversed(one), reversed(other), strict=False):
            if len(mine) == len(theirs) and not mine.equals(theirs):
                _refuse(first, second, mine, theirs)


def _refuse(first: str, second: str, mine: Any, theirs: Any) -> None:
    for at, (one, other) in enumerate(zip(mine, theirs, strict=True)):
        if _differ(one, other):
            raise ValueError(
                f"{first} has the label {one!r} where {second} has {other!r} (place {at} of "
                f"{len(mine)}); reindex one like the other, or pass {first}.to_numpy() and "
                f"{second}.to_numpy() if the order is what you mean"
            )
    # Equal one by one: for instance the same times, told in two time zones.


def _differ(one: Any, other: Any) -> bool:
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        return any(map(_differ, one, other))
    missing = [bool(sys.modules["pandas"].isna(label)) for label in (one, other)]
    return missing[0] != missing[1] if any(missing) else bool(one != other)


def _is_traced(value: object) -> bool:
    jax = sys.modules.get("jax")
    return jax is not None and isinstance(value, jax.core.Tracer)
