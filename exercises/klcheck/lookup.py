"""The answer to a task, found by its name among what the learner's notebook defines."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Final


class _Absent:
    """What stands for an answer that nobody has handed over."""

    def __repr__(self) -> str:
        return "what the notebook defines"


ABSENT: Final = _Absent()


def missing(name: str, names: Mapping[str, object]) -> str:
    """Return what to say when a notebook does not define what a task asks for.

    Parameters
    ----------
    name : str
        What the task asks for.
    names : mapping from str to object
        What the notebook defines.

    Returns
    -------
    str

    Examples
    --------
    >>> missing("mean", {})
    'there is no mean yet: run the cell that defines it, then this one'
    >>> missing("mean", {"meen": len})
    'there is no mean yet, but a meen: if that is your answer, give it the name mean again'
    """
    import difflib  # slow, and seldom of use

    start = f"there is no {name} yet"
    own = [
        other
        for other, value in names.items()
        if not other.startswith("_") and not isinstance(value, ModuleType)
    ]
    near = difflib.get_close_matches(name, own, 1, 0.7)
    if near:
        return f"{start}, but a {near[0]}: if that is your answer, give it the name {name} again"
    return f"{start}: run the cell that defines it, then this one"
