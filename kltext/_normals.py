"""The divergence of two normal distributions, for many pairs at once."""

from __future__ import annotations

import numpy as np

from kltext.kernels import Float64, g_of_difference

# Above this the textbook form keeps its digits: its terms are at most a few dozen times as large.
FAR = 0.05
# So many pairs share the cost of a few dozen calls of NumPy, and their arrays stay in the cache.
BLOCK = 64_000


def normal_divergence(
    mean_p: Float64, sigma_p: Float64, mean_q: Float64, sigma_q: Float64
) -> Float64:
    """Return the divergence of each pair, in nats; arrays of one length.

    With r = sigma_p/sigma_q and t the difference of the means in units of sigma_q, it is
    (t² + r² − 1)/2 − log r. Where that is small, its terms have cancelled, and where r leaves the
    range of floats they mislead: there (t² + (r − 1)²)/2 + phi(r − 1) has none that is negative.
    """
    value = np.empty(len(mean_p))
    with np.errstate(all="ignore"):
        for start in range(0, len(value), BLOCK):
            block = slice(start, start + BLOCK)
            _fill(value[block], mean_p[block], sigma_p[block], mean_q[block], sigma_q[block])
    return value


def _fill(value: Float64, *parameters: Float64) -> None:
    mean_p, sigma_p, mean_q, sigma_q = parameters
    r = sigma_p / sigma_q
    t = mean_p - mean_q
    t /= sigma_q
    t *= t
    np.multiply(r, r, out=value)
    value += t
    value -= 1.0
    value *= 0.5
    value -= np.log(r, out=t)
    served = (value >= FAR) & (r > 1e-300)
    if not served.all():
        rest = np.flatnonzero(~served)
        value[rest] = _near(*(part[rest] for part in parameters))


def _near(mean_p: Float64, sigma_p: Float64, mean_q: Float64, sigma_q: Float64) -> Float64:
    t = (mean_p - mean_q) / sigma_q
    growth = (sigma_p - sigma_q) / sigma_q
    # phi(growth) = g(sigma_q, sigma_p)/sigma_q, which keeps its digits when sigma_p << sigma_q.
    excess = g_of_difference(sigma_q, sigma_p, sigma_q - sigma_p) / sigma_q
    return np.asarray(0.5 * (t * t + growth * growth) + excess)
