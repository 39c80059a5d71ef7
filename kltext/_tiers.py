"""The Kullback-Leibler divergence of many rows, at the speed of one logarithm per entry.

Two sums give the same number, and each serves where the other does not:

- *far*, where the rows differ: the sum of p log(p/q). Each term rounds, and by Pinsker's inequality
  that is about the square root of the divergence times the rounding error or less;
- *near*, where they almost agree: the sum of g(p, q) by its series, whose terms are non-negative,
  corrected at second order for the difference between the sums of p and q.

A row that neither serves (with NaN, subnormal numbers, an entry out of order) is left to
`kltext._rows.divergence`. Blocks fit the second-level cache, their buffers are used again,
and each block tells the next which sum to try first.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from kltext._arguments import FloatArray
from kltext._rows import divergence
from kltext.kernels import ATANH, SERIES_LIMIT, Float64, g_of_difference, phi64

BLOCK = 1 << 15
# Above this divergence the plain sum keeps its digits, in float64 and in float32.
FAR = {8: 0.05, 4: 0.25}
LIMIT = SERIES_LIMIT**2
# Below this one, terms may be subnormal.
SMALL = {8: 1e-280, 4: 1e-30}
# So many rows are judged at once: their temporaries stay in the cache.
RUN = 4096
# Shorter rows are multiplied and then summed, because a dot product each would cost more.
SHORT = 48
# With more entries than this share beyond the series, a row is not a near one.
AWAY = 0.25

# Rows up to this length can do without blocks and buffers.
_ONES = np.ones(1000)
# Their sums miss 1 by less than every dtype allows.
NARROW = math.sqrt(float(np.finfo(np.float64).eps))
# The largest |s| at which k terms of the series suffice, k = 0, 1, …
_REACH = {
    size: [(0.25 * eps * (2 * k + 3)) ** (1 / (2 * k + 1)) for k in range(len(ATANH))]
    for size, eps in ((8, 2.0**-52), (4, 2.0**-23))
}
Mask: TypeAlias = npt.NDArray[np.bool_]
Indices: TypeAlias = npt.NDArray[np.intp]


class Evaluation(NamedTuple):
    """The divergence of each row, the sums of p and of q, and whether all entries are in order."""

    nats: Float64
    total_p: Float64
    total_q: Float64
    in_order: bool


class _Run(NamedTuple):
    """Consecutive rows that were summed in one way."""

    rows: slice
    near: bool


class _Work:
    """The buffers of a block, and what the blocks so far were like."""

    def __init__(self, rows: int, columns: int, dtype: np.dtype[np.floating[Any]]) -> None:
        self.buffers = [np.empty((rows, columns), dtype) for _ in range(4)]
        self.ones = np.ones(columns, dtype)
        self.tiny = np.finfo(dtype).tiny
        self.near_first = False
        self.zeros = False
        self.away = AWAY
        self.lowest = 0.0

    def views(self, like: FloatArray) -> list[FloatArray]:
        rows, columns = like.shape
        return [buffer[:rows, :columns] for buffer in self.buffers]

    def total(self, a: FloatArray) -> FloatArray:
        """Return the sum of each row."""
        return np.asarray(a @ self.ones[: a.shape[1]])

    def dot(self, a: FloatArray, b: FloatArray) -> FloatArray:
        """Return the sum of a times b over each row; b is overwritten."""
        if a.shape[1] >= SHORT:
            return np.asarray(np.vecdot(a, b))
        np.multiply(a, b, out=b)
        return self.total(b)

    def look_for_negative(self, *arrays: FloatArray) -> None:
        self.lowest = min(self.lowest, *(float(array.min()) for array in arrays))


def evaluate(p: FloatArray, q: FloatArray) -> Evaluation:
    """Return the divergence of each row of two arrays of one shape and dtype, unchecked.

    The rows need not sum to 1: the value is that of the rows divided by their sums. It has no
    meaning where a sum is 0 or infinite, or where `in_order` is False: then an entry is negative
    or NaN.
    """
    rows, columns = p.shape
    if rows == 0:
        return Evaluation(np.empty(0), np.empty(0), np.empty(0), in_order=True)
    step = max(1, min(rows, round(BLOCK / columns)))
    work = _Work(step, min(columns, 2 * BLOCK), p.dtype)
    sums, value = np.empty((3, rows)), np.empty(rows)
    unserved: dict[bool, list[Indices]] = {False: [], True: []}
    with np.errstate(all="ignore"):
        if columns > 2 * BLOCK:
            _first(p[:1, :BLOCK], q[:1, :BLOCK], work)  # only to see whether p and q are near
        for run in _runs(p, q, work, sums, step):
            judge = _near_value if run.near else _far_value
            value[run.rows], served = judge(sums[:, run.rows], p.itemsize)
            if not served.all():
                unserved[run.near].append(run.rows.start + np.flatnonzero(~served))
        work.away = 1.0
        for near, indices in unserved.items():
            for rest in _pieces(indices, step):
                value[rest] = _again(p[rest], q[rest], value[rest], near, work)
        in_order = work.lowest >= 0 and not np.isnan(value).any()
        return Evaluation(value, sums[1], sums[1] + sums[2], in_order)


def single(p: object, q: object) -> float | None:
    """Return the divergence of one short row in float64, or None unless all is plain there.

    A call of NumPy costs more than the arithmetic of a short row, so this makes few of them.
    """
    if not (type(p) is type(q) is np.ndarray and p.dtype == q.dtype == np.float64):
        return None
    if not (p.ndim == 1 and p.shape == q.shape and 0 < p.size <= _ONES.size):
        return None
    ones = _ONES[: p.size]
    total, total_q = float(p.dot(ones)), float(q.dot(ones))
    in_range = p[p.argmin()] > SMALL[8] and q[q.argmin()] > SMALL[8]
    if not (in_range and abs(total - 1.0) < NARROW and abs(total_q - 1.0) < NARROW):
        return None
    value = float(p.dot(np.log(p / q))) / total + math.log1p((total_q - total) / total)
    return value if value >= FAR[8] else _single_near(p, q, total)


def _single_near(p: Float64, q: Float64, total: float) -> float | None:
    d = p - q
    s = d / (p + q)
    z = s * s
    largest = float(z[z.argmax()])
    if largest > LIMIT:
        return None
    tail = _tail(s, z, largest, np.empty_like(z))
    plain = (float(d.dot(s)) + (0.0 if tail is None else float(p.dot(tail)))) / total
    u = -float(d.dot(_ONES[: d.size])) / total
    if plain == 0:
        return 0.0
    return plain - 0.5 * u * u * (1.0 - u / 1.5) if plain > max(u * u, SMALL[8]) else None


def _pieces(indices: list[Indices], step: int) -> list[Indices]:
    """Return the indices in pieces of one block's length."""
    if not indices:
        return []
    joined = np.concatenate(indices)
    return [joined[start : start + step] for start in range(0, len(joined), step)]


