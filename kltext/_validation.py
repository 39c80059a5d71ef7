"""Bring arguments of the discrete divergences into rows, checked as distributions."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypedDict

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
    place,
    spell,
    sum_tolerance,
    unwrap,
)
from kltext._foreign import plain
from kltext.kernels import Float64


class RowOptions(TypedDict, total=False):
    """The keyword arguments that leave the divergence of one list one float."""

    axis: int
    base: float | None
    normalize: bool
    nan_policy: str


class AllOptions(RowOptions, total=False):
    """The keyword arguments that the discrete functions share, for type checkers."""

    keepdims: bool


class Options(NamedTuple):
    """The keyword arguments that the discrete functions share, as the caller gave them."""

    axis: int
    base: float | None
    keepdims: bool
    normalize: bool
    nan_policy: str


class Rows(NamedTuple):
    """Distributions as the rows of two-dimensional arrays, and the way back to the caller's shape.

    The checked ones hold non-negative numbers with a positive sum, or a NaN.
    """

    names: tuple[str, ...]
    originals: tuple[FloatArray, ...]
    arrays: tuple[FloatArray, ...]
    batch: tuple[int, ...]
    axis: int
    keepdims: bool
    log_base: float
    nan_is_error: bool
    tolerances: tuple[float, ...]

    def finish(self, nats: Float64, function: Callable[[Float64], Float64] | None = None) -> Result:
        """Return one number per row, or a function of it, in the caller's unit, shape and dtype."""
        value = nats
        if self.log_base != 1.0 or function or self.arrays[0].itemsize != 8:
            with np.errstate(all="ignore"):
                value = value / self.log_base
                value = function(value) if function else value
                value = value.astype(self.arrays[0].dtype, copy=False)
        shape = self.batch
        if self.keepdims:
            shape = (*shape[: self.axis], 1, *shape[self.axis :])
        return unwrap(value.reshape(shape))

    @property
    def normalized(self) -> bool:
        """Whether the rows are divided by their sums, whatever these are."""
        return self.tolerances[0] == math.inf

    def checked(self) -> Rows:
        """Return the same rows, or raise an error that names the argument and the place."""
        for name, original in zip(self.names, self.originals, strict=True):
            check_entries(name, original, nan_is_error=self.nan_is_error)
        arrays = self.arrays
        if self.normalized:
            arrays = tuple(map(self._in_range, self.names, arrays))
        for name, rows, tolerance in zip(self.names, arrays, self.tolerances, strict=True):
            self._check_sums(name, rows, tolerance)
        return self._replace(arrays=arrays)

    def spell_row(self, name: str, row: int) -> str:
        """Return a row as a reader writes it: ``p`` if there is but one, or ``p[0, :]``."""
        if not self.batch:
            return name
        index = [str(i) for i in np.unravel_index(row, self.batch)]
        return f"{name}[{', '.join([*index[: self.axis], ':', *index[self.axis :]])}]"

    def _in_range(self, name: str, rows: FloatArray) -> FloatArray:
        """Return rows times a power of two each, so that sums neither overflow nor underflow."""
        with np.errstate(all="ignore"):
            _, exponent = np.frexp(rows.max(axis=-1, keepdims=True).astype(np.float64))
            shift = np.where(
                exponent > 400, 400 - exponent, np.where(exponent < -400, -exponent, 0)
            )
            if not shift.any():
                return rows
            scaled = np.asarray(np.ldexp(rows, shift))
        lost = ((scaled == 0) & (rows > 0)).any(axis=-1)
        if lost.any():
            raise ValueError(
                f"{self.spell_row(name, int(np.flatnonzero(lost)[0]))} spans more than 400 powers "
                "of ten, and its smallest shares are below what float64 can hold; leave them out"
            )
        return scaled

    def _check_sums(self, name: str, rows: FloatArray, tolerance: float) -> None:
        with np.errstate(all="ignore"):
            sums = rows.sum(axis=-1, dtype=np.float64)
            bad = (np.abs(sums - 1.0) > tolerance) | (sums == 0)
        if not bad.any():
            return
        first = int(np.flatnonzero(bad)[0])
        total = float(sums[first])
        where = self.spell_row(name, first)
        if total == 0:
            raise ValueError(f"{where} sums to 0; a distribution needs a positive entry")
        raise ValueError(
            f"{where} sums to {total!r}, which is off 1 by more than {tolerance:.1e}; "
            "pass probabilities, or normalize=True to divide each row by its sum"
        )


def frame(names: tuple[str, ...], values: Sequence[object], options: Options) -> Rows:
    """Return the rows of `values`, their entries and sums still to be checked."""
    nan_is_error = check_nan_policy(options.nan_policy)
    normalize = check_flag("normalize", options.normalize)
    keepdims = check_flag("keepdims", options.keepdims)
    log_of_base = log_base(options.base)
    values = plain(names, values)
    originals = tuple(map(as_real, names, values))
    shaped = broadcast(names, originals)
    shape = shaped[0].shape
    axis = check_axis(options.axis, len(shape))
    if shape[axis] == 0:
        check_not_empty(names, shaped[0], axis)
    if axis != len(shape) - 1:
        shaped = tuple(np.moveaxis(array, axis, -1) for array in shaped)
    tolerances = tuple([math.inf if normalize else sum_tolerance(value) for value in values])
    return Rows(
        names,
        originals,
        shaped if len(shape) == 2 else tuple([array.reshape(-1, shape[axis]) for array in shaped]),
        shape[:axis] + shape[axis + 1 :],
        axis,
        keepdims,
        log_of_base,
        nan_is_error,
        tolerances,
    )


def prepare(names: tuple[str, ...], values: Sequence[object], options: Options) -> Rows:
    """Return the rows of `values`, or raise an error that names the argument and the place."""
    return frame(names, values, options).checked()


def check_entries(name: str, array: FloatArray, *, nan_is_error: bool) -> None:
    """Raise ValueError at the first negative or infinite entry, and at NaN if that is an error."""
    with np.errstate(all="ignore"):
        if array.size and not (array.min() >= 0 and array.max() < np.inf):
            _report(name, array, array < 0, "negative; probabilities are at least 0")
            _report(name, array, array == np.inf, "not finite; probabilities are at most 1")
            if nan_is_error:
                _report(
                    name,
                    array,
                    np.isnan(array),
                    "not a number; replace it, or pass nan_policy='propagate'",
                )


def _report(name: str, array: FloatArray, bad: npt.NDArray[np.bool_], complaint: str) -> None:
    if bad.any():
        index = place(bad)
        raise ValueError(f"{name}{spell(index)} = {array[index]!s} is {complaint}")
