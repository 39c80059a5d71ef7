r"""The three functions that every accurate divergence is a sum of.

Each is zero where two numbers agree, positive elsewhere, and loses no digit in between:

- ``g(x, y)`` :math:`= x\log(x/y) - x + y`, one term of a discrete divergence;
- ``phi(t)`` :math:`= t - \log(1+t)`, which the normal and gamma families reduce to;
- ``exp_excess(t)`` :math:`= e^t - 1 - t`, its counterpart for logits.

The textbook forms subtract nearly equal numbers; here a short series takes over where they would.
"""

from __future__ import annotations

import bisect
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from kltext._arguments import (
    FloatArray,
    Result,
    as_real,
    broadcast,
    largest,
    place,
    smallest,
    spell,
    unwrap,
)
from kltext._foreign import check_labels

Float64 = npt.NDArray[np.float64]

# Up to this |s| the series for atanh(s) - s is cut after eleven terms, an error of 6e-16.
SERIES_LIMIT = 0.2
# Below TINY numbers are multiplied by SCALE, which loses none of their digits.
TINY, SCALE = 1e-280, 2.0**900
# 2/3, 2/5, …: atanh(s) - s = (s³/2) (2/3 + 2s²/5 + …)
ATANH = tuple(2.0 / k for k in range(3, 25, 2))
# The largest s² at which 0, 1, … ten of them suffice: what they leave out of g is less than a
# quarter of a rounding.
_REACH = [(0.25 * 2.0**-52 * (2 * k + 3)) ** (2 / (2 * k + 1)) for k in range(len(ATANH))]
# 1/2!, 1/3!, …: e^t - 1 - t = t² (1/2! + t/3! + …), fifteen terms for |t| < 0.5
_EXP = tuple(1.0 / float(np.prod(np.arange(1.0, k + 1))) for k in range(2, 17))


@overload
def g(x: float, y: float) -> float: ...


@overload
def g(x: npt.ArrayLike, y: npt.ArrayLike) -> Result: ...


def g(x: npt.ArrayLike, y: npt.ArrayLike) -> Result:
    r"""Return :math:`g(x, y) = x\log(x/y) - x + y \ge 0`, elementwise.

    The sum of ``g(p, q)`` over two distributions is their Kullback-Leibler divergence, and every
    term of it is non-negative, so that nothing cancels.

    Parameters
    ----------
    x, y : array_like
        Non-negative real numbers, broadcast against each other.

    Returns
    -------
    float or ndarray
        In nats times the unit of `x`; ``g(0, y) = y``, and infinite where ``x > 0 = y``.

    Raises
    ------
    TypeError
        If an argument is not real.
    ValueError
        If an entry is negative, or the shapes do not broadcast.

    References
    ----------
    Loader (2000), "Fast and accurate computation of binomial probabilities" (his ``bd0``).

    Examples
    --------
    >>> g(2.0, 1.0)
    0.3862943611198906
    >>> print(f"{g(1.0, 1.0 + 2**-40):.9e}")  # the textbook form gives 0
    4.135903063e-25
    """
    check_labels(("x", "y"), (x, y))
    x, y = broadcast(("x", "y"), (as_real("x", x), as_real("y", y)))
    _require("x", x, x < 0, "at least 0")
    _require("y", y, y < 0, "at least 0")
    wide_x, wide_y = _wide(x), _wide(y)
    with np.errstate(all="ignore"):
        value = g_of_difference(wide_x, wide_y, wide_x - wide_y)
        value[np.isinf(wide_x) != np.isinf(wide_y)] = np.inf
        return unwrap(value.reshape(x.shape).astype(x.dtype))


@overload
def phi(t: float) -> float: ...


@overload
def phi(t: npt.ArrayLike) -> Result: ...


def phi(t: npt.ArrayLike) -> Result:
    r"""Return :math:`\varphi(t) = t - \log(1+t) \ge 0`, elementwise.

    Parameters
    ----------
    t : array_like
        Real numbers, at least -1.

    Returns
    -------
    float or ndarray
        Infinite at -1. Half of ``phi(s**2 - 1)`` is the divergence of two centred normals whose
        standard deviations have the ratio `s`.

    Raises
    ------
    TypeError
        If `t` is not real.
    ValueError
        If an entry is below -1.

    References
    ----------
    The negative of ``log1pmx`` in Loader (2000) and in R's ``nmath``.

    Examples
    --------
    >>> phi(1e-17)  # the textbook form gives 0
    5.00000000000000...e-35
    """
    t = as_real("t", t)
    _require("t", t, t < -1, "at least -1")
    with np.errstate(all="ignore"):
        return unwrap(phi64(_wide(t)).reshape(t.shape).astype(t.dtype))


