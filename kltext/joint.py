"""Quantities of a joint distribution held in a table."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kltext._accurate_sum import product_error, sum_of_g
from kltext._arguments import (
    Result,
    as_real,
    check_axis,
    check_flag,
    check_nan_policy,
    check_not_empty,
)
from kltext._blocks import blocked
from kltext._foreign import as_numpy
from kltext._validation import Options, Rows, check_entries, prepare
from kltext.kernels import Float64


def mutual_information(
    pxy: npt.ArrayLike,
    *,
    axis: tuple[int, int] = (-2, -1),
    base: float | None = None,
    keepdims: bool = False,
    normalize: bool = False,
    nan_policy: str = "propagate",
) -> Result:
    r"""Return the mutual information :math:`I(X; Y) = D(p_{XY}\|p_X p_Y)` of a joint table.

    Parameters
    ----------
    pxy : array_like
        Joint distributions over the two axes named by `axis`.
    axis : pair of int, default (-2, -1)
        The axes of X and Y.
    base, keepdims, normalize, nan_policy
        As in `kl_divergence`.

    Returns
    -------
    float or ndarray
        Non-negative, and 0 when X and Y are independent.

    Raises
    ------
    TypeError, ValueError
        As in `kl_divergence`; also if `axis` is not a pair of different axes.

    References
    ----------
    Cover and Thomas (2006), *Elements of Information Theory*, eq. (2.29).

    Examples
    --------
    >>> mutual_information([[0.5, 0.0], [0.0, 0.5]], base=2)
    1.0
    """
    options = Options(-1, base, keepdims, normalize, nan_policy)
    rows, table = _tables("pxy", pxy, axis, options)

    def information(joint: Float64) -> Float64:
        return _information(joint.reshape(-1, *table))

    return rows.finish(blocked(information, *rows.arrays))


def _information(tables: Float64) -> Float64:
    """Return the sum of g(p P, p_X p_Y) of each table, where P is its sum.

    The products are formed with their rounding errors. Those of the marginals do not matter: of
    all product distributions the marginals' own is the nearest, so that they enter at second order.
    """
    _, exponent = np.frexp(tables.max(axis=(1, 2), keepdims=True))
    tables = np.ldexp(tables, -exponent)
    total = tables.sum(axis=(1, 2), keepdims=True)
    p_x, p_y = tables.sum(axis=2, keepdims=True), tables.sum(axis=1, keepdims=True)
    joint, product = tables * total, p_x * p_y
    error = product_error(tables, total, joint) - product_error(p_x, p_y, product)
    d = (joint - product) + error
    terms = (part.reshape(len(tables), -1) for part in (joint, product, d))
    return np.asarray(sum_of_g(*terms) / total[:, 0, 0] ** 2)


def _tables(
    name: str, value: object, axes: object, options: Options
) -> tuple[Rows, tuple[int, int]]:
    """Return joint tables as rows, and the two lengths of a table."""
    value = as_numpy(name, value)
    array = as_real(name, value)
    if not isinstance(axes, (tuple, list)) or len(axes) != 2:
        raise TypeError(f"axis = {axes!r} is not a pair; pass two integers such as (-2, -1)")
    if array.ndim < 2:
        raise ValueError(
            f"{name} has shape {array.shape}, which is no joint table; pass two dimensions or more"
        )
    first, second = (check_axis(axis, array.ndim) for axis in axes)
    if first == second:
        raise ValueError(f"axis = {axes!r} names one axis twice; name two different ones")
    moved = np.moveaxis(np.asarray(value), (first, second), (-2, -1))
    table = moved.shape[-2], moved.shape[-1]
    check_entries(name, array, nan_is_error=check_nan_policy(options.nan_policy))
    check_not_empty((name,), array, first)
    check_not_empty((name,), array, second)
    flat = moved.reshape(*moved.shape[:-2], -1)
    rows = prepare((name,), (flat,), options._replace(axis=-1, keepdims=False))
    if check_flag("keepdims", options.keepdims):
        kept = tuple(1 if i in (first, second) else n for i, n in enumerate(array.shape))
        rows = rows._replace(batch=kept)
    return rows, table
