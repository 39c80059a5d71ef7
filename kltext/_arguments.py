"""Check what callers pass: every error names the argument, its value and place, and the cure."""

from __future__ import annotations

import math
import operator
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from kltext._foreign import as_numpy

FloatArray: TypeAlias = npt.NDArray[np.floating[Any]]
# One number (a builtin float, or np.float32 for float32), or an array of either dtype.
Result: TypeAlias = float | np.float32 | FloatArray

_TOLERANCE: dict[int, float] = {8: 2.0**-26, 4: 2.0**-11.5, 2: 2.0**-5}
_FLOATS = (np.dtype(np.float32), np.dtype(np.float64))


def as_real(name: str, value: object) -> FloatArray:
    """Return `value` as a float32 or float64 array, or say why it cannot be one.

    float32 stays; bool, integers and float16 become float64.

    Raises
    ------
    TypeError
        If `value` holds complex numbers, text, dates or other objects, or is masked.
    ValueError
        If `value` is ragged.
    """
    if isinstance(value, np.ma.MaskedArray):
        raise TypeError(f"{name} is a masked array; pass {name}.compressed() or fill it first")
    value = as_numpy(name, value)
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise ValueError(
            f"{name} is ragged: its rows differ in length; give every row the same length"
        ) from error
    except TypeError as error:
        raise TypeError(
            f"{name} = {_short(value)} is not an array of real numbers; pass a list or array of "
            "them"
        ) from error
    if array.dtype in _FLOATS:
        return array
    if array.dtype.newbyteorder("=") in _FLOATS:
        return array.astype(array.dtype.newbyteorder("="))
    if array.dtype.kind in "biu" or array.dtype == np.float16:
        return array.astype(np.float64)
    if array.dtype.kind == "c":
        raise TypeError(
            f"{name} is complex ({array.dtype}); pass real numbers, for instance {name}.real"
        )
    raise TypeError(
        f"{name} = {_short(value)} has dtype {array.dtype}; "
        "pass real numbers as float64, float32, int or bool"
    )


def sum_tolerance(value: object) -> float:
    """Return by how much a sum of probabilities may miss 1: the square root of the machine epsilon.

    The epsilon is that of the dtype in which `value` arrived, float64 for integers and lists.
    """
    dtype = getattr(value, "dtype", None)
    if isinstance(dtype, np.dtype) and dtype.kind == "f":
        return _TOLERANCE[int(dtype.itemsize)]
    return _TOLERANCE[8]


def broadcast(names: tuple[str, ...], arrays: tuple[FloatArray, ...]) -> tuple[FloatArray, ...]:
    """Return `arrays` in one dtype and one shape, or name the shapes that do not match."""
    first = arrays[0]
    if all(array.shape == first.shape and array.dtype == first.dtype for array in arrays[1:]):
        return arrays
    dtype = np.result_type(*arrays)
    try:
        shaped = np.broadcast_arrays(*arrays)
    except ValueError as error:
        listed = ", ".join(f"{n} has shape {a.shape}" for n, a in zip(names, arrays, strict=True))
        raise ValueError(
            f"{listed}: these do not broadcast; make the lengths equal, or 1"
        ) from error
    return tuple(array.astype(dtype, copy=False) for array in shaped)


def check_axis(axis: object, ndim: int) -> int:
    """Return `axis` as a non-negative int below `ndim`.

    Raises
    ------
    TypeError
        If `axis` is not an integer.
    ValueError
        If there is no such axis.
    """
    if isinstance(axis, (bool, np.bool_)):
        raise TypeError(f"axis = {axis!r} is a bool; pass an integer such as -1")
    try:
        number = operator.index(axis)  # type: ignore[arg-type]
    except TypeError:
        raise TypeError(f"axis = {_short(axis)} is not an integer; pass one such as -1") from None
    if not -ndim <= number < ndim:
        raise ValueError(
            f"axis = {number} is out of range, as the broadcast input has {ndim} "
            f"dimension{'s' * (ndim != 1)}; pass {-ndim} to {ndim - 1}"
            if ndim
            else f"axis = {number} names no axis, as the input is a scalar; pass an array with one "
            "dimension or more"
        )
    return number % ndim


