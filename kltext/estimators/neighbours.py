"""Divergence from points alone, by the distances to their nearest neighbours."""

from __future__ import annotations

import math
import operator
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from scipy.special import digamma

from kltext._arguments import as_real, log_base
from kltext._estimate import Estimate
from kltext._foreign import check_columns
from kltext.estimators._samples import refuse
from kltext.kernels import Float64

if TYPE_CHECKING:
    from scipy.spatial import KDTree

Mask = npt.NDArray[np.bool_]

# The distances of a tie may differ by their rounding.
WIDER = 1 + 1e-12


def kl_knn(
    draws_p: npt.ArrayLike,
    draws_q: npt.ArrayLike,
    *,
    k: int = 5,
    correction: str | None = None,
    base: float | None = None,
) -> Estimate:
    r"""Return an estimate of :math:`D(P\|Q)` from points drawn from P and from Q.

    No density is needed, nor fitted. With :math:`\rho_i` the distance of :math:`x_i` to its k-th
    nearest neighbour among the other points drawn from P, and :math:`\nu_i` that among those drawn
    from Q, the estimate is

    .. math:: \frac dn \sum_i \log\frac{\nu_i}{\rho_i} + \log\frac{m}{n-1}.

    Parameters
    ----------
    draws_p : array_like, shape (n,) or (n, d)
        Independent draws from P, the first argument; n > k.
    draws_q : array_like, shape (m,) or (m, d)
        Independent draws from Q; m >= k.
    k : int, default 5
        Which neighbour. A larger k varies less and blurs more.
    correction : {None, 'adaptive'}
        'adaptive' takes, at each point, all neighbours within the larger of the distances to the
        nearest point of each sample, so that both densities are judged in balls of about one size.
        In many dimensions that has less bias where Q is the wider one; where P reaches far out of
        Q it helps little. `k` plays no part then.
    base : float, optional
        The logarithm's base, above 1: 2 gives bits. None gives nats.

    Returns
    -------
    Estimate
        The value may be negative. The error is NaN: neighbours are shared, so the terms are not
        independent and no simple standard error holds; `kl_interval` gives one by subsampling.

    Raises
    ------
    TypeError
        If a point is not real, or `k` is not an integer.
    ValueError
        If a coordinate is not finite, the points differ in dimension, there are too few points,
        `k` is below 1, or the correction is unknown.

    Notes
    -----
    *Ties.* Where several points lie at the distance of the k-th one (rounded data, repeated
    points), the ball of radius :math:`\epsilon_i = \max(\rho_i, \nu_i)` is taken in both samples,
    and the term is :math:`\psi(a_i) - \psi(b_i) + \log\frac{m}{n-1}` with the numbers
    :math:`a_i, b_i` of points of each sample inside it, borders included. The volume cancels, so
    repeated points do no harm: for discrete data this is the plug-in estimate but for :math:`\psi`
    in place of the logarithm. No noise is added.

    *Scale.* The coordinates share one distance: bring them to comparable scales first. In many
    dimensions, and for divergences of many nats, the estimate is far too small unless the samples
    are enormous.

    References
    ----------
    Wang, Kulkarni and Verdú (2009), eq. (5), and eq. (29) for 'adaptive'; the count at ties is
    that of Gao, Kannan, Oh and Viswanath (2017) for mixed distributions.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(0)
    >>> x, y = rng.normal(1, 1, 5_000), rng.normal(0, 1, 5_000)  # D(P||Q) = 0.5
    >>> print(f"{kl_knn(x, y).value:.3f}")
    0.477
    """
    check_columns(("draws_p", "draws_q"), (draws_p, draws_q))
    first, second = _points("draws_p", draws_p), _points("draws_q", draws_q)
    if first.shape[1] != second.shape[1]:
        raise ValueError(
            f"draws_p has points of {first.shape[1]} coordinates and draws_q of "
            f"{second.shape[1]}; pass points of one space"
        )
    unit = log_base(base)
    if correction is not None and correction != "adaptive":
        raise ValueError(f"correction = {correction!r} is unknown; pass None or 'adaptive'")
    number = _neighbour(1 if correction else k, len(first), len(second))
    first, second = _to_unit_size(first, second)
    value = _adaptive(first, second) if correction else _estimate(first, second, number)
    return Estimate(value, math.nan).over(unit)


