"""An exercise on sums: a small course of its own, for the tests of the grader."""

from __future__ import annotations

import math

import numpy as np
from _draws import numbers
from klgrade.tasks import Exercise, Mistake, Task

EXERCISE = Exercise(
    slug="sums",
    title="Sums",
    chapter="sums.ipynb",
    tasks=(
        Task(
            id="sums-squares",
            title="The sum of squares",
            objective="obj-sums",
            points=4,
            kind="function",
            name="squares",
            reference=lambda x: float(np.sum(np.square(x))),
            public=((np.array([1.0, 2.0]),), (np.array([3.0]),)),
            draw=numbers,
            mistakes=(
                Mistake("mean", lambda x: float(np.mean(np.square(x))), "A mean, or a sum?"),
                Mistake("outside", lambda x: float(np.sum(x) ** 2), "What is squared first?"),
                Mistake("error", lambda x: math.log(-abs(x[0])), "Is that a number?"),
            ),
            variants=(lambda x: float(np.dot(x, x)),),
        ),
        Task(
            id="sums-running",
            title="The running total",
            objective="obj-sums",
            points=3,
            kind="function",
            name="running",
            reference=np.cumsum,
            public=((np.array([1.0, 2.0]),),),
            draw=numbers,
            mistakes=(Mistake("total", lambda x: float(np.sum(x)), "Only the last of them?"),),
        ),
        Task(
            id="sums-half",
            title="A half",
            objective="obj-parts",
            points=2,
            kind="value",
            name="half",
            reference=0.5,
            mistakes=(Mistake("double", 2.0, "Which way round is it?"),),
        ),
        Task(
            id="sums-odd",
            title="The odd ones",
            objective="obj-parts",
            points=1,
            kind="choice",
            name="odd",
            reference="ac",
            mistakes=(Mistake("all", "abc", "Is b odd?"),),
        ),
    ),
)
