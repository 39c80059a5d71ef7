r"""Mixtures of normal distributions: bounds of their divergence, since it has no closed form.

With the divergences and overlaps of single components, all closed,

.. math:: D(P_a\|Q_b), \qquad t(P_a, Q_b) = \int p_a q_b\,dx,

Jensen's inequality bounds each half of :math:`D(P\|Q) = E_P\log p - E_P\log q` from both sides.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import logsumexp

from kltext._arguments import as_real, check_rng, log_base, place, spell, sum_tolerance
from kltext._covariances import factored, solve
from kltext._estimate import Estimate
from kltext._foreign import as_numpy, check_columns
from kltext.distributions.bregman import LOG_2PI
from kltext.normal import kl_mvnormal

Array = npt.NDArray[np.float64]

DRAWS = 100_000
ENTRIES = 2**20  # so many coordinates of draws at once
SWEEPS = 200


@dataclass(frozen=True)
class MixtureDivergence:
    """What is known of the divergence of two mixtures, in the unit asked for.

    ``lower`` and ``upper`` bound it. ``variational`` is an approximation and bounds nothing.
    ``montecarlo`` is the mean of log p/q over draws from P with its standard error, or None.
    """

    lower: float
    upper: float
    variational: float
    montecarlo: Estimate | None = None


def kl_mixtures(
    P: Any, Q: Any, *, base: float | None = None, rng: np.random.Generator | None = None
) -> MixtureDivergence:
    r"""Return bounds, an approximation and an estimate of :math:`D(P\|Q)` of two normal mixtures.

    The expectation is under the first. The bounds are close where the components of each mixture
    lie far apart, and loose where they overlap.

    Parameters
    ----------
    P, Q : tuple (weights, means, covs) or NormalMixture
        Weights, shape (k,), positive and with sum 1; means of the components, shape (k, n); their
        covariance matrices, shape (k, n, n). Or a `kltext.projections.NormalMixture`.
    base : float, optional
        The logarithm's base, above 1: 2 gives bits. None gives nats.
    rng : numpy.random.Generator, optional
        Draws the sample of ``montecarlo``, which is None without it.

    Returns
    -------
    MixtureDivergence
        ``lower``, ``upper``, ``variational``, ``montecarlo``.

    Raises
    ------
    TypeError
        If an argument is no mixture or generator, or not real.
    ValueError
        If the shapes or labels do not fit, a number is not finite, a weight is not positive,
        weights do not sum to 1, or a covariance is not symmetric and positive definite.

    References
    ----------
    Durrieu, Thiran and Kelly (2012), "Lower and upper bounds for approximation of the
    Kullback-Leibler divergence between Gaussian mixture models"; Hershey and Olsen (2007),
    "Approximating the Kullback Leibler divergence between Gaussian mixture models", for the
    variational approximation and the variational upper bound. ``upper`` is the smaller upper bound.

    Examples
    --------
    >>> P = [0.5, 0.5], [[-2.0], [2.0]], [[[1.0]], [[1.0]]]
    >>> Q = [1.0], [[0.0]], [[[4.0]]]
    >>> found = kl_mixtures(P, Q)
    >>> found.lower < 0.1854 < found.upper
    True
    """
    unit = log_base(base)
    if rng is not None:
        check_rng(rng)
    p, q = _mixtures(P, Q)
    log_p, log_q = np.log(p.weights), np.log(q.weights)
    with np.errstate(over="ignore"):  # a divergence beyond floats is infinite
        within, across = (_divergences(p, other) for other in (p, q))
        own_overlaps, overlaps = (_log_overlaps(p, other) for other in (p, q))
    entropy = 0.5 * (p.dimension * np.log(2 * np.pi * np.e) + p.log_determinants)
    own_low, other_low = (
        logsumexp(log - apart, axis=1) for log, apart in ((log_p, within), (log_q, across))
    )
    own_high, other_high = (
        logsumexp(log + shared, axis=1)
        for log, shared in ((log_p, own_overlaps), (log_q, overlaps))
    )
    lower = np.fmax(0.0, p.weights @ (own_low - entropy - other_high))
    upper = p.weights @ (own_high + entropy - other_low)
    upper = np.fmin(np.fmin(upper, _matched(p.weights, q.weights, across)), np.inf)
    sampled = None if rng is None else _sampled(p, q, rng).over(unit)
    approximate = float(p.weights @ (own_low - other_low))
    upper = max(lower, upper)  # bounds that meet may cross by rounding
    return MixtureDivergence(float(lower) / unit, float(upper) / unit, approximate / unit, sampled)


class _Mixture(NamedTuple):
    """Weights (k,), means (k, n), covariances (k, n, n), and lower Cholesky factors of these."""

    weights: Array
    means: Array
    covs: Array
    low: Array

    @property
    def dimension(self) -> int:
        return int(self.means.shape[1])

    @property
    def log_determinants(self) -> Array:
        return np.asarray(2 * np.log(np.einsum("kii->ki", self.low)).sum(axis=1))


def _mixtures(P: Any, Q: Any) -> tuple[_Mixture, _Mixture]:
    parts = [_parts(name, given) for name, given in (("P", P), ("Q", Q))]
    check_columns(("means of P", "means of Q"), [means for _, means, _ in parts])
    p, q = (_mixture(name, *given) for name, given in zip("PQ", parts, strict=True))
    if p.dimension != q.dimension:
        raise ValueError(
            f"P has dimension {p.dimension} and Q has dimension {q.dimension}; "
            "pass mixtures of one dimension"
        )
    return p, q


def _parts(name: str, given: Any) -> tuple[Any, Any, Any]:
    if hasattr(given, "sigmas"):  # one dimension, by standard deviations
        variances = np.square(given.sigmas)[:, None, None]
        given = given.weights, np.array(given.means)[:, None], variances
    if not isinstance(given, tuple) or len(given) != 3:
        raise TypeError(
            f"{name} = {given!r:.60} is no mixture; pass a tuple of weights, means and covariances"
        )
    return given


def _mixture(name: str, weights: Any, means: Any, covs: Any) -> _Mixture:
    weights = as_numpy(f"weights of {name}", weights)
    parts = (("weights", weights), ("means", means), ("covariances", covs))
    w, m, c = (as_real(f"{part} of {name}", value).astype(np.float64) for part, value in parts)
    if w.ndim != 1 or m.ndim != 2 or len(w) != len(m) or c.shape != (*m.shape, m.shape[1]):
        raise ValueError(
            f"weights, means and covariances of {name} have the shapes {w.shape}, {m.shape} and "
            f"{c.shape}; pass (k,), (k, n) and (k, n, n)"
        )
    if not m.size:
        raise ValueError(f"means of {name} have shape {m.shape}; pass one component or more")
    for part, array, bad in (
        ("weights", w, ~(w > 0)),
        ("means", m, ~np.isfinite(m)),
        ("covariances", c, ~np.isfinite(c)),
    ):
        if bad.any():
            rule = (
                "positive; leave the component out" if part == "weights" else "finite; correct it"
            )
            at = place(np.asarray(bad))
            raise ValueError(f"{part} of {name}: entry {spell(at)} is {array[at]!s}, not {rule}")
    if not abs(w.sum() - 1) <= sum_tolerance(weights):
        raise ValueError(f"weights of {name} sum to {w.sum()!s}; divide them by it")
    return _Mixture(w / w.sum(), m, c, factored(f"covariances of {name}", c).low)


def _divergences(p: _Mixture, q: _Mixture) -> Array:
    value = kl_mvnormal(p.means[:, None], p.covs[:, None], q.means, q.covs)
    return np.asarray(value, np.float64)


def _log_overlaps(p: _Mixture, q: _Mixture) -> Array:
    """Return log t of each pair: the density of the sum of one and minus the other, at 0."""
    value = np.empty((len(p.means), len(q.means)))
    for row, mean, cov in zip(value, p.means, p.covs, strict=True):
        apart, half = mean - q.means, 0.5 * cov + 0.5 * q.covs
        solved = np.linalg.solve(half, apart[..., None])[..., 0]
        determinant = p.dimension * math.log(4 * math.pi) + np.linalg.slogdet(half)[1]
        row[:] = -0.5 * (determinant + (apart * (solved / 2)).sum(axis=-1))
    return value


def _matched(weights_p: Array, weights_q: Array, across: Array) -> float:
    """Return Hershey and Olsen's variational upper bound: the best way to match components.

    Any tables phi, psi that add up to the weights of P, and of Q, give the upper bound
    D(phi‖psi) + sum phi D(P_a‖Q_b); each is chosen best for the other in turn.
    """
    if np.isinf(across).all(axis=1).any():
        return math.inf
    log_phi = np.log(weights_p)[:, None] + np.log(weights_q)
    for _ in range(SWEEPS):
        log_psi = np.log(weights_q) + log_phi - _log_sums(log_phi, 0)
        log_phi = log_psi - across
        log_phi += np.log(weights_p)[:, None] - _log_sums(log_phi, 1)
    used = log_phi > -np.inf
    phi, gain = np.exp(log_phi[used]), (log_phi - np.where(used, log_psi, 0.0))[used]
    return float((phi * (gain + across[used])).sum())


def _log_sums(log_table: Array, axis: int) -> Array:
    """Return the logs of the sums along an axis, 0 where a sum is empty."""
    total = np.logaddexp.reduce(log_table, axis=axis, keepdims=True)  # logsumexp is slow
    return np.where(total > -np.inf, total, 0.0)


def _sampled(p: _Mixture, q: _Mixture, rng: np.random.Generator) -> Estimate:
    """Return the mean of log p/q, drawn from one component after the other, in blocks."""
    block = max(1, ENTRIES // p.dimension)
    ratios = []
    for count, mean, low in zip(rng.multinomial(DRAWS, p.weights), p.means, p.low, strict=True):
        for start in range(0, count, block):
            noise = rng.standard_normal((min(block, count - start), p.dimension))
            draws = mean + noise @ low.T
            with np.errstate(over="ignore"):
                ratios.append(_log_density(p, draws) - _log_density(q, draws))
    ratio = np.concatenate(ratios)
    if not np.isfinite(ratio).all():
        return Estimate(math.inf, 0.0)
    return Estimate(float(ratio.mean()), float(ratio.std(ddof=1)) / DRAWS**0.5)


def _log_density(mixture: _Mixture, x: Array) -> Array:
    total = np.full(len(x), -np.inf)
    logs = np.log(mixture.weights) - (mixture.dimension * LOG_2PI + mixture.log_determinants) / 2
    for log, mean, low in zip(logs, mixture.means, mixture.low, strict=True):
        form = (solve(low[None], (x - mean).T[None])[0] ** 2).sum(axis=0)
        total = np.logaddexp(total, log - form / 2)
    return total
