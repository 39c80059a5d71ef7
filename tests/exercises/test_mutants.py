"""No wrong answer passes and no right one fails: mutants by the hundred, students by the thousand.

A mutant differs if it is beyond the tolerance on one of a thousand inputs. None that differs may
pass the public cases, and none the grading of any student. In the audit that is shown for every
mutant, 300 students, and a thousand students for each right answer; here for a sample of them.
Where an answer takes tenths of a second, the audit has fewer students: it would take hours.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from itertools import chain, islice
from typing import Any

import pytest
from klcheck import feedback
from klcheck.cases import find_task
from klgrade.tasks import Task

from tests.exercises.mutants import mutants
from tests.exercises.trials import (
    FUNCTIONS,
    SLUGS,
    Case,
    Function,
    cells,
    defined,
    gradings,
    names,
    right,
    seen,
)

INPUTS = 1000  # on which a mutant may show that it differs
SOME_MUTANTS, SOME_STUDENTS = 4, 4
SLOW = {"forward-reverse-best": 100}  # of whose students there are a hundredth
each_task = pytest.mark.parametrize("task", FUNCTIONS.values(), ids=list(FUNCTIONS))


@cache
def solution(name: str) -> str:
    return cells(SLUGS[name])[name]


def wrong_ones(task: Task, count: int | None) -> dict[str, Function]:
    """Return the mutants of a task's solution, or some of them, that can be defined."""
    given = names(task)
    sources = list(mutants(solution(task.id), task.name).items())
    if count is not None:
        sources = random.Random(task.id).sample(sources, min(count, len(sources)))  # noqa: S311
    found = {}
    for label, source in sources:
        try:
            found[label] = defined(task, source, given)
        except Exception:  # noqa: S112 (a mutant that cannot even be defined)
            continue
    return found


def right_ones(task: Task) -> list[Any]:
    """Return every right answer that is known: reference, variants, and the solved notebook."""
    answers: list[Any] = [task.reference, *task.variants]
    return [*answers, defined(task, solution(task.id), names(task))]


def differs(task: Task, function: Function, students: list[list[Case]]) -> bool:
    inputs = islice(chain.from_iterable(students), INPUTS)
    return not all(right(task, function, case, wanted) for case, wanted in inputs)


def survivors(task: Task, count: int | None, students: int) -> dict[str, Any]:
    """Return how many mutants differ, and those that pass the public cases or a grading."""
    classes = gradings(task, students)
    public = find_task(task.id)
    assert public is not None
    wrong = {
        label: function
        for label, function in wrong_ones(task, count).items()
        if differs(task, function, classes)
    }
    return {
        "differ": len(wrong),
        "public": [n for n, f in wrong.items() if feedback.judge(public[1], f).state == "right"],
        "graded": [name for name, f in wrong.items() if any(seen(task, f, classes))],
    }


def lost(task: Task, students: int) -> list[int]:
    """Return for each right answer how many students lose the points of a task by it."""
    classes = gradings(task, students)
    return [students - sum(seen(task, answer, classes)) for answer in right_ones(task)]


@pytest.fixture(autouse=True)
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let mutants that never end be stopped soon."""
    monkeypatch.setattr("klcheck.timeout.SECONDS", 2.0)


@each_task
def test_some_mutants_pass_nothing(task: Task) -> None:
    found = survivors(task, SOME_MUTANTS, SOME_STUDENTS)
    assert (found["public"], found["graded"]) == ([], [])


@each_task
def test_some_students_with_right_answers_lose_nothing(task: Task) -> None:
    assert not any(lost(task, SOME_STUDENTS))


@pytest.mark.audit
@each_task
def test_no_mutant_passes_anything(task: Task, record_property: Callable[..., None]) -> None:
    found = survivors(task, None, 300 // SLOW.get(task.id, 1))
    record_property("mutants that differ", found["differ"])
    assert found["differ"] >= 4  # of the nine of the shortest solution
    assert (found["public"], found["graded"]) == ([], [])


@pytest.mark.audit
@each_task
def test_no_student_with_a_right_answer_loses_a_point(task: Task) -> None:
    assert not any(lost(task, 1000 // SLOW.get(task.id, 1)))


def test_a_weak_public_case_is_noticed() -> None:
    """Where every public case has a mean of zero, a sum of means passes for their difference."""
    task = FUNCTIONS["definition-gauss"]
    public = find_task(task.id)
    assert public is not None
    function = next(
        f for n, f in wrong_ones(task, None).items() if n.startswith("Sub -> Add in line 5")
    )
    cases = [case for case in public[1].cases if 0 in case.arguments[::2]]
    weak = type(public[1])(**{**vars(public[1]), "cases": tuple(cases)})
    assert feedback.judge(public[1], function).state == "wrong"
    assert feedback.judge(weak, function).state == "right"
