"""A small exercise of three tasks, written as the release writes them."""

from __future__ import annotations

from klcheck import cases
from klcheck.values import encode


def task(**changes):
    base = {
        "id": "tiny-mean",
        "title": "A mean",
        "objective": "obj-compute",
        "points": 2,
        "kind": "function",
        "name": "mean",
        "ordered": False,
        "tolerance": {"relative": 1e-9, "absolute": 1e-12},
    }
    return base | changes


def function_task():
    inputs = [[1.0, 2.0, 6.0], [4.0, 0.0]]
    given = [encode([x]) for x in inputs]
    return task(
        cases=[{"arguments": a, "answer": m} for a, m in zip(given, [3.0, 2.0], strict=True)],
        mistakes=[
            {"hint": "That is the sum: how many are there?", "answers": [9.0, 4.0]},
            {"hint": "Is the middle one the mean?", "answers": [2.0, 2.0]},
        ],
    )


def exercise():
    return {
        "format": cases.FORMAT,
        "exercise": "tiny",
        "title": "Tiny",
        "chapter": "chapters/tiny.ipynb",
        "tasks": [
            function_task(),
            task(
                id="tiny-half",
                kind="value",
                name="half",
                points=1,
                cases=[{"arguments": [], "answer": 0.5}],
                mistakes=[{"hint": "The sign is lost.", "answers": [-0.5]}],
            ),
            task(
                id="tiny-choice",
                kind="choice",
                name="choice",
                points=3,
                cases=[{"arguments": [], "answer": "ac"}],
                mistakes=[{"hint": "One more is true.", "answers": ["a"]}],
            ),
        ],
    }
