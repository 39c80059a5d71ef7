"""Divergences of discrete distributions held in arrays.

All functions keep the conventions that `kl_divergence` lists.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Unpack, overload

import numpy as np
import numpy.typing as npt

from kltext import _accurate_sum, _entropy, _fast_sum, _jensen_shannon, _renyi
from kltext._arguments import Result, as_real, broadcast, check_scalar, log_base, unwrap
from kltext._blocks import blocked
from kltext._foreign import check_labels
from kltext._validation import AllOptions, Options, RowOptions, check_entries, frame, prepare
from kltext.kernels import log_ratio

_USUAL = Options(axis=-1, base=None, keepdims=False, normalize=False, nan_policy="propagate")


@overload
def kl_divergence(
    p: Sequence[float], q: Sequence[float], **options: Unpack[RowOptions]
) -> float: ...


@overload
def kl_divergence(p: npt.ArrayLike, q: npt.ArrayLike, **options: Unpack[AllOptions]) -> Result: ...


def kl_divergence(
    p: npt.ArrayLike,
    q: npt.ArrayLike,
    *,
    axis: int = -1,
    base: float | None = None,
    keepdims: bool = False,
    normalize: bool = False,
    nan_policy: str = "propagate",
) -> Result:
    r"""Return the Kullback-Leibler divergence :math:`D(p\|q) = \sum_i p_i \log(p_i/q_i)`.

    The expectation is under the first argument.

    Parameters
    ----------
    p, q : array_like
        Distributions along `axis`; the other axes broadcast.
    axis : int, default -1
        The axis to sum over, counted in the broadcast shape. (``scipy.stats`` has 0; rows of a
        batch are distributions here, as in machine-learning libraries.)
    base : float, optional
        The logarithm's base, above 1: 2 gives bits. None gives nats.
    keepdims : bool, default False
        Whether to keep `axis` with length 1.
    normalize : bool, default False
        Whether to divide every row by its sum. If False, a row that does not sum to 1 is an error.
    nan_policy : {'propagate', 'raise'}
        What a NaN does. It cannot be left out: that would change the distribution.

    Returns
    -------
    float or ndarray
        Non-negative; 0 exactly where the rows are equal; infinite where ``p > 0 = q``.

    Raises
    ------
    TypeError
        If an input is not real, or an option has the wrong type.
    ValueError
        If an entry is negative or infinite, a row does not sum to 1, the axis is empty or
        missing, the shapes do not broadcast, or an option is out of range.

    Notes
    -----
    The conventions of all functions of arrays, each with the precedent it follows or avoids:

    1. ``0 log(0/q) = 0``, also at ``q = 0``, as in ``scipy.special.rel_entr``.
    2. ``p > 0 = q`` gives infinity, without a warning (scipy#3041).
    3. A row whose sum misses 1 by more than the square root of its dtype's epsilon is an error;
       ``normalize=True`` opts in. Within it, the value is that of the rows divided by their sums.
       ``scipy.stats.entropy`` normalises in silence (scipy#12553, scipy#23064).
    4. A negative entry is an error that names it. Keras clips it (keras#19520).
    5. NaN propagates or is an error; it is never left out (scipy#19350).
    6. The result is at least 0, and ``p == q`` gives exactly 0 (pytorch#32520, pytorch#80488).
    7. Nothing is clipped, and no epsilon is added (pytorch#72525).
    8. Integers and bool become float64, float32 stays float32, and complex is an error.
    9. Inputs broadcast in full, and an empty axis is an error (scipy#13711).
    10. `base` exceeds 1, and the expectation is under the first argument (pytorch#57459).

    References
    ----------
    Kullback and Leibler (1951), "On information and sufficiency", eq. (2.4).

    Examples
    --------
    >>> kl_divergence([0.5, 0.5], [0.9, 0.1])
    0.51082562376599...
    >>> kl_divergence([1.0, 0.0], [0.25, 0.75], base=2)
    2.0
    >>> kl_divergence([[0.5, 0.5], [1.0, 0.0]], [0.5, 0.5], base=2)
    array([0., 1.])
    >>> kl_divergence([0.5, 0.5], [1.0, 0.0])
    inf
    """
    options = axis, base, keepdims, normalize, nan_policy
    value = _fast_sum.of_plain_rows(p, q) if options == _USUAL else None
    return _kl(p, q, Options(*options)) if value is None else value


def _kl(p: npt.ArrayLike, q: npt.ArrayLike, options: Options) -> Result:
    rows = frame(("p", "q"), (p, q), options)
    if rows.normalized:
        return rows.finish(blocked(_accurate_sum.divergence, *rows.checked().arrays))
    first, second = rows.arrays
    nats, fit = _fast_sum.evaluate(first, second, rows.tolerances)
    if not fit:
        rows.checked()
    return rows.finish(nats)


@overload
def entropy(p: Sequence[float], **options: Unpack[RowOptions]) -> float: ...


@overload
def entropy(p: npt.ArrayLike, **options: Unpack[AllOptions]) -> Result: ...


def entropy(
    p: npt.ArrayLike,
    *,
    axis: int = -1,
    base: float | None = None,
    keepdims: bool = False,
    normalize: bool = False,
    nan_policy: str = "propagate",
) -> Result:
    r"""Return the Shannon entropy :math:`H(p) = -\sum_i p_i \log p_i`.

    Parameters
    ----------
    p : array_like
        Distributions along `axis`.
    axis, base, keepdims, normalize, nan_policy
        As in `kl_divergence`.

    Returns
    -------
    float or ndarray
        Between 0 and the logarithm of the number of outcomes.

    Raises
    ------
    TypeError, ValueError
        As in `kl_divergence`.

    References
    ----------
    Shannon (1948), "A mathematical theory of communication", section 6.

    Examples
    --------
    >>> entropy([0.5, 0.25, 0.125, 0.125], base=2)
    1.75
    """
    rows = prepare(("p",), (p,), Options(axis, base, keepdims, normalize, nan_policy))
    return rows.finish(blocked(_entropy.cross_entropy, rows.arrays[0], rows.arrays[0]))


@overload
def cross_entropy(
    p: Sequence[float], q: Sequence[float], **options: Unpack[RowOptions]
) -> float: ...


@overload
def cross_entropy(p: npt.ArrayLike, q: npt.ArrayLike, **options: Unpack[AllOptions]) -> Result: ...


def cross_entropy(
    p: npt.ArrayLike,
    q: npt.ArrayLike,
    *,
    axis: int = -1,
    base: float | None = None,
    keepdims: bool = False,
    normalize: bool = False,
    nan_policy: str = "propagate",
) -> Result:
    r"""Return the cross-entropy :math:`H(p, q) = -\sum_i p_i \log q_i = H(p) + D(p\|q)`.

    Parameters
    ----------
    p, q : array_like
        Distributions along `axis`; the expectation is under `p`.
    axis, base, keepdims, normalize, nan_policy
        As in `kl_divergence`.

    Returns
    -------
    float or ndarray
        At least the entropy of `p`; infinite where ``p > 0 = q``.

    Raises
    ------
    TypeError, ValueError
        As in `kl_divergence`.

    References
    ----------
    Cover and Thomas (2006), *Elements of Information Theory*, theorem 5.4.3.

    Examples
    --------
    >>> cross_entropy([0.5, 0.5], [0.25, 0.75], base=2)
    1.207518749639422
    """
    rows = prepare(("p", "q"), (p, q), Options(axis, base, keepdims, normalize, nan_policy))
    return rows.finish(blocked(_entropy.cross_entropy, *rows.arrays))


@overload
def js_divergence(
    p: Sequence[float], q: Sequence[float], **options: Unpack[RowOptions]
) -> float: ...


@overload
def js_divergence(p: npt.ArrayLike, q: npt.ArrayLike, **options: Unpack[AllOptions]) -> Result: ...


def js_divergence(
    p: npt.ArrayLike,
    q: npt.ArrayLike,
    *,
    axis: int = -1,
    base: float | None = None,
    keepdims: bool = False,
    normalize: bool = False,
    nan_policy: str = "propagate",
) -> Result:
    r"""Return the Jensen-Shannon divergence :math:`\frac12 D(p\|m) + \frac12 D(q\|m)`.

    Here :math:`m = (p + q)/2`.

    Parameters
    ----------
    p, q : array_like
        Distributions along `axis`; their order does not matter.
    axis, base, keepdims, normalize, nan_policy
        As in `kl_divergence`.

    Returns
    -------
    float or ndarray
        Between 0 and log 2, which it reaches when the supports are disjoint.

    Raises
    ------
    TypeError, ValueError
        As in `kl_divergence`.

    References
    ----------
    Lin (1991), "Divergence measures based on the Shannon entropy", eq. (4.1).

    Examples
    --------
    >>> js_divergence([1.0, 0.0], [0.0, 1.0], base=2)
    1.0
    """
    rows = prepare(("p", "q"), (p, q), Options(axis, base, keepdims, normalize, nan_policy))
    return rows.finish(blocked(_jensen_shannon.jensen_shannon, *rows.arrays))


@overload
def js_distance(p: Sequence[float], q: Sequence[float], **options: Unpack[RowOptions]) -> float: ...


@overload
def js_distance(p: npt.ArrayLike, q: npt.ArrayLike, **options: Unpack[AllOptions]) -> Result: ...


def js_distance(
    p: npt.ArrayLike,
    q: npt.ArrayLike,
    *,
    axis: int = -1,
    base: float | None = None,
    keepdims: bool = False,
    normalize: bool = False,
    nan_policy: str = "propagate",
) -> Result:
    r"""Return the Jensen-Shannon distance, the square root of the divergence and a metric.

    Parameters
    ----------
    p, q : array_like
        Distributions along `axis`; their order does not matter.
    axis, base, keepdims, normalize, nan_policy
        As in `kl_divergence`.

    Returns
    -------
    float or ndarray
        Between 0 and the square root of log 2.

    Raises
    ------
    TypeError, ValueError
        As in `kl_divergence`.

    References
    ----------
    Endres and Schindelin (2003), "A new metric for probability distributions".

    Examples
    --------
    >>> js_distance([1.0, 0.0], [0.5, 0.5], base=2)
    0.557923045284143...
    """
    rows = prepare(("p", "q"), (p, q), Options(axis, base, keepdims, normalize, nan_policy))
    return rows.finish(blocked(_jensen_shannon.jensen_shannon, *rows.arrays), np.sqrt)


@overload
def renyi_divergence(
    p: Sequence[float], q: Sequence[float], alpha: float, **options: Unpack[RowOptions]
) -> float: ...


@overload
def renyi_divergence(
    p: npt.ArrayLike, q: npt.ArrayLike, alpha: float, **options: Unpack[AllOptions]
) -> Result: ...


def renyi_divergence(
    p: npt.ArrayLike,
    q: npt.ArrayLike,
    alpha: float,
    *,
    axis: int = -1,
    base: float | None = None,
    keepdims: bool = False,
    normalize: bool = False,
    nan_policy: str = "propagate",
) -> Result:
    r"""Return the Rényi divergence :math:`\frac{1}{\alpha-1}\log\sum_i p_i^\alpha q_i^{1-\alpha}`.

    Its limits are taken at ``alpha`` 0, where it is :math:`-\log q(p > 0)`; at 1, where it is
    the Kullback-Leibler divergence; and at infinity, where it is the largest log ratio.

    Parameters
    ----------
    p, q : array_like
        Distributions along `axis`.
    alpha : float
        The order, at least 0.
    axis, base, keepdims, normalize, nan_policy
        As in `kl_divergence`.

    Returns
    -------
    float or ndarray
        Non-negative, and non-decreasing in `alpha`.

    Raises
    ------
    TypeError, ValueError
        As in `kl_divergence`; also if `alpha` is negative or NaN.

    References
    ----------
    Van Erven and Harremoës (2014), "Rényi divergence and Kullback-Leibler divergence".

    Examples
    --------
    >>> renyi_divergence([1.0, 0.0], [0.25, 0.75], 0.5, base=2)
    2.0
    """
    order = check_scalar("alpha", alpha)
    if not order >= 0:
        raise ValueError(f"alpha = {alpha!r} is not an order; pass 0 or more, math.inf included")
    options = Options(axis, base, keepdims, normalize, nan_policy)
    if order == 1:
        return _kl(p, q, options)
    rows = prepare(("p", "q"), (p, q), options)
    if order == 0:
        return rows.finish(blocked(_renyi.renyi_zero, *rows.arrays))
    if order == math.inf:
        return rows.finish(blocked(_renyi.renyi_infinity, *rows.arrays))
    return rows.finish(blocked(lambda x, y: _renyi.renyi(x, y, order), *rows.arrays))


@overload
def kl_terms(p: float, q: float, *, base: float | None = ...) -> float: ...


@overload
def kl_terms(p: npt.ArrayLike, q: npt.ArrayLike, *, base: float | None = ...) -> Result: ...


def kl_terms(p: npt.ArrayLike, q: npt.ArrayLike, *, base: float | None = None) -> Result:
    r"""Return the terms :math:`p \log(p/q)` of the divergence, elementwise.

    They may be negative; only their sum over two distributions may not. Sums are not checked.

    Parameters
    ----------
    p, q : array_like
        Non-negative numbers, broadcast against each other.
    base : float, optional
        The logarithm's base, above 1: 2 gives bits. None gives nats.

    Returns
    -------
    float or ndarray
        0 where ``p = 0``, infinite where ``p > 0 = q``.

    Raises
    ------
    TypeError
        If an input is not real.
    ValueError
        If an entry is negative or infinite, the shapes do not broadcast, or
        `base` is out of range.

    References
    ----------
    The conventions are those of ``scipy.special.rel_entr``.

    Examples
    --------
    >>> kl_terms([0.5, 0.5, 0.0], [0.25, 0.5, 0.25])
    array([0.34657359, 0.        , 0.        ])
    """
    unit = log_base(base)
    check_labels("pq", (p, q))
    reals = tuple(map(as_real, "pq", (p, q)))
    for name, real in zip("pq", reals, strict=True):
        check_entries(name, real, nan_is_error=False)
    shaped = broadcast(("p", "q"), reals)
    x, y = (np.atleast_1d(array).astype(np.float64) for array in shaped)
    with np.errstate(all="ignore"):
        terms = np.where((x == 0) & ~np.isnan(y), 0.0, x * log_ratio(x, y, x - y)) / unit
        return unwrap(terms.reshape(shaped[0].shape).astype(shaped[0].dtype))