def _estimate(x: Float64, y: Float64, k: int) -> float:
    from scipy.spatial import KDTree

    among_x, among_y = KDTree(x), KDTree(y)
    # Repeated points have one term; the trees hold them all.
    points, repeats = np.unique(x, axis=0, return_counts=True)
    # A point is its own nearest neighbour; the neighbour after the k-th tells of ties.
    rho, after_rho = np.transpose(among_x.query(points, [k + 1, k + 2])[0])
    nu, after_nu = np.transpose(among_y.query(points, [k, k + 1])[0])
    tied: Mask = (after_rho <= WIDER * rho) | (after_nu <= WIDER * nu) | (rho == 0) | (nu == 0)
    terms = np.empty(len(points))
    terms[~tied] = x.shape[1] * np.log(nu[~tied] / rho[~tied])
    radius = np.maximum(rho, nu)[tied]
    inside_x = _count(among_x, points[tied], radius) - 1
    inside_y = _count(among_y, points[tied], radius)
    terms[tied] = digamma(inside_x) - digamma(inside_y)
    return float(repeats @ terms / len(x)) + math.log(len(y) / (len(x) - 1))


def _adaptive(x: Float64, y: Float64) -> float:
    """Return the estimate with all neighbours in balls that hold one of each sample."""
    from scipy.spatial import KDTree

    trees = KDTree(x), KDTree(y)
    points, repeats = np.unique(x, axis=0, return_counts=True)
    second = np.full(len(points), 2)
    radius = np.maximum(
        _distance_to(trees[0], points, second), _distance_to(trees[1], points, second - 1)
    )
    counts = [_count(tree, points, radius) for tree in trees]
    # The farthest neighbour inside; a point of x is its own first one.
    farthest = [
        _distance_to(tree, points, count) for tree, count in zip(trees, counts, strict=True)
    ]
    apart = (farthest[0] > 0) & (farthest[1] > 0)
    terms = np.asarray(digamma(counts[0] - 1) - digamma(counts[1]))
    terms[apart] += x.shape[1] * np.log(farthest[1][apart] / farthest[0][apart])
    return float(repeats @ terms / len(x)) + math.log(len(y) / (len(x) - 1))


def _distance_to(tree: KDTree, points: Float64, number: npt.NDArray[np.intp]) -> Float64:
    """Return the distance of each point to the neighbour of its own given rank in the tree."""
    distance = np.empty(len(points))
    for count in np.unique(number):
        rows = number == count
        distance[rows] = np.ravel(tree.query(points[rows], [count])[0])
    return distance


def _count(tree: KDTree, points: Float64, radius: Float64) -> npt.NDArray[np.intp]:
    """Return how many points lie within `radius`, those at that distance included."""
    return np.asarray(tree.query_ball_point(points, WIDER * radius, return_length=True), np.intp)


def _points(name: str, value: object) -> Float64:
    array = as_real(name, value).astype(np.float64)
    if array.ndim not in (1, 2) or (array.ndim == 2 and array.shape[1] == 0):
        raise ValueError(
            f"{name} has shape {array.shape}, which is no list of points; pass n points of d "
            "coordinates as shape (n, d)"
        )
    refuse(name, array, ~np.isfinite(array), "pass finite coordinates")
    return array if array.ndim == 2 else array[:, None]


def _neighbour(k: object, n: int, m: int) -> int:
    try:
        number = operator.index(k)  # type: ignore[arg-type]
    except TypeError:
        raise TypeError(f"k = {k!r} is not an integer; pass one such as 5") from None
    if isinstance(k, (bool, np.bool_)):
        raise TypeError(f"k = {k!r} is a bool; pass an integer such as 5")
    if number < 1:
        raise ValueError(f"k = {number} is below 1; pass 1 or more")
    if n <= number or m < number:
        raise ValueError(
            f"k = {number} needs more than {number} points in draws_p and {number} or more in "
            f"draws_q, which have {n} and {m}; pass more points or a smaller k"
        )
    return number


def _to_unit_size(*samples: Float64) -> tuple[Any, ...]:
    """Return the samples times a power of 2, so that no squared distance leaves its range."""
    largest = max(float(np.abs(sample).max()) for sample in samples)
    exponent = math.frexp(largest)[1]
    return tuple(np.ldexp(sample, -exponent) for sample in samples)
