"""Closed forms for normal distributions, in one dimension and in several."""

from __future__ import annotations

import math
from typing import overload

import numpy as np
import numpy.typing as npt

from kltext._arguments import FloatArray, Result, as_real, broadcast, log_base, place, spell, unwrap
from kltext._covariances import divergences, factored
from kltext._foreign import check_labels, check_normals
from kltext._normals import normal_divergence

# Matrices are worked through in stacks of so many entries.
ENTRIES = 2**17


@overload
def kl_normal(
    mean_p: float, sigma_p: float, mean_q: float, sigma_q: float, *, base: float | None = ...
) -> float: ...


@overload
def kl_normal(
    mean_p: npt.ArrayLike,
    sigma_p: npt.ArrayLike,
    mean_q: npt.ArrayLike,
    sigma_q: npt.ArrayLike,
    *,
    base: float | None = ...,
) -> Result: ...


def kl_normal(
    mean_p: npt.ArrayLike,
    sigma_p: npt.ArrayLike,
    mean_q: npt.ArrayLike,
    sigma_q: npt.ArrayLike,
    *,
    base: float | None = None,
) -> Result:
    r"""Return :math:`D(N(\mu_P, \sigma_P^2)\|N(\mu_Q, \sigma_Q^2))`.

    The expectation is under the first. With :math:`\rho = \sigma_P/\sigma_Q` and
    :math:`\delta = (\mu_P - \mu_Q)/\sigma_Q` it is
    :math:`\frac12(\delta^2 + \rho^2 - 1) - \log\rho`. Where that is small it
    is summed as :math:`\frac12\delta^2 + \frac12(\rho - 1)^2 + \varphi(\rho - 1)`, whose terms
    are all non-negative.

    Parameters
    ----------
    mean_p, sigma_p : array_like
        Mean and standard deviation (not variance) of P; finite, and the latter positive.
    mean_q, sigma_q : array_like
        Those of Q, in the same unit. All four broadcast.
    base : float, optional
        The logarithm's base, above 1: 2 gives bits. None gives nats.

    Returns
    -------
    float or ndarray
        One number a pair; NaN where an argument is.

    Raises
    ------
    TypeError
        If an argument is not real.
    ValueError
        If a mean is infinite, a standard deviation is not positive and finite, the shapes do not
        broadcast, or `base` is out of range.

    References
    ----------
    Kullback (1959), *Information Theory and Statistics*, chapter 9, eq. (1.1), in one dimension.

    Examples
    --------
    >>> kl_normal(0, 1, 1, 1)
    0.5
    >>> kl_normal(0, [1, 2], 0, 2)
    array([0.31814718, 0.        ])
    """
    unit = log_base(base)
    names = ("mean_p", "sigma_p", "mean_q", "sigma_q")
    values = mean_p, sigma_p, mean_q, sigma_q
    check_labels(names, values)
    reals = tuple(map(as_real, names, values))
    for name, real in zip(names, reals, strict=True):
        _check_parameter(name, real)
    shaped = broadcast(names, reals)
    m1, s1, m2, s2 = (np.atleast_1d(array).astype(np.float64, copy=False) for array in shaped)
    flat = (array.reshape(-1) for array in (m1, s1, m2, s2))
    value = normal_divergence(*flat)
    value = value / unit if unit != 1.0 else value
    return unwrap(value.astype(shaped[0].dtype, copy=False).reshape(shaped[0].shape))


def _check_parameter(name: str, array: FloatArray) -> None:
    positive = name.startswith("sigma")
    bad = np.isinf(array) | (array <= 0 if positive else False)
    if bad.any():
        index = place(np.asarray(bad))
        rule = (
            "positive and finite; pass a standard deviation" if positive else "finite; pass a mean"
        )
        raise ValueError(f"{name}{spell(index)} = {array[index]!s} is not {rule}")


