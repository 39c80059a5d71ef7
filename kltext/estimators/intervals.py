"""Intervals for a divergence that was estimated from samples, by drawing from these again."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kltext._arguments import as_real, check_count, check_flag, check_rng, check_scalar
from kltext._estimate import Estimate
from kltext._foreign import check_columns, check_labels
from kltext.kernels import Float64

METHODS = ("subsampling", "bootstrap")


@dataclass(frozen=True)
class Interval:
    """An estimate with a standard error and an interval, all in the unit of the estimator.

    ``low`` and ``high`` enclose the divergence with probability ``level``, approximately and for
    large samples; ``low`` may be negative.

    Examples
    --------
    >>> Interval(0.5, 0.1, 0.3, 0.7, 0.95).high
    0.7
    """

    value: float
    error: float
    low: float
    high: float
    level: float


def kl_interval(
    estimator: Callable[..., Estimate],
    *samples: npt.ArrayLike,
    rng: np.random.Generator,
    method: str = "subsampling",
    level: float = 0.95,
    replicates: int = 500,
    paired: bool = False,
) -> Interval:
    r"""Return an interval for what `estimator` estimates, from estimates of parts of the samples.

    With b of n draws in a part, and :math:`\hat D_b` their estimates, 'subsampling' takes the
    quantiles of :math:`\sqrt b\,(\hat D_b - \hat D_n)` for those of
    :math:`\sqrt n\,(\hat D_n - D)`, where :math:`b = n^{2/3}`. 'bootstrap' draws n of n with
    replacement, and takes the quantiles of :math:`\hat D^* - \hat D_n` for those of
    :math:`\hat D_n - D`.

    Parameters
    ----------
    estimator : callable
        Called with a part of each sample; returns an `Estimate`, as `kl_knn` and `kl_dv` do. Wrap
        options in a lambda.
    *samples : array_like, shape (n,) or (n, d)
        Draws along the first axis, 8 or more: what the estimator takes, in its order.
    rng : numpy.random.Generator
        What the parts are drawn with.
    method : {'subsampling', 'bootstrap'}
        'bootstrap' repeats draws, which an estimator from neighbours takes for ties: use
        'subsampling' with `kl_knn`.
    level : float, default 0.95
        The probability to cover, between 0 and 1.
    replicates : int, default 500
        How many parts are drawn, 20 or more.
    paired : bool, default False
        Whether the samples belong together row by row, as `kl_montecarlo`'s log-densities do.

    Returns
    -------
    Interval
        ``value`` of the whole samples, ``error`` (one standard error), ``low`` and ``high``.

    Raises
    ------
    TypeError
        If an argument has the wrong type.
    ValueError
        If an argument is out of range, or paired samples differ in length, or labelled samples in
        their columns, and paired ones in their rows.
    ArithmeticError
        If the estimate of a part is not finite.

    References
    ----------
    Politis and Romano (1994), "Large sample confidence regions based on subsamples under minimal
    assumptions"; Efron (1979), "Bootstrap methods: another look at the jackknife". The rate
    :math:`\sqrt n` and :math:`b = n^{2/3}` are those of the R package kldest.

    Examples
    --------
    >>> import numpy as np
    >>> from kltext.estimators import kl_knn
    >>> rng = np.random.default_rng(0)
    >>> x, y = rng.normal(1, 1, 500), rng.normal(0, 1, 500)  # D(P||Q) = 0.5
    >>> found = kl_interval(kl_knn, x, y, rng=rng, replicates=200)
    >>> found.low < 0.5 < found.high
    True
    """
    check_rng(rng)
    if method not in METHODS:
        raise ValueError(f"method = {method!r} is unknown; pass 'subsampling' or 'bootstrap'")
    probability = check_scalar("level", level)
    if not 0 < probability < 1:
        raise ValueError(f"level = {level!r} is no probability; pass one between 0 and 1")
    arrays = _arrays(samples, paired=check_flag("paired", paired))
    size = [len(array) for array in arrays]
    part = size if method == "bootstrap" else [round(n ** (2 / 3)) for n in size]
    found = np.empty(check_count("replicates", replicates, 20, " for quantiles"))
    value = _estimated(estimator, arrays)
    for i in range(len(found)):
        rows = [
            rng.choice(n, b, replace=method == "bootstrap") for n, b in zip(size, part, strict=True)
        ]
        chosen = rows[:1] * len(rows) if paired else rows
        found[i] = _estimated(estimator, [a[r] for a, r in zip(arrays, chosen, strict=True)])
    return _interval(value, found, math.sqrt(min(part) / min(size)), probability)


def _interval(value: float, found: Float64, shrink: float, level: float) -> Interval:
    if not (math.isfinite(value) and np.isfinite(found).all()):
        infinite = int((~np.isfinite(found)).sum())
        raise ArithmeticError(
            f"the estimate is {value!s} and {infinite} of {len(found)} estimates of parts are not "
            "finite; pass larger samples, or an estimator that stays finite"
        )
    outside = (1 - level) / 2
    high, low = shrink * np.quantile(found - value, [outside, 1 - outside])
    error = shrink * float(found.std(ddof=1))
    return Interval(value, error, value - float(low), value - float(high), level)


def _arrays(samples: tuple[Any, ...], *, paired: bool) -> list[Float64]:
    if not samples:
        raise TypeError("samples are missing; pass what the estimator takes, after it")
    names = [f"samples[{i}]" for i in range(len(samples))]
    (check_labels if paired else check_columns)(names, samples)
    arrays = list(map(as_real, names, samples))
    for i, array in enumerate(arrays):
        if array.ndim == 0 or len(array) < 8:
            raise ValueError(
                f"samples[{i}] has shape {array.shape}, too few draws for an interval; pass 8 or "
                "more along the first axis"
            )
    lengths = {len(array) for array in arrays}
    if paired and len(lengths) > 1:
        raise ValueError(
            f"paired samples have {' and '.join(map(str, sorted(lengths)))} rows; pass both at the "
            "same draws, or leave paired out"
        )
    return [array.astype(np.float64) for array in arrays]


def _estimated(estimator: Callable[..., Estimate], samples: list[Float64]) -> float:
    """Return the value of an estimate, or raise TypeError if `estimator` gives none."""
    if not callable(estimator):
        raise TypeError(
            f"estimator = {estimator!r:.60} is not callable; pass a function such as kl_knn"
        )
    found = estimator(*samples)
    if not isinstance(found, Estimate):
        raise TypeError(
            f"estimator returned {found!r:.60}; pass one that returns an Estimate, as kl_knn does"
        )
    return found.value
