"""What a reader may choose in a calculator: families by group, parameters, and their ranges.

The families are those of the registry's pairs in one dimension. A parameter has two ranges: what
is accepted, and what a slider covers; the pairs say in `pair_parameters.py` which of them are free.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from scipy import stats


@dataclass(frozen=True)
class Parameter:
    """A parameter under its name in scipy.stats, or one of the lists of ``rv_discrete``.

    ``low`` and ``high`` bound what is accepted, ``slide`` (low, high, step) is the slider's;
    values nearer to 0 than ``away`` are none of the family's.
    """

    name: str
    default: Any
    low: float
    high: float
    slide: tuple[float, float, float]
    whole: bool = False
    away: float = 0.0
    list_of: str = ""  # "values" or "masses" for the lists of rv_discrete


@dataclass(frozen=True)
class Family:
    """A family of scipy.stats; ``ordered`` names two parameters of which the second is larger."""

    name: str
    title: str
    group: str
    shapes: tuple[Parameter, ...] = ()
    discrete: bool = False
    ordered: tuple[str, ...] = ()


def _shape(name: str, default: float, **other: Any) -> Parameter:
    return replace(Parameter(name, default, 0.01, 1000, (0.1, 10, 0.1)), **other)


def _share(name: str = "p", default: float = 0.3, **other: Any) -> Parameter:
    return replace(Parameter(name, default, 0, 1, (0, 1, 0.01)), **other)


def _whole(name: str, default: int, low: int, high: int, slide: tuple[int, int]) -> Parameter:
    return Parameter(name, default, low, high, (*slide, 1), whole=True)


LOC = Parameter("loc", 0.0, -1000, 1000, (-5, 5, 0.1))
SCALE = Parameter("scale", 1.0, 0.001, 1000, (0.1, 5, 0.05))
SHORTEST = 0.01  # the least distance of two ordered parameters that are not whole numbers

LINE, RIGHT, LEFT = "On the whole line", "To the right of a point", "To the left of a point"
INTERVAL, CIRCLE, COUNTS = "On an interval", "On the circle", "Counts and tables"
GROUPS = (LINE, RIGHT, LEFT, INTERVAL, CIRCLE, COUNTS)

_LISTED = [
    Family("norm", "normal", LINE),
    Family("cauchy", "Cauchy", LINE),
    Family("gumbel_l", "Gumbel, of smallest values", LINE),
    Family("gumbel_r", "Gumbel, of largest values", LINE),
    Family("johnsonsu", "Johnson's SU", LINE,
           (_shape("a", 0.0, low=-100, high=100, slide=(-5, 5, 0.1)), _shape("b", 1.0, high=100))),
    Family("laplace", "Laplace", LINE),
    Family("loggamma", "log-gamma", LINE, (_shape("c", 2.0),)),
    Family("logistic", "logistic", LINE),
    Family("moyal", "Moyal", LINE),
    Family("t", "Student's t", LINE, (_shape("df", 5.0, low=0.5, slide=(0.5, 20, 0.1)),)),
    Family("betaprime", "beta prime", RIGHT, (_shape("a", 2.0), _shape("b", 3.0))),
    Family("chi", "chi", RIGHT, (_shape("df", 3.0, slide=(0.5, 20, 0.1)),)),
    Family("chi2", "chi-squared", RIGHT, (_shape("df", 3.0, slide=(0.5, 20, 0.1)),)),
    Family("expon", "exponential", RIGHT),
    Family("fisk", "log-logistic (Fisk)", RIGHT, (_shape("c", 3.0),)),
    Family("gamma", "gamma", RIGHT, (_shape("a", 2.0, high=1e9),)),
    Family("gengamma", "generalised gamma", RIGHT,
           (_shape("a", 2.0), _shape("c", 1.5, low=-20, high=20, slide=(-5, 5, 0.1), away=0.1))),
    Family("halfcauchy", "half-Cauchy", RIGHT),
    Family("halfnorm", "half-normal", RIGHT),
    Family("invgamma", "inverse gamma", RIGHT, (_shape("a", 3.0),)),
    Family("invgauss", "inverse Gaussian", RIGHT, (_shape("mu", 1.0, slide=(0.1, 5, 0.05)),)),
    Family("invweibull", "Fréchet (inverse Weibull)", RIGHT, (_shape("c", 2.0, high=100),)),
    Family("levy", "Lévy", RIGHT),
    Family("lognorm", "log-normal", RIGHT, (_shape("s", 0.5, high=10, slide=(0.05, 3, 0.05)),)),
    Family("lomax", "Lomax", RIGHT, (_shape("c", 2.0),)),
    Family("maxwell", "Maxwell", RIGHT),
    Family("nakagami", "Nakagami", RIGHT, (_shape("nu", 1.0),)),
    Family("pareto", "Pareto", RIGHT, (_shape("b", 3.0),)),
    Family("rayleigh", "Rayleigh", RIGHT),
    Family("weibull_min", "Weibull", RIGHT, (_shape("c", 1.5, high=100),)),
    Family("levy_l", "Lévy, reflected", LEFT),
    Family("weibull_max", "Weibull, reflected", LEFT, (_shape("c", 1.5, high=100),)),
    Family("beta", "beta", INTERVAL, (_shape("a", 2.0, high=1e9), _shape("b", 3.0, high=1e9))),
    Family("johnsonsb", "logit-normal (Johnson's SB)", INTERVAL,
           (_shape("a", 0.0, low=-100, high=100, slide=(-5, 5, 0.1)), _shape("b", 1.0, high=100))),
    Family("loguniform", "log-uniform", INTERVAL,
           (_shape("a", 1.0, slide=(0.1, 10, 0.1)), _shape("b", 5.0, slide=(0.2, 20, 0.1))),
           ordered=("a", "b")),
    Family("powerlaw", "power distribution", INTERVAL, (_shape("a", 2.0),)),
    Family("triang", "triangular", INTERVAL, (_share("c", 0.5),)),
    Family("truncnorm", "truncated normal", INTERVAL,
           (_shape("low", -1.0, low=-50, high=50, slide=(-5, 5, 0.1)),
            _shape("high", 2.0, low=-50, high=50, slide=(-5, 5, 0.1))), ordered=("low", "high")),
    Family("uniform", "uniform", INTERVAL),
    Family("vonmises", "von Mises", CIRCLE, (_shape("kappa", 2.0),)),
    Family("vonmises_line", "von Mises, cut open at ±π", CIRCLE, (_shape("kappa", 2.0),)),
    Family("bernoulli", "Bernoulli", COUNTS, (_share(),)),
    Family("betabinom", "beta-binomial", COUNTS,
           (_whole("n", 10, 1, 1000, (1, 50)), _shape("a", 2.0), _shape("b", 3.0))),
    Family("binom", "binomial", COUNTS, (_whole("n", 10, 1, 1000, (1, 50)), _share())),
    Family("dlaplace", "discrete Laplace", COUNTS,
           (_shape("a", 0.8, high=100, slide=(0.05, 5, 0.05)),)),
    Family("geom", "geometric", COUNTS, (_share(low=0.001, slide=(0.01, 1, 0.01)),)),
    Family("logser", "logarithmic series", COUNTS,
           (_share(default=0.6, low=0.001, high=0.999, slide=(0.01, 0.99, 0.01)),)),
    Family("nbinom", "negative binomial", COUNTS,
           (_shape("n", 5.0), _share(low=0.001, slide=(0.01, 1, 0.01)))),
    Family("planck", "Planck (geometric from 0)", COUNTS,
           (_shape("lambda_", 0.7, high=100, slide=(0.05, 5, 0.05)),)),
    Family("poisson", "Poisson", COUNTS,
           (Parameter("mu", 4.0, 0, 1e12, (0, 20, 0.1)),)),
    Family("randint", "uniform on whole numbers", COUNTS,
           (_whole("low", 0, -100, 100, (-10, 10)), _whole("high", 6, -100, 100, (-10, 20))),
           ordered=("low", "high")),
    Family("rv_discrete", "values with their probabilities", COUNTS,
           (Parameter("xk", (0.0, 1.0, 2.0), -1e6, 1e6, (0, 0, 0), list_of="values"),
            Parameter("pk", (0.5, 0.25, 0.25), 0, 1, (0, 0, 0), list_of="masses"))),
    Family("zipf", "Zipf", COUNTS,
           (_shape("a", 2.5, low=1.001, high=60, slide=(1.1, 8, 0.05)),)),
]  # fmt: skip
FAMILIES = {family.name: replace(family, discrete=family.group == COUNTS) for family in _LISTED}


def freeze(family: str, values: Mapping[str, Any]) -> Any:
    """Return the frozen scipy.stats distribution of a family, from its parameters by name.

    >>> float(freeze("gamma", {"a": 2.0, "scale": 3.0}).mean())
    6.0
    >>> low, high = freeze("truncnorm", {"low": -1.0, "high": 1.0, "scale": 2.0}).support()
    >>> float(low), float(high)
    (-1.0, 1.0)
    """
    if family == "rv_discrete":
        return stats.rv_discrete(values=(values["xk"], values["pk"]))
    given = dict(values)
    if family == "truncnorm":
        loc, scale = given.get("loc", 0.0), given.get("scale", 1.0)
        ends = {"a": given.pop("low"), "b": given.pop("high")}
        given |= {name: (end - loc) / scale for name, end in ends.items()}
    return getattr(stats, family)(**given)