def _runs(p: FloatArray, q: FloatArray, work: _Work, sums: Float64, step: int) -> Iterator[_Run]:
    """Fill in the sums of all blocks, and yield runs of rows that were summed in one way."""
    start, near = 0, False
    for block in range(0, len(p), step):
        if block > start and (work.near_first != near or block - start >= RUN):
            yield _Run(slice(start, block), near)
            start = block
        near = work.near_first
        rows = slice(block, block + step)
        sums[:, rows] = _first(p[rows], q[rows], work)
    yield _Run(slice(start, len(p)), near)


def _first(p: FloatArray, q: FloatArray, work: _Work) -> Float64:
    """Return the sums of one method over a block, and note which to use on the next."""
    p, q = np.ascontiguousarray(p), np.ascontiguousarray(q)
    method = _near_sums if work.near_first else _far_sums
    sums = _over_columns(method, p, q, work)
    if not work.zeros and np.isnan(sums[0]).any():
        # 0 log 0 is not a number to a computer; from here on zeros are looked after.
        work.zeros = True
        sums = _over_columns(method, p, q, work)
    wrong = np.isnan(sums[0]) if work.near_first else sums[0] < FAR[p.itemsize] * sums[1]
    if 2 * np.count_nonzero(wrong) > len(wrong):
        work.near_first = not work.near_first
    return sums


def _again(p: FloatArray, q: FloatArray, old: Float64, near: bool, work: _Work) -> Float64:
    """Return the divergences of rows that the method first tried, with `old`, did not serve."""
    value, left = old.copy(), np.ones(len(p), np.bool_)
    endless = old == np.inf
    if not near and endless.any():
        left[endless] = ~((q[endless] == 0) & (p[endless] > 0)).any(axis=-1)  # or p/q overflows
    if not near and p.itemsize == 4:
        wide = left & (old > FAR[8])
        value[wide] = evaluate(p[wide].astype(np.float64), q[wide].astype(np.float64)).nats
        left &= ~wide
    if left.any():
        sums, judge = (_far_sums, _far_value) if near else (_near_sums, _near_value)
        value[left], served = judge(_over_columns(sums, p[left], q[left], work), p.itemsize)
        left[left] = ~served
    if left.any():
        value[left] = divergence(p[left].astype(np.float64), q[left].astype(np.float64))
    return value


