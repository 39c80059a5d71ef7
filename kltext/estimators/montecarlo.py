r"""The mean of a function of log p/q over draws from P."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from kltext._arguments import log_base
from kltext._estimate import Estimate
from kltext._foreign import check_labels
from kltext.estimators._samples import as_sample, refuse, standard_error
from kltext.kernels import Float64, exp_excess64

# Each as a function of the log ratio t = log p/q.
TERMS: dict[str, Callable[[Float64], Float64]] = {
    "k1": lambda t: t,
    "k2": lambda t: 0.5 * t * t,
    "k3": lambda t: exp_excess64(-t),
}


def kl_montecarlo(
    log_p: npt.ArrayLike,
    log_q: npt.ArrayLike,
    *,
    estimator: str = "k3",
    base: float | None = None,
) -> Estimate:
    r"""Return an estimate of :math:`D(P\|Q)` from log-densities at draws from P.

    With the log ratio :math:`t = \log p/q` of a draw, the estimate is the mean over the draws of

    - 'k1': :math:`t`, unbiased; single terms may be negative, and so may the mean;
    - 'k2': :math:`t^2/2`, never negative, but biased: in expectation it is the divergence to
      second order only;
    - 'k3': :math:`e^{-t} - 1 + t`, never negative, and unbiased where Q gives no mass outside the
      support of P.

    Near equality 'k2' and 'k3' vary far less than 'k1'; far from it 'k3' may vary more, since
    :math:`e^{-t} = q/p` is large where draws from P are rare.

    Parameters
    ----------
    log_p, log_q : array_like, shape (n,)
        Natural log-densities, or log-probabilities, of P and Q at the same n >= 2 independent
        draws **from P**, the first argument.
    estimator : {'k1', 'k2', 'k3'}, default 'k3'
        What to average.
    base : float, optional
        The logarithm's base, above 1: 2 gives bits. None gives nats. The log-densities are natural.

    Returns
    -------
    Estimate
        Value and standard error of the mean. ``Estimate(inf, 0.0)`` where a draw has
        ``log_q = -inf``: P then has mass where Q has none. The standard error is itself an
        estimate, and too small where the terms have heavy tails.

    Raises
    ------
    TypeError
        If an argument is not real.
    ValueError
        If the lengths differ or are below 2, a log-density is NaN or plus infinity, `log_p` is
        minus infinity at a draw, or the estimator is unknown.
    OverflowError
        If a term leaves the range of floats: q/p under 'k3', for instance.

    Notes
    -----
    A good estimate of the value is not a good loss. Where draws come from a model that is being
    trained, automatic differentiation sees the terms but not how the draws depend on the
    parameters. With P the model, the expected gradient of 'k1' is then **zero**; that of 'k2' is
    the gradient of :math:`D(P\|Q)`; that of 'k3' is the gradient of :math:`D(Q\|P)`, the other
    direction. With Q the model, and draws from a fixed P, the gradients of 'k1' and 'k3' are
    right, and that of 'k2' is not.

    References
    ----------
    Schulman (2020), "Approximating KL divergence", names them so, with the letters p and q
    exchanged.

    Examples
    --------
    >>> import numpy as np
    >>> x = np.random.default_rng(0).standard_normal(10_000)  # draws from P = N(0, 1)
    >>> log_p, log_q = -(x**2) / 2, -((x - 0.1) ** 2) / 2  # Q = N(0.1, 1); the truth is 0.005
    >>> for name in ("k1", "k3"):
    ...     estimate = kl_montecarlo(log_p, log_q, estimator=name)
    ...     print(f"{estimate.value:.4f} with standard error {estimate.error:.5f}")
    0.0044 with standard error 0.00100
    0.0050 with standard error 0.00007
    """
    if not isinstance(estimator, str) or estimator not in TERMS:
        raise ValueError(f"estimator = {estimator!r} is unknown; pass 'k1', 'k2' or 'k3'")
    unit = log_base(base)
    check_labels(("log_p", "log_q"), (log_p, log_q))
    first = as_sample("log_p", log_p, "the log-densities of P")
    second = as_sample("log_q", log_q, "the log-densities of Q")
    if first.size != second.size:
        raise ValueError(
            f"log_p has {first.size} entries and log_q has {second.size}; "
            "pass both at the same draws from P"
        )
    refuse("log_p", first, ~np.isfinite(first), "pass finite log-densities of P at draws from P")
    refuse("log_q", second, ~(second < np.inf), "pass log-densities below infinity")
    if (second == -np.inf).any():
        return Estimate(float("inf"), 0.0)
    with np.errstate(all="ignore"):
        terms = TERMS[estimator](first - second)
    _check_range(terms, first, second, estimator)
    return Estimate(float(terms.mean()), standard_error(terms)).over(unit)


def _check_range(terms: Float64, log_p: Float64, log_q: Float64, estimator: str) -> None:
    outside = ~(np.abs(terms) < 1e150)
    if outside.any():
        place = int(np.argmax(outside))
        cure = "" if estimator == "k1" else ", or use estimator='k1'"
        raise OverflowError(
            f"at draw {place} log_p = {log_p[place]!s} and log_q = {log_q[place]!s}: the term of "
            f"{estimator!r} leaves the range of floats; "
            f"check that the draws come from P{cure}"
        )
