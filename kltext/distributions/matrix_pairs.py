"""Closed forms of distributions of matrices."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from kltext import kernels
from kltext._covariances import Covariances, factored, in_basis, solve
from kltext.distributions.bregman import bregman, stirling_curvature
from kltext.distributions.distribution import (
    INVERSE_WISHART,
    MATRIX_NORMAL,
    WISHART,
    Distribution,
)
from kltext.distributions.locscale import DERIVED, TFP
from kltext.distributions.registry import register_kl
from kltext.normal import kl_mvnormal

Array = npt.NDArray[np.float64]

_WISHART = (
    r"\log\frac{\Gamma_p(a_2)}{\Gamma_p(a_1)} + (a_1-a_2)\psi_p(a_1) - p\,a_1"
    r" + a_1\,\mathrm{tr}R - a_2\log|R|,\quad a = \tfrac12\mathrm{df},\ R = V_2^{-1}V_1"
)


@register_kl(WISHART, WISHART, formula=_WISHART, condition="$V$ = scale", source=TFP)
def _wishart(p: Distribution, q: Distribution) -> float:
    return wishart(p["df"] / 2, p.shapes["scale"], q["df"] / 2, q.shapes["scale"])


@register_kl(
    INVERSE_WISHART,
    INVERSE_WISHART,
    formula=_WISHART.replace("V_2^{-1}V_1", r"\Psi_2\Psi_1^{-1}"),
    condition=r"$\Psi$ = scale",
    source="the inverse of a Wishart matrix",
)
def _invwishart(p: Distribution, q: Distribution) -> float:
    return wishart(p["df"] / 2, q.shapes["scale"], q["df"] / 2, p.shapes["scale"])


def wishart(a1: float, scale1: Array, a2: float, scale2: Array) -> float:
    r"""Return the divergence of Wishart distributions whose scales have the ratio R.

    .. math:: a_2\Bigl[\mathrm{tr}M - p - \log|M|\Bigr] + \sum_{j<p} B_{F_j}(a_2, a_1),
       \qquad M = \frac{a_1}{a_2}R,\ F_j''(t) = \psi_1\bigl(t-\tfrac j2\bigr) - \frac1t,

    whose terms are all non-negative.
    """
    zero = np.zeros(len(scale1))
    scaled = (scale1, scale2) if a1 == a2 else (a1 * scale1, a2 * scale2)
    spread = kl_mvnormal(zero, scaled[0], zero, scaled[1])
    shapes = [_shape_part(j / 2, float(a1), float(a2)) for j in range(len(scale1))]
    return 2 * float(a2) * float(spread) + math.fsum(shapes)


def _shape_part(shift: float, a1: float, a2: float) -> float:
    def curvature(t: Array) -> Array:
        return np.asarray(stirling_curvature(t) + t * (shift / (t + shift)))

    return bregman(curvature, a1 - shift, a2 - shift, step=a2 - a1)


@register_kl(
    MATRIX_NORMAL,
    MATRIX_NORMAL,
    formula=r"\frac12\Bigl[\mathrm{tr}(U_2^{-1}U_1)\,\mathrm{tr}(V_2^{-1}V_1) - np"
    r" - p\log\frac{|U_1|}{|U_2|} - n\log\frac{|V_1|}{|V_2|}"
    r" + \mathrm{tr}\bigl(V_2^{-1}\Delta^\top U_2^{-1}\Delta\bigr)\Bigr],"
    r"\quad \Delta = M_1-M_2",
    condition="$M, U, V$ = mean, rowcov, colcov, of $n$ rows and $p$ columns",
    source=f"the normal distribution of all entries; {DERIVED}",
)
def _matrix_normal(p: Distribution, q: Distribution) -> float:
    rows = [factored("rowcov", side.shapes["rowcov"]) for side in (p, q)]
    columns = [factored("colcov", side.shapes["colcov"]) for side in (p, q)]
    rows[0], columns[0] = _split_alike(rows, columns)
    excess = [
        np.linalg.eigvalsh(in_basis(two.low, one.matrix - two.matrix)[0])
        for one, two in (rows, columns)
    ]
    # The eigenvalues of the whole covariance, less 1: (1 + u)(1 + v) − 1.
    u, v = excess[0][:, None], excess[1]
    together = u + v + u * v
    near = bool((np.abs(together) < 0.5).all())
    spread = (
        float(np.sum(kernels.phi(together)))
        if near
        else float(together.sum() - _log_determinants(rows, columns))
    )
    apart = p.shapes["mean"] - q.shapes["mean"]
    whitened = solve(columns[1].low, np.swapaxes(solve(rows[1].low, apart[None]), -1, -2))
    return 0.5 * (spread + float((whitened**2).sum()))


def _split_alike(
    rows: list[Covariances], columns: list[Covariances]
) -> tuple[Covariances, Covariances]:
    """Return the covariances of P with the scale shared between them as in Q.

    U·c and V/c make the same distribution as U and V. A power of 4 is moved, which rounds nothing.
    """
    logs = [np.log2(np.diag(one.low[0])).mean() for one in rows]
    power = round(float(logs[0] - logs[1]))
    return _scaled(rows[0], -power), _scaled(columns[0], power)


def _scaled(one: Covariances, power: int) -> Covariances:
    """Return covariances times 4**power."""
    return Covariances(np.ldexp(one.matrix, 2 * power), np.ldexp(one.low, power), one.left)


def _log_determinants(rows: list[Covariances], columns: list[Covariances]) -> float:
    """Return log of the determinant of the first covariance of all entries over the second."""
    sizes = len(columns[0].low[0]), len(rows[0].low[0])
    logs = [
        2 * float(np.log(np.diag(one.low[0]) / np.diag(two.low[0])).sum())
        for one, two in (rows, columns)
    ]
    return sizes[0] * logs[0] + sizes[1] * logs[1]
