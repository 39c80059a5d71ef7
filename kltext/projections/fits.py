r"""Fits of a normal Q to a target P, in both directions and between.

- forward, :math:`D(P\|Q)`, the M-projection: matches the moments, covers every mode;
- reverse, :math:`D(Q\|P)`, the I-projection: avoids places where P is small, and may have
  several local minima;
- :math:`D_\alpha(P\|Q)` of Minka, which is the forward one at α = 1, the reverse at α = 0.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from kltext.projections.divergences import divergence
from kltext.projections.landscapes import (
    Landscape,
    alpha_landscape,
    reverse_landscape,
)
from kltext.projections.mixtures import NormalMixture
from kltext.projections.search import all_minima, coarse_starts
from kltext.projections.targets import Target, as_target, require_moments, require_whole_line

Array = npt.NDArray[np.float64]

FAMILIES = ("normal",)


@dataclass(frozen=True)
class Fit:
    """A normal Q, by mean and standard deviation, with its divergence in nats.

    ``kl`` is the value of the objective that was minimised: D(P‖Q) for a forward fit,
    D(Q‖P) for a reverse fit, D_α(P‖Q) for an α-fit.
    """

    mean: float
    sigma: float
    kl: float


def fit_forward(target: Any, family: str = "normal") -> Fit:
    r"""Return the Q of the family that minimises :math:`D_{KL}(P\|Q)`, P being the target.

    The minimiser of an exponential family matches the expectations of its sufficient
    statistics; for the normal family these are mean and variance. It is unique.

    Parameters
    ----------
    target : NormalMixture or frozen scipy.stats distribution
        Univariate, continuous, with finite mean and variance.
    family : {'normal'}
        The family that Q is taken from.

    Returns
    -------
    Fit
        ``mean``, ``sigma`` (standard deviation) and ``kl`` = D(P‖Q) in nats.

    Raises
    ------
    ValueError
        If the family is unknown, or the target's mean or variance is not finite.
    TypeError
        If the target is of another kind.

    References
    ----------
    Bishop, *Pattern Recognition and Machine Learning* (2006), eq. 10.187.

    Examples
    --------
    >>> fit = fit_forward(NormalMixture.pair(4))
    >>> round(fit.mean, 4), round(fit.sigma, 4), round(fit.kl, 5)
    (0.0, 2.2361, 0.172)
    """
    require_family(family)
    distribution = as_target(target)
    require_moments(distribution)
    return Fit(
        distribution.mean,
        distribution.sigma,
        divergence(distribution, distribution.mean, distribution.sigma, forward=True),
    )


def fit_reverse(target: Any, family: str = "normal") -> list[Fit]:
    r"""Return every local minimum of :math:`D_{KL}(Q\|P)` over the family, lowest first.

    Parameters
    ----------
    target : NormalMixture or frozen scipy.stats distribution
        Univariate, continuous, with positive density on the whole line.
    family : {'normal'}
        The family that Q is taken from.

    Returns
    -------
    list of Fit
        Sorted by ``kl`` = D(Q‖P) in nats, ties by mean. The first is the I-projection; the
        others are where an optimiser may get stuck.

    Raises
    ------
    ValueError
        If the family is unknown, or the target's support is not the whole line, so that
        D(Q‖P) is infinite for every Q.
    TypeError
        If the target is of another kind.

    Notes
    -----
    A map on a grid yields the starts, and Newton's method in (mu, log sigma), with
    derivatives by Hermite moments, polishes them to about 1e-10. A minimum whose basin is
    far narrower than the target's quartiles or components could be missed.

    Examples
    --------
    >>> [(round(f.mean, 4), round(f.sigma, 4), round(f.kl, 5))
    ...  for f in fit_reverse(NormalMixture.pair(4))]
    [(0.0, 2.047, 0.22651)]
    >>> [round(f.mean, 3) for f in fit_reverse(NormalMixture.pair(6))]
    [-2.984, 2.984, 0.0]
    """
    require_family(family)
    distribution = as_target(target)
    require_whole_line(distribution)
    fits = _fits(distribution, reverse_landscape(distribution))
    # The landscape is made for its derivatives; a small divergence has more digits than it gives.
    return [replace(f, kl=divergence(distribution, f.mean, f.sigma, forward=False)) for f in fits]


def fit_alpha(target: Any, alpha: float, family: str = "normal") -> list[Fit]:
    r"""Return every local minimum of Minka's α-divergence over the family, lowest first.

    .. math:: D_\alpha(P\|Q) = \frac{1}{\alpha(1-\alpha)}
       \Bigl(1 - \int p^\alpha q^{1-\alpha}\,dx\Bigr), \qquad 0 < \alpha < 1,

    with the limits :math:`D_1 = D_{KL}(P\|Q)` (forward) and :math:`D_0 = D_{KL}(Q\|P)`
    (reverse). Amari's parameter is 2α − 1; α = ½ is twice the squared
    Hellinger distance :math:`\int(\sqrt p-\sqrt q)^2`.

    Parameters
    ----------
    target : NormalMixture
        The distribution P.
    alpha : float
        From 0 (reverse) to 1 (forward).
    family : {'normal'}
        The family that Q is taken from.

    Returns
    -------
    list of Fit
        Their ``kl`` is :math:`D_\alpha` in nats.

    Raises
    ------
    ValueError
        If `alpha` is outside [0, 1] or the family is unknown.

    References
    ----------
    Minka, *Divergence measures and message passing*, MSR-TR-2005-173, eq. 3.

    Examples
    --------
    >>> [round(fit_alpha(NormalMixture.pair(4), a)[0].sigma, 3) for a in (0, 0.5, 1)]
    [2.047, 2.162, 2.236]
    """
    require_family(family)
    if not 0 <= alpha <= 1:
        raise ValueError(f"alpha must lie in [0, 1] (0 is reverse, 1 is forward), got {alpha}")
    if alpha == 0:
        return fit_reverse(target, family)
    if alpha == 1:
        return [fit_forward(target, family)]
    if not isinstance(target, NormalMixture):
        raise TypeError(f"for 0 < alpha < 1 the target must be a NormalMixture, got {target!r}")
    distribution = as_target(target)
    return _fits(distribution, alpha_landscape(distribution, float(alpha)))


def require_family(family: str) -> None:
    """Raise unless `family` names a family that Q can be taken from."""
    if not isinstance(family, str):
        raise TypeError(f"family must be a name, one of {FAMILIES}, got {family!r}")
    if family not in FAMILIES:
        raise ValueError(f"family must be one of {FAMILIES}, got {family!r}")


def _fits(distribution: Target, landscape: Landscape) -> list[Fit]:
    places = all_minima(landscape, coarse_starts(distribution))
    if not places:
        raise ArithmeticError(f"no minimum was found for {distribution.name}: rescale the target")
    fits = [_fit(landscape, place) for place in places]
    return sorted(fits, key=lambda fit: (round(fit.kl, 12), fit.mean))


def _fit(landscape: Landscape, place: Array) -> Fit:
    """Return the fit at `place`; digits of the mean below 1e-12 sigma are noise, and go."""
    mu, s = place
    sigma = float(np.exp(s))
    return Fit(round(float(mu) / sigma, 12) * sigma + 0.0, sigma, landscape(mu, s).value)
