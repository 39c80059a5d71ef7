"""Many gradings of one answer at once: the inputs of many students, and what is right on them."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from klcheck.compare import matches
from klcheck.timeout import CallTimeout, timeout
from klcheck.values import decode, encode
from klgrade.tasks import Task, load_bank

ROOT = Path(__file__).parents[2]
BANK = load_bank(ROOT / "exercises/bank")
TASKS = BANK.tasks()
FUNCTIONS = {name: task for name, task in TASKS.items() if task.kind == "function"}
SLUGS = {task.id: exercise.slug for exercise in BANK for task in exercise.tasks}
Function = Callable[..., object]
Case = tuple[tuple[Any, ...], object]


def gradings(task: Task, count: int) -> list[list[Case]]:
    """Return the inputs of many students, each with the right output."""
    found = []
    for seed in range(count):
        inputs = task.inputs(np.random.default_rng([11, seed]))
        with quiet():
            found.append([(case, call(task.reference, case)) for case in inputs])
    return found


def call(function: Any, case: tuple[Any, ...]) -> object:
    """Return what a function gives on a copy of one input."""
    return function(*copies(case))


def right(task: Task, function: Function, case: tuple[Any, ...], wanted: object) -> bool:
    """Return whether a function gives what it should on a copy of one input."""
    try:
        with quiet(), timeout(2.0):
            given = decode(encode(call(function, case)))
        return matches(given, wanted, task.tolerance)
    except (Exception, CallTimeout, SystemExit):
        return False


class quiet(warnings.catch_warnings):  # noqa: N801 (a context manager)
    """Say nothing about what NumPy warns of."""

    def __enter__(self) -> Any:
        entered = super().__enter__()
        warnings.simplefilter("ignore")
        return entered


def copies(case: tuple[Any, ...]) -> list[Any]:
    return [item.copy() if isinstance(item, np.ndarray) else json_copy(item) for item in case]


def json_copy(item: Any) -> Any:
    if isinstance(item, list):
        return [json_copy(one) for one in item]
    if isinstance(item, tuple):
        return tuple(json_copy(one) for one in item)
    return {k: json_copy(v) for k, v in item.items()} if isinstance(item, dict) else item


@cache
def cells(slug: str) -> dict[str, str]:
    """Return the code of a solved notebook by the ids of its cells."""
    text = (ROOT / "exercises/solutions" / f"{slug}.ipynb").read_text(encoding="utf-8")
    return {
        cell["id"]: "".join(cell["source"])
        for cell in json.loads(text)["cells"]
        if cell["cell_type"] == "code"
    }


def names(task: Task) -> dict[str, Any]:
    """Return what a notebook defines before its answer to a task."""
    found: dict[str, Any] = {}
    for name, source in cells(SLUGS[task.id]).items():
        if name == task.id:
            break
        if not name.startswith("check-"):
            exec(source, found)  # noqa: S102 (our own cells)
    return found


def defined(task: Task, source: str, given: dict[str, Any]) -> Function:
    """Return the function that a cell defines."""
    found = dict(given)
    exec(compile(source, "<answer>", "exec"), found)  # noqa: S102 (our own cells)
    function: Function = found[task.name]
    return function


def seen(task: Task, function: Function, students: list[list[Case]]) -> Iterator[bool]:
    """Give for each student whether all their inputs come out right."""
    for cases in students:
        yield all(right(task, function, case, wanted) for case, wanted in cases)
