r"""Mixtures of normal distributions: bounds of their divergence, since it has no closed form.

With the divergences and overlaps of single components, all closed,

.. math:: D(P_a\|Q_b), \qquad t(P_a, Q_b) = \int p_a q_b\,dx,

Jensen's inequality bounds each half of :math:`D(P\|Q) = E_P\log p - E_P\log q` from both sides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import logsumexp

from kltext._arguments import as_real, log_base
from kltext._estimate import Estimate
from kltext.normal import kl_mvnormal

Array = npt.NDArray[np.float64]

DRAWS = 100_000
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
        If an argument is no mixture, or not real.
    ValueError
        If the shapes do not fit, a weight is not positive, weights do not sum to 1, or a
        covariance is not symmetric and positive definite.

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
    p, q = _mixture("P", P), _mixture("Q", Q)
    if p[1].shape[1] != q[1].shape[1]:
        raise ValueError(
            f"P has dimension {p[1].shape[1]} and Q has dimension {q[1].shape[1]}; pass mixtures "
            "of one dimension"
        )
    log_p, log_q = np.log(p[0]), np.log(q[0])
    within, across = (_divergences(p, other) for other in (p, q))
    entropy = 0.5 * (p[1].shape[1] * np.log(2 * np.pi * np.e) + np.linalg.slogdet(p[2])[1])
    own_low = logsumexp(log_p - within, axis=1)
    other_low = logsumexp(log_q - across, axis=1)
    own_high = logsumexp(log_p + _log_overlaps(p, p), axis=1)
    other_high = logsumexp(log_q + _log_overlaps(p, q), axis=1)
    lower = float(p[0] @ (own_low - entropy - other_high))
    upper = float(p[0] @ (own_high + entropy - other_low))
    upper = min(upper, _matched(p[0], q[0], across))
    sampled = None if rng is None else _sampled(p, q, rng).over(unit)
    approximate = float(p[0] @ (own_low - other_low))
    return MixtureDivergence(max(lower, 0.0) / unit, upper / unit, approximate / unit, sampled)


def _mixture(name: str, given: Any) -> tuple[Array, Array, Array]:
    if hasattr(given, "sigmas"):  # one dimension, by standard deviations
        variances = np.square(given.sigmas)[:, None, None]
        given = given.weights, np.array(given.means)[:, None], variances
    if not isinstance(given, tuple) or len(given) != 3:
        raise TypeError(
            f"{name} = {given!r:.60} is no mixture; pass a tuple of weights, means and covariances"
        )
    parts = zip(("weights", "means", "covariances"), given, strict=True)
    w, m, c = (as_real(f"{part} of {name}", value).astype(np.float64) for part, value in parts)
    if w.ndim != 1 or m.ndim != 2 or len(w) != len(m) or c.shape != (*m.shape, m.shape[1]):
        raise ValueError(
            f"weights, means and covariances of {name} have the shapes {w.shape}, {m.shape} and "
            f"{c.shape}; pass (k,), (k, n) and (k, n, n)"
        )
    if not (w > 0).all() or not abs(w.sum() - 1) < 2.0**-26:
        raise ValueError(f"{name} has weights {w.tolist()}; pass positive numbers that sum to 1")
    return w / w.sum(), m, c


def _divergences(p: tuple[Array, Array, Array], q: tuple[Array, Array, Array]) -> Array:
    return np.asarray(kl_mvnormal(p[1][:, None], p[2][:, None], q[1], q[2]), np.float64)


def _log_overlaps(p: tuple[Array, Array, Array], q: tuple[Array, Array, Array]) -> Array:
    """Return log t of each pair: the density of the sum of one and minus the other, at 0."""
    apart, together = p[1][:, None] - q[1], p[2][:, None] + q[2]
    solved = np.linalg.solve(together, apart[..., None])[..., 0]
    determinant = np.linalg.slogdet(2 * np.pi * together)[1]
    return np.asarray(-0.5 * (determinant + (apart * solved).sum(axis=-1)))


def _matched(weights_p: Array, weights_q: Array, across: Array) -> float:
    """Return Hershey and Olsen's variational upper bound: the best way to match components.

    Any tables phi, psi that add up to the weights of P, and of Q, give the upper bound
    D(phi‖psi) + sum phi D(P_a‖Q_b); each is chosen best for the other in turn.
    """
    log_phi = np.log(weights_p)[:, None] + np.log(weights_q)
    for _ in range(SWEEPS):
        log_psi = np.log(weights_q) + log_phi - logsumexp(log_phi, axis=0)
        log_phi = log_psi - across
        log_phi += np.log(weights_p)[:, None] - logsumexp(log_phi, axis=1, keepdims=True)
    return float((np.exp(log_phi) * (log_phi - log_psi + across)).sum())


def _sampled(
    p: tuple[Array, Array, Array], q: tuple[Array, Array, Array], rng: np.random.Generator
) -> Estimate:
    which = rng.choice(len(p[0]), size=DRAWS, p=p[0])
    noise = rng.standard_normal((DRAWS, p[1].shape[1], 1))
    draws = p[1][which] + (np.linalg.cholesky(p[2])[which] @ noise)[..., 0]
    ratio = _log_density(p, draws) - _log_density(q, draws)
    return Estimate(float(ratio.mean()), float(ratio.std(ddof=1)) / DRAWS**0.5)


def _log_density(mixture: tuple[Array, Array, Array], x: Array) -> Array:
    parts = []
    for weight, mean, cov in zip(*mixture, strict=True):
        apart = x - mean
        form = (apart * np.linalg.solve(cov, apart.T).T).sum(axis=1)
        parts.append(np.log(weight) - 0.5 * (np.linalg.slogdet(2 * np.pi * cov)[1] + form))
    return np.asarray(logsumexp(parts, axis=0))
