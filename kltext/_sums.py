"""The two sums that a divergence is computed from, over one block of rows at a time."""

from __future__ import annotations

import bisect
import threading
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kltext._arguments import FloatArray, largest, smallest
from kltext.kernels import ATANH, SERIES_LIMIT, Float64, g_of_difference

# Entries in a block: its buffers share the cache, and calls of NumPy weigh little beside it.
BLOCK = 1 << 15
LIMIT = SERIES_LIMIT**2
# Numbers in a page of memory, and how far apart in it the buffers start.
PAGE, STAGGER = 512, 72
# Sums over short rows are products with these.
ONES = np.ones(1000)
# Shorter rows are multiplied and then summed, because a dot product each would cost more.
SHORT = 48
# With more entries than this share beyond the series, a row is not a near one.
AWAY = 0.25
# The largest |s| at which k terms of the series suffice, k = 0, 1, …
_REACH = {
    size: [(0.25 * eps * (2 * k + 3)) ** (1 / (2 * k + 1)) for k in range(len(ATANH))]
    for size, eps in ((8, 2.0**-52), (4, 2.0**-23))
}
# The least positive numbers: as lower bounds they touch nothing but 0.
_LEAST = {8: 2.0**-1074, 4: 2.0**-149}


class Work:
    """The buffers of a block, and what the blocks so far were like."""

    # Fresh memory costs more than the arithmetic on it: each thread keeps its last buffers.
    _idle = threading.local()

    def __init__(self, columns: int, dtype: np.dtype[np.floating[Any]]) -> None:
        short = columns <= ONES.size and dtype == np.float64
        self.ones = ONES[:columns] if short else np.ones(columns, dtype)
        self.zeros = False
        self.lowest = 0.0
        self.away = AWAY
        kept = self._idle.__dict__
        self._memory: dict[int, Float64] = kept.pop("memory", {})
        self._buffers: dict[int, FloatArray] = kept.pop("buffers", {})

    def give_back(self) -> None:
        """Leave the buffers to the next call in this thread."""
        self._idle.memory, self._idle.buffers = self._memory, self._buffers

    def buffer(self, number: int, like: FloatArray) -> FloatArray:
        """Return a scratch array with the shape and dtype of `like`."""
        buffer = self._buffers.get(number)
        if buffer is None or buffer.shape != like.shape or buffer.dtype != like.dtype:
            memory = self._memory.get(number)
            if memory is None or memory.nbytes < like.nbytes:
                memory = self._memory[number] = _memory(number, -(-like.nbytes // 8))
            buffer = memory.view(like.dtype)[: like.size].reshape(like.shape)
            self._buffers[number] = buffer
        return buffer

    def total(self, a: FloatArray) -> NDArray[Any]:
        """Return the sum of each row."""
        return np.asarray(a @ self.ones[: a.shape[1]])

    def dot(self, a: FloatArray, b: FloatArray) -> FloatArray:
        """Return the sum of a times b over each row; b is overwritten."""
        if a.shape[1] >= SHORT:
            return np.asarray(np.vecdot(a, b))
        np.multiply(a, b, out=b)
        return self.total(b)

    def look_for_negative(self, array: FloatArray) -> None:
        """Remember the lowest entry."""
        self.lowest = min(self.lowest, smallest(array))


def _memory(number: int, size: int) -> Float64:
    """Return so many float64 that start at a place of their own in a page.

    A processor takes a write for the source of a read at the same place of another page, and
    waits. Large arrays of callers start within the first bytes of a page.
    """
    memory = np.empty(size + PAGE)
    start = ((number + 1) * STAGGER - memory.__array_interface__["data"][0] // 8) % PAGE
    return memory[start : start + size]


Sums: TypeAlias = Callable[[FloatArray, FloatArray, Work], Float64]


def far_sums(p: FloatArray, q: FloatArray, work: Work) -> Float64:
    """Return the sums of p log(p/q), of p, and of q - p."""
    ratio = work.buffer(0, p)
    np.divide(p, q, out=ratio)
    work.look_for_negative(p)
    if work.zeros:
        work.look_for_negative(q)
        np.fmax(ratio, _LEAST[p.itemsize], out=ratio)
    np.log(ratio, out=ratio)
    sums = np.empty((3, len(p)))
    sums[0], sums[1] = work.dot(p, ratio), work.total(p)
    if p.itemsize == 8:
        sums[2] = work.total(q)
        sums[2] -= sums[1]
    else:
        # Two float32 sums near 1 are a rounding of 1 apart; the sum of the differences is exact.
        sums[2] = work.total(np.subtract(q, p, out=ratio))
    return sums


def near_sums(p: FloatArray, q: FloatArray, work: Work) -> Float64:
    """Return the sums of g(p, q), of p, and of q - p."""
    # d is q - p and s its share of p + q.
    d, s, z = (work.buffer(number, p) for number in range(3))
    np.subtract(q, p, out=d)
    np.add(p, q, out=s)
    work.look_for_negative(p)
    if work.zeros:
        np.maximum(s, _LEAST[p.itemsize], out=s)
    np.divide(d, s, out=s)
    np.multiply(s, s, out=z)
    sums = np.zeros((3, len(p)))
    sums[1], sums[2] = work.total(p), work.total(d)
    reach = largest(z)
    if not reach <= LIMIT:  # NaN included
        sums[0] = _set_aside(p, q, work)
        reach = LIMIT
    subtract_tail(d, p, z, series_length(reach, p.itemsize), work)
    sums[0] += work.dot(s, d)
    return sums


def _set_aside(p: FloatArray, q: FloatArray, work: Work) -> Float64:
    """Return the sums of g over entries beyond the series, and blank them for what follows."""
    d, s, z = (work.buffer(number, p) for number in range(3))
    row, column = np.nonzero(z > LIMIT)
    crowded = np.bincount(row, minlength=len(p)) > work.away * p.shape[1]
    few = ~crowded[row]
    row, column = row[few], column[few]
    x, y = p[row, column].astype(np.float64), q[row, column].astype(np.float64)
    if len(y):
        work.look_for_negative(y)
    g = g_of_difference(x, y, x - y)
    sums = np.bincount(row, weights=g, minlength=len(p)).astype(np.float64)
    sums[crowded] = np.nan
    for buffer in (d, s, z):
        buffer[row, column] = 0.0
    return sums


def series_length(reach: float, itemsize: int) -> int:
    """Return how many terms of the tail are needed for z = s*s up to `reach`.

    What these leave out is below a quarter of a rounding of the leading term 2 s*s.
    """
    return bisect.bisect_left(_REACH[itemsize], reach**0.5)


def subtract_tail(d: FloatArray, p: FloatArray, z: FloatArray, count: int, work: Work) -> None:
    """Make d, which is q - p, what times s is g(p, q), by so many terms in z = s*s.

    That is d - p (2/3 z + 2/5 z*z + …).
    """
    if count == 0:
        return
    tail = np.multiply(z, ATANH[count - 1], out=work.buffer(3, p))
    for coefficient in ATANH[count - 2 :: -1] if count > 1 else ():
        tail += coefficient
        tail *= z
    tail *= p
    d -= tail


def over_columns(sums: Sums, p: FloatArray, q: FloatArray, work: Work) -> Float64:
    """Return `sums` of the rows, of long ones as the sum over their parts."""
    columns = p.shape[1]
    if columns <= 2 * BLOCK:
        return sums(p, q, work)
    parts = [
        sums(p[:, start : start + BLOCK], q[:, start : start + BLOCK], work)
        for start in range(0, columns, BLOCK)
    ]
    return np.asarray(np.sum(parts, axis=0))
