"""Whether an answer is right: by type, shape and tolerance, with a reason when it is not.

The reasons say what kind of thing is wrong, and never what the right value is.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np


class Close:
    """How near a number is that was rounded, clipped, or to which a small constant was added."""

    relative = 1e-3
    absolute = 0.0


_DEEPEST = 16  # lists in lists
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class SupportsTolerance(Protocol):
    """Anything that says how far off a number may be."""

    @property
    def relative(self) -> float:
        """Return the part of the right number that an answer may be off."""

    @property
    def absolute(self) -> float:
        """Return what an answer may be off besides."""


def matches(value: object, reference: object, tolerance: SupportsTolerance) -> bool:
    """Return whether ``value`` counts as equal to ``reference``.

    Parameters
    ----------
    value, reference : object
        Plain values, as `klcheck.values.encode` takes them.
    tolerance : object with ``relative`` and ``absolute``
        Two finite numbers match if they are at most
        ``absolute + relative * abs(reference)`` apart.

    Returns
    -------
    bool
        Infinity matches infinity of the same sign, NaN matches NaN, a bool only a bool.
        A list, a tuple and an array with the same entries match.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> matches([0.1 + 0.2, 1], (0.3, 1.0), SimpleNamespace(relative=1e-9, absolute=0.0))
    True
    """
    return difference(value, reference, tolerance) is None


def difference(value: object, reference: object, tolerance: SupportsTolerance) -> str | None:
    """Return what keeps ``value`` from matching ``reference``, or None if they match.

    Parameters
    ----------
    value, reference, tolerance
        As in `matches`.

    Returns
    -------
    str or None
        A short sentence without the right value, to be shown to a learner.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> difference("1", 1.0, SimpleNamespace(relative=0.0, absolute=0.0))
    'a number is expected, and this is a str'
    """
    if reference is None or isinstance(reference, str):
        same = type(value) is type(reference) and value == reference
        return None if same else _kinds(value, reference)
    if isinstance(reference, dict):
        return _dicts(value, reference, tolerance)
    if isinstance(reference, (list, tuple)):
        return _sequences(value, reference, tolerance)
    return _arrays(value, np.asarray(reference), tolerance)


def as_array(value: Any) -> np.ndarray[Any, Any] | None:
    """Return a number, an array, or a rectangular list of numbers as an array.

    Parameters
    ----------
    value : object

    Returns
    -------
    array, or None if it is something else

    Examples
    --------
    >>> as_array([1, 2]), as_array("1")
    (array([1, 2]), None)
    """
    # Nothing is made of a list before its shape is known and all its entries are numbers: NumPy
    # gives every text of a list the room of the longest one.
    if type(value) in {list, tuple} and _shape(value, 0) is None:
        return None
    if isinstance(value, (str, bytes, dict, set, frozenset)) or value is None:
        return None
    try:
        array = np.asarray(float(value) if type(value) is int else value)
    except OverflowError:  # an int beyond every float
        return np.asarray(np.inf if value > 0 else -np.inf)
    except (ValueError, TypeError):  # no number at all
        return None
    return array if array.dtype.kind in "biuf" else None


def _shape(value: Any, depth: int) -> tuple[int, ...] | None:
    """Return the shape of numbers in lists in lists, or None if they have none."""
    if type(value) in {list, tuple}:
        shapes = {_shape(item, depth + 1) for item in value} if depth < _DEEPEST else {None}
        inner = shapes.pop() if len(shapes) == 1 else () if not value else None
        return None if inner is None else (len(value), *inner)
    if type(value) in {bool, int, float} or isinstance(value, np.generic):
        return ()
    return value.shape if type(value) is np.ndarray else None


def _arrays(
    value: object, wanted: np.ndarray[Any, Any], tolerance: SupportsTolerance
) -> str | None:
    given = as_array(value)
    if given is None or (given.dtype.kind == "b") != (wanted.dtype.kind == "b"):
        return _kinds(value, wanted)
    if given.shape != wanted.shape:
        return _shapes(given.shape, wanted.shape)
    fits = near(given, wanted, tolerance)
    if fits.all():
        return None
    close = bool((fits | near(given, wanted, Close())).all())
    how = "close, and not quite right" if close else "not right"
    if fits.ndim == 0:
        return f"the number is {how}"
    wrong = int(fits.size - fits.sum())
    first = tuple(int(i) for i in np.argwhere(~fits)[0])
    place = first[0] if len(first) == 1 else first
    verb = "is" if wrong == 1 else "are"
    return f"{wrong} of {fits.size} entries {verb} {how}, the first at index {place}"


def _shapes(given: tuple[int, ...], wanted: tuple[int, ...]) -> str:
    """Return in which way two shapes differ: how many numbers there are, where that says it."""
    if len(given) > 1 or len(wanted) > 1:
        expected = f"the shape {wanted}" if wanted else "a single number"
        return f"{expected} is expected, and this has the shape {given}"
    expected = _numbers(wanted[0]) if wanted else "a single number is"
    if not given:
        return f"{expected} expected, and this is one"
    if not wanted and given[0] == 1:
        return f"{expected} expected, and this is an array or a list that holds one"
    return f"{expected} expected, and here {_numbers(given[0])}"


def _numbers(count: int) -> str:
    word = dict(enumerate(_WORDS)).get(count, str(count))
    return f"{word} number is" if count == 1 else f"{word} numbers are"


def near(
    given: np.ndarray[Any, Any], wanted: np.ndarray[Any, Any], tolerance: SupportsTolerance
) -> np.ndarray[Any, Any]:
    """Return where two arrays of one shape match, as an array of bools.

    Parameters
    ----------
    given, wanted : array
    tolerance : object with ``relative`` and ``absolute``
        As in `matches`.

    Returns
    -------
    array of bool

    Examples
    --------
    >>> near(np.array([1.0, 2.0]), np.array([1.0, 3.0]), Close())
    array([ True, False])
    """
    if wanted.dtype.kind == "b":
        return np.asarray(given == wanted)
    x, r = given.astype(np.float64), wanted.astype(np.float64)
    special = ~np.isfinite(x) | ~np.isfinite(r)
    same = (x == r) | (np.isnan(x) & np.isnan(r))
    with np.errstate(all="ignore"):
        close = np.abs(x - r) <= tolerance.absolute + tolerance.relative * np.abs(r)
    return np.asarray(np.where(special, same, close))


def _sequences(
    value: object, reference: list[Any] | tuple[Any, ...], tolerance: SupportsTolerance
) -> str | None:
    if isinstance(value, np.ndarray) and value.ndim:
        value = list(value)
    if not isinstance(value, (list, tuple)):
        return f"{len(reference)} values in a tuple are expected, and this is {_article(value)}"
    if len(value) != len(reference):
        return f"{len(reference)} values are expected, and these are {len(value)}"
    for place, (item, wanted) in enumerate(zip(value, reference, strict=True), 1):
        reason = difference(item, wanted, tolerance)
        if reason is not None:
            return f"value {place} of {len(reference)}: {reason}"
    return None


def _dicts(value: object, reference: dict[str, Any], tolerance: SupportsTolerance) -> str | None:
    if not isinstance(value, dict):
        return f"a dict is expected, and this is {_article(value)}"
    if set(value) != set(reference):
        return "the keys of the dict are not the ones asked for"
    for key, wanted in reference.items():
        reason = difference(value[key], wanted, tolerance)
        if reason is not None:
            return f"under the key {key!r}: {reason}"
    return None


def _kinds(value: object, reference: object) -> str:
    if isinstance(value, str) and isinstance(reference, str):
        return "the text is not the right one"
    if reference is None or isinstance(reference, str):
        what = "None" if reference is None else "a text"
    else:
        wanted = np.asarray(reference)
        what = "True or False" if wanted.dtype.kind == "b" else "a number"
        if wanted.ndim:
            what = f"an array of shape {wanted.shape}"
    return f"{what} is expected, and this is {_article(value)}"


def _article(value: object) -> str:
    if value is None:
        return "None (is there a return?)"
    if isinstance(value, np.ndarray):
        return f"an array of {value.dtype}, shape {value.shape}"
    name = type(value).__name__
    return f"an {name}" if name[0] in "aeio" else f"a {name}"
