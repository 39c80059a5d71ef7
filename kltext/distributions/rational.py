"""Ratios and differences of parameters, rounded once: what the closed forms begin with.

A divergence of near-identical distributions is a second-order function of tiny differences such as
a₁θ₁ − a₂θ₂. Rational arithmetic gives these without any cancellation.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from kltext.kernels import exp_excess


def ratio_excess(numerator: tuple[float, ...], denominator: tuple[float, ...]) -> float:
    """Return product(numerator) / product(denominator) − 1, correctly rounded.

    >>> ratio_excess((1 + 1e-15,), (1.0,))
    1.1102230246251565e-15
    """
    top, bottom = _product(numerator), _product(denominator)
    return to_float((top - bottom) / bottom)


def log_ratio(numerator: tuple[float, ...], denominator: tuple[float, ...]) -> float:
    """Return log(product(numerator) / product(denominator)) of positive numbers.

    >>> log_ratio((3.0, 2.0), (6.0,))
    0.0
    """
    excess = ratio_excess(numerator, denominator)
    if -0.5 < excess < 1:
        return math.log1p(excess)
    return math.fsum([math.log(x) for x in numerator] + [-math.log(x) for x in denominator])


def difference(*terms: tuple[float, ...]) -> float:
    """Return the sum of the products of each tuple, correctly rounded.

    >>> difference((0.1, 3.0), (-0.3,)) > 0  # 0.1 · 3 is not 0.3 in binary
    True
    """
    return to_float(sum((_product(term) for term in terms), Fraction(0)))


def phi_of_power(power: float, top: float, bottom: float) -> float:
    """Return phi(r − 1) = r − 1 − log r for r = (top/bottom)**power, at any distance from 1.

    >>> phi_of_power(2, 1.0, 1.0)
    0.0
    """
    return float(exp_excess(power * log_ratio((top,), (bottom,))))


def exp(x: float) -> float:
    """Return e**x, infinite where it overflows."""
    return float(np.exp(x))


def to_float(x: Fraction) -> float:
    """Return the nearest float, infinite where there is none."""
    try:
        return float(x)
    except OverflowError:
        return math.copysign(math.inf, x)


def _product(factors: tuple[float, ...]) -> Fraction:
    product = Fraction(1)
    for factor in factors:
        product *= Fraction(factor)
    return product
