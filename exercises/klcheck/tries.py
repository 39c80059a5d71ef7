"""How many answers to a task were wrong in this session: it decides how much help is given."""

from __future__ import annotations

import json
from types import CodeType
from typing import Final

from klcheck.letters import choice_letters
from klcheck.values import encode

_wrong: Final[dict[str, tuple[int, str]]] = {}  # for each task, how many, and what tells the last


def count_wrong(task_id: str, answer: object, said: str) -> int:
    """Return how many answers to a task were wrong, with this one.

    The last answer again, as when its cell is run twice, is no further one.

    Parameters
    ----------
    task_id : str
    answer : object
    said : str
        What the learner reads of this answer.

    Returns
    -------
    int

    Examples
    --------
    >>> count_wrong("t", 1.0, "no"), count_wrong("t", 1.0, "no"), count_wrong("t", 2.0, "no")
    (1, 1, 2)
    >>> forget("t")
    """
    number, last = _wrong.get(task_id, (0, ""))
    this = _trace(answer, said)
    if this != last:
        _wrong[task_id] = number + 1, this
    return _wrong[task_id][0]


def forget(task_id: str) -> None:
    """Begin to count anew, because the task is right.

    Parameters
    ----------
    task_id : str

    Examples
    --------
    >>> forget("t")
    """
    _wrong.pop(task_id, None)


def _trace(answer: object, said: str) -> str:
    """Return what tells an answer from another one, and is the same when a cell is run again."""
    code = getattr(answer, "__code__", None)
    if isinstance(code, CodeType):
        return f"{_steps(code)} {said}"
    try:
        return f"{json.dumps(encode(answer))} {said}"
    except (TypeError, ValueError):
        return f"{choice_letters(answer)} {said}"


def _steps(code: CodeType) -> str:
    """Return what a function does: neither its lines nor its comments, nor where it lies."""
    inner = [_steps(item) if isinstance(item, CodeType) else repr(item) for item in code.co_consts]
    names = (code.co_names, code.co_varnames, code.co_freevars)
    return repr((code.co_code, inner, names))
