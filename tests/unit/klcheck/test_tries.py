"""How wrong answers are counted: a cell that is run again brings no further help."""

from __future__ import annotations

import numpy as np
import pytest
from klcheck import feedback, tries

pytestmark = pytest.mark.usefixtures("tiny")


@pytest.fixture(autouse=True)
def _no_tries(monkeypatch):
    """Let nothing have been tried yet."""
    monkeypatch.setattr(tries, "_wrong", {})


def defined(source):
    """Return the function that a cell defines, as it is defined each time the cell is run."""
    names = {"np": np}
    exec(source, names)  # noqa: S102 (a cell of the test's own)
    return names["mean"]


SUM = "def mean(x):\n    return sum(x)"


@pytest.mark.parametrize(
    ("task_id", "answers"),
    [
        ("tiny-half", [0.75, 0.750]),
        ("tiny-choice", ["b", "b"]),
        ("tiny-choice", [{"b", "c"}, {"c", "b"}]),
        ("tiny-mean", [defined(SUM), defined(f"# the same\n{SUM}  # again")]),
        ("tiny-mean", [3.0, 3.0]),
    ],
)
def test_the_same_cell_run_again_is_no_new_try(task_id, answers, capsys):
    for answer in answers:
        feedback.check(task_id, answer)
    assert tries._wrong[task_id][0] == 1
    capsys.readouterr()


@pytest.mark.parametrize(
    ("task_id", "answers"),
    [
        ("tiny-half", [-0.5, -0.5 - 1e-12]),
        ("tiny-half", [0.75, 0.8, 0.75]),
        ("tiny-choice", ["b", "bd"]),
        ("tiny-mean", [defined(SUM), defined("def mean(x):\n    return np.sum(x)")]),
        ("tiny-mean", [defined(SUM), defined("def mean(x):\n    return sum(x) + 0.0")]),
        ("tiny-mean", [sum, np.median]),
    ],
)
def test_another_answer_is_a_new_try_whatever_is_said_of_it(task_id, answers, capsys):
    for answer in answers:
        feedback.check(task_id, answer)
    assert tries._wrong[task_id][0] == len(answers)
    capsys.readouterr()
