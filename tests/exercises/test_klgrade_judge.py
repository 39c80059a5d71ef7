"""Verdicts, hints and what students read; banks that contradict themselves."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from klgrade import Exercise, Mistake, Task, Tolerance, load_bank
from klgrade.feedback import file_names, html, markdown
from klgrade.judge import judge
from klgrade.records import Job, Report, Result, Submission
from klgrade.students import students

from tests.exercises.hand_in import BANK, POINTS, RIGHT, UNTOUCHED, answered, earned, grade, write

# What a learner writes, and what is said of it.
SAID = {
    "mean": ({"sums-squares": "def squares(x):\n    return np.mean(x ** 2)"}, "A mean, or a sum?"),
    "outside": ({"sums-squares": "def squares(x):\n    return np.sum(x) ** 2"}, "squared first?"),
    "error": (
        {"sums-squares": "import math\ndef squares(x):\n    return math.sqrt(-1)"},
        "number?",
    ),
    "other-error": (
        {"sums-squares": "def squares(x):\n    total = 0\n    return x['a']"},
        "squares raised IndexError in line 3 of its cell.",
    ),
    "some-none": (
        {"sums-squares": "def squares(x):\n    if len(x) < 4: return float(x @ x)"},
        "in some cases the function returns None",
    ),
    "some-right": (
        {"sums-squares": "def squares(x):\n    return float(x @ x) if len(x) < 4 else 1.5"},
        "cases. In another: the number is not right.",
    ),
    "shape": (
        {"sums-squares": "def squares(x):\n    return x ** 2"},
        "a single number is expected",
    ),
    "generator": ({"sums-squares": "def squares(x):\n    yield 1"}, "generator"),
    "no-function": ({"sums-squares": "squares = 5"}, "not a function"),
    "arguments": ({"sums-squares": "def squares():\n    return 1"}, "TypeError"),
    "syntax": ({"sums-squares": "def squares(x)\n    return 1"}, "SyntaxError in line 1"),
    "cell": ({"sums-half": "half = 1 / 0"}, "ZeroDivisionError in line 1 of its cell."),
    "value": ({"sums-half": "half = 2"}, "Which way round is it?"),
    "other-value": ({"sums-half": "half = 3.5"}, "the number is not right"),
    "text-value": ({"sums-half": "half = '0.5'"}, "a number is expected"),
    "choice": ({"sums-odd": "odd = {'a', 'b', 'c'}"}, "Is b odd?"),
    "no-choice": ({"sums-odd": "odd = 3"}, "these are not the letters of a choice"),
    "empty-choice": ({"sums-odd": "odd = ' '"}, "Not answered yet: it is still empty."),
    "letters": ({"sums-odd": "odd = np.array(['a', 'b', 'c'])"}, "Is b odd?"),
    "factor": ({"sums-squares": "def squares(x):\n    return x @ x / 3"}, "same factor"),
    "nan": ({"sums-squares": "def squares(x):\n    return np.nan * x[0]"}, "0 · log 0"),
    "rounded": ({"sums-squares": "def squares(x):\n    return round(x @ x, 4)"}, "rounded?"),
    "fraction": (
        {"sums-half": "from fractions import Fraction\nhalf = Fraction(7, 2)"},
        "the number is not right",
    ),
    "gone": ({"sums-odd": "pass"}, "does not define odd"),
    "none": (UNTOUCHED, "the function returns None"),
}


@pytest.mark.parametrize("name", SAID)
def test_learner_is_told_what_is_wrong(name: str, tmp_path: Path) -> None:
    changes, said = SAID[name]
    report = grade(write(tmp_path / "ada.ipynb", answered(changes)))
    wrong = [result for result in report.results if result.task in changes]
    assert said in wrong[0].message
    assert all(result.points == 0 for result in wrong)
    assert earned(report) == {t: 0 if t in changes else most for t, most in POINTS.items()}


def test_broken_helper_cell_is_told(tmp_path: Path) -> None:
    report = grade(write(tmp_path / "ada.ipynb", answered({}, "import nothing_of_the_kind")))
    (note,) = report.notes
    assert note.startswith("Code cell 2 raised ModuleNotFoundError in line 1 of its cell: a module")
    assert "nothing_of_the_kind" not in note
    assert earned(report) == POINTS


def test_feedback_in_the_notebook_is_silent_in_the_sandbox(tmp_path: Path) -> None:
    helper = "import klcheck as feedback\nfrom klcheck import add_cases, check, progress\n"
    helper += (
        "add_cases('nowhere'); feedback.check('none', 1); import kltext; kltext.entropy([1.0])"
    )
    report = grade(write(tmp_path / "ada.ipynb", answered({}, helper)))
    assert report.notes == ()
    assert earned(report) == POINTS


def test_answers_do_not_leak_inputs(tmp_path: Path) -> None:
    source = "def squares(x):\n    raise KeyError(f'inputs {x}')"
    report = grade(write(tmp_path / "ada.ipynb", answered({"sums-squares": source})))
    assert report.results[0].message == "squares raised KeyError in line 2 of its cell."


def drawn(student: str, secret: bytes, tmp_path: Path) -> str:
    """Return what a student's function is called with, by the place where it raises an error."""
    source = "def squares(x):\n" + "".join(
        f"    if int(abs(x[0]) * 1000) % 50 == {n}: raise KeyError\n" for n in range(50)
    )
    path = write(tmp_path / "x.ipynb", answered({"sums-squares": source}))
    job = Job(Submission(student, str(tmp_path), (path.name,)), str(BANK), secret)
    return judge(job).results[0].message


