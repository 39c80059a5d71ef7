r"""The bound of Donsker and Varadhan: a divergence from the values of a function on two samples."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from kltext._arguments import log_base
from kltext._estimate import Estimate
from kltext.estimators._samples import as_sample, refuse
from kltext.kernels import Float64, exp_excess64


def kl_dv(t_p: npt.ArrayLike, t_q: npt.ArrayLike, *, base: float | None = None) -> Estimate:
    r"""Return the Donsker-Varadhan value of a critic T from its values at draws from P and Q.

    For every function T with a mean under P and a finite :math:`E_Q[e^T]`,
    :math:`D(P\|Q) \ge E_P[T] - \log E_Q[e^T]`. If the divergence is finite, :math:`T = \log p/q`
    plus any constant gives equality, with minus infinity where p is zero. The estimate puts the
    two sample means in.

    Parameters
    ----------
    t_p : array_like, shape (n,)
        T at n >= 2 independent draws from P, the first argument.
    t_q : array_like, shape (m,)
        T at m >= 2 independent draws from Q. Minus infinity is allowed: T may exclude what P does.
    base : float, optional
        The logarithm's base, above 1: 2 gives bits. None gives nats.

    Returns
    -------
    Estimate
        The error is the standard error of the delta method,
        :math:`\sqrt{\mathrm{Var}(T_P)/n + \mathrm{Var}(w)/(m\,\bar w^2)}` with
        :math:`w = e^{T_Q}`; it is too small where few draws from Q carry most of the mean of w.

    Raises
    ------
    TypeError
        If an argument is not real.
    ValueError
        If there are fewer than two values, `t_p` is not finite, or `t_q` is NaN, plus infinity, or
        minus infinity throughout.
    OverflowError
        If a mean or a spread leaves the range of floats.

    Notes
    -----
    The bound holds for the expectations. The estimate may exceed the divergence: by chance, since
    the logarithm of a mean is too small on average, and badly when T was trained on these very
    draws. Judge a trained critic on fresh draws.

    References
    ----------
    Donsker and Varadhan (1983), "Asymptotic evaluation of certain Markov process expectations for
    large time, IV"; with a network for T, Belghazi et al. (2018).

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(0)
    >>> x, y = rng.normal(1, 1, 10_000), rng.normal(0, 1, 10_000)  # D(P||Q) = 0.5
    >>> estimate = kl_dv(x - 0.5, y - 0.5)  # log p/q is x - 1/2
    >>> print(f"{estimate.value:.3f} with standard error {estimate.error:.3f}")
    0.509 with standard error 0.016
    """
    unit = log_base(base)
    first = as_sample("t_p", t_p, "the critic's values")
    second = as_sample("t_q", t_q, "the critic's values")
    refuse("t_p", first, ~np.isfinite(first), "pass finite values at draws from P")
    refuse("t_q", second, ~(second < np.inf), "pass values below infinity at draws from Q")
    top = float(second.max())
    if top == -math.inf:
        raise ValueError("t_q is -inf throughout; give one draw from Q a finite value")
    shift = top if math.isinf(second.min()) else float(second.mean())
    with np.errstate(over="ignore", invalid="ignore"):
        weights = np.exp(second - top)
        error = math.hypot(_spread(first), _spread(weights) / float(weights.mean()))
        value = float((first - shift).mean()) - _log_mean_exp(second - shift, top - shift)
    if not (math.isfinite(value) and math.isfinite(error)):
        raise OverflowError(
            f"the critic's values reach from {min(first.min(), second.min())!s} to "
            f"{max(first.max(), second.max())!s} and leave the range of floats; scale them down"
        )
    return Estimate(value, error).over(unit)


def _spread(values: Float64) -> float:
    return float(values.std(ddof=1)) / math.sqrt(values.size)


def _log_mean_exp(t: Float64, top: float) -> float:
    """Return log(mean(exp(t))), where `t` has mean 0 unless its largest value `top` is 0."""
    if top < 1 and float(t.min()) > -1:
        # Here the mean is 1 and a little more, which the plain formula would round.
        return math.log1p(float(exp_excess64(t).mean()) + float(t.mean()))
    return top + math.log(float(np.exp(t - top).mean()))
