"""The letters of a choice, in whatever form a learner writes them."""

from __future__ import annotations

import re
from typing import Any, Final

import numpy as np

MOST: Final = 200  # characters
_PLAIN: Final = re.compile(r"""[a-zA-Z\s,;:./|&+()\[\]{}"'“”‘’·–-]*""")
FORM: Final = 'write only its letters, between quotation marks, as in "ab"'


def choice_letters(value: Any, *, ordered: bool = False) -> str | None:
    """Return the letters of a choice in one form, or None if it is not a choice.

    Parameters
    ----------
    value : str, or list, tuple, set, frozenset or NumPy array of str
        Capitals, spaces and punctuation do not matter, nor does an "and" between the letters.
    ordered : bool
        Whether the order of the letters is part of the answer (a set then has none).

    Returns
    -------
    str or None
        Lower-case letters, sorted and each once unless ``ordered``.

    Examples
    --------
    >>> choice_letters("C, A"), choice_letters({"a", "c"}), choice_letters("c and a", ordered=True)
    ('ac', 'ac', 'ca')
    """
    text = _text(value, ordered=ordered)
    if text is None or len(text) > MOST or not _PLAIN.fullmatch(text):
        return None
    words = re.findall("[a-z]+", text.lower())
    letters = "".join(word for word in words if word != "and" or len(words) == 1)
    if not letters:
        return None
    return letters if ordered else "".join(sorted(set(letters)))


def is_blank(value: object) -> bool:
    """Return whether a choice is still empty.

    Parameters
    ----------
    value : object

    Returns
    -------
    bool

    Examples
    --------
    >>> is_blank(" "), is_blank([]), is_blank("a"), is_blank(0)
    (True, True, False, False)
    """
    text = _text(value, ordered=False)
    return text is not None and len(text) <= MOST and not text.strip()


def unknown_letters(letters: str, options: str) -> str:
    """Return what to say of letters that no option has, or an empty text.

    Parameters
    ----------
    letters : str
        As `choice_letters` returns them.
    options : str
        The letters that there are.

    Returns
    -------
    str

    Examples
    --------
    >>> unknown_letters("acx", "abc").partition(":")[0]
    'not every letter is an option here'
    >>> unknown_letters("ac", "abc")
    ''
    """
    return "" if set(letters) <= set(options) else f"not every letter is an option here: {FORM}"


def _text(value: Any, *, ordered: bool) -> str | None:
    """Return texts as one, or None if there is something else in a value."""
    if type(value) in {str, np.str_}:
        return str(value)
    if type(value) is np.ndarray and value.dtype.kind == "U" and value.ndim < 2:
        value = value[: MOST + 1].tolist() if value.ndim else [str(value)]
    if type(value) not in {list, tuple, set, frozenset} or len(value) > MOST:
        return None
    if ordered and type(value) in {set, frozenset} and len(value) > 1:
        return None
    if not all(type(item) in {str, np.str_} and len(item) <= MOST for item in value):
        return None
    return " ".join(map(str, value))
