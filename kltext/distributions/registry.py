"""The registry: which pairs of distributions have a closed form, and how to ask for it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, overload

import numpy as np

from kltext._arguments import check_rng, log_base
from kltext._estimate import Estimate
from kltext.distributions.batches import (
    Batch,
    as_side,
    batch_shape,
    evaluate,
    repeated,
    single,
)
from kltext.distributions.distribution import (
    MULTIVARIATE,
    MULTIVARIATE_T,
    SAMPLE,
    Array,
    Distribution,
    as_distribution,
    as_frozen,
    kind_of,
)
from kltext.distributions.log_density import log_density_at
from kltext.distributions.quadrature import integral_kl
from kltext.distributions.sampling import kl_mc
from kltext.distributions.student import student_kl
from kltext.distributions.summation import sum_kl
from kltext.distributions.supports import check_comparable, included, point_mass

# Of two distributions one number, or of two batches an array.
ClosedForm = Callable[[Any, Any], Any]
Function = TypeVar("Function", bound=ClosedForm)

METHODS = ("closed", "quad", "mc")


class NoClosedForm(Exception):  # noqa: N818  a signal between modules, never shown to callers
    """A registered pair has no closed form at these parameters; the text says what it needs."""


@dataclass(frozen=True)
class Pair:
    """One row of the table of closed forms.

    ``p`` and ``q`` are the names in scipy.stats, ``formula`` is LaTeX for D(P‖Q) in nats,
    ``condition`` says when it holds, ``source`` where it comes from. Where ``vectorised`` is False,
    many pairs are evaluated in a loop: their form needs exact fractions or panels of an integral.
    """

    p: str
    q: str
    formula: str
    condition: str
    source: str
    function: ClosedForm
    vectorised: bool = False


_PAIRS: dict[tuple[type, type], Pair] = {}


def register_kl(
    type_p: Any,
    type_q: Any,
    *,
    formula: str = "",
    condition: str = "",
    source: str = "",
    vectorised: bool = False,
) -> Callable[[Function], Function]:
    """Return a decorator that adds a closed form to the registry.

    The function receives two distributions. ``p["a"]`` is the shape parameter that scipy.stats
    calls a, ``p.loc`` and ``p.scale`` are what all univariate distributions have; multivariate
    distributions have arrays, for example ``p.shapes["mean"]``. It returns D(P‖Q) in nats, the
    expectation being under the first. It is called only if the support of P lies inside that of Q.

    Parameters
    ----------
    type_p, type_q : distribution or class
        ``scipy.stats.gamma``, a distribution of your own made from ``rv_continuous`` or
        ``rv_discrete``, or the class of a frozen multivariate distribution.
    formula, condition, source : str
        LaTeX, when it holds, and whence it comes: shown in the table of closed forms.
    vectorised : bool, default False
        Whether the function takes and returns arrays, one entry a pair: ``p["a"]``, ``p.loc`` and
        ``p.scale`` are then arrays of one length. Otherwise it is called once for each pair.

    Returns
    -------
    callable
        The decorator; it returns the function unchanged.

    Raises
    ------
    TypeError
        If a type is neither a class nor a distribution.
    ValueError
        If the pair is registered already.

    References
    ----------
    The registry by both types is that of ``torch.distributions.kl.register_kl``.

    Examples
    --------
    >>> from scipy import stats
    >>> class Spike(stats.rv_continuous):
    ...     def _pdf(self, x):
    ...         return 2 * x
    >>> spike = Spike(a=0, b=1, name="spike")
    >>> @register_kl(spike, stats.uniform, condition="on [0, 1]")
    ... def spike_uniform(p, q):
    ...     return math.log(2) - 0.5
    >>> round(kl_distributions(spike(), stats.uniform()), 4)
    0.1931
    """
    key = (_kind("type_p", type_p), _kind("type_q", type_q))
    name_p, name_q = _label(type_p), _label(type_q)
    if key in _PAIRS:
        raise ValueError(
            f"the pair {name_p} ‖ {name_q} is registered already; leave it, or use a type of "
            "your own"
        )

    def add(function: Function) -> Function:
        _PAIRS[key] = Pair(name_p, name_q, formula, condition, source, function, vectorised)
        return function

    return add


def registered_pairs() -> tuple[Pair, ...]:
    """Return the table of closed forms, sorted by the names of P and Q.

    >>> any((pair.p, pair.q) == ("norm", "norm") for pair in registered_pairs())
    True
    """
    return tuple(sorted(_PAIRS.values(), key=lambda pair: (pair.p, pair.q)))


@overload
def kl_distributions(
    P: Any, Q: Any, *, method: Literal["closed"] = ..., base: float | None = ..., rng: None = ...
) -> float | Array: ...


@overload
def kl_distributions(
    P: Any, Q: Any, *, method: Literal["quad"], base: float | None = ..., rng: None = ...
) -> Estimate: ...


@overload
def kl_distributions(
    P: Any, Q: Any, *, method: Literal["mc"], base: float | None = ..., rng: np.random.Generator
) -> Estimate: ...


@overload
def kl_distributions(
    P: Any,
    Q: Any,
    *,
    method: str,
    base: float | None = ...,
    rng: np.random.Generator | None = ...,
) -> float | Array | Estimate: ...


def kl_distributions(
    P: Any,
    Q: Any,
    *,
    method: str = "closed",
    base: float | None = None,
    rng: np.random.Generator | None = None,
) -> float | Array | Estimate:
    r"""Return :math:`D_{KL}(P\|Q)` of two frozen scipy.stats distributions.

    The expectation is under the first argument. Support comes first: if P gives mass to a
    place where Q gives none, the answer is infinite, whatever the method.

    Parameters
    ----------
    P, Q : frozen scipy.stats distributions
        Univariate ones with any loc and scale, ``rv_discrete`` with values, multivariate normal,
        multivariate t (by 'quad' and 'mc'), Wishart, inverse Wishart, matrix normal, Dirichlet,
        multinomial, von Mises–Fisher; also the objects ``stats.Normal``, ``Uniform``,
        ``Logistic``, ``Binomial`` and, for 'quad' and 'mc', ``Mixture``. The parameters of
        univariate ones may be arrays for method 'closed': those of P and Q broadcast.
    method : {'closed', 'quad', 'mc'}
        'closed' uses the registry of closed forms; 'quad' integrates or sums; 'mc' averages
        log p/q over 100 000 draws from P. There is no silent change of method.
    base : float, optional
        Base of the logarithm, above 1: 2 for bits. Default: nats.
    rng : numpy.random.Generator, optional
        Required by 'mc', and refused by the others.

    Returns
    -------
    float, ndarray or Estimate
        For 'closed' a float, or an array with one value a pair; an `Estimate` with ``value`` and
        ``error`` otherwise. The error of 'quad' bounds the absolute error, that of 'mc' is one
        standard error.

    Raises
    ------
    NotImplementedError
        If the method has nothing for this pair; the message names both types and the
        methods that would serve.
    TypeError, ValueError
        If an argument is not a distribution, or out of range.
    ArithmeticError
        If a density cannot be integrated or sampled reliably in floating point.

    See Also
    --------
    register_kl : add a closed form.

    Notes
    -----
    Most closed forms work on whole arrays of pairs. Those that need exact fractions, or integrals
    of their own, are evaluated pair by pair in a loop; ``vectorised`` of the rows of
    `kltext.distributions.registered_pairs` tells which. 'quad' and 'mc' take one pair at a time.

    References
    ----------
    Each closed form names its own source, in `kltext.distributions.registered_pairs`.

    Examples
    --------
    >>> from scipy import stats
    >>> round(kl_distributions(stats.norm(0, 1), stats.norm(1, 1.5)), 4)
    0.3499
    >>> kl_distributions(stats.norm(0, 1), stats.expon())
    inf
    >>> kl_distributions(stats.norm([[0], [1]], 1), stats.norm([0, 1, 2], 1))
    array([[0. , 0.5, 2. ],
           [0.5, 0. , 0.5]])
    >>> estimate = kl_distributions(stats.t(5), stats.logistic(), method="quad")
    >>> round(estimate.value, 6), estimate.error < 1e-9
    (0.091583, True)
    """
    if method not in METHODS:
        raise ValueError(f"method = {method!r} is unknown; pass 'closed', 'quad' or 'mc'")
    _check_rng(method, rng)
    unit = log_base(base)
    P, Q = as_frozen(P), as_frozen(Q)
    shape = batch_shape(P, Q)
    if method == "closed" and shape:
        nats = _closed_batch(P, Q, shape)
        return nats / unit if unit != 1.0 else nats
    if shape:
        raise TypeError(
            f"P and Q have parameters of shape {shape}, and method={method!r} takes one pair at a "
            "time; call it in a loop"
        )
    p, q = as_distribution("P", P), as_distribution("Q", Q)
    check_comparable(p, q)
    if method == "closed":
        return _closed(p, q) / unit
    estimate = _trivial(p, q)
    if estimate is None:
        estimate = _quad(p, q) if rng is None else kl_mc(p, q, rng)
    return estimate.over(unit)


def _closed_batch(P: Any, Q: Any, shape: tuple[int, ...]) -> Array:
    p, q = as_side("P", P, shape), as_side("Q", Q, shape)
    rows = math.prod(shape)
    pair = _PAIRS.get((p.kind, q.kind))
    if pair is not None and pair.vectorised:
        try:
            return _vectorised(pair, repeated(p, rows), repeated(q, rows)).reshape(shape)
        except NoClosedForm:
            pass  # at some row: the loop finds it, and what the other rows are
    value = np.empty(rows)
    for row in range(rows):
        one_p, one_q = (side.one(row) if isinstance(side, Batch) else side for side in (p, q))
        check_comparable(one_p, one_q)
        value[row] = _closed(one_p, one_q)
    return value.reshape(shape)


def _vectorised(pair: Pair, p: Batch, q: Batch) -> Array:
    with np.errstate(all="ignore"):
        try:
            value = evaluate(pair.function, p, q)
        except ArithmeticError:
            raise NoClosedForm("at some row, which the loop finds") from None
    if value.size and math.isnan(value.min()):
        row = int(np.argmax(np.isnan(value)))
        raise _out_of_range(p.one(row), q.one(row))
    return value


def _closed(p: Distribution, q: Distribution) -> float:
    if p.same_as(q):
        return 0.0
    if not included(p, q):
        return math.inf
    reason = ""
    pair = _PAIRS.get((p.kind, q.kind))
    if pair is not None:
        try:
            return _evaluated(pair, p, q)
        except NoClosedForm as need:
            reason = f": {need}"
    point = point_mass(p)
    if point is not None:
        return -float(log_density_at(q, np.array([point]))[0])
    no_quad = p.multivariate and p.kind is not MULTIVARIATE_T
    methods = "method='mc'" if no_quad else "method='quad' or method='mc'"
    raise NotImplementedError(
        f"no closed form of D({p.describe()} ‖ {q.describe()}) is registered{reason}; "
        f"use {methods}, or add one with register_kl"
    )


def _evaluated(pair: Pair, p: Distribution, q: Distribution) -> float:
    with np.errstate(all="ignore"):
        try:
            if pair.vectorised:
                value = float(pair.function(single(p), single(q))[0])
            else:
                value = float(pair.function(p, q))
        except ArithmeticError as error:  # of Python's own floats, or of an integral
            raise _out_of_range(p, q) from error
    if math.isnan(value):
        raise _out_of_range(p, q)
    return value


def _out_of_range(p: Distribution, q: Distribution) -> ArithmeticError:
    return ArithmeticError(
        f"the closed form of D({p.describe()} ‖ {q.describe()}) leaves the range of floats; "
        "bring the parameters nearer to 1"
    )


def _quad(p: Distribution, q: Distribution) -> Estimate:
    if p.kind is q.kind is MULTIVARIATE_T:
        return student_kl(p, q)
    if p.multivariate:
        raise NotImplementedError(
            f"method='quad' is for one dimension, not for {p.describe()} ‖ {q.describe()}; "
            "try method='closed' or method='mc'"
        )
    with np.errstate(all="ignore"):
        return sum_kl(p, q) if p.discrete else integral_kl(p, q)


def _trivial(p: Distribution, q: Distribution) -> Estimate | None:
    if not included(p, q):
        return Estimate(math.inf, 0.0)
    return Estimate(0.0, 0.0) if p.same_as(q) else None


def _check_rng(method: str, rng: Any) -> None:
    if method == "mc":
        check_rng(rng, "method='mc'")
    if method != "mc" and rng is not None:
        raise TypeError(
            f"rng is given but method={method!r} draws nothing; leave rng out, or pass method='mc'"
        )


def _label(value: Any) -> str:
    if not isinstance(value, type):
        return str(value.name)
    if value in MULTIVARIATE:
        return MULTIVARIATE[value][0]
    return "rv_discrete" if value is SAMPLE else value.__name__


def _kind(name: str, value: Any) -> type:
    if isinstance(value, type):
        return value
    if hasattr(value, "rvs") and hasattr(value, "name"):
        return kind_of(value)
    raise TypeError(
        f"{name} = {value!r} is no kind of distribution; pass a class, or one such as stats.gamma"
    )
