r"""Fits of a normal Q to a target P, in both directions and between.

- forward, :math:`D(P\|Q)`, the M-projection: matches the moments, covers every mode;
- reverse, :math:`D(Q\|P)`, the I-projection: avoids places where P is small, and may have
  several local minima;
- :math:`D_\alpha(P\|Q)` of Minka, which is the forward one at α = 1, the reverse at α = 0.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from kltext._arguments import check_scalar, log_base
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

Value = TypeVar("Value", bound="float | Array")


@dataclass(frozen=True, eq=False)
class Fit(Generic[Value]):
    """A normal Q, by mean and standard deviation, with its divergence in the unit asked for.

    ``kl`` is the value of the objective that was minimised: D(P‖Q) for a forward fit, D(Q‖P) for a
    reverse fit, D_α(P‖Q) for an α-fit. ``mean`` and ``sigma`` are numbers, or arrays with one entry
    a coordinate. ``others`` are the other local minima, lowest first, where an optimiser may get
    stuck; ``minima`` are all of them, this one first.
    """

    mean: Value
    sigma: Value
    kl: float
    others: tuple[Fit[Value], ...] = ()

    @property
    def minima(self) -> tuple[Fit[Value], ...]:
        """All local minima, lowest first: this one and the others."""
        return self, *self.others


def fit_forward(target: Any, *, base: float | None = None) -> Fit[float]:
    r"""Return the normal Q that minimises :math:`D_{KL}(P\|Q)`, P being the target.

    The minimiser of an exponential family matches the expectations of its sufficient
    statistics; for the normal family these are mean and variance. It is unique.

    Parameters
    ----------
    target : NormalMixture or frozen scipy.stats distribution
        Univariate, continuous, with finite mean and variance.
    base : float, optional
        The logarithm's base, above 1: 2 gives bits. None gives nats.

    Returns
    -------
    Fit
        ``mean``, ``sigma`` (standard deviation) and ``kl`` = D(P‖Q); there are no others.

    Raises
    ------
    ValueError
        If the target's mean or variance is not finite.
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
    unit = log_base(base)
    distribution = as_target(target)
    require_moments(distribution)
    mean, sigma = distribution.mean, distribution.sigma
    return Fit(mean, sigma, divergence(distribution, mean, sigma, forward=True) / unit)


def fit_reverse(target: Any, *, base: float | None = None) -> Fit[float]:
    r"""Return the normal Q that minimises :math:`D_{KL}(Q\|P)`, and all other local minima.

    Parameters
    ----------
    target : NormalMixture or frozen scipy.stats distribution
        Univariate, continuous, with positive density on the whole line.
    base : float, optional
        The logarithm's base, above 1: 2 gives bits. None gives nats.

    Returns
    -------
    Fit
        The I-projection, with ``kl`` = D(Q‖P). Its ``others`` are sorted by ``kl``, ties by mean.

    Raises
    ------
    ValueError
        If the target's support is not the whole line, so that
        D(Q‖P) is infinite for every Q.
    TypeError
        If the target is of another kind.

    Notes
    -----
    A map on a grid yields the starts, and Newton's method in (mu, log sigma), with
    derivatives by Hermite moments, polishes them to about 1e-10. A minimum whose basin is
    far narrower than the target's quartiles or components could be missed.

    References
    ----------
    Bishop, *Pattern Recognition and Machine Learning* (2006), section 10.1.2.

    Examples
    --------
    >>> [(round(f.mean, 4), round(f.sigma, 4), round(f.kl, 5))
    ...  for f in fit_reverse(NormalMixture.pair(4)).minima]
    [(0.0, 2.047, 0.22651)]
    >>> [round(f.mean, 3) for f in fit_reverse(NormalMixture.pair(6)).minima]
    [-2.984, 2.984, 0.0]
    """
    unit = log_base(base)
    distribution = as_target(target)
    require_whole_line(distribution)

    # The landscape is made for its derivatives; a small divergence has more digits than it gives.
    def precise(fit: Fit[float]) -> Fit[float]:
        kl = divergence(distribution, fit.mean, fit.sigma, forward=False)
        return replace(fit, kl=kl / unit)

    return _best([precise(fit) for fit in _fits(distribution, reverse_landscape(distribution))])


def fit_alpha(target: Any, alpha: float, *, base: float | None = None) -> Fit[float]:
    r"""Return the normal Q of least α-divergence (Minka's), and all other local minima.

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
    base : float, optional
        The logarithm's base, above 1: 2 gives bits. None gives nats.

    Returns
    -------
    Fit
        Its ``kl`` is :math:`D_\alpha`, for 0 < α < 1 without a logarithm and so without a unit:
        `base` then changes nothing.

    Raises
    ------
    ValueError
        If `alpha` is outside [0, 1].

    References
    ----------
    Minka, *Divergence measures and message passing*, MSR-TR-2005-173, eq. 3.

    Examples
    --------
    >>> [round(fit_alpha(NormalMixture.pair(4), a).sigma, 3) for a in (0, 0.5, 1)]
    [2.047, 2.162, 2.236]
    """
    order = check_scalar("alpha", alpha)
    log_base(base)
    if not 0 <= order <= 1:
        raise ValueError(f"alpha = {alpha!r} is outside [0, 1]; 0 is reverse, 1 is forward")
    if order == 0:
        return fit_reverse(target, base=base)
    if order == 1:
        return fit_forward(target, base=base)
    if not isinstance(target, NormalMixture):
        raise TypeError(f"target = {target!r} is no NormalMixture; 0 < alpha < 1 needs one")
    distribution = as_target(target)
    return _best(_fits(distribution, alpha_landscape(distribution, order)))


def _best(fits: list[Fit[float]]) -> Fit[float]:
    return replace(fits[0], others=tuple(fits[1:]))


def _fits(distribution: Target, landscape: Landscape) -> list[Fit[float]]:
    places = all_minima(landscape, coarse_starts(distribution))
    if not places:
        raise ArithmeticError(f"no minimum was found for {distribution.name}; rescale the target")
    fits = [_fit(landscape, place) for place in places]
    return sorted(fits, key=lambda fit: (round(fit.kl, 12), fit.mean))


def _fit(landscape: Landscape, place: Array) -> Fit[float]:
    """Return the fit at `place`; digits of the mean below 1e-12 sigma are noise, and go."""
    mu, s = place
    sigma = float(np.exp(s))
    return Fit(round(float(mu) / sigma, 12) * sigma + 0.0, sigma, landscape(mu, s).value)
