"""Which local minimum of the reverse divergence lies downhill of a normal distribution."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from kltext._arguments import check_count
from kltext.projections.divergences import check_start
from kltext.projections.fits import Fit, fit_reverse
from kltext.projections.landscapes import reverse_landscape
from kltext.projections.targets import as_target, require_whole_line

# A share of the natural gradient, the longest step in sigma and log sigma, and the last step:
# the same as in web/src/maths/descent.js, which draws the way there.
RATE, LONGEST, SHORTEST = 0.1, 0.15, 1e-4


def minimum_downhill(target: Any, start: tuple[float, float], *, steps: int = 2000) -> Fit[float]:
    """Return the local minimum of D(Q‖P) that natural gradient descent reaches from a start.

    The Fisher information of a normal distribution in (mu, log sigma) is diag(1/sigma², 2); a
    short step along the natural gradient is short in units of Q, wherever Q is. The plain
    gradient of ``descent_path`` may lead to another minimum.

    Parameters
    ----------
    target : NormalMixture or frozen scipy.stats distribution
        The distribution P.
    start : tuple of float
        Mean and standard deviation of the first Q.
    steps : int
        The most steps to take.

    Returns
    -------
    Fit
        One of ``fit_reverse(target).minima``: mean, standard deviation, and D(Q‖P) in nats; the
        expectation is under Q.

    Raises
    ------
    TypeError
        If an argument has the wrong type.
    ValueError
        If the start is no normal distribution, or `steps` does not lead to a minimum.

    References
    ----------
    Amari (1998), Natural gradient works efficiently in learning.

    Examples
    --------
    >>> from kltext.projections import NormalMixture
    >>> round(minimum_downhill(NormalMixture.pair(6), (1.5, 1.5)).mean, 3)
    2.984
    """
    mean, sigma = check_start(start)
    steps = check_count("steps", steps, 1)
    distribution = as_target(target)
    require_whole_line(distribution)
    landscape = reverse_landscape(distribution)
    for _ in range(steps):
        gradient = landscape(mean, math.log(sigma)).gradient
        along, wider = -RATE * sigma * gradient[0], -RATE * gradient[1] / 2
        length = math.hypot(along, wider)
        if length < SHORTEST:
            break
        cut = min(1.0, LONGEST / length)
        mean, sigma = float(mean + cut * along * sigma), float(sigma * np.exp(cut * wider))
    else:
        raise ValueError(f"steps = {steps} is too few to reach a minimum; pass more")
    minima = fit_reverse(target).minima
    return min(minima, key=lambda fit: math.hypot(fit.mean - mean, math.log(fit.sigma / sigma)))
