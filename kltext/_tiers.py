"""The Kullback-Leibler divergence of many rows, at the speed of one logarithm per entry.

Two sums give the same number, and each serves where the other does not:

- *far*, where the rows differ: the sum of p log(p/q). Each term rounds, and by Pinsker's inequality
  that is about the square root of the divergence times the rounding error or less;
- *near*, where they almost agree: the sum of g(p, q) by its series, whose terms are non-negative,
  corrected at second order for the difference between the sums of p and q.

A row that neither serves (with NaN, subnormal numbers, an entry out of order) is left to
`kltext._rows.divergence`. Each block tells the next which sum to try first.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from kltext._arguments import FloatArray, largest, smallest
from kltext._rows import divergence
from kltext._sums import (
    BLOCK,
    LIMIT,
    ONES,
    Work,
    far_sums,
    near_sums,
    over_columns,
    series_length,
    subtract_tail,
)
from kltext.kernels import ATANH, SERIES_LIMIT, Float64, phi64

# Above this divergence the plain sum keeps its digits, in float64 and in float32.
FAR = {8: 0.05, 4: 0.25}
# Below this one, terms may be subnormal.
SMALL = {8: 1e-280, 4: 1e-30}
# Up to this, log(1 + u) is u beside FAR.
NEGLIGIBLE = {8: 1e-9, 4: 1e-5}
# So many rows are judged at once: their temporaries stay in the cache.
RUN = 4096
# Up to so many entries calls of NumPy cost as much as arithmetic, and float32 saves nothing.
FEW = 1 << 14
# So many entries tell whether to start with the near sum.
SAMPLE = (4, 1024)
# Their sums miss 1 by less than every dtype allows.
NARROW = math.sqrt(float(np.finfo(np.float64).eps))

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


def evaluate(p: FloatArray, q: FloatArray) -> Evaluation:
    """Return the divergence of each row of two arrays of one shape and dtype, unchecked.

    The rows need not sum to 1: the value is that of the rows divided by their sums. It has no
    meaning where a sum is 0 or infinite, or where `in_order` is False: then an entry is negative
    or NaN.
    """
    rows, columns = p.shape
    if rows == 0:
        return Evaluation(np.empty(0), np.empty(0), np.empty(0), in_order=True)
    if p.size <= FEW:
        itemsize = p.itemsize
        p, q = p.astype(np.float64, copy=False), q.astype(np.float64, copy=False)
        with np.errstate(all="ignore"):
            few = _evaluate_few(p, q, itemsize)
        if few is not None:
            return few
    step = max(1, min(rows, round(BLOCK / columns)))
    work = Work(min(columns, 2 * BLOCK), p.dtype)
    sums, value = np.empty((3, rows)), np.empty(rows)
    unserved: dict[bool, list[Indices]] = {False: [], True: []}
    with np.errstate(all="ignore"):
        for run in _runs(p, q, work, sums, step):
            judge = _near_value if run.near else _far_value
            value[run.rows], served = judge(sums[:, run.rows], p.itemsize)
            if served is not None:
                unserved[run.near].append(run.rows.start + np.flatnonzero(~served))
        work.away = 1.0
        for near, indices in unserved.items():
            for rest in _pieces(indices, step):
                value[rest] = _again(p[rest], q[rest], value[rest], near, work)
        work.give_back()
        in_order = work.lowest >= 0 and bool(value.min() >= 0)
        return Evaluation(value, sums[1], sums[1] + sums[2], in_order)


def _evaluate_few(p: FloatArray, q: FloatArray, itemsize: int) -> Evaluation | None:
    """Return the same with few calls of NumPy, or None unless all rows are plain and alike.

    The rows came with entries of so many bytes: that says how many digits are asked for.
    """
    work = Work(p.shape[1], p.dtype)
    a, b = work.buffer(0, p), work.buffer(1, p)
    total: Float64 = work.total(p)
    if _look_alike(p, q):
        np.subtract(q, p, out=a)
        np.add(p, q, out=b)
        np.divide(a, b, out=b)
        z = np.multiply(b, b, out=work.buffer(2, p))
        reach = largest(z)
        if not reach <= LIMIT:
            return None
        gain = work.total(a)
        subtract_tail(a, p, z, series_length(reach, itemsize), work)
        a *= b
        value, served = _near_value((work.total(a), total, gain), 8)
    else:
        np.divide(p, q, out=a)
        np.log(a, out=a)
        a *= p
        gain = work.total(q) - total
        value, served = _far_value((work.total(a), total, gain), 8)
    work.give_back()
    if served is not None or smallest(p) < 0:
        return None
    return Evaluation(value, total, total + gain, in_order=True)


def _look_alike(p: FloatArray, q: FloatArray) -> bool:
    """Return whether a few entries are within the reach of the series."""
    for index in (0, p.size // 3, p.size // 2, p.size - 1):
        x, y = p.item(index), q.item(index)
        if not abs(x - y) <= SERIES_LIMIT * (x + y):
            return False
    return True


def _runs(p: FloatArray, q: FloatArray, work: Work, sums: Float64, step: int) -> Iterator[_Run]:
    """Fill in the sums of all blocks, and yield runs of rows that were summed in one way."""
    start, near = 0, _look_near(p, q)
    for block in range(0, len(p), step):
        if block > start:
            wrong = _went_wrong(sums[:, block - step : block], near, p.itemsize)
            if wrong or block - start >= RUN:
                yield _Run(slice(start, block), near)
                start, near = block, near != wrong
        rows = slice(block, block + step)
        sums[:, rows] = _block(p[rows], q[rows], near, work)
    yield _Run(slice(start, len(p)), near)


def _went_wrong(sums: Float64, near: bool, itemsize: int) -> bool:
    """Return whether the other method would have served more rows of a block."""
    terms, total = sums[:2, :256]  # as good as all of them
    wrong = np.isnan(terms) if near else terms < FAR[itemsize] * total
    return bool(2 * np.count_nonzero(wrong) > len(wrong))


def _look_near(p: FloatArray, q: FloatArray) -> bool:
    """Return whether the first entries differ so little that the far sum would not serve."""
    rows, columns = SAMPLE
    a, b = p[:rows, :columns], q[:rows, :columns]
    d = a - b
    d *= d
    d /= a + b
    # Near equality the divergence is the sum of d*d/(p + q).
    return bool(np.add.reduce(d, axis=None) < FAR[p.itemsize] * np.add.reduce(a, axis=None))


def _block(p: FloatArray, q: FloatArray, near: bool, work: Work) -> Float64:
    """Return the sums over a block."""
    p, q = np.ascontiguousarray(p), np.ascontiguousarray(q)
    method = near_sums if near else far_sums
    sums = over_columns(method, p, q, work)
    if not work.zeros and math.isnan(sums[0].min()):
        # 0 log 0 is not a number to a computer; from here on zeros are looked after.
        work.zeros = True
        sums = over_columns(method, p, q, work)
    return sums


def _pieces(indices: list[Indices], step: int) -> list[Indices]:
    """Return the indices in pieces of one block's length."""
    if not indices:
        return []
    joined = np.concatenate(indices)
    return [joined[start : start + step] for start in range(0, len(joined), step)]


