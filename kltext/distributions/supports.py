"""Support inclusion: D(P‖Q) is infinite wherever P puts mass and Q puts none."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import stats

from kltext.distributions.distribution import (
    CIRCULAR,
    INVERSE_WISHART,
    MATRIX_NORMAL,
    MULTINOMIAL,
    MULTIVARIATE_T,
    MVN,
    SAMPLE,
    UNIFORM_DIRECTION,
    VON_MISES_FISHER,
    WISHART,
    Distribution,
)

Array = npt.NDArray[np.float64]

TRUNCATED_NORMAL = type(stats.truncnorm)
# Where all mass sits on one point (given with loc 0), that point; else NaN. The parameters may be
# arrays.
POINT_MASSES: dict[type, Callable[[Any], Array]] = {
    type(stats.bernoulli): lambda of: _point((of["p"] == 0, 0.0), (of["p"] == 1, 1.0)),
    type(stats.binom): lambda of: _point(
        ((of["p"] == 0) | (of["n"] == 0), 0.0), (of["p"] == 1, of["n"])
    ),
    type(stats.geom): lambda of: _point((of["p"] == 1, 1.0)),
    type(stats.nbinom): lambda of: _point((of["p"] == 1, 0.0)),
    type(stats.poisson): lambda of: _point((of["mu"] == 0, 0.0)),
}


def _point(*cases: tuple[Any, Any]) -> Array:
    """Return the value of the first case that holds, NaN where none does."""
    conditions, values = zip(*cases, strict=True)
    return np.select(list(conditions), list(values), np.nan)


def point_mass(distribution: Distribution) -> float | None:
    """Return the point that carries all the mass of a discrete distribution, or None."""
    if distribution.multivariate or not distribution.discrete:
        return None
    if distribution.kind is SAMPLE:
        points = distribution.shapes["xk"][distribution.shapes["pk"] > 0]
        return float(points[0]) if points.size == 1 else None
    at = POINT_MASSES.get(distribution.kind)
    standard = float(at(distribution)) if at else math.nan
    if not math.isnan(standard):
        return standard + distribution.loc
    return distribution.low if distribution.low == distribution.high else None


def check_comparable(p: Distribution, q: Distribution) -> None:
    """Raise unless P and Q live in the same space.

    Raises
    ------
    TypeError
        If one is multivariate and the other not, or one lives on the circle.
    ValueError
        If their dimensions differ.
    """
    if p.multivariate != q.multivariate:
        raise TypeError(
            f"P = {p.name} and Q = {q.name} are on spaces of different kinds; "
            "pass two distributions of one number, or two of one dimension"
        )
    if (p.kind is CIRCULAR) != (q.kind is CIRCULAR):
        raise TypeError(
            f"of P = {p.name} and Q = {q.name}, "
            "vonmises is on the circle and the other on the line; "
            "take vonmises_line for the line"
        )
    if p.kind is CIRCULAR and p.scale != q.scale:
        raise ValueError(
            f"P and Q are vonmises with the scales {p.scale} and {q.scale}, which set the period; "
            "give both the same scale"
        )
    if p.multivariate and _space(p) != _space(q):
        raise ValueError(
            f"P = {p.name} has dimension {_space(p)} and Q = {q.name} has dimension {_space(q)}; "
            "pass distributions of one dimension"
        )


def dimension(distribution: Distribution) -> int:
    """Return the number of coordinates of a multivariate distribution."""
    if "dim" in distribution.shapes:
        return int(distribution.shapes["dim"])
    first = next(key for key in ("mean", "alpha", "p", "mu", "loc") if key in distribution.shapes)
    return int(np.size(distribution.shapes[first]))


def _space(distribution: Distribution) -> int | str:
    """Return what two multivariate distributions must share: a dimension, or a matrix's shape."""
    if distribution.kind is MATRIX_NORMAL:
        return "×".join(map(str, distribution.shapes["mean"].shape))
    if distribution.kind in (WISHART, INVERSE_WISHART):
        return "×".join(map(str, distribution.shapes["scale"].shape))
    return dimension(distribution)


def included(p: Distribution, q: Distribution) -> bool:
    """Return whether Q gives mass to everything that P gives mass to."""
    if p.discrete != q.discrete:
        return False  # an atom has no mass under a density, and a line none under atoms
    if p.multivariate:
        return _multivariate_included(p, q)
    if not p.discrete:
        slack = slack_of_bounds(p, q)
        return q.low <= p.low + slack and p.high <= q.high + slack
    return _atoms_included(p, q)


def slack_of_bounds(p: Distribution, q: Distribution) -> float:
    """Return how far apart bounds may lie that were meant to be equal.

    The bounds of a truncated normal are loc + scale·a and loc + scale·b: whoever wants a
    given bound must divide first, and rounding comes in. All other bounds are exact.
    """
    if p.kind is not TRUNCATED_NORMAL or q.kind is not TRUNCATED_NORMAL:
        return 0.0
    bounds = [
        abs(distribution.loc) + distribution.scale * abs(distribution[k])
        for distribution in (p, q)
        for k in "ab"
    ]
    largest = max((bound for bound in bounds if math.isfinite(bound)), default=0.0)
    return 4 * float(np.finfo(float).eps) * largest


def _atoms_included(p: Distribution, q: Distribution) -> bool:
    if p.kind is SAMPLE:
        points = p.shapes["xk"][p.shapes["pk"] > 0]
    else:
        alone = point_mass(p)
        points = np.array([p.low, p.high] if alone is None else [alone])
    if q.kind is SAMPLE:
        atoms = q.shapes["xk"][q.shapes["pk"] > 0]
        if p.kind is not SAMPLE and point_mass(p) is None:
            points = np.arange(p.low, min(p.high, p.low + atoms.size) + 1)
        return bool(np.isin(points, atoms).all())
    alone = point_mass(q)
    if alone is not None:
        return bool((points == alone).all())
    lattice = points[np.isfinite(points)] - q.loc
    inside = (points >= q.low) & (points <= q.high)
    return bool(inside.all() and (lattice == np.round(lattice)).all())


def _multivariate_included(p: Distribution, q: Distribution) -> bool:
    if p.kind is MULTINOMIAL and q.kind is MULTINOMIAL:
        return bool(p["n"] == q["n"] and not ((p.shapes["p"] > 0) & (q.shapes["p"] == 0)).any())
    if p.kind is MVN and q.kind is MVN:
        return _full_rank(p) and _full_rank(q)
    if MVN in (p.kind, q.kind):
        whole = (MVN, MULTIVARIATE_T)
        return p.kind in whole and q.kind in whole and _full_rank(p if p.kind is MVN else q)
    return p.kind is q.kind or any(p.kind in alike and q.kind in alike for alike in _ALIKE)


# Kinds that give mass to the same space.
_ALIKE = ((VON_MISES_FISHER, UNIFORM_DIRECTION), (WISHART, INVERSE_WISHART))


def _full_rank(distribution: Distribution) -> bool:
    return bool(distribution.source.cov_object.rank == dimension(distribution))
