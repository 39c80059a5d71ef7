"""Read samples, and say what is wrong with them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from kltext._arguments import FloatArray, as_real, place, spell
from kltext.kernels import Float64


def as_sample(name: str, value: object, what: str) -> Float64:
    """Return `value` as a one-dimensional float64 array of at least two numbers.

    Raises
    ------
    TypeError
        If `value` is not real.
    ValueError
        If it has another number of dimensions, or fewer than two entries.
    """
    array = as_real(name, value)
    if array.ndim != 1:
        raise ValueError(
            f"{name} has shape {array.shape}; pass {what} as one row, for instance {name}.ravel()"
        )
    if array.size < 2:
        raise ValueError(
            f"{name} has {array.size} entr{'y' if array.size == 1 else 'ies'}; "
            f"pass {what} at two draws or more"
        )
    return array.astype(np.float64)


def refuse(name: str, array: FloatArray, bad: npt.NDArray[np.bool_], cure: str) -> None:
    """Raise ValueError naming the first entry of `array` that is `bad`."""
    if bad.any():
        index = place(bad)
        raise ValueError(f"{name}{spell(index)} = {array[index]!s}; {cure}")


def standard_error(terms: npt.NDArray[Any]) -> float:
    """Return the standard error of the mean of independent terms."""
    return float(terms.std(ddof=1) / np.sqrt(terms.size))
