"""Which parameters of a pair are free, so that its closed form answers for whatever is chosen.

``make registry`` writes all of it as JSON for the page's calculator.

Where the closed form needs an equal loc, the loc does not change the divergence and stays at 0;
an equal scale likewise, if there is nothing else with a unit. What both must have in common, and
what matters, is ``shared``: it is given with P.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kltext.distributions.registry import Pair, registered_pairs
from kltext.widgets.calculator.families import (
    FAMILIES,
    LINE,
    LOC,
    SCALE,
    SHORTEST,
    Family,
    Parameter,
)

_SHARED = {
    "betabinom": ("n",),
    "binom": ("n",),
    "nbinom": ("n",),
    "fisk": ("c",),
    "logistic": ("scale",),
    "truncnorm": ("low", "high"),
}
# Pairs of one family whose loc is free, and families whose scale must be equal and says nothing.
_FREE_LOC = {
    "norm", "expon", "loggamma", "gumbel_r", "gumbel_l", "moyal", "laplace", "cauchy", "uniform",
    "logistic", "vonmises", "truncnorm",
}  # fmt: skip
_NO_SCALE = {
    "beta", "betaprime", "johnsonsu", "johnsonsb", "lomax", "loguniform", "vonmises",
    "vonmises_line",
}  # fmt: skip
# Between families: distributions that the closed form lets start anywhere.
_FREE_TARGETS = {"norm", "expon", "gumbel_r", "laplace", "uniform", "beta", "pareto"}
# A normal that is cut off far out in a tail is a matter of the ratios of these.
_CUT = {
    "loc": replace(LOC, low=-50, high=50),
    "scale": replace(SCALE, low=0.05, high=50),
}


# What a calculator starts with, where the families' own values would say nothing: P and Q alike
# have a divergence of 0, and a distribution that Q does not cover an infinite one.
_START_P: dict[tuple[str, str], dict[str, Any]] = {
    ("bernoulli", "binom"): {"p": 0.6},
    ("binom", "bernoulli"): {"n": 1, "p": 0.6},
    ("poisson", "bernoulli"): {"mu": 0.0},
    ("poisson", "binom"): {"mu": 0.0},
    ("uniform", "pareto"): {"loc": 1.5},
}
_START_Q: dict[str, dict[str, Any]] = {
    "bernoulli": {"p": 0.5}, "binom": {"p": 0.5}, "geom": {"p": 0.5}, "nbinom": {"p": 0.5},
    "beta": {"a": 3.0}, "betabinom": {"a": 3.0}, "betaprime": {"a": 3.0},
    "johnsonsb": {"a": 0.5}, "johnsonsu": {"a": 0.5},
    "dlaplace": {"a": 0.5}, "logser": {"p": 0.8}, "lomax": {"c": 3.0}, "planck": {"lambda_": 0.5},
    "logistic": {"loc": 1.0}, "loguniform": {"b": 8.0}, "pareto": {"b": 2.0},
    "poisson": {"mu": 6.0}, "randint": {"high": 8}, "rv_discrete": {"pk": (0.25, 0.25, 0.5)},
    "vonmises": {"kappa": 1.0, "loc": 1.0}, "vonmises_line": {"kappa": 1.0}, "zipf": {"a": 3.5},
}  # fmt: skip


@dataclass(frozen=True)
class PairParameters:
    """What can be chosen for a pair: the parameters of P and of Q, and what is fixed for Q."""

    pair: Pair
    p: tuple[Parameter, ...]
    q: tuple[Parameter, ...]
    shared: tuple[str, ...] = ()
    fixed: Mapping[str, Any] = field(default_factory=dict)

    def parameters(self, side: str) -> tuple[Parameter, ...]:
        """Return the parameters of "p" or "q"."""
        return self.p if side == "p" else self.q

    def whole_q(self, p: Mapping[str, Any], q: Mapping[str, Any]) -> dict[str, Any]:
        """Return all parameters of Q: its own, those it shares with P, and the fixed ones."""
        return {**{name: p[name] for name in self.shared}, **self.fixed, **q}


def _parameters_of(pair: Pair) -> PairParameters:
    one, two = FAMILIES[pair.p], FAMILIES[pair.q]
    free_loc = (
        pair.p in _FREE_LOC
        if one is two
        else pair.q in _FREE_TARGETS or (pair.p == "uniform" and pair.q == "gamma")
    )
    free_scale = not (one is two and pair.p in _NO_SCALE)
    shared = _SHARED.get(pair.p, ()) if one is two else ()
    fixed = {"n": 1} if (pair.p, pair.q) == ("bernoulli", "binom") else {}
    p = _free(one, loc=free_loc, scale=free_scale)
    q = _free(two, loc=free_loc, scale=free_scale)
    q = tuple(parameter for parameter in q if parameter.name not in {*shared, *fixed})
    start_q = _START_Q.get(pair.q, {"scale": 1.5}) if one is two else {}
    if one is two and one.group == LINE:
        start_q = {"loc": 1.0, **start_q}
    p = _starting(p, _START_P.get((pair.p, pair.q), {}))
    return PairParameters(pair, p, _starting(q, start_q), shared, fixed)


def _starting(free: tuple[Parameter, ...], at: Mapping[str, Any]) -> tuple[Parameter, ...]:
    return tuple(
        replace(parameter, default=at.get(parameter.name, parameter.default)) for parameter in free
    )


def _free(family: Family, *, loc: bool, scale: bool) -> tuple[Parameter, ...]:
    if family.discrete:
        return family.shapes
    more = [*([LOC] if loc else []), *([SCALE] if scale else [])]
    if family.name == "truncnorm":
        more = [_CUT[parameter.name] for parameter in more]
    return (*family.shapes, *more)


PAIR_PARAMETERS: dict[tuple[str, str], PairParameters] = {
    (pair.p, pair.q): _parameters_of(pair)
    for pair in registered_pairs()
    if pair.p in FAMILIES and pair.q in FAMILIES
}


def partners(family: str) -> tuple[str, ...]:
    """Return the families that may be Q beside a P of this family; its own first.

    >>> partners("poisson")
    ('poisson', 'bernoulli', 'binom')
    """
    found = [q for p, q in PAIR_PARAMETERS if p == family]
    return tuple(sorted(found, key=lambda name: (name != family, name)))


def catalogue() -> dict[str, Any]:
    """Return all that a calculator shows: families, and pairs with formula, condition, source."""
    return {
        "shortest": SHORTEST,
        "families": {
            name: {
                "title": family.title,
                "group": family.group,
                "discrete": family.discrete,
                "ordered": list(family.ordered),
            }
            for name, family in FAMILIES.items()
        },
        "pairs": {
            f"{p} {q}": {
                "p": [_described(parameter) for parameter in options.p],
                "q": [_described(parameter) for parameter in options.q],
                "shared": list(options.shared),
                "fixed": dict(options.fixed),
                "formula": options.pair.formula,
                "condition": options.pair.condition,
                "source": options.pair.source,
            }
            for (p, q), options in PAIR_PARAMETERS.items()
        },
    }


def _described(parameter: Parameter) -> dict[str, Any]:
    low, high, step = parameter.slide
    return {
        "name": parameter.name,
        "initial": parameter.default,
        "low": parameter.low,
        "high": parameter.high,
        "slide": {"low": low, "high": high, "step": step},
        **({"whole": True} if parameter.whole else {}),
        **({"away": parameter.away} if parameter.away else {}),
        **({"list": parameter.list_of} if parameter.list_of else {}),
    }


def main() -> None:
    """Print the catalogue as JSON."""
    json.dump(catalogue(), sys.stdout, ensure_ascii=False)
