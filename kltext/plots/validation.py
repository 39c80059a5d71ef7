"""What a figure can be drawn from, checked by the annotations of the function that draws it."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ParamSpec, TypeVar

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from kltext._arguments import as_real, check_scalar

P = ParamSpec("P")
R = TypeVar("R")
Check = Callable[[str, Any], None]
Array = npt.NDArray[np.float64]


def _numbers(name: str, value: Any) -> None:
    # NaN may stay: it leaves a gap in a curve. Functions that cannot draw one say so themselves.
    array = as_real(name, value)
    if array.size == 0:
        raise ValueError(f"{name} is empty; pass at least one number to draw")


def _number(name: str, value: Any) -> None:
    if np.isnan(check_scalar(name, value)):
        raise ValueError(f"{name} = nan must be a number")


def _labels(name: str, value: Any) -> None:
    if not isinstance(value, Sequence | np.ndarray):
        raise TypeError(f"{name} = {value!r} is not a list of labels; pass one string for each")
    if len(value) == 0:
        raise ValueError(f"{name} is empty; pass at least one label")
    for i, label in enumerate(value):
        if not isinstance(label, str):
            raise TypeError(f"{name}[{i}] = {label!r} is not a string; pass str({name}[{i}])")


def _mapping(name: str, value: Any) -> None:
    if not isinstance(value, Mapping):
        raise TypeError(f"{name} = {value!r} is not a mapping; pass a dict of label: values")
    if not value:
        raise ValueError(f"{name} is empty; pass at least one label with its values")


def _mapping_of_numbers(name: str, value: Any) -> None:
    _mapping(name, value)
    for label, numbers in value.items():
        _numbers(f"{name}[{label!r}]", numbers)


def _axes(name: str, value: Any) -> None:
    if value is not None and not isinstance(value, Axes):
        raise TypeError(f"{name} = {value!r} is no matplotlib Axes; pass one, or leave it out")


def _optional_numbers(name: str, value: Any) -> None:
    if value is not None:
        _numbers(name, value)


CHECKS: Mapping[str, Check] = {
    "ArrayLike": _numbers,
    "ArrayLike | None": _optional_numbers,
    "Sequence[float]": _numbers,
    "float": _number,
    "int": _number,
    "Sequence[str]": _labels,
    "Mapping[str, ArrayLike]": _mapping_of_numbers,
    "Mapping[str, float]": _mapping_of_numbers,
    "Axes | None": _axes,
}


def density_on_grid(x: Any, density: Any) -> tuple[Array, Array]:
    """Return coordinates, shape (n,), and a density on their square grid, or raise ValueError."""
    points, values = np.asarray(x, dtype=float), np.asarray(density, dtype=float)
    if values.shape != (points.size, points.size):
        raise ValueError(
            f"density has shape {values.shape}; pass {points.size} rows of {points.size} values, "
            "one row for each x"
        )
    return points, values


def checked(function: Callable[P, R]) -> Callable[P, R]:
    """Return ``function`` with its arguments checked before it draws.

    Parameters
    ----------
    function : callable
        Annotated; arguments are checked as ``CHECKS`` says for their annotation.

    Returns
    -------
    callable
        Raises TypeError or ValueError that names the argument, its value and the cure.

    Examples
    --------
    >>> @checked
    ... def plot(x: ArrayLike, *, ax: Axes | None = None):
    ...     return "drawn"
    >>> plot([1.0, 2.0])
    'drawn'
    >>> plot([])
    Traceback (most recent call last):
    ValueError: x is empty; pass at least one number to draw
    """
    signature = inspect.signature(function)
    checks = {
        name: CHECKS.get(str(parameter.annotation)) or _mapping
        for name, parameter in signature.parameters.items()
        if str(parameter.annotation) in CHECKS or str(parameter.annotation).startswith("Mapping")
    }

    @functools.wraps(function)
    def draw(*args: P.args, **kwargs: P.kwargs) -> R:
        for name, value in signature.bind(*args, **kwargs).arguments.items():
            if name in checks:
                checks[name](name, value)
        return function(*args, **kwargs)

    return draw
