"""The divergence between multivariate normals, from Cholesky factors and what these leave over.

All arrays are stacks: their first axes are those of the batch.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from kltext._arguments import FloatArray, place, spell
from kltext.kernels import Float64, g_of_difference, phi64

# Up to this size of the relative difference of two covariances its eigenvalues are used.
NEAR = 0.5


class Covariances(NamedTuple):
    """A stack of covariance matrices C, lower Cholesky factors L, and L^-1 (C - L L^T) L^-T."""

    matrix: Float64
    low: Float64
    left: Float64

    def take(self, rows: object) -> Covariances:
        """Return some of the stack."""
        return Covariances(*(part[rows] for part in self))  # type: ignore[call-overload]


def factored(name: str, cov: FloatArray) -> Covariances:
    """Return covariances with their factors in one stack, or raise ValueError if one is not one."""
    wide = cov.astype(np.float64)
    _check_symmetry(name, cov, wide)
    wide = 0.5 * wide + 0.5 * np.swapaxes(wide, -1, -2)
    n = cov.shape[-1]
    try:
        low = np.asarray(np.linalg.cholesky(wide)).reshape(-1, n, n)
    except np.linalg.LinAlgError:
        lowest = np.linalg.eigvalsh(wide)[..., 0]
        index = np.unravel_index(int(np.argmin(lowest)), lowest.shape)
        raise ValueError(
            f"{name}{spell(tuple(map(int, index)))} is not positive definite (its smallest "
            f"eigenvalue is {lowest[index]:.3g}); pass a covariance matrix, not a precision or a "
            "correlation with repeated columns"
        ) from None
    matrix = wide.reshape(-1, n, n)
    left = in_basis(low, _residual(matrix, low))
    off = ~(np.linalg.norm(left, axis=(1, 2)) < 0.01)
    if off.any():
        row = int(np.argmax(off))
        index = np.unravel_index(row, cov.shape[:-2])
        raise ValueError(
            f"{name}{spell(tuple(map(int, index)))} is too close to singular for float64 "
            f"(condition number {np.linalg.cond(matrix[row]):.1e}); rescale its variables or "
            "leave some out"
        )
    return Covariances(matrix, low, left)


def _check_symmetry(name: str, cov: FloatArray, wide: Float64) -> None:
    scale = np.sqrt(np.abs(np.einsum("...ii->...i", wide)))
    allowed = 8 * np.finfo(cov.dtype).eps ** 0.5 * scale[..., :, None] * scale[..., None, :]
    skew = np.abs(wide - np.swapaxes(wide, -1, -2)) > allowed
    if skew.any():
        index = place(skew)
        mirror = (*index[:-2], index[-1], index[-2])
        raise ValueError(
            f"{name}{spell(index)} = {cov[index]!s} but {name}{spell(mirror)} = {cov[mirror]!s}; "
            "pass a symmetric matrix"
        )


def divergences(mean: Float64, first: Covariances, second: Covariances) -> Float64:
    """Return the divergence of each N(m1, C1) from N(m2, C2) for the rows mean = m1 - m2.

    All terms are non-negative. Near equality E = L2^-1 (C1 - C2) L2^-T keeps the digits of the
    difference; far from it the factors do. An ill-conditioned C differs from L L^T by much more
    than the rounding of the result, so that this residual is carried at first order.
    """
    with np.errstate(all="ignore"):
        shift = solve(second.low, mean[..., None])
        change = -(shift * (second.left @ shift)).sum(axis=(1, 2))
        shifted = _changed((shift**2).sum(axis=(1, 2)), change)
        relative = in_basis(second.low, first.matrix - second.matrix)
        near = np.linalg.norm(relative, axis=(1, 2)) < NEAR
        spread = np.empty(len(mean))
        if near.any():
            spread[near] = _near(relative[near], second.left[near])
        if not near.all():
            spread[~near] = _far(first.take(~near), second.take(~near))
    return np.asarray(0.5 * (spread + shifted))


def _near(relative: Float64, left2: Float64) -> Float64:
    twisted = left2 @ relative
    relative = relative - 0.5 * (twisted + np.swapaxes(twisted, -1, -2))
    return np.asarray(phi64(np.asarray(np.linalg.eigvalsh(relative), np.float64)).sum(axis=-1))


def _far(first: Covariances, second: Covariances) -> Float64:
    """Return tr(C2^-1 C1) - n - log det(C2^-1 C1) from the factors and their residuals."""
    factors = solve(second.low, first.low - second.low)
    d1, d2, on_diagonal = (np.einsum("kii->ki", part) for part in (first.low, second.low, factors))
    growth = g_of_difference(d2, d1, d2 - d1) / d2
    spread = (on_diagonal**2 + 2.0 * growth).sum(axis=-1)
    spread = spread + (np.tril(factors, -1) ** 2).sum(axis=(1, 2))
    ratio = factors + np.eye(factors.shape[-1])
    gain = ((ratio @ first.left) * ratio).sum(axis=(1, 2)) - _trace(first.left)
    squared = ratio @ np.swapaxes(ratio, -1, -2)
    loss = (second.left * squared).sum(axis=(1, 2)) - _trace(second.left)
    return _changed(spread, gain - loss)


def _changed(value: Float64, change: Float64) -> Float64:
    """Return value + change, and infinity where the value is beyond floats: a change is smaller."""
    return np.where(np.isinf(value), value, value + change)


def _trace(stack: Float64) -> Float64:
    return np.asarray(np.einsum("kii->k", stack))


def in_basis(low: Float64, symmetric: Float64) -> Float64:
    """Return L^-1 S L^-T, symmetric to the last digit."""
    value = solve(low, np.swapaxes(solve(low, symmetric), -1, -2))
    return np.asarray(0.5 * (value + np.swapaxes(value, -1, -2)))


def solve(low: Float64, right: Float64) -> Float64:
    """Return L^-1 R for stacks of lower triangular matrices L."""
    if len(low) == 1:
        from scipy.linalg import solve_triangular  # loaded when used: it is slow to import

        return np.asarray(solve_triangular(low[0], right[0], lower=True, check_finite=False))[None]
    value = np.empty(np.broadcast_shapes(low.shape[:-1], right.shape[:-1]) + right.shape[-1:])
    for i in range(low.shape[-1]):
        known = low[:, i, None, :i] @ value[:, :i]
        value[:, i] = (right[:, i] - known[:, 0]) / low[:, i, i, None]
    return value


def _residual(matrix: Float64, low: Float64) -> Float64:
    """Return C - L L^T with the digits that a plain product rounds away.

    L is cut into slices so short that the products of the leading ones are exact.
    """
    bits = (53 - math.ceil(math.log2(low.shape[-1]))) // 2
    _, exponent = np.frexp(np.abs(low).max(axis=-1, keepdims=True))
    slices = []
    for index in range(1, 3):
        cut = np.ldexp(0.75, exponent + (53 - index * bits))
        slices.append((low + cut) - cut)
        low = low - slices[-1]
    high, middle = slices
    cross = high @ np.swapaxes(middle, -1, -2)
    rest = high @ np.swapaxes(low, -1, -2)
    value = (matrix - high @ np.swapaxes(high, -1, -2)) - (cross + np.swapaxes(cross, -1, -2))
    squares = middle @ np.swapaxes(middle, -1, -2)
    return np.asarray(value - (squares + rest + np.swapaxes(rest, -1, -2)))