def _again(p: FloatArray, q: FloatArray, old: Float64, near: bool, work: Work) -> Float64:
    """Return the divergences of rows that the method first tried, with `old`, did not serve."""
    value, left = old.copy(), np.ones(len(p), np.bool_)
    endless = old == np.inf
    if not near and endless.any():
        left[endless] = ~((q[endless] == 0) & (p[endless] > 0)).any(axis=-1)  # or p/q overflows
    if not near and p.itemsize == 4:
        # The far sum still serves these rows in float64.
        wide = np.flatnonzero(left & (old > 1.1 * FAR[8]))
        if len(wide):
            value[wide], served = _far_in_float64(p[wide], q[wide], work)
            left[wide] = False if served is None else ~served
    if left.any():
        sums, judge = (far_sums, _far_value) if near else (near_sums, _near_value)
        value[left], served = judge(over_columns(sums, p[left], q[left], work), p.itemsize)
        left[left] = False if served is None else ~served
    if left.any():
        value[left] = divergence(p[left].astype(np.float64), q[left].astype(np.float64))
    return value


def _far_in_float64(p: FloatArray, q: FloatArray, work: Work) -> tuple[Float64, Mask | None]:
    wider = Work(len(work.ones), np.dtype(np.float64))
    wider.zeros = work.zeros
    sums = over_columns(far_sums, p.astype(np.float64), q.astype(np.float64), wider)
    return _far_value(sums, 8)


