"""Where a small constant spoils an answer, `check` says so as the grader does.

A constant so small that nobody's inputs show it is right in both.
"""

from __future__ import annotations

from typing import Any

import pytest
from klcheck import feedback
from klcheck.cases import find_task
from klgrade.tasks import Task

from tests.exercises.constants import sources_with_constants, with_constants
from tests.exercises.trials import FUNCTIONS, SLUGS, cells, defined, gradings, names, seen

SLOW = "forward-reverse-best"  # a second for each answer
# Nobody puts a constant there: into the distribution under which the mean is taken.
FAR_FETCHED = {"vae-elbo: arguments [2] plus 1e-10"}


def with_some_constant(task: Task) -> dict[str, Any]:
    answers: dict[str, Any] = dict(with_constants(task.reference, task.public[0]))
    given = names(task)
    for label, source in sources_with_constants(cells(SLUGS[task.id])[task.id]).items():
        answers[label] = defined(task, source, given)
    return answers


@pytest.mark.parametrize(
    "task", [t for name, t in FUNCTIONS.items() if name != SLOW], ids=lambda task: task.id
)
def test_a_constant_that_most_students_would_lose_by_is_seen_by_check(task: Task) -> None:
    public = find_task(task.id)
    assert public is not None
    passing = {
        label: answer
        for label, answer in with_some_constant(task).items()
        if feedback.judge(public[1], answer).state == "right"
    }
    classes = gradings(task, 8) if passing else []
    lucky = {label: sum(seen(task, answer, classes)) for label, answer in passing.items()}
    bad = {f"{task.id}: {label}" for label, count in lucky.items() if count < len(classes) / 4}
    assert bad <= FAR_FETCHED