def test_inputs_belong_to_student_and_secret(tmp_path: Path) -> None:
    seen = {drawn(name, bytes([n]) * 32, tmp_path) for name in ("ada", "bob") for n in range(4)}
    assert len(seen) > 4
    assert drawn("ada", b"s" * 32, tmp_path) == drawn("ada", b"s" * 32, tmp_path)


def test_fault_of_the_bank_loses_its_own_task_only(tmp_path: Path) -> None:
    source = (
        (BANK / "sums.py").read_text().replace("reference=np.cumsum", "reference=np.linalg.inv")
    )
    bank = tmp_path / "bank"
    bank.mkdir()
    (bank / "sums.py").write_text(source)
    (bank / "_draws.py").write_text((BANK / "_draws.py").read_text())
    path = write(tmp_path / "ada.ipynb", answered())
    report = judge(Job(Submission("ada", str(tmp_path), (path.name,)), str(bank), b"s" * 32))
    assert [result.points for result in report.results] == [4, 0, 2, 1]
    assert report.results[1].status == "failed"
    assert "It is not your fault" in report.results[1].message
    assert "correct the task in the bank" in report.cause
    assert report.trouble


GOOD: dict[str, Any] = {
    "id": "a-b",
    "title": "T",
    "objective": "obj-a",
    "points": 1,
    "kind": "function",
    "name": "f",
    "reference": abs,
    "draw": lambda rng: (rng.normal(),),
}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": "A b"}, "lower-case"),
        ({"kind": "essay"}, "kind"),
        ({"name": "2x"}, "Python name"),
        ({"points": 0}, "points"),
        ({"points": True}, "points"),
        ({"fresh": 0}, "fresh"),
        ({"draw": None}, "needs draw"),
        ({"reference": 1}, "functions"),
        ({"mistakes": (Mistake("m", 1, "h"),)}, "functions"),
        ({"mistakes": (Mistake("m", abs, "h"), Mistake("m", abs, "h"))}, "same name"),
        ({"kind": "value"}, "only a task of kind 'function'"),
    ],
)
def test_task_must_make_sense(change: dict[str, Any], said: str) -> None:
    Task(**GOOD)
    with pytest.raises(ValueError, match=said):
        Task(**GOOD | change)


def test_exercise_and_bank_must_make_sense(tmp_path: Path) -> None:
    task = Task(**GOOD)
    with pytest.raises(ValueError, match="no task"):
        Exercise("a", "A", "a.ipynb", ())
    with pytest.raises(ValueError, match="same id"):
        Exercise("a", "A", "a.ipynb", (task, replace(task, name="g")))
    with pytest.raises(ValueError, match="hint"):
        Mistake("m", abs, " ")
    with pytest.raises(ValueError, match="relative"):
        Tolerance(relative=float("nan"))
    text = (BANK / "parts.py").read_text()
    for name in ("one.py", "two.py"):
        (tmp_path / name).write_text(text)
    with pytest.raises(ValueError, match="already an exercise"):
        load_bank(tmp_path)
    (tmp_path / "two.py").write_text(text.replace('slug="parts"', 'slug="other"'))
    with pytest.raises(ValueError, match="same id"):
        load_bank(tmp_path)


def report(student: str, *points: int, exercise: str = "sums") -> Report:
    rows = tuple(
        Result(
            exercise, f"{exercise}-{n}", f"obj-{n}", point, 4, "right" if point else "wrong", "<b>"
        )
        for n, point in enumerate(points)
    )
    return Report(
        student, f"{exercise}.ipynb", exercise, rows, (), {exercise: "Sums & <i>parts</i>"}
    )


def test_totals_count_what_anyone_handed_in() -> None:
    ada, bob = students(
        [report("ada", 4, 0), report("bob", 4, 4), report("bob", 4, exercise="parts")]
    )
    assert (ada.points, ada.max, bob.points, bob.max) == (4, 12, 12, 12)
    assert ada.exercises == {"parts": None, "sums": (4, 8)}
    assert bob.objectives == {"obj-0": (8, 8), "obj-1": (4, 4)}


