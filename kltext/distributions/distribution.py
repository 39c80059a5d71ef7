"""What the registry's functions see of a distribution, whatever made it: a `Distribution`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import special, stats

from kltext._arguments import place, spell
from kltext.distributions.densities import LOG_DENSITIES

Array = npt.NDArray[np.float64]

MVN = type(stats.multivariate_normal([0.0], [[1.0]]))
DIRICHLET = type(stats.dirichlet([1.0, 1.0]))
MULTINOMIAL = type(stats.multinomial(1, [0.5, 0.5]))
VON_MISES_FISHER = type(stats.vonmises_fisher([1.0, 0.0], 1))
UNIFORM_DIRECTION = type(stats.uniform_direction(2))
WISHART = type(stats.wishart(1, [[1.0]]))
INVERSE_WISHART = type(stats.invwishart(1, [[1.0]]))
MATRIX_NORMAL = type(stats.matrix_normal([[0.0]]))
MULTIVARIATE_T = type(stats.multivariate_t([0.0], [[1.0]]))
# The base of frozen distributions of several variables, which has no public name.
FROZEN_OF_SEVERAL: type = MVN.__mro__[1]
SAMPLE: type = type(stats.rv_discrete(values=([0], [1])))


class CIRCULAR(type(stats.vonmises)):  # type: ignore[misc]
    """The kind of vonmises: scipy gives it and vonmises_line, cut open at ±π, the same class."""


# Frozen multivariate distributions and the attributes that hold their parameters.
MULTIVARIATE: dict[type, tuple[str, tuple[str, ...]]] = {
    MVN: ("multivariate_normal", ("mean", "cov")),
    DIRICHLET: ("dirichlet", ("alpha",)),
    MULTINOMIAL: ("multinomial", ("n", "p")),
    VON_MISES_FISHER: ("vonmises_fisher", ("mu", "kappa")),
    UNIFORM_DIRECTION: ("uniform_direction", ("dim",)),
    WISHART: ("wishart", ("df", "scale")),
    INVERSE_WISHART: ("invwishart", ("df", "scale")),
    MATRIX_NORMAL: ("matrix_normal", ("mean", "rowcov", "colcov")),
    MULTIVARIATE_T: ("multivariate_t", ("loc", "shape", "df")),
}
# The distribution objects of the new kind as the frozen ones that equal them. SciPy 1.14 has none
# of these, and SciPy 1.15 two.
NEW_STYLE: dict[str, Callable[[Any], Any]] = {
    "Normal": lambda new: stats.norm(loc=new.mu, scale=new.sigma),
    "Uniform": lambda new: _uniform(new.a, new.b),
    "Logistic": lambda _: stats.logistic(),
    "Binomial": lambda new: stats.binom(new.n, new.p),
}


def _uniform(low: Any, high: Any) -> Any:
    """Return the frozen uniform distribution that keeps both ends: low + (high − low) rounds."""
    frozen = stats.uniform(loc=low, scale=np.subtract(high, low))
    frozen.ends = low, high  # type: ignore[attr-defined]
    return frozen


def own_ends(frozen: Any) -> tuple[Any, Any] | None:
    """Return the ends of a support that loc and scale give with an error of rounding, or None."""
    ends: tuple[Any, Any] | None = getattr(frozen, "ends", None)
    return ends


def _nothing(*_: Any) -> Array:
    """Stand in where a distribution has no density of one variable."""
    raise NotImplementedError


@dataclass(frozen=True, eq=False)
class Distribution:
    """A distribution with its parameters, ready for a closed form, an integral or a sample.

    ``distribution["a"]`` is the shape parameter named a in scipy.stats; ``distribution.loc`` and
    ``distribution.scale`` are the two that all univariate distributions have;
    ``distribution.shapes`` holds the arrays of multivariate ones. ``low`` and ``high`` end the
    support. ``log_density`` and ``quantile``, with ``standard_low`` and ``standard_high``, are
    those of the standard form (loc 0, scale 1).
    """

    kind: type
    name: str
    shapes: Mapping[str, Any]
    source: Any
    loc: float = 0.0
    scale: float = 1.0
    low: float = -math.inf
    high: float = math.inf
    discrete: bool = False
    multivariate: bool = False
    standard_low: float = -math.inf
    standard_high: float = math.inf
    log_density: Callable[[Array], Array] = _nothing
    quantile: Callable[[Array, bool], Array] = _nothing
    log_density_is_exact: bool = False  # where scipy's density underflows, too

    def __getitem__(self, shape: str) -> float:
        value: float = self.shapes[shape]
        return value

    def describe(self) -> str:
        """Return the distribution as a reader would write it, for messages."""
        parts = [f"{name}={_short(value)}" for name, value in self.shapes.items()]
        parts += [f"loc={self.loc:.6g}"] if self.loc else []
        parts += [f"scale={self.scale:.6g}"] if self.scale != 1 else []
        return f"{self.name}({', '.join(parts)})"

    def same_as(self, other: Distribution) -> bool:
        """Return whether kind and all parameters are equal."""
        return (
            self.kind is other.kind
            and (self.loc, self.scale) == (other.loc, other.scale)
            and self.shapes.keys() == other.shapes.keys()
            and all(np.array_equal(self.shapes[key], other.shapes[key]) for key in self.shapes)
            and (bool(self.shapes) or self.source is other.source or hasattr(self.source, "args"))
        )


def as_distribution(name: str, value: Any) -> Distribution:
    """Return the `Distribution` of `value`, the argument called `name`.

    Raises
    ------
    NotImplementedError
        If `value` is a frozen distribution of several variables that is not covered.
    TypeError
        If `value` is not a distribution with fixed scalar parameters.
    ValueError
        If a parameter is out of range.
    """
    value = as_frozen(value)
    if type(value) in MULTIVARIATE:
        label, attributes = MULTIVARIATE[type(value)]
        shapes = {key: np.asarray(getattr(value, key), dtype=np.float64) for key in attributes}
        discrete = type(value) is MULTINOMIAL
        return Distribution(type(value), label, shapes, value, discrete=discrete, multivariate=True)
    if isinstance(value, (SAMPLE, stats.rv_histogram)):
        return _generic(name, value, value, {})
    dist = getattr(value, "dist", None)
    if isinstance(dist, stats.rv_continuous | stats.rv_discrete):
        return _frozen(name, value, dist)
    if isinstance(value, FROZEN_OF_SEVERAL):
        covered = ", ".join(label for label, _ in MULTIVARIATE.values())
        raise NotImplementedError(
            f"{name} = {type(value).__name__.removesuffix('_frozen')} is not covered; "
            f"of several variables kltext knows {covered}, "
            "and kl_montecarlo takes the log-densities of any two at draws from P"
        )
    if isinstance(value, stats.rv_continuous | stats.rv_discrete) or hasattr(value, "rvs"):
        label = getattr(value, "name", type(value).__name__.removesuffix("_gen"))
        raise TypeError(
            f"{name} = scipy.stats.{label} has no parameters yet; freeze it, for example "
            f"stats.{label}(...)"
        )
    if all(hasattr(value, method) for method in ("logpdf", "icdf", "iccdf", "sample", "support")):
        return _any_new_style(value)
    raise TypeError(
        f"{name} = {_short(repr(value))} is no distribution; "
        "pass a frozen one of scipy.stats such as stats.norm(0, 1), "
        "and use kl_divergence for arrays of probabilities"
    )


def kind_of(dist: Any) -> type:
    """Return the class that pairs of `dist` are registered under."""
    if type(dist) is type(stats.vonmises) and math.isinf(dist.a):
        return CIRCULAR
    return type(stats.gamma) if type(dist) is type(stats.erlang) else type(dist)


def as_frozen(value: Any) -> Any:
    """Return the frozen distribution that equals a distribution object of the new kind, if any."""
    for label, frozen in NEW_STYLE.items():
        if isinstance(value, getattr(stats, label, ())):
            return frozen(value)
    return value


def parameters(name: str, frozen: Any, dist: Any) -> dict[str, Array]:
    """Return the parameters of a frozen distribution by name, loc and scale where given.

    Raises
    ------
    TypeError
        If one is not real.
    ValueError
        If one is not finite.
    """
    keys = [*(dist.shapes.split(", ") if dist.shapes else []), "loc"]
    keys += ["scale"] if isinstance(dist, stats.rv_continuous) else []
    given = dict(zip(keys, frozen.args, strict=False)) | frozen.kwds
    checked = {key: _checked(name, dist.name, key, value) for key, value in given.items()}
    return {key: checked[key] for key in keys if key in checked}


def _frozen(name: str, frozen: Any, dist: Any) -> Distribution:
    values = parameters(name, frozen, dist)
    for key, value in values.items():
        if value.ndim:
            raise TypeError(
                f"{name} = {dist.name} has {key} = {_short(value)}, an array; "
                "give real numbers, one distribution at a time, and loop over arrays"
            )
    shapes = {key: float(value) for key, value in values.items()}
    loc, scale = shapes.pop("loc", 0.0), shapes.pop("scale", 1.0)
    return _generic(name, frozen, dist, shapes, loc=loc, scale=scale)


def _generic(
    name: str,
    source: Any,
    dist: Any,
    shapes: dict[str, float],
    *,
    loc: float = 0.0,
    scale: float = 1.0,
) -> Distribution:
    if type(dist) is SAMPLE:
        return _values(name, source, dist, loc)
    low, high = (float(end) for end in own_ends(source) or source.support())
    if math.isnan(low) or math.isnan(high):
        bare = Distribution(type(dist), dist.name, shapes, source, loc, scale)
        raise ValueError(
            f"{name} = {bare.describe()} has an invalid parameter; give a positive scale, "
            "and shapes in their range"
        )
    start, stop = (float(end) for end in dist.support(*shapes.values()))
    log_density, quantile = functions(dist, shapes)
    return Distribution(
        kind_of(dist),
        dist.name,
        shapes,
        source,
        loc=loc,
        scale=scale,
        low=low,
        high=high,
        discrete=isinstance(dist, stats.rv_discrete),
        standard_low=start,
        standard_high=stop,
        log_density=log_density,
        quantile=quantile,
        log_density_is_exact=type(dist) in LOG_DENSITIES,
    )


def _values(name: str, source: Any, dist: Any, loc: float) -> Distribution:
    """Return the distribution of ``rv_discrete(values=…)``, its masses divided by their sum."""
    points, masses = (np.asarray(part, dtype=np.float64) for part in (dist.xk, dist.pk))
    total = float(masses.sum())
    if not abs(total - 1) <= math.sqrt(np.finfo(float).eps):
        raise ValueError(f"{name} = rv_discrete has masses that sum to {total}; divide them by it")
    low, high = (float(end) for end in source.support())
    shapes = {"xk": points + loc, "pk": masses / total}
    return Distribution(
        type(dist), "rv_discrete", shapes, source, low=low, high=high, discrete=True
    )


def functions(
    dist: Any, shapes: dict[str, float]
) -> tuple[Callable[[Array], Array], Callable[[Array, bool], Array]]:
    """Return log density and quantile function of the standard form."""
    arguments = tuple(shapes.values())
    plain = dist.logpmf if isinstance(dist, stats.rv_discrete) else dist.logpdf
    exact = LOG_DENSITIES.get(type(dist))

    def log_density(x: Array) -> Array:
        with np.errstate(all="ignore"):
            return np.asarray(exact(x, **shapes) if exact else plain(x, *arguments))

    def quantile(level: Array, upper: bool) -> Array:
        if type(dist) is type(stats.vonmises):  # scipy's bisection takes half a second
            size = np.clip(-special.ndtri(level) / math.sqrt(max(shapes["kappa"], 0.5)), 0, 3)
            return np.asarray(size if upper else -size)
        try:
            with np.errstate(all="ignore"):
                return np.asarray((dist.isf if upper else dist.ppf)(level, *arguments))
        except RuntimeError as error:  # a root that scipy's search does not find
            raise ArithmeticError(
                f"the quantiles of {dist.name} are not found by scipy ({error!s:.60}), and "
                "quadrature starts from them; try method='mc'"
            ) from None

    return log_density, quantile


def _any_new_style(value: Any) -> Distribution:
    low, high = (float(end) for end in value.support())
    # The base of the discrete ones has no public name, and before SciPy 1.16 there is none.
    discrete = hasattr(stats, "Binomial") and isinstance(value, stats.Binomial.__mro__[1])

    def log_density(x: Array) -> Array:
        with np.errstate(all="ignore"):
            return np.asarray((value.logpmf if discrete else value.logpdf)(x))

    def quantile(level: Array, upper: bool) -> Array:
        with np.errstate(all="ignore"):
            return np.asarray((value.iccdf if upper else value.icdf)(level))

    label = type(value).__name__
    return Distribution(
        type(value), label, {}, value, low=low, high=high, discrete=discrete,
        standard_low=low, standard_high=high, log_density=log_density, quantile=quantile,
    )  # fmt: skip


def _checked(name: str, dist: str, key: str, value: Any) -> Array:
    array = np.asarray(value)
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} = {dist} has {key} = {_short(value)}; give real numbers")
    array = array.astype(np.float64, copy=False)
    # NaN is the least and the largest of an array that holds one.
    if not array.size or (array.min() > -math.inf and array.max() < math.inf):
        return array
    unbounded = np.isinf(array) if dist == "truncnorm" and key in "ab" else False
    bad = ~(np.isfinite(array) | unbounded)
    if bad.any():
        index = place(bad)
        raise ValueError(
            f"{name} = {dist} has {key}{spell(index)} = {array[index]}; parameters must be finite"
        )
    return array


def _short(value: Any) -> str:
    text = f"{value:.6g}" if isinstance(value, float) else " ".join(str(value).split())
    return text if len(text) <= 40 else text[:39] + "…"
