"""Where the reverse fit of two equal normals changes its mind: the fold and the exchange."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import optimize

from kltext.projections.divergences import check_sigma
from kltext.projections.landscapes import reverse_landscape
from kltext.projections.mixtures import NormalMixture
from kltext.projections.search import descend
from kltext.projections.targets import as_target

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Bifurcation:
    """A separation of the two components, with the off-centre fit Q found there.

    ``separation``, ``mean`` (the positive one) and ``sigma`` are in the units of x, ``kl``
    = D(Q‖P) is in nats.
    """

    separation: float
    mean: float
    sigma: float
    kl: float


def reverse_fold(sigma: float = 1.0) -> Bifurcation:
    """Return where the off-centre local minima of the reverse fit are born.

    For P = ½N(−d/2, sigma²) + ½N(d/2, sigma²) the reverse fit has one local minimum, in the
    middle, while the separation d is below this value. Here a minimum and a saddle appear
    together on each side (a pair of folds, not a pitchfork: the middle stays a minimum). The
    place solves gradient = 0 and determinant of the Hessian = 0.

    Parameters
    ----------
    sigma : float
        Standard deviation of each component.

    Returns
    -------
    Bifurcation
        At the fold.

    Raises
    ------
    TypeError
        If `sigma` is not real.
    ValueError
        If `sigma` is not positive and finite.

    Examples
    --------
    >>> fold = reverse_fold()
    >>> round(fold.separation, 4), round(fold.mean, 3), round(fold.sigma, 3), round(fold.kl, 4)
    (4.8245, 2.146, 1.291, 0.654)
    """
    check_sigma(sigma)

    def conditions(unknown: Array) -> Array:
        mu, s, separation = unknown
        point = reverse_landscape(as_target(NormalMixture.pair(separation)))(mu, s)
        return np.array([*point.gradient, np.linalg.det(point.hessian)])

    guess = _first_off_centre_minimum()
    solution = optimize.root(conditions, guess, tol=1e-13)
    mu, s, separation = solution.x
    if np.abs(conditions(solution.x)).max() > 1e-9:
        raise ArithmeticError(f"the equations of the fold were not solved: {solution.message}")
    return _bifurcation(separation, np.array([mu, s]), sigma)


def reverse_exchange(sigma: float = 1.0) -> Bifurcation:
    """Return the separation at which the off-centre reverse fits become the global ones.

    Below it the symmetric fit in the middle has the smaller D(Q‖P), above it the two fits
    that sit on one component each. The place solves D(off centre) = D(centre).

    Parameters
    ----------
    sigma : float
        Standard deviation of each component.

    Returns
    -------
    Bifurcation
        With the off-centre fit; the central one has the same ``kl``.

    Raises
    ------
    TypeError
        If `sigma` is not real.
    ValueError
        If `sigma` is not positive and finite.

    Examples
    --------
    >>> swap = reverse_exchange()
    >>> round(swap.separation, 4), round(swap.mean, 3), round(swap.sigma, 4), round(swap.kl, 5)
    (5.6002, 2.768, 1.0443, 0.68427)
    """
    check_sigma(sigma)

    def advantage(separation: float) -> float:
        landscape = reverse_landscape(as_target(NormalMixture.pair(separation)))
        centre = _minimum(separation, 0.0, math.hypot(separation / 2, 1))
        side = _minimum(separation, separation / 2, 1.0)
        return landscape(*centre).value - landscape(*side).value

    separation = optimize.brentq(advantage, 5.0, 8.0, xtol=1e-13)
    return _bifurcation(separation, _minimum(separation, separation / 2, 1.0), sigma)


def _minimum(separation: float, mu: float, sigma: float) -> Array:
    landscape = reverse_landscape(as_target(NormalMixture.pair(separation)))
    place = descend(landscape, np.array([mu, math.log(sigma)]))
    if place is None:
        raise ArithmeticError(f"no minimum was reached at separation {separation}")
    return place


def _first_off_centre_minimum() -> Array:
    """Return (mu, log sigma, separation), a little above the fold."""
    for separation in np.arange(4.0, 8.0, 0.05):
        place = _minimum(float(separation), separation / 2, 1.0)
        if place[0] > 1:
            return np.array([*place, separation])
    raise ArithmeticError("no off-centre minimum was found up to a separation of 8")


def _bifurcation(separation: float, place: Array, sigma: float) -> Bifurcation:
    """Return the bifurcation of unit normals, stretched to components of width `sigma`."""
    kl = reverse_landscape(as_target(NormalMixture.pair(separation)))(*place).value
    apart, mean, width = (
        float(part) * float(sigma) for part in (separation, place[0], np.exp(place[1]))
    )
    return Bifurcation(apart, mean, width, kl)
