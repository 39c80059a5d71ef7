"""The fast sum: the divergence of rows that differ, at the cost of one logarithm per entry.

With P and Q the sums of p and q, which are 1 but for rounding, and v = (P - Q)/P, it is

    KL(p/P || q/Q) = sum p log(p/q) / P + log(1 - v).

Every term rounds. By Pinsker's inequality these errors add up to about the square root of the
divergence times the machine epsilon at most: above `FAR`, that is in the last digits. Rows that
this does not serve (closer than that, with NaN, with a quotient out of range) are left to the
accurate sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from kltext._accurate_sum import NONE, Indices, divergence, in_order, sums_of_g, value_of_g
from kltext._arguments import FloatArray, largest, smallest
from kltext._blocks import BLOCK, ones, over_blocks
from kltext.kernels import SERIES_LIMIT, Float64

# Above this divergence the fast sum keeps its digits, in float64 and in float32.
FAR = {8: 0.05, 4: 0.25}
FLOAT64 = np.dtype(np.float64)
# The least positive numbers.
LEAST = {8: 2.0**-1074, 4: 2.0**-149}
# By so much the sums of float64 rows may miss 1.
TOLERANCE = 2.0**-26
# From so many columns on, a dot product per row costs less than a product and a sum.
LONG = 48
# At least so many rows, or all in a block, are judged at once.
RUN = 1024


def evaluate(
    p: FloatArray, q: FloatArray, tolerances: Sequence[float] = (np.inf, np.inf)
) -> tuple[Float64, bool]:
    """Return the divergence of each row, and whether all rows are known to be distributions.

    They are not if a sum misses 1 by more than its tolerance, or an entry is negative or NaN. The
    arrays have one shape and dtype.
    """
    nats, fit, left = np.empty(len(p)), True, []
    size = BLOCK * 8 // p.itemsize
    # The one temporary array of the fast sum stays in the cache.
    scratch = np.empty(min(p.size, 2 * size), p.dtype)
    step = max(1, 2 * size // p.shape[1])
    step *= max(1, RUN // step)
    with np.errstate(all="ignore"):
        for start in range(0, len(p), step):
            run = slice(start, start + step)
            x, y = np.ascontiguousarray(p[run]), np.ascontiguousarray(q[run])
            if _look_near(x, y):
                sums = over_blocks(sums_of_g, size, x, y)
                nats[run], rest = value_of_g(sums)
            else:
                sums = over_blocks(partial(sums_of_logs, scratch), 2 * size, x, y)
                nats[run], rest = _value_of_logs(sums, x, y)
            fit = fit and _are_one(sums[1], tolerances[0])
            fit = fit and _are_one(sums[1] - sums[2], tolerances[1])
            if len(rest):
                left.append(start + rest)
        if left:
            rest = np.concatenate(left)
            _again(p, q, rest, nats)
            fit = fit and not np.isnan(nats[rest]).any()
    return nats, fit


def of_plain_rows(p: object, q: object) -> float | Float64 | None:
    """Return the divergence along the last axis, or None if there is more to look at.

    There is not for one or several rows of float64 that are distributions; if they are few, to
    prepare them like other arguments would cost more than the sum.
    """
    if not (type(p) is type(q) is np.ndarray and p.dtype == q.dtype == FLOAT64):
        return None
    if not (0 < p.ndim <= 2 and p.shape == q.shape and p.size):
        return None
    if p.ndim == 2:
        nats, fit = evaluate(p, q, (TOLERANCE, TOLERANCE))
        return nats if fit else None
    return _of_one_row(p, q) if p.size <= BLOCK else None


def _of_one_row(p: Float64, q: Float64) -> float | None:
    with np.errstate(all="ignore"):
        if _look_near(p, q):
            terms, total, excess = map(float, sums_of_g(p, q))
            value = terms / total
            served = excess * excess <= 1e-17 * value
        else:
            terms, total, excess = map(float, sums_of_logs(np.empty_like(p), p, q))
            value = (terms - excess * (1.0 + 0.5 * excess)) / total
            served = FAR[8] <= value < np.inf
    one = abs(total - 1.0) <= TOLERANCE and abs(total - excess - 1.0) <= TOLERANCE
    return value if served and one else None


def _look_near(p: FloatArray, q: FloatArray) -> bool:
    """Return whether a few entries are so close that the accurate sum is likely to be needed."""
    for i in range(0, p.size, -(-p.size // 4)):
        x, y = p.item(i), q.item(i)
        if not abs(x - y) <= SERIES_LIMIT * (x + y):
            return False
    return True


def sums_of_logs(scratch: FloatArray, p: FloatArray, q: FloatArray) -> tuple[FloatArray, ...]:
    """Return the sums of p log(p/q), of p, and of p - q over each row of a block.

    Where an entry is NaN or negative, those of p are NaN.
    """
    log = np.divide(p, q, out=scratch[: p.size].reshape(p.shape))
    one, least = ones(p), smallest(p)
    total = p.dot(one)
    if not least > 0:
        np.fmax(log, LEAST[p.itemsize], out=log)  # so that 0 log(0/q) is 0, also for q = 0
        total = total if in_order(least, q) else np.full_like(total, np.nan)
    np.log(log, out=log)
    if p.shape[-1] >= LONG:
        terms = np.vecdot(p, log)
    else:
        log *= p
        terms = log.dot(one)
    # Two float32 sums near 1 are a rounding of 1 apart; the sum of the differences is exact.
    excess = total - q.dot(one) if p.itemsize == 8 else np.subtract(p, q, out=log).dot(one)
    return terms, total, excess


def _value_of_logs(
    sums: tuple[FloatArray, ...], p: FloatArray, q: FloatArray
) -> tuple[FloatArray, Indices]:
    """Return the divergences with these sums, and the rows where they are not accurate."""
    terms, total, excess = (part.astype(np.float64, copy=False) for part in sums)
    # log(1 - v) is -v - v*v/2, as |v| is below 1e-3; P is 1 beside v*v.
    value = (terms - excess * (1.0 + 0.5 * excess)) / total
    far, most = FAR[p.itemsize], largest(value)
    if smallest(value) >= far and most < np.inf:
        return value, NONE
    rest = np.flatnonzero(~((value >= far) & (value < np.inf)))
    if not most < np.inf:
        # Where no p > 0 = q, a quotient has overflowed.
        endless = ((p[rest] > 0) & (q[rest] == 0)).any(axis=-1)
        rest = rest[~(endless & (value[rest] == np.inf))]
    return value, rest


def _are_one(total: FloatArray, tolerance: float) -> bool:
    """Return whether these sums are 1, as nearly as promised; not for NaN."""
    return smallest(total) >= 1.0 - tolerance and largest(total) <= 1.0 + tolerance


def _again(p: FloatArray, q: FloatArray, rest: Indices, nats: Float64) -> None:
    """Fill in the divergences of the rows that were not served."""
    step = max(1, BLOCK // p.shape[1])
    for start in range(0, len(rest), step):
        rows = rest[start : start + step]
        x, y = p[rows].astype(np.float64, copy=False), q[rows].astype(np.float64, copy=False)
        # In float64 the fast sum may yet serve.
        nats[rows] = divergence(x, y) if p.itemsize == 8 else evaluate(x, y)[0]
