"""Gradient descent towards a fit, step by step, for teaching."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from kltext._arguments import check_count, check_scalar
from kltext.projections.divergences import check_direction, check_start
from kltext.projections.fits import Fit, fit_forward
from kltext.projections.landscapes import forward_landscape, reverse_landscape
from kltext.projections.targets import as_target, require_moments, require_whole_line


def descent_path(
    target: Any,
    start: tuple[float, float],
    *,
    direction: str = "reverse",
    rate: float = 0.1,
    steps: int = 100,
) -> list[Fit[float]]:
    r"""Return the path of plain gradient descent on (mu, log sigma), start included.

    Each step moves by ``-rate`` times the gradient. Where a reverse path ends depends on
    where it starts: each local minimum of ``fit_reverse`` has its own basin.

    Parameters
    ----------
    target : NormalMixture or frozen scipy.stats distribution
        The distribution P.
    start : tuple of float
        Mean and standard deviation of the first Q.
    direction : {'reverse', 'forward'}
        'reverse' descends D(Q‖P), 'forward' D(P‖Q).
    rate : float
        Step size, positive. Too large a rate overshoots, as in real training.
    steps : int
        Number of steps.

    Returns
    -------
    list of Fit
        ``steps + 1`` entries with ``mean``, ``sigma`` and ``kl`` in nats.

    Raises
    ------
    TypeError
        If an argument has the wrong type.
    ValueError
        If an argument is out of range, or the descent leaves what floats can hold.

    Examples
    --------
    >>> from kltext.projections import NormalMixture
    >>> path = descent_path(NormalMixture.pair(4), (1.0, 1.0), steps=500)
    >>> round(path[-1].mean, 3), round(path[-1].sigma, 3)
    (0.0, 2.047)
    """
    check_direction(direction)
    mean, sigma = check_start(start)
    if not 0 < check_scalar("rate", rate) < math.inf:
        raise ValueError(f"rate = {rate} is not positive and finite; pass a step size such as 0.1")
    steps = check_count("steps", steps, 0)
    distribution = as_target(target)
    if direction == "forward":
        require_moments(distribution)
        least = fit_forward(target).kl
        landscape = forward_landscape(distribution, least)
    else:
        require_whole_line(distribution)
        landscape = reverse_landscape(distribution)
    place, path = np.array([mean, math.log(sigma)]), []
    for step in range(steps + 1):
        if not np.abs(place[1]) < 300:
            raise ValueError(f"the descent diverged at step {step}; take a rate below {rate}")
        point = landscape(*place)
        path.append(Fit(float(place[0]), float(np.exp(place[1])), point.value))
        place = place - rate * point.gradient
    return path
