r"""The divergence as a function of the normal Q = N(mu, sigma²), with two derivatives.

A landscape maps :math:`(\mu, s)`, :math:`s = \log\sigma`, to value, gradient and Hessian.
No derivative of the target is needed: under Q = N(μ, σ²),

.. math:: \partial_\mu^i\,(\text{heat equation}):\quad
   \partial_\mu E_Q f = E_Q[f\,He_1(z)]/\sigma,\qquad
   \partial_s E_Q f = E_Q[f\,He_2(z)],

with z = (x − μ)/σ and the Hermite polynomials He, and so on for the second derivatives.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kltext.distributions.gauss_legendre import integrate_panels
from kltext.kernels import exp_excess
from kltext.projections.targets import Target

Array = npt.NDArray[np.float64]

# The density of N(0, 1) at 38 is 1e-314: nothing that a float can hold lies beyond.
_HALF = np.array([1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 24, 38.0])
Z_EDGES = np.concatenate([-_HALF[::-1], [0.0], _HALF])
LOG_ROOT_2PI = 0.5 * np.log(2 * np.pi)


class Point(NamedTuple):
    """Value, gradient (2,) and Hessian (2, 2) of a landscape at one place (mu, log sigma)."""

    value: float
    gradient: Array
    hessian: Array


Landscape = Callable[[float, float], Point]


def hermite(z: Array) -> Array:
    """Return He_0 … He_4 at `z`, shape (5, n)."""
    square = z * z
    return np.stack([np.ones_like(z), z, square - 1, z * (square - 3), square * (square - 6) + 3])


def reverse_landscape(target: Target) -> Landscape:
    """Return D(Q‖P) as a landscape; the expectation is under Q."""

    def landscape(mu: float, s: float) -> Point:
        sigma = float(np.exp(s))

        def integrand(z: Array) -> Array:
            excess = -LOG_ROOT_2PI - z * z / 2 - s - target.logpdf(mu + sigma * z)
            values: Array = hermite(z) * (np.exp(-z * z / 2 - LOG_ROOT_2PI) * excess)
            return values

        e0, e1, e2, e3, e4 = integrate_panels(integrand, Z_EDGES, atol=1e-13).value
        # The log density of Q also moves with Q: its expectation is −s − const, and the
        # Hermite moments of the frozen log q are those of −z²/2.
        gradient = np.array([e1 / sigma, e2])
        hessian = np.array([[(e2 + 1) / sigma**2, e3 / sigma], [e3 / sigma, 2 * (e2 + 1) + e4]])
        return Point(float(e0), gradient, hessian)

    return landscape


def forward_landscape(target: Target, least: float) -> Landscape:
    """Return D(P‖Q) as a landscape, `least` being its minimum (by the Pythagorean theorem)."""

    def landscape(mu: float, s: float) -> Point:
        variance = np.exp(2 * s)
        shift = (mu - target.mean) / variance
        spread = target.sigma**2 / variance + shift**2 * variance
        ratio = np.log(target.sigma) - s
        value = least + (spread - 1) / 2 - ratio
        gradient = np.array([shift, 1 - spread])
        hessian = np.array([[1 / variance, -2 * shift], [-2 * shift, 2 * spread]])
        return Point(float(value), gradient, hessian)

    return landscape


def alpha_landscape(target: Target, alpha: float) -> Landscape:
    r"""Return Minka's :math:`D_\alpha(P\|Q)`, 0 < α < 1, as a landscape."""
    beta = 1 - alpha

    def landscape(mu: float, s: float) -> Point:
        sigma = float(np.exp(s))

        def integrand(x: Array) -> Array:
            z = (x - mu) / sigma
            log_p, log_q = target.logpdf(x), -LOG_ROOT_2PI - z * z / 2 - s
            bridge = np.exp(alpha * log_p + beta * log_q)
            gap = _alpha_gap(log_p, log_q, alpha)
            return np.concatenate([[gap], hermite(z)[1:] * bridge, [bridge]])

        edges = joint_edges(target, mu, sigma)
        gap, e1, e2, e3, e4, e0 = integrate_panels(integrand, edges, atol=1e-13).value
        # ∂ of q^β = β q^β ∂log q, and ∂∂ = β q^β (β ∂log q ∂log q + ∂∂ log q).
        square, cube, fourth = e2 + e0, e3 + 3 * e1, e4 + 6 * e2 + 3 * e0
        mm = (beta * square - e0) / sigma**2
        ms = (beta * (cube - e1) - 2 * e1) / sigma
        ss = beta * (fourth - 2 * square + e0) - 2 * square
        gradient = -np.array([e1 / sigma, e2]) / alpha
        hessian = -np.array([[mm, ms], [ms, ss]]) / alpha
        return Point(float(gap / (alpha * beta)), gradient, hessian)

    return landscape


def _alpha_gap(log_p: Array, log_q: Array, alpha: float) -> Array:
    r"""Return :math:`\alpha p + (1-\alpha) q - p^\alpha q^{1-\alpha} \ge 0`."""
    beta = 1 - alpha
    bridge = np.exp(alpha * log_p + beta * log_q)
    gap = alpha * np.exp(log_p) + beta * np.exp(log_q) - bridge
    close = np.abs(log_p - log_q) < 1
    u = (log_p - log_q)[close]
    gap[close] = bridge[close] * (alpha * exp_excess(beta * u) + beta * exp_excess(-alpha * u))
    return gap


def joint_edges(target: Target, mu: float, sigma: float) -> Array:
    """Return panel edges that suit the target and N(mu, sigma²) alike."""
    edges = [centre + scale * Z_EDGES for centre, scale in (*target.centres, (mu, sigma))]
    return np.clip(np.unique(np.concatenate(edges)), *target.support)
