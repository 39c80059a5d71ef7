"""The Jensen-Shannon divergence of rows that are non-negative or hold NaN, in nats."""

from __future__ import annotations

import numpy as np

from kltext._accurate_sum import matched
from kltext.kernels import Float64, g_of_difference


def jensen_shannon(p: Float64, q: Float64) -> Float64:
    """Return the mean divergence of p and q from m = (p + q)/2."""
    x, d, total = matched(p, q)
    middle = 0.5 * (x + q)
    half = 0.5 * d
    terms = g_of_difference(x, middle, half) + g_of_difference(q, middle, -half)
    return np.asarray(0.5 * terms.sum(axis=-1) / total)
