"""Closed forms for normal distributions, in one dimension and in several."""

from __future__ import annotations

import math
from typing import overload

import numpy as np
import numpy.typing as npt

from kltext._arguments import FloatArray, Result, as_real, broadcast, place, spell, unwrap
from kltext._covariances import divergences, factored
from kltext._normals import normal_divergence

# Matrices are worked through in stacks of so many entries.
ENTRIES = 2**17


@overload
def kl_normal(mu1: float, sigma1: float, mu2: float, sigma2: float) -> float: ...


@overload
def kl_normal(
    mu1: npt.ArrayLike, sigma1: npt.ArrayLike, mu2: npt.ArrayLike, sigma2: npt.ArrayLike
) -> Result: ...


def kl_normal(
    mu1: npt.ArrayLike, sigma1: npt.ArrayLike, mu2: npt.ArrayLike, sigma2: npt.ArrayLike
) -> Result:
    r"""Return :math:`D(N(\mu_1, \sigma_1^2)\|N(\mu_2, \sigma_2^2))`.

    With :math:`\rho = \sigma_1/\sigma_2` and :math:`\delta = (\mu_1 - \mu_2)/\sigma_2` it is
    :math:`\frac12(\delta^2 + \rho^2 - 1) - \log\rho`, here summed as
    :math:`\frac12\delta^2 + \frac12(\rho - 1)^2 + \varphi(\rho - 1)`, whose terms are all
    non-negative.

    Parameters
    ----------
    mu1, mu2 : array_like
        Means; finite.
    sigma1, sigma2 : array_like
        Standard deviations (not variances), in the unit of the means; positive and finite.
        All four broadcast.

    Returns
    -------
    float or ndarray
        In nats. NaN where an argument is.

    Raises
    ------
    TypeError
        If an argument is not real.
    ValueError
        If a mean is infinite, a standard deviation is not positive and finite, or the shapes do
        not broadcast.

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
    names = ("mu1", "sigma1", "mu2", "sigma2")
    given = zip(names, (mu1, sigma1, mu2, sigma2), strict=True)
    reals = tuple(as_real(name, value) for name, value in given)
    for name, real in zip(names, reals, strict=True):
        _check_parameter(name, real)
    shaped = broadcast(names, reals)
    m1, s1, m2, s2 = (np.atleast_1d(array).astype(np.float64, copy=False) for array in shaped)
    flat = (array.reshape(-1) for array in (m1, s1, m2, s2))
    value = normal_divergence(*flat)
    return unwrap(value.astype(shaped[0].dtype, copy=False).reshape(shaped[0].shape))


def _check_parameter(name: str, array: FloatArray) -> None:
    positive = name.startswith("sigma")
    bad = np.isinf(array) | (array <= 0 if positive else False)
    if bad.any():
        index = place(np.asarray(bad))
        rule = "a positive, finite standard deviation" if positive else "a finite mean"
        raise ValueError(f"{name}{spell(index)} = {array[index]!s} must be {rule}")


def kl_mvnormal(
    mean1: npt.ArrayLike, cov1: npt.ArrayLike, mean2: npt.ArrayLike, cov2: npt.ArrayLike
) -> Result:
    r"""Return :math:`D(N(\mu_1, \Sigma_1)\|N(\mu_2, \Sigma_2))` of multivariate normals.

    Parameters
    ----------
    mean1, mean2 : array_like, shape (..., n)
        Mean vectors; finite.
    cov1, cov2 : array_like, shape (..., n, n)
        Covariance matrices; symmetric and positive definite. Leading axes broadcast.

    Returns
    -------
    float or ndarray
        In nats, one number per pair.

    Raises
    ------
    TypeError
        If an argument is not real.
    ValueError
        If the shapes do not fit, or a covariance is not symmetric and positive definite.

    References
    ----------
    Kullback (1959), *Information Theory and Statistics*, chapter 9, eq. (1.1).

    Examples
    --------
    >>> kl_mvnormal([0, 0], [[1, 0], [0, 1]], [1, 0], [[1, 0], [0, 1]])
    0.5
    """
    m1, c1, m2, c2 = (
        as_real(name, value)
        for name, value in zip(
            ("mean1", "cov1", "mean2", "cov2"), (mean1, cov1, mean2, cov2), strict=True
        )
    )
    dtype = np.result_type(m1, c1, m2, c2)
    batch = _check_shapes(m1, c1, m2, c2)
    n = m1.shape[-1]
    means = m1.astype(np.float64).reshape(-1, n), m2.astype(np.float64).reshape(-1, n)
    covariances = factored("cov1", c1), factored("cov2", c2)
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
    return unwrap(value.astype(dtype).reshape(batch))


def _check_shapes(
    m1: FloatArray, c1: FloatArray, m2: FloatArray, c2: FloatArray
) -> tuple[int, ...]:
    for name, mean, cov in (("1", m1, c1), ("2", m2, c2)):
        if mean.ndim < 1 or mean.shape[-1] == 0:
            raise ValueError(
                f"mean{name} has shape {mean.shape}; pass a vector with one entry or more"
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
                raise ValueError(f"{part}{name}{spell(index)} = {array[index]!s} must be finite")
    if m1.shape[-1] != m2.shape[-1]:
        raise ValueError(
            f"mean1 has {m1.shape[-1]} entries and mean2 has {m2.shape[-1]}; "
            "the distributions must have one dimension in common"
        )
    try:
        return np.broadcast_shapes(m1.shape[:-1], c1.shape[:-2], m2.shape[:-1], c2.shape[:-2])
    except ValueError:
        raise ValueError(
            f"the leading axes of mean1 {m1.shape}, cov1 {c1.shape}, mean2 {m2.shape} and cov2 "
            f"{c2.shape} do not broadcast; make the lengths equal, or 1"
        ) from None