def _far_value(sums: Iterable[Float64], itemsize: int) -> tuple[Float64, Mask | None]:
    """Return the divergences of the rows with these sums, and which to trust; None for all."""
    terms, total, gain = sums
    u = gain / total
    value = terms / total
    # log(1 + u), which is log(sum q / sum p); what u alone leaves out does not count in FAR.
    value += u if largest(np.abs(u)) < NEGLIGIBLE[itemsize] else np.log1p(u)
    if smallest(value) >= FAR[itemsize] and largest(value) < np.inf:
        return value, None
    return value, (value >= FAR[itemsize]) & (value < np.inf)


def _near_value(sums: Iterable[Float64], itemsize: int) -> tuple[Float64, Mask | None]:
    """Return the divergences of the rows with these sums, and which to trust; None for all."""
    terms, total, gain = sums
    u = gain / total
    plain = terms / total
    most, least = largest(np.abs(u)), smallest(plain)
    served_all = most * most < least > SMALL[itemsize] and largest(plain) < np.inf
    if served_all and most * most < 1e-17 * least:
        return plain, None
    value = plain - (u * u * (0.5 - u * (1 / 3 - 0.25 * u)) if most < 1e-5 else phi64(u))
    if served_all:
        return value, None
    # The correction may not cancel, and no term that counts may be subnormal.
    served = (2.0 * value >= plain) & (plain < np.inf)
    return value, served & ((plain > SMALL[itemsize]) | (plain == 0))


def single(p: object, q: object) -> float | None:
    """Return the divergence of one short row in float64, or None unless all is plain there.

    A call of NumPy costs more than the arithmetic of a short row, so this makes few of them.
    """
    if not (type(p) is type(q) is np.ndarray and p.dtype == q.dtype == np.float64):
        return None
    if not (p.ndim == 1 and p.shape == q.shape and 0 < p.size <= ONES.size):
        return None
    ones = ONES[: p.size]
    total, total_q = float(p.dot(ones)), float(q.dot(ones))
    if not (abs(total - 1.0) < NARROW and abs(total_q - 1.0) < NARROW):
        return None
    if not smallest(p) > SMALL[8] or not smallest(q) > SMALL[8]:
        return None
    if not _look_alike(p, q):
        value = float(p.dot(np.log(p / q))) / total + math.log1p((total_q - total) / total)
        if value >= FAR[8]:
            return value
    return _single_near(p, q, total)


def _single_near(p: Float64, q: Float64, total: float) -> float | None:
    d = q - p
    s = d / (p + q)
    z = s * s
    reach = largest(z)
    if reach > LIMIT:
        return None
    plain = float(d.dot(s))
    for coefficient in ATANH[: series_length(reach, 8)]:
        s *= z
        plain -= coefficient * float(p.dot(s))
    plain /= total
    if plain == 0:
        return 0.0
    u = float(d.dot(ONES[: d.size])) / total
    return plain - 0.5 * u * u * (1.0 - u / 1.5) if plain > max(u * u, SMALL[8]) else None
