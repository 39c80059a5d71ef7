"""The divergence of two normal distributions, for many pairs at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kltext._blocks import BLOCK
from kltext.kernels import Float64, g_of_difference

# Above this the textbook form keeps its digits: its terms are at most a few dozen times as large.
FAR = 0.05
SMALL = 1e-300  # a smaller ratio has lost digits


def normal_divergence(
    mean_p: Float64, sigma_p: Float64, mean_q: Float64, sigma_q: Float64
) -> Float64:
    """Return the divergence of each pair, in nats; arrays of one length.

    With r = sigma_p/sigma_q and t the difference of the means in units of sigma_q, it is
    (t² + r² − 1)/2 − log r. Where that is small, its terms have cancelled, and where r leaves the
    range of floats they mislead: there (t² + (r − 1)²)/2 + phi(r − 1) has none that is negative.
    """
    value = np.empty(len(mean_p))
    parameters = mean_p, sigma_p, mean_q, sigma_q
    # The two temporary arrays stay in the cache, and are not asked of the system again.
    scratch = np.empty((2, min(len(value), BLOCK)))
    left: list[npt.NDArray[np.intp]] = []
    with np.errstate(all="ignore"):
        for start in range(0, len(value), BLOCK):
            block = slice(start, start + BLOCK)
            parts = [part[block] for part in parameters]
            filled = value[block]
            _fill(filled, scratch[:, : len(filled)], parts)
            near = np.flatnonzero(~(filled >= FAR))
            if near.size == filled.size:  # nothing has to be picked out
                filled[:] = _near(*parts)
            else:
                left.append(start + near)
        rest = np.concatenate(left) if left else np.empty(0, np.intp)
        for start in range(0, len(rest), BLOCK):
            rows = rest[start : start + BLOCK]
            value[rows] = _near(*(part[rows] for part in parameters))
    return value


def _fill(value: Float64, scratch: Float64, parameters: list[Float64]) -> None:
    """Fill in the textbook form, or NaN where it misleads."""
    mean_p, sigma_p, mean_q, sigma_q = parameters
    r, t = scratch
    np.divide(sigma_p, sigma_q, out=r)
    np.subtract(mean_p, mean_q, out=t)
    t /= sigma_q
    t *= t
    np.multiply(r, r, out=value)
    value += t
    value -= 1.0
    value *= 0.5
    value -= np.log(r, out=t)
    if r.size and not r.min() > SMALL:
        value[~(r > SMALL)] = np.nan


def _near(mean_p: Float64, sigma_p: Float64, mean_q: Float64, sigma_q: Float64) -> Float64:
    t = (mean_p - mean_q) / sigma_q
    growth = (sigma_p - sigma_q) / sigma_q
    # phi(growth) = g(sigma_q, sigma_p)/sigma_q, which keeps its digits when sigma_p << sigma_q.
    excess = g_of_difference(sigma_q, sigma_p, sigma_q - sigma_p) / sigma_q
    return np.asarray(0.5 * (t * t + growth * growth) + excess)
