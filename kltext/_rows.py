"""Sums over the rows of two-dimensional arrays, accurate to the last digits.

Every function takes rows that are non-negative with positive sums, or hold NaN, and returns one
number per row in nats, for the rows divided by their sums.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kltext._arguments import FloatArray
from kltext.kernels import Float64, exp_excess64, g_of_difference, log_ratio, phi64

FAR = 0.05  # a divergence above this is summed from its plain terms
SPLIT = 2.0**27 + 1.0  # cuts a float64 into two halves of 26 bits
BLOCK = 1 << 14  # entries handled at once; the buffers then stay in the second-level cache


def blocked(function: Callable[..., Float64], *arrays: FloatArray) -> Float64:
    """Return `function` of float64 copies of the arrays, a block of rows at a time."""
    rows, columns = arrays[0].shape
    value = np.empty(rows)
    step = max(1, BLOCK // columns)
    with np.errstate(all="ignore"):
        for start in range(0, rows, step):
            block = slice(start, start + step)
            value[block] = function(*(array[block].astype(np.float64) for array in arrays))
    return value


def divergence(p: Float64, q: Float64) -> Float64:
    """Return KL(p || q) as a sum of g(x, q) with x = p sum(q)/sum(p).

    The terms are non-negative, and x - q is formed from p - q and the difference of the sums, so
    that sums which miss 1 by a rounding cost nothing.
    """
    x, d, total = matched(p, q)
    return sum_of_g(x, q, d) / total


def sum_of_g(x: Float64, y: Float64, d: Float64) -> Float64:
    """Return the sum of g(x, y) over each row, where x and y have one sum and d = x - y."""
    value = np.asarray(g_of_difference(x, y, d).sum(axis=-1))
    far = (value > FAR * y.sum(axis=-1)) & (value < np.inf)
    if far.any():
        # Nothing cancels here, and the plain sum rounds less.
        x, y, d = x[far], y[far], d[far]
        value[far] = np.where(x == 0, 0.0, x * log_ratio(x, y, d)).sum(axis=-1)
    return value


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


def jensen_shannon(p: Float64, q: Float64) -> Float64:
    """Return the mean divergence of p and q from m = (p + q)/2."""
    x, d, total = matched(p, q)
    middle = 0.5 * (x + q)
    half = 0.5 * d
    terms = g_of_difference(x, middle, half) + g_of_difference(q, middle, -half)
    return np.asarray(0.5 * terms.sum(axis=-1) / total)


def cross_entropy(p: Float64, q: Float64) -> Float64:
    """Return the sum of -p log q; the entropy of p when q is p."""
    log_q = _log_shares(q)
    terms = np.where(p == 0, 0.0, -p * log_q)
    return np.asarray(terms.sum(axis=-1) / p.sum(axis=-1))


def _log_shares(p: Float64) -> Float64:
    """Return log(p/sum(p)), for the largest entry from the sum of the others.

    The largest share may be 1 to the last digit and its logarithm still not 0.
    """
    rows = np.arange(len(p))
    largest = p.argmax(axis=-1)
    others = p.copy()
    others[rows, largest] = 0.0
    rest = others.sum(axis=-1)
    total = rest + p[rows, largest]
    value = np.log(p / total[:, None])
    value[rows, largest] = np.log1p(-rest / total)
    return np.asarray(value)


def renyi(p: Float64, q: Float64, alpha: float) -> Float64:
    """Return the Rényi divergence of order alpha, 0 < alpha < inf, alpha != 1."""
    if alpha < 0.5:
        # D_a(p || q) = a/(1-a) D_{1-a}(q || p): the larger of the two orders does not cancel.
        return np.asarray(alpha / (1.0 - alpha) * renyi(q, p, 1.0 - alpha))
    x, d, total = matched(p, q)
    beta = 1.0 - alpha
    same = x == q
    t = np.where(same, 0.0, -d / x)
    log_t = np.where(same, 0.0, -log_ratio(x, q, d))
    terms = x * (phi64(t) - exp_excess64(beta * log_t) / beta)
    terms = np.where((x == 0) & ~np.isnan(q), q, terms)
    terms[(x > 0) & (q == 0)] = np.inf
    excess = terms.sum(axis=-1) / total
    value = np.asarray(-np.log1p(-beta * excess) / beta)
    # Far from equality the plain form loses nothing, and overflows less.
    plain = ~(np.abs(beta) * excess < 0.5)
    if plain.any():
        value[plain] = _renyi_plain(p[plain], q[plain], alpha)
    return value


def _renyi_plain(p: Float64, q: Float64, alpha: float) -> Float64:
    """Return the Rényi divergence as the logarithm of a sum, the largest term taken out."""
    log_p = np.log(p / p.sum(axis=-1, keepdims=True))
    log_q = np.log(q / q.sum(axis=-1, keepdims=True))
    exponents = np.where(p == 0, -np.inf, alpha * log_p + (1.0 - alpha) * log_q)
    largest = exponents.max(axis=-1, keepdims=True)
    terms = np.where(exponents == largest, 1.0, np.exp(exponents - largest))
    value = (largest[:, 0] + np.log(terms.sum(axis=-1))) / (alpha - 1.0)
    return np.asarray(np.where(np.isnan(p).any(axis=-1) | np.isnan(q).any(axis=-1), np.nan, value))


def renyi_zero(p: Float64, q: Float64) -> Float64:
    """Return -log of the mass that q gives to the support of p."""
    outside = np.where(p == 0, q, 0.0 * p).sum(axis=-1)
    inside = np.where(p == 0, 0.0 * p, q).sum(axis=-1)
    total = inside + outside
    return np.asarray(
        np.where(outside < inside, -np.log1p(-outside / total), -np.log(inside / total))
    )


def renyi_infinity(p: Float64, q: Float64) -> Float64:
    """Return the largest log(p/q)."""
    x, d, _ = matched(p, q)
    ratios = np.where((x == 0) & ~np.isnan(q), -np.inf, log_ratio(x, q, d))
    ratios = np.where((x == q) & (x > 0), 0.0, ratios)
    # The largest ratio of two distributions is at least 1; rounding may say a little less.
    return np.asarray(np.maximum(ratios.max(axis=-1), 0.0))
