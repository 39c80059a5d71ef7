"""Bring arguments of the discrete divergences into rows, checked as distributions."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from kltext._arguments import (
    FloatArray,
    Result,
    as_real,
    broadcast,
    check_axis,
    check_flag,
    check_nan_policy,
    check_not_empty,
    log_base,
    own_precision,
    place,
    spell,
    unwrap,
)
from kltext.kernels import Float64


@dataclass(frozen=True)
class Options:
    """The keyword arguments that the discrete functions share, as the caller gave them."""

    axis: int
    base: float | None
    keepdims: bool
    normalize: bool
    nan_policy: str


@dataclass(frozen=True)
class Rows:
    """Distributions as the rows of two-dimensional arrays, and the way back to the caller's shape.

    Rows hold non-negative numbers with a positive sum, or a NaN.
    """

    arrays: tuple[FloatArray, ...]
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    log_base: float

    def finish(self, nats: Float64, function: Callable[[Float64], Float64] | None = None) -> Result:
        """Return one number per row, or a function of it, in the caller's unit, shape and dtype."""
        with np.errstate(all="ignore"):
            value = nats / self.log_base
            value = function(value) if function else value
            return unwrap(value.astype(self.dtype).reshape(self.shape))


def prepare(names: tuple[str, ...], values: Sequence[object], options: Options) -> Rows:
    """Return the rows of `values`, or raise an error that names the argument and the place."""
    nan_is_error = check_nan_policy(options.nan_policy)
    normalize = check_flag("normalize", options.normalize)
    keepdims = check_flag("keepdims", options.keepdims)
    log_of_base = log_base(options.base)
    reals = tuple(as_real(name, value) for name, value in zip(names, values, strict=True))
    shaped = broadcast(names, reals)
    axis = check_axis(options.axis, shaped[0].ndim)
    check_not_empty(names, shaped[0], axis)
    arrays = []
    for name, value, real, array in zip(names, values, reals, shaped, strict=True):
        check_entries(name, real, nan_is_error=nan_is_error)
        moved = np.moveaxis(array, axis, -1)
        rows = moved.reshape(-1, moved.shape[-1])
        if normalize:
            rows = _scaled(rows)
        tolerance = math.inf if normalize else math.sqrt(own_precision(value))
        _check_sums(name, rows, moved.shape[:-1], axis, tolerance)
        arrays.append(rows)
    shape = list(shaped[0].shape)
    shape[axis : axis + 1] = [1] if keepdims else []
    return Rows(tuple(arrays), tuple(shape), shaped[0].dtype, log_of_base)


def prepare_joint(
    name: str, value: object, axes: object, options: Options
) -> tuple[Rows, tuple[int, int]]:
    """Return joint tables as rows, and the two lengths of a table."""
    array = as_real(name, value)
    if not isinstance(axes, (tuple, list)) or len(axes) != 2:
        raise TypeError(f"axis = {axes!r} must be a pair of integers such as (-2, -1)")
    if array.ndim < 2:
        raise ValueError(
            f"{name} has shape {array.shape}; a joint distribution needs two dimensions or more"
        )
    first, second = (check_axis(axis, array.ndim) for axis in axes)
    if first == second:
        raise ValueError(f"axis = {axes!r} names one axis twice; name two different ones")
    moved = np.moveaxis(array, (first, second), (-2, -1))
    table = moved.shape[-2], moved.shape[-1]
    check_entries(name, array, nan_is_error=check_nan_policy(options.nan_policy))
    check_not_empty((name,), array, first)
    check_not_empty((name,), array, second)
    flat = moved.reshape(*moved.shape[:-2], -1)
    rows = prepare((name,), (flat,), replace(options, axis=-1, keepdims=False))
    if not check_flag("keepdims", options.keepdims):
        return rows, table
    shape = tuple(1 if i in (first, second) else n for i, n in enumerate(array.shape))
    return replace(rows, shape=shape), table


def check_entries(name: str, array: FloatArray, *, nan_is_error: bool) -> None:
    """Raise ValueError at the first negative or infinite entry, and at NaN if that is an error."""
    with np.errstate(all="ignore"):
        if array.size and not (array.min() >= 0 and array.max() < np.inf):
            _report(name, array, array < 0, "negative; probabilities are at least 0")
            _report(name, array, array == np.inf, "not finite; probabilities are at most 1")
            if nan_is_error:
                _report(
                    name, array, np.isnan(array), "not a number, and nan_policy is 'raise'; mend it"
                )


def _report(name: str, array: FloatArray, bad: npt.NDArray[np.bool_], complaint: str) -> None:
    if bad.any():
        index = place(bad)
        raise ValueError(f"{name}{spell(index)} = {array[index]!s} is {complaint}")


def _check_sums(
    name: str, rows: FloatArray, batch: tuple[int, ...], axis: int, tolerance: float
) -> None:
    with np.errstate(all="ignore"):
        sums = rows.sum(axis=-1, dtype=np.float64)
    bad = (np.abs(sums - 1.0) > tolerance) | (sums == 0)
    if not bad.any():
        return
    first = int(np.flatnonzero(bad)[0])
    index = [str(i) for i in np.unravel_index(first, batch)] if batch else []
    where = f"{name}[{', '.join([*index[:axis], ':', *index[axis:]])}]" if index else name
    total = float(sums[first])
    if total == 0:
        raise ValueError(f"{where} sums to 0; a distribution needs a positive entry")
    raise ValueError(
        f"{where} sums to {total!r}, which is off 1 by more than {tolerance:.1e}; "
        "pass probabilities, or normalize=True to divide each row by its sum"
    )


def _scaled(rows: FloatArray) -> FloatArray:
    """Return rows times powers of two, exactly, so that no sum overflows or is subnormal."""
    _, exponent = np.frexp(rows.max(axis=-1, keepdims=True))
    with np.errstate(all="ignore"):
        return np.asarray(np.ldexp(rows, -np.where(exponent, exponent, 0)))
