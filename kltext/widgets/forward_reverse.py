"""The explorer of the forward and the reverse fit."""

from __future__ import annotations

from functools import lru_cache

from kltext.projections import NormalMixture, fit_forward, fit_reverse, kl_normal_mixture
from kltext.widgets.explorer import Explorer, readout
from kltext.widgets.still_pictures import draw_fits, named_minima
from kltext.widgets.traits import Choice, Real


class ForwardReverseExplorer(Explorer, module="forward_reverse"):
    """One normal Q for a target P with two modes, ½N(-d/2, 1) + ½N(d/2, 1), in both directions.

    Parameters
    ----------
    separation : float
        Distance d of the two modes, from 0.5 to 9.
    direction : {'reverse', 'forward'}
        Which divergence the Q that is shown minimises: 'reverse' is D(Q‖P), 'forward' D(P‖Q).
    start_mean, start_sigma : float
        Where the optimisation path begins: a mean from -6 to 6, a standard deviation from
        0.5 to 4.

    Attributes
    ----------
    least_forward, least_reverse : float
        The smallest D(P‖Q) and the smallest D(Q‖P) over all normal Q, in nats; the
        expectation is under the first argument.
    mean, sigma : float
        Mean and standard deviation of the best Q for the chosen direction. Of two mirror
        images it is the left one.
    kl_forward, kl_reverse : float
        D(P‖Q) and D(Q‖P) of that Q, in nats.

    Raises
    ------
    traitlets.TraitError
        If a parameter is out of its range.

    Examples
    --------
    >>> explorer = ForwardReverseExplorer()
    >>> round(explorer.least_forward, 4), round(explorer.least_reverse, 4)
    (0.172, 0.2265)
    >>> explorer.separation = 6
    >>> round(explorer.mean, 3)
    -2.984
    """

    separation = Real(4.0, low=0.5, high=9, step=0.05)
    direction = Choice("reverse", ["forward", "reverse"])
    start_mean = Real(3.5, low=-6, high=6, step=0.1)
    start_sigma = Real(0.8, low=0.5, high=4, step=0.1)
    least_forward = readout()
    least_reverse = readout()
    mean = readout()
    sigma = readout()
    kl_forward = readout()
    kl_reverse = readout()

    def _readouts(self) -> dict[str, float]:
        return _fitted(self.separation, self.direction)

    def _draw(self) -> None:
        target = NormalMixture.pair(self.separation)
        wide = fit_forward(target)
        minima = named_minima("reverse fit", fit_reverse(target).minima)
        draw_fits(target, {"forward fit": (wide.mean, wide.sigma), **minima})


@lru_cache(maxsize=256)
def _fitted(separation: float, direction: str) -> dict[str, float]:
    target = NormalMixture.pair(separation)
    forward, reverse = fit_forward(target), fit_reverse(target)
    shown = forward if direction == "forward" else reverse
    kl = {
        f"kl_{name}": kl_normal_mixture(target, shown.mean, shown.sigma, direction=name)
        for name in ("forward", "reverse")
    }
    least = {"least_forward": forward.kl, "least_reverse": reverse.kl}
    return {**least, "mean": shown.mean, "sigma": shown.sigma, **kl}
