"""Divergences between distributions given by their logits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

import numpy as np
import numpy.typing as npt

from kltext._arguments import FloatArray, Result
from kltext._blocks import blocked
from kltext._validation import Options, Rows, frame
from kltext.kernels import Float64, exp_excess64


@overload
def kl_logits(
    logits_p: Sequence[float],
    logits_q: Sequence[float],
    *,
    axis: int = ...,
    base: float | None = ...,
) -> float: ...


@overload
def kl_logits(
    logits_p: npt.ArrayLike,
    logits_q: npt.ArrayLike,
    *,
    axis: int = ...,
    base: float | None = ...,
    keepdims: bool = ...,
) -> Result: ...


def kl_logits(
    logits_p: npt.ArrayLike,
    logits_q: npt.ArrayLike,
    *,
    axis: int = -1,
    base: float | None = None,
    keepdims: bool = False,
) -> Result:
    r"""Return :math:`D(\mathrm{softmax}(a)\|\mathrm{softmax}(b))` without forming either.

    Here a is `logits_p` and b is `logits_q`. With :math:`d = b - a`, centred so that
    :math:`\sum p d = 0`, the divergence is
    :math:`\log(1 + \sum p (e^d - 1 - d))`, a sum of non-negative terms.

    Parameters
    ----------
    logits_p, logits_q : array_like
        Logits along `axis`, of any size and offset; the other axes broadcast. Minus infinity is
        a probability of 0. The expectation is under the first.
    axis : int, default -1
        The axis to sum over, counted in the broadcast shape.
    base : float, optional
        The logarithm's base, above 1: 2 gives bits. None gives nats.
    keepdims : bool, default False
        Whether to keep `axis` with length 1.

    Returns
    -------
    float or ndarray
        Non-negative; 0 exactly where the logits are equal; NaN where a row holds one.

    Raises
    ------
    TypeError
        If an input is not real, or an option has the wrong type.
    ValueError
        If a logit is plus infinity, a whole row is minus infinity, the axis is empty or missing,
        the shapes do not broadcast, or `base` is out of range.

    References
    ----------
    The exponential-family form of the divergence, Bregman's of the log-sum-exp function.

    Examples
    --------
    >>> kl_logits([1000.0, 0.0], [0.0, 0.0], base=2)
    1.0
    >>> kl_logits([0.0, 1.0], [5.0, 6.0])
    0.0
    """
    options = Options(axis, base, keepdims, normalize=False, nan_policy="propagate")
    rows = frame(("logits_p", "logits_q"), (logits_p, logits_q), options)
    for name, logits in zip(rows.names, rows.arrays, strict=True):
        _check_logits(name, logits, rows)
    return rows.finish(blocked(_divergence, *rows.arrays))


def _check_logits(name: str, logits: FloatArray, rows: Rows) -> None:
    infinite = (logits == np.inf).any(axis=-1)
    if infinite.any():
        where = rows.spell_row(name, int(np.flatnonzero(infinite)[0]))
        raise ValueError(
            f"{where} has a logit inf, which has no softmax; "
            "pass finite logits, or -inf for a probability of 0"
        )
    empty = (logits == -np.inf).all(axis=-1)
    if empty.any():
        where = rows.spell_row(name, int(np.flatnonzero(empty)[0]))
        raise ValueError(
            f"{where} is -inf throughout and has no softmax; give one outcome a finite logit"
        )


def _divergence(a: Float64, b: Float64) -> Float64:
    """Return the divergence of each row of logits."""
    rows, top = np.arange(len(a)), a.argmax(axis=-1)
    shifted = a - a[rows, top][:, None]
    weight = np.exp(shifted)
    total = weight.sum(axis=-1, keepdims=True)
    p = weight / total
    d = _difference(a, b, rows, top)
    # An outcome outside both supports plays no part; one outside b's alone costs infinity.
    d[(a == -np.inf) & (b == -np.inf)] = 0.0
    mean = (np.where(p == 0, 0.0, p * d).sum(axis=-1) / p.sum(axis=-1))[:, None]
    d -= mean
    # Where d is large, or p has underflowed, p exp(d) comes from b alone.
    log_joint = (b - b[rows, top][:, None]) - np.log(total) - mean
    terms = np.where(
        d <= 1.0,
        p * exp_excess64(np.minimum(d, 1.0)),
        np.exp(log_joint) - np.where(p == 0, 0.0, p * (1.0 + d)),
    )
    value = np.log1p(terms.sum(axis=-1))
    far = value == np.inf
    if far.any():
        value[far] = _log_sum_exp(log_joint[far])
    value[((a > -np.inf) & (b == -np.inf)).any(axis=-1)] = np.inf
    value[np.isnan(a).any(axis=-1) | np.isnan(b).any(axis=-1)] = np.nan
    return np.asarray(value)


def _difference(
    a: Float64, b: Float64, rows: npt.NDArray[np.intp], top: npt.NDArray[np.intp]
) -> Float64:
    """Return b - a less its value at `top`, with the digits that the subtractions round away.

    Logits may share an offset, or differ by one, that dwarfs what they say.
    """
    high = b - a
    from_b = high + a
    low = (b - from_b) - (a + (high - from_b))
    low[~np.isfinite(low)] = 0.0
    at_top = rows, top
    return np.asarray((high - high[at_top][:, None]) + (low - low[at_top][:, None]))


def _log_sum_exp(t: Float64) -> Float64:
    largest = t.max(axis=-1)
    return np.asarray(largest + np.log(np.exp(t - largest[:, None]).sum(axis=-1)))
