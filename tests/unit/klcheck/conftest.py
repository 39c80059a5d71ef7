"""A small exercise of three tasks, written as the release writes them."""

from __future__ import annotations

import json

import pytest
from klcheck import cases, feedback
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


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    """Let check know the small exercise, and have seen nothing yet."""
    monkeypatch.setattr(cases, "_folders", list(cases._folders))
    monkeypatch.setattr(feedback, "_seen", {})
    (tmp_path / "tiny.json").write_text(json.dumps(exercise()), encoding="utf-8")
    cases.add_cases(tmp_path)
    yield cases.exercises()["tiny"]
    cases.exercises.cache_clear()
