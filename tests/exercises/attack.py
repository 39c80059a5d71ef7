"""Attacks on the grader, each with the points that it should earn, task by task.

`points` names the tasks that should still be right: those that the attacker has honestly answered.
An attack that needs to see or to reach something answers a task rightly once it does: then its
points betray that the attack has worked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.exercises.hand_in import POINTS, UNTOUCHED, answered

SQUARES, RUNNING, HALF, ODD = POINTS
ALL, NONE = tuple(POINTS), ()
BUT_SQUARES = (RUNNING, HALF, ODD)


@dataclass(frozen=True)
class Attack:
    """A notebook that means harm, the tasks that it should get points for, and their status."""

    name: str
    why: str
    notebook: dict[str, Any]
    right: tuple[str, ...]
    status: dict[str, str] = field(default_factory=dict)

    @property
    def points(self) -> dict[str, int]:
        """The points of each task."""
        return {task: most if task in self.right else 0 for task, most in POINTS.items()}


def squares(*lines: str, before: str = "") -> dict[str, Any]:
    """Return a notebook that is right but for its function squares."""
    body = "".join(f"    {line}\n" for line in lines)
    return answered({SQUARES: f"{before}def squares(x):\n{body}"})


def untouched(*helpers: str) -> dict[str, Any]:
    """Return a notebook that answers nothing, with helper cells."""
    return answered(UNTOUCHED, *helpers)


def changed(change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> dict[str, Any]:
    """Return a right notebook whose list of cells is changed."""
    notebook = answered()
    return notebook | {"cells": change(notebook["cells"])}


SPOOF = """
import json, os
def spoof():
    for handle in range(3, 64):
        for number in range(1, 60):
            line = json.dumps({"id": number, "right": True, "points": 10, "value": 1.0})
            try:
                os.write(handle, line.encode() + b"\\n")
            except OSError:
                break
"""
