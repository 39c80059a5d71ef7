"""The divergence of observed frequencies."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from kltext._arguments import as_real, log_base
from kltext._estimate import Estimate
from kltext._foreign import check_labels
from kltext.discrete import kl_divergence
from kltext.estimators._samples import refuse
from kltext.kernels import Float64


def kl_plugin(
    counts_p: npt.ArrayLike,
    counts_q: npt.ArrayLike,
    *,
    correction: str | None = None,
    base: float | None = None,
) -> Estimate:
    r"""Return the divergence of the frequencies of two samples, as an estimate of D(P‖Q).

    The frequencies :math:`\hat p, \hat q` stand in for P and Q. That overestimates: with n and m
    observations and K outcomes seen under P, the mean of :math:`D(\hat p\|\hat q)`, over the pairs
    of samples in which no outcome of the first is missing from the second, exceeds the truth by
    about

    .. math:: \frac{K - 1}{2n} + \frac{1}{2m}\Bigl(\sum_i \frac{p_i}{q_i} - 1\Bigr).

    Over all pairs of samples the mean is infinite, unless P and Q are the same single outcome.

    Parameters
    ----------
    counts_p, counts_q : array_like, shape (outcomes,)
        How often each outcome was observed in a sample from P and in an independent one from Q:
        whole numbers, not frequencies.
    correction : {None, 'miller-madow'}
        'miller-madow' subtracts that bias with the frequencies put in. The result may be
        negative: an unbiased estimate of a number close to 0 has to be, now and then.
    base : float, optional
        The logarithm's base, above 1: 2 gives bits. None gives nats.

    Returns
    -------
    Estimate
        The error is the standard error of the delta method,
        :math:`\sqrt{\mathrm{Var}_{\hat p}(\log \hat p/\hat q)/n +
        \mathrm{Var}_{\hat q}(\hat p/\hat q)/m}`; it means little while the divergence is not large
        beside the bias, and at equal frequencies it is 0. Where an outcome was seen under P and
        never under Q the value is infinite, which says that m is too small rather than that
        :math:`D(P\|Q)` is infinite; there is no standard error then, and the error is NaN.

    Raises
    ------
    TypeError
        If a count is not real.
    ValueError
        If a count is negative or not whole, a sample is empty, the shapes differ, or the
        correction is unknown.

    References
    ----------
    Miller (1955), "Note on the bias of information estimates", for the first term of the bias; the
    second comes from the same expansion of the cross-entropy.

    Examples
    --------
    >>> estimate = kl_plugin([9, 12, 4], [50, 50, 50])
    >>> print(f"{estimate.value:.4f} with standard error {estimate.error:.4f}")
    0.0853 with standard error 0.0827
    >>> kl_plugin([3, 1], [4, 0])
    Estimate(value=inf, error=nan)
    """
    unit = log_base(base)
    if correction is not None and correction != "miller-madow":
        raise ValueError(f"correction = {correction!r} is unknown; pass None or 'miller-madow'")
    check_labels(("counts_p", "counts_q"), (counts_p, counts_q))
    first, second = _counts("counts_p", counts_p), _counts("counts_q", counts_q)
    if first.size != second.size:
        raise ValueError(
            f"counts_p has {first.size} outcomes and counts_q has {second.size}; "
            "count the same outcomes in the same order, with 0 for those not seen"
        )
    n, m = first.sum(), second.sum()
    p, q = first / n, second / m
    value = float(kl_divergence(p, q, normalize=True))
    if math.isinf(value):
        return Estimate(value, math.nan)
    seen, possible = p > 0, q > 0
    log_ratio, ratio = np.log(p[seen] / q[seen]), p[possible] / q[possible]
    variance = _variance(log_ratio, p[seen]) / n + _variance(ratio, q[possible]) / m
    if correction is not None:
        value -= (np.count_nonzero(seen) - 1) / (2 * n) + (ratio.sum() - 1) / (2 * m)
    return Estimate(float(value), math.sqrt(variance)).over(unit)


def _counts(name: str, value: object) -> Float64:
    array = as_real(name, value).astype(np.float64)
    if array.ndim != 1:
        raise ValueError(f"{name} has shape {array.shape}; pass one row with a count per outcome")
    refuse(
        name,
        array,
        ~np.isfinite(array) | (array < 0),
        "pass counts, which are finite and not negative",
    )
    cure = "pass how often each outcome was observed, a whole number, not its frequency"
    refuse(name, array, array != np.rint(array), cure)
    if array.sum() == 0:
        raise ValueError(f"{name} counts no observation; pass a sample with one or more")
    return array


def _variance(values: Float64, weights: Float64) -> float:
    """Return the variance of `values` under `weights` that sum to 1."""
    return float(weights @ (values - weights @ values) ** 2)
