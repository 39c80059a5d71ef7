"""What a fit needs to know of its target, whatever the target is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import stats

from kltext.distributions.distribution import as_distribution
from kltext.distributions.log_density import log_density_at
from kltext.projections.mixtures import NormalMixture

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Target:
    """A distribution on the real line, as the fits see it.

    ``centres`` holds one ``(location, scale)`` for each place where the density has
    features; searches start there. ``mean`` and ``sigma`` may be infinite or nan.
    """

    name: str
    logpdf: Callable[[Array], Array]
    mean: float
    sigma: float
    support: tuple[float, float]
    centres: tuple[tuple[float, float], ...]
    source: Any


def as_target(target: Any) -> Target:
    """Return the `Target` that describes `target`.

    Raises
    ------
    TypeError
        If `target` is neither a `NormalMixture` nor a frozen univariate continuous
        distribution of scipy.stats.
    """
    if isinstance(target, NormalMixture):
        return Target(
            "the mixture",
            target.logpdf,
            target.mean(),
            target.std(),
            (-np.inf, np.inf),
            (*zip(target.means, target.sigmas, strict=True), (target.mean(), target.std())),
            target,
        )
    if isinstance(getattr(target, "dist", None), stats.rv_continuous):
        return _frozen_target(target)
    raise TypeError(
        f"target = {target!r} is of another kind; pass a NormalMixture or a frozen univariate "
        "continuous distribution such as scipy.stats.gamma(2.0)"
    )


def _frozen_target(frozen: Any) -> Target:
    distribution = as_distribution("target", frozen)
    low, median, high = frozen.ppf([0.25, 0.5, 0.75])
    mean, variance = frozen.stats(moments="mv")
    mean, sigma = float(mean), float(np.sqrt(variance))
    centres = [(float(median), float(high - low) / 1.35)]
    if np.isfinite([mean, sigma]).all():
        centres.append((mean, sigma))
    low, high = (float(end) for end in frozen.support())
    return Target(
        frozen.dist.name,
        lambda x: log_density_at(distribution, x),
        mean,
        sigma,
        (low, high),
        tuple(centres),
        frozen,
    )


def require_moments(target: Target) -> None:
    """Raise ValueError unless mean and variance are finite."""
    if not np.isfinite([target.mean, target.sigma]).all():
        raise ValueError(
            f"{target.name} has mean {target.mean} and standard deviation {target.sigma}, so that "
            "D(target ‖ Q) is infinite for every normal Q; use fit_reverse"
        )


def require_whole_line(target: Target) -> None:
    """Raise ValueError unless the target gives density to the whole line."""
    if target.support != (-np.inf, np.inf):
        raise ValueError(
            f"{target.name} is on {target.support}, a normal Q on the whole line, "
            "so that D(Q ‖ target) is infinite for every Q; use fit_forward"
        )
