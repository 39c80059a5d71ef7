"""A second exercise of the test course."""

from __future__ import annotations

from klgrade.tasks import Exercise, Mistake, Task

EXERCISE = Exercise(
    slug="parts",
    title="Parts",
    chapter="parts.ipynb",
    tasks=(
        Task(
            id="parts-third",
            title="A third",
            objective="obj-parts",
            points=5,
            kind="value",
            name="third",
            reference=1 / 3,
            mistakes=(Mistake("rounded", 0.33, "Did you round?"),),
        ),
    ),
)
