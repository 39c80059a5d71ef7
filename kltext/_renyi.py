"""The Rényi divergence of rows that are non-negative with positive sums, or hold NaN, in nats."""

from __future__ import annotations

import numpy as np

from kltext._accurate_sum import matched
from kltext.kernels import Float64, exp_excess64, log_ratio, phi64


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
    # Far below x, y is lost in t, and not in the logarithm of the ratio.
    divergence = np.where(t < -0.5, t - log_t, phi64(t))
    terms = x * (divergence - exp_excess64(beta * log_t) / beta)
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