def kl_mvnormal(
    mean_p: npt.ArrayLike,
    cov_p: npt.ArrayLike,
    mean_q: npt.ArrayLike,
    cov_q: npt.ArrayLike,
    *,
    base: float | None = None,
) -> Result:
    r"""Return :math:`D(N(\mu_P, \Sigma_P)\|N(\mu_Q, \Sigma_Q))` of multivariate normals.

    The expectation is under the first.

    Parameters
    ----------
    mean_p, mean_q : array_like, shape (..., n)
        Mean vectors; finite.
    cov_p, cov_q : array_like, shape (..., n, n)
        Covariance matrices; symmetric and positive definite. Leading axes broadcast.
    base : float, optional
        The logarithm's base, above 1: 2 gives bits. None gives nats.

    Returns
    -------
    float or ndarray
        One number per pair.

    Raises
    ------
    TypeError
        If an argument is not real.
    ValueError
        If the shapes do not fit, a covariance is not symmetric and positive definite, or `base` is
        out of range.

    References
    ----------
    Kullback (1959), *Information Theory and Statistics*, chapter 9, eq. (1.1).

    Examples
    --------
    >>> kl_mvnormal([0, 0], [[1, 0], [0, 1]], [1, 0], [[1, 0], [0, 1]])
    0.5
    """
    unit = log_base(base)
    names = ("mean_p", "cov_p", "mean_q", "cov_q")
    values = mean_p, cov_p, mean_q, cov_q
    check_normals(names, values)
    m1, c1, m2, c2 = map(as_real, names, values)
    dtype = np.result_type(m1, c1, m2, c2)
    batch = _check_shapes(m1, c1, m2, c2)
    n = m1.shape[-1]
    means = m1.astype(np.float64).reshape(-1, n), m2.astype(np.float64).reshape(-1, n)
    covariances = factored("cov_p", c1), factored("cov_q", c2)
    # Which of each stack a pair is made of: a table of pairs is never held in memory as matrices.
    in_m1, in_c1, in_m2, in_c2 = (
        np.broadcast_to(np.arange(math.prod(part)).reshape(part), batch).reshape(-1)
        for part in (m1.shape[:-1], c1.shape[:-2], m2.shape[:-1], c2.shape[:-2])
    )
    value = np.empty(math.prod(batch))
    step = max(1, ENTRIES // (n * n))
    for start in range(0, len(value), step):
        rows = slice(start, start + step)
        value[rows] = divergences(
            means[0][in_m1[rows]] - means[1][in_m2[rows]],
            covariances[0].take(in_c1[rows]),
            covariances[1].take(in_c2[rows]),
        )
    return unwrap((value / unit).astype(dtype).reshape(batch))


def _check_shapes(
    m1: FloatArray, c1: FloatArray, m2: FloatArray, c2: FloatArray
) -> tuple[int, ...]:
    for name, mean, cov in (("_p", m1, c1), ("_q", m2, c2)):
        if mean.ndim < 1 or mean.shape[-1] == 0:
            raise ValueError(
                f"mean{name} has shape {mean.shape}, which is no vector; pass one entry or more"
            )
        if cov.ndim < 2 or cov.shape[-2:] != (mean.shape[-1],) * 2:
            raise ValueError(
                f"cov{name} has shape {cov.shape}, which does not fit mean{name} of shape "
                f"{mean.shape}; its last two axes must both have length {mean.shape[-1]}"
            )
        for part, array in (("mean", mean), ("cov", cov)):
            bad = ~np.isfinite(array)
            if bad.any():
                index = place(bad)
                raise ValueError(
                    f"{part}{name}{spell(index)} = {array[index]!s} is not finite; pass numbers"
                )
    if m1.shape[-1] != m2.shape[-1]:
        raise ValueError(
            f"mean_p has {m1.shape[-1]} entries and mean_q has {m2.shape[-1]}; "
            "pass vectors of one length"
        )
    try:
        return np.broadcast_shapes(m1.shape[:-1], c1.shape[:-2], m2.shape[:-1], c2.shape[:-2])
    except ValueError:
        raise ValueError(
            f"the leading axes of mean_p {m1.shape}, cov_p {c1.shape}, mean_q {m2.shape} and cov_q "
            f"{c2.shape} do not broadcast; make the lengths equal, or 1"
        ) from None
