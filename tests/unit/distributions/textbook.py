"""Textbook formulas in 60-digit arithmetic, where cancellation does no harm.

Each entry: the formula of (parameters of P, parameters of Q), the parameters' names in
scipy.stats, and a point to stay near.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import mpmath as mp

Parameters = Sequence[float]
Formula = Callable[[Parameters, Parameters], float]
DIGITS = 60


def _precise(formula: Callable[..., mp.mpf]) -> Formula:
    def value(p: Parameters, q: Parameters) -> float:
        with mp.workdps(DIGITS):
            return float(formula([mp.mpf(x) for x in p], [mp.mpf(x) for x in q]))

    return value


def normal(m1, s1, m2, s2):
    return mp.log(s2 / s1) + (s1**2 + (m1 - m2) ** 2) / (2 * s2**2) - mp.mpf(1) / 2


def coin(p, q):
    return p * mp.log(p / q) + (1 - p) * mp.log((1 - p) / (1 - q))


def gamma(a1, t1, a2, t2):
    return (
        (a1 - a2) * mp.psi(0, a1)
        - mp.loggamma(a1)
        + mp.loggamma(a2)
        + a2 * mp.log(t2 / t1)
        + a1 * (t1 / t2 - 1)
    )


def dirichlet(one, two):
    total = mp.fsum(one)
    return (
        mp.loggamma(total)
        - mp.loggamma(mp.fsum(two))
        + mp.fsum(
            mp.loggamma(b) - mp.loggamma(a) + (a - b) * (mp.psi(0, a) - mp.psi(0, total))
            for a, b in zip(one, two, strict=True)
        )
    )


def gengamma(one, two):
    (a1, c1, t1), (a2, c2, t2) = one, two
    d1, d2 = a1 * c1, a2 * c2
    return (
        mp.log(c1 * t2**d2 * mp.gamma(a2) / (c2 * t1**d1 * mp.gamma(a1)))
        + (mp.psi(0, a1) / c1 + mp.log(t1)) * (d1 - d2)
        + mp.gamma(a1 + c2 / c1) / mp.gamma(a1) * (t1 / t2) ** c2
        - a1
    )


def weibull(c1, t1, c2, t2):
    return gengamma((mp.mpf(1), c1, t1), (mp.mpf(1), c2, t2))


def gumbel(m1, b1, m2, b2):
    return (
        mp.log(b2 / b1)
        + mp.euler * (b1 / b2 - 1)
        + mp.exp((m2 - m1) / b2) * mp.gamma(1 + b1 / b2)
        - 1
        + (m1 - m2) / b2
    )


def moyal(m1, s1, m2, s2):
    r = s1 / s2
    return (
        mp.exp(r * mp.log(2) + (m2 - m1) / s2) * mp.gamma(r + mp.mpf(1) / 2) / mp.sqrt(mp.pi)
        + (m1 - m2) / s2
        - 1
        + (r - 1) * (mp.euler + mp.log(2))
        - 2 * mp.log(r)
    ) / 2


def laplace(m1, b1, m2, b2):
    d = abs(m1 - m2)
    return d / b2 + b1 / b2 * mp.exp(-d / b1) - 1 - mp.log(b1 / b2)


def vonmises(k1, m1, k2, m2):
    a = mp.besseli(1, k1) / mp.besseli(0, k1)
    return mp.log(mp.besseli(0, k2) / mp.besseli(0, k1)) + (k1 - k2 * mp.cos(m1 - m2)) * a


def _logser(p, q):
    p1, p2 = p[0], q[0]
    mean = -p1 / ((1 - p1) * mp.log(1 - p1))
    return mean * mp.log(p1 / p2) + mp.log(mp.log(1 - p2) / mp.log(1 - p1))


def _zipf(p, q):
    a1, a2 = p[0], q[0]
    return mp.log(mp.zeta(a2) / mp.zeta(a1)) - (a2 - a1) * mp.zeta(a1, derivative=1) / mp.zeta(a1)


def _dlaplace(p, q):
    a1, a2 = p[0], q[0]
    return mp.log(mp.tanh(a1 / 2) / mp.tanh(a2 / 2)) + (a2 - a1) / mp.sinh(a1)


def _planck(p, q):
    p1, p2 = 1 - mp.exp(-p[0]), 1 - mp.exp(-q[0])
    return coin(p1, p2) / p1


def _invgauss(p, q):
    (mu1, l1), (mu2, l2) = p, q
    m1, m2 = mu1 * l1, mu2 * l2
    return (l2 / l1 - 1 - mp.log(l2 / l1)) / 2 + l2 * (m1 - m2) ** 2 / (2 * m1 * m2**2)


def _logistic(p, q):
    d = p[0] - q[0]
    return d * mp.coth(d / 2) - 2


def _bathtub(k):  # half a chi-squared of k degrees: halfnorm, rayleigh, maxwell
    return lambda p, q: mp.mpf(k) / 2 * ((p[0] / q[0]) ** 2 - 1 - 2 * mp.log(p[0] / q[0]))


_SINGLE: dict[str, tuple[Callable[..., mp.mpf], str, tuple[float, ...]]] = {
    "norm": (lambda p, q: normal(*p, *q), "loc scale", (1.7, 0.6)),
    "bernoulli": (lambda p, q: coin(p[0], q[0]), "p", (0.3,)),
    "geom": (lambda p, q: coin(p[0], q[0]) / p[0], "p", (0.3,)),
    "planck": (_planck, "lambda_", (0.7,)),
    "poisson": (lambda p, q: p[0] * mp.log(p[0] / q[0]) - p[0] + q[0], "mu", (3.7,)),
    "logser": (_logser, "p", (0.6,)),
    "zipf": (_zipf, "a", (2.3,)),
    "dlaplace": (_dlaplace, "a", (0.8,)),
    "lognorm": (
        lambda p, q: normal(mp.log(p[1]), p[0], mp.log(q[1]), q[0]),
        "s scale",
        (0.7, 2.3),
    ),
    "johnsonsu": (
        lambda p, q: normal(-p[0] / p[1], 1 / p[1], -q[0] / q[1], 1 / q[1]),
        "a b",
        (0.7, 1.3),
    ),
    "halfnorm": (_bathtub(1), "scale", (1.3,)),
    "rayleigh": (_bathtub(2), "scale", (1.3,)),
    "maxwell": (_bathtub(3), "scale", (1.3,)),
    "expon": (lambda p, q: p[0] / q[0] - 1 - mp.log(p[0] / q[0]), "scale", (1.3,)),
    "gamma": (lambda p, q: gamma(*p, *q), "a scale", (2.3, 0.7)),
    "chi2": (lambda p, q: gamma(p[0] / 2, p[1], q[0] / 2, q[1]), "df scale", (3.3, 0.7)),
    "chi": (lambda p, q: gamma(p[0] / 2, p[1] ** 2, q[0] / 2, q[1] ** 2), "df scale", (3.3, 0.7)),
    "invgamma": (lambda p, q: gamma(p[0], 1 / p[1], q[0], 1 / q[1]), "a scale", (2.3, 0.7)),
    "nakagami": (
        lambda p, q: gamma(p[0], p[1] ** 2 / p[0], q[0], q[1] ** 2 / q[0]),
        "nu scale",
        (2.3, 0.7),
    ),
    "levy": (lambda p, q: (q[0] / p[0] - 1 - mp.log(q[0] / p[0])) / 2, "scale", (1.3,)),
    "loggamma": (
        lambda p, q: gengamma((p[0], 1 / p[2], mp.exp(p[1])), (q[0], 1 / q[2], mp.exp(q[1]))),
        "c loc scale",
        (1.7, 0.3, 0.8),
    ),
    "gengamma": (gengamma, "a c scale", (1.7, 1.3, 0.8)),
    "weibull_min": (lambda p, q: weibull(*p, *q), "c scale", (1.7, 0.8)),
    "invweibull": (lambda p, q: weibull(p[0], 1 / p[1], q[0], 1 / q[1]), "c scale", (1.7, 0.8)),
    "gumbel_r": (lambda p, q: gumbel(*p, *q), "loc scale", (0.4, 0.8)),
    "gumbel_l": (lambda p, q: gumbel(-p[0], p[1], -q[0], q[1]), "loc scale", (0.4, 0.8)),
    "moyal": (lambda p, q: moyal(*p, *q), "loc scale", (0.4, 0.8)),
    "beta": (dirichlet, "a b", (1.7, 0.6)),
    "betaprime": (dirichlet, "a b", (1.7, 0.6)),
    "lomax": (lambda p, q: mp.log(p[0] / q[0]) + q[0] / p[0] - 1, "c", (1.3,)),
    "powerlaw": (lambda p, q: mp.log(p[0] / q[0]) + q[0] / p[0] - 1, "a", (1.3,)),
    "pareto": (lambda p, q: mp.log(p[0] / q[0]) + q[0] / p[0] - 1, "b", (1.3,)),
    "invgauss": (_invgauss, "mu scale", (1.3, 0.7)),
    "laplace": (lambda p, q: laplace(*p, *q), "loc scale", (0.4, 0.8)),
    "logistic": (_logistic, "loc", (0.9,)),
    "fisk": (
        lambda p, q: _logistic([2 * mp.log(p[0])], [2 * mp.log(q[0])]),
        "scale",
        (0.9,),
    ),
    "cauchy": (
        lambda p, q: mp.log(((p[1] + q[1]) ** 2 + (p[0] - q[0]) ** 2) / (4 * p[1] * q[1])),
        "loc scale",
        (0.4, 0.8),
    ),
    "vonmises": (lambda p, q: vonmises(*p, *q), "kappa loc", (1.7, 0.4)),
}
FIXED = {"fisk": {"c": 2.0}}

TEXTBOOK: dict[tuple[str, str], tuple[Formula, list[str], tuple[float, ...]]] = {
    (name, name): (_precise(formula), names.split(), base)
    for name, (formula, names, base) in _SINGLE.items()
}
