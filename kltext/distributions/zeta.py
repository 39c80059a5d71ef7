"""The variance of log K under Zipf's distribution: the curvature of log ζ."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

DIRECT = 20  # terms that are summed; Euler and Maclaurin do the rest
# B_2j / (2j)!
_BERNOULLI = (
    1 / 12, -1 / 720, 1 / 30240, -1 / 1209600, 1 / 47900160, -691 / 1307674368000, 1 / 74724249600,
)  # fmt: skip


def log_zeta_curvature(excess: Array) -> Array:
    r"""Return :math:`e^2(\log\zeta)''(1 + e)` for positive e = `excess`.

    >>> round(float(log_zeta_curvature(np.array([1.0]))[0]), 6)
    0.884482
    """
    value, slope, bend = _zeta_jet(np.ravel(excess))
    return np.reshape(bend / value - (slope / value) ** 2, np.shape(excess)) * excess**2


def _zeta_jet(excess: Array) -> Array:
    """Return ζ, ζ' and ζ'' at 1 + excess, shape (3, n)."""
    a = 1 + excess
    one, zero = np.ones_like(a), np.zeros_like(a)
    logs = np.log(np.arange(1.0, DIRECT))
    powers = np.exp(-np.multiply.outer(logs, a))
    total = np.stack([powers.sum(0), -(logs @ powers), (logs**2) @ powers])
    log_n = np.log(DIRECT)
    decay = np.exp(-a * log_n) * np.stack([one, -log_n * one, log_n**2 * one])
    pole = np.stack([1 / excess, -1 / excess**2, 2 / excess**3])
    total += DIRECT * _times(decay, pole) + decay / 2
    rising = np.stack([a, one, zero])
    for j, factor in enumerate(_BERNOULLI):
        total += factor * _times(rising, decay) / DIRECT ** (2 * j + 1)
        for i in (2 * j + 1, 2 * j + 2):
            rising = _times(rising, np.stack([a + i, one, zero]))
    return total


def _times(f: Array, g: Array) -> Array:
    """Return value, first and second derivative of a product."""
    return np.stack([f[0] * g[0], f[1] * g[0] + f[0] * g[1],
                     f[2] * g[0] + 2 * f[1] * g[1] + f[0] * g[2]])  # fmt: skip
