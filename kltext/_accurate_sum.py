"""The accurate sum: the divergence of any rows, to the last digits.

With P and Q the sums of p and q, and d = p - q, it is

    KL(p/P || q/Q) = sum g(p, q) / P - phi(u),    u = (Q - P) / P,

where g(p, q) = p log(p/q) - p + q >= 0 and phi(u) = u - log(1 + u). No term is negative, so that
the sum keeps its digits, and phi(u), about u*u/2, is small beside it wherever the rows differ by
more than their sums do. Other rows are first given one sum. All functions return nats, and expect
their caller to hold the floating-point errors quiet.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from kltext._arguments import FloatArray, largest, smallest
from kltext._blocks import BLOCK, ones, over_blocks
from kltext.kernels import TINY, Float64, g_of_difference, log_ratio

SPLIT = 2.0**27 + 1.0  # cuts a float64 into two halves of 26 bits
FAR = 0.05  # a divergence above this is summed from its plain terms
# Below this, terms in float32 may have underflowed.
SMALL = {8: 0.0, 4: 1e-30}
# For u*u below this, four terms of its series give phi(u).
EVEN = 1e-8

Indices: TypeAlias = npt.NDArray[np.intp]
NONE: Indices = np.empty(0, np.intp)


def divergence(p: Float64, q: Float64) -> FloatArray:
    """Return KL(p || q) of each row, for rows divided by their sums.

    The rows are non-negative with positive sums, or hold NaN.
    """
    value, rest = value_of_g(over_blocks(sums_of_g, BLOCK, p, q))
    again = (value > FAR) & (value < np.inf)
    again[rest] = True
    if again.any():
        q = q[again]
        x, d, total = matched(p[again], q)
        value[again] = sum_of_g(x, q, d) / total
    return value


def sums_of_g(p: FloatArray, q: FloatArray) -> tuple[FloatArray, ...]:
    """Return the sums of g(p, q), of p, and of p - q over each row of a block.

    Where an entry is NaN or negative, those of p are NaN.
    """
    d, least, one = p - q, smallest(p), ones(p)
    terms = g_of_difference(p, q, d, tiny=not least >= TINY).dot(one)
    total = p.dot(one) if in_order(least, q) else np.full_like(terms, np.nan)
    return terms, total, d.dot(one)


def in_order(least: float, q: FloatArray) -> bool:
    """Return whether no entry of q, or of p with this least one, is negative or NaN.

    A negative q beside p > 0 makes the sum of their logarithms NaN by itself.
    """
    return least > 0 or (least == 0 and smallest(q) >= 0)


def value_of_g(sums: tuple[FloatArray, ...]) -> tuple[FloatArray, Indices]:
    """Return the divergences with these sums, and the rows where they are not accurate."""
    terms, total, excess = sums
    plain, v = terms / total, excess / total
    square, least = v * v, smallest(plain)
    small = SMALL[plain.itemsize]
    if largest(square) <= 1e-17 * least and least >= small and largest(plain) < np.inf:
        return plain, NONE
    # phi(-v), by its series
    value = plain - square * (1 / 2 + v * (1 / 3 + v * (1 / 4 + v / 5)))
    return value, np.flatnonzero(~((2.0 * value >= plain) & (square < EVEN) & (plain >= small)))


def sum_of_g(x: Float64, y: Float64, d: Float64) -> FloatArray:
    """Return the sum of g(x, y) over each row, where x and y have one sum and d = x - y."""
    (value,) = over_blocks(_terms_of_g, BLOCK, x, y, d)
    far = (value > FAR * y.sum(axis=-1)) & (value < np.inf)
    if far.any():
        # Nothing cancels here, and the plain sum rounds less.
        x, y, d = x[far], y[far], d[far]
        value[far] = np.where(x == 0, 0.0, x * log_ratio(x, y, d)).sum(axis=-1)
    return value


def _terms_of_g(x: Float64, y: Float64, d: Float64) -> tuple[FloatArray, ...]:
    return (g_of_difference(x, y, d).dot(ones(x)),)


def matched(p: Float64, q: Float64) -> tuple[Float64, Float64, Float64]:
    """Return x = p sum(q)/sum(p), x - q without its cancellation, and sum(q)."""
    total_p, total_q = p.sum(axis=-1, keepdims=True), q.sum(axis=-1, keepdims=True)
    factor = total_q / total_p
    uneven = np.abs(factor - 1.0) > 1e-14
    x, d = p, p - q
    if uneven.any():
        factor = np.where(uneven, factor, 1.0)
        x = p * factor
        d = (x - q) + product_error(p, factor, x)
    # A factor next to 1 is applied through the sum of the differences, which is exact enough.
    move = x * (-d.sum(axis=-1, keepdims=True) / x.sum(axis=-1, keepdims=True))
    return x + move, d + move, np.asarray(total_q[..., 0])


def product_error(a: Float64, b: Float64, product: Float64) -> Float64:
    """Return a*b - product, exactly but for underflow, where `product` is a*b as it rounds.

    Dekker (1971), "A floating-point technique for extending the available precision".
    """
    a_high, b_high = (t - (t - n) for n, t in ((a, a * SPLIT), (b, b * SPLIT)))
    a_low, b_low = a - a_high, b - b_high
    parts = ((a_high * b_high - product) + a_high * b_low) + a_low * b_high
    return np.asarray(parts + a_low * b_low)
