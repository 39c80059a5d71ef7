"""The divergence between multivariate normals, from Cholesky factors and what these leave over."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from kltext._arguments import FloatArray, place, spell
from kltext.kernels import Float64, g_of_difference, phi64

# Up to this size of the relative difference of two covariances its eigenvalues are used.
NEAR = 0.5


class Covariance(NamedTuple):
    """A covariance matrix, or a stack of them, and its lower Cholesky factor."""

    matrix: Float64
    low: Float64


def factor(name: str, cov: FloatArray) -> Covariance:
    """Return a covariance with its factor, or raise ValueError if it is not one."""
    wide = cov.astype(np.float64)
    scale = np.sqrt(np.abs(np.einsum("...ii->...i", wide)))
    allowed = 8 * np.finfo(cov.dtype).eps ** 0.5 * scale[..., :, None] * scale[..., None, :]
    skew = np.abs(wide - np.swapaxes(wide, -1, -2)) > allowed
    if skew.any():
        index = place(skew)
        mirror = (*index[:-2], index[-1], index[-2])
        raise ValueError(
            f"{name}{spell(index)} = {cov[index]!s} but {name}{spell(mirror)} = {cov[mirror]!s}; "
            "a covariance matrix must be symmetric"
        )
    wide = 0.5 * (wide + np.swapaxes(wide, -1, -2))
    try:
        return Covariance(wide, np.asarray(np.linalg.cholesky(wide)))
    except np.linalg.LinAlgError:
        lowest = float(np.linalg.eigvalsh(wide).min())
        raise ValueError(
            f"{name} is not positive definite (its smallest eigenvalue is {lowest:.3g}); "
            "pass a covariance matrix, not a precision or a correlation with repeated columns"
        ) from None


def divergence(mean: Float64, first: Covariance, second: Covariance) -> float:
    """Return the divergence of N(m1, C1) from N(m2, C2) for mean = m1 - m2.

    All terms are non-negative. Near equality E = L2^-1 (C1 - C2) L2^-T keeps the digits of the
    difference; far from it the factors do. An ill-conditioned C differs from L L^T by much more
    than the rounding of the result, so that this residual is carried at first order.
    """
    shift = _solve(second.low, mean)
    left2 = _leftover("cov2", second)
    relative = _in_basis(second.low, first.matrix - second.matrix)
    with np.errstate(all="ignore"):
        shifted = shift @ shift - shift @ left2 @ shift
        if np.linalg.norm(relative) < NEAR:
            relative -= 0.5 * (left2 @ relative + relative @ left2)
            spread = phi64(np.asarray(np.linalg.eigvalsh(relative), np.float64)).sum()
        else:
            spread = _far(first, second, left2)
    return float(0.5 * (spread + shifted))


def _far(first: Covariance, second: Covariance, left2: Float64) -> float:
    """Return tr(C2^-1 C1) - n - log det(C2^-1 C1) from the factors and their residuals."""
    factors = _solve(second.low, first.low - second.low)
    d1, d2 = np.diag(first.low), np.diag(second.low)
    growth = g_of_difference(d2, d1, d2 - d1) / d2
    spread = (np.diag(factors) ** 2 + 2.0 * growth).sum() + (np.tril(factors, -1) ** 2).sum()
    left1 = _leftover("cov1", first)
    ratio = factors + np.eye(len(factors))
    gain = ((ratio @ left1) * ratio).sum() - np.trace(left1)
    loss = (left2 * (ratio @ ratio.T)).sum() - np.trace(left2)
    return float(spread + gain - loss)


def _leftover(name: str, covariance: Covariance) -> Float64:
    """Return L^-1 (C - L L^T) L^-T, or raise ValueError if it is not small."""
    value = _in_basis(covariance.low, _residual(covariance))
    if not np.linalg.norm(value) < 0.01:
        raise ValueError(
            f"{name} is too close to singular for float64 (condition number "
            f"{np.linalg.cond(covariance.matrix):.1e}); rescale its variables or leave some out"
        )
    return value


def _in_basis(low: Float64, symmetric: Float64) -> Float64:
    """Return L^-1 S L^-T, symmetric to the last digit."""
    value = _solve(low, _solve(low, symmetric).T)
    return np.asarray(0.5 * (value + value.T))


def _solve(low: Float64, right: Float64) -> Float64:
    from scipy.linalg import solve_triangular  # loaded when used: it is slow to import

    return np.asarray(solve_triangular(low, right, lower=True, check_finite=False))


def _residual(covariance: Covariance) -> Float64:
    """Return C - L L^T with the digits that a plain product rounds away.

    L is cut into slices so short that the products of the leading ones are exact.
    """
    matrix, low = covariance
    bits = (53 - math.ceil(math.log2(len(low)))) // 2
    _, exponent = np.frexp(np.abs(low).max(axis=1, keepdims=True))
    slices = []
    for index in range(1, 3):
        cut = np.ldexp(0.75, exponent + (53 - index * bits))
        slices.append((low + cut) - cut)
        low = low - slices[-1]
    high, middle = slices
    cross = high @ middle.T
    rest = high @ low.T
    value = (matrix - high @ high.T) - (cross + cross.T)
    return np.asarray(value - (middle @ middle.T + rest + rest.T))