@overload
def exp_excess(t: float) -> float: ...


@overload
def exp_excess(t: npt.ArrayLike) -> Result: ...


def exp_excess(t: npt.ArrayLike) -> Result:
    r"""Return :math:`e^t - 1 - t \ge 0`, elementwise.

    Parameters
    ----------
    t : array_like
        Real numbers.

    Returns
    -------
    float or ndarray
        What the exponential adds to its tangent at 0.

    Raises
    ------
    TypeError
        If `t` is not real.

    Examples
    --------
    >>> exp_excess(1e-17)  # the textbook form gives 0
    5.00000000000000...e-35
    """
    t = as_real("t", t)
    with np.errstate(all="ignore"):
        return unwrap(exp_excess64(_wide(t)).reshape(t.shape).astype(t.dtype))


def g_of_difference(
    x: FloatArray, y: FloatArray, d: FloatArray, *, tiny: bool = True
) -> FloatArray:
    """Return g(x, y) for valid arrays, where d = x - y is known better than its rounding.

    With s = d / (x + y) it is s (d + x (2/3 s² + 2/5 s⁴ + …)). `tiny` tells whether there may be
    numbers below TINY. The callers hold the floating-point errors quiet.
    """
    total = x + y
    if not total.size:
        return total
    s = d / total
    z = s * s
    reach = largest(z)
    near = reach <= SERIES_LIMIT**2  # not for NaN
    if tiny := tiny and not smallest(total) >= TINY:
        small = (total < TINY) & (total > 0)
    value = _tail(z, bisect.bisect_left(_REACH, reach) if near else len(ATANH), out=total)
    value *= x
    value += d
    value *= s
    if not near:
        away = ~(z <= SERIES_LIMIT**2)
        value[away] = _g_away(*(part[away].astype(np.float64) for part in (x, y, d)))
    if tiny and small.any():
        # Products of subnormal numbers round to whole units; scaling keeps their fractions.
        scaled = (part[small] * SCALE for part in (x, y, d))
        value[small] = g_of_difference(*scaled, tiny=False) / SCALE
    return value


def atanh_excess(s: Float64) -> Float64:
    """Return 2 (atanh(s) - s) by its series, for |s| up to SERIES_LIMIT."""
    return _tail(s * s, len(ATANH), out=np.empty_like(s)) * s


def _tail(z: FloatArray, count: int, out: FloatArray) -> FloatArray:
    """Return 2/3 z + 2/5 z² + … up to `count` terms, in `out`."""
    np.multiply(z, ATANH[count - 1] if count else 0.0, out=out)
    for k in range(count - 2, -1, -1):
        out += ATANH[k]
        out *= z
    return out


def phi64(t: Float64) -> Float64:
    """Return phi(t) for a valid float64 array."""
    s = t / (2.0 + t)
    value = t * s - atanh_excess(s)
    away = ~(np.abs(s) <= SERIES_LIMIT)
    value[away] = t[away] - np.log1p(t[away])
    value[t == np.inf] = np.inf
    return value


def exp_excess64(t: Float64) -> Float64:
    """Return exp(t) - 1 - t for a float64 array."""
    total = np.full_like(t, _EXP[-1])
    for coefficient in _EXP[-2::-1]:
        total *= t
        total += coefficient
    value = total * t * t
    away = ~(np.abs(t) < 0.5)
    value[away] = np.expm1(t[away]) - t[away]
    value[t == np.inf] = np.inf
    return value


def log_ratio(x: Float64, y: Float64, d: Float64) -> Float64:
    """Return log(x / y) for non-negative arrays with d = x - y; NaN where both are 0.

    log1p of a non-negative number never cancels, and two logarithms take over where the
    quotient leaves the range of floating point.
    """
    quotient = np.abs(d) / np.minimum(x, y)
    value = np.copysign(np.log1p(quotient), d)
    outside = ~np.isfinite(quotient)
    value[outside] = np.log(x[outside]) - np.log(y[outside])
    return value


def _g_away(x: Float64, y: Float64, d: Float64) -> Float64:
    """Return g where x and y differ by half and more, or are 0, infinite or NaN."""
    return np.where(x == 0, y, x * log_ratio(x, y, d) - d)


def _wide(array: FloatArray) -> Float64:
    return np.atleast_1d(array).astype(np.float64)


def _require(name: str, array: FloatArray, bad: npt.NDArray[Any], bound: str) -> None:
    if np.any(bad):
        index = place(np.asarray(bad))
        raise ValueError(
            f"{name}{spell(index)} = {array[index]!s} is out of range; "
            f"pass numbers that are {bound}"
        )