def test_feedback_adds_up_and_shows_text_as_text() -> None:
    (student, _) = students([report("<ada>", 4, 0), report("bob", 4, exercise="parts")])
    for page in (html(student), markdown(student)):
        assert "Not handed in: parts" in page
        assert "4 of 8" in page
        assert "By learning objective" in page
        assert "<b>" not in page
        assert "<i>" not in page
        assert "<ada>" not in page
    assert "http" not in html(student)


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        ("right wrong wrong", ": 1 of 3; not right yet: 2, with a hint beside each."),
        ("right wrong unanswered", ": 1, with a hint beside each; not answered yet: 1."),
        ("right unanswered", "Tasks right so far: 1 of 2; not answered yet: 1."),
        ("right right", "Well done!"),
    ],
)  # fmt: skip
def test_the_first_sentence_promises_no_hint_that_is_not_there(statuses: str, said: str) -> None:
    plain = report("ada", *([4] * len(statuses.split())))
    rows = zip(plain.results, statuses.split(), strict=True)
    given = tuple(replace(row, status=status) for row, status in rows)
    (student,) = students([replace(plain, results=given)])
    assert markdown(student).splitlines()[3].endswith(said)


def test_a_choice_that_misses_ends_with_one_sign(tmp_path: Path) -> None:
    task = "sums-odd"
    for letters in ("b", "bd", "abcd"):
        answers = answered({task: f"odd = {letters!r}"})
        (row,) = [r for r in grade(write(tmp_path / "x.ipynb", answers)).results if r.task == task]
        assert row.status == "wrong"
        assert re.search(r"\w[\"”’)]?[.?]$", row.message), row.message


def test_the_notebook_that_counts_is_named() -> None:
    first, second = (replace(report("ada", 4), source=f"ada/{x}.ipynb") for x in ("sums", "again"))
    empty = replace(second, results=tuple(
        replace(row, status="unreadable", message="Not graded: the file is empty.")
        for row in second.results
    ), source="ada/empty.ipynb")  # fmt: skip
    (student,) = students([second, empty, first])
    rows = {one.source: one.results[0].message for one in student.reports}
    assert rows["ada/again.ipynb"].endswith("exercise, ada/sums.ipynb, and that one counts.")
    assert rows["ada/empty.ipynb"] == "Not graded: the file is empty."


def test_thousands_of_broken_cells_are_not_all_listed(tmp_path: Path) -> None:
    cells = [f"1 / 0  # {number}" for number in range(500)]
    notes = grade(write(tmp_path / "ada.ipynb", answered({}, *cells))).notes
    assert notes[0] == "Code cell 2 raised ZeroDivisionError in line 1 of its cell."
    assert len(notes) == 21
    assert notes[-1] == "… and 480 more such cells."


def test_untouched_notebook_gets_a_friendly_page(tmp_path: Path) -> None:
    (student,) = students([grade(write(tmp_path / "ada.ipynb", answered(UNTOUCHED)))])
    page = markdown(student)
    assert student.points == 0
    assert "begin with the first" in page
    assert "Traceback" not in page


def test_names_of_files_are_safe_and_distinct() -> None:
    names = ["ada", "Ada", "ADA", "../x", "a/b", ".x", "", "x" * 300, "名", "\ud800", "\x00", "a."]
    given = file_names(names)
    assert given["ada"] == "ada"
    assert given["名"] == "名"
    files = list(given.values())
    assert len({name.casefold() for name in files}) == len(names)
    assert all(0 < len(name.encode()) < 200 and "/" not in name for name in files)
    assert not any(name.startswith(".") or "\0" in name for name in files)


def test_names_of_devices_and_of_other_pages_are_not_used() -> None:
    weird = "a/b"
    other = file_names([weird])[weird]
    names = file_names([other, weird, "nul", "COM1.txt", "con", "Aux"])
    assert len({name.casefold() for name in names.values()}) == 6
    assert names[other] == other
    assert not {"nul", "com1.txt", "con", "aux"} & {name.casefold() for name in names.values()}


def test_right_answers_written_differently_are_right(tmp_path: Path) -> None:
    changes = {
        "sums-squares": "squares = lambda x: sum(float(y) ** 2 for y in x)",
        "sums-running": "def running(x):\n    return [float(y) for y in np.add.accumulate(x)]",
        "sums-half": "half = np.float32(0.5)",
        "sums-odd": "odd = ['c', 'a']",
    }
    assert changes.keys() == RIGHT.keys()
    assert earned(grade(write(tmp_path / "ada.ipynb", answered(changes)))) == POINTS
    assert np.isclose(sum(POINTS.values()), 10)
