"""What `rational` gives of two numbers, for arrays of them: ratios without cancellation.

Products of two floats are carried as the sum of two floats, exactly (Dekker 1971), after the powers
of 2 of all factors have been set aside, so that nothing overflows.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kltext import kernels
from kltext._accurate_sum import product_error
from kltext.kernels import exp_excess64

Array = npt.NDArray[np.float64]
Factors = tuple[Array, Array]


def log_ratio(top: Array, bottom: Array) -> Array:
    """Return log(top/bottom) of positive numbers."""
    return kernels.log_ratio(top, bottom, top - bottom)


def phi_of_power(power: float, top: Array, bottom: Array) -> Array:
    """Return phi(r − 1) = r − 1 − log r for r = (top/bottom)**power, at any distance from 1."""
    return exp_excess64(power * log_ratio(top, bottom))


def ratio_excess(top: Factors, bottom: Factors) -> Array:
    """Return product(top)/product(bottom) − 1 of positive numbers, to the last digits.

    >>> excess = ratio_excess((np.array([3.0]), np.array([1 / 3])), (np.array([1.0]),) * 2)
    >>> print(f"{excess[0]:.6e}")  # 3 times the float next to 1/3 is not 1
    -5.551115e-17
    """
    (high1, low1, power1), (high2, low2, power2) = _product(top), _product(bottom)
    shift = power1 - power2
    high1, low1 = np.ldexp(high1, shift), np.ldexp(low1, shift)
    gap, left = _two_sum(high1, -high2)
    rest, lost = _two_sum(low1, -low2)
    total, more = _two_sum(gap, rest)
    return np.asarray((total + (more + left + lost)) / (high2 + low2))


def _product(factors: Factors) -> tuple[Array, Array, npt.NDArray[np.int32]]:
    """Return the product of two numbers as a sum of two between 1/4 and 1, and a power of 2."""
    (first, power1), (second, power2) = (np.frexp(factor) for factor in factors)
    high = first * second
    return high, product_error(first, second, high), power1 + power2


def _two_sum(a: Array, b: Array) -> tuple[Array, Array]:
    """Return a + b as it rounds, and what the rounding lost (Knuth)."""
    total = a + b
    part = total - a
    return total, (a - (total - part)) + (b - part)


def sum_of(*terms: Array) -> Array:
    """Return the sum of arrays, rounded once but for what cancels twice.

    >>> float(sum_of(*(np.array([x]) for x in (1.0, 1e-20, -1.0)))[0])
    1e-20
    """
    total, lost = terms[0], np.zeros_like(terms[0])
    for term in terms[1:]:
        total, error = _two_sum(total, term)
        lost = lost + error
    return np.asarray(np.where(np.isfinite(total), total + lost, total))
