"""What a learner's notebook may know of a bank: values, never code.

Inputs to try, the right outputs, and what each mistake gives on the same inputs, as JSON that
``klcheck`` reads.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from klcheck.cases import FORMAT
from klcheck.letters import choice_letters
from klcheck.values import decode, encode

from klgrade.tasks import Exercise, Lesson, Task

DIGITS = 12  # of every float output: the last few depend on the processor
FINEST = 1e-11  # so no tolerance may be finer than this


def public_json(exercise: Exercise, site: str = "") -> str:
    """Return the public side of an exercise as the text of its JSON file.

    `site` is the address of the published book, which lessons link to; without one they name
    the section, and the file and anchor of the book.

    Raises
    ------
    ValueError
        If a task has no public case, or a tolerance that the rounded outputs cannot serve.
    TypeError
        If a reference or a mistake gives something that is not a plain value.
    """
    data = {
        "format": FORMAT,
        "exercise": exercise.slug,
        "title": exercise.title,
        "chapter": exercise.chapter,
        "tasks": [_task(task, exercise.lessons.get(task.id), site) for task in exercise.tasks],
    }
    return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def outputs(task: Task, answer: object, inputs: list[tuple[object, ...]]) -> list[object]:
    """Return what an answer gives on some inputs: for a value or a choice, the answer itself."""
    if task.kind == "choice":
        letters = choice_letters(answer, ordered=task.ordered)
        if letters is None:
            raise ValueError(f"{task.id}: {answer!r} is no choice of letters")
        return [letters]
    if task.kind == "value":
        return [decode(encode(answer))]
    return [run(answer, arguments) for arguments in inputs]


def run(function: Any, arguments: tuple[object, ...]) -> object:
    """Return what a function of the bank gives on a copy of its arguments."""
    call: Callable[..., object] = function
    copies = [decode(encode(item)) for item in arguments]
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return decode(encode(call(*copies)))


def _task(task: Task, lesson: Lesson | None, site: str) -> dict[str, Any]:
    if task.kind == "function" and not task.public:
        raise ValueError(f"{task.id}: a function needs a public case")
    if task.kind != "choice" and max(task.tolerance.relative, task.tolerance.absolute) < FINEST:
        raise ValueError(f"{task.id}: a tolerance below {FINEST} is finer than what is written")
    inputs = list(task.public)
    right = outputs(task, task.reference, inputs)
    arguments = [encode(list(item)) for item in inputs] or [[]]
    return {
        "id": task.id,
        "title": task.title,
        "objective": task.objective,
        "points": task.points,
        "kind": task.kind,
        "name": task.name,
        "ordered": task.ordered,
        "tolerance": {"relative": task.tolerance.relative, "absolute": task.tolerance.absolute},
        "cases": [
            {"arguments": given, "answer": encode(_rounded(answer))}
            for given, answer in zip(arguments, right, strict=True)
        ],
        "mistakes": [
            {
                "hint": mistake.hint,
                "answers": [encode(_rounded(x)) for x in outputs(task, mistake.answer, inputs)],
            }
            for mistake in task.mistakes
        ],
    } | ({"lesson": _lesson(lesson, site)} if lesson else {})


def _lesson(lesson: Lesson, site: str) -> dict[str, Any]:
    page, _hash, label = lesson.section.partition("#")
    file = f"{page}.html#{label}"
    place = f"{site.rstrip('/')}/{file}" if site else f"in the book at {file}"
    return {
        "idea": lesson.idea,
        "place": f"section “{lesson.title}”, {place}",
        "example": lesson.example,
        "options": dict(lesson.options),
        "after": lesson.after,
    }


def _rounded(value: Any) -> Any:
    """Return a plain value with its floats rounded to the digits that every machine agrees on."""
    if isinstance(value, (list, tuple)):
        return type(value)(_rounded(item) for item in value)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, float) or (isinstance(value, np.generic) and value.dtype.kind == "f"):
        return float(f"{float(value):.{DIGITS}g}")
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        flat = [float(f"{item:.{DIGITS}g}") for item in value.ravel().tolist()]
        return np.array(flat, dtype=np.float64).reshape(value.shape)
    return value
