"""Random pairs for every registered pair: (P, Q), with the points where an integrand is kinked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import stats

Draw = Callable[[np.random.Generator], tuple[Any, Any]]


def _shape(rng: np.random.Generator, low: float = 0.5, high: float = 6.0) -> float:
    return float(rng.uniform(low, high))


def _loc(rng: np.random.Generator) -> float:
    return float(rng.normal(0, 2))


def _scale(rng: np.random.Generator) -> float:
    return float(np.exp(rng.normal(0, 0.5)))


def free(dist: Any, shapes: int = 0) -> Draw:
    """Draw loc and scale of both distributions freely."""

    def draw(rng: np.random.Generator) -> tuple[Any, Any]:
        one, two = (
            dist(*[_shape(rng) for _ in range(shapes)], loc=_loc(rng), scale=_scale(rng))
            for _ in "pq"
        )
        return one, two

    return draw


def same_loc(dist: Any, shapes: int = 1, low: float = 0.5, *, same_scale: bool = False) -> Draw:
    def draw(rng: np.random.Generator) -> tuple[Any, Any]:
        loc, scale = _loc(rng), _scale(rng)
        one, two = (
            dist(
                *[_shape(rng, low) for _ in range(shapes)],
                loc=loc,
                scale=scale if same_scale else _scale(rng),
            )
            for _ in "pq"
        )
        return one, two

    return draw


def counts(dist: Any, *ranges: tuple[float, float], shared: tuple[int, ...] = ()) -> Draw:
    """Draw discrete distributions; `shared` names the shape parameters that both have in common."""

    def draw(rng: np.random.Generator) -> tuple[Any, Any]:
        loc = int(rng.integers(-3, 4))
        first = [float(rng.uniform(*r)) for r in ranges]
        second = [f if i in shared else float(rng.uniform(*ranges[i])) for i, f in enumerate(first)]
        return dist(*first, loc=loc), dist(*second, loc=loc)

    return draw


def _binom(rng: np.random.Generator) -> tuple[Any, Any]:
    n, loc = int(rng.integers(1, 30)), int(rng.integers(-3, 4))
    return stats.binom(n, rng.uniform(), loc=loc), stats.binom(n, rng.uniform(), loc=loc)


def _randint(rng: np.random.Generator) -> tuple[Any, Any]:
    low, size = int(rng.integers(-5, 5)), int(rng.integers(1, 9))
    wide = stats.randint(low - int(rng.integers(0, 4)), low + size + int(rng.integers(0, 4)))
    return stats.randint(low, low + size), wide


def _values(rng: np.random.Generator) -> tuple[Any, Any]:
    points = rng.choice(50, size=6, replace=False)
    p = stats.rv_discrete(values=(points[:4], rng.dirichlet(np.ones(4))))
    return p, stats.rv_discrete(values=(points, rng.dirichlet(np.ones(6))))


def _expon(rng: np.random.Generator) -> tuple[Any, Any]:
    loc = _loc(rng)
    return stats.expon(loc + rng.exponential(), _scale(rng)), stats.expon(loc, _scale(rng))


def _pareto(rng: np.random.Generator) -> tuple[Any, Any]:
    loc, m = _loc(rng), _scale(rng)
    p = stats.pareto(_shape(rng), loc, m * (1 + rng.exponential()))
    return p, stats.pareto(_shape(rng), loc, m)


def _powerlaw(rng: np.random.Generator) -> tuple[Any, Any]:
    loc, m = _loc(rng), _scale(rng)
    q = stats.powerlaw(_shape(rng), loc, m * (1 + rng.exponential()))
    return stats.powerlaw(_shape(rng), loc, m), q


def _inside(rng: np.random.Generator) -> tuple[float, float, float, float]:
    """Return loc, scale of an interval and of one around it."""
    loc, scale = _loc(rng), _scale(rng)
    left, right = rng.exponential(size=2)
    return loc, scale, loc - left, scale + left + right


def _uniform(rng: np.random.Generator) -> tuple[Any, Any]:
    a = _inside(rng)
    return stats.uniform(*a[:2]), stats.uniform(*a[2:])


def _loguniform(rng: np.random.Generator) -> tuple[Any, Any]:
    loc, a = _loc(rng), _scale(rng)
    b, wide = a * (1.5 + rng.exponential()), 1 + rng.exponential(size=2)
    p = stats.loguniform(a, b, loc=loc, scale=1.5)
    return p, stats.loguniform(3 * a / wide[0], 3 * b * wide[1], loc=loc, scale=0.5)


def _truncnorm(rng: np.random.Generator) -> tuple[Any, Any]:
    low, width = _loc(rng), 3 * _scale(rng)
    one, two = (
        stats.truncnorm((low - m) / s, (low + width - m) / s, loc=m, scale=s)
        for m, s in [(_loc(rng), _scale(rng)) for _ in "pq"]
    )
    return one, two


def _cut_normal(*, whole_line: bool) -> Draw:
    """Draw a truncated normal, and a normal that is cut farther out, or not at all."""

    def draw(rng: np.random.Generator) -> tuple[Any, Any]:
        low, width, loc, scale = _loc(rng), 3 * _scale(rng), _loc(rng), _scale(rng)
        mean = _loc(rng)
        bounds = low - abs(_loc(rng)), low + width + abs(_loc(rng))
        one = stats.truncnorm(
            (low - loc) / scale, (low + width - loc) / scale, loc=loc, scale=scale
        )
        wider = _scale(rng)
        if whole_line:
            return one, stats.norm(mean, wider)
        ends = ((end - mean) / wider for end in bounds)
        return one, stats.truncnorm(*ends, loc=mean, scale=wider)

    return draw


def _either(*draws: Draw) -> Draw:
    """Draw from each in turn."""
    return lambda rng: draws[int(rng.integers(len(draws)))](rng)


def _betabinom(rng: np.random.Generator) -> tuple[Any, Any]:
    n, loc = int(rng.integers(1, 30)), int(rng.integers(-3, 4))
    one, two = (stats.betabinom(n, _shape(rng), _shape(rng), loc=loc) for _ in "pq")
    return one, two


def _johnson(dist: Any) -> Draw:
    def draw(rng: np.random.Generator) -> tuple[Any, Any]:
        loc, scale = _loc(rng), _scale(rng)
        one, two = (dist(rng.normal(), _shape(rng, 0.7, 2), loc, scale) for _ in "pq")
        return one, two

    return draw


def _gengamma(rng: np.random.Generator) -> tuple[Any, Any]:
    loc, sign = _loc(rng), rng.choice([-1, 1])
    one, two = (
        stats.gengamma(_shape(rng, 1), sign * _shape(rng, 0.7, 3), loc, _scale(rng)) for _ in "pq"
    )
    return one, two


def _circle(dist: Any, *, turned: bool) -> Draw:
    def draw(rng: np.random.Generator) -> tuple[Any, Any]:
        loc, scale = _loc(rng), _scale(rng)
        other = _loc(rng) if turned else loc
        return dist(_shape(rng), loc, scale), dist(_shape(rng), other, scale)

    return draw


def _scaled(dist: Any) -> Draw:
    def draw(rng: np.random.Generator) -> tuple[Any, Any]:
        loc, shape = _loc(rng), _shape(rng)
        one, two = (dist(shape, loc, _scale(rng)) for _ in "pq")
        return one, two

    return draw


def cross(p: Any, q: Any, low_p: tuple[float, ...] = (), low_q: tuple[float, ...] = ()) -> Draw:
    """Draw distributions of two families that start at the same place."""

    def draw(rng: np.random.Generator) -> tuple[Any, Any]:
        loc = _loc(rng)
        one = p(*[_shape(rng, low, low + 3) for low in low_p], loc=loc, scale=_scale(rng))
        return one, q(*[_shape(rng, low) for low in low_q], loc=loc, scale=_scale(rng))

    return draw


def onto_line(p: Any, q: Any, *low_p: float) -> Draw:
    """Draw a distribution of one family, and one on the whole line with its own loc."""

    def draw(rng: np.random.Generator) -> tuple[Any, Any]:
        one = p(*[_shape(rng, low, low + 3) for low in low_p], loc=_loc(rng), scale=_scale(rng))
        return one, q(loc=_loc(rng), scale=_scale(rng))

    return draw


def _triang(q: Any) -> Draw:
    def draw(rng: np.random.Generator) -> tuple[Any, Any]:
        loc = _loc(rng)
        start = loc - rng.exponential() if q is stats.expon else _loc(rng)
        return stats.triang(rng.uniform(), loc, _scale(rng)), q(start, _scale(rng))

    return draw


def later(p: Any, *low_p: float) -> Draw:
    """Draw a distribution that starts where an exponential one does, or later."""

    def draw(rng: np.random.Generator) -> tuple[Any, Any]:
        loc = _loc(rng)
        one = p(*[_shape(rng, low, low + 3) for low in low_p], loc=loc, scale=_scale(rng))
        return one, stats.expon(loc - rng.choice([0, 1]) * rng.exponential(), _scale(rng))

    return draw


def _uniform_in(q: Any, *low_q: float) -> Draw:
    def draw(rng: np.random.Generator) -> tuple[Any, Any]:
        a = _inside(rng)
        if q is stats.pareto:
            start = a[2] - (m := _scale(rng))
            return stats.uniform(*a[:2]), stats.pareto(_shape(rng), start, m)
        shapes = [_shape(rng, low) for low in low_q]
        return stats.uniform(*a[:2]), q(*shapes, loc=a[2], scale=a[3])

    return draw


def _beta_uniform(rng: np.random.Generator) -> tuple[Any, Any]:
    a = _inside(rng)
    return stats.beta(_shape(rng), _shape(rng), *a[:2]), stats.uniform(*a[2:])


def _one_trial(p: Any, q: Any) -> Draw:
    def draw(rng: np.random.Generator) -> tuple[Any, Any]:
        loc = int(rng.integers(-3, 4))
        one, two = (d(*([1] if d is stats.binom else []), rng.uniform(), loc=loc) for d in (p, q))
        return one, two

    return draw


def _nothing_counted(q: Any) -> Draw:
    def draw(rng: np.random.Generator) -> tuple[Any, Any]:
        n = [int(rng.integers(1, 9))] if q is stats.binom else []
        return stats.poisson(0), q(*n, rng.uniform())

    return draw


S = stats
UNIVARIATE: dict[tuple[str, str], Draw] = {
    ("bernoulli", "bernoulli"): counts(S.bernoulli, (0, 1)),
    ("binom", "binom"): _binom,
    ("bernoulli", "binom"): _one_trial(S.bernoulli, S.binom),
    ("binom", "bernoulli"): _one_trial(S.binom, S.bernoulli),
    ("geom", "geom"): counts(S.geom, (0.1, 1)),
    ("planck", "planck"): counts(S.planck, (0.1, 4)),
    ("nbinom", "nbinom"): counts(S.nbinom, (0.5, 9), (0.1, 1), shared=(0,)),
    ("poisson", "poisson"): counts(S.poisson, (0.1, 30)),
    ("bernoulli", "poisson"): lambda rng: (S.bernoulli(rng.uniform()), S.poisson(_shape(rng))),
    ("poisson", "bernoulli"): _nothing_counted(S.bernoulli),
    ("poisson", "binom"): _nothing_counted(S.binom),
    ("rv_discrete", "rv_discrete"): _values,
    ("logser", "logser"): counts(S.logser, (0.05, 0.97)),
    ("zipf", "zipf"): counts(S.zipf, (4, 9)),
    ("dlaplace", "dlaplace"): counts(S.dlaplace, (0.1, 4)),
    ("randint", "randint"): _randint,
    ("norm", "norm"): free(S.norm),
    ("lognorm", "lognorm"): same_loc(S.lognorm, low=0.3),
    ("johnsonsu", "johnsonsu"): _johnson(S.johnsonsu),
    ("johnsonsb", "johnsonsb"): _johnson(S.johnsonsb),
    ("halfnorm", "halfnorm"): same_loc(S.halfnorm, 0),
    ("rayleigh", "rayleigh"): same_loc(S.rayleigh, 0),
    ("maxwell", "maxwell"): same_loc(S.maxwell, 0),
    ("truncnorm", "truncnorm"): _either(_truncnorm, _cut_normal(whole_line=False)),
    ("truncnorm", "norm"): _cut_normal(whole_line=True),
    ("betabinom", "betabinom"): _betabinom,
    ("expon", "expon"): _expon,
    ("gamma", "gamma"): same_loc(S.gamma),
    ("chi2", "chi2"): same_loc(S.chi2),
    ("chi", "chi"): same_loc(S.chi),
    ("invgamma", "invgamma"): same_loc(S.invgamma),
    ("nakagami", "nakagami"): same_loc(S.nakagami),
    ("levy", "levy"): same_loc(S.levy, 0),
    ("levy_l", "levy_l"): same_loc(S.levy_l, 0),
    ("loggamma", "loggamma"): free(S.loggamma, 1),
    ("weibull_min", "weibull_min"): same_loc(S.weibull_min),
    ("weibull_max", "weibull_max"): same_loc(S.weibull_max),
    ("invweibull", "invweibull"): same_loc(S.invweibull),
    ("gumbel_r", "gumbel_r"): free(S.gumbel_r),
    ("gumbel_l", "gumbel_l"): free(S.gumbel_l),
    ("moyal", "moyal"): free(S.moyal),
    ("gengamma", "gengamma"): _gengamma,
    ("beta", "beta"): same_loc(S.beta, 2, same_scale=True),
    ("betaprime", "betaprime"): same_loc(S.betaprime, 2, same_scale=True),
    ("uniform", "uniform"): _uniform,
    ("loguniform", "loguniform"): _loguniform,
    ("powerlaw", "powerlaw"): _powerlaw,
    ("pareto", "pareto"): _pareto,
    ("lomax", "lomax"): same_loc(S.lomax, same_scale=True),
    ("invgauss", "invgauss"): same_loc(S.invgauss),
    ("laplace", "laplace"): free(S.laplace),
    ("logistic", "logistic"): lambda rng: (
        S.logistic(_loc(rng), s := _scale(rng)),
        S.logistic(_loc(rng), s),
    ),
    ("fisk", "fisk"): _scaled(S.fisk),
    ("cauchy", "cauchy"): free(S.cauchy),
    ("halfcauchy", "halfcauchy"): same_loc(S.halfcauchy, 0),
    ("vonmises", "vonmises"): _circle(S.vonmises, turned=True),
    ("vonmises_line", "vonmises_line"): _circle(S.vonmises_line, turned=False),
    ("uniform", "norm"): onto_line(S.uniform, S.norm),
    ("expon", "norm"): onto_line(S.expon, S.norm),
    ("gamma", "norm"): onto_line(S.gamma, S.norm, 0.5),
    ("beta", "norm"): onto_line(S.beta, S.norm, 0.5, 0.5),
    ("gumbel_r", "norm"): onto_line(S.gumbel_r, S.norm),
    ("gumbel_l", "norm"): onto_line(S.gumbel_l, S.norm),
    ("laplace", "norm"): onto_line(S.laplace, S.norm),
    ("logistic", "norm"): onto_line(S.logistic, S.norm),
    ("pareto", "norm"): onto_line(S.pareto, S.norm, 2.5),
    ("lognorm", "norm"): lambda rng: (
        S.lognorm(_shape(rng, 0.2, 1), _loc(rng), _scale(rng)),
        S.norm(_loc(rng), _scale(rng)),
    ),
    ("weibull_min", "norm"): onto_line(S.weibull_min, S.norm, 0.7),
    ("rayleigh", "norm"): onto_line(S.rayleigh, S.norm),
    ("maxwell", "norm"): onto_line(S.maxwell, S.norm),
    ("halfnorm", "norm"): onto_line(S.halfnorm, S.norm),
    ("t", "norm"): onto_line(S.t, S.norm, 3.0),
    ("triang", "norm"): _triang(S.norm),
    ("triang", "expon"): _triang(S.expon),
    ("uniform", "expon"): later(S.uniform),
    ("gamma", "expon"): later(S.gamma, 0.5),
    ("beta", "expon"): later(S.beta, 0.5, 0.5),
    ("pareto", "expon"): later(S.pareto, 1.5),
    ("lognorm", "expon"): later(S.lognorm, 0.3),
    ("weibull_min", "expon"): later(S.weibull_min, 0.5),
    ("rayleigh", "expon"): later(S.rayleigh),
    ("maxwell", "expon"): later(S.maxwell),
    ("halfnorm", "expon"): later(S.halfnorm),
    ("expon", "gamma"): cross(S.expon, S.gamma, (), (0.5,)),
    ("weibull_min", "gamma"): cross(S.weibull_min, S.gamma, (0.5,), (0.5,)),
    ("beta", "gamma"): cross(S.beta, S.gamma, (0.5, 0.5), (0.5,)),
    ("pareto", "gamma"): cross(S.pareto, S.gamma, (1.5,), (0.5,)),
    ("lognorm", "gamma"): cross(S.lognorm, S.gamma, (0.3,), (0.5,)),
    ("uniform", "gamma"): lambda rng: (
        S.uniform(*(a := _inside(rng))[:2]),
        S.gamma(_shape(rng), a[2], _scale(rng)),
    ),
    ("gamma", "lognorm"): cross(S.gamma, S.lognorm, (0.5,), (0.3,)),
    ("weibull_min", "lognorm"): cross(S.weibull_min, S.lognorm, (0.5,), (0.3,)),
    ("pareto", "lognorm"): cross(S.pareto, S.lognorm, (0.5,), (0.3,)),
    ("norm", "gumbel_r"): onto_line(S.norm, S.gumbel_r),
    ("expon", "gumbel_r"): onto_line(S.expon, S.gumbel_r),
    ("gamma", "gumbel_r"): onto_line(S.gamma, S.gumbel_r, 0.5),
    ("uniform", "gumbel_r"): onto_line(S.uniform, S.gumbel_r),
    ("norm", "laplace"): onto_line(S.norm, S.laplace),
    ("expon", "laplace"): onto_line(S.expon, S.laplace),
    ("uniform", "laplace"): onto_line(S.uniform, S.laplace),
    ("gamma", "laplace"): onto_line(S.gamma, S.laplace, 0.5),
    ("beta", "laplace"): onto_line(S.beta, S.laplace, 0.5, 0.5),
    ("pareto", "laplace"): onto_line(S.pareto, S.laplace, 1.5),
    ("gumbel_r", "laplace"): onto_line(S.gumbel_r, S.laplace),
    ("beta", "uniform"): _beta_uniform,
    ("uniform", "beta"): _uniform_in(S.beta, 0.5, 0.5),
    ("uniform", "pareto"): _uniform_in(S.pareto),
}
