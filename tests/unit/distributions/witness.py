"""Independent witnesses: a double-exponential rule on scipy's densities, and plain sums.

Nothing here is shared with the package: other nodes, other densities, other error control.
"""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
from scipy import special, stats

T = np.linspace(-4.6, 4.6, 1601)
STEP = T[1] - T[0]


def _parameters(frozen: Any) -> tuple[dict[str, float], float, float]:
    names = (frozen.dist.shapes.split(", ") if frozen.dist.shapes else []) + ["loc", "scale"]
    given = dict(zip(names, frozen.args, strict=False)) | frozen.kwds
    return given, given.pop("loc", 0.0), given.pop("scale", 1.0)


def _moved(frozen: Any, shift: float) -> Any:
    """Return the distribution moved by -`shift`: near 0, floats resolve singular ends."""
    shapes, loc, scale = _parameters(frozen)
    return frozen.dist(**shapes, loc=loc - shift, scale=scale)


# Textbook densities of the standard form for the families whose scipy density underflows.
LOG_DENSITIES = {
    "laplace": lambda z, _: -np.abs(z) - math.log(2),
    "moyal": lambda z, _: -(z + np.exp(-z) + math.log(2 * math.pi)) / 2,
    "loggamma": lambda z, p: p["c"] * z - np.exp(z) - math.lgamma(p["c"]),
    "pareto": lambda z, p: math.log(p["b"]) - (p["b"] + 1) * np.log(z),
    "levy": lambda z, _: -1.5 * np.log(z) - 0.5 / z - math.log(2 * math.pi) / 2,
    "levy_l": lambda z, _: -1.5 * np.log(-z) + 0.5 / z - math.log(2 * math.pi) / 2,
    "invweibull": lambda z, p: math.log(p["c"]) - (p["c"] + 1) * np.log(z) - z ** -p["c"],
    "johnsonsu": lambda z, p: (
        stats.norm.logpdf(p["a"] + p["b"] * np.arcsinh(z)) + np.log(p["b"] / np.hypot(1, z))
    ),
    "johnsonsb": lambda z, p: (
        stats.norm.logpdf(p["a"] + p["b"] * np.log(z / (1 - z))) + np.log(p["b"] / (z * (1 - z)))
    ),
    "fisk": lambda z, p: (
        math.log(p["c"]) + (p["c"] - 1) * np.log(z) - 2 * np.logaddexp(0, p["c"] * np.log(z))
    ),
    "zipf": lambda k, p: -p["a"] * np.log(k) - math.log(special.zeta(p["a"])),
    "logser": lambda k, p: k * math.log(p["p"]) - np.log(k) - math.log(-math.log1p(-p["p"])),
    "dlaplace": lambda k, p: math.log(math.tanh(p["a"] / 2)) - p["a"] * np.abs(k),
    "planck": lambda k, p: math.log(-math.expm1(-p["lambda_"])) - p["lambda_"] * k,
}


def _log_density(frozen: Any, x: np.ndarray) -> np.ndarray:
    """Return scipy's log density or mass, or the textbook one where scipy's underflows."""
    given, loc, scale = _parameters(frozen)
    with np.errstate(all="ignore"):
        if frozen.dist.name in LOG_DENSITIES:
            return LOG_DENSITIES[frozen.dist.name]((x - loc) / scale, given) - math.log(scale)
        return frozen.logpmf(x) if hasattr(frozen, "pmf") else frozen.logpdf(x)


def _nodes(low: float, high: float, scale: float) -> tuple[np.ndarray, np.ndarray]:
    """Return nodes and weights of a double-exponential rule on (low, high)."""
    inner = np.pi / 2 * np.sinh(T)
    slope = np.pi / 2 * np.cosh(T) * STEP
    if math.isinf(low) and math.isinf(high):
        return scale * np.sinh(inner), scale * np.cosh(inner) * slope
    if math.isinf(high):
        return low + scale * np.exp(inner), scale * np.exp(inner) * slope
    if math.isinf(low):
        return high - scale * np.exp(inner), scale * np.exp(inner) * slope
    width = high - low
    share = 1 / (1 + np.exp(-2 * inner))
    weight = width * slope / (2 * np.cosh(inner) ** 2)
    return np.where(
        share < 0.5, low + width * share, high - width / (1 + np.exp(2 * inner))
    ), weight


def integral(p: Any, q: Any) -> float:
    """Return ∫ p log(p/q) over P's support, split at its median and at Q's median."""
    shapes, shift, scale = _parameters(p)
    circular = p.dist.name == "vonmises"
    p, q = _moved(p, shift), _moved(q, shift)
    half, mode = math.pi * scale, shapes.get("c", 0.0) * scale
    low, high = (-half, half) if circular else (float(end) for end in p.support())
    scale = float(np.diff(p.interval(0.5))[0])
    middle = [float(p.median()), float(q.median())]
    if p.dist.name == "triang":
        middle.append(mode)
    cuts = sorted({low, high, *(m for m in middle if low < m < high)})
    total = 0.0
    for a, b in itertools.pairwise(cuts):
        x, weight = _nodes(a, b, scale)
        inside = (x > a) & (x < b)
        if p.dist.name == "truncnorm":  # its bounds agree only to within rounding
            inside &= (x > q.support()[0]) & (x < q.support()[1])
        x, weight = x[inside], weight[inside]
        with np.errstate(all="ignore"):
            log_p, log_q = _log_density(p, x), _log_density(q, x)
            terms = weight * np.exp(log_p) * (log_p - log_q)
        total += terms[np.exp(log_p) > 0].sum()
    return total


def summed(p: Any, q: Any) -> float:
    """Return Σ p log(p/q) over integers, as far as the mass reaches."""
    if hasattr(p, "xk"):
        masses = dict(zip(q.xk.tolist(), q.pk.tolist(), strict=True))
        pairs = zip(p.xk.tolist(), p.pk.tolist(), strict=True)
        return math.fsum(mass * math.log(mass / masses[x]) for x, mass in pairs)
    low, high = p.support()
    k = np.arange(max(low, -3000), min(high, 20_000) + 1)
    log_p, log_q = _log_density(p, k), _log_density(q, k)
    seen = log_p > -690
    return float((np.exp(log_p[seen]) * (log_p[seen] - log_q[seen])).sum())