def check_flag(name: str, value: object) -> bool:
    """Return `value` if it is a bool, and raise TypeError otherwise."""
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} = {_short(value)} is not a bool; pass True or False")
    return bool(value)


def check_nan_policy(value: object) -> bool:
    """Return whether NaN is an error under the `nan_policy` given.

    Raises
    ------
    ValueError
        If the policy is neither 'propagate' nor 'raise'.
    """
    if isinstance(value, str) and value in ("propagate", "raise"):
        return value == "raise"
    hint = (
        " (leaving entries out would change the distribution)"
        if isinstance(value, str) and value == "omit"
        else ""
    )
    raise ValueError(f"nan_policy = {_short(value)} is unknown; pass 'propagate' or 'raise'{hint}")


def log_base(base: object) -> float:
    """Return the natural logarithm of `base`, 1.0 for None (nats).

    Raises
    ------
    TypeError
        If `base` is not a real number.
    ValueError
        If `base` is not finite and above 1.
    """
    if base is None:
        return 1.0
    number = check_scalar("base", base)
    if not 1.0 < number < math.inf:
        raise ValueError(
            f"base = {base!r} is not a finite number above 1; "
            "use None for nats, 2 for bits, 10 for hartleys"
        )
    return math.log(number)


def check_scalar(name: str, value: object) -> float:
    """Return `value` as a float, or raise TypeError if it is not one real number."""
    if isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} = {value!r} is a bool; pass a real number")
    array = as_real(name, value)
    if array.ndim:
        raise TypeError(f"{name} = {_short(value)} has shape {array.shape}; pass one real number")
    return float(array)


def check_count(name: str, value: object, least: int, why: str = "") -> int:
    """Return `value` as an int of at least `least`.

    Raises
    ------
    TypeError
        If it is not an integer.
    ValueError
        If it is smaller; `why` says what would then be missing.
    """
    try:
        number = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        number = None
    if number is None or isinstance(value, bool):
        raise TypeError(f"{name} = {_short(value)} is not an integer; pass one such as 500")
    if number < least:
        raise ValueError(f"{name} = {number} is too few{why}; pass {least} or more")
    return number


def check_rng(rng: object, needed_by: str = "") -> np.random.Generator:
    """Return `rng`, or raise TypeError if it is no Generator of NumPy."""
    if not isinstance(rng, np.random.Generator):
        reason = f", which {needed_by} needs" if needed_by else ""
        raise TypeError(
            f"rng = {_short(rng)} is no numpy Generator{reason}; pass np.random.default_rng(0), "
            "for instance"
        )
    return rng


def check_not_empty(names: tuple[str, ...], array: FloatArray, axis: int) -> None:
    """Raise ValueError if there is nothing to sum along `axis`."""
    if array.shape[axis] == 0:
        raise ValueError(
            f"{' and '.join(names)} of shape {array.shape} have no entries along axis {axis}; "
            "a distribution needs at least one outcome"
        )


def place(mask: npt.NDArray[np.bool_], axis: int | None = None) -> tuple[int, ...]:
    """Return the index of the first True of `mask`, the axis that was moved last put back."""
    index = [int(i) for i in np.argwhere(mask)[0]]
    if axis is not None:
        index.insert(axis, index.pop())
    return tuple(index)


def spell(index: tuple[int, ...]) -> str:
    """Return an index as a reader writes it: ``[3]`` or ``[0, 3]``, nothing for a scalar's."""
    return f"[{', '.join(str(i) for i in index)}]" if index else ""


def smallest(array: FloatArray) -> float:
    """Return the smallest entry, NaN if one is; for few entries argmin is faster than min."""
    return float(array.item(array.argmin()))


def largest(array: FloatArray) -> float:
    """Return the largest entry, NaN if one is."""
    return float(array.item(array.argmax()))


def unwrap(value: FloatArray) -> Result:
    """Return a builtin float for one float64, a np.float32 for one float32, else the array."""
    if value.ndim:
        return value
    return float(value) if value.dtype == np.float64 else value[()]


def _short(value: object, limit: int = 60) -> str:
    text = " ".join(repr(value).split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