def _far_value(sums: Float64, itemsize: int) -> tuple[Float64, Mask]:
    """Return the divergences of the rows with these sums, and where they are to be trusted."""
    terms, total, gain = sums
    u = gain / total
    # log(1 + u), which is log(sum q / sum p)
    log = u - 0.5 * u * u if np.abs(u).max() < 1e-6 else np.log1p(u)
    value = terms / total + log
    return value, (value >= FAR[itemsize]) & (value < np.inf)


def _near_value(sums: Float64, itemsize: int) -> tuple[Float64, Mask]:
    """Return the divergences of the rows with these sums, and where they are to be trusted."""
    terms, total, gain = sums
    u = gain / total
    phi = 0.5 * u * u * (1.0 - u / 1.5) if np.abs(u).max() < 1e-8 else phi64(u)
    plain = terms / total
    value = plain - phi
    # The correction may not cancel, and no term that counts may be subnormal.
    served = (2.0 * value >= plain) & ((terms > SMALL[itemsize]) | (terms == 0))
    return value, served & (terms < np.inf)


def _far_sums(p: FloatArray, q: FloatArray, work: _Work) -> Float64:
    """Return the sums of p log(p/q), of p, and of q - p."""
    (ratio, *_) = work.views(p)
    np.divide(p, q, out=ratio)
    work.look_for_negative(p)
    if work.zeros:
        work.look_for_negative(q)
        np.fmax(ratio, work.tiny, out=ratio)
    np.log(ratio, out=ratio)
    sums = np.array([work.dot(p, ratio), work.total(p), work.total(q)], np.float64)
    sums[2] -= sums[1]
    return sums


def _near_sums(p: FloatArray, q: FloatArray, work: _Work) -> Float64:
    """Return the sums of g(p, q), of p, and of q - p."""
    d, s, z, unused = work.views(p)
    np.subtract(p, q, out=d)
    np.add(p, q, out=s)
    work.look_for_negative(p)
    if work.zeros:
        np.maximum(s, work.tiny, out=s)
    np.divide(d, s, out=s)
    np.multiply(s, s, out=z)
    gain = -work.total(d)
    largest = float(z.max())
    terms = np.zeros(len(p))
    if not largest <= LIMIT:  # NaN included
        terms += _set_aside(p, q, work)
        largest = LIMIT
    tail = _tail(s, z, largest, unused)
    if tail is not None:
        terms += work.dot(p, tail)
    terms += work.dot(d, s)
    return np.array([terms, work.total(p), gain], np.float64)


def _set_aside(p: FloatArray, q: FloatArray, work: _Work) -> Float64:
    """Return the sums of g over entries beyond the series, and blank them for what follows."""
    d, s, z, _ = work.views(p)
    row, column = np.nonzero(z > LIMIT)
    crowded = np.bincount(row, minlength=len(p)) > work.away * p.shape[1]
    few = ~crowded[row]
    row, column = row[few], column[few]
    x, y = p[row, column].astype(np.float64), q[row, column].astype(np.float64)
    work.look_for_negative(np.append(y, 0.0))
    g = g_of_difference(x, y, x - y)
    sums = np.bincount(row, weights=g, minlength=len(p)).astype(np.float64)
    sums[crowded] = np.nan
    for buffer in (d, s, z):
        buffer[row, column] = 0.0
    return sums


def _tail(s: FloatArray, z: FloatArray, largest: float, out: FloatArray) -> FloatArray | None:
    """Return 2 (atanh(s) - s) for z = s*s up to `largest`; None if it is too small to count.

    What the series leaves out is below a quarter of a rounding of the leading term 2 s*s.
    """
    count = bisect.bisect_left(_REACH[s.itemsize], largest**0.5)
    if count == 0:
        return None
    np.multiply(z, ATANH[count - 1], out=out)
    for coefficient in ATANH[count - 2 :: -1] if count > 1 else ():
        out += coefficient
        out *= z
    out *= s
    return out


def _over_columns(
    sums: Callable[[FloatArray, FloatArray, _Work], Float64],
    p: FloatArray,
    q: FloatArray,
    work: _Work,
) -> Float64:
    """Return `sums` of the rows, of long ones as the sum over their parts."""
    columns = p.shape[1]
    if columns <= 2 * BLOCK:
        return sums(p, q, work)
    parts = [
        sums(p[:, start : start + BLOCK], q[:, start : start + BLOCK], work)
        for start in range(0, columns, BLOCK)
    ]
    return np.asarray(np.sum(parts, axis=0))
