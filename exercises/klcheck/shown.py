"""Numbers, values and errors in a few words of one line, whatever a learner's objects do."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

_WIDTH: Final = 60  # characters of a value
_ENTRIES: Final = 4  # of a list or an array; of a longer one, fewer are shown


def count(number: int, thing: str) -> str:
    """Return a number with its noun, as in ``1 point`` or ``2 points``.

    Parameters
    ----------
    number : int
    thing : str
        The noun in the singular.

    Returns
    -------
    str

    Examples
    --------
    >>> count(1, "point"), count(2, "point")
    ('1 point', '2 points')
    """
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def one_line(text: object) -> str:
    r"""Return a text as one line that is not too long, even if its ``str`` fails.

    Parameters
    ----------
    text : object

    Returns
    -------
    str

    Examples
    --------
    >>> one_line("two\n lines")
    'two lines'
    """
    try:
        words = " ".join(str(text).split())
    except Exception:  # a learner's exception may have any __str__
        words = "(no message)"
    return words if len(words) <= 200 else words[:199] + "…"


def error_name(error: BaseException) -> str:
    """Return the kind of an error, and its message if it has one.

    Parameters
    ----------
    error : BaseException

    Returns
    -------
    str

    Examples
    --------
    >>> error_name(ValueError("no root")), error_name(KeyError())
    ('ValueError: no root', 'KeyError')
    """
    words = one_line(error)
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def shown(value: object) -> str:
    """Return a value in a few characters of one line.

    Parameters
    ----------
    value : object

    Returns
    -------
    str

    Examples
    --------
    >>> shown([1 / 3, 2]), shown(np.arange(9))
    ('[0.333333, 2]', '[0, 1, 2, …]')
    """
    if isinstance(value, np.ndarray):
        value = value.tolist()
    try:
        text = " ".join(_written(value).split())
    except Exception:  # a learner's object may have any __repr__
        text = f"a {type(value).__name__}"
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"


def _written(value: Any) -> str:
    """Return a value as Python writes it, with short numbers and the start of long lists."""
    if isinstance(value, (float, np.floating)):
        return repr(float(f"{float(value):.6g}"))
    if type(value) in {list, tuple}:
        shown = list(map(_written, value[: _ENTRIES if len(value) <= _ENTRIES else _ENTRIES - 1]))
        if len(value) > _ENTRIES:
            shown.append("…")
        if type(value) is list:
            return f"[{', '.join(shown)}]"
        return f"({shown[0]},)" if len(shown) == 1 else f"({', '.join(shown)})"
    return repr(value.item() if isinstance(value, np.generic) else value)
