"""What wrong numbers have in common over all cases: NaN, rounding, a factor, a constant.

It says what kind of slip is likely, whatever the task, and never what the right value is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from klcheck.compare import Close, SupportsTolerance, as_array, near

NAN: Final = "A NaN comes from 0 · log 0, from 0/0 or from ∞ − ∞: where does one of them occur?"
INFINITE: Final = (
    "An infinity comes from log 0, from a division by 0, or from a number too large for a float: "
    "where does one of them occur?"
)
ROUNDED: Final = "Was it rounded? Give more digits."
CONSTANT: Final = "Was it rounded, or was a small constant added?"
SIGN: Final = "Only the sign is wrong, in every case: is there a minus too many, or one too few?"
FACTOR: Final = (
    "In every case this is the right value times the same factor: "
    "which factor is missing, or is one too many?"
)
OFFSET: Final = (
    "In every case the same number lies between this and the right value: "
    "which constant is missing, or is one too many?"
)
_ALIKE: Final = 1e-7  # how closely ratios or differences agree that are the same
_NOTHING: Final = 1e-9  # what counts as 0 beside the numbers of the tasks
_DECIMALS: Final = range(1, 10)


def pattern(given: Sequence[object], wanted: Sequence[object], limits: SupportsTolerance) -> str:
    """Return a sentence on what wrong numbers have in common, or an empty text.

    Parameters
    ----------
    given, wanted : sequence of object
        What an answer gives on every case, and what is right there.
    limits : object with ``relative`` and ``absolute``
        How far a number may be off.

    Returns
    -------
    str
        Of a single case, no factor and no constant is said: they would give the answer away.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> limits = SimpleNamespace(relative=1e-9, absolute=0.0)
    >>> pattern([1.0, 3.0], [2.0, 6.0], limits) == FACTOR
    True
    """
    numbers = _numbers(given, wanted)
    if numbers is None:
        return ""
    x, right = numbers
    wrong = ~near(x, right, limits)
    if not np.isfinite(x[wrong]).all():
        return NAN if np.isnan(x[wrong]).any() else _infinite(right[wrong])
    finite = np.isfinite(right)
    if not finite[wrong].all() or not wrong.any():
        return ""
    slip = _small(x[wrong], right[wrong])
    return slip or (_in_common(x[finite], right[finite]) if len(given) > 1 else "")


def _infinite(right: np.ndarray[Any, Any]) -> str:
    return INFINITE if np.isfinite(right).all() else ""


def _small(x: np.ndarray[Any, Any], right: np.ndarray[Any, Any]) -> str:
    """Return what to say of numbers that are nearly right."""
    if _rounded(x, right):
        return ROUNDED
    return CONSTANT if near(x, right, Close()).all() else ""


def _numbers(
    given: Sequence[object], wanted: Sequence[object]
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]] | None:
    """Return all numbers in a row, and those that are right; None if they are not comparable."""
    found, expected = [], []
    for x, right in zip(map(as_array, given), map(as_array, wanted), strict=True):
        if x is None or right is None or x.shape != right.shape:
            return None
        if "b" in {x.dtype.kind, right.dtype.kind}:
            return None
        found.append(x.astype(np.float64).ravel())
        expected.append(right.astype(np.float64).ravel())
    return np.concatenate(found), np.concatenate(expected)


def _rounded(x: np.ndarray[Any, Any], right: np.ndarray[Any, Any]) -> bool:
    """Return whether numbers are the right ones with fewer digits, two or more of them."""
    if max(len(f"{abs(value):.12g}".replace(".", "").strip("0")) for value in x.tolist()) < 2:
        return False
    with np.errstate(all="ignore"):
        ways = [right.astype(np.float32).astype(np.float64)]
        for digits in _DECIMALS:
            ways.append(np.round(right, digits))
            ways.append(np.trunc(right * 10.0**digits) / 10.0**digits)
            ways.append(np.array([float(f"{value:.{digits}g}") for value in right.tolist()]))
        return any(bool((np.abs(x - way) <= 1e-13 * np.abs(way)).all()) for way in ways)


def _in_common(x: np.ndarray[Any, Any], right: np.ndarray[Any, Any]) -> str:
    """Return what to say of numbers that differ from the right ones by the same in every case."""
    sizes = np.abs(right)
    some = sizes > _NOTHING
    if not some.any() or np.ptp(sizes) <= _ALIKE * sizes.max():
        return ""  # the right numbers are all the same, and any constant would do
    ratios, gaps = x[some] / right[some], x - right
    least = np.abs(ratios).min()
    same = np.ptp(ratios) <= _ALIKE * least and (np.abs(x[~some]) <= _NOTHING).all()
    if same and least > 0 and np.ptp(sizes[some]) > _ALIKE * sizes.max():
        return SIGN if abs(ratios[0] + 1) <= _ALIKE else FACTOR
    return OFFSET if np.ptp(gaps) <= _ALIKE * np.abs(gaps).min() else ""
